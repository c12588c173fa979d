"""Whether a photo can be of what it is to show: taken after the dispatch and where the case is (带时间地点的处置照片)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wenxiao.grid.coordinates import Position, metres
from wenxiao.grid.transitions import Action

#: Steps whose photos show what the place looks like after the work: 处置 and 核查.
AFTERWARDS = frozenset({Action.DISPOSE, Action.SELF_DISPOSE, Action.PASS, Action.FAIL})


class Doubt(StrEnum):
    """Why a photo needs a second look; none of them says that it is wrong."""

    EARLY = "early"  # taken before the dispatch
    UNTIMED = "untimed"  # nobody knows when
    FAR = "far"  # taken farther from the case than the place allows
    UNPLACED = "unplaced"  # nobody knows where


@dataclass(frozen=True, slots=True)
class Taken:
    """When and where a photo was taken; None where it does not say."""

    at: datetime | None
    place: Position | None


def doubts(taken: Taken, since: datetime | None, where: Position | None, allowed: float) -> tuple[Doubt, ...]:
    """What is to be looked at in a photo of 处置 or 核查.

    ``since``: when the case was last dispatched before, None where it was not; ``where``: the place of the case, None where it has
    none; ``allowed``: metres. What the case does not say is not held against the photo.
    """
    found = []
    if taken.at is None:
        found.append(Doubt.UNTIMED)
    elif since is not None and taken.at < since:
        found.append(Doubt.EARLY)
    if taken.place is None:
        found.append(Doubt.UNPLACED)
    elif where is not None and metres(taken.place, where) > allowed:
        found.append(Doubt.FAR)
    return tuple(found)
