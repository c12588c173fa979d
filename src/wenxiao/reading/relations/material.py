"""What relations are made from, and the small steps that all of them share."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from functools import cached_property

from wenxiao.quantities.model import Interval, Quantity, Span
from wenxiao.quantities.paper import in_unit, on_paper, plain, rounded
from wenxiao.reading.clauses import Clauses
from wenxiao.reading.form_model import Forms
from wenxiao.reading.lists import PartList
from wenxiao.reading.model import Project, Rate, Relation, Verdict
from wenxiao.reading.roles import Money


@dataclass
class Material:
    """Text, quantities and what was already made of them."""

    clauses: Clauses
    quantities: Sequence[Quantity]
    money: Sequence[Money]
    rates: Sequence[Rate]
    lists: Sequence[PartList]
    forms: Forms
    projects: Sequence[Project]
    _around: dict[int, frozenset[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.clauses.text

    @cached_property
    def money_at(self) -> dict[int, Money]:
        return {m.quantity.start: m for m in self.money}

    @cached_property
    def part_starts(self) -> frozenset[int]:
        """Where amounts stand that are printed as parts of another."""
        return frozenset(q.start for found in self.lists if found.explicit or len(found.parts) > 2 for q in found.parts)

    @cached_property
    def _parts(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for each in self.lists:
            found.setdefault(each.total.start, set()).update(q.start for q in each.parts)
        return found

    def parts_of(self, total: Quantity) -> Collection[int]:
        """Where the amounts stand that are printed as parts of ``total``."""
        return self._parts.get(total.start, ())

    @cached_property
    def _tables(self) -> list[Span]:
        return sorted(self.forms.spans)

    def in_table(self, offset: int) -> bool:
        if not self._tables:
            return False
        i = bisect_right(self._tables, offset, key=lambda span: span.start) - 1
        return i >= 0 and offset < self._tables[i].end

    @cached_property
    def _by_scope(self) -> tuple[list[int], list[int]]:
        """Where the projects' texts begin, and which project each is."""
        order = sorted(range(len(self.projects)), key=lambda i: self.projects[i].scope.start)
        return [self.projects[i].scope.start for i in order], order

    def project_of(self, offset: int) -> int | None:
        """Index of the project whose text holds ``offset``."""
        starts, order = self._by_scope
        i = bisect_right(starts, offset) - 1
        if i < 0:
            return None
        index = order[i]
        return index if offset < self.projects[index].scope.end else None

    def printed(self, quantity: Quantity) -> str:
        return self.text[quantity.start : quantity.end]


_CJK_PAIR = re.compile(r"(?=([一-龥]{2}))")


def judge(stated: Quantity, computed: Interval) -> Verdict:
    """Whether a stated figure and what it is computed from can both hold."""
    if stated.interval.meets(computed):
        return Verdict.HOLDS
    return Verdict.TRUNCATED if truncated(stated, computed) else Verdict.BROKEN


def truncated(stated: Quantity, computed: Interval) -> bool:
    """Whether the stated digits are the computed ones cut off."""
    if stated.approximate:
        return False
    return any(rounded(in_unit(end, stated), stated.decimals, ROUND_DOWN) == stated.value for end in computed)


def relation(
    kind: str, operands: Sequence[Quantity], stated: Quantity | None, computed: Interval | None, verdict: Verdict, formula: str,
    *, basis: str = "", reason: str | None = None, exhaustive: bool = True, project: int | None = None, exact: Decimal | None = None,
) -> Relation:  # fmt: skip
    spans = sorted({Span(q.start, q.end) for q in (operands if stated is None else (*operands, stated))})
    return Relation(
        kind,
        tuple(operands),
        stated,
        computed,
        verdict,
        tuple(spans),
        reason,
        exhaustive,
        basis,
        formula,
        project,
        exact,
    )


_ZERO = Decimal(0)


def digits(quantity: Quantity) -> int:
    """How many digits are printed, without leading zeros."""
    return quantity.value.adjusted() + quantity.decimals + 1


def total_of(parts: Sequence[Quantity]) -> Interval:
    low = high = _ZERO
    for part in parts:
        least, most = part.interval
        low += least
        high += most
    return Interval(low, high)


def exact_total(parts: Iterable[Quantity]) -> Decimal:
    return sum([p.normalized for p in parts], _ZERO)


def sum_formula(parts: Sequence[Quantity], total: Quantity, exact: Decimal) -> str:
    """88 + 121 + 9 = 228, in the unit of the total. ``exact``: the sum, in the base unit."""
    return f"{' + '.join([on_paper(p, total) for p in parts])} = {plain(in_unit(exact, total))}"


def made_sum(
    material: Material,
    parts: Sequence[Quantity],
    total: Quantity,
    verdict: Verdict,
    basis: str,
    reason: str | None = None,
    exhaustive: bool = True,
) -> Relation:
    exact = exact_total(parts)
    return relation(
        "sum", parts, total, total_of(parts), verdict, sum_formula(parts, total, exact),
        basis=basis, reason=reason, exhaustive=exhaustive, project=material.project_of(total.start), exact=exact,
    )  # fmt: skip


def surroundings(material: Material, q: Quantity) -> frozenset[str]:
    """Pairs of characters around a number: what it is the number of."""
    found = material._around.get(q.start)
    if found is None:
        text = material.text
        left = material.clauses.left(q, 14)
        end = min(material.clauses.clause_end(q.end), q.end + 12)
        found = frozenset((*_CJK_PAIR.findall(text, left.start, left.end), *_CJK_PAIR.findall(text, q.end, end)))
        material._around[q.start] = found
    return found
