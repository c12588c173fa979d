"""The form of a version: the goal, and a row for each indicator in the order of the official form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from wenxiao.performance import targets
from wenxiao.quantities.paper import plain
from wenxiao.web.core.numbers import NumberField
from wenxiao.web.core.say import said, say, term
from wenxiao.web.targets.models import LEVELS, Described, Indicator, TargetSet

LEVEL2 = (
    "数量", "质量", "时效", "经济效益", "社会效益", "生态效益", "可持续影响", "服务对象满意度", "经济成本", "社会成本", "生态环境成本",
)  # fmt: skip
#: More rows than any official form has; what posts more is no clerk.
MOST = 200


class GoalForm(forms.ModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = TargetSet
        fields = ("goal", "reason")
        widgets = {"goal": forms.Textarea({"rows": 4}), "reason": forms.Textarea({"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("revision", self.instance.revision)
        if self.instance.version == 1:
            del self.fields["reason"]


class IndicatorForm(forms.ModelForm):
    """One row. Nothing is mandatory while it is a draft but the name: what is missing is asked for on submission."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)

    class Meta:
        model = Indicator
        fields = Described.FIELDS
        field_classes = dict.fromkeys(("target", "upper", "weight"), NumberField)
        widgets = {
            "level2": forms.TextInput({"list": "level2"}),
            "target": forms.TextInput({"inputmode": "decimal", "class": "num"}),
            "upper": forms.TextInput({"inputmode": "decimal", "class": "num"}),
            "weight": forms.TextInput({"inputmode": "decimal", "class": "num"}),
            "name": forms.TextInput(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level1"].choices = [(level, term(level)) for level in LEVELS]
        self.fields["level2"].required = self.fields["scoring"].required = False
        for name in ("target", "upper", "weight"):
            words = say("请填数字，如 95 或 12.5。", "Write a number such as 95 or 12.5.")
            self.fields[name].error_messages["invalid"] = words

    def clean_scoring(self) -> str:
        """A row that says nothing of it, as one of a draft that was kept long, is scored in proportion."""
        return self.cleaned_data["scoring"] or targets.Scoring.PROPORTION.value

    def plain(self, place: str) -> targets.Indicator:
        """The row as the arithmetic knows it, as far as it is understood; ``place`` names it in remarks."""
        got = {name: self.cleaned_data.get(name) for name in Described.FIELDS}
        return targets.Indicator(
            place, got["level1"] or "", got["level2"] or "", got["name"] or "", targets.Nature(got["nature"] or "ge"),
            got["target"], got["upper"], got["text"] or "", got["unit"] or "", got["weight"] or Decimal(0),
            bool(got["core"]), got["method"] or "", got["evidence"] or "",
            targets.Scoring(got["scoring"] or "proportion"),
        )  # fmt: skip


class Rows(BaseFormSet):
    """The rows in their order, without those that are taken out or empty."""

    #: A row in which one of these is filled in says something.
    typed: tuple[str, ...] = ("key", "name", "target", "upper", "text", "unit", "weight", "method", "evidence")

    def kept(self) -> list[IndicatorForm]:
        """Those that say anything, valid or not."""
        placed = [
            (form.cleaned_data.get("ORDER") or MOST, at, form)
            for at, form in enumerate(self.forms)
            if hasattr(form, "cleaned_data") and not form.cleaned_data.get("DELETE") and self._says(form)
        ]
        return [form for *_, form in sorted(placed, key=lambda one: one[:2])]

    def refused(self) -> list[IndicatorForm]:
        """Those of them that cannot be saved as they stand."""
        return [form for form in self.kept() if form.errors]

    def _says(self, form: Any) -> bool:
        return any(form[name].value() for name in self.typed)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].widget = forms.HiddenInput()
        form.fields["ORDER"].required = False
        form.fields["DELETE"].label = said("删除", "Remove")


RowSet = formset_factory(
    IndicatorForm, formset=Rows, extra=0, can_order=True, can_delete=True, max_num=MOST, absolute_max=MOST
)


def rows_of(target_set: TargetSet) -> list[dict[str, Any]]:
    """What the rows hold when the form is opened: figures without trailing zeros."""
    made = []
    for indicator in target_set.indicators.all():
        row = {name: getattr(indicator, name) for name in Described.FIELDS}
        for name in ("target", "upper", "weight"):
            row[name] = "" if row[name] is None else plain(row[name])
        made.append({**row, "key": indicator.key})
    return made
