"""Who wrote what about which year, told from made-up documents."""

from __future__ import annotations

import textwrap
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenxiao.documents.model import Document
from wenxiao.documents.view import view
from wenxiao.reading.identity import identify
from wenxiao.reading.model import Identity
from wenxiao.reading.references import legal_references
from wenxiao.reading.regions import frequent_region, leading_region
from wenxiao.reading.structure import find_sections
from wenxiao.reading.types import document_type


def _identify(text: str) -> Identity:
    document = Document("t", "", "text/plain", textwrap.dedent(text).strip("\n"))
    reading = view(document).text
    return identify(reading, find_sections(reading), document)


def test_a_report_names_itself() -> None:
    identity = _identify("""
        首页 > 政务公开 > 绩效管理
        云溪市星河区水务局2023年度河道养护项目支出绩效自评报告
        发布时间：2024-05-06  来源：区水务局
        一、项目概况
        项目自评得分95.5分，自评等级为“优秀”。
    """)
    assert identity.title == "云溪市星河区水务局2023年度河道养护项目支出绩效自评报告"
    assert identity.type == "项目支出绩效自评报告"
    assert identity.organisation == "云溪市星河区水务局"
    assert identity.region == "云溪市星河区"
    assert identity.fiscal_year == 2023
    assert identity.self_score == Decimal("95.5")
    assert identity.grade == "优秀"


def test_a_title_broken_over_two_lines_is_joined() -> None:
    identity = _identify("星河区2024年重大政策和重点项目绩效执行\n\n结果说明\n\n一、清淤项目\n已完成。")
    assert identity.title == "星河区2024年重大政策和重点项目绩效执行结果说明"
    assert identity.type == "重大政策和重点项目绩效执行结果说明"


def test_an_office_above_its_title_is_part_of_it() -> None:
    assert _identify("星河区教育局\n关于2022年助学项目绩效自评报告\n一、概况\n略。").organisation == "星河区教育局"


@pytest.mark.parametrize("line", ["附件4-2：", "[bookmark: _GoBack]", "索引号：123", "字体大小：大 中 小"])
def test_furniture_is_no_title(line: str) -> None:
    title = "星河区2023年绿化项目绩效自评报告"
    assert _identify(f"{line}\n{title}\n一、概况\n甲。").title == title


def test_a_form_names_its_unit_and_year_in_cells() -> None:
    identity = _identify("""
        项目支出绩效自评表
        （2022年度）
        项目名称 | 路灯养护
        主管部门 | 星河区住建局 | 实施单位 | 星河区路灯管理所
        总分 | 100 | 97.4
    """)
    assert identity.type == "项目支出绩效自评表"
    assert identity.organisation == "星河区路灯管理所"
    assert identity.fiscal_year == 2022
    assert identity.self_score == Decimal("97.4")


def test_a_row_of_weights_is_no_score() -> None:
    assert _identify("项目支出绩效自评表\n合计 | 100 | |").self_score is None


def test_scores_that_differ_give_none() -> None:
    assert _identify("甲项目自评得分98分。\n乙项目自评得分91分。").self_score is None


def test_a_score_of_an_item_does_not_hide_the_score_of_the_report() -> None:
    assert _identify("自评得分100分。\n1.接种率达标，自评得分20分；\n2.发放率达标，自评得分20分。").self_score == 100


def test_a_list_of_grades_is_no_grade() -> None:
    assert _identify("评价结果为“优”的3个，评价结果为“良”的5个。").grade is None


def test_the_signature_names_the_organisation() -> None:
    assert _identify("现将资金下达你单位。\n星河县财政局\n2022年1月8日\n附件").organisation == "星河县财政局"


def test_the_year_comes_from_the_budget_when_the_title_has_none() -> None:
    identity = _identify("绿化项目绩效自评报告\n一、概况\n2021年度预算30万元，2021年支出30万元，2022年3月验收。")
    assert identity.fiscal_year == 2021


def test_years_that_balance_give_none() -> None:
    assert _identify("2021年清淤，2022年养护。").fiscal_year is None


@pytest.mark.parametrize("text", ["", "\n", "一、", "？？？", "2023"])
def test_a_text_that_says_nothing_has_no_identity(text: str) -> None:
    identity = _identify(text)
    assert (identity.title, identity.organisation, identity.region, identity.self_score) == (None, None, None, None)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2023年度项目支出绩效报告(自评)", "项目支出绩效报告（自评）"),
        ("部门整体支出绩效自评报告", "部门整体支出绩效自评报告"),
        ("部门整体支出绩效自评表", "部门整体支出绩效自评表"),
        ("养护项目支出绩效评价报告", "项目支出绩效评价报告"),
        ("2023年财政重点绩效评价报告", "财政重点评价报告"),
        ("中央水利发展资金转移支付绩效自评报告", "转移支付绩效自评报告"),
        ("奖励资金区域绩效目标表", "区域绩效目标表"),
        ("项目支出绩效目标申报表", "绩效目标申报表"),
        ("项目支出绩效目标执行监控表", "绩效运行监控表"),
        ("关于2022年度绩效评价结果的通报", "评价结果公布"),
        ("采购公告", None),
    ],
)
def test_the_title_tells_the_type(title: str, expected: str | None) -> None:
    assert document_type(title, "", ()) == expected


@pytest.mark.parametrize(
    ("chapters", "expected"),
    [
        ("一、绩效目标分解下达情况\n二、绩效情况分析", "转移支付绩效自评报告"),
        ("二、项目资金使用及管理情况\n三、项目组织实施情况", "项目支出绩效报告（自评）"),
        ("二、绩效评价工作开展情况\n三、综合评价情况及评价结论", "项目支出绩效评价报告"),
    ],
)
def test_the_chapters_tell_the_type(chapters: str, expected: str) -> None:
    assert _identify(chapters).type == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("四川省云溪市星河区水务局", "四川省云溪市星河区"),
        ("云溪市民政局", "云溪市"),
        ("云溪市政府", "云溪市"),
        ("内蒙古自治区财政厅", "内蒙古自治区"),
        ("星河县松坪乡人民政府", "星河县松坪乡"),
        ("云溪镇人民政府", "云溪镇"),
        ("省住房和城乡建设厅", None),
        ("区科技局", None),
        ("**县水务局", "**县"),
        ("清河县城市管理局", "清河县"),
        ("清河市城市更新中心", "清河市"),
        ("宣城市城市管理局", "宣城市"),
        ("城市管理局", None),
    ],
)
def test_an_office_begins_with_its_place(name: str, expected: str | None) -> None:
    assert leading_region(name) == expected


def test_the_place_named_most_often_with_its_city() -> None:
    text = "星河区财政局批复。原星河区水厂改造，由星河区水务局实施，报云溪市星河区政府。全区社区参与，各县支持。"
    assert frequent_region(text) == "云溪市星河区"


def test_a_district_of_a_city_that_speaks_of_itself_is_not_its_place() -> None:
    assert frequent_region("我市下达资金，星河区三个，星河区五个，由星河区实施，星河区验收。") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据《星河区绿化管理办法》（星政办〔2019〕8号）实施。", ["《星河区绿化管理办法》(星政办〔2019〕8号)"]),
        ("按照星财绩〔2021〕12号《关于开展自评的通知》要求", ["星财绩〔2021〕12号《关于开展自评的通知》"]),
        ("星河市财政局星财农〔2021〕5号文件下达资金", ["星财农〔2021〕5号"]),
        ("根据星财指农(资环)〔2021〕(略)文件", ["星财指农(资环)〔2021〕(略)"]),
        ("《公共图像管理规定》(云岭省人民政府令第20号)", ["《公共图像管理规定》(云岭省人民政府令第20号)"]),
        ("签订《工程施工合同》，编制《可行性研究报告》。", []),
        ("2021年支出30万元，第12号楼。", []),
    ],
)
def test_legal_references(text: str, expected: list[str]) -> None:
    folded = view(Document("t", "", "text/plain", text)).text
    found = legal_references(folded)
    assert [reference.text for reference in found] == expected
    assert all(folded[r.start : r.end] == r.text for r in found)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="《》〔〕()2023年号令局区市县自评得分报告表一、。\n|：为优", max_size=90))
def test_identity_of_any_text_is_total(text: str) -> None:
    identity = _identify(text)
    assert identity.fiscal_year is None or 2000 <= identity.fiscal_year <= 2099
    assert identity.self_score is None or 0 <= identity.self_score <= 100
