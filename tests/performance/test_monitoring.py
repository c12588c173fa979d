"""Monitoring lights by the bands of the regime."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.performance.arithmetic import untrue
from tests.performance.forms import NATIONAL
from wenxiao.performance.monitoring import Light, indicator_light, light, light_how, overall
from wenxiao.performance.regime import regime
from wenxiao.performance.scoring import QUALITATIVE

RATES = st.decimals(min_value=0, max_value=2, places=6)
MONTHS = st.integers(1, 12)


@pytest.mark.parametrize(
    ("rate", "month", "lit", "how"),
    [
        ("0.35", 7, "yellow", "35.00% ÷ (7 ÷ 12) = 60.00%，不低于 60%，黄灯"),
        ("0.3499", 7, "red", "34.99% ÷ (7 ÷ 12) = 59.98%，低于 60%，红灯"),
        ("0.8", 12, "green", "80.00% ÷ (12 ÷ 12) = 80.00%，不低于 80%，绿灯"),
        ("0.4", 6, "green", "40.00% ÷ (6 ÷ 12) = 80.00%，不低于 80%，绿灯"),
        ("0.39999999", 6, "yellow", "39.999999% ÷ (6 ÷ 12) = 79.999998%，不低于 60%，黄灯"),
        ("-0.1", 6, "red", "-10.00% ÷ (6 ÷ 12) = -20.00%，低于 60%，红灯"),
    ],
)
def test_execution_is_set_against_the_time_gone(rate: str, month: int, lit: str, how: str) -> None:
    assert light(Decimal(rate), month, NATIONAL) == lit
    assert light_how(Decimal(rate), month, NATIONAL)[0] == how


def test_without_a_rate_or_bands_there_is_no_light() -> None:
    assert light(None, 7, NATIONAL) is None
    assert light_how(None, 7, NATIONAL)[0] == "没有预算执行率，无法判断"
    assert light(Decimal(1), 7, regime("national-2013")) is None
    assert light_how(Decimal(1), 7, regime("national-2013"))[0] == "所用规则没有规定分档"
    with pytest.raises(ValueError, match="no month"):
        light(Decimal(1), 13, NATIONAL)


def test_bands_are_those_of_the_pack() -> None:
    assert light(Decimal("0.85"), 12, NATIONAL) is Light.GREEN
    assert light(Decimal("0.85"), 12, regime("template-province")) is Light.YELLOW
    one = replace(NATIONAL, lights=NATIONAL.lights[:1])
    assert light_how(Decimal("0.1"), 12, one)[0] == "10.00% ÷ (12 ÷ 12) = 10.00%，绿灯"


@given(RATES, MONTHS)
def test_the_arithmetic_of_a_light_holds(rate: Decimal, month: int) -> None:
    for said in light_how(rate, month, NATIONAL):
        assert untrue(said) == []


@given(RATES, RATES, MONTHS)
def test_more_execution_is_never_a_worse_light(one: Decimal, other: Decimal, month: int) -> None:
    low, high = (light(rate, month, NATIONAL) for rate in sorted((one, other)))
    assert low is not None
    assert high is not None
    assert high.rank <= low.rank


def test_an_answer_has_its_light_and_an_unknown_one_has_none() -> None:
    assert [indicator_light(label) for label in QUALITATIVE] == list(Light)
    assert indicator_light("部分实现目标") is Light.YELLOW
    assert indicator_light("效果很好") is indicator_light("") is indicator_light(None) is None


@pytest.mark.parametrize(
    ("lights", "worst"),
    [
        (("green", "green"), "green"),
        (("green", "yellow"), "yellow"),
        (("yellow", "red", "green"), "red"),
        (("green", None), None),
        (("red", None), "red"),
        ((None,), None),
        ((), None),
    ],
)
def test_the_worst_light_counts_and_what_is_not_known_is_not_green(
    lights: tuple[str | None, ...], worst: str | None
) -> None:
    assert overall(None if one is None else Light(one) for one in lights) == worst


def test_a_light_has_its_names() -> None:
    assert [(one.zh, one.en, one.rank) for one in Light] == [
        ("绿灯", "green", 0),
        ("黄灯", "yellow", 1),
        ("红灯", "red", 2),
    ]
