"""What the tables of a document state."""

from __future__ import annotations

from dataclasses import dataclass, field

from wenxiao.quantities.model import Quantity, Span
from wenxiao.reading.model import Fact, Indicator, Part, Rate


@dataclass(slots=True)
class FormProject:
    """A project as a form or a list states it."""

    name: str
    span: Span
    facts: list[Fact] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
    funding: list[Part] = field(default_factory=list)
    listed: bool = False  # a row of a project list, not a form of its own


@dataclass(slots=True)
class Column:
    """Column of amounts that has a total row: the total and the amounts above or below it."""

    total: Quantity
    parts: list[Quantity]
    blanks: int = 0  # part rows without a number
    sources: bool = False  # 其中 rows of one form, not rows of a list


@dataclass(slots=True)
class Forms:
    """Everything that the tables of a document state."""

    projects: list[FormProject] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)  # bare numbers that their heading makes quantities
    columns: list[Column] = field(default_factory=list)
    ratios: list[tuple[Quantity, Quantity, Quantity]] = field(
        default_factory=list
    )  # spent (or arrived), base, rate of one row
    weights: list[tuple[Quantity, list[Quantity], list[Span]]] = field(
        default_factory=list
    )  # points of a level, its indicators' and their names
    spans: list[Span] = field(default_factory=list)
