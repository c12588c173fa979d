"""Use of results (结果应用): grades beside next year's budget, what was decided, and why."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db import transaction
from ninja import Field, Query, Schema

from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.api.doors import MOST, WRITES, Bearer, allow, answers, router, wrong
from wenxiao.web.api.shapes import In, ProjectYearOut, Revision, YuanIn
from wenxiao.web.core.editing import lock
from wenxiao.web.problems import deciding, results
from wenxiao.web.problems.forms import UseForm
from wenxiao.web.problems.models import UseOfResult

routes = router("results")
READ, WRITE = Bearer("problems:read"), Bearer("problems:write")
Words = Annotated[str, Field(max_length=20000)]


class DecisionOut(Schema):
    """A decision that another one took the place of."""

    decision: str
    next_budget: Decimal | None
    reason: str
    decided_by: str
    decided_at: datetime

    @staticmethod
    def resolve_decided_by(use: Any) -> str:
        return str(use.decided_by)


class UseOut(Schema):
    """What a result means for the next budget. ``revision`` is null where nothing is decided yet; ``entered``: next year's budget as the
    ledger has it already; ``earlier``: the decisions before, oldest first."""

    project_year: ProjectYearOut
    grade: str | None
    budget: Decimal | None
    next_budget: Decimal | None
    decision: str | None
    reason: str
    revision: int | None
    warned: bool
    entered: Decimal | None
    earlier: list[DecisionOut]


class UseIn(In):
    """A decision on a result, with its reason. ``revision``: 0 where there is none yet."""

    revision: Revision
    decision: Literal["prefer", "keep", "cut", "cancel"]
    next_budget: YuanIn | None = None
    reason: Words


class UsePage(Schema):
    """Some of the rows; ``count`` is of all."""

    count: int
    rows: list[UseOut]


def _shown(line: results.Line) -> dict[str, Any]:
    use = line.use
    return {
        "project_year": line.year,
        "grade": line.grade.name if line.grade else None,
        "budget": line.budget,
        "next_budget": line.next_budget,
        "decision": use.decision if use else None,
        "reason": use.reason if use else "",
        "revision": use.revision if use else None,
        "warned": line.warned,
        "entered": line.entered,
        "earlier": line.earlier,
    }


@routes.get("", response=answers(UsePage), auth=READ)
def listed(
    request: Any,
    q: str = Query("", max_length=200),
    year: int | None = Query(None, ge=1990, le=2100),
    unit: str = Query("", max_length=100),
    decision: Literal["", "none", "prefer", "keep", "cut", "cancel"] = "",
    offset: int = Query(0, ge=0, le=10**9),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """Project-years with a result, by the filters of the page; ``grade`` is set where the result asks for a smaller budget."""
    allow(request, "problems.see")
    asked = {"q": q, "year": year or "", "unit": unit, "decision": decision}
    filters = results.Filters(request.access, asked)
    if not filters.is_valid():
        raise wrong(filters.errors)
    rows = filters.narrowed(results.rows(request.access)).order_by("-year", "project__code")
    return {
        "count": rows.count(),
        "rows": [_shown(line) for line in results.lines(list(rows[offset : offset + limit]), request.access)],
    }


@routes.put("/{int:pk}", response=answers(UseOut, *WRITES), auth=WRITE)
def decide(request: Any, pk: int, said: UseIn) -> Any:
    """Decide what the result of a project-year means for the next budget."""
    year = request.access.year("results.decide", pk)
    with transaction.atomic():
        line = _line(request, year.pk)
        use = line.use or UseOfResult(year=year)
        if line.use is not None:
            lock(use, said.revision)
        form = UseForm(said.dict(), instance=use)
        if not form.is_valid():
            raise wrong(form.errors)
        deciding.decide(form.instance, form.cleaned_data["revision"], request.access)
    return _shown(_line(request, year.pk))


def _line(request: Any, pk: int) -> results.Line:
    known = results.rows(request.access).filter(pk=pk).first()
    if known is None:
        raise NotAllowed(
            "自评通过或评价定稿后，才能决定结果应用。",
            "A result is used once the self-evaluation is accepted or an evaluation is final.",
        )
    return results.lines([known], request.access)[0]
