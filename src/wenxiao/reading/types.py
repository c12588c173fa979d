"""Document types (文种) of budget performance: told by the title, else by the chapters, else by what a form asks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wenxiao.reading.model import Section

EXECUTION_NOTE = "重大政策和重点项目绩效执行结果说明"
SELF_REPORT = "项目支出绩效自评报告"
SELF_REPORT_ANNEX = "项目支出绩效报告（自评）"  # 附件4-2
SELF_FORM = "项目支出绩效自评表"
WHOLE_SELF_REPORT = "部门整体支出绩效自评报告"
WHOLE_SELF_FORM = "部门整体支出绩效自评表"
WHOLE_REPORT = "部门整体支出绩效评价报告"
REPORT = "项目支出绩效评价报告"
DEPARTMENT_REPORT = "部门评价报告"
FINANCE_REPORT = "财政重点评价报告"
TRANSFER_REPORT = "转移支付绩效自评报告"
TRANSFER_FORM = "转移支付绩效自评表"
TARGET_FORM = "绩效目标申报表"
REGION_TARGET_FORM = "区域绩效目标表"
MONITOR_FORM = "绩效运行监控表"
RESULTS = "评价结果公布"

_BY_TITLE = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"(?:重大政策|重点项目).{0,20}(?:结果|执行|完成).{0,12}(?:说明|报告)", EXECUTION_NOTE),
        (r"(?:评价|复核|自评).{0,8}(?:结果|情况)的?(?:通报|公布|公告|公示|通知)", RESULTS),
        (r"监控(?:情况)?表", MONITOR_FORM),
        (r"区域绩效目标(?:申报)?表", REGION_TARGET_FORM),
        (r"目标(?:申报|批复)?表$|目标(?:申报|批复)?表\(", TARGET_FORM),
        (r"整体.{0,12}自评表", WHOLE_SELF_FORM),
        (r"整体.{0,12}自评", WHOLE_SELF_REPORT),
        (r"整体.{0,12}评价", WHOLE_REPORT),
        (r"绩效报告\(自评\)", SELF_REPORT_ANNEX),
        (r"项目支出绩效自评报告", SELF_REPORT),
        (r"(?:转移支付|补助).{0,40}自评表", TRANSFER_FORM),
        (r"转移支付.{0,60}自评|中央.{0,60}(?:资金|补助).{0,20}自评", TRANSFER_REPORT),
        (r"自评表|评价表|完成情况表", SELF_FORM),
        (r"自评", SELF_REPORT),
        (r"部门评价", DEPARTMENT_REPORT),
        (r"财政.{0,6}评价|重点(?:绩效)?评价", FINANCE_REPORT),
        (r"评价报告|评价$|评价\(", REPORT),
    )
)
_MARKED_TRANSFER = re.compile(r"绩效目标分解下达情况")
_ANNEX_CHAPTERS = re.compile(r"项目(?:资金使用及管理|组织实施|绩效)情况$")
_REPORT_CHAPTERS = re.compile(
    r"评价(?:工作(?:开展)?|基本)情况|综合评价(?:情况及评价)?结论|评价指标分析|绩效评价分析|项目单位绩效报告情况"
)
_SELF_CHAPTERS = re.compile(r"自评(?:结论|得分|情况|工作)")
_NOTE_CHAPTERS = re.compile(r"绩效目标(?:执行结果|总体完成情况|完成情况)$")
_NEWS = re.compile(r"讯\(|\d日讯|记者|结果(?:通报|公布|公示)如下")


def document_type(title: str | None, text: str, sections: Sequence[Section], *, tables: bool = False) -> str | None:
    """Name of the type, None when neither title nor chapters tell it. ``tables``: the file has real tables."""
    named = next((name for pattern, name in _BY_TITLE if title and pattern.search(title)), None)
    if named not in (None, SELF_REPORT, REPORT):
        return named
    chapters = [section.title for section in sections if not section.item]
    if any(_MARKED_TRANSFER.search(chapter) for chapter in chapters):
        return TRANSFER_REPORT
    if named is not None:
        return named
    return _by_chapters(chapters) or _by_form(text, tables)


def _by_chapters(chapters: Sequence[str]) -> str | None:
    def count(pattern: re.Pattern[str]) -> int:
        return sum(pattern.search(chapter) is not None for chapter in chapters)

    if count(_NOTE_CHAPTERS) >= 3:
        return EXECUTION_NOTE
    if count(_ANNEX_CHAPTERS) >= 2:
        return SELF_REPORT_ANNEX
    if count(_SELF_CHAPTERS):
        return SELF_REPORT
    if count(_REPORT_CHAPTERS):
        return REPORT
    return None


def _by_form(text: str, tables: bool) -> str | None:
    if "三级指标" in text and (tables or "|" in text or "\t" in text or "\n二级指标" in text):
        return SELF_FORM if re.search(r"得分|完成值|完成指标值|实际值", text) else TARGET_FORM
    head = text[:600]
    if _NEWS.search(head) and "评价" in head:
        return RESULTS
    return None
