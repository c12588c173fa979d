"""Word documents (.docx), read from their XML.

Text is what the reader of the printed page sees: automatic numbers are resolved, deleted and hidden text is left out,
inserted text is kept. Text boxes and nested tables follow the paragraph or table that holds them; notes stand at
the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from wenxiao.documents.model import Anchor
from wenxiao.documents.readers import docx_numbering, docx_styles
from wenxiao.documents.readers.base import Content, Reader, Source
from wenxiao.documents.readers.docx_names import (
    ILVL,
    NUMID,
    NUMPR,
    OUTLINE,
    PPR,
    PSTYLE,
    RPR,
    TBL,
    TC,
    TCPR,
    TR,
    TRPR,
    VAL,
    P,
    W,
    number,
)  # fmt: skip
from wenxiao.documents.readers.docx_styles import outline_level
from wenxiao.documents.readers.docx_text import children, detach_boxes, end_deleted, prune, text_of
from wenxiao.documents.readers.numbering import Numbering
from wenxiao.documents.readers.package import Package
from wenxiao.documents.readers.styles import Styles
from wenxiao.documents.readers.writer import MAX_COLUMNS, Placed, Writer

# Elements beside paragraphs and tables that hold no text of the flow.
_NO_FLOW = frozenset({PPR, RPR, TCPR, TRPR, f"{W}sectPr", f"{W}tblPr", f"{W}tblGrid", f"{W}sdtPr", f"{W}sdtEndPr"})

# What follows a block: elements to write, and the part they are in where it is not the block's own.
_After = tuple[Iterable[etree._Element], str | None]


def recognises(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and b"word/document" in data


def read(source: Source) -> Content:
    """Notes count what a reviewer should know of: ``comments:3``, ``insertions:2``, ``deletions:1`` ..."""
    package = Package(source)
    main = package.relationships("").get("officeDocument", "word/document.xml")
    root = package.xml(main)
    body = root.find(f"{W}body") if root is not None else None
    if root is None or body is None:
        raise source.refuse(
            "压缩包里没有 Word 正文；请用 Word 或 WPS 另存为 .docx",
            "the zip archive holds no Word document; save it as .docx with Word or WPS",
        )
    parts = package.relationships(main)
    folder = main.rpartition("/")[0]

    def part(kind: str) -> etree._Element | None:
        return package.xml(parts.get(kind, f"{folder}/{kind}.xml"))

    styles = part("styles")
    counts: Counter[str] = Counter()
    walk = _Walk(docx_styles.load(styles), docx_numbering.load(part("numbering"), styles), counts)
    walk.flow(body, None)
    for kind in ("footnote", "endnote"):
        notes = part(f"{kind}s")
        for note in notes.iterchildren(f"{W}{kind}") if notes is not None else ():
            if note.get(f"{W}type", "normal") == "normal":
                walk.flow(note, kind)
    comments = part("comments")
    counts["comments"] = sum(1 for _ in comments.iterchildren(f"{W}comment")) if comments is not None else 0
    counts["duplicate-parts"] = package.duplicates
    content = walk.writer.content(f"{name}:{count}" for name, count in sorted(counts.items()) if count)
    if not content.blocks:
        if counts["pictures"]:
            raise source.refuse(
                "文档里只有图片，没有文字；请先做文字识别（OCR）",
                "it holds pictures and no text; run text recognition (OCR) on them first",
            )
        raise source.refuse("文档里没有文字；请检查是否选错文件", "it holds no text; check that it is the right file")
    return content


class _Walk:
    """One pass over the paragraphs and tables of a document, in reading order, without recursion."""

    def __init__(self, styles: Styles, numbering: Numbering, counts: Counter[str]) -> None:
        self.writer = Writer()
        self._styles = styles
        self._numbering = numbering
        self._counts = counts
        self._boxes: dict[etree._Element, list[etree._Element]] = {}
        self._before: Counter[str | None] = Counter()  # blocks of each part that are written

    def flow(self, container: etree._Element, part: str | None) -> None:
        """Write the paragraphs and tables of a part. The tree is used up: what is not printed is cut out of it."""
        prune(container, self._counts)
        self._boxes = detach_boxes(container)
        pending: list[tuple[Iterator[etree._Element], Anchor | None]] = [(iter(container), None)]
        block = 0
        begun = ""  # text of a paragraph whose end is deleted
        while pending:
            nodes, within = pending[-1]
            node = next(nodes, None)
            if node is None:
                pending.pop()
                continue
            tag = node.tag
            if tag != P and tag != TBL:
                if tag not in _NO_FLOW:
                    pending.append((iter(node), within))
                continue
            block += within is None
            anchor = within or Anchor(block=self._before[part] + block, part=part)
            after: list[_After]
            if tag == TBL:
                after = self._table(node, anchor)
            else:
                text, level = self._paragraph(node)
                begun += text
                if not self._counts["deletions"] or not end_deleted(node):
                    self.writer.paragraph(begun.strip("\n"), anchor, level)
                    begun = ""
                after = [(box, "textbox") for box in self._boxes.get(node, ())]
            for held, inside in reversed(after):
                pending.append((iter(held), replace(anchor, part=inside or anchor.part)))
        if begun:
            self.writer.paragraph(begun.strip("\n"), Anchor(block=self._before[part] + block, part=part))
        self._before[part] += block

    def _paragraph(self, node: etree._Element) -> tuple[str, int | None]:
        """Text with its automatic number, and heading level."""
        style_id = num_id = None
        ilvl = level = None
        first = node[0] if len(node) else None
        if first is not None and first.tag == PPR:
            for child in first:
                tag = child.tag
                if tag == PSTYLE:
                    style_id = child.get(VAL)
                elif tag == OUTLINE:
                    level = outline_level(child.get(VAL))
                elif tag == NUMPR:
                    for item in child:
                        if item.tag == NUMID:
                            num_id = item.get(VAL)
                        elif item.tag == ILVL:
                            ilvl = number(item.get(VAL), 0, 8)
        style = self._styles.of(style_id)
        level = style.level if level is None else level
        text = text_of(node)
        if num_id is None and style.num_id is not None:
            num_id = style.num_id
            if ilvl is None:
                ilvl = style.ilvl if style.ilvl is not None else self._numbering.level_of_style(num_id, style.chain)
        if num_id is not None:
            label = self._numbering.label(num_id, ilvl or 0)
            text = label + text.lstrip() if text and not text.isspace() else ""
        return text, level or None

    def _table(self, table: etree._Element, anchor: Anchor) -> list[_After]:
        """Write a table and give what is to follow it: nested tables and text boxes.

        A table of a single cell is a frame around paragraphs: its content is given back to be written as it is.
        """
        rows = [list(children(row, TC, _NO_FLOW)) for row in children(table, TR, _NO_FLOW)]
        if len(rows) == 1 and len(rows[0]) == 1:
            return [(rows[0][0], None)]
        after: list[_After] = []
        lines: list[list[Placed]] = []
        above: dict[int, Placed] = {}  # cells that reach the row above, by column
        for at, row in enumerate(rows):
            line: list[Placed] = []
            current: dict[int, Placed] = {}
            column = _grid_before(row)
            for node in row:
                span, down, across = _spans(node)
                upper = above.get(column) if down == "continue" else None
                if upper is not None:
                    upper.rowspan = at - upper.row + 1
                    current[column] = upper
                elif across == "continue" and line:
                    line[-1].colspan += span
                else:
                    current[column] = Placed(self._cell(node, after), at, column, 1, span)
                    line.append(current[column])
                column += span
            lines.append(line)
            above = current
        self.writer.table(lines, anchor)
        return after

    def _cell(self, node: etree._Element, after: list[_After]) -> str:
        """Text of a cell, its paragraphs parted by spaces; its nested tables and text boxes go to ``after``."""
        pieces: list[str] = []
        pending = [iter(node)]
        while pending:
            child = next(pending[-1], None)
            if child is None:
                pending.pop()
            elif child.tag == P:
                pieces.append(self._paragraph(child)[0])
                after.extend((box, "textbox") for box in self._boxes.get(child, ()))
            elif child.tag == TBL:
                after.append(((child,), None))
            elif child.tag not in _NO_FLOW:
                pending.append(iter(child))
        return " ".join(pieces)


def _grid_before(row: list[etree._Element]) -> int:
    """Grid columns that a row leaves free at its start."""
    parent = row[0].getparent() if row else None
    free = parent.find(f"{TRPR}/{W}gridBefore") if parent is not None else None
    return (number(free.get(VAL), 0, MAX_COLUMNS) or 0) if free is not None else 0


def _spans(cell: etree._Element) -> tuple[int, str | None, str | None]:
    """Grid columns of a cell, and whether it begins ("restart") or continues a merge downwards and across."""
    properties = cell.find(TCPR)
    span, down, across = 1, None, None
    for item in properties if properties is not None else ():
        if item.tag == f"{W}gridSpan":
            span = number(item.get(VAL), 1, MAX_COLUMNS) or 1
        elif item.tag == f"{W}vMerge":
            down = item.get(VAL, "continue")
        elif item.tag == f"{W}hMerge":
            across = item.get(VAL, "continue")
    return span, down, across


READER = Reader("application/vnd.openxmlformats-officedocument.wordprocessingml.document", recognises, read)
