"""Word documents: what is printed is what is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.making import RELS, check_consistent, docx, listed, opened, p, packed, tbl, tc
from wenxiao.documents.readers.number_forms import printed_number


def text(folder: Path, body: str, **parts: str) -> str:
    document = opened(folder, docx(body, **parts))
    check_consistent(document)
    return document.text.rstrip("\n")


def level(at: int, form: str, shown: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{shown}"/>{more}</w:lvl>'
    )


CHAPTERS = (
    '<w:abstractNum w:abstractNumId="5">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)


def test_automatic_numbers_are_part_of_the_text_and_restart_under_a_new_chapter(tmp_path: Path) -> None:
    body = (
        listed("概况", 1) + listed("立项", 1, 1) + listed("资金", 1, 1) + listed("到位", 1, 2)
        + listed("绩效", 1) + listed("产出", 1, 1)
    )  # fmt: skip
    assert text(tmp_path, body, numbering=CHAPTERS).split("\n") == [
        "一、概况", "（一）立项", "（二）资金", "1. 到位", "二、绩效", "（一）产出",
    ]  # fmt: skip


def test_a_start_override_counts_from_its_number_once(tmp_path: Path) -> None:
    body = listed("甲", 1) + listed("乙", 2) + listed("丙", 2) + listed("丁", 1)
    assert text(tmp_path, body, numbering=CHAPTERS) == "一、甲\n七、乙\n八、丙\n九、丁"


def test_numbers_come_from_the_style_and_its_linked_level(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="章"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr>'
        '<w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="节"/><w:basedOn w:val="a"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="1">'
        + level(0, "decimal", "%1", '<w:pStyle w:val="a"/>')
        + level(1, "decimal", "%1.%2", '<w:pStyle w:val="b"/>')
        + '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = p("总则", '<w:pStyle w:val="a"/>') + p("依据", '<w:pStyle w:val="b"/>') + p("正文")
    document = opened(tmp_path, docx(body, styles=styles, numbering=numbering))
    assert document.text == "1 总则\n1.1 依据\n正文\n"
    assert [(b.kind, b.level) for b in document.blocks] == [("heading", 1), ("heading", 2), ("paragraph", None)]


def test_legal_numbering_a_bullet_and_a_list_of_number_zero(tmp_path: Path) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1">'
        + level(0, "chineseCounting", "%1、")
        + level(1, "decimal", "%1.%2", "<w:isLgl/>")
        + level(2, "bullet", "\uf0b7")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = listed("甲", 1) + listed("乙", 1, 1) + listed("丙", 1, 2) + listed("丁", 0)
    assert text(tmp_path, body, numbering=numbering) == "一、甲\n1.1 乙\n• 丙\n丁"


@pytest.mark.parametrize(
    ("count", "form", "shown"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCounting", "十"), (21, "chineseCounting", "二十一"),
        (105, "chineseCountingThousand", "一百零五"), (110, "chineseCountingThousand", "一百一十"),
        (10, "ideographDigital", "一〇"), (3, "decimalEnclosedCircle", "③"), (21, "decimalEnclosedCircle", "㉑"),
        (2, "ideographTraditional", "乙"), (11, "ideographTraditional", "11"), (4, "lowerRoman", "iv"), (28, "upperLetter", "BB"), (7, "decimalZero", "07"),
        (12, "chineseLegalSimplified", "壹拾贰"), (9, "unheard-of", "9"), (12000, "chineseCounting", "一万二千"),
        (30000, "chineseCounting", "三万"), (20, "chineseCounting", "二十"), (10010, "chineseCounting", "一万零一十"),
    ],
)  # fmt: skip
def test_number_forms(count: int, form: str, shown: str) -> None:
    assert printed_number(count, form) == shown


def test_a_heading_is_known_by_its_outline_level_or_by_the_name_of_its_style(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="自定"/><w:basedOn w:val="2"/></w:style>'
    )
    body = (
        p("甲", '<w:pStyle w:val="x"/>') + p("乙", '<w:outlineLvl w:val="0"/>')
        + p("丙", '<w:pStyle w:val="x"/><w:outlineLvl w:val="9"/>')
    )  # fmt: skip
    assert [b.level for b in opened(tmp_path, docx(body, styles=styles)).blocks] == [2, 1, None]


def test_styles_that_are_based_on_each_other_end(tmp_path: Path) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("xy", "yx", "zz")
    )
    assert (
        text(tmp_path, p("甲", '<w:pStyle w:val="x"/>') + p("乙", '<w:pStyle w:val="z"/>'), styles=styles) == "甲\n乙"
    )


def test_merged_cells_stand_once_with_their_spans(tmp_path: Path) -> None:
    table = tbl(
        tc("资金", '<w:vMerge w:val="restart"/>') + tc("预算数") + tc("执行数"),
        tc("", "<w:vMerge/>") + tc("100") + tc("95"),
        tc("合计", '<w:gridSpan w:val="2"/>') + tc("195"),
    )
    document = opened(tmp_path, docx(p("表") + table + p("完")))
    assert document.text == "表\n资金\t预算数\t执行数\n100\t95\n合计\t195\n完\n"
    cells = [(document.text[c.start : c.end], c.row, c.column, c.rowspan, c.colspan) for c in document.tables[0].cells]
    assert cells == [
        ("资金", 0, 0, 2, 1), ("预算数", 0, 1, 1, 1), ("执行数", 0, 2, 1, 1), ("100", 1, 1, 1, 1), ("95", 1, 2, 1, 1),
        ("合计", 2, 0, 1, 2), ("195", 2, 2, 1, 1),
    ]  # fmt: skip
    last = document.blocks[-2]
    assert (last.kind, last.anchor.block, last.anchor.table, last.anchor.row, last.anchor.cell) == ("cell", 2, 1, 3, 2)
    assert document.blocks[-1].anchor.block == 3


def test_a_cell_keeps_its_paragraphs_apart_by_a_space(tmp_path: Path) -> None:
    assert text(tmp_path, tbl(tc(p("完成率") + p("95%")) + tc("乙"))) == "完成率 95%\t乙"


def test_a_frame_of_one_cell_is_paragraphs_and_a_nested_table_follows_its_table(tmp_path: Path) -> None:
    inner = tbl(tc("丙") + tc("丁"))
    assert opened(tmp_path, docx(tbl(tc(p("甲") + p("乙"))))).tables == ()
    document = opened(tmp_path, docx(tbl(tc("甲") + tc(p("乙") + inner)) + p("完")))
    assert document.text == "甲\t乙\n丙\t丁\n完\n"
    assert len(document.tables) == 2


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('框内 100 万元')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>"
    )
    document = opened(tmp_path, docx(body))
    assert document.text == "前后\n框内 100 万元\n"
    assert document.blocks[1].anchor.part == "textbox"


def test_notes_stand_at_the_end_and_separators_nowhere(tmp_path: Path) -> None:
    footnotes = (
        f'<w:footnote w:type="separator">{p("—")}</w:footnote><w:footnote w:id="2">{p("含上年结转")}</w:footnote>'
    )
    document = opened(tmp_path, docx(p("甲"), footnotes=footnotes))
    assert document.text == "甲\n含上年结转\n"
    assert document.blocks[1].anchor.part == "footnote"


def test_revisions_are_accepted_and_counted(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>支出</w:t></w:r><w:del><w:r><w:delText>10</w:delText><w:br/></w:r></w:del>"
        "<w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
        "<w:r><w:t>万元</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>到位</w:t></w:r></w:p>" + p("及时")
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>" + tc("去") + tc("去") + "</w:tr><w:tr>" + tc("留") + tc("留") + "</w:tr></w:tbl>"
    )  # fmt: skip
    document = opened(tmp_path, docx(body, comments='<w:comment w:id="1"/><w:comment w:id="2"/>'))
    assert document.text == "支出12万元\n到位及时\n留\t留\n"
    assert document.notes == ("comments:2", "deletions:3", "hidden:1", "insertions:1")


def test_field_codes_are_dropped_and_their_results_kept(tmp_path: Path) -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    body = (
        f"<w:p><w:r><w:t>第</w:t></w:r>{mark('begin')}<w:r><w:instrText>PAGE</w:instrText></w:r>"
        f"{mark('begin')}<w:r><w:t>内</w:t></w:r>{mark('end')}{mark('separate')}<w:r><w:t>3</w:t></w:r>{mark('end')}"
        "<w:r><w:t>页</w:t></w:r></w:p>"
        f"<w:p>{mark('begin')}<w:r><w:t>无始</w:t></w:r></w:p>" + p("不被吞掉")
        + "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>控件</w:t></w:r>"
        "</w:sdtContent></w:sdt><w:smartTag><w:r><w:t>标记</w:t></w:r></w:smartTag></w:p>"
    )  # fmt: skip
    assert text(tmp_path, body) == "第3页\n\n不被吞掉\n链接控件标记"


def test_special_characters_of_a_run(tmp_path: Path) -> None:
    body = (
        '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙\u00ad丙</w:t>'
        '<w:noBreakHyphen/><w:t>丁</w:t><w:br/><w:t>戊</w:t><w:sym w:font="Wingdings" w:char="F0FE"/>'
        '<w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:char="zz"/></w:r></w:p>'
    )
    assert text(tmp_path, body) == "甲\t乙丙-丁\n戊☑≥"


def test_a_document_of_the_strict_form_and_of_another_part_name_is_read(tmp_path: Path) -> None:
    main = (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
        "<w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>"
    )
    files = {"_rels/.rels": RELS.replace("document.xml", "document2.xml"), "word/document2.xml": main}
    assert opened(tmp_path, packed(files)).text == "甲\n"
