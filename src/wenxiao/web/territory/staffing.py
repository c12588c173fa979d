"""五进网格 of the management grids on a day: what ``grid.staffing`` finds, with the words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wenxiao.grid.staffing import Assignment, RoleNeed, Staffing, needs, staffing
from wenxiao.web.core.say import say
from wenxiao.web.territory.models import DutyGrid, GridAssignment


@dataclass(frozen=True, slots=True)
class Cell:
    """A role in a grid: how many there are, how many are missing (or too many)."""

    need: RoleNeed
    have: int

    @property
    def missing(self) -> int:
        return max(0, self.need.least - self.have)

    @property
    def surplus(self) -> int:
        return max(0, self.have - self.need.most) if self.need.most is not None else 0


@dataclass(frozen=True, slots=True)
class Line:
    """One management grid."""

    grid: DutyGrid
    cells: Sequence[Cell]

    @property
    def required(self) -> int:
        return sum(cell.need.least for cell in self.cells)

    @property
    def there(self) -> int:
        return sum(cell.have for cell in self.cells)

    @property
    def missing(self) -> int:
        return sum(cell.missing for cell in self.cells)

    @property
    def reached(self) -> bool:
        return not any(cell.missing or cell.surplus for cell in self.cells)


def check(day: date, street: str = "", pilot: bool = False) -> tuple[Staffing, list[Line], dict[str, str]]:
    """The result of the check, its lines by grid, and the names of the people by their numbers."""
    grids = DutyGrid.objects.all()
    if street:
        grids = grids.filter(street=street)
    if pilot:
        grids = grids.filter(pilot=True)
    found = list(grids)
    rows = [
        (Assignment(row.duty.code, row.staff.number, row.role, row.since, row.until), row.staff)
        for row in GridAssignment.objects.filter(duty__in=found).select_related("staff", "duty")
    ]
    result = staffing([grid.code for grid in found], [row for row, _ in rows], day)
    here: dict[tuple[str, str], set[str]] = {}
    for row, _ in rows:
        if row.on(day):
            here.setdefault((row.grid, row.role), set()).add(row.person)
    lines = [Line(grid, [Cell(need, len(here.get((grid.code, need.name), ()))) for need in needs()]) for grid in found]
    return result, lines, {staff.number: staff.name for _, staff in rows}


#: How a role is held.
KINDS = {"full_time": ("专职", "full time"), "shared": ("专业", "shared"), "part_time": ("兼职", "part time")}


def kind_words(need: RoleNeed) -> str:
    return say(*KINDS[need.kind])
