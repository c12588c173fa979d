"""What in a text is not content. Every sentence is made up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenxiao.documents.model import Document
from wenxiao.documents.view import view
from wenxiao.reading.hygiene import find_marks
from wenxiao.reading.model import Mark
from wenxiao.reading.structure import blocks_in, find_sections


def _marks(text: str, notes: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Kind and words of every mark."""
    document = Document("<text>", "", "text/plain", text, notes=notes)
    return [(mark.kind, view(document).text[mark.start : mark.end]) for mark in _found(document)]


def _found(document: Document) -> tuple[Mark, ...]:
    reading = view(document)
    blocks = blocks_in(reading, document)
    return find_marks(reading, find_sections(reading.text, blocks), document, blocks)


def _words(text: str, kind: str) -> list[str]:
    return [words for found, words in _marks(text) if found == kind]


@pytest.mark.parametrize(
    ("text", "guidance"),
    [
        (
            "五、存在的问题\n立项依据是否充分；有无挤占资金等现象。\n未发现问题。",
            "立项依据是否充分;有无挤占资金等现象。",
        ),
        ("（1）支出方面的问题。支出是否合规，手续是否完整等。\n支出合规。", "支出是否合规，手续是否完整等。"),
        (
            "一、概况\n（一）项目简介，包括项目背景、主要内容等。\n建成公厕12座。",
            "项目简介，包括项目背景、主要内容等。",
        ),
        ("四、绩效\n主要从产出、效益等方面进行具体分析。\n建成公厕12座。", "主要从产出、效益等方面进行具体分析。"),
        (
            "二、资金\n资金管理情况（包括制度的制定及执行情况）分析。\n到位20万元。",
            "资金管理情况(包括制度的制定及执行情况)分析。",
        ),
        ("存在问题 | 请结合自评情况说明原因（200字以内） | 无 |", "请结合自评情况说明原因(200字以内)"),
        ("改进措施 | （简要说明后续安排） |", "(简要说明后续安排)"),
    ],
)
def test_guidance_is_told_by_its_grammar(text: str, guidance: str) -> None:
    assert _words(text, "template_guidance") == [guidance]


@pytest.mark.parametrize(
    "text",
    [
        "一、目的\n通过评价，了解资金使用是否合规，项目管理是否规范。",  # a purpose, not a question to the writer
        "一、指标\n1.立项依据是否充分；程序是否规范。\n得3分。",
        "评价要点：\n①立项依据是否充分；②程序是否规范。",  # criteria
        "立项规范性 | 立项依据是否充分；程序是否规范 | 3 | 3 |",
        "（二）项目资金使用情况分析。\n支出20万元。",  # the title of a chapter
        "二、内容\n项目建设内容主要包括道路、绿化、照明等。",
        "我局主要从制度、人员等方面进行了分析，共整改3项。",
        "是否需要说明的事项：无。",
        "经检查，不存在截留、挪用等现象。",
    ],
)
def test_a_report_in_the_words_of_the_outline_is_not_guidance(text: str) -> None:
    assert _words(text, "template_guidance") == []


def test_guidance_sentences_that_follow_each_other_are_one_mark() -> None:
    text = "三、实施情况\n项目组织情况分析，主要包括招投标、验收等情况。项目管理情况分析，主要包括制度制定等情况。\n已验收。"
    assert len(_words(text, "template_guidance")) == 1


@pytest.mark.parametrize(
    ("text", "placeholder"),
    [
        ("预算XX万元。", "XX"),
        ("由××局实施。", "××"),
        ("20XX年完成。", "20XX"),
        ("培训人数（≥**人）", "≥**"),
        ("满意度不低于**%", "不低于**"),
        ("由{实施单位}负责。", "{实施单位}"),
        ("完成值（待填）", "(待填)"),
        ("预算____万元。", "____"),
    ],
)
def test_a_place_that_waits_for_a_value_is_a_placeholder(text: str, placeholder: str) -> None:
    assert _words(text, "placeholder") == [placeholder]


@pytest.mark.parametrize(
    "text",
    [
        "**县财政局",
        "核载X人",
        "身份证430102XXXX",
        "受益人张XX",
        "衣服XXL",
        "负责人签字：____",
        "文件（略）规定",
        "2×3米",
    ],
)
def test_masks_and_lines_for_a_pen_are_no_placeholders(text: str) -> None:
    assert _words(text, "placeholder") == []


def test_placeholders_of_one_shape_are_one_mark_with_the_others_related() -> None:
    (mark,) = _found(Document("<text>", "", "text/plain", "人数（≥**人）\n户数（≥**户）\n满意度（≥**%）"))
    assert len(mark.related) == 2


@pytest.mark.parametrize(
    ("text", "residue"),
    [
        ("[bookmark: _GoBack]项目已完成。", "[bookmark:_GoBack]"),
        ("1、PAGE 3PAGE 42019年绩效报告", "PAGE 3PAGE 4"),
        ("详见错误！未找到引用源。", "错误!未找到引用源"),
        ("管线50米等。????????", "????????"),
        ("项目概况PAGEREF _Toc123456", "PAGEREF_Toc123456"),
    ],
)
def test_traces_of_editing(text: str, residue: str) -> None:
    assert _words(text, "edit_residue") == [residue]


def test_comments_and_tracked_changes_of_a_file_are_told_at_its_title() -> None:
    marks = _marks("绩效自评报告\n正文。", notes=("comments:3", "pictures:2"))
    assert marks == [("edit_residue", "绩效自评报告")]


def test_an_entry_that_breaks_off_before_the_next() -> None:
    assert _words("1.巡查经费执行20万元，主要用于\n2.培训经费执行5万元。", "cut_sentence") == ["主要用于"]


@pytest.mark.parametrize(
    "text",
    [
        "1.重点任务是扎实推进巡查工作，包括\n①巡查；\n②培训。",  # introduces a list
        "1.巡查经费执行20万元，主要用于\n日常巡查。\n2.培训经费执行5万元。",  # goes on in the next line
        "1.巡查经费执行20万元，主要用于",  # the excerpt ends
        "用途 | 主要用于 |\n2.培训 | 5 |",
    ],
)
def test_a_sentence_that_goes_on_is_not_cut(text: str) -> None:
    assert _words(text, "cut_sentence") == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1.完成巡查。\n2.完成培训；3.完成清淤。\n4.完成验收。", "3."),
        ("（一）巡查\n正文。\n（二）培训\n正文。\n（二）验收\n正文。", "(二)验收"),
        ("（一）基本情况\n（一）项目概况\n正文。", "(一)项目概况"),
        ("（一）巡查\n正文。\n（2）培训\n正文。", "(2)培训"),
        ("一、巡查\n正文。\n二、培训\n正文。\n四、验收\n正文。", "四、验收"),
        ("一、巡查\n正文。\n二、培训\n正文。\n二、清淤\n正文。\n四、验收\n正文。", "二、清淤"),
        ("（一）巡查\n正文。\n（二）做法\n（一）抓培训。正文。\n（二）抓验收。正文。", "(一)抓培训"),
        ("（一）分析\n1.到位情况\n资金到位。\n1.执行情况\n资金支出。\n3.管理情况\n专账核算。", "1.执行情况"),
        ("（一）产出\n1.产出数量\n全年新建垃圾收集房十二座并投入使用。\n1.产出质量\n全部通过验收。", "1.产出质量"),
    ],
)
def test_faults_of_numbering(text: str, fault: str) -> None:
    assert _words(text, "numbering") == [fault]


@pytest.mark.parametrize(
    "text",
    [
        "三、培训\n正文。\n四、验收\n正文。",  # an excerpt begins in the middle
        "1.完成巡查；2.完成培训；3.完成清淤。",
        "一、巡查\n1.早班\n2.晚班\n二、培训\n1.内训\n2.外训",
        "一、巡查\n正文。\n二、培训\n正文，三、四季度完成。\n三、验收\n正文。",
        "（一）产出\n数量指标\n1.新建收集房\n质量指标\n1.验收情况",  # lists under headings without a number
        "（一）产出\n1.数量：十二座。2.面积：三十平方米。\n1.质量\n3.时效",  # the second stands in the line
    ],
)
def test_sound_numbering(text: str) -> None:
    assert _words(text, "numbering") == []


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        ("按时完成完成了任务。", "完成完成"),
        ("防汛专项专项资金已到位。", "专项专项"),
        ("由青山保洁有限公司及青山保洁有限公司承担。", "青山保洁有限公司及青山保洁有限公司"),
        ("由青山保洁公司、绿水养护公司以及青山保洁公司负责。", "青山保洁公司"),
        ("设备运行情况良好，设备运行情况良好。", "设备运行情况良好，设备运行情况良好"),
        ("建立了青山镇建立了管护制度。", "建立了青山镇建立了"),
    ],
)
def test_what_is_written_twice(text: str, repeated: str) -> None:
    assert _words(text, "repeated_word") == [repeated]


@pytest.mark.parametrize(
    "text",
    [
        "人人有责，时时巡查。",
        "青山市市级资金。",
        "一个一个核对。",
        "改造项目项目资金到位。",
        "巡查 巡查",
        "三级 指标 指标值",
    ],
)
def test_legal_reduplication(text: str) -> None:
    assert _words(text, "repeated_word") == []


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        ("存在编制不细、等问题。", "编制不细、等"),
        ("项目已完成，。", "目已完成，。"),
        ("依据（青财〔202112号）执行。", "〔202112号"),
        ("依据（青财〔2021〕12）执行。", "〔2021〕12"),
        ("依据青财〔202112号，即青财〔202112号。", "〔202112号"),
        ("截至202112月，已完成。", "202112月"),
    ],
)
def test_stray_punctuation(text: str, stray: str) -> None:
    assert _words(text, "stray_punctuation") == [stray]


@pytest.mark.parametrize(
    "text",
    [
        "分为优秀、等级良好两类。",
        "依据青财〔2021〕12号执行。",
        "等待……完成。",
        "2021年12月，共12021月票张。",
        "（是）（否）",
    ],
)
def test_sound_punctuation(text: str) -> None:
    assert _words(text, "stray_punctuation") == []


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.sampled_from("一二(1).、，。;是否有无包括等XX×*_?{}〔〕2021号资金项目情况分析\n|\t及和请填写字以内"),
        max_size=120,
    )
)
def test_marks_lie_in_the_text_and_in_order(text: str) -> None:
    document = Document("<text>", "", "text/plain", text)
    size = len(view(document).text)
    marks = _found(document)
    assert [m.start for m in marks] == sorted(m.start for m in marks)
    assert all(0 <= place.start < place.end <= size for m in marks for place in (m, *m.related))


def test_numbered_notes_of_a_printed_form_are_no_guidance_left_over() -> None:
    note = "1.执行率=执行数/预算数，低于85%的需说明原因（100字以内）；2.年中有调整的，应说明理由；3.其他资金包括贷款。"
    assert _words(f"总额 | 12.00 | 12.00 | 100% | {note} |\n", "template_guidance") == []
    assert _words("完成情况 | 对照目标说明完成情况（100字以内） |\n", "template_guidance")
