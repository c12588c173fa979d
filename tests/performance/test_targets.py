"""Target forms: what is wrong with them, and what two versions differ in."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.performance.arithmetic import untrue
from tests.performance.forms import NATIONAL, indicator, sound
from wenxiao.performance.regime import regime
from wenxiao.performance.targets import (
    Difference,
    Indicator,
    Nature,
    TargetSet,
    check,
    differences,
    expected_weight,
    level_sums,
)


def remarks(*indicators: Indicator, core: tuple[str, ...] = ()) -> dict[str, str]:
    """What is said of a form with these indicators beside the sound ones, by field."""
    form = replace(sound(), indicators=(*sound().indicators, *indicators))
    return {r.field: f"{r.severity} {r.check} {r.text_zh}" for r in check(form, NATIONAL, core)}


def of(one: Indicator) -> list[tuple[str, str]]:
    """Field and check of the remarks that an indicator alone causes."""
    return [(r.field, r.check) for r in check(TargetSet("目标", (one,)), NATIONAL) if r.field.startswith(one.key)]


def test_a_sound_form_has_no_remark() -> None:
    assert check(sound(), NATIONAL) == []


def test_weights_come_to_a_hundred_less_execution() -> None:
    assert expected_weight(NATIONAL) == 90
    assert expected_weight(regime("national-2013")) is None
    assert expected_weight(replace(NATIONAL, target_weight=Decimal(80))) == 80


def test_weights_that_do_not_add_up_are_told_with_the_difference() -> None:
    said = remarks(indicator("e", name="新增站点", weight=5))["indicators"]
    assert said == "error C03 指标分值 30 + 20 + 30 + 10 + 5 = 95，应为 90 分（100 − 预算执行率 10），多 5 分"
    assert untrue(said) == []
    short = replace(sound(), indicators=sound().indicators[:3])
    assert check(short, NATIONAL)[0].text_en == (
        "The points are 30 + 20 + 30 = 80; they should be 90 (100 − 10 for execution): 10 short"
    )


@given(st.lists(st.decimals(min_value=Decimal("0.5"), max_value=40, places=1), min_size=1, max_size=20))
def test_the_sum_of_weights_is_a_remark_exactly_when_it_differs(weights: list[Decimal]) -> None:
    form = TargetSet("目标", tuple(indicator(str(n), name=f"甲{n}", weight=w) for n, w in enumerate(weights)))
    told = [r for r in check(form, NATIONAL) if "应为 90 分" in r.text_zh]
    assert bool(told) is (sum(weights) != 90)
    assert all(untrue(r.text_zh) == [] for r in told)


def test_another_split_of_the_first_level_is_a_note() -> None:
    a, b, c, d = sound().indicators
    form = replace(sound(), indicators=(replace(a, weight=Decimal(40)), b, replace(c, weight=Decimal(20)), d))
    found = check(form, NATIONAL)
    assert [(r.severity, r.check) for r in found] == [("note", "C03")]
    assert found[0].text_zh.startswith(
        "一级指标分值为产出 60、效益 20、满意度 10，与“国家（2020年起）”的产出 50、效益 30、满意度 10不同"
    )
    assert check(form, regime("national-2013")) == []


def test_level_sums_open_into_their_parts() -> None:
    sums = level_sums(sound())
    assert sums["产出指标", ""] == sums["产出指标", "数量指标"] + sums["产出指标", "质量指标"] == 50
    assert sum(points for (_, second), points in sums.items() if not second) == 90


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (indicator("x", name="会务费", level2="成本指标", target="17.4", unit="万元"), [("x.nature", "C06")]),
        (indicator("x", name="会务费", level2="成本指标", nature=Nature.AT_MOST, target="17.4", unit="万元"), []),
        (indicator("x", name="低保标准", level2="成本指标", target="530", unit="元"), []),
        (indicator("x", target="0"), [("x.target", "C09")]),
        (indicator("x", nature=Nature.AT_MOST, target="0", name="安全事故", unit="起"), []),
        (indicator("x", target="-5"), [("x.target", "")]),
        (indicator("x", target=None), [("x.target", "")]),
        (indicator("x", unit=" "), [("x.unit", "")]),
        (indicator("x", weight=0), [("x.weight", "C03")]),
        (indicator("x", name=""), [("x.name", "")]),
        (indicator("x", Nature.QUALITATIVE, None, text=""), [("x.text", "")]),
        (indicator("x", Nature.QUALITATIVE, None, text="不涉及"), [("x.text", "C09")]),
        (indicator("x", Nature.QUALITATIVE, None, text="明显提高"), [("x.text", "C11")]),
        (indicator("x", Nature.QUALITATIVE, None, text="建成并通过验收"), []),
        (indicator("x", Nature.RANGE, "10"), [("x.upper", "")]),
        (indicator("x", Nature.RANGE, "10", upper=Decimal(9)), [("x.upper", "")]),
        (indicator("x", Nature.RANGE, "10", upper=Decimal(12)), []),
        (indicator("x", name="活动覆盖率", target="105", unit="%"), [("x.target", "C22")]),
        (indicator("x", name="资金支付率", target="95", unit="%"), [("x.level2", "C15")]),
        (indicator("x", name="居民满意度", target="95", unit="%"), [("x.level2", "C15")]),
    ],
)  # fmt: skip
def test_one_indicator_by_itself(one: Indicator, found: list[tuple[str, str]]) -> None:
    assert of(one) == found


def test_no_satisfaction_is_a_note_where_the_regime_has_a_split_without_it() -> None:
    *first, effect, _ = sound().indicators
    form = replace(sound(), indicators=(*first, replace(effect, weight=Decimal(40))))
    assert [r.severity for r in check(form, NATIONAL)] == ["note"]
    strict = replace(NATIONAL, weights=NATIONAL.weights[:1])
    assert "warning" in [r.severity for r in check(form, strict)]


def test_satisfaction_under_benefit_is_there() -> None:
    *first, last = sound().indicators
    form = replace(sound(), indicators=(*first, replace(last, level1="效益指标", level2="满意度指标")))
    assert check(form, NATIONAL) == []


def test_a_missing_level_a_missing_core_indicator_and_an_empty_form() -> None:
    only = replace(sound(), indicators=sound().indicators[:2])
    assert "没有效益指标" in [r.text_zh for r in check(only, NATIONAL)]
    assert [r.text_zh for r in check(sound(), NATIONAL, ("养护里程", "路面完好率"))] == ["缺少核心指标“路面完好率”"]
    assert [r.field for r in check(TargetSet(" ", ()), NATIONAL)] == ["goal", "indicators"]


def test_many_few_and_equal_points_are_notes() -> None:
    def said(n: int, *weights: int) -> list[str]:
        form = TargetSet(
            "目标", tuple(indicator(str(i), name=f"甲{i}", weight=weights[i % len(weights)]) for i in range(n))
        )
        return [r.text_zh for r in check(form, NATIONAL) if r.check == "C23"]

    assert said(21, 4, 5) == ["三级指标共 21 项，过多，难以突出重点或反映全貌"]
    assert said(2, 45) == ["三级指标共 2 项，过少，难以突出重点或反映全貌"]
    assert said(9, 10) == ["9 项三级指标分值都是 10 分，没有按重要程度区分"]
    assert said(9, 10, 5) == []


def test_an_indicator_given_twice_and_one_of_the_same_name_with_another_target() -> None:
    assert "C15" in remarks(indicator("e", name="★养护里程", target="50", unit="公里"))["e.name"]
    assert "e.name" not in remarks(indicator("e", name="养护里程", target="60", unit="公里"))
    assert remarks(indicator("a"))["a.key"] == "error  指标编号“a”出现 2 次"


def test_benefits_that_all_have_one_percentage() -> None:
    def soft(key: str, name: str) -> Indicator:
        return indicator(key, name=name, level1="效益指标", level2="社会效益指标", target="95", unit="%")

    three = [soft("x", "效益明显"), soft("y", "环境改善"), soft("z", "机制健全")]
    assert "C10" in remarks(*three)["x.target"]
    assert "x.target" not in remarks(*three[:2])


def test_differences_are_told_field_by_field() -> None:
    old = sound()
    a, b, c, d = old.indicators
    new = TargetSet("新目标", (replace(a, target=Decimal(45)), c, b, indicator("e", name="新增站点")))
    assert differences(old, new) == [
        Difference("", "goal", old.goal, "新目标"),
        Difference("a", "target", Decimal(50), Decimal(45)),
        Difference("e", "added", None, "新增站点"),
        Difference("d", "removed", d.name, None),
        Difference("", "order", ("a", "b", "c"), ("a", "c", "b")),
    ]
    assert differences(old, old) == []


def test_a_target_is_written_as_a_form_prints_it() -> None:
    assert [one.wanted for one in sound().indicators] == ["≥50公里", "≥95%", "≤30分钟", "≥90%"]
    assert indicator(nature=Nature.RANGE, upper=Decimal(20)).wanted == "10—20场"
    assert indicator(target=None).wanted == "≥—场"
    assert indicator(nature=Nature.QUALITATIVE, target=None, text="建成").wanted == "建成"
