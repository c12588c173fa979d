"""How long handling takes: dispatched at 09:02, solved so many minutes later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from proof.grid.made import PERIOD
from tests.grid.making import at, story
from wenxiao.grid.buckets import Bucket, Finish, Period
from wenxiao.grid.cases import Case, fold
from wenxiao.grid.durations import Handling, handling_times


def solved(minutes: int, id: str = "") -> Case:
    when = at("2018-10-08 09:02") + timedelta(minutes=minutes)
    return story("accept", id=id or f"C{minutes}").then("dispose", f"{when:%H:%M}").now


def test_mean_median_and_the_longest_of_nine_in_ten() -> None:
    cases = [solved(minutes) for minutes in (100, 90, 80, 70, 60, 50, 40, 30, 20, 10)]
    found = handling_times(cases, PERIOD)
    assert (found.mean, found.median, found.most) == (Decimal(55) / 60, Decimal(55) / 60, Decimal("1.5"))
    assert found.ids == tuple(f"C{minutes}" for minutes in range(10, 110, 10))
    assert handling_times(cases[:9], PERIOD).median == 1
    assert handling_times(cases[-1:], PERIOD).most == Decimal(10) / 60


def test_a_mean_is_not_rounded() -> None:
    assert handling_times([solved(60), solved(70), solved(70, "other")], PERIOD).mean == Decimal(200) / 180


def test_what_was_handled_outside_of_the_period_or_not_yet_is_not_there() -> None:
    assert handling_times([solved(10)], Period(PERIOD.start, at("2018-10-08 09:12"))).ids == ()
    assert handling_times([solved(10)], Period(at("2018-10-08 09:12"), PERIOD.end)).ids == ("C10",)
    assert handling_times([solved(10)], PERIOD, Finish.PASSED).ids == ()
    assert handling_times([story("accept").now], PERIOD).excluded == {}


def test_no_case_has_no_time() -> None:
    found = handling_times([], PERIOD)
    assert (found.mean, found.median, found.most) == (None, None, None)


@pytest.mark.parametrize(
    ("steps", "bucket"),
    [
        ((("ask_void", "10:00"), ("void", "10:00")), Bucket.VOID),
        ((("force_close", "10:00"),), Bucket.FORCED),
    ],
)
def test_what_came_to_nothing_is_left_out_with_the_reason(steps: tuple[tuple[str, str], ...], bucket: Bucket) -> None:
    told = story("dispose", id="C1")
    for action, when in steps:
        told.then(action, when)
    found = handling_times([told.now, solved(10)], PERIOD)
    assert (found.ids, found.excluded) == (("C10",), {bucket: ("C1",)})


def test_what_was_solved_on_the_spot_was_not_dispatched() -> None:
    there = story("file", id="C1").then("self_dispose", "09:05")
    assert handling_times([there.now], PERIOD).excluded == {Bucket.SELF_DISPOSED: ("C1",)}
    again = there.then("send_post_check", "09:06").then("fail", "09:10").then("dispose", "09:30", acting_unit="监督队")
    assert handling_times([again.now], PERIOD).excluded == {Bucket.SELF_DISPOSED: ("C1",)}


def test_a_case_of_which_only_the_day_is_known_has_no_time() -> None:
    log = story("dispose", id="C1").events
    day = [replace(each, coarse=each.action == "dispatch") for each in log]
    assert handling_times([fold(day)], PERIOD).excluded == {Bucket.COARSE: ("C1",)}


def test_by_street_and_unit_it_is_the_parts_of_the_whole_whoever_read_them() -> None:
    cases = [solved(minutes) for minutes in (10, 20, 30, 40)]
    cases[1].grid, cases[2].unit = "530114002001001", "另一家"
    spot = story("file", id="spot").then("self_dispose", "09:05").now
    one, other = Handling(PERIOD).read(cases[:2]), Handling(PERIOD).read([*cases[2:], spot])
    one.absorb(other)
    assert one.durations() == {"": handling_times([*cases, spot], PERIOD)}
    for by, group, rest in (("street", "530114002", cases[1]), ("unit", "另一家", cases[2])):
        found = one.durations(by)
        assert found[group] == handling_times([rest], PERIOD)
        assert sorted(id for each in found.values() for id in each.ids) == ["C10", "C20", "C30", "C40"]
        assert sum(len(ids) for each in found.values() for ids in each.excluded.values()) == 1
    assert Handling(PERIOD).durations("street") == {}
