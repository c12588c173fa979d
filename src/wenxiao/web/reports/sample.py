"""Reports of the sample district for its finished year: drafts, one that waits, approved ones. All sentences are made up."""

from __future__ import annotations

from datetime import date
from typing import Any

from wenxiao.performance.lifecycle import Role
from wenxiao.publishing.reports import pieces
from wenxiao.web.core.clock import travelling
from wenxiao.web.core.workflow import advance
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.people.sample import DISTRICT
from wenxiao.web.reports.models import Report
from wenxiao.web.reports.writing import start, write
from wenxiao.web.sample import YEAR, World
from wenxiao.web.selfevaluation.sample import person

#: What a person writes in a blank, by words of the guidance; of several that fit, the first.
_WRITTEN = (
    ("执行率偏低", "年末部分款项按合同约定在验收后支付，次年一季度已办理支付。"),
    ("资金管理办法", "项目资金按单位财务管理办法使用，支出实行经办、部门、财务和负责人逐级审批，单独设置项目核算。"),
    ("前期准备、现场", "评价组于6月收集资料，7月现场核查并访谈，8月分析资料、形成报告。"),
    ("提出的建议", "建议补充成本测算依据，扩大满意度调查样本，并在下一年度预算编制前完成。"),
    ("前期准备", "年初制定实施方案并公开采购服务单位，按合同组织实施，年末由使用部门组织验收。"),
    ("项目管理制度", "单位制定了项目管理和检查办法，每月检查一次，检查记录存入项目档案。"),
    ("成本控制", "服务单价按采购合同执行，未发生超出合同单价的支付。"),
    ("后续的资金", "后续年度资金已列入项目库，人员和设备保持稳定，服务由原队伍继续承担。"),
    ("存在的问题及原因；没有", "无。"),
    ("部门在预算编制", "部分项目下半年支付集中，支付计划与工程进度衔接不够。"),
    ("存在的问题", "部分台账记录不完整，原因是巡查人员更换后交接不细。"),
    ("下一年度", "下一年度继续按月检查，上半年完成台账电子化。"),
    ("主要经验做法，", "将检查结果与服务费用支付挂钩；下一步由项目科每月核对台账，六月底前完成补录。"),
    ("主要经验及做法", "实行网格分片负责，检查结果当月通报。"),
    ("项目立项", "项目依据区级年度重点工作安排立项，由实施单位按年度方案组织实施。"),
    ("评价的目的", "通过评价了解资金使用和目标完成情况，为以后年度安排预算提供依据。"),
    ("改进措施", "由各项目单位编制季度支付计划，部门每季度通报一次，自下一年度一季度起执行。"),
    ("主要职能", "主要承担城市管理、市容环境卫生和网格化管理工作，下设两个预算单位。"),
    ("预算管理、财务", "按预算管理和财务管理制度审批、核算，大额支出经集体研究。"),
    ("没有的请写", "无。"),
)  # fmt: skip


def filled(text: pieces.Text) -> str:
    """The characters of a chapter with every blank written."""

    def sentence(blank: Any) -> str:
        return next((said for words, said in _WRITTEN if words in blank[1]), "按年度方案组织实施，资料归档备查。")

    return pieces.BLANK.sub(sentence, pieces.plain(text))


def complete(report: Report, user: Any) -> None:
    """Write every blank of a draft, as a person would."""
    for chapter in report.chapters.all():
        write(chapter, chapter.revision, pieces.retyped(chapter.pieces, filled(chapter.pieces)), user)


def write_evaluation(one: Evaluation, user: Any) -> Report:
    """The report of an evaluation in fieldwork, ready to be handed in with its draft."""
    report = start("evaluation-2020", user, evaluation=one)
    complete(report, user)
    return report


def load(world: World) -> None:
    for code, steps in (("530100-0001", ()), ("530100-0006", ("submit",)), ("530100-0003", ("submit", "approve"))):
        year = world.years[code, YEAR - 1]
        clerk, head = person(world, year, Role.CLERK), person(world, year, Role.HEAD)
        with travelling(date(YEAR, 2, 12)):
            report = start("self-evaluation", clerk.user, year=year)
            if steps:
                complete(report, clerk.user)
                advance(report, "submit", clerk)
        if "approve" in steps:
            with travelling(date(YEAR, 2, 20)):
                advance(report, "approve", head)
    _whole(world)


def _whole(world: World) -> None:
    department, office = world.access("department"), world.access("performance")
    with travelling(date(YEAR, 4, 2)):
        report = start("department", department.user, organisation=world.organisations["201"], fiscal_year=YEAR - 1)
        complete(report, department.user)
        advance(report, "submit", department)
    keys = [world.years[code, YEAR - 1].pk for code in ("530100-0003", "530100-0006", "530100-0001", "530100-0002")]
    with travelling(date(YEAR, 9, 8)):
        report = start(
            "execution", office.user, organisation=world.organisations[DISTRICT], fiscal_year=YEAR - 1, projects=keys
        )
        complete(report, office.user)
        advance(report, "submit", office)
    with travelling(date(YEAR, 9, 15)):
        advance(report, "approve", office)
