"""The cells of a ruled table with their text, and the rows of one table that stand on two pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from wenxiao.documents.layout.lines import between, goes_on, lines_of
from wenxiao.documents.layout.model import Grid, Line, TableCell, Word
from wenxiao.documents.layout.ruled import Frame, cut

_FIGURE = re.compile(r"[≥≤=<>＞＜]?[-－]?\d[\d,.，]*[%％]?\Z")


def fill(frame: Frame, words: Iterable[Word], page: int) -> Grid:
    """A grid with the words of its area in their cells."""
    held: dict[tuple[int, int, int, int], list[Word]] = {}
    for word in words:
        for area, piece in cut(word, frame):
            held.setdefault(area, []).append(piece)
    cells = []
    for area in frame.areas:
        box = frame.box_of(area)
        lines = lines_of(held.get(area, []), page)
        cells.append(TableCell(*area, box, wrapped(lines, box.left, box.right)))
    return Grid(page, frame.box, frame.xs, len(frame.ys) - 1, cells)


def wrapped(lines: list[Line], left: float, right: float) -> list[Line]:
    """Lines of a cell with a space where a paragraph ends; where a line only wrapped, nothing."""
    if len(lines) > 1:
        edge, inner = _edge(lines, left, right), _inner(lines, left, right)
        for line, following in pairwise(lines):
            # Two figures under each other are one only if the first has no room for one digit more.
            split = line.text[-1:].isdigit() and following.text[:1].isdigit()
            if goes_on(line, following.text, edge) and not (split and inner - line.box.right > 0.6 * line.size):
                line.text += between(line.text, following.text)
            else:
                line.text += " "
    for line in lines:
        line.words = ()
    return lines


def _edge(lines: Sequence[Line], left: float, right: float) -> float:
    """Where text of a cell may reach to: the edge that two of many lines share, else what is left within the cell."""
    if len(lines) > 2:
        *_, second, reached = sorted(line.box.right for line in lines)
        if reached - second < 0.6 * lines[0].size:
            return reached
    return _inner(lines, left, right)


def _inner(lines: Sequence[Line], left: float, right: float) -> float:
    """Where text of a cell ends if it ends as far from the right edge as it begins from the left one."""
    padding = min(max(0.0, min(line.box.left for line in lines) - left), 8.0)
    return max(right - padding - 0.5, *(line.box.right for line in lines))


def joined(above: Grid, below: Grid) -> bool:
    """Append the table of the next page to that of the page before; False where they are not one table."""
    if len(above.columns) != len(below.columns):
        return False
    shift = below.columns[0] - above.columns[0]
    if any(abs(b - a - shift) > 4 for a, b in zip(above.columns, below.columns, strict=True)):
        return False
    skip = _repeated_header(above, below)
    rest = [cell for cell in below.cells if cell.row >= skip]
    offset = above.rows - skip
    first = [cell for cell in rest if cell.row == skip]
    if skip < below.rows and _row_goes_on(above, first):
        offset -= 1
        last = {cell.column: cell for cell in above.cells if cell.row + cell.rowspan == above.rows}
        for cell in first:
            _append(last[cell.column], cell)
        rest = [cell for cell in rest if cell.row > skip]
    elif skip < below.rows:
        rest = _reaching(above, first, rest)
    for cell in rest:
        cell.row += offset
    above.cells += rest
    above.rows = offset + below.rows
    above.page, above.box = below.page, below.box
    return True


def _append(cell: TableCell, more: TableCell) -> None:
    if more.lines and cell.lines:
        cell.lines[-1].text += between(cell.text, more.lines[0].text)
    cell.lines += more.lines
    cell.rowspan += more.rowspan - 1


def _repeated_header(above: Grid, below: Grid) -> int:
    """How many rows at the beginning repeat the first rows of the table."""
    first, again = _texts(above), _texts(below)
    count = 0
    while count < min(len(again), len(first), 4) and first[count] == again[count] and any(first[count].values()):
        count += 1
    return count if count < len(first) else 0


def _texts(grid: Grid) -> list[dict[int, str]]:
    texts: list[dict[int, str]] = [{} for _ in range(min(grid.rows, 5))]
    for cell in grid.cells:
        if cell.row < len(texts):
            texts[cell.row][cell.column] = "".join(cell.text.split())
    return texts


def _row_goes_on(above: Grid, first: Sequence[TableCell]) -> bool:
    """Whether the first row of a page is the rest of the row that the page before cut.

    Every cell with text goes on with one that has text and is full; no cell has two figures, unless the first has no room for one digit more; and some cell has nothing left.
    """
    last = {cell.column: cell for cell in above.cells if cell.row + cell.rowspan == above.rows}
    if {(cell.column, cell.colspan) for cell in first} != {(cell.column, cell.colspan) for cell in last.values()}:
        return False
    left = [cell for cell in first if cell.lines]
    if not left:
        return False
    full = False
    for cell in left:
        upper = last[cell.column]
        if not upper.lines:
            return False
        edge = _inner(upper.lines, upper.box.left, upper.box.right)
        end = upper.lines[-1]
        if _FIGURE.match(cell.text) and _FIGURE.match(upper.text) and edge - end.box.right > 0.6 * end.size:
            return False
        full = full or goes_on(end, cell.lines[0].text, edge)
    return full and len(left) < len(first)


def _reaching(above: Grid, first: Sequence[TableCell], rest: list[TableCell]) -> list[TableCell]:
    """Cells that go on from the page before without text of their own: the merged cell above reaches down to them."""
    last = {cell.column: cell for cell in above.cells if cell.row + cell.rowspan == above.rows}
    for cell in first:
        upper = last.get(cell.column)
        if (
            not cell.lines
            and cell.column == 0
            and upper is not None
            and upper.colspan == cell.colspan
            and any(other.lines for other in first)
            and (upper.rowspan > 1 or cell.rowspan > 1)
        ):
            upper.rowspan += cell.rowspan
            rest = [other for other in rest if other is not cell]
    return rest
