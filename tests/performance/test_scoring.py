from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenxiao.performance.regime import regime
from wenxiao.performance.scoring import (
    QUALITATIVE,
    Direction,
    Item,
    Reverse,
    deviation,
    execution_rate,
    execution_score,
    grade,
    grade_named,
    in_band,
    indicator_score,
    qualitative_band,
    range_score,
    total,
)

AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10) ** 6, places=2)
POINTS = st.decimals(min_value=Decimal("0.5"), max_value=Decimal(90), places=1)
BANDS = regime().grades


@pytest.mark.parametrize(
    ("target", "actual", "points", "expected"),
    [("928", "909.93", 10, "9.81"), ("6", "6", 10, "10"), ("6", "9", 10, "10")],
)
def test_a_lower_bound_scores_in_proportion_up_to_its_points(
    target: str, actual: str, points: int, expected: str
) -> None:
    assert indicator_score(Decimal(actual), Decimal(target), Decimal(points), Direction.HIGHER) == Decimal(expected)


@pytest.mark.parametrize(
    ("target", "actual", "points", "linear", "ratio"), [(160, 386, 15, "0", "6.22"), (100, 150, 10, "5.00", "6.67")]
)
def test_the_two_formulas_for_an_upper_bound(target: int, actual: int, points: int, linear: str, ratio: str) -> None:
    values = Decimal(actual), Decimal(target), Decimal(points), Direction.LOWER
    assert indicator_score(*values, Reverse.LINEAR) == Decimal(linear)
    assert indicator_score(*values, Reverse.RATIO) == Decimal(ratio)


def test_what_is_undefined_is_none() -> None:
    assert indicator_score(None, Decimal(1), Decimal(10), Direction.HIGHER) is None
    assert indicator_score(Decimal(1), Decimal(0), Decimal(10), Direction.HIGHER) is None
    assert execution_rate(Decimal(1), Decimal(0)) is None
    assert execution_rate(None, Decimal(1)) is None
    assert execution_score(None, Decimal(10)) is None
    assert deviation(Decimal(1), Decimal(0)) is None
    assert range_score(Decimal(1), Decimal(3), Decimal(2), Decimal(10)) is None


def test_no_accident_reaches_a_target_of_none() -> None:
    assert indicator_score(Decimal(0), Decimal(0), Decimal(10), Direction.LOWER) == 10
    assert indicator_score(Decimal(1), Decimal(0), Decimal(10), Direction.LOWER) == 0
    assert indicator_score(Decimal(0), Decimal(0), Decimal(10), Direction.EQUAL) == 10


@pytest.mark.parametrize(
    ("spent", "budget", "expected"),
    [("9265.353442", "10441", "8.87"), ("1268.72", "1172.55", "10"), ("914.97", "985.19", "9.29")],
)
def test_execution_scores_in_proportion_and_never_above_its_points(spent: str, budget: str, expected: str) -> None:
    assert execution_score(execution_rate(Decimal(spent), Decimal(budget)), Decimal(10)) == Decimal(expected)


def test_halves_are_rounded_up() -> None:
    assert execution_score(Decimal("0.88345"), Decimal(100)) == Decimal("88.35")


@given(AMOUNTS, AMOUNTS, POINTS, st.sampled_from(Direction), st.sampled_from(Reverse))
def test_a_score_lies_between_nothing_and_its_points_and_is_full_when_reached(
    actual: Decimal, target: Decimal, points: Decimal, direction: Direction, reverse: Reverse
) -> None:
    score = indicator_score(actual, target, points, direction, reverse)
    assert score is not None
    assert 0 <= score <= points
    if (actual <= target) if direction is Direction.LOWER else (actual >= target):
        assert score == points


@given(AMOUNTS, AMOUNTS, AMOUNTS, POINTS, st.sampled_from(Reverse))
def test_a_better_value_never_scores_less(
    target: Decimal, one: Decimal, other: Decimal, points: Decimal, reverse: Reverse
) -> None:
    low, high = sorted((one, other))
    up = [indicator_score(v, target, points, Direction.HIGHER) for v in (low, high)]
    down = [indicator_score(v, target, points, Direction.LOWER, reverse) for v in (low, high)]
    assert up[0] <= up[1]  # type: ignore[operator]
    assert down[0] >= down[1]  # type: ignore[operator]


def test_a_range_is_full_inside_and_falls_on_both_sides() -> None:
    assert range_score(Decimal(5), Decimal(4), Decimal(6), Decimal(10)) == 10
    assert range_score(Decimal(2), Decimal(4), Decimal(6), Decimal(10)) == 5
    assert range_score(Decimal(9), Decimal(4), Decimal(6), Decimal(10)) == 5


def test_the_bound_of_two_answers_belongs_to_the_better_one() -> None:
    first, second, third = QUALITATIVE
    assert in_band(first, Decimal(8), Decimal(10))
    assert in_band(second, Decimal("8.0"), Decimal(10)) is False
    assert in_band(third, Decimal("5.99"), Decimal(10))
    assert in_band(first, Decimal(10), Decimal(10))
    assert in_band("效果很好", Decimal(10), Decimal(10)) is None
    assert qualitative_band("效果很好", Decimal(10)) is None


@given(st.decimals(min_value=0, max_value=100, places=2))
def test_every_score_falls_in_exactly_one_band(score: Decimal) -> None:
    found = grade(score, BANDS)
    assert found is not None
    assert score >= found.low
    assert all(score < band.low for band in BANDS if band.low > found.low)


def test_grades_have_several_words_and_outside_of_a_hundred_there_is_none() -> None:
    assert grade(Decimal("89.5"), BANDS) == grade_named("良好", BANDS)
    assert grade(Decimal(101), BANDS) is None
    assert grade(None, BANDS) is None
    assert grade_named("合格", BANDS) is None
    assert grade(Decimal(95), ()) is None


def test_a_total_with_an_unknown_item_is_a_range() -> None:
    known, unknown = Item("甲", Decimal(60), Decimal(55)), Item("乙", Decimal(40), None)
    assert total([known]).total == 55
    score = total([known, unknown])
    assert (score.low, score.high, score.points, score.total) == (55, 95, 100, None)
