"""Polygons of unit grids from GeoJSON or from a workbook with WKT; refused where one is no polygon, crosses itself or lies on another."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from wenxiao.grid.coordinates import Position, System
from wenxiao.grid.places import GridIndex
from wenxiao.grid.places import UnitGrid as Shape
from wenxiao.web.core.importing import EXAMPLE, Column, RowRefusal, Wrong, read, text
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import BYTES, Unreadable
from wenxiao.web.territory.importing.base import Kind, Taken, position, shaped
from wenxiao.web.territory.lookup import shapes
from wenxiao.web.territory.models import UnitGrid

COLUMNS = (
    Column("code", ("单元网格编码", "单元网格标识码", "编码", "Code")),
    Column("standard", ("编码标准", "Standard"), required=False),
    Column("community", ("社区", "社区名称", "Community"), required=False),
    Column("outline", ("边界", "边界（WKT）", "边界（WKT，CGCS2000）", "WKT", "Outline (WKT, CGCS2000)")),
)
_EXAMPLE = (
    "530100001001001", "GB/T 30428.1", "示例社区（示例，请删去本行）", "POLYGON ((102.79 24.92, 102.794 24.92, 102.794 24.916, 102.79 24.916, 102.79 24.92))",
)  # fmt: skip
#: Names under which exports of other systems keep the code and the name of the community.
_CODE = ("code", "szdywgbsm", "bgcode", "grid_code", "gridcode", "单元网格编码", "单元网格标识码", "编码")
_COMMUNITY = ("name", "community", "community_name", "sqmc", "社区", "社区名称")
_STANDARD = ("standard", "standard_ref", "编码标准")
_WKT = re.compile(r"\s*POLYGON\s*\(\s*\(([^()]*)\)\s*\)\s*", re.IGNORECASE)
_CORNERS = 20_000
#: A ring that ends this near to where it began is closed by the program, in degrees.
_CLOSE = 1e-9


def _features(path: Path) -> Iterator[tuple[int, Any, Any, Any, Any]]:
    """Number, code, standard, community and coordinates of each feature."""
    try:
        told = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise Unreadable(
            say(
                "文件不是有效的 JSON；请重新导出为 GeoJSON。", "This is no JSON that can be read; export GeoJSON again."
            )
        ) from None
    rows = told.get("features") if isinstance(told, dict) and told.get("type") == "FeatureCollection" else None
    if not isinstance(rows, list) or not rows:
        raise Unreadable(
            say("文件里没有要素；请导出为 GeoJSON 的 FeatureCollection。", "There are no features; export a GeoJSON FeatureCollection.")
        )  # fmt: skip
    for number, row in enumerate(rows, 1):
        row = row if isinstance(row, dict) else {}
        given = row.get("properties")
        props = {str(key).casefold(): value for key, value in given.items()} if isinstance(given, dict) else {}
        geometry = row.get("geometry")
        yield number, _first(props, _CODE), _first(props, _STANDARD), _first(props, _COMMUNITY), geometry


def _first(props: dict[str, Any], names: tuple[str, ...]) -> Any:
    return next((props[name] for name in names if props.get(name) not in (None, "")), None)


def _ring_of_geometry(geometry: Any) -> list[Any]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    rings = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind == "MultiPolygon" and isinstance(rings, list) and len(rings) == 1:
        kind, rings = "Polygon", rings[0]
    if kind != "Polygon" or not isinstance(rings, list) or not rings:
        raise Wrong(
            "几何不是一个多边形；单元网格须为单个多边形。",
            "The geometry is not one polygon; a unit grid is a single one.",
        )
    if len(rings) > 1:
        raise Wrong("多边形中有空洞；单元网格不能有空洞。", "The polygon has a hole; a unit grid has none.")
    ring = rings[0]
    if not isinstance(ring, list) or not all(isinstance(point, list) and len(point) >= 2 for point in ring):
        raise Wrong("边界的点不是［经度，纬度］。", "The points of the outline are not [east, north].")
    return [(point[0], point[1]) for point in ring]


def _ring_of_wkt(cell: Any) -> list[Any]:
    found = _WKT.fullmatch(str(cell or ""))
    points = [part.split() for part in found[1].split(",")] if found else []
    if not points or any(len(point) < 2 for point in points):
        raise Wrong("边界应为 POLYGON ((经度 纬度, …))。", "The outline should be POLYGON ((east north, …)).")
    return [(point[0], point[1]) for point in points]


def _ring(points: list[Any], system: System) -> tuple[list[Any], tuple[Position, ...]]:
    """The ring as given and as stored. Raises Wrong."""
    if len(points) > _CORNERS:
        raise Wrong(f"边界多于 {_CORNERS} 个点，请简化。", f"The outline has more than {_CORNERS} points; simplify it.")
    ring = tuple(position(lon, lat=lat, system=system) for lon, lat in points)
    if len(set(ring)) < 3:
        raise Wrong("边界少于三个点。", "The outline has fewer than three points.")
    if abs(ring[0].lon - ring[-1].lon) > _CLOSE or abs(ring[0].lat - ring[-1].lat) > _CLOSE:
        raise Wrong("边界没有闭合：最后一点须与第一点相同。", "The outline is not closed: it must end where it began.")
    return [[float(lon), float(lat)] for lon, lat in points], (*ring[:-1], ring[0])


def _rows(path: Path, taken: Taken) -> Iterator[tuple[int, Any, Any, Any, Callable[[], list[Any]]]]:
    with path.open("rb") as file:
        head = file.read(64).lstrip(b"\xef\xbb\xbf \r\n\t")
    if path.stat().st_size > BYTES:
        raise Unreadable(say("文件超过 20 MB；请分成几个文件。", "The file has more than 20 MB; split it."))
    if head.startswith((b"{", b"[")):
        for number, code, standard, community, geometry in _features(path):
            yield number, code, standard, community, partial(_ring_of_geometry, geometry)
    else:
        filled = read(path, COLUMNS)
        taken.sheets = filled.sheets
        for row in filled.rows:
            cells = row.cells
            yield row.number, cells["code"], cells.get("standard"), cells.get("community"), partial(_ring_of_wkt, cells["outline"])  # fmt: skip


def take(path: Path, system: System, taken: Taken) -> Callable[[], None]:
    """Look at every polygon; what is given back keeps them. Raises Unreadable."""
    there = {row.code: row for row in UnitGrid.objects.all()}
    made: dict[str, UnitGrid] = {}
    numbers: dict[str, int] = {}
    for number, code, standard, community, outline in _rows(path, taken):
        try:
            if EXAMPLE in str(community):
                raise Wrong("这是模板的示例行，请删去。", "This is the example of the template; delete it.")
            code, shape = shaped(code, kind="unit_grid", standard=text(standard, 40))
            if code in numbers:
                raise Wrong(
                    f"编码 {code} 与第 {numbers[code]} 个重复。", f"{code} stands in number {numbers[code]} too."
                )
            given, ring = _ring(outline(), system)
            numbers[code] = number
            made[code] = _made(there.get(code), code, shape.standard, text(community, 60), given, ring, system)
        except Wrong as wrong:
            taken.refused.append(RowRefusal(number, "", wrong.zh, wrong.en))
    _fit(made, numbers, taken)
    taken.new = sum(code not in there for code in made)
    taken.changed = len(made) - taken.new
    fields = [field.name for field in UnitGrid._meta.fields if field.name not in {"id", "code"}]

    def keep() -> None:
        UnitGrid.objects.bulk_create([row for row in made.values() if row.pk is None], batch_size=500)
        UnitGrid.objects.bulk_update([row for row in made.values() if row.code in there], fields, batch_size=200)

    return keep


def _made(
    row: UnitGrid | None, code: str, standard: str, community: str, given: list[Any], ring: tuple[Position, ...], system: System
) -> UnitGrid:  # fmt: skip
    made = row or UnitGrid(code=code)
    made.standard, made.street, made.community = standard, code[:9], code[:12]
    made.community_name = community or made.community_name
    made.outline, made.given_outline, made.given_system = [list(point) for point in ring], given, system
    made.west, made.east = min(p.lon for p in ring), max(p.lon for p in ring)
    made.south, made.north = min(p.lat for p in ring), max(p.lat for p in ring)
    return made


def _fit(made: dict[str, UnitGrid], numbers: dict[str, int], taken: Taken) -> None:
    """Refuse what crosses itself or lies on another, those that stay included; and measure the rest."""
    whole = {shape.code: shape for shape in shapes()} | {code: Shape(code, row.ring) for code, row in made.items()}
    index = GridIndex(whole.values())
    areas = index.areas()
    for code, row in made.items():
        row.area = Decimal(round(areas[code]))
    for fault in index.faults():
        codes = [code for code in fault.codes if code in made]
        if fault.kind == "crossed" and codes:
            taken.refused.append(RowRefusal(numbers[codes[0]], "", f"{codes[0]} 的边界自相交，请修改。", f"The outline of {codes[0]} crosses itself."))  # fmt: skip
        elif fault.kind == "overlap" and codes:
            other = next(code for code in reversed(fault.codes) if code != codes[0])
            square = f"{fault.area:.0f}"
            taken.refused.append(
                RowRefusal(numbers[codes[0]], "", f"{codes[0]} 与 {other} 重叠 {square} 平方米，请修改边界。", f"{codes[0]} and {other} overlap by {square} m².")
            )  # fmt: skip


KIND = Kind("单元网格", "unit grids", take, COLUMNS, _EXAMPLE, placed=True)
