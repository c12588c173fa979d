"""Paragraph styles: which outline level and which list a style gives its paragraphs, through its ancestors."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from wenxiao.documents.readers.docx_names import ILVL, NUMID, NUMPR, OUTLINE, PPR, VAL, W, number

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

    def __init__(self, root: etree._Element | None) -> None:
        self._own: dict[str, tuple[str | None, Style]] = {}
        self._resolved: dict[str | None, Style] = {}
        self._default: str | None = None
        for node in root.iterchildren(f"{W}style") if root is not None else ():
            if node.get(f"{W}type", "paragraph") == "paragraph":
                name = node.get(f"{W}styleId", "")
                based = node.find(f"{W}basedOn")
                self._own[name] = (based.get(VAL) if based is not None else None, _own(node))
                if node.get(f"{W}default") in ("1", "true"):
                    self._default = name

    def of(self, style_id: str | None) -> Style:
        """What a style gives; of the default style for None or an id that no style has."""
        style = self._resolved.get(style_id)
        if style is None:
            style = self._resolved[style_id] = self._resolve(style_id)
        return style

    def _resolve(self, style_id: str | None) -> Style:
        at = style_id if style_id in self._own else self._default
        level = num_id = ilvl = None
        chain: list[str] = []
        while at is not None and at in self._own and at not in chain:
            chain.append(at)
            at, own = self._own[at]
            level = own.level if level is None else level
            num_id = own.num_id if num_id is None else num_id
            ilvl = own.ilvl if ilvl is None else ilvl
        return Style(level, num_id, ilvl, tuple(chain))


def _own(node: etree._Element) -> Style:
    level = num_id = ilvl = None
    properties = node.find(PPR)
    if properties is not None:
        outline = properties.find(OUTLINE)
        level = outline_level(outline.get(VAL)) if outline is not None else None
        listed = properties.find(NUMPR)
        if listed is not None:
            num = listed.find(NUMID)
            num_id = num.get(VAL) if num is not None else None
            depth = listed.find(ILVL)
            ilvl = number(depth.get(VAL), 0, 8) if depth is not None else None
    if level is None:
        name = node.find(f"{W}name")
        heading = _HEADING.fullmatch(name.get(VAL, "")) if name is not None else None
        level = int(heading[1]) if heading else None
    return Style(level, num_id, ilvl)


def outline_level(value: str | None) -> int | None:
    """Heading level of an outline level: 0 to 8 are headings of level 1 to 9, 9 is body text."""
    outline = number(value, 0, 9)
    return None if outline is None else (outline + 1) % 10
