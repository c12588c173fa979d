"""What is typed into the ledger: an entry, a reversal, and the filters of its lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from wenxiao.performance.ledger import Kind, Source
from wenxiao.web.core.clock import today
from wenxiao.web.core.money import MOST
from wenxiao.web.core.numbers import AmountField
from wenxiao.web.core.say import said, say
from wenxiao.web.core.units import UnitField
from wenxiao.web.ledger.models import KINDS, SOURCES, Entry
from wenxiao.web.ledger.services import SAME, Posting
from wenxiao.web.register.models import ProjectYear


def day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **more)


class EntryForm(forms.Form):
    """One entry of one project-year."""

    kind = forms.ChoiceField(label=said("种类", "Kind"), choices=KINDS)
    source = forms.ChoiceField(label=said("资金来源", "Source of money"), choices=SOURCES)
    date = day_field(said("日期", "Date"))
    amount = AmountField(
        label=said("金额（元）", "Amount (yuan)"),
        min_value=0.01,
        max_value=MOST,
        decimal_places=2,
        error_messages={
            "max_value": said(
                f"金额大于 {MOST:,} 元，请核对数字和单位。",
                f"The amount is above {MOST:,} yuan; check it and its unit.",
            ),
            "max_decimal_places": said("金额写到分，小数最多两位。", "Give it to the fen: two decimals at most."),
            "min_value": said(
                "金额应大于 0；更正请用冲销。", "The amount must be above 0; correct an entry by a reversal."
            ),
        },
    )
    reference = forms.CharField(label=said("文号或凭证号", "Document or voucher number"), max_length=80)
    note = forms.CharField(label=said("备注", "Note"), max_length=200, required=False)

    def __init__(self, year: ProjectYear, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        day = today()
        self.initial.setdefault("date", day if day.year == year.year else None)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors and self.year.entries.filter(reverses=None, reversed_by=None, **{name: typed[name] for name in SAME}).exists():  # fmt: skip
            self.add_error("reference", say("台账中已有完全相同的分录；确为两笔的，请用凭证号区分。", "The ledger has this very entry; if they are two, tell them apart by the voucher."))  # fmt: skip
        return typed

    def posting(self) -> Posting:
        typed = self.cleaned_data
        kind, source = Kind(typed["kind"]), Source(typed["source"])
        return Posting(
            self.year, kind, source, typed["date"], typed["amount"], typed["reference"], typed["note"]
        )  # fmt: skip


class ReversalForm(forms.Form):
    """Why an entry is taken back, on which day and by which document."""

    date = day_field(said("冲销日期", "Date of the reversal"))
    reference = forms.CharField(label=said("更正依据文号", "Document it rests on"), max_length=80)
    reason = forms.CharField(
        label=said("冲销原因", "Reason"), max_length=200, widget=forms.Textarea({"rows": 3}), strip=True
    )

    def __init__(self, entry: Entry, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = today()
        self.initial.setdefault("date", day if day.year == entry.date.year else entry.date)


class EntryFilters(forms.Form):
    """The filters of the entries of the district, read from the address; one that is not understood leaves all."""

    q = forms.CharField(label=said("项目、代码或文号", "Project, code or document"), required=False, max_length=100)
    year = forms.IntegerField(label=said("预算年度", "Budget year"), required=False, min_value=1990, max_value=2100)
    kind = forms.ChoiceField(label=said("种类", "Kind"), required=False)
    source = forms.ChoiceField(label=said("资金来源", "Source"), required=False)
    unit = UnitField()
    begins = day_field(said("从", "From"), required=False)
    ends = day_field(said("到", "To"), required=False)

    def __init__(self, access: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", say("全部", "All"))
        self.fields["kind"].choices = [every, *KINDS]
        self.fields["source"].choices = [every, *SOURCES]
        self.fields["unit"].offer(access)

    def narrowed(self, rows: QuerySet) -> QuerySet:
        from django.db.models import Q

        self.is_valid()
        typed = self.cleaned_data
        if words := typed.get("q"):
            here = Q(project_year__project__name__icontains=words) | Q(project_year__project__code__startswith=words)
            rows = rows.filter(here | Q(reference__icontains=words))
        if unit := typed.get("unit"):
            rows = rows.filter(project_year__unit__in=self.fields["unit"].below(unit))
        asked = {
            "project_year__year": typed.get("year"),
            "kind": typed.get("kind"),
            "source": typed.get("source"),
            "date__gte": typed.get("begins"),
            "date__lte": typed.get("ends"),
        }
        return rows.filter(**{name: value for name, value in asked.items() if value})
