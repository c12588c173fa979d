"""Numbers as one writes them on paper: without exponents and trailing zeros, in the unit of the figure they stand beside.

No figure of a document is too long for these: each works with as many digits as its operands need.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

from wenxiao.quantities.model import Quantity
from wenxiao.quantities.units import factor

_WIDE = Context(prec=200)
_MOST_PLACES = 24  # of a quotient; with so many digits nothing that is said of it is lost
_SIGNIFICANT = Context(prec=24)  # 260亩 in m² and back is 260, not 259.9999999999999999999999999


def rounded(value: Decimal, places: int, mode: str = ROUND_HALF_UP) -> Decimal:
    """``value`` with that many decimals."""
    return value.quantize(Decimal(1).scaleb(-places), mode, _WIDE)


def plain(value: Decimal) -> str:
    """A number as on paper: no exponent, no trailing zeros."""
    text = str(value)
    if "E" in text:
        text = f"{value:f}"  # slower, and asked for by few
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_unit(value: Decimal, like: Quantity) -> Decimal:
    """A value of the base unit in the unit that ``like`` is printed in."""
    size = like.normalized / like.value if like.value and like.normalized else factor(like.unit)
    return _SIGNIFICANT.divide(value, size)


def on_paper(quantity: Quantity, like: Quantity) -> str:
    """A quantity in the unit that ``like`` is printed in: 1.2亿元 beside 8000万元 is 12000."""
    return plain(quantity.value if quantity.unit == like.unit else in_unit(quantity.normalized, like))


def percent(value: Decimal, places: int = 2) -> str:
    """A fraction as a percentage."""
    return f"{rounded(value * 100, places):f}%"


def shown(value: Decimal, holds: Callable[[Decimal], bool], least: int = 0) -> str:
    """``value`` with the fewest decimals, at least ``least``, with which what is said of it still ``holds``."""
    for places in range(least, _MOST_PLACES):
        printed = rounded(value, places)
        if holds(printed):
            return f"{printed:f}"
    return plain(value)
