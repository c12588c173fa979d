"""Working time (工作时间): which days are worked, between which hours, and how much work there is between two moments.

Days off and days made up for (调休) come from ``chinesecalendar``, which holds the notices of the State Council; it needs no network.
A year without a notice yet counts Monday to Friday and is not ``published``: deadlines in it are provisional (暂定).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from itertools import pairwise

#: China has one time and no summer time.
BEIJING = timezone(timedelta(hours=8))

#: Typical hours: 8–12, 14–18.
USUAL_HOURS = ((time(8), time(12)), (time(14), time(18)))
_NO_TIME = timedelta(0)
_YEARS_AHEAD = 10  # of the last published one; deadlines further off are a mistake


def beijing(moment: datetime) -> datetime:
    """The moment in Beijing time. Raises ValueError for one without a time zone: nobody knows when that is."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment if moment.tzinfo is BEIJING else moment.astimezone(BEIJING)


def _of_day(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second, microseconds=clock.microsecond)


class WorkCalendar:
    """The working time of one place from the first day of ``first`` to the last of ``last`` (years).

    ``off`` are weekdays that are not worked, ``on`` days of a weekend that are; ``published`` the years of which both are known.
    Raises ValueError for hours that overlap or run backwards. Every question takes constant or logarithmic time.
    """

    def __init__(
        self,
        first: int,
        last: int,
        *,
        off: Iterable[date] = (),
        on: Iterable[date] = (),
        published: Iterable[int] = (),
        hours: tuple[tuple[time, time], ...] = USUAL_HOURS,
    ) -> None:
        edges = [_of_day(edge) for period in hours for edge in period]
        if not edges or any(a >= b for a, b in pairwise(edges)):
            raise ValueError("working hours must follow one another")
        self.hours = hours
        self.published = frozenset(published)
        self.first, self.last = first, last
        self._periods = tuple(zip(edges[::2], edges[1::2], strict=True))
        #: Work of one day.
        self.day = sum((end - start for start, end in self._periods), _NO_TIME)
        not_worked, worked = frozenset(off), frozenset(on)
        self._base = date(first, 1, 1).toordinal()
        self._workdays: list[int] = []  # as days after the base, in order
        self._before: list[int] = []  # by day after the base: how many workdays there are before it
        for index in range(date(last + 1, 1, 1).toordinal() - self._base):
            self._before.append(len(self._workdays))
            day = date.fromordinal(self._base + index)
            if day in worked or (day.weekday() < 5 and day not in not_worked):
                self._workdays.append(index)

    def _index(self, day: date) -> int:
        index = day.toordinal() - self._base
        if not 0 <= index < len(self._before):
            raise ValueError(f"{day} is outside of the calendar of {self.first} to {self.last}")
        return index

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked. Raises ValueError outside of the calendar, as every method does."""
        index = self._index(day)
        place = self._before[index]
        return place < len(self._workdays) and self._workdays[place] == index

    def worked(self, moment: datetime) -> timedelta:
        """Working time from the beginning of the calendar to the moment; it never falls, and stands still outside of hours."""
        local = beijing(moment)
        index = self._index(local.date())
        done = self._before[index] * self.day
        if self.is_workday(local.date()):
            clock = _of_day(local.time())
            done += sum((min(clock, end) - start for start, end in self._periods if clock > start), _NO_TIME)
        return done

    def when(self, work: timedelta) -> datetime:
        """The first moment at which so much (more than nothing) has been worked since the beginning of the calendar."""
        days, rest = divmod(work, self.day)
        if not rest:
            days, rest = days - 1, self.day  # the evening of a day comes before the morning of the next
        if not 0 <= days < len(self._workdays):
            raise ValueError(f"outside of the calendar of {self.first} to {self.last}")
        midnight = self._midnight(self._workdays[days])
        for start, end in self._periods:
            if rest <= end - start:
                return midnight + start + rest
            rest -= end - start
        raise AssertionError("the rest is at most a day's work")

    def workdays(self, after: date, until: date) -> int:
        """How many days are worked after the one day, up to and with the other."""
        return bisect_right(self._workdays, self._index(until)) - bisect_right(self._workdays, self._index(after))

    def evening(self, after: date, number: int) -> datetime:
        """The end of work of the n-th day that is worked after a day."""
        place = bisect_right(self._workdays, self._index(after)) + number - 1
        if place >= len(self._workdays):
            raise ValueError(f"outside of the calendar of {self.first} to {self.last}")
        return self._midnight(self._workdays[place]) + self._periods[-1][1]

    def provisional(self, start: datetime, end: datetime) -> bool:
        """Whether a year between the two is not published yet."""
        return any(year not in self.published for year in range(beijing(start).year, beijing(end).year + 1))

    def _midnight(self, index: int) -> datetime:
        return datetime.combine(date.fromordinal(self._base + index), time(), BEIJING)


@cache
def chinese(hours: tuple[tuple[time, time], ...] = USUAL_HOURS) -> WorkCalendar:
    """The calendar of mainland China with these working hours. Raises ImportError without the extra ``grid``."""
    return local(hours)


def local(
    hours: tuple[tuple[time, time], ...] = USUAL_HOURS,
    changes: Mapping[date, bool] | None = None,
    published: Iterable[int] = (),
) -> WorkCalendar:
    """The same with days that a place works or not by its own notice, and years whose holidays it has entered itself. Raises
    ImportError without the extra ``grid``."""
    holidays, workdays = notices()
    years = {day.year for day in holidays}
    own = changes or {}
    return WorkCalendar(
        min(years),
        max(years) + _YEARS_AHEAD,
        off={day for day in holidays if not own.get(day)} | {day for day, worked in own.items() if not worked},
        on={day for day in workdays if own.get(day, True)} | {day for day, worked in own.items() if worked},
        published=years | set(published),
        hours=hours,
    )


@cache
def notices() -> tuple[Mapping[date, str], Mapping[date, str]]:
    """Days off and days made up for, as the State Council published them, with the name of the holiday. Raises ImportError without the
    extra ``grid``."""
    from chinese_calendar.constants import holidays, workdays

    return dict(holidays), dict(workdays)
