"""What comes back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from proof.grid.made import PERIOD
from tests.grid.making import at, story
from wenxiao.grid.cases import fold
from wenxiao.grid.recurrence import Recurrence, Returns, recurrence
from wenxiao.grid.scope import Scope


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


def test_whose_closings_count_is_a_scope_and_what_came_back_may_be_anybody_s() -> None:
    first, second = story(id="first").now, story(start="2018-10-15 09:00", id="second").now
    second.unit = "另一家"
    found = [
        recurrence([first, second], PERIOD, at("2019-01-01 00:00"), scope=Scope(unit=one.unit))
        for one in (first, second)
    ]
    assert found == [Recurrence(("first",), ("first",)), Recurrence((), ("second",))]


def test_of_a_closing_on_some_day_nobody_knows_what_came_after() -> None:
    first, second = story(id="first"), story(start="2018-10-15 09:00", id="second").now
    log = [replace(each, coarse=each.action == "close") for each in first.events]
    assert recurrence([fold(log), second], PERIOD, at("2019-01-01 00:00")) == Recurrence(
        (), ("second",), coarse=("first",)
    )


def test_by_street_and_unit_it_is_the_parts_of_the_whole_whoever_read_them() -> None:
    cases = [story(start=f"2018-{day} 09:00", id=day).now for day in ("10-08", "10-15", "10-22")]
    cases[1].unit, cutoff = "另一家", at("2019-01-01 00:00")
    cases[2].grid = "530114002001001"
    one, other = (Returns(PERIOD, cutoff).read(part) for part in (cases[:1], cases[1:]))
    one.absorb(other)
    assert one.found() == {"": Recurrence(("10-08",), ("10-08", "10-15", "10-22"))}
    assert one.found("unit") == {
        cases[0].unit: Recurrence(("10-08",), ("10-08", "10-22")), "另一家": Recurrence((), ("10-15",)),
    }  # fmt: skip
    assert one.found("street")["530114002"] == Recurrence((), ("10-22",))
    assert Returns(PERIOD, cutoff).found("unit") == {}
