"""How long handling takes (处置时长): mean, median and the longest of nine in ten, by the clock on the wall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from wenxiao.grid.buckets import Finish, Period, View, finished
from wenxiao.grid.cases import Case
from wenxiao.grid.states import State

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Durations:
    """Of ``number`` cases, to the second; None where there are none."""

    number: int
    mean: timedelta | None
    median: timedelta | None
    most: timedelta | None  # P90: nine in ten take no longer


def handled(cases: Iterable[Case], period: Period, finish: Finish = Finish.STRICT) -> dict[str, timedelta]:
    """The time of each case that was handled in the period, from the first dispatch to the end of handling. Void, merged and solved on
    the spot do not count."""
    times = {}
    for case in cases:
        done = finished(case, View.RAW, finish)
        if done is None or case.dispatched_at is None or case.self_disposed or case.state in {State.VOID, State.MERGED}:
            continue
        if period.start <= done < period.end:
            times[case.id] = done - case.dispatched_at
    return times


def handling_times(cases: Iterable[Case], period: Period, finish: Finish = Finish.STRICT) -> Durations:
    """How long the cases took that were handled in the period."""
    return summed(handled(cases, period, finish).values())


def summed(every: Iterable[timedelta]) -> Durations:
    """Mean, median and P90 of some times; a median of two is their middle."""
    times = sorted(each // _SECOND for each in every)
    if not times:
        return Durations(0, None, None, None)
    number = len(times)
    middle = times[(number - 1) // 2] + times[number // 2]
    return Durations(
        number,
        timedelta(seconds=(2 * sum(times) + number) // (2 * number)),  # half up
        timedelta(seconds=(middle + 1) // 2),
        timedelta(seconds=times[-(-9 * number // 10) - 1]),
    )
