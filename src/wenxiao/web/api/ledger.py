"""Entries of the ledger: read, added, taken back; nothing is changed or deleted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404
from ninja import Field, Query, Schema, Status
from ninja.errors import HttpError

from wenxiao.performance import ledger
from wenxiao.web.api.doors import MOST, WRITES, Bearer, allow, answers, router, wrong
from wenxiao.web.api.shapes import In, ProjectYearOut, YuanIn
from wenxiao.web.core.say import say
from wenxiao.web.ledger import reading, services
from wenxiao.web.ledger.forms import EntryFilters
from wenxiao.web.ledger.models import Entry

routes = router("ledger")


class EntryOut(Schema):
    """One entry, in yuan. ``reverses`` is the entry that it takes back."""

    id: int
    kind: str
    source: str
    date: date
    amount: Decimal
    reference: str
    note: str
    reverses: int | None = Field(alias="reverses_id")
    entered_by: str = Field(alias="entered_by.name")


class Entries(Schema):
    count: int
    rows: list[EntryOut]


class EntryOfProject(EntryOut):
    """An entry with the project-year to which it belongs."""

    project_year: ProjectYearOut


class EntriesOfProjects(Schema):
    """Some of the rows; ``count`` is of all."""

    count: int
    rows: list[EntryOfProject]


class EntryIn(In):
    """An entry to be added."""

    kind: ledger.Kind
    source: ledger.Source
    date: date
    amount: YuanIn
    reference: str = Field(max_length=80)
    note: str = Field("", max_length=200)


class ReversalIn(In):
    """Why an entry is taken back."""

    date: date
    reference: str = Field(max_length=80)
    reason: str = Field(max_length=200)


class RateOut(Schema):
    """A rate with what it is of what."""

    key: str
    base: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None


@routes.get("", response=answers(EntriesOfProjects), auth=Bearer("ledger:read"))
def listed(
    request: Any,
    q: str = Query("", max_length=100),
    year: int | None = Query(None, ge=1990, le=2100),
    kind: ledger.Kind | None = None,
    source: ledger.Source | None = None,
    unit: str = Query("", max_length=100),
    begins: date | None = None,
    ends: date | None = None,
    offset: int = Query(0, ge=0, le=10**9),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """The entries of everything that one sees, the latest first, by the filters of the page: ``q`` is looked for in names and codes of
    projects and in document numbers, ``begins`` and ``ends`` bound the date."""
    allow(request, "ledger.see")
    asked = {"q": q, "year": year, "kind": kind, "source": source, "unit": unit, "begins": begins, "ends": ends}
    filters = EntryFilters(request.access, {name: "" if value is None else value for name, value in asked.items()})
    if not filters.is_valid():
        raise wrong(filters.errors)
    rows = filters.narrowed(reading.entries(request.access)).order_by("-date", "-pk")
    shown = rows.select_related("project_year__project", "project_year__unit", "entered_by")
    return {"count": rows.count(), "rows": list(shown[offset : offset + limit])}


@routes.get("/{int:pk}", response=answers(Entries), auth=Bearer("ledger:read"))
def entries(
    request: Any,
    pk: int,
    kind: ledger.Kind | None = None,
    source: ledger.Source | None = None,
    offset: int = Query(0, ge=0, le=10**9),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """The entries of a project-year, oldest first; of one kind, of one source of money."""
    wanted = {name: value for name, value in (("kind", kind), ("source", source)) if value is not None}
    rows = _seen(request, pk).filter(**wanted)
    return {"count": rows.count(), "rows": list(rows[offset : offset + limit])}


def _seen(request: Any, pk: int) -> Any:
    year = request.access.year("ledger.see", pk)
    rows = Entry.objects.filter(project_year=year).select_related("entered_by")
    return rows.filter(date__lte=request.access.as_of) if request.access.as_of else rows


@routes.get("/{int:pk}/rates", response=answers(list[RateOut]), auth=Bearer("ledger:read"))
def rates(request: Any, pk: int) -> Any:
    """Every rate of a project-year, each with its base."""
    year = request.access.year("ledger.see", pk)
    return list(ledger.rates(services.position(year, request.access.as_of)))


def _entered(do: Any) -> Entry:
    try:
        return do()
    except services.Refused as refusal:
        raise HttpError(422, say(refusal.zh, refusal.en)) from None


@routes.post("/{int:pk}", response=answers(EntryOut, *WRITES, status=201), auth=Bearer("ledger:write"))
def enter(request: Any, pk: int, said: EntryIn) -> Any:
    """Add an entry; 422 with one sentence where it cannot be."""
    year = request.access.year("ledger.enter", pk)
    return Status(
        201,
        _entered(
            lambda: services.post(
                year, said.kind, said.source, said.date, said.amount, said.reference, said.note, request.user
            )
        ),
    )


@routes.post(
    "/{int:pk}/{int:entry}/reversal",
    response=answers(EntryOut, *WRITES, status=201),
    auth=Bearer("ledger:write"),
)
def take_back(request: Any, pk: int, entry: int, said: ReversalIn) -> Any:
    """Take an entry back, whole."""
    year = request.access.year("ledger.enter", pk)
    found = Entry.objects.filter(project_year=year, pk=entry).first()
    if found is None:
        raise Http404
    return Status(201, _entered(lambda: services.reverse(found, said.date, said.reference, said.reason, request.user)))
