"""Sections: what is a heading, what is an item, and how they nest when the numbering is broken."""

from __future__ import annotations

import textwrap
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from wenxiao.documents.model import Anchor, Block, Document
from wenxiao.documents.view import view
from wenxiao.reading.model import Section
from wenxiao.reading.structure import blocks_in, find_sections


def _sections(text: str) -> tuple[Section, ...]:
    return find_sections(view(Document("t", "", "text/plain", textwrap.dedent(text).strip("\n"))).text)


def _outline(text: str) -> list[str]:
    """Level, number and title of every section; - before the title of an item."""
    return [f"{s.level} {s.number} {'-' if s.item else ''}{s.title}" for s in _sections(text)]


def test_the_usual_four_levels_nest() -> None:
    assert _outline("""
        一、项目概况
        （一）资金情况
        1.到位情况
        （1）区级资金
        全部到位。
        二、存在的问题
    """) == ["1 一 项目概况", "2 一 资金情况", "3 1 到位情况", "4 1 区级资金", "1 二 存在的问题"]


def test_a_title_may_be_the_leading_phrase_of_its_paragraph() -> None:
    section = _sections("（一）资金管理情况。区财政局按季度核对账目，资金专账核算，凭证齐全，手续完备。")[0]
    assert (section.title, section.item) == ("资金管理情况", False)


def test_guidance_after_a_comma_is_not_part_of_the_title() -> None:
    assert _sections("（一）项目简介，包括性质、用途、涉及范围等。\n项目覆盖三个镇。")[0].title == "项目简介"


def test_numbered_sentences_are_items() -> None:
    assert _outline("""
        一、下一步工作
        1.完成云溪河清淤。
        2.河堤养护经费预算12万元，支出11万元，用于清理河堤。
    """) == ["1 一 下一步工作", "2 1 -完成云溪河清淤", "2 2 -河堤养护经费预算12万元"]


def test_a_numbered_title_with_text_under_it_is_no_item() -> None:
    assert not _sections("1.项目总目标。\n全年养护道路三十公里。")[0].item


def test_a_list_that_starts_under_a_deeper_heading_belongs_to_it() -> None:
    assert _outline("""
        一、绩效情况
        （三）产出情况
        3.效益分析
        （一）开展巡查
        1.每日巡查。
        （二）开展培训
        二、结论
    """) == [
        "1 一 绩效情况", "2 三 产出情况", "3 3 效益分析", "4 一 开展巡查",
        "5 1 -每日巡查", "4 二 开展培训", "1 二 结论",
    ]  # fmt: skip


def test_brackets_whose_script_changes_stay_one_list() -> None:
    assert _outline("五、问题\n（一）管理方面的问题\n制度不全。\n（2）资金方面的问题\n拨付较慢。") == [
        "1 五 问题", "2 一 管理方面的问题", "2 2 资金方面的问题",
    ]  # fmt: skip


def test_brackets_whose_script_changes_keep_their_level_without_a_parent() -> None:
    assert [s.level for s in _sections("（一）管理方面\n制度健全。\n（2）资金方面\n使用合规。")] == [1, 1]


def test_a_heading_that_lost_its_number_is_known_by_its_twin() -> None:
    outline = _outline("""
        一、甲项目
        （一）项目概况
        甲。
        （二）资金使用情况
        乙。
        二、乙项目
        项目概况
        丙。
        （二）资金使用情况
        丁。
    """)
    assert outline[4:] == ["2  项目概况", "2 二 资金使用情况"]


def test_an_excerpt_that_begins_in_the_middle_keeps_its_levels() -> None:
    assert _outline("（二）资金情况\n到位。\n三、存在问题\n较少。") == ["2 二 资金情况", "1 三 存在问题"]


def test_a_section_ends_where_the_next_of_its_level_begins() -> None:
    first, child, second = _sections("一、概况\n（一）背景\n甲。\n二、结论\n乙。")
    assert first.end == second.start == child.end
    assert second.end == len("一、概况\n(一)背景\n甲。\n二、结论\n乙。")


def test_an_item_number_may_stand_before_a_year() -> None:
    assert [s.number for s in _sections("1.培训经费，用于培训。\n2.2023年助学资金，用于助学。")] == ["1", "2"]


def test_what_only_looks_like_a_number_opens_nothing() -> None:
    assert _sections("1.2万人次\n一是制度健全；\n12.5\n2023年度\n3、4 | 5、6") == ()


def test_a_table_of_contents_opens_nothing() -> None:
    assert _sections("一、项目概况……………1\n二、资金情况......3") == ()


def test_headings_of_the_file_format_need_no_number() -> None:
    text = "一、概况\n甲。\n附则\n乙。"
    heading = Block(8, 10, "heading", Anchor(block=2), level=1)
    document = Document("t", "", "application/x", text, blocks=(heading,))
    reading = view(document)
    assert [s.title for s in find_sections(reading.text, blocks_in(reading, document))] == ["概况", "附则"]


def test_numbers_in_table_cells_open_nothing() -> None:
    text = "一、概况\n1.甲\n"
    document = Document("t", "", "application/x", text, blocks=(Block(5, 8, "cell", Anchor(table=0)),))
    reading = view(document)
    assert [s.title for s in find_sections(reading.text, blocks_in(reading, document))] == ["概况"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="一二三1234（）()、.。；①第章节\n\t •[]甲乙", max_size=80))
def test_sections_of_any_text_nest_and_stay_inside_it(text: str) -> None:
    sections = find_sections(text)
    for section in sections:
        assert 0 <= section.start <= section.heading.start <= section.heading.end <= section.end <= len(text)
        assert section.level >= 1
    for a, b in pairwise(sections):
        assert a.start < b.start
        assert a.end <= b.start or b.end <= a.end
