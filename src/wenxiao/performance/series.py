"""What a series of readings comes to (数据序列汇总): a sum, a mean, how many kept a limit, what a meter counted.

Exact decimals; nothing of nothing is None, never 0. Readings of several places are added up where that makes sense, and meters are
read each on its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal
from enum import StrEnum
from itertools import pairwise

_DIGITS = Context(prec=28)
ZERO = Decimal(0)


class Use(StrEnum):
    """How the readings become one number."""

    SUM = "sum"
    MEAN = "mean"
    SHARE = "share"
    COUNT = "count"
    METER = "meter"


#: Names in both languages.
USES: dict[Use, tuple[str, str]] = {
    Use.SUM: ("合计", "Sum"),
    Use.MEAN: ("平均", "Mean"),
    Use.SHARE: ("达标比例", "Share within the limits"),
    Use.COUNT: ("次数", "Count"),
    Use.METER: ("表计（末次减首次）", "Meter: last less first"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading. ``replaced``: of a new meter, which begins to count here."""

    at: datetime
    value: Decimal
    place: str = ""
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """What it came to. ``n`` of ``d`` readings: those within the limits, or used; ``value`` None is undefined."""

    value: Decimal | None
    n: int
    d: int
    excluded: tuple[tuple[str, int], ...] = ()


def total(use: Use, readings: Iterable[Reading], low: Decimal | None = None, high: Decimal | None = None) -> Total:
    """The number that these readings make. ``low`` and ``high`` are the limits of ``SHARE``, both with their bounds.

    A share is a fraction. A meter needs two readings of a place; where it runs backwards without having been replaced, that place is left
    out and counted as such. Raises ValueError for a share without limits.
    """
    every = sorted(readings, key=lambda each: (each.place, each.at))
    n = len(every)
    match use:
        case Use.SUM:
            return Total(sum((each.value for each in every), ZERO) if n else None, n, n)
        case Use.MEAN:
            whole = sum((each.value for each in every), ZERO)
            return Total(_DIGITS.divide(whole, Decimal(n)) if n else None, n, n)
        case Use.COUNT:
            return Total(Decimal(n), n, n)
        case Use.SHARE:
            if low is None and high is None:
                raise ValueError("a share without limits")
            good = sum((low is None or each.value >= low) and (high is None or each.value <= high) for each in every)
            return Total(_DIGITS.divide(Decimal(good), Decimal(n)) if n else None, good, n)
        case Use.METER:
            return _metered(every)


def _metered(every: Sequence[Reading]) -> Total:
    places: dict[str, list[Reading]] = {}
    for each in every:
        places.setdefault(each.place, []).append(each)
    used, single, backwards, value = 0, 0, 0, ZERO
    for readings in places.values():
        if len(readings) < 2:
            single += len(readings)
            continue
        counted = _counted(readings)
        if counted is None:
            backwards += len(readings)
            continue
        value += counted
        used += len(readings)
    excluded = tuple((name, number) for name, number in (("single", single), ("backwards", backwards)) if number)
    return Total(value if used else None, used, len(every), excluded)


def _counted(readings: Sequence[Reading]) -> Decimal | None:
    """What one meter counted, with those that replaced it; None where it runs backwards.

    A reading of a new meter is where that begins: what ran between the old one's last reading and it was not read by anybody.
    """
    value = ZERO
    for before, after in pairwise(readings):
        if after.replaced:
            continue
        if after.value < before.value:
            return None
        value += after.value - before.value
    return value
