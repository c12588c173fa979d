"""Parallel lists of shares: 甲类120件，占60%；乙类60件，占30%；其他20件，占10%.

Each amount over its share gives the base that it needs; one base must do for all. Where one alone needs another, that one is
told. A list that ends with 其他 is complete, so that its shares make 100 %.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wenxiao.quantities.model import Interval, Quantity
from wenxiao.quantities.paper import in_unit, percent, plain
from wenxiao.reading.lists import dimension
from wenxiao.reading.model import Relation, Verdict
from wenxiao.reading.relations.material import Material, judge, made_sum, relation, total_of

_SHARE = re.compile(r"占(?:比|到|了)?(?P<of>[^，。；;,:()\d占]{0,14}?)(?:的)?(?:比[例重])?(?:为|达|是|约)?\Z")
_REST = re.compile(r"(?:其[他它余]|另外)[一-龥]{0,6}\Z")
# What stands between two shares of which the second is a part or the sum of others.
_NESTED = re.compile(r"其中|合计|共占|[两二三四][类项者种]|上述|以上|多选|交叉|重复")
_BETWEEN = re.compile(r"[，,、(:]*\Z")
_NEXT = 60  # characters from one entry of a list to the amount of the next
_FEWEST = 3
_WHOLE = Interval(Decimal(1), Decimal(1))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: a share, its amount where one stands right before it, whether it is the rest of the whole."""

    share: Quantity
    amount: Quantity | None
    rest: bool


def share_lists(material: Material) -> Iterator[Relation]:
    """A ratio for every share whose base the others settle, and the sum of every complete list."""
    for entries in _lists(material):
        told = list(_against_base(material, entries))
        yield from told
        if entries[-1].rest and not any(e.rest for e in entries[:-1]) and all(r.holds for r in told):
            whole = _whole(material, [e.share for e in entries])
            yield whole
            if whole.holds and told:
                yield from _announced(material, entries)


def _lists(material: Material) -> Iterator[list[Entry]]:
    """Runs of three shares or more of one base, none of them a part of another."""
    run: list[Entry] = []
    of, free = "", 0  # no entry before ``free`` is taken: it stands in a sentence of shares of shares
    for i, q in enumerate(material.quantities):
        entry = _entry(material, i) if q.kind == "percent" and not q.approximate and q.start >= free else None
        if entry is None:
            continue
        found, base = entry
        begins = found.amount.start if found.amount is not None else material.clauses.left(q, 30).start
        last = run[-1].share.end if run else None
        if last is not None and begins - last <= _NEXT and _NESTED.search(material.text, last, found.share.start):
            run, of, free = [], "", material.clauses.sentence_end(q.start)
            continue
        if last is not None and (
            begins - last > _NEXT or "\n" in material.text[last:begins] or (base and of and base != of)
        ):
            if len(run) >= _FEWEST:
                yield run
            run, of = [], ""
        run.append(found)
        of = base or of
    if len(run) >= _FEWEST:
        yield run


def _entry(material: Material, i: int) -> tuple[Entry, str] | None:
    text, share = material.text, material.quantities[i]
    left = material.clauses.left(share, 30)
    said = _SHARE.search(text, left.start, left.end)
    if said is None:
        return (Entry(share, None, True), "") if _REST.search(text, left.start, left.end) else None
    before = material.quantities[i - 1] if i else None
    amount = None
    if (
        before is not None
        and before.kind in ("count", "money", "area", "length", "mass")
        and not before.approximate
        and _BETWEEN.fullmatch(text, before.end, said.start())
    ):
        amount = before
    place = material.clauses.left(amount, 24) if amount is not None else left
    name = text[place.start : amount.start if amount is not None else said.start()]
    return Entry(share, amount, re.search(r"其[他它余]", name) is not None), said["of"]


def _against_base(material: Material, entries: Sequence[Entry]) -> Iterator[Relation]:
    """The base that all entries need; or, where all but one need the same, that one against it."""
    pairs = [(e.amount, e.share) for e in entries if e.amount is not None and e.share.normalized]
    if len(pairs) < _FEWEST or len(pairs) != len(entries) or len({dimension(a) for a, _ in pairs}) != 1:
        return
    needed = [base for a, s in pairs if (base := a.interval.over(s.interval)) is not None]
    if len(needed) != len(pairs):
        return
    common = _common(needed)
    odd = None
    if common is None:
        without = [(i, c) for i in range(len(needed)) if (c := _common([*needed[:i], *needed[i + 1 :]])) is not None]
        if len(without) != 1:
            return
        odd, common = without[0]
    total = _stated(material, pairs[0][0], common)
    if odd is not None and total is None and len(pairs) == _FEWEST:
        return  # two against one, and nothing that says which base is meant
    base = total.interval if total is not None else common
    middle = total.normalized if total is not None else (common.low + common.high) / 2
    for i, (amount, share) in enumerate(pairs):
        computed = amount.interval.over(base)
        if computed is None or (odd is not None and i != odd):
            continue
        verdict = judge(share, computed)
        if odd is None and verdict is not Verdict.HOLDS:
            continue
        exact = amount.normalized / middle
        below = (
            plain(in_unit(middle, amount).quantize(Decimal(1)))
            if total is None
            else plain(in_unit(total.normalized, amount))
        )
        formula = f"{plain(amount.value)} ÷ {below} = {percent(exact)}"
        yield relation(
            "ratio", (amount, total) if total is not None else (amount,), share, computed, verdict, formula,
            basis="share_list", project=material.project_of(share.start), exact=exact,
        )  # fmt: skip


def _common(intervals: Sequence[Interval]) -> Interval | None:
    low, high = max(i.low for i in intervals), min(i.high for i in intervals)
    return Interval(low, high) if low <= high else None


def _stated(material: Material, first: Quantity, base: Interval) -> Quantity | None:
    """The stated total that is the base: the nearest amount before the list that falls into it."""
    i = bisect_left(material.quantities, first.start, key=lambda q: q.start)
    return next(
        (
            q
            for q in reversed(material.quantities[max(0, i - 8) : i])
            if dimension(q) == dimension(first) and q.interval.meets(base)
        ),
        None,
    )


_ALL = re.compile(r"(?:共|总|累计)[^，。；;,\d]{0,14}\Z")


def _announced(material: Material, entries: Sequence[Entry]) -> Iterator[Relation]:
    """共受理284件。其中甲类占…，其他占…: a complete list beside the total that it is introduced as being of."""
    amounts = [e.amount for e in entries if e.amount is not None]
    i = bisect_left(material.quantities, amounts[0].start, key=lambda q: q.start)
    total = material.quantities[i - 1] if i else None
    if total is None or dimension(total) != dimension(amounts[0]) or total.approximate:
        return
    left = material.clauses.left(total)
    between = material.text[total.end : amounts[0].start]
    if len(between) > _NEXT or "其中" not in between or not _ALL.search(material.text, left.start, left.end):
        return
    if total.normalized > max(a.normalized for a in amounts):
        verdict = judge(total, total_of(amounts))
        yield made_sum(material, amounts, total, verdict, "share_total")


def _whole(material: Material, shares: Sequence[Quantity]) -> Relation:
    total = Interval(Decimal(0), Decimal(0))
    for share in shares:
        total = total + share.interval
    exact = sum((s.normalized for s in shares), Decimal(0))
    formula = " + ".join(f"{plain(s.value)}%" for s in shares) + f" = {plain(exact * 100)}%"
    return relation(
        "sum", shares, None, total, Verdict.HOLDS if total.meets(_WHOLE) else Verdict.BROKEN, formula,
        basis="shares", project=material.project_of(shares[0].start), exact=exact,
    )  # fmt: skip
