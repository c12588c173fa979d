"""A document as its reader leaves it: text, blocks and tables, each tied to its place in the original file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wenxiao.quantities.model import Span
from wenxiao.quantities.record import record
from wenxiao.told import Told

if TYPE_CHECKING:
    from wenxiao.documents.items import Item

__all__ = [
    "Anchor",
    "Block",
    "Box",
    "Cell",
    "Document",
    "Page",
    "Placement",
    "Recognised",
    "Span",
    "Table",
    "UnreadableError",
]


class UnreadableError(Told):
    """A file that cannot be read. Each message is one sentence for the user: what is wrong, where, what to do."""


class Box(NamedTuple):
    """Rectangle on a page, in points (1/72 inch) from the page's upper left corner as it is shown."""

    left: float
    top: float
    right: float
    bottom: float


@record
class Anchor:
    """Place in the original file, counted from 1.

    ``line`` for text; ``block`` (table, row, cell) for docx and html; ``page`` and ``box`` for what has pages; ``sheet`` (its
    name) and ``address`` (``B7``, of a merged cell its first) for spreadsheets.
    """

    line: int | None = None
    block: int | None = None
    table: int | None = None
    row: int | None = None
    cell: int | None = None
    part: str | None = None  # footnote, endnote, textbox, header; None is the body
    page: int | None = None
    box: Box | None = None
    sheet: str | None = None
    address: str | None = None


@record
class Block:
    """Heading, paragraph or table cell. ``level`` is the outline level of a heading (1 is highest), else None."""

    start: int
    end: int
    kind: str  # heading, paragraph, cell
    anchor: Anchor
    level: int | None = None


@record
class Cell:
    """Table cell: a range of the text, its grid position (from 0) and how many grid rows and columns it covers."""

    start: int
    end: int
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@record
class Table:
    """Cells in reading order. A merged cell occurs once, at its first grid position."""

    cells: tuple[Cell, ...]


@record
class Page:
    """A page as it is shown: its number from 1 and its size in points."""

    number: int
    width: float
    height: float


class Placement(NamedTuple):
    """Where a piece of one printed line stands: its range of the text, its page (from 1) and its box on it."""

    start: int
    end: int
    page: int
    box: Box


class Recognised(NamedTuple):
    """A range of the text that was recognised from a picture, and the confidence (0 to 1) of the recogniser."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Document:
    """``text`` of a text file is its content unchanged but for byte-order mark and line ends; offsets point into it."""

    path: str
    sha256: str
    media_type: str
    text: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()  # what the reader left out or could not place, for the user
    pages: tuple[Page, ...] = ()
    placements: tuple[Placement, ...] = ()  # in the order of the text
    recognised: tuple[Recognised, ...] = ()  # in the order of the text
    companions: tuple[str, ...] = ()  # names of the files that came together, its own among them
    origin: Item | None = field(default=None, compare=False, repr=False)  # where its bytes are, to show its pages

    @property
    def name(self) -> str:
        return Path(self.path).name
