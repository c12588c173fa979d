"""What stands on a page, and what it turns out to be. Lengths are points from the page's upper left corner as shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wenxiao.documents.model import Box


class Word(NamedTuple):
    """Characters that stand side by side on one line, without a gap. A word may be a whole line or one character."""

    text: str
    box: Box
    size: float  # of the font
    bold: bool = False
    edges: Sequence[float] = ()  # where each character begins; empty where that is not known
    confidence: float = 1.0  # below 1 where it was recognised from a picture


class Stroke(NamedTuple):
    """A ruling line: ``at`` is its one coordinate, ``start`` and ``end`` the other."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Sheet:
    """A page with what is printed on it, in any order. Page numbers count from 1."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    across: list[Stroke] = field(default_factory=list)  # horizontal ruling lines, ``at`` from the top
    down: list[Stroke] = field(default_factory=list)  # vertical ones, ``at`` from the left


@dataclass(slots=True)
class Line:
    """Words of one printed line from left to right, with the spaces that stand between them."""

    text: str
    page: int
    box: Box
    size: float
    bold: bool
    words: Sequence[Word] = ()
    confidence: float = 1.0


class Column(NamedTuple):
    """Where text runs from left to right, and what sets its paragraphs apart: an indented first line, or a distance
    between the lower edges of two lines from which on a new one begins (0 where that is not so)."""

    left: float
    right: float
    indents: bool
    apart: float = 0.0


@dataclass(slots=True)
class Paragraph:
    """Lines that make one paragraph. ``text`` of a line ends with a space where one parts it from the next."""

    lines: list[Line]
    column: Column
    part: str | None = None  # footnote; None is the body

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


@dataclass(slots=True)
class TableCell:
    """A cell of the grid, its position from 0, with its lines."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    lines: list[Line]

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


@dataclass(slots=True)
class Grid:
    """A table: cells by row and column, and where its columns are parted. ``rows`` counts grid rows."""

    page: int
    box: Box
    columns: list[float]
    rows: int
    cells: list[TableCell]


@dataclass(slots=True)
class Page:
    """A page after its ruled tables are found: they, and the lines beside them, from top to bottom."""

    number: int
    width: float
    height: float
    lines: list[Line]
    grids: list[Grid]
    rules: list[Stroke]  # horizontal ruling lines that belong to no table
