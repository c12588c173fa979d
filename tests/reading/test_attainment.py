"""Target and actual value as numbers, execution rows, blank cells."""

from __future__ import annotations

from decimal import Decimal

import pytest

from wenxiao.reading.attainment import says_nothing
from wenxiao.reading.pipeline import read_text

HEAD = "项目名称 | 道路养护 |\n一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 |\n"
PLAIN = "项目名称 | 道路养护 |\n一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n"


def first(text: str) -> tuple[str, str, str] | None:
    both = read_text(text).attainments.get(0)
    return None if both is None else (f"{both.target:f}", f"{both.actual:f}", both.direction)


@pytest.mark.parametrize(
    ("level", "name", "wanted", "got", "expected"),
    [
        ("数量指标", "养护里程", "≥50公里", "48公里", ("50000", "48000", "higher")),
        ("数量指标", "养护次数", "≥50000次", "52000", ("50000", "52000", "higher")),
        ("质量指标", "合格率", "95%以上", "96%", ("95", "96", "higher")),
        ("质量指标", "差错率", "3%", "2%", ("3", "2", "lower")),
        ("成本指标", "养护经费", "312万元以内", "310万元", ("3120000", "3100000", "lower")),
        ("成本指标", "养护经费", "=312万元", "310万元", ("3120000", "3100000", "lower")),
        ("数量指标", "车辆数", "8辆", "8辆", ("8", "8", "equal")),
        ("数量指标", "养护里程", "≥50公里", "48处", None),
        ("数量指标", "养护里程", "≥5万米", "52000", None),  # of which unit?
        ("质量指标", "合格率", "≥95%", "0.96", None),
        ("质量指标", "合格率", "90%-95%", "96%", None),
        ("质量指标", "合格率", "≥95%", "≥95%", None),  # a bound is no value
        ("时效指标", "完成时间", "2024年12月底前", "2024年11月", None),
        ("社会效益指标", "投诉率下降", "10%", "12%", None),
        ("社会效益指标", "意识", "提高", "提高", None),
    ],
)
def test_target_and_actual_value(
    level: str, name: str, wanted: str, got: str, expected: tuple[str, str, str] | None
) -> None:
    found = first(PLAIN + f"产出指标 | {level} | {name} | {wanted} | {got} | 10 | 10 |\n")
    shown = None if found is None else (*(f"{Decimal(v).normalize():f}" for v in found[:2]), found[2])
    assert shown == expected


def test_sign_and_unit_in_columns_of_their_own() -> None:
    text = HEAD + "产出指标 | 数量指标 | 养护里程 | ≥ | 50 | 公里 | 48 | 10 | 9 |\n"
    assert first(text) == ("50000", "48000", "higher")  # metres


@pytest.mark.parametrize(
    ("words", "expected"), [("不涉及", True), ("/", True), ("无。", True), ("无事故", False), ("0", False)]
)
def test_words_that_say_nothing(words: str, expected: bool) -> None:
    assert says_nothing(words) is expected


def test_the_execution_row_of_a_form_of_which_the_stream_of_words_is_left() -> None:
    text = (
        "项目支出绩效自评表 (2024年度) 项目名称 道路养护 项目资金 (万元) 年初预算数 全年预算数 全年执行数 分值 执行率 得分 "
        "年度资金总额 200.00 200.00 160.00 10 80.00% 8 其中:当年财政拨款 200.00 200.00 160.00 — 80.00% —"
    )
    [row] = read_text(text).scored_rates
    assert (row.points, row.score, row.rate.normalized) == (10, 8, Decimal("0.8"))


@pytest.mark.parametrize(
    "row",
    [
        "200.00 | 160.00 | 10 | 80.00% | |",  # no score
        "200.00 | 160.00 | | 80.00% | 8 |",  # no points
        "200.00 | 160.00 | 10 | 80.00% | / |",
        "200.00 | 160.00 | 10 | 80.00 | 8 |",  # not said to be a rate
    ],
)
def test_an_execution_row_with_a_blank_says_nothing(row: str) -> None:
    text = f"项目名称 | 道路养护 |\n项目资金(万元) | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |\n年度资金总额 | {row}\n"
    assert read_text(text).scored_rates == ()


def test_blank_answers_and_filled_ones() -> None:
    rows = (
        "资金管理情况 | 情况说明 |\n分配科学性 | 分配科学 |\n下达及时性 | |\n"
        + "说明 | 按文件执行，资金及时到位，没有拖欠和挪用的情形。 |\n" * 3
    )
    [blank] = read_text("转移支付绩效自评表\n项目名称 | 道路养护 |\n" + rows).blanks
    assert (blank.kind, blank.name) == ("answer", "下达及时性")
