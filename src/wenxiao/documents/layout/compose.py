"""Paragraphs and tables as a document's text, each piece of it with its place on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from wenxiao.documents.layout.flow import Element
from wenxiao.documents.layout.headings import is_candidate, level_of
from wenxiao.documents.layout.lines import union
from wenxiao.documents.layout.model import Grid, Line, Paragraph, Word
from wenxiao.documents.model import Anchor, Box, Page, Placement, Recognised
from wenxiao.documents.readers.base import Content
from wenxiao.documents.readers.writer import Placed, Writer, tidy


class Composer:
    """Writes elements in their order. ``content`` ends it. ``placed`` gives the place of a sheet's box on its page as shown."""

    def __init__(self, placed: Callable[[int, Box], Box] = lambda _, box: box) -> None:
        self._placed = placed
        self._writer = Writer()
        self._block = 0
        self._sizes: Counter[float] = Counter()
        self._heavy: Counter[bool] = Counter()
        self._candidates: dict[int, tuple[float, bool]] = {}  # by block number: size, bold

    def write(self, elements: Iterable[Element]) -> None:
        for element in elements:
            self._block += 1
            if isinstance(element, Grid):
                self._table(element)
            else:
                self._paragraph(element)

    def content(self, notes: Iterable[str], pages: Iterable[Page]) -> Content:
        """What was written. Headings are known only now: they are larger or heavier than most of the text."""
        content = self._writer.content(notes, pages)
        if not self._candidates or not self._sizes:
            return content
        body = max(self._sizes, key=lambda size: self._sizes[size])
        heavy = self._heavy[True] > self._heavy[False]
        levels = level_of(self._candidates, body, heavy)
        blocks = tuple(
            replace(block, kind="heading", level=levels[block.anchor.block])
            if block.kind == "paragraph" and block.anchor.block in levels
            else block
            for block in content.blocks
        )
        return replace(content, blocks=blocks)

    def _paragraph(self, paragraph: Paragraph) -> None:
        text, pieces, recognised = self._pieces(paragraph.lines, tidied=False)
        if not text:
            self._block -= 1
            return
        first = paragraph.lines[0]
        for line in paragraph.lines:
            self._sizes[round(line.size * 2) / 2] += len(line.text)
            self._heavy[line.bold] += len(line.text)
        if is_candidate(paragraph, text):
            self._candidates[self._block] = (round(first.size * 2) / 2, first.bold)
        anchor = Anchor(block=self._block, page=first.page, box=self._box(paragraph.lines), part=paragraph.part)
        self._writer.paragraph(text, anchor, None, pieces, recognised)

    def _table(self, grid: Grid) -> None:
        rows: list[list[Placed]] = [[] for _ in range(grid.rows)]
        for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
            text, pieces, recognised = self._pieces(cell.lines, tidied=True)
            page = cell.lines[0].page if cell.lines else grid.page
            place = Anchor(
                block=self._block, page=page, box=self._box(cell.lines) if cell.lines else self._placed(page, cell.box)
            )
            rows[cell.row].append(
                Placed(text, cell.row, cell.column, cell.rowspan, cell.colspan, place, pieces, recognised)
            )
        self._writer.table(rows, Anchor(block=self._block, page=grid.page))

    def _box(self, lines: list[Line]) -> Box:
        """The box of the lines on the first of their pages."""
        if len(lines) == 1:
            return self._placed(lines[0].page, lines[0].box)
        return self._placed(lines[0].page, union(line.box for line in lines if line.page == lines[0].page))

    def _pieces(self, lines: Sequence[Line], tidied: bool) -> tuple[str, list[Placement], list[Recognised]]:
        """Text of some lines, with the range and the box of each, and the ranges that were recognised from a picture."""
        if len(lines) == 1 and lines[0].confidence == 1:
            [line] = lines
            words = tidy(line.text) if tidied else line.text.strip()
            return words, [Placement(0, len(words), line.page, self._placed(line.page, line.box))] if words else [], []
        text = ""
        parts: list[str] = []
        pieces: list[Placement] = []
        recognised: list[Recognised] = []
        at = 0
        for line in lines:
            words = tidy(line.text) if tidied else line.text.strip()
            if not words:
                continue
            if parts and text.endswith(" "):
                parts.append(" ")
                at += 1
            text = line.text
            start, at = at, at + len(words)
            parts.append(words)
            whole = Placement(start, at, line.page, self._placed(line.page, line.box))
            if line.confidence == 1:
                pieces.append(whole)
                continue
            known = list(_recognised(line, words, start))
            recognised += [Recognised(begin, end, word.confidence) for begin, end, word in known]
            # The words of a picture are known one by one, and nothing else says where on the line they are.
            pieces += (
                [Placement(begin, end, line.page, self._placed(line.page, word.box)) for begin, end, word in known]
                if len(known) == len(line.words)
                else [whole]
            )
        return "".join(parts), pieces, recognised


def _recognised(line: Line, text: str, start: int) -> Iterator[tuple[int, int, Word]]:
    """The words of a line with their ranges, from ``start`` on, in what was written of it; its spaces may have changed."""
    printed = [at for at, character in enumerate(text, start) if not character.isspace()]
    at = 0
    for word in line.words:
        size = sum(not character.isspace() for character in word.text)
        if 0 < size <= len(printed) - at:
            yield printed[at], printed[at + size - 1] + 1, word
        at += size
