"""Numbers as written on paper."""

from decimal import ROUND_DOWN, Decimal

import pytest

from wenxiao.quantities.paper import in_unit, on_paper, plain, rounded
from wenxiao.quantities.scan import scan


@pytest.mark.parametrize(
    ("value", "like", "printed"),
    [
        ("900000", "0.00万元", "90"),
        ("900000", "12.5万元", "90"),
        ("120000000", "3亿元", "1.2"),
        ("173333.3333333333333333333333", "300亩", "260"),
        ("8000", "12.60万人", "0.8"),
        ("0.5", "74.25%", "50"),
        ("5", "0", "5"),
    ],
)
def test_a_value_in_the_unit_of_another(value: str, like: str, printed: str) -> None:
    quantity = scan(like + ("座" if like == "0" else ""))[0]
    assert plain(in_unit(Decimal(value), quantity)) == printed


def test_two_amounts_in_one_line_have_one_unit() -> None:
    small, large = scan("由8000万元增加至1.2亿元")
    assert (on_paper(small, large), on_paper(large, small)) == ("0.8", "12000")


def test_digits_are_never_too_many() -> None:
    assert rounded(Decimal(10) ** 60 / 3, 2).as_tuple().exponent == -2
    assert rounded(Decimal("2.345"), 2) == Decimal("2.35")
    assert rounded(Decimal("2.349"), 2, ROUND_DOWN) == Decimal("2.34")
