"""What is worth a look in a month, and what is not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from proof.grid.made import PERIOD
from tests.grid.making import story
from wenxiao.grid.buckets import Period
from wenxiao.grid.many import Many
from wenxiao.grid.plausible import Month, month_before, remarks
from wenxiao.grid.rates import newest

BEFORE = Period(month_before(PERIOD.start), PERIOD.start)


def month(cases):
    counted = Month(PERIOD, BEFORE)
    counted.read(cases)
    return counted


def kinds(cases, rates=None):
    return [one.kind for one in remarks(month(cases), rates or {})]


def spread(number):
    """So many cases over the days and hours of the month."""
    return [
        story(
            id=f"C{at}", start=f"2018-10-{8 + at % 4 + at % 3 * 7:02} {(9, 10, 14, 15)[at // 4 % 4]:02}:0{at % 9}"
        ).now
        for at in range(number)
    ]


def test_a_month_as_it_should_be_says_nothing():
    assert kinds(spread(40)) == []


def test_full_marks_everywhere_are_worth_a_look():
    cases = spread(40)
    many = Many([newest("closed"), newest("rework")], PERIOD, PERIOD.end + timedelta(days=5)).read(cases)
    rates = [many.rates(newest(code))[""] for code in ("closed", "rework")]
    assert "full" in kinds(cases, {"银杏街道": rates})
    assert "full" not in kinds(cases[:20], {"银杏街道": [many.none(newest("closed"))]})


def test_a_grid_that_fell_silent_is_named():
    before = [story(id=f"B{at}", start=f"2018-09-{3 + at % 4:02} 09:00").now for at in range(12)]
    assert [one.about for one in remarks(month(before), {}) if one.kind == "drop"] == [before[0].grid]
    assert not [one for one in remarks(month(before[:9]), {}) if one.kind == "drop"]


@pytest.mark.parametrize(("start", "kind"), [("2018-10-31 09:00", "end"), ("2018-10-08 09:00", "hour")])
def test_closings_in_a_heap_are_worth_a_look(start, kind):
    assert kind in kinds([story(id=f"C{at}", start=start).now for at in range(35)])


def test_the_month_before_the_first():
    assert month_before(PERIOD.start).day == 1
    assert month_before(PERIOD.start).month == 9
