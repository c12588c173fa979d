"""The sheets of a workbook as grids, with column letters and row numbers; cells with quantities and findings marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wenxiao.audit.model import Report
from wenxiao.audit.together import JointFinding
from wenxiao.documents.model import Block, Cell, Document
from wenxiao.documents.readers.sheets import letters
from wenxiao.publishing.html.marks import marks_of
from wenxiao.publishing.html.markup import both, esc
from wenxiao.publishing.html.sheet import Sheet
from wenxiao.publishing.words import Words

#: Cells, blank ones too, that are shown of one document.
MOST_CELLS = 6000
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")


class _Place(NamedTuple):
    """Row and column of a sheet, from 0."""

    row: int
    column: int


@dataclass(slots=True)
class _Grid:
    """A sheet: what stands where, and how many rows and columns a merged cell covers."""

    name: str
    cells: dict[_Place, tuple[int, int]] = field(default_factory=dict)  # range of the text
    merged: dict[_Place, tuple[int, int]] = field(default_factory=dict)  # rows, columns


@dataclass(slots=True)
class Grids:
    """What is shown of one document's sheets."""

    html: str = ""
    said: list[Words] = field(default_factory=list)


def grids(report: Report, number: int, joint: Sequence[tuple[int, JointFinding]]) -> Grids:
    """The sheets of one document; ``number`` is its number in the report."""
    document = report.reading.document
    sheet = Sheet(report, number, joint, copy=True)
    marks = sorted(marks_of(report, number, joint), key=lambda mark: mark.number)
    shown = Grids()
    left = MOST_CELLS
    for grid in _grids(document):
        if left <= 0:
            shown.said.append(_uncounted(grid.name))
            continue
        graves = {
            place: mark.severity
            for mark in reversed(marks)
            for place, (start, end) in grid.cells.items()
            if mark.start < end and start < mark.end
        }
        html, cut, taken = _written(grid, sheet, graves, left)
        left -= taken
        shown.html += html
        if cut is not None:
            shown.said.append(cut)
    return shown


def _uncounted(name: str) -> Words:
    return (f"工作表“{name}”太大，不显示；见文字。", f"Sheet “{name}” is too large and not shown; see the text.")


def _grids(document: Document) -> Iterator[_Grid]:
    """The sheets in the order of the document."""
    found: dict[str, _Grid] = {}
    places: dict[int, _Place] = {}
    for block in document.blocks:
        place = _place(block)
        if place is None or block.anchor.sheet is None:
            continue
        grid = found.setdefault(block.anchor.sheet, _Grid(block.anchor.sheet))
        grid.cells[place] = block.start, block.end
        places[block.start] = place
    names = {block.start: block.anchor.sheet for block in document.blocks if block.anchor.sheet is not None}
    inside = {cell.start for table in document.tables for cell in table.cells}
    for grid in found.values():
        _overflow(grid, {place for place, (start, _) in grid.cells.items() if start not in inside})
    for table in document.tables:
        filled = [(cell, places[cell.start]) for cell in table.cells if cell.start in places and cell.end > cell.start]
        if not filled:
            continue
        grid = found[names[filled[0][0].start]]
        first, first_place = filled[0]
        shift = first_place.column - first.column
        rows = {cell.row: place.row for cell, place in filled}
        for cell in table.cells:
            if cell.row in rows and (cell.rowspan > 1 or cell.colspan > 1):
                place = _Place(rows[cell.row], cell.column + shift)
                grid.merged[place] = _last_row(cell, rows) - place.row + 1, cell.colspan
    yield from found.values()


def _overflow(grid: _Grid, alone: set[_Place]) -> None:
    """A line of text runs on over the blank cells beside it, as it does on the sheet."""
    last = max(place.column for place in grid.cells)
    for place in alone:
        beside = (p.column for p in grid.cells if p.row == place.row and p.column > place.column)
        grid.merged[place] = 1, min(beside, default=last + 1) - place.column


def _last_row(cell: Cell, rows: dict[int, int]) -> int:
    """The row of the sheet to which a cell of a table reaches; blank rows between have no number in the table."""
    last = cell.row + cell.rowspan - 1
    while last > cell.row and last not in rows:
        last -= 1
    return rows[last]


def _place(block: Block) -> _Place | None:
    match = _ADDRESS.match(block.anchor.address or "")
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return _Place(int(match[2]) - 1, column - 1)


def _written(grid: _Grid, sheet: Sheet, graves: dict[_Place, str], most: int) -> tuple[str, Words | None, int]:
    """A sheet as HTML without its blank outer rows and columns; what is left out of it; how many cells it has."""
    top, bottom = min(p.row for p in grid.cells), max(p.row for p in grid.cells)
    first = min(p.column for p in grid.cells)
    last = max(p.column + grid.merged.get(p, (1, 1))[1] - 1 for p in grid.cells)
    bottom = max(bottom, *(p.row + rows - 1 for p, (rows, _) in grid.merged.items()), 0)
    rows = max(1, min(bottom - top + 1, most // (last - first + 1)))
    cut: Words | None = None
    if rows < bottom - top + 1:
        cut = (
            f"工作表“{grid.name}”只显示第 {top + 1}–{top + rows} 行，以下见文字。",
            f"Of sheet “{grid.name}” rows {top + 1}–{top + rows} are shown; the rest stands in the text.",
        )
    covered: set[_Place] = set()
    columns = range(first, last + 1)
    head = "".join(f'<th scope="col">{letters(column)}</th>' for column in columns)
    lines: list[str] = []
    for row in range(top, top + rows):
        cells: list[str] = []
        for column in columns:
            place = _Place(row, column)
            if place in covered:
                continue
            down, across = grid.merged.get(place, (1, 1))
            down, across = min(down, top + rows - row), min(across, last + 1 - column)
            covered |= {_Place(row + y, column + x) for y in range(down) for x in range(across)}
            span = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{across}"' if across > 1 else "")
            style = f' class="{graves[place]}"' if place in graves else ""
            body = sheet.inline(*grid.cells[place]) if place in grid.cells else ""
            cells.append(f"<td{span}{style}>{body}</td>")
        lines.append(f'<tr><th scope="row">{row + 1}</th>{"".join(cells)}</tr>')
    name = grid.name or ""
    title = f"<h3>{both(('工作表', 'Sheet'))} {esc(name)}</h3>" if name else ""
    html = (
        f'<section class="grid">{title}<div class="frame" tabindex="0" role="region" aria-label="工作表 sheet {esc(name)}">'
        f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div></section>"
    )
    return html, cut, rows * len(columns)
