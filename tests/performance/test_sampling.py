"""The sample by risk: of the right size, reproducible, with its reasons."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenxiao.performance.evaluation import Candidate, risk, sample
from wenxiao.performance.sampling import reach

CANDIDATES = st.lists(
    st.builds(
        Candidate,
        key=st.text(min_size=1, max_size=8),
        amount=st.none() | st.decimals(min_value=0, max_value=10**8, places=2),
        execution=st.none() | st.decimals(min_value=0, max_value=2, places=4),
        full_marks=st.booleans(),
        errors=st.integers(0, 5),
        warnings=st.integers(0, 5),
        forced=st.booleans(),
    ),
    max_size=20,
    unique_by=lambda candidate: candidate.key,
)


def test_the_risk_of_a_candidate_is_the_sum_of_its_reasons() -> None:
    risky = Candidate(
        "甲", Decimal(200), Decimal("0.79999"), full_marks=True, errors=1, warnings=2, forced=True, why="重点项目"
    )
    made = risk(risky, Decimal(1000))
    assert made.risk == 13
    assert made.reasons == (
        "必抽：重点项目", "基本：1", "严重问题 1 个：3", "警告 2 个：2", "金额占 20.00%（10%以上）：3",
        "预算执行率 79.999%（低于 80%）：2", "自评满分：2",
    )  # fmt: skip
    assert len(made.reasons_en) == len(made.reasons)


def test_what_is_not_known_adds_no_risk() -> None:
    assert risk(Candidate("甲"), Decimal(0)).risk == 1
    assert risk(Candidate("甲", Decimal(5)), Decimal(0)).risk == 1


@given(CANDIDATES, st.integers(0, 25), st.integers())
def test_a_sample_has_its_size_no_duplicates_the_order_of_the_input_and_the_forced_first(
    population: list[Candidate], n: int, seed: int
) -> None:
    picks = sample(population, n, seed)
    keys = [pick.key for pick in picks]
    assert len(keys) == min(n, len(population)) == len(set(keys))
    assert keys == [candidate.key for candidate in population if candidate.key in keys]
    forced = [candidate for candidate in population if candidate.forced]
    assert sum(pick.forced for pick in picks) == min(len(forced), n)
    assert all(pick.risk >= 1 for pick in picks)
    assert picks == sample(population, n, seed)
    assert {pick.key for pick in sample(population[::-1], n, seed)} == set(keys)
    if n:
        assert {pick.key for pick in sample(population, n - 1, seed)} <= set(keys)


def test_the_draw_is_in_proportion_to_the_risk() -> None:
    population = [Candidate("甲", errors=1), Candidate("乙"), Candidate("丙")]  # risks 4, 1, 1
    drawn = Counter(sample(population, 1, seed)[0].key for seed in range(3000))
    assert 1900 < drawn["甲"] < 2100  # 2000 expected, standard deviation 26
    assert 430 < drawn["乙"] < 570  # 500 expected, standard deviation 20


def test_of_too_many_forced_ones_the_riskiest_are_drawn() -> None:
    population = [Candidate("甲", forced=True), Candidate("乙", forced=True, errors=1), Candidate("丙", errors=5)]
    assert [pick.key for pick in sample(population, 1, 7)] == ["乙"]


def test_two_of_one_key_or_less_than_nothing_are_errors_of_the_program() -> None:
    with pytest.raises(ValueError, match="same key"):
        sample([Candidate("甲"), Candidate("甲")], 1, 0)
    with pytest.raises(ValueError, match="fewer than 0"):
        sample([], -1, 0)


def test_how_much_of_the_money_a_sample_covers() -> None:
    population = [Candidate("甲", Decimal(300), forced=True), Candidate("乙", Decimal(100)), Candidate("丙")]
    assert reach(sample(population, 1, 0), population) == Decimal("0.75")
    assert reach(sample([Candidate("丙")], 1, 0), [Candidate("丙")]) is None
