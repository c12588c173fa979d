"""Patrols: grid-days, rounds against the plan, hours; a contract's cost by the day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenxiao.grid.buckets import Period
from wenxiao.grid.calendar import BEIJING
from wenxiao.grid.patrols import Plan, Round, coverage, hours, share_of_term, walked, whole

DAY, NEXT = date(2026, 9, 1), date(2026, 9, 2)
TWICE = Plan("P", frozenset({"a", "b"}), DAY, NEXT, visits=2, rounds=2)


def at(hour: float, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING) + timedelta(hours=hour)


def went(id: str, *grids: str, day: date = DAY, start: float = 8, end: float | None = 9, person: str = "x") -> Round:
    return Round(
        id, "P", person, at(start, day), at(end, day) if end else None, day, frozenset((grid, day) for grid in grids)
    )


def test_a_grid_is_covered_where_so_many_different_rounds_came():
    rounds = [went("1", "a", "b"), went("2", "a"), went("3", "b", day=NEXT), went("4", "elsewhere")]
    found = coverage([TWICE], rounds, DAY, NEXT)
    assert found.done == ("2026-09-01 a",)
    assert len(found.due) == 4
    assert found.value == Decimal("0.25")


def test_days_before_and_after_a_plan_are_not_due_and_no_plan_is_undefined():
    assert coverage([TWICE], [], date(2026, 8, 30), date(2026, 9, 30)).value == 0
    assert len(coverage([TWICE], [], date(2026, 8, 30), date(2026, 9, 30)).due) == 4
    assert coverage([TWICE], [went("1", "a")], date(2026, 10, 1), date(2026, 10, 2)).value is None


def test_of_two_plans_for_a_grid_the_one_that_asks_more_counts():
    once = Plan("Q", frozenset({"a"}), DAY)
    assert coverage([TWICE, once], [went("1", "a")], DAY, DAY).done == ()
    assert coverage([once], [went("1", "a")], DAY, DAY).done == ("2026-09-01 a",)


def test_more_rounds_on_one_day_make_up_for_no_other_day():
    rounds = [went(str(n), "a", "b") for n in range(5)] + [went("9", "a", "b", day=NEXT)]
    found = walked([TWICE], rounds, DAY, NEXT, Decimal(1))
    assert (len(found.done), len(found.due)) == (3, 4)


@pytest.mark.parametrize(
    ("one", "is_one"), [(went("1", "a", "b"), True), (went("1", "a"), False), (went("1", "a", "b", end=None), False), (went("1"), False)]
)  # fmt: skip
def test_a_round_has_ended_and_seen_enough_of_its_grids(one, is_one):
    assert whole(TWICE, one, Decimal("0.8")) is is_one


def test_who_has_two_rounds_open_walks_once():
    rounds = [went("1", start=8, end=10), went("2", start=9, end=11), went("3", start=9, end=10, person="y"), went("4", end=None)]  # fmt: skip
    assert hours(rounds) == 4
    assert hours(rounds, Period(at(9.5), at(24))) == Decimal("2")


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=12))
def test_hours_are_those_in_which_somebody_was_out(spans):
    rounds = [went(str(n), start=a, end=b or None) for n, (a, b) in enumerate(spans)]
    assert hours(rounds) == len({hour for a, b in spans for hour in range(a, b)})


def test_a_contract_is_shared_out_by_days_and_its_parts_add_up():
    amount, since, until = Decimal("3650.00"), date(2026, 1, 1), date(2026, 12, 31)
    assert share_of_term(amount, since, until, date(2026, 9, 1), date(2026, 9, 30)) == Decimal("300.00")
    assert share_of_term(amount, since, until, date(2025, 1, 1), date(2027, 1, 1)) == amount
    assert share_of_term(amount, since, until, date(2027, 1, 1), date(2027, 1, 2)) is None
    two_days = date(2026, 9, 1), date(2026, 9, 2)
    assert share_of_term(Decimal("0.05"), *two_days, two_days[0], two_days[0]) == Decimal(
        "0.03"
    )  # half up, as all money
    with pytest.raises(ValueError, match="ends before"):
        share_of_term(amount, until, since, since, until)
