"""Lexicons: the words that the reading knows, as data. A lexicon is a TOML file of this folder, found by being there: one
sentence of ``purpose``, and lists of words by group."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from wenxiao.quantities.alternation import alternation


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by group, in the order of the file; ``purpose`` says what they are for."""

    purpose: str
    words: Mapping[str, tuple[str, ...]]

    def pattern(self, *groups: str) -> str:
        """The words of these groups (of all when none is named) as an alternation, of those that begin alike the longest first."""
        chosen = {word for group in groups or self.words for word in self.words[group]}
        return f"(?:{alternation(chosen)})"


@cache
def lexicon(name: str) -> Lexicon:
    """The lexicon ``name``. Raises KeyError for a name that no file has, ValueError for a file that is not a lexicon."""
    source = files(__package__).joinpath(f"{name}.toml")
    if not source.is_file():
        raise KeyError(name)
    data = tomllib.loads(source.read_text("utf8"))
    purpose = data.pop("purpose", "")
    if not isinstance(purpose, str) or not purpose:
        raise ValueError(f"lexicon {name} does not say its purpose")
    for group, words in data.items():
        if not isinstance(words, list) or not words or not all(isinstance(w, str) and w for w in words):
            raise ValueError(f"lexicon {name}: {group} is not a list of words")
    return Lexicon(purpose, MappingProxyType({group: tuple(words) for group, words in data.items()}))


def names() -> tuple[str, ...]:
    """Every lexicon that there is."""
    return tuple(sorted(f.name.removesuffix(".toml") for f in files(__package__).iterdir() if f.name.endswith(".toml")))
