"""Paragraph styles: which outline level and which list a style gives its paragraphs, through its ancestors."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_HEADING = re.compile(r"(?:heading|标题)\s{0,3}([1-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """``level`` 1 to 9 of a heading, 0 where body text is meant, None where nothing is said; ids None if not given."""

    level: int | None = None
    num_id: str | None = None
    ilvl: int | None = None
    chain: tuple[str, ...] = ()  # the style and its ancestors, nearest first


class Styles:
    """Resolved paragraph styles of one document."""

    def __init__(self, find: Callable[[str], tuple[str | None, Style] | None], default: str | None) -> None:
        """``find`` gives, by its id, the id of the style that one is based on and what it says itself."""
        self._find = find
        self._resolved: dict[str | None, Style] = {}
        self._default = default

    def of(self, style_id: str | None) -> Style:
        """What a style gives; of the default style for None or an id that no style has."""
        style = self._resolved.get(style_id)
        if style is None:
            style = self._resolved[style_id] = self._resolve(style_id)
        return style

    def _resolve(self, style_id: str | None) -> Style:
        at, found = style_id, self._find(style_id) if style_id is not None else None
        if found is None and self._default is not None:
            at, found = self._default, self._find(self._default)
        level = num_id = ilvl = None
        chain: list[str] = []
        while at is not None and found is not None and at not in chain:
            chain.append(at)
            at, own = found
            level = own.level if level is None else level
            num_id = own.num_id if num_id is None else num_id
            ilvl = own.ilvl if ilvl is None else ilvl
            found = self._find(at) if at is not None else None
        return Style(level, num_id, ilvl, tuple(chain))


def level_of_name(name: str) -> int | None:
    """Heading level that a style's name says."""
    heading = _HEADING.fullmatch(name)
    return int(heading[1]) if heading else None
