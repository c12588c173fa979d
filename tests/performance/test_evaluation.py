"""Scores of a self-evaluation form, with the sentence of how each was reached."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.performance.arithmetic import equations, untrue
from tests.performance.forms import NATIONAL, RATIO, indicator, scored, sound, spent
from wenxiao.performance.evaluation import Actual, evaluate
from wenxiao.performance.line_scores import execution
from wenxiao.performance.regime import Regime
from wenxiao.performance.scoring import QUALITATIVE
from wenxiao.performance.targets import Nature, TargetSet

BEST, PARTLY, WORST = QUALITATIVE
PASS = replace(NATIONAL, pass_line=Decimal("0.6"))
DEDUCTS = replace(NATIONAL, over_deduction=Decimal("0.1"))
VALUES = st.decimals(min_value=Decimal(0), max_value=Decimal(10) ** 5, places=2)
TARGETS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10) ** 5, places=2)
WEIGHTS = st.decimals(min_value=Decimal("0.5"), max_value=50, places=1)
COUNTS = st.integers(min_value=1, max_value=9999).map(Decimal)
PACKS = st.sampled_from([NATIONAL, RATIO, PASS, replace(RATIO, pass_line=Decimal("0.6"))])
MEASURED = st.sampled_from([Nature.AT_LEAST, Nature.AT_MOST, Nature.EQUAL])


@pytest.mark.parametrize(
    ("nature", "target", "actual", "weight", "pack", "score", "how"),
    [
        ("ge", "928", "909.93", 10, NATIONAL, "9.81", "909.93 ÷ 928 × 10 = 9.81"),
        ("ge", "6", "6", 10, NATIONAL, "10", "达到目标，得满分10"),
        ("ge", "10", "0", 10, NATIONAL, "0", "完成值 0 不大于 0，得 0"),
        ("le", "160", "386", 15, NATIONAL, "0", "完成值 386 不低于指标值 160 的 2 倍（320），得 0"),
        ("le", "160", "386", 15, RATIO, "6.22", "160 ÷ 386 × 15 = 6.22"),
        ("le", "100", "150", 10, NATIONAL, "5", "10 × (1 − (150 − 100) ÷ 100) = 5"),
        ("le", "100", "150", 10, RATIO, "6.67", "100 ÷ 150 × 10 = 6.67"),
        ("le", "0", "2", 10, NATIONAL, "0", "指标值为 0，完成值 2，得 0"),
        ("le", "0", "0", 10, NATIONAL, "10", "达到目标，得满分10"),
        ("eq", "0", "0", 10, NATIONAL, "10", "达到目标，得满分10"),
        ("eq", "4", "3", 10, NATIONAL, "7.5", "3 ÷ 4 × 10 = 7.5"),
        ("ge", "10", "5.9", 10, PASS, "0", "5.9 ÷ 10 = 59.00%，低于及格线 60%，得 0"),
        ("ge", "10", "6", 10, PASS, "6", "6 ÷ 10 × 10 = 6"),
    ],
)
def test_a_figure_scores_by_the_regime_and_says_how(
    nature: str, target: str, actual: str, weight: int, pack: Regime, score: str, how: str
) -> None:
    made = scored(indicator(nature=Nature(nature), target=target, weight=weight), actual, pack)
    assert (made.score, made.how) == (Decimal(score), how)
    assert made.reached is (made.score == weight)


def test_a_range_is_full_inside_and_scores_against_the_nearer_bound() -> None:
    of = indicator(nature=Nature.RANGE, target="4", upper=Decimal(6))
    assert [(m.score, m.how) for m in (scored(of, "5"), scored(of, "2"), scored(of, "9"))] == [
        (10, "在区间内，得满分10"),
        (5, "2 ÷ 4 × 10 = 5"),
        (5, "10 × (1 − (9 − 6) ÷ 6) = 5"),
    ]
    assert scored(of, "5").deviation == 0
    assert scored(replace(of, upper=None), "5").score is None
    assert scored(replace(of, upper=Decimal(3)), "5").score is None


def test_what_is_missing_or_undefined_has_no_score_and_says_why() -> None:
    assert (scored(indicator()).score, scored(indicator()).how) == (None, "没有完成值")
    assert scored(indicator(target=None), "5").how == "没有指标值，无法计分"
    assert scored(indicator(target="0"), "5").how == "指标值 0 不大于 0，不能按比例计分"
    assert scored(indicator()).reached is None
    assert scored(indicator(nature=Nature.RANGE, upper=Decimal(20))).how == "没有完成值"


def test_a_rate_keeps_its_numerator_and_denominator() -> None:
    of = indicator(target="95", unit="%")
    made = scored(of, numerator=Decimal(270), denominator=Decimal(300))
    assert (made.score, made.how) == (Decimal("9.47"), "270 ÷ 300 = 90%，90 ÷ 95 × 10 = 9.47")
    assert scored(of, numerator=Decimal(286), denominator=Decimal(300)).how == "286 ÷ 300 = 95.33%，达到目标，得满分10"
    nearly = scored(of, numerator=Decimal(94996), denominator=Decimal(100000))
    assert nearly.reached is False  # 95.00 % as printed, but below 95 %
    assert "94.996" in nearly.how
    nothing = scored(of, numerator=Decimal(0), denominator=Decimal(0))
    assert (nothing.score, nothing.how) == (None, "没有完成值")
    assert [r.field for r in nothing.remarks] == ["a.denominator"]


def test_a_value_beside_other_parts_cannot_hold() -> None:
    of = indicator(target="95", unit="%")
    parts = {"numerator": Decimal(286), "denominator": Decimal(300)}
    assert scored(of, "95.33", **parts).remarks == ()
    assert scored(of, "95.3", **parts).remarks == ()
    wrong = scored(of, "96", **parts).remarks
    assert [r.text_zh for r in wrong] == ["“指标a”完成值 96%，按分子分母 286 ÷ 300 = 95.33%，不能同时成立"]


@pytest.mark.parametrize(
    ("answer", "manual", "reason", "score"),
    [
        (BEST, "8", "验收优良", "8"),
        (BEST, "10", "验收优良", "10"),
        (PARTLY, "8.0", "部分完成", None),
        (PARTLY, "7.99", "部分完成", "7.99"),
        (WORST, "5.99", "进展缓慢", "5.99"),
        (WORST, "6", "进展缓慢", None),
        (BEST, "9", "", None),
        (BEST, "9", "无", None),
        (BEST, None, "验收优良", None),
        ("效果很好", "9", "验收优良", None),
        ("", "9", "验收优良", None),
        ("基本达成目标", "9", "验收优良", "9"),
    ],
)
def test_a_qualitative_score_is_by_hand_in_the_band_of_its_answer_with_a_reason(
    answer: str, manual: str | None, reason: str, score: str | None
) -> None:
    of = indicator(nature=Nature.QUALITATIVE, target=None, text="机制健全")
    made = scored(of, answer=answer, manual=None if manual is None else Decimal(manual), reason=reason)
    assert made.score == (None if score is None else Decimal(score))
    assert bool(made.remarks) is (score is None and manual is not None and bool(answer))


def test_a_figure_is_not_scored_by_hand() -> None:
    made = scored(indicator(), "5", manual=Decimal(9), reason="酌情")
    assert made.score == 5
    assert [r.field for r in made.remarks] == ["a.manual"]


def test_a_missed_or_far_exceeded_target_asks_for_a_reason() -> None:
    assert scored(indicator(), "9").needs_reason
    assert not scored(indicator(), "9", reason="汛期停工").needs_reason
    assert scored(indicator(), "9", reason="汛期停工").asks_reason
    assert not scored(indicator(), "13").needs_reason
    assert scored(indicator(), "14").needs_reason
    assert scored(indicator(), "14").score == 10
    assert scored(indicator(), "14").deviation == Decimal("0.4")
    assert not scored(indicator(target="60", unit="%"), "96").needs_reason  # a percentage up to 100
    assert not scored(indicator(nature=Nature.AT_MOST), "5").needs_reason
    assert not scored(indicator()).needs_reason


def test_points_are_taken_for_over_achievement_only_where_a_pack_says_so() -> None:
    of = indicator(target="9")
    assert scored(of, "26").score == 10
    made = scored(of, "26", DEDUCTS)
    assert made.score == Decimal("8.41")
    assert made.how == "超出指标值 188.89%，高于 30%，10 × (1 − 0.1 × (188.89% − 30%)) = 8.41"
    assert made.reached
    assert scored(of, "10", DEDUCTS).score == 10
    assert scored(of, "9999", DEDUCTS).score == 0


@pytest.mark.parametrize(
    ("paid", "budget", "score", "how"),
    [
        ("571.64", "580", "9.86", "预算执行率 571.64 ÷ 580.00 = 98.56%（÷全年预算），得 10 × 98.56% = 9.86"),
        ("9265.353442", "10441", "8.87", "预算执行率 9265.353442 ÷ 10441.00 = 88.74%（÷全年预算），得 10 × 88.74% = 8.87"),
        ("1268.72", "1172.55", "10", "预算执行率 1268.72 ÷ 1172.55 = 108.20%（÷全年预算），高于 100%，得满分10"),
        ("914.97", "985.19", "9.29", "预算执行率 914.97 ÷ 985.19 = 92.87%（÷全年预算），得 10 × 92.87% = 9.29"),
        ("987.45", "1000", "9.87", "预算执行率 987.45 ÷ 1000.00 = 98.745%（÷全年预算），得 10 × 98.745% = 9.87"),
        (None, "580", None, "没有支付数，无法计算预算执行率"),
        ("571.64", None, None, "没有全年预算，无法计算预算执行率"),
        ("571.64", "0", None, "全年预算不大于 0，无法计算预算执行率"),
    ],
)  # fmt: skip
def test_execution_is_scored_from_the_whole(paid: str | None, budget: str | None, score: str | None, how: str) -> None:
    made = execution(spent(paid, budget), NATIONAL)
    assert (made.score, made.how) == (None if score is None else Decimal(score), how)
    assert untrue(made.how) == untrue(made.how_en) == []


def test_low_execution_asks_for_a_reason_and_a_regime_without_points_does_not_score_it() -> None:
    assert execution(spent("79.9999999", "100"), NATIONAL).asks_reason
    assert "79.9999999%" in execution(spent("79.9999999", "100"), NATIONAL).how
    assert not execution(spent("80", "100"), NATIONAL).asks_reason
    bare = replace(NATIONAL, execution_weight=None)
    assert execution(spent("80", "100"), bare).how == "预算执行率 80.00 ÷ 100.00 = 80.00%（÷全年预算），不计分"
    assert evaluate(sound(), [], spent("80", "100"), bare).total.items[0].name == "养护里程"


def test_a_form_is_the_sum_of_its_lines_with_a_grade() -> None:
    actuals = [Actual("a", Decimal(45)), Actual("b", Decimal(96)), Actual("c", Decimal(28)), Actual("d", Decimal(92))]
    form = evaluate(sound(), actuals, spent("571.64", "580"), NATIONAL)
    assert [line.score for line in form.lines] == [27, 20, 30, 10]
    assert form.total.total == Decimal("96.86")
    assert form.grade is not None
    assert form.grade.name == "优"
    assert not form.full_marks


def test_a_missing_value_makes_the_total_an_interval_and_the_grade_unknown() -> None:
    form = evaluate(sound(), [Actual("a", Decimal(50))], spent("580", "580"), NATIONAL)
    assert (form.total.low, form.total.high, form.total.total, form.grade) == (40, 100, None, None)
    assert evaluate(sound(), [], spent(None, None), NATIONAL).total.high == 100


def test_an_answer_that_waits_for_its_points_counts_within_its_band() -> None:
    of = indicator(nature=Nature.QUALITATIVE, target=None, text="机制健全", weight=Decimal(10))
    form = evaluate(TargetSet("建立机制", (of,)), [Actual(of.key, answer=BEST)], spent("580", "580"), NATIONAL)
    assert (form.total.low, form.total.high) == (18, 20)


def test_points_that_are_no_hundred_have_no_grade() -> None:
    short = replace(sound(), indicators=sound().indicators[:1])
    assert evaluate(short, [Actual("a", Decimal(50))], spent("1", "1"), NATIONAL).grade is None


def test_an_actual_of_no_indicator_is_an_error_of_the_program() -> None:
    with pytest.raises(ValueError, match="no indicator"):
        evaluate(sound(), [Actual("z")], spent("1", "1"), NATIONAL)
    with pytest.raises(ValueError, match="two actual"):
        evaluate(sound(), [Actual("a"), Actual("a")], spent("1", "1"), NATIONAL)


def test_the_arithmetic_of_these_tests_can_fail() -> None:
    assert untrue("270 ÷ 300 = 90%，90 ÷ 95 × 10 = 9.47") == []
    assert untrue("270 ÷ 300 = 91%，90 ÷ 95 × 10 = 9.48") == ["270 ÷ 300 = 91%", "90 ÷ 95 × 10 = 9.48"]
    assert untrue("超出指标值 (3)，10 × (1 − (150 − 100) ÷ 100) = 5.1") == ["10 × (1 − (150 − 100) ÷ 100) = 5.1"]
    assert untrue("预算执行率 1 ÷ 3 = 33.34%（÷全年预算），得 10 × 98.745% = 9.88") == [
        "1 ÷ 3 = 33.34%", "10 × 98.745% = 9.88",
    ]  # fmt: skip


@given(MEASURED, TARGETS, VALUES, WEIGHTS, PACKS)
def test_a_score_is_capped_and_every_line_of_arithmetic_holds(
    nature: Nature, target: Decimal, actual: Decimal, weight: Decimal, pack: Regime
) -> None:
    made = scored(indicator(nature=nature, target=target, weight=weight), actual, pack)
    assert made.score is not None
    assert 0 <= made.score <= weight
    assert made.score == round(made.score, 2)
    assert untrue(made.how) == untrue(made.how_en) == []


@given(MEASURED, TARGETS, COUNTS, COUNTS, WEIGHTS, PACKS)
def test_arithmetic_of_a_rate_holds_with_the_digits_that_are_printed(
    nature: Nature, target: Decimal, above: Decimal, below: Decimal, weight: Decimal, pack: Regime
) -> None:
    of = indicator(nature=nature, target=target, weight=weight, unit="户")
    made = scored(of, None, pack, numerator=above, denominator=below)
    assert equations(made.how)
    assert untrue(made.how) == untrue(made.how_en) == []


@given(TARGETS, VALUES, WEIGHTS)
def test_arithmetic_of_a_deduction_holds(target: Decimal, actual: Decimal, weight: Decimal) -> None:
    made = scored(indicator(target=target, weight=weight), actual, DEDUCTS)
    assert made.score is not None
    assert 0 <= made.score <= weight
    assert untrue(made.how) == []


@given(VALUES, TARGETS)
def test_arithmetic_of_execution_holds(paid: Decimal, budget: Decimal) -> None:
    made = execution(spent(str(paid), str(budget)), NATIONAL)
    assert made.score is not None
    assert 0 <= made.score <= 10
    assert untrue(made.how) == untrue(made.how_en) == []


@given(TARGETS, VALUES, VALUES, WEIGHTS, PACKS)
def test_a_better_value_never_scores_less(
    target: Decimal, one: Decimal, other: Decimal, weight: Decimal, pack: Regime
) -> None:
    low, high = sorted((one, other))
    up = [scored(indicator(target=target, weight=weight), v, pack).score for v in (low, high)]
    down = [scored(indicator(nature=Nature.AT_MOST, target=target, weight=weight), v, pack).score for v in (low, high)]
    assert up[0] <= up[1]  # type: ignore[operator]
    assert down[0] >= down[1]  # type: ignore[operator]


@given(st.lists(st.none() | VALUES, min_size=4, max_size=4), st.none() | VALUES)
def test_missing_stays_missing_and_the_interval_holds_every_total(
    values: list[Decimal | None], paid: Decimal | None
) -> None:
    actuals = [Actual(one.key, value) for one, value in zip(sound().indicators, values, strict=True)]
    form = evaluate(sound(), actuals, spent(None if paid is None else str(paid), "500"), NATIONAL)
    missing = [*values, paid].count(None)
    assert [item.score for item in form.total.items].count(None) == missing
    assert (form.total.total is None) is bool(missing)
    assert sum(item.points for item in form.total.items) == form.total.points == 100
    assert 0 <= form.total.low <= form.total.high <= 100
