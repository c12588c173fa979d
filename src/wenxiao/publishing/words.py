"""The words that the tool itself says, in both languages, and how it writes amounts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from wenxiao.audit.model import Coverage, Report, Severity
from wenxiao.documents.model import Document
from wenxiao.quantities.paper import rounded
from wenxiao.reading.model import Project

#: What stands for a value that the document does not state.
MISSING = "—"

SEVERITIES = {
    Severity.ERROR: ("严重", "error"),
    Severity.WARNING: ("警告", "warning"),
    Severity.NOTE: ("提示", "note"),
}

ROLES = {
    "planned": ("总投资", "planned"),
    "approved": ("年初预算", "approved"),
    "adjusted": ("调整后预算", "adjusted"),
    "allocated": ("下达", "allocated"),
    "arrived": ("到位", "arrived"),
    "contracted": ("合同", "contracted"),
    "spent": ("支出", "spent"),
    "returned": ("调减收回", "returned"),
    "added": ("追加", "added"),
    "carried_over": ("结转结余", "carried over"),
    "needed": ("所需", "needed"),
}

KINDS = {
    "money": ("金额", "money"),
    "percent": ("百分比", "percentage"),
    "count": ("数量", "count"),
    "area": ("面积", "area"),
    "length": ("长度", "length"),
    "mass": ("重量", "mass"),
    "volume": ("体积", "volume"),
    "duration": ("时长", "duration"),
    "score": ("分值", "score"),
    "other": ("其他量", "other"),
}

MEASURES = {
    "execution": ("执行率", "execution rate"),
    "arrival": ("到位率", "arrival rate"),
    "usage": ("使用率", "usage rate"),
    "payment": ("支付进度", "payment rate"),
    "completion": ("完成率", "completion rate"),
    "saving": ("节约率", "saving rate"),
    "share": ("占比", "share"),
    "other": ("比率", "rate"),
}

RELATIONS = {
    "sum": ("分项与总数", "parts and total"),
    "ratio": ("比率", "ratio"),
    "difference": ("增减", "difference"),
    "product": ("单价乘数量", "price times quantity"),
    "same": ("前后一致", "stated twice"),
    "order": ("大小关系", "order"),
    "complement": ("互补比率", "complement"),
    "change": ("增减幅度", "change"),
    "target": ("目标与完成值", "target and actual"),
}

VERDICTS = {
    "holds": ("一致", "holds"),
    "truncated": ("截尾", "cut off"),
    "broken": ("不一致", "does not hold"),
    "unknown": ("不能判断", "cannot tell"),
}

#: Why something could not be told; the keys are the reasons that rules and relations give.
REASONS = {
    "a reason is given": "已写明原因",
    "alike, but not in the same words": "相近而说法不同",
    "an approximate figure": "是约数",
    "an indicator may have been renamed": "指标可能改了名称",
    "closed before it was raised": "销号日期早于提出日期",
    "evaluations differ": "几次评价结果不同",
    "problems of two places": "两处的问题不属同一地方",
    "published before it was approved": "公开日期早于批复日期",
    "the day of approval": "没有批复日期",
    "the day of the record": "没有记录日期",
    "the day that the order sets": "纠偏通知没有期限",
    "the day until which to rectify": "没有整改期限",
    "the indicator is not in the self-evaluation": "自评中没有这个指标",
    "the ledger lacks the figure": "台账没有这项金额",
    "the score of the indicator": "没有该指标的得分",
    "the total score": "没有总分",
    "a target is missing or not comparable": "目标值缺失或不可比",
    "indicators of the self-evaluation": "没有自评的指标",
    "the text of the self-evaluation": "没有自评的文字说明",
    "no denominator stated": "没有写明分母",
    "no numerator stated": "没有写明分子",
    "no matching pair": "文中没有与它相符的一对金额",
    "denominator is zero": "分母为零",
    "rate of no project": "比率不属于任何项目",
    "no amounts of the project stated": "没有写明该项目的金额",
    "few projects state both": "同时写明预算和支出的项目太少",
    "adjusted during the year": "年中有调整",
    "target or actual not comparable": "目标值或完成值不可比",
    "rate of a part": "是一部分或年中某个时点的比率",
    "not certain": "归属不确定",
    "base not certain": "分母是哪个数不能确定",
    "list cut off": "列表没有写完",
    "approximate figures": "是约数",
    "not said to be parts": "没有写明是分项",
    "parts need not be all": "分项不一定列全",
    "parts not told apart from other figures": "分项与其他数分不开",
    "blank cells": "有空格未填",
    "year of the document not known": "文中没有写明年度",
    "remainder not explained": "余额没有说明去向",
    "attachment may be another file": "附件可能另成文件",
    "recognised with doubt": "图片中的文字识别把握不大",
    "document is an excerpt": "文件是节选",
    "mobile number of a contact person": "联系人的手机号码，是否可公开由本单位定",
    "scored below proportion": "得分低于按比例计算，可能另有档次",
    "scores of the form not all read": "表中得分没有读全",
    "several forms in one": "可能有几张表",
    "first levels not told apart": "一级指标分不清",
    "grade of another scale": "等级不在所用分数段内",
    "may be a standard or a saving": "可能是标准或节约指标",
    "depends on demand": "数量取决于需求",
    "reason may stand elsewhere": "原因可能写在别处",
    "may be an excerpt": "可能是节选",
    "may stand under another heading": "可能写在其他标题下",
    "satisfaction not asked of this type": "该文种不要求满意度",
    "the text ends there": "正文到此为止，可能不完整",
    "several amounts of one phase": "同一阶段有几个金额，不能确定是哪一个",
    "scope not certain": "口径可能不同",
    "indicators not told apart": "两份文件的指标对不上号",
    "few projects of both years": "两年共有的项目太少",
    "score not stated": "没有写明得分",
    "no attachment given": "没有一起给出附件",
    "datasketch not installed": "没有安装 datasketch",
}

Words = tuple[str, str]


#: What readers note of a file, before the count.
_NOTES: dict[str, tuple[str, str]] = {
    "comments": ("批注", "comments"), "insertions": ("修订：插入", "insertions"), "deletions": ("修订：删除", "deletions"),
    "pictures": ("图片", "pictures"), "duplicate-parts": ("重复的部件", "duplicate parts"),
    "hidden-sheets": ("隐藏的工作表（未读）", "hidden sheets, not read"),
    "hidden-rows": ("隐藏的行（已读）", "hidden rows, read"), "hidden-columns": ("隐藏的列（已读）", "hidden columns, read"),
    "formulas-without-result": ("公式没有计算结果，请用 Excel 或 WPS 打开后保存", "formulas without a result; open and save the workbook"),
    "columns-left-out": ("太靠右而未读的单元格", "cells too far right, not read"),
    "merges-left-out": ("过多而未读的合并区域", "merged ranges beyond the limit"),
    "undecodable": ("无法识别的字符", "characters that could not be decoded"),
}  # fmt: skip


def noted(note: str) -> Words:
    """A note of a reader (``hidden-rows:3``) as one says it; any other as it is."""
    kind, _, count = note.partition(":")
    if kind not in _NOTES:
        return note, note
    zh, en = _NOTES[kind]
    return f"{zh} {count}", f"{en}: {count}"


def pick(words: Words, lang: str) -> str:
    """The Chinese or the English one of a pair."""
    return words[1] if lang == "en" else words[0]


def word(table: Mapping[str, Words], key: str, lang: str) -> str:
    """A word of one of the tables above; the key itself where the table has none."""
    return pick(table[key], lang) if key in table else key


def reason(text: str, lang: str) -> str:
    return text if lang == "en" else REASONS.get(text, text)


def grouped(value: Decimal, decimals: int) -> str:
    """A number with thousands separators and so many decimals, rounded half up."""
    return f"{rounded(value, decimals):,f}"


def wan(value: Decimal | None) -> str:
    """Yuan as 万元 with two decimals, without the unit; — for missing."""
    return MISSING if value is None else grouped(value / 10000, 2)


def percent(value: Decimal | None) -> str:
    """A fraction as a percentage with two decimals; — for missing."""
    return MISSING if value is None else f"{grouped(value * 100, 2)}%"


def base(project: Project) -> Decimal | None:
    """What the execution rate is measured against: the adjusted budget where there is one, else the budget."""
    return project.adjusted_budget if project.adjusted_budget is not None else project.budget


def execution_rate(project: Project) -> Decimal | None:
    """Spent over budget as a fraction; None where either is missing or the budget is zero."""
    budget = base(project)
    return None if not budget or project.spent is None else project.spent / budget


def shown_rate(project: Project) -> str:
    """The execution rate as the document states it, else the computed one in brackets, else —."""
    if project.stated_execution_rate is not None:
        return percent(project.stated_execution_rate)
    rate = execution_rate(project)
    return MISSING if rate is None else f"({percent(rate)})"


def heading(report: Report, lang: str) -> tuple[str, str]:
    """Title of the document, and what is known of it in one line."""
    identity = report.reading.identity
    year = f"{identity.fiscal_year} 年度" if lang != "en" else f"fiscal year {identity.fiscal_year}"
    known = [identity.type, identity.organisation, year if identity.fiscal_year else None]
    return identity.title or name(report.reading.document), " · ".join(part for part in known if part)


def name(document: Document) -> str:
    """The file's name without its folders, or the whole path where there is none."""
    return document.name or document.path


def severities(report: Report) -> dict[Severity, int]:
    """How many findings of each severity, gravest first."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in report.findings:
        counts[finding.severity] += 1
    return counts


def held(report: Report) -> int:
    """How often a rule looked at something and found nothing."""
    return sum(coverage.passed for coverage in report.coverage.values())


def untold(coverages: Mapping[str, Coverage]) -> dict[str, int]:
    """How often nothing could be told, by reason, most frequent first."""
    counts: dict[str, int] = {}
    for coverage in coverages.values():
        for why, number in dict(coverage.unknown).items():
            counts[why] = counts.get(why, 0) + number
    return dict(sorted(counts.items(), key=lambda item: -item[1]))
