"""Lay out the text of a structured document: a line per paragraph, a line per table row, a tab between cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wenxiao.documents.model import Anchor, Block, Cell, Page, Placement, Recognised, Table
from wenxiao.documents.readers.base import Content

# Characters without a shape or width; at the edge of a cell they would hide the edge.
_INVISIBLE = re.compile("[\0-\x08\x0e-\x1f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
#: Columns of a grid: a wider span is cut to this.
MAX_COLUMNS = 256


@dataclass(slots=True)
class Placed:
    """A cell with its content and its grid position (from 0), before it has a place in the text."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    anchor: Anchor | None = None  # where it stands, if that says more than table, row and cell
    pieces: Sequence[Placement] = ()  # where its lines are printed, counted from the beginning of its text
    recognised: Sequence[Recognised] = ()  # which of it was read from a picture, counted from there too
    address: str | None = None  # its name on a sheet


class Writer:
    """Collects lines; every offset it hands out is final."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._at = 0
        self._blocks: list[Block] = []
        self._tables: list[Table] = []
        self._placements: list[Placement] = []
        self._recognised: list[Recognised] = []

    def _put(self, text: str) -> int:
        start = self._at
        self._pieces.append(text)
        self._at = start + len(text)
        return start

    def _place(self, start: int, pieces: Iterable[Placement], recognised: Iterable[Recognised]) -> None:
        for begin, end, page, box in pieces:
            self._placements.append(Placement(start + begin, start + end, page, box))
        for begin, end, confidence in recognised:
            self._recognised.append(Recognised(start + begin, start + end, confidence))

    def paragraph(
        self,
        text: str,
        anchor: Anchor,
        level: int | None = None,
        pieces: Iterable[Placement] = (),
        recognised: Iterable[Recognised] = (),
    ) -> None:
        """A line of its own; an empty one stays an empty line and makes no block.

        ``pieces`` and ``recognised`` count from the beginning of ``text``.
        """
        start = self._put(text)
        self._place(start, pieces, recognised)
        if text:
            self._blocks.append(Block(start, self._at, "paragraph" if level is None else "heading", anchor, level))
        self._put("\n")

    def table(self, rows: Sequence[Iterable[Placed]], anchor: Anchor) -> None:
        """A line per row. White space inside a cell becomes one space, so that a tab always parts two cells.

        A cell with ``pieces`` or ``recognised`` must come with its white space in that form already.
        """
        table = len(self._tables) + 1
        cells: list[Cell] = []
        pieces, blocks, at = self._pieces, self._blocks, self._at
        for number, row in enumerate(rows, 1):
            for order, placed in enumerate(row, 1):
                if order > 1:
                    pieces.append("\t")
                    at += 1
                start, text = at, tidy(placed.text)
                if text:
                    pieces.append(text)
                    at += len(text)
                    known = placed.anchor or anchor
                    # Several times as fast as ``replace``, and a document has many cells.
                    place = Anchor(
                        known.line, known.block, table, number, order, known.part, known.page, known.box, known.sheet,
                        placed.address or known.address,
                    )  # fmt: skip
                    blocks.append(Block(start, at, "cell", place))
                if placed.pieces or placed.recognised:
                    self._place(start, placed.pieces, placed.recognised)
                cells.append(Cell(start, at, placed.row, placed.column, placed.rowspan, placed.colspan))
            pieces.append("\n")
            at += 1
        self._at = at
        if cells:
            self._tables.append(Table(tuple(cells)))

    def content(self, notes: Iterable[str] = (), pages: Iterable[Page] = ()) -> Content:
        return Content(
            "".join(self._pieces),
            tuple(self._blocks),
            tuple(self._tables),
            tuple(notes),
            tuple(pages),
            tuple(self._placements),
            tuple(self._recognised),
        )


def tidy(text: str) -> str:
    """Text of a cell: no characters without a shape, one space for any white space, none at its ends."""
    if text.isalnum():
        return text  # as most are
    if _INVISIBLE.search(text) is not None:
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())
