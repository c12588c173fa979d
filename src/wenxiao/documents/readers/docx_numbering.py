"""Lists of .docx documents."""

from __future__ import annotations

from lxml import etree

from wenxiao.documents.readers.docx_names import NUMID, NUMPR, OFF, PPR, VAL, W, number
from wenxiao.documents.readers.numbering import BOUND, Level, Num, Numbering

_NONE: dict[int, Level] = {}


def load(root: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The lists that are defined in the numbering part, with those that the styles part names."""
    definitions: dict[str, dict[int, Level]] = {}
    nums: dict[str, Num] = {}
    if root is not None:
        _fill(definitions, nums, root, styles)
    return Numbering(lambda name, at: definitions.get(name, _NONE).get(at), nums)


def _fill(
    definitions: dict[str, dict[int, Level]],
    nums: dict[str, Num],
    root: etree._Element,
    styles: etree._Element | None,
) -> None:
    links: dict[str, str] = {}
    for node in root.iterchildren(f"{W}abstractNum"):
        name = node.get(f"{W}abstractNumId", "")
        definitions[name] = {at: _level(n) for n in node.iterchildren(f"{W}lvl") if (at := _at(n)) is not None}
        link = node.find(f"{W}numStyleLink")
        if link is not None:
            links[name] = link.get(VAL, "")
    for node in root.iterchildren(f"{W}num"):
        base = node.find(f"{W}abstractNumId")
        num = Num(base.get(VAL, "") if base is not None else "")
        for override in node.iterchildren(f"{W}lvlOverride"):
            at = _at(override)
            if at is None:
                continue
            start, level = override.find(f"{W}startOverride"), override.find(f"{W}lvl")
            if start is not None:
                num.starts[at] = number(start.get(VAL), 0, BOUND) or 0
            if level is not None:
                num.levels[at] = _level(level)
        nums[node.get(NUMID, "")] = num
    targets = _list_styles(styles) if links and styles is not None else {}
    for name, style in links.items():
        target = nums.get(targets.get(style, ""))
        if target is not None and not definitions[name]:
            definitions[name] = definitions.get(target.abstract, {})


def _at(node: etree._Element) -> int | None:
    return number(node.get(f"{W}ilvl"), 0, 8)


def _level(node: etree._Element) -> Level:
    given = {child.tag: child.get(VAL) for child in node.iterchildren(f"{W}*")}
    start = number(given.get(f"{W}start"), 0, BOUND)
    legal = f"{W}isLgl" in given and given[f"{W}isLgl"] not in OFF
    return Level(
        start=0 if start is None else start,
        form=given.get(f"{W}numFmt") or "decimal",
        text=(given.get(f"{W}lvlText") or "")[:64],
        space=given.get(f"{W}suff") != "nothing",
        restart=number(given.get(f"{W}lvlRestart"), 0, 9),
        legal=legal,
        style=given.get(f"{W}pStyle"),
    )


def _list_styles(styles: etree._Element) -> dict[str, str]:
    """Lists that list styles stand for, by style."""
    path = f"{PPR}/{NUMPR}/{NUMID}"
    nodes = ((node.get(f"{W}styleId", ""), node.find(path)) for node in styles.iterchildren(f"{W}style"))
    return {name: num.get(VAL, "") for name, num in nodes if num is not None}
