"""Scores (考核) of streets, departments and posts: schemes as data, rates in, points out, half up to two places at the edge.

An undefined rate makes no points and no loss: its line is open, and the total lies between the least and the most that it can be.
Nobody is ranked by so few cases that chance decides.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from wenxiao.grid.rates import Rate, newest
from wenxiao.quantities.paper import rounded

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_MAPPINGS = {"linear", "steps", "deduct", "each", "external"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a scheme; the keys are those of ``data/schemes.toml``. ``name`` is given where there is no indicator."""

    points: Decimal
    mapping: str
    indicator: str = ""
    name: str = ""
    name_en: str = ""
    steps: tuple[tuple[Decimal, Decimal], ...] = ()
    threshold: Decimal = ZERO
    per_point: Decimal = ZERO
    per_case: Decimal = ZERO
    most: Decimal | None = None
    veto: Decimal | None = None

    @property
    def key(self) -> str:
        return self.indicator or self.name


@dataclass(frozen=True, slots=True)
class Scheme:
    """How objects of one sort (street, department, post, district) are scored. ``role``: of a post, which (``states.Role``)."""

    code: str
    version: int
    zh: str
    en: str
    objects: str
    total: Decimal
    lines: tuple[Line, ...]
    role: str = ""

    @property
    def id(self) -> str:
        return f"{self.code}@{self.version}"


@dataclass(frozen=True, slots=True)
class Points:
    """What a line came to: ``value`` is a fraction, a count or the points given by hand; ``points`` None where it is undefined."""

    line: Line
    value: Decimal | None
    points: Decimal | None
    few: bool = False
    vetoed: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """A score, with the least and the most that the total can be. ``few``: too few cases to rank by, in some line."""

    object: str
    scheme: Scheme
    lines: tuple[Points, ...]
    low: Decimal
    high: Decimal

    @property
    def total(self) -> Decimal | None:
        return self.low if self.low == self.high else None

    @property
    def few(self) -> bool:
        return any(each.few for each in self.lines)

    @property
    def ranked_by(self) -> Decimal | None:
        """The total by which one is ranked; None: not known, or resting on too few cases."""
        return None if self.few else self.total


@cache
def schemes() -> Mapping[str, Scheme]:
    """Every scheme by code and version (``streets@1``). Raises ValueError for one whose points do not add up."""
    found: dict[str, Scheme] = {}
    for row in _data()["scheme"]:
        made = scheme(row)
        if made.id in found:
            raise ValueError(f"scheme {made.id} stands twice")
        found[made.id] = made
    return found


def scheme(row: Mapping[str, Any]) -> Scheme:
    """The scheme of a table with the keys of ``data/schemes.toml``. Raises ValueError for one that does not hold together."""
    lines = tuple(_line(each) for each in row["line"])
    made = Scheme(
        row["code"], row["version"], row["zh"], row["en"], row["objects"], Decimal(row["total"]), lines, row.get("role", "")
    )  # fmt: skip
    if (made.objects == "post") is not bool(made.role):
        raise ValueError(f"scheme {made.id}: a role is of a post")
    if sum(line.points for line in lines) != made.total:
        raise ValueError(f"scheme {made.id}: the points of its lines do not add up to {made.total}")
    if len({line.key for line in lines}) < len(lines):
        raise ValueError(f"scheme {made.id}: two lines of one name")
    return made


def _line(row: Mapping[str, Any]) -> Line:
    numbers = ("points", "threshold", "per_point", "per_case", "most", "veto")
    told: dict[str, Any] = {name: Decimal(value) if name in numbers else value for name, value in row.items()}
    told["steps"] = tuple((Decimal(low), Decimal(share)) for low, share in row.get("steps", ()))
    made = Line(**told)
    if made.mapping not in _MAPPINGS or bool(made.indicator) is (made.mapping == "external") or made.points <= 0:
        raise ValueError(f"line {made.key}")
    if [low for low, _ in made.steps] != sorted((low for low, _ in made.steps), reverse=True):
        raise ValueError(f"line {made.key}: the steps do not fall")
    if made.indicator:
        counts = newest(made.indicator).kind == "count"
        if (made.mapping in {"linear", "deduct"} and counts) or (made.mapping == "each" and not counts):
            raise ValueError(f"line {made.key}: {made.mapping} of a {newest(made.indicator).kind}")
    return made


def score(of: Scheme, name: str, rates: Mapping[str, Rate], external: Mapping[str, Decimal] | None = None) -> Score:
    """The score of one object from its rates (by code of the indicator) and from points given by hand (by name of the line)."""
    lines = tuple(_points(line, rates.get(line.indicator), (external or {}).get(line.name)) for line in of.lines)
    if any(each.vetoed for each in lines):
        return Score(name, of, lines, ZERO, ZERO)
    low = sum((each.points for each in lines if each.points is not None), ZERO)
    high = low + sum((each.line.points for each in lines if each.points is None), ZERO)
    return Score(name, of, lines, low, high)


def _points(line: Line, found: Rate | None, given: Decimal | None) -> Points:
    if line.mapping == "external":
        known = None if given is None else rounded(max(ZERO, min(line.points, given)), 2)
        return Points(line, given, known)
    value = None if found is None else found.value
    if found is None or value is None:
        return Points(line, None, None, few=found is not None and found.few)
    better = found.indicator.better
    got = _mapped(line, value, better)
    if line.most is not None:
        got = max(line.points - line.most, got) if line.mapping in {"deduct", "each"} else min(line.most, got)
    vetoed = line.veto is not None and (value < line.veto if better == "higher" else value > line.veto)
    return Points(line, value, rounded(max(ZERO, min(line.points, got)), 2), found.few, vetoed)


def _mapped(line: Line, value: Decimal, better: str) -> Decimal:
    match line.mapping:
        case "linear":
            return line.points * (value if better == "higher" else ONE - value)
        case "steps":
            # From the highest step down: a value is in one step only.
            share = next((share for low, share in line.steps if value >= low), ZERO)
            return line.points * share / HUNDRED
        case "deduct":
            short = line.threshold - value if better == "higher" else value - line.threshold
            return line.points - max(ZERO, short) * HUNDRED * line.per_point
        case _:
            return line.points - line.per_case * value


def grade(total: Decimal | None) -> str | None:
    """The band of a total of 0 to 100; None where the total is not known or outside."""
    if total is None or not 0 <= total <= HUNDRED:
        return None
    return next(name for name, low in grades() if total >= low)


@cache
def grades() -> tuple[tuple[str, Decimal], ...]:
    """Names and lower bounds, best first. Raises ValueError for bands that do not fall to 0."""
    found = tuple((row["name"], Decimal(row["low"])) for row in _data()["grade"])
    bounds = [low for _, low in found]
    if bounds != sorted(set(bounds), reverse=True) or bounds[-1] != 0:
        raise ValueError("the bands do not fall to 0")
    return found


def placed(totals: Sequence[Decimal | None]) -> list[int | None]:
    """The rank of each total, the highest first; equal ones share a rank and the next is as far on (1, 2, 2, 4); None has none."""
    return [
        None if each is None else 1 + sum(other is not None and other > each for other in totals) for each in totals
    ]


@cache
def _data() -> Mapping[str, list[dict[str, Any]]]:
    text = files(__package__).joinpath("data", "schemes.toml").read_text("utf8")
    return tomllib.loads(text, parse_float=Decimal)
