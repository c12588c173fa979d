"""How long handling takes (处置时长): mean, median and the longest of nine in ten, in hours of the clock on the wall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Context, Decimal

from wenxiao.grid.buckets import Bucket, Finish, Period, View, finished
from wenxiao.grid.cases import Case
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


def handling_times(cases: Iterable[Case], period: Period, finish: Finish = Finish.STRICT) -> Durations:
    """From the first dispatch to the end of handling, of cases that were handled in the period.

    Left out are those that are void, merged or closed by order, solved on the spot (never dispatched at first), or of which only the
    day is known.
    """
    times: list[tuple[timedelta, str]] = []
    excluded: dict[Bucket, list[str]] = {}
    for case in cases:
        done, begun = finished(case, View.RAW, finish), case.dispatched_at
        if done is None or not period.start <= done < period.end:
            continue
        if case.state in _ENDED:
            excluded.setdefault(_ENDED[case.state], []).append(case.id)
        elif case.self_disposed or begun is None:
            excluded.setdefault(Bucket.SELF_DISPOSED, []).append(case.id)
        elif case.coarse:
            excluded.setdefault(Bucket.COARSE, []).append(case.id)
        else:
            times.append((done - begun, case.id))
    return Durations(tuple(sorted(times)), {bucket: tuple(ids) for bucket, ids in excluded.items()})
