"""Components from a workbook, each with its position; the grid is that in which it lies, whatever the sheet says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from wenxiao.grid.coordinates import System
from wenxiao.web.core.clock import now
from wenxiao.web.core.importing import Column, RowReader, Wrong, day, folded, one_of, read, text
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.models import Agency
from wenxiao.web.territory.importing.base import (
    SYSTEM_WORDS,
    Kind,
    Taken,
    coded,
    once,
    position,
    required,
    shaped,
)
from wenxiao.web.territory.lookup import grid_of
from wenxiao.web.territory.models import Component, ComponentState, UnitGrid

COLUMNS = (
    Column("code", ("部件标识码", "部件编码", "标识码", "Code")),
    Column("standard", ("编码标准", "Standard"), required=False),
    Column("name", ("部件名称", "名称", "Name")),
    Column("state", ("状态", "部件状态", "State"), required=False),
    Column("owner", ("权属单位代码", "主管部门代码", "Owner"), required=False),
    Column("lon", ("经度", "East")),
    Column("lat", ("纬度", "North")),
    Column("system", ("坐标系", "System"), required=False),
    Column("since", ("初始日期", "Since"), required=False),
    Column("note", ("备注", "Note"), required=False),
)
_EXAMPLE = (
    "5301000101000001",
    "GB/T 30428.2-2013",
    "上水井盖（示例，请删去本行）",
    "完好",
    "G26",
    "102.792",
    "24.918",
    "CGCS2000",
    "2024-06-01",
    "",
)
_STATES = {folded(word): value for value, word in (("good", "完好"), ("broken", "破损"), ("lost", "丢失"), ("unused", "废弃"), ("removed", "移除"))}  # fmt: skip
_STATES |= {folded(words): value for value, words in (("good", "Sound"), ("broken", "Damaged"), ("lost", "Missing"), ("unused", "Disused"), ("removed", "Removed"))}  # fmt: skip


def category_of(cell: Any, standard: str) -> str:
    """The key of the category that a code names. Raises Wrong for one that the catalogue does not have."""
    of = ground().catalogue
    parts = of.parts("component", standard, text(cell, 40)) or ()
    number = "".join(parts[1:3])
    for key in (f"{one.id}:{kind}:{number}" for one in of.standards.values() for kind in ("component", "item") if one.ref == standard):  # fmt: skip
        if key in of.categories:
            return key
    raise Wrong(
        f"目录中没有 {standard} 的类别 {number}，请先在类别中新增。",
        f"The catalogue has no category {number} of {standard}; add it there first.",
    )


def take(path: Path, system: System, taken: Taken) -> Callable[[], None]:
    """Look at every row; what is given back keeps them. Raises Unreadable."""
    filled = read(path, COLUMNS)
    taken.sheets = filled.sheets
    there = {row.code: row for row in Component.objects.all()}
    owners = {row.code: row for row in Agency.objects.all()}
    grids = {row.code: row for row in UnitGrid.objects.defer("outline", "given_outline")}
    made: list[tuple[Component, Any]] = []
    seen: dict[Any, int] = {}
    new = set()
    for row in filled.rows:
        reader = RowReader(row, filled.headings, taken.refused)
        standard = reader.cell("standard", lambda cell: text(cell, 40)) or ""
        code = reader.cell("code", partial(shaped, kind="component", standard=standard))
        name = reader.cell("name", required(80))
        state = reader.cell("state", lambda cell: one_of(cell, _STATES, ("完好", "破损", "丢失", "废弃", "移除")) if cell else "good")  # fmt: skip
        owner = reader.cell("owner", lambda cell: coded(cell, owners, "单位", "agency") if text(cell, 40) else None)
        of = reader.cell("system", lambda cell: one_of(cell, SYSTEM_WORDS, System) if cell else system)
        at: Any = reader.cell("lon", partial(position, lat=row.cells["lat"], system=of)) if of else None
        since = reader.cell("since", lambda cell: day(cell) if cell else None)
        note = reader.cell("note", lambda cell: text(cell, 200))
        category = reader.cell("code", partial(category_of, standard=code[1].standard)) if code else None
        once(reader, "code", code and code[0], seen)
        if not reader.sound:
            continue
        one = there.get(code[0]) or Component(code=code[0])
        if one.pk is None:
            new.add(one.code)
        was = one.state if one.pk else None
        one.standard, one.category, one.name, one.state, one.owner = code[1].standard, category, name, state, owner
        one.longitude, one.latitude, one.grid = at.lon, at.lat, grids.get(grid_of(at))
        one.given_longitude, one.given_latitude, one.given_system = float(text(row.cells["lon"], 40)), float(text(row.cells["lat"], 40)), of  # fmt: skip
        one.since, one.note = since, note
        made.append((one, was))
    taken.new, taken.changed = len(new), len(made) - len(new)
    return lambda: _keep(made)


def _keep(made: list[tuple[Component, Any]]) -> None:
    fields = [field.name for field in Component._meta.fields if field.name not in {"id", "code"}]
    fresh = [one for one, _ in made if one.pk is None]
    Component.objects.bulk_update([one for one, _ in made if one.pk is not None], fields, batch_size=500)
    Component.objects.bulk_create(fresh, batch_size=1000)
    at = now()
    ComponentState.objects.bulk_create(
        [ComponentState(component=one, state=one.state, note="导入", at=at) for one, was in made if was not in (None, one.state)],
        batch_size=1000,
    )  # fmt: skip


KIND = Kind("部件", "components", take, COLUMNS, _EXAMPLE, placed=True)
