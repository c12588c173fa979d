"""How amounts are written in messages."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from wenxiao.quantities.model import Quantity
from wenxiao.reading.model import Reading, Relation


def plain(value: Decimal) -> str:
    """A number as on paper: no exponent, no trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def printed(reading: Reading, quantity: Quantity | None) -> str:
    """A quantity as the document prints it."""
    return "—" if quantity is None else reading.text[quantity.start : quantity.end]


def like(value: Decimal, quantity: Quantity) -> str:
    """A value of the base unit, in the unit of ``quantity``, with that unit."""
    return f"{plain(in_unit(value, quantity))}{quantity.counter or quantity.unit}"


def in_unit(value: Decimal, quantity: Quantity) -> Decimal:
    """A value of the base unit, in the unit that ``quantity`` is printed in."""
    return value / (quantity.normalized / quantity.value) if quantity.normalized and quantity.value else value


def wan(value: Decimal | None) -> str:
    """Yuan as 万元 with two decimals; — for missing."""
    return "—" if value is None else f"{(value / 10000).quantize(Decimal('0.01'), ROUND_HALF_UP):f}万元"


def percent(value: Decimal) -> str:
    """A fraction as a percentage with two decimals."""
    return f"{(value * 100).quantize(Decimal('0.01'), ROUND_HALF_UP):f}%"


def total(relation: Relation) -> Decimal:
    """Exact sum of the operands of a sum."""
    return sum((q.normalized for q in relation.operands), Decimal(0))


def project_name(reading: Reading, index: int | None) -> str:
    return reading.projects[index].name if index is not None else ""
