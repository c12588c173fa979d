"""What the pages show of the ledger: the entries that somebody sees, running totals, and figures that open into their entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from wenxiao.performance import ledger
from wenxiao.performance.ledger import Kind
from wenxiao.web.core.clock import today
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import say
from wenxiao.web.ledger.models import COLUMNS, Entry
from wenxiao.web.ledger.services import by_source, cautions_of, position
from wenxiao.web.register.models import ProjectYear

_REVISED = {Kind.APPROVED: 1, Kind.CARRIED_IN: 1, Kind.ADDED: 1, Kind.CUT: -1, Kind.RETURNED: -1}
#: Every figure of a position: its name in the address, and the kinds of entries that add up to it with their signs.
FIGURES: Mapping[str, Mapping[Kind, int]] = {
    **{column: {kind: 1} for kind, column in COLUMNS.items()},
    "revised": _REVISED,
    "left": {**_REVISED, Kind.PAID: -1, Kind.CARRIED_OUT: -1},
}
#: Kind -> the name of its figure.
_NAMES: Mapping[str, tuple[str, str]] = {
    **{column: (kind.zh, kind.en.capitalize()) for kind, column in COLUMNS.items()},
    "original": ("年初预算", "Original budget"),
    "revised": ("全年预算", "Revised budget"),
    "left": ("未支出", "Not yet paid"),
}
#: The order in which a position is read.
ORDER = ("original", "carried_in", "added", "cut", "returned", "revised", "allocated", "arrived", "contracted", "paid", "carried_out", "left")  # fmt: skip


def until(access: Access) -> date | None:
    """The day as of which this person sees the ledger; None where nothing that is entered is later."""
    return access.as_of if access.as_of and access.as_of < today() else None


def entries(access: Access) -> QuerySet:
    """The entries that this person sees."""
    rows = Entry.objects.filter(access.scope(year="project_year__"))
    return rows.filter(date__lte=access.as_of) if access.as_of else rows


def entries_of(year: ProjectYear, access: Access) -> QuerySet:
    """The entries of one project-year that this person sees, in the order of their dates."""
    rows = Entry.objects.filter(project_year=year).select_related("entered_by", "batch")
    return rows.filter(date__lte=access.as_of) if access.as_of else rows


def position_for(year: ProjectYear, access: Access) -> ledger.Position:
    """What the entries that this person sees come to."""
    return position(year, until(access))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the position, by name; ``amount`` in yuan, None where nothing is entered. ``signs``: what it is made of."""

    name: str
    amount: Decimal | None
    signs: Mapping[Kind, int]

    @property
    def words(self) -> str:
        return say(*_NAMES[self.name])

    @property
    def derived(self) -> bool:
        return len(self.signs) > 1

    @property
    def how(self) -> str:
        """年初预算批复 + 上年结转转入 − 调减: what it is computed from."""
        parts = [("− " if sign < 0 else "+ ") + say(kind.zh, kind.en) for kind, sign in self.signs.items()]
        return " ".join(parts).removeprefix("+ ")


def figures(position: ledger.Position) -> list[Figure]:
    """Every figure of a position, in the order in which it is read."""
    return [Figure(name, getattr(position, name), FIGURES[name]) for name in ORDER]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a list shows it: with the running total of its kind, and what it adds to the figure that is looked at.

    ``reverses`` is the entry that it takes back, ``reversed_by`` the one that takes it back, among those that are shown.
    """

    entry: Entry
    total: Decimal
    counts: Decimal
    reverses: Entry | None = None
    reversed_by: Entry | None = None


def lines(rows: Iterable[Entry], figure: str = "") -> list[Line]:
    """The entries with running totals; of a figure, only those that add up to it, with their signs and its own running total."""
    signs = FIGURES.get(figure)
    totals: dict[str, Decimal] = {}
    shown = []
    every = {row.pk: row for row in rows}
    back = {row.reverses_id: row for row in every.values() if row.reverses_id}
    for row in every.values():
        sign = 1 if signs is None else signs.get(Kind(row.kind), 0)
        if not sign:
            continue
        key = "" if signs else row.kind
        totals[key] = totals.get(key, ledger.ZERO) + sign * row.amount
        counts = Decimal(sign * row.amount)
        shown.append(Line(row, totals[key], counts, every.get(row.reverses_id or 0), back.get(row.pk)))
    return shown


def mark_reversed(rows: Iterable[Entry]) -> list[Entry]:
    """Entries of several project-years with ``taken_back``; the reversals of a project-year are found by its own index."""
    shown = list(rows)
    found = Entry.objects.filter(project_year__in={row.project_year_id for row in shown}, reverses__isnull=False)
    taken = set(found.order_by().values_list("reverses", flat=True))
    for row in shown:
        row.taken_back = row.pk in taken
    return shown


@dataclass(frozen=True, slots=True)
class Said:
    """A rate as a page shows it, in the language of the request."""

    rate: ledger.Rate

    @property
    def words(self) -> str:
        return say(self.rate.name, self.rate.name_en.capitalize())

    @property
    def base(self) -> str:
        return say(self.rate.base, self.rate.base_en)


def rates(position: ledger.Position) -> list[Said]:
    """Every rate with its base; those that are undefined too."""
    return [Said(rate) for rate in ledger.rates(position)]


def figure_choices() -> list[tuple[str, str]]:
    return [(name, say(*_NAMES[name])) for name in ORDER]


def context(year: ProjectYear, access: Access) -> dict[str, Any]:
    """What a page says of a project-year's money."""
    at = position_for(year, access)
    return {"position": at, "figures": figures(at), "rates": rates(at), "until": until(access)}


def cautions_for(year: ProjectYear, access: Access) -> list[str]:
    """What is worth a look in the sources of a project-year, in the language of the request."""
    sources = by_source([year.pk], until(access)).get(year.pk, {})
    return [f"{say(one.text_zh, one.text_en)}{say('。', '.')}" for one in cautions_of(sources)]
