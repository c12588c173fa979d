"""Performance targets: the versions of a project-year, their rows, reasons, steps and differences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from django.http import Http404
from ninja import Field, Query, Schema, Status

from wenxiao.web.api.doors import MOST, WRITES, Bearer, allow, answers, router, wrong
from wenxiao.web.api.files import OFFICIAL
from wenxiao.web.api.shapes import (
    Id,
    In,
    Number,
    PointsIn,
    ProjectYearOut,
    ReasonsIn,
    Revision,
    Statement,
    StepIn,
    StepOut,
    Stepped,
    ValueIn,
    Way,
    statements,
)
from wenxiao.web.api.stepping import stepped, ways
from wenxiao.web.core.regimes import regime_of
from wenxiao.web.core.workflow import history
from wenxiao.web.targets import services, views
from wenxiao.web.targets.checking import weights
from wenxiao.web.targets.comparing import compared
from wenxiao.web.targets.forms import MOST as ROWS
from wenxiao.web.targets.forms import GoalForm, RowSet
from wenxiao.web.targets.listing import Filters
from wenxiao.web.targets.models import Described, TargetSet
from wenxiao.web.targets.services import visible

routes = router("targets")
READ, WRITE = Bearer("targets:read"), Bearer("targets:write")
Level1 = Literal["产出", "效益", "满意度", "成本"]
Nature = Literal["ge", "le", "eq", "range", "qualitative"]
Scoring = Literal["proportion", "all_or_nothing", "threshold", "bands"]


class TargetsRow(Schema):
    """A project-year with its latest version; null where there is none yet."""

    project_year: ProjectYearOut
    target_set: int | None
    version: int | None
    state: str | None


class TargetsPage(Schema):
    """Some of the rows; ``count`` is of all."""

    count: int
    rows: list[TargetsRow]


class TargetsVersion(Schema):
    """One version of the targets of a project-year."""

    id: int
    version: int
    state: str
    state_name: str = Field(alias="state_words")
    revision: int
    approved_at: datetime | None


class IndicatorOut(Schema):
    """One indicator. ``key`` names it through all versions, monitoring and evaluation."""

    key: str
    level1: str
    level2: str
    name: str
    nature: str
    target: Number | None
    upper: Number | None
    text: str
    unit: str
    weight: Number | None
    core: bool
    scoring: str
    method: str
    evidence: str


class TargetsPoints(Schema):
    """What the weights come to, and what the rules of the place and year expect; null where they expect nothing."""

    total: Number
    expected: Number | None
    execution: Number | None


class TargetsOut(TargetsVersion):
    """One version, whole. ``missing`` and ``audit`` say what stands in the way of submitting it; ``steps`` what one may do now."""

    project_year: ProjectYearOut
    goal: str
    reason: str
    indicators: list[IndicatorOut]
    points: TargetsPoints
    missing: list[str]
    audit: list[Statement]
    steps: list[Way]


class IndicatorIn(In):
    """One indicator; without ``key`` it is a new one. Of a range ``target`` is the lower bound; ``text`` is of a qualitative one.
    ``scoring`` decides the score, ``method`` are its words; where it is not said it stays as it was, 按完成比例 of a new one."""

    key: str = Field("", max_length=32)
    level1: Level1
    level2: str = Field("", max_length=40)
    name: str = Field(min_length=1, max_length=120)
    nature: Nature
    target: ValueIn | None = None
    upper: ValueIn | None = None
    text: str = Field("", max_length=200)
    unit: str = Field("", max_length=20)
    weight: PointsIn | None = None
    core: bool = False
    scoring: Scoring | None = None
    method: str = Field("", max_length=300)
    evidence: str = Field("", max_length=200)


class TargetsIn(In):
    """A draft, whole: rows that are not in it are gone. ``reason`` is of an adjustment."""

    revision: Revision
    goal: str = ""
    reason: str = ""
    indicators: list[IndicatorIn] = Field(max_length=ROWS)


class TargetsBeginIn(In):
    """Where the first version begins: empty, or with what the targets in force said a year before."""

    from_last_year: bool = False


class AdjustmentIn(In):
    """Why targets in force are adjusted."""

    reason: str = Field(max_length=2000)


class FieldChange(Schema):
    """One field in both versions, in words."""

    field: str
    before: str
    after: str


class IndicatorPair(Schema):
    """One indicator in both versions."""

    key: str
    name: str
    kind: Literal["added", "removed", "changed", "same"]
    changes: list[FieldChange]


class TargetsDifferences(Schema):
    """A version beside an earlier one. ``goal`` is null where both say the same."""

    old: int
    new: int
    count: int
    goal: FieldChange | None
    moved: bool
    indicators: list[IndicatorPair]


def _whole(target_set: TargetSet, request: Any) -> dict[str, Any]:
    settled = target_set.state in services.SETTLED and not target_set.passes
    return {
        **_version(target_set),
        "project_year": target_set.year,
        "goal": target_set.goal,
        "reason": target_set.reason,
        "indicators": list(target_set.indicators.all()),
        "points": weights(target_set.plain(), regime_of(target_set.year)),
        "missing": target_set.missing() if target_set.draft else [],
        "audit": [] if settled else statements(target_set.audit(), target_set.passes),
        "steps": ways(target_set, request),
    }


def _version(one: TargetSet) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("id", "version", "state", "state_words", "revision", "approved_at")}


def _again(request: Any, pk: int) -> dict[str, Any]:
    """The version as it is stored now."""
    return _whole(views.one_of(request, "targets.see", pk), request)


@routes.get("", response=answers(TargetsPage), auth=READ)
def listed(
    request: Any,
    q: str = Query("", max_length=200),
    year: int | None = Query(None, ge=1990, le=2100),
    unit: str = Query("", max_length=100),
    state: str = Query("", max_length=24),
    mine: bool = False,
    offset: int = Query(0, ge=0, le=10**9),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """Project-years with their latest version, by the filters of the page; ``mine``: those that wait for this person."""
    allow(request, "targets.see")
    asked = {"q": q, "year": year or "", "unit": unit, "state": state, "mine": mine or ""}
    filters = Filters(request.access, asked)
    if not filters.is_valid():
        raise wrong(filters.errors)
    rows = filters.rows()
    some = [
        {"project_year": row, "target_set": row.target_set, "version": row.version, "state": row.state}
        for row in rows[offset : offset + limit]
    ]
    return {"count": rows.count(), "rows": some}


@routes.get("/of/{int:pk}", response=answers(list[TargetsVersion]), auth=READ)
def versions(request: Any, pk: int) -> Any:
    """The versions of a project-year, the first one first."""
    year = request.access.year("targets.see", pk)
    return [_version(one) for one in visible(request.access).filter(year=year).order_by("version")]


@routes.post("/of/{int:pk}", response=answers(TargetsOut, *WRITES, status=201), auth=WRITE)
def begin(request: Any, pk: int, said: TargetsBeginIn) -> Any:
    """Begin the targets of a project-year."""
    year = request.access.year("targets.edit", pk)
    source = services.last_year(year) if said.from_last_year else None
    return Status(201, _again(request, services.begin(year, request.access, source).pk))


@routes.get("/{int:pk}", response=answers(TargetsOut), auth=READ)
def one(request: Any, pk: int) -> Any:
    """One version with its rows, its points, what the audit says, and what one may do."""
    return _again(request, pk)


@routes.put("/{int:pk}", response=answers(TargetsOut, *WRITES), auth=WRITE)
def save(request: Any, pk: int, said: TargetsIn) -> Any:
    """Write a draft; what is missing is asked for when it is submitted."""
    target_set = views.one_of(request, "targets.edit", pk)
    typed = _typed(said, dict(target_set.indicators.values_list("key", "scoring")))
    goal, rows = GoalForm(typed, instance=target_set), RowSet(typed, prefix="rows")
    rows.is_valid()
    errors = dict(goal.errors if not goal.is_valid() else {})
    for at, row in enumerate(rows.kept()):
        errors |= {f"indicators.{at}.{name}": words for name, words in row.errors.items()}
    if errors:
        raise wrong(errors)
    kept = [row.cleaned_data for row in rows.kept()]
    services.save(target_set, said.revision, said.goal, said.reason, kept, request.access)
    return _again(request, pk)


def _typed(said: TargetsIn, scoring: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the page's form, as a clerk would have typed them; ``scoring``: of each key what it is now."""
    typed: dict[str, Any] = {"revision": said.revision, "goal": said.goal, "reason": said.reason}
    typed |= {"rows-TOTAL_FORMS": len(said.indicators), "rows-INITIAL_FORMS": 0}
    for at, row in enumerate(said.indicators):
        typed |= {f"rows-{at}-key": row.key, f"rows-{at}-ORDER": at + 1}
        for name in Described.FIELDS:
            value = getattr(row, name)
            typed[f"rows-{at}-{name}"] = "" if value is None else value
        typed[f"rows-{at}-scoring"] = row.scoring or scoring.get(row.key, "proportion")
    return typed


@routes.delete("/{int:pk}", response=answers(None, 409, status=204), auth=WRITE)
def discard(request: Any, pk: int) -> Any:
    """Drop a draft that was never submitted."""
    services.discard(views.one_of(request, "targets.edit", pk), request.access)
    return Status(204, None)


@routes.put("/{int:pk}/reasons", response=answers(TargetsOut, *WRITES), auth=WRITE)
def reasons(request: Any, pk: int, said: ReasonsIn) -> Any:
    """Give a reason for each error to be passed, in place of those given before; reviewers see them."""
    target_set = views.one_of(request, "targets.edit", pk)
    services.give_reasons(target_set, said.revision, said.reasons, request.access)
    return _again(request, pk)


@routes.post("/{int:pk}/steps", response=answers(Stepped, *WRITES), auth=WRITE)
def step(request: Any, pk: int, said: StepIn) -> Any:
    """Submit, approve or return; 409 where that cannot be now, 422 where something is missing or contradicts itself."""
    return stepped(views.one_of(request, "targets.step", pk), said, request)


@routes.get("/{int:pk}/steps", response=answers(list[StepOut]), auth=READ)
def steps(request: Any, pk: int) -> Any:
    """The record of its steps, oldest first."""
    return list(history(views.one_of(request, "targets.see", pk), request.access.as_of))


@routes.post("/{int:pk}/adjustment", response=answers(TargetsOut, *WRITES, status=201), auth=WRITE)
def adjust(request: Any, pk: int, said: AdjustmentIn) -> Any:
    """A new draft from the version in force."""
    made = services.adjust(views.one_of(request, "targets.edit", pk), said.reason, request.access)
    return Status(201, _again(request, made.pk))


@routes.get("/{int:pk}/differences", response=answers(TargetsDifferences), auth=READ)
def differences(request: Any, pk: int, old: Id | None = None) -> Any:
    """What it changes beside the version before, or beside ``old``."""
    new = views.one_of(request, "targets.see", pk)
    before = visible(request.access).filter(year=new.year)
    found = before.filter(pk=old) if old else before.filter(version__lt=new.version).order_by("-version")
    if (other := found.first()) is None:
        raise Http404
    both = compared(other, new)
    goal = both.goal and {"field": "goal", "before": both.goal[0], "after": both.goal[1]}
    pairs = [
        {
            "key": pair.key,
            "name": pair.name,
            "kind": pair.kind,
            "changes": [{"field": field, "before": before, "after": after} for field, before, after in pair.changes],
        }
        for pair in both.pairs
    ]
    return {"old": other.pk, "new": new.pk, "count": both.count, "goal": goal, "moved": both.moved, "indicators": pairs}


@routes.get("/{int:pk}/form.{ending}", response=answers(None), auth=READ, openapi_extra=OFFICIAL)
def form(request: Any, pk: int, ending: Literal["xlsx", "docx"]) -> Any:
    """The official form (绩效目标申报表) as a file."""
    return views.official(request, pk, ending)
