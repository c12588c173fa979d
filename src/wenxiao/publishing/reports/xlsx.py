"""A table of a report as a workbook of one sheet, ready to be printed."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]

from wenxiao.publishing.reports.tables import ReportTable

_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?")
_DIGITS = 15  # that a cell keeps of a number


def table_xlsx(table: ReportTable) -> bytes:
    """The bytes of an .xlsx file; the same table gives the same bytes."""
    data = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(data, options)
    book.set_properties({"title": table.title, "created": datetime(2000, 1, 1)})
    sheet = book.add_worksheet(table.title[:31])
    last = len(table.heads) - 1
    cell = {"font_name": "宋体", "font_size": 10.5, "border": 1, "text_wrap": True, "valign": "vcenter"}
    head = book.add_format({**cell, "font_name": "黑体", "align": "center"})
    title = book.add_format({"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"})
    shapes = {name: book.add_format({**cell, "align": name}) for name in ("left", "center")}
    sheet.merge_range(0, 0, 0, last, table.title, title)
    sheet.set_row(0, 34)
    if table.unit:
        sheet.merge_range(
            1, 0, 1, last, table.unit, book.add_format({"font_name": "宋体", "font_size": 10.5, "align": "right"})
        )
    begin = 2 if table.unit else 1
    whole = sum(table.widths)
    for at, width in enumerate(table.widths):
        sheet.set_column(at, at, (120 if table.wide else 90) * width / whole)
        sheet.write_string(begin, at, table.heads[at], head)
    for row, values in enumerate(table.rows, begin + 1):
        for at, words in enumerate(values):
            shape = shapes["left" if at in table.left else "center"]
            if (
                at not in table.left
                and _NUMBER.fullmatch(words)
                and len(words.replace(".", "").lstrip("-0")) <= _DIGITS
            ):
                sheet.write_number(
                    row,
                    at,
                    float(Decimal(words)),
                    book.add_format({**cell, "align": "center", "num_format": _shape(words)}),
                )
            else:
                sheet.write_string(row, at, words, shape)
    sheet.set_paper(9)
    if table.wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(begin)
    sheet.set_footer("&C— &P —")
    book.close()
    return data.getvalue()


def _shape(words: str) -> str:
    decimals = len(words.partition(".")[2])
    return "0" + ("." + "0" * decimals if decimals else "")
