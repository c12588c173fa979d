"""复发: whether the same kind of problem came back to a grid within so many days of being closed.

A closing whose days are not over at the cutoff is left out, whether something came back or not: who waits longer would look worse. So
is one of which only the day is known: what was filed on that day may have come before it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Context, Decimal

from wenxiao.grid.buckets import Period
from wenxiao.grid.cases import Case
from wenxiao.grid.scope import Scope
from wenxiao.grid.states import State

_DIGITS = Context(prec=28)
_EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Ids of cases: ``came_back`` of ``closed``; ``waiting`` are not over yet, of ``coarse`` ones only the day is known."""

    came_back: tuple[str, ...]
    closed: tuple[str, ...]
    waiting: tuple[str, ...] = ()
    coarse: tuple[str, ...] = ()

    @property
    def value(self) -> Decimal | None:
        """The fraction; None where nothing was closed."""
        return _DIGITS.divide(Decimal(len(self.came_back)), Decimal(len(self.closed))) if self.closed else None


def recurrence(
    cases: Iterable[Case], period: Period, cutoff: datetime, days: int = 30, scope: Scope = _EVERYWHERE
) -> Recurrence:
    """Of cases closed in the period (for the last time), those whose category was filed again in their grid within ``days``.

    ``cases`` are all that are known, until so many days after the period; ``scope`` says whose closings count, and what came back may
    be anybody's. What was merged is the same problem, not another.
    """
    within = timedelta(days=days)
    filed: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    ended: list[tuple[str, tuple[str, str], datetime]] = []
    waiting, coarse = [], []
    for case in cases:
        kind, end = (case.grid, case.category), case.closed_at
        if case.filed_at is not None and case.state not in {State.MERGED, State.VOID}:
            filed[kind].append(case.reported_at)
        if case.state is not State.CLOSED or end is None or not period.start <= end < period.end:
            continue
        if not scope.admits(case):
            continue
        if case.coarse:
            coarse.append(case.id)
        elif end + within > cutoff:
            waiting.append(case.id)
        else:
            ended.append((case.id, kind, end))
    for moments in filed.values():
        moments.sort()
    back = []
    for id, kind, end in ended:
        following = bisect_right(filed[kind], end)
        if following < len(filed[kind]) and filed[kind][following] <= end + within:
            back.append(id)
    return Recurrence(tuple(back), tuple(id for id, _, _ in ended), tuple(waiting), tuple(coarse))
