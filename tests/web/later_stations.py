"""The later stations of a project's year: self-evaluation, review, evaluation, problem, use of the result, the time line."""

from __future__ import annotations

import datetime

from playwright.sync_api import FilePayload

from tests.web.browsing import People, Person
from tests.web.stations import PROJECT, YEAR, entered, passed

PROOF: FilePayload = {"name": "巡查记录汇总.csv", "mimeType": "text/csv", "buffer": "小区,巡查次数\n甲,12\n".encode()}
REJECTED, CHOSEN = "清源绩效咨询有限公司", "明衡绩效评价咨询有限公司"


def money_spent(people: People) -> None:
    """The rest of the year's money arrives and is paid."""
    office = people["business"]
    office.looks_at(PROJECT)
    office.follows("共 8 笔分录 →")
    office.follows("录入分录")
    entered(office, "下达", "09-15", "200000", "星财指〔2026〕77号")
    entered(office, "到位", "09-20", "200000", "拨款单0920")
    entered(office, "支付", "11-10", "635000", "支付令1110", "记入台账")
    office.sees("96.00 ÷ 100.00 = 96.00%")


def evaluated_by_the_unit(people: People) -> None:
    """Actuals with their evidence; what cannot both hold stands in the way until it is mended or explained."""
    clerk = people["clerk"]
    clerk.goes_to("单位自评")
    clerk.presses("开始自评", clerk.row(PROJECT))
    clerk.fills({"巡查小区数 完成值": "108", "隐患复查合格率 完成值": "92", "巡查总成本 完成值": "96"})
    clerk.fills({"案件按期处置率 完成值": "97", "案件按期处置率 分子": "288", "案件按期处置率 分母": "300"})
    clerk.fills(
        {"楼道堆物改善程度 完成情况": "达成年度指标", "楼道堆物改善程度 人工评分": "27", "居民满意度 完成值": "85.5"}
    )
    clerk.fills(
        {"年度目标实际完成情况": "全年巡查老旧小区108个，隐患复查合格率92%，案件按期处置率96%，居民满意度85.5%。"}
    )
    clerk.sees("288 ÷ 300 = 96%，不能同时成立", within=clerk.page.locator("#total"))
    clerk.sees("96.00%", "9.60", within=clerk.card("项目资金"))
    clerk.sees("超出目标 50%，请说明原因", "未达目标，请说明原因和改进措施")
    clerk.page.get_by_label("佐证材料").first.set_input_files(PROOF)
    clerk.sees("巡查记录汇总.csv")
    clerk.presses("保存")
    clerk.sees("“楼道堆物改善程度”人工评分没有写理由", "“居民满意度”没有写偏差原因", "巡查小区数")
    clerk.steps("提交单位审核")
    clerk.sees("提交前请先补全")


def self_evaluation_submitted(people: People) -> None:
    """A contradiction passed with a reason, which the head reads and does not accept; mended, and accepted by all."""
    clerk, head = people["clerk"], people["head"]
    clerk.follows("填报")
    for name, reason in (
        ("巡查小区数", "追加资金后增配巡查员，部分小区安排两轮巡查。"),
        ("居民满意度", "部分居民反映巡查时间与下班时间不符。"),
        ("楼道堆物改善程度", "抽查60栋楼，54栋楼道无堆物。"),
    ):
        clerk.fills({f"{name} 偏差原因及改进措施": reason})
    clerk.presses("保存")
    clerk.steps("提交单位审核")
    clerk.sees("审核发现以下矛盾", "草稿")
    clerk.page.get_by_label("如确需保留，请写明理由").fill("完成值取自街道月报，分子分母取自平台。")
    clerk.presses("保存理由")
    clerk.steps("提交单位审核", then="单位审核")

    head.takes_up(PROJECT, "单位自评")
    head.sees("矛盾", "288 ÷ 300 = 96%", "完成值取自街道月报，分子分母取自平台。", "96.1", "优")
    head.steps("退回修改", "请统一按平台口径填报", then="草稿")
    clerk.takes_up(PROJECT, "单位自评")
    clerk.sees("请统一按平台口径填报")
    clerk.follows("填报")
    clerk.fills({"案件按期处置率 完成值": "96"})
    clerk.presses("保存")
    clerk.misses("矛盾")
    clerk.steps("提交单位审核", then="单位审核")
    passed(people, "head", "审核通过，报主管部门", "部门审核", "单位自评")
    passed(people, "department", "审核通过，报财政", "财政复核", "单位自评")
    passed(people, "business", "复核通过", "已通过", "单位自评")
    people["business"].sees("96.1", "优", "巡查记录汇总.csv", "追加资金后增配巡查员")


def firm_added(people: People) -> None:
    """The administrator adds a second firm that evaluates."""
    admin = people["admin"]
    admin.goes_to("机构与人员")
    admin.follows("新增机构")
    admin.fills({"单位代码": "F002", "名称": REJECTED, "类别": "第三方机构"})
    admin.presses("保存")
    admin.sees(REJECTED)


def reviewed(people: People) -> None:
    """Finance draws by risk, with the seed kept and this project drawn by order; the business office scores again."""
    office, reviewer = people["performance"], people["business"]
    office.goes_to("评价与复核")
    office.follows("抽查复核")
    office.follows("抽取")
    office.fills({"年度": str(YEAR)})
    office.presses("筛选")
    office.main.get_by_role("checkbox", name=f"必抽 {PROJECT}").check()
    office.fills({f"必抽原因 {PROJECT}": "新增项目", "抽取数量": "1"})
    seed = office.field("随机种子").input_value()
    office.presses("抽取并记录")
    office.sees("已抽取并记录", seed, "结果一致", "新增项目")
    reviewer.goes_to("评价与复核")
    reviewer.follows("抽查复核")
    reviewer.follows(PROJECT)
    reviewer.sees("巡查记录汇总.csv")
    for name, score in (
        ("预算执行率", "9.6"), ("巡查小区数", "15"), ("隐患复查合格率", "10"), ("巡查总成本", "10"),
        ("楼道堆物改善程度", "24"), ("居民满意度", "9.5"), ("案件按期处置率", "15"),
    ):  # fmt: skip
        reviewer.fills({f"{name} 复核得分": score})
    reviewer.fills({"复核意见": "佐证基本齐全，堆物改善的抽查样本偏少。"})
    reviewer.presses("完成复核")
    reviewer.sees("“楼道堆物改善程度”自评 27、复核 24，请写明理由")
    reviewer.fills({"楼道堆物改善程度 理由": "抽查样本不足总数的一成。"})
    reviewer.presses("完成复核")
    reviewer.sees("复核完成", "96.1", "93.1", "3.12%")


def evaluation_assigned(people: People) -> None:
    """The performance office plans an evaluation; a firm that works for the unit is refused, another one takes it."""
    office = people["performance"]
    office.looks_at(PROJECT)
    office.follows("立项评价")
    office.sees("类别")
    office.presses("立项")
    office.fills({"评价机构": REJECTED, "主评人": "韩立"})
    office.presses("保存")
    office.page.locator("summary", has_text="登记该机构与单位的业务往来").click()
    office.fills({"情况": "代做单位自评"})
    office.presses("登记")
    office.sees("不能评价自己参与的工作")
    office.steps("委托")
    office.sees("提交前请先补全", "不能评价自己参与的工作", "已立项")
    office.fills({"评价机构": CHOSEN, "主评人": "方衡", "回避审查结论": "经查机构登记和人员任职，未发现利害关系。"})
    office.presses("保存")
    office.misses("不能评价自己参与的工作")
    office.steps("委托", then="已委托")


def evaluation_done(people: People) -> None:
    """Plan, fieldwork with working papers, draft, the unit's comment, final."""
    evaluator, office, head = people["evaluator"], people["performance"], people["head"]
    evaluator.takes_up(PROJECT, "评价")
    evaluator.fills({"评价方案": "抽查12个小区，访谈居民60人，核对合同和支付凭证。"})
    evaluator.presses("保存")
    evaluator.steps("提交评价方案", then="方案待审")
    passed(people, "performance", "方案通过", "现场评价", "评价")
    evaluator.takes_up(PROJECT, "评价")
    evaluator.page.get_by_label("文件").set_input_files({**PROOF, "name": "现场核查底稿.csv"})
    evaluator.presses("归档")
    evaluator.sees("底稿已归档", "现场核查底稿.csv", "至少保存至")
    scored_in_full(evaluator, but={"满意度": "6"})
    evaluator.fills({"评价结论": "巡查任务超额完成，居民对巡查时段的满意度偏低，建议调整巡查时段。"})
    evaluator.presses("保存")
    evaluator.steps("提交报告初稿", then="初稿待审")
    head.looks_at(PROJECT)
    head.sees("初稿送征求意见后可见", within=head.card("复核与评价"))
    passed(people, "performance", "送被评价单位征求意见", "征求意见", "评价")
    head.takes_up(PROJECT, "评价")
    head.sees("巡查任务超额完成", "优")
    head.misses("现场核查底稿.csv")
    head.steps("反馈意见", "同意结论，2027年起增加晚间巡查。", then="意见已反馈")
    passed(people, "performance", "定稿", "已定稿", "评价")
    office.sees("同意结论，2027年起增加晚间巡查。", "96", "优")


def scored_in_full(evaluator: Person, but: dict[str, str]) -> None:
    """All criteria with their full points, but those named."""
    rows = evaluator.main.locator("tr", has=evaluator.page.locator("input.score"))
    for at in range(rows.count()):
        row = rows.nth(at)
        name = (row.locator("input.score").get_attribute("aria-label") or "").removesuffix(" 得分")
        points = row.locator("td").nth(1).inner_text().strip()
        row.locator("input.score").fill(but.get(name, points))
        row.locator("textarea").fill("现场核查与资料一致")


def problem_raised(people: People) -> None:
    """A payment of another project is entered here; the figures differ from those reported, and that becomes a problem."""
    business, office = people["business"], people["performance"]
    business.looks_at(PROJECT)
    business.follows("共 11 笔分录 →")
    business.follows("录入分录")
    entered(business, "支付", "11-18", "20000", "支付令1118", "记入台账")
    office.looks_at(PROJECT)
    found = office.card("审核发现")
    office.sees("自评写明全年支出“96.00万元”，台账为“98万元”", within=found)
    office.follows("提出问题", found)
    office.sees("由发现提出", "整改后可按同一规则复查")
    office.fills({"整改期限": str(datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=45))})
    office.presses("下达整改")
    office.sees("待整改", "剩")


def problem_closed(people: People) -> None:
    """Measure, report with proof, the same rule again, closing."""
    clerk, business = people["clerk"], people["business"]
    clerk.takes_up(PROJECT, "问题整改")
    clerk.fills({"责任人": "林晓雨", "整改措施": "与业务科逐笔核对支付凭证，更正误记的凭证。"})
    clerk.presses("保存")
    clerk.steps("提交整改方案", then="方案待审")
    passed(people, "department", "方案通过", "整改中", "问题整改")
    clerk.takes_up(PROJECT, "问题整改")
    clerk.presses("现在复查")
    clerk.sees("仍然存在")
    business.looks_at(PROJECT)
    business.follows("共 12 笔分录 →")
    business.follows("冲销", business.row("支付令1118"))
    business.fills({"冲销日期": f"{YEAR}-11-19", "更正依据文号": "更正单2号", "冲销原因": "误记其他项目的支付"})
    business.presses("冲销")
    clerk.takes_up(PROJECT, "问题整改")
    clerk.fills({"整改结果": "支付令1118属另一项目，台账已冲销。"})
    clerk.presses("保存")
    clerk.page.get_by_label("整改佐证").set_input_files({**PROOF, "name": "支付核对表.csv"})
    clerk.presses("上传")
    clerk.sees("支付核对表.csv")
    clerk.steps("提交整改报告", "已核对更正", then="待销号")
    business.takes_up(PROJECT, "问题整改")
    business.presses("现在复查")
    business.sees("未再发现")
    business.steps("销号", "台账与自评一致，同意销号", then="已销号")


def result_used(people: People) -> None:
    """What the result means for next year's budget."""
    office = people["business"]
    office.looks_at(PROJECT)
    office.follows("决定结果应用")
    office.sees("96.1 优", "96 优", "80.00")
    office.fills({"应用方式": "优先安排", "下年预算（元）": "1100000", "理由": "评价等级为优，扩大到90个小区。"})
    office.presses("保存")
    office.sees("优先安排", "110.00")


def seen_as_a_whole(people: People) -> None:
    """The project's page shows the whole year, to the unit as to the people's congress."""
    for login in ("clerk", "oversight"):
        reader = people[login]
        reader.looks_at(PROJECT)
        line = reader.page.locator("ol.track")
        reader.sees("同意结论，2027年起增加晚间巡查。", "自评写明全年支出", "已销号", "优先安排", "110.00")
        reader.sees(
            "目标批复",
            "第2版",
            "9月监控",
            "红灯",
            "单位自评",
            "96.1",
            "财政评价",
            "96",
            "问题整改",
            "已销号 1/1",
            within=line,
        )
