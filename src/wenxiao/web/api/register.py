"""Projects and their years."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from ninja import Field, Query, Schema, Status
from ninja.errors import ValidationError

from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.api.doors import MOST, WRITES, Bearer, allow, answers, router, wrong
from wenxiao.web.api.files import WORKBOOK
from wenxiao.web.api.shapes import In
from wenxiao.web.core.editing import lock
from wenxiao.web.core.policy import Access
from wenxiao.web.register import list_views, services
from wenxiao.web.register.change_views import MOVERS, ProjectForm
from wenxiao.web.register.listing import Filters, with_figures
from wenxiao.web.register.models import Project
from wenxiao.web.register.services import NotPossible

routes = router("register")


class Money(Schema):
    """Sums of the ledger in yuan; null where there is no entry."""

    original: Decimal | None = None
    revised: Decimal | None = None
    allocated: Decimal | None = None
    arrived: Decimal | None = None
    contracted: Decimal | None = None
    paid: Decimal | None = None


class YearOut(Schema):
    """One project-year with its money."""

    id: int
    code: str = Field(alias="project.code")
    name: str = Field(alias="project.name")
    year: int
    unit: str = Field(alias="unit.code")
    unit_name: str = Field(alias="unit.name")
    attribute: str = Field(alias="project.attribute")
    fund: str = Field(alias="project.fund")
    bond: bool = Field(alias="project.bond")
    begins: int = Field(alias="project.begins")
    ends: int = Field(alias="project.ends")
    purpose: str = Field(alias="project.purpose")
    revision: int = Field(alias="project.revision")
    money: Money

    @staticmethod
    def resolve_money(year: Any) -> Any:
        return year.money or Money()


class ProjectPage(Schema):
    """Some of the rows; ``count`` is of all."""

    count: int
    rows: list[YearOut]


class ProjectIn(In):
    """What is written of a project. ``unit`` is the code of a budget unit; ``revision`` the one that was read, to change it."""

    code: str = Field(max_length=40)
    name: str = Field(max_length=200)
    unit: str = Field(max_length=32)
    attribute: Project.Attribute
    fund: Project.Fund
    bond: bool = False
    begins: int = Field(ge=1990, le=2100)
    ends: int = Field(ge=1990, le=2100)
    purpose: str = ""
    revision: int = Field(0, ge=0, le=2**31 - 1)


def _years(access: Access) -> Any:
    return access.years().select_related("project", "unit", "balance")


def _shown(access: Access, pk: int) -> Any:
    """One of them with its money, as of the reader's day."""
    return with_figures([_years(access).get(pk=pk)], access)[0]


@routes.get("", response=answers(ProjectPage), auth=Bearer("register:read"))
def projects(
    request: Any,
    q: str = Query("", max_length=200),
    year: int | None = Query(None, ge=1990, le=2100),
    unit: str = Query("", max_length=100),
    fund: Project.Fund | None = None,
    attribute: Project.Attribute | None = None,
    bond: Literal["", "1"] = "",
    offset: int = Query(0, ge=0, le=10**9),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """Project-years by the filters of the register's page, by code and year."""
    allow(request, "register.see")
    asked = {"q": q, "year": year or "", "unit": unit, "fund": fund or "", "attribute": attribute or "", "bond": bond}
    filters = Filters(request.access, asked)
    if not filters.is_valid():
        raise wrong(filters.errors)
    rows = filters.narrowed(_years(request.access)).order_by("project__code", "year", "pk")
    return {"count": rows.count(), "rows": with_figures(list(rows[offset : offset + limit]), request.access)}


@routes.get("/export.xlsx", response=answers(None), auth=Bearer("register:read"), openapi_extra=WORKBOOK)
def export(
    request: Any,
    q: str = Query("", max_length=200),  # noqa: ARG001  (read by the page's own export)
    year: int | None = Query(None, ge=1990, le=2100),  # noqa: ARG001
    unit: str = Query("", max_length=100),  # noqa: ARG001
    fund: Project.Fund | None = None,  # noqa: ARG001
    attribute: Project.Attribute | None = None,  # noqa: ARG001
    bond: Literal["", "1"] = "",  # noqa: ARG001
) -> Any:
    """What the filters leave, as a workbook."""
    return list_views.export(request)


@routes.get("/{int:pk}", response=answers(YearOut), auth=Bearer("register:read"))
def one(request: Any, pk: int) -> Any:
    """One project-year."""
    request.access.year("register.see", pk)
    return _shown(request.access, pk)


def _filled(request: Any, said: ProjectIn, project: Project | None, moves: bool) -> ProjectForm:
    """The form that people fill in, filled in by a program. Raises ninja's ValidationError with its sentences."""
    unit = request.access.organisations().filter(kind="unit", code=said.unit).first()
    form = ProjectForm(request.access, {**said.dict(), "unit": unit.pk if unit else ""}, instance=project, moves=moves)
    if not form.is_valid():
        raise wrong(form.errors)
    return form


def _taken(error: NotPossible) -> ValidationError:
    return wrong({"code": str(error)})


@routes.post("", response=answers(YearOut, *WRITES, status=201), auth=Bearer("register:write"))
def new(request: Any, said: ProjectIn) -> Any:
    """A new project with its first year."""
    allow(request, "register.edit")
    form = _filled(request, said, None, moves=True)
    try:
        year = services.begin(form.instance, form.instance.begins, request.user)
    except NotPossible as error:
        raise _taken(error) from None
    return Status(201, _shown(request.access, year.pk))


@routes.put(
    "/{int:pk}",
    response=answers(YearOut, *WRITES),
    auth=Bearer("register:write"),
)
def change(request: Any, pk: int, said: ProjectIn) -> Any:
    """Change the project of a project-year; 409 where somebody else changed it since ``revision``."""
    year = request.access.year("register.edit", pk)
    lock(year.project, said.revision)
    form = _filled(request, said, year.project, moves=bool(request.access.roles_for(year) & MOVERS))
    try:
        services.change(form.instance, year, said.revision, request.user)
    except NotPossible as error:
        raise _taken(error) from None
    return _shown(request.access, pk)


@routes.post("/{int:pk}/continuation", response=answers(YearOut, *WRITES, status=201), auth=Bearer("register:write"))
def go_on(request: Any, pk: int) -> Any:
    """The next year of a project (延续到下年)."""
    year = request.access.year("register.edit", pk)
    try:
        after = services.go_on(year, request.user)
    except NotPossible as error:
        raise NotAllowed(str(error), str(error)) from None
    return Status(201, _shown(request.access, after.pk))
