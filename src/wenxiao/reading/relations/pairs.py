"""Pairs of amounts that a rate can have been computed from, and the relation that one of them makes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from wenxiao.quantities.model import Interval, Quantity
from wenxiao.quantities.paper import on_paper, plain, rounded
from wenxiao.quantities.record import record
from wenxiao.reading.model import Rate, Relation, Role, Verdict
from wenxiao.reading.relations.material import Material, relation
from wenxiao.reading.roles import Money

#: Numerator and denominator by what a rate measures; the denominators in the order in which they are tried.
ROLES: dict[str, tuple[tuple[Role, ...], tuple[Role, ...]]] = {
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
    "saving": ((Role.SPENT, Role.CONTRACTED), (Role.APPROVED, Role.ADJUSTED, Role.PLANNED, Role.CONTRACTED)),
}


@record
class Pair:
    num: Quantity
    den: Quantity
    local: bool  # both in the sentence of the rate
    near: bool  # the numerator is
    sure: bool  # both in a role that a word names
    distance: int


def as_percent(rate: Quantity) -> Quantity:
    """A rate printed with a money unit read as the percentage that it must be (执行率为91.33万元)."""
    if rate.kind == "percent":
        return rate
    half = Decimal(5).scaleb(-rate.decimals - 1)
    return Quantity(
        rate.start, rate.end, "percent", rate.value, "%", rate.decimals, rate.value / 100, "fraction",
        Interval((rate.value - half) / 100, (rate.value + half) / 100),
    )  # fmt: skip


def made_ratio(
    material: Material, rate: Quantity, pair: Pair, verdict: Verdict, basis: str, reason: str | None = None
) -> Relation:
    computed = pair.num.interval.over(pair.den.interval)
    formula = f"{plain(pair.num.value)} ÷ {on_paper(pair.den, pair.num)}"
    exact = pair.num.normalized / pair.den.normalized if pair.den.normalized else None
    if exact is not None:
        formula += f" = {plain(rounded(exact * 100, 4))}%"
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
        exact=exact,
    )


def candidate_pairs(material: Material, rate: Rate, nums: Sequence[Role], dens: Sequence[Role]) -> list[Pair]:
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
        Pair(n, d, a == 0 and b == 0, a == 0, d.start in sure, abs(at - n.start) + abs(at - d.start))
        for n, a in numerators[:12]
        for d, b in denominators[:12]
        if n.start != d.start
    ]
    return sorted(pairs, key=lambda p: p.distance)
