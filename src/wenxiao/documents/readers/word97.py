"""Word 97-2003 documents (.doc, and .wps of WPS Writer), read from their binary structures.

Text is what the reader of the printed page sees, laid out as that of a .docx: automatic numbers are resolved, deleted and
hidden text is left out, inserted text is kept; headers are not read. Text boxes and nested tables follow the paragraph
or table that holds them; notes stand at the end.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from struct import unpack_from

from wenxiao.documents.model import Anchor
from wenxiao.documents.readers import word97_lists, word97_styles
from wenxiao.documents.readers.base import Content, Reader, Source
from wenxiao.documents.readers.compound import DamagedError, holds
from wenxiao.documents.readers.converted import read_converted
from wenxiao.documents.readers.word97_boxes import boxes
from wenxiao.documents.readers.word97_file import EncryptedError, Part, WordFile
from wenxiao.documents.readers.word97_marks import Marks
from wenxiao.documents.readers.word97_paragraphs import Paragraphs
from wenxiao.documents.readers.word97_pieces import Pieces
from wenxiao.documents.readers.word97_tables import place, row_shape
from wenxiao.documents.readers.word97_text import printed
from wenxiao.documents.readers.word97_tree import Grid, Node, Paragraph, nodes
from wenxiao.documents.readers.writer import Writer

_After = tuple[Iterable[Node], str | None]
_COMMENT = 34  # bytes per comment in their list


def recognises(data: bytes) -> bool:
    return holds(data, "WordDocument", others=("Workbook", "Book", "PowerPoint Document"))


def read(source: Source) -> Content:
    """Notes count what a reviewer should know of, as those of a .docx do.

    What cannot be read directly is read by way of LibreOffice: documents older than Word 97, damaged ones.
    """
    try:
        return read_directly(source)
    except DamagedError:
        return read_converted(
            source,
            "doc",
            "文件已损坏，或是 Word 97 以前的文档",
            "it is damaged or older than Word 97",
        )


def read_directly(source: Source) -> Content:
    """Raises ``DamagedError`` where a structure does not hold, and the ``UnreadableError`` of a document without text."""
    try:
        file = WordFile(source.data)
    except EncryptedError:
        raise source.refuse(
            "文档有密码；请取消密码后再读", "it is protected by a password; remove the password first"
        ) from None
    return _read(source, file)


def _read(source: Source, file: WordFile) -> Content:
    counts: Counter[str] = Counter()
    walk = _Walk(file, counts)
    walk.flow(walk.nodes(0, file.body), None)
    for start, end in walk.lost:
        walk.flow(walk.nodes(start, end), "textbox")
    for kind, part, first, size in (
        ("footnote", Part.FOOTNOTES, file.body, file.footnotes),
        ("endnote", Part.ENDNOTES, walk.endnotes, file.endnotes),
    ):
        for start, end in _notes(file.part(part), size):
            walk.flow(walk.nodes(first + start, first + end), kind)
    counts["comments"] = max(len(file.part(Part.COMMENTS)) - 4, 0) // _COMMENT
    content = walk.writer.content(f"{name}:{count}" for name, count in sorted(counts.items()) if count)
    if not content.blocks:
        if counts["pictures"]:
            raise source.refuse(
                "文档里只有图片，没有文字；请先做文字识别（OCR）",
                "it holds pictures and no text; run text recognition (OCR) on them first",
            )
        raise source.refuse("文档里没有文字；请检查是否选错文件", "it holds no text; check that it is the right file")
    return content


def _notes(table: bytes, size: int) -> Iterator[tuple[int, int]]:
    """Ranges of the notes of one kind, within the text of all of them."""
    bounds = unpack_from(f"<{len(table) // 4}I", table)
    reached = 0
    for start, end in pairwise(bounds[:-1]):
        if reached <= start < end <= size:
            yield start, end
            reached = end


class _Walk:
    """One pass over the paragraphs and tables of a document, in reading order, without recursion."""

    def __init__(self, file: WordFile, counts: Counter[str]) -> None:
        self.writer = Writer()
        self._counts = counts
        pieces = Pieces(file)
        self._text = pieces.text
        self.endnotes = file.body + file.footnotes + file.headers + file.macros + file.comments
        self._paragraphs = Paragraphs(file, pieces)
        self._marks = Marks(file, pieces, counts)
        self._styles = word97_styles.load(file.part(Part.STYLES))
        self._numbering = word97_lists.load(file)
        placed, self.lost = boxes(file, pieces.text)
        self._boxes = placed
        self._anchors = sorted(placed)
        self._before: Counter[str | None] = Counter()  # blocks of each part that are written

    def nodes(self, start: int, end: int) -> Iterator[Node]:
        return nodes(self._text, self._paragraphs, start, min(end, len(self._text)))

    def flow(self, content: Iterator[Node], part: str | None) -> None:
        """Write the paragraphs and tables of a part."""
        pending: list[tuple[Iterator[Node], Anchor | None]] = [(content, None)]
        block = 0
        begun = ""  # text of a paragraph whose end is deleted
        while pending:
            held, within = pending[-1]
            node = next(held, None)
            if node is None:
                pending.pop()
                continue
            block += within is None
            anchor = within or Anchor(block=self._before[part] + block, part=part)
            after: list[_After]
            if isinstance(node, Grid):
                after = self._table(node, anchor)
            else:
                text, level = self._paragraph(node)
                begun += text
                if not self._marks.deleted(node.end):
                    self.writer.paragraph(begun.strip("\n"), anchor, level)
                    begun = ""
                after = self._boxes_of(node)
            for inner, inside in reversed(after):
                pending.append((iter(inner), replace(anchor, part=inside or anchor.part)))
        if begun:
            self.writer.paragraph(begun.strip("\n"), Anchor(block=self._before[part] + block, part=part))
        self._before[part] += block

    def _paragraph(self, node: Paragraph) -> tuple[str, int | None]:
        """Text with its automatic number, and heading level."""
        own = node.properties
        style = self._styles.of(str(own.style))
        level = style.level if own.outline is None else (own.outline + 1) % 10
        text = printed(self._marks.cut(self._text, node.start, node.end), self._counts)
        num_id, ilvl = None if own.list is None else str(own.list), own.list_level
        if num_id is None and style.num_id is not None:
            num_id = style.num_id
            if ilvl is None:
                ilvl = style.ilvl if style.ilvl is not None else self._numbering.level_of_style(num_id, style.chain)
        if num_id is not None:
            label = self._numbering.label(num_id, ilvl or 0)
            text = label + text.lstrip() if text and not text.isspace() else ""
        return text, level or None

    def _boxes_of(self, node: Paragraph) -> list[_After]:
        if not self._anchors:
            return []
        at = bisect_left(self._anchors, node.start)
        found: list[_After] = []
        while at < len(self._anchors) and self._anchors[at] <= node.end:
            found += [(self.nodes(start, end), "textbox") for start, end in self._boxes[self._anchors[at]]]
            at += 1
        return found

    def _table(self, table: Grid, anchor: Anchor) -> list[_After]:
        """Write a table and give what is to follow it: nested tables and text boxes.

        A table of a single cell is a frame around paragraphs: its content is given back to be written as it is.
        """
        rows = [row for row in table.rows if row.end < 0 or not self._marks.deleted(row.end)]
        if len(rows) == 1 and len(rows[0].cells) == 1:
            return [(rows[0].cells[0], None)]
        after: list[_After] = []
        shaped = [(row_shape(row.changes), [self._cell(cell, after) for cell in row.cells]) for row in rows]
        self.writer.table(place(shaped), anchor)
        return after

    def _cell(self, cell: list[Node], after: list[_After]) -> str:
        """Text of a cell, its paragraphs parted by spaces; its nested tables and text boxes go to ``after``."""
        pieces: list[str] = []
        for node in cell:
            if isinstance(node, Grid):
                after.append(((node,), None))
            else:
                pieces.append(self._paragraph(node)[0])
                after += self._boxes_of(node)
        return " ".join(pieces)


READER = Reader("application/msword", recognises, read)
