"""The local rules of the field work, as data: ``rules.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Rules:
    """See ``rules.toml`` for what each means."""

    round_share: Decimal
    round_hours: int
    repeats: int
    shop_keep_days: int
    match_days: int
    meetings_a_year: int
    meeting_day: int
    site_category: str


@cache
def rules() -> Rules:
    """The rules that hold here. Raises TypeError for a rule that nobody knows, or one that is not there."""
    told = tomllib.loads(files(__package__).joinpath("rules.toml").read_text("utf8"))
    return Rules(**{**told, "round_share": Decimal(told["round_share"])})
