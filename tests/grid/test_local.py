"""What a place makes of its ground: days of its own, rules of its own, unit grids and who is beside whom."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from tests.grid.test_places import GRIDS, square
from wenxiao.grid.calendar import chinese, local
from wenxiao.grid.places import GridIndex
from wenxiao.grid.rules import read_hours, read_rules, rules, told


def test_a_place_works_or_rests_where_the_notices_say_otherwise() -> None:
    off, on = date(2026, 3, 3), date(2026, 10, 1)
    own = local(changes={off: False, on: True}, published=[2027])
    assert (own.is_workday(off), own.is_workday(on)) == (False, True)
    assert own.published == chinese().published | {2027}
    assert own.last == chinese().last
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [day for day in year if own.is_workday(day) != chinese().is_workday(day)] == [off, on]


def test_without_changes_it_is_the_calendar_of_the_country() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [local().is_workday(day) for day in days] == [chinese().is_workday(day) for day in days]


def test_rules_that_are_written_down_and_read_again_are_the_same() -> None:
    assert read_rules("usual", told()) == rules()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("extensions", -1),
        ("extensions", 1.5),
        ("reopen_days", True),
        ("suspension_days", 10**6),
        ("late_entry", "4"),
        ("hours", ["12:00-08:00"]),
        ("hours", []),
        ("clock_start", "never"),
        ("stages", {"filed": "soon"}),
        ("stages", {"closed": "1工作时"}),
    ],
)
def test_rules_that_no_place_can_have_are_refused(key: str, value: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_rules("x", told() | {key: value})


def test_hours_follow_one_another() -> None:
    assert read_hours(["08:30-12:00"]) == ((time(8, 30), time(12)),)
    with pytest.raises(ValueError, match="依次排列"):
        read_hours(["08:00-12:00", "11:00-13:00"])


def test_neighbours_share_a_border_and_a_corner_is_none() -> None:
    found = GridIndex([*GRIDS, square("Z", 103, 24.88)]).neighbours()
    assert found == {"A1": ("A2", "A3"), "A2": ("A1", "A4"), "A3": ("A1", "A4"), "A4": ("A2", "A3"), "Z": ()}


def test_areas_are_told_by_code() -> None:
    index = GridIndex(GRIDS)
    assert index.areas() == {grid.code: index.area(grid.code) for grid in GRIDS}
