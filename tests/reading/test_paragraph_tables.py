"""Lists of which the text has kept one cell a paragraph."""

from __future__ import annotations

import pytest

from tests.reading.helpers import relations
from wenxiao.reading.pipeline import read_text

TITLE = "2024年新增专项债券项目绩效评价表\n\n单位:亿元\n\n"
HEADS = ("项目名称", "债券性质", "债券规模", "自评分数", "自评等级")
FIRST = ("南岭二院康复院区工程", "其他项目收益专项债券", "0.2", "96.5", "优")
SECOND = ("南岭市东关医院建设工程", "其他项目收益专项债券", "1.0", "92", "优")


def paragraphs(*words: str) -> str:
    return TITLE + "\n\n".join(words) + "\n"


def budgets(text: str) -> list[tuple[str, int | None]]:
    """Projects with their budgets in 万元."""
    return [(p.name, None if p.budget is None else int(p.budget / 10000)) for p in read_text(text).projects]


BOTH = [("南岭二院康复院区工程", 2000), ("南岭市东关医院建设工程", 10000)]


def test_rows_are_told_by_the_pattern_of_words_and_figures() -> None:
    assert budgets(paragraphs(*HEADS, *FIRST, *SECOND)) == BOTH


def test_a_column_of_blank_cells_may_be_lost() -> None:
    assert budgets(paragraphs(*HEADS, *FIRST[:4], *SECOND[:4])) == BOTH


def test_a_single_row_is_shown_by_its_total() -> None:
    text = paragraphs("序号", *HEADS, *FIRST[:4], "总计", "{}")
    assert budgets(text.format("0.2")) == BOTH[:1]
    assert budgets(text.format("0.3")) == []
    assert budgets(paragraphs(*HEADS, *FIRST)) == []


def test_the_total_sums_the_rows() -> None:
    text = paragraphs(*HEADS, *FIRST, *SECOND, "合计", "{}")
    assert [found.verdict.value for found in relations(text.format("1.2"), "sum")] == ["holds"]
    assert [found.verdict.value for found in relations(text.format("1.5"), "sum")] == ["broken"]


@pytest.mark.parametrize(
    "words",
    [
        ("项目名称", "债券规模", "南岭二院康复院区工程", "0.2", "南岭市东关医院建设工程", "1.0"),  # two headings only
        (
            "项目名称",
            "发债主体甲",
            "债券规模",
            "南岭二院",
            "甲",
            "0.2",
            "东关医院",
            "乙",
            "1.0",
        ),  # 发债主体甲 is no heading
        (
            *HEADS,
            "南岭二院康复院区工程",
            "0.2",
            "其他",
            "南岭市东关医院建设工程",
            "1.0",
            "其他",
        ),  # fits under no headings
        (
            "项目名称",
            "总投资",
            "债券规模",
            "自评分数",
            "南岭二院工程",
            "2",
            "1",
            "东关医院工程",
            "3",
            "2",
        ),  # which is lost?
    ],
)
def test_nothing_is_read_without_proof(words: tuple[str, ...]) -> None:
    assert budgets(paragraphs(*words)) == []


def test_a_list_that_counts_its_rows_has_to_count_on() -> None:
    text = paragraphs("序号", "项目名称", "总投资", "{}", FIRST[0], "0.5", "{}", SECOND[0], "1.0")
    assert [p.name for p in read_text(text.format("1", "2")).projects] == [FIRST[0], SECOND[0]]
    assert read_text(text.format("1", "7")).projects == ()


@pytest.mark.parametrize("heading", ["发行金额(亿元)", "债券规模(亿元)", "债券金额(亿元)", "拟使用债券资金(亿元)"])
def test_what_a_bond_raises_is_a_budget(heading: str) -> None:
    text = f"序号 | 主管部门 | 项目名称 | {heading} | 评价得分 | 评价结果 |\n1 | 青河县住建局 | 青河县污水处理工程 | 0.4 | 87 | 良 |\n2 | 青河县住建局 | 青河县老旧小区改造项目 | 0.1 | 94 | 优 |\n"
    assert budgets(text) == [("青河县污水处理工程", 4000), ("青河县老旧小区改造项目", 1000)]


@pytest.mark.parametrize("heading", ["发行金额(亿元)", "债券性质", "评价得分", "主管部门", "实施年限"])
def test_the_next_heading_of_a_list_is_no_name(heading: str) -> None:
    assert read_text(f"2024年度项目情况表\n项目名称 | {heading} | 备注 |\n").projects == ()
