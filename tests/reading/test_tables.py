"""Tables of which the text has kept cells but no rows, and lists with their totals."""

from __future__ import annotations

import pytest

from tests.reading.helpers import relations
from wenxiao.reading.pipeline import read_text


def cells(*words: str) -> str:
    return "\n".join(f"{word} |" if word else "|" for word in words)


def sums(text: str) -> list[str]:
    return [found.verdict.value for found in relations(text, "sum") if found.basis == "table"]


def budgets(text: str) -> list[tuple[str, int | None]]:
    """Projects with their budgets in 万元."""
    return [(p.name, None if p.budget is None else int(p.budget / 10000)) for p in read_text(text).projects]


LIST = "2023年水利专项资金安排表\n单位:万元\n" + cells("序号", "乡镇名称", "项目名称", "金额", "备注") + "\n"


def rows(total: str) -> str:
    return cells(
        "1", "东山镇", "泵站改造工程", "20", "", "2", "西塘镇", "河道清淤项目", "15", "续建", "3", "南湾乡", "水圳修复工程", "25", "", "合计", total
    )  # fmt: skip


def test_rows_that_are_counted_are_told_by_their_numbers() -> None:
    assert budgets(LIST + rows("60")) == [("泵站改造工程", 20), ("河道清淤项目", 15), ("水圳修复工程", 25)]
    assert sums(LIST + rows("60")) == ["holds"]
    assert sums(LIST + rows("80")) == ["broken"]


def test_a_counted_row_may_have_lost_its_empty_cell() -> None:
    text = LIST + cells("1", "东山镇", "泵站改造工程", "20", "2", "西塘镇", "河道清淤项目", "15", "续建", "合计", "35")
    assert budgets(text) == [("泵站改造工程", 20), ("河道清淤项目", 15)]
    assert sums(text) == ["holds"]


def test_numbers_that_do_not_count_on_are_no_rows() -> None:
    text = cells("序号", "项目名称", "金额（万元）", "1", "泵站改造工程", "20", "7", "河道清淤项目", "15")
    assert sums(text) == []


def test_the_title_of_the_next_annex_ends_a_table() -> None:
    text = (
        "单位：万元\n"
        + cells(
            "村名", "金额", "列支科目", "备注", "东坪村", "50", "2130305-水利", "", "西坪村", "110", "2130305-水利", ""
        )
        + "\n"
        + cells("柳林村", "89.4", "2130305-水利", "", "合 计", "249.4", "", "")
        + "\n附件2：\n绩效目标表 |\n||||||\n年度目标 |\n完成治理 |\n"
    )
    assert sums(text) == ["holds"]
    assert sums(text.replace("249.4", "259.4")) == ["broken"]


ITEMS = "项目名称 2021年公共阅读专项资金\n项目单位 某县文化局\n一、项目基本概况 | ||||\n计划安排资金（万元） | 100.00 | 实际到位资金（万元） | 90.50 | |\n实际支出（万元） | 90.50 | |||\n二、项目支出明细情况 | ||||\n支出内容（经济科目） | 计划支出数（万元） | 实际支出数（万元） | ||\n图书购置经费 | 60.00 | 55.50 | ||\n设备更新补助 | 40.00 | 35.00 | ||\n支出合计 | 100.00 | {} | ||\n"


def test_items_of_spending_are_no_amounts_of_the_project() -> None:
    (project,) = read_text(ITEMS.format("90.50")).projects
    assert project.name == "2021年公共阅读专项资金"
    assert (project.budget, project.arrived, project.spent) == (1000000, 905000, 905000)
    assert sums(ITEMS.format("90.50")) == ["holds", "holds"]
    assert sums(ITEMS.format("95.50")) == ["holds", "broken"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("全市合计 | 90 |\n甲县 | 40 |\n乙县 | 50 |\n", ["holds"]),
        ("全市合计 | 95 |\n甲县 | 40 |\n乙县 | 50 |\n", ["broken"]),
        ("甲县 | 40 |\n乙县 | 50 |\n小计 | 90 |\n丙县 | 10 |\n合计 | 100 |\n", ["holds"]),
        ("合计 | 100 |\n甲市 | 90 |\n甲市一县 | 40 |\n甲市二县 | 50 |\n乙市 | 10 |\n", []),  # a city and its counties
    ],
)
def test_totals_of_a_list_of_places(body: str, expected: list[str]) -> None:
    assert sums("补助资金分配表\n单位：万元\n地区 | 金额 |\n" + body) == expected


MERGED = "分配表\n单位：万元\n" + cells("单位", "小计", "造林支出", "湿地等生态保护支出") + "\n||||\n"


@pytest.mark.parametrize("total", ["180", "190"])
def test_rows_are_told_by_their_labels_where_merged_headings_mislead(total: str) -> None:
    """Headings in two rows of 4 and 3 cells over rows of 6 cells: 合计 stays in line with the rows that it sums."""
    below = "\n".join(
        [
            cells("良种", "造林", "防火"),
            "||",
            cells("合计", "300", total, "60", "30", "30"),
            cells("一、省本级", "100", "60", "20", "10", "10"),
            cells("二、市县", "200", "120", "40", "20", "20"),
            cells("(一)东市", "200", "120", "40", "20", "20"),
        ]
    )
    found = [r for r in relations(MERGED + below, "sum") if r.basis == "table"]
    assert {r.formula for r in found if r.verdict.value == "holds"} >= {"100 + 200 = 300", "20 + 40 = 60"}
    assert [r.formula for r in found if r.verdict.value == "broken"] == ([] if total == "180" else ["60 + 120 = 180"])


def test_rows_under_different_headings_are_not_added() -> None:
    """The total row fills columns that the other rows leave blank; under the best shift of each they would not meet."""
    text = "分配表\n单位：万元\n单位 | 小计 | 造林支出 | 防火支出 | 保护支出 |\n合计 | 900 | 50 | 80 | 770 |\n省直属单位 | 61 | 18 | | |\n省林场 | 59 | 18 | | |\n"
    assert sums(text) == []


def test_the_row_of_total_points_is_no_indicator() -> None:
    text = "一级指标 | 二级指标 | 三级指标 | 分值 | 年度指标值 | 实际完成值 | 得分 |\n产出指标 | 数量指标 | 新建道路 | 50 | ≥5公里 | 5公里 | 50 |\n总分 | | | 50 | 良好 | 良好 | 50 |\n合计 | | | 50 | 100% | 100% | 50 |\n"
    assert [indicator.name for indicator in read_text(text).indicators] == ["新建道路"]
