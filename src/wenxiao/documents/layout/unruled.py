"""Tables without ruling lines, told by gaps that stand one under the other. Only where they are clear beyond doubt."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from wenxiao.documents.layout.lines import lines_of, union
from wenxiao.documents.layout.model import Grid, Line, TableCell, Word
from wenxiao.documents.layout.tables import wrapped
from wenxiao.documents.model import Box

#: Gap between two columns, in font sizes, on every line and over all lines.
_GAP = 1.0
_GUTTER = 0.7
_LEAST_ROWS = 3
_FIGURE = re.compile(r"[≥≤=<>]?[-－]?\d[\d,.，]*(?:[%％]|[万亿]?元|[个项人次份件台套公里米亩分]{1,2})?\Z|[-—/]\Z")


def unruled(lines: Sequence[Line]) -> list[Line | Grid]:
    """The same lines in the same order, runs of them that are tables as grids."""
    found: list[Line | Grid] = []
    run: list[Line] = []
    for line in lines:
        parted = _parted(line)
        if parted and (not run or _near(run[-1], line)):
            run.append(line)
            continue
        found += _table(run)
        run = [line] if parted else []
        if not parted:
            found.append(line)
    return [*found, *_table(run)]


def _near(above: Line, line: Line) -> bool:
    return line.box.top - above.box.bottom < 2 * line.size


def _parted(line: Line) -> bool:
    """Whether there is a gap between two of its words as between columns."""
    reached = math.inf
    for word in line.words:
        left, _, right, _ = word.box
        if left > reached:
            return True
        reached = right + _GAP * line.size
    return False


def _table(run: list[Line]) -> Sequence[Line | Grid]:
    """One grid for a run of lines, or the lines where they are no table."""
    if len(run) < _LEAST_ROWS:
        return run
    size = max(line.size for line in run)
    gutters = _gutters([word for line in run for word in line.words], _GUTTER * size)
    count = len(gutters) + 1
    if count < 2 or count > 20:
        return run
    rows = [_split(line.words, gutters) for line in run]
    complete = sum(all(row) for row in rows)
    if any(sum(map(bool, row)) < 2 for row in rows) or complete < 0.7 * len(rows):
        return run
    figures = [
        sum(_FIGURE.match("".join(word.text for word in row[column])) is not None for row in rows)
        for column in range(count)
    ]
    clear = [column for column in range(count) if figures[column] >= max(2, 0.6 * (len(rows) - 1))]
    if not clear or (count == 2 and (clear != [1] or len(rows) < 4)):
        return run
    return [_grid(run, rows, gutters)]


def _gutters(words: Sequence[Word], least: float) -> list[float]:
    """Middles of the upright strips in which no word stands."""
    found: list[float] = []
    reached: float | None = None
    for word in sorted(words, key=lambda word: word.box.left):
        if reached is not None and word.box.left - reached > least:
            found.append((word.box.left + reached) / 2)
        reached = word.box.right if reached is None else max(reached, word.box.right)
    return found


def _split(words: Sequence[Word], gutters: Sequence[float]) -> list[list[Word]]:
    parts: list[list[Word]] = [[] for _ in range(len(gutters) + 1)]
    for word in words:
        middle = (word.box.left + word.box.right) / 2
        parts[sum(gutter < middle for gutter in gutters)].append(word)
    return parts


def _grid(run: Sequence[Line], rows: Sequence[list[list[Word]]], gutters: Sequence[float]) -> Grid:
    box = union(line.box for line in run)
    edges = [box.left, *gutters, box.right]
    cells = []
    for number, (line, row) in enumerate(zip(run, rows, strict=True)):
        for column, words in enumerate(row):
            place = Box(edges[column], line.box.top, edges[column + 1], line.box.bottom)
            inner = wrapped(lines_of(words, line.page), place.left, place.right)
            cells.append(TableCell(number, column, 1, 1, place, inner))
    return Grid(run[0].page, box, edges, len(run), cells)
