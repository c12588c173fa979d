"""The form in which a self-evaluation is filled in, in the order of the official one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction

from wenxiao.performance.lifecycle import NotAllowed, state_name
from wenxiao.performance.target_form import Nature, Scoring
from wenxiao.web.core.editing import save
from wenxiao.web.core.forms import RevisedForm
from wenxiao.web.core.numbers import NumberField
from wenxiao.web.core.regimes import regime_of
from wenxiao.web.core.say import said, term
from wenxiao.web.selfevaluation.models import ActualRow, SelfEvaluation


class WholeForm(RevisedForm):
    """What is said of the project as a whole."""

    class Meta:
        model = SelfEvaluation
        fields = ("outcome", "execution_reason", "problems", "measures")
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in fields}


PARTS = ("numerator", "denominator")


class ActualForm(forms.ModelForm):
    """One indicator. Only the fields of its nature are there."""

    value = NumberField(label=said("完成值", "Actual"), required=False, max_digits=20, decimal_places=6)
    numerator = NumberField(label=said("分子", "Numerator"), required=False, max_digits=20, decimal_places=4)
    denominator = NumberField(label=said("分母", "Denominator"), required=False, max_digits=20, decimal_places=4)
    manual = NumberField(label=said("人工评分", "Score by hand"), required=False, max_digits=6, decimal_places=2)

    class Meta:
        model = ActualRow
        fields = ("value", "numerator", "denominator", "answer", "manual", "reason")
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, indicator: Any, answers: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        if indicator.nature == Nature.QUALITATIVE:
            gone: tuple[str, ...] = ("value", "numerator", "denominator")
            self.fields["answer"] = forms.ChoiceField(
                label=said("完成情况", "Answer"),
                required=False,
                choices=[("", "—"), *((answer, term(answer)) for answer in answers)],
            )
            if indicator.scoring is Scoring.ALL_OR_NOTHING and self.instance.manual is None:
                gone = (*gone, "manual")  # one that was given before is there to be taken out
        else:
            gone = ("answer", "manual")
        if not indicator.percent and self.instance.numerator is None and self.instance.denominator is None:
            gone = (*gone, *(name for name in PARTS if name not in gone))  # only shares have parts
        for name in gone:
            del self.fields[name]
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{indicator.name} {field.label}"
            if isinstance(field, NumberField):
                field.widget.attrs["size"] = 9
                if name != "value":
                    field.widget.attrs["placeholder"] = field.label

    def as_row(self) -> ActualRow:
        """The row as far as what was typed is understood; what is not counts as missing."""
        self.is_valid()
        row = ActualRow(self_evaluation_id=self.instance.self_evaluation_id, key=self.indicator.key)
        for name in self.fields:
            value = self.cleaned_data.get(name)
            setattr(row, name, value if value is not None or name not in ("answer", "reason") else "")
        return row


def refuse_unless_draft(evaluation: SelfEvaluation) -> None:
    """Raises NotAllowed for one that was submitted."""
    if evaluation.state != "draft":
        zh, en = (state_name(evaluation.machine, evaluation.state, lang) for lang in ("zh", "en"))
        raise NotAllowed(
            f"当前状态为“{zh}”，不能修改；如需修改，请审核人退回。",
            f"It is “{en}” and cannot be changed; ask the reviewer to return it.",
        )


class Filled:
    """The whole form: ``whole`` and one of ``rows`` for each indicator, in its order."""

    def __init__(self, evaluation: SelfEvaluation, data: Any = None, taken: Mapping[str, str] | None = None) -> None:
        self.evaluation = evaluation
        taken = taken or {}
        stored = {row.key: row for row in evaluation.actuals.all()}
        answers = [answer.label for answer in regime_of(evaluation.year).answers]
        self.whole = WholeForm(data, instance=evaluation, initial={k: v for k, v in taken.items() if "-" not in k})
        self.rows = []
        for indicator in evaluation.target_set.plain().indicators:
            prefix = f"i-{indicator.key}"
            mine = {k.removeprefix(prefix + "-"): v for k, v in taken.items() if k.startswith(prefix + "-")}
            instance = stored.get(indicator.key) or ActualRow(self_evaluation=evaluation, key=indicator.key)
            self.rows.append(ActualForm(indicator, answers, data, instance=instance, prefix=prefix, initial=mine))

    def is_valid(self) -> bool:
        """Whether everything that was typed is understood, and nobody else changed it meanwhile."""
        return all([self.whole.is_valid(), *(row.is_valid() for row in self.rows)])

    def typed(self) -> list[ActualRow]:
        """The rows as typed, for the live score; nothing is stored."""
        return [row.as_row() for row in self.rows]

    @transaction.atomic
    def save(self, user: Any) -> None:
        """Store it as the next revision; raises ``editing.Conflict``."""
        save(self.evaluation, self.whole.cleaned_data["revision"], user)
        for row in self.rows:
            row.save()
