"""Rows of tables in Word 97-2003 files: where each cell stands in the grid and how far it reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from struct import unpack_from

from wenxiao.documents.readers.word97_sprms import TABLE_DEFINITION, sprms
from wenxiao.documents.readers.writer import MAX_COLUMNS, Placed

_VERTICAL_MERGE, _MERGE, _SPLIT = 0xD62B, 0x5624, 0x5625
_WATCHED = frozenset({TABLE_DEFINITION, _VERTICAL_MERGE, _MERGE, _SPLIT})
_ACROSS, _DOWN, _DOWN_FIRST = 0x0003, 0x0020, 0x0040
_CELL = 20  # bytes of a cell's description
#: Edges that lie nearer to each other than this (twips, 1/20 pt) are one; no column is as narrow.
_NEAR = 30


@dataclass(slots=True)
class _Side:
    """A cell's left edge, and whether it goes on with the cell to its left or the one above."""

    left: int
    across: bool = False
    down: bool = False


@dataclass(slots=True)
class RowShape:
    sides: list[_Side]
    right: int


def row_shape(changes: bytes) -> RowShape | None:
    """Edges and merges of the cells of a row; None where the file does not say."""
    edges: tuple[int, ...] = ()
    flags: list[int] = []
    across: list[bool] = []
    for code, operand in sprms(changes, _WATCHED):
        if code == TABLE_DEFINITION and operand:
            count = min(operand[0], (len(operand) - 3) // 2)
            if count < 1:
                continue
            edges = unpack_from(f"<{count + 1}h", operand, 1)
            cells = operand[3 + 2 * count :]
            flags = [int.from_bytes(cells[_CELL * at : _CELL * at + 2], "little") for at in range(count)]
            across = _across(flags)
        elif code == _VERTICAL_MERGE and len(operand) == 2 and operand[0] < len(flags):
            kept = flags[operand[0]] & ~(_DOWN | _DOWN_FIRST)
            flags[operand[0]] = kept | (operand[1] & 1) * _DOWN | (operand[1] >> 1 & 1) * _DOWN_FIRST
        elif code in (_MERGE, _SPLIT):
            for at in range(operand[0], min(operand[1], len(across))):
                across[at] = code == _MERGE and at > operand[0]
    if not edges:
        return None
    sides = [
        _Side(left, merged, bool(flag & _DOWN) and not flag & _DOWN_FIRST)
        for left, merged, flag in zip(edges, across, flags, strict=False)
    ]
    return RowShape(sides, edges[-1])


def _across(flags: list[int]) -> list[bool]:
    """Which cells go on with the one to their left.

    Programs disagree which of two bits begins a merge, so whichever the first of a run of cells has begins every one.
    """
    merged: list[bool] = []
    first = 0
    for flag in flags:
        kind = flag & _ACROSS
        first = (first or kind) if kind else 0
        merged.append(kind != first)
    return merged


def place(rows: list[tuple[RowShape | None, list[str]]]) -> list[list[Placed]]:
    """Cells by row, each at the first of the grid positions that it covers. A row gives its shape and its cells' text."""
    columns = _columns(shape for shape, texts in rows if shape is not None and len(shape.sides) == len(texts))
    lines: list[list[Placed]] = []
    above: dict[int, Placed] = {}
    for at, (shape, texts) in enumerate(rows):
        line: list[Placed] = []
        current: dict[int, Placed] = {}
        fits = shape is not None and len(shape.sides) == len(texts)
        for number, text in enumerate(texts):
            if shape is None or not fits:
                column, width, side = number, 1, _Side(0)
            else:
                side = shape.sides[number]
                right = shape.sides[number + 1].left if number + 1 < len(shape.sides) else shape.right
                column = columns[side.left]
                width = min(max(columns[right] - column, 1), MAX_COLUMNS)
            upper = above.get(column) if side.down else None
            if upper is not None:
                upper.rowspan = at - upper.row + 1
                current[column] = upper
            elif side.across and line:
                line[-1].colspan += width
            else:
                current[column] = Placed(text, at, column, 1, width)
                line.append(current[column])
        lines.append(line)
        above = current
    return lines


def _columns(shapes: Iterable[RowShape]) -> dict[int, int]:
    """Number of the grid column that begins at each edge."""
    edges = {edge for shape in shapes for edge in (*(side.left for side in shape.sides), shape.right)}
    columns: dict[int, int] = {}
    number, first = -1, 0
    for edge in sorted(edges):
        if number < 0 or edge - first > _NEAR:
            number, first = number + 1, edge
        columns[edge] = number
    return columns
