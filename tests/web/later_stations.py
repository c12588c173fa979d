"""The later stations of a project's year: self-evaluation, review, evaluation, problem, use of the result, the time line."""

from __future__ import annotations

import datetime

from playwright.sync_api import FilePayload

from tests.web.browsing import Person
from tests.web.stations import PROJECT, YEAR, People, entered, passed

PROOF: FilePayload = {"name": "巡查记录汇总.csv", "mimeType": "text/csv", "buffer": "小区,巡查次数\n甲,12\n".encode()}
REJECTED, CHOSEN = "清源绩效咨询有限公司", "明衡绩效评价咨询有限公司"


def money_spent(people: People) -> None:
    """The rest of the year's money arrives and is paid."""
    office = people["business"]
    office.looks_at(PROJECT)
    office.follows("资金")
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
    clerk.fills({"楼道堆物改善程度 完成情况": "达成年度指标", "楼道堆物改善程度 人工评分": "27", "居民满意度 完成值": "85.5"})
    clerk.fills({"年度目标实际完成情况": "全年巡查老旧小区108个，隐患复查合格率92%，案件按期处置率96%，居民满意度85.5%。"})
    clerk.sees("288 ÷ 300 = 96%，不能同时成立", within=clerk.page.locator("#total"))
    clerk.sees("96.00 ÷ 100.00 = 96.00%", "9.6")
    clerk.page.get_by_label("佐证材料").first.set_input_files(PROOF)
    clerk.sees("巡查记录汇总.csv")
    clerk.presses("保存")
    clerk.sees("“楼道堆物改善程度”人工评分没有写理由", "“居民满意度”没有写偏差原因", "巡查小区数")
    clerk.steps("提交单位审核")
    clerk.sees("提交前请先补全")


def self_evaluation_submitted(people: People) -> None:
    clerk = people["clerk"]
    clerk.follows("填报")
    clerk.fills({
        "巡查小区数 原因": "追加资金后增配巡查员，部分小区安排两轮巡查。", "居民满意度 原因": "部分居民反映巡查时间与下班时间不符。",
        "楼道堆物改善程度 原因": "抽查60栋楼，54栋楼道无堆物。",
    })  # fmt: skip
    clerk.presses("保存")
    clerk.steps("提交单位审核")
    clerk.sees("审核发现以下矛盾", "草稿")
