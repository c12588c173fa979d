"""The four ways of scoring (评分方式) and what is said where the words of a scoring say another one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.performance.arithmetic import untrue
from tests.performance.forms import NATIONAL, RATIO, indicator, scored, sound, spent
from wenxiao.performance.evaluation import Actual, evaluate
from wenxiao.performance.regime import Band, Regime, regime
from wenxiao.performance.remarks import Severity
from wenxiao.performance.scoring import QUALITATIVE, all_or_nothing, band_of, band_score
from wenxiao.performance.targets import Indicator, Nature, Scoring, check

BEST, PARTLY, _ = QUALITATIVE
VALUES = st.decimals(min_value=Decimal(0), max_value=Decimal(1000), places=2)
TARGETS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(1000), places=2)
WEIGHTS = st.decimals(min_value=Decimal("0.5"), max_value=50, places=1)
WAYS, PACKS = (
    st.sampled_from(Scoring),
    st.sampled_from([NATIONAL, RATIO, replace(regime("template-province"), over_deduction=None)]),
)
PERCENT: dict[str, Any] = {"unit": "%", "level1": "满意度指标", "level2": "服务对象满意度指标"}
WORDED = "直接赋分：未达成不得分"


@pytest.mark.parametrize(
    ("scoring", "nature", "target", "actual", "score", "how"),
    [
        ("proportion", "ge", "10", "9", "22.5", "9 ÷ 10 × 25 = 22.5"),
        ("all_or_nothing", "ge", "10", "9", "0", "完成值 9 未达到指标值 10，直接赋分，得 0"),
        ("all_or_nothing", "ge", "10", "9.999", "0", "完成值 9.999 未达到指标值 10，直接赋分，得 0"),
        ("all_or_nothing", "ge", "10", "10", "25", "达到目标，得满分25"),
        ("all_or_nothing", "ge", "0", "0", "25", "达到目标，得满分25"),
        ("all_or_nothing", "le", "0", "1", "0", "完成值 1 未达到指标值 0，直接赋分，得 0"),
        ("all_or_nothing", "le", "3", "2", "25", "达到目标，得满分25"),
        ("all_or_nothing", "eq", "0", "1", "0", "完成值 1 未达到指标值 0，直接赋分，得 0"),
        ("threshold", "ge", "10", "6", "15", "6 ÷ 10 × 25 = 15"),
        ("threshold", "ge", "10", "5.9", "0", "5.9 ÷ 10 = 59.00%，低于门槛 60%，得 0"),
        ("threshold", "ge", "10", "12", "25", "达到目标，得满分25"),
        ("threshold", "le", "100", "150", "0", "(1 − (150 − 100) ÷ 100) = 50.00%，低于门槛 60%，得 0"),
    ],
)
def test_the_way_of_scoring_makes_the_score(
    scoring: str, nature: str, target: str, actual: str, score: str, how: str
) -> None:
    of = indicator(nature=Nature(nature), target=target, weight=25, scoring=Scoring(scoring), method=WORDED)
    made = scored(of, actual)
    assert (made.score, made.how) == (Decimal(score), how)
    assert made.needs_reason is (made.score != 25)


@pytest.mark.parametrize(
    ("target", "actual", "score", "how"),
    [
        ("90", "90", "10", "90% 不低于 90%，得 10 × 100% = 10"),
        ("95", "92.5", "10", "92.5% 不低于 90%，得 10 × 100% = 10"),
        ("90", "89.99", "5", "89.99% 在 60%（含）至 90% 之间，得 10 × 50% = 5"),
        ("80", "85", "5", "85% 在 60%（含）至 90% 之间，得 10 × 50% = 5"),
        ("90", "60", "5", "60% 在 60%（含）至 90% 之间，得 10 × 50% = 5"),
        ("90", "59.99", "0", "59.99% 低于 60%，得 10 × 0% = 0"),
    ],
)
def test_a_satisfaction_gets_the_share_of_its_band(target: str, actual: str, score: str, how: str) -> None:
    made = scored(indicator(target=target, scoring=Scoring.BANDS, **PERCENT), actual)
    assert (made.score, made.how) == (Decimal(score), how)


def test_half_a_cent_of_a_band_goes_up() -> None:
    assert band_score(Decimal(70), Decimal("5.25"), (Band(Decimal(0), Decimal("0.5")),)) == Decimal("2.63")


def test_a_rate_that_prints_as_its_bound_stays_in_its_band() -> None:
    of = indicator(target="90", scoring=Scoring.BANDS, **PERCENT)
    made = scored(of, None, numerator=Decimal(89996), denominator=Decimal(100_000))
    assert (made.score, made.how) == (
        Decimal(5),
        "89996 ÷ 100000 = 89.996%，89.996% 在 60%（含）至 90% 之间，得 10 × 50% = 5",
    )


def test_a_range_is_met_or_not() -> None:
    of = indicator(nature=Nature.RANGE, target="4", upper=Decimal(6), scoring=Scoring.ALL_OR_NOTHING)
    assert [scored(of, value).score for value in ("3.9", "4", "6", "6.1")] == [0, 10, 10, 0]


def test_a_yes_or_no_in_words_is_settled_by_its_answer_and_not_by_hand() -> None:
    of = indicator(nature=Nature.QUALITATIVE, target=None, text="制度印发", scoring=Scoring.ALL_OR_NOTHING)
    assert (scored(of, answer=BEST).score, scored(of, answer=BEST).needs_reason) == (Decimal(10), False)
    assert (scored(of, answer=PARTLY).score, scored(of, answer=PARTLY).needs_reason) == (Decimal(0), True)
    assert scored(of).score is None
    by_hand = scored(of, answer=BEST, manual=Decimal(8), reason="酌情")
    assert (by_hand.score, [said.field for said in by_hand.remarks]) == (Decimal(10), ["a.manual"])


def test_points_are_not_taken_from_full_or_none_for_going_beyond() -> None:
    deducts = replace(NATIONAL, over_deduction=Decimal("0.1"))
    assert scored(indicator(target="9", scoring=Scoring.ALL_OR_NOTHING), "26", deducts).score == 10
    assert scored(indicator(target="9", scoring=Scoring.THRESHOLD), "26", deducts).score == Decimal("8.41")


def test_what_the_pack_does_not_set_has_no_score_and_says_so() -> None:
    bare = replace(NATIONAL, threshold=None, bands=())
    part = indicator(scoring=Scoring.THRESHOLD)
    assert (scored(part, "9", bare).score, scored(part, "9", bare).how) == (None, "所用规则没有规定门槛，无法计分")
    assert scored(part, "10", bare).score == 10
    asked = indicator(target="90", scoring=Scoring.BANDS, **PERCENT)
    assert (scored(asked, "95", bare).score, scored(asked, "95", bare).how) == (
        None,
        "所用规则没有规定满意度分档，无法计分",
    )
    for of in (part, asked):
        assert [(said.severity, said.field) for said in _of_scoring(of, bare)] == [(Severity.ERROR, "a.scoring")]
        assert _of_scoring(of) == []


def test_bands_are_for_percentages_of_which_more_is_better() -> None:
    for of in (
        indicator(scoring=Scoring.BANDS),
        indicator(nature=Nature.AT_MOST, scoring=Scoring.BANDS, **PERCENT),
        indicator(nature=Nature.RANGE, upper=Decimal(20), scoring=Scoring.BANDS, **PERCENT),
    ):
        assert scored(of, "9").score is None
        assert [said.severity for said in _of_scoring(of)] == [Severity.ERROR]


@pytest.mark.parametrize(
    ("method", "quoted"),
    [
        (WORDED, "直接赋分"),
        ("未达成扣完", "未达成"),
        ("超出不得分", "不得分"),
        ("按完成比例计分，低于60%不得分", "不得分"),
        ("未达成按比例计分", None),
        ("达成得满分，部分达成得一半，未达成不得分", None),
        ("按完成比例计分", None),
        ("", None),
    ],
)
def test_words_that_say_all_or_nothing_beside_a_proportion_are_told_at_both_forms(
    method: str, quoted: str | None
) -> None:
    of = indicator(method=method)
    told = [*_of_scoring(of), *scored(of, "9").remarks]
    assert [(said.severity, said.field) for said in told] == (
        [] if quoted is None else [(Severity.WARNING, "a.scoring"), (Severity.WARNING, "a.value")]
    )
    assert all(f"“{quoted}”" in said.text_zh and f"“{quoted}”" in said.text_en for said in told)
    chosen = replace(of, scoring=Scoring.ALL_OR_NOTHING)
    assert [*_of_scoring(chosen), *scored(chosen, "9").remarks] == []


def test_a_way_that_has_no_effect_on_words_is_told() -> None:
    of = indicator(nature=Nature.QUALITATIVE, target=None, text="机制健全", scoring=Scoring.THRESHOLD)
    assert [said.severity for said in _of_scoring(of)] == [Severity.WARNING]


def test_a_form_adds_up_its_lines_however_they_are_scored() -> None:
    one, *others = sound().indicators
    form = replace(sound(), indicators=(replace(one, scoring=Scoring.ALL_OR_NOTHING), *others))
    actuals = [Actual("a", Decimal(45)), Actual("b", Decimal(96)), Actual("c", Decimal(28)), Actual("d", Decimal(92))]
    made = evaluate(form, actuals, spent("571.64", "580"), NATIONAL)
    assert [line.score for line in made.lines] == [0, 20, 30, 10]
    assert made.total.total == Decimal("69.86")


def _of_scoring(of: Indicator, pack: Regime = NATIONAL) -> list:  # type: ignore[type-arg]
    form = replace(sound(), indicators=(of, *sound().indicators[1:]))
    return [said for said in check(form, pack) if said.field == "a.scoring"]


@given(st.sampled_from([Nature.AT_LEAST, Nature.AT_MOST, Nature.EQUAL]), WAYS, TARGETS, VALUES, WEIGHTS, PACKS)
def test_a_score_is_capped_and_its_arithmetic_holds_however_it_is_scored(
    nature: Nature, way: Scoring, target: Decimal, actual: Decimal, weight: Decimal, pack: Regime
) -> None:
    made = scored(indicator(nature=nature, target=target, weight=weight, unit="%", scoring=way), actual, pack)
    assert (made.score is None) is (way is Scoring.BANDS and nature is Nature.AT_MOST)
    if made.score is not None:
        assert 0 <= made.score <= weight
        assert made.score == round(made.score, 2)
    if way is Scoring.ALL_OR_NOTHING:
        assert made.score in (0, weight)
        assert made.reached is (made.score == weight)
    assert untrue(made.how) == untrue(made.how_en) == []


@given(st.sampled_from([Nature.AT_LEAST, Nature.EQUAL, Nature.AT_MOST]), WAYS, TARGETS, VALUES, VALUES, WEIGHTS, PACKS)
def test_a_better_value_never_scores_less_however_it_is_scored(
    nature: Nature, way: Scoring, target: Decimal, one: Decimal, other: Decimal, weight: Decimal, pack: Regime
) -> None:
    of = indicator(nature=nature, target=target, weight=weight, unit="%", scoring=way)
    worse, better = sorted((one, other), reverse=nature is Nature.AT_MOST)
    scores = [scored(of, value, pack).score for value in (worse, better)]
    assert scores == [None, None] or scores[0] <= scores[1]  # type: ignore[operator]


@given(WAYS, TARGETS, VALUES, WEIGHTS, PACKS)
def test_no_other_way_gives_more_than_proportion_but_bands(
    way: Scoring, target: Decimal, actual: Decimal, weight: Decimal, pack: Regime
) -> None:
    of = indicator(target=target, weight=weight, unit="%")
    usual, other = (
        scored(of, actual, replace(pack, pass_line=None, over_deduction=None)),
        scored(replace(of, scoring=way), actual, replace(pack, pass_line=None, over_deduction=None)),
    )
    if way is not Scoring.BANDS:
        assert other.score <= usual.score  # type: ignore[operator]


@given(WAYS, WEIGHTS)
def test_missing_stays_missing_however_it_is_scored(way: Scoring, weight: Decimal) -> None:
    assert scored(indicator(weight=weight, unit="%", scoring=way)).score is None
    assert scored(indicator(target=None, weight=weight, unit="%", scoring=way), "9").score is None
    assert all_or_nothing(None, weight) is None
    assert (band_of(None, NATIONAL.bands), band_of(Decimal(9), ())) == (None, None)
    assert band_score(None, weight, NATIONAL.bands) is None


def test_the_packs_say_the_numbers() -> None:
    assert regime().threshold == Decimal("0.6")
    assert [(band.low, band.share) for band in regime().bands] == [
        (Decimal("0.9"), 1),
        (Decimal("0.6"), Decimal("0.5")),
        (0, 0),
    ]
    assert regime("kunming").bands == regime().bands
    assert regime("template-province").bands != regime().bands
