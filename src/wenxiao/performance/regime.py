"""Regime packs: the local rules as data. A pack is a folder of ``regimes/`` with a ``regime.toml``; one may extend another."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

DEFAULT = "national-2020"


@dataclass(frozen=True, slots=True)
class Regime:
    """The rules of one place. ``thresholds``: fractions, points and counts by name, each with its reason in the pack."""

    name: str
    title: str
    title_en: str
    thresholds: Mapping[str, Decimal]


@cache
def regime(name: str = DEFAULT) -> Regime:
    """The pack ``name``, with what it extends. Raises KeyError for a name that no pack has."""
    source = files(__package__).joinpath("regimes", name, "regime.toml")
    if not source.is_file():
        raise KeyError(name)
    data = tomllib.loads(source.read_text("utf8"), parse_float=Decimal)
    thresholds: dict[str, Decimal] = dict(regime(data["extends"]).thresholds) if "extends" in data else {}
    thresholds |= {key: Decimal(value) for key, value in data.get("thresholds", {}).items()}
    return Regime(name, data["title"], data["title_en"], thresholds)
