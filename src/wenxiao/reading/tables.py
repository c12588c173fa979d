"""Tables as rows of cells, from the document's own tables or from text in which a table was flattened.

Three flattened layouts occur: one row a line with ``|`` between cells; one cell a line, each ended by ``|``; one cell a
line led by a tab, rows set off by a blank line. Forms whose rows nothing marks are read in streams.py.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wenxiao.documents.model import Cell, Document
from wenxiao.documents.view import View
from wenxiao.quantities.model import Span


@dataclass(frozen=True, slots=True)
class GridCell:
    """Text of a cell without the space around it, its place, and its column.

    A merged cell has its text at its first place; at the other places that it covers stands an empty one with ``merged``,
    the text of the whole.
    """

    text: str
    span: Span
    column: int
    merged: str | None = None

    @property
    def shown(self) -> str:
        """What a reader sees at this place of the table."""
        return self.text if self.merged is None else self.merged


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells. Empty cells are kept: their place in the row is what aligns the others.

    ``exact``: columns are those of a real table, not of a flattened one. ``sheet``: of a spreadsheet, where it is one.
    """

    rows: tuple[tuple[GridCell, ...], ...]
    exact: bool = False
    sheet: str | None = None

    @property
    def span(self) -> Span:
        cells = [cell for row in self.rows for cell in row]
        return Span(cells[0].span.start, cells[-1].span.end) if cells else Span(0, 0)


_BREAK = re.compile(r"\s*\n\s*")


def find_grids(document: Document, view: View) -> tuple[Grid, ...]:
    """Every table, in order of place; offsets into ``view.text``.

    Rows of a table that has cells of its own are as wide as the table: what merged cells cover, and what is not there,
    are empty cells. In plain text there may be flattened tables beside those with tabs.
    """
    sheets = {block.start: block.anchor.sheet for block in document.blocks if block.anchor.sheet is not None}
    ruled = document.media_type != "text/plain"
    own = [_from_document(table.cells, view, sheets, ruled) for table in document.tables if table.cells]
    flat: list[Grid] = []
    if not own or document.media_type == "text/plain":
        spans = [grid.span for grid in own]
        flat = [
            grid
            for grid in (*_piped(view.text), *_tabbed(view.text))
            if not any(s.start < grid.span.end and grid.span.start < s.end for s in spans)
        ]
    return tuple(sorted((grid for grid in (*own, *flat) if grid.rows), key=lambda grid: grid.span.start))


def _from_document(cells: Sequence[Cell], view: View, sheets: Mapping[int, str | None], exact: bool) -> Grid:
    width, height = max(cell.column + cell.colspan for cell in cells), max(cell.row for cell in cells) + 1
    covered: dict[tuple[int, int], str] = {}
    rows: dict[int, dict[int, GridCell]] = {}
    for cell in cells:
        start, end = view.at(cell.start), view.at(cell.end)
        made = _cell(view.text, start, max(start, end), cell.column)
        rows.setdefault(cell.row, {})[cell.column] = made
        for row in range(cell.row, min(cell.row + cell.rowspan, height)):
            for column in range(cell.column, cell.column + cell.colspan):
                covered[row, column] = made.text
    sheet = next((sheets[cell.start] for cell in cells if cell.start in sheets), None)
    return Grid(tuple(_whole(rows[row], row, width, covered) for row in sorted(rows)), exact, sheet)


def _whole(
    own: Mapping[int, GridCell], row: int, width: int, covered: Mapping[tuple[int, int], str]
) -> tuple[GridCell, ...]:
    """A row with a cell at every column; those that it has not itself stand where the one before them ends."""
    at = own[min(own)].span.start
    made: list[GridCell] = []
    for column in range(width):
        cell = own.get(column) or GridCell("", Span(at, at), column, covered.get((row, column)))
        made.append(cell)
        at = cell.span.end
    return tuple(made)


def _cell(text: str, start: int, end: int, column: int) -> GridCell:
    words = text[start:end]
    body = words.strip()
    lead = len(words) - len(words.lstrip()) if body else 0
    place = start + lead
    return GridCell(_BREAK.sub("", body), Span(place, place + len(body)), column)


_ANNEX = re.compile(r"附[件表录]\s?[\d一二三四五六七八九十]{0,3}\s?(?::|\Z)")


def _piped(text: str) -> Iterator[Grid]:
    """Runs of lines with ``|``; a line without one belongs to the run when it continues a cell. The title of the next
    annex (附件2：…) does not."""
    lines: list[tuple[int, int]] = []
    gap = 0
    offset = 0
    for line in text.split("\n"):
        start, end = offset, offset + len(line)
        offset = end + 1
        if "|" in line:
            if gap > 1:
                yield from _grid(text, lines)
                lines = []
            lines.append((start, end))
            gap = 0
        elif lines:
            gap += 1
            if gap <= 1 and len(line) < 200 and not _ANNEX.match(line):
                continue
            yield from _grid(text, lines)
            lines, gap = [], 0
    yield from _grid(text, lines)


def _grid(text: str, lines: list[tuple[int, int]]) -> Iterator[Grid]:
    if not lines or sum(text.count("|", *line) for line in lines) < 4:
        return
    start, end = lines[0][0], lines[-1][1]
    single = sum(1 for s, e in lines if text.count("|", s, e) == 1)
    if single * 2 > len(lines):
        yield Grid(tuple(_chunked(text, start, end)))
    else:
        closed = sum(1 for s, e in lines if text[s:e].rstrip().endswith("|"))
        width = Counter(text.count("|", s, e) for s, e in lines).most_common(1)[0][0]
        between = sum(1 for s, e in lines if text.count("|", s, e) == width and not text[s:e].rstrip().endswith("|"))
        if between > 1:  # bars stand between cells, and the last one is blank where a row ends with one
            cuts = [0, *(n for n in range(1, len(lines)) if lines[n][0] > lines[n - 1][1] + 1), len(lines)]
            for first, last in itertools.pairwise(cuts):  # no row goes on in a line without bars
                yield Grid(tuple(_between(text, s, e) for s, e in lines[first:last]))
        else:
            yield Grid(tuple(_rowwise(text, start, end, width if closed * 2 > len(lines) else 0)))


def _between(text: str, start: int, end: int) -> tuple[GridCell, ...]:
    row: list[GridCell] = []
    for words in text[start:end].split("|"):
        row.append(_cell(text, start, start + len(words), len(row)))
        start += len(words) + 1
    return tuple(row)


def _rowwise(text: str, start: int, end: int, width: int) -> Iterator[tuple[GridCell, ...]]:
    """One row a line. ``width``: most rows have as many ``|`` and end with one, so a line of fewer that does not end
    with one may go on in the next; 0 where rows do not end so."""
    row: list[GridCell] = []
    at = start
    while at <= end:
        bar = text.find("|", at, end)
        line_end = text.find("\n", at, end)
        if line_end < 0:
            line_end = end
        if bar < 0 or (bar > line_end and not (len(row) < width and _continues(text, at, line_end, bar))):
            if text[at:line_end].strip():
                row.append(_cell(text, at, line_end, len(row)))
            if row:
                yield tuple(row)
            row = []
            at = line_end + 1
            continue
        row.append(_cell(text, at, bar, len(row)))
        at = bar + 1
    if row:
        yield tuple(row)


def _continues(text: str, at: int, line_end: int, bar: int) -> bool:
    """A cell broken over lines: something stands before the break, and the next line is short up to its ``|``."""
    return (
        bool(text[at:line_end].strip())
        and bar - line_end < 60
        and text[line_end + 1 : bar].count("\n") == 0
        and len(text[at:line_end]) < 60
    )


def _chunked(text: str, start: int, end: int) -> Iterator[tuple[GridCell, ...]]:
    """One cell a line: rows are told by the number of cells that closed rows have."""
    cells: list[tuple[int, int]] = []
    closings: list[int] = []
    at = start
    while at < end:
        bar = text.find("|", at, end)
        if bar < 0:
            break
        cells.append((at, bar))
        at = bar + 1
        if text[bar - 1 : bar] == "|" and (at >= end or text[at] == "\n"):
            closings.append(len(cells))
    numbered = list(_numbered([text[s:e].strip() for s, e in cells]))
    if numbered:
        for first, last in numbered:
            yield tuple(_cell(text, s, e, column) for column, (s, e) in enumerate(cells[first:last]))
        return
    widths = Counter(b - a for a, b in zip([0, *closings], closings, strict=False))
    width = closings[0] if closings else 0
    if width < 2 or (widths and widths[width] < 2 and len(closings) > 3):
        width = widths.most_common(1)[0][0] if widths else 0
    width, first = _width_by_labels([text[s:e].strip() for s, e in cells], width)
    for s, e in cells[:first]:
        yield (_cell(text, s, e, 0),)
    if width < 2:
        width = _width_by_kind([text[s:e].strip() for s, e in cells])
    if width < 2:
        return
    for i in range(first, len(cells), width):
        yield tuple(_cell(text, s, e, column) for column, (s, e) in enumerate(cells[i : i + width]))


_ROW = re.compile(
    r"[一-龥]{0,4}(?:合\s?计|总\s?计|小\s?计)\Z|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)"
)


def _width_by_labels(words: Sequence[str], width: int) -> tuple[int, int]:
    """Columns and the first cell of the rows that begin with 合计, 一、 or (一), where those stand evenly and not as the
    closed rows say: headings in two rows mislead. Else ``width`` and the first cell of all."""
    places = [
        at
        for at, cell in enumerate(words[:-1])
        if _ROW.match(cell) and (not words[at + 1] or _FIGURE.match(words[at + 1]))
    ]
    steps = {after - before for before, after in itertools.pairwise(places)}
    if len(places) < 3 or len(steps) != 1:
        return width, 0
    step = steps.pop()
    figures = all(any(_FIGURE.match(cell) for cell in words[at + 1 : at + step]) for at in places)
    return (step, places[0]) if figures and step > 2 and step != width else (width, 0)


def _numbered(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Rows of a list whose first column counts them (序号, 1, 2, 3 …), as ranges of cells. What stands behind the last
    is the row of totals, or was cut off. Nothing where the list does not count its rows."""
    if "序号" not in words:
        return
    heading = words.index("序号")
    width = next((at for at in range(2, 20) if words[heading + at : heading + at + 1] == ["1"]), 0)
    starts = [heading + width]
    while width and len(starts) < len(words):
        number = str(len(starts) + 1)
        following = range(starts[-1] + width, starts[-1] + 1, -1)  # a row may have lost empty cells
        found = next((at for at in following if words[at : at + 1] == [number]), None)
        if found is None:
            break
        starts.append(found)
    if len(starts) < 2:
        return
    last = min(starts[-1] + width, len(words))
    end = next((at for at in range(starts[-1] + 2, last) if _TOTAL.match(words[at])), last)
    yield heading, heading + width
    yield from itertools.pairwise([*starts, end])
    if end < len(words) and _TOTAL.match(words[end]):
        yield end, min(end + width, len(words))


_TOTAL = re.compile(r"[一-龥]{0,4}(?:合\s?计|总\s?计|小\s?计)\Z|全[省市县区州旗]\Z")
_FIGURE = re.compile(r"\d[\d,.]*\Z")


def _width_by_kind(words: Sequence[str]) -> int:
    """Columns of a list whose rows nothing marks: the width under which columns hold either figures or words. 0 if none."""
    best, best_share = 0, Decimal("0.85")
    for width in range(3, min(12, len(words) // 3) + 1):
        pure = figures = 0
        for column in range(width):
            kinds = {_FIGURE.match(w) is not None for w in words[width + column :: width] if w}
            pure += len(kinds) <= 1
            figures += kinds == {True}
        share = Decimal(pure) / width
        if figures and share > best_share:
            best, best_share = width, share
    return best


def _tabbed(text: str) -> Iterator[Grid]:
    """Cells led by a tab, one a line; a blank line ends a row."""
    if "\t" not in text:
        return
    rows: list[tuple[GridCell, ...]] = []
    row: list[GridCell] = []
    last = -1
    for match in re.compile(r"(?m)^\t(?P<cell>[^\t\n]*)$|(?<=\n)\t(?P<more>[^\n]*)").finditer(text):
        start = match.start() + 1
        between = text[last:start] if last >= 0 else ""
        if last >= 0 and between.strip():
            if row:
                rows.append(tuple(row))
            if len(rows) > 1:
                yield Grid(tuple(rows))
            rows, row = [], []
        elif last >= 0 and between.count("\n") > 1 and row:
            rows.append(tuple(row))
            row = []
        row.append(_cell(text, start, match.end(), len(row)))
        last = match.end()
    if row:
        rows.append(tuple(row))
    if len(rows) > 1:
        yield Grid(tuple(rows))
