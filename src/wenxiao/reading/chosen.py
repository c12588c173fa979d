"""Of several amounts that a text states of one project: which is its budget, its adjusted budget, its spending."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from wenxiao.reading.model import GIVEN, Fact, Rate, Role


def first(facts: Sequence[Fact], role: Role) -> Decimal | None:
    return next((f.quantity.normalized for f in facts if f.role is role), None)


def budget_of(facts: Sequence[Fact], spent: Decimal | None, rate: Decimal | None) -> Decimal | None:
    """The approved budget, else what was released, else the planned investment; of several, the one that the stated
    execution rate was computed from."""
    candidates = [f.quantity.normalized for role in GIVEN for f in facts if f.role is role]
    planned = [f.quantity.normalized for f in facts if f.role is Role.PLANNED]
    released = [f.quantity.normalized for f in facts if f.role is Role.ALLOCATED]
    if planned and len(released) > 1 and sum(released) == planned[0]:
        return planned[0]  # released year by year
    if len(candidates) > 1 and spent is not None and rate:
        for value in candidates:
            if value and abs(spent / value - rate) < Decimal("0.006"):
                return value
    return candidates[0] if candidates else None


_BESIDE = 300  # characters: a change further from the opening budget is of something else


def adjusted_of(facts: Sequence[Fact]) -> Decimal | None:
    """Opening budget plus and minus the changes named beside it, each amount once; None where nothing was changed."""
    openings = [f for f in facts if f.role is Role.APPROVED]
    opening = max(openings, key=lambda f: f.quantity.normalized, default=None)  # of several, the whole before its parts
    changes = {
        (f.role, f.quantity.normalized)
        for f in facts
        if f.role in (Role.ADDED, Role.RETURNED)
        and (opening is None or abs(f.quantity.start - opening.quantity.start) <= _BESIDE)
    }
    known = (Role.RETURNED, Role.ALLOCATED, Role.PLANNED, Role.ARRIVED)
    if not changes or (opening is None and any(f.role in known for f in facts)):
        return None  # changed from what, the text does not say
    adjusted = opening.quantity.normalized if opening is not None else Decimal(0)
    adjusted += sum((amount if role is Role.ADDED else -amount for role, amount in changes), Decimal(0))
    return adjusted if adjusted >= 0 else None


def stated_rate(rates: Sequence[Rate], measure: str) -> Decimal | None:
    for rate in rates:
        if rate.measure == measure and not rate.quantity.approximate and not rate.partial:
            return rate.quantity.normalized if rate.quantity.kind == "percent" else rate.quantity.value / 100
    return None


_FIT = Decimal("0.006")  # how far a rate printed in whole percents may be from the one computed


def spent_of(facts: Sequence[Fact], other: Sequence[Fact], rate: Decimal | None) -> Decimal | None:
    """The first spending stated; where that does not give the stated rate of any budget and a later one does, the later.
    ``other`` are amounts stated of parts or in passing, which count only where they give the rate."""
    spent = first(facts, Role.SPENT)
    bases = [f.quantity.normalized for f in (*facts, *other) if f.role in GIVEN or f.role is Role.ADJUSTED]
    if not rate or any(_fits(spent, base, rate) for base in bases):
        return spent
    for fact in (*facts, *other):
        if fact.role is Role.SPENT and any(_fits(fact.quantity.normalized, base, rate) for base in bases):
            return fact.quantity.normalized
    return spent


def _fits(spent: Decimal | None, base: Decimal, rate: Decimal) -> bool:
    return spent is not None and base > 0 and abs(spent / base - rate) < _FIT
