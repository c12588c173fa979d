"""Lists as workbooks: a heading, then rows of texts, numbers and dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import quote

import xlsxwriter  # type: ignore[import-untyped]
from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DIGITS = 15  # that a cell keeps of a number


def workbook(title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The bytes of an .xlsx file of one sheet. What is missing (None) is an empty cell; a text is never read as a formula."""
    data = BytesIO()
    book = xlsxwriter.Workbook(
        data,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    sheet = book.add_worksheet(title[:31].translate(str.maketrans("[]:*?/\\", "       ")))
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    for at, head in enumerate(heads):
        sheet.write_string(0, at, str(head), bold)
        sheet.set_column(at, at, max(10, min(40, len(str(head)) * 2)))
    for number, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, Decimal) and len(value.as_tuple().digits) <= _DIGITS:
                sheet.write_number(number, at, float(value))
            elif isinstance(value, int) and not isinstance(value, bool):
                sheet.write_number(number, at, value)
            elif isinstance(value, date):
                sheet.write_datetime(number, at, value, day)
            else:
                sheet.write_string(number, at, str(value))
    book.close()
    return data.getvalue()


def download(content: bytes, name: str, kind: str = XLSX) -> HttpResponse:
    """The answer that hands over a file made just now."""
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
