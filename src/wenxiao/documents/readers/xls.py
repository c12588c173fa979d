"""Old workbooks (.xls, and .et as older WPS wrote it).

As in ``xlsx``, a cell holds what a person sees in it. Which formulas have no result, the file does not say.
"""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import xlrd  # type: ignore[import-untyped]

from wenxiao.documents.model import UnreadableError
from wenxiao.documents.readers.base import Content, Reader, Source
from wenxiao.documents.readers.compound import Compound, DamagedError
from wenxiao.documents.readers.number_formats import BUILT_IN, shown, shown_text, stored
from wenxiao.documents.readers.sheets import MAX_CELLS, Sheet, lay_out, too_large

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = ("Workbook", "Book")
_OTHERS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document", "EncryptedPackage"))
#: Larger files hold pictures, or more cells than any form.
_MAX_BYTES = 64 * 1024 * 1024
_MAX_MERGES = 100_000


def recognises(data: bytes) -> bool:
    if not data.startswith(_OLE2) or any(name in data for name in _OTHERS):
        return False
    return any(name.encode("utf-16-le") in data for name in _STREAMS)


def read(source: Source) -> Content:
    """Notes: ``hidden-sheets:1``, ``hidden-rows:3``, ``hidden-columns:2``."""
    if len(source.data) > _MAX_BYTES:
        raise too_large(source)
    counts: Counter[str] = Counter()
    try:
        sheets = _sheets(source, counts)
    except UnreadableError:
        raise
    except Exception as error:  # the library fails in every way that a damaged file can bring about
        if "encrypted" in str(error):
            raise source.refuse(
                "工作簿有密码；请取消密码后另存为 .xlsx",
                "the workbook is protected by a password; remove it and save the workbook as .xlsx",
            ) from None
        raise source.refuse(
            "工作簿已损坏或不完整；请用 Excel 或 WPS 打开后另存为 .xlsx",
            "the workbook is damaged or incomplete; open it with Excel or WPS and save it as .xlsx",
        ) from None
    return lay_out(source, sheets, counts)


def _sheets(source: Source, counts: Counter[str]) -> list[Sheet]:
    book = xlrd.open_workbook(
        file_contents=_stream(source), logfile=io.StringIO(), formatting_info=True, ragged_rows=True,
        ignore_workbook_corruption=True,
    )  # fmt: skip
    codes = [_code(book, style.format_key) for style in book.xf_list]
    sheets: list[Sheet] = []
    left = MAX_CELLS
    for table in book.sheets():
        if table.visibility:
            counts["hidden-sheets"] += 1
            continue
        sheet = _sheet(book, table, codes)
        left -= sum(map(len, sheet.rows.values()))
        if left < 0:
            raise too_large(source)
        counts["hidden-rows"] += sum(row in sheet.rows and info.hidden for row, info in table.rowinfo_map.items())
        counts["hidden-columns"] += sum(
            info.hidden and any(column in cells for cells in sheet.rows.values())
            for column, info in table.colinfo_map.items()
        )
        sheets.append(sheet)
    return sheets


def _stream(source: Source) -> bytes:
    """The stream that holds the workbook. The library's own way to it goes round for ever where sectors lead back."""
    compound = Compound(source.data)
    for name in _STREAMS:
        if stream := compound.stream(name):
            return stream
    raise DamagedError("no workbook in it")


def _code(book: Any, key: int) -> str:
    """Format code of a style; the numbers below 164 mean the same in every workbook."""
    if key in BUILT_IN:
        return BUILT_IN[key]
    known = book.format_map.get(key)
    return (known.format_str or "General")[:400] if known is not None else "General"


def _sheet(book: Any, table: Any, codes: list[str]) -> Sheet:
    sheet = Sheet(" ".join(table.name.split())[:80])
    from_1904 = book.datemode == 1
    for row in range(table.nrows):
        texts: dict[int, str] = {}
        values, kinds = table.row_values(row), table.row_types(row)
        for column, kind in enumerate(kinds):
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            text = _text(values[column], kind, codes, table.cell_xf_index(row, column), from_1904)
            if text and not text.isspace():
                texts[column] = text
        if texts:
            sheet.rows[row] = texts
    for top, below, left, beyond in table.merged_cells[:_MAX_MERGES]:
        sheet.merges.append((top, left, below - 1, beyond - 1))
    return sheet


def _text(value: Any, kind: int, codes: list[str], style: int, from_1904: bool) -> str:
    """What a stored value shows; ``kind`` as the library names it."""
    code = codes[style] if 0 <= style < len(codes) else "General"
    if kind == xlrd.XL_CELL_TEXT:
        return str(value) if code in ("General", "@") else shown_text(value, code)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#N/A"))
    number = stored(repr(value))
    return shown(number, code, from_1904=from_1904) if number is not None else ""


READER = Reader("application/vnd.ms-excel", recognises, read, native=True)
