import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Docx

from tests.publishing.made_up import TEXT, report, table_report
from tests.together.bundles import BUNDLE, audited, compared
from wenxiao.audit.model import Report
from wenxiao.audit.run import audit_reading
from wenxiao.audit.summary import summarise
from wenxiao.audit.suppression import suppress
from wenxiao.audit.together import compare
from wenxiao.audit.together.registry import documents
from wenxiao.documents.model import Document as Source
from wenxiao.documents.places import Places
from wenxiao.publishing.joint import Joint
from wenxiao.publishing.letter.letter import letter
from wenxiao.publishing.quotes import quotes
from wenxiao.quantities.model import Span
from wenxiao.reading.pipeline import read_document, read_text

_OFFICE = next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)


def _open(made: Report, lang: str = "zh") -> Docx:
    return Document(BytesIO(letter(made, lang)))


def _words(docx: Docx) -> str:
    """Everything in its order."""
    lines: list[str] = []
    for block in docx.iter_inner_content():
        if hasattr(block, "rows"):
            lines += [" | ".join(dict.fromkeys(cell.text for cell in row.cells)) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def _headings(docx: Docx) -> list[str]:
    return [p.text for p in docx.paragraphs if p.style is not None and p.style.name == "Heading 1"]


def test_the_parts_stand_in_their_order() -> None:
    assert _headings(_open(report())) == [
        "一、需更正",
        "二、需说明",
        "三、建议",
        "四、应有内容",
        "五、已核对无误",
        "六、未能核对",
    ]
    assert _headings(_open(report(""))) == _headings(_open(report()))


def test_an_item_says_where_what_which_sum_and_how_to_answer() -> None:
    [item] = [t for t in _open(report()).tables if t.rows[0].cells[0].text.startswith("1. ")]
    cells = {row.cells[0].text: row.cells[1].text for row in item.rows[1:]}
    assert list(cells) == ["项目", "原文", "算式", "核对方法", "依据", "怎样答复", "回复"]
    assert cells["原文"].startswith("第 6 行：年初预算200.00万元")
    assert "150 ÷ 200 = 75%" in cells["算式"]
    assert cells["回复"].split("\n") == ["□ 更正为：", "□ 说明：", "□ 附件："]
    underlined = [run.text for p in item.rows[2].cells[1].paragraphs for run in p.runs if run.underline]
    assert underlined == ["200.00万元", "150.00万元", "85.00%"]


def test_what_was_verified_has_counts_and_sums() -> None:
    words = _words(_open(report()))
    assert "20.5 + 16 = 36.5" in words
    assert "核对一致" in words


def test_the_head_names_unit_and_document_and_leaves_the_officer_what_is_his() -> None:
    head = _open(report()).tables[0]
    rows = [[cell.text for cell in row.cells] for row in head.rows]
    assert rows[0][0] == "送审单位"
    assert (rows[0][2], rows[0][3]) == ("审核单位", "")
    assert rows[2][3].split() == ["年", "月", "日"]
    assert "柳溪镇2023年项目支出绩效自评报告" in rows[3][1]
    assert "柳溪镇自评报告.txt" in rows[3][1]


def test_nobody_is_blamed() -> None:
    words = _words(_open(report()))
    assert not any(word in words for word in ("造假", "虚报", "错误", "失误", "违规"))
    assert "不判断哪一处有误" in words


def test_what_is_set_aside_is_told_with_its_reason() -> None:
    text = TEXT.replace("85.00%。", "85.00%。【问效：不核对 A101，理由：口径不同】")
    docx = _open(suppress(report(text), today=date(2030, 1, 1)))
    assert _headings(docx)[-1] == "七、已作说明、不再要求答复"
    assert "口径不同（文中第 6 行注明）" in _words(docx)


def test_a_document_without_findings_asks_for_no_answer() -> None:
    words = _words(_open(report("没有数字的一句话。")))
    assert "一并报送" not in words
    assert words.count("无。") >= 3


def test_english_on_request() -> None:
    docx = _open(report(), "en")
    assert _headings(docx)[0] == "1. To be corrected"
    assert "both cannot hold" in _words(docx)


def test_the_same_document_gives_the_same_bytes() -> None:
    assert letter(report()) == letter(report())


def test_the_sheet_is_a4_in_chinese_type() -> None:
    docx = _open(report())
    section = docx.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 'eastAsia="zh-CN"' in docx.styles.element.xml
    assert "仿宋" in docx.styles["Normal"].element.xml


def _quotes(text: str, *spans: tuple[int, int]) -> list[str]:
    found = quotes(Places(read_text(text).document), [Span(*span) for span in spans], "zh")
    return ["".join(f"[{words}]" if meant else words for words, meant in quote.parts) for quote in found]


def test_a_quote_is_the_sentence_with_what_is_meant_marked() -> None:
    assert _quotes("甲。预算2元，支出3元。乙。", (4, 6), (9, 11)) == ["预算[2元]，支出[3元]。"]


def test_far_places_are_quoted_apart_and_long_sentences_are_cut() -> None:
    text = "字" * 40 + "12元" + "字" * 90 + "34元" + "字" * 40
    first, second = _quotes(text, (40, 43), (133, 136))
    assert first == "…" + "字" * 24 + "[12元]" + "字" * 24 + "…"
    assert second.count("…") == 2


def test_a_cell_of_a_table_is_quoted_with_the_name_of_its_row() -> None:
    assert _quotes("合计\t12\t13\n", (3, 5)) == ["合计 … [12]"]
    assert _open(table_report())


@pytest.mark.skipif(_OFFICE is None, reason="no LibreOffice on this machine: the letter is not rendered")
@pytest.mark.slow
def test_an_office_program_prints_it(tmp_path: Path) -> None:
    file = tmp_path / "意见书.docx"
    file.write_bytes(letter(report()))
    command = [str(_OFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(file)], check=True, capture_output=True, timeout=180)
    printed = (tmp_path / "意见书.pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type/Page/") + printed.count(b"/Type /Page ") <= 6


def _joint(number: int) -> Docx:
    reports = audited(BUNDLE)
    return Document(BytesIO(letter(reports[number], joint=Joint(compared(BUNDLE), reports, number))))


def test_an_item_between_documents_names_the_other_one_and_quotes_both() -> None:
    docx = _joint(0)
    [item] = [t for t in docx.tables if t.rows[0].cells[0].text.startswith("1. ")]
    cells = {row.cells[0].text: row.cells[1].text for row in item.rows[1:]}
    assert cells["对照材料"] == "《甲县水务局2023年度项目支出绩效自评报告》（文件：自评报告.txt）"
    own, other = cells["原文"].split("\n")
    assert own.startswith("本材料 第 2 行：1、饮水安全工程")
    assert other.startswith("自评报告.txt 第 2 行：1、饮水安全工程")
    underlined = [run.text for p in item.rows[2].cells[1].paragraphs for run in p.runs if run.underline]
    assert underlined == ["100.25万元", "110.25万元"]
    assert "需更正1项" in _words(docx)
    assert "与同批的3份材料对照" in _words(docx)


def test_a_document_that_is_not_quoted_gets_no_item_but_learns_what_it_was_compared_with() -> None:
    docx = _joint(2)
    assert not [t for t in docx.tables if t.rows[0].cells[0].text.startswith("1. ")]
    assert "另与下列材料对照" in _words(docx)
    assert "甲县水务局各年度：2022、2023" in _words(docx)


def test_persons_shown_in_one_document_are_not_shown_around_a_quote_in_the_letter_on_another() -> None:
    number = "110101199003078515"
    told = BUNDLE.replace("执行率91.49%", f"负责人身份证号{number}，执行率91.49%")
    reports = [
        audit_reading(read_document(Source(name, "", "text/plain", text), show_personal=True))
        for name, text in documents(told)
    ]
    comparison = compare([summarise(report.reading) for report in reports])
    assert comparison.findings
    assert number in reports[1].reading.text
    told_to_another = _words(Document(BytesIO(letter(reports[0], joint=Joint(comparison, reports, 0)))))
    assert number[:10] not in told_to_another


def test_required_content_stands_in_the_letter() -> None:
    words = _words(_open(report()))
    assert "按规则包“国家（2020年起）”，该文种应有下列12项内容" in words
    assert "资金使用情况" in words
    assert "看不出文种或没有规定，未核对。" in _words(_open(report("没有数字的一句话。")))
