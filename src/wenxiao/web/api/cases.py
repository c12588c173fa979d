"""Cases of the grid (网格案件): listed, reported, read with their events, taken a step on; photos."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from ninja import Field, File, Query, Schema, Status
from ninja.files import UploadedFile

from wenxiao.grid.log import read
from wenxiao.grid.transitions import Action
from wenxiao.web.api.doors import MOST, WRITES, Bearer, allow, answers, router, wrong
from wenxiao.web.api.files import a_file
from wenxiao.web.api.shapes import Id, In
from wenxiao.web.core.days import FIRST, LAST
from wenxiao.web.core.say import say
from wenxiao.web.grid import listing, photos, reporting, steps, views
from wenxiao.web.grid.models import Case, CaseEvent, Photo
from wenxiao.web.grid.seeing import case_of
from wenxiao.web.people.models import User

routes = router("grid")
READ, WRITE = Bearer("grid:read"), Bearer("grid:write")
Code = Annotated[str, Field(max_length=40)]
Day = Annotated[date, Field(ge=FIRST, le=LAST)]
Words = Annotated[str, Field(max_length=1000)]
Token = Annotated[UUID | None, Field(description="Made by the program: sent again under the same one, it is one step.")]
PhotoIds = Annotated[list[Id], Field(max_length=20, description="Of photos sent before, to /grid/photos.")]


class CaseRow(Schema):
    """A case in a list. Positions are degrees, CGCS2000; ``due`` is by the original limit. ``answer_due``: of the first order (督办) that
    nobody has answered. ``to_sign``: who may sign what was asked for (``lead``, ``desk``; empty: nothing waits). ``call_until``: who
    reported is to be called back until then."""

    id: int
    number: str
    source: str
    state: str
    state_name: str = Field(alias="get_state_display")
    stage: str
    category: str
    condition: str
    outcome: str
    grid: str
    agency: str | None = Field(alias="agency_code")
    description: str
    address: str
    longitude: float | None
    latitude: float | None
    reported_at: datetime
    filed_at: datetime | None
    dispatched_at: datetime | None
    due: datetime | None
    adjusted_due: datetime | None
    stage_due: datetime | None
    feedback_at: datetime | None
    closed_at: datetime | None
    pressed: bool
    answer_due: datetime | None
    to_sign: str
    call_until: datetime | None
    urgent: bool
    open: bool
    revision: int


class CasePage(Schema):
    """Some of the rows; ``more``: whether there are others after them. Nobody counts millions."""

    more: bool
    rows: list[CaseRow]


class CaseEventOut(Schema):
    """One step. ``late``: entered later than the rules allow. ``pressing``, ``ordered_by``, ``until``: of an order; ``order``: which one is
    answered; ``result``: of a call."""

    number: int
    action: str
    words: str
    actor: str
    role: str
    occurred_at: datetime
    recorded_at: datetime
    late: bool
    reason: str
    unit: str
    pressing: str
    ordered_by: str
    until: datetime | None
    order: int
    result: str
    photos: list[int]


class CaseOrder(Schema):
    """An order (督办): ``number`` is that of the event which ordered; ``answered_at`` null: nobody has answered it."""

    number: int
    pressing: str
    ordered_by: str
    at: datetime
    due: datetime
    answered_at: datetime | None


class CaseProposed(Schema):
    """A step that was asked for and waits for the signature of a second person: ``void`` or ``reclassify``."""

    action: str
    at: datetime
    reason: str
    category: str
    condition: str


class CaseCall(Schema):
    """A call to who reported (回访), and what came of it."""

    at: datetime
    result: str


class CaseWay(Schema):
    """A step that this person may make now, and what it needs of ``needs`` in the table."""

    action: str
    words: str
    needs: list[str]


class CaseOut(CaseRow):
    """One case with its events, oldest first, what follows it beside its states, and the steps that are open."""

    events: list[CaseEventOut]
    orders: list[CaseOrder]
    proposed: CaseProposed | None
    calls: list[CaseCall]
    steps: list[CaseWay]


class CaseIn(In):
    """A report. ``name`` and ``phone`` are of who reported from outside: kept for the desk, deleted in time."""

    token: Token = None
    source: Literal["supervisor", "inspector", "public", "video", "hotline", "leader", "system"]
    category: Code
    description: Annotated[str, Field(min_length=1, max_length=4000)]
    address: Annotated[str, Field(max_length=200)] = ""
    longitude: float | None = None
    latitude: float | None = None
    system: Literal["CGCS2000", "WGS84", "GCJ02", "BD09"] = "CGCS2000"
    grid: Annotated[str, Field(max_length=20)] = ""
    photos: PhotoIds = []
    missed: bool = False
    name: Annotated[str, Field(max_length=60)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    occurred_at: datetime | None = None


class CaseStepIn(In):
    """A step, with what it needs: ``unit`` by its code, ``assignee`` by login name, ``parent`` by its number; of an order its kind
    (``pressing``), who gave it and the day until when an answer is due (none: as the place has it); of an answer the ``order``, where
    several wait; of a call its ``result``."""

    action: str = Field(max_length=24, json_schema_extra={"enum": sorted(Action)})
    token: Token = None
    reason: Words = ""
    found: bool | None = None
    grid: Annotated[str, Field(max_length=20)] = ""
    category: Code = ""
    condition: Code = ""
    unit: Code = ""
    assignee: Annotated[str, Field(max_length=150)] = ""
    pressing: Literal["", "overdue", "leader", "key"] = ""
    ordered_by: Annotated[str, Field(max_length=60)] = ""
    order: Annotated[int, Field(ge=0, le=100_000)] = 0
    result: Literal["", "satisfied", "basically_satisfied", "dissatisfied", "no_answer", "not_reached"] = ""
    level: Literal["", "city", "district", "street", "community"] = ""
    until: date | None = None
    parent: Code = ""
    outcome: Code = ""
    closing_met: bool = False
    photos: PhotoIds = []
    occurred_at: datetime | None = None


class PhotoOut(Schema):
    """A photo that was taken; name it in a report or a step within a day."""

    id: int
    sha256: str
    taken_at: datetime | None
    longitude: float | None
    latitude: float | None


def _whole(row: Case, request: Any) -> dict[str, Any]:
    told = [
        (one, read(one.told), one.actor)
        for one in CaseEvent.objects.filter(case=row).select_related("actor").order_by("number")
    ]
    case = row.case
    fields = {name: getattr(row, name) for name in CaseRow.model_fields if name not in {"state_name", "agency"}}
    return {
        **fields,
        "get_state_display": row.get_state_display(),
        "agency_code": row.agency_code,
        "events": [
            {
                "number": one.number, "action": one.action, "words": one.words, "actor": str(actor or ""), "role": event.role,
                "occurred_at": event.occurred_at, "recorded_at": event.recorded_at, "late": event.late, "reason": event.reason,
                "unit": event.unit, "pressing": event.pressing or "", "ordered_by": event.ordered_by, "until": event.until, "order": event.order,
                "result": event.result or "", "photos": [int(name) for name in event.photos if name.isdecimal()],
            }
            for one, event, actor in told
        ],
        "orders": case.orders, "proposed": case.proposed, "calls": case.calls,
        "steps": [
            {"action": way.row.action, "words": steps.StepForm(row, way.row, way.actor).words, "needs": sorted(way.row.needs)}
            for way in steps.open_ways(row, request.access)
        ],
    }  # fmt: skip


def _again(request: Any, pk: int) -> dict[str, Any]:
    return _whole(case_of(request.access, pk), request)


@routes.get("/cases", response=answers(CasePage), auth=READ)
def listed(
    request: Any,
    q: str = Query("", max_length=100),
    state: str = Query("", max_length=16),
    stage: str = Query("", max_length=16),
    category: str = Query("", max_length=40),
    street: str = Query("", max_length=9),
    agency: str = Query("", max_length=32),
    source: str = Query("", max_length=16),
    since: Day | None = None,
    until: Day | None = None,
    late: bool = False,
    pressed: bool = False,
    unanswered: bool = False,
    to_sign: bool = False,
    to_call: bool = False,
    order: Literal["reported", "-reported", "due", "-due", "closed", "-closed"] = "-reported",
    offset: int = Query(0, ge=0, le=100_000),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """Cases by the filters of the page; ``state=open`` for all that are open."""
    allow(request, "grid.see")
    asked = {
        "q": q, "state": state, "stage": stage, "category": category, "street": street, "agency": agency, "source": source,
        "since": since or "", "until": until or "", "late": late or "", "pressed": pressed or "", "order": order,
        "unanswered": unanswered or "", "to_sign": to_sign or "", "to_call": to_call or "",
    }  # fmt: skip
    filters, rows, _ = listing.listed(request.access, asked)
    if filters.errors:
        raise wrong(filters.errors)
    found = list(rows[offset : offset + limit + 1])
    return {"more": len(found) > limit, "rows": found[:limit]}


@routes.post("/cases", response=answers(CaseOut, *WRITES, status=201), auth=WRITE)
def report(request: Any, said: CaseIn) -> Any:
    """Report a case; the same token again gives the case that it made."""
    allow(request, "grid.report")
    before = steps.made_before(said.token, request.access)
    if before is not None:
        return Status(201, _again(request, before.case_id))
    typed = said.dict(exclude={"photos", "occurred_at", "token"})
    typed["occurred_at"] = _local(said.occurred_at)
    if typed["longitude"] is None:
        typed["longitude"] = ""
    if typed["latitude"] is None:
        typed["latitude"] = ""
    form = reporting.ReportForm(request.access, typed, {}, kept=_kept(request, said.photos))
    if not form.is_valid():
        raise wrong(form.errors)
    try:
        with transaction.atomic():
            row = reporting.made(form, said.token)
    except IntegrityError:
        before = steps.made_before(said.token, request.access)
        if before is None:
            raise wrong({"token": _taken()}) from None
        row = before.case
    return Status(201, _again(request, row.pk))


@routes.get("/cases/{int:pk}", response=answers(CaseOut), auth=READ)
def one(request: Any, pk: int) -> Any:
    """One case with its events and the steps that this person may make."""
    allow(request, "grid.see")
    return _again(request, pk)


@routes.post("/cases/{int:pk}/steps", response=answers(CaseRow, *WRITES), auth=WRITE)
def step(request: Any, pk: int, said: CaseStepIn) -> Any:
    """Make a step; 409 with one sentence where it cannot be made now. The same token again does nothing more."""
    allow(request, "grid.step")
    before = steps.made_before(said.token, request.access)
    if before is not None:
        return before.case
    row = case_of(request.access, pk)
    typed = said.dict(
        exclude={"photos", "found", "category", "condition", "assignee", "order", "occurred_at", "until", "token"}
    )
    typed |= {
        "found": "" if said.found is None else "yes" if said.found else "no",
        "filing": f"{said.category}|{said.condition}" if said.category or said.condition else "",
        "assignee": _person(said.assignee), "order": str(said.order or ""), "until": said.until or "",
        "occurred_at": _local(said.occurred_at),
    }  # fmt: skip
    form = steps.form_for(row, request.access, said.action, typed, {}, kept=_kept(request, said.photos))
    if not form.is_valid():
        names = {"filing": "condition"}
        raise wrong({names.get(name, name): errors for name, errors in form.errors.items()})
    try:
        with transaction.atomic():
            return steps.make(form, said.token)
    except IntegrityError:
        raise wrong({"token": _taken()}) from None


def _taken() -> str:
    return say("这个标识已被使用。", "This token was used already.")


def _person(login: str) -> Any:
    """The number of a person by login name; one that nobody has is left to the form to refuse."""
    return User.objects.filter(username=login).values_list("pk", flat=True).first() or 0 if login else ""


def _local(at: datetime | None) -> str:
    """A moment as the form reads it: where the district is. Without a time zone it is meant there already."""
    if at is None:
        return ""
    try:
        return f"{timezone.localtime(at) if at.tzinfo else at:%Y-%m-%dT%H:%M:%S}"
    except (OverflowError, ValueError):
        return "?"


def _kept(request: Any, wanted: list[int]) -> list[Photo]:
    """Photos that this person sent and no step has; raises where one is not among them."""
    found = list(Photo.objects.filter(pk__in=wanted, case=None, added_by=request.user)) if wanted else []
    if len(found) != len(set(wanted)):
        raise wrong({"photos": say("有照片不存在或已使用。", "A photo is not there, or was used already.")})
    return found


@routes.post("/photos", response=answers(PhotoOut, *WRITES, status=201), auth=WRITE)
def add_photo(request: Any, file: File[UploadedFile]) -> Any:
    """Send a photo for a report or a step to come: re-encoded, with when and where it was taken read from it first."""
    allow(request, "grid.step")
    try:
        pictures = photos.checked([file])
    except photos.NotAPhoto as why:
        raise wrong({"file": str(why)}) from None
    with transaction.atomic():
        (row,) = photos.rows_of(pictures, request.user)
        photos.written(pictures)
    return Status(201, row)


@routes.get("/photos/{int:pk}", response=answers(None), auth=READ, openapi_extra=a_file("image/jpeg"))
def photo(request: Any, pk: int) -> Any:
    """A photo of a case that this person sees."""
    allow(request, "grid.see")
    return views.photo(request, pk)
