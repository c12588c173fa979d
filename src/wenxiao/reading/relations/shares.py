"""Rates of counts and measures: 完成率, 占比, and rates that bear the name of their numerator (满意114户，满意率95%)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal

from wenxiao.reading.lists import dimension
from wenxiao.reading.model import Rate, Relation, Verdict
from wenxiao.reading.relations.material import Material, judge
from wenxiao.reading.relations.pairs import Pair, made_ratio

_WORD_OF_RATE = re.compile(r"(?P<word>[一-龥]{2,8})(?:率|度|比例)(?:为|达到?|是)?\Z")


def shares(material: Material, rate: Rate) -> Iterator[Relation]:
    """完成率, 占比 and the like: a count (or measure) over an earlier one of the same dimension. Only what holds is told."""
    at = rate.quantity.start
    named = _named(material, rate)
    if named is not None:
        yield named
        return
    if rate.measure == "other":
        return
    index = bisect_left(material.quantities, at, key=lambda q: q.start)
    near = [
        q
        for q in material.quantities[max(0, index - 14) : index + 2]
        if q.start != at and q.kind in ("count", "area", "length", "mass", "volume", "money")
    ]
    for num in reversed([q for q in near if q.start < at][-5:]):
        if material.clauses.sentence_number(at) - material.clauses.sentence_number(num.start) > 1:
            continue
        for den in reversed(near):
            if den is num or dimension(den) != dimension(num):
                continue
            computed = num.interval.over(den.interval)
            if (
                computed is not None
                and rate.quantity.interval.meets(computed)
                and abs(rate.quantity.normalized - num.normalized / den.normalized) < Decimal("0.006")
            ):
                yield made_ratio(material, rate.quantity, Pair(num, den, True, True, False, 0), Verdict.HOLDS, "share")
                return


def _named(material: Material, rate: Rate) -> Relation | None:
    """问卷120份，满意114份，满意率95%: the rate bears the name of its numerator, so the two figures before it are its own."""
    at = rate.quantity.start
    left = material.clauses.left(rate.quantity, 24)
    match = _WORD_OF_RATE.search(material.text, left.start, left.end)
    if match is None or rate.quantity.kind != "percent":
        return None
    word = match["word"][-4:]
    sentence = material.clauses.sentence(at)
    index = bisect_left(material.quantities, at, key=lambda q: q.start)
    near = [
        q for q in material.quantities[max(0, index - 5) : index] if q.start >= sentence.start and q.kind == "count"
    ]
    for i in range(len(near) - 1, 0, -1):
        num = near[i]
        cue = material.clauses.left(num, 16)
        words = material.text[cue.start : cue.end]
        if not words.endswith(word[-2:]):
            continue
        if re.search(r"[不未非]", words[-len(word) - 2 :]):
            return None
        den = next((q for q in reversed(near[:i]) if q.counter == num.counter), None)
        if den is None or den.normalized < num.normalized or not den.normalized:
            return None
        verdict = judge(rate.quantity, num.interval.over(den.interval) or rate.quantity.interval)
        if verdict is not Verdict.HOLDS and not words.strip().endswith(word):
            return None
        return made_ratio(material, rate.quantity, Pair(num, den, True, True, True, 0), verdict, "share")
    return None
