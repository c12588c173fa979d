"""What a project or fund is called, and which phrases name nothing. All texts are made up."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from wenxiao.reading.phrases import is_generic, name_in
from wenxiao.reading.pipeline import read_text


def names(text: str) -> list[str]:
    return [project.name for project in read_text(text).projects]


@pytest.mark.parametrize(
    "phrase",
    [
        "发放补助资金",
        "申请预算资金",
        "提前下达资金",
        "第一批补助资金",
        "第二笔经费",
        "已到位中央和省级补助资金",
        "上级奖补资金",
        "亩均投入财政资金",
        "2023年初资金",
        "涉及项目资金",
        "整改到位资金",
        "企业资金未到位",
        "已申请专项债券资金",
        "决算数大于",
        "上年结转结余资金",
        "自筹现金",
        "清河县项目",
        "人民政府2023年度项目",
        "部门预算项目",
        "财政专户管理的资金",
        "5家企业资金",
        "因公出国(境)经费",
        "“三公”经费",
        "机关运行经费",
        "中央转移支付财政资金",
    ],
)
def test_words_that_any_fund_shares_name_nothing(phrase: str) -> None:
    assert is_generic(phrase)


@pytest.mark.parametrize(
    "phrase",
    [
        "清淤资金",
        "财政衔接资金",
        "教育专项",
        "国有资本经营预算项目",
        "上级转移支付项目",
        "库区重点项目",
        "库区和移民安置区重点项目",
        "公务用车运行维护项目",
    ],
)
def test_one_word_of_its_own_makes_a_name(phrase: str) -> None:
    assert not is_generic(phrase)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("现将2023年护林专项资金", "2023年护林专项资金"),
        ("2023年3月下达灌溉补助资金", "灌溉补助资金"),
        ("省财政厅补助2023年东河桥梁建设资金", "2023年东河桥梁建设资金"),
        ("此次我市获得的扶持基金分为直补资金", "直补资金"),
        ("项目单位共支出2023年涉农整合资金", "2023年涉农整合资金"),
        ("项目支出包括普法活动经费", "普法活动经费"),
        ("市财政局下达青石县2023年饮水补助资金", "2023年饮水补助资金"),
        ("市财政局《关于下达养护项目资金的通知》(某财〔2023〕6号)文件收到养护补助资金", "养护补助资金"),
        ("灯光运行经费项目市级财政安排专项资金", "灯光运行经费项目"),
        ("2023年农机补贴中央年初下达资金", "2023年农机补贴"),
        ("水稻育秧项目预算资金", "水稻育秧项目"),
        ("土地治理项目计划财政资金", "土地治理项目"),
        ("安居工程补助资金", "安居工程补助资金"),
        ("福利项目补助资金", "福利项目补助资金"),
        ("李将军府修缮工程", "李将军府修缮工程"),
        ("中央安排直达资金", "中央安排直达资金"),
        ("“灯光运行经费”项目", "“灯光运行经费”项目"),
        ("批复下达预算资金", None),
        ("县财政局于5月将中央专项资金", None),
    ],
)
def test_a_name_stands_behind_the_last_verb_that_has_one(words: str, name: str | None) -> None:
    place = name_in(words, 0, len(words))
    assert (place and words[place.start : place.end]) == name


def test_a_count_of_receivers_is_no_part_of_the_name() -> None:
    text = "某区财政局关于下达资金的通知\n经研究决定，现下达8个街镇2023年第一批低保家庭救助资金共540万元。\n"
    (project,) = read_text(text).projects
    assert (project.name, project.budget) == ("2023年第一批低保家庭救助资金", 5400000)


def test_a_numbered_item_is_named_behind_the_notice_that_it_cites() -> None:
    text = "".join(
        f"{i}.根据《省财政厅关于下达资金（第{i}批）用于公路项目的通知》（某财〔2023〕{i}号）文件，省财政厅补助2023年{road}公路养护资金{i}21万元。\n"
        for i, road in enumerate(("东河", "西河", "北河"), 1)
    )
    assert names(text) == ["2023年东河公路养护资金", "2023年西河公路养护资金", "2023年北河公路养护资金"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("清河县石桥乡人民政府2023年度项目支出绩效自评报告（灯塔维修经费）", "灯塔维修经费"),
        ("清河市人民政府办公室2023年度项目绩效自评报告\n（租房补助经费）", "租房补助经费"),
        ("清河市危房改造补助资金转移支付2023年度绩效自评报告", "危房改造补助资金"),
        ("（南桥检查站租金项目）", "南桥检查站租金项目"),
    ],
)
def test_a_title_without_its_office_and_its_year(title: str, name: str) -> None:
    text = f"{title}\n一、项目基本情况\n项目预算60万元，全年实际支出51.5万元。\n"
    (project,) = read_text(text).projects
    assert project.name.replace("清河市", "") == name
    assert (project.budget, project.spent) == (600000, Decimal("515000.0"))


@pytest.mark.parametrize(
    "text",
    [
        "项目单位收到资金。该灯塔维修项目于2023年初申报。批复下达预算资金10万元。",
        "我局对2023年灯塔维修项目开展重点绩效评价，涉及资金8万元，已经支出5万元。",
        "2023年我单位重点项目共1个，为灯塔维修项目，实际支出为37万元。",
        "我校2023年项目为一个：灯塔维修项目\n共计安排25万元。",
        "我局承担灯塔维修项目实施任务，合计批复总投资71万元。",
        "本次主要是灯塔维修项目绩效自评。已到位省级补助资金14万元。",
        "一、分数\n某中心“灯塔维修项目”项目绩效评价综合得分88分。\n二、指标\n实际成本33万元，预算资金30万元。",
        "绩效目标表（2023年度）项目名称灯塔维修项目\n主管部门某局\n资金总额20万元",
    ],
)
def test_a_sentence_that_says_what_is_evaluated_gives_the_name(text: str) -> None:
    (name,) = names(text)
    assert re.sub(r"2023年|“|”项目", "", name) == "灯塔维修项目"


def test_the_heading_of_the_prescribed_outline_names_the_transfer() -> None:
    text = "一、绩效目标情况\n（一）下达渔港建设转移支付预算和绩效目标情况。\n2023年共下达补助资金96万元。\n"
    assert names(text) == ["渔港建设转移支付"]


def test_sources_of_funds_are_no_projects_and_two_numbered_projects_are() -> None:
    text = """资金到位情况
1、2023年，我县土地整治项目计划财政资金900万元，到位情况为：
（1）中央财政资金计划投入600万元，资金实际到位600万元；
（2）省级财政资金计划投入300万元，资金实际到位300万元；
（3）自筹现金计划投入7万元，资金实际到位7万元。
2、2023年，我县果园经营项目计划财政资金50万元，到位情况为：
（1）中央财政资金计划投入35万元，资金实际到位35万元；
（2）省级财政资金计划投入15万元，资金实际到位15万元。
"""
    assert [(p.name, p.budget) for p in read_text(text).projects] == [
        ("土地整治项目", 9000000),
        ("果园经营项目", 500000),
    ]


def test_a_list_behind_a_count_of_projects_may_have_any_nouns() -> None:
    text = "抽查到户项目1个：种兔奖补项目30万元。抽查到村项目3个：柳树村大棚31.5万元；石桥村莲藕、泥鳅基地88万元；新村瓜园64万元。"
    assert [(p.name, p.budget) for p in read_text(text).projects] == [
        ("种兔奖补项目", 300000),
        ("柳树村大棚", 315000),
        ("石桥村莲藕、泥鳅基地", 880000),
        ("新村瓜园", 640000),
    ]


def test_shares_and_other_words_for_one_fund_are_that_fund() -> None:
    text = """一、目标情况
2023年渔船更新补贴项目预算资金合计1500万元。其中省内安排渔船更新补贴资金400万元，中央安排渔船更新补贴资金1100万元。
省级配套渔船更新补贴资金400万元已下达，中央转移支付财政资金预算合计1100万元。全年支出1500万元。
"""
    assert [(p.name, p.budget) for p in read_text(text).projects] == [("2023年渔船更新补贴项目", 15000000)]


def test_a_name_with_a_word_in_quotes_is_whole() -> None:
    text = "在考核中，清河县获得2023年乡村道路“以奖代补”专项补助资金220万元。"
    assert names(text) == ["2023年乡村道路“以奖代补”专项补助资金"]


def test_amounts_by_place_in_a_list_are_no_projects() -> None:
    text = "2023年饮水补助资金绩效自评报告\n下达饮水补助资金300万元，其中：柳树村大队100万元；石桥村大队100万元；新村大队100万元。"
    assert names(text) == ["2023年饮水补助资金"]


@pytest.mark.parametrize(
    "text",
    [
        "一、采购规模下降明显。规模分别为26亿元和30亿元。\n二、工程类采购持续上升。规模为8亿元。\n三、分散采购增长迅速。规模为12亿元。\n",
        "—货物类采购增幅趋缓。采购金额50亿元，增长6%。\n—服务类采购增长迅速。采购金额19亿元。\n—工程类采购大幅回落。采购金额9亿元。\n",
        "市直单位2023年因公出国（境）经费、公务接待费、公车运行费（“三公”经费）决算总额64万元，比上年下降3%。",
        "审计反映具体问题12项，已整改9项，整改到位资金310.5万元，未整改资金42.6万元。",
        "按全县平均，亩均投入财政资金900元。",
        "今年对“北桥扩建项目”等7个政策和项目实施了评价，共计7个，涉及资金905万元。",
    ],
)
def test_statements_totals_and_kinds_of_spending_are_no_projects(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize("office", ["河东区图书馆", "河东区环卫站", "河东区公路养护所", "河东区实验学校"])
def test_any_office_before_the_year_of_a_title_is_no_part_of_the_name(office: str) -> None:
    text = f"{office}2023年设施提升项目支出绩效自评报告\n一、项目概况\n项目预算20.00万元，支出18.00万元。\n"
    assert names(text) == ["2023年设施提升项目"]


@pytest.mark.parametrize("phrase", ["加调入资金", "含省级配套资金", "须要资金", "中央级资金", "政府性基金"])
def test_verbs_of_an_account_name_nothing(phrase: str) -> None:
    assert is_generic(phrase)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("关于2022年度渔民困难扶助金绩效评价报告\n一、基本情况\n渔民困难扶助金为650万元。\n", "2022年度渔民困难扶助金"),
        (
            "南岭省林业厅2022年度中央对地方转移支付预算执行\n绩效自评报告\n一、基本情况\n安排防火（瞭望塔修缮）救灾资金78万元，专项用于瞭望塔。\n",
            "防火（瞭望塔修缮）救灾资金",
        ),
        (
            "白云区残联中央转移支付2022年度绩效自评报告（辅具适配补助资金）\n一、基本情况\n下达资金31万元，执行数31万元。\n",
            "辅具适配补助资金",
        ),
        (
            "南岭馆预算项目文本公开\n\n一、项目名称\n\n2022年民歌传承补助资金\n\n二、立项依据\n\n全年安排30万元，支出30万元。\n",
            "2022年民歌传承补助资金",
        ),
        (
            "（直达资金）青石新建光明路（甲道-乙道）工程项目2022年度绩效自评报告\n一、基本情况\n区财政安排资金70万元。\n",
            "青石新建光明路（甲道-乙道）工程项目",
        ),
    ],
)
def test_the_name_of_the_one_project(text: str, name: str) -> None:
    assert names(text) == [name]


def test_brackets_and_dashes_belong_to_a_name() -> None:
    text = (
        "《关于下达民间艺术资金的通知》（南财教〔2022〕12号）下达我市青石县文化馆狮舞（南派狮舞）保护补助40万元，"
        "下达我市白水县传承人补助-剪纸（李氏剪纸）2万元。2022年我市民间艺术保护资金下达42万元。\n"
    )
    assert names(text) == [
        "青石县文化馆狮舞（南派狮舞）保护补助",
        "白水县传承人补助-剪纸（李氏剪纸）",
        "2022年我市民间艺术保护资金",
    ]


@pytest.mark.parametrize("office", ["星河区住房和城乡建设局", "星河区农业农村和乡村振兴局"])
def test_an_office_of_town_and_country_is_no_town_that_has_a_project(office: str) -> None:
    text = f"{office}2021年度项目支出绩效自评报告\n1、东桥小区改造项目预算310.86万元，支出258.29万元。\n2、西桥广场建设项目预算450.08万元，支出345.53万元。"
    assert [p.name for p in read_text(text).projects] == ["东桥小区改造项目", "西桥广场建设项目"]
