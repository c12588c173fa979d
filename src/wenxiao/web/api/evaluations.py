"""Evaluations of departments and of the finance bureau: planned, assigned, worked on, commented, made final."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from ninja import Field, Query, Schema, Status

from wenxiao.performance.frameworks import frameworks
from wenxiao.web.api.doors import MOST, WRITES, Bearer, allow, answers, router, wrong
from wenxiao.web.api.files import WORKBOOK
from wenxiao.web.api.shapes import (
    File,
    Id,
    In,
    Number,
    PointsIn,
    ProjectYearOut,
    Revision,
    StepIn,
    StepOut,
    Stepped,
    Way,
)
from wenxiao.web.api.stepping import stepped, ways
from wenxiao.web.core.editing import lock
from wenxiao.web.core.say import say
from wenxiao.web.core.workflow import history
from wenxiao.web.evaluation import splitting, views, working
from wenxiao.web.evaluation.editing import CriteriaForm, open_form, store
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.evaluation.papers import engagement
from wenxiao.web.evaluation.seeing import may_step, one_of, reads, reads_papers, seen
from wenxiao.web.people.models import Organisation

routes = router("evaluations")
READ, WRITE = Bearer("evaluations:read"), Bearer("evaluations:write")
Words = Annotated[str, Field(max_length=20000)]
Kind = Literal["department", "finance"]


class EvaluationRow(Schema):
    """An evaluation in a list. ``total`` and ``grade`` are null as long as this person does not see them."""

    id: int
    project_year: ProjectYearOut
    kind: str
    framework: str
    evaluator: str | None
    state: str
    state_name: str
    revision: int
    total: Number | None
    grade: str | None


class EvaluationPage(Schema):
    """Some of the rows; ``count`` is of all."""

    count: int
    rows: list[EvaluationRow]


class PartOut(Schema):
    """One individual indicator of a criterion that is split. ``indicator``: the key of the target's indicator that it was taken from."""

    id: int
    name: str
    points: Number
    standard: str
    evidence: str
    indicator: str
    score: Number | None
    basis: str


class CriterionOut(Schema):
    """One criterion of the framework with its points and score. ``specific``: the plan may split it into individual indicators,
    ``parts``; the score of one that is split is their sum."""

    id: int
    level1: str
    level2: str
    name: str
    points: Number
    score: Number | None
    basis: str
    specific: bool
    parts: list[PartOut]


class EvaluationOut(EvaluationRow):
    """One evaluation, as much of it as this person sees: ``open`` is false where plan, scores and conclusion are not for
    them (yet), and those are empty then; ``papers`` is null where working papers are not for them at all."""

    open: bool
    lead: str
    conflict: str
    plan: str
    report: str
    comment: str
    lines: list[CriterionOut]
    papers: list[File] | None
    missing: list[str]
    steps: list[Way]


class Framework(Schema):
    """A framework of criteria, by the name that evaluations call it."""

    name: str
    title: str
    title_en: str


class PlanIn(In):
    """What is to be evaluated: the project by its code, and by which framework."""

    code: str = Field(max_length=40)
    year: int = Field(ge=2000, le=2100)
    kind: Kind
    framework: str = Field(max_length=40)


class PartIn(In):
    """One individual indicator while the plan is written, without ``id``; its score and basis, by ``id``, during fieldwork."""

    id: Id | None = None
    name: str | None = Field(None, max_length=120)
    points: PointsIn | None = None
    standard: str | None = Field(None, max_length=300)
    evidence: str | None = Field(None, max_length=200)
    indicator: str | None = Field(None, max_length=32)
    score: PointsIn | None = None
    basis: Words | None = None


class CriterionIn(In):
    """Points of a criterion while the plan is written, and ``parts`` into which it is split, all of them (none: it is split no
    more; left out: they stay); its score and basis, or those of its ``parts``, during fieldwork."""

    id: Id
    points: PointsIn | None = None
    score: PointsIn | None = None
    basis: Words | None = None
    parts: list[PartIn] | None = Field(None, max_length=splitting.MOST)


class EvaluationIn(In):
    """What the state lets one write, whole. planned: ``evaluator`` (code of a firm, empty for the office itself), ``lead``,
    ``framework``, ``conflict``; assigned: ``plan``, points and parts, and with ``from_targets`` what is not split yet is by the
    indicators of the approved targets; fieldwork: ``report``, scores and bases."""

    revision: Revision
    evaluator: str | None = Field(None, max_length=32)
    lead: str | None = Field(None, max_length=60)
    framework: str | None = Field(None, max_length=40)
    conflict: Words | None = None
    plan: Words | None = None
    report: Words | None = None
    lines: list[CriterionIn] = Field([], max_length=200)
    from_targets: bool = False


class EngagementIn(In):
    """What the chosen firm does or did for a unit, by its code."""

    unit: str = Field(max_length=32)
    kind: Literal["self_evaluation", "targets", "bid", "other"]
    year: int = Field(ge=2000, le=2100)
    note: str = Field("", max_length=200)


class Engaged(Schema):
    """What is known of the firm and the unit, and why it cannot evaluate, a sentence each."""

    conflicts: list[str]


def _row(one: Evaluation, open_: bool) -> dict[str, Any]:
    return {
        "id": one.pk,
        "project_year": one.year,
        "kind": one.kind,
        "framework": one.framework,
        "evaluator": one.evaluator.code if one.evaluator else None,
        "state": one.state,
        "state_name": one.state_words,
        "revision": one.revision,
        "total": one.total if open_ else None,
        "grade": (one.grade or None) if open_ else None,
    }


def _whole(one: Evaluation, request: Any) -> dict[str, Any]:
    access = request.access
    open_ = reads(one, access)
    fields = ("lead", "conflict", "plan", "report", "comment")
    papers = one.papers.select_related("added_by") if reads_papers(one, access) else None
    return {
        **_row(one, open_),
        **{name: getattr(one, name) if open_ else "" for name in fields},
        "open": open_,
        "lines": _lines(one) if open_ else [],
        "papers": None if papers is None else list(papers),
        "missing": working.missing(one) if open_form(one, access) is not None else [],
        "steps": [way for way in ways(one, request) if may_step(one, access, way["action"])],
    }


def _lines(one: Evaluation) -> list[dict[str, Any]]:
    lines = one.criteria()
    made_specific = {line.pk for line in splitting.specific(one, lines)}
    names = ("id", "level1", "level2", "name", "points", "score", "basis")
    return [
        {
            **{name: getattr(line, name) for name in names},
            "specific": line.pk in made_specific,
            "parts": list(line.parts.all()),
        }
        for line in lines
    ]


def _again(request: Any, pk: int) -> dict[str, Any]:
    """The evaluation as it is stored now."""
    return _whole(one_of(request.access, pk), request)


@routes.get("/frameworks", response=answers(list[Framework]), auth=READ)
def known(request: Any) -> Any:
    """The frameworks of criteria, the newest first."""
    allow(request, "evaluation.see")
    return list(frameworks())


@routes.get("", response=answers(EvaluationPage), auth=READ)
def listed(
    request: Any,
    q: str = Query("", max_length=200),
    year: int | None = Query(None, ge=1990, le=2100),
    kind: str = Query("", max_length=16),
    state: str = Query("", max_length=24),
    offset: int = Query(0, ge=0, le=10**9),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """The evaluations of which this person may know, by the filters of the page."""
    allow(request, "evaluation.see")
    filters = views.Filters(request.access, {"q": q, "year": year or "", "kind": kind, "state": state})
    if not filters.is_valid():
        raise wrong(filters.errors)
    rows = filters.narrowed(seen(request.access)).order_by("-year__year", "year__project__code", "pk")
    some = [_row(one, reads(one, request.access)) for one in rows[offset : offset + limit]]
    return {"count": rows.count(), "rows": some}


@routes.post("", response=answers(EvaluationOut, *WRITES, status=201), auth=WRITE)
def plan(request: Any, said: PlanIn) -> Any:
    """Plan an evaluation of a project-year of one's own."""
    allow(request, "evaluation.plan")
    form = views.PlanForm(request.access, said.dict())
    if not form.is_valid():
        raise wrong(form.errors)
    asked = form.cleaned_data
    made = working.plan(form.found, asked["kind"], request.user, asked["framework"])
    return Status(201, _again(request, made.pk))


@routes.get("/{int:pk}", response=answers(EvaluationOut), auth=READ)
def one(request: Any, pk: int) -> Any:
    """One evaluation, as much of it as this person sees."""
    return _again(request, pk)


@routes.put("/{int:pk}", response=answers(EvaluationOut, *WRITES), auth=WRITE)
def write(request: Any, pk: int, said: EvaluationIn) -> Any:
    """Write what its state lets one write; 403 where that is nothing."""
    evaluation = one_of(request.access, pk)
    if open_form(evaluation, request.access) is None:
        raise PermissionDenied(say("当前状态下不由您修改。", "It is not yours to change in this state."))
    with transaction.atomic():
        lock(evaluation, said.revision)
        form = open_form(evaluation, request.access, _typed(said, evaluation))
        if errors := _errors(form, said):
            raise wrong(errors)
        store(evaluation, form, request.user)
    return _again(request, pk)


def _typed(said: EvaluationIn, evaluation: Evaluation) -> dict[str, Any]:
    """The fields of the page's form; what is not said of a line stays as it is."""
    typed: dict[str, Any] = {
        name: value or "" for name, value in said.dict(exclude={"lines", "revision", "from_targets"}).items()
    }
    typed["revision"] = said.revision
    if said.from_targets:
        typed["from_targets"] = "1"
    if said.evaluator:
        firm = Organisation.objects.filter(kind=Organisation.Kind.FIRM, code=said.evaluator).first()
        typed["evaluator"] = firm.pk if firm else 0
    for line in evaluation.criteria():
        typed |= {f"c-{line.pk}-points": line.points} | _kept(f"c-{line.pk}", line)
        for part in line.parts.all():
            typed |= _kept(f"s-{part.pk}", part)
    for row in said.lines:
        typed |= _set(f"c-{row.id}", row.dict(exclude={"id", "parts"}, exclude_unset=True))
        if row.parts is None:
            continue
        if evaluation.state == "assigned":
            typed |= {f"p-{row.id}-TOTAL_FORMS": len(row.parts), f"p-{row.id}-INITIAL_FORMS": 0}
        for at, part in enumerate(row.parts):
            prefix = f"p-{row.id}-{at}" if evaluation.state == "assigned" else f"s-{part.id}"
            typed |= _set(prefix, part.dict(exclude={"id"}, exclude_unset=True))
    return typed


def _kept(prefix: str, scored: Any) -> dict[str, Any]:
    return {f"{prefix}-basis": scored.basis, f"{prefix}-score": "" if scored.score is None else scored.score}


def _set(prefix: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {f"{prefix}-{name}": "" if value is None else value for name, value in fields.items()}


def _errors(form: Any, said: EvaluationIn) -> dict[str, Any]:
    """What is wrong, by the fields of the program; what the state does not let one write is wrong too."""
    whole, rows = (form.whole, form.rows) if isinstance(form, CriteriaForm) else (form, {})
    given = said.dict(exclude={"lines", "revision", "from_targets"}, exclude_none=True).keys()
    not_now = say("当前状态下不填这一项。", "This is not written in this state.")
    errors: dict[str, Any] = dict.fromkeys(given - whole.fields.keys(), not_now)
    if said.from_targets and not getattr(form, "from_targets", False):
        errors["from_targets"] = not_now
    if not form.is_valid():
        errors |= whole.errors
    known = {line.pk for line in form.lines} if isinstance(form, CriteriaForm) else set()
    for at, line in enumerate(said.lines):
        if line.id not in known:
            errors[f"lines.{at}.id"] = say("没有这项指标。", "There is no such criterion.")
            continue
        if [one.id for one in said.lines].count(line.id) > 1:
            errors[f"lines.{at}.id"] = say("同一项指标出现了两次。", "This criterion stands there twice.")
            continue
        errors |= _of_parts(form, line, f"lines.{at}", not_now)
        named = line.dict(exclude={"id", "parts"}, exclude_none=True).keys()
        if (row := rows.get(line.id)) is None:
            split = say("这项指标按具体指标评分。", "This criterion is scored by its individual indicators.")
            errors |= {f"lines.{at}.{name}": split for name in named}
            continue
        errors |= {f"lines.{at}.{name}": not_now for name in named - row.fields.keys()}
        errors |= {f"lines.{at}.{name}": words for name, words in row.errors.items()}
    unsaid = rows.keys() - {line.id for line in said.lines}
    return errors | {f"lines.{pk}": row.errors.as_text() for pk, row in rows.items() if pk in unsaid and row.errors}


def _of_parts(form: CriteriaForm, line: CriterionIn, at: str, not_now: str) -> dict[str, Any]:
    """What is wrong in the individual indicators of a criterion."""
    if line.parts is None:
        return {}
    errors: dict[str, Any] = {}
    planning = form.instance.state == "assigned"
    if planning and line.id not in form.parts:
        return {f"{at}.parts": say("这项指标不分解为具体指标。", "This criterion is not split.")}
    mine = {part.pk for one in form.lines if one.pk == line.id for part in one.parts.all()}
    for place, part in enumerate(line.parts):
        made = form.parts[line.id].forms[place] if planning else form.scores.get(part.id) if part.id in mine else None
        if made is None:
            errors[f"{at}.parts.{place}.id"] = say("没有这项具体指标。", "There is no such individual indicator.")
            continue
        named = part.dict(exclude_none=True, exclude=None if planning else {"id"}).keys()
        errors |= {f"{at}.parts.{place}.{name}": not_now for name in named - made.fields.keys()}
        errors |= {f"{at}.parts.{place}.{name}": words for name, words in made.errors.items()}
        if planning and not (part.name or "").strip():
            errors[f"{at}.parts.{place}.name"] = say("请填写名称。", "It needs a name.")
    return errors


@routes.post("/{int:pk}/engagements", response=answers(Engaged, *WRITES, status=201), auth=WRITE)
def engage(request: Any, pk: int, said: EngagementIn) -> Any:
    """Record what the chosen firm does for a unit (业务承接情况), and see what the conflict check says then."""
    evaluation = one_of(request.access, pk, "evaluation.plan")
    unit = request.access.organisations().filter(code=said.unit).first()
    form = engagement(evaluation, request.access, {**said.dict(), "unit": unit.pk if unit else 0})
    if not form.is_valid():
        raise wrong(form.errors)
    form.save()
    return Status(201, {"conflicts": working.conflicts(evaluation)})


@routes.post("/{int:pk}/steps", response=answers(Stepped, *WRITES), auth=WRITE)
def step(request: Any, pk: int, said: StepIn) -> Any:
    """Make a step; 409 where it cannot be made now or is not this person's, 422 where something is missing."""
    return stepped(one_of(request.access, pk, "evaluation.step"), said, request)


@routes.get("/{int:pk}/steps", response=answers(list[StepOut]), auth=READ)
def steps(request: Any, pk: int) -> Any:
    """The record of its steps, oldest first; empty for those who do not see the evaluation itself yet."""
    evaluation = one_of(request.access, pk)
    return list(history(evaluation, request.access.as_of)) if reads(evaluation, request.access) else []


@routes.get("/{int:pk}/scores.xlsx", response=answers(None), auth=READ, openapi_extra=WORKBOOK)
def sheet(request: Any, pk: int) -> Any:
    """The scores as a workbook."""
    return views.sheet(request, pk)
