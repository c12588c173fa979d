"""How far two moments of a clock lie apart, in the time that the limit counts: working time for working hours and days, else the clock's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wenxiao.grid.clock import Limit, Unit, WorkDay, used
from wenxiao.web.core.say import say
from wenxiao.web.grid.grounds import ground

_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)
_WORKED = frozenset({Unit.WORK_HOUR, Unit.WORK_DAY})


@dataclass(frozen=True, slots=True)
class Apart:
    """``words`` for people; ``time`` to compare with hours (working hours where the limit counts those)."""

    time: timedelta
    words: str


def apart(one: datetime, other: datetime, limit: Limit | None) -> Apart:
    """From the earlier to the later, measured as the deadline was (``grid.clock.used``). By the clock on the wall where no limit is
    known, or where the calendar does not reach."""
    start, end = min(one, other), max(one, other)
    if limit is None or limit.unit not in _WORKED:
        return Apart(end - start, span_words(end - start))
    of = ground()
    try:
        worked = of.calendar.worked(end) - of.calendar.worked(start)
        gone = used(start, end, limit.unit, of.calendar, of.rules.workday)
    except ValueError:
        return Apart(end - start, span_words(end - start))
    return Apart(worked, _worked_words(gone, limit.unit))


def _worked_words(gone: timedelta, unit: Unit) -> str:
    of = ground()
    if unit is Unit.WORK_DAY and of.rules.workday is WorkDay.EVENING:
        return _joined([(gone.days, "工作日", "working d")], ("不足 1 工作日", "less than a working day"))
    days, rest = divmod(gone, of.calendar.day) if unit is Unit.WORK_DAY else (0, gone)
    hours, minutes = rest // _HOUR, rest % _HOUR // _MINUTE
    parts = [(days, "工作日", "working d"), (hours, "工作时", "working h"), (minutes, "分", "min")]
    return _joined(parts, ("不足 1 分", "less than a minute"))


def limit_words(limit: Limit | None) -> str:
    """4工作时, in English 4 working hours; nothing for no limit."""
    return say(str(limit), limit.en) if limit is not None else ""


def span_words(time: timedelta) -> str:
    """2 天 3 小时, 3 小时 20 分, 5 分."""
    minutes = int(time.total_seconds() // 60)
    parts = [(minutes // 1440, "天", "d"), (minutes // 60 % 24, "小时", "h"), (minutes % 60, "分", "min")]
    return _joined(parts, ("0 分", "0 min"))


def _joined(parts: Sequence[tuple[int, str, str]], none: tuple[str, str]) -> str:
    """The first part that is not nothing, and the one after it."""
    first = next((n for n, (number, _, _) in enumerate(parts) if number), None)
    if first is None:
        return say(*none)
    return " ".join(f"{number} {say(zh, en)}" for number, zh, en in parts[first : first + 2] if number)
