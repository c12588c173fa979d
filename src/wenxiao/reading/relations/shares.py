"""Rates of counts and measures: 完成率, 占比, and rates that bear the name of their numerator (满意114户，满意率95%)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal

from wenxiao.reading.lists import dimension
from wenxiao.reading.model import Rate, Relation, Verdict
from wenxiao.reading.relations.material import Material, judge
from wenxiao.reading.relations.money_shares import money_share
from wenxiao.reading.relations.pairs import Pair, made_ratio

_NEAR = 8  # quantities before a rate among which its numerator and base are looked for
_WORD_OF_RATE = re.compile(r"(?P<word>[一-龥]{2,8})(?:率|度|比例)(?:为|达到?|是)?\Z")


def shares(material: Material, rate: Rate) -> Iterator[Relation]:
    """完成率, 占比 and the like: a count (or measure) over an earlier one of the same dimension. Only what holds is told."""
    at = rate.quantity.start
    named = _named(material, rate)
    if named is not None:
        yield named
        return
    whole = _of_whole(material, rate) or _of_plan(material, rate)
    if rate.measure == "other":
        return
    index = bisect_left(material.quantities, at, key=lambda q: q.start)
    near = [
        q
        for q in material.quantities[max(0, index - 14) : index + 2]
        if q.start != at and q.kind in ("count", "area", "length", "mass", "volume", "money")
    ]
    apart = 1 if whole is None else 0  # where the sentence binds its own figures, those of another fit by chance
    for num in reversed([q for q in near if q.start < at][-5:]):
        if material.clauses.sentence_number(at) - material.clauses.sentence_number(num.start) > apart:
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
    if whole is None:
        whole = money_share(material, rate)
    if whole is not None:
        yield whole


def _named(material: Material, rate: Rate) -> Relation | None:
    """问卷120份，满意114份，满意率95%: the rate bears the name of its numerator, so the two figures before it are its own."""
    text, at = material.text, rate.quantity.start
    left = material.clauses.left(rate.quantity, 24)
    match = _WORD_OF_RATE.search(text, left.start, left.end)
    if match is None or rate.quantity.kind != "percent":
        return None
    word = match["word"][-4:]
    sentence = material.clauses.sentence(at)
    index = bisect_left(material.quantities, at, key=lambda q: q.start)
    near = [q for q in material.quantities[max(0, index - _NEAR) : index] if q.start >= sentence.start]
    for i in range(len(near) - 1, 0, -1):
        num = near[i]
        if num.kind == "percent" or ";" in text[num.end : at]:
            return None  # what stands before another rate, or in another group of clauses, is not of this one
        cue = material.clauses.left(num, 16)
        words = text[cue.start : cue.end].removesuffix("的")
        if num.kind != "count" or not _same_word(words[-2:], word[-2:]):
            continue
        if re.search(r"[不未非]", words[-len(word) - 2 :]):
            return None
        bases = [q for q in reversed(near[:i]) if q.counter == num.counter and q.normalized >= num.normalized > 0]
        pairs = [Pair(num, den, True, True, True, 0) for den in bases]
        for pair in pairs:
            if judge(rate.quantity, num.interval.over(pair.den.interval) or rate.quantity.interval) is Verdict.HOLDS:
                return made_ratio(material, rate.quantity, pair, Verdict.HOLDS, "share")
        if not pairs or not _same_word(_BARE.sub("", words), word):
            return None
        computed = num.interval.over(pairs[0].den.interval)
        return computed and made_ratio(material, rate.quantity, pairs[0], judge(rate.quantity, computed), "share")
    return None


_BARE = re.compile(r"\A(?:其中|共|已|均|实际|全年|累计|全部|表示|[，,:、\s])*")  # 按期结案 is not 结案


def _same_word(a: str, b: str) -> bool:
    """收回 and 回收 are one word."""
    return sorted(a) == sorted(b)


_PLANNED = re.compile(r"(?:为|完成)[^，。；;\d]{0,8}(?:计划|目标|任务)数?(?:的)?\Z")


def _of_plan(material: Material, rate: Rate) -> Relation | None:
    """更新设备15台，为年度计划16台的93.75%: the figure before the plan, over the plan."""
    text, stated = material.text, rate.quantity
    index = bisect_left(material.quantities, stated.start, key=lambda q: q.start)
    if index < 2 or stated.approximate or text[stated.start - 1 : stated.start] != "的":
        return None
    num, den = material.quantities[index - 2 : index]
    if (
        den.end != stated.start - 1
        or dimension(num) != dimension(den)
        or num.kind in ("percent", "money")
        or not den.normalized
    ):
        return None
    between = text[num.end : den.start]
    if not _PLANNED.search(between) or re.search(r"[。；;\d]", between):
        return None
    computed = num.interval.over(den.interval)
    return computed and made_ratio(
        material, stated, Pair(num, den, True, True, True, 0), judge(stated, computed), "share"
    )


_OF = re.compile(r"占(?P<what>[^，。；;,\d]{0,12}?)(?:的(?:比[例重])?(?:为|达)?|比(?:例|重)?(?:为|达)?)\Z")


def _of_whole(material: Material, rate: Rate) -> Relation | None:
    """支出2000万元，其中人员支出1200万元，占支出的60%: the first part right behind its total, over that total."""
    text, stated = material.text, rate.quantity
    left = material.clauses.left(stated, 24)
    share = _OF.search(text, left.start, left.end)
    index = bisect_left(material.quantities, stated.start, key=lambda q: q.start)
    if share is None or index < 2 or stated.approximate:
        return None
    den, num = material.quantities[index - 2 : index]
    if dimension(den) != dimension(num) or num.kind == "percent" or num.normalized >= den.normalized:
        return None
    if not re.fullmatch(r"[，,:(]?其中:?[^，。；;,、]{0,16}", text[den.end : num.start]) or text[
        num.end : left.start
    ] not in ("，", ","):
        return None
    cue = material.clauses.left(den)
    what = share["what"].removeprefix("全部").removeprefix("总")
    if what and not text[cue.start : cue.end].endswith(what[-2:]):
        return None
    computed = num.interval.over(den.interval)
    return computed and made_ratio(
        material, stated, Pair(num, den, True, True, True, 0), judge(stated, computed), "share"
    )
