"""Projects enumerated in running text, with amounts or with rates. All texts are made up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from wenxiao.reading.model import Project
from wenxiao.reading.pipeline import read_text


def projects(text: str) -> dict[str, Project]:
    return {project.name: project for project in read_text(text).projects}


def budgets(text: str) -> dict[str, Decimal | None]:
    return {name: project.budget for name, project in projects(text).items()}


SEMICOLONS = (
    "2022年，县级下达转移支付图书馆运行项目31万元；日间照料、上门服务、老年餐桌项目2.5万元；体育彩票公益金支出项目160万元；"
    "冬季取暖经费12万元。共计下达转移支付资金205.5万元。\n"
)


def test_between_semicolons_an_item_is_its_name_and_its_amount() -> None:
    found = projects(SEMICOLONS)
    assert {name: p.budget for name, p in found.items()} == {
        "图书馆运行项目": 310000,
        "日间照料、上门服务、老年餐桌项目": 25000,
        "体育彩票公益金支出项目": 1600000,
        "冬季取暖经费": 120000,
    }
    assert all(p.spent is None for p in found.values())


def test_the_last_item_does_not_reach_into_what_follows() -> None:
    found = projects(SEMICOLONS + "全县教育系统全年支出950万元。\n")
    assert all(p.spent is None for p in found.values())


def test_parts_of_a_sum_that_are_called_projects_are_projects() -> None:
    text = (
        "我市获得2022年度湿地保护专项资金9000万元，其中第一批资金5000万元，分别支持东湖岸坡整治项目2000万元、"
        "西河水质提升项目1600万元、北洲湿地修复项目1400万元；第二批资金4000万元，分别支持南渠清淤项目2500万元、山塘加固项目1500万元。\n"
    )
    assert budgets(text) == {
        "2022年度湿地保护专项资金": 90000000,
        "东湖岸坡整治项目": 20000000,
        "西河水质提升项目": 16000000,
        "北洲湿地修复项目": 14000000,
        "南渠清淤项目": 25000000,
        "山塘加固项目": 15000000,
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "下达村道养护补助资金90万元，其中：中央资金50万元、省级资金30万元、县级资金10万元。",
        "下达村道养护补助资金90万元，其中：青石县50万元、白水县30万元、石桥县10万元。",
        "下达村道养护补助资金90万元，用于人员经费50万元、办公经费30万元、培训经费10万元。",
    ],
)
def test_levels_regions_and_purposes_are_no_projects(sentence: str) -> None:
    assert budgets(sentence + "\n") == {"村道养护补助资金": 900000}


def test_an_amount_before_the_first_name_is_not_its_own() -> None:
    text = "省级资金转移支付150万元，为石桥村文化广场建设25万元，青石渠护岸加固工程100万元，2022年度公厕改造项目资金21万元。\n"
    assert budgets(text) == {
        "石桥村文化广场建设": 250000,
        "青石渠护岸加固工程": 1000000,
        "2022年度公厕改造项目资金": 210000,
    }


def test_behind_special_funds_and_a_colon_an_item_may_end_in_any_noun() -> None:
    text = "石桥镇卫生院绩效自评报告\n我单位专项资金：儿童接种经费36万元、饮水\n监测6万元、慢病随访管理9万元。\n"
    assert list(budgets(text).values()) == [360000, 60000, 90000]


RATES = "其中2个项目资金执行100%，剩余村道硬化项目资金执行98.5%；石桥村文化广场项目97.25%，青石渠护岸加固工程85.6%。\n"


def test_a_list_of_names_with_rates_gives_projects_with_stated_rates() -> None:
    found = {name: p.stated_execution_rate for name, p in projects(RATES).items()}
    assert found == {
        "村道硬化项目": Decimal("0.985"),
        "石桥村文化广场项目": Decimal("0.9725"),
        "青石渠护岸加固工程": Decimal("0.856"),
    }


def test_rates_join_the_amounts_named_elsewhere() -> None:
    text = "下达资金150万元，为石桥村文化广场建设25万元，青石渠护岸加固工程100万元，南坡绿化项目25万元。\n" + RATES
    found = projects(text)
    assert (found["青石渠护岸加固工程"].budget, found["青石渠护岸加固工程"].stated_execution_rate) == (
        1000000,
        Decimal("0.856"),
    )
    assert found["石桥村文化广场建设"].stated_execution_rate == Decimal("0.9725")
    assert "石桥村文化广场项目" not in found


def test_rates_of_indicators_are_no_projects() -> None:
    assert projects("预算执行率考核中，设备完好率98%，群众满意率95%，按时办结率97%。\n") == {}
