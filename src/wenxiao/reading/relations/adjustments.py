"""Budget plus and minus adjustments against spending, what is left over, and which amount may not exceed which."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from wenxiao.quantities.model import Interval, Quantity
from wenxiao.quantities.paper import in_unit, on_paper, plain
from wenxiao.reading.model import Project, Relation, Role, Verdict
from wenxiao.reading.relations.material import Material, exact_total, judge, relation

#: Reason of a difference that leaves money unspent without a word on where it went.
REMAINDER = "remainder not explained"


def _amounts(project: Project, role: Role) -> list[Quantity]:
    found: list[Quantity] = []
    for fact in project.facts:
        if fact.role is role and fact.quantity not in found:
            found.append(fact.quantity)
    return found


def _first(project: Project, *roles: Role) -> Quantity | None:
    return next((q for role in roles for q in _amounts(project, role)), None)


def adjustments(material: Material) -> Iterator[Relation]:
    """预算 ± 调整 against 支出, and 预算 − 支出 against 结余."""
    for index, project in enumerate(material.projects):
        if project.scope.end - project.scope.start > 3000 and len(material.projects) == 1:
            continue  # a whole document about one fund: its adjustments are rarely of one year and one purpose
        budget, spent = _first(project, Role.APPROVED), _first(project, Role.SPENT)
        added, returned = _amounts(project, Role.ADDED), _amounts(project, Role.RETURNED)
        if budget is not None and spent is not None and (added or returned) and len(added) + len(returned) <= 4:
            yield _adjusted(index, budget, spent, added, returned)
    for index, project in enumerate(material.projects):
        left = _first(project, Role.CARRIED_OVER)
        spent = _first(project, Role.SPENT)
        if left is None or spent is None:
            continue
        for base in (
            *_amounts(project, Role.ADJUSTED),
            *_amounts(project, Role.ARRIVED),
            *_amounts(project, Role.APPROVED),
            *_amounts(project, Role.ALLOCATED),
        ):
            computed = base.interval.minus(spent.interval)
            if judge(left, computed) is Verdict.HOLDS:
                yield relation(
                    "difference",
                    (base, spent),
                    left,
                    computed,
                    Verdict.HOLDS,
                    _difference(base, [spent], left),
                    basis="left",
                    project=index,
                )
                break


def _adjusted(
    index: int, budget: Quantity, spent: Quantity, added: Sequence[Quantity], returned: Sequence[Quantity]
) -> Relation:
    computed = budget.interval
    for q in added:
        computed = computed + q.interval
    for q in returned:
        computed = computed.minus(q.interval)
    verdict = judge(spent, computed)
    left = verdict is not Verdict.HOLDS and spent.interval.high < computed.low  # not spent, and not accounted for
    terms = plain(budget.value) + "".join(f" + {on_paper(q, budget)}" for q in added)
    terms += "".join(f" − {on_paper(q, budget)}" for q in returned)
    total = budget.normalized + exact_total(added) - exact_total(returned)
    return relation(
        "difference",
        (budget, *added, *returned),
        spent,
        computed,
        Verdict.UNKNOWN if left else verdict,
        f"{terms} = {plain(in_unit(total, budget))}",
        basis="adjustment",
        reason=REMAINDER if left else None,
        project=index,
        exact=total,
    )


def _difference(base: Quantity, taken: Sequence[Quantity], like: Quantity) -> str:
    values = [in_unit(q.normalized, like) for q in taken]
    whole = in_unit(base.normalized, like)
    return f"{plain(whole)} − {' − '.join(plain(v) for v in values)} = {plain(whole - sum(values, Decimal(0)))}"


def _covered(material: Material, project: Project, budget: Quantity, spent: Quantity) -> bool:
    """Whether spending above the budget is explained: by stated additions, or by other funds named beside the budget."""
    if spent.interval.low <= budget.interval.high:
        return False
    if project.adjusted_budget is not None and spent.interval.low <= project.adjusted_budget:
        return True
    sentence = material.clauses.sentence(spent.start)
    first = bisect_left(material.money, min(sentence.start, budget.start), key=lambda m: m.quantity.start)
    beside = [
        m.quantity.normalized
        for m in material.money[first : first + 12]
        if m.quantity.start < spent.start and m.role is not Role.SPENT
    ]
    return len(beside) > 1 and sum(beside) >= spent.interval.low


def orders(material: Material) -> Iterator[Relation]:
    """支出 ≤ 预算, 支出 ≤ 到位, 到位 ≤ 预算: same project, same year, phases named by the text."""
    for index, project in enumerate(material.projects):
        spent = _first(project, Role.SPENT)
        arrived = _first(project, Role.ARRIVED)
        budget = next(
            (
                f.quantity
                for f in project.facts
                if f.role in (Role.APPROVED, Role.ALLOCATED, Role.PLANNED) and f.quantity.normalized == project.budget
            ),
            None,
        )
        adjusted = _first(project, Role.ADJUSTED)
        if budget is not None and spent is not None and adjusted is None and _covered(material, project, budget, spent):
            budget = None
        for small, large, name in (
            (spent, adjusted or budget, "budget"),
            (spent, arrived, "arrived"),
            (arrived, budget, "arrival"),
        ):
            if small is None or large is None or small.start == large.start:
                continue
            fits = small.interval.low <= large.interval.high
            if not fits and (name == "arrival" or _first(project, Role.CARRIED_OVER) is not None or large.approximate):
                continue  # other funds may have come on top
            formula = f"{plain(small.value)}{small.unit} {'≤' if fits else '>'} {plain(large.value)}{large.unit}"
            yield relation(
                "order",
                (small, large),
                None,
                Interval(small.normalized, large.normalized),
                Verdict.HOLDS if fits else Verdict.BROKEN,
                formula,
                basis=name,
                project=index,
            )
