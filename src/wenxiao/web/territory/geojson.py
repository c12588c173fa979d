"""Unit grids and components as GeoJSON (RFC 7946): degrees of CGCS2000, which is WGS84 as far as a map can show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wenxiao.web.territory.models import Component, UnitGrid


def collection(grids: Iterable[UnitGrid]) -> dict[str, Any]:
    """A FeatureCollection of polygons; ``area`` in m²."""
    return {"type": "FeatureCollection", "features": [feature(grid) for grid in grids]}


def feature(grid: UnitGrid) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": grid.pk,
        "geometry": {"type": "Polygon", "coordinates": [grid.outline]},
        "properties": {
            "code": grid.code, "standard": grid.standard, "street": grid.street, "community": grid.community,
            "name": grid.community_name, "area": int(grid.area), "url": grid.get_absolute_url(),
        },
    }  # fmt: skip


def points(components: Iterable[Component]) -> dict[str, Any]:
    """A FeatureCollection of points."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": one.pk,
                "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
                "properties": {
                    "code": one.code, "standard": one.standard, "name": one.name, "category": one.category, "state": one.state,
                    "grid": one.grid.code if one.grid else "", "owner": one.owner.code if one.owner else "",
                },
            }
            for one in components
        ],
    }  # fmt: skip
