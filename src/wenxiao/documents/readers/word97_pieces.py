"""The text of a Word 97-2003 file, put together from the pieces of its piece table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from struct import error, unpack_from

from wenxiao.documents.readers.compound import DamagedError
from wenxiao.documents.readers.word97_file import Part, WordFile
from wenxiao.documents.readers.word97_sprms import of_piece

_COMPRESSED = 0x40000000
_CHANGES, _TABLE = 1, 2
#: Stands for the second byte of a character that takes two positions.
FILLER = "\uffff"


class Pieces:
    """``text`` has one character per position, so that positions of the file are offsets into it."""

    def __init__(self, file: WordFile) -> None:
        clx = file.part(Part.PIECES)
        changes: list[bytes] = []
        try:
            at = 0
            while at < len(clx) and clx[at] == _CHANGES:
                size = unpack_from("<H", clx, at + 1)[0]
                changes.append(clx[at + 3 : at + 3 + size])
                at += 3 + size
            if at >= len(clx) or clx[at] != _TABLE:
                raise DamagedError("no piece table")
            size = unpack_from("<I", clx, at + 1)[0]
            count = (min(size, len(clx) - at - 5) - 4) // 12
            starts = unpack_from(f"<{count + 1}I", clx, at + 5) if count > 0 else ()
            pieces = [unpack_from("<HIH", clx, at + 9 + 4 * count + 8 * number) for number in range(count)]
        except error:
            raise DamagedError("piece table cut off") from None
        if not pieces or starts[0] != 0 or list(starts) != sorted(starts) or starts[-1] > len(file.main):
            raise DamagedError("piece table out of order")
        self._starts = starts
        self._places: list[tuple[int, int]] = []  # where a piece begins in the main stream, bytes of a character
        self.changes = [of_piece(modifier, changes) for _, _, modifier in pieces]
        self.plain = not any(self.changes)
        self._last = (0, 0, 0, 0)
        texts = []
        for (_, where, _), begin, end in zip(pieces, starts, starts[1:], strict=False):
            width = 1 if where & _COMPRESSED else 2
            offset = (where & ~_COMPRESSED) // 2 if width == 1 else where
            raw = file.main[offset : offset + width * (end - begin)]
            if len(raw) < width * (end - begin):
                raise DamagedError("a piece reaches beyond the text")
            texts.append(_single(raw) if width == 1 else _double(raw))
            self._places.append((offset, width))
        self.text = "".join(texts)
        if self.text.count("\0") * 20 > len(self.text):
            raise DamagedError("zeros where text should be")

    def piece(self, position: int) -> int:
        return min(bisect_right(self._starts, position), len(self._places)) - 1

    def offset(self, position: int) -> int:
        """Where the character at a position lies in the main stream."""
        begin, end, offset, width = self._last
        if not begin <= position < end:
            piece = self.piece(position)
            offset, width = self._places[piece]
            begin = self._starts[piece]
            self._last = begin, self._starts[piece + 1], offset, width
        return offset + width * (position - begin)

    def spans(self) -> Iterator[tuple[int, int, int, int]]:
        """Of each piece: where it begins in the main stream, bytes of a character, first position, position after."""
        for (offset, width), begin, end in zip(self._places, self._starts, self._starts[1:], strict=False):
            yield offset, width, begin, end


def _double(raw: bytes) -> str:
    text = raw.decode("utf-16-le", "surrogatepass")
    if len(text) * 2 == len(raw):
        return text
    return "".join(map(chr, unpack_from(f"<{len(raw) // 2}H", raw)))  # characters of two units stay two positions


def _single(raw: bytes) -> str:
    """Characters of one byte: Windows-1252, or, as some programs write it, GBK."""
    if raw.isascii():
        return raw.decode("ascii")
    return _chinese(raw) or "".join(_WESTERN[byte] for byte in raw)


def _chinese(raw: bytes) -> str | None:
    """Text of bytes that are GBK beyond doubt: all pairs are of the common characters and there are several."""
    try:
        text = raw.decode("gb2312")
    except UnicodeDecodeError:
        return None
    wide = [c for c in text if c > "\x7f"]
    if len(wide) < 4 or sum("\u4e00" <= c <= "\u9fff" for c in wide) * 2 < len(wide):
        return None
    return "".join(c if c < "\x80" else c + FILLER for c in text)


_WESTERN = [bytes((byte,)).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in range(256)]
