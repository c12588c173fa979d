"""What a cell shows: the stored number under its format."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenxiao.documents.readers.number_formats import BUILT_IN, general, shown, shown_text, stored

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        ("0.985", "0.00%", "98.50%"),
        ("0.985", "0%", "99%"),
        ("0.30000000000000004", "General", "0.3"),
        ("187.20000000000002", "General", "187.2"),
        ("12345.678912345", "General", "12345.67891"),
        ("123456789012", "General", "123456789012"),
        ("2.345", "0.00", "2.35"),
        ("1.0049999999999999", "0.00", "1.01"),
        ("1234567.5", "#,##0.00", "1,234,567.50"),
        ("999999.999", "#,##0.00", "1,000,000.00"),
        ("0.5", "#,##0.##", "0.5"),
        ("7", "000", "007"),
        ("1234567.5", '0!.0,"万"', "123.5万"),
        ("12345678", '0!.0000"万元"', "1234.5678万元"),
        ("98500", '#,##0.00,"千元"', "98.50千元"),
        ("98.5", '0.00"%"', "98.50%"),
        ("3", 'General"分"', "3分"),
        ("3", "G/通用格式", "3"),
        ("-3.5", "0.00;[Red]\\(0.00\\)", "(3.50)"),
        ("-3.5", "0.00", "-3.50"),
        ("-0.001", "0.00", "0.00"),
        ("1234.5", ACCOUNTING, " 1,234.50 "),
        ("8", "[$¥-804]#,##0.00", "¥8.00"),
        ("15000", '[>=10000]0.0,"千";0', "15.0千"),
        ("500", '[>=10000]0.0,"千";0', "500"),
        ("0.1234", "0.00E+00", "1.23E-01"),
        ("0.5", "# ?/?", "0.5"),
        ("5", ";;;", ""),
        ("45356", "yyyy/m/d", "2024/3/5"),
        ("45356", 'yyyy"年"m"月"d"日"', "2024年3月5日"),
        ("45356", '[$-804]yyyy"年"m"月";@', "2024年3月"),
        ("45356.4375", "yyyy-mm-dd hh:mm:ss", "2024-03-05 10:30:00"),
        ("45356.9375", "上午/下午h:mm", "下午10:30"),
        ("1.25", "[h]:mm", "30:00"),
        ("45356", "aaaa", "星期二"),
        ("-1", "yyyy/m/d", "-1"),
        ("98.5", '0.00"mdys"', "98.50mdys"),
    ],
)
def test_a_number_shows_as_its_format_says(value: str, code: str, expected: str) -> None:
    number = stored(value)
    assert number is not None
    assert shown(number, code) == expected


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    assert shown(Decimal(43894), "yyyy/m/d", from_1904=True) == "2024/3/5"


def test_days_before_the_day_that_never_was() -> None:
    assert shown(Decimal(1), "yyyy/m/d") == "1900/1/1"
    assert shown(Decimal(61), "yyyy/m/d") == "1900/3/1"


@pytest.mark.parametrize(("code", "expected"), [('@"元"', "甲元"), (";;;", ""), ("0.00", "甲"), ("0;-0;0;@", "甲")])
def test_text_shows_as_its_format_says(code: str, expected: str) -> None:
    assert shown_text("甲", code) == expected


@pytest.mark.parametrize("text", ["", "甲", "NaN", "Infinity", "1E999999"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert stored(text) is None


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**14), max_value=10**14, places=6),
    st.text(max_size=24),
)
def test_no_format_fails(value: Decimal, code: str) -> None:
    assert isinstance(shown(value, code), str)
    assert isinstance(shown_text("甲", code), str)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**15, places=5),
    st.lists(st.sampled_from(list('0#?.,%;"年月@E+-_*[]!\\/ymdhs')), max_size=16).map("".join),
)
def test_no_mixture_of_format_signs_fails(value: Decimal, code: str) -> None:
    assert isinstance(shown(value, code), str)


@given(st.integers(min_value=0, max_value=10**13))
def test_cents_survive_grouping(cents: int) -> None:
    value = Decimal(cents) / 100
    assert Decimal(shown(value, "#,##0.00").replace(",", "")) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**6, places=4))
def test_a_cell_without_format_loses_no_digit_of_an_amount(value: Decimal) -> None:
    assert Decimal(general(value)) == value


def test_every_built_in_format_shows_something() -> None:
    assert all(shown(Decimal("1.5"), code) for code in BUILT_IN.values())
