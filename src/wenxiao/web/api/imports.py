"""Files read in: with a mapping profile or in our own table, looked at first, then entered whole or not at all."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Field, File, Form, Schema, Status
from ninja.files import UploadedFile

from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.told import Told
from wenxiao.web.api.doors import WRITES, Bearer, allow, answers, router, wrong
from wenxiao.web.api.shapes import Id, In, Revision
from wenxiao.web.core.importing import SHOWN, RowRefusal, Sheets
from wenxiao.web.core.large_files import large
from wenxiao.web.core.models import Job
from wenxiao.web.core.pending import Upload, drop, find, keep
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable
from wenxiao.web.exchange import jobs, services
from wenxiao.web.exchange.mapping import Said, check
from wenxiao.web.exchange.models import Profile
from wenxiao.web.exchange.targets import TARGETS, Target, open_to
from wenxiao.web.ledger import importing as ledger
from wenxiao.web.ledger.jobs import FILES
from wenxiao.web.ledger.looking import look
from wenxiao.web.ledger.services import Refused
from wenxiao.web.register import importing as register

routes = router("imports")
READ, WRITE = Bearer("imports:read"), Bearer("imports:write")


class MappingShape(In):
    """``columns``: our column -> the heading that feeds it; ``constants``: our column -> what always stands there; ``words``: our
    column -> their word -> our value, or "-" for rows that are left out; ``skip``: rows that are there already are left out."""

    columns: dict[str, str] = Field(max_length=40)
    constants: dict[str, str] = Field({}, max_length=40)
    words: dict[str, dict[str, str]] = Field({}, max_length=40)
    unit: str = Field("yuan", json_schema_extra={"enum": ["yuan", "wan"]})
    skip: bool = True


class ProfileIn(In):
    target: str = Field(json_schema_extra={"enum": list(TARGETS)})
    name: str = Field(min_length=1, max_length=80)
    note: str = Field("", max_length=200)
    said: MappingShape


class ProfileChange(In):
    name: str = Field(min_length=1, max_length=80)
    note: str = Field("", max_length=200)
    said: MappingShape
    active: bool = True
    revision: Revision


class ProfileOut(Schema):
    """A mapping profile, as it is."""

    id: int
    target: str
    name: str
    note: str
    said: dict[str, Any]
    active: bool
    revision: int
    changed_by: str = Field(alias="changed_by.name")
    changed_at: datetime


class RefusalOut(Schema):
    """Why a row is refused, or worth a look: its number in the file that was sent."""

    row: int
    column: str
    words: str


class SumOut(Schema):
    """Of one kind of entry, how many and what they add up to."""

    kind: str
    entries: int
    total: Decimal


class ImportOut(Schema):
    """A file that was sent. ``state``: "waiting" while it is looked at in the background, "failed" with ``message``, "refused" where rows
    are (``refused`` counts them, ``refusals`` are the first 200), "ready" to be entered by ``POST /imports/{file}``, "entered".
    ``cautions``: rows that can be entered and of which something is worth a look, the first 200.
    ``left_out`` counts the rows that the profile leaves out, by the reason. ``sheets`` says which sheet of a workbook was read where
    others were left."""

    file: str
    target: str
    state: str
    message: str
    rows: int | None
    sound: int | None
    refused: int | None
    refusals: list[RefusalOut]
    cautions: list[RefusalOut]
    sums: list[SumOut]
    left_out: dict[str, int]
    sheets: str


def _tables(request: Any) -> list[Target]:
    allow(request, "exchange.import")
    return open_to(request.access)


def _profile(request: Any, pk: int) -> Profile:
    _tables(request)
    found: Profile = get_object_or_404(services.profiles(request.access), pk=pk)
    return found


def _save(profile: Profile, said: Any, revision: int, request: Any) -> Profile:
    mapping = Said.of(said.said.dict())
    errors = {f"said.{one.field}": say(one.zh, one.en) for one in check(mapping, profile.target)}
    if not said.name.strip():
        errors["name"] = say("请写名称。", "Give it a name.")
    if errors:
        raise wrong(errors)
    profile.name, profile.note, profile.said = said.name.strip(), said.note, mapping.kept()
    try:
        return services.save(profile, revision, request.user)
    except Told as told:
        raise wrong({"name": say(told.zh, told.en)}) from None


@routes.get("/profiles", response=answers(list[ProfileOut]), auth=READ)
def profiles(request: Any) -> Any:
    """The mapping profiles that this person may read files in with."""
    _tables(request)
    return list(services.profiles(request.access))


@routes.post("/profiles", response=answers(ProfileOut, *WRITES, status=201), auth=WRITE)
def make(request: Any, said: ProfileIn) -> Any:
    """Make a profile for one's jurisdiction."""
    table = next((one for one in _tables(request) if one.name == said.target), None)
    place = services.place(request.access)
    if table is None or place is None:
        raise wrong({"target": say("不由您导入。", "It is not for you to read in.")})
    return Status(201, _save(Profile(jurisdiction=place, target=table.name), said, 0, request))


@routes.get("/profiles/{int:pk}", response=answers(ProfileOut), auth=READ)
def profile(request: Any, pk: int) -> Any:
    """One profile."""
    return _profile(request, pk)


@routes.put("/profiles/{int:pk}", response=answers(ProfileOut, *WRITES), auth=WRITE)
def change(request: Any, pk: int, said: ProfileChange) -> Any:
    """Change a profile; what it said before is kept."""
    one = _profile(request, pk)
    one.active = said.active
    return _save(one, said, said.revision, request)


@routes.post("", response=answers(ImportOut, *WRITES, status=201), auth=WRITE)
def send(request: Any, file: File[UploadedFile], profile: Form[Id | None] = None, target: Form[str] = "entries") -> Any:
    """Send a file to be looked at: one of another system with its ``profile``, else our own table of ``target`` (entries, projects).
    Nothing is entered by this. A large one is looked at in the background: ask again by its ``file``."""
    tables = {one.name: one for one in _tables(request)}
    with_profile = _profile(request, profile) if profile is not None else None
    table = tables.get(with_profile.target if with_profile else target)
    if table is None:
        raise wrong(
            {"target": say("没有这种表，或不由您导入。", "There is no such table, or it is not for you to read in.")}
        )
    if with_profile is not None and not with_profile.active:
        raise NotAllowed("此方案已停用。", "This profile is not in use any more.")
    try:
        kept = keep(request.user, file)
        if with_profile is not None:
            if large(kept):
                jobs.ask(request.user, with_profile, kept)
                return Status(201, _out(kept, table, "waiting"))
            kept = services.read_in(kept, with_profile, request.access)
    except Unreadable as error:
        raise wrong({"file": str(error)}) from None
    return Status(201, _looked_at(request, kept, table))


@routes.get("/{str:file}", response=answers(ImportOut), auth=READ)
def one(request: Any, file: str, target: str = "entries") -> Any:
    """A file that was sent, as it stands now; ``file`` is what the answer called it, ``target`` is for our own table of projects."""
    kept, table = _kept(request, file, target)
    return _looked_at(request, kept, table)


@routes.post("/{str:file}", response=answers(ImportOut, *WRITES), auth=WRITE)
def enter(request: Any, file: str, target: str = "entries") -> Any:
    """Enter a file that was looked at, whole; 409 where rows of it are refused or it is not looked at yet."""
    kept, table = _kept(request, file, target)
    looked = _looked_at(request, kept, table)
    if looked["state"] != "ready":
        raise NotAllowed(*_NOT_READY.get(looked["state"], _NOT_READY["waiting"]))
    try:
        if table.name == "entries":
            if large(kept):
                FILES.ask(request.user, FILES.entering, kept)
                return {**looked, "state": "waiting"}
            ledger.enter(kept, ledger.draft(kept, request.access), request.user)
        else:
            register.take_in(register.draft(kept, request.access), request.user)
    except (Refused, Unreadable, ValueError, IntegrityError):  # somebody was faster
        raise NotAllowed(*_NOT_READY["refused"]) from None
    drop(kept)
    return {**looked, "state": "entered"}


_NOT_READY = {
    "waiting": ("文件正在后台核对，请稍后再试。", "It is looked at in the background; try again in a moment."),
    "refused": ("文件有未通过的行，没有导入；请改正后重新发送。", "Rows of it are refused and nothing was entered; mend them and send it again."),
    "failed": ("文件不能读取，没有导入。", "It cannot be read; nothing was entered."),
}  # fmt: skip


def _kept(request: Any, file: str, target: str) -> tuple[Upload, Target]:
    """A file of this person that is still kept, and what it is read in as; of one that is being translated, what it has become."""
    tables = {one.name: one for one in _tables(request)}
    mine = Job.objects.filter(user=request.user, kind=jobs.TRANSLATE, arguments__sha256=file).first()
    kept = find(request.user, mine.result.get("sha256", file) if mine else file)
    if kept is None:
        raise Http404
    of = kept.about.get("profile") or (mine.arguments["profile"] if mine else None)
    if of is not None:
        target = _profile(request, of).target
    if target not in tables:
        raise Http404
    return kept, tables[target]


def _looked_at(request: Any, kept: Upload, table: Target) -> dict[str, Any]:
    """What a file would enter, and what is refused."""
    mine = Job.objects.filter(user=request.user, kind=jobs.TRANSLATE, arguments__sha256=kept.sha256).first()
    if mine is not None and mine.state != Job.State.DONE:
        return _of_job(mine, kept, table)
    try:
        if table.name == "projects":
            drafted = register.draft(kept, request.access)
            return _out(
                kept,
                table,
                rows=drafted.rows,
                sound=len(drafted.projects),
                refusals=drafted.refusals,
                sheets=drafted.sheets,
            )
        if large(kept):
            return _in_background(request, kept, table)
        found = look(ledger.draft(kept, request.access))
        return _out(
            kept,
            table,
            rows=found.rows,
            sound=found.sound,
            refusals=found.refusals,
            sums=found.sums,
            sheets=found.sheets,
            cautions=found.cautions,
        )
    except Unreadable as error:
        return _out(kept, table, "failed", str(error))


def _in_background(request: Any, kept: Upload, table: Target) -> dict[str, Any]:
    found = FILES.looked_at(request.user, kept)
    under_way = Job.objects.filter(user=request.user, kind=FILES.entering, arguments__sha256=kept.sha256).first()
    if under_way is not None and under_way.state != Job.State.DONE:
        return _of_job(under_way, kept, table)
    if found is None:
        return _of_job(FILES.ask(request.user, FILES.checking, kept), kept, table)
    return _out(
        kept, table, rows=found.rows, sound=found.sound, refusals=found.refusals, sums=found.sums, sheets=found.sheets,
        cautions=found.cautions,
    )  # fmt: skip


def _of_job(job: Job, kept: Upload, table: Target) -> dict[str, Any]:
    return _out(kept, table, "failed" if job.state == Job.State.FAILED else "waiting", job.result.get("message", ""))


def _out(
    kept: Upload, table: Target, state: str = "", message: str = "", rows: int | None = None, sound: int | None = None, refusals: Any = (), sums: Any = (),
    sheets: Sheets | None = None, cautions: Any = (),
) -> dict[str, Any]:  # fmt: skip
    told: list[RowRefusal] = list(refusals)
    return {
        "file": kept.sha256, "target": table.name, "state": state or ("refused" if told else "ready"), "message": message, "rows": rows,
        "sound": sound, "refused": None if rows is None else len({one.row for one in told}), "refusals": told[:SHOWN], "cautions": list(cautions)[:SHOWN],
        "sums": [{"kind": kind.value, "entries": entries, "total": total} for kind, entries, total in sums], "left_out": kept.about.get("left_out", {}),
        "sheets": say(*kept.about["sheets"]) if "sheets" in kept.about else sheets.words if sheets else "",
    }  # fmt: skip
