"""What a text tells in words: chapters, states of works, phrases, rows of names, other spellings, copies, enumerations."""

from __future__ import annotations

import pytest

from wenxiao.reading.model import Reading
from wenxiao.reading.pipeline import read_text
from wenxiao.reading.told import Purpose


def states(text: str) -> list[tuple[str, str]]:
    reading = read_text(text)
    return [(a.kind, reading.quote(a.cue)) for a in reading.narrative.assertions]


def phrases(text: str) -> list[tuple[str, str]]:
    reading = read_text(text)
    return [(p.kind, reading.quote(p.span)) for p in reading.narrative.phrases]


def remarks(text: str) -> list[str]:
    return [r.kind for r in read_text(text).narrative.remarks]


@pytest.mark.parametrize(
    ("title", "purpose"),
    [
        ("项目概况", Purpose.ABOUT),
        ("绩效目标", Purpose.TARGET),
        ("绩效目标完成情况", Purpose.RESULT),
        ("资金使用情况", Purpose.FUNDS),
        ("存在的主要问题", Purpose.PROBLEM),
        ("下一步改进措施", Purpose.MEASURE),
        ("主要经验及做法", Purpose.EXPERIENCE),
    ],
)
def test_a_chapter_is_known_by_its_title(title: str, purpose: Purpose) -> None:
    chapters = read_text(f"一、{title}\n全年巡查24次。").narrative.chapters
    assert [c.purposes for c in chapters] == [frozenset({purpose})]


def test_a_target_that_is_reported_on_is_a_result() -> None:
    chapters = read_text("一、绩效目标设定及指标完成情况\n全年巡查24次。").narrative.chapters
    assert chapters[0].purposes == {Purpose.TARGET, Purpose.RESULT}


def test_other_matters_are_no_problems() -> None:
    assert read_text("八、其他需要说明的问题\n无").narrative.chapters[0].purposes == frozenset()


def test_the_innermost_known_chapter_around_a_place() -> None:
    reading = read_text("一、甲项目\n（一）项目概况\n修路5公里。\n（二）绩效目标完成情况\n已修路5公里。\n二、乙项目\n")
    narrative = reading.narrative
    assert narrative.purposes_at(reading.text.index("修路")) == {Purpose.ABOUT}
    assert narrative.purposes_at(reading.text.index("已修路")) == {Purpose.RESULT}
    assert narrative.purposes_at(reading.text.index("乙项目")) == frozenset()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("拟建文化广场1处。", [("planned", "拟建")]),
        ("其余4项工作仍未开展。", [("not_started", "未开展")]),
        ("3个标段仍在施工中。", [("under_way", "仍在施工")]),
        ("绿化工作已经停滞。", [("stopped", "停滞")]),
        ("部分子项目未按期实施。", [("unfinished", "未按期实施")]),
        ("以上项目均已通过验收。", [("accepted", "通过验收")]),
        ("工程尚未组织开展验收工作。", [("not_accepted", "未组织开展验收")]),
        ("资金拨付不及时。", [("delayed", "不及时")]),
        ("绩效目标基本得到实现。", [("achieved", "基本得到实现")]),
        ("有效改善了人居环境。", [("benefit", "有效改善")]),
        ("通过对老旧管道进行整治，提升供气安全水平。", [("benefit", "提升")]),
    ],
)
def test_how_far_works_have_come(text: str, found: list[tuple[str, str]]) -> None:
    assert states(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "工程力争年底完工。",
        "经验收合格后支付尾款。",
        "根据《已建成工程竣工验收管理办法》执行。",
        "工程验收合格率100%。",
        "竣工验收资料齐全。",
        "在建工程转入固定资产。",
        "未完成原因及改进措施",
        "建成后将有效改善人居环境。",
        "采取措施防止停工。",
        "不存在拨付不及时的情况。",
    ],
)
def test_what_is_wanted_or_denied_is_no_state(text: str) -> None:
    kept = [kind for kind, _ in states(text) if kind != "unfinished"]
    assert kept == []


def test_whether_a_state_is_of_all_or_of_some() -> None:
    whole, some = read_text("以上建设项目均已通过验收。其中2座已完工。").narrative.assertions
    assert (whole.every, whole.closing, whole.partial) == (True, True, False)
    assert (some.every, some.closing, some.partial) == (False, False, True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("撰写报告百多篇。", [("vague_count", "百多篇")]),
        ("每月处理率均达到95%左右。", [("rough_every", "均达到95%左右")]),
        ("苗木成活率较高。", [("rate_without_figure", "成活率较高")]),
        ("项目的大部分绩效目标得到实现。", [("mostly_met", "大部分绩效目标得到实现")]),
        ("大部分时间段水质达标。", [("mostly", "大部分时间段")]),
        ("补助资金已全部支出。", [("all_spent", "补助资金已全部支出")]),
        ("不存在执行率偏低的问题。", [("no_gap", "不存在执行率偏低的问题")]),
        ("无超出预算的支出。", [("within_budget", "无超出预算的支出")]),
        ("全年实现零投诉。", [("none_of", "零投诉")]),
        ("全年接到投诉3件。", [("some_of", "接到投诉3件")]),
        ("没有达到招标限额。", [("not_tendered", "没有达到招标限额")]),
        ("通过公开招标确定单位。", [("tendered", "通过公开招标")]),
    ],
)
def test_words_that_say_less_or_more_than_can_be_checked(text: str, found: list[tuple[str, str]]) -> None:
    assert phrases(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "苗木成活率较高，达到98%。",
        "满意度较高，问卷调查满意度为96%。",
        "大部分指标已完成，未完成的有2项。",
        "确保零事故。",
        "资金已全部支付到各乡镇。",
        "每月处理率均达到95%。",
        "其余部分未达到招标限额。",
    ],
)
def test_what_can_be_checked_is_no_phrase(text: str) -> None:
    assert [found for found in phrases(text) if found[0] != "done"] == []


def listings(text: str) -> list[tuple[bool, bool, list[str]]]:
    reading = read_text(text)
    return [(found.done, found.open, [reading.quote(n) for n in found.names]) for found in reading.narrative.listings]


def test_rows_of_names_behind_a_word_that_says_what_they_are() -> None:
    text = "1、甲园区项目预算20.00万元，支出20.00万元。主要包括箱变搬迁工程、线路迁改工程和路灯工程等。已完成箱变搬迁、线路迁改。"
    assert listings(text) == [
        (False, True, ["箱变搬迁工程", "线路迁改工程", "路灯工程"]),
        (True, False, ["箱变搬迁", "线路迁改"]),
    ]


def test_a_row_that_nothing_introduces_is_no_listing() -> None:
    assert listings("1、甲园区项目预算20.00万元，支出20.00万元。加强教育、科技、文化工作。") == []


def variants(text: str) -> list[tuple[str, str]]:
    reading = read_text(text)
    return [(v.of, reading.quote(v.variant)) for v in reading.narrative.variants]


def projects(name: str, said: str) -> str:
    return (
        f"一、{name}\n预算50.00万元，支出50.00万元。{said}。\n二、垃圾分类服务经费项目\n预算20.00万元，支出20.00万元。"
    )


@pytest.mark.parametrize(
    ("name", "said", "found"),
    [
        ("网络监督员外包服务项目", "实施网格监督员外包服务项目", ("网络监督员外包服务项目", "网格监督员外包服务项目")),
        (
            "乡镇公共文化能力提升项目",
            "实施乡镇公文化能力提升项目",
            ("乡镇公共文化能力提升项目", "乡镇公文化能力提升项目"),
        ),
        ("粮食轮换经费项目", "实施粮食储备轮换经费项目", ("粮食轮换经费项目", "粮食储备轮换经费项目")),
    ],
)
def test_a_name_that_differs_by_a_character_or_two(name: str, said: str, found: tuple[str, str]) -> None:
    assert variants(projects(name, said)) == [found]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("农村公路养护资金项目", "农村公路日常养护资金项目已拨付"),
        ("东河片区排水改造工程", "西河片区排水改造工程另行安排"),
        ("社区养老服务运营补助项目", "社区养老服务发放运营补助项目资金"),
        ("老旧小区改造一期工程项目", "老旧小区改造二期工程项目已立项"),
    ],
)
def test_another_place_or_part_and_words_between_are_no_other_spelling(name: str, said: str) -> None:
    assert variants(projects(name, said)) == []


def test_two_lists_of_places_that_differ_in_one_character() -> None:
    text = "下达东湖区30万元，西沙区20万元，南桥县15万元，北岭市10万元。\n下达东湖区3万元，西砂区2万元，南桥县1万元，北岭市1万元。"
    assert variants(text) == [("西沙区", "西砂区")]


def test_two_lists_of_different_places_are_left_alone() -> None:
    text = "下达东湖区30万元，西沙区20万元，南桥县15万元，北岭市10万元。\n下达东湖区3万元，中原区2万元，南桥县1万元，北岭市1万元。"
    assert variants(text) == []


_LONG = "重点实施东村道路改造、污水治理、垃圾治理、公厕改造、房屋风貌改造、文化广场改造、村庄绿化、沟渠治理、强弱电线路整治、村庄亮化共十类建设项目"


def copies(text: str) -> list[str]:
    reading: Reading = read_text(text)
    return [reading.quote(c.second) for c in reading.narrative.copies]


def test_a_passage_of_the_description_among_the_results() -> None:
    assert copies(f"（一）项目概况\n{_LONG}。\n（二）绩效目标完成情况\n项目完成。{_LONG}。") == [_LONG + "。"]


def test_a_passage_in_brackets_is_a_quotation() -> None:
    assert copies(f"（一）项目概况\n{_LONG}。\n（二）绩效目标完成情况\n按方案（{_LONG}）实施。") == []


def test_cells_of_target_and_result_that_say_the_same() -> None:
    text = (
        "项目名称 | 甲项目 |\n年度总体目标 | 预期目标 | 实际完成情况 |\n"
        "目标 | 完成12所学校的直饮水设备更新并投入使用，覆盖师生2万人 | 完成12所学校的直饮水设备更新并投入使用，覆盖师生2万人 |\n"
    )
    assert len(copies(text)) == 1


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("完成管网30条;四是完成村庄改造。", ["一是"]),
        ("一是完成管网;三是完成村庄改造。", ["二是"]),
        ("主要原因一是设计变更，二是征地滞后。", []),
        ("一是完成管网;二是完成村庄改造;三是完成绿化。", []),
        ("一、甲工作\n一是完成管网。\n二是完成绿化。\n二、乙工作\n一是完成清淤。", []),
    ],
)
def test_enumerations_that_begin_in_the_middle(text: str, missing: list[str]) -> None:
    assert [m for _, m in read_text(text).narrative.orphans] == missing


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("一、存在的问题\n部分路段保洁不到位。", ["defect"]),
        ("一、存在的问题\n专项经费管理规范，不存在截留、挪用情况。", ["praise"]),
        ("一、存在的问题\n无", ["none"]),
        ("一、存在的问题\n下一步加强人员培训，提高保洁水平。", ["remedy"]),
        ("一、绩效目标完成情况\n保洁完成，但部分路段保洁不到位。", ["shortcoming"]),
        ("1.项目效率性分析\n各部门根据职能职责扎实推进，按计划有序开展各项工作。", ["hollow"]),
        ("1.项目效率性分析\n全年巡查24次，比计划多4次，各项工作有序开展。", ["analysis"]),
        ("1.项目成本节约情况\n做到专款专用，合法合规使用。", ["off_topic"]),
        ("1.项目成本节约情况\n统一采购，节约经费2万元。", ["answered"]),
        ("绩效目标是提升财政服务水平和质量。", ["vague_target"]),
        ("绩效目标是2023年底前培训财政干部30人。", []),
    ],
)
def test_what_stands_under_a_heading(text: str, kinds: list[str]) -> None:
    assert remarks(text) == kinds
