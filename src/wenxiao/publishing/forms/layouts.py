"""The layouts of the official forms, read from their files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


class UnknownFormError(Exception):
    """No form has the given name. ``names`` are those that there are."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__("、".join(names))
        self.names = names


@dataclass(frozen=True, slots=True)
class Layout:
    """One form. ``widths``: shares of the columns; ``parts``: tables of the file, read by ``grid``; ``kind``: of the reading's
    forms that fill it; ``names``: how people call it, beside its title."""

    title: str
    title_en: str
    kind: str
    names: tuple[str, ...]
    subtitle: str
    left: str
    right: str
    below: tuple[str, ...]
    landscape: bool
    widths: tuple[int, ...]
    parts: tuple[Mapping[str, Any], ...]


@cache
def layouts() -> tuple[Layout, ...]:
    """Every form, in the order of its year: target, monitoring, self-evaluation, whole department."""
    folder = resources.files(__package__).joinpath("layouts")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(_layout(tomllib.loads(file.read_text("utf-8"))) for file in files if file.name.endswith(".toml"))


def find(name: str) -> Layout:
    """The form of a title or another of its names. Raises ``UnknownFormError``."""
    wanted = name.strip().removesuffix("表")
    for layout in layouts():
        if wanted in {known.removesuffix("表") for known in (layout.title, *layout.names)}:
            return layout
    raise UnknownFormError(tuple(layout.title for layout in layouts()))


def _layout(data: Mapping[str, Any]) -> Layout:
    return Layout(
        title=data["title"], title_en=data["title_en"], kind=data["kind"], names=tuple(data["names"]),
        subtitle=data["subtitle"], left=data["left"], right=data["right"], below=tuple(data["below"]),
        landscape=data["landscape"], widths=tuple(data["widths"]), parts=tuple(data["parts"]),
    )  # fmt: skip
