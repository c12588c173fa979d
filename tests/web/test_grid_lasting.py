"""How late a case is, is said in the time that its limit counts: nights and holidays are nobody's delay where the limit leaves them out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.griding import handling
from wenxiao.grid.calendar import BEIJING
from wenxiao.grid.clock import Limit, Unit, WorkDay, after, read_limit
from wenxiao.web.grid import lasting, showing
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.lasting import apart
from wenxiao.web.grid.limits import limits


def at(words: str) -> datetime:
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("due", "now", "limit", "words"),
    [
        ("2018-09-30 16:00", "2018-10-08 09:00", "4工作时", "3 工作时"),  # seven days of holiday between
        ("2018-09-30 16:00", "2018-10-08 09:20", "4工作时", "3 工作时 20 分"),
        ("2018-09-29 11:00", "2018-10-11 11:00", "5工作日", "5 工作日"),
        ("2018-09-29 11:00", "2018-10-11 15:30", "5工作日", "5 工作日 2 工作时"),
        ("2018-10-08 10:00", "2018-10-08 11:30", "1工作日", "1 工作时 30 分"),
        ("2018-10-08 18:00", "2018-10-08 21:00", "4工作时", "不足 1 分"),
        ("2018-10-01 23:30", "2018-10-02 01:30", "2紧急工作时", "2 小时"),
        ("2018-10-01 23:30", "2018-10-03 01:30", "1紧急工作日", "1 天 2 小时"),
        ("2018-09-30 16:00", "2018-10-08 09:00", "3自然日", "7 天 17 小时"),
    ],
)
def test_both_ways_it_is_counted_as_the_deadline_was(db, due, now, limit, words):
    assert apart(at(due), at(now), read_limit(limit)).words == words
    assert apart(at(now), at(due), read_limit(limit)).words == words


def test_where_a_day_ends_in_the_evening_days_alone_are_told(db, monkeypatch):
    place = ground()
    place = replace(place, rules=replace(place.rules, workday=WorkDay.EVENING))
    monkeypatch.setattr(lasting, "ground", lambda: place)
    limit = read_limit("3工作日")
    assert apart(at("2018-09-29 18:00"), at("2018-10-09 09:00"), limit).words == "3 工作日"
    assert apart(at("2018-10-09 09:00"), at("2018-10-09 18:00"), limit).words == "不足 1 工作日"


def test_without_a_limit_or_outside_of_the_calendar_the_clock_on_the_wall_counts(db):
    assert apart(at("2018-09-30 16:00"), at("2018-10-08 09:00"), None).words == "7 天 17 小时"
    assert apart(at("1990-01-01 08:00"), at("1990-01-02 09:00"), read_limit("4工作时")).words == "1 天 1 小时"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(minutes=st.integers(1, 60 * 8 * 30), unit=st.sampled_from([Unit.WORK_HOUR, Unit.WORK_DAY, Unit.URGENT_HOUR]))
def test_so_much_after_the_deadline_is_so_much_overdue(db, minutes, unit):
    place, late = ground(), timedelta(minutes=minutes)
    due = at("2026-09-28 10:00")
    now = after(due, late, unit, place.calendar, place.rules.workday).at
    assert apart(due, now, Limit(Decimal(1), unit)).time == late


def test_a_case_over_the_weekend_is_late_by_the_hours_that_were_worked(db):
    row = handling()
    assert row.case.limit.unit in (Unit.WORK_HOUR, Unit.WORK_DAY)
    row.adjusted_due, row.stage_due = at("2026-11-13 17:00"), None  # a Friday
    late = showing.left(row, at("2026-11-16 09:30"))
    assert (late.words, late.mark) == ("超期 2 工作时 30 分", "error")
    early = showing.left(row, at("2026-11-13 09:00"))
    assert (early.words[:2], early.mark) == ("剩 ", "")


def test_what_is_due_on_monday_morning_is_soon_on_friday_evening(db):
    row = handling()
    row.adjusted_due, row.stage_due = at("2026-11-16 09:00"), None
    assert limits()["soon"]["hours"] >= 2
    assert showing.left(row, at("2026-11-13 17:30")).mark == "warning"
    assert showing.left(row, at("2026-11-13 08:30")).mark == ""


def test_the_stage_is_measured_by_its_own_limit(db):
    """派遣 has a quarter of a working hour: late since Friday evening is late by little."""
    row = handling()
    row.state, row.stage_due, row.adjusted_due = "filed", at("2026-11-13 17:50"), None
    assert showing.left(row, at("2026-11-16 08:10")).words == "超期 20 分"


def test_the_page_says_it_so(as_user, monkeypatch):
    row = handling()
    due = row.adjusted_due
    place = ground()
    later = after(due, timedelta(hours=3), Unit.WORK_HOUR, place.calendar, place.rules.workday).at
    monkeypatch.setattr(showing, "now", lambda: later)
    page = as_user("acceptor").get(f"/grid/cases/{row.pk}/").content.decode()
    assert "超期 3 工作时" in page
