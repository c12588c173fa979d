"""What may come of a case (处置结果): a closed list for each category, as data, so that the parts of a total add up to it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: What a case is counted as whose outcome nobody said, or no list has.
UNSORTED = ("未归类", "not sorted")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome, by the code that an event keeps."""

    code: str
    zh: str
    en: str


@cache
def outcomes() -> Mapping[str, tuple[Outcome, ...]]:
    """The outcomes by the key of their category. Raises ValueError for a list that names one twice."""
    told = tomllib.loads(files(__package__).joinpath("data", "outcomes.toml").read_text("utf8"))
    found: dict[str, tuple[Outcome, ...]] = {}
    for part in told["list"]:
        rows = tuple(Outcome(*row) for row in part["rows"])
        if len({row.code for row in rows}) < len(rows):
            raise ValueError("an outcome stands twice in a list")
        for category in part["categories"]:
            if category in found:
                raise ValueError(f"{category} has two lists of outcomes")
            found[category] = rows
    return found


def outcome_names(category: str, code: str) -> tuple[str, str]:
    """How an outcome is called; 未归类 for one that the list of the category has not."""
    return next(((row.zh, row.en) for row in outcomes().get(category, ()) if row.code == code), UNSORTED)
