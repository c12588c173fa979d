"""Formatted disk pages: 512 bytes of the main stream that tie ranges of it to changes of properties."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from struct import error, unpack_from

from wenxiao.documents.readers.compound import DamagedError
from wenxiao.documents.readers.word97_file import Part, WordFile

_PAGE = 512
_PARAGRAPH, _CHARACTER = 13, 1  # bytes per entry


class Pages:
    """The pages for paragraphs or for characters, in the order of the main stream."""

    def __init__(self, file: WordFile, part: Part) -> None:
        self._main = file.main
        listing = file.part(part)
        count = min((len(listing) - 4) // 8, len(file.main) // _PAGE)
        try:
            self._firsts = unpack_from(f"<{count}I", listing) if count > 0 else ()
            numbers = unpack_from(f"<{count}I", listing, (len(listing) - 4) // 8 * 4 + 4) if count > 0 else ()
        except error:
            raise DamagedError("list of formatting pages cut off") from None
        self._numbers = [number & 0x3FFFFF for number in numbers]
        self._entry = _PARAGRAPH if part is Part.PARAGRAPHS else _CHARACTER
        self._page = -1
        self._bounds: tuple[int, ...] = ()
        self._runs: list[bytes] = []

    def __iter__(self) -> Iterator[tuple[int, int, bytes]]:
        """Each run of bytes with its changes: first, after the last, changes."""
        for page in range(len(self._numbers)):
            self._turn(page)
            for at, changes in enumerate(self._runs):
                yield self._bounds[at], self._bounds[at + 1], changes

    def at(self, offset: int) -> tuple[int, bytes]:
        """Where the run of an offset ends, and its changes; nothing beyond what any page describes."""
        page = bisect_right(self._firsts, offset) - 1
        if page < 0:
            return 0, b""
        if page != self._page:
            self._turn(page)
        run = bisect_right(self._bounds, offset) - 1
        return (self._bounds[run + 1], self._runs[run]) if 0 <= run < len(self._runs) else (0, b"")

    def _turn(self, page: int) -> None:
        """Load a page. What lies outside of it has no changes."""
        start = self._numbers[page] * _PAGE
        content = self._main[start : start + _PAGE]
        self._page, self._bounds, self._runs = page, (), []
        if len(content) < _PAGE:
            return
        width = self._entry
        count = min(content[-1], (_PAGE - 5) // (4 + width))
        self._bounds = unpack_from(f"<{count + 1}I", content)
        paragraph = width == _PARAGRAPH
        known: dict[int, bytes] = {}
        first = 4 * count + 4
        for entry in content[first : first + width * count : width]:
            changes = known.get(entry)
            if changes is None:
                at = 2 * entry
                size = content[at]
                if paragraph and size:
                    size = 2 * size - 1
                elif paragraph:
                    at += 1
                    size = 2 * content[at]
                changes = known[entry] = content[at + 1 : at + 1 + size] if entry else b""
            self._runs.append(changes)
