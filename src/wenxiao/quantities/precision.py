"""The precision of amounts in one document.

Dropped zeros are common: beside 4,555.55万元 and 24.95万元, 150万元 is 150.00万元.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from wenxiao.quantities.model import Interval, Quantity

_SHARE = 4  # one amount in four with decimals makes decimals the custom of the document


def settle_precision(quantities: Iterable[Quantity]) -> tuple[Quantity, ...]:
    """Quantities with the intervals of money narrowed to the number of decimals customary for its unit here.

    Only exact amounts are narrowed, and only where the custom is plain: at least three amounts of the unit, and a
    quarter of all, are printed with decimals. What is printed with more decimals than the custom keeps its own
    interval.
    """
    every = tuple(quantities)
    custom = _custom(every)
    return tuple(
        _narrowed(q, custom[q.unit])
        if q.kind == "money" and custom.get(q.unit, 0) > q.decimals and not q.approximate
        else q
        for q in every
    )


def _custom(quantities: Iterable[Quantity]) -> dict[str, int]:
    decimals: dict[str, Counter[int]] = {}
    for q in quantities:
        if q.kind == "money" and not q.approximate:
            if q.unit not in decimals:
                decimals[q.unit] = Counter()
            decimals[q.unit][q.decimals] += 1
    custom: dict[str, int] = {}
    for unit, counts in decimals.items():
        broken = {d: n for d, n in counts.items() if d}
        if sum(broken.values()) >= 3 and sum(broken.values()) * _SHARE >= counts.total():
            custom[unit] = max(broken, key=lambda d: (broken[d], d))
    return custom


def _narrowed(quantity: Quantity, decimals: int) -> Quantity:
    if not quantity.value:
        return replace(quantity, interval=Interval(Decimal(0), Decimal(0)))
    half = Decimal(5).scaleb(-decimals - 1) * (quantity.normalized / quantity.value)
    return replace(quantity, interval=Interval(quantity.normalized - half, quantity.normalized + half))
