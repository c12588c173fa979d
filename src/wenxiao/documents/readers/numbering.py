"""Automatic numbers of paragraphs: what Word prints before a listed paragraph and does not keep in its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from wenxiao.documents.readers.number_forms import printed_number

_PLACE = re.compile(r"%([1-9])")
#: Numbers stop here.
BOUND = 32767


@dataclass(frozen=True, slots=True)
class Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    space: bool = True  # whether a gap follows the number
    restart: int | None = None  # 0: never; n: only after a number of level n; None: after any higher level
    legal: bool = False  # every number in arabic digits
    style: str | None = None


_PLAIN = Level()


@dataclass(slots=True)
class Num:
    """A list as paragraphs name it: the definition it counts by, and where it departs from that."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)
    used: bool = False


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, find: Callable[[str, int], Level | None], nums: Mapping[str, Num]) -> None:
        """``find`` gives a level (0 to 8) of a definition by the definition's id; ``nums``: lists by their own id."""
        self._find = find
        self._nums = nums
        self._counts: dict[str, list[int | None]] = {}

    def level_of_style(self, num_id: str, chain: Sequence[str]) -> int:
        """The level of the list that is linked to a style or to its nearest linked ancestor; 0 if none is."""
        num = self._nums.get(num_id)
        levels = [self._find(num.abstract, at) for at in range(9)] if num is not None else []
        linked = {level.style: at for at, level in enumerate(levels) if level is not None and level.style is not None}
        return next((linked[name] for name in chain if name in linked), 0)

    def label(self, num_id: str, at: int) -> str:
        """Count one paragraph of a list and give its number as printed, with the gap after it; "" if it has none."""
        num = self._nums.get(num_id)
        if num is None:
            return ""
        counts = self._counts.setdefault(num.abstract, [None] * 9)
        if not num.used:
            num.used = True
            for restarted in num.starts:
                counts[restarted] = None
        level = self._level(num, at)
        count = counts[at]
        counts[at] = level.start if count is None else min(count + 1, BOUND)
        for deeper in range(at + 1, 9):
            if counts[deeper] is not None:
                restart = self._level(num, deeper).restart
                if restart is None or restart > at:
                    counts[deeper] = None
        if level.form == "none":
            return ""
        if level.form == "bullet":
            return "• "

        def printed_at(place: re.Match[str]) -> str:
            return self._printed(num, counts, int(place[1]) - 1, level.legal)

        printed = _PLACE.sub(printed_at, level.text)
        gap = " " if level.space and printed[-1:] not in ("", "、", "）", "】", "．", " ") else ""
        return printed + gap

    def _level(self, num: Num, at: int) -> Level:
        level = num.levels.get(at) or self._find(num.abstract, at) or _PLAIN
        return replace(level, start=num.starts[at]) if at in num.starts else level

    def _printed(self, num: Num, counts: list[int | None], at: int, legal: bool) -> str:
        level = self._level(num, at)
        count = counts[at]
        return printed_number(level.start if count is None else count, "decimal" if legal else level.form)
