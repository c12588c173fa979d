"""Patrols (巡查): which unit grids were visited how often on which day, rounds against the plan, hours walked.

A grid-day is one unit grid on one day. It is due while a plan with that grid is in force, and covered where so many *different* rounds
visited it on that day: staying, or coming back in the same round, is one visit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Context, Decimal

from wenxiao.grid.buckets import Period
from wenxiao.quantities.paper import rounded

_DIGITS = Context(prec=28)
_HOUR = Decimal(3600)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be walked, from a day up to and with another (None: open). ``visits``: how often a day each grid at least;
    ``rounds``: how many rounds a day."""

    id: str
    grids: frozenset[str]
    since: date
    until: date | None = None
    visits: int = 1
    rounds: int = 1

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Round:
    """One round: who, by which plan, from when to when (None: still out), and on which day it visited which grids."""

    id: str
    plan: str
    person: str
    start: datetime
    end: datetime | None
    day: date
    visited: frozenset[tuple[str, date]] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """So much of so much, as ids. ``value`` is the fraction, None of nothing."""

    done: tuple[str, ...]
    due: tuple[str, ...]

    @property
    def value(self) -> Decimal | None:
        return _DIGITS.divide(Decimal(len(self.done)), Decimal(len(self.due))) if self.due else None


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first up to and with the last; none where the last is before it."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def coverage(plans: Iterable[Plan], rounds: Iterable[Round], first: date, last: date) -> Part:
    """Grid-days that were covered, of those that were due; ids are ``2026-09-01 530100001001001``. Where several plans hold for a
    grid, the one that asks most counts."""
    every = tuple(plans)
    came: dict[tuple[str, date], set[str]] = {}
    for one in rounds:
        for visit in one.visited:
            came.setdefault(visit, set()).add(one.id)
    done, due = [], []
    for day in days(first, last):
        asked: dict[str, int] = {}
        for plan in every:
            if plan.on(day):
                for grid in plan.grids:
                    asked[grid] = max(asked.get(grid, 0), plan.visits)
        for grid in sorted(asked):
            name = f"{day} {grid}"
            due.append(name)
            if len(came.get((grid, day), ())) >= asked[grid]:
                done.append(name)
    return Part(tuple(done), tuple(due))


def whole(plan: Plan, one: Round, share: Decimal) -> bool:
    """Whether a round is one: it has ended, and visited at least that share of the grids of its plan."""
    seen = {grid for grid, _ in one.visited} & plan.grids
    return one.end is not None and bool(seen) and len(seen) >= share * len(plan.grids)


def walked(plans: Iterable[Plan], rounds: Iterable[Round], first: date, last: date, share: Decimal) -> Part:
    """Rounds that were made, of those that the plans ask for (每天2轮): of each plan and day as many as are asked for, and no more. What
    was made above that on one day does not make up for another."""
    made: dict[tuple[str, date], list[str]] = {}
    by_id = {plan.id: plan for plan in plans}
    for one in sorted(rounds, key=lambda each: (each.start, each.id)):
        plan = by_id.get(one.plan)
        if plan is not None and whole(plan, one, share):
            made.setdefault((plan.id, one.day), []).append(one.id)
    done, due = [], []
    for day in days(first, last):
        for plan in by_id.values():
            if plan.on(day):
                due += [f"{day} {plan.id}#{number}" for number in range(1, plan.rounds + 1)]
                done += made.get((plan.id, day), [])[: plan.rounds]
    return Part(tuple(done), tuple(due))


def hours(rounds: Iterable[Round], within: Period | None = None) -> Decimal:
    """Hours walked, exact: a person who has two rounds open at once walks once, and what lies outside of the period is cut off. A
    round that has not ended has no hours yet."""
    spans: dict[str, list[tuple[datetime, datetime]]] = {}
    for one in rounds:
        start, end = one.start, one.end
        if end is not None and within is not None:
            start, end = max(start, within.start), min(end, within.end)
        if end is not None and end > start:
            spans.setdefault(one.person, []).append((start, end))
    total = timedelta()
    for mine in spans.values():
        reached: datetime | None = None
        for start, end in sorted(mine):
            begin = start if reached is None or start > reached else reached
            if end > begin:
                total += end - begin
            reached = end if reached is None else max(reached, end)
    seconds = Decimal(total.days * 86400 + total.seconds)
    return _DIGITS.divide(seconds, _HOUR)


def share_of_term(amount: Decimal, since: date, until: date, first: date, last: date) -> Decimal | None:
    """The part of a contract's amount (yuan, to the fen) that falls into a period, day by day alike. None where they have no day in
    common. Raises ValueError for a term that ends before it begins."""
    if until < since:
        raise ValueError("a term that ends before it begins")
    common = (min(until, last) - max(since, first)).days + 1
    if common <= 0:
        return None
    term = (until - since).days + 1
    return rounded(_DIGITS.divide(amount * common, Decimal(term)), 2)
