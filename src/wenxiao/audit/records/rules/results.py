"""What an evaluation meant for the next budget (check F14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wenxiao.audit.model import Severity
from wenxiao.audit.records.model import RECORD_PASSED, Quoted, RecordOutcome, cannot_tell, conflict
from wenxiao.audit.records.registry import record_rule
from wenxiao.audit.records.words import numbered, quoted, yuan
from wenxiao.performance.records import Evaluation, Record, Use
from wenxiao.performance.regime import Regime
from wenxiao.performance.scoring import grade, grade_named
from wenxiao.quantities.paper import plain

_BUDGET, _NEXT = "this year's budget", "next year's budget"
_BASIS = (
    "评价等级为中、差的，根据情况核减预算（财预〔2020〕10号，结果应用）；绩效评价结果与预算安排挂钩（中发〔2018〕34号）"
)
_BASIS_EN = "After a fair or poor grade the budget is reduced as the case requires (Caiyu 2020 No. 10); results are linked to budgets (2018 No. 34)"


@record_rule(
    "F614", "result-without-consequence", Severity.WARNING, check="F14",
    title="评价结果没有应用于预算", title_en="A result without consequence for the budget",
    basis=_BASIS, by_hand="对照评价等级与下年年初预算；不核减的写明理由。",
    basis_en=_BASIS_EN, by_hand_en="Compare the grade with next year's approved budget; give the reason where it is not reduced.",
)  # fmt: skip
def result_without_consequence(record: Record, regime: Regime) -> Iterator[RecordOutcome]:
    """A result without consequence for the budget.

    An evaluation by others ended in a grade after which the regime reduces budgets, and next year's approved budget is not
    below this year's. A decision to reduce or cancel is a consequence (F621 sees whether it was carried out); a decision with a
    reason is left to a reader. Known false alarms: a project whose task grew.

    Fails::
        ledger = { approved = 1205000, next_approved = 1300000 }
        evaluations = [{ kind = "财政评价", score = 56.5, grade = "差" }]
    Fails::
        ledger = { approved = 1205000, next_approved = 1205000 }
        evaluations = [{ kind = "部门评价", score = 72 }]
        [before]
        evaluations = [{ kind = "部门评价", grade = "中" }]
    Passes::
        ledger = { approved = 1205000, next_approved = 900000 }
        evaluations = [{ kind = "财政评价", score = 56.5, grade = "差" }]
    Silent::
        ledger = { approved = 1205000, next_approved = 1300000 }
        evaluations = [{ kind = "财政评价", score = 92, grade = "优" }]
    """
    graded = _reducing(record.evaluations, regime)
    if graded is None:
        yield cannot_tell("evaluations differ")
        return
    if not graded or (record.decision is not None and record.decision.use in (Use.CUT, Use.CANCEL)):
        return
    now, then = record.ledger.approved, record.ledger.next_approved
    if now is None or then is None:
        yield cannot_tell(_BUDGET if now is None else _NEXT)
        return
    if then < now:
        yield RECORD_PASSED
        return
    if record.decision is not None and record.decision.reason:
        yield cannot_tell("a reason is given")
        return
    place, evaluation = graded[-1]
    words = _result(evaluation)
    again = bool(_reducing(record.before.evaluations, regime)) if record.before else False
    zh, en = ("（上年也是如此）", " (as the year before)") if again else ("", "")
    yield conflict(
        f"{evaluation.kind}结果为“{words}”{zh}，下年预算“{yuan(then)}”不少于本年“{yuan(now)}”；请核减，或写明理由",
        f"“{evaluation.kind}” ended in {words}{en}; next year's budget, {yuan(then)}, is not below this year's {yuan(now)}; reduce it, or give the reason",
        [Quoted(place, words), quoted("ledger.approved", now), quoted("ledger.next_approved", then)],
        arithmetic=[f"{yuan(then)} ≥ {yuan(now)}"],
    )  # fmt: skip


def _result(evaluation: Evaluation) -> str:
    parts = [f"{plain(evaluation.score)}分"] if evaluation.score is not None else []
    return "、".join([*parts, *([evaluation.grade] if evaluation.grade else [])])


def _reducing(evaluations: Sequence[Evaluation] | None, regime: Regime) -> list[tuple[str, Evaluation]] | None:
    """The evaluations after which budgets are reduced; None where one says so and another, or its own score, does not."""
    sides: set[bool] = set()
    found = []
    for place, evaluation in numbered("evaluations", evaluations):
        for band in (grade_named(evaluation.grade, regime.grades), grade(evaluation.score, regime.grades)):
            if band is not None:
                sides.add(band.reduces)
        found.append((place, evaluation))
    if len(sides) > 1:
        return None
    return found if True in sides else []


@record_rule(
    "F621", "decision-not-in-budget", Severity.WARNING, check="F14",
    title="应用决定没有落到预算", title_en="A decision on the result is not in the budget",
    basis=_BASIS, by_hand="对照结果应用的决定与下年年初预算。",
    basis_en=_BASIS_EN, by_hand_en="Compare the decision with next year's approved budget.",
)  # fmt: skip
def decision_not_in_budget(record: Record) -> Iterator[RecordOutcome]:
    """A decision on the result is not in the budget.

    压减 with a budget that is not smaller, 取消 with a budget at all. Known false alarms: a budget that holds another task under
    the same name.

    Fails::
        ledger = { approved = 1205000, next_approved = 1205000 }
        decision = { use = "压减", decided_on = 2024-10-08 }
    Fails::
        ledger = { approved = 1205000, next_approved = 300000 }
        decision = { use = "取消" }
    Passes::
        ledger = { approved = 1205000, next_approved = 900000 }
        decision = { use = "压减" }
    Silent::
        ledger = { approved = 1205000, next_approved = 1205000 }
        decision = { use = "维持" }
    """
    decision, now, then = record.decision, record.ledger.approved, record.ledger.next_approved
    if decision is None or decision.use not in (Use.CUT, Use.CANCEL):
        return
    if then is None or (now is None and decision.use is Use.CUT):
        yield cannot_tell(_NEXT if then is None else _BUDGET)
        return
    use, said = Quoted("decision.use", decision.use.value), quoted("ledger.next_approved", then)
    if decision.use is Use.CANCEL:
        if then == 0:
            yield RECORD_PASSED
            return
        yield conflict(
            f"结果应用决定“取消”，下年仍有预算“{yuan(then)}”；请核对",
            f"The decision is to cancel; next year there is a budget of {yuan(then)}; compare",
            [use, said],
        )
        return
    assert now is not None
    if then < now:
        yield RECORD_PASSED
        return
    yield conflict(
        f"结果应用决定“压减”，下年预算“{yuan(then)}”不少于本年“{yuan(now)}”；请核对",
        f"The decision is to reduce; next year's budget, {yuan(then)}, is not below this year's {yuan(now)}; compare",
        [use, quoted("ledger.approved", now), said],
        arithmetic=[f"{yuan(then)} ≥ {yuan(now)}"],
    )
