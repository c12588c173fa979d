"""The checks of an entered monitoring report: each case that is told, at its field, and the near miss that is not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from wenxiao.performance.ledger import Position
from wenxiao.performance.monitoring import Likelihood
from wenxiao.performance.monitoring_checks import Before, Told, remarks
from wenxiao.performance.regime import regime
from wenxiao.performance.target_form import Indicator, Nature

MONEY = Position(revised=Decimal(1_000_000), paid=Decimal(600_000))


def indicator(nature=Nature.AT_LEAST, level2="数量指标", unit="处", target="12"):
    return Indicator("k", "产出", level2, "新建收集点", nature, Decimal(target), None, "", unit, Decimal(10))


def told(value=None, forecast=None, likelihood=None, explanation="", **kind):
    numbers = [None if said is None else Decimal(said) for said in (value, forecast)]
    return Told(indicator(**kind), *numbers, Likelihood(likelihood) if likelihood else None, explanation)


def said(*rows, month=7, expected=None, before=None, position=MONEY):
    amount = None if expected is None else Decimal(expected)
    return [(one.severity.value, one.field) for one in remarks(month, position, amount, rows, regime(), before)]


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ("599999.99", [("error", "expected_spending")]),
        ("600000", []),
        ("1000000", []),
        ("1000000.01", [("warning", "expected_spending")]),
        (None, []),
    ],
)
def test_the_expected_spending_lies_between_what_is_paid_and_the_budget(expected, found):
    assert said(expected=expected) == found


def test_the_sentence_has_both_amounts_and_the_difference():
    [one] = remarks(7, MONEY, Decimal(450_000), (), regime())
    assert one.text_zh == "全年预计执行数 450,000 元，小于台账 1—7月已支付的 600,000 元，相差 150,000 元"
    assert "450,000 yuan" in one.text_en
    assert "150,000 yuan less" in one.text_en


def test_without_an_entry_of_the_ledger_nothing_is_said_of_the_money():
    assert said(expected="1", position=Position()) == []


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (told("5", "12", "impossible"), [("error", "k.likelihood")]),
        (told("8", "11", "certain"), [("warning", "k.likelihood")]),
        (told("5", "12", "possible"), []),
        (told("8", "11", "possible"), []),
        (told("5", None, "impossible"), []),
        (told("130", "120", "impossible", nature=Nature.AT_MOST, level2="成本指标", target="145"), [("error", "k.likelihood")]),
    ],
)  # fmt: skip
def test_the_forecast_and_the_likelihood_say_the_same(row, found):
    assert said(row) == found


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (told("9", "8", "impossible"), [("error", "k.forecast")]),
        (told("9", "9", "impossible"), []),
        (told("96", "95", "possible", unit="%", target="98"), []),
        (told("9", "8", "impossible", level2="质量指标"), []),
    ],
)
def test_a_count_cannot_end_below_what_is_reached_already(row, found):
    assert said(row) == found


def test_a_count_cannot_fall_from_one_round_to_the_next():
    before = Before(7, {"k": Decimal(6)})
    assert said(told("5", "12", "possible"), month=10, before=before) == [("error", "k.value")]
    assert said(told("6", "12", "possible"), month=10, before=before) == []
    assert said(told("5", "12", "possible", unit="%"), month=10, before=before) == []
    assert said(told("5", "12", "possible"), month=10, before=Before(7, {})) == []


def test_what_is_far_behind_the_time_gone_and_called_certain_is_to_be_explained():
    assert said(told("1", "12", "certain")) == [("warning", "k.value")]
    assert said(told("1", "12", "possible")) == []
    assert said(told("7", "12", "certain")) == []


@pytest.mark.parametrize("words", ["无", "/", "无。"])
def test_an_explanation_that_explains_nothing_is_told(words):
    assert said(told("7", "12", "possible", words)) == [("warning", "k.explanation")]
    assert said(told("7", "12", "possible", "征地推迟两个月。")) == []
