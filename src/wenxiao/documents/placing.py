"""From a range of the text to its place on the page: exact where the characters are known, else by their usual widths."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from wenxiao.documents.facsimile import Edges
from wenxiao.documents.layout.lines import union, wide
from wenxiao.documents.model import Box, Document
from wenxiao.quantities.model import Span


class Placing:
    """Index of a document's placements, each look-up in logarithmic time."""

    __slots__ = ("_placements", "_starts", "_text")

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._placements = document.placements
        self._starts = [placement.start for placement in document.placements]

    def pieces(self, span: Span) -> list[tuple[int, int, int]]:
        """The printed lines that a range lies on: which placement, and from where to where in the text of it."""
        found = []
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        for at in range(first, bisect_left(self._starts, span.end)):
            start, end = max(span.start, self._placements[at].start), min(span.end, self._placements[at].end)
            while start < end and self._text[start].isspace():
                start += 1
            while start < end and self._text[end - 1].isspace():
                end -= 1
            if start < end:
                found.append((at, start - self._placements[at].start, end - self._placements[at].start))
        return found

    def whole(self, span: Span) -> bool:
        """Whether all that is printed of a range has a place."""
        left = {at for at in range(*span) if not self._text[at].isspace()}
        for at, start, end in self.pieces(span):
            begin = self._placements[at].start
            left -= set(range(begin + start, begin + end))
        return not left

    def boxes(self, span: Span, edges: Mapping[int, Edges | None]) -> list[tuple[int, Box]]:
        """Page and box of each line of a range. ``edges``: by placement, where its characters stand."""
        found: list[tuple[int, Box]] = []
        for at, start, end in self.pieces(span):
            begin, stop, page, box = self._placements[at]
            known = edges.get(at)
            if known is None:
                known = usual(self._text[begin:stop], box)
            lefts, rights = zip(*known[start:end], strict=True)
            here = Box(min(lefts), box.top, max(rights), box.bottom)
            if found and found[-1][0] == page and _goes_on(found[-1][1], here):
                here = union((found.pop()[1], here))
            found.append((page, here))
        return found


def _goes_on(before: Box, box: Box) -> bool:
    """Whether two boxes stand side by side on one line, as the words of a scan do."""
    tall = min(before.bottom - before.top, box.bottom - box.top)
    level = min(before.bottom, box.bottom) - max(before.top, box.top) > 0.5 * tall
    return level and -tall < box.left - before.right < 1.5 * tall


def usual(text: str, box: Box) -> Edges:
    """Where the characters of a line stand by their usual widths: Chinese fill a square, others half of one."""
    if len(text) > 1 and box.bottom - box.top > box.right - box.left:
        return ((box.left, box.right),) * len(text)  # it runs down the page
    widths = [1.0 if wide(character) else 0.5 for character in text]
    unit = (box.right - box.left) / (sum(widths) or 1.0)
    edges: list[tuple[float, float]] = []
    left = box.left
    for width in widths:
        edges.append((left, left + width * unit))
        left += width * unit
    return tuple(edges)
