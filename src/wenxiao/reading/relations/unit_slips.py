"""A total and its parts that agree in their digits and not in their unit: 预算1530元，其中中央1180万元，省级350万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from wenxiao.quantities.model import Quantity
from wenxiao.quantities.paper import plain
from wenxiao.reading.model import Relation, Verdict
from wenxiao.reading.relations.material import Material, exact_total, relation, total_of

_MARKER = re.compile(r"[^。\n\d]{0,6}?(?:其中|包括|分别为|[:(])")
_MOST_PARTS = 12


def unit_slips(material: Material) -> Iterator[Relation]:
    """The sum of the parts is the total digit by digit, or as near as rounded parts can come, and the units are 元 and 万元, or 万元 and 亿元."""
    money = [m.quantity for m in material.money]
    for i, total in enumerate(money[:-2]):
        if total.approximate or not _MARKER.match(material.text, total.end):
            continue
        unit = money[i + 1].unit
        if unit == total.unit or _scale(unit) is None or _scale(total.unit) is None:
            continue
        stop = material.clauses.sentence_end(total.start)
        parts: list[Quantity] = []
        for q in money[i + 1 : i + 1 + _MOST_PARTS]:
            if q.start >= stop or q.unit != unit or q.approximate:
                break
            parts.append(q)
            reached = sum((p.value for p in parts), Decimal(0))
            off = sum((_half(p) for p in parts), _half(total))  # 33.33, 33.33 and 33.33 are parts of 100.00
            if len(parts) > 1 and abs(reached - total.value) <= off:
                formula = " + ".join(plain(p.value) for p in parts) + f" = {plain(reached)}{unit}"
                yield relation(
                    "sum", parts, total, total_of(parts), Verdict.BROKEN, formula,
                    basis="unit", project=material.project_of(total.start), exact=exact_total(parts),
                )  # fmt: skip
                break


def _half(quantity: Quantity) -> Decimal:
    """Half a unit of the last printed decimal; whole numbers are taken as they stand."""
    return Decimal(5).scaleb(-quantity.decimals - 1) if quantity.decimals else Decimal(0)


def _scale(unit: str) -> int | None:
    return {"元": 0, "万元": 4, "亿元": 8}.get(unit)
