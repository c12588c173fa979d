"""Rules on the narrative: true text in the words of such reports says nothing to them; each branch has its defect."""

from __future__ import annotations

import pytest

from wenxiao.audit.model import Report
from wenxiao.audit.run import audit_reading, select
from wenxiao.reading.pipeline import read_text

_RULES = select(["D1", "C110", "C111", "C115", "C116", "C117", "C118", "B107", "B108", "B109", "B114"])


def report(text: str) -> Report:
    return audit_reading(read_text(text), _RULES)


TRUE = {
    "a limit in the sentence that says the goal": "一、项目基本情况\n（二）绩效目标设定及指标完成情况\n年度总体目标是：全年巡查网格216个，案件按期处置率不低于95%。案件按期处置率实际完成96%。",
    "a report in which all agrees": "某区水务局项目支出绩效自评报告\n一、项目基本情况\n（一）项目概况\n东河片区排水改造项目拟新建雨水管5公里，改造检查井120座，计划于2023年10月底完工。项目预算500.00万元，支出480.00万元，执行率96%。\n（二）绩效目标\n年度目标是新建雨水管5公里，改造检查井120座，验收合格率100%。\n二、绩效目标完成情况\n截至2023年12月底，雨水管5公里、检查井120座均已完工并通过验收，工程验收合格率100%。通过项目实施，有效缓解了片区内涝问题。\n三、存在的问题及原因分析\n一是前期管线探测深度不够；二是个别路段恢复不及时。\n四、下一步改进措施\n加强前期勘察，完善考核办法。",
    "a problem beside praise": "某区城管局项目支出绩效自评报告\n一、项目概况\n路灯维护经费预算50.00万元，支出50.00万元。\n二、项目绩效情况\n全年维护路灯500盏，亮灯率99%。剩余3条道路的路灯改造尚未开工，列入次年计划。\n三、存在的问题\n我局严格按照制度执行，但人员不足，巡查频次偏低。\n四、建议\n增加巡查人员。",
    "the unpaid part is explained": "1、甲区道路工程预算300.00万元，支出210.00万元，支付进度70%，工程完工率100%，剩余部分为质保金，待审计后支付。",
    "under way, with effects to come": "1、甲区供水工程预算300.00万元，支出90.00万元，执行率30%。目前主体工程正在施工，预计明年6月完工，建成后将改善2000人饮水条件。",
    "finished, to be accepted, paid by instalments": "1、甲学校食堂改造项目预算30.00万元，支出30.00万元。项目已完工，待竣工验收。项目已按合同约定支付进度款。",
    "works named in short": "一、项目实施情况\n项目主要包括东山路、南岭路、西川路三条道路的改造。已完成东山路、南岭路、西川路改造，完成率100%。",
    "all targets but one that is named": "二、绩效目标完成情况\n各项绩效指标均已完成。其中培训人数指标未达到预期，原因是疫情影响。",
    "words inside the name of a fund": "某镇关于2023年农村公路养护资金绩效自评报告\n一、项目概况\n2023年下达我镇农村公路养护资金120.00万元。农村公路日常养护资金用于32条村道。\n二、存在的问题\n无。\n三、其他\n一是资金及时拨付；二是专款专用。",
    "headings answered in few words": "（一）实施进度情况\n项目分两期建设，一期已投用，二期在建。\n（二）完成质量\n工程一次性验收合格。\n（三）资金到位情况\n省级资金200万元全部到位。",
    "one qualitative benefit indicator": "项目名称 | 养老服务中心运营补助 |\n一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n产出指标 | 数量指标 | 补助机构数量 | ≥24家 | 24家 | 20 | 20 |\n产出指标 | 质量指标 | 补助对象准确率 | =100% | 100% | 15 | 15 |\n产出指标 | 时效指标 | 补助发放及时率 | =100% | 100% | 15 | 15 |\n效益指标 | 社会效益指标 | 养老服务水平 | 有所提升 | 有所提升 | 15 | 15 |\n效益指标 | 可持续影响指标 | 政策知晓率 | ≥85% | 90% | 15 | 15 |\n满意度指标 | 服务对象满意度指标 | 老年人满意度 | ≥90% | 95% | 10 | 10 |",
    "problems under subheadings": "五、存在的问题\n1.项目管理方面。项目管理制度健全，资金专款专用。\n2.项目实施方面。受降雨天气影响，绿化工程进度滞后，目前已完成总量的80%。",
    "complaints and no accidents": "全年接到群众投诉12件，办结12件。全年未发生安全事故。",
    "zero of one thing and more of another": "全年新增床位200张，实现欠费零新增。",
    "paid to townships, not yet spent by them": "预算资金100.00万元，已全部支付到各乡镇。截至年底，乡镇实际支出80.00万元，执行率80%。",
    "a low rate with its reason": "1、甲区绿化项目预算90.00万元，支出60.00万元，执行率66.67%。因雨季停工，部分苗木未栽植，绩效目标基本实现。",
    "some parts not yet accepted": "一、绩效目标完成情况\n（一）数量指标：完成新建公厕10座，改造公厕15座。\n（二）质量指标：验收合格率100%，其中2座公厕尚未验收，不计入。",
    "planned in the first half, done in the second": "项目拟采购设备10台，拟于2023年6月前完成。截至6月底，设备均已采购到位并通过验收。",
    "most targets, and which were missed": "二、绩效目标执行结果\n（一）产出指标完成情况。大部分指标已完成，未完成的有2项：培训人次和宣传场次。满意度较高，问卷调查满意度为96%。",
    "tendered as a whole, small repairs not": "该项目采用公开招标方式确定施工单位。零星维修部分未达到招标限额，由单位自行组织实施。",
    "a list of which one is said not to be begun": "项目建设内容为：道路硬化3公里、路灯安装50盏、排水沟2公里、文化广场1处等。项目已完成道路硬化3公里、路灯安装50盏、排水沟2公里，文化广场因用地手续正在办理，尚未开工。",
    "a plan of next year after the results": "1、甲村环境项目预算50.00万元，支出50.00万元。以上建设内容均已完成。下一步拟建停车场1处。",
    "the works before an acceptance of other works": "（一）项目概况\n拟建桥梁1座、道路2公里。\n（二）绩效目标完成情况\n桥梁1座、道路2公里均已完工并通过验收。",
    "effects before the list of what is left": "（一）绩效目标完成情况\n通过实施一期工程，有效改善了供水条件。二期工程尚未开工。",
    "a target that all be accepted": "（一）绩效目标\n工程验收合格率100%。\n（二）实施进度\n工程已完工，正在整理资料。",
    "an advance that works follow": "1、甲区管道项目预算300.00万元，支出90.00万元，执行率30%，用于支付预付款。5个标段均已开工。",
    "tranche and project alike": "1、甲区排水项目共收到资金600.00万元，支出600.00万元，支付进度100%。该笔资金使用率100%。",
    "the condition is named": "1、甲区雨污分流项目预算500.00万元，支出420.00万元，项目完工率100%。其余资金未达到付款条件，待结算审核后支付。",
    "an old estate without its second word": "一、东湖镇老旧小区改造项目\n预算50.00万元，支出50.00万元。实施东湖镇老小区改造项目，惠及居民。\n二、垃圾分类服务经费项目\n预算20.00万元，支出20.00万元。",
    "named after the year": "一、2023年社区食堂补助资金\n2023年社区食堂补助资金30.00万元，支出30.00万元。\n二、2023年社区图书补助资金\n2023年社区图书补助资金20.00万元，支出20.00万元。",
    "projects of neighbouring names": "一、东湖路道路改造工程\n预算30.00万元，支出30.00万元。\n二、西湖路道路改造工程\n预算20.00万元，支出20.00万元。",
    "a law that is cited twice": "（一）项目概况\n根据《关于进一步加强城镇污水处理设施建设和运行管理工作的若干意见》实施本项目。\n（二）绩效目标完成情况\n按照《关于进一步加强城镇污水处理设施建设和运行管理工作的若干意见》完成改造5公里。",
    "first to last": "一是完成管网。\n二是完成绿化。\n三是完成清淤。\n四是完成照明。",
    "a target in figures": "绩效目标是新建公厕10座，改造公厕5座。",
    "all done, with a label that asks for what was not": "各项任务均已完成。\n未完成原因分析 | 无 |",
    "no deviation at a high rate": "1、甲区护林项目预算50.00万元，支出49.00万元，预算执行率98%，不存在执行率偏低的情况。",
    "within a budget that is stated": "1、甲区护林项目预算50.00万元，支出49.00万元，无超出预算的支出。",
    "dates in time": "项目名称 | 绿化养护 |\n一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n产出指标 | 数量指标 | 养护面积 | ≥500亩 | 500亩 | 10 | 10 |\n产出指标 | 时效指标 | 完成时间 | 2022年底前 | 2022年12月完成 | 10 | 10 |",
    "one name with two targets": "项目名称 | 绿化养护 |\n一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n产出指标 | 数量指标 | 补植苗木 | ≥500株 | 500株 | 10 | 10 |\n产出指标 | 数量指标 | 补植苗木 | ≥20亩 | 20亩 | 10 | 10 |",
}  # fmt: skip

_FORM = "项目名称 | 绿化养护 |\n一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n产出指标 | 数量指标 | 养护面积 | ≥500亩 | 500亩 | 10 | 10 |\n"

DEFECTS = {
    "all before it, under way": ("D101", "error", "1、甲村项目预算50.00万元，支出50.00万元。东桥在建、西桥已通车。上述工程均已完工。"),
    "an added name is a note": ("D103", "note", "一、粮食轮换经费项目\n预算50.00万元，支出50.00万元。实施粮食储备轮换经费项目。\n二、垃圾分类服务经费项目\n预算20.00万元，支出20.00万元。"),
    "stopped, yet of effect": ("D105", "warning", "（一）绩效目标完成情况\n绿化养护工作已经停滞，有效改善了人居环境。"),
    "none, at a low rate": ("D108", "warning", "某街道项目支出绩效自评报告\n一、项目基本情况\n保洁经费预算10.00万元，支出5.00万元，因故未全部支出。\n二、存在的问题\n无\n三、其他\n无"),
    "by itself and by contract is a note": ("D111", "note", "1、甲区维修项目预算50.00万元，支出50.00万元。项目由本单位自行组织实施。按照合同约定支付进度款。"),
    "half of a word lost": ("D103", "warning", "一、东湖镇老旧小区改造项目\n预算50.00万元，支出50.00万元。实施东湖镇老旧区改造项目，惠及居民。\n二、垃圾分类服务经费项目\n预算20.00万元，支出20.00万元。"),
    "problems at the end of a signed report": ("D107", "warning", "某街道项目支出绩效自评报告\n一、项目基本情况\n保洁经费预算10.00万元，支出9.00万元。\n二、存在的问题\n个别点位对时间的意见不一，方案公示反复。\n星河区某街道办事处\n2025年3月12日"),
    "projects left out under titles": (
        "D115",
        "warning",
        "一、项目基本情况\n" + "".join(f"{n}.{name}经费支出{n}5600元。\n" for n, name in enumerate(("道路保洁", "河道巡查", "图书开放", "食堂运行", "代表活动"), 1))
        + "二、项目完成情况\n1.道路保洁经费：每日清扫两次。\n2.河道巡查经费：每周巡查一次。\n3.图书开放经费：全年开放。\n",
    ),
    "all finished, waiting for something": ("D116", "note", "1、甲区雨污分流项目预算500.00万元，支出420.00万元，项目完工率100%。其余资金因未达到合同约定的付款条件未支付。"),
    "targets only": ("D112", "warning", "（一）绩效目标设定及完成情况\n1.甲经费，绩效目标是保障会议3次。\n2.乙经费，绩效目标是保障培训2次。\n3.丙经费，绩效目标是保障宣传5次。"),
    "most of the targets": ("D113", "note", "项目的大部分绩效目标得到实现，全年培训3次。"),
    "a limit in the place of a result": ("D113", "note", "（一）绩效目标完成情况\n违法用地占耕地的比例小于15%。"),
    "as planned, while one stopped": (
        "D114",
        "warning",
        "一、项目情况\n1、甲经费预算10.00万元，支出10.00万元。\n2、乙建设预算20.00万元，因招标暂停，尚未开展。\n3、丙经费预算30.00万元，支出30.00万元。\n二、管理情况\n各项目按年初计划实施。",
    ),
    "results without a figure": (
        "D109",
        "note",
        "一、甲路保洁经费项目\n（一）项目概况\n预算10.00万元，支出10.00万元。\n（二）绩效目标完成情况\n通过项目实施，道路环境得到有效管养，市容市貌有了很大的变化，群众出行更加方便舒心，城市形象更好。\n"
        "二、乙路绿化经费项目\n（一）项目概况\n预算20.00万元，支出20.00万元。\n（二）绩效目标完成情况\n全年绿化道路10公里，补植苗木300株，道路环境得到有效管养，市容市貌有了很大的变化，城市形象更好。\n"
        "三、丙路照明经费项目\n（一）项目概况\n预算30.00万元，支出30.00万元。\n（二）绩效目标完成情况\n全年维护路灯500盏，亮灯及时，道路环境得到有效管养，市容市貌有了很大的变化，城市形象更好。",
    ),
    "none of what there was": ("D114", "warning", "1、甲区项目预算50.00万元，支出50.00万元。全年接到投诉3件，实现零投诉。"),
    "within no budget is a note": ("D114", "note", "1、甲经费支出10.00万元。\n2、乙经费支出20.00万元。\n3、丙经费支出30.00万元。\n各项经费无超出预算的支出。"),
    "wholly used before acceptance is a note": ("B109", "note", "1、甲桥工程预算100.00万元，支出100.00万元，资金使用率100%。工程尚未组织验收。"),
    "admitted without a reason is a note": ("B107", "note", "1、甲项目预算100.00万元，支出60.00万元，项目的绩效目标基本实现，但预算执行率有待提高。"),
    "satisfaction among outputs": ("C115", "warning", _FORM + "产出指标 | 质量指标 | 居民满意度 | ≥90% | 92% | 10 | 10 |"),
    "a pass rate among quantities is a note": ("C115", "note", _FORM + "产出指标 | 数量指标 | 养护合格率 | ≥90% | 92% | 10 | 10 |"),
    "late without full points or a reason": ("C118", "warning", _FORM + "产出指标 | 时效指标 | 完成时间 | 2022年6月底前 | 2022年9月完成 | 10 | 8 |"),
    "punctual and late": ("C118", "warning", "1、甲区补助项目预算50.00万元，支出50.00万元，资金拨付及时率100%，但存在拨付不及时的问题。"),
}  # fmt: skip


@pytest.mark.parametrize("text", TRUE.values(), ids=TRUE.keys())
def test_nothing_is_found_in_true_text(text: str) -> None:
    assert [(f.rule.code, f.message()) for f in report(text).findings] == []


@pytest.mark.parametrize(("code", "severity", "text"), DEFECTS.values(), ids=DEFECTS.keys())
def test_each_defect_is_found(code: str, severity: str, text: str) -> None:
    found = [(f.rule.code, f.severity.value) for f in report(text).findings]
    assert (code, severity) in found


@pytest.mark.parametrize(("code", "severity", "text"), DEFECTS.values(), ids=DEFECTS.keys())
def test_a_message_speaks_both_languages_and_quotes_a_place(code: str, severity: str, text: str) -> None:
    finding = next(f for f in report(text).findings if f.rule.code == code)
    assert finding.message("zh")
    assert finding.message("en")
    assert finding.spans
    assert severity == finding.severity.value


def test_a_chapter_at_the_end_of_a_text_may_go_on() -> None:
    text = "某街道项目支出绩效自评报告\n一、项目基本情况\n保洁经费预算10.00万元，支出9.00万元。\n二、存在的问题\n部分路段保洁不到位。"
    result = report(text)
    assert result.findings == ()
    assert result.coverage["D107"].unknown == {"the text ends there": 1}


def test_parts_not_yet_accepted_do_not_contradict_a_pass_rate() -> None:
    text = "1、甲区公厕项目预算50.00万元，支出50.00万元。验收合格率100%，其中2座公厕尚未验收。"
    assert report(text).coverage["C117"].unknown == {"parts need not be all": 1}
