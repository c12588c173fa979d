"""Evaluation (评价): the score of a self-evaluation form, its roll-up, its recheck, and the sample that is rechecked.

Each has its own file (``line_scores``, ``roll_up``, ``recheck``, ``sampling``); this is the door to them.
"""

from __future__ import annotations

from collections.abc import Iterable

from wenxiao.performance.evaluation_form import EXECUTION, Actual, ExecutionLine, Form, Line
from wenxiao.performance.ledger import Position
from wenxiao.performance.line_scores import execution, line
from wenxiao.performance.recheck import Recheck, Rescored, recheck
from wenxiao.performance.regime import Regime
from wenxiao.performance.roll_up import Department, Part, Share, roll_up
from wenxiao.performance.sampling import Candidate, Pick, risk, sample
from wenxiao.performance.scoring import Item, grade, total
from wenxiao.performance.target_form import TargetSet

__all__ = [
    "EXECUTION", "Actual", "Candidate", "Department", "ExecutionLine", "Form", "Line", "Part", "Pick", "Recheck", "Rescored", "Share",
    "evaluate", "recheck", "risk", "roll_up", "sample",
]  # fmt: skip


def evaluate(target_set: TargetSet, actuals: Iterable[Actual], position: Position, regime: Regime) -> Form:
    """Scores a form: every indicator of ``target_set`` against its actual, and 预算执行率 from the position of the whole.

    An indicator without an actual has no score, and the total is an interval (``Score.low`` to ``Score.high``). Raises
    ValueError for two actuals of one key, or for one whose key no indicator has.
    """
    by_key: dict[str, Actual] = {}
    keys = {indicator.key for indicator in target_set.indicators}
    for actual in actuals:
        if actual.key in by_key:
            raise ValueError(f"two actual values for the indicator {actual.key}")
        if actual.key not in keys:
            raise ValueError(f"an actual value for {actual.key}, which is no indicator of the form")
        by_key[actual.key] = actual
    lines = tuple(line(one, by_key.get(one.key, Actual(one.key)), regime) for one in target_set.indicators)
    spent = execution(position, regime)
    items = [] if spent.points is None else [Item(spent.name, spent.points, spent.score)]
    made = total([*items, *(Item(each.name, each.points, each.score, each.band) for each in lines)])
    return Form(lines, spent, made, grade(made.total, regime.grades) if made.points == 100 else None)
