"""Lists as workbooks: written row by row, so that a large one takes no more memory than a small one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django.http import HttpResponse

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(name: str, *tables: tuple[str, Sequence[str], Iterable[Sequence[Any]]]) -> HttpResponse:
    """A workbook to be saved: for each table the name of its sheet, the heads, the rows. Text stays text: no cell is a formula."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False}) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for title, heads, rows in tables:
            page = book.add_worksheet(title[:31])
            page.freeze_panes(1, 0)
            page.set_column(0, len(heads) - 1, 18)
            for column, head in enumerate(heads):
                page.write_string(0, column, head, bold)
            for n, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    if value is None or value == "":
                        continue
                    if isinstance(value, date):
                        page.write_datetime(n, column, value, day)
                    elif isinstance(value, int | Decimal):
                        page.write_number(n, column, value)
                    else:
                        page.write_string(n, column, str(value))
    answer = HttpResponse(buffer.getvalue(), content_type=TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
