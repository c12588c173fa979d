"""Arithmetic that the text does not announce: amounts that happen to be the sum, the difference or the product of others nearby.

Only what holds is told, to the last digit and with enough digits that chance is out of the question: nothing in the text says
that these figures belong together, so a mismatch means nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, combinations

from wenxiao.quantities.model import Quantity
from wenxiao.quantities.paper import in_unit, plain
from wenxiao.reading.lists import dimension
from wenxiao.reading.model import Relation, Verdict
from wenxiao.reading.relations.material import (
    Material,
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
        yield from _runs(material, items, children, listed)
        yield from _following(material, items, children)
        if items[0].kind == "count":
            yield from _told_apart(material, items)
        if items[0].kind == "money":
            yield from _pairs(material, items)
            yield from _preceding(material, items)
            yield from _left_over(material, items)
    yield from _products(material)


_NORM = re.compile(r"每|标准|定额|单价|扣")


def _is_norm(material: Material, amount: Quantity) -> bool:
    """每公里3500元, 标准为300元: what one thing costs is no part of a sum."""
    left = material.clauses.left(amount, 16)
    return _NORM.search(material.text, left.start, left.end) is not None


def _runs(
    material: Material, items: Sequence[Quantity], children: set[int], listed: set[tuple[int, tuple[int, ...]]]
) -> Iterator[Relation]:
    widths = [high - low for low, high in (q.interval for q in items)]
    i = 0
    while i < len(items):
        stop = material.clauses.sentence(items[i].start).end
        j = i
        while j < len(items) and items[j].start < stop:
            j += 1
        run = items[i:j][:12]
        depths = [material.clauses.depth(q.start) for q in run]
        reached = list(accumulate((q.normalized for q in run), initial=Decimal(0)))
        for size in range(len(run), 1, -1):
            for offset in {0, len(run) - size}:
                if len(set(depths[offset : offset + size])) > 1:
                    continue  # a part in brackets belongs to the one before it
                parts = run[offset : offset + size]
                total = _matching(items, widths, i + offset, parts, reached[offset + size] - reached[offset])
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


def _matching(
    items: Sequence[Quantity], widths: Sequence[Decimal], at: int, parts: Sequence[Quantity], exact: Decimal
) -> Quantity | None:
    """The amount shortly before ``items[at]`` that the parts, ``exact`` in all, add up to."""
    for i in range(at - 1, max(0, at - 6) - 1, -1):
        q = items[i]
        if (
            abs(q.normalized - exact) * 2 <= widths[i]
            and q.normalized >= max(p.normalized for p in parts)
            and judge(q, total_of(parts)) is Verdict.HOLDS
        ):
            return q
    return None


def _worth(parts: Sequence[Quantity], total: Quantity) -> bool:
    """Small counts add up by chance."""
    return total.kind != "count" or (total.value >= 10 and len(parts) >= 2)


def _following(material: Material, items: Sequence[Quantity], children: set[int]) -> Iterator[Relation]:
    text = material.text
    # Looked at over and over: here once.
    depths = [material.clauses.depth(q.start) for q in items]
    amounts = [q.normalized for q in items]
    free = [q.start not in children for q in items]
    for i, total in enumerate(items):
        if total.kind == "count" and total.value < 10:
            continue
        left = material.clauses.left(total)
        told = _TOTAL_WORD.search(text, left.start, left.end) is not None
        if not told and not (total.kind == "money" and _digits(total) >= _EXACT_DIGITS):
            continue
        run: list[Quantity] = []
        reached, depth = Decimal(0), 0
        whole, (low, high) = total.normalized, total.interval
        for j in range(i + 1, min(i + 24, len(items))):
            if amounts[j] >= whole or (run and depths[j] != depth) or not free[j]:
                continue
            if not run:
                depth = depths[j]
            run.append(items[j])
            reached += amounts[j]
            if reached > high:
                break
            if (
                len(run) > (1 if told else 2)
                and (told or reached == whole)
                and abs(reached - whole) <= abs(high - low)
                and judge(total, total_of(run)) is Verdict.HOLDS
            ):
                yield made_sum(material, run, total, Verdict.HOLDS, "implied")
                break


_NEAR = 6  # counts
_SHARED = 2  # pairs of characters that two counts of one thing have around them


def _told_apart(material: Material, items: Sequence[Quantity]) -> Iterator[Relation]:
    """执行项目24个 … 批复项目执行15个 … 调增项目9个: counts of one thing, told by the words around them."""
    for i, total in enumerate(items):
        if total.value < 10:
            continue
        near = [q for q in items[i + 1 : i + 1 + _NEAR] if q.value < total.value]
        for parts in _adding_up(near, total.value):
            words = surroundings(material, total)
            if all(len(surroundings(material, q) & words) >= _SHARED for q in parts):
                yield made_sum(material, parts, total, Verdict.HOLDS, "implied")
                break


def _adding_up(items: Sequence[Quantity], whole: Decimal) -> Iterator[list[Quantity]]:
    """Every two of ``items`` that make ``whole``, then every three."""
    values = [q.value for q in items]
    largest = sorted(values)[-3:]
    if sum(largest) < whole and sum(largest[-2:]) < whole:
        return  # most often: looking for the three would cost much more
    known = frozenset(values)
    rests = [whole - value for value in values]
    if not known.isdisjoint(rests):
        yield from ([a, b] for a, b in combinations(items, 2) if a.value + b.value == whole)
    least = min(values)
    for i, rest in enumerate(rests):
        for j in range(i + 1, len(items)):
            third = rest - values[j]
            if third >= least and third in known:
                yield from ([items[i], items[j], c] for c in items[j + 1 :] if c.value == third)


_EXACT_DIGITS = 4  # two amounts of so many digits do not add up to a third by chance
_AHEAD = 10  # amounts


def _pairs(material: Material, items: Sequence[Quantity]) -> Iterator[Relation]:
    """Two amounts that add up to one stated shortly before, to the last digit, in whatever sentences they stand."""
    signed = any(q.normalized < 0 for q in items)
    for i, total in enumerate(items):
        if _digits(total) < _EXACT_DIGITS:
            continue
        ahead: dict[Decimal, Quantity] = {}
        for q in items[i + 1 : i + 1 + _AHEAD]:
            if q.normalized >= total.normalized and not signed:
                continue  # no part of it
            other = ahead.get(total.normalized - q.normalized)
            if other is not None and _digits(q) >= _EXACT_DIGITS - 1 and _of_one(material, total, (other, q)):
                yield made_sum(material, (other, q), total, Verdict.HOLDS, "implied")
                break
            ahead[q.normalized] = q


def _of_one(material: Material, total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether all stand in the text of one project, or the total in none: amounts of two projects make a third's by chance."""
    whole = material.project_of(total.start)
    return whole is None or all(material.project_of(part.start) == whole for part in parts)


def _digits(quantity: Quantity) -> int:
    return quantity.value.adjusted() + quantity.decimals + 1


def _preceding(material: Material, items: Sequence[Quantity]) -> Iterator[Relation]:
    """A total behind its parts, sentences later: 中央7420万元。省级618万元。… 三级资金合计9768.26万元."""
    for i, total in enumerate(items):
        if _digits(total) < _EXACT_DIGITS:
            continue
        reached = Decimal(0)
        run: list[Quantity] = []
        for q in reversed(items[max(0, i - _AHEAD) : i]):
            if q.start in material.part_starts or q.normalized >= total.normalized:
                continue
            run.append(q)
            reached += q.normalized
            if reached >= total.normalized:
                break
        if len(run) > 1 and reached == total.normalized and _of_one(material, total, run):
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
