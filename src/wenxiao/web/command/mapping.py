"""Open cases on the map: single ones where there are few in a box, clusters of a raster where there are many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

from django.core.cache import cache
from django.db.models import Avg, Count, F, Max, Q
from django.db.models.functions import Floor

from wenxiao.grid.states import STATE_NAMES, State
from wenxiao.web.command.figures import FRESH, open_cases
from wenxiao.web.core.say import say
from wenxiao.web.grid.queue import RUNNING
from wenxiao.web.territory.naming import category_name

#: Single cases that one answer shows at most, and rows and columns of the raster above that.
SINGLE, RASTER = 250, 14
_PLACES = 6  # degrees: a tenth of a metre


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees."""

    west: float
    south: float
    east: float
    north: float


def box(text: str) -> Box:
    """The box that ``west,south,east,north`` says. Raises ValueError with a sentence."""
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        west = south = east = north = float("nan")
    if not all(map(isfinite, (west, south, east, north))) or west >= east or south >= north:
        raise ValueError(say("bbox 应为“西,南,东,北”四个经纬度。", "bbox should be west,south,east,north in degrees."))
    return Box(west, south, east, north)


def features(within: Box, now: datetime) -> dict[str, Any]:
    """A FeatureCollection: clusters have ``number`` and ``late``, single cases what their mark says; ``grids`` counts by unit grid."""
    placed = open_cases().filter(
        latitude__gte=within.south, latitude__lt=within.north, longitude__gte=within.west, longitude__lt=within.east
    )
    late = Q(adjusted_due__lt=now, state__in=RUNNING)
    wide, high = (within.east - within.west) / RASTER, (within.north - within.south) / RASTER
    cells = list(
        placed.annotate(x=Floor((F("longitude") - within.west) / wide), y=Floor((F("latitude") - within.south) / high))
        .values("x", "y")
        .annotate(
            n=Count("*"), late=Count("state", filter=late), lon=Avg("longitude"), lat=Avg("latitude"), pk=Max("pk")
        )
    )
    made = []
    if sum(cell["n"] for cell in cells) > SINGLE:
        made = [_cluster(cell) for cell in cells if cell["n"] > 1]
        placed = placed.filter(pk__in=[cell["pk"] for cell in cells if cell["n"] == 1])
    made += [_single(case, now) for case in placed.order_by("pk").defer("folded")]
    return {"type": "FeatureCollection", "features": made, "grids": _grids(late)}


def _grids(late: Q) -> dict[str, list[int]]:
    """Open cases of each unit grid, and how many of them are overdue: whatever the box, so counted once for all who move the map."""
    counts: dict[str, list[int]] | None = cache.get("grid-board:grids")
    if counts is None:
        rows = open_cases().exclude(grid="").values("grid").annotate(n=Count("*"), late=Count("state", filter=late))
        counts = {row["grid"]: [row["n"], row["late"]] for row in rows}
        cache.set("grid-board:grids", counts, FRESH)
    return counts


def _point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(lon, _PLACES), round(lat, _PLACES)]}


def _cluster(cell: dict[str, Any]) -> dict[str, Any]:
    number, late = cell["n"], cell["late"]
    words = say(f"{number} 件在办，其中 {late} 件超期", f"{number} open, {late} of them overdue")
    return {
        "type": "Feature",
        "geometry": _point(cell["lon"], cell["lat"]),
        "properties": {"number": number, "late": late, "words": words},
    }


def _single(case: Any, now: datetime) -> dict[str, Any]:
    over = case.state in RUNNING and case.adjusted_due is not None and case.adjusted_due < now
    state = say(*STATE_NAMES[State(case.state)])
    words = [case.number, category_name(case.category) or say("未分类", "no category"), state]
    if over:
        words.append(say("超期", "overdue"))
    return {
        "type": "Feature",
        "id": case.pk,
        "geometry": _point(case.longitude, case.latitude),
        "properties": {
            "number": 1, "late": int(over), "urgent": case.urgent, "words": " · ".join(words), "address": case.address,
            "url": case.get_absolute_url(),
        },
    }  # fmt: skip
