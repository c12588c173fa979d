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


def test_required_content_is_a_sheet_and_two_columns_of_the_documents() -> None:
    book = load_workbook(BytesIO(workbook([report(), report("没有数字的一句话。")])))
    rows = [[cell.value for cell in row] for row in book["应有内容"].iter_rows(min_row=2)]
    assert ["柳溪镇自评报告.txt", "项目支出绩效自评报告", "国家（2020年起）", "章节", "基本情况", "有", None] in rows
    assert rows[-1][-1] == "看不出文种或没有规定，未核对"
    typed, untyped = [[cell.value for cell in row][-2:] for row in book["文档"].iter_rows(min_row=2)]
    assert typed[0] == len(rows) - 1
    assert typed[1] == sum(row[5] == "未见" for row in rows)
    assert untyped == [None, None]
