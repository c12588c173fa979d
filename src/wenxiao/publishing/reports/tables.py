"""The tables of a report: always those of the data, never typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from wenxiao.performance.ledger import Position, Source, in_ten_thousands, rate, together
from wenxiao.publishing.reports.facts import ProjectMaterial, reached
from wenxiao.publishing.reports.wholes import Criterion, CriterionPart
from wenxiao.quantities.paper import percent, plain


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table as it is printed. ``widths`` are shares, ``left``: columns of words, which are set left; ``wide``: on a sheet turned round."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    left: Sequence[int] = ()
    unit: str = ""
    wide: bool = False

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def restored(kept: Mapping[str, Any]) -> ReportTable:
    return ReportTable(**kept)


def _wan(amount: Decimal | None) -> str:
    return "—" if amount is None else in_ten_thousands(amount)


def _rate(position: Position) -> str:
    value = rate(position).value
    return "—" if value is None else percent(value)


def _number(value: Decimal | None) -> str:
    return "—" if value is None else plain(value)


#: Rows below the total, in the order of the official form.
_SOURCES = (Source.FISCAL, Source.BOND, Source.TRANSFER, Source.CARRYOVER, Source.OTHER)


def money_table(of: ProjectMaterial) -> ReportTable | None:
    """What was budgeted, received and paid; with its sources where there are several."""
    if of.position.revised is None:
        return None
    rows = [_money_row("年度资金总额", of.position)]
    known = [(source, of.by_source[source]) for source in _SOURCES if source in of.by_source]
    if len(known) > 1:
        rows += [
            _money_row(("其中：" if at == 0 else "") + source.zh, at_source)
            for at, (source, at_source) in enumerate(known)
        ]
    heads = ("项目资金", "年初预算数", "全年预算数", "到位数", "全年执行数", "预算执行率")
    return ReportTable("项目资金情况表", heads, rows, (21, 16.5, 16.5, 13, 16.5, 16.5), (0,), "单位：万元")


def _money_row(name: str, at: Position) -> list[str]:
    return [name, _wan(at.original), _wan(at.revised), _wan(at.arrived), _wan(at.paid), _rate(at)]


def indicator_table(of: ProjectMaterial) -> ReportTable | None:
    """The indicators with what was reached and scored."""
    if of.form is None or not of.form.lines:
        return None
    rows = [
        [
            line.indicator.level1, line.indicator.level2, line.name, line.indicator.wanted, reached(line) or "—",
            _number(line.points), _number(line.score),
        ]
        for line in of.form.lines
    ]  # fmt: skip
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    return ReportTable("绩效指标完成情况表", heads, rows, (14, 15, 22, 16.5, 16.5, 8, 8), (2,))


def project_table(of: Iterable[ProjectMaterial]) -> ReportTable | None:
    """The projects of a department with their sums."""
    every = list(of)
    if not every:
        return None
    rows = [
        [
            str(at), one.name, one.unit, _wan(one.position.revised), _wan(one.position.paid), _rate(one.position),
            _number(one.form.total.total if one.form else None),
        ]
        for at, one in enumerate(every, 1)
    ]  # fmt: skip
    whole = together(one.position for one in every)
    rows.append(["合计", "", "", _wan(whole.revised), _wan(whole.paid), _rate(whole), ""])
    heads = ("序号", "项目名称", "实施单位", "全年预算数", "全年执行数", "预算执行率", "自评得分")
    return ReportTable(
        "部门项目资金和自评情况表", heads, rows, (8, 21, 15, 16.5, 16.5, 16.5, 13.5), (1, 2), "单位：万元"
    )


def _grounds(part: CriterionPart) -> str:
    """What an individual indicator was measured by, and why it got what it got."""
    said = (("标准", part.standard), ("佐证", part.evidence), ("依据", part.basis))
    return "；".join(f"{head}：{words.strip().rstrip('。；')}" for head, words in said if words.strip()) or "—"


def criteria_table(of: Iterable[Criterion], title: str = "绩效评价指标体系及评分表") -> ReportTable | None:
    """The criteria of an evaluation with their scores, below one that was split its individual indicators."""
    every = list(of)
    if not every:
        return None
    rows = []
    for one in every:
        rows.append([one.level1, one.level2, one.name, _number(one.points), _number(one.score), one.basis or "—"])
        rows += [
            ["", "", f"其中：{part.name}", _number(part.points), _number(part.score), _grounds(part)]
            for part in one.parts
        ]
    scores = [one.score for one in every if one.score is not None]
    total = _number(sum(scores, Decimal(0))) if len(scores) == len(every) else "—"
    rows.append(["合计", "", "", _number(sum((one.points for one in every), Decimal(0))), total, ""])
    heads = ("一级指标", "二级指标", "三级指标", "分值", "得分", "评分依据")
    return ReportTable(title, heads, rows, (10, 14, 18, 7, 7, 44), (2, 5), wide=True)
