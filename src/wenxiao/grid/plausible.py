"""Whether figures of a month are plausible (数据合理性): remarks beside a score that say what is worth a look. They change no figure.

Full marks everywhere, grids that fell silent, closings heaped on the last days or in one hour, steps entered late. Bounds are
data (``data/plausibility.toml``).
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from wenxiao.grid.buckets import Period
from wenxiao.grid.calendar import BEIJING
from wenxiao.grid.cases import Case
from wenxiao.grid.rates import Rate

HOURS = 24


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that is worth a look, in both languages, with what it is about (a code; empty: the whole)."""

    kind: str
    about: str
    zh: str
    en: str


@dataclass(slots=True)
class Month:
    """What one pass over the cases of a month and of the one before counts. Hours are those of Beijing."""

    period: Period
    before: Period
    reported: Counter[str] = field(default_factory=Counter)  # by unit grid
    reported_before: Counter[str] = field(default_factory=Counter)
    closed_on: Counter[int] = field(default_factory=Counter)  # by days from the last one: 0 is the last
    reported_at: list[int] = field(default_factory=lambda: [0] * HOURS)
    closed_at: list[int] = field(default_factory=lambda: [0] * HOURS)
    late: int = 0
    cases: int = 0

    def add(self, case: Case) -> None:
        start, end = self.period
        if start <= case.reported_at < end:
            self.cases += 1
            self.late += case.late_entries > 0
            self.reported[case.grid] += 1
            self.reported_at[case.reported_at.astimezone(BEIJING).hour] += 1
        elif self.before.start <= case.reported_at < self.before.end:
            self.reported_before[case.grid] += 1
        closed = case.first_closed_at
        if closed is not None and start <= closed < end:
            self.closed_on[(end - closed - timedelta(microseconds=1)).days] += 1
            self.closed_at[closed.astimezone(BEIJING).hour] += 1

    def read(self, cases: Iterable[Case]) -> None:
        """Count these cases too."""
        for case in cases:
            self.add(case)

    def absorb(self, other: Month) -> None:
        """Take over what another one, of the same month, counted of other cases."""
        self.reported.update(other.reported)
        self.reported_before.update(other.reported_before)
        self.closed_on.update(other.closed_on)
        self.reported_at = [a + b for a, b in zip(self.reported_at, other.reported_at, strict=True)]
        self.closed_at = [a + b for a, b in zip(self.closed_at, other.closed_at, strict=True)]
        self.late += other.late
        self.cases += other.cases


@cache
def bounds() -> Mapping[str, Any]:
    """The bounds as they are shipped."""
    text = files(__package__).joinpath("data", "plausibility.toml").read_text("utf8")
    return tomllib.loads(text, parse_float=Decimal)


def remarks(month: Month, rates: Mapping[str, Sequence[Rate]], told: Mapping[str, Any] | None = None) -> list[Remark]:
    """What is worth a look. ``rates``: those behind the score of each object, by its name."""
    limits = told or bounds()
    found: list[Remark] = []
    for check in _CHECKS:
        found += check(month, rates, limits)
    return found


def _full(_: Month, rates: Mapping[str, Sequence[Rate]], limits: Mapping[str, Any]) -> list[Remark]:
    found = []
    for name, every in rates.items():
        counted = [
            each for each in every if each.indicator.kind == "rate" and len(each.denominator) >= limits["full_least"]
        ]
        if counted and all(each.value == (1 if each.indicator.better == "higher" else 0) for each in counted):
            found.append(
                Remark(
                    "full",
                    name,
                    f"{name}：{len(counted)} 项指标全部满分，请抽查案件。",
                    f"{name}: full marks in all {len(counted)} rates; look at some cases.",
                )
            )
    return found  # fmt: skip


def _silent(month: Month, _: Mapping[str, Sequence[Rate]], limits: Mapping[str, Any]) -> list[Remark]:
    found = []
    for grid, before in sorted(month.reported_before.items()):
        now = month.reported[grid]
        if grid and before >= limits["drop_least"] and now < before * limits["drop_share"]:
            found.append(
                Remark(
                    "drop",
                    grid,
                    f"单元网格 {grid} 上报由 {before} 件降至 {now} 件，请核实巡查情况。",
                    f"Unit grid {grid}: reports fell from {before} to {now}; look at the patrols.",
                )
            )
    return found  # fmt: skip


def _heaped(month: Month, _: Mapping[str, Sequence[Rate]], limits: Mapping[str, Any]) -> list[Remark]:
    every = month.closed_on.total()
    last = sum(number for day, number in month.closed_on.items() if day < limits["end_days"])
    found = []
    if every >= limits["full_least"] and last > every * limits["end_share"]:
        found.append(
            Remark(
                "end",
                "",
                f"月末 {limits['end_days']} 天结案 {last} 件，占全月 {every} 件的 {_percent(last, every)}，请核实是否集中结案。",
                f"{last} of {every} closings ({_percent(last, every)}) on the last {limits['end_days']} days; were they closed in a batch?",
            )
        )
    for hour, number in enumerate(month.closed_at):
        if every >= limits["full_least"] and number > every * limits["one_hour_share"]:
            found.append(
                Remark(
                    "hour",
                    str(hour),
                    f"{hour} 时结案 {number} 件，占全月的 {_percent(number, every)}，请核实是否批量结案。",
                    f"{number} closings ({_percent(number, every)}) between {hour}:00 and {hour + 1}:00; were they closed in a batch?",
                )
            )
    night = sum(month.closed_at[hour] for hour in limits["night_hours"])
    if every >= limits["full_least"] and night > every * limits["night_share"]:
        found.append(
            Remark(
                "night",
                "",
                f"夜间结案 {night} 件，占全月的 {_percent(night, every)}。",
                f"{night} closings ({_percent(night, every)}) at night.",
            )
        )
    return found  # fmt: skip


def _late(month: Month, _: Mapping[str, Sequence[Rate]], limits: Mapping[str, Any]) -> list[Remark]:
    if month.cases < limits["full_least"] or month.late <= month.cases * limits["late_share"]:
        return []
    return [Remark("late", "", f"有补录步骤的案件 {month.late} 件，占 {month.cases} 件的 {_percent(month.late, month.cases)}。", f"{month.late} of {month.cases} cases ({_percent(month.late, month.cases)}) have a step entered late.")]  # fmt: skip


_CHECKS: tuple[Callable[[Month, Mapping[str, Sequence[Rate]], Mapping[str, Any]], list[Remark]], ...] = (
    _full, _silent, _heaped, _late,
)  # fmt: skip


def _percent(part: int, whole: int) -> str:
    return f"{Decimal(part) * 100 / Decimal(whole):.1f}%"


def month_before(start: datetime) -> datetime:
    """The first moment of the month before a first moment."""
    return (start - timedelta(days=1)).replace(day=1)
