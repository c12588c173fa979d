"""Tables in and out: rows of an uploaded xlsx or csv file, and workbooks to download.

Reading guards against files that are not what they say; writing keeps one row in memory.
"""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, BinaryIO, TypeVar

import openpyxl
import xlsxwriter  # type: ignore[import-untyped]
from charset_normalizer import from_bytes
from django.http import FileResponse
from django.utils.http import content_disposition_header

from wenxiao.web.core.clock import today
from wenxiao.web.core.numbers import UNSEEN
from wenxiao.web.core.reads import note
from wenxiao.web.core.say import say

#: What an upload may hold: its own size, what it unpacks to, its rows and columns.
BYTES, UNPACKED, ROWS, COLUMNS = 20_000_000, 400_000_000, 200_000, 60
#: Digits that a cell keeps of a number; a longer one is written as text.
DIGITS = 15
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


T = TypeVar("T")


class Unreadable(ValueError):  # noqa: N818  (the file's fault, told to whoever sent it)
    """A file that is no table; ``str`` says in one sentence what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook that one sees; a text file is one without a name."""

    name: str
    raw: Callable[[], Iterable[Sequence[Any]]]

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """The rows with their numbers as the program shows them, empty ones left out. Raises Unreadable.

        A cell is text, a number, a date, a truth value or None.
        """
        for number, row in enumerate(_sound(self.raw), 1):
            if number > ROWS:
                raise Unreadable(say(f"超过 {ROWS} 行；请分成几个文件。", f"More than {ROWS} rows; split the file."))
            cells = [_cell(value) for value in row[:COLUMNS]]
            if any(cell is not None for cell in cells):
                yield number, cells


def sheets(data: bytes) -> list[Sheet]:
    """The sheets of a file, at least one. Raises Unreadable."""
    if not data.startswith(b"PK\x03\x04"):
        return [Sheet("", partial(_lines, data))]
    return [Sheet(one.title, partial(_values, one)) for one in _sound(partial(_worksheets, data))]


_UNSEEN = dict.fromkeys(map(ord, UNSEEN))


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(_UNSEEN).strip() or None
    return value


def _worksheets(data: bytes) -> list[Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(item.file_size for item in package.infolist()) > UNPACKED:
            raise Unreadable(say("文件解压后过大；请分成几个文件。", "The file unpacks to too much; split it."))
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    return [one for one in book.worksheets if one.sheet_state == "visible"] or [book.worksheets[0]]


def _values(sheet: Any) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()  # programs state them wrongly; the rows themselves say how wide they are
    yield from sheet.iter_rows(values_only=True)


def _sound(read: Callable[[], Iterable[T]]) -> Iterator[T]:
    """What is read of a file. Whatever a broken package does to a parser, it is the file that is broken."""
    try:
        yield from read()
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(
            say("打不开这个 Excel 文件；请用 Excel 或 WPS 另存为 .xlsx 后再上传。", "This workbook cannot be read; save it as .xlsx and upload it again.")
        ) from error  # fmt: skip


def _lines(data: bytes) -> Iterator[Sequence[Any]]:
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(
            say("这不是 .xlsx 或 .csv 文件；旧的 .xls 请另存为 .xlsx。", "This is neither .xlsx nor .csv; save an old .xls as .xlsx.")
        )  # fmt: skip
    text = _decoded(data)
    separator = "\t" if text.split("\n", 1)[0].count("\t") > text.split("\n", 1)[0].count(",") else ","
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise Unreadable(say("这个 .csv 文件的格式有误；请另存为 .xlsx。", "This .csv is malformed; save it as .xlsx.")) from error  # fmt: skip


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    best = from_bytes(data).best()
    if best is None:
        raise Unreadable(say("认不出文件的编码；请另存为 .xlsx。", "The file's encoding is unknown; save it as .xlsx."))
    return str(best)


def workbook(
    request: Any, name: str, heading: Sequence[tuple[str, int]], body: Iterable[Sequence[Any]]
) -> FileResponse:
    """A workbook to download, one sheet with a heading (words and width of each column); the export is put on record."""
    note(request, f"export {request.get_full_path()}")
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the answer closes it)
    write(file, name, heading, body)
    file.seek(0)
    answer = FileResponse(file, content_type=XLSX)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}-{today()}.xlsx")
    return answer


def widths(heads: Iterable[str]) -> list[tuple[str, int]]:
    """A heading in which every column is as wide as its words ask for."""
    return [(head, max(10, min(40, len(head) * 2))) for head in heads]


def write(file: BinaryIO, name: str, heading: Sequence[tuple[str, int]], body: Iterable[Sequence[Any]]) -> None:
    """Write one sheet; amounts with two decimals, dates as dates, text as text even where it looks like a formula."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(name[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    money, day = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for column, (words, width) in enumerate(heading):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, words, bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(body, 1):
        for column, value in enumerate(row):
            if isinstance(value, Decimal) and len(value.as_tuple().digits) <= DIGITS:
                amount = int(value.as_tuple().exponent) >= -2
                sheet.write_number(number, column, float(value), money if amount else None)
            elif isinstance(value, date | datetime):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, int) and not isinstance(value, bool):
                sheet.write_number(number, column, value)
            elif value is not None:
                sheet.write_string(number, column, str(value)[:32_000])
    book.close()
