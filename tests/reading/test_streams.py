"""Forms of which only the stream of words is left."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.reading.helpers import relations, verdicts
from wenxiao.reading.model import Project
from wenxiao.reading.pipeline import read_text

HEADINGS = "年初预算数 全年预算数 全年执行数 分值 执行率 得分"
WAN = Decimal(10000)


def form(rows: str, headings: str = HEADINGS) -> str:
    return f"附件：项目支出绩效自评表（2023年度）项目名称 湖滨步道养护项目 主管部门 某区园林局 实施单位 某区园林所 项目资金（万元） {headings} {rows} 年度总体目标 预期目标 实际完成情况"


def only(text: str) -> Project:
    (project,) = read_text(text).projects
    return project


def money(project: Project) -> tuple[Decimal | None, ...]:
    """Budget, adjusted budget and spending in 万元."""
    return tuple(
        None if value is None else value / WAN for value in (project.budget, project.adjusted_budget, project.spent)
    )


def sums(text: str) -> list[str]:
    return [found.verdict.value for found in relations(text, "sum") if found.basis == "table"]


def test_a_form_in_one_line_is_read_by_its_headings() -> None:
    project = only(
        form("年度资金总额： 100 120 90 10 75% 7.5 其中：本年财政拨款 80 100 70 上年结转资金 20 20 20 其他资金")
    )
    assert project.name == "湖滨步道养护项目"
    assert money(project) == (100, 120, 90)
    assert project.stated_execution_rate == Decimal("0.75")
    assert [(part.name, part.quantity.value) for part in project.funding] == [
        ("本年财政拨款", 100),
        ("上年结转资金", 20),
    ]


def test_sums_and_the_rate_of_a_form_in_one_line_are_checked() -> None:
    text = form("年度资金总额： 100 120 90 10 75% 7.5 其中：本年财政拨款 80 105 70 上年结转资金 20 20 20")
    assert sums(text) == ["holds", "broken", "holds"]
    assert verdicts(text, "ratio") == ["holds"]


def test_a_total_of_nothing_above_sources_of_something_is_broken() -> None:
    text = form("年度资金总额： 0 0 0 10 0 0 其中：本年财政拨款 70 69.5 69.5 上年结转资金 其他资金")
    assert money(only(text)) == (0, 0, 0)
    assert sums(text) == ["broken"] * 3


def test_points_may_be_printed_with_their_unit() -> None:
    project = only(form("年度资金总额： 120 90 10分 75% 7.5分"))
    assert money(project) == (None, 120, 90)


def test_spending_of_a_whole_department_by_kind() -> None:
    rows = "年度资金总额 800 900 850 10 94.44% 9.44 其中：基本支出 300 310 305 项目支出 500 590 545"
    assert sums(form(rows)) == ["holds"] * 3


def test_sources_that_are_lost_break_no_sum() -> None:
    text = form("年度资金总额： 100 120 90 10 75% 7.5 其中：本年财政拨款 80 100 70 上年结转资金 其他资金")
    assert sums(text) == ["unknown"] * 3


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("120 90 10 75% 7.5", (None, 120, 90)),  # the opening budget is empty: the rate tells
        ("100 75 10 80% 8", (None, None, None)),  # the rate does not come out: which is which, nobody knows
        ("100 90 75 10 80% 8", (100, 90, 75)),  # all columns filled: the rate is wrong, the columns are not
        ("120 90", (None, None, None)),
        ("100 120 90", (100, 120, 90)),  # as many as there are columns of money
        ("5 100 120 90 10 75% 7.5 3", (None, None, None)),
    ],
)
def test_values_stand_in_the_order_of_the_headings(values: str, expected: tuple[int | None, ...]) -> None:
    found = read_text(form(f"年度资金总额： {values}")).projects
    assert [money(project) for project in found] == ([expected] if found else [])


def cells(*words: str) -> str:
    return "\n".join(f"{word} |" if word else "|" for word in words)


def test_one_cell_a_line_with_empty_cells() -> None:
    text = "部门预算项目支出绩效自评表(2023年度) |\n" + cells(
        "项目名称", "51010023R000000012345-渠道清淤经费", "主管部门", "某县水利局", "预算执行情况（10分）",
        "年度预算数（万元）", "年初预算", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分", "原因",
        "总额", "60.00", "80.00", "68.00", "85.00%", "10", "", "1.预算执行率=预算执行数/调整后预算数，预算执行率未达到90%的需说明原因（100字以内）；",
        "其中：财政资金", "50.00", "70.00", "58.00", "82.86%", "/", "/",
        "单位资金", "10.00", "10.00", "10.00", "100.00%", "/", "/",
        "其他资金", "", "", "", "", "/", "/",
        "绩效指标（90分）", "一级指标", "二级指标", "三级指标",
    )  # fmt: skip
    project = only(text)
    assert project.name == "51010023R000000012345-渠道清淤经费"
    assert money(project) == (60, 80, 68)
    assert project.stated_execution_rate == Decimal("0.85")
    assert sums(text) == ["holds"] * 3


def test_an_empty_cell_between_bars_holds_its_column() -> None:
    text = (
        "项目支出绩效自评表 |\n| 项目名称 | 山村道路维护 | 项目资金（元） |\n"
        "| 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 | 年度资金总额 |\n"
        "| 40000.50 | 40000.50 | 10 | 100% | 10 | 其中：当年财政拨款 |\n| 40000.50 | 40000.50 | — |\n| — | 其他资金 | — | — |\n"
        "| 年度总体目标 | 预期目标 |"
    )
    project = only(text)
    assert money(project) == (None, Decimal("4.00005"), Decimal("4.00005"))
    assert [part.quantity.value for part in project.funding] == [Decimal("40000.50")]


def test_formulas_in_headings_and_a_column_of_row_numbers() -> None:
    text = (
        "某区林业局2024年度湿地保护补助资金绩效评价表\n资金投入情况\n（万元）\n\n行次 全年预算数\n(A)\n统筹整合资金数\n(B)\n"
        "扣除统筹整合资金后预算金额\n(C)\n全年到位资金\n(D)\n预算到位\n(D/C×100%)\n全年执行资金\n(E)\n预算执行\n(E/C×100%)\n佐证材料\n"
        "列次 0 1 2 3 4 5 6 7 上传端口\n年度资金总额（万元）： 1 62.500000\n62.500000 62.500000 100.00% 25.000000 40.00%\n"
        "其中：中央财政资金（万元） 2 62.500000\n62.500000 62.500000 100.00% 25.000000 40.00% 支出凭证\n地方财政资金（万元） 3\n资金管理情况\n"
    )
    project = only(text)
    assert project.name == "2024年度湿地保护补助资金"
    assert money(project) == (None, Decimal("62.5"), 25)
    assert project.arrived == 625000
    assert (project.stated_arrival_rate, project.stated_execution_rate) == (1, Decimal("0.4"))
    assert verdicts(text, "ratio") == ["holds"] * 2


def test_values_right_behind_two_headings_are_the_total() -> None:
    text = (
        "产业扶持资金绩效目标自评表（2022年度） 转移支付（项目）名称 产业扶持资金 中央主管部门 农业农村部 全年预算数（A） 全年执行数（B） "
        "650.50 600.25 其中：中央财政资金 400.00 400.00 自治区财政资金 250.50 200.25 年度资金总额 资金投入情况 （万元） 情况说明"
    )
    assert only(text).name == "产业扶持资金"
    assert money(only(text)) == (None, Decimal("650.5"), Decimal("600.25"))
    assert sums(text) == ["holds"] * 2


@pytest.mark.parametrize("bar", [" |\n", "\n|\n", " | "])
def test_a_form_that_only_asks_for_the_amount(bar: str) -> None:
    words = (
        "项目名称",
        "防汛站房改造",
        "主管部门及代码",
        "",
        "实施单位",
        "某区水利局",
        "项目金额（万元）",
        "年度资金总额",
    )
    text = "项目支出绩效目标申报表\n" + bar.join(
        (*words, "320.5 万元", "其中：财政拨款", "320.5 万元", "其他资金", "", "总体目标", "")
    )
    project = only(text)
    assert project.name == "防汛站房改造"
    assert money(project) == (Decimal("320.5"), None, None)


def test_a_form_without_spaces_that_only_asks_for_the_amount() -> None:
    text = "项目绩效目标表（2022年度）填报单位：某镇人民政府 项目名称集市改造工程项目属性新增项目√主管部门某镇资金总额及构成总额80.5万元财政拨款：60.5万元（其中：上级财政资金：60.5万元）二、自有资金：0万元三、其他：20万元项目概况"
    assert only(text).name == "集市改造工程"
    assert money(only(text)) == (Decimal("80.5"), None, None)


def test_the_next_heading_of_a_list_is_no_name() -> None:
    text = "绩效目标表\n项目名称 |\n主管部门 |\n金额 |\n年度资金总额 |\n12万元 |\n"
    assert [project.name for project in read_text(text).projects] == []


def test_prose_about_budgets_is_no_form() -> None:
    text = "项目名称：河堤加固。全年预算数、全年执行数与得分均已核对，年度资金总额200万元，支出150万元，执行率75%。"
    assert not [r for r in relations(text, "ratio") if r.basis == "table"]


def test_several_forms_each_with_its_name() -> None:
    first = form("年度资金总额： 100 120 90 10 75% 7.5 其中：本年财政拨款 80 100 70 上年结转资金 20 20 20")
    second = form("年度资金总额： 10 12 9 10 75% 7.5").replace("湖滨步道养护项目", "社区球场改造项目")
    found = read_text(first + "\n" + second).projects
    assert [(project.name, money(project)) for project in found] == [
        ("湖滨步道养护项目", (100, 120, 90)),
        ("社区球场改造项目", (10, 12, 9)),
    ]


GLUED = "公路养护资金绩效目标自评\n(2021年度)\n转移支付(项目)名称公路养护补助资金(县道)\n中央主管部门财政部\n项目资金\n(万元)\n\n全年预算数(A)全年执行数(B)预算执行率(B/A)\n年度资金总额:{0}\n 其中:中央补助{0}\n地方资金\n\n\n 其他资金\n\n\n总体目标完成情况总体目标全年实际完成情况\n"


@pytest.mark.parametrize(
    ("printed", "amount"), [("30003000100%", 30000000), ("38.238.2100%", 382000), ("1,200.001,200.00100.00%", 12000000)]
)
def test_two_equal_amounts_and_their_rate_may_be_printed_as_one(printed: str, amount: int) -> None:
    reading = read_text(GLUED.format(printed))
    (project,) = reading.projects
    assert (project.name, project.adjusted_budget, project.spent) == ("公路养护补助资金(县道)", amount, amount)
    assert project.stated_execution_rate == 1
    assert "".join(reading.quote(q.span) for q in reading.quantities[:3]) == printed


@pytest.mark.parametrize("printed", ["30003100100%", "3000300095%", "38.238.295%", "003003100%", "100%"])
def test_what_is_printed_as_one_is_otherwise_left(printed: str) -> None:
    reading = read_text(GLUED.format(printed))
    assert [p for p in reading.projects if p.facts] == []


def test_a_name_ends_where_the_person_in_charge_is_named() -> None:
    text = GLUED.replace("公路养护补助资金(县道)\n", "县级储备粮负责人及电话张某某、李某某").format("30003000100%")
    assert [p.name for p in read_text(text).projects] == ["县级储备粮"]
