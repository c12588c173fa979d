"""Runs of characters in Word 97-2003 files that are not printed as they stand: revisions, hidden text, symbols."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from wenxiao.documents.readers.compound import DamagedError
from wenxiao.documents.readers.symbols import symbol
from wenxiao.documents.readers.word97_file import Part, WordFile
from wenxiao.documents.readers.word97_pages import Pages
from wenxiao.documents.readers.word97_pieces import Pieces
from wenxiao.documents.readers.word97_sprms import sprms

_DELETED, _INSERTED, _HIDDEN, _SYMBOL = 0x0800, 0x0801, 0x083C, 0x6A09
_WATCHED = frozenset({_DELETED, _INSERTED, _HIDDEN, _SYMBOL})
_BYTES = tuple(code.to_bytes(2, "little") for code in _WATCHED)
_ON = frozenset({b"\x01", b"\x81"})
_NAME = 40  # offset of a font's name in its entry
_MOST = 500_000


class _Kind(NamedTuple):
    """What is said of a run. ``shown`` is printed in its place; None: its text."""

    deleted: bool
    inserted: bool
    hidden: bool
    shown: str | None


class Marks:
    """The runs in the order of their positions."""

    def __init__(self, file: WordFile, pieces: Pieces, counts: Counter[str]) -> None:
        """``counts`` gets the number of deletions, insertions and hidden runs."""
        self._file = file
        runs = sorted(self._found(file, pieces))
        self._count(runs, counts)
        self._runs = [(start, end, kind) for start, end, kind in runs if kind.deleted or kind.shown is not None]
        self._starts = [start for start, _, _ in self._runs]

    def cut(self, text: str, start: int, end: int) -> str:
        """What is left of ``text[start:end]``, with its symbols."""
        left: list[str] = []
        for at in range(max(bisect_right(self._starts, start) - 1, 0), len(self._runs)):
            first, last, kind = self._runs[at]
            if first >= end:
                break
            if last > start:
                left.append(text[start : max(first, start)])
                left.append(kind.shown or "")
                start = last
        left.append(text[start:end])
        return "".join(left)

    def deleted(self, position: int) -> bool:
        """Whether the character at ``position`` is deleted."""
        at = bisect_right(self._starts, position) - 1
        return at >= 0 and position < self._runs[at][1] and self._runs[at][2].deleted

    def _found(self, file: WordFile, pieces: Pieces) -> Iterator[tuple[int, int, _Kind]]:
        spans = sorted(pieces.spans())
        firsts = [offset for offset, *_ in spans]
        found = 0
        for first, last, kind in Pages(file, Part.CHARACTERS, self._kind).holding(_BYTES):
            if kind is None:
                continue
            for at in range(max(bisect_right(firsts, first) - 1, 0), len(spans)):
                offset, width, begin, end = spans[at]
                if offset >= last:
                    break
                start, stop = max(begin, begin + (first - offset) // width), min(end, begin + (last - offset) // width)
                found += 1
                if start < stop:
                    yield start, stop, kind
            if found > _MOST:
                raise DamagedError("more runs of characters than a document has")
        if not pieces.plain:
            for (_, _, begin, end), changes in zip(pieces.spans(), pieces.changes, strict=True):
                kind = self._kind(changes)
                if kind is not None and begin < end:
                    yield begin, end, kind

    def _kind(self, changes: bytes) -> _Kind | None:
        if not any(code in changes for code in _BYTES):
            return None
        given = dict(sprms(changes, _WATCHED))
        deleted, inserted, hidden = (given.get(code) in _ON for code in (_DELETED, _INSERTED, _HIDDEN))
        shown = "" if deleted or hidden else None
        sign = given.get(_SYMBOL)
        if sign is not None and shown is None:
            font = int.from_bytes(sign[:2], "little")
            shown = symbol(self._fonts.get(font, ""), int.from_bytes(sign[2:], "little"))
        return _Kind(deleted, inserted, hidden, shown) if inserted or shown is not None else None

    @cached_property
    def _fonts(self) -> dict[int, str]:
        """Names of the fonts by their number."""
        table = self._file.part(Part.FONTS)
        names: dict[int, str] = {}
        at = 4
        for number in range(int.from_bytes(table[:2], "little")):
            if at >= len(table):
                break
            size = table[at] + 1
            name = table[at + _NAME : at + size].decode("utf-16-le", "replace")
            names[number] = name.partition("\0")[0]
            at += size
        return names

    @staticmethod
    def _count(runs: list[tuple[int, int, _Kind]], counts: Counter[str]) -> None:
        for at, name in enumerate(("deletions", "insertions", "hidden")):
            reached = -1
            for start, end, kind in runs:
                if kind[at]:
                    counts[name] += start != reached
                    reached = end
