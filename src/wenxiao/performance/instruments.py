"""The instruments that performance documents cite, as data: ``instruments.toml`` beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument. ``number`` as printed (财预〔2020〕10号); dates are None where they are not known."""

    number: str
    title: str
    issued: date | None = None
    repealed: date | None = None
    replaced_by: str | None = None


@cache
def instruments() -> tuple[Instrument, ...]:
    """Every instrument of the registry, in the order of the file."""
    data = tomllib.loads(files(__package__).joinpath("instruments.toml").read_text("utf8"))
    return tuple(Instrument(**entry) for entry in data["instrument"])


def by_number(number: str) -> Instrument | None:
    """The instrument of a document number, None for one that is not in the registry."""
    return next((i for i in instruments() if i.number == number), None)
