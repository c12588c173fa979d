"""A self-evaluation as the arithmetic sees it: what is scored, what is missing, and what a submission keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from wenxiao.performance import ledger
from wenxiao.performance.evaluation import Form, evaluate
from wenxiao.performance.remarks import Severity
from wenxiao.performance.target_form import Nature, Scoring
from wenxiao.web.core.clock import now
from wenxiao.web.core.regimes import regime_of
from wenxiao.web.core.say import say
from wenxiao.web.core.workflow import history
from wenxiao.web.ledger.services import positions
from wenxiao.web.selfevaluation.models import CONTENTS, ActualRow, SelfEvaluation
from wenxiao.web.targets.models import TargetSet

#: The amounts of a position that a submission keeps.
AMOUNTS = (
    "original", "carried_in", "added", "cut", "returned", "revised", "allocated", "arrived", "contracted", "paid", "carried_out", "left",
)  # fmt: skip


def kept_position(kept: Mapping[str, str | None]) -> ledger.Position:
    """A position from what a submission kept."""
    return ledger.Position(**{name: None if kept.get(name) is None else Decimal(str(kept[name])) for name in AMOUNTS})


def position(evaluation: SelfEvaluation) -> ledger.Position:
    """The money that is scored: of the ledger while it is a draft, as submitted after that."""
    if evaluation.position is not None:
        return kept_position(evaluation.position)
    return positions([evaluation.year_id])[evaluation.year_id]


def scored(evaluation: SelfEvaluation, rows: Iterable[ActualRow] | None = None, money: Any = None) -> Form:
    """The form with its scores. ``rows`` in place of those stored; a row whose indicator is gone from the targets is left out."""
    targets = evaluation.target_set.plain()
    keys = {indicator.key for indicator in targets.indicators}
    every = evaluation.actuals.all() if rows is None else rows
    actuals = [row.plain() for row in every if row.key in keys]
    return evaluate(targets, actuals, money or position(evaluation), regime_of(evaluation.year))


def submitted(evaluation: SelfEvaluation, by: datetime | None = None) -> Form:
    """The form as it was submitted last (by a moment, where one is given), out of the record of its steps; as it stands where that
    has no submission."""
    steps = history(evaluation).filter(**({"at__lte": by} if by else {})).order_by("-pk")
    kept = next((step.snapshot for step in steps if step.snapshot.get("position")), None)
    if kept is None:
        return scored(evaluation)
    fields = [ActualRow._meta.get_field(name) for name in ("key", *CONTENTS)]
    rows = [ActualRow(**{field.name: field.to_python(row[field.name]) for field in fields}) for row in kept["actuals"]]
    targets = TargetSet.objects.get(pk=kept["target_set"]).plain()
    keys = {indicator.key for indicator in targets.indicators}
    actuals = [row.plain() for row in rows if row.key in keys]
    return evaluate(targets, actuals, kept_position(kept["position"]), regime_of(evaluation.year))


def missing(evaluation: SelfEvaluation, form: Form | None = None) -> list[str]:
    """What must be there before it is submitted and is not, a sentence each."""
    form = form or scored(evaluation)
    said = []
    if evaluation.target_set.state != "approved":
        said.append(
            say("绩效目标已调整，请改用最新批复的目标", "The targets were adjusted: take over those approved last")
        )
    if not evaluation.outcome.strip():
        said.append(say("年度目标实际完成情况没有填写", "What was reached of the goal is not said"))
    for line in form.lines:
        name = line.name
        if line.indicator.nature is Nature.QUALITATIVE:
            if not line.actual.answer:
                said.append(say(f"“{name}”没有选择完成情况", f"“{name}” has no answer"))
            elif line.actual.manual is None and line.indicator.scoring is not Scoring.ALL_OR_NOTHING:
                said.append(say(f"“{name}”没有评分", f"“{name}” has no score"))
        elif line.actual.value is None and (line.actual.numerator is None or line.actual.denominator is None):
            said.append(say(f"“{name}”没有完成值", f"“{name}” has no actual value"))
        if line.needs_reason and line.actual.manual is None:
            said.append(say(f"“{name}”没有写偏差原因", f"“{name}” needs a reason for its deviation"))
    if form.execution.asks_reason and not evaluation.execution_reason.strip():
        said.append(say("预算执行率偏低，没有写原因", "The budget execution rate is low and has no reason"))
    return said


def keep(evaluation: SelfEvaluation) -> None:
    """What a submission keeps; the caller saves it."""
    money = positions([evaluation.year_id])[evaluation.year_id]
    form = scored(evaluation, money=money)
    said = evaluation.audit()
    evaluation.position = {
        name: None if getattr(money, name) is None else str(getattr(money, name)) for name in AMOUNTS
    }
    evaluation.total, evaluation.grade = form.total.total, form.grade.name if form.grade else ""
    evaluation.said = [asdict(one) for one in said]
    evaluation.errors = sum(one.severity is Severity.ERROR for one in said)
    evaluation.warnings = sum(one.severity is Severity.WARNING for one in said)
    evaluation.submitted_at = now()


def release(evaluation: SelfEvaluation) -> None:
    """A returned form is scored anew."""
    evaluation.position = evaluation.total = evaluation.submitted_at = None
    evaluation.grade, evaluation.said, evaluation.errors, evaluation.warnings = "", [], 0, 0
