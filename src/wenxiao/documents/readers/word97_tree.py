"""Paragraphs of a Word 97-2003 file put into tables, rows and cells.

A cell ends with a mark of its own, or, in a table within a table, with a paragraph that says so; a row ends with a
paragraph that holds nothing but the description of the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from wenxiao.documents.readers.word97_paragraphs import Paragraphs, Properties

_CELL_MARK, _PAGE_MARK = "\x07", "\x0c"
_END = re.compile("[\r\x07\x0c]")


@dataclass(slots=True)
class Paragraph:
    """``start`` of its text and ``end``, the position of its mark."""

    start: int
    end: int
    properties: Properties


@dataclass(slots=True)
class Row:
    """``changes`` describe its cells; ``end`` is the position of its mark, or -1."""

    cells: list[list[Paragraph | Grid]] = field(default_factory=list)
    changes: bytes = b""
    end: int = -1


@dataclass(slots=True)
class Grid:
    """A table."""

    rows: list[Row] = field(default_factory=list)


Node = Paragraph | Grid


@dataclass(slots=True)
class _Open:
    """A table whose end is not reached yet, its current row and that row's current cell."""

    grid: Grid = field(default_factory=Grid)
    row: Row = field(default_factory=Row)
    cell: list[Node] = field(default_factory=list)

    def end_cell(self) -> None:
        self.row.cells.append(self.cell)
        self.cell = []

    def end_row(self, changes: bytes, position: int) -> None:
        if self.cell:
            self.end_cell()
        self.row.changes, self.row.end = changes, position
        if self.row.cells:
            self.grid.rows.append(self.row)
        self.row = Row()


def nodes(text: str, paragraphs: Paragraphs, start: int, end: int) -> Iterator[Node]:
    """Paragraphs and tables of ``text[start:end]`` in their order; tables within tables are in their cells."""
    tables: list[_Open] = []
    for paragraph, mark in _paragraphs(text, paragraphs, start, end):
        properties = paragraph.properties
        depth = max(properties.depth, 1) if mark == _CELL_MARK else properties.depth
        while len(tables) > depth:
            yield from _close(tables)
        if not depth:
            yield paragraph
            continue
        while len(tables) < depth:
            tables.append(_Open())
        table = tables[-1]
        if properties.row_end:
            table.end_row(properties.row, paragraph.end)
            continue
        table.cell.append(paragraph)
        if properties.cell_end or (mark == _CELL_MARK and depth == 1):
            table.end_cell()
    while tables:
        yield from _close(tables)


def _close(tables: list[_Open]) -> Iterator[Grid]:
    """End the innermost table: put it into its cell, or give it where it is in none."""
    table = tables.pop()
    table.end_row(b"", -1)
    if table.grid.rows and tables:
        tables[-1].cell.append(table.grid)
    elif table.grid.rows:
        yield table.grid


def _paragraphs(text: str, paragraphs: Paragraphs, start: int, end: int) -> Iterator[tuple[Paragraph, str]]:
    for found in _END.finditer(text, start, end):
        mark = found[0]
        position = found.start()
        if mark == _PAGE_MARK and not paragraphs.ends(position):
            continue
        yield Paragraph(start, position, paragraphs.of(position)), mark
        start = position + 1
    if start < end:
        yield Paragraph(start, end, paragraphs.of(end - 1)), ""
