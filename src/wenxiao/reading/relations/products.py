"""Price times quantity where the text binds them: 按每人300元的标准，发放42人，共计12600元; 42人×300元/人=12600元."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import prod

from wenxiao.quantities.model import Interval, Quantity
from wenxiao.quantities.numerals import arabic
from wenxiao.quantities.paper import in_unit, plain
from wenxiao.quantities.units import SCALES
from wenxiao.reading.model import Relation
from wenxiao.reading.relations.material import Material, judge, relation

_EACH = re.compile(r"每(?P<per>[一-龥]{1,3}?)(?:补助|补贴|发放|奖励|资助|救助|标准|奖补|支付|按|给予|为|的){0,4}\Z")
_TOTAL = re.compile(
    r"(?:共计?|合计|总计|总共)(?:需要?|发放|补[助贴]|支付|支出|资助|救助|奖[励补]|使用|资金|经费|金额|[为:约])*\Z"
)
# What makes the product another one: bounds, several rates, time.
_OTHER = re.compile(
    r"最[高低]|不[超低]|至少|以[内上下]|平均|人均|户均|约|近|扣|其中|等|另|不同|分别|首|每[年月天日季次]|[年月日]/|/[年月日天次季]|个?月|\d天|分档|差额|部分|补差|其余|加"
)
_COUNTED = frozenset({"count", "area", "length", "mass", "volume"})


_FACTOR = r"(?P<{0}>\d[\d,]{{0,12}}(?:\.\d{{1,4}})?)(?P<u{0}>[^\d×*=＝+,，。；;()\n-]{{0,8}})"
# 42人×300元/人=1.26万元, 13人×5天×200元=13000元. The pattern begins with the sign, what stands before it is looked up.
_WRITTEN = re.compile(
    rf"[×*](?<=[^×*=(+\-][×*]){_FACTOR.format('b')}(?:[×*]{_FACTOR.format('c')})?(?:=|≈)(?P<total>\d)"
)
_FIRST = re.compile(rf"(?<![\d.,×*+(/-]){_FACTOR.format('a')}\Z")


def products(material: Material) -> Iterator[Relation]:
    """Every product that the text binds."""
    yield from _written(material)
    yield from _told(material)


def _written(material: Material) -> Iterator[Relation]:
    """Products that are written out with their signs."""
    text = material.text
    if "×" not in text and "*" not in text:
        return
    places = {m.quantity.start: m.quantity for m in material.money}
    for match in _WRITTEN.finditer(text):
        first = _FIRST.search(text, max(0, match.start() - 24), match.start())
        total = places.get(match.start("total"))
        if (
            first is None
            or total is None
            or total.approximate
            or text[total.end : total.end + 1] in ("+", "-", "×", "*")
        ):
            continue
        factors = [(first["a"], first["ua"]), (match["b"], match["ub"])]
        if match["c"]:
            factors.append((match["c"], match["uc"]))
        values = [_value(*factor) for factor in factors]
        exact = prod((v for v in values if v is not None), start=Decimal(1))
        if None in values or sum("元" in unit for _, unit in factors) > 1 or any("%" in unit for _, unit in factors):
            continue
        formula = " × ".join(number for number, _ in factors) + f" = {plain(exact)}元"
        low = bisect_left(material.quantities, first.start(), key=lambda q: q.start)
        used = [q for q in material.quantities[low : low + 8] if q.start < total.start]
        yield relation(
            "product", used, total, Interval(exact, exact), judge(total, Interval(exact, exact)), formula,
            basis="stated", project=material.project_of(total.start), exact=exact,
        )  # fmt: skip


def _value(number: str, unit: str) -> Decimal | None:
    """A factor in ones: 1.2万人 is 12000."""
    value = arabic(number)
    return None if value is None else value * SCALES.get(unit[:1], Decimal(1))


def _told(material: Material) -> Iterator[Relation]:
    """One price, one number of things of its kind, one total that is said to be one, in one sentence."""
    money = [m.quantity for m in material.money]
    done: set[int] = set()
    for price in money:
        per = _per(material, price)
        if per is None:
            continue
        sentence = material.clauses.sentence(price.start)
        if sentence.start in done:
            continue
        done.add(sentence.start)
        first = bisect_left(material.quantities, sentence.start, key=lambda q: q.start)
        inside = [q for q in material.quantities[first : first + 12] if q.start < sentence.end]
        found = _bound(material, price, per, inside)
        if found is not None:
            yield found


def _per(material: Material, price: Quantity) -> str | None:
    """What the price is for one of: 300元/人 and 每人300元 are for one 人."""
    if "/" in price.base_unit:
        per = price.base_unit.partition("/")[2]
        return per if "·" not in per else None
    left = material.clauses.left(price, 14)
    each = _EACH.search(material.text, left.start, left.end)
    return each["per"] if each else None


def _bound(material: Material, price: Quantity, per: str, inside: Sequence[Quantity]) -> Relation | None:
    if len(inside) != 3 or any(q.approximate for q in inside):
        return None
    counts = [q for q in inside if q.kind in _COUNTED and (q.counter or q.unit) == per]
    totals = [q for q in inside if q.kind == "money" and q is not price]
    if len(counts) != 1 or len(totals) != 1 or totals[0] is not inside[-1]:
        return None
    count, total = counts[0], totals[0]
    left = material.clauses.left(total, 16)
    said = _TOTAL.search(material.text, left.start, left.end)
    # 首 of the sentence before is no word of this one
    begin = max(material.clauses.sentence(total.start).start, inside[0].start - 8)
    if said is None or _OTHER.search(material.text, begin, total.start):
        return None
    return _made(material, count, price, total)


def _made(material: Material, count: Quantity, price: Quantity, total: Quantity) -> Relation:
    number = count.interval if count.kind == "count" else Interval(count.value, count.value)
    value = count.normalized if count.kind == "count" else count.value
    computed = number.times(price.interval)
    exact = value * price.normalized
    formula = f"{plain(value)} × {plain(price.value)}{price.unit.partition('/')[0]} = {plain(in_unit(exact, total))}{total.unit}"
    return relation(
        "product", (count, price), total, computed, judge(total, computed), formula,
        basis="stated", project=material.project_of(total.start), exact=exact,
    )  # fmt: skip
