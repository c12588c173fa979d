from io import BytesIO
from zipfile import ZipFile

from openpyxl import load_workbook

from tests.publishing.made_up import TEXT, report
from wenxiao.publishing.xlsx import workbook


def test_six_sheets_with_frozen_heads_and_filters() -> None:
    book = load_workbook(BytesIO(workbook([report()])))
    assert book.sheetnames == ["文档", "项目", "资金事实", "发现", "应有内容", "核对范围"]
    assert all(sheet.freeze_panes == "B2" and sheet.auto_filter.ref for sheet in book)


def test_money_is_a_number_in_yuan_and_missing_is_an_empty_cell() -> None:
    sheet = load_workbook(BytesIO(workbook([report()])))["项目"]
    road, square = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert road[1:7] == ["乡村道路养护项目", 2000000, None, 2000000, 1500000, 0.85]
    assert square[4] is None
    assert sheet["C2"].number_format == "#,##0.00"


def test_text_of_a_document_never_becomes_a_formula_or_a_link() -> None:
    data = workbook([report(TEXT, path=name) for name in ("=1+1.txt", "+1.txt", "@A1.txt", "http://x.txt", "-1.txt")])
    assert all(row[0].data_type == "s" for row in load_workbook(BytesIO(data))["文档"].iter_rows(min_row=2))
    sheet = ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_english_sheets_on_request() -> None:
    assert "findings" in load_workbook(BytesIO(workbook([report()], lang="en"))).sheetnames
