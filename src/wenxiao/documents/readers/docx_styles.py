"""Paragraph styles of .docx documents."""

from __future__ import annotations

from lxml import etree

from wenxiao.documents.readers.docx_names import ILVL, NUMID, NUMPR, OUTLINE, PPR, VAL, W, number
from wenxiao.documents.readers.styles import Style, Styles, level_of_name


def load(root: etree._Element | None) -> Styles:
    """The styles of one document."""
    given: dict[str, tuple[str | None, Style]] = {}
    default: str | None = None
    for node in root.iterchildren(f"{W}style") if root is not None else ():
        if node.get(f"{W}type", "paragraph") == "paragraph":
            name = node.get(f"{W}styleId", "")
            based = node.find(f"{W}basedOn")
            given[name] = (based.get(VAL) if based is not None else None, _own(node))
            if node.get(f"{W}default") in ("1", "true"):
                default = name
    return Styles(given.get, default)


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
        level = level_of_name(name.get(VAL, "")) if name is not None else None
    return Style(level, num_id, ilvl)


def outline_level(value: str | None) -> int | None:
    """Heading level of an outline level: 0 to 8 are headings of level 1 to 9, 9 is body text."""
    outline = number(value, 0, 9)
    return None if outline is None else (outline + 1) % 10
