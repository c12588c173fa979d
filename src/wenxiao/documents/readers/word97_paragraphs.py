"""Properties of paragraphs in Word 97-2003 files: style, list, outline level, and place in a table."""

from __future__ import annotations

from dataclasses import dataclass

from wenxiao.documents.readers.compound import DamagedError
from wenxiao.documents.readers.word97_file import Part, WordFile
from wenxiao.documents.readers.word97_pages import Pages
from wenxiao.documents.readers.word97_pieces import Pieces
from wenxiao.documents.readers.word97_sprms import sprms

#: Tables within tables that are told apart; deeper ones count as this deep.
MAX_DEPTH = 16
_STYLE, _LEVEL, _LIST, _OUTLINE = 0x4600, 0x260A, 0x460B, 0x2640
_IN_TABLE, _ROW_END, _DEPTH = 0x2416, 0x2417, 0x6649
_INNER_CELL, _INNER_ROW_END = 0x244B, 0x244C
_ELSEWHERE = (0x6645, 0x6646, 0x646B)  # the changes, or those of the table, lie in the data stream
_WATCHED = frozenset(
    {_STYLE, _LEVEL, _LIST, _OUTLINE, _IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW_END, *_ELSEWHERE}
)


@dataclass(slots=True)
class Properties:
    """What the file says of a paragraph itself; None where its style decides. ``depth`` 0 is outside of tables."""

    style: int = 0
    list: int | None = None
    list_level: int | None = None
    outline: int | None = None
    depth: int = 0
    cell_end: bool = False  # of a table within a table; others have a mark of their own
    row_end: bool = False
    changes: bytes = b""  # all of them, as they stand
    row: bytes = b""  # those that describe the table row, of a row end


_NOTHING = Properties()


class Paragraphs:
    """Properties of paragraphs by the position of their last character."""

    def __init__(self, file: WordFile, pieces: Pieces) -> None:
        self._file = file
        self._pieces = pieces
        self._pages = Pages(file, Part.PARAGRAPHS, self._parse)
        self._changed: dict[bytes, Properties] = {}
        self._stored: dict[int, bytes] = {}  # changes that lie in the data stream, by their place
        self._read = 0

    def ends(self, position: int) -> bool:
        """Whether a paragraph ends with the character at ``position``, by its formatting."""
        offset = self._pieces.offset(position)
        end, _ = self._pages.at(offset)
        return offset < end <= offset + 2

    def of(self, position: int) -> Properties:
        """Properties of the paragraph that ends at ``position``."""
        _, found = self._pages.at(self._pieces.offset(position))
        if found is None:
            return _NOTHING
        if self._pieces.plain:
            return found
        changes = found.changes + self._pieces.changes[self._pieces.piece(position)]
        known = self._changed.get(changes)
        if known is None:
            known = self._changed[changes] = self._parse(changes)
        return known

    def _parse(self, changes: bytes) -> Properties:
        found = Properties(style=int.from_bytes(changes[:2], "little"), changes=changes)
        pending = [sprms(changes[2:], _WATCHED)]
        depth: int | None = None
        inside = row_end = False
        row = b""
        while pending:
            code, operand = next(pending[-1], (0, b""))
            if not code:
                pending.pop()
                continue
            value = int.from_bytes(operand[:4], "little")
            if code == _STYLE:
                found.style = value
            elif code == _LEVEL:
                found.list_level = min(value, 8)
            elif code == _LIST:
                found.list = value
            elif code == _OUTLINE:
                found.outline = min(value, 9)
            elif code == _IN_TABLE:
                inside = value == 1
            elif code == _DEPTH:
                depth = min(value, MAX_DEPTH) if value < 1 << 31 else 0
            elif code in (_ROW_END, _INNER_ROW_END):
                row_end = row_end or value == 1
            elif code == _INNER_CELL:
                found.cell_end = value == 1
            elif code in _ELSEWHERE and len(pending) == 1:  # what lies elsewhere sends nowhere else
                more = self._elsewhere(value)
                row += more
                pending.append(sprms(more, _WATCHED))
        found.depth = max(depth or 0, int(inside)) if inside or depth else 0
        found.row_end = row_end
        found.row = changes[2:] + row if row_end else b""
        return found

    def _elsewhere(self, at: int) -> bytes:
        """Changes that lie in the data stream; no two places of an honest file share any."""
        known = self._stored.get(at)
        if known is None:
            data = self._file.data
            size = int.from_bytes(data[at : at + 2], "little")
            known = self._stored[at] = data[at + 2 : at + 2 + size]
            self._read += len(known)
            if self._read > len(data):
                raise DamagedError("changes of properties lie upon each other")
        return known
