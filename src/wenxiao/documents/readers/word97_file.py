"""The parts of a Word 97-2003 file: its streams, and where the file information block says that each structure lies.

Structures are those of [MS-DOC], the published description of the format; all numbers are little-endian.
"""

from __future__ import annotations

from enum import IntEnum
from struct import unpack_from

from wenxiao.documents.readers.compound import Compound, DamagedError

_SIGNATURE = 0xA5EC
_OLDEST = 0xC1  # Word 97; earlier versions keep their text in another way
_ENCRYPTED, _TABLE_1, _OBFUSCATED = 0x0100, 0x0200, 0x8000
_COUNTS, _PAIRS = 76, 154  # offsets of the counts of characters and of the list of structures


class Part(IntEnum):
    """Numbers of structures in the file information block."""

    STYLES = 1
    FOOTNOTES = 3
    COMMENTS = 4
    CHARACTERS = 12
    PARAGRAPHS = 13
    FONTS = 15
    PIECES = 33
    SHAPES = 40
    ENDNOTES = 47
    DRAWINGS = 50
    BOXES = 56
    LISTS = 73
    LIST_OVERRIDES = 74


class EncryptedError(Exception):
    """The document has a password."""


class WordFile:
    """``main`` holds text and formatting, ``table`` what ties them together, ``data`` what was too large for either.

    The counts are in characters: the text of the document is followed by that of its footnotes, headers, macros, comments,
    endnotes and text boxes. Raises ``DamagedError`` and ``EncryptedError``.
    """

    def __init__(self, raw: bytes) -> None:
        compound = Compound(raw)
        self.main = compound.stream("WordDocument")
        if len(self.main) < _PAIRS:
            raise DamagedError("no file information block")
        signature, version = unpack_from("<HH", self.main)
        flags: int = unpack_from("<H", self.main, 10)[0]
        if signature != _SIGNATURE or version < _OLDEST:
            raise DamagedError("not of Word 97 or later")
        if flags & (_ENCRYPTED | _OBFUSCATED):
            raise EncryptedError
        self.table = compound.stream("1Table" if flags & _TABLE_1 else "0Table")
        self._compound = compound
        self._data: bytes | None = None
        counts = unpack_from("<7i", self.main, _COUNTS)
        if min(counts) < 0:
            raise DamagedError("negative counts of characters")
        self.body, self.footnotes, self.headers, self.macros, self.comments, self.endnotes, self.boxes = counts

    @property
    def data(self) -> bytes:
        if self._data is None:
            self._data = self._compound.stream("Data")
        return self._data

    def place(self, part: Part) -> tuple[int, int]:
        """Where a structure begins and ends in ``table``; an empty range where there is none."""
        at = _PAIRS + 8 * part
        if part >= unpack_from("<H", self.main, _PAIRS - 2)[0] or at + 8 > len(self.main):
            return 0, 0
        start, size = unpack_from("<II", self.main, at)
        return (start, min(start + size, len(self.table))) if start < len(self.table) else (0, 0)

    def part(self, part: Part) -> bytes:
        start, end = self.place(part)
        return self.table[start:end]
