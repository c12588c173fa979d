"""Where cases of the sample district lie: its unit grids, each with its road and its community."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from wenxiao.grid.coordinates import Position
from wenxiao.web.territory.sample import COMMUNITIES, inside, outlines

_ROADS = {"530100001": "银杏路", "530100002": "临江路", "530100003": "云桥路"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit grid: its code, and the road and the community there."""

    code: str
    road: str
    community: str

    def somewhere(self, chance: Random) -> Position:
        """A position in it, away from its borders."""
        return inside(self.code, chance.uniform(0.1, 0.9), chance.uniform(0.1, 0.9))


def cells() -> Iterator[Cell]:
    """Every unit grid of the district, by code."""
    for code in outlines():
        yield Cell(code, _ROADS[code[:9]], COMMUNITIES[code[:12]])
