"""The indicator library (指标库), searched as on its page."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Query, Schema

from wenxiao.web.api.doors import MOST, Bearer, allow, answers, router, wrong
from wenxiao.web.api.shapes import Number
from wenxiao.web.targets.library import Filters

routes = router("targets")


class LibraryRow(Schema):
    """An indicator that a clerk may take over."""

    id: int
    field: str
    level1: str
    level2: str
    name: str
    nature: str
    target: Number | None
    upper: Number | None
    text: str
    unit: str
    core: bool
    scoring: str
    method: str
    evidence: str
    explanation: str
    retired: bool


class LibraryPage(Schema):
    """Some of the rows; ``count`` is of all."""

    count: int
    rows: list[LibraryRow]


@routes.get("/library", response=answers(LibraryPage), auth=Bearer("targets:read"))
def library(
    request: Any,
    q: str = Query("", max_length=200),
    field: str = Query("", max_length=40),
    level1: Literal["", "产出", "效益", "满意度", "成本"] = "",
    nature: Literal["", "ge", "le", "eq", "range", "qualitative"] = "",
    core: bool = False,
    retired: bool = False,
    offset: int = Query(0, ge=0, le=10**9),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """Indicators of the library in which all words of ``q`` stand; ``retired``: with those that are not used any more."""
    allow(request, "library.see")
    asked = {"q": q, "field": field, "level1": level1, "nature": nature, "core": core or "", "retired": retired or ""}
    filters = Filters(asked)
    if not filters.is_valid():
        raise wrong(filters.errors)
    rows = filters.rows()
    return {"count": rows.count(), "rows": list(rows[offset : offset + limit])}
