"""What comes back."""

from __future__ import annotations

from decimal import Decimal

from proof.grid.made import PERIOD
from tests.grid.making import at, story
from wenxiao.grid.recurrence import Recurrence, recurrence


def test_the_same_category_in_the_same_grid_within_thirty_days() -> None:
    cases = [story(start=f"2018-{day} 09:00", id=day).now for day in ("10-08", "10-15", "11-20")]
    elsewhere = story("file", "2018-12-03 09:00", id="later").now
    found = recurrence([*cases, elsewhere], PERIOD, at("2019-01-01 00:00"))
    assert found == Recurrence(("10-08",), ("10-08", "10-15"), ())
    assert found.value == Decimal("0.5")


def test_whose_days_are_not_over_is_not_counted_either_way() -> None:
    cases = [story(start=f"2018-{day} 09:00", id=day).now for day in ("10-08", "10-15")]
    found = recurrence(cases, PERIOD, at("2018-11-10 00:00"))
    assert (found.came_back, found.closed, found.waiting) == (("10-08",), ("10-08",), ("10-15",))
    assert recurrence([], PERIOD, PERIOD.end).value is None


def test_a_duplicate_that_was_merged_is_not_another_problem() -> None:
    first, older = story(id="first").now, story("dispatch", "2018-10-09 09:00", id="older")
    merged = story("file", "2018-10-09 09:30", id="merged").then("merge", "10:00", parent=older.now).now
    void = older.then("ask_void", "10:30").then("void", "10:30").now
    assert recurrence([first, void, merged], PERIOD, at("2019-01-01 00:00")).came_back == ()
