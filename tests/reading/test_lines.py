"""Projects on numbered lines and the funds that they are parts of. All texts are made up."""

from __future__ import annotations

from decimal import Decimal

from wenxiao.reading.pipeline import read_text


def budgets(text: str) -> dict[str, Decimal | None]:
    return {project.name: project.budget for project in read_text(text).projects}


def test_every_run_of_one_style_counts_and_so_do_the_headings_with_an_amount() -> None:
    text = (
        "二、资金安排\n（一）安排产业发展项目资金900万元。\n1、安排果园提升项目资金400万元。\n2、安排茶园提升项目资金300万元。\n"
        "3、安排苗圃建设项目资金200万元。\n（二）安排基础设施项目资金500万元。\n1、安排饮水安全项目资金300万元。\n2、安排村道硬化项目资金200万元。\n"
    )
    assert list(budgets(text).values()) == [9000000, 4000000, 3000000, 2000000, 5000000, 3000000, 2000000]


def test_lines_called_project_one_and_two_may_state_a_rate_only() -> None:
    text = (
        "项目一：青财农〔2022〕18号东坡集体牧场项目，项目全年预算数*元，执行数*元，完成预算的100%。\n"
        "项目二：青财农〔2022〕18号西坡冷库二期建设项目，项目全年预算数*元，执行数*元，完成预算的98%。\n"
        "项目三：青财预〔2022〕31号护边员补助，项目全年预算数6.*元，执行数6.*元，完成预算的95%。\n"
    )
    found = {p.name: p.stated_execution_rate for p in read_text(text).projects}
    assert found == {"东坡集体牧场项目": 1, "西坡冷库二期建设项目": Decimal("0.98"), "护边员补助": Decimal("0.95")}


def test_the_whole_that_the_lines_are_parts_of_is_a_project_too() -> None:
    text = (
        "青石县2022年度乡村振兴整合资金绩效评价报告\n一、基本情况\n主管单位共计9个，共投入专项资金900万元，其中：\n"
        "1、2022年度乡村振兴整合资金道路项目投入专项资金500万元。资金用于路面。\n"
        "2、2022年度乡村振兴整合资金水利项目投入专项资金300万元。资金用于水渠。\n"
        "3、2022年度乡村振兴整合资金产业项目投入专项资金100万元。资金用于果园。\n"
    )
    assert budgets(text)["2022年度乡村振兴整合资金"] == 9000000
    assert len(budgets(text)) == 4


def test_headings_numbered_in_enclosed_numerals_are_projects_below_the_fund_that_pays_them() -> None:
    text = (
        "一、资金下达情况\n县财政局下达石桥镇灾后重建专项资金900万元，用于3个项目。\n二、绩效目标\n"
        "㈠石桥镇南坡排水工程项目。安排资金500万元，用于管网。\n㈡石桥镇卫生院修缮项目。安排资金300万元，用于门诊楼。\n"
        "㈢石桥镇小学操场项目。安排资金100万元，用于跑道。\n"
    )
    assert list(budgets(text).values()) == [9000000, 5000000, 3000000, 1000000]


def test_two_headings_named_like_funds_are_two_scopes_though_a_year_follows_the_first() -> None:
    text = (
        "一、下达情况\n（一）堤防养护补助资金\n2022年度下达堤防任务一项，安排预算75万元，使用75万元开展养护。\n"
        "（二）林木良种补助资金\n林木良种补助资金合计42万元，用于苗圃。\n"
    )
    assert budgets(text) == {"堤防养护补助资金": 750000, "林木良种补助资金": 420000}
