"""Enumerations that begin in the middle: 四是 without 三是 before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wenxiao.quantities.model import Span
from wenxiao.reading.model import Section

_ORDINALS = "一二三四五六七八九十"
# What stands before is asked last: the engine then scans for the ordinals.
_MARK = re.compile(r"[一二三四五六七八九十]是(?!否|由|因|在)(?<![^，。;:；\n\t|、(]..)")


def find_orphans(text: str, sections: Sequence[Section]) -> tuple[tuple[Span, str], ...]:
    """Each with the number that is missing. Within a heading's text numbers run on, whatever stands between."""
    found: list[tuple[Span, str]] = []
    edges = sorted(s.start for s in sections if not s.item)
    last, edge, begin = 0, 0, 0
    for match in _MARK.finditer(text):
        crossed = edge
        while edge < len(edges) and edges[edge] <= match.start():
            begin, edge = edges[edge], edge + 1
        if edge != crossed:
            last = 0
        number = _ORDINALS.index(match[0][0]) + 1
        if number > last + 1:
            missing = _ORDINALS[last] + "是"
            # The one before may stand where no clause begins: 主要原因一是…，二是…
            if text.find(_ORDINALS[number - 2] + "是", begin, match.start()) < 0:
                found.append((Span(*match.span()), missing))
        last = number
    return tuple(found)
