"""Automatic numbers of paragraphs: what Word prints before a listed paragraph and does not keep in its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from wenxiao.documents.readers.docx_names import NUMID, NUMPR, OFF, PPR, VAL, W, number
from wenxiao.documents.readers.number_forms import printed_number

_PLACE = re.compile(r"%([1-9])")
_BOUND = 32767


@dataclass(frozen=True, slots=True)
class Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    space: bool = True  # whether a gap follows the number
    restart: int | None = None  # 0: never; n: only after a number of level n; None: after any higher level
    legal: bool = False  # every number in arabic digits
    style: str | None = None


@dataclass(slots=True)
class _Num:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)
    used: bool = False


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, root: etree._Element | None, styles: etree._Element | None) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._nums: dict[str, _Num] = {}
        self._counts: dict[str, list[int | None]] = {}
        if root is not None:
            self._load(root, styles)

    def _load(self, root: etree._Element, styles: etree._Element | None) -> None:
        links: dict[str, str] = {}
        for node in root.iterchildren(f"{W}abstractNum"):
            name = node.get(f"{W}abstractNumId", "")
            self._abstract[name] = {at: _level(n) for n in node.iterchildren(f"{W}lvl") if (at := _at(n)) is not None}
            link = node.find(f"{W}numStyleLink")
            if link is not None:
                links[name] = link.get(VAL, "")
        for node in root.iterchildren(f"{W}num"):
            base = node.find(f"{W}abstractNumId")
            num = _Num(base.get(VAL, "") if base is not None else "")
            for override in node.iterchildren(f"{W}lvlOverride"):
                at = _at(override)
                if at is None:
                    continue
                start, level = override.find(f"{W}startOverride"), override.find(f"{W}lvl")
                if start is not None:
                    num.starts[at] = number(start.get(VAL), 0, _BOUND) or 0
                if level is not None:
                    num.levels[at] = _level(level)
            self._nums[node.get(NUMID, "")] = num
        targets = _list_styles(styles) if links and styles is not None else {}
        for name, style in links.items():
            target = self._nums.get(targets.get(style, ""))
            if target is not None and not self._abstract[name]:
                self._abstract[name] = self._abstract.get(target.abstract, {})

    def level_of_style(self, num_id: str, chain: Sequence[str]) -> int:
        """The level of the list that is linked to a style or to its nearest linked ancestor; 0 if none is."""
        num = self._nums.get(num_id)
        levels = self._abstract.get(num.abstract, {}) if num is not None else {}
        linked = {level.style: at for at, level in levels.items() if level.style is not None}
        return next((linked[name] for name in chain if name in linked), 0)

    def label(self, num_id: str, at: int) -> str:
        """Count one paragraph of a list and give its number as printed, with the gap after it; "" if it has none."""
        num = self._nums.get(num_id)
        if num is None:
            return ""
        levels = self._abstract.get(num.abstract, {})
        counts = self._counts.setdefault(num.abstract, [None] * 9)
        if not num.used:
            num.used = True
            for restarted in num.starts:
                counts[restarted] = None
        level = self._level(num, levels, at)
        count = counts[at]
        counts[at] = level.start if count is None else min(count + 1, _BOUND)
        for deeper in range(at + 1, 9):
            restart = self._level(num, levels, deeper).restart
            if restart is None or restart > at:
                counts[deeper] = None
        if level.form == "none":
            return ""
        if level.form == "bullet":
            return "• "

        def printed_at(place: re.Match[str]) -> str:
            return self._printed(num, levels, counts, int(place[1]) - 1, level.legal)

        printed = _PLACE.sub(printed_at, level.text)
        gap = " " if level.space and printed[-1:] not in ("", "、", "）", "】", "．", " ") else ""
        return printed + gap

    @staticmethod
    def _level(num: _Num, levels: dict[int, Level], at: int) -> Level:
        level = num.levels.get(at) or levels.get(at) or Level(text="")
        return replace(level, start=num.starts[at]) if at in num.starts else level

    def _printed(self, num: _Num, levels: dict[int, Level], counts: list[int | None], at: int, legal: bool) -> str:
        level = self._level(num, levels, at)
        count = counts[at]
        return printed_number(level.start if count is None else count, "decimal" if legal else level.form)


def _at(node: etree._Element) -> int | None:
    return number(node.get(f"{W}ilvl"), 0, 8)


def _level(node: etree._Element) -> Level:
    given = {child.tag: child.get(VAL) for child in node.iterchildren(f"{W}*")}
    start = number(given.get(f"{W}start"), 0, _BOUND)
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
