"""Monitoring of the sample district: three rounds that are over, one that goes on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from wenxiao.performance import monitoring as lit
from wenxiao.performance.targets import Indicator, Nature
from wenxiao.quantities.paper import rounded
from wenxiao.web.core.clock import travelling
from wenxiao.web.core.workflow import advance
from wenxiao.web.monitoring import services
from wenxiao.web.monitoring.lights import lit as lights_of
from wenxiao.web.monitoring.models import Monitoring
from wenxiao.web.sample import YEAR, World
from wenxiao.web.targets.sample import people_of

#: Year, month, and the days on which a round opens and is due.
ROUNDS = (
    (YEAR - 1, 7, date(YEAR - 1, 8, 4), date(YEAR - 1, 8, 20)),
    (YEAR - 1, 10, date(YEAR - 1, 11, 3), date(YEAR - 1, 11, 14)),
    (YEAR, 7, date(YEAR, 8, 3), date(YEAR, 8, 20)),
    (YEAR, 10, date(YEAR, 11, 2), date(YEAR, 11, 16)),
)
#: Where the reports of the running round stand; those not named are closed.
STANDING = {
    "530100-0001": "at_finance",
    "530100-0002": "issued",
    "530100-0003": "filled",
    "530100-0004": "at_department",
    "530100-0005": "correcting",
    "530100-0008": "at_finance",
    "530100-0009": "issued",
}
#: Indicators that lag: project, year, month -> indicator, share of the target so far, expected, likelihood, cause, explanation.
LAGGING: dict[tuple[str, int, int], tuple[str, str, str, str, str, str]] = {
    ("530100-0005", YEAR - 1, 7): ("截污管敷设长度", "0.12", "0.55", "impossible", "other", "汛期推迟，截污管沿线征地未完成，8月下旬方能进场。"),
    ("530100-0005", YEAR - 1, 10): ("截污管敷设长度", "0.31", "0.60", "impossible", "other", "征地仍有两处未完成，已申请跨年实施。"),
    ("530100-0009", YEAR - 1, 10): ("新增图书数量", "0.62", "0.90", "possible", "money", "采购合同9月签订，到货集中在12月。"),
    ("530100-0004", YEAR, 7): ("新建分类收集点数量", "0.30", "1", "possible", "other", "6处收集点选址变更，重新公示。"),
    ("530100-0005", YEAR, 10): ("岸坡修复长度", "0.64", "0.88", "possible", "equipment", "护坡预制块供应不足，已增加供应商。"),
    ("530100-0004", YEAR, 10): ("新建分类收集点数量", "0.76", "1", "possible", "other", "剩余收集点11月底前完工。"),
}  # fmt: skip
#: A yellow report of which finance ordered a correction all the same.
CORRECTED = ("530100-0009", YEAR - 1, 10)
STEPS = ("submit", "approve", "approve")


def load(world: World) -> None:
    access = world.access("performance")
    district = world.organisations["530100"]
    for year, month, opens, due in ROUNDS:
        with travelling(opens):
            round_, _ = services.issue(district, year, month, opens, due, access)
        for report in round_.monitorings.select_related("year__project", "year__unit__parent", "target_set", "round"):
            code = report.year.project.code
            state = STANDING.get(code, "closed") if (year, month) == (YEAR, 10) else "closed"
            if state != "issued" or code == "530100-0002":
                _report(world, report, opens)
            if state != "issued":
                _through(world, report, opens, state)


def _report(world: World, report: Monitoring, opens: date) -> None:
    """What the clerk writes."""
    code, month = report.year.project.code, report.round.month
    lag = LAGGING.get((code, report.year.year, month))
    rows = [_row(one, month, lag) for one in report.target_set.plain().indicators]
    lights = lights_of(report)
    remark = ""
    if lights.money is not None and lights.money is not lit.Light.GREEN:
        remark = "合同按节点付款，验收资料齐备后集中支付，预计四季度资金进度追上时间进度。"
    expected = rounded(lights.position.revised, 2) if lights.position.revised is not None else None
    with travelling(opens + timedelta(days=4)):
        services.save(report, report.revision, expected, remark, rows, world.access(people_of(report.year)[0]))


def _row(one: Indicator, month: int, lag: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"key": one.key}
    if one.nature is Nature.QUALITATIVE:
        return {**row, "text": "达成年度指标"}
    target = one.target or Decimal(0)
    growing = not one.percent and one.nature in (Nature.AT_LEAST, Nature.EQUAL) and one.level1 != "满意度"
    whole = target == target.to_integral_value()
    done = target * (Decimal(month) / 12 + Decimal("0.02")) if growing else target
    if one.nature is Nature.AT_MOST and one.level2 != "时效":
        done = target * Decimal("0.97")
    row |= {
        "value": rounded(done, 0 if whole and growing else 2),
        "forecast": target,
        "likelihood": "certain",
    }
    if lag and lag[0] == one.name:
        _, share, expected, likelihood, cause, why = lag
        places = 0 if whole else 2
        row |= {
            "value": rounded(target * Decimal(share), places),
            "forecast": rounded(target * Decimal(expected), places),
            "likelihood": likelihood,
            "cause": cause,
            "explanation": why,
        }
    return row


def _through(world: World, report: Monitoring, opens: date, state: str) -> None:
    """The steps of a report until it stands where it is to stand."""
    clerk, head, department, business = people_of(report.year)
    for number, (action, login) in enumerate(zip(STEPS, (clerk, head, department), strict=True)):
        if report.state == state:
            return
        with travelling(opens + timedelta(days=5 + 2 * number)):
            advance(report, action, world.access(login))
    if report.state == state:
        return
    report.refresh_from_db()
    yellow = (report.year.project.code, report.year.year, report.round.month) == CORRECTED
    if report.light == "red" or yellow or state == "correcting":
        on = opens + timedelta(days=11)
        with travelling(on):
            text = "资金或指标进度明显滞后，请分析原因，列出分月计划，明确责任人，按期报告纠偏结果。"
            services.order(report, text, on + timedelta(days=15), world.access(business))
        report.refresh_from_db()
        if state == "correcting":
            return
        with travelling(opens + timedelta(days=20)):
            words = "已倒排工期并落实分月支付计划，滞后环节已增加人员和设备，进度较通知时明显加快。"
            advance(report, "answer", world.access(clerk), words)
    with travelling(opens + timedelta(days=24 if report.corrections.exists() else 12)):
        advance(report, "close", world.access(business))
