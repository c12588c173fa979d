"""How amounts are written in messages."""

from __future__ import annotations

from decimal import Decimal

from wenxiao.quantities.model import Quantity
from wenxiao.quantities.paper import in_unit, plain
from wenxiao.reading.model import Reading


def printed(reading: Reading, quantity: Quantity | None) -> str:
    """A quantity as the document prints it."""
    return "—" if quantity is None else reading.text[quantity.start : quantity.end]


def like(value: Decimal, quantity: Quantity) -> str:
    """A value of the base unit, in the unit of ``quantity``, with that unit."""
    return f"{plain(in_unit(value, quantity))}{quantity.unit}"


def minus(larger: Decimal, smaller: Decimal, quantity: Quantity) -> str:
    """A difference of values of the base unit in one line, in the unit of ``quantity``."""
    return " ".join(
        f"{plain(in_unit(value, quantity))}{sign}"
        for value, sign in ((larger, " −"), (smaller, " ="), (larger - smaller, ""))
    )
