"""Rates of the grid, monthly scores, and the snapshots behind computed indicators: read."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Query, Schema

from wenxiao.grid.buckets import View
from wenxiao.grid.rates import in_use
from wenxiao.web.api.doors import MOST, Bearer, allow, answers, router
from wenxiao.web.core.reads import note
from wenxiao.web.evidence import seeing
from wenxiao.web.evidence.drilling import behind, of_cases
from wenxiao.web.evidence.models import Snapshot
from wenxiao.web.scoring.board import Board, Question
from wenxiao.web.scoring.run_views import lines_of, seen, tables
from wenxiao.web.scoring.views import ids_of, latest, seen_groups

routes = router("scores")
READ = Bearer("scores:read")


class GridRateOut(Schema):
    """One indicator of one group by one view. ``value`` is a fraction or a count, null where it is undefined; ``few``: too few cases to
    rank by; ``low`` and ``high``: the interval at 95 %."""

    indicator: str
    group: str
    name: str
    view: str
    n: int
    d: int | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    few: bool
    excluded: dict[str, int]


class GridRates(Schema):
    """Rates of a period as known at ``cutoff``; group ``*`` is the whole district."""

    start: date
    end: date
    cutoff: datetime
    rows: list[GridRateOut]


class ScoreRunOut(Schema):
    """A month's scores. ``digest`` is over all that it says, its report too."""

    id: int
    month: date
    state: str
    cutoff: datetime | None
    digest: str
    appeal_until: date | None


class ScoreRuns(Schema):
    count: int
    rows: list[ScoreRunOut]


class ScoreLineOut(Schema):
    """The score of one object: by the raw view, and where it stands by the adjusted one after its appeals."""

    scheme: str
    kind: str
    code: str
    name: str
    raw_low: Decimal
    raw_high: Decimal
    low: Decimal
    high: Decimal
    rank: int | None
    few: bool
    lines: list[dict[str, Any]]
    adjusted: list[dict[str, Any]]


class ScoreRunWhole(ScoreRunOut):
    lines: list[ScoreLineOut]


class SnapshotOut(Schema):
    """A computed value with all that it takes to compute it again."""

    id: int
    kind: str
    subject: str
    question: dict[str, Any]
    start: datetime
    end: datetime
    cutoff: datetime
    scope: str
    n: int
    d: int
    value: Decimal | None
    few: bool
    excluded: dict[str, Any]
    digest: str
    code_version: str
    made_at: datetime
    project_years: list[int]


class Snapshots(Schema):
    count: int
    rows: list[SnapshotOut]


class Behind(Schema):
    """The cases behind a snapshot, worked out again; ``same``: it still is what was kept."""

    same: bool
    numerator: list[str]
    denominator: list[str]


From, To = Query(..., alias="from"), Query(..., alias="to")
Offset = Query(0, ge=0, le=10**9)
Limit = Query(50, ge=1, le=MOST)


@routes.get("/rates", response=answers(GridRates), auth=READ)
def rates(
    request: Any, start: date = From, end: date = To,
    by: Literal["all", "street", "unit", "person"] = "street", finish: Literal["strict", "lenient", "passed", "closed"] = "strict",
    reading: str = Query("deadline", max_length=24), cutoff: datetime | None = None,
) -> Any:  # fmt: skip
    """Every indicator of a period, raw and adjusted, of the whole district and by group."""
    allow(request, "scoring.see")
    told = {"from": start.isoformat(), "to": end.isoformat(), "by": by, "finish": finish, "reading": reading}
    if cutoff is not None:
        told["cutoff"] = cutoff.isoformat()
    question = latest(request, Question.of(told))
    board, allowed = Board(question), seen_groups(request, question)
    rows = []
    for group, name in board.groups:
        if allowed is not None and group not in allowed:
            continue
        for indicator in in_use():
            for view in View:
                one = board.figure(indicator, view, group)
                interval = one.interval
                rows.append(
                    {
                        "indicator": indicator.id, "group": group, "name": name, "view": view.value, "n": one.n,
                        "d": one.d if one.kind == "rate" else None, "value": one.value, "low": interval.low if interval else None,
                        "high": interval.high if interval else None, "few": one.few, "excluded": dict(one.excluded),
                    }
                )  # fmt: skip
    return {"start": question.start, "end": question.last, "cutoff": question.cutoff, "rows": rows}


@routes.get("/runs", response=answers(ScoreRuns), auth=READ)
def runs(request: Any, offset: int = Offset, limit: int = Limit) -> Any:
    """The monthly runs that one sees, the latest first."""
    allow(request, "scoring.see")
    rows = seen(request).order_by("-month")
    return {"count": rows.count(), "rows": list(rows[offset : offset + limit])}


@routes.get("/runs/{int:pk}", response=answers(ScoreRunWhole), auth=READ)
def run(request: Any, pk: int) -> Any:
    """One month with its lines."""
    allow(request, "scoring.see")
    one = get_object_or_404(seen(request), pk=pk)
    found = [
        {
            "scheme": row["line"].scheme, "kind": row["line"].kind, "code": row["line"].code, "name": row["line"].name,
            "raw_low": row["line"].low, "raw_high": row["line"].high, "low": row["stand"].low, "high": row["stand"].high,
            "rank": row["stand"].rank, "few": row["line"].few, "lines": row["line"].lines, "adjusted": row["line"].adjusted,
        }
        for table in tables(list(lines_of(request, one))) for row in table["rows"]
    ]  # fmt: skip
    told = {name: getattr(one, name) for name in ScoreRunOut.model_fields}
    return {**told, "lines": found}


@routes.get("/snapshots", response=answers(Snapshots), auth=READ)
def snapshots(request: Any, project_year: int | None = None, offset: int = Offset, limit: int = Limit) -> Any:
    """The snapshots that one sees, the latest first."""
    allow(request, "evidence.see")
    rows = seeing.snapshots(request.access).order_by("-pk")
    if project_year is not None:
        rows = rows.filter(measures__year=project_year).distinct()
    return {
        "count": rows.count(),
        "rows": [_told(one) for one in rows.prefetch_related("measures")[offset : offset + limit]],
    }


@routes.get("/snapshots/{int:pk}", response=answers(SnapshotOut), auth=READ)
def snapshot(request: Any, pk: int) -> Any:
    """One snapshot: its value, what it counts, and as of when."""
    allow(request, "evidence.see")
    return _told(get_object_or_404(seeing.snapshots(request.access), pk=pk))


@routes.get("/snapshots/{int:pk}/cases", response=answers(Behind), auth=READ)
def cases(request: Any, pk: int) -> Any:
    """The numbers of the cases behind a snapshot of the grid; that they were read is recorded."""
    allow(request, "evidence.see")
    one = get_object_or_404(seeing.snapshots(request.access), pk=pk)
    if not of_cases(one):
        raise Http404
    rate, same = behind(one)
    note(request, f"cases behind snapshot {one.pk}")
    return {"same": same, "numerator": ids_of(rate, "n"), "denominator": ids_of(rate, "d")}


def _told(one: Snapshot) -> dict[str, Any]:
    names = [name for name in SnapshotOut.model_fields if name != "project_years"]
    return {
        **{name: getattr(one, name) for name in names},
        "project_years": sorted({each.year_id for each in one.measures.all()}),
    }
