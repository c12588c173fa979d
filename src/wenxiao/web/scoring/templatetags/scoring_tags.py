"""Bars of intervals on the pages of rates."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template

from wenxiao.quantities.model import Interval
from wenxiao.quantities.paper import plain, rounded
from wenxiao.web.core.clock import day_of

register = template.Library()


@register.filter
def hundred(fraction: Decimal | None) -> str:
    """A fraction as a place on a bar of a hundred."""
    return "0" if fraction is None else plain(rounded(min(fraction * 100, Decimal(99)), 1))


@register.filter
def span(interval: Interval) -> str:
    """How wide an interval of fractions is on a bar of a hundred."""
    return plain(rounded((interval.high - interval.low) * 100, 1))


@register.filter
def within(value: Any, those: Container[Any]) -> bool:
    """Whether a value is among those."""
    return value in those


@register.filter
def of_hundred(value: Decimal, total: Decimal) -> str:
    """A number as part of its most, on a bar of a hundred."""
    return plain(rounded(value * 100 / total, 1)) if total else "0"


@register.filter
def pair(one: Any, other: Any) -> tuple[Any, Any]:
    """Two values, to go through one after the other."""
    return one, other


@register.filter
def fraction(value: str | None) -> str:
    """A fraction that is kept as text, as a percentage."""
    return "—" if value is None else f"{rounded(Decimal(value) * 100, 2):f}%"


@register.filter
def shortly(value: Decimal | None) -> str:
    """A computed number with two decimals at most; — for what is not known."""
    return "—" if value in (None, "") else plain(rounded(Decimal(value), 2))


@register.filter
def day_before(moment: datetime) -> str:
    """The last day of a period that ends at a moment."""
    return f"{day_of(moment) - timedelta(days=1):%Y-%m-%d}"
