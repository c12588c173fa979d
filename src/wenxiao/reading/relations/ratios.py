"""Rates against every amount that they can have been computed from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal

from wenxiao.quantities.model import Interval, Quantity
from wenxiao.quantities.paper import on_paper, plain, rounded
from wenxiao.quantities.paper import percent as as_percentage
from wenxiao.reading.model import Fact, Rate, Relation, Role, Verdict
from wenxiao.reading.relations.bases import OF_THE_WHOLE, adjusted_base, only_base
from wenxiao.reading.relations.complements import complements, savings
from wenxiao.reading.relations.material import Material, judge, relation, truncated
from wenxiao.reading.relations.pairs import ROLES, Pair, as_percent, candidate_pairs, made_ratio
from wenxiao.reading.relations.shares import shares

_OWN_BASE = re.compile(r"相较|占|较|与[^，。]{1,12}相比|[按以]\S{1,10}计|债券?资金|上年|同期|平均|其中|其[他它]")
_GOAL = re.compile(r"目标|指标值|计划|要求|应|不低于|不少于|达到|未达|低于|高于|大于|小于|≥|≤|>|<|以上")


def ratios(material: Material) -> Iterator[Relation]:
    for spent, base, stated in material.forms.ratios:
        computed = spent.interval.over(base.interval)
        pair = Pair(spent, base, True, True, True, 0)
        if computed is None:
            yield made_ratio(material, stated, pair, Verdict.UNKNOWN, "table", "denominator is zero")
        else:
            cut = stated.interval.meets(computed) and _cut_off(stated, spent.normalized / base.normalized)
            yield made_ratio(material, stated, pair, Verdict.TRUNCATED if cut else judge(stated, computed), "table")
    tabled = {stated.start for _, _, stated in material.forms.ratios}
    completing = list(complements(material))
    paired = {q.start for made in completing for q in made.operands}
    for rate in material.rates:
        if rate.quantity.start in tabled or any(s.start <= rate.quantity.start < s.end for s in material.forms.spans):
            continue
        if rate.measure == "saving":
            if rate.quantity.start not in paired:
                yield from savings(material, rate)
        elif rate.measure in ROLES:
            yield from _money_rate(material, rate)
        else:
            yield from shares(material, rate)
    yield from completing


def _money_rate(material: Material, rate: Rate) -> Iterator[Relation]:
    percent = as_percent(rate.quantity)
    stated = rate.quantity
    nums, dens = ROLES[rate.measure]
    pairs = candidate_pairs(material, rate, nums, dens)
    project = material.project_of(stated.start)
    nearest: Pair | None = None
    for pair in pairs:
        computed = pair.num.interval.over(pair.den.interval)
        if computed is not None and percent.interval.meets(computed) and not _of_two_parts(material, rate, pair):
            bound = pair.local or (pair.near and pair.sure and pair.num.start not in material.part_starts)
            cut = bound and _cut_off(percent, pair.num.normalized / pair.den.normalized)
            yield _restated(
                made_ratio(material, percent, pair, Verdict.TRUNCATED if cut else Verdict.HOLDS, "text"), stated
            )
            return
    other = (
        _on_adjusted(material, rate, percent)
        or _on_releases(material, rate, percent)
        or _on_any(material, rate, percent)
    )
    if other is not None:
        yield other
        return
    for pair in pairs:
        computed = pair.num.interval.over(pair.den.interval)
        if computed is not None and truncated(percent, computed) and pair.near and pair.sure and percent.value != 100:
            yield _restated(made_ratio(material, percent, pair, Verdict.TRUNCATED, "text"), stated)
            return
        if (
            computed is not None
            and pair.local
            and pair.sure
            and nearest is None
            and material.money_at[pair.den.start].role is not Role.ADDED
            and _of_the_rate(material, rate, pair)
        ):
            nearest = pair
    left = material.text[rate.cue.start - 10 if rate.cue.start > 10 else 0 : stated.start]
    if _GOAL.search(material.text, rate.cue.end, stated.start) or stated.approximate:
        return
    if rate.partial:
        yield relation(
            "ratio", (), stated, None, Verdict.UNKNOWN, "", basis="text", reason="rate of a part", project=project
        )
        return
    nearest = nearest or only_base(material, rate, pairs)
    if nearest is None and (whole := _off_adjusted(material, rate, percent, pairs)) is not None:
        yield whole
    elif nearest is None:
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
    elif (
        rate.measure == "payment"
        or _fits_other(material, rate, percent, nearest)
        or _OWN_BASE.search(left)
        or not _alone(material, rate, nearest)
    ):
        yield _restated(made_ratio(material, percent, nearest, Verdict.UNKNOWN, "text", "base not certain"), stated)
    else:
        yield _restated(made_ratio(material, percent, nearest, Verdict.BROKEN, "text"), stated)


def _of_two_parts(material: Material, rate: Rate, pair: Pair) -> bool:
    """执行率92%，其中甲支出20万元、乙支出30万元: what a part behind the rate gives over an amount without a role is chance."""
    return pair.num.start > rate.quantity.start and not pair.sure and pair.num.start in material.part_starts


def _of_the_rate(material: Material, rate: Rate, pair: Pair) -> bool:
    """Whether nothing says that a pair is of another rate: both amounts stand behind it, they are of two years, or money
    was moved between the base and the rate."""
    at = rate.quantity.start
    num, den = material.money_at[pair.num.start], material.money_at[pair.den.start]
    behind = max(num.quantity.start, den.quantity.start)
    if behind > at and ";" in material.text[rate.quantity.end : behind]:
        return False  # of the next group of clauses
    if num.quantity.start > at and den.quantity.start > at:
        return material.text[rate.quantity.end : rate.quantity.end + 1] == "("
    if num.period is not None and den.period is not None and num.period != den.period:
        return False
    if pair.num.start in material.parts_of(pair.den):
        return False  # one part of the whole is not what was done of it
    first = bisect_left(material.money, den.quantity.end, key=lambda m: m.quantity.start)
    last = bisect_left(material.money, at, key=lambda m: m.quantity.start)
    depth = material.clauses.depth
    return not any(
        m.role in (Role.ADDED, Role.RETURNED) and depth(m.quantity.start) <= depth(at)  # 全年预算90万元（含追加20万元）
        for m in material.money[first:last]
    )


def _on_adjusted(material: Material, rate: Rate, percent: Quantity) -> Relation | None:
    """The rate on the opening budget plus and minus the stated adjustments."""
    index = material.project_of(rate.quantity.start)
    if index is None or rate.measure not in OF_THE_WHOLE:
        return None
    project = material.projects[index]
    spent, budget = project.first(OF_THE_WHOLE[rate.measure]), project.first(Role.APPROVED)
    changes = [f for f in project.facts if f.role in (Role.ADDED, Role.RETURNED)]
    if spent is None or budget is None or not changes:
        return None
    made = _on_sum(rate, percent, index, spent.quantity, [budget, *changes])
    return made if made is not None and made.holds else None


def _off_adjusted(material: Material, rate: Rate, percent: Quantity, pairs: Sequence[Pair]) -> Relation | None:
    """The rate beside the opening budget, its changes and the spending, none of which leaves a doubt, where they do not fit."""
    found = adjusted_base(material, rate, pairs)
    if found is None:
        return None
    index, num, base = found
    made = _on_sum(rate, percent, index, num, base)
    return made if made is not None and made.exact is not None and made.exact <= 1 else None


def _on_releases(material: Material, rate: Rate, percent: Quantity) -> Relation | None:
    """The rate on the sum of what several levels released: 省级下拨2.35万元，市级下拨2.35万元，支出4.7万元，执行率100%."""
    index = material.project_of(rate.quantity.start)
    if index is None or rate.measure != "execution":
        return None
    facts = material.projects[index].facts
    spent = next((f for f in facts if f.role in (Role.SPENT, Role.APPROVED)), None)
    releases = list({f.quantity.start: f for f in facts if f.role is Role.ALLOCATED}.values())
    if spent is None or len(releases) < 2:
        return None
    made = _on_sum(rate, percent, index, spent.quantity, releases)
    return made if made is not None and made.holds else None


def _on_sum(rate: Rate, percent: Quantity, index: int, num: Quantity, base: Sequence[Fact]) -> Relation | None:
    """The rate of ``num`` over the facts of ``base`` in all, what was returned taken off; None where nothing is left."""
    whole, exact_whole, terms = Interval(Decimal(0), Decimal(0)), Decimal(0), ""
    for fact in base:
        off = fact.role is Role.RETURNED
        whole = whole.minus(fact.quantity.interval) if off else whole + fact.quantity.interval
        exact_whole += -fact.quantity.normalized if off else fact.quantity.normalized
        terms += f" {'−' if off else '+'} {on_paper(fact.quantity, num)}" if terms else on_paper(fact.quantity, num)
    computed = num.interval.over(whole)
    if computed is None or not exact_whole:
        return None
    exact = num.normalized / exact_whole
    cut = percent.interval.meets(computed) and _cut_off(percent, exact)
    return relation(
        "ratio", (num, *(f.quantity for f in base)), rate.quantity, computed, Verdict.TRUNCATED if cut else judge(percent, computed),
        f"{plain(num.value)} ÷ ({terms}) = {as_percentage(exact)}", basis="text", project=index, exact=exact,
    )  # fmt: skip


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
                    made_ratio(material, percent, Pair(num, den, True, True, False, 0), Verdict.HOLDS, "text"),
                    rate.quantity,
                )
    return None


def _fits_other(material: Material, rate: Rate, percent: Quantity, nearest: Pair) -> bool:
    """Whether the rate is that of one of the two amounts and some other amount nearby, whatever its role."""
    first = bisect_left(material.money, min(nearest.num.start, nearest.den.start), key=lambda m: m.quantity.start)
    last = bisect_left(material.money, percent.start, key=lambda m: m.quantity.start)
    project = material.project_of(percent.start)
    others = [
        m.quantity
        for m in material.money[max(0, first - 8) : last + 2]
        if m.quantity.start != percent.start
        and m.quantity.start not in material.part_starts
        and material.project_of(m.quantity.start) == project
        and not (rate.measure == "arrival" and m.role is Role.SPENT)  # what was spent is nobody's receipts
    ]
    return percent.normalized != 1 and any(
        computed is not None and percent.interval.meets(computed)
        for q in others
        for computed in (
            nearest.num.interval.over(q.interval),
            q.interval.over(nearest.den.interval),
            *_with(material, percent, nearest, q),
        )
    )


def _with(material: Material, percent: Quantity, pair: Pair, other: Quantity) -> Iterator[Interval | None]:
    """The rate of the pair with an amount of its sentence added above (两年支出) or below (预算，另有上年结转)."""
    if other in (pair.num, pair.den) or not (
        material.clauses.sentence(percent.start).start <= other.start < percent.start
    ):
        return
    yield (pair.num.interval + other.interval).over(pair.den.interval)
    yield pair.num.interval.over(pair.den.interval + other.interval)


def _cut_off(rate: Quantity, exact: Decimal) -> bool:
    """Whether the printed digits divide to the rate cut off, and not to the rate rounded."""
    if rate.approximate or not rate.decimals:
        return False
    return rounded(exact * 100, rate.decimals) != rate.value == rounded(exact * 100, rate.decimals, ROUND_DOWN)


def _alone(material: Material, rate: Rate, pair: Pair) -> bool:
    """Whether the sentence leaves no doubt about the pair: no other rate between the pair and this one."""
    low = min(pair.num.start, pair.den.start)
    first = bisect_left(material.rates, low, key=lambda r: r.quantity.start)
    between = [
        r
        for r in material.rates[first : first + 4]
        if low < r.quantity.start < rate.quantity.start
        and r.measure in ("execution", "arrival", "usage", "payment")
        and r.quantity.start not in (pair.num.start, pair.den.start)
        and not (
            r.measure != rate.measure
            and (r.quantity.normalized == 1 or r.quantity.start < pair.num.start)  # 到位率100%: receipts are the budget
        )
    ]
    return not between


def _restated(made: Relation, stated: Quantity) -> Relation:
    """The relation with the quantity that is printed in place of the one that was read into it."""
    if made.stated is stated:
        return made
    return replace(made, stated=stated)
