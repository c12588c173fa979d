"""The monthly report as a workbook: a sheet for each table, with charts that the office program draws."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from wenxiao.publishing.bulletin.facts import Bulletin, Chart, Ranking, Table, growth


def xlsx(said: Bulletin) -> bytes:
    """The bytes of an .xlsx file; the same report gives the same bytes."""
    data = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(data, options)
    book.set_properties({"title": said.title, "created": datetime(2000, 1, 1)})
    pen = _Pen(book)
    sheet = pen.sheet("总体情况", said.title, (16, 12, 12, 12))
    for at, words in enumerate(said.summary, 1):
        sheet.merge_range(at, 0, at, 7, words, pen.prose)
        sheet.set_row(at, 16 * (len(words) // 56 + 1))
    pen.table(sheet, len(said.summary) + 2, ("项目", "本月（件）", "上月（件）", "环比"), [(label, now, before, growth(now, before)) for label, now, before in said.numbers])  # fmt: skip
    for each in said.rankings:
        _ranking(pen, each)
    for beside in said.beside:
        for of in beside.tables:
            sheet = pen.sheet(of.title, of.title, [6 * width for width in of.widths])
            sheet.merge_range(1, 0, 1, len(of.heads) - 1, beside.how, pen.prose)
            sheet.set_row(1, 48)
            pen.table(sheet, 3, of.heads, of.rows or [("本月没有",)])
    for chart in (said.categories, said.sources, said.hours):
        _chart(pen, chart)
    for of in (said.pressed, said.missed):
        sheet = pen.sheet(of.title, of.title, [8 * width for width in of.widths])
        pen.table(sheet, 2, of.heads, of.rows or [("本月没有",)])
    of = Table(
        "议定事项", ("事项", "责任单位", "完成时限", "落实情况"),
        [(one.what, one.who, one.due.isoformat() if one.due else "—", one.state) for one in said.actions] or [(said.actions_note or "上次会议没有议定事项",)],
        (5, 2, 2, 2),
    )  # fmt: skip
    pen.table(pen.sheet(of.title, "上次会议议定事项落实情况", (50, 22, 14, 22)), 2, of.heads, of.rows)
    if said.notes or said.foot:
        sheet = pen.sheet("说明", "说明", (100,))
        for at, words in enumerate((*said.notes, *said.foot), 2):
            sheet.write_string(at, 0, words, pen.prose)
    book.close()
    return data.getvalue()


def _ranking(pen: _Pen, of: Ranking) -> None:
    sheet = pen.sheet(of.title, f"{of.title}（{of.scheme}）", (8, 28, 12, 10, 10, *(14 for _ in of.lines)))
    heads = ("名次", "单位", "得分", "环比", "原始", *(f"{name}（{points:f}）" for name, points in of.lines))
    rows = [
        (row.rank if row.rank is not None else "不排名", row.name, row.total if row.total is not None else row.printed, row.change, row.raw, *row.points)
        for row in of.rows
    ]  # fmt: skip
    pen.table(sheet, 2, heads, rows)
    known = [row for row in of.rows if row.total is not None]
    if known:
        chart = pen.book.add_chart({"type": "bar"})
        last = 2 + len(of.rows)
        chart.add_series(
            {"name": "得分", "categories": [sheet.name, 3, 1, last, 1], "values": [sheet.name, 3, 2, last, 2], "data_labels": {"value": True}}
        )  # fmt: skip
        chart.set_title({"name": of.title})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"min": 0, "max": float(of.total)})
        chart.set_size({"width": 640, "height": 130 + 34 * len(of.rows)})
        sheet.insert_chart(last + 2, 1, chart)


def _chart(pen: _Pen, of: Chart) -> None:
    sheet = pen.sheet(of.title, of.title, (26, 10, 10, 10))
    heads = ("名称", "本月（件）", *(("上月（件）", "环比") if of.before else ()))
    rows = [
        (name, value, *((of.before[at], growth(value, of.before[at])) if of.before else ()))
        for at, (name, value) in enumerate(zip(of.names, of.values, strict=True))
    ]
    pen.table(sheet, 2, heads, rows or [("本月没有",)])
    if not rows:
        return
    chart, last = pen.book.add_chart({"type": "column"}), 2 + len(rows)
    for column, name in ((1, "本月"), (2, "上月")) if of.before else ((1, "本月"),):
        chart.add_series(
            {"name": name, "categories": [sheet.name, 3, 0, last, 0], "values": [sheet.name, 3, column, last, column]}
        )
    chart.set_title({"name": of.title})
    chart.set_size({"width": 640, "height": 320})
    sheet.insert_chart(2, 5, chart)


class _Pen:
    """The formats of a book, and its sheets."""

    def __init__(self, book: Any) -> None:
        self.book = book
        cell = {"font_name": "宋体", "font_size": 10.5, "border": 1, "valign": "vcenter", "text_wrap": True}
        self.title = book.add_format({"font_name": "黑体", "font_size": 16, "valign": "vcenter"})
        self.prose = book.add_format({"font_name": "宋体", "font_size": 10.5, "text_wrap": True, "valign": "top"})
        self.head = book.add_format({**cell, "font_name": "黑体", "align": "center"})
        self.words, self.number = book.add_format(cell), book.add_format({**cell, "align": "center"})
        self.score = book.add_format({**cell, "align": "center", "num_format": "0.00"})

    def sheet(self, name: str, title: str, widths: Any) -> Any:
        sheet = self.book.add_worksheet(name[:31])
        sheet.write_string(0, 0, title, self.title)
        sheet.set_row(0, 28)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C— &P —")
        return sheet

    def table(self, sheet: Any, top: int, heads: Any, rows: Any) -> None:
        for at, words in enumerate(heads):
            sheet.write_string(top, at, words, self.head)
        sheet.set_row(top, 30)
        for number, row in enumerate(rows, top + 1):
            for at, value in enumerate(row):
                if value is None:
                    sheet.write_string(number, at, "—", self.number)
                elif isinstance(value, Decimal):
                    sheet.write_number(number, at, float(value), self.score)
                elif isinstance(value, int):
                    sheet.write_number(number, at, value, self.number)
                else:
                    sheet.write_string(number, at, value, self.words)
