"""The text as it is read: a second text beside the document's own, with a map back.

Line breaks that a page end put into a sentence are joined, spaces inside Chinese text are dropped, full-width digits,
brackets and signs are folded to half width, and traditional characters of the field to simplified ones. Everything
above this floor matches patterns against this text only.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from wenxiao.documents.directives import without_directives
from wenxiao.documents.folding import fold
from wenxiao.documents.model import Document, Span, Table

_GAP = re.compile(
    r"[ \t\r\n\f\v\u3000\u00a0\u2028\u2029\u2000-\u200f\u202a-\u202f\u205f\u2060\ufeff\u00ad\u0000-\u0008\u000e-\u001f]+"
)
# How a new paragraph, list item or table line begins: nothing before it is joined to it.
_STARTS = re.compile(
    r"[(]?[一二三四五六七八九十百]{1,4}[)、.:]|[(]?\d{1,3}(?:[)、]|\.(?!\d))"
    r"|\d{1,2}\.\d{1,2}(?:\.\d{1,2})? ?(?=[一-龥])(?![万亿元千百个人户平公亩吨年月日天时分米次辆套])"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条部]|附[件表录:]|[①-⑳❶-❿•●◆■□▪·|\[]|[-—]{1,3}\S|备?注[:]|一是|二是|三是|四是"
)
_TERMINAL = frozenset("。!?;:|…！？；：")
_OPEN = frozenset("，,、(《〈“〔的")
#: How far back a line is searched for the marks of a sentence: joined lines may grow as long as the text.
_WINDOW = 400
_WORDISH = re.compile(r"[A-Za-z0-9]")


class View:
    """``text`` and the way back: ``source(span)`` in the document, ``at(offset)`` from the document.

    A stretch of the text that stands unbroken in the document is one entry: where it begins here, and where it begins there.
    A last entry has the two ends.
    """

    __slots__ = ("_here", "_there", "text")

    def __init__(self, text: str, here: array[int], there: array[int]) -> None:
        self.text = text
        self._here = here
        self._there = there

    def source(self, span: Span) -> Span:
        """The place in the document's own text of a place in this one."""
        start, end = span
        if end <= start:
            place = self._place(start)
            return Span(place, place)
        return Span(self._place(start), self._place(end - 1) + 1)

    def _place(self, offset: int) -> int:
        i = bisect_right(self._here, offset) - 1
        return self._there[i] + offset - self._here[i]

    def at(self, offset: int) -> int:
        """The place in this text of an offset in the document's own; of a dropped character, the place after it."""
        i = bisect_left(self._there, offset)
        if i == len(self._here):
            return len(self.text)
        before = self._here[i - 1] + offset - self._there[i - 1] if i else 0
        return min(before, self._here[i])

    def rewritten(self, text: str) -> View:
        """The same places under a text of the same length."""
        return View(text, self._here, self._there)


_TORN = re.compile(r"[万亿]?元|%")


def view(document: Document) -> View:
    """The reading text of a document. Linear in its length."""
    folded = fold(without_directives(document.text))
    edges = _cell_edges(document.tables)
    pieces: list[str] = []
    here, there = array("I"), array("I")
    size = 0  # of the pieces
    at = 0  # first character not yet taken
    line = 0  # start of the current line
    for gap in _GAP.finditer(folded):
        start, end = gap.span()
        kept, line = _keep(folded, line, start, end, edges)
        if at < start:
            pieces.append(folded[at:start])
            here.append(size)
            there.append(at)
            size += start - at
        for character in kept:  # two line breaks both stand for all that there was between two paragraphs
            pieces.append(character)
            here.append(size)
            there.append(start)
            size += 1
        at = end
    pieces.append(folded[at:])
    here.extend((size, size + len(folded) - at))
    there.extend((at, len(folded)))
    return View("".join(pieces), here, there)


def _cell_edges(tables: Sequence[Table]) -> frozenset[int]:
    return frozenset(edge for table in tables for cell in table.cells for edge in (cell.start, cell.end))


def _keep(text: str, line: int, start: int, end: int, edges: frozenset[int]) -> tuple[str, int]:
    """What stays of a run of white space, and where the current line starts after it."""
    gap = text[start:end]
    if start in edges or end in edges:
        return ("\n" if "\n" in gap else "\t"), end
    if "\n" in gap or "\r" in gap or "\f" in gap:
        if start == 0 or end == len(text):
            return "", end
        if _joins(text, line, start, end, gap):
            return "", line
        tab = "\t" if gap.rstrip(" \u3000").endswith("\t") else ""
        return ("\n\n" if gap.count("\n") > 1 else "\n") + tab, end
    if start == line or end == len(text):
        return ("\t" if "\t" in gap else ""), line if start > line else end
    if "\t" in gap:
        return "\t", line
    before, after = text[start - 1], text[end]
    if before.isascii() and after.isascii() and _WORDISH.match(before) and _WORDISH.match(after):
        return " ", line
    if before == "." and after.isdigit() and _numbers_item(text, line, start - 1):
        return " ", line  # 1. 12座桥: no decimal
    return (" " if end - start >= 4 else ""), line


def _numbers_item(text: str, line: int, dot: int) -> bool:
    """Whether what stands before ``dot`` is the number of a list item: one or two digits that begin a line or clause."""
    digits = 2 if text[max(line, dot - 2) : dot].isdigit() and dot - 2 >= line else 1
    first = dot - digits
    return first >= line and text[first:dot].isdigit() and (first == line or text[first - 1] in "。;；")


def _joins(text: str, line: int, start: int, end: int, gap: str) -> bool:
    """Whether the line break at ``start`` cuts a sentence in two."""
    last = text[start - 1]
    if last == ":" and text[end].isdigit() and not _STARTS.match(text, end):
        return True  # 实际执行：| 0.72万元
    if last.isdigit() and _TORN.match(text, end):
        return True  # 294173.00 | 元
    if last in "万亿" and text[start - 2 : start - 1].isdigit() and text.startswith("元", end):
        return True  # 129.14万 | 元
    if "|" in text[line:start] or "\t" in text[line:start]:
        return False  # a row of cells ends with its line
    if last in _TERMINAL or gap[-1] in "\t\u3000" or gap.endswith("  ") or _STARTS.match(text, end):
        return False
    if last in _OPEN:
        return True
    if start - line < 14:
        return False
    body = text[max(line, start - _WINDOW) : start]
    if _STARTS.match(text, line):
        return "。" in body or "，" in body or ("," in body and len(body) > 40)
    return any(mark in body for mark in "。，；、;") or ("," in body and len(body) > 24)
