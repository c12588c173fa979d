"""Which unit grid a position lies in. Outside of all grids is no grid: such a case waits in a queue, nobody guesses the nearest."""

from __future__ import annotations

from wenxiao.grid.coordinates import Position
from wenxiao.grid.places import Fault, GridIndex
from wenxiao.grid.places import UnitGrid as Shape
from wenxiao.web.territory.changes import Kept
from wenxiao.web.territory.models import Change, UnitGrid


def shapes() -> list[Shape]:
    """All unit grids as the arithmetic has them."""
    return [
        Shape(code, tuple(Position(*point) for point in outline))
        for code, outline in UnitGrid.objects.values_list("code", "outline")
    ]


_KEPT: Kept[GridIndex] = Kept("grids", (Change.Part.GRIDS,), lambda: GridIndex(shapes()))


def index() -> GridIndex:
    """The index of all unit grids; made again when grids were changed."""
    return _KEPT.get()


_FAULTS: Kept[tuple[Fault, ...]] = Kept("grids", (Change.Part.GRIDS,), lambda: index().faults())
_NEIGHBOURS: Kept[dict[str, tuple[str, ...]]] = Kept("grids", (Change.Part.GRIDS,), lambda: index().neighbours())


def faults() -> tuple[Fault, ...]:
    """What is wrong with the unit grids as a set."""
    return _FAULTS.get()


def neighbours(code: str) -> tuple[str, ...]:
    """The codes of the unit grids that share a border with one."""
    return _NEIGHBOURS.get().get(code, ())


def grid_of(position: Position) -> str:
    """The code of the unit grid in which a stored position (``grid.coordinates.stored``) lies; empty outside of all of them."""
    return index().find(position) or ""


def codes() -> list[str]:
    """The codes of all unit grids, in order."""
    return list(UnitGrid.objects.order_by("code").values_list("code", flat=True))


def there(code: str) -> bool:
    """Whether there is a unit grid with this code; any is, where the place has not entered its grids."""
    return UnitGrid.objects.filter(code=code).exists() or not UnitGrid.objects.exists()
