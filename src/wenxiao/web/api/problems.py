"""Problems and their rectification (问题整改): raised, planned, put right with proof, looked at again, closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from ninja import Field, File, Query, Schema, Status
from ninja.files import UploadedFile

from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.api.doors import MOST, WRITES, Bearer, allow, answers, router, wrong
from wenxiao.web.api.files import ANY
from wenxiao.web.api.shapes import Id, In, ProjectYearOut, Revision, StepIn, StepOut, Stepped, Way
from wenxiao.web.api.stepping import stepped, ways
from wenxiao.web.core.editing import lock, save
from wenxiao.web.core.say import say
from wenxiao.web.core.workflow import history
from wenxiao.web.problems import views
from wenxiao.web.problems.forms import Filters, ProofForm, RaiseForm
from wenxiao.web.problems.models import Problem
from wenxiao.web.problems.rechecking import looked_again
from wenxiao.web.problems.recurrence import earlier
from wenxiao.web.problems.then import stood

routes = router("problems")
READ, WRITE = Bearer("problems:read"), Bearer("problems:write")
Words = Annotated[str, Field(max_length=20000)]


class ProblemRow(Schema):
    """A problem in a list. ``rule``: the rule that found it, empty where a person did; ``closed_at``: when it was closed or withdrawn."""

    id: int
    project_year: ProjectYearOut = Field(alias="year")
    origin: str
    rule: str
    text: str
    due: date
    owner: str
    state: str
    state_name: str = Field(alias="state_words")
    revision: int
    recurs: int | None = Field(alias="recurs_id")
    raised_at: datetime
    closed_at: datetime | None


class ProblemPage(Schema):
    """Some of the rows; ``count`` is of all."""

    count: int
    rows: list[ProblemRow]


class ProofOut(Schema):
    """A file that shows what was done."""

    id: int
    name: str
    sha256: str
    added_by: str = Field(alias="added_by.name")
    added_at: datetime


class RecheckOut(Schema):
    """The rule that found it looked again. ``still`` is null where it could not tell."""

    still: bool | None
    said: list[str]
    at: datetime


class ProblemOut(ProblemRow):
    """One problem, whole."""

    measure: str
    result: str
    missing: list[str]
    proof: list[ProofOut]
    rechecks: list[RecheckOut]
    steps: list[Way]


class RaiseIn(In):
    """A problem of a project-year. ``finding``: the id of a finding on entered data, whose words and rule it takes over;
    ``recurs``: the problem of an earlier year that came back."""

    project_year: Id
    origin: Literal["finding", "monitoring", "review", "evaluation"]
    text: Words = ""
    due: date
    finding: str = Field("", max_length=64)
    recurs: Id | None = None


class ProblemIn(In):
    """What the unit fills in: owner and measure while it is open, then what came of it too."""

    revision: Revision
    owner: str = Field("", max_length=60)
    measure: Words = ""
    result: Words | None = None


class ExtensionIn(In):
    """A later day for a problem, and why. With ``revision`` it is refused where the problem changed since it was read."""

    due: date
    comment: str = Field(min_length=1, max_length=2000)
    revision: Revision | None = None


class RecursIn(In):
    """The problem of an earlier year of the same project that came back."""

    recurs: Id


def _whole(problem: Problem, request: Any) -> dict[str, Any]:
    fields = (
        "id", "year", "origin", "rule", "text", "due", "owner", "state", "state_words", "revision", "recurs_id", "raised_at", "closed_at",
        "measure", "result",
    )  # fmt: skip
    return {
        **{name: getattr(problem, name) for name in fields},
        "missing": problem.missing() if problem.state in views.FORMS else [],
        "proof": list(problem.proof.filter(added_at__date__lte=views.day(request)).select_related("added_by")),
        "rechecks": list(problem.rechecks.filter(at__date__lte=views.day(request))),
        "steps": [way for way in ways(problem, request) if way["action"] != "extend"],
    }


def _again(request: Any, pk: int) -> dict[str, Any]:
    """The problem as it is stored now."""
    return _whole(views.one(request, "problems.see", pk), request)


@routes.get("", response=answers(ProblemPage), auth=READ)
def listed(
    request: Any,
    q: str = Query("", max_length=200),
    year: int | None = Query(None, ge=1990, le=2100),
    unit: str = Query("", max_length=100),
    state: str = Query("", max_length=24),
    origin: str = Query("", max_length=16),
    late: bool = False,
    offset: int = Query(0, ge=0, le=10**9),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """Problems by the filters of the page, those due first at the beginning; ``state=unclosed`` for all that are neither closed nor withdrawn."""
    allow(request, "problems.see")
    asked = {
        "q": q,
        "year": year or "",
        "unit": unit,
        "state": state,
        "origin": origin,
        "late": late or "",
    }
    filters = Filters(request.access, request.access.numbers, asked)
    if not filters.is_valid():
        raise wrong(filters.errors)
    rows = filters.narrowed(views.listed(request), views.day(request)).order_by("due", "pk")
    shown = list(rows[offset : offset + limit])
    stood(shown, request.access.as_of)
    return {"count": rows.count(), "rows": shown}


@routes.post("", response=answers(ProblemOut, *WRITES, status=201), auth=WRITE)
def raise_one(request: Any, said: RaiseIn) -> Any:
    """Raise a problem, from a finding on entered data or from what somebody saw."""
    year = request.access.year("problems.raise", said.project_year)
    finding = views.finding_of(year, said.finding) if said.finding else None
    if said.finding and finding is None:
        raise wrong(
            {
                "finding": say(
                    "这条发现已不存在，可能已经修改。", "This finding is no longer there; it may have been mended."
                )
            }
        )
    typed = {
        "origin": said.origin,
        "due": said.due,
        "text": said.text or (finding.zh if finding else ""),
        "recurs": said.recurs or "",
    }
    form = RaiseForm(earlier(year, 3), typed, fixed="finding" if finding else "")
    if not form.is_valid():
        raise wrong(form.errors)
    return Status(201, _again(request, views.raised(form, year, finding, request.user).pk))


@routes.get("/{int:pk}", response=answers(ProblemOut), auth=READ)
def one(request: Any, pk: int) -> Any:
    """One problem with its measure, proof, and what its rule says when it looks again."""
    return _again(request, pk)


@routes.put("/{int:pk}", response=answers(ProblemOut, *WRITES), auth=WRITE)
def write(request: Any, pk: int, said: ProblemIn) -> Any:
    """Write the measure, later what came of it."""
    problem = views.one(request, "problems.edit", pk)
    if problem.state not in views.FORMS:
        raise NotAllowed("当前状态不能修改。", "It cannot be changed as it stands.")
    with transaction.atomic():
        lock(problem, said.revision)
        form = views.FORMS[problem.state](said.dict(), instance=problem)
        errors = {} if form.is_valid() else dict(form.errors)
        if said.result is not None and "result" not in form.fields:
            errors["result"] = say("整改中才填写整改结果。", "It is written while the problem is being put right.")
        if errors:
            raise wrong(errors)
        save(problem, said.revision, request.user)
    return _again(request, pk)


@routes.post("/{int:pk}/steps", response=answers(Stepped, *WRITES), auth=WRITE)
def step(request: Any, pk: int, said: StepIn) -> Any:
    """Make a step; 409 where it cannot be made now, 422 where something is missing."""
    return stepped(views.one(request, "problems.step", pk), said, request)


@routes.post("/{int:pk}/extension", response=answers(ProblemOut, *WRITES), auth=WRITE)
def extend(request: Any, pk: int, said: ExtensionIn) -> Any:
    """Set a later day; the record of its steps keeps both."""
    seen = "" if said.revision is None else str(said.revision)
    views.extended(views.one(request, "problems.step", pk), said.due, said.comment, request.access, seen)
    return _again(request, pk)


@routes.get("/{int:pk}/steps", response=answers(list[StepOut]), auth=READ)
def steps(request: Any, pk: int) -> Any:
    """The record of its steps, oldest first."""
    return list(history(views.one(request, "problems.see", pk), request.access.as_of))


@routes.post("/{int:pk}/rechecks", response=answers(RecheckOut, *WRITES, status=201), auth=WRITE)
def recheck(request: Any, pk: int) -> Any:
    """Let the rule that found it look again, and keep what it says."""
    return Status(201, looked_again(views.one(request, "problems.step", pk), request.user))


@routes.put("/{int:pk}/recurs", response=answers(ProblemOut, *WRITES), auth=WRITE)
def link(request: Any, pk: int, said: RecursIn) -> Any:
    """Say that a problem of an earlier year came back."""
    problem = views.one(request, "problems.raise", pk)
    before = earlier(problem.year, 3).filter(pk=said.recurs).first()
    if before is None:
        raise wrong(
            {"recurs": say("不是本项目以前年度的问题。", "It is no problem of an earlier year of this project.")}
        )
    problem.recurs = before
    save(problem, problem.revision, request.user)
    return _again(request, pk)


@routes.post("/{int:pk}/proof", response=answers(ProofOut, *WRITES, status=201), auth=WRITE)
def prove(request: Any, pk: int, file: File[UploadedFile]) -> Any:
    """Hand in a file that shows what was done; only while it is being put right."""
    problem = views.one(request, "problems.edit", pk)
    form = ProofForm({}, {"file": file})
    if not form.is_valid():
        raise wrong(form.errors)
    return Status(201, views.proved(problem, form, request.user))


@routes.get("/proof/{int:pk}", response=answers(None), auth=READ, openapi_extra=ANY)
def proof(request: Any, pk: int) -> Any:
    """A file of proof; that it was taken is recorded."""
    return views.proof(request, pk)
