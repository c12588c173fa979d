"""The queue: the documents that one sees, filtered by the address, the riskiest first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from wenxiao.performance.lifecycle import STATES
from wenxiao.performance.regime import regime
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import english, said, say
from wenxiao.web.core.sorting import ordered
from wenxiao.web.core.units import UnitField
from wenxiao.web.core.waiting import waiting
from wenxiao.web.desk.models import Document, Found, Triage

#: What the list sorts by: the name in the address, and the column.
ORDERS = {
    "risk": "risk", "title": "title", "unit": "unit__code", "year": "fiscal_year", "kind": "kind", "state": "state", "errors": "errors",
    "warnings": "warnings", "open": "untriaged", "uploaded": "uploaded_at", "batch": "batch",
}  # fmt: skip
#: What a newer version or its own members have taken the place of.
PAST = ("replaced", "unpacked")
MINE, NOBODY, ALL, NAMELESS = "mine", "nobody", "all", "-"


def papers(access: Access) -> QuerySet:
    """The documents that this person sees; as of a day, those whose review had come to an end by then."""
    return Document.objects.filter(access.papers()).as_of(access.as_of)


def current(access: Access) -> QuerySet:
    """Those of them that nothing has taken the place of."""
    return papers(access).exclude(state__in=PAST)


def decided(access: Access) -> QuerySet:
    """Findings with ``stands``: what was decided of each, as of the day for whoever looks as of one."""
    if access.as_of is None:
        return Found.objects.annotate(stands=F("verdict"))
    last = Triage.objects.filter(found=OuterRef("pk"), at__date__lte=access.as_of).order_by("-pk")
    default = Value("open", output_field=CharField())
    return Found.objects.annotate(stands=Coalesce(Subquery(last.values("verdict")[:1]), default))


class Filters(forms.Form):
    """The filters of the queue, read from the address."""

    q = forms.CharField(label=said("标题、文件名或发现", "Title, file or finding"), required=False)
    unit = UnitField()
    year = forms.TypedChoiceField(label=said("年度", "Year"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=said("文种", "Kind"), required=False)
    state = forms.ChoiceField(label=said("状态", "State"), required=False)
    risk = forms.ChoiceField(label=said("风险", "Risk"), required=False)
    rule = forms.CharField(label=said("规则", "Rule"), required=False, max_length=8)
    assigned = forms.ChoiceField(label=said("承办人", "Assigned"), required=False)
    named = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    batch = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, access: Access, rows: QuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access
        every = ("", say("全部", "All"))
        years = rows.exclude(fiscal_year=None).order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
        kinds = rows.exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct()
        states = [(s, names[english()]) for (machine, s), names in STATES.items() if machine == "document"]
        self.fields["year"].choices = [every, *((year, year) for year in years)]
        self.fields["kind"].choices = [every, *((kind, kind) for kind in kinds)]
        self.fields["state"].choices = [("", say("现有文档", "Current")), *states, (ALL, say("全部，含旧稿", "All, old versions too"))]  # fmt: skip
        self.fields["risk"].choices = [every, ("high", say("高", "High")), ("middle", say("中", "Middle")), ("low", say("低", "Low"))]  # fmt: skip
        self.fields["assigned"].choices = [every, (MINE, say("我", "Me")), (NOBODY, say("未分派", "Nobody"))]
        self.fields["rule"].widget.attrs |= {"placeholder": "A101", "size": 6}
        self.fields["unit"].offer(access)

    def narrowed(self, rows: QuerySet) -> QuerySet:
        """The documents that the filters leave; a filter that is not understood leaves all."""
        self.is_valid()
        chosen = self.cleaned_data
        if words := chosen.get("q"):
            inside = Found.objects.filter(document=OuterRef("pk"), zh__icontains=words)
            rows = rows.filter(Q(title__icontains=words) | Q(name__icontains=words) | Exists(inside))
        if chosen.get("unit"):
            rows = rows.filter(unit__in=self.fields["unit"].below(chosen["unit"]))
        if named := chosen.get("named"):  # documents without a unit, by what they call it
            rows = rows.filter(unit=None, organisation="" if named == NAMELESS else named)
        if chosen.get("year"):
            rows = rows.filter(fiscal_year=chosen["year"])
        if chosen.get("kind"):
            rows = rows.filter(kind=chosen["kind"])
        if not chosen.get("state"):
            rows = rows.exclude(state__in=PAST)
        elif chosen["state"] != ALL:
            rows = rows.filter(state=chosen["state"])
        if chosen.get("risk"):
            of = regime().thresholds
            high, middle = of["document_high"], of["document_middle"]
            bands = {"high": Q(risk__gte=high), "middle": Q(risk__gte=middle, risk__lt=high), "low": Q(risk__lt=middle)}
            rows = rows.filter(bands[chosen["risk"]])
        if chosen.get("rule"):
            rows = rows.filter(
                Exists(Found.objects.filter(document=OuterRef("pk"), code__iexact=chosen["rule"].strip()))
            )
        if chosen.get("assigned") == MINE:
            rows = rows.filter(assigned_to=self.access.user)
        elif chosen.get("assigned") == NOBODY:
            rows = rows.filter(assigned_to=None)
        if chosen.get("batch"):
            rows = rows.filter(batch=chosen["batch"])
        return rows


def chosen(access: Access, asked: Any) -> tuple[Filters, QuerySet, str]:
    """The filters of the address, the rows that they leave in its order, and the order."""
    seen = papers(access)
    filters = Filters(access, seen, asked)
    rows = filters.narrowed(seen).select_related("unit", "assigned_to")
    rows, order = ordered(rows, asked.get("order"), ORDERS, "-risk")
    return filters, rows, order


def next_of(access: Access, besides: Document, asked: Any) -> Document | None:
    """The first document of the queue as it is filtered and sorted that waits for this person's triage, other than one; those
    that are assigned to somebody else come last."""
    _, queue, _ = chosen(access, asked)
    rows = queue.filter(pk__in=waiting(Document, access).values("pk"), state="triage").exclude(pk=besides.pk)
    return rows.filter(Q(assigned_to=access.user) | Q(assigned_to=None)).first() or rows.first()
