"""Where an offset of a document stands, for people: line and column of a text, block or table cell of anything else."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from wenxiao.documents.model import Anchor, Document


@dataclass(frozen=True, slots=True)
class Place:
    """``line`` and ``column`` count from 1 in the document's text; ``anchor`` is the block there, where the reader knows it."""

    line: int
    column: int
    anchor: Anchor | None

    def name(self, lang: str = "zh") -> str:
        """The place as one says it: 第 12 行, 第 3 段, 表 1 第 4 行第 2 格, 第 2 页, 工作表“自评表” B7."""
        zh = lang != "en"
        anchor = self.anchor
        if anchor is None or anchor.line is not None:
            return f"第 {self.line} 行" if zh else f"line {self.line}"
        if anchor.sheet is not None:
            cell = f" {anchor.address}" if anchor.address else ""
            if not anchor.sheet:  # a table as text
                return f"单元格{cell}" if zh else f"cell{cell}"
            return f"工作表“{anchor.sheet}”{cell}" if zh else f"sheet “{anchor.sheet}”{cell}"
        words: list[str] = []
        if anchor.page is not None:
            words.append(f"第 {anchor.page} 页" if zh else f"page {anchor.page}")
        if anchor.part:
            words.append(PARTS.get(anchor.part, anchor.part) if zh else anchor.part)
        if anchor.table is not None:
            words.append(f"表 {anchor.table}" if zh else f"table {anchor.table}")
        elif anchor.block is not None:
            words.append(f"第 {anchor.block} 段" if zh else f"block {anchor.block}")
        if anchor.row is not None:
            words.append(f"第 {anchor.row} 行" if zh else f"row {anchor.row}")
        if anchor.cell is not None:
            words.append(f"第 {anchor.cell} 格" if zh else f"cell {anchor.cell}")
        return " ".join(words)


PARTS = {"footnote": "脚注", "endnote": "尾注", "textbox": "文本框", "header": "页眉", "footer": "页脚"}


class Places:
    """Index of a document for many look-ups, each in logarithmic time."""

    __slots__ = ("_blocks", "_lines", "_starts", "text")

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self._lines = [0]
        at = self.text.find("\n")
        while at >= 0:
            self._lines.append(at + 1)
            at = self.text.find("\n", at + 1)
        self._blocks = sorted(document.blocks, key=lambda block: (block.start, -block.end))
        self._starts = [block.start for block in self._blocks]

    def at(self, offset: int) -> Place:
        line = bisect_right(self._lines, offset)
        found = bisect_right(self._starts, offset) - 1
        block = self._blocks[found] if found >= 0 else None
        anchor = block.anchor if block is not None and offset <= block.end else None
        return Place(line, offset - self._lines[line - 1] + 1, anchor)

    def line_start(self, line: int) -> int:
        """Offset at which a line, counted from 1, begins."""
        return self._lines[line - 1]

    def line_text(self, line: int) -> str:
        """The text of a line, counted from 1, without its line break."""
        start = self._lines[line - 1]
        end = self._lines[line] - 1 if line < len(self._lines) else len(self.text)
        return self.text[start:end].rstrip("\r")
