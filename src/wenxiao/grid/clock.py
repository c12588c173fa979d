"""Time limits (处置时限) in five units, and the deadline that a limit makes of a start. No unit is ever guessed.

紧急工作时 and 紧急工作日 run through nights and holidays; 工作时 and 工作日 only while work goes on; 自然日 are days of 24 hours. A 工作日 is a day's
work (8 working hours with the usual hours) or ends in the evening of the n-th working day after: local rules differ (``WorkDay``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from wenxiao.grid.calendar import WorkCalendar, beijing
from wenxiao.quantities.numerals import arabic, chinese
from wenxiao.quantities.paper import plain


class Unit(StrEnum):
    """The unit of a limit."""

    URGENT_HOUR = "urgent_hour"  # 紧急工作时
    URGENT_DAY = "urgent_day"  # 紧急工作日
    WORK_HOUR = "work_hour"  # 工作时
    WORK_DAY = "work_day"  # 工作日
    NATURAL_DAY = "natural_day"  # 自然日


#: Names of the units in both languages.
UNIT_NAMES: dict[Unit, tuple[str, str]] = {
    Unit.URGENT_HOUR: ("紧急工作时", "urgent hours"),
    Unit.URGENT_DAY: ("紧急工作日", "urgent days"),
    Unit.WORK_HOUR: ("工作时", "working hours"),
    Unit.WORK_DAY: ("工作日", "working days"),
    Unit.NATURAL_DAY: ("自然日", "natural days"),
}
_WORDS = {
    **{word: unit for unit, (zh, en) in UNIT_NAMES.items() for word in (zh, en, en.removesuffix("s"))},
    "工作小时": Unit.WORK_HOUR, "天": Unit.NATURAL_DAY, "日": Unit.NATURAL_DAY,
}  # fmt: skip
_CONTINUOUS = {
    Unit.URGENT_HOUR: timedelta(hours=1), Unit.URGENT_DAY: timedelta(days=1), Unit.NATURAL_DAY: timedelta(days=1),
}  # fmt: skip
_PRINTED = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百]+)\s*(\S.*?)\s*")
_MICROSECOND = timedelta(microseconds=1)


class WorkDay(StrEnum):
    """What a 工作日 is."""

    HOURS = "hours"  # a day's work, counted in hours from the start on
    EVENING = "evening"  # the day of the start does not count; the last day counts to its evening


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit. ``value`` is a number of units, 0 or more; 1.5 working hours are possible."""

    value: Decimal
    unit: Unit

    def __post_init__(self) -> None:
        if not self.value.is_finite() or self.value < 0:
            raise ValueError(f"a limit of {self.value}")

    def __str__(self) -> str:
        return f"{plain(self.value)}{UNIT_NAMES[self.unit][0]}"

    @property
    def en(self) -> str:
        """The same in English: 2 urgent hours, 1 working day."""
        unit = UNIT_NAMES[self.unit][1]
        return f"{plain(self.value)} {unit.removesuffix('s') if self.value == 1 else unit}"


class Deadline(NamedTuple):
    """``provisional`` (暂定): a year that it runs through has no published holidays yet."""

    at: datetime
    provisional: bool


def read_limit(text: str) -> Limit:
    """The limit that a text states (2紧急工作时, 1.5个工作时, 五天, 4 working hours).

    Raises ValueError with a sentence for anything else: a limit that cannot be read is refused, never taken for a day.
    """
    found = _PRINTED.fullmatch(text)
    unit = _WORDS.get(found[2].removeprefix("个")) if found else None
    value = (arabic(found[1]) if found[1][0].isdecimal() else chinese(found[1])) if found else None
    if unit is None or value is None:
        known = "、".join(zh for zh, _ in UNIT_NAMES.values())
        raise ValueError(f"“{text}”不是时限：请写数字和单位（{known}）")
    return Limit(Decimal(value), unit)


def span(limit: Limit, calendar: WorkCalendar, workday: WorkDay = WorkDay.HOURS) -> timedelta:
    """How much of its own time a limit is. Raises ValueError for what is no whole number of microseconds, or of evenings."""
    if limit.unit is Unit.WORK_DAY and workday is WorkDay.EVENING:
        if limit.value % 1:
            raise ValueError(f"{limit}：按天计算时须为整数")
        return timedelta(days=int(limit.value))
    one = _CONTINUOUS.get(limit.unit) or (timedelta(hours=1) if limit.unit is Unit.WORK_HOUR else calendar.day)
    exact = limit.value * (one // _MICROSECOND)
    if exact % 1:
        raise ValueError(f"{limit} is no whole number of microseconds")
    return timedelta(microseconds=int(exact))


def deadline(
    start: datetime, limit: Limit, calendar: WorkCalendar, workday: WorkDay = WorkDay.HOURS
) -> Deadline:  # fmt: skip
    """The first moment at which the limit is used up; the start itself for a limit of nothing.

    Raises ValueError for a start without a time zone, and for a deadline outside of the calendar.
    """
    return after(start, span(limit, calendar, workday), limit.unit, calendar, workday)


def after(
    start: datetime, time: timedelta, unit: Unit, calendar: WorkCalendar, workday: WorkDay = WorkDay.HOURS
) -> Deadline:
    """The moment so much time of a unit after the start, as ``used`` measures it."""
    local = beijing(start)
    if not time:
        return Deadline(local, False)
    if unit in _CONTINUOUS:
        return Deadline(local + time, False)
    if unit is Unit.WORK_DAY and workday is WorkDay.EVENING:
        at = calendar.evening(local.date(), time.days)
    else:
        at = calendar.when(calendar.worked(local) + time)
    return Deadline(at, calendar.provisional(local, at))


def used(
    start: datetime, end: datetime, unit: Unit, calendar: WorkCalendar, workday: WorkDay = WorkDay.HOURS
) -> timedelta:
    """How much of a limit's own time is gone between two moments. Raises ValueError for an end before its start."""
    if end < start:
        raise ValueError("the end comes before the start")
    if unit in _CONTINUOUS:
        return end - start
    if unit is Unit.WORK_DAY and workday is WorkDay.EVENING:
        return timedelta(days=calendar.workdays(beijing(start).date(), beijing(end).date()))
    return calendar.worked(end) - calendar.worked(start)
