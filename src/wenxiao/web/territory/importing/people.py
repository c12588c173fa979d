"""Management grids with their unit grids, and people with what they are in which of them; one row for each unit grid or assignment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from wenxiao.grid.coordinates import System
from wenxiao.grid.staffing import needs
from wenxiao.web.core.clock import today
from wenxiao.web.core.importing import Column, RowReader, day, folded, one_of, read, text
from wenxiao.web.grid.models import Agency
from wenxiao.web.people.models import User
from wenxiao.web.territory.importing.base import Kind, Taken, coded, required, truth
from wenxiao.web.territory.models import DutyGrid, GridAssignment, Staff, UnitGrid

DUTY_COLUMNS = (
    Column("code", ("管理网格代码", "责任网格代码", "Code")),
    Column("name", ("管理网格名称", "名称", "Name")),
    Column("pilot", ("试点", "Pilot"), required=False),
    Column("grid", ("单元网格编码", "Unit grid")),
)
STAFF_COLUMNS = (
    Column("number", ("工号", "Number")),
    Column("name", ("姓名", "Name")),
    Column("role", ("角色", "Role")),
    Column("agency", ("单位代码", "责任单位代码", "Agency")),
    Column("login", ("登录名", "Login"), required=False),
    Column("duty", ("管理网格代码", "Management grid"), required=False),
    Column("as", ("担任", "As"), required=False),
    Column("since", ("自", "开始日期", "From"), required=False),
    Column("until", ("至", "结束日期", "To"), required=False),
)
_ROLES = {folded(word): need.name for need in needs() for word in (need.zh, need.en, need.name)}
_NAMES = [need.zh for need in needs()]


def take_duty(path: Path, _system: System, taken: Taken) -> Callable[[], None]:
    """Look at every row; what is given back keeps them. A grid in the file has the unit grids of the file afterwards."""
    filled = read(path, DUTY_COLUMNS)
    taken.sheets = filled.sheets
    there = {row.code: row for row in DutyGrid.objects.all()}
    units = {row.code: row for row in UnitGrid.objects.defer("outline", "given_outline")}
    made: dict[str, tuple[DutyGrid, list[UnitGrid]]] = {}
    for row in filled.rows:
        reader = RowReader(row, filled.headings, taken.refused)
        code = reader.cell("code", required(20))
        name = reader.cell("name", required(60))
        pilot = reader.cell("pilot", truth)
        unit = reader.cell("grid", lambda cell: coded(cell, units, "单元网格", "unit grid"))
        if not reader.sound:
            continue
        if code not in made:
            duty = there.get(code) or DutyGrid(code=code)
            duty.name, duty.pilot, duty.street = name, bool(pilot), unit.street
            made[code] = (duty, [])
        duty, grids = made[code]
        if (duty.name, duty.pilot) != (name, bool(pilot)):
            reader.refuse("name", f"同一管理网格 {code} 的名称或试点前后不一致。", f"Name or pilot of {code} differ between rows.")  # fmt: skip
        elif unit.street != duty.street:
            reader.refuse("grid", f"{unit.code} 不在 {duty.name} 所在街道。", f"{unit.code} is not of the street of {duty.name}.")  # fmt: skip
        elif unit in grids:
            reader.refuse("grid", f"{unit.code} 重复，请删去一行。", f"{unit.code} stands twice; delete one row.")
        else:
            grids.append(unit)
    taken.new = sum(code not in there for code in made)
    taken.changed = len(made) - taken.new

    def keep() -> None:
        for duty, grids in made.values():
            duty.save()
            duty.grids.set(grids)

    return keep


def take_staff(path: Path, _system: System, taken: Taken) -> Callable[[], None]:
    """Look at every row; what is given back keeps them. Assignments are added, none is taken away."""
    filled = read(path, STAFF_COLUMNS)
    taken.sheets = filled.sheets
    reader = _Staff(taken)
    for row in filled.rows:
        reader.row(RowReader(row, filled.headings, taken.refused))
    taken.new = sum(one.pk is None for one in reader.people.values() if one.number in reader.named)
    taken.changed = len(reader.named) - taken.new
    return reader.keep


class _Staff:
    """Takes one row after the other: the person, then what they are in a grid."""

    def __init__(self, taken: Taken) -> None:
        self.taken = taken
        self.people = {row.number: row for row in Staff.objects.all()}
        self.agencies = {row.code: row for row in Agency.objects.all()}
        self.logins = {row.username: row for row in User.objects.all()}
        self.duty = {row.code: row for row in DutyGrid.objects.all()}
        self.named: dict[str, tuple[Any, ...]] = {}
        self.there = {
            (row.staff.number, row.duty_id, row.role, row.since): row
            for row in GridAssignment.objects.select_related("staff")
        }
        self.assigned: dict[tuple[Any, ...], GridAssignment] = {}

    def row(self, reader: RowReader) -> None:
        cells = reader.row.cells
        number = reader.cell("number", required(20))
        name = reader.cell("name", required(60))
        role = reader.cell("role", lambda cell: one_of(cell, _ROLES, _NAMES))
        agency = reader.cell("agency", lambda cell: coded(cell, self.agencies, "单位", "agency"))
        login = reader.cell("login", lambda cell: coded(cell, self.logins, "用户", "user") if text(cell, 40) else None)
        duty = reader.cell("duty", lambda cell: coded(cell, self.duty, "管理网格", "management grid") if text(cell, 40) else None)  # fmt: skip
        as_ = reader.cell("as", lambda cell: one_of(cell, _ROLES, _NAMES) if text(cell, 40) else role)
        since = reader.cell("since", lambda cell: day(cell) if cell else today())
        until = reader.cell("until", lambda cell: day(cell) if cell else None)
        if since and until and until < since:
            reader.refuse("until", "结束日期早于开始日期，请核对。", "It ends before it begins.")
        if not reader.sound:
            return
        told = (name, role, agency.pk, login.pk if login else None)
        if self.named.setdefault(number, told) != told:
            reader.refuse("number", f"工号 {number} 的姓名、角色、单位或登录名与前面的行不一致。", f"{number} is told otherwise further up.")  # fmt: skip
            return
        person = self.people.setdefault(number, Staff(number=number))
        person.name, person.role, person.agency, person.user = name, role, agency, login
        if duty is not None:
            self._assign(reader, person, duty, as_, since, until)
        elif cells.get("as") or cells.get("until"):
            reader.refuse(
                "duty", "写了担任或日期，请写明管理网格代码。", "What they are is told, but not in which grid."
            )

    def _assign(
        self, reader: RowReader, person: Staff, duty: DutyGrid, role: str, since: date, until: date | None
    ) -> None:
        key = (person.number, duty.pk, role, since)
        if key in self.assigned:
            reader.refuse("duty", "同一任职写了两次，请删去一行。", "The same assignment stands twice; delete one row.")
            return
        row = self.there.get(key) or GridAssignment(duty=duty, role=role, since=since)
        row.until = until
        self.assigned[key] = row

    def keep(self) -> None:
        for number in self.named:
            self.people[number].save()
        for (number, *_), row in self.assigned.items():
            row.staff = self.people[number]
            row.save()


DUTY = Kind(
    "管理网格",
    "management grids",
    take_duty,
    DUTY_COLUMNS,
    ("530100001G01", "示例网格（示例，请删去本行）", "否", "530100001001001"),
)
STAFF = Kind(
    "网格人员", "staff", take_staff, STAFF_COLUMNS,
    ("J01", "张某（示例，请删去本行）", "监督员", "G00", "", "530100001G01", "监督员", "2026-01-01", ""),
)  # fmt: skip
