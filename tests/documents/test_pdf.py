"""PDF files with text: paragraphs, tables and their places; and everything that such files do wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.making_pdf import A4, SENTENCE, Leaf, at, lines, read, rule, ruled
from wenxiao.documents.model import Cell, Document


def prose(*texts: str, top: float = 780, left: float = 90, step: float = 20) -> str:
    return "".join(at(left, top - step * i, text) for i, text in enumerate(texts))


def cells(document: Document, table: int = 0) -> list[tuple[str, int, int, int, int]]:
    def of(cell: Cell) -> tuple[str, int, int, int, int]:
        return document.text[cell.start : cell.end], cell.row, cell.column, cell.rowspan, cell.colspan

    return [of(cell) for cell in document.tables[table].cells]


# --- lines and paragraphs

FULL = "街道围绕市容环境、民生服务和基层治理安排项目支出，项目均通过评审并纳"  # 34 characters: a full line
SECOND = "入项目库管理，全年预算安排一百二十万元，实际支出一百一十万元，执行率为"


def test_the_lines_of_a_paragraph_are_joined_and_each_keeps_its_place(tmp_path: Path) -> None:
    document = read(tmp_path, prose(FULL, SECOND, "百分之九十二。", "二、存在的问题"))
    assert document.text == f"{FULL}{SECOND}百分之九十二。\n二、存在的问题\n"
    assert [document.text[start:end] for start, end, _, _ in document.placements] == [
        FULL, SECOND, "百分之九十二。", "二、存在的问题",
    ]  # fmt: skip
    assert [round(box.top) for _, _, _, box in document.placements] == [51, 71, 91, 111]
    assert [(block.anchor.page, block.anchor.block) for block in document.blocks] == [(1, 1), (1, 2)]


def test_an_indented_line_begins_a_paragraph_even_after_a_full_one(tmp_path: Path) -> None:
    first, second = SECOND[:-1] + "。", FULL
    page = at(114, 780, FULL[:-2]) + at(90, 760, first) + at(114, 740, second[:-2]) + at(90, 720, "入项目库。")
    assert lines(tmp_path, page) == [FULL[:-2] + first, second[:-2] + "入项目库。"]


def test_a_wider_step_begins_a_paragraph(tmp_path: Path) -> None:
    page = prose(FULL, SECOND, FULL) + at(90, 700, SECOND) + at(90, 680, FULL)
    assert lines(tmp_path, page) == [FULL + SECOND + FULL, SECOND + FULL]


def test_a_list_item_begins_a_line_and_a_list_that_runs_on_does_not(tmp_path: Path) -> None:
    item = "2.背街小巷路面修复工程年初预算一百八十五万元。"
    assert lines(tmp_path, prose("1." + FULL[:-1], item)) == ["1." + FULL[:-1], item]
    running = "其中：1.机房维护经费七十五万元；2." + FULL[:16] + "；"
    assert len(lines(tmp_path, prose(FULL, running, "3.管理经费三十二万元。"))) == 1


def test_a_paragraph_over_a_page_break_is_one(tmp_path: Path) -> None:
    document = read(tmp_path, prose("一、概况", FULL), prose("入项目库管理。", "二、问题"))
    assert document.text == f"一、概况\n{FULL}入项目库管理。\n二、问题\n"
    assert [placement.page for placement in document.placements] == [1, 1, 2, 2]


def test_words_keep_their_space_and_what_only_sets_chinese_apart_from_digits_is_none(tmp_path: Path) -> None:
    assert lines(tmp_path, at(90, 700, "Annual report 第 3 期")) == ["Annual report 第 3 期"]
    assert lines(tmp_path, at(90, 700, "2023") + at(117, 700, "年度")) == ["2023年度"]


def test_a_raised_digit_is_a_raised_digit(tmp_path: Path) -> None:
    assert lines(tmp_path, at(90, 700, "面积120m") + at(141, 706, "2", 6)) == ["面积120m²"]


def test_text_in_two_columns_is_read_down_each(tmp_path: Path) -> None:
    left = ["左栏第一行文字写满这一栏的宽度", *["左栏中间的文字写满这一栏的宽度"] * 6, "左栏完。"]
    right = ["右栏第一行文字写满这一栏的宽度", *["右栏中间的文字写满这一栏的宽度"] * 6, "右栏完。"]
    page = at(200, 800, "工作通讯第三期", 18) + prose(*left, top=760) + prose(*right, top=760, left=310)
    text = read(tmp_path, page).text
    assert text.index("左栏完") < text.index("右栏第一行")
    assert text.startswith("工作通讯第三期\n左栏第一行")


def test_headings_are_told_by_size(tmp_path: Path) -> None:
    page = at(200, 800, "绩效自评报告", 22) + at(90, 760, "基本情况", 15) + prose(FULL, "完。", top=730)
    document = read(tmp_path, page)
    kinds = [(block.kind, block.level) for block in document.blocks]
    assert kinds == [("heading", 1), ("heading", 2), ("paragraph", None)]


# --- headers, footers, footnotes


def test_headers_footers_and_page_numbers_are_left_out_and_noted(tmp_path: Path) -> None:
    pages = [
        at(200, 815, "云溪区绩效自评报告") + prose(f"第{n}部分", FULL, "完。", top=760) + at(280, 25, f"— {n} —")
        for n in range(1, 5)
    ]
    document = read(tmp_path, *pages)
    assert "云溪区" not in document.text
    assert "—" not in document.text
    assert document.notes == ("每页重复的页眉或页脚没有读入正文（第 1 页起）：云溪区绩效自评报告",)


@pytest.mark.parametrize("form", ["{}", "- {} -", "第 {} 页", "第{}页 共4页", "{}/4", "Page {} of 4"])
def test_page_numbers_of_any_form(tmp_path: Path, form: str) -> None:
    pages = [prose(f"第{n}章", FULL, "完。") + at(280, 25, form.format(n)) for n in "1234"]
    assert lines(tmp_path, *pages)[-1] == "完。"
    assert sum(line == "完。" or line.endswith("完。") for line in lines(tmp_path, *pages)) == 4
    assert not any("页" in line or "/" in line or "Page" in line for line in lines(tmp_path, *pages))


def test_a_figure_at_the_foot_of_one_page_stays(tmp_path: Path) -> None:
    assert lines(tmp_path, prose(FULL) + at(90, 60, "合计"), prose("95.00", top=60))[-1] == "95.00"


def test_a_heading_at_the_head_of_two_pages_is_no_header(tmp_path: Path) -> None:
    pages = [prose("（一）项目基本情况", f"第{n}个项目。") for n in range(6)]
    assert lines(tmp_path, *pages).count("（一）项目基本情况") == 6


def test_footnotes_follow_the_text_and_their_numbers_are_left_out(tmp_path: Path) -> None:
    first = (
        prose(FULL, "执行率为95.2%", top=300)
        + at(168, 286, "1", 6)
        + rule(90, 120, 230, 120)
        + at(90, 100, "1 数据取自年终对账。", 9)
    )
    document = read(tmp_path, first, prose("续页。"))
    assert document.text == f"{FULL}执行率为95.2%\n续页。\n数据取自年终对账。\n"
    assert document.blocks[-1].anchor.part == "footnote"


# --- tables

ROWS = [["项目", "预算", "支出"], ["清淤", "100.00", "95.00"], ["绿化", "10.00", "9.50"]]


def test_a_ruled_table_keeps_its_grid_and_place(tmp_path: Path) -> None:
    document = read(tmp_path, at(90, 720, "附表") + ruled(90, 700, [120, 80, 80], 20, ROWS) + at(90, 600, "完。"))
    assert document.text == "附表\n项目\t预算\t支出\n清淤\t100.00\t95.00\n绿化\t10.00\t9.50\n完。\n"
    anchor = next(block.anchor for block in document.blocks if document.text[block.start : block.end] == "9.50")
    assert (anchor.page, anchor.table, anchor.row, anchor.cell, anchor.block) == (1, 1, 3, 3, 2)
    assert anchor.box is not None
    assert (round(anchor.box.left), round(anchor.box.top)) == (294, 187)


def test_merged_cells_span(tmp_path: Path) -> None:
    edges = [
        *((90, y, 370, y) for y in (700, 640)), (210, 680, 370, 680), (90, 660, 370, 660),
        *((x, 700, x, 640) for x in (90, 210, 370)), (290, 680, 290, 640),
    ]  # fmt: skip
    words = at(94, 674, "项目") + at(250, 686, "资金") + at(214, 666, "预算") + at(294, 666, "支出")
    words += at(94, 646, "清淤") + at(214, 646, "1.00") + at(294, 646, "0.95")
    document = read(tmp_path, "".join(rule(*edge) for edge in edges) + words)
    assert cells(document)[:4] == [
        ("项目", 0, 0, 2, 1),
        ("资金", 0, 1, 1, 2),
        ("预算", 1, 1, 1, 1),
        ("支出", 1, 2, 1, 1),
    ]


def test_text_wrapped_in_a_cell_is_joined(tmp_path: Path) -> None:
    page = ruled(90, 700, [58, 80], 34, [["", "1.00"]]) + at(94, 688, "智慧城市指", 10) + at(94, 674, "挥大厅", 10)
    page += ruled(90, 666, [58, 80], 34, [["", "2.00"]]) + at(94, 654, "1234567.8", 10) + at(94, 640, "9", 10)
    assert read(tmp_path, page).text == "智慧城市指挥大厅\t1.00\n1234567.89\t2.00\n"


def test_text_that_runs_over_a_line_is_cut_there(tmp_path: Path) -> None:
    page = ruled(90, 700, [24, 80], 20, [["", ""], ["", ""]]) + at(90, 686, "清淤100.00") + at(90, 666, "绿化10.00")
    assert read(tmp_path, page).text == "清淤\t100.00\n绿化\t10.00\n"


def test_amounts_under_each_other_in_a_cell_stay_two(tmp_path: Path) -> None:
    page = ruled(90, 700, [58, 80], 48, [["甲", ""]]) + "".join(
        at(152, 688 - 14 * i, f"{i + 1}95.00", 10) for i in range(3)
    )
    assert read(tmp_path, page).text == "甲\t195.00 295.00 395.00\n"


def test_a_table_over_a_page_break_is_one_and_its_header_stands_once(tmp_path: Path) -> None:
    first = prose("说明。") + ruled(90, 140, [120, 80, 80], 20, ROWS)
    document = read(tmp_path, first, ruled(90, 780, [120, 80, 80], 20, [ROWS[0], ["合计", "110.00", "104.50"]]))
    assert len(document.tables) == 1
    assert document.text.endswith("绿化\t10.00\t9.50\n合计\t110.00\t104.50\n")
    last = next(block.anchor for block in document.blocks if document.text[block.start : block.end] == "104.50")
    assert (last.page, last.row) == (2, 4)


def test_a_row_that_a_page_break_cuts_is_one(tmp_path: Path) -> None:
    first = ruled(90, 140, [40, 58, 80], 20, [["1", "智慧城市指", "100.00"]])
    second = ruled(90, 780, [40, 58, 80], 20, [["", "挥大厅", ""], ["2", "绿化", "9.50"]])
    document = read(tmp_path, first, second)
    assert document.text == "1\t智慧城市指挥大厅\t100.00\n2\t绿化\t9.50\n"
    assert [p.page for p in document.placements if document.text[p.start : p.end] in ("智慧城市指", "挥大厅")] == [1, 2]


def test_a_row_of_its_own_with_an_empty_first_cell_stays(tmp_path: Path) -> None:
    first = ruled(90, 140, [40, 58, 80], 20, [["1", "清淤", "100.00"]])
    second = ruled(90, 780, [40, 58, 80], 20, [["", "绿化", "9.50"]])
    assert read(tmp_path, first, second).text == "1\t清淤\t100.00\n\t绿化\t9.50\n"


def test_a_table_without_lines_is_a_table_where_it_is_clear(tmp_path: Path) -> None:
    rows = [*ROWS, ["合计", "110.00", "104.50"]]
    page = "".join(
        at(x, 700 - 20 * i, text) for i, row in enumerate(rows) for x, text in zip((90, 250, 400), row, strict=True)
    )
    document = read(tmp_path, page)
    assert cells(document)[3:6] == [("清淤", 1, 0, 1, 1), ("100.00", 1, 1, 1, 1), ("95.00", 1, 2, 1, 1)]


def test_signatures_beside_each_other_are_no_table(tmp_path: Path) -> None:
    page = "".join(
        at(x, 700 - 20 * i, text) for i in range(4) for x, text in ((90, "负责人：张某"), (350, "填表人：李某"))
    )
    assert read(tmp_path, page).tables == ()


def test_a_frame_around_text_and_an_underline_are_no_table(tmp_path: Path) -> None:
    frame = "".join(
        rule(*edge) for edge in ((80, 800, 510, 800), (80, 700, 510, 700), (80, 800, 80, 700), (510, 800, 510, 700))
    )
    document = read(tmp_path, frame + prose(FULL, "完。") + rule(90, 650, 300, 650))
    assert document.tables == ()
    assert document.text == f"{FULL}完。\n"


# --- pages


@pytest.mark.parametrize(
    ("turn", "place", "quarters"),
    [
        ("1 0 0 1", (90, 700), 0),
        ("0 1 -1 0", (90, 100), 90),
        ("-1 0 0 -1", (500, 100), 180),
        ("0 -1 1 0", (90, 700), 270),
    ],
)
@pytest.mark.parametrize("shown", [0, 90, 180, 270])
def test_text_in_any_direction_is_read_and_placed_on_the_page_as_shown(
    tmp_path: Path, turn: str, place: tuple[int, int], quarters: int, shown: int
) -> None:
    document = read(tmp_path, Leaf(at(*place, SENTENCE, turn=turn), f"{A4}/Rotate {shown}"))
    assert document.text == f"{SENTENCE}\n"
    [page], [(_, _, _, box)] = document.pages, document.placements
    assert (page.width, page.height) == ((842, 595) if shown % 180 else (595, 842))
    assert 0 <= box.left < box.right <= page.width
    assert 0 <= box.top < box.bottom <= page.height
    assert (box.right - box.left > box.bottom - box.top) == ((quarters - shown) % 180 == 0)


def test_only_what_the_cropped_page_shows_is_read(tmp_path: Path) -> None:
    page = Leaf(at(90, 700, SENTENCE) + at(90, 20, "页外"), f"{A4}/CropBox[50 100 545 800]")
    document = read(tmp_path, page)
    assert document.text == f"{SENTENCE}\n"
    assert document.notes == ("第 1 页页面以外的文字没有读入",)
    assert round(document.placements[0].box.left) == 40


def test_a_slanted_stamp_over_the_text_is_noted_and_not_read(tmp_path: Path) -> None:
    document = read(tmp_path, at(90, 700, SENTENCE) + at(120, 690, "仅供内部使用", 40, turn="0.7 0.7 -0.7 0.7"))
    assert document.text == f"{SENTENCE}\n"
    assert document.notes == ("第 1 页斜放的文字没有读入：仅供内部使用",)


def test_characters_printed_twice_to_look_bold_are_read_once(tmp_path: Path) -> None:
    twice = at(90, 700, SENTENCE) + at(90.3, 700, SENTENCE)
    each = "".join(at(90 + 12 * i + d, 660, c) for i, c in enumerate("清淤工程") for d in (0, 0.3))
    assert lines(tmp_path, twice + each) == [SENTENCE, "清淤工程"]


def test_text_too_small_to_be_seen_is_not_read(tmp_path: Path) -> None:
    assert lines(tmp_path, at(90, 700, SENTENCE) + at(90, 600, "暗", 0) + at(90, 600, "暗", 0.01)) == [SENTENCE]


def test_ligatures_and_the_signs_of_symbol_fonts_are_characters(tmp_path: Path) -> None:
    assert lines(tmp_path, at(90, 700, "o\ufb03ce 办公")) == ["office 办公"]


@pytest.mark.parametrize("media", ["[0 0 200000 200000]", "[595 842 0 0]", "[-100 -100 495 742]"])
def test_pages_of_any_size(tmp_path: Path, media: str) -> None:
    assert lines(tmp_path, Leaf(at(90, 700, SENTENCE), f"/MediaBox{media}")) == [SENTENCE]


def test_values_of_form_fields_are_read_where_they_stand(tmp_path: Path) -> None:
    value = "预算100".encode("utf-16-be").hex()
    fields = (
        f"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V<FEFF{value}>/Rect[140 697 300 714]/F 4/P 7 0 R>>".encode(),
        b"<</Type/Annot/Subtype/Widget/FT/Btn/T(b)/V/Yes/AS/Yes/Rect[320 695 332 707]/AP<</N<</Yes 3 0 R/Off 3 0 R>>>>>>",
        b"<</Type/Annot/Subtype/Text/Contents(note)/Rect[20 20 40 40]>>",
    )
    page = Leaf(at(90, 700, "项目："), f"{A4}/Annots[4 0 R 5 0 R 6 0 R]")
    document = read(tmp_path, page, catalog="/AcroForm<</Fields[4 0 R 5 0 R]>>", objects=fields)
    assert document.text.split() == ["项目：", "预算100", "☑"]
