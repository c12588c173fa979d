"""Which projects a document reports on, and which amounts are theirs. All texts are made up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from wenxiao.reading.model import Role
from wenxiao.reading.pipeline import read_text

HEADINGS = """一、河道保洁服务项目
（一）项目基本情况
项目预算资金 962 万元，支出 653.53 万元。
（二）绩效目标执行结果
全年清理河道12.5公里，但也存在绩效指标不细化等问题。
二、村级道路改造工程
（一）项目基本情况
2022年项目预算为1,179.00万元，到位1,000.00万元，实际支出923.30万元。
"""

LINES = """2022年各项目情况如下：
1、 广场照明改造经费年初预算0.72万元，实际执行:0.72万元，执行率100%，主要用于更换灯具。
2、 敬老院修缮补助年初预算150万元，实际执行137.5万元，执行率为91.67%，10月预算调减7万元。
3、 防汛物资采购为追加项目20.25万元，主要用于采购沙袋。
"""


def test_projects_with_a_heading_each_take_the_amounts_below_it() -> None:
    first, second = read_text(HEADINGS).projects
    assert (first.name, first.budget, first.spent, first.arrived) == (
        "河道保洁服务项目",
        9620000,
        Decimal("6535300.00"),
        None,
    )
    assert (second.budget, second.arrived, second.spent) == (11790000, 10000000, 9233000)


def test_the_problem_and_the_output_stand_with_their_project() -> None:
    first, second = read_text(HEADINGS).projects
    assert "绩效指标不细化" in first.problems[0].text
    assert not second.problems
    assert any("12.5公里" in s.text for s in (*first.outputs, *first.problems))


def test_numbered_lines_are_projects_named_up_to_their_first_amount() -> None:
    projects = read_text(LINES).projects
    assert [p.name for p in projects] == ["广场照明改造经费", "敬老院修缮补助", "防汛物资采购"]
    assert [p.budget for p in projects] == [7200, 1500000, None]
    assert [p.adjusted_budget for p in projects] == [None, 1430000, 202500]
    assert [p.stated_execution_rate for p in projects] == [1, Decimal("0.9167"), None]


def test_a_colon_between_role_and_amount_changes_nothing() -> None:
    assert read_text(LINES).projects[0].spent == 7200


def test_a_rate_printed_with_a_money_unit_is_read_as_the_rate_it_must_be() -> None:
    text = LINES.replace("执行率为91.67%", "执行率为91.67万元")
    project = read_text(text).projects[1]
    assert project.stated_execution_rate == Decimal("0.9167")
    assert project.spent == 1375000


def test_no_opening_budget_is_a_budget_of_zero_not_a_missing_one() -> None:
    text = LINES.replace("防汛物资采购为追加项目20.25万元", "防汛物资采购年初无预算，追加项目20.25万元")
    assert read_text(text).projects[2].budget == 0


@pytest.mark.parametrize(
    ("sentence", "role", "yuan"),
    [
        ("本项目共收到专项债资金22,700万元", Role.ARRIVED, 227000000),
        ("初步设计概算总投资调整为34,822.3万元", Role.PLANNED, 348223000),
        ("区财政局共下达10,269万元", Role.ALLOCATED, 102690000),
        ("年终收回额度5万元", Role.RETURNED, 50000),
        ("后续又追加补助61.86万元", Role.ADDED, 618600),
        ("上年结转转入18万元", Role.ADDED, 180000),
        ("结余资金12万元", Role.CARRIED_OVER, 120000),
        ("共支付合同金额16,719.16万元", Role.SPENT, 167191600),
        ("中标价98.5万元", Role.CONTRACTED, 985000),
        ("年中预算资金（含上年结转）45万元", Role.APPROVED, 450000),
    ],
)
def test_the_words_before_an_amount_give_its_phase(sentence: str, role: Role, yuan: int) -> None:
    reading = read_text(f"一、甲渠清淤工程\n{sentence}，全年支出3.5万元。\n二、乙渠清淤工程\n全年支出4.5万元。\n")
    facts = {(f.role, f.quantity.normalized) for f in reading.projects[0].facts}
    assert (role, Decimal(yuan)) in facts


def test_a_phase_behind_the_amount_is_a_second_phase() -> None:
    project = read_text(
        "石桥镇2023年灌溉设施补助资金绩效自评报告\n一、基本情况\n共下达补助资金105万元，105万元已全部到位。\n"
    ).projects[0]
    assert (project.budget, project.arrived) == (1050000, 1050000)


def test_needs_and_applications_are_no_budget() -> None:
    text = "石桥镇灌溉设施项目绩效自评报告\n一、基本情况\n信贷需求18.97亿元，申贷金额10.7亿元，项目支出20.42万元，支付率68.07%。\n"
    project = read_text(text).projects[0]
    assert (project.budget, project.spent) == (None, 204200)


def test_a_table_of_money_inside_a_report_is_of_the_project_of_the_report() -> None:
    text = """石桥清淤工程2025年度项目支出绩效自评报告
一、项目基本情况
石桥清淤工程由石桥镇组织实施。
二、项目资金使用情况
2025年年初预算45.50万元，全年支出40.25万元。
项目资金情况表
单位：万元
项目资金\t年初预算数\t全年预算数\t到位数\t全年执行数\t预算执行率
年度资金总额\t45.50\t45.50\t45.50\t40.25\t88.46%
"""
    project = read_text(text).projects[0]
    assert (project.budget, project.spent) == (455000, 402500)


def test_a_form_gives_the_name_and_the_total_row() -> None:
    text = """绩效目标自评表（2021年度）
项目名称 | 困难群众春节慰问 | | | | |
资金情况（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 得分 |
年度资金总额： | 30.00 | 32.00 | 31.20 | 97.50% | 9.75 |
其中：本年财政拨款 | 30.00 | 32.00 | 31.20 | 97.50% | |
"""
    (project,) = read_text(text).projects
    assert project.name == "困难群众春节慰问"
    assert (project.budget, project.adjusted_budget, project.spent) == (300000, 320000, 312000)
    assert project.stated_execution_rate == Decimal("0.975")
    assert [part.name for part in project.funding] == ["本年财政拨款"]


def test_only_the_years_budget_in_a_form_leaves_the_opening_budget_unknown() -> None:
    text = "项目名称 | 就业见习补贴 | |\n资金（万元） | 全年预算数(A) | 全年执行数(B) | 执行率(B/A) |\n年度资金总额： | 808.1 | 692.98 | 86% |\n"
    (project,) = read_text(text).projects
    assert project.budget is None
    assert project.adjusted_budget == 8081000


def test_one_cell_a_line_is_read_as_the_same_form() -> None:
    cells = [
        "自评表",
        "项目名称",
        "路灯维护",
        "资金（万元）",
        "全年预算数",
        "全年执行数",
        "执行率",
        "总额",
        "30",
        "27",
        "90%",
    ]
    rows = [[cells[0], "", "", ""], [cells[1], cells[2], "", ""], cells[3:7], cells[7:11]]
    text = "\n".join(
        "\n".join(f"{c} |" if c else "|" for c in row[:-1]) + ("\n||" if not row[-1] else f"\n{row[-1]} |")
        for row in rows
    )
    text = text.replace("\n|\n|\n||", "\n||||").replace("\n|\n||", "\n|||")
    (project,) = read_text(text).projects
    assert (project.name, project.adjusted_budget, project.spent) == ("路灯维护", Decimal(300000), Decimal(270000))
    assert project.stated_execution_rate == Decimal("0.9")


def test_a_list_table_gives_a_project_a_row_and_its_total() -> None:
    text = "项目清单如下：\n序号 | 项目名称 | 支出（元） |\n1 | 老年食堂运营补助 | 325,067.00 |\n2 | 社区公园维护经费 | 462,880.00 |\n合计 | 787,947.00 |\n"
    reading = read_text(text)
    assert [(p.name, p.spent) for p in reading.projects] == [
        ("老年食堂运营补助", Decimal("325067.00")),
        ("社区公园维护经费", Decimal("462880.00")),
    ]
    assert [r.verdict.value for r in reading.relations if r.basis == "table"] == ["holds"]


def test_several_funds_in_prose_are_several_projects() -> None:
    text = (
        "市财政局以《关于下达2023年水利资金的通知》下达青石县2023年河道治理专项资金1300万元，用于治理河道。\n"
        "市财政局下达青石县2023年农村饮水补助资金437万元。\n市财政局下达青石县2023年山洪防治专项资金55万元。\n"
    )
    assert [p.budget for p in read_text(text).projects] == [13000000, 4370000, 550000]


def test_projects_named_in_quotes_with_their_amounts() -> None:
    text = (
        "该笔资金用于实施“东河湿地修复项目”（723万元）、“西河岸坡整治工程”（577万元）和“北河水质监测项目”（120万元）。"
    )
    assert {p.name: p.budget for p in read_text(text).projects} == {
        "东河湿地修复项目": 7230000,
        "西河岸坡整治工程": 5770000,
        "北河水质监测项目": 1200000,
    }


def test_names_keep_the_characters_of_the_document() -> None:
    text = HEADINGS.replace("河道保洁服务项目", "河道（支流）保洁服务项目")
    assert read_text(text).projects[0].name == "河道（支流）保洁服务项目"


def test_a_name_that_a_page_end_cut_in_two_is_one_name() -> None:
    text = HEADINGS.replace(
        "项目预算资金 962 万元，支出 653.53 万元。",
        "为改善水环境，实施了河道保\n\n洁服务项目。项目预算资金 962 万元，支出\n653.53 万元。",
    )
    assert read_text(text).projects[0].spent == Decimal("6535300.00")


def test_a_text_without_projects_has_none() -> None:
    assert read_text("今天天气很好，气温20℃，有3位同事请假。").projects == ()


@pytest.mark.parametrize(
    ("sentence", "rate"),
    [
        ("预算执行率达到95%", Decimal("0.95")),
        ("预算执行率为95%", Decimal("0.95")),
        ("预算执行率未达到95%的应说明原因", None),
        ("预算执行率不低于95%", None),
        ("上半年预算执行率45%", None),
    ],
)
def test_a_bound_or_a_rate_of_part_of_the_year_is_not_the_execution_rate(sentence: str, rate: Decimal | None) -> None:
    text = f"石桥镇灌溉设施项目绩效自评报告\n一、基本情况\n项目预算100万元，支出95万元，{sentence}。\n"
    assert read_text(text).projects[0].stated_execution_rate == rate


TITLE = "石桥镇灌溉设施补助资金绩效自评报告\n一、基本情况\n"


def test_a_total_of_money_is_the_budget_beside_the_spending() -> None:
    project = read_text(f"{TITLE}本年灌溉设施补助资金财政资金总额16万元，拨付使用15万元。\n").projects[0]
    assert (project.budget, project.spent) == (160000, 150000)


def test_what_one_level_gave_is_not_the_budget_of_the_whole() -> None:
    text = (
        f"{TITLE}收到中央下达灌溉资金130万元，自治区下达10万元，地方匹配80万元。\n"
        "收到财政资金共220万元，其中：中央资金130万元，地方资金10万元，其他资金80万元。\n"
    )
    project = read_text(text).projects[0]
    assert (project.budget, project.arrived) == (None, 2200000)


def test_one_source_named_again_is_not_the_budget() -> None:
    text = (
        "现将2022年助残服务补助资金134万元下达给你们，其中：一般公共预算资金50万元、彩票公益金84万元。"
        "此次下达的一般公共预算50万元为直达资金。\n"
    )
    assert read_text(text).projects[0].budget == 1340000


def test_some_of_the_money_is_not_the_budget() -> None:
    text = "现将2022年移民后期扶持基金300万元（其中：中央资金280万元，市级资金20万元）下达给你们。\n一、本次下达的资金中有250万元为直达资金。\n"
    assert [(p.name, p.budget) for p in read_text(text).projects] == [("2022年移民后期扶持基金", 3000000)]


def test_of_several_spendings_the_one_that_gives_the_stated_rate() -> None:
    text = (
        "石桥园区应急池建设项目中央拨付财政资金150万元，已由市财政局全部拨付。\n"
        "石桥园区应急池建设项目全年预算数500万元，全年执行数450万元，预算执行率90%。\n"
    )
    project = read_text(text).projects[0]
    assert (project.adjusted_budget, project.spent) == (5000000, 4500000)


def test_what_one_source_paid_with_its_share_behind_is_not_the_spending() -> None:
    text = f"{TITLE}一般预算支出62万元，占77.5%；基金预算支出18万元，占22.5%。下达灌溉设施补助资金50万元。\n"
    assert read_text(text).projects[0].spent is None


def test_an_amount_per_head_is_not_the_budget() -> None:
    assert read_text(f"{TITLE}每名管水员每年工作补贴为500元。\n").projects[0].budget is None
