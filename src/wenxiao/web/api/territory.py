"""Unit grids as GeoJSON, the grid of a position, components, and the staffing of management grids (五进网格)."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Field, Query, Schema

from wenxiao.grid.coordinates import System, stored
from wenxiao.web.api.doors import MOST, Bearer, allow, answers, router, wrong
from wenxiao.web.core.clock import today
from wenxiao.web.core.say import english
from wenxiao.web.territory import staffing
from wenxiao.web.territory.geojson import feature
from wenxiao.web.territory.lookup import grid_of
from wenxiao.web.territory.models import Component, UnitGrid

routes = router("territory")
_READ = Bearer("territory:read")


class Polygon(Schema):
    """A ring of [degrees east, degrees north], CGCS2000, that ends where it begins."""

    type: Literal["Polygon"]
    coordinates: list[list[list[float]]]


class GridOf(Schema):
    """What is known of a unit grid; ``area`` in m², ``standard`` says what shape its code has."""

    code: str
    standard: str
    street: str
    community: str
    name: str
    area: int


class Feature(Schema):
    """A unit grid as a feature of GeoJSON."""

    type: Literal["Feature"]
    id: int
    geometry: Polygon
    properties: GridOf


class FeatureCollection(Schema):
    """Some of the unit grids; ``count`` is of all that were asked for."""

    type: Literal["FeatureCollection"]
    count: int
    features: list[Feature]


class Found(Schema):
    """The unit grid of a position, which is given back as stored; ``grid`` is null outside of all of them."""

    grid: str | None
    lon: float
    lat: float


class ComponentOut(Schema):
    """A component; ``grid`` is null outside of all grids."""

    id: int
    code: str
    standard: str
    name: str
    category: str
    state: str
    grid: str | None = Field(None, alias="grid.code")
    owner: str | None = Field(None, alias="owner.code")
    lon: float = Field(alias="longitude")
    lat: float = Field(alias="latitude")


class ComponentPage(Schema):
    """Some of the rows; ``count`` is of all."""

    count: int
    rows: list[ComponentOut]


class RoleOut(Schema):
    """How many of a role a grid must have, has and lacks; ``surplus`` above the most that it may have."""

    role: str
    name: str
    required: int
    there: int
    missing: int
    surplus: int


class StaffingLineOut(Schema):
    """The check of one management grid."""

    code: str
    name: str
    street: str
    pilot: bool
    reached: bool
    roles: list[RoleOut]


class StaffingOut(Schema):
    """The check on a day: ``posts`` filled by ``people``; somebody in several grids fills several posts and is one person."""

    day: date
    grids: int
    reached: int
    posts: int
    people: int
    lines: list[StaffingLineOut]


@routes.get("/grids", response=answers(FeatureCollection), auth=_READ)
def grids(
    request: Any,
    street: str = Query("", max_length=9),
    community: str = Query("", max_length=12),
    code: str = Query("", max_length=20),
    offset: int = Query(0, ge=0, le=10**9),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """Unit grids as GeoJSON, by code."""
    allow(request, "territory.see")
    asked = {name: value for name, value in (("street", street), ("community", community), ("code", code)) if value}
    rows = UnitGrid.objects.filter(**asked)
    return {
        "type": "FeatureCollection",
        "count": rows.count(),
        "features": [feature(grid) for grid in rows[offset : offset + limit]],
    }


@routes.get("/lookup", response=answers(Found), auth=_READ)
def lookup(request: Any, lon: float, lat: float, system: System = System.CGCS2000) -> Any:
    """The unit grid in which a position lies; outside of all of them there is none, never the nearest."""
    allow(request, "territory.see")
    try:
        at = stored(lon, lat, system)
    except ValueError as error:
        raise wrong({"lon": f"{error}。"}) from None
    return {"grid": grid_of(at) or None, "lon": at.lon, "lat": at.lat}


@routes.get("/components", response=answers(ComponentPage), auth=_READ)
def components(
    request: Any,
    grid: str = Query("", max_length=20),
    state: Component.State | None = None,
    category: str = Query("", max_length=40),
    offset: int = Query(0, ge=0, le=10**9),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """Components by code."""
    allow(request, "territory.see")
    asked = {name: value for name, value in (("grid__code", grid), ("state", state), ("category", category)) if value}
    rows = Component.objects.filter(**asked).select_related("grid", "owner")
    return {"count": rows.count(), "rows": list(rows[offset : offset + limit])}


@routes.get("/staffing", response=answers(StaffingOut), auth=_READ)
def check(request: Any, day: date | None = None, street: str = Query("", max_length=9)) -> Any:
    """Whether every management grid has the people that it must have, on a day (today)."""
    allow(request, "territory.staff")
    on = day or today()
    result, lines, _ = staffing.check(on, street)
    return {
        "day": on, "grids": result.grids, "reached": result.reached, "posts": result.posts, "people": result.people,
        "lines": [
            {
                "code": line.grid.code, "name": line.grid.name, "street": line.grid.street, "pilot": line.grid.pilot, "reached": line.reached,
                "roles": [
                    {
                        "role": cell.need.name, "name": cell.need.en if english() else cell.need.zh, "required": cell.need.least,
                        "there": cell.have, "missing": cell.missing, "surplus": cell.surplus,
                    }
                    for cell in line.cells
                ],
            }
            for line in lines
        ],
    }  # fmt: skip
