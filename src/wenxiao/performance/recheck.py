"""Recheck of a self-evaluation (复核): scored again line by line, with the differences and the deviation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from wenxiao.performance.evaluation_form import ExecutionLine, Form, Line
from wenxiao.performance.remarks import Remark, error
from wenxiao.quantities.paper import percent, plain

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rescored:
    """One line scored again. ``difference`` = own − recheck; ``deviation`` = (own − recheck) ÷ own as a fraction.

    None where a score is missing; the deviation also where the own score is 0.
    """

    key: str
    name: str
    points: Decimal
    own: Decimal | None
    recheck: Decimal | None
    difference: Decimal | None
    deviation: Decimal | None


@dataclass(frozen=True, slots=True)
class Recheck:
    """A form rechecked. Totals are of the lines that have both scores, so that both sums are of the same lines.

    ``own`` and ``recheck`` are those sums, None where no line has both; ``unchecked`` names the other lines. ``how`` is the
    arithmetic of the deviation, which is (自评 − 复核) ÷ 自评 and not the deviation of an actual from its target.
    """

    lines: tuple[Rescored, ...]
    own: Decimal | None
    recheck: Decimal | None
    difference: Decimal | None
    deviation: Decimal | None
    how: str
    how_en: str
    unchecked: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()


def recheck(form: Form, rescored: Mapping[str, Decimal | None]) -> Recheck:
    """Compares a form with its scores by key (``EXECUTION`` for 预算执行率); a line without one was not rechecked.

    A score below 0 or above the line's points is a remark and does not count. Raises ValueError for a key that no line has.
    """
    every: list[tuple[Line | ExecutionLine, Decimal]] = []
    if form.execution.points is not None:
        every.append((form.execution, form.execution.points))
    every += [(line, line.points) for line in form.lines]
    unknown = set(rescored) - {line.key for line, _ in every}
    if unknown:
        raise ValueError(f"scores for lines that the form does not have: {', '.join(sorted(unknown))}")
    lines, remarks = [], []
    for line, points in every:
        again = rescored.get(line.key)
        if again is not None and not 0 <= again <= points:
            remarks.append(
                error(
                    line.key,
                    f"“{line.name}”复核得分 {plain(again)} 分，应在 0 至 {plain(points)} 分之间",
                    f"“{line.name}”: {plain(again)} points are given; they must be between 0 and {plain(points)}",
                )
            )
            again = None
        lines.append(Rescored(line.key, line.name, points, line.score, again, *_compared(line.score, again)))
    both = [line for line in lines if line.difference is not None]
    own = sum((line.own for line in both if line.own is not None), ZERO) if both else None
    again = sum((line.recheck for line in both if line.recheck is not None), ZERO) if both else None
    how, how_en = _how(own, again)
    unchecked = tuple(line.name for line in lines if line.difference is None)
    return Recheck(tuple(lines), own, again, *_compared(own, again), how, how_en, unchecked, tuple(remarks))


def _compared(own: Decimal | None, again: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """Difference and deviation of two scores."""
    if own is None or again is None:
        return None, None
    return own - again, (own - again) / own if own else None


def _how(own: Decimal | None, again: Decimal | None) -> tuple[str, str]:
    if own is None or again is None:
        return "没有可比较的得分", "there are no scores to compare"
    if not own:
        return "自评得分为 0，偏差率没有意义", "the own score is 0, so the deviation is undefined"
    said = f"({plain(own)} − {plain(again)}) ÷ {plain(own)} = {percent((own - again) / own)}"
    return f"{said}（(自评 − 复核) ÷ 自评）", f"{said} ((own − recheck) ÷ own)"
