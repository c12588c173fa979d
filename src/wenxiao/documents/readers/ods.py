"""OpenDocument workbooks (.ods), which keep what each cell shows beside its value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from wenxiao.documents.readers.base import Content, Reader, Source
from wenxiao.documents.readers.package import Package
from wenxiao.documents.readers.sheets import MAX_CELLS, Sheet, lay_out, too_large

_NAME = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_TABLE, _TEXT, _OFFICE, _STYLE = (f"{{{_NAME.format(name)}}}" for name in ("table", "text", "office", "style"))
_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384
_GROUPS = frozenset(f"{_TABLE}{name}" for name in ("table-row-group", "table-header-rows", "table-rows"))
_COLUMN_GROUPS = frozenset(
    f"{_TABLE}{name}" for name in ("table-column-group", "table-header-columns", "table-columns")
)


def recognises(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and _MIMETYPE in data[:400]


def read(source: Source) -> Content:
    """Notes: ``hidden-sheets:1``, ``hidden-rows:3``, ``hidden-columns:2``, ``formulas-without-result:4``."""
    package = Package(source, ".xlsx")
    root = package.xml("content.xml")
    if root is None:
        raise source.refuse(
            "压缩包里没有工作簿内容；请用 WPS 另存为 .xlsx", "the archive holds no workbook; save it as .xlsx"
        )
    counts: Counter[str] = Counter()
    unseen = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iterchildren(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }
    sheets: list[Sheet] = []
    left = MAX_CELLS
    for holder in root.iter(f"{_OFFICE}spreadsheet"):
        for table in holder.iterchildren(f"{_TABLE}table"):
            if table.get(f"{_TABLE}style-name") in unseen:
                counts["hidden-sheets"] += 1
                continue
            sheet = _sheet(source, table, counts, left)
            left -= sum(map(len, sheet.rows.values()))
            sheets.append(sheet)
    return lay_out(source, sheets, counts)


def _sheet(source: Source, table: etree._Element, counts: Counter[str], left: int) -> Sheet:
    sheet = Sheet(" ".join(table.get(f"{_TABLE}name", "").split())[:80])
    row = 0
    for node in _members(table, f"{_TABLE}table-row", _GROUPS):
        repeated = _count(node, "number-rows-repeated", _MAX_ROW)
        texts: dict[int, str] = {}
        spans: list[tuple[int, int, int]] = []
        column = 0
        for cell in node.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            across = _count(cell, "number-columns-repeated", _MAX_COLUMN)
            if cell.tag == f"{_TABLE}table-cell":
                text = _shown(cell)
                if text:
                    left -= across * repeated
                    if left < 0:
                        raise too_large(source)
                    texts.update((at, text) for at in range(column, min(column + across, _MAX_COLUMN)))
                elif cell.get(f"{_TABLE}formula") and cell.get(f"{_OFFICE}value-type") is None:
                    counts["formulas-without-result"] += 1
                wide = _count(cell, "number-columns-spanned", _MAX_COLUMN)
                high = _count(cell, "number-rows-spanned", _MAX_ROW)
                if wide > 1 or high > 1:
                    spans.append((column, column + wide - 1, high))
            column += across
        if row < _MAX_ROW:
            for at in range(row, min(row + repeated, _MAX_ROW)) if texts else ():
                sheet.rows[at] = texts
            sheet.merges.extend((row, first, row + high - 1, last) for first, last, high in spans)
        if texts and node.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            counts["hidden-rows"] += repeated
        row += repeated
    column = 0
    for node in _members(table, f"{_TABLE}table-column", _COLUMN_GROUPS):
        across = _count(node, "number-columns-repeated", _MAX_COLUMN)
        if node.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            counts["hidden-columns"] += len(
                {at for cells in sheet.rows.values() for at in cells if column <= at < column + across}
            )
        column += across
    return sheet


def _members(node: etree._Element, tag: str, groups: frozenset[str]) -> Iterator[etree._Element]:
    """Rows or columns of a sheet, those in groups too, in order."""
    pending = [iter(node)]
    while pending:
        child = next(pending[-1], None)
        if child is None:
            pending.pop()
        elif child.tag == tag:
            yield child
        elif child.tag in groups:
            pending.append(iter(child))


def _count(node: etree._Element, name: str, most: int) -> int:
    text = node.get(f"{_TABLE}{name}", "1")
    return max(1, min(int(text), most)) if text.isdecimal() and len(text) < 10 else 1


def _shown(cell: etree._Element) -> str:
    """The paragraphs of a cell; comments and drawings are not part of it."""
    return "\n".join(_paragraph(node) for node in cell.iterchildren(f"{_TEXT}p")).strip()


def _paragraph(node: etree._Element) -> str:
    pieces: list[str] = []
    for event, part in etree.iterwalk(node, events=("start", "end")):
        if event == "start":
            if part.tag == f"{_TEXT}s":
                pieces.append(" ")
            elif part.tag in (f"{_TEXT}line-break", f"{_TEXT}tab"):
                pieces.append("\n")
            pieces.append(part.text or "")
        elif part is not node:
            pieces.append(part.tail or "")
    return "".join(pieces)


READER = Reader("application/vnd.oasis.opendocument.spreadsheet", recognises, read, native=True)
