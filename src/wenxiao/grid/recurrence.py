"""复发: whether the same kind of problem came back to a grid within so many days of being closed.

A closing whose days are not over at the cutoff is left out, whether something came back or not: who waits longer would look worse.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Context, Decimal

from wenxiao.grid.buckets import Period
from wenxiao.grid.cases import Case
from wenxiao.grid.states import State

_DIGITS = Context(prec=28)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Ids of cases: ``came_back`` of ``closed``; ``waiting`` are not over yet."""

    came_back: tuple[str, ...]
    closed: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def value(self) -> Decimal | None:
        """The fraction; None where nothing was closed."""
        return _DIGITS.divide(Decimal(len(self.came_back)), Decimal(len(self.closed))) if self.closed else None


def recurrence(cases: Iterable[Case], period: Period, cutoff: datetime, days: int = 30) -> Recurrence:
    """Of cases closed in the period (for the last time), those whose category was filed again in their grid within ``days``.

    ``cases`` are all that are known, not only those of the period. What was merged is the same problem, not another.
    """
    within, every = timedelta(days=days), list(cases)
    filed: dict[tuple[str, str], list[datetime]] = {}
    for case in every:
        if case.filed_at is not None and case.state not in {State.MERGED, State.VOID}:
            filed.setdefault((case.grid, case.category), []).append(case.reported_at)
    for moments in filed.values():
        moments.sort()
    back, closed, waiting = [], [], []
    for case in every:
        end = case.closed_at
        if case.state is not State.CLOSED or end is None or not period.start <= end < period.end:
            continue
        if end + within > cutoff:
            waiting.append(case.id)
            continue
        closed.append(case.id)
        moments = filed[case.grid, case.category]
        following = bisect_right(moments, end)
        if following < len(moments) and moments[following] <= end + within:
            back.append(case.id)
    return Recurrence(tuple(back), tuple(closed), tuple(waiting))
