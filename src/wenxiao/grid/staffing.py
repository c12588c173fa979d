"""五进网格: whether every management grid (管理网格) has the people that it must have. The requirement is data (``data/staffing.toml``).

Posts and people are counted apart: one officer in three grids fills three posts and is one person.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class RoleNeed:
    """How many of a role a grid must have. ``kind``: full_time (专职, one grid only), shared (专业) or part_time (兼职)."""

    name: str
    zh: str
    en: str
    least: int
    kind: str
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person in a grid, from a day on, up to and with another; None: open."""

    grid: str
    person: str
    role: str
    since: date
    until: date | None = None

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Shortage:
    """A grid that has too few of a role, or too many (``have`` above ``most``)."""

    grid: str
    role: RoleNeed
    have: int


@dataclass(frozen=True, slots=True)
class Staffing:
    """The result: ``reached`` of ``grids`` have what they must; ``posts`` filled by ``people``; full-time people with several grids."""

    grids: int
    reached: int
    posts: int
    people: int
    shortages: tuple[Shortage, ...]
    spread: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def needs() -> tuple[RoleNeed, ...]:
    """The roles that every grid must have."""
    told = tomllib.loads(files(__package__).joinpath("data", "staffing.toml").read_text("utf8"))
    return tuple(RoleNeed(**row) for row in told["role"])


def staffing(
    grids: Iterable[str], assignments: Iterable[Assignment], day: date, required: tuple[RoleNeed, ...] | None = None
) -> Staffing:
    """The check on a day. Assignments that have ended or not begun do not count, nor do those of grids that are not named; a person who
    stands twice in one role of one grid counts once."""
    wanted = needs() if required is None else required
    named = frozenset(grids)
    every = sorted(named)
    there: dict[tuple[str, str], set[str]] = {}
    full_time = {role.name for role in wanted if role.kind == "full_time"}
    held: dict[str, set[str]] = {}
    for each in assignments:
        if each.on(day) and each.grid in named:
            there.setdefault((each.grid, each.role), set()).add(each.person)
            if each.role in full_time:
                held.setdefault(each.person, set()).add(each.grid)
    short = []
    for grid in every:
        for role in wanted:
            have = len(there.get((grid, role.name), ()))
            if have < role.least or (role.most is not None and have > role.most):
                short.append(Shortage(grid, role, have))
    return Staffing(
        grids=len(every),
        reached=len(every) - len({each.grid for each in short}),
        posts=sum(len(people) for people in there.values()),
        people=len({person for people in there.values() for person in people}),
        shortages=tuple(short),
        spread=tuple((person, tuple(sorted(of))) for person, of in sorted(held.items()) if len(of) > 1),
    )
