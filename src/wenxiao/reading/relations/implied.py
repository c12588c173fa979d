"""Arithmetic that the text does not announce: amounts that happen to be the sum, the difference or the product of others nearby.

Only what holds is told, to the last digit and with enough digits that chance is out of the question: nothing in the text says
that these figures belong together, so a mismatch means nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, combinations
from math import ceil

from wenxiao.quantities.model import Quantity
from wenxiao.quantities.paper import in_unit, plain
from wenxiao.reading.lists import dimension
from wenxiao.reading.model import Relation, Verdict
from wenxiao.reading.relations.material import (
    Material,
    digits,
    judge,
    made_sum,
    relation,
    surroundings,
    total_of,
)

_TOTAL_WORD = re.compile(r"共|合计|总|可用")


def implied(material: Material) -> Iterator[Relation]:
    """Amounts of one sentence that add up to an amount stated shortly before, and totals whose parts follow sentence by
    sentence. Only sums that hold are told: nothing says that these are parts."""
    series: dict[tuple[str, str], list[Quantity]] = defaultdict(list)
    for q in material.quantities:
        if q.kind in ("money", "count", "area", "length", "mass", "volume") and "/" not in q.base_unit and q.normalized:
            if material.in_table(q.start) or (q.kind == "money" and _is_norm(material, q)):
                continue
            series[dimension(q)].append(q)
    listed = {(f.total.start, tuple(p.start for p in f.parts)) for f in material.lists}
    for items in series.values():
        children: set[int] = set()
        whole = _series(material, items)
        yield from _runs(material, whole, children, listed)
        yield from _following(material, whole, children)
        if items[0].kind == "count":
            yield from _told_apart(material, items)
        if items[0].kind == "money":
            yield from _pairs(material, whole)
            yield from _preceding(material, whole)
            yield from _left_over(material, items)
    yield from _products(material)


_NORM = re.compile(r"每|标准|定额|单价|扣")


def _is_norm(material: Material, amount: Quantity) -> bool:
    """每公里3500元, 标准为300元: what one thing costs is no part of a sum."""
    left = material.clauses.left(amount, 16)
    return _NORM.search(material.text, left.start, left.end) is not None


@dataclass(frozen=True, slots=True)
class _Series:
    """Quantities of one dimension. ``amounts`` are whole numbers of the smallest unit printed, 10 to the minus ``places``:
    exact as the decimals are, and many times as fast to add and compare, which is done over and over here."""

    items: Sequence[Quantity]
    amounts: Sequence[int]
    places: int
    widest: int  # interval
    depths: Sequence[int]  # of brackets

    def decimal(self, amount: int) -> Decimal:
        return Decimal(amount).scaleb(-self.places)


def _series(material: Material, items: Sequence[Quantity]) -> _Series:
    amounts, places = _whole([q.normalized for q in items])
    widest = max([q.interval.high - q.interval.low for q in items])
    depths = [material.clauses.depth(q.start) for q in items]
    return _Series(items, amounts, places, ceil(widest.scaleb(places)), depths)


def _whole(values: Sequence[Decimal]) -> tuple[list[int], int]:
    """Decimals as whole numbers of their smallest unit, and its decimal places."""
    places = -min([int(value.as_tuple().exponent) for value in values])
    return [int(value.scaleb(places)) for value in values], places


def _runs(
    material: Material, series: _Series, children: set[int], listed: set[tuple[int, tuple[int, ...]]]
) -> Iterator[Relation]:
    items, depths = series.items, series.depths
    i = 0
    while i < len(items):
        stop = material.clauses.sentence_end(items[i].start)
        j = i
        while j < len(items) and items[j].start < stop:
            j += 1
        end = min(j, i + 12)
        reached = list(accumulate(series.amounts[i:end], initial=0))
        for size in range(end - i, 1, -1):
            for offset in {0, end - i - size}:
                first, last = i + offset, i + offset + size
                if len(set(depths[first:last])) > 1:
                    continue  # a part in brackets belongs to the one before it
                parts = items[first:last]
                total = _matching(series, first, last, reached[offset + size] - reached[offset])
                if (
                    total is not None
                    and (total.start, tuple(p.start for p in parts)) not in listed
                    and _worth(parts, total)
                ):
                    children.update(p.start for p in parts)
                    yield made_sum(material, parts, total, Verdict.HOLDS, "implied")
                    break
            else:
                continue
            break
        i = max(j, i + 1)


def _matching(series: _Series, first: int, last: int, exact: int) -> Quantity | None:
    """The amount shortly before the parts ``items[first:last]``, ``exact`` in all, that they add up to."""
    for i in range(first - 1, max(0, first - 6) - 1, -1):
        apart = abs(series.amounts[i] - exact) * 2
        if apart > series.widest:
            continue  # most often
        total, parts = series.items[i], series.items[first:last]
        if (
            series.decimal(apart) <= total.interval.high - total.interval.low
            and series.amounts[i] >= max(series.amounts[first:last])
            and judge(total, total_of(parts)) is Verdict.HOLDS
        ):
            return total
    return None


def _worth(parts: Sequence[Quantity], total: Quantity) -> bool:
    """Small counts add up by chance, and an amount said twice (预算140万元，执行140万元) is no pair of parts."""
    if total.kind == "count":
        return total.value >= 10 and len(parts) >= 2
    return total.kind != "money" or len(parts) > 2 or parts[0].normalized != parts[1].normalized


def _following(material: Material, series: _Series, children: set[int]) -> Iterator[Relation]:
    items, amounts, depths = series.items, series.amounts, series.depths
    free = [q.start not in children for q in items]
    for i, total in enumerate(items):
        if total.kind == "count" and total.value < 10:
            continue
        sure = total.kind == "money" and digits(total) >= _EXACT_DIGITS
        if not sure and not _is_told(material, total):
            continue
        run: list[Quantity] = []
        reached = depth = 0
        whole, (low, high) = amounts[i], total.interval
        for j in range(i + 1, min(i + 24, len(items))):
            if amounts[j] >= whole or (run and depths[j] != depth) or not free[j]:
                continue
            if not run:
                depth = depths[j]
            run.append(items[j])
            reached += amounts[j]
            apart = abs(reached - whole)
            if reached > whole and (apart > series.widest or series.decimal(reached) > high):
                break
            if (
                len(run) > 1
                and apart <= series.widest  # most often not
                and ((len(run) > 2 and reached == whole) or _is_told(material, total))
                and series.decimal(apart) <= abs(high - low)
                and judge(total, total_of(run)) is Verdict.HOLDS
            ):
                yield made_sum(material, run, total, Verdict.HOLDS, "implied")
                break


def _is_told(material: Material, total: Quantity) -> bool:
    """Whether a word says that it is a total."""
    left = material.clauses.left(total)
    return _TOTAL_WORD.search(material.text, left.start, left.end) is not None


_NEAR = 6  # counts
_SHARED = 2  # pairs of characters that two counts of one thing have around them


def _told_apart(material: Material, items: Sequence[Quantity]) -> Iterator[Relation]:
    """执行项目24个 … 批复项目执行15个 … 调增项目9个: counts of one thing, told by the words around them."""
    values, _ = _whole([q.value for q in items])
    for i, total in enumerate(items):
        if total.value < 10:
            continue
        near = [j for j in range(i + 1, min(i + 1 + _NEAR, len(items))) if values[j] < values[i]]
        for places in _adding_up([values[j] for j in near], values[i]):
            parts = [items[near[place]] for place in places]
            words = surroundings(material, total)
            if all(len(surroundings(material, q) & words) >= _SHARED for q in parts):
                yield made_sum(material, parts, total, Verdict.HOLDS, "implied")
                break


def _adding_up(values: Sequence[int], whole: int) -> Iterator[tuple[int, ...]]:
    """Places of every two ``values`` that make ``whole``, then of every three."""
    largest = sorted(values)[-3:]
    if sum(largest) < whole and sum(largest[-2:]) < whole:
        return  # most often: looking for the three would cost much more
    known = frozenset(values)
    if not known.isdisjoint([whole - a for a in values]):
        yield from _places(values, 2, whole)
    if not known.isdisjoint([whole - a - b for a, b in combinations(values, 2)]):
        yield from _places(values, 3, whole)


def _places(values: Sequence[int], size: int, whole: int) -> Iterator[tuple[int, ...]]:
    every = zip(combinations(range(len(values)), size), combinations(values, size), strict=True)
    return (places for places, chosen in every if sum(chosen) == whole)


_EXACT_DIGITS = 4  # two amounts of so many digits do not add up to a third by chance
_AHEAD = 10  # amounts


def _pairs(material: Material, series: _Series) -> Iterator[Relation]:
    """Two amounts that add up to one stated shortly before, to the last digit, in whatever sentences they stand."""
    items, amounts = series.items, series.amounts
    for i, total in enumerate(items):
        if digits(total) < _EXACT_DIGITS:
            continue
        ahead: dict[int, Quantity] = {}
        for j in range(i + 1, min(i + 1 + _AHEAD, len(items))):
            q, other = items[j], ahead.get(amounts[i] - amounts[j])
            if other is not None and digits(q) >= _EXACT_DIGITS - 1 and _of_one(material, total, (other, q)):
                yield made_sum(material, (other, q), total, Verdict.HOLDS, "implied")
                break
            ahead[amounts[j]] = q


def _of_one(material: Material, total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether all stand in the text of one project, or the total in none: amounts of two projects make a third's by chance."""
    whole = material.project_of(total.start)
    return whole is None or all(material.project_of(part.start) == whole for part in parts)


def _preceding(material: Material, series: _Series) -> Iterator[Relation]:
    """A total behind its parts, sentences later: 中央7420万元。省级618万元。… 三级资金合计9768.26万元."""
    items, amounts = series.items, series.amounts
    parts = [q.start in material.part_starts for q in items]
    for i, total in enumerate(items):
        if digits(total) < _EXACT_DIGITS:
            continue
        reached = 0
        run: list[Quantity] = []
        for j in range(i - 1, max(0, i - _AHEAD) - 1, -1):
            if parts[j] or amounts[j] >= amounts[i]:
                continue
            run.append(items[j])
            reached += amounts[j]
            if reached >= amounts[i]:
                break
        if len(run) > 1 and reached == amounts[i] and _of_one(material, total, run):
            yield made_sum(material, tuple(reversed(run)), total, Verdict.HOLDS, "implied")


_LEFT_OVER = re.compile(r"剩余|结余|结转|节约|节省|缺口|余额|未支付|未执行|低|高|减少|增加|相差")


def _left_over(material: Material, items: Sequence[Quantity]) -> Iterator[Relation]:
    """What is left of two amounts named just before: 到位218.64万元，支出216.20万元，剩余2.44万元."""
    for i, rest in enumerate(items):
        left = material.clauses.left(rest)
        if not rest.value or not _LEFT_OVER.search(material.text, left.start, left.end):
            continue
        near = items[max(0, i - 6) : i]
        for whole in near:
            taken = next(
                (q for q in near if q is not whole and whole.normalized - q.normalized == rest.normalized), None
            )
            if taken is not None:
                values = [plain(in_unit(q.normalized, rest)) for q in (whole, taken, rest)]
                yield relation(
                    "difference", (whole, taken), rest, whole.interval.minus(taken.interval), Verdict.HOLDS,
                    f"{values[0]} − {values[1]} = {values[2]}", basis="left", project=material.project_of(rest.start),
                )  # fmt: skip
                break


_EACH = re.compile(r"每|单价|人均|户均|标准|/")


def _products(material: Material) -> Iterator[Relation]:
    """Unit price times quantity: 38名学生，每人300元，共11400元."""
    money = [m.quantity for m in material.money]
    for i, price in enumerate(money):
        left = material.clauses.left(price)
        if "/" not in price.base_unit and not _EACH.search(material.text, max(0, left.start - 6), left.end):
            continue
        sentence = material.clauses.sentence(price.start)
        first = bisect_left(material.quantities, sentence.start, key=lambda q: q.start)
        near = [q for q in material.quantities[first : first + 16] if q.start < sentence.end]
        counts = [q for q in near if q.kind in ("count", "area", "mass", "length", "volume") and q.value > 1]
        for total in (
            q for q in money[max(0, i - 3) : i + 4] if q is not price and sentence.start <= q.start < sentence.end
        ):
            count = next(
                (
                    q
                    for q in counts
                    if total.normalized in (q.value * price.normalized, q.normalized * price.normalized)
                ),
                None,
            )
            if count is not None:
                formula = f"{plain(count.value)} × {plain(price.value)} = {plain(in_unit(total.normalized, price))}"
                yield relation(
                    "product",
                    (count, price),
                    total,
                    None,
                    Verdict.HOLDS,
                    formula,
                    basis="implied",
                    project=material.project_of(total.start),
                )
                break
