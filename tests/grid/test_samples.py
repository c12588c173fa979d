"""Samples: the same again from the seed; two lists against worked examples and against populations whose size is known."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenxiao.grid.samples import drawn, two_lists

KEYS = [f"k{n}" for n in range(40)]


def test_the_same_seed_draws_the_same_in_whatever_order_they_come():
    assert drawn(KEYS, 6, "s") == drawn(reversed(KEYS), 6, "s")
    assert drawn(KEYS, 6, "s") != drawn(KEYS, 6, "t")
    assert set(drawn(KEYS, 99, "s")) == set(KEYS)


def test_each_is_as_likely_as_any_other():
    times = dict.fromkeys(KEYS, 0)
    for seed in range(2000):
        for key in drawn(KEYS, 4, str(seed)):
            times[key] += 1
    assert all(130 < count < 270 for count in times.values())  # 200 each; five standard deviations


@pytest.mark.parametrize(("keys", "size"), [(KEYS, 0), (["a", "a"], 1)])
def test_what_is_no_draw_is_refused(keys, size):
    with pytest.raises(ValueError, match=r"sample|twice"):
        drawn(keys, size, "s")


def test_two_lists_by_hand():
    """(9+1)(7+1)/(4+1) - 1 = 15 problems, of which 12 were seen and 9 stood on the first list: 40 % of 15 were missed."""
    found = two_lists(9, 7, 4)
    assert (found.estimate, found.seen, found.missed) == (15, 12, Decimal("0.4"))
    assert 12 <= found.low < 15 < found.high


def test_nothing_in_common_tells_nothing_and_all_in_common_leaves_nothing():
    assert two_lists(9, 7, 0) is None
    assert two_lists(0, 0, 0) is None
    all_of_it = two_lists(5, 5, 5)
    assert (all_of_it.estimate, all_of_it.low, all_of_it.high, all_of_it.missed) == (5, 5, 5, 0)
    with pytest.raises(ValueError, match="both lists"):
        two_lists(3, 2, 3)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 300))
def test_what_was_seen_is_the_least(a, b, m):
    found = two_lists(a + m, b + m, m)
    assert a + b + m <= found.low <= found.estimate <= found.high


def test_the_bounds_hold_the_truth_about_as_often_as_they_say():
    dice, held = random.Random(7), 0
    for _ in range(300):
        first = {n for n in range(200) if dice.random() < 0.6}
        second = {n for n in range(200) if dice.random() < 0.4}
        found = two_lists(len(first), len(second), len(first & second))
        held += found.low <= 200 <= found.high
    assert 270 <= held <= 298
