"""Frameworks of an evaluation: their criteria are data, and what their points cannot be."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from wenxiao.performance.frameworks import framework, frameworks, of_regime, problems, shares, split_problems
from wenxiao.performance.ledger import Position, rate
from wenxiao.performance.regime import regime


def points(name, **changed):  # type: ignore[no-untyped-def]
    return [(one.level1, one.name, Decimal(changed.get(one.name, one.points))) for one in framework(name).criteria]


@pytest.mark.parametrize("one", frameworks(), ids=lambda one: one.name)
def test_every_framework_can_be_used_as_it_is(one):
    assert problems(one, [(c.level1, c.name, c.points) for c in one.criteria]) == []
    assert len({c.name for c in one.criteria}) == len(one.criteria)


def test_the_first_levels_of_2020_and_2013():
    assert list(dict.fromkeys(c.level1 for c in framework("national-2020").criteria)) == [
        "决策",
        "过程",
        "产出",
        "效益",
    ]
    assert list(dict.fromkeys(c.level1 for c in framework("national-2013").criteria)) == [
        "投入",
        "过程",
        "产出",
        "效果",
    ]


def test_output_and_effect_have_at_least_sixty_percent():
    moved = points("national-2020", 立项依据充分性="4", 实施效益="19")
    told = problems(framework("national-2020"), moved)
    assert [remark.text_zh for remark in told] == ["产出、效益分值 59 ÷ 100 = 59.00%，应不低于 60%"]


def test_the_framework_of_2013_sets_no_such_share():
    moved = points("national-2013", 项目立项规范性="14", 经济效益="1", 社会效益="1")
    assert problems(framework("national-2013"), moved) == []


def test_points_come_to_a_hundred():
    told = problems(framework("national-2020"), points("national-2020", 满意度="11"))
    assert [remark.text_zh for remark in told] == ["分值合计 101，应为 100，多 1"]


def test_no_criterion_is_worth_nothing():
    told = problems(framework("national-2020"), points("national-2020", 满意度="0", 实施效益="30"))
    assert [remark.text_zh for remark in told] == ["“满意度”分值 0，应大于 0"]


def test_rates_of_criteria_are_rates_of_the_ledger():
    for one in frameworks():
        for criterion in one.criteria:
            if criterion.rate:
                assert rate(Position(), criterion.rate).name in (criterion.name, "资金到位率")


def test_a_local_pack_has_the_framework_of_the_one_that_it_extends():
    assert of_regime(regime("kunming")) == framework("national-2020")


def test_a_pack_without_one_of_its_own_is_told():
    with pytest.raises(KeyError):
        framework("kunming")


def test_output_and_effect_are_made_specific():
    for one in frameworks():
        assert {c.level1 for c in one.criteria if c.specific} == {
            "产出",
            "效果" if one.name.endswith("2013") else "效益",
        }


def test_individual_indicators_come_to_the_points_of_their_criterion():
    parts = [("飞行时长", Decimal(6)), ("巡查街道", Decimal(3))]
    assert [remark.text_zh for remark in split_problems("实际完成率", Decimal(10), parts)] == [
        "“实际完成率”具体指标分值合计 9，应为 10，少 1"
    ]
    assert split_problems("实际完成率", Decimal(9), parts) == []
    assert split_problems("实际完成率", Decimal(10), []) == []


def test_individual_indicators_are_worth_something_and_named_apart():
    parts = [("飞行时长", Decimal(10)), ("飞行时长", Decimal(0))]
    assert [remark.text_zh for remark in split_problems("实际完成率", Decimal(10), parts)] == [
        "“实际完成率”的具体指标“飞行时长”分值 0，应大于 0",
        "“实际完成率”有两项具体指标同名：“飞行时长”",
    ]


@pytest.mark.parametrize(
    ("weights", "given"),
    [([10, 20], ["3.3", "6.7"]), ([0, 0, 0], ["3.4", "3.3", "3.3"]), ([5], ["10"]), ([], [])],
)
def test_points_are_given_out_by_weight_and_come_to_the_whole(weights, given):
    assert shares(Decimal(10), [Decimal(one) for one in weights]) == [Decimal(one) for one in given]


@given_any(
    points=st.decimals("0.1", 60, places=2), weights=st.lists(st.decimals(0, 50, places=1), min_size=1, max_size=40)
)
def test_points_that_are_given_out_come_to_the_whole_and_none_is_below_zero(points, weights):
    given_out = shares(points, weights)
    assert sum(given_out) == points
    assert min(given_out) >= 0
