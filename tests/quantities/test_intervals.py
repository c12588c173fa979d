"""What a printed number can stand for, in the words of the module's own definition."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenxiao.quantities.intervals import Looseness, interval
from wenxiao.quantities.scan import scan

QUICK = settings(max_examples=100, deadline=None)
ONE = Decimal(1)
numbers = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**9), 10**9), st.integers(0, 4)
)
scales = st.sampled_from([ONE, Decimal(10**4), Decimal("0.01"), Decimal(10**8)])


@QUICK
@given(numbers, scales)
def test_an_exact_print_reaches_half_a_unit_of_its_last_digit_each_side(value: Decimal, scale: Decimal) -> None:
    low, high = interval(value, scale, Looseness.NONE, exact=False)
    assert high - low == scale * ONE.scaleb(int(value.as_tuple().exponent))
    assert low + high == 2 * value * scale


@QUICK
@given(numbers, scales)
def test_a_count_is_exact(value: Decimal, scale: Decimal) -> None:
    assert interval(value, scale, Looseness.NONE, exact=True) == (value * scale, value * scale)


@QUICK
@given(numbers, scales, st.sampled_from([Looseness.AROUND, Looseness.UPWARD, Looseness.DOWNWARD]))
def test_a_loose_number_reaches_only_where_its_words_point(value: Decimal, scale: Decimal, loose: Looseness) -> None:
    low, high = interval(value, scale, loose, exact=False)
    assert (low == value * scale) == (loose is Looseness.UPWARD)
    assert (high == value * scale) == (loose is Looseness.DOWNWARD)
    exact = interval(value, scale, Looseness.NONE, exact=False)
    assert high - low >= exact.high - exact.low


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("执行率74.25%", "0.74245", "0.74255"),
        ("支出3,080.7万元", "30806500", "30807500"),
        ("拨付12,880元", "12879.5", "12880.5"),
        ("共16个", "16", "16"),
        ("查处7万起", "65000", "75000"),
        ("约500户", "400", "600"),
        ("500户左右", "400", "600"),
        ("约1250户", "1240", "1260"),
        ("500余户", "500", "600"),
        ("3亿多元", "300000000", "400000000"),
        ("百余人", "100", "200"),
        ("30人以上", "30", "40"),
        ("不低于98%", "0.98", "0.99"),
        ("近40年", "360", "480"),
        ("不足30人", "20", "30"),
        ("4.5%以内", "0.044", "0.045"),
        ("不超过12.5吨", "12400", "12500"),
        ("200万元(含)以上", "2000000", "3000000"),
        ("埋深0.7-1.0m", "0.7", "1.0"),
        ("80%—90%", "0.80", "0.90"),
        ("三至五年", "36", "60"),
    ],
)
def test_the_interval_of_a_text(text: str, low: str, high: str) -> None:
    (quantity,) = scan(text)
    assert quantity.interval == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("text", ["节约49.8万元", "附近3个", "最近3年", "彩超4台", "合约3份", "结余300万元余额为0"])
def test_the_end_of_another_word_makes_no_number_loose(text: str) -> None:
    assert not scan(text)[0].approximate
