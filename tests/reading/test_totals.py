"""Total rows of tables that are no official form."""

from __future__ import annotations

import pytest

from tests.reading.helpers import relations
from wenxiao.reading.pipeline import read_text


def sums(text: str) -> dict[str, str]:
    """Verdict by the total as printed."""
    reading = read_text(text)
    return {
        reading.quote(found.stated.span): found.verdict.value
        for found in relations(text, "sum")
        if found.basis == "table" and found.stated is not None
    }


HOTLINE = "来源 | 5月受理数(件) | 6月受理数(件) | 增幅(%) |\n电话 | 800 | 840 | 5.00% |\n网络 | 150 | 120 | -20.00% |\n信访 | 50 | 40 | -20.00% |\n"


def test_columns_of_counts_are_summed_on_their_own() -> None:
    assert sums(HOTLINE + "合 计 | 1000 | 1001 | 0.00% |\n") == {"1000": "holds", "1001": "broken"}


def test_without_a_column_that_adds_up_no_other_is_said_not_to() -> None:
    assert sums(HOTLINE + "合 计 | 1100 | 1101 | 0.00% |\n") == {}


def test_an_empty_cell_says_nothing() -> None:
    assert sums(HOTLINE.replace(" 120 ", "  ") + "合 计 | 1000 | 1001 | 0.00% |\n") == {"1000": "holds"}


@pytest.mark.parametrize("heading", ["人均补助", "单价", "排名", "完成率"])
def test_nobody_adds_up_averages_prices_and_ranks(heading: str) -> None:
    text = f"乡镇 | 户数 | {heading} |\n甲乡 | 20 | 3 |\n乙乡 | 30 | 4 |\n合计 | 50 | 8 |\n"
    assert sums(text) == {"50": "holds"}


def test_below_merged_headings_two_columns_have_to_add_up() -> None:
    rows = "甲街道 | 20 | 21 | 105.0% | 30 |\n乙街道 | 40 | 42 | 105.0% | 50 |\n"
    heads = "单位 | 9月情况 | 8月办结数 |\n任务数 | 办结数 | 办结率 | |\n"
    assert sums(heads + rows + "合计 | 60 | 65 | 105.0% | 80 |\n") == {"60": "holds", "65": "broken", "80": "holds"}
    assert sums(heads + rows + "合计 | 60 | 65 | 105.0% | 88 |\n") == {"60": "holds"}


ALLOCATED = "分配表\n单位：万元\n地区 | 已预下达 | 本次下达 | 合计下达 |\n全市合计 | 90 | 30 | {} |\n甲区 | 40 | 10 | {} |\n乙区 | 50 | 20 | 70 |\n"


def verdicts(text: str) -> list[tuple[str, str]]:
    return [(found.formula, found.verdict.value) for found in relations(text, "sum") if found.basis == "table"]


def test_allocations_are_summed_down_and_across() -> None:
    assert {verdict for _, verdict in verdicts(ALLOCATED.format("120", "50"))} == {"holds"}
    assert len(verdicts(ALLOCATED.format("120", "50"))) == 6
    broken = [formula for formula, verdict in verdicts(ALLOCATED.format("120", "60")) if verdict == "broken"]
    assert sorted(broken) == ["40 + 10 = 50", "60 + 70 = 130"]


def test_a_column_that_sums_no_row_is_of_something_else() -> None:
    found = verdicts(ALLOCATED.replace("70 |", "95 |").format("155", "60"))
    assert [formula for formula, _ in found] == ["40 + 50 = 90", "10 + 20 = 30", "60 + 95 = 155"]


@pytest.mark.parametrize(
    "rows",
    [
        "甲区 | 40 | 11 |\n其中：老城 | 10 | 2 |\n乙区 | 50 | 20 |\n合计 | 100 | 33 |\n",
        "甲区 | 40 | 11 |\n小计 | 40 | 10 |\n乙区 | 50 | 20 |\n合计 | 90 | 31 |\n",
        "合计 | 90 | 70 |\n甲市 | 40 | 35 |\n甲市一县 | 30 | 20 |\n甲市二县 | 10 | 15 |\n乙市 | 10 | 9 |\n",
    ],
)
def test_rows_within_rows_break_no_total(rows: str) -> None:
    assert "broken" not in sums("地区 | 小区数 | 户数 |\n" + rows).values()


SHARED = "分配表\n单位：万元\n地区 | 林业支出 | 草原支出 |\n合计 | {} | 30 |\n一、市本级 | 40 | 10 |\n(一)林业局 | 40 | 10 |\n二、县区 | 50 | 20 |\n(一)东县 | 30 | 5 |\n(二)西县 | 20 | 15 |\n"


def test_a_numbered_part_is_not_added_beside_its_parent() -> None:
    assert sums(SHARED.format("90"))["90"] == "holds"
    assert sums(SHARED.format("95")).get("95") == "broken"


def test_rows_that_are_numbered_only_in_part_accuse_nobody() -> None:
    text = SHARED.replace("(一)东县", "东县").replace("(二)西县", "西县")
    assert sums(text.format("95")).get("95") is None
