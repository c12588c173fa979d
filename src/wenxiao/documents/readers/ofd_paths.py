"""The ruling lines of an OFD page: straight parts of drawn paths, and filled boxes that are thin."""

from __future__ import annotations

import re
from itertools import pairwise

from lxml import etree

from wenxiao.documents.layout.geometry import Matrix
from wenxiao.documents.layout.model import Sheet, rule
from wenxiao.documents.model import Box
from wenxiao.documents.readers.ofd_structure import child

_MOST_COMMANDS = 20_000
_COMMAND = re.compile(r"([A-Za-z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
#: How many numbers a command takes; only moves and lines have an end that is drawn straight.
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

Point = tuple[float, float]


def strokes(node: etree._Element, matrix: Matrix, sheet: Sheet) -> None:
    """Add the ruling lines of a path to its sheet. Curves are none."""
    data = child(node, "AbbreviatedData")
    drawn = node.get("Stroke", "true").lower() != "false"
    for points in _parts((data.text or "") if data is not None else ""):
        shown = [matrix.point(x, y) for x, y in points]
        xs, ys = [x for x, _ in shown], [y for _, y in shown]
        if rule(Box(min(xs), min(ys), max(xs), max(ys)), sheet.across, sheet.down) or not drawn:
            continue
        for (x0, y0), (x1, y1) in pairwise(shown):
            rule(Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), sheet.across, sheet.down)


def _parts(data: str) -> list[list[Point]]:
    """The straight stretches of a path, each as its corners, in the object's own millimetres."""
    parts: list[list[Point]] = []
    part: list[Point] = []
    first: Point = (0.0, 0.0)
    command, held = "", list[float]()
    for count, word in enumerate(_COMMAND.finditer(data)):
        if count > _MOST_COMMANDS:
            break
        if word[1]:
            command, held = word[1].upper(), []
        else:
            held.append(float(word[2]))
        if command not in _ARGUMENTS or len(held) < _ARGUMENTS[command]:
            continue
        if command == "C":  # back to where this part began
            part.append(first)
            command = ""
            continue
        end = (held[-2], held[-1])
        held = []
        if command in "SM":
            parts.append(part)
            part, first = [end], end
        elif command == "L":
            part.append(end)
        else:
            parts.append(part)
            part = [end]
    parts.append(part)
    return [part for part in parts if len(part) > 1]
