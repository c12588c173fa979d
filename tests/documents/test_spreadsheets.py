"""Workbooks: what a person sees in the cells, which rows are a table, and where each cell stands."""

from __future__ import annotations

import contextlib
import io
import random
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Border, Side

from tests.documents.making import check_consistent, opened, packed
from tests.documents.workbooks import converted, needs_office, saved, xlsx
from wenxiao.documents.model import Document, UnreadableError
from wenxiao.documents.places import Places
from wenxiao.documents.readers import package, sheets

RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def rows(document: Document, table: int = 0) -> list[list[str]]:
    """Texts of a table by row."""
    found: dict[int, list[str]] = {}
    for cell in document.tables[table].cells:
        found.setdefault(cell.row, []).append(document.text[cell.start : cell.end])
    return list(found.values())


def lines(document: Document) -> list[str]:
    """Paragraphs and headings."""
    return [document.text[b.start : b.end] for b in document.blocks if b.kind != "cell"]


def place(document: Document, words: str) -> str:
    return Places(document).at(document.text.index(words)).name()


LIST = [["项目名称", "预算数", "执行数"], ["河道保洁", 120, 96.5], ["路灯养护", 80, 80], ["合计", 200, 176.5]]


def test_cells_hold_what_a_person_sees(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["项目", "预算", "执行率", "日期", "完成", "备注"])
    sheet.append(["河道", 1234.5, 0.985, date(2024, 3, 5), True, 0.1 + 0.2])
    sheet.append(["路灯", 80, 1, date(2024, 12, 31), False, "#DIV/0!"])
    for row in (2, 3):
        sheet.cell(row, 2).number_format = "#,##0.00"
        sheet.cell(row, 3).number_format = "0.00%"
        sheet.cell(row, 4).number_format = 'yyyy"年"m"月"d"日"'
    document = opened(tmp_path, saved(book))
    assert rows(document)[1:] == [
        ["河道", "1,234.50", "98.50%", "2024年3月5日", "TRUE", "0.3"],
        ["路灯", "80.00", "100.00%", "2024年12月31日", "FALSE", "#DIV/0!"],
    ]


def test_a_cell_knows_its_sheet_and_address(tmp_path: Path) -> None:
    document = opened(tmp_path, xlsx(LIST, name="自评表"))
    check_consistent(document)
    assert place(document, "96.5") == "工作表“自评表” C2"
    assert Places(document).at(document.text.index("96.5")).name("en") == "sheet “自评表” C2"
    cell = next(block for block in document.blocks if block.anchor.address == "C2")
    assert (cell.anchor.table, cell.anchor.row, cell.anchor.cell) == (1, 2, 3)


def test_titles_over_a_form_and_notes_below_are_paragraphs(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for at, row in enumerate(
        [["项目支出绩效自评表"], ["（2024年度）"], ["填报单位：云溪区城管局", None, "金额单位：万元"], *LIST, [], ["填表人：张某", None, "日期：2025年3月1日"]], 1
    ):  # fmt: skip
        for column, value in enumerate(row, 1):
            sheet.cell(at, column, value)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A2:C2")
    document = opened(tmp_path, saved(book))
    assert lines(document) == [
        "项目支出绩效自评表", "（2024年度）", "填报单位：云溪区城管局", "金额单位：万元", "填表人：张某", "日期：2025年3月1日",
    ]  # fmt: skip
    assert len(rows(document)) == 4
    assert place(document, "金额单位") == "工作表“Sheet” C3"


def test_merged_cells_span_and_what_lies_below_them_is_not_seen(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [["一级指标", "二级指标", "分值"], ["产出", "数量", 20], ["隐", "质量", 30], ["总分", "盖住", 50]]:
        sheet.append(row)
    data = saved(book)
    whole = openpyxl.load_workbook(io.BytesIO(data))
    whole.active.merged_cells.add("A2:A3")
    whole.active.merged_cells.add("A4:B4")
    document = opened(tmp_path, saved(whole))
    assert rows(document)[1:] == [["产出", "数量", "20"], ["质量", "30"], ["总分", "50"]]
    spans = {document.text[c.start : c.end]: (c.row, c.column, c.rowspan, c.colspan) for c in document.tables[0].cells}
    assert spans["产出"] == (1, 0, 2, 1)
    assert spans["质量"] == (2, 1, 1, 1)
    assert spans["总分"] == (3, 0, 1, 2)


def test_a_label_with_a_blank_answer_stays_in_the_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["项目支出绩效自评表"])
    sheet.append(["项目名称", None, None])
    sheet.append(["主管部门", "城管局", None])
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("B3:C3")
    document = opened(tmp_path, saved(book))
    assert lines(document) == ["项目支出绩效自评表"]
    assert rows(document) == [["项目名称", ""], ["主管部门", "城管局"]]


def test_several_forms_on_a_sheet_are_tables_with_their_titles_between(tmp_path: Path) -> None:
    form = [["项目名称", "河道保洁", None], ["预算数", 12, "万元"], ["执行数", 11, "万元"]]
    document = opened(
        tmp_path, xlsx([["甲项目支出绩效自评表"], *form, [], ["乙项目支出绩效自评表"], ["（2024年度）"], *form])
    )
    assert lines(document) == ["甲项目支出绩效自评表", "乙项目支出绩效自评表", "（2024年度）"]
    assert [len(rows(document, at)) for at in range(2)] == [3, 3]
    assert document.text.index("乙项目") > document.tables[0].cells[-1].end


def test_a_blank_row_and_a_section_bar_do_not_part_a_form(tmp_path: Path) -> None:
    document = opened(
        tmp_path,
        xlsx([["项目名称", "河道保洁"], [], ["一、资金使用情况（单位为万元）"], ["预算数", 12], [], ["执行数", 11]]),
    )
    assert len(document.tables) == 1
    assert len(rows(document)) == 4


def test_sheets_begin_with_their_names_and_empty_ones_are_passed_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("河道保洁", "空表", "Sheet3", "路灯养护"):
        sheet = book.create_sheet(name)
        for row in LIST if name != "空表" else []:
            sheet.append(row)
    book.remove(book.worksheets[0])
    document = opened(tmp_path, saved(book))
    assert lines(document) == ["河道保洁", "路灯养护"]
    assert len(document.tables) == 3


def test_the_only_sheet_has_no_heading(tmp_path: Path) -> None:
    assert lines(opened(tmp_path, xlsx(LIST, name="附表1"))) == []


def test_hidden_sheets_are_left_out_hidden_rows_and_columns_read_and_all_noted(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in LIST:
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[9].hidden = True  # nothing is written there
    sheet.column_dimensions["B"].hidden = True
    other = book.create_sheet("旧稿")
    other.append(["旧稿的数", 1, 2])
    other.sheet_state = "hidden"
    document = opened(tmp_path, saved(book))
    assert "旧稿" not in document.text
    assert rows(document)[2] == ["路灯养护", "80", "80"]
    assert document.notes == ("hidden-columns:1", "hidden-rows:1", "hidden-sheets:1")


def test_formulas_without_a_result_are_noted(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["预算", "执行", "合计"])
    book.active.append([1, 2, "=A2+B2"])
    document = opened(tmp_path, saved(book))
    assert rows(document)[1] == ["1", "2", ""]
    assert document.notes == ("formulas-without-result:1",)


def test_a_million_empty_rows_with_a_border_are_no_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in LIST:
        book.active.append(row)
    book.active["C1048576"].border = Border(left=Side("thin"))
    book.active["XFD1"].border = Border(left=Side("thin"))
    assert len(rows(opened(tmp_path, saved(book)))) == 4


def test_a_value_in_the_last_corner_costs_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in LIST:
        book.active.append(row)
    book.active["XFD1048576"] = "远"
    document = opened(tmp_path, saved(book))
    assert document.notes == ("columns-left-out:1",)
    assert len(document.text) < 2000


def part(body: str, *, workbook: str = "", beginning: str = "<worksheet>", end: str = "</worksheet>") -> bytes:
    """A workbook of one sheet from its XML."""
    return packed(
        {
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
            "xl/workbook.xml": f'<workbook xmlns:r="{RELS}">{workbook}<sheets><sheet name="表" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{RELS}/worksheet" Target="/xl/worksheets/a.xml"/>'
            f'<Relationship Id="r2" Type="{RELS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "xl/worksheets/a.xml": beginning + body + end,
            "xl/sharedStrings.xml": '<sst><si><t>预</t><rPh sb="0" eb="1"><t>yù</t></rPh><r><t xml:space="preserve">算 </t></r><r><t>数</t></r></si>'
            "<si/><si><t>甲&amp;乙&lt;1_x000A_丙</t></si></sst>",
        }
    )


SAME = [["预算 数", "甲&乙<1 丙", "5", "字"], ["", "98.5", "TRUE", "#REF!"]]
CELLS = (
    '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>2</v></c><c r="D2"><f>1+4</f><v>5</v></c>'
    '<c r="E2" t="inlineStr"><is><t>字</t></is></c></row>'
    '<row r="3"><c r="B3" t="s"><v>1</v></c><c r="C3"><v>98.5</v></c><c r="D3" t="b"><v>1</v></c><c r="E3" t="e"><v>#REF!</v></c></row>'
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(part(f"<sheetData>{CELLS}</sheetData>"), id="as it is usually written"),
        pytest.param(part(f"<sheetData>{CELLS}</sheetData>".replace('"', "'")), id="single quotes"),
        pytest.param(
            part(
                f"<x:sheetData>{CELLS}</x:sheetData>".replace("<", "<x:").replace("<x:/", "</x:").replace("<x:x:", "<x:").replace("</x:x:", "</x:"),
                beginning='<x:worksheet xmlns:x="urn:a">', end="</x:worksheet>",
            ),
            id="prefixes",
        ),
        pytest.param(part(f"<!-- <c r='A1'><v>9</v></c> --><sheetData>{CELLS}</sheetData>"), id="comments"),
        pytest.param(part(f"<sheetData>{CELLS.replace('98.5', '<![CDATA[98.5]]>')}</sheetData>"), id="character data"),
        pytest.param(part(f"<sheetData>{CELLS.replace(' t=', ' cm=' + chr(34) + '1' + chr(34) + ' t=')}</sheetData>"), id="more attributes"),
        pytest.param(
            part(f"<sheetData>{CELLS}</sheetData>".replace('<c r="B2" t="s">', '<c t="s" r="B2">')), id="attributes in another order"
        ),
        pytest.param(
            part("<sheetData>" + re.sub(r'(?<=<c) r="[B-E]\d"', "", CELLS) + "</sheetData>"), id="cells without address"
        ),
        pytest.param(part(f"<sheetData>\n{CELLS.replace('><', '>' + chr(10) + ' <')}\n</sheetData>"), id="indented"),
    ],
)  # fmt: skip
def test_xml_may_be_written_in_many_ways(tmp_path: Path, data: bytes) -> None:
    document = opened(tmp_path, data)
    assert rows(document) == SAME


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    data = packed(
        {
            "xl/workbook.xml": f'<workbook xmlns:r="{RELS}"><workbookPr date1904="1"/><sheets><sheet name="表" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{RELS}/worksheet" Target="worksheets\\a.xml"/></Relationships>',
            "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
            "xl/worksheets/a.xml": '<worksheet><sheetData><row><c s="1"><v>43894</v></c><c><v>1</v></c></row></sheetData></worksheet>',
        }
    )
    assert rows(opened(tmp_path, data)) == [["2024/3/5", "1"]]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (part("<sheetData><row><c>"), "损坏"),
        (part('<!DOCTYPE a [<!ENTITY b "c">]><sheetData/>', beginning="", end=""), "实体"),
        (part("<sheetData></sheetData>"), "没有文字"),
        (part("<sheetData/>", beginning='<?xml version="1.0" encoding="F-8"?><worksheet>'), "损坏"),
        (part(f"<sheetData>{CELLS}</sheetData>")[:-40], "损坏"),
    ],
)
def test_a_bad_workbook_is_refused_in_one_sentence(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words) as caught:
        opened(tmp_path, data)
    assert caught.value.en.endswith(".")


def test_a_workbook_that_unpacks_to_far_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = xlsx([[n, n, n] for n in range(400)])
    monkeypatch.setattr(package, "MAX_SHEET", 4000)
    with pytest.raises(UnreadableError, match="压缩炸弹"):
        opened(tmp_path, data)


def test_too_many_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_CELLS", 100)
    with pytest.raises(UnreadableError, match="表格太大"):
        opened(tmp_path, xlsx([[n, n, n] for n in range(40)]))


def test_damaged_workbooks_never_raise_anything_else(tmp_path: Path) -> None:
    whole = bytearray(xlsx([["项目", "预算"], ["河道", 12]]))
    random_ = random.Random(7)
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(random_.randrange(1, 12)):
            damaged[random_.randrange(len(damaged))] = random_.randrange(256)
        with contextlib.suppress(UnreadableError):
            check_consistent(opened(tmp_path, bytes(damaged)))


@needs_office
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_old_and_open_workbooks_say_the_same(tmp_path: Path, ending: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评表"
    for row in [
        ["项目支出绩效自评表"],
        *LIST,
        ["执行率", None, 0.8825],
        ["日期", None, date(2024, 3, 5)],
        ["万元", None, 12345678],
    ]:
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A6:B6")
    sheet["C6"].number_format, sheet["C7"].number_format, sheet["C8"].number_format = (
        "0.00%",
        "yyyy-mm-dd",
        '#,##0.00,"千元"',
    )
    sheet.row_dimensions[3].hidden = True
    hidden = book.create_sheet("旧稿")
    hidden["A1"] = "旧稿的数"
    hidden.sheet_state = "hidden"
    data = saved(book)
    expected = opened(tmp_path, data)
    document = opened(tmp_path, converted(data, "xlsx", ending))
    check_consistent(document)
    assert document.text == expected.text
    assert document.tables == expected.tables
    assert document.notes == expected.notes
    assert place(document, "88.25%") == place(expected, "88.25%") == "工作表“自评表” C6"
