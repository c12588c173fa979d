"""Outlines of reports (参考提纲) as data: one file of ``outlines/`` for each kind.

A line of a part is a sentence with ``{keys}`` of facts; it is left out where one of them is not known. A list of lines is a choice: the
first that can be said. ``each`` says a part once for every member of a group; ``blank`` is what only a person can write.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

#: A sentence, or a choice of sentences.
Line = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph below a heading. ``inner`` stands inside each member: a group of it, and the line for each of those.

    ``blank`` is asked for where the lines say nothing, or always (``ask``); ``when``: facts without which the whole part is left out.
    """

    heading: str = ""
    before: str = ""
    lines: tuple[Line, ...] = ()
    each: str = ""
    inner: tuple[str, Line] | None = None
    between: str = ""
    after: str = ""
    blank: str = ""
    ask: bool = False
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChapterOutline:
    """A first-level chapter. ``each``: one chapter for every member of a group. ``tables`` stand at its end."""

    key: str
    title: str
    parts: tuple[Part, ...]
    each: str = ""
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A kind of report. ``name`` stays for ever: stored reports have it. ``subject``: project, evaluation, department or district."""

    name: str
    title: str
    title_en: str
    subject: str
    heading: str
    chapters: tuple[ChapterOutline, ...]
    appendix: tuple[str, ...] = ()
    basis: str = ""


class UnknownOutlineError(KeyError):
    """There is no outline of that name."""


@cache
def outlines() -> tuple[Outline, ...]:
    """Every outline, in the order of the file names."""
    folder = files(__package__).joinpath("outlines")
    found = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    return tuple(_outline(tomllib.loads(path.read_text("utf-8"))) for path in found)


def find(name: str) -> Outline:
    """The outline of that name. Raises UnknownOutlineError."""
    found = next((one for one in outlines() if one.name == name), None)
    if found is None:
        raise UnknownOutlineError(name)
    return found


def _outline(data: Mapping[str, Any]) -> Outline:
    return Outline(
        data["name"], data["title"], data["title_en"], data["subject"], data["heading"],
        tuple(map(_chapter, data["chapters"])), tuple(data.get("appendix", ())), data.get("basis", ""),
    )  # fmt: skip


def _chapter(data: Mapping[str, Any]) -> ChapterOutline:
    parts = tuple(map(_part, data["parts"]))
    return ChapterOutline(data["key"], data["title"], parts, data.get("each", ""), tuple(data.get("tables", ())))


def _part(data: Mapping[str, Any]) -> Part:
    inner = data.get("inner")
    return Part(
        data.get("heading", ""), data.get("before", ""), tuple(map(_line, data.get("lines", ()))), data.get("each", ""),
        (inner["each"], _line(inner["line"])) if inner else None, data.get("between", ""), data.get("after", ""),
        data.get("blank", ""), data.get("ask", False), tuple(data.get("when", ())), tuple(data.get("unless", ())),
    )  # fmt: skip


def _line(data: Any) -> Line:
    return data if isinstance(data, str) else tuple(data)
