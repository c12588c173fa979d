"""What the tables of a document state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from wenxiao.quantities.model import Quantity, Span
from wenxiao.reading.form_facts import FormTotal, Goal, MoneyRow
from wenxiao.reading.model import Fact, Indicator, Part, Rate, ScoredRate


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
class Draft:
    """A form while its rows are read (see ``form_facts.Form``)."""

    start: int
    end: int
    title: Span | None = None
    project: FormProject | None = None
    renamed: bool = False  # its name was printed again below what it states
    office: Span | None = None
    unit: Span | None = None
    money: list[MoneyRow] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    midterm: list[Indicator] = field(default_factory=list)
    total: FormTotal | None = None

    @property
    def stated(self) -> bool:
        """Whether anything below the head of the form was read."""
        return bool(self.money or self.goals or self.indicators or self.midterm or self.total)

    @property
    def is_form(self) -> bool:
        """Whether it is more than a table of amounts."""
        named = self.project is not None and bool(self.project.name)
        return bool(self.indicators or self.midterm or self.goals or self.total or (named and self.money))


@dataclass(slots=True)
class Forms:
    """Everything that the tables of a document state."""

    projects: list[FormProject] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
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
    scored: list[ScoredRate] = field(default_factory=list)
    judged: set[int] = field(
        default_factory=set
    )  # rates of rows whose columns say what was scored, or that nothing was

    @property
    def indicators(self) -> list[Indicator]:
        """Those of all forms, in their order."""
        return [indicator for draft in self.drafts for indicator in draft.indicators]

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
        self.scored = [replace(row, rate=now(row.rate)) for row in self.scored]
        for draft in self.drafts:
            draft.money = [_settled_row(row, settled) for row in draft.money]
            draft.indicators = [_settled(indicator, settled) for indicator in draft.indicators]
            draft.midterm = [_settled(indicator, settled) for indicator in draft.midterm]


def _settled(indicator: Indicator, settled: Mapping[int, Quantity]) -> Indicator:
    """Values with a unit of another column are no quantities of the reading and stay as they are."""
    values = (indicator.target_value, indicator.actual_value)
    target, actual = (value and settled.get(value.start, value) for value in values)
    return replace(indicator, target_value=target, actual_value=actual)


def _settled_row(row: MoneyRow, settled: Mapping[int, Quantity]) -> MoneyRow:
    return replace(
        row,
        amounts={role: settled[quantity.start] for role, quantity in row.amounts.items()},
        forecast=row.forecast and settled[row.forecast.start],
        rate=row.rate and settled[row.rate.start],
    )
