"""Criteria that an evaluation splits into individual indicators of its project (具体指标): their rows, and those of the approved targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import formset_factory

from wenxiao.performance.frameworks import framework, shares, split_problems
from wenxiao.performance.remarks import Remark
from wenxiao.web.core.numbers import NumberField
from wenxiao.web.core.say import say
from wenxiao.web.evaluation.models import Evaluation, EvaluationLine, EvaluationPart
from wenxiao.web.targets.forms import Rows
from wenxiao.web.targets.services import approved

#: More than any criterion is split into.
MOST = 30
#: Criteria, each with its individual indicators.
Split = list[tuple[EvaluationLine, list[EvaluationPart]]]
FIELDS = ("name", "points", "standard", "evidence", "indicator")


class PartForm(forms.ModelForm):
    """One individual indicator as the plan sets it."""

    class Meta:
        model = EvaluationPart
        fields = FIELDS
        field_classes = {"points": NumberField}
        widgets = {"indicator": forms.HiddenInput()}


class Parts(Rows):
    """The individual indicators of one criterion, in their order."""

    typed = ("name", "points", "standard", "evidence")


_PartSet = formset_factory(
    PartForm, formset=Parts, extra=0, can_order=True, can_delete=True, max_num=MOST, absolute_max=MOST
)


def rows(line: EvaluationLine, data: Any) -> Parts:
    """The rows of a criterion; not bound, and so left as they are, where nothing was sent of them."""
    prefix = f"p-{line.pk}"
    initial = [{name: getattr(part, name) for name in FIELDS} for part in line.parts.all()]
    sent = data is not None and f"{prefix}-TOTAL_FORMS" in data
    return _PartSet(data if sent else None, initial=None if sent else initial, prefix=prefix)


def specific(evaluation: Evaluation, lines: Iterable[EvaluationLine]) -> Iterator[EvaluationLine]:
    """Those of its criteria that the framework has made specific."""
    chosen = framework(evaluation.framework)
    for line in lines:
        criterion = chosen.criterion(line.name)
        if criterion is not None and criterion.specific:
            yield line


def split(lines: Iterable[EvaluationLine]) -> Split:
    """Criteria with the individual indicators that they have."""
    return [(line, list(line.parts.all())) for line in lines]


def replace(line: EvaluationLine, parts: Iterable[dict[str, Any]]) -> None:
    """Put these individual indicators, by the fields of the form, in place of those of the criterion."""
    line.parts.all().delete()
    EvaluationPart.objects.bulk_create(
        EvaluationPart(line=line, order=at, **{name: part[name] for name in FIELDS}) for at, part in enumerate(parts)
    )


def add_up(line: EvaluationLine) -> None:
    """Give a criterion that is split the sum of its individual indicators; none while one of them is not scored."""
    scores = [part.score for part in line.parts.all()]
    known = [score for score in scores if score is not None]
    line.score = sum(known, Decimal(0)) if len(known) == len(scores) else None
    line.save(update_fields=["score"])


def remarks(line: EvaluationLine, parts: Iterable[EvaluationPart]) -> list[Remark]:
    """What cannot be in the individual indicators of a criterion."""
    return split_problems(line.name, line.points, [(part.name, part.points) for part in parts])


def take_targets(evaluation: Evaluation) -> int:
    """Split what is not split yet by the indicators of the approved targets, each with its share by weight; how many were taken."""
    targets = approved(evaluation.year)
    known = list(targets.indicators.all()) if targets else []
    chosen, taken = framework(evaluation.framework), 0
    for line in specific(evaluation, evaluation.criteria()):
        criterion = chosen.criterion(line.name)
        found = [one for one in known if criterion and one.level2.removesuffix("指标") in criterion.classes]
        if not 0 < len(found) <= MOST or line.parts.all():
            continue
        points = shares(line.points, [one.weight or Decimal(0) for one in found])
        replace(line, ({
            "name": one.name, "points": of, "standard": _standard(one), "evidence": one.evidence, "indicator": one.key,
        } for one, of in zip(found, points, strict=True)))  # fmt: skip
        taken += len(found)
    return taken


def _standard(indicator: Any) -> str:
    wanted = indicator.plain().wanted
    return f"{wanted}；{indicator.method}"[:300] if indicator.method else wanted[:300]


def told(taken: int) -> str:
    """What is said after indicators of the targets were taken over."""
    if taken:
        return say(
            f"已保存，并从批复的绩效目标带入 {taken} 项指标。",
            f"Saved; {taken} indicators were taken from the approved targets.",
        )
    return say(
        "已保存；批复的绩效目标中没有可带入的指标。", "Saved; the approved targets have no indicator to take over."
    )
