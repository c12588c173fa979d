"""Self-evaluations: what was reached, the score with how it was reached, reasons, steps, roll-up to the department."""

from __future__ import annotations

from typing import Any, Literal

from django.db import transaction
from ninja import Query, Status

from wenxiao.performance.evaluation import Form
from wenxiao.web.api import selfevaluation_shapes as shapes
from wenxiao.web.api.doors import MOST, WRITES, Bearer, allow, answers, router, wrong
from wenxiao.web.api.files import OFFICIAL
from wenxiao.web.api.shapes import ReasonsIn, StepIn, StepOut, Stepped, statements
from wenxiao.web.api.stepping import stepped, ways
from wenxiao.web.core.editing import lock, save
from wenxiao.web.core.workflow import history
from wenxiao.web.selfevaluation import starting, views
from wenxiao.web.selfevaluation.audit import said_of
from wenxiao.web.selfevaluation.entering import Filled, refuse_unless_draft
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.selfevaluation.passing import give_reasons
from wenxiao.web.selfevaluation.scored import missing, position, scored
from wenxiao.web.selfevaluation.showing import shown
from wenxiao.web.selfevaluation.views import one_of

routes = router("self-evaluations")
READ, WRITE = Bearer("evaluations:read"), Bearer("evaluations:write")
SEE, EDIT = "selfevaluation.see", "selfevaluation.edit"


def scores(form: Form) -> dict[str, Any]:
    """A scored form, line by line."""
    return {
        "total": form.total.total,
        "low": form.total.low,
        "high": form.total.high,
        "points": form.total.points,
        "grade": form.grade.name if form.grade else None,
        "execution": form.execution,
        "lines": shown(form),
    }


def _whole(one: SelfEvaluation, request: Any) -> dict[str, Any]:
    money = position(one)
    form = scored(one, money=money)
    fields = ("id", "state", "state_words", "revision", "due", "outcome", "execution_reason", "problems", "measures")
    return {
        **{name: getattr(one, name) for name in fields},
        "project_year": one.year,
        "target_set": one.target_set_id,
        "money": money,
        "scores": scores(form),
        "evidence": list(one.evidence.filter(removed_at=None).select_related("added_by").order_by("pk")),
        "missing": missing(one, form) if one.state == "draft" else [],
        "audit": statements(said_of(one, form), one.passes),
        "steps": ways(one, request),
    }


def _again(request: Any, pk: int) -> dict[str, Any]:
    """The self-evaluation as it is stored now."""
    return _whole(one_of(request, pk, SEE), request)


@routes.get("", response=answers(shapes.SelfEvaluationPage), auth=READ)
def listed(
    request: Any,
    q: str = Query("", max_length=200),
    year: int | None = Query(None, ge=1990, le=2100),
    unit: str = Query("", max_length=100),
    state: str = Query("", max_length=24),
    offset: int = Query(0, ge=0, le=10**9),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """Self-evaluations by the filters of the page; the total is that of the submission, null before."""
    allow(request, SEE)
    asked = {"q": q, "year": year or "", "unit": unit, "state": state}
    filters = views.Filters(request.access, asked)
    if not filters.is_valid():
        raise wrong(filters.errors)
    rows = filters.narrowed(views.seen(request)).order_by("-year__year", "year__project__code", "pk")
    return {"count": rows.count(), "rows": list(rows[offset : offset + limit])}


@routes.post("", response=answers(shapes.SelfEvaluationOut, *WRITES, status=201), auth=WRITE)
def begin(request: Any, said: shapes.SelfEvaluationBeginIn) -> Any:
    """Begin the self-evaluation of a project-year with approved targets; one that has begun is given back as it is."""
    year = request.access.year(EDIT, said.project_year)
    return Status(201, _again(request, starting.start(year, request.user).pk))


@routes.post("/all", response=answers(shapes.Begun, *WRITES, status=201), auth=WRITE)
def begin_all(request: Any, said: shapes.BeginAllIn) -> Any:
    """Begin those of all project-years of a year that have approved targets, and set the day until which drafts are due."""
    allow(request, "selfevaluation.start")
    form = views.StartForm(said.dict())
    if not form.is_valid():
        raise wrong(form.errors)
    asked = form.cleaned_data
    years = request.access.years().filter(year=asked["year"])
    return Status(201, {"begun": starting.start_all(years, request.user, asked["due"])})


@routes.get("/{int:pk}", response=answers(shapes.SelfEvaluationOut), auth=READ)
def one(request: Any, pk: int) -> Any:
    """One self-evaluation with its scores, each with the sentence of how, evidence, and what the audit says."""
    return _again(request, pk)


@routes.put("/{int:pk}", response=answers(shapes.SelfEvaluationOut, *WRITES), auth=WRITE)
def write(request: Any, pk: int, said: shapes.SelfEvaluationIn) -> Any:
    """Write a draft, whole: what is not in it is empty after. An indicator takes the fields of its nature."""
    evaluation = one_of(request, pk, EDIT)
    refuse_unless_draft(evaluation)
    with transaction.atomic():
        lock(evaluation, said.revision)
        filled = _filled(evaluation, said, said.revision)
        filled.save(request.user)
    return _again(request, pk)


@routes.post("/{int:pk}/score", response=answers(shapes.Scores, *WRITES), auth=WRITE)
def score(request: Any, pk: int, said: shapes.FilledIn) -> Any:
    """What these actual values would score; nothing is stored."""
    evaluation = one_of(request, pk, EDIT)
    return scores(scored(evaluation, _filled(evaluation, said, evaluation.revision).typed()))


def _filled(evaluation: SelfEvaluation, said: shapes.FilledIn, revision: int) -> Filled:
    """The form of the page, filled in by a program. Raises ninja's ValidationError with its sentences."""
    typed: dict[str, Any] = {"revision": revision, **said.dict(exclude={"actuals", "revision"})}
    for row in said.actuals:
        typed |= {f"i-{row.key}-{name}": "" if value is None else value for name, value in row.dict().items()}
    filled = Filled(evaluation, typed)
    rows = {row.indicator.key: row for row in filled.rows}
    errors: dict[str, Any] = {}
    seen: set[str] = set()
    for at, row in enumerate(said.actuals):
        form = rows.get(row.key)
        if form is None or row.key in seen:
            errors[f"actuals.{at}.key"] = shapes.no_such(row.key)
            continue
        seen.add(row.key)
        gone = {
            name for name, value in row.dict(exclude={"key"}).items() if value not in (None, "")
        } - form.fields.keys()
        errors |= {f"actuals.{at}.{name}": shapes.not_of_it(form.indicator.name) for name in gone}
        errors |= {f"actuals.{at}.{name}": words for name, words in form.errors.items()}
    if not filled.whole.is_valid():
        errors |= filled.whole.errors
    if errors or not filled.is_valid():
        raise wrong(errors)
    return filled


@routes.put("/{int:pk}/reasons", response=answers(shapes.SelfEvaluationOut, *WRITES), auth=WRITE)
def reasons(request: Any, pk: int, said: ReasonsIn) -> Any:
    """Give a reason for each error to be passed, in place of those given before; reviewers see them."""
    give_reasons(one_of(request, pk, EDIT), said.revision, said.reasons, request.user)
    return _again(request, pk)


@routes.post("/{int:pk}/targets", response=answers(shapes.SelfEvaluationOut, *WRITES), auth=WRITE)
def renew(request: Any, pk: int) -> Any:
    """Take over the targets that were approved last, where there are others than before."""
    evaluation = one_of(request, pk, EDIT)
    refuse_unless_draft(evaluation)
    if starting.renew(evaluation):
        save(evaluation, evaluation.revision, request.user)
    return _again(request, pk)


@routes.post("/{int:pk}/steps", response=answers(Stepped, *WRITES), auth=WRITE)
def step(request: Any, pk: int, said: StepIn) -> Any:
    """Submit, approve, accept or return; 409 where that cannot be now, 422 where something is missing or contradicts itself."""
    return stepped(one_of(request, pk, "selfevaluation.step"), said, request)


@routes.get("/{int:pk}/steps", response=answers(list[StepOut]), auth=READ)
def steps(request: Any, pk: int) -> Any:
    """The record of its steps, oldest first."""
    return list(history(one_of(request, pk, SEE), request.access.as_of))


@routes.get("/{int:pk}/form.{ending}", response=answers(None), auth=READ, openapi_extra=OFFICIAL)
def form(request: Any, pk: int, ending: Literal["xlsx", "docx"]) -> Any:
    """The official form (自评表) as a file."""
    return views.form_file(request, pk, ending)
