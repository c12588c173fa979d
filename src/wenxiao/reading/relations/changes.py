"""From-to changes: 由31.75ms下降至2.94ms … 下降91%."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal

from wenxiao.quantities.model import Interval, Quantity
from wenxiao.quantities.paper import on_paper, percent, plain
from wenxiao.reading.lists import dimension
from wenxiao.reading.model import Relation, Verdict
from wenxiao.reading.relations.material import Material, judge, relation

_FROM = re.compile(r"(?:由|从)[^，。;\d]{0,16}\Z")
_TO = re.compile(
    r"(?:[^，。;\d]{0,10}(?P<word>下降|降低|减少|缩短|压缩|降|提高|提升|增加|增长|上升|扩大|升)?[^，。;\d]{0,6}(?:至|到|为))"
)
_AGAINST = re.compile(
    r"[，,]?(?:较|比)(?:上年|去年|上一年|同期|20\d\d年)(?:度|同期)?(?:的)?(?:(?![增减降升多少提])[^，。;\d]){0,6}"
)
# 8103万元，比上年增加1284万元，增长18.8%: between the value and the difference, and between that and the rate.
_BY = re.compile(
    r"[，,]?(?:较|比|与)(?:上年|去年|上一年|20\d\d年)(?:度|同期|决算数?|执行数|预算数?|相比){0,2}[，,]?(?P<up>增加|增收|增支|增长|上升|提高|多)?(?P<down>减少|减收|减支|下降|降低|压减|少)?(?:了|支出)?"
)
_BY_RATE = re.compile(
    r"[，,](?:同比)?(?:(?P<up>增长|上升|增幅|提高)|(?P<down>下降|降低|降幅|减少))(?:了|率|幅度)?(?:为|达到?)?"
)
_CHANGE = re.compile(
    r"(?P<word>下降|降低|减少|缩短|压缩|降幅|提高|提升|增加|增长|上升|增幅|升幅)(?:了|幅度|率)?(?:为|达到?|约)?\Z"
)
_DOWN = frozenset({"下降", "降低", "减少", "缩短", "压缩", "降", "降幅"})


def changes(material: Material) -> Iterator[Relation]:
    """Changes in percent against the two values that they are between, or against one value and the difference."""
    yield from _between(material)
    yield from _by_difference(material)


def _by_difference(material: Material) -> Iterator[Relation]:
    text, quantities = material.text, material.quantities
    for value, gap, stated in zip(quantities, quantities[1:], quantities[2:], strict=False):
        if stated.kind != "percent" or dimension(value) != dimension(gap) or value.kind == "percent":
            continue
        by, rate = _BY.fullmatch(text, value.end, gap.start), _BY_RATE.fullmatch(text, gap.end, stated.start)
        if by is None or rate is None or by.lastgroup is None or by.lastgroup != rate.lastgroup:
            continue
        up = by["up"] is not None
        old = value.interval.minus(gap.interval) if up else value.interval + gap.interval
        exact_old = value.normalized - gap.normalized if up else value.normalized + gap.normalized
        computed = gap.interval.over(old)
        if computed is None or exact_old <= 0:
            continue
        base = f"({plain(value.value)} {'−' if up else '+'} {on_paper(gap, value)})"
        exact = gap.normalized / exact_old
        yield relation(
            "change",
            (value, gap),
            stated,
            computed,
            judge(stated, computed),
            f"{on_paper(gap, value)} ÷ {base} = {percent(exact)}",
            basis="difference",
            project=material.project_of(stated.start),
            exact=exact,
        )


def _between(material: Material) -> Iterator[Relation]:
    text, quantities = material.text, material.quantities
    starts = [q.start for q in quantities]
    totals = {found.parts[-1].start: found.total for found in material.lists if found.explicit and not found.tail}
    for i, before in enumerate(quantities[:-1]):
        after = quantities[i + 1]
        if text[before.end : before.end + 1] == ";":  # 130件，其中甲60件、乙70件；比上年的100件增长30%
            before = totals.get(before.start, before)
        if before.kind != after.kind or before.base_unit != after.base_unit or before.counter != after.counter:
            continue
        if _AGAINST.fullmatch(text, quantities[i].end + (before is not quantities[i]), after.start):
            before, after, known = after, before, after  # 3.17亿元，较上年2.86亿元增长10.84%
        elif _FROM.search(text, max(0, before.start - 18), before.start) and _TO.fullmatch(
            text, before.end, after.start
        ):
            known = after
        else:
            continue
        sentence = material.clauses.sentence(known.start)
        j = bisect_left(starts, known.end)
        for stated in quantities[j : j + 3]:
            if stated.start >= sentence.end or stated.kind != "percent":
                continue
            word = _CHANGE.search(text, max(0, stated.start - 14), stated.start)
            if word is None:
                continue
            made = _change(material, before, after, stated, word["word"])
            if made is not None:
                yield made
            break


def _change(material: Material, before: Quantity, after: Quantity, stated: Quantity, word: str) -> Relation | None:
    down = word in _DOWN
    if before.base_unit == "fraction":
        if "百分点" not in stated.unit:
            return None
        difference = (before.interval.minus(after.interval)) if down else after.interval.minus(before.interval)
        formula = f"{plain(after.value)}% − {plain(before.value)}% = {plain(after.value - before.value)}"
        return relation(
            "change",
            (before, after),
            stated,
            difference,
            judge(stated, difference),
            formula,
            basis="points",
            project=material.project_of(stated.start),
            exact=abs(after.normalized - before.normalized),
        )
    if before.interval.low <= 0:
        return None
    if (before.normalized - after.normalized) * (1 if down else -1) < 0:
        verdict, computed = Verdict.BROKEN, Interval(Decimal(0), Decimal(0))
    else:
        low, high = after.interval.low / before.interval.high, after.interval.high / before.interval.low
        computed = Interval(1 - high, 1 - low) if down else Interval(low - 1, high - 1)
        verdict = judge(stated, computed)
    share = (after.normalized - before.normalized) / before.normalized
    new, old = plain(after.value), on_paper(before, after)
    formula = f"({new} − {old}) ÷ {old} = {percent(share)}"
    return relation(
        "change",
        (before, after),
        stated,
        computed,
        verdict,
        formula,
        basis=word,
        project=material.project_of(stated.start),
        exact=share,
    )
