"""Formatted disk pages: 512 bytes of the main stream that tie ranges of it to changes of properties."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from struct import error, unpack_from
from typing import Generic, TypeVar

from wenxiao.documents.readers.compound import DamagedError
from wenxiao.documents.readers.word97_file import Part, WordFile

_PAGE = 512
_PARAGRAPH, _CHARACTER = 13, 1  # bytes per entry


Parsed = TypeVar("Parsed")


class Pages(Generic[Parsed]):
    """The pages for paragraphs or for characters, in the order of the main stream; ``parse`` is given the changes."""

    def __init__(self, file: WordFile, part: Part, parse: Callable[[bytes], Parsed]) -> None:
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
        self._parse = parse
        self._known: dict[bytes, Parsed] = {}
        self._page = -1
        self._bounds: tuple[int, ...] = ()
        self._runs: list[Parsed] = []

    def holding(self, codes: Sequence[bytes]) -> Iterator[tuple[int, int, Parsed]]:
        """Runs of bytes with their changes, of the pages on which any of the ``codes`` occurs: first, after the last, changes."""
        for page, number in enumerate(self._numbers):
            content = self._main[number * _PAGE : (number + 1) * _PAGE]
            if any(code in content for code in codes):
                self._turn(page)
                yield from zip(self._bounds, self._bounds[1:], self._runs, strict=False)

    def at(self, offset: int) -> tuple[int, Parsed | None]:
        """Where the run of an offset ends, and its changes; None beyond what any page describes."""
        bounds = self._bounds
        if not bounds or not bounds[0] <= offset < bounds[-1]:
            page = bisect_right(self._firsts, offset) - 1
            if page < 0:
                return 0, None
            if page != self._page:
                self._turn(page)
            bounds = self._bounds
        run = bisect_right(bounds, offset)
        return (bounds[run], self._runs[run - 1]) if 0 < run < len(bounds) else (0, None)

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
        first = 4 * count + 4
        entries = content[first : first + width * count : width]
        loaded = {entry: self._load(content, entry) for entry in set(entries)}
        self._runs = [loaded[entry] for entry in entries]

    def _load(self, content: bytes, entry: int) -> Parsed:
        """The changes of an entry, which is half the offset of their count; without an offset there are none."""
        changes = b""
        if entry:
            at = 2 * entry
            size = content[at]
            if self._entry == _PARAGRAPH:
                if size:
                    size = 2 * size - 1
                else:
                    at += 1
                    size = 2 * content[at]
            changes = content[at + 1 : at + 1 + size]
        known = self._known.get(changes)
        if known is None:
            known = self._known[changes] = self._parse(changes)
        return known
