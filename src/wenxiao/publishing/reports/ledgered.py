"""What a text states of money against what the ledger holds: the figures that somebody typed, held against the facts.

A role of money is compared with the same role alone, of the same project and of the whole year; what the reading cannot tell is left
alone, and a printed figure stands for all that rounds to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from wenxiao.publishing.reports.facts import Facts, Figure
from wenxiao.quantities.model import Quantity, Span
from wenxiao.quantities.paper import in_unit, plain
from wenxiao.reading.model import Project, Reading, Role

#: The fact that says the same as a role of money in the reading.
_ROLES: Mapping[Role, str] = {
    Role.APPROVED: "money.original", Role.ADJUSTED: "money.revised", Role.SPENT: "money.paid", Role.ARRIVED: "money.arrived",
    Role.ALLOCATED: "money.allocated", Role.ADDED: "money.added",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Differs:
    """A stated figure that the ledger does not hold. ``span`` is in the text that was read; ``key`` the fact that says otherwise."""

    span: Span
    stated: str
    key: str
    figure: Figure
    arithmetic: str

    @property
    def zh(self) -> str:
        return f"文中{self.figure.zh}为“{self.stated}”，台账为“{self.figure.words}”，两者不能同时成立"

    @property
    def en(self) -> str:
        return f"The text has {self.stated} as {self.figure.en}, the ledger {self.figure.words}: both cannot hold"


def differing(reading: Reading, facts: Facts) -> list[Differs]:
    """Every figure of the reading that its fact contradicts, in the order of the text."""
    found: dict[tuple[int, int], Differs] = {}
    for project, prefix in _subjects(reading, facts):
        for one in _of(reading, project, prefix, facts):
            found.setdefault((one.span.start, one.span.end), one)
    return sorted(found.values(), key=lambda one: one.span)


def _subjects(reading: Reading, facts: Facts) -> Iterator[tuple[Project, str]]:
    """The projects of the reading that are known, with the prefix of their facts."""
    names = {
        facts.words[f"{prefix}.name"]: f"{prefix}."
        for prefix in facts.groups.get("projects", ())
        if f"{prefix}.name" in facts.words
    }
    alone = not names
    for project in reading.subjects:
        if alone and (len(reading.subjects) == 1 or _like(project.name, facts.words.get("name", ""))):
            yield project, ""
            continue
        known = [prefix for name, prefix in names.items() if _like(project.name, name)]
        if len(known) == 1:
            yield project, known[0]


def _like(read: str, name: str) -> bool:
    """Whether a name as it was read is that of a project: readings may have the year or the kind of paper behind it."""
    return bool(name) and (read == name or read.startswith(name))


def _of(reading: Reading, project: Project, prefix: str, facts: Facts) -> Iterator[Differs]:
    year = facts.words.get(f"{prefix}year", "").removesuffix("年")
    for fact in project.facts:
        key = f"{prefix}{_ROLES.get(fact.role, '')}"
        figure = facts.figures.get(key)
        if figure is None or figure.amount is None or fact.period not in (None, year):
            continue
        quantity = fact.quantity
        if (
            quantity.approximate
            or quantity.interval.low <= figure.amount <= quantity.interval.high
            or _partial(reading, quantity)
        ):
            continue
        span = Span(quantity.start, quantity.end)
        yield Differs(span, reading.text[span.start : span.end], key, figure, _sum(quantity, figure.amount))


#: Words before a figure that make it one of a part (of the money, of the year) or of another scope.
_PART = ("其中", "上半年", "上年", "累计", "截至", "来源分", "本年财政")


def _partial(reading: Reading, quantity: Quantity) -> bool:
    """Whether the clause says that the figure is of a part."""
    start = max(reading.text.rfind(mark, 0, quantity.start) for mark in "。；;\n")
    return any(word in reading.text[start + 1 : quantity.start] for word in _PART)


def _sum(quantity: Quantity, held: Decimal) -> str:
    here = in_unit(held, quantity)
    return f"{plain(quantity.value)} − {plain(here)} = {plain(quantity.value - here)}（{quantity.unit}）"
