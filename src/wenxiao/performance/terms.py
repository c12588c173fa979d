"""Terms that forms and frameworks print, in English: data of the regime packs (``terms.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def term_en(zh: str) -> str | None:
    """产出 or 产出指标 in English; None for a word of a unit's own."""
    return _terms().get(zh.strip().removesuffix("指标"))


@cache
def _terms() -> Mapping[str, str]:
    """The words of all packs: one term has one name in English, wherever it is printed."""
    found: dict[str, str] = {}
    for folder in sorted(files(__package__).joinpath("regimes").iterdir(), key=lambda one: one.name):
        source = folder.joinpath("terms.toml")
        if source.is_file():
            found |= {zh.removesuffix("指标"): en for zh, en in tomllib.loads(source.read_text("utf8")).items()}
    return found
