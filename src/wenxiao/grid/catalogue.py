"""The catalogue: categories with the standard of their code, old codes to new, filing conditions, the shape of codes. All data.

``data/catalogue.toml`` is what ships; a site adds its own entries to it (``extended``). A category is known by its key, standard, kind and
code (``30428.2-2013:event:0110``): one code is a component under one heading and an event under another.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from wenxiao.grid.clock import Limit, read_limit


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard that gives codes. ``local``: first and last number of local extensions within a class."""

    id: str
    ref: str
    zh: str
    en: str
    digits: int
    local: tuple[int, int]
    since: date | None = None
    until: date | None = None
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """One category (小类). ``kind`` is component, event or item; ``group`` the name of its class (大类)."""

    standard: str
    kind: str
    code: str
    zh: str
    en: str
    status: str
    group: str = ""
    group_en: str = ""

    @property
    def key(self) -> str:
        return f"{self.standard}:{self.kind}:{self.code}"


@dataclass(frozen=True, slots=True)
class Condition:
    """A filing condition (立案条件): a category has several, each with its own limit and closing condition (结案条件)."""

    code: str
    categories: tuple[str, ...]
    zh: str
    en: str
    limit: Limit
    closing: str
    closing_en: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class CodeShape:
    """How many digits each part of a code has."""

    kind: str
    standard: str
    zh: str
    en: str
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of it, by key."""

    standards: Mapping[str, Standard]
    categories: Mapping[str, Category]
    successors: Mapping[str, str]
    conditions: Mapping[str, Condition]
    shapes: tuple[CodeShape, ...]

    def successor(self, key: str) -> Category | None:
        """The category of the new standard that an old one became; None where that is not known."""
        new = self.successors.get(key)
        return self.categories[new] if new else None

    def conditions_of(self, key: str) -> tuple[Condition, ...]:
        """The conditions under which a case of a category is filed."""
        return tuple(each for each in self.conditions.values() if key in each.categories)

    def on(self, day: date) -> tuple[Category, ...]:
        """The categories whose standard is in force on a day."""
        return tuple(
            each
            for each in self.categories.values()
            if (self.standards[each.standard].since or date.min)
            <= day
            <= (self.standards[each.standard].until or date.max)
        )

    def parts(self, kind: str, standard: str, code: str) -> tuple[str, ...] | None:
        """The parts of a code of that kind and standard; None for one that has not their shape."""
        for shape in self.shapes:
            if (shape.kind, shape.standard) == (kind, standard):
                if len(code) != sum(shape.parts) or not (code.isascii() and code.isdecimal()):
                    return None
                ends = [sum(shape.parts[: n + 1]) for n in range(len(shape.parts))]
                return tuple(code[end - size : end] for end, size in zip(ends, shape.parts, strict=True))
        raise KeyError(f"{kind} {standard}")

    def is_local(self, category: Category) -> bool:
        """Whether the number of a code is one of those left to places."""
        standard = self.standards[category.standard]
        return standard.local[0] <= int(category.code[2:]) <= standard.local[1]

    def extended(self, categories: Iterable[Category] = (), conditions: Iterable[Condition] = ()) -> Catalogue:
        """With entries of a place: those of a key that is there already take its place. Raises ValueError as loading does."""
        more = replace(
            self,
            categories={**self.categories, **{each.key: each for each in categories}},
            conditions={**self.conditions, **{each.code: each for each in conditions}},
        )
        _check(more)
        return more


@cache
def catalogue() -> Catalogue:
    """What ships. Raises ValueError for a file that does not hold together."""
    told = tomllib.loads(files(__package__).joinpath("data", "catalogue.toml").read_text("utf8"))
    groups = {(part["standard"], kind, code): (zh, en) for part in told["class"] for kind, code, zh, en in part["rows"]}
    categories = [
        Category(part["standard"], kind, code, zh, en, status, *groups[part["standard"], kind, code[:2]])
        for part in told["category"]
        for kind, code, zh, en, status in part["rows"]
    ]
    conditions = [_condition(row) for row in told["condition"]]
    made = Catalogue(
        {row["id"]: _standard(row) for row in told["standard"]},
        {each.key: each for each in categories},
        told["map"],
        {each.code: each for each in conditions},
        tuple(CodeShape(**{**row, "parts": tuple(row["parts"])}) for row in told["code"]),
    )
    if len(made.categories) < len(categories) or len(made.conditions) < len(conditions):
        raise ValueError("an entry stands twice in the catalogue")
    _check(made)
    return made


def _standard(row: dict[str, Any]) -> Standard:
    low, high = row["local"]
    return Standard(**{**row, "local": (low, high), "absent": tuple(row.get("absent", ()))})


def _condition(row: dict[str, Any]) -> Condition:
    return Condition(**{**row, "categories": tuple(row["categories"]), "limit": read_limit(row["limit"])})


def _check(made: Catalogue) -> None:
    for key, category in made.categories.items():
        standard = made.standards[category.standard]
        if len(category.code) != standard.digits or not category.code.isdecimal() or category.code in standard.absent:
            raise ValueError(f"{key} is no code of {standard.ref}")
    named = {key for each in made.conditions.values() for key in each.categories}
    for key in {*named, *made.successors, *made.successors.values()}:
        if key not in made.categories:
            raise ValueError(f"{key} is not in the catalogue")
