"""Unit grids (单元网格) as polygons, which of them a position lies in, and what was reported close by already.

A position on a border belongs to the grid of the lowest code, whoever asks; one outside of all grids belongs to none: nobody guesses
the nearest. Polygons need the extra ``grid``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import cos, radians
from typing import Any

from wenxiao.grid.coordinates import Position, metres

_METRES_A_DEGREE = 111_195.0  # of a great circle of the mean earth
_SLIVER = 1.0  # m²; what drawing by hand leaves
_EDGE = 1.0  # m; grids that meet in a corner alone are no neighbours


@dataclass(frozen=True, slots=True)
class UnitGrid:
    """A unit grid: its code and its outline, a closed ring of stored positions."""

    code: str
    outline: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with grids: ``kind`` is code (twice there), open (not closed), crossed, overlap or gap; m² where there is an area."""

    kind: str
    codes: tuple[str, ...]
    area: float = 0.0


class GridIndex:
    """Which grid a position lies in, in logarithmic time. Raises ImportError without the extra ``grid``."""

    def __init__(self, grids: Iterable[UnitGrid]) -> None:
        import shapely

        self._shapely = shapely
        self._grids = sorted(grids, key=lambda grid: grid.code)
        self._shapes: list[Any] = [shapely.Polygon(grid.outline) for grid in self._grids]
        self._tree = shapely.STRtree(self._shapes)

    def find(self, at: Position) -> str | None:
        """The code of the grid; None outside of all of them."""
        hits = self._tree.query(self._shapely.Point(at), predicate="intersects")
        return self._grids[min(hits)].code if len(hits) else None

    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the grids, as a set: each by itself, two that overlap, holes between them."""
        found = [Fault("code", (a.code,)) for a, b in pairwise(self._grids) if a.code == b.code]
        found += [Fault("open", (grid.code,)) for grid in self._grids if grid.outline[0] != grid.outline[-1]]
        found += [
            Fault("crossed", (grid.code,))
            for grid, shape in zip(self._grids, self._shapes, strict=True)
            if not shape.is_valid
        ]
        sound = [index for index, shape in enumerate(self._shapes) if shape.is_valid]
        for index in sound:
            for other in sorted(self._tree.query(self._shapes[index], predicate="intersects")):
                if other > index and self._shapes[other].is_valid:
                    area = self._area(self._shapes[index].intersection(self._shapes[other]))
                    if area > _SLIVER:
                        found.append(Fault("overlap", (self._grids[index].code, self._grids[other].code), area))
        whole = self._shapely.union_all([self._shapes[index] for index in sound])
        for part in getattr(whole, "geoms", [whole]):
            for ring in getattr(part, "interiors", ()):
                area = self._area(self._shapely.Polygon(ring))
                if area > _SLIVER:
                    found.append(Fault("gap", (), area))
        return tuple(found)

    def area(self, code: str) -> float:
        """The area of a grid in m². Raises KeyError for a code that none has."""
        return self.areas()[code]

    def areas(self) -> dict[str, float]:
        """The area of every grid in m²."""
        return {grid.code: self._area(shape) for grid, shape in zip(self._grids, self._shapes, strict=True)}

    def neighbours(self) -> dict[str, tuple[str, ...]]:
        """The codes of the grids with which each shares a border of a metre or more; a corner is no border."""
        found: dict[str, set[str]] = {grid.code: set() for grid in self._grids}
        for index, shape in enumerate(self._shapes):
            for other in self._tree.query(shape, predicate="intersects"):
                if other <= index or not (shape.is_valid and self._shapes[other].is_valid):
                    continue
                if shape.intersection(self._shapes[other]).length * _METRES_A_DEGREE >= _EDGE:
                    found[self._grids[index].code].add(self._grids[other].code)
                    found[self._grids[other].code].add(self._grids[index].code)
        return {code: tuple(sorted(codes)) for code, codes in found.items()}

    def _area(self, shape: Any) -> float:
        """Square degrees to m² at the height of the shape: exact enough for some kilometres."""
        return float(shape.area) * _METRES_A_DEGREE**2 * cos(radians(shape.centroid.y)) if shape.area else 0.0


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as far as it may be the same as another: where and what it is; ``closed_at`` None: still open."""

    id: str
    category: str
    at: Position
    closed_at: datetime | None = None


def like(
    new: Seen, others: Iterable[Seen], now: datetime, *, near: float = 50.0, component: float = 10.0, days: int = 30
) -> Sequence[str]:
    """Cases that may be the same, nearest first: the same category, within ``near`` metres (``component`` for a component), open or
    closed no longer than so many days ago. A hint: a person decides."""
    reach = component if ":component:" in new.category else near
    since = now - timedelta(days=days)
    found = [
        (metres(new.at, other.at), other.id)
        for other in others
        if other.id != new.id
        and other.category == new.category
        and (other.closed_at is None or other.closed_at >= since)
        and abs(other.at.lat - new.at.lat) * _METRES_A_DEGREE <= reach + 1
    ]
    return [name for far, name in sorted(found) if far <= reach]
