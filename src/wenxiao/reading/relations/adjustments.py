"""Budget plus and minus adjustments against spending, what is left over, and which amount may not exceed which."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from wenxiao.quantities.model import Interval, Quantity
from wenxiao.quantities.paper import in_unit, on_paper, plain
from wenxiao.reading.model import Fact, Project, Relation, Role, Verdict
from wenxiao.reading.relations.material import Material, exact_total, judge, relation

#: Reason of a difference that leaves money unspent without a word on where it went.
REMAINDER = "remainder not explained"


def _amounts(project: Project, role: Role) -> list[Quantity]:
    return list({f.quantity.start: f.quantity for f in project.facts if f.role is role}.values())


def _first(project: Project, *roles: Role) -> Quantity | None:
    fact = project.first(*roles)
    return None if fact is None else fact.quantity


def adjustments(material: Material) -> Iterator[Relation]:
    """预算 ± 调整 against 支出, and 预算 − 支出 against 结余."""
    for index, project in enumerate(material.projects):
        if project.scope.end - project.scope.start > 3000 and len(material.projects) == 1:
            continue  # a whole document about one fund: its adjustments are rarely of one year and one purpose
        budgets, spent = _amounts(project, Role.APPROVED), _first(project, Role.SPENT)
        budget = max(budgets, key=lambda q: q.normalized, default=None)  # of several, the whole before its parts
        added, returned = _amounts(project, Role.ADDED), _amounts(project, Role.RETURNED)
        if (
            budget is not None
            and spent is not None
            and (added or returned)
            and len(added) + len(returned) <= 4
            and _of_one_year(project)
        ):
            made = _adjusted(index, budget, spent, added, returned)
            certain = len({q.normalized for q in budgets}) == 1 and (made.exact or 0) >= 0
            if certain or made.verdict is Verdict.HOLDS:
                yield made
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


def _of_one_year(project: Project) -> bool:
    facts = (project.first(role) for role in (Role.APPROVED, Role.SPENT, Role.ADDED, Role.RETURNED))
    return len({f.period for f in facts if f is not None and f.period is not None}) <= 1


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


# Other money than the budget's, named beside the spending: 超支部分由上年结余资金安排.
_ELSEWHERE = re.compile(r"上年|以前年度|往年|结余|结转|追加|自筹|统筹|配套|整合|其[他它]资金|垫付|超支部分|超出部分")
_TO_DATE = re.compile(r"累计\S{0,4}\Z")


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


def _explained(material: Material, small: Fact, large: Fact) -> bool:
    """Whether two amounts are of different years, or the text names other money or several years of spending."""
    if small.period is not None and large.period is not None and small.period != large.period:
        return True
    start, end = small.quantity.start, small.quantity.end
    clauses = material.clauses
    if start < large.quantity.start and clauses.sentence_number(start) != clauses.sentence_number(large.quantity.start):
        return True  # spending that is told before any budget is of something else
    if _TO_DATE.search(material.text, max(0, start - 12), start):
        return True
    return _ELSEWHERE.search(material.text, end, clauses.sentence_end(end)) is not None


def orders(material: Material) -> Iterator[Relation]:
    """支出 ≤ 预算, 支出 ≤ 到位, 到位 ≤ 预算: same project, same year, phases named by the text."""
    for index, project in enumerate(material.projects):
        spent, arrived = project.first(Role.SPENT), project.first(Role.ARRIVED)
        budget, adjusted = project.given, project.first(Role.ADJUSTED)
        if (
            budget is not None
            and spent is not None
            and adjusted is None
            and _covered(material, project, budget.quantity, spent.quantity)
        ):
            budget = None
        for lesser, greater, name in (
            (spent, adjusted or budget, "budget"),
            (spent, arrived, "arrived"),
            (arrived, budget, "arrival"),
        ):
            if lesser is None or greater is None or lesser.quantity.start == greater.quantity.start:
                continue
            small, large = lesser.quantity, greater.quantity
            fits = small.interval.low <= large.interval.high
            if not fits and (
                name == "arrival"  # other funds may have come on top
                or project.first(Role.CARRIED_OVER) is not None
                or (name == "budget" and project.first(Role.ADDED, Role.RETURNED) is not None)  # the adjustment says it
                or large.approximate
                or _explained(material, lesser, greater)
                or large.start in material.part_starts
            ):
                continue
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
