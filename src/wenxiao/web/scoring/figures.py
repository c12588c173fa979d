"""What a page or a report prints of rates, of times of handling and of what came back: numbers without the lists of cases behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wenxiao.grid.buckets import BUCKET_NAMES, Bucket
from wenxiao.grid.durations import Durations, Handling
from wenxiao.grid.rates import FEW, wilson
from wenxiao.grid.recurrence import Recurrence, Returns
from wenxiao.quantities.model import Interval
from wenxiao.quantities.paper import plain
from wenxiao.web.core.say import say
from wenxiao.web.evidence.case_measures import left_out, waiting_or_coarse


@dataclass(frozen=True, slots=True)
class Figure:
    """A rate without its lists: what a page prints. ``value`` is a fraction, or a count."""

    kind: str
    n: int
    d: int
    excluded: tuple[tuple[str, int], ...]

    @property
    def value(self) -> Decimal | None:
        if self.kind == "count":
            return Decimal(self.n)
        return Decimal(self.n) / Decimal(self.d) if self.d else None

    @property
    def interval(self) -> Interval | None:
        return None if self.kind == "count" else wilson(self.n, self.d)

    @property
    def few(self) -> bool:
        return self.kind == "rate" and 0 < self.d < FEW

    @property
    def left_out(self) -> int:
        return sum(number for _, number in self.excluded)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return [(say(*BUCKET_NAMES[Bucket(name)]), number) for name, number in self.excluded]


@dataclass(frozen=True, slots=True)
class Back(Figure):
    """What came back of what was closed."""

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return [(left_out(name), number) for name, number in self.excluded]


@dataclass(frozen=True, slots=True)
class Times:
    """How long ``n`` cases took, in hours; None of no case."""

    n: int
    mean: Decimal | None
    median: Decimal | None
    most: Decimal | None
    excluded: tuple[tuple[str, int], ...]

    @property
    def few(self) -> bool:
        return 0 < self.n < FEW

    @property
    def left_out(self) -> int:
        return sum(number for _, number in self.excluded)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return [(left_out(name), number) for name, number in self.excluded]


#: Of one group: how long handling took, and what came back.
Handled = tuple[Times, Back]


def handled(handling: Handling, returns: Returns, by: str) -> dict[str, Handled]:
    """Of every group that has something; ``by`` is ``all``, ``street`` or ``unit``."""
    times, back = handling.durations(by), returns.found(by)
    return {
        group: (_times(times.get(group, Durations((), {}))), _back(back.get(group, Recurrence((), ()))))
        for group in sorted({*times, *back})
    }


NOTHING: Handled = (Times(0, None, None, None, ()), Back("rate", 0, 0, ()))


def _times(found: Durations) -> Times:
    excluded = sorted((bucket.value, len(ids)) for bucket, ids in found.excluded.items())
    return Times(len(found.times), found.mean, found.median, found.most, tuple(excluded))


def _back(found: Recurrence) -> Back:
    return Back("rate", len(found.came_back), len(found.closed), tuple(sorted(waiting_or_coarse(found).items())))


def handled_told(found: Mapping[str, Handled]) -> dict[str, Any]:
    """As JSON: what a run keeps."""
    return {
        group: {
            "cases": times.n, "mean": _told(times.mean), "median": _told(times.median), "most": _told(times.most),
            "excluded": dict(times.excluded), "back": back.n, "closed": back.d, "back_excluded": dict(back.excluded),
        }
        for group, (times, back) in found.items()
    }  # fmt: skip


def handled_read(told: Mapping[str, Any]) -> dict[str, Handled]:
    """What ``handled_told`` kept."""
    return {
        group: (
            Times(of["cases"], _read(of["mean"]), _read(of["median"]), _read(of["most"]), tuple(of["excluded"].items())),
            Back("rate", of["back"], of["closed"], tuple(of["back_excluded"].items())),
        )
        for group, of in told.items()
    }  # fmt: skip


def _told(hours: Decimal | None) -> str | None:
    return None if hours is None else plain(hours)


def _read(told: str | None) -> Decimal | None:
    return None if told is None else Decimal(told)
