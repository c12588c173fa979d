"""The base of a rate that none of the amounts around it fits: the budget of its project, where only one can be meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from wenxiao.quantities.model import Quantity
from wenxiao.reading.model import Fact, Rate, Role
from wenxiao.reading.relations.material import Material
from wenxiao.reading.relations.pairs import Pair

#: What a rate of the whole budget has above.
OF_THE_WHOLE = {"execution": Role.SPENT, "arrival": Role.ARRIVED}
_WITHIN = 1500  # characters between a rate and the one budget of its project
#: Roles of a base, the first that a project states being the one that a rate of the budget is of.
_BUDGETS = (Role.ADJUSTED, Role.APPROVED, Role.ALLOCATED)
_MOST_CHANGES = 3


def only_base(material: Material, rate: Rate, pairs: Sequence[Pair]) -> Pair | None:
    """Spending beside the rate, and a single budget in the whole text of the project."""
    index = material.project_of(rate.quantity.start)
    near = [p for p in pairs if p.near and p.sure and p.den.normalized]
    if index is None:  # of the document as a whole: the one budget right before, not one of its parts
        near = [p for p in near if p.den.start not in material.part_starts and _right_before(material, rate, p)]
    if rate.measure not in OF_THE_WHOLE or not near:
        return None
    if len({p.den.normalized for p in near}) > 1:
        near = _of_the_budget(material, rate, near, index)
    if len({p.den.normalized for p in near}) != 1:
        return None
    return near[0] if abs(rate.quantity.start - near[0].den.start) <= _WITHIN else None


def _right_before(material: Material, rate: Rate, pair: Pair) -> bool:
    """Whether the base is an amount of this or the sentence before, and not one that is wanted."""
    apart = material.clauses.sentence_number(rate.quantity.start) - material.clauses.sentence_number(pair.den.start)
    entry = material.money_at.get(pair.den.start)
    return 0 <= apart <= 1 and entry is not None and not entry.wanted


def _of_the_budget(material: Material, rate: Rate, near: Sequence[Pair], index: int | None) -> list[Pair]:
    """Of several possible bases the budget, where the amount that was spent or received stands right before the rate.

    None where money was moved and the adjusted budget is not printed, and where more was spent than there was: then something
    else is meant.
    """
    if index is None:
        return []
    facts = material.projects[index].facts
    role = next((role for role in _BUDGETS if any(f.role is role for f in facts)), None)
    moved = any(f.role in (Role.ADDED, Role.RETURNED) for f in facts)
    if role is None or (moved and role is not Role.ADJUSTED):
        return []
    bases = {f.quantity.start for f in facts if f.role is role}
    top = _right_above(material, rate)
    return [p for p in near if p.den.start in bases and p.num == top and p.num.normalized <= p.den.normalized]


def _right_above(material: Material, rate: Rate) -> Quantity | None:
    """The last amount before a rate that is no part of another, if it was spent (received) for a rate of execution (arrival)."""
    at = rate.quantity.start
    for entry in reversed(material.money[: bisect_left(material.money, at, key=lambda m: m.quantity.start)]):
        if entry.quantity.start not in material.part_starts:
            return entry.quantity if OF_THE_WHOLE[rate.measure] in (entry.role, entry.after) else None
    return None


def adjusted_base(material: Material, rate: Rate, pairs: Sequence[Pair]) -> tuple[int, Quantity, list[Fact]] | None:
    """Project, numerator and the terms of the base: one opening budget and its changes, in the sentence of the rate."""
    index = material.project_of(rate.quantity.start)
    if index is None or rate.measure not in OF_THE_WHOLE:
        return None
    sentence = material.clauses.sentence(rate.quantity.start)
    facts = material.projects[index].facts
    budgets = [f for f in facts if f.role is Role.APPROVED]
    changes = [f for f in facts if f.role in (Role.ADDED, Role.RETURNED)]
    top = _right_above(material, rate)
    if (
        top is None
        or not changes
        or len(changes) > _MOST_CHANGES
        or len({f.quantity.normalized for f in budgets}) != 1
        or any(f.role is Role.ADJUSTED for f in facts)
        or any(not sentence.start <= f.quantity.start < rate.quantity.start for f in (budgets[0], *changes))
        or not any(p.num == top and p.near for p in pairs)
        or _amounts(material, sentence.start, rate.quantity.start)
        > {top.start, *(f.quantity.start for f in (budgets[0], *changes))}
    ):
        return None
    return index, top, [budgets[0], *changes]


def _amounts(material: Material, start: int, end: int) -> set[int]:
    """Where amounts stand between two places."""
    first, last = (bisect_left(material.money, at, key=lambda m: m.quantity.start) for at in (start, end))
    return {m.quantity.start for m in material.money[first:last]}
