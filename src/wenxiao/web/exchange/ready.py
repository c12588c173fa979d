"""Profiles that come with the site, one a file of ``profiles/``: a jurisdiction takes one over and makes it its own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wenxiao.web.core.say import say
from wenxiao.web.exchange.mapping import Said
from wenxiao.web.exchange.models import Profile
from wenxiao.web.exchange.services import save
from wenxiao.web.exchange.targets import TARGETS, Target
from wenxiao.web.people.models import Organisation


@dataclass(frozen=True, slots=True)
class Ready:
    """One of them: its name in the address, what it reads in, and its words in both languages."""

    key: str
    target: str
    name: tuple[str, str]
    note: tuple[str, str]
    said: Said

    @property
    def words(self) -> str:
        return say(*self.name)

    @property
    def notes(self) -> str:
        return say(*self.note)

    @property
    def table(self) -> Target:
        return TARGETS[self.target]


@cache
def ready() -> Mapping[str, Ready]:
    found = {}
    for path in sorted((Path(__file__).parent / "profiles").glob("*.toml")):
        of = tomllib.loads(path.read_text("utf-8"))
        said = Said(of["columns"], of.get("constants", {}), of.get("words", {}), of["unit"], of["skip"])
        found[path.stem] = Ready(path.stem, of["target"], (of["name"], of["name_en"]), (of["note"], of["note_en"]), said)  # fmt: skip
    return found


def take_over(one: Ready, place: Organisation, user: Any) -> Profile:
    """A profile of that jurisdiction that says the same. Raises Told where it has one of that name."""
    headings = list(dict.fromkeys(one.said.columns.values()))
    seen = {one.said.columns[key]: list(words) for key, words in one.said.words.items() if key in one.said.columns}
    made = Profile(jurisdiction=place, target=one.target, name=one.name[0], note=one.note[0], said=one.said.kept(), headings=headings, seen=seen)  # fmt: skip
    return save(made, 0, user)
