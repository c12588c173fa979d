"""Rates against every amount that they can have been computed from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from wenxiao.quantities.model import Interval, Quantity
from wenxiao.reading.lists import dimension
from wenxiao.reading.model import Rate, Relation, Role, Verdict
from wenxiao.reading.relations.material import Material, judge, plain, relation, truncated
from wenxiao.reading.roles import Money

_ROLES: dict[str, tuple[tuple[Role, ...], tuple[Role, ...]]] = {
    "execution": (
        (Role.SPENT,),
        (Role.ADJUSTED, Role.APPROVED, Role.ALLOCATED, Role.ARRIVED, Role.ADDED, Role.PLANNED, Role.CONTRACTED),
    ),
    "arrival": (
        (Role.ARRIVED, Role.ALLOCATED),
        (Role.APPROVED, Role.ADJUSTED, Role.PLANNED, Role.ALLOCATED, Role.CONTRACTED),
    ),
    "usage": ((Role.SPENT,), (Role.ARRIVED, Role.APPROVED, Role.ALLOCATED, Role.ADJUSTED)),
    "payment": ((Role.SPENT,), (Role.CONTRACTED, Role.ARRIVED, Role.APPROVED, Role.PLANNED, Role.ALLOCATED)),
    "saving": ((Role.SPENT,), (Role.APPROVED, Role.ADJUSTED, Role.PLANNED, Role.CONTRACTED)),
}
_OWN_BASE = re.compile(r"相较|占|较|与[^，。]{1,12}相比|[按以]\S{1,10}计|债券?资金|上年|同期|平均|其中|其[他它]")
_GOAL = re.compile(r"目标|指标值|计划|要求|应|不低于|不少于|达到|未达|低于|高于|大于|小于|≥|≤|>|<|以上")


@dataclass(frozen=True, slots=True)
class _Pair:
    num: Quantity
    den: Quantity
    local: bool  # both in the sentence of the rate
    near: bool  # the numerator is
    sure: bool  # both in a role that a word names
    distance: int


def ratios(material: Material) -> Iterator[Relation]:
    for spent, base, stated in material.forms.ratios:
        computed = spent.interval.over(base.interval)
        pair = _Pair(spent, base, True, True, True, 0)
        if computed is None:
            yield _ratio(material, stated, pair, Verdict.UNKNOWN, "table", "denominator is zero")
        else:
            yield _ratio(material, stated, pair, judge(stated, computed), "table")
    tabled = {stated.start for _, _, stated in material.forms.ratios}
    complements = list(_complements(material))
    paired = {q.start for made in complements for q in made.operands}
    for rate in material.rates:
        if rate.quantity.start in tabled or any(s.start <= rate.quantity.start < s.end for s in material.forms.spans):
            continue
        if rate.measure == "saving":
            if rate.quantity.start not in paired:
                yield from _saving(material, rate)
        elif rate.measure in _ROLES:
            yield from _money_rate(material, rate)
        else:
            yield from _share(material, rate)
    yield from complements


def _percent(rate: Quantity) -> Quantity:
    """A rate printed with a money unit read as the percentage that it must be (执行率为91.33万元)."""
    if rate.kind == "percent":
        return rate
    half = Decimal(5).scaleb(-rate.decimals - 1)
    return Quantity(
        rate.start, rate.end, "percent", rate.value, "%", rate.decimals, rate.value / 100, "fraction",
        Interval((rate.value - half) / 100, (rate.value + half) / 100),
    )  # fmt: skip


def _ratio(
    material: Material, rate: Quantity, pair: _Pair, verdict: Verdict, basis: str, reason: str | None = None
) -> Relation:
    computed = pair.num.interval.over(pair.den.interval)
    formula = f"{plain(pair.num.value)} ÷ {plain(pair.den.value)}"
    if pair.den.normalized:
        share = pair.num.normalized / pair.den.normalized * 100
        if pair.num.unit != pair.den.unit:
            formula = f"{plain(pair.num.normalized)} ÷ {plain(pair.den.normalized)}"
        formula += f" = {plain(share.quantize(Decimal('0.0001')))}%"
    return relation(
        "ratio",
        (pair.num, pair.den),
        rate,
        computed,
        verdict,
        formula,
        basis=basis,
        reason=reason,
        project=material.project_of(rate.start),
    )


def _money_rate(material: Material, rate: Rate) -> Iterator[Relation]:
    percent = _percent(rate.quantity)
    stated = rate.quantity
    nums, dens = _ROLES[rate.measure]
    pairs = _pairs(material, rate, nums, dens)
    project = material.project_of(stated.start)
    nearest: _Pair | None = None
    for pair in pairs:
        computed = pair.num.interval.over(pair.den.interval)
        if computed is not None and percent.interval.meets(computed):
            cut = pair.local and _cut_off(percent, pair)
            yield _restated(
                _ratio(material, percent, pair, Verdict.TRUNCATED if cut else Verdict.HOLDS, "text"), stated
            )
            return
    other = _on_adjusted(material, rate, percent) or _on_any(material, rate, percent)
    if other is not None:
        yield other
        return
    for pair in pairs:
        computed = pair.num.interval.over(pair.den.interval)
        if computed is not None and truncated(percent, computed) and pair.near and pair.sure and percent.value != 100:
            yield _restated(_ratio(material, percent, pair, Verdict.TRUNCATED, "text"), stated)
            return
        if (
            computed is not None
            and pair.local
            and pair.sure
            and nearest is None
            and material.money_at[pair.den.start].role is not Role.ADDED
        ):
            nearest = pair
    left = material.text[rate.cue.start - 10 if rate.cue.start > 10 else 0 : stated.start]
    if _GOAL.search(material.text, rate.cue.end, stated.start) or stated.approximate:
        return
    nearest = nearest or _only_base(material, rate, pairs)
    if nearest is None:
        yield relation(
            "ratio",
            (),
            stated,
            None,
            Verdict.UNKNOWN,
            "",
            basis="text",
            reason="no matching pair" if pairs else "no denominator stated",
            project=project,
        )
    elif rate.measure == "payment" or _OWN_BASE.search(left) or not _alone(material, rate, nearest):
        yield _restated(_ratio(material, percent, nearest, Verdict.UNKNOWN, "text", "base not certain"), stated)
    else:
        yield _restated(_ratio(material, percent, nearest, Verdict.BROKEN, "text"), stated)


_WITHIN = 1500  # characters of a project's text in which its one budget is surely the base


def _only_base(material: Material, rate: Rate, pairs: Sequence[_Pair]) -> _Pair | None:
    """Spending beside the rate, and a single budget in the whole text of the project."""
    index = material.project_of(rate.quantity.start)
    near = [p for p in pairs if p.near and p.sure and p.den.normalized]
    if rate.measure != "execution" or index is None or not near or len({p.den.normalized for p in near}) > 1:
        return None
    scope = material.projects[index].scope
    return near[0] if scope.end - scope.start <= _WITHIN else None


def _on_adjusted(material: Material, rate: Rate, percent: Quantity) -> Relation | None:
    """The rate on the opening budget plus and minus the stated adjustments."""
    index = material.project_of(rate.quantity.start)
    if index is None or rate.measure != "execution":
        return None
    facts = material.projects[index].facts
    spent = next((f.quantity for f in facts if f.role is Role.SPENT), None)
    budget = next((f.quantity for f in facts if f.role is Role.APPROVED), None)
    changes = [f for f in facts if f.role in (Role.ADDED, Role.RETURNED)]
    if spent is None or budget is None or not changes:
        return None
    base = budget.interval
    terms = plain(budget.value)
    for fact in changes:
        base = base + fact.quantity.interval if fact.role is Role.ADDED else base.minus(fact.quantity.interval)
        terms += f" {'+' if fact.role is Role.ADDED else '−'} {plain(fact.quantity.value)}"
    computed = spent.interval.over(base)
    if computed is None or not percent.interval.meets(computed):
        return None
    formula = f"{plain(spent.value)} ÷ ({terms}) = {plain((computed.low * 100).quantize(Decimal('0.01')))}%"
    return relation(
        "ratio",
        (spent, budget, *(f.quantity for f in changes)),
        rate.quantity,
        computed,
        Verdict.HOLDS,
        formula,
        basis="text",
        project=index,
    )


def _on_any(material: Material, rate: Rate, percent: Quantity) -> Relation | None:
    """The rate of two amounts whose roles the text does not name, the later over the earlier, as long as it fits to the digit."""
    at = rate.quantity.start
    if not percent.decimals or percent.normalized == 1:
        return None
    index = bisect_left(material.money, at, key=lambda m: m.quantity.start)
    project = material.project_of(at)
    near = [
        m.quantity
        for m in material.money[max(0, index - 8) : index]
        if material.project_of(m.quantity.start) == project and not m.wanted
    ]
    for i, num in enumerate(reversed(near[-3:])):
        for den in reversed(near[: len(near) - 1 - i]):
            if den.normalized and abs(num.normalized / den.normalized * 100 - percent.value) * 2 <= Decimal(1).scaleb(
                -percent.decimals
            ):
                return _restated(
                    _ratio(material, percent, _Pair(num, den, True, True, False, 0), Verdict.HOLDS, "text"),
                    rate.quantity,
                )
    return None


def _cut_off(rate: Quantity, pair: _Pair) -> bool:
    """Whether the printed digits divide to the rate cut off, and not to the rate rounded."""
    if rate.approximate or not rate.decimals or not pair.den.normalized:
        return False
    exact = pair.num.normalized / pair.den.normalized * 100
    step = Decimal(1).scaleb(-rate.decimals)
    return exact.quantize(step, ROUND_HALF_UP) != rate.value == exact.quantize(step, ROUND_DOWN)


def _alone(material: Material, rate: Rate, pair: _Pair) -> bool:
    """Whether the sentence leaves no doubt about the pair: no other rate between the pair and this one."""
    low = min(pair.num.start, pair.den.start)
    first = bisect_left(material.rates, low, key=lambda r: r.quantity.start)
    between = [
        r
        for r in material.rates[first : first + 4]
        if low < r.quantity.start < rate.quantity.start
        and r.measure in ("execution", "arrival", "usage", "payment")
        and r.quantity.start not in (pair.num.start, pair.den.start)
    ]
    return not between


def _restated(made: Relation, stated: Quantity) -> Relation:
    """The relation with the quantity that is printed in place of the one that was read into it."""
    if made.stated is stated:
        return made
    return relation(
        made.kind,
        made.operands,
        stated,
        made.computed,
        made.verdict,
        made.formula,
        basis=made.basis,
        reason=made.reason,
        project=made.project,
    )


def _pairs(material: Material, rate: Rate, nums: Sequence[Role], dens: Sequence[Role]) -> list[_Pair]:
    """Candidates, nearest first: the rate's sentence, the ones around it, then the project."""
    at = rate.quantity.start
    clauses = material.clauses
    here = clauses.sentence_number(at)
    index = bisect_left(material.money, at, key=lambda m: m.quantity.start)
    project = material.project_of(at)
    scope = material.projects[project].scope if project is not None else None
    near: list[tuple[Money, int]] = []
    for entry in material.money[max(0, index - 16) : index + 4]:
        start = entry.quantity.start
        if start == at or (scope is not None and not scope.start <= start < scope.end):
            continue
        apart = abs(clauses.sentence_number(start) - here)
        if apart <= 3 and not (start > at and apart > 1):
            near.append((entry, apart))
    numerators = [(e.quantity, a) for e, a in near if e.role in nums or e.after in nums]
    denominators = [
        (e.quantity, a)
        for e, a in near
        if e.role in dens or e.after in dens or (e.role is None and not e.wanted and e.quantity.start < at)
    ]
    if project is not None:
        known = {q.start for q, _ in (*numerators, *denominators)}
        numerators += [
            (f.quantity, 9)
            for f in material.projects[project].facts
            if f.role in nums and f.quantity.start not in known
        ]
        denominators += [
            (f.quantity, 9)
            for f in material.projects[project].facts
            if f.role in dens and f.quantity.start not in known
        ]
    parts = material.part_starts
    sure = {e.quantity.start for e, _ in near if e.role in dens or e.after in dens} - parts
    if project is not None:
        sure |= {f.quantity.start for f in material.projects[project].facts if f.role in dens} - parts
    pairs = [
        _Pair(n, d, a == 0 and b == 0, a == 0, d.start in sure, abs(at - n.start) + abs(at - d.start))
        for n, a in numerators[:12]
        for d, b in denominators[:12]
        if n.start != d.start
    ]
    return sorted(pairs, key=lambda p: p.distance)


def _saving(material: Material, rate: Rate) -> Iterator[Relation]:
    """节约率 = (计划 − 实际) ÷ 计划."""
    nums, dens = _ROLES["saving"]
    stated = rate.quantity
    best: Relation | None = None
    for pair in _pairs(material, rate, nums, dens):
        share = pair.num.interval.over(pair.den.interval)
        if share is None or pair.num.normalized > pair.den.normalized:
            continue
        computed = Interval(1 - share.high, 1 - share.low)
        verdict = judge(stated, computed)
        saved = pair.den.normalized - pair.num.normalized
        percent = (saved / pair.den.normalized * 100).quantize(Decimal("0.0001"))
        formula = f"({plain(pair.den.value)} − {plain(pair.num.value)}) ÷ {plain(pair.den.value)} = {plain(percent)}%"
        if verdict is not Verdict.BROKEN:
            yield relation(
                "ratio",
                (pair.num, pair.den),
                stated,
                computed,
                verdict,
                formula,
                basis="saving",
                project=material.project_of(stated.start),
            )
            return
        if pair.local and best is None:
            best = relation(
                "ratio",
                (pair.num, pair.den),
                stated,
                computed,
                verdict,
                formula,
                basis="saving",
                project=material.project_of(stated.start),
            )
    if best is not None:
        yield best
    else:
        yield relation(
            "ratio",
            (),
            stated,
            None,
            Verdict.UNKNOWN,
            "",
            basis="saving",
            reason="no denominator stated",
            project=material.project_of(stated.start),
        )


def _share(material: Material, rate: Rate) -> Iterator[Relation]:
    """完成率, 占比 and the like: a count (or measure) over an earlier one of the same dimension. Only what holds is told."""
    at = rate.quantity.start
    named = _named_share(material, rate)
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
                yield _ratio(material, rate.quantity, _Pair(num, den, True, True, False, 0), Verdict.HOLDS, "share")
                return


_WORD_OF_RATE = re.compile(r"(?P<word>[一-龥]{2,8})(?:率|度|比例)(?:为|达到?|是)?\Z")


def _named_share(material: Material, rate: Rate) -> Relation | None:
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
        return _ratio(material, rate.quantity, _Pair(num, den, True, True, True, 0), verdict, "share")
    return None


def _complements(material: Material) -> Iterator[Relation]:
    """执行率 and 节约率 (未执行率) of one base add up to 100 %."""
    for a, b in zip(material.rates, material.rates[1:], strict=False):
        if {a.measure, b.measure} != {"execution", "saving"} or "percent" not in (a.quantity.kind, b.quantity.kind):
            continue
        if material.clauses.sentence_number(a.quantity.start) != material.clauses.sentence_number(b.quantity.start):
            continue
        first, second = _percent(a.quantity), _percent(b.quantity)
        computed = first.interval + second.interval
        whole = Decimal(1)
        holds = computed.low <= whole <= computed.high
        total = plain(first.value + second.value)
        formula = f"{plain(first.value)}% + {plain(second.value)}% = {total}%"
        saving = next(iter(_saving(material, b if b.measure == "saving" else a)), None)
        if saving is not None and saving.formula:
            formula += "；" + saving.formula
        yield relation(
            "complement", (a.quantity, b.quantity), None, computed, Verdict.HOLDS if holds else Verdict.BROKEN, formula,
            basis="complement", project=material.project_of(a.quantity.start),
        )  # fmt: skip
