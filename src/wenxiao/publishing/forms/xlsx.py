"""A form as a workbook of one sheet, ready to be printed on A4."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]

from wenxiao.publishing.forms.grid import FormCell, FormGrid, form_grid, printed
from wenxiao.publishing.forms.layouts import Layout
from wenxiao.publishing.forms.model import Values

_TITLE, _HEAD, _BODY = "黑体", "黑体", "宋体"
_LINE = 15.0  # points of a line of text
_ROOM = 10.0  # points above and below them
_MOST = 400.0  # points of a row; Excel allows 409
_DIGITS = 15  # that a cell keeps of a number
_BEGIN = 3  # rows above the table: title, subtitle, unit line


def xlsx(layout: Layout, values: Values) -> bytes:
    """The bytes of an .xlsx file; the same values give the same bytes."""
    grid = form_grid(layout, values)
    data = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(data, options)
    book.set_properties({"title": grid.title, "created": datetime(2000, 1, 1)})
    sheet = book.add_worksheet(grid.title[:31])
    _Drawing(book, sheet, grid).draw()
    book.close()
    return data.getvalue()


def fields(layout: Layout, values: Values) -> dict[str, str]:
    """Which of the values stands in which cell of the workbook: its address (B7, of a merged range the first) -> its field."""
    return {
        xl_rowcol_to_cell(_BEGIN + cell.row, cell.column): cell.field
        for cell in form_grid(layout, values).cells
        if cell.field
    }


class _Drawing:
    """One sheet: title, the line above the table, the table, the line below."""

    def __init__(self, book: Any, sheet: Any, grid: FormGrid) -> None:
        self.book, self.sheet, self.grid = book, sheet, grid
        self.formats: dict[tuple[str, int], Any] = {}
        self.last = len(grid.widths) - 1

    def draw(self) -> None:
        grid, sheet = self.grid, self.sheet
        for at, width in enumerate(grid.widths):
            sheet.set_column(at, at, width)
        self._wide(0, grid.title, {"font_name": _TITLE, "font_size": 18, "bold": False, "align": "center"}, 34)
        self._wide(1, grid.subtitle, {"font_name": _BODY, "font_size": 12, "align": "center"}, 20)
        outside = {"font_name": _BODY, "font_size": 10.5, "valign": "vcenter"}
        sheet.set_row(2, 20)
        middle = self._middle()
        sheet.merge_range(2, 0, 2, middle, grid.left, self.book.add_format(outside))
        sheet.merge_range(2, middle + 1, 2, self.last, grid.right, self.book.add_format({**outside, "align": "right"}))
        begin = _BEGIN
        for at, lines in enumerate(grid.heights):
            sheet.set_row(begin + at, min(lines * _LINE + _ROOM, _MOST))
        for cell in grid.cells:
            self._cell(begin, cell)
        end = begin + len(grid.heights)
        sheet.set_row(end, 24)
        step = (self.last + 1) // len(grid.below)
        for at, words in enumerate(grid.below):
            sheet.write_string(end, at * step, words, self.book.add_format(outside))
        self._page(begin, end)

    def _middle(self) -> int:
        """The column at which the line above the table is parted: the right part is short."""
        room, column = 0, self.last
        while column > 1 and room < 18:
            room += self.grid.widths[column]
            column -= 1
        return column

    def _wide(self, row: int, words: str, shape: dict[str, Any], height: float) -> None:
        self.sheet.set_row(row, height)
        self.sheet.merge_range(row, 0, row, self.last, words, self.book.add_format({**shape, "valign": "vcenter"}))

    def _cell(self, begin: int, cell: FormCell) -> None:
        top, left = begin + cell.row, cell.column
        value, decimals = cell.value, 0
        if isinstance(value, Decimal):
            exponent = value.as_tuple().exponent
            decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
            if len(value.as_tuple().digits) > _DIGITS:  # a number would lose its last digits
                value = printed(cell)
        shape = self._format(cell.shape, decimals)
        if cell.rowspan > 1 or cell.colspan > 1:
            self.sheet.merge_range(top, left, top + cell.rowspan - 1, left + cell.colspan - 1, "", shape)
        if value is None:
            self.sheet.write_blank(top, left, None, shape)
        elif isinstance(value, str):
            self.sheet.write_string(top, left, value, shape)
        else:
            self.sheet.write_number(top, left, float(value / 100 if cell.shape == "percent" else value), shape)

    def _format(self, shape: str, decimals: int) -> Any:
        known = self.formats.get((shape, decimals))
        if known is None:
            places = "0" + ("." + "0" * decimals if decimals else "")
            number = {"money": "#,##" + places, "percent": places + "%", "number": places}.get(shape)
            known = self.book.add_format(
                {
                    "font_name": _HEAD if shape == "label" else _BODY, "font_size": 10.5, "border": 1, "text_wrap": True,
                    "valign": "vcenter", "align": "left" if shape == "prose" else "center", **({"num_format": number} if number else {}),
                }
            )  # fmt: skip
            self.formats[shape, decimals] = known
        return known

    def _page(self, begin: int, end: int) -> None:
        sheet, grid = self.sheet, self.grid
        sheet.set_paper(9)
        if grid.landscape:
            sheet.set_landscape()
        sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.print_area(0, 0, end, self.last)
        if grid.head is not None:
            sheet.repeat_rows(begin + grid.head[0], begin + grid.head[1])
        sheet.set_footer("&C第 &P 页 共 &N 页")
