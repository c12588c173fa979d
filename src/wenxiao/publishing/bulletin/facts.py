"""What a monthly report tells. Scores and shares are decimals; None is not known and printed as —."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from wenxiao.quantities.paper import plain, rounded

MISSING = "—"


@dataclass(frozen=True, slots=True)
class Ranked:
    """One object with its scores. ``low`` and ``high``: the adjusted total lies between; ``before``: that of the month before."""

    rank: int | None
    name: str
    low: Decimal
    high: Decimal
    raw: Decimal | None
    before: Decimal | None
    points: Sequence[Decimal | None]

    @property
    def total(self) -> Decimal | None:
        return self.low if self.low == self.high else None

    @property
    def printed(self) -> str:
        return figure(self.total) if self.total is not None else f"{figure(self.low)}～{figure(self.high)}"

    @property
    def change(self) -> Decimal | None:
        return None if self.total is None or self.before is None else self.total - self.before


@dataclass(frozen=True, slots=True)
class Ranking:
    """The objects of one scheme, best first. ``lines``: name and points of each line."""

    title: str
    scheme: str
    total: Decimal
    lines: Sequence[tuple[str, Decimal]]
    rows: Sequence[Ranked]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of words and numbers. ``widths`` are shares, ``left`` the columns that are set left."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str | int | Decimal | None]]
    widths: Sequence[float]
    left: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What is told beside the scores under a heading of its own: how it is counted, and its tables."""

    title: str
    how: str
    tables: Sequence[Table]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars by name: this month and, where known, the month before."""

    title: str
    names: Sequence[str]
    values: Sequence[int]
    before: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """What the last meeting asked for, who was to do it, by when, and how it stands."""

    what: str
    who: str
    due: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The whole report. ``numbers``: label, this month, the month before."""

    title: str
    office: str
    day: date
    summary: Sequence[str]
    numbers: Sequence[tuple[str, int, int]]
    rankings: Sequence[Ranking]
    categories: Chart
    sources: Chart
    hours: Chart
    pressed: Table
    missed: Table
    beside: Sequence[Beside] = ()
    actions: Sequence[Action] = ()
    actions_note: str = ""
    notes: Sequence[str] = ()
    foot: Sequence[str] = field(default_factory=tuple)


def figure(value: Decimal | None) -> str:
    """A score as it is printed, with two decimals at most."""
    return MISSING if value is None else plain(rounded(value, 2))


def printed(value: str | int | Decimal | None) -> str:
    """A cell of a table as it is printed."""
    return value if isinstance(value, str) else figure(None if value is None else Decimal(value))


def signed(value: Decimal | None) -> str:
    """A change with its sign."""
    if value is None:
        return MISSING
    # A minus and no hyphen: no line is broken after it.
    return f"+{figure(value)}" if value > 0 else figure(value).replace("-", "−")


def growth(now: int, before: int) -> str:
    """By how much a number grew; — where there was none before."""
    if before == 0:
        return MISSING
    return signed(rounded(Decimal(now - before) * 100 / Decimal(before), 2)) + "%"
