"""Excel and WPS workbooks (.xlsx, .xlsm, and .et as WPS writes it today), read from their XML.

A cell holds what a person sees in it: the stored number under its number format. Formulas are never computed; what was
computed when the file was saved counts. Hidden sheets are left out, hidden rows and columns are read, for sums run over
them; both are noted. Links to other files are not followed.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from wenxiao.documents.readers.base import Content, Reader, Source
from wenxiao.documents.readers.number_formats import BUILT_IN, shown, shown_text, stored
from wenxiao.documents.readers.package import Package
from wenxiao.documents.readers.sheets import MAX_CELLS, Sheet, lay_out, too_large
from wenxiao.documents.readers.writer import MAX_COLUMNS

_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384
_MAX_MERGES = 100_000
_MAX_KNOWN = 100_000  # different cells whose text is kept for the next one like them

# A cell: its column, style, type and further attributes; its value where it holds nothing else, or all that it holds.
_CELL = re.compile(
    rb'<c(?: r="([A-Z]{1,3})\d{1,7}")?(?: s="(\d{1,6})")?(?: t="([a-zA-Z]{1,9})")?'
    rb"(/|[\s][^>]*)?>(?:(?<!/>)(?:<v>([^<]*)</v></c>|(.*?)</c>))?",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb'([a-zA-Z]{1,20})="([^"]{0,400})"')
_PLACE = re.compile(rb"([A-Z]{1,3})(\d{1,7})\Z")
_ROW = re.compile(rb"<row(?P<attributes>[^>]*)>")
_VALUE = re.compile(rb"<v(?:\s[^>]{0,80})?>([^<]*)</v>")
_TEXT = re.compile(rb"<t(?:\s[^>]{0,80})?>([^<]*)</t>")
_ITEM = re.compile(rb"<si(?:/>|>(.*?)</si>)", re.DOTALL)
_PHONETIC = re.compile(rb"<rPh[\s>].*?</rPh>", re.DOTALL)
_ENCODING = re.compile(rb"encoding=[\"']([^\"']{1,40})[\"']")
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_COL = re.compile(rb"<col [^>]{0,400}>")
_NUMBERED = re.compile(rb'(?<![a-zA-Z:])r="(\d{1,7})"')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HIDDEN = (b'hidden="1"', b'hidden="true"')


def recognises(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in data


def read(source: Source) -> Content:
    """Notes: ``hidden-sheets:1``, ``hidden-rows:3``, ``hidden-columns:2``, ``formulas-without-result:4`` …"""
    package = Package(source, ".xlsx")
    main = package.relationships("").get("officeDocument", "xl/workbook.xml")
    root = package.xml(main)
    if root is None or etree.QName(root).localname != "workbook":
        raise source.refuse(
            "压缩包里没有 Excel 工作簿；请用 Excel 或 WPS 另存为 .xlsx",
            "the zip archive holds no Excel workbook; save it as .xlsx with Excel or WPS",
        )
    counts: Counter[str] = Counter()
    book = _Book(source, package, main, root, counts)
    sheets = [book.sheet(name, part) for name, part in book.visible()]
    counts["duplicate-parts"] = package.duplicates
    return lay_out(source, sheets, counts)


class _Book:
    """What all sheets share: number formats, texts, and how many cells have been read."""

    def __init__(self, source: Source, package: Package, main: str, root: etree._Element, counts: Counter[str]) -> None:
        self._source, self._package, self._root, self._counts = source, package, root, counts
        self._parts = package.targets(main)
        folder = main.rpartition("/")[0]
        kinds = package.relationships(main)
        self._formats = _formats(package.xml(kinds.get("styles", f"{folder}/styles.xml")))
        self._texts = _texts(_canonical(package, kinds.get("sharedStrings", f"{folder}/sharedStrings.xml")))
        properties = next(root.iterchildren("{*}workbookPr"), None)
        self._from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._shown: dict[tuple[bytes, bytes, bytes], str] = {}  # by value, style and type
        self._cells = 0

    def visible(self) -> Iterator[tuple[str, str]]:
        """Name and part of every sheet that is not hidden."""
        for holder in self._root.iterchildren("{*}sheets"):
            for sheet in holder.iterchildren("{*}sheet"):
                identity = next((v for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")
                if sheet.get("state", "visible") != "visible":
                    self._counts["hidden-sheets"] += 1
                elif str(identity) in self._parts:
                    yield " ".join(sheet.get("name", "").split())[:80], self._parts[str(identity)]

    def sheet(self, name: str, part: str) -> Sheet:
        sheet = Sheet(name)
        data = _canonical(self._package, part)
        begin = data.find(b"<sheetData")
        end = data.find(b"</sheetData>", begin) if begin >= 0 else -1
        before, after = data[: max(begin, 0)], data[max(end, begin, 0) :]
        hidden = _hidden_columns(before)
        row = column = -1
        told = self._shown
        for number, line in _rows(data, begin, end):
            row = min(number, _MAX_ROW) - 1 if number else row + 1
            column = -1
            texts: dict[int, str] = {}
            for letters, style, kind, more, value, body in _CELL.findall(line):
                if more and more != b"/":
                    letters, style, kind = _attributes(more, letters, style, kind)
                column = _column(letters) if letters else column + 1
                if more[-1:] == b"/":
                    continue
                if body:
                    text = self._complex(body, style, kind)
                else:
                    known = told.get((value, style, kind))
                    text = self._value(value, style, kind) if known is None else known
                if text:
                    texts[column] = text
            if texts:
                self._cells += len(texts)
                if self._cells > MAX_CELLS:
                    raise too_large(self._source)
                sheet.rows[row] = texts
        self._counts["hidden-rows"] += self._hidden_rows(data, begin, end, sheet)
        self._counts["hidden-columns"] += sum(any(at in cells for cells in sheet.rows.values()) for at in hidden)
        sheet.merges = _merges(after)
        return sheet

    def _hidden_rows(self, data: bytes, begin: int, end: int, sheet: Sheet) -> int:
        if not any(mark in data for mark in _HIDDEN):
            return 0
        row, count = -1, 0
        for match in _ROW.finditer(data, max(begin, 0), max(end, 0)):
            number = dict(_ATTRIBUTE.findall(match["attributes"])).get(b"r", b"")
            row = int(number) - 1 if number.isdigit() else row + 1
            count += row in sheet.rows and any(mark in match["attributes"] for mark in _HIDDEN)
        return count

    def _complex(self, body: bytes, style: bytes, kind: bytes) -> str:
        """A cell with a formula, or with its text inside."""
        if kind == b"inlineStr":
            text = self._styled(_plain(b"".join(_TEXT.findall(_PHONETIC.sub(b"", body)))), style)
            return "" if text.isspace() else text
        value = _VALUE.search(body)
        if b"<f" in body and (value is None or not value[1]) and kind != b"str":
            self._counts["formulas-without-result"] += 1
        return self._value(value[1], style, kind) if value is not None else ""

    def _value(self, value: bytes, style: bytes, kind: bytes) -> str:
        """What a stored value shows, empty where that is blank."""
        text = self._text(value, style, kind)
        if text.isspace():
            text = ""
        if len(self._shown) < _MAX_KNOWN:
            self._shown[value, style, kind] = text
        return text

    def _text(self, value: bytes, style: bytes, kind: bytes) -> str:
        """What a stored value shows."""
        if kind == b"s":
            at = int(value) if value.isdigit() and len(value) < 9 else -1
            return self._styled(self._texts[at], style) if 0 <= at < len(self._texts) else ""
        if kind in (b"str", b"e"):
            return self._styled(_plain(value), style)
        if kind == b"b":
            return "TRUE" if value == b"1" else "FALSE"
        if kind == b"d":
            return _plain(value)
        number = stored(value.decode("ascii", "replace"))
        if number is None:
            return _plain(value)
        return shown(number, self._format(style), from_1904=self._from_1904)

    def _styled(self, text: str, style: bytes) -> str:
        code = self._format(style)
        return text if code in ("General", "@") else shown_text(text, code)

    def _format(self, style: bytes) -> str:
        at = int(style) if style else 0
        return self._formats[at] if at < len(self._formats) else "General"


def _rows(data: bytes, begin: int, end: int) -> Iterator[tuple[int, bytes]]:
    """The rows that hold a value: number from 1 (0 where it is not said), and the XML of the cells."""
    at = data.find(b"<row", begin, end) if begin >= 0 else -1
    while at >= 0:
        following = data.find(b"<row", at + 4, end)
        line = data[at : following if following >= 0 else end]
        head = _ROW.match(line)
        number = _NUMBERED.search(head["attributes"]) if head else None
        yield int(number[1]) if number else 0, line if b"</c>" in line else b""
        at = following


def _attributes(more: bytes, letters: bytes, style: bytes, kind: bytes) -> tuple[bytes, bytes, bytes]:
    """Place, style and type of a cell that has them in another order, or has further attributes."""
    given = dict(_ATTRIBUTE.findall(more))
    place = _PLACE.match(given.get(b"r", b""))
    style = given.get(b"s", style)
    return (place[1] if place else letters), style if style.isdigit() else b"", given.get(b"t", kind)


_COLUMNS: dict[bytes, int] = {}


def _column(letters: bytes) -> int:
    found = _COLUMNS.get(letters)
    if found is None:
        found = 0
        for letter in letters:
            found = found * 26 + letter - 64
        found = _COLUMNS[letters] = min(found, _MAX_COLUMN) - 1
    return found


def _canonical(package: Package, part: str) -> bytes:
    """The XML in the one way of writing that the patterns above know: UTF-8, no prefixes, no comments, no instructions,
    double quotes.

    Nearly every file is written so; any other is parsed and written anew. Empty where there is no such part.
    """
    data = package.checked(part)
    beginning = data[:2000]
    encoding = _ENCODING.search(beginning[:200])
    if (
        (b"<worksheet" in beginning or b"<sst" in beginning)
        and b"<!" not in data
        and data.find(b"<?", 5) < 0
        and b"='" not in data
        and (encoding is None or encoding[1].lower() == b"utf-8")
        and not data.startswith((b"\xff", b"\xfe"))
    ):
        return data
    root = package.xml(part)
    if root is None:
        return b""
    for node in root.iter(etree.Element):
        node.tag = etree.QName(node).localname
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8")


def _formats(root: etree._Element | None) -> list[str]:
    """Format codes by style."""
    if root is None:
        return []
    own = {node.get("numFmtId", ""): node.get("formatCode", "") for node in root.iter("{*}numFmt")}
    formats = []
    for cells in root.iterchildren("{*}cellXfs"):
        for style in cells.iterchildren("{*}xf"):
            number = style.get("numFmtId", "0")
            code = own.get(number) or BUILT_IN.get(int(number) if number.isdecimal() and len(number) < 6 else 0)
            formats.append((code or "General")[:400])
    return formats


def _texts(data: bytes) -> list[str]:
    """The shared texts, without their phonetic guides."""
    return [_plain(b"".join(_TEXT.findall(_PHONETIC.sub(b"", match[1] or b"")))) for match in _ITEM.finditer(data)]


def _plain(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    if "&" in text:
        text = html.unescape(text)
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def _hidden_columns(before: bytes) -> list[int]:
    """Columns that are not shown, of those that a form can have."""
    found: list[int] = []
    for match in _COL.finditer(before):
        if any(mark in match[0] for mark in _HIDDEN):
            given = dict(_ATTRIBUTE.findall(match[0]))
            first, last = given.get(b"min", b""), given.get(b"max", b"")
            if first.isdigit() and last.isdigit() and len(first) < 6 and len(last) < 6:
                found.extend(range(int(first) - 1, min(int(last), MAX_COLUMNS)))
    return found


def _merges(after: bytes) -> list[tuple[int, int, int, int]]:
    found: list[tuple[int, int, int, int]] = []
    for match in _MERGE.finditer(after):
        if len(found) >= _MAX_MERGES:
            break
        left, top, right, bottom = match.groups()
        found.append((int(top) - 1, _column(left), int(bottom) - 1, _column(right)))
    return found


READER = Reader("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", recognises, read, native=True)
