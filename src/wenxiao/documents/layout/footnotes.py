"""Footnotes: small text under a short line at the foot of a page, and the raised numbers that lead to it."""

from __future__ import annotations

import re

from wenxiao.documents.layout.lines import RAISED
from wenxiao.documents.layout.model import Column, Line, Page, Paragraph
from wenxiao.documents.layout.paragraphs import column_of, paragraphs

_MARK = re.compile(r"\s{0,3}(?:[\[（(]?(\d{1,2})[\])）]?|([⁰¹²³⁴-⁹]{1,3})|([①-⑳])|(\*{1,3}))\s{0,9}")
#: The line above footnotes is shorter than this share of the page's width.
_SHORT = 0.45


def take_footnotes(page: Page) -> list[Paragraph]:
    """Take the footnotes of a page out of its lines, and the numbers that lead to them out of the text."""
    if not page.rules or not page.lines:
        return []
    body = sorted(line.size for line in page.lines)[len(page.lines) // 2]
    for rule in sorted(page.rules, reverse=True):
        length = rule.end - rule.start
        if not 0.05 * page.width < length < _SHORT * page.width or rule.at < 0.3 * page.height:
            continue
        below = [line for line in page.lines if line.box.top >= rule.at - 2]
        mark = _MARK.match(below[0].text) if below else None
        if mark is None:
            continue
        if any(line.size > 0.95 * body for line in below) and _linked(page, _sign(mark)) is None:
            continue
        if any(grid.box.bottom > rule.at + 2 for grid in page.grids):
            continue
        page.lines = [line for line in page.lines if line.box.top < rule.at - 2]
        return _notes(page, paragraphs(below, column_of(below)))
    return []


def _notes(page: Page, found: list[Paragraph]) -> list[Paragraph]:
    notes: list[Paragraph] = []
    for paragraph in found:
        first = paragraph.lines[0]
        mark = _MARK.match(first.text)
        if mark is not None:
            sign = _sign(mark)
            line = _linked(page, sign)
            if line is not None:
                line.text = line.text[0] + line.text[1:].replace(sign, "", 1)
            first.text = first.text[mark.end() :]
        elif notes:
            notes[-1].lines += paragraph.lines
            continue
        notes.append(Paragraph(paragraph.lines, Column(0.0, 0.0, False), "footnote"))
    return notes


def _sign(mark: re.Match[str]) -> str:
    """The raised sign that leads to a footnote with this mark."""
    return str(mark[1] or mark[2] or mark[3] or mark[4]).translate(RAISED)


def _linked(page: Page, sign: str) -> Line | None:
    """The line from which a sign leads to a footnote."""
    cells = (line for grid in page.grids for cell in grid.cells for line in cell.lines)
    return next((line for line in (*page.lines, *cells) if line.text.find(sign) > 0), None)
