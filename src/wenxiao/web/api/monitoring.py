"""Monitoring (双监控): rounds, what units report in them with its lights, corrections and what came of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Schema, Status

from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.api.doors import MOST, WRITES, Bearer, allow, answers, router, wrong
from wenxiao.web.api.files import OFFICIAL
from wenxiao.web.api.shapes import (
    In,
    Number,
    ProjectYearOut,
    ReasonsIn,
    Revision,
    Statement,
    StepIn,
    StepOut,
    Stepped,
    ValueIn,
    Way,
    YuanIn,
    statements,
)
from wenxiao.web.api.stepping import stepped, ways
from wenxiao.web.core.regimes import regime_of
from wenxiao.web.core.say import say
from wenxiao.web.monitoring import services, views
from wenxiao.web.monitoring.auditing import on_page
from wenxiao.web.monitoring.forms import OrderForm, ProgressRows, ReportForm, RoundForm
from wenxiao.web.monitoring.listing import Filters
from wenxiao.web.monitoring.models import Monitoring, Round
from wenxiao.web.people.models import Organisation

routes = router("monitoring")
READ, WRITE = Bearer("monitoring:read"), Bearer("monitoring:write")
Words = Annotated[str, Field(max_length=20000)]


class RoundOut(Schema):
    """One round: on January to ``month``, filled in from one day to another."""

    id: int
    year: int
    month: int
    opens: date
    due: date


class RoundIn(In):
    """A round to be issued; the same month again moves its days, and reaches those whose targets were approved since."""

    year: int = Field(ge=2000, le=2100)
    month: int = Field(ge=1, le=12)
    opens: date
    due: date


class Issued(RoundOut):
    """A round, and to how many project-years it went now."""

    reached: int


class MonitoringRow(Schema):
    """One report in a list. ``light`` is that of its submission, empty before."""

    id: int
    project_year: ProjectYearOut = Field(alias="year")
    round: int = Field(alias="round_id")
    state: str
    state_name: str = Field(alias="state_words")
    revision: int
    light: str


class MonitoringPage(Schema):
    """Some of the rows; ``count`` is of all."""

    count: int
    rows: list[MonitoringRow]


class ProgressOut(Schema):
    """How far one indicator is, where it will end, and its light with how."""

    key: str = Field(alias="indicator.key")
    name: str = Field(alias="indicator.name")
    target: str = Field(alias="indicator.wanted")
    value: Number | None = Field(alias="progress.value")
    text: str = Field(alias="progress.text")
    forecast: Number | None = Field(alias="progress.forecast")
    likelihood: str = Field(alias="progress.likelihood")
    cause: str = Field(alias="progress.cause")
    explanation: str = Field(alias="progress.explanation")
    light: str | None
    how: str


class SpendingOut(Schema):
    """The money up to the end of the month, its light with how; ``even`` is the share of the year that is gone."""

    numerator: Number | None = Field(alias="rate.numerator")
    denominator: Number | None = Field(alias="rate.denominator")
    value: Number | None = Field(alias="rate.value")
    even: Number
    light: str | None = Field(alias="money")
    how: str


class CorrectionOut(Schema):
    """An order to correct (纠偏通知) and what came of it."""

    order: str
    due: date
    ordered_at: datetime
    answer: str
    answered_at: datetime | None


class MonitoringOut(MonitoringRow):
    """One report, whole, with its lights as they stand now. ``missing`` and ``audit`` say what stands in the way of submitting it."""

    expected_spending: Number | None
    remark: str
    spending: SpendingOut
    overall: str | None
    lines: list[ProgressOut]
    corrections: list[CorrectionOut]
    missing: list[str]
    audit: list[Statement]
    steps: list[Way]


class ProgressIn(In):
    """How far one indicator is. A qualitative one is told in ``text``, by an answer of the rules."""

    key: str = Field(max_length=32)
    value: ValueIn | None = None
    text: str = Field("", max_length=200)
    forecast: ValueIn | None = None
    likelihood: Literal["", "certain", "possible", "impossible"] = ""
    cause: Literal["", "money", "rules", "staff", "equipment", "other"] = ""
    explanation: Words = ""


class MonitoringIn(In):
    """What a unit reports; an indicator that is not in it stays as it is."""

    revision: Revision
    expected_spending: YuanIn | None = None
    remark: Words = ""
    progress: list[ProgressIn] = Field([], max_length=200)


class CorrectionIn(In):
    """What is to be corrected, and until when."""

    order: str = Field(min_length=1, max_length=2000)
    due: date


def _whole(report: Monitoring, request: Any) -> dict[str, Any]:
    lit = report.lit()
    fields = ("id", "year", "round_id", "state", "state_words", "revision", "light", "expected_spending", "remark")
    return {
        **{name: getattr(report, name) for name in fields},
        "spending": lit,
        "overall": lit.overall,
        "lines": list(lit.lines),
        "corrections": list(report.corrections.all()),
        "missing": report.missing() if report.state == "issued" else [],
        "audit": statements(on_page(report), report.passes),
        "steps": ways(report, request),
    }


def _again(request: Any, pk: int) -> dict[str, Any]:
    """The report as it is stored now."""
    return _whole(views.one_of(request, "monitoring.see", pk), request)


@routes.get("/rounds", response=answers(list[RoundOut]), auth=READ)
def rounds(request: Any) -> Any:
    """The rounds that this person sees, the latest first."""
    allow(request, "monitoring.see")
    return list(views.rounds_of(request.access))


@routes.post("/rounds", response=answers(Issued, *WRITES, status=201), auth=WRITE)
def issue(request: Any, said: RoundIn) -> Any:
    """Issue a round to every project-year with approved targets."""
    allow(request, "monitoring.issue")
    place = request.access.organisations().filter(kind=Organisation.Kind.JURISDICTION).order_by("path").first()
    form = RoundForm(said.dict())
    if not form.is_valid():
        raise wrong(form.errors)
    if place is None:
        raise NotAllowed("没有可下达的行政区。", "There is no jurisdiction to issue it in.")
    made, reached = services.issue(place, said.year, said.month, said.opens, said.due, request.access)
    fields = ("id", "year", "month", "opens", "due")
    return Status(201, {**{name: getattr(made, name) for name in fields}, "reached": reached})


@routes.get("/rounds/{int:pk}", response=answers(MonitoringPage), auth=READ)
def listed(
    request: Any,
    pk: int,
    q: str = Query("", max_length=200),
    unit: str = Query("", max_length=100),
    state: str = Query("", max_length=24),
    light: Literal["", "green", "yellow", "red", "none"] = "",
    late: bool = False,
    mine: bool = False,
    offset: int = Query(0, ge=0, le=10**9),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """The reports of a round, by the filters of the page."""
    allow(request, "monitoring.see")
    chosen = _round(request, pk)
    asked = {
        "q": q,
        "unit": unit,
        "state": state,
        "light": light,
        "late": late or "",
        "mine": mine or "",
    }
    filters = Filters(request.access, chosen, asked)
    if not filters.is_valid():
        raise wrong(filters.errors)
    rows = filters.rows()
    return {"count": rows.count(), "rows": list(rows[offset : offset + limit])}


def _round(request: Any, pk: int) -> Round:
    return get_object_or_404(views.rounds_of(request.access), pk=pk)


@routes.get("/{int:pk}", response=answers(MonitoringOut), auth=READ)
def one(request: Any, pk: int) -> Any:
    """One report with its lights, each with how, and its corrections."""
    return _again(request, pk)


@routes.put("/{int:pk}", response=answers(MonitoringOut, *WRITES), auth=WRITE)
def write(request: Any, pk: int, said: MonitoringIn) -> Any:
    """Write what the unit reports; once it is handed in, it must be returned first."""
    report = views.one_of(request, "monitoring.edit", pk)
    known = {line.key: line for line in report.target_set.plain().indicators}
    errors: dict[str, Any] = {}
    typed: dict[str, Any] = {"rows-TOTAL_FORMS": len(said.progress), "rows-INITIAL_FORMS": 0}
    for at, row in enumerate(said.progress):
        if row.key not in known or row.key in {other.key for other in said.progress[:at]}:
            errors[f"progress.{at}.key"] = say(
                "没有这个指标，或重复填写。", "There is no such indicator, or it stands twice."
            )
        typed |= {f"rows-{at}-{name}": "" if value is None else value for name, value in row.dict().items()}
    if errors:
        raise wrong(errors)
    form = ReportForm(
        {"revision": said.revision, "remark": said.remark, "expected_spending": said.expected_spending}, instance=report
    )
    rows = ProgressRows(typed, prefix="rows")
    for row in rows:
        row.suit(known[row["key"].value()], regime_of(report.year))
    errors |= {} if form.is_valid() else form.errors
    for at, row in enumerate(rows):
        errors |= {f"progress.{at}.{name}": words for name, words in row.errors.items()}
    if errors:
        raise wrong(errors)
    got = form.cleaned_data
    cleaned = [row.cleaned_data for row in rows]
    services.save(report, said.revision, got["expected_spending"], got["remark"], cleaned, request.access)
    return _again(request, pk)


@routes.put("/{int:pk}/reasons", response=answers(MonitoringOut, *WRITES), auth=WRITE)
def reasons(request: Any, pk: int, said: ReasonsIn) -> Any:
    """Give a reason for each error to be passed, in place of those given before; reviewers see them."""
    report = views.one_of(request, "monitoring.edit", pk)
    services.give_reasons(report, said.revision, said.reasons, request.access)
    return _again(request, pk)


@routes.post("/{int:pk}/steps", response=answers(Stepped, *WRITES), auth=WRITE)
def step(request: Any, pk: int, said: StepIn) -> Any:
    """Make a step; 409 where it cannot be made now, 422 where something is missing or contradicts itself."""
    return stepped(views.one_of(request, "monitoring.step", pk), said, request)


@routes.get("/{int:pk}/steps", response=answers(list[StepOut]), auth=READ)
def steps(request: Any, pk: int) -> Any:
    """The record of its steps, oldest first."""
    return services.record(views.one_of(request, "monitoring.see", pk), request.access.as_of)


@routes.post("/{int:pk}/corrections", response=answers(CorrectionOut, *WRITES, status=201), auth=WRITE)
def correct(request: Any, pk: int, said: CorrectionIn) -> Any:
    """Order a correction until a day."""
    report = views.one_of(request, "monitoring.step", pk)
    form = OrderForm(said.dict())
    if not form.is_valid():
        raise wrong(form.errors)
    asked = form.cleaned_data
    return Status(201, services.order(report, asked["order"], asked["due"], request.access))


@routes.get("/{int:pk}/form.{ending}", response=answers(None), auth=READ, openapi_extra=OFFICIAL)
def form(request: Any, pk: int, ending: Literal["xlsx", "docx"]) -> Any:
    """The official form (绩效目标执行监控表) as a file."""
    return views.official(request, pk, ending)
