"""Numerals, against generators written here and not taken from the program."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenxiao.quantities.numerals import arabic, chinese, chinese_decimal

QUICK = settings(max_examples=150, deadline=None)
DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


def spoken(number: int) -> str:
    """A whole number below 10^16 in Chinese, the textbook way: 亿 and 万 part it, 零 stands for skipped ranks."""
    for rank, name in ((10**8, "亿"), (10**4, "万")):
        if number >= rank:
            upper, lower = divmod(number, rank)
            return spoken(upper) + name + ("零" if 0 < lower < rank // 10 else "") + (spoken(lower) if lower else "")
    return four_digits(number) or "零"


def four_digits(number: int) -> str:
    text, skipped = "", False
    for rank, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, rank)
        if digit:
            text += ("零" if skipped and text else "") + DIGITS[digit] + name
        skipped = digit == 0
    return text


@QUICK
@given(st.integers(0, 10**13))
def test_a_spoken_number_is_read_back(number: int) -> None:
    assert chinese(spoken(number)) == number


@QUICK
@given(st.integers(1, 10**13))
def test_the_formal_characters_of_receipts_read_the_same(number: int) -> None:
    assert chinese(spoken(number).translate(FORMAL)) == number


@QUICK
@given(st.integers(10, 19))
def test_ten_needs_no_one(number: int) -> None:
    assert chinese(spoken(number).removeprefix("一")) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二〇二三", 2023),
        ("两千", 2000),
        ("一万二", 12_000),
        ("三百五", 350),
        ("三千零五", 3005),
        ("十五亿", 1_500_000_000),
    ],
)
def test_other_ways_to_say_a_number(text: str, value: int) -> None:
    assert chinese(text) == value


@pytest.mark.parametrize(
    "text", ["", "万", "百千", "三二十", "十十", "五万三万", "一亿亿", "三百元", "万三", "零" * 5000]
)
def test_what_is_no_chinese_number(text: str) -> None:
    assert chinese(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("三点五", "3.5"), ("九十五点零六", "95.06"), ("一百", "100"), ("三点", None), ("点五", None)]
)
def test_decimals_after_the_point(text: str, value: str | None) -> None:
    assert chinese_decimal(text) == (None if value is None else Decimal(value))


@QUICK
@given(st.decimals(0, 10**12, places=2), st.sampled_from(["{}", "{:,}"]))
def test_an_arabic_number_is_read_back_with_its_decimals(number: Decimal, style: str) -> None:
    read = arabic(style.format(number))
    assert read == number
    assert read.as_tuple().exponent == -2


@pytest.mark.parametrize(
    "text", ["7,00.0,77", "1.2.3", "1,23", "007", "05", "1,234,56", "0,123", ".5", "5.", "", "9" * 5000]
)
def test_what_is_no_arabic_number(text: str) -> None:
    assert arabic(text) is None


def test_two_ranks_are_one_number_in_the_unit_of_the_lower() -> None:
    assert arabic("3亿5000") == 35_000
    assert arabic("1万2") == 12
