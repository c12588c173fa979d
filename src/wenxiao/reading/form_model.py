"""What the tables of a document state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

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
    undone: set[int] = field(
        default_factory=set
    )  # where the scan has read values printed without a space as one number
    columns: list[Column] = field(default_factory=list)
    ratios: list[tuple[Quantity, Quantity, Quantity]] = field(
        default_factory=list
    )  # spent (or arrived), base, rate of one row
    weights: list[tuple[Quantity, list[Quantity], list[Span]]] = field(
        default_factory=list
    )  # points of a level, its indicators' and their names
    spans: list[Span] = field(default_factory=list)

    def settle(self, settled: Mapping[int, Quantity]) -> None:
        """Put in the place of every quantity the one that the reading has settled on, by where it starts."""

        def now(quantity: Quantity) -> Quantity:
            return settled[quantity.start]

        for project in self.projects:
            project.facts = [replace(fact, quantity=now(fact.quantity)) for fact in project.facts]
            project.funding = [replace(part, quantity=now(part.quantity)) for part in project.funding]
            project.rates = [replace(rate, quantity=now(rate.quantity)) for rate in project.rates]
        for column in self.columns:
            column.total, column.parts = now(column.total), [now(part) for part in column.parts]
        self.ratios = [(now(a), now(b), now(c)) for a, b, c in self.ratios]
        self.indicators = [
            replace(
                indicator,
                target_value=indicator.target_value and now(indicator.target_value),
                actual_value=indicator.actual_value and now(indicator.actual_value),
            )
            for indicator in self.indicators
        ]
