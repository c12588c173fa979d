"""Pictures of a statement: the money as a waterfall, an indicator as a bullet bar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from wenxiao.performance.ledger import Position
from wenxiao.web.ledger.pictures import waterfall
from wenxiao.web.selfevaluation.showing import WIDTH, Bullet


def position(money: Mapping[str, str | None]) -> Position:
    """The position that a statement holds."""
    names = {one.name for one in fields(Position)}
    return Position(
        **{name: None if amount is None else Decimal(amount) for name, amount in money.items() if name in names}
    )


def money(amounts: Mapping[str, str | None]) -> dict[str, Any] | None:
    """The waterfall; None where there is no budget to draw."""
    return waterfall(position(amounts))


def bullet(one: Mapping[str, Any]) -> Bullet | None:
    """The bar of an indicator with a number; None where there is none to draw."""
    bounds = [Decimal(one[name]) for name in ("target_value", "upper_value") if one.get(name)]
    value = Decimal(one["actual_value"]) if one.get("actual_value") else None
    top = max([*bounds, value or Decimal(0)], default=Decimal(0))
    if not bounds or value is None or top <= 0:
        return None
    return Bullet(_part(value, top), tuple(_part(bound, top) for bound in bounds), one.get("reached") is False)


def _part(value: Decimal, whole: Decimal) -> int:
    return max(0, min(WIDTH, int(WIDTH * value / whole)))
