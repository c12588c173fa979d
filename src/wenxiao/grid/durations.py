"""How long handling takes (处置时长): mean, median and the longest of nine in ten, in hours of the clock on the wall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta
from decimal import Context, Decimal

from wenxiao.grid.buckets import Bucket, Finish, Period, View, finished
from wenxiao.grid.cases import Case
from wenxiao.grid.many import BY, Owner
from wenxiao.grid.states import State

_DIGITS = Context(prec=28)
_MICROSECOND = timedelta(microseconds=1)
_HOUR = Decimal(timedelta(hours=1) // _MICROSECOND)
_ENDED = {State.MERGED: Bucket.MERGED, State.VOID: Bucket.VOID, State.FORCED_CLOSED: Bucket.FORCED}


@dataclass(frozen=True, slots=True)
class Durations:
    """``times``: what each case took, with its id, the shortest first. ``excluded``: cases handled in the period too that do not count.

    Hours, not rounded; None where there are no cases.
    """

    times: tuple[tuple[timedelta, str], ...]
    excluded: Mapping[Bucket, tuple[str, ...]]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(id for _, id in self.times)

    @property
    def mean(self) -> Decimal | None:
        return _hours(sum((time for time, _ in self.times), timedelta()), len(self.times))

    @property
    def median(self) -> Decimal | None:
        """Of an even number the middle of the two."""
        if not self.times:
            return None
        low, high = self.times[(len(self.times) - 1) // 2], self.times[len(self.times) // 2]
        return _hours(low[0] + high[0], 2)

    @property
    def most(self) -> Decimal | None:
        """P90: nine in ten take no longer. It is the time of one of the cases."""
        return _hours(self.times[-(-9 * len(self.times) // 10) - 1][0], 1) if self.times else None


def _hours(time: timedelta, number: int) -> Decimal | None:
    return _DIGITS.divide(Decimal(time // _MICROSECOND), _HOUR * number) if number else None


class Handling:
    """The times of the cases that pass, by street and unit; shares that were read by several can be put together."""

    def __init__(self, period: Period, finish: Finish = Finish.STRICT) -> None:
        # In the zone of kept cases: moments of one zone are compared fastest.
        self.period, self.finish = Period(*(each.astimezone(UTC) for each in period)), finish
        self._times: dict[Owner, list[tuple[timedelta, str]]] = {}
        self._excluded: dict[tuple[Owner, Bucket], list[str]] = {}

    def read(self, cases: Iterable[Case]) -> Handling:
        """From the first dispatch to the end of handling, of those of these cases too that were handled in the period.

        Left out are those that are void, merged or closed by order, solved on the spot (never dispatched at first), or of which only
        the day is known.
        """
        start, end = self.period
        for case in cases:
            done = finished(case, View.RAW, self.finish)
            if done is None or not start <= done < end:
                continue
            owner, begun = (case.grid[:9], case.unit), case.dispatched_at
            if case.state in _ENDED:
                self._excluded.setdefault((owner, _ENDED[case.state]), []).append(case.id)
            elif case.self_disposed or begun is None:
                self._excluded.setdefault((owner, Bucket.SELF_DISPOSED), []).append(case.id)
            elif case.coarse:
                self._excluded.setdefault((owner, Bucket.COARSE), []).append(case.id)
            else:
                self._times.setdefault(owner, []).append((done - begun, case.id))
        return self

    def absorb(self, other: Handling) -> None:
        """Take over what another one, of the same period, found in other cases."""
        for owner, times in other._times.items():
            self._times.setdefault(owner, []).extend(times)
        for key, ids in other._excluded.items():
            self._excluded.setdefault(key, []).extend(ids)

    def durations(self, by: str = "all") -> dict[str, Durations]:
        """What each group took; ``by`` is a key of ``BY``. By ``all`` there is always one, under an empty name."""
        times: dict[str, list[tuple[timedelta, str]]] = {"": []} if by == "all" else {}
        excluded: dict[str, dict[Bucket, list[str]]] = {}
        for owner, found in self._times.items():
            times.setdefault(BY[by](owner, ""), []).extend(found)
        for (owner, bucket), ids in self._excluded.items():
            group = BY[by](owner, "")
            times.setdefault(group, [])
            excluded.setdefault(group, {}).setdefault(bucket, []).extend(ids)
        return {
            group: Durations(
                tuple(sorted(found)), {bucket: tuple(ids) for bucket, ids in excluded.get(group, {}).items()}
            )
            for group, found in times.items()
        }


def handling_times(cases: Iterable[Case], period: Period, finish: Finish = Finish.STRICT) -> Durations:
    """The times of all the cases together."""
    return Handling(period, finish).read(cases).durations()[""]
