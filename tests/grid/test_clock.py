"""Limits and working time: what a calendar of the State Council makes of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wenxiao.grid.calendar import BEIJING, WorkCalendar, chinese
from wenxiao.grid.clock import Limit, Unit, WorkDay, after, deadline, read_limit, span, used

CALENDAR = chinese()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("start", "value", "unit", "end"),
    [
        ("2018-02-11 16:30", 4, Unit.WORK_HOUR, "2018-02-12 10:30"),  # a Sunday that is worked (调休)
        ("2018-09-30 16:00", 8, Unit.WORK_HOUR, "2018-10-08 16:00"),
        ("2018-09-29 11:00", 40, Unit.WORK_HOUR, "2018-10-11 11:00"),
        ("2018-10-01 09:00", 4, Unit.WORK_HOUR, "2018-10-08 12:00"),
        ("2018-12-29 13:00", 8, Unit.WORK_HOUR, "2019-01-02 12:00"),  # a Saturday that is worked
        ("2018-10-01 23:30", 2, Unit.URGENT_HOUR, "2018-10-02 01:30"),
        ("2018-10-01 23:30", 1, Unit.URGENT_DAY, "2018-10-02 23:30"),
        ("2018-10-01 23:30", 5, Unit.NATURAL_DAY, "2018-10-06 23:30"),
        ("2018-09-30 16:00", 1, Unit.WORK_DAY, "2018-10-08 16:00"),
        ("2018-09-30 08:00", 1, Unit.WORK_DAY, "2018-09-30 18:00"),
    ],
)
def test_deadlines_worked_out_by_hand(start: str, value: int, unit: Unit, end: str) -> None:
    assert deadline(at(start), Limit(Decimal(value), unit), CALENDAR) == (at(end), False)


def test_days_that_end_in_the_evening() -> None:
    limit = Limit(Decimal(5), Unit.WORK_DAY)
    assert deadline(at("2018-09-29 11:00"), limit, CALENDAR, WorkDay.EVENING).at == at("2018-10-11 18:00")
    assert used(at("2018-09-29 11:00"), at("2018-10-11 18:00"), Unit.WORK_DAY, CALENDAR, WorkDay.EVENING).days == 5


def test_a_year_without_published_holidays_is_provisional() -> None:
    last = max(CALENDAR.published)
    limit = Limit(Decimal(3), Unit.WORK_DAY)
    assert deadline(at(f"{last}-06-01 09:00"), limit, CALENDAR).provisional is False
    assert deadline(at(f"{last + 1}-06-01 09:00"), limit, CALENDAR).provisional is True
    assert deadline(at(f"{last}-12-31 17:00"), limit, CALENDAR).provisional is True
    urgent = Limit(Decimal(3), Unit.URGENT_DAY)
    assert deadline(at(f"{last + 1}-06-01 09:00"), urgent, CALENDAR).provisional is False


def test_a_moment_without_a_zone_is_refused_and_zones_agree() -> None:
    limit = Limit(Decimal(4), Unit.WORK_HOUR)
    with pytest.raises(ValueError, match="time zone"):
        deadline(datetime(2018, 10, 1, 9), limit, CALENDAR)
    universal = datetime(2018, 9, 30, 8, tzinfo=UTC)
    assert deadline(universal, limit, CALENDAR) == deadline(at("2018-09-30 16:00"), limit, CALENDAR)


def test_a_moment_outside_of_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="outside of the calendar"):
        deadline(at("1999-01-04 09:00"), Limit(Decimal(4), Unit.WORK_HOUR), CALENDAR)
    with pytest.raises(ValueError, match="outside of the calendar"):
        deadline(at("2026-01-04 09:00"), Limit(Decimal(9999), Unit.WORK_DAY), CALENDAR)
    with pytest.raises(ValueError, match="outside of the calendar"):
        deadline(at("2026-01-04 09:00"), Limit(Decimal(9999), Unit.WORK_DAY), CALENDAR, WorkDay.EVENING)


def test_hours_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="follow one another"):
        WorkCalendar(2018, 2018, hours=((time(8), time(12)), (time(11), time(18))))


def test_other_hours_make_another_day() -> None:
    short = chinese(((time(9), time(12)), (time(13), time(17))))
    assert short.day == timedelta(hours=7)
    assert deadline(at("2018-10-08 09:00"), Limit(Decimal(1), Unit.WORK_DAY), short).at == at("2018-10-08 17:00")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("2紧急工作时", "2", Unit.URGENT_HOUR),
        ("2 紧急工作日", "2", Unit.URGENT_DAY),
        ("1.5个工作时", "1.5", Unit.WORK_HOUR),
        ("5工作日", "5", Unit.WORK_DAY),
        ("五个工作日", "5", Unit.WORK_DAY),
        ("5天", "5", Unit.NATURAL_DAY),
        ("4 working hours", "4", Unit.WORK_HOUR),
        ("1 working day", "1", Unit.WORK_DAY),
    ],
)
def test_limits_as_ledgers_print_them(text: str, value: str, unit: Unit) -> None:
    assert read_limit(text) == Limit(Decimal(value), unit)


@pytest.mark.parametrize(
    ("zh", "en"), [("2紧急工作时", "2 urgent hours"), ("1工作日", "1 working day"), ("0.5工作时", "0.5 working hours")]
)
def test_a_limit_is_said_in_both_languages_and_read_in_both(zh: str, en: str) -> None:
    limit = read_limit(zh)
    assert (str(limit), limit.en, read_limit(limit.en)) == (zh, en, limit)


@pytest.mark.parametrize("text", ["1紧急工作时制止", "工作日", "5", "尽快", "", "5 个月", "-2天", "1.2.3天", "十百天"])
def test_a_limit_that_cannot_be_read_is_refused_and_not_one_day(text: str) -> None:
    with pytest.raises(ValueError, match="不是时限"):
        read_limit(text)


def test_a_negative_limit_is_none() -> None:
    with pytest.raises(ValueError, match="limit of"):
        Limit(Decimal(-1), Unit.WORK_DAY)
    with pytest.raises(ValueError, match="limit of"):
        Limit(Decimal("NaN"), Unit.WORK_DAY)
    with pytest.raises(ValueError, match="整数"):
        span(Limit(Decimal("1.5"), Unit.WORK_DAY), CALENDAR, WorkDay.EVENING)


MOMENTS = st.datetimes(datetime(2017, 1, 1), datetime(2026, 6, 1)).map(lambda moment: moment.replace(tzinfo=BEIJING))
TIMES = st.integers(0, 60 * 200).map(lambda minutes: timedelta(minutes=minutes))
DAYS = st.integers(0, 40).map(lambda days: timedelta(days=days))
WAYS = st.sampled_from([(unit, way) for unit in Unit for way in WorkDay])


@given(MOMENTS, WAYS, st.data())
def test_a_then_b_is_a_and_b(start: datetime, way: tuple[Unit, WorkDay], data: st.DataObject) -> None:
    unit, workday = way
    times = DAYS if workday is WorkDay.EVENING and unit is Unit.WORK_DAY else TIMES
    a, b = data.draw(times), data.draw(times)
    first = after(start, a, unit, CALENDAR, workday).at
    assert after(first, b, unit, CALENDAR, workday).at == after(start, a + b, unit, CALENDAR, workday).at


@given(MOMENTS, WAYS, st.integers(0, 30))
def test_what_a_limit_takes_is_the_limit(start: datetime, way: tuple[Unit, WorkDay], value: int) -> None:
    unit, workday = way
    limit = Limit(Decimal(value), unit)
    end = deadline(start, limit, CALENDAR, workday).at
    assert end >= start
    assert used(start, end, unit, CALENDAR, workday) == span(limit, CALENDAR, workday)


@given(MOMENTS, WAYS, st.integers(1, 20), TIMES, TIMES)
def test_a_pause_moves_the_deadline_by_the_time_that_it_took(
    start: datetime, way: tuple[Unit, WorkDay], value: int, before: timedelta, pause: timedelta
) -> None:
    unit, workday = way
    due = deadline(start, Limit(Decimal(value), unit), CALENDAR, workday).at
    paused = start + before
    assume(paused < due)
    resumed = paused + pause
    moved = after(resumed, used(paused, due, unit, CALENDAR, workday), unit, CALENDAR, workday).at
    assert used(start, moved, unit, CALENDAR, workday) == span(Limit(Decimal(value), unit), CALENDAR, workday) + used(
        paused, resumed, unit, CALENDAR, workday
    )


@given(MOMENTS)
def test_the_calendar_agrees_with_its_source(moment: datetime) -> None:
    import chinese_calendar

    assert CALENDAR.is_workday(moment.date()) is chinese_calendar.is_workday(moment.date())


def test_a_long_limit_is_the_sum_of_its_days() -> None:
    """The quick arithmetic beside a slow one that walks day by day."""
    start, hours = at("2018-09-29 11:00"), timedelta(0)
    end = deadline(start, Limit(Decimal(100), Unit.WORK_DAY), CALENDAR).at
    day = start.date()
    while day <= end.date():
        if CALENDAR.is_workday(day):
            for opens, closes in CALENDAR.hours:
                low = max(start, datetime.combine(day, opens, BEIJING))
                high = min(end, datetime.combine(day, closes, BEIJING))
                hours += max(timedelta(0), high - low)
        day += timedelta(days=1)
    assert hours == timedelta(hours=800)
    assert date(2019, 2, 1) < end.date() < date(2019, 4, 1)
