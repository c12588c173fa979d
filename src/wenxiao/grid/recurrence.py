"""复发: whether the same kind of problem came back to a grid within so many days of being closed.

A closing whose days are not over at the cutoff is left out, whether something came back or not: who waits longer would look worse. So
is one of which only the day is known: what was filed on that day may have come before it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal

from wenxiao.grid.buckets import Period
from wenxiao.grid.cases import Case
from wenxiao.grid.many import BY, Owner
from wenxiao.grid.scope import Scope
from wenxiao.grid.states import State

_DIGITS = Context(prec=28)
_EVERYWHERE = Scope()
#: Within so many days what is filed again has come back.
DAYS = 30
_NOT_ANOTHER = frozenset({State.MERGED, State.VOID})
#: A unit grid and a category.
Kind = tuple[str, str]


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


class Returns:
    """What came back, by street and unit of what was closed; shares that were read by several can be put together.

    ``scope`` says whose closings count; what came back may be anybody's.
    """

    def __init__(self, period: Period, cutoff: datetime, days: int = DAYS, scope: Scope = _EVERYWHERE) -> None:
        # In the zone of kept cases: moments of one zone are compared fastest.
        self.period, self.cutoff = Period(*(each.astimezone(UTC) for each in period)), cutoff.astimezone(UTC)
        self.within, self.scope = timedelta(days=days), scope
        self._filed: dict[Kind, list[datetime]] = {}
        self._ended: list[tuple[Owner, str, Kind, datetime]] = []
        self._waiting: list[tuple[Owner, str]] = []
        self._coarse: list[tuple[Owner, str]] = []

    def read(self, cases: Iterable[Case]) -> Returns:
        """Take in these cases too: those closed in the period (for the last time), and what was filed. What was merged is the same
        problem, not another."""
        (start, end), overdue = self.period, self.cutoff - self.within
        for case in cases:
            kind, closed = (case.grid, case.category), case.closed_at
            if case.filed_at is not None and case.state not in _NOT_ANOTHER and case.reported_at >= start:
                self._filed.setdefault(kind, []).append(case.reported_at)
            if case.state is not State.CLOSED or closed is None or not start <= closed < end:
                continue
            if not self.scope.admits(case):
                continue
            owner = case.grid[:9], case.unit
            if case.coarse:
                self._coarse.append((owner, case.id))
            elif closed > overdue:
                self._waiting.append((owner, case.id))
            else:
                self._ended.append((owner, case.id, kind, closed))
        return self

    def absorb(self, other: Returns) -> None:
        """Take over what another one, of the same question, found in other cases."""
        for kind, moments in other._filed.items():
            self._filed.setdefault(kind, []).extend(moments)
        self._ended += other._ended
        self._waiting += other._waiting
        self._coarse += other._coarse

    def found(self, by: str = "all") -> dict[str, Recurrence]:
        """What came back of each group; ``by`` is a key of ``BY``. By ``all`` there is always one, under an empty name."""
        filed = {kind: sorted(moments) for kind, moments in self._filed.items()}
        groups: dict[str, tuple[list[str], list[str], list[str], list[str]]] = {}
        if by == "all":
            groups[""] = [], [], [], []

        def of(owner: Owner) -> tuple[list[str], list[str], list[str], list[str]]:
            return groups.setdefault(BY[by](owner, ""), ([], [], [], []))

        for owner, id, kind, closed in self._ended:
            back, ended, _, _ = of(owner)
            ended.append(id)
            moments = filed.get(kind, ())
            following = bisect_right(moments, closed)
            if following < len(moments) and moments[following] <= closed + self.within:
                back.append(id)
        for owner, id in self._waiting:
            of(owner)[2].append(id)
        for owner, id in self._coarse:
            of(owner)[3].append(id)
        return {group: Recurrence(*map(tuple, lists)) for group, lists in groups.items()}


def recurrence(
    cases: Iterable[Case], period: Period, cutoff: datetime, days: int = DAYS, scope: Scope = _EVERYWHERE
) -> Recurrence:
    """Of cases closed in the period, those whose category was filed again in their grid within ``days``; ``cases`` are all that are
    known, until so many days after the period."""
    return Returns(period, cutoff, days, scope).read(cases).found()[""]
