"""Lines to paragraphs: a line goes on where it is full and nothing says that the next one begins anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from wenxiao.documents.layout.lines import between, ends_sentence, goes_on
from wenxiao.documents.layout.model import Column, Line, Paragraph

_STARTS = re.compile(
    r"[（(]?[一二三四五六七八九十百]{1,4}[）)、.．：:]|[（(]?\d{1,3}(?:[）)、]|[.．](?!\d))"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条]|附[件表][\d一二三四五六七八九十]{0,3}(?:[：:]|\Z)|[①-⑳●◆■□•]|备?注[：:]"
)
_KIND = re.compile(r"[一二三四五六七八九十百\d①-⑳]+")
_HANGING = frozenset("，。、；：")  # they may stand beyond the edge of the text
_LEFT_OPEN = frozenset("，,、（(《〈“‘—")


class Rhythm(NamedTuple):
    """The usual distance between the lower edges of two lines, and the usual size of their font."""

    usual: float
    size: float


def paragraphs(lines: Sequence[Line], column: Column) -> list[Paragraph]:
    """Paragraphs of lines that stand in one column."""
    found: list[Paragraph] = []
    rhythm = _rhythm(lines)
    for line in lines:
        line.words = ()  # long documents would hold a list for every line
        if found and continues(found[-1], line, column, rhythm):
            extend(found[-1], line)
        else:
            found.append(Paragraph([line], column))
    return found


def extend(paragraph: Paragraph, line: Line) -> None:
    last = paragraph.lines[-1]
    last.text += between(last.text, line.text)
    paragraph.lines.append(line)


def continues(paragraph: Paragraph, line: Line, column: Column, rhythm: Rhythm | None) -> bool:
    """Whether a line is the next one of a paragraph. ``column`` is that of the line; ``rhythm`` is None over a page break."""
    last = paragraph.lines[-1]
    size = last.size
    if abs(line.size - size) > 0.12 * size:
        return False
    step = line.box.bottom - last.box.bottom
    if rhythm is not None and step > _far(paragraph, column, rhythm):
        return False
    if not goes_on(last, line.text, paragraph.column.right):
        return False
    indent = line.box.left - column.left
    indented = indent > 1.2 * size
    closed = ends_sentence(last.text)
    # Where space sets paragraphs apart, a smaller step says that the line goes on; a page break says nothing.
    near = column.apart > 0 if rhythm is None else step < column.apart
    start = _STARTS.match(line.text)
    if start is not None and not indented and _runs_on(paragraph, start[0]):
        return True
    if closed and (indented or not (column.indents or near)):
        return False
    if start is not None and last.text[-1] not in _LEFT_OPEN:
        return False
    further = indent - (last.box.left - paragraph.column.left) > 0.8 * size
    return not (indented and further) or _centred(last, line, column)


def _runs_on(paragraph: Paragraph, start: str) -> bool:
    """Whether the list that an item begins with ``start`` belongs to runs on inside of a paragraph."""
    parts = _KIND.split(start, maxsplit=1)
    if len(parts) < 2:
        return False  # a bullet
    before, after = map(re.escape, parts)
    same = re.compile(rf"[。；;：:，,]{before}[一二三四五六七八九十百\d①-⑳]{{1,4}}{after}(?!\d)")
    return any(same.search(line.text, 1) for line in paragraph.lines[-40:])


def _far(paragraph: Paragraph, column: Column, rhythm: Rhythm) -> float:
    """From which distance of two lines on they are of two paragraphs."""
    lines = paragraph.lines
    if column.apart > 0:
        return column.apart * max(1.0, lines[-1].size / rhythm.size)
    if len(lines) > 1 and lines[-1].page == lines[-2].page:
        return max(1.3 * (lines[-1].box.bottom - lines[-2].box.bottom), 1.3 * lines[-1].size)
    return max(1.5 * rhythm.usual, 1.9 * lines[-1].size)


def _centred(last: Line, line: Line, column: Column) -> bool:
    """Whether both lines stand in the middle of the column, as the lines of a long title do."""
    middle = column.left + column.right
    near = 1.5 * line.size
    return all(abs(each.box.left + each.box.right - middle) < near for each in (last, line))


def _rhythm(lines: Sequence[Line]) -> Rhythm:
    steps = [b.box.bottom - a.box.bottom for a, b in pairwise(lines) if b.box.bottom > a.box.bottom]
    return Rhythm(median(steps) if steps else 20.0, median(line.size for line in lines) or 1.0)


def _apart(lines: Sequence[Line], right: float, before: float) -> float:
    """From which step on a paragraph begins: more than between lines that certainly go on, less than before those that
    certainly begin one. ``before`` where too few lines are certain; 0 where the steps are the same."""
    inside: list[float] = []
    apart: list[float] = []
    for line, following in pairwise(lines):
        step = following.box.bottom - line.box.bottom
        if step <= 0 or abs(line.size - following.size) > 0.12 * line.size:
            continue
        if not goes_on(line, following.text, right, 2.0):
            apart.append(step)
        elif not ends_sentence(line.text) and goes_on(line, following.text, right):
            inside.append(step)
    if len(inside) < 2 or len(apart) < 2:
        return before
    low, high = median(inside), median(apart)
    return (low + high) / 2 if high > 1.15 * low else 0.0


def column_of(lines: Sequence[Line], before: Column | None = None, margin: float = 0.0) -> Column:
    """The column that some lines stand in; that of the page before helps where they are few.

    ``margin`` is where it ends if the page's margins are the same: up to there a single line can be believed.
    """
    if not lines:
        return before or Column(0.0, 0.0, False)
    left = min(_shared(sorted(line.box.left for line in lines)) or [line.box.left for line in lines])
    rights = sorted(line.box.right - (line.size if line.text[-1] in _HANGING else 0) for line in lines)
    shared = _shared(rights)
    near = margin + lines[0].size
    right = max((right for right in (*rights, *shared) if right <= near or right in shared), default=rights[-1])
    if before is not None and (len(lines) < 4 or (right < before.right and abs(left - before.left) < 12)):
        left, right = min(left, before.left), max(right, before.right)
    elif right not in shared:
        right = max(right, margin)
    indents = (before is not None and before.indents) or any(
        1.2 * line.size < line.box.left - left < 4.5 * line.size
        and following.box.left - left < 0.5 * line.size
        and right - line.box.right < 2 * line.size
        for line, following in pairwise(lines)
    )
    return Column(left, right, indents, _apart(lines, right, before.apart if before is not None else 0.0))


def _shared(edges: list[float]) -> set[float]:
    """Those of some sorted places that have another one beside them."""
    return {place for pair in pairwise(edges) if pair[1] - pair[0] < 8 for place in pair}
