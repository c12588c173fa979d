"""Rates (指标): numerator and denominator with their lists of cases, what was left out and why, and how sure the value is.

The definitions are data (``data/rates.toml``). One pass over the cases; a rate of nothing is undefined, never 0 % or 100 %. The rate of
a whole is made of the entries of its parts, never averaged.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any, TypeVar

from wenxiao.grid.buckets import KEYS, Bucket, Entry, Finish, Period, Question, View
from wenxiao.grid.cases import Case
from wenxiao.grid.classifications import BY_READING, CLASSIFICATIONS
from wenxiao.quantities.model import Interval

ONE = Decimal(1)
#: Below this denominator a value is shown with a warning and not ranked.
FEW = 30
_Z = Decimal("1.959963984540054")  # 95 %, two sides
_DIGITS = Context(prec=28)
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One definition. ``n`` and ``d`` (``n_en``, ``d_en``) say in words what numerator and denominator hold. ``kind`` is rate or count."""

    code: str
    version: int
    zh: str
    en: str
    n: str
    n_en: str
    d: str
    d_en: str
    classification: str
    numerator: frozenset[Bucket]
    denominator: frozenset[Bucket]
    better: str
    kind: str = "rate"

    @property
    def id(self) -> str:
        return f"{self.code}@{self.version}"


@dataclass(frozen=True, slots=True)
class Reading:
    """Which cases belong to a period: see ``data/rates.toml``."""

    name: str
    zh: str
    en: str
    key: str
    early: bool = False
    pending: bool = False


#: Of indicators whose entries have a moment of their own.
_OWN = Reading("", "", "", "due")


@dataclass(frozen=True, slots=True)
class Rate:
    """What an indicator came to. ``numerator`` and ``denominator`` are ids of cases (or of their tasks); of a count the latter is empty."""

    indicator: Indicator
    question: Question
    reading: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    excluded: Mapping[Bucket, tuple[str, ...]]

    @property
    def value(self) -> Decimal | None:
        """The fraction, or the count; None where nothing is in the denominator."""
        if self.indicator.kind == "count":
            return Decimal(len(self.numerator))
        return (
            _DIGITS.divide(Decimal(len(self.numerator)), Decimal(len(self.denominator))) if self.denominator else None
        )

    @property
    def interval(self) -> Interval | None:
        """Where the rate behind so few cases may lie (Wilson, 95 %); None for a count and where the value is None."""
        if self.indicator.kind == "count":
            return None
        return wilson(len(self.numerator), len(self.denominator))

    @property
    def few(self) -> bool:
        """Whether there are too few cases to rank by. Counts are as they are."""
        return self.indicator.kind == "rate" and len(self.denominator) < FEW


@cache
def indicators() -> Mapping[str, Indicator]:
    """Every definition, by code and version (``handled_on_time@1``). Raises ValueError for a file that does not hold together."""
    found: dict[str, Indicator] = {}
    for row in _data()["indicator"]:
        made = Indicator(
            **{**row, **{part: frozenset(Bucket(name) for name in row[part]) for part in ("numerator", "denominator")}}
        )
        counts = made.kind == "count"
        if (
            made.id in found
            or made.classification not in CLASSIFICATIONS
            or made.better not in {"higher", "lower"}
            or not (made.numerator if counts else made.numerator < made.denominator)
        ):
            raise ValueError(f"indicator {made.id}")
        found[made.id] = made
    return found


@cache
def readings() -> Mapping[str, Reading]:
    """Every reading of which cases belong to a period; the first is the usual one."""
    found = {row["name"]: Reading(**row) for row in _data()["reading"]}
    for each in found.values():
        if each.key not in KEYS:
            raise ValueError(f"reading {each.name}")
    return found


@cache
def _data() -> Mapping[str, list[dict[str, Any]]]:
    return tomllib.loads(files(__package__).joinpath("data", "rates.toml").read_text("utf8"))


def newest(code: str) -> Indicator:
    """The last version of an indicator. Raises KeyError for a code that none has."""
    versions = [each for each in indicators().values() if each.code == code]
    if not versions:
        raise KeyError(code)
    return max(versions, key=lambda each: each.version)


def in_use() -> list[Indicator]:
    """The last version of every indicator."""
    return [newest(code) for code in dict.fromkeys(each.code for each in indicators().values())]


def of_street(case: Case, _: Entry) -> str:
    """The street that a case lies in: the first nine digits of its unit grid; empty where there is none yet."""
    return case.grid[:9]


def of_unit(case: Case, _: Entry) -> str:
    """The unit that has the case, or had it last."""
    return case.unit


def of_person(_: Case, entry: Entry) -> str:
    """The person whose work an entry measures: who reported, decided, dispatched, sent or checked."""
    return entry.who


def rates_by(
    indicator: Indicator,
    cases: Iterable[Case],
    key: Callable[[Case, Entry], K],
    period: Period,
    cutoff: datetime,
    *,
    view: View = View.RAW,
    finish: Finish = Finish.STRICT,
    reading: str = "deadline",
) -> dict[K, Rate]:
    """The rate of each group that ``key`` makes (``of_street``, ``of_unit``, ``of_person``): every entry is in one, so they add up."""
    how = how_read(indicator, reading)
    asked = Question(period, cutoff, view, finish, how.key, how.early)
    classify, (start, end) = CLASSIFICATIONS[indicator.classification], period
    groups: dict[K, dict[Bucket, list[str]]] = {}
    for case in cases:
        for entry in classify(case, asked):
            if entry.moment is not None and start <= entry.moment < end:
                groups.setdefault(key(case, entry), {}).setdefault(entry.bucket, []).append(entry.id)
    return {group: made_of(indicator, asked, how, found) for group, found in groups.items()}


def rate(
    indicator: Indicator,
    cases: Iterable[Case],
    period: Period,
    cutoff: datetime,
    *,
    view: View = View.RAW,
    finish: Finish = Finish.STRICT,
    reading: str = "deadline",
) -> Rate:
    """The rate of all the cases together."""
    found = rates_by(
        indicator, cases, lambda _case, _entry: None, period, cutoff, view=view, finish=finish, reading=reading
    )
    if found:
        return found[None]
    how = how_read(indicator, reading)
    return made_of(indicator, Question(period, cutoff, view, finish, how.key, how.early), how, {})


def how_read(indicator: Indicator, reading: str) -> Reading:
    """The reading of that name, where the indicator goes by one; else its entries have moments of their own."""
    return readings()[reading] if indicator.classification in BY_READING else _OWN


def both(
    indicator: Indicator, cases: Iterable[Case], period: Period, cutoff: datetime, *, reading: str = "deadline"
) -> tuple[Rate, Rate]:
    """The raw rate and the adjusted one, to be printed side by side."""
    every = tuple(cases)
    raw = rate(indicator, every, period, cutoff, reading=reading)
    return raw, rate(indicator, every, period, cutoff, view=View.ADJUSTED, reading=reading)


def wilson(n: int, d: int) -> Interval | None:
    """The interval of a rate of n of d at 95 %; None for none of none."""
    if d <= 0:
        return None
    p, size, squared = _DIGITS.divide(Decimal(n), Decimal(d)), Decimal(d), _Z * _Z
    middle = p + squared / (2 * size)
    spread = _Z * _DIGITS.sqrt(p * (ONE - p) / size + squared / (4 * size * size))
    whole = ONE + squared / size
    low = Decimal(0) if n == 0 else (middle - spread) / whole
    high = ONE if n == d else (middle + spread) / whole
    return Interval(low, high)


def most_of_none(n: int) -> Decimal | None:
    """How much there may be where n samples found none (3 of n, at 95 %); None without samples."""
    return None if n <= 0 else min(ONE, _DIGITS.divide(Decimal(3), Decimal(n)))


def made_of(indicator: Indicator, asked: Question, how: Reading, found: Mapping[Bucket, list[str]]) -> Rate:
    """The rate that the ids of each bucket make."""
    below = indicator.denominator | {Bucket.NOT_DUE} if how.pending else indicator.denominator
    return Rate(
        indicator,
        asked,
        how.name,
        tuple(chain.from_iterable(ids for bucket, ids in found.items() if bucket in indicator.numerator)),
        tuple(chain.from_iterable(ids for bucket, ids in found.items() if bucket in below)),
        {bucket: tuple(ids) for bucket, ids in found.items() if bucket not in below | indicator.numerator},
    )
