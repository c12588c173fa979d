"""The official form of a round (绩效目标执行监控表), filled from a report and the ledger."""

from __future__ import annotations

from decimal import Decimal

from wenxiao.performance import ledger
from wenxiao.performance.monitoring import Likelihood
from wenxiao.performance.targets import Nature
from wenxiao.publishing.forms import FormIndicator, MoneyLine, Values
from wenxiao.quantities.paper import plain, rounded
from wenxiao.web.monitoring.lights import Lit, LitLine
from wenxiao.web.monitoring.models import Monitoring, Progress
from wenxiao.web.targets.auditing import row

#: As the form prints them, whatever language the page is in.
_CAUSES = {"money": "经费保障", "rules": "制度保障", "staff": "人员保障", "equipment": "硬件条件保障", "other": "其他"}


def values(report: Monitoring, lights: Lit) -> Values:
    """The form of a report with its lights' money; what is not filled in stays blank."""
    year = report.year
    amounts = {
        "approved": lights.position.original,
        "spent": lights.position.paid,
        "forecast": report.expected_spending,
    }
    known = {role: _wan(amount) for role, amount in amounts.items() if amount is not None}
    rate = None if lights.rate.value is None else rounded(lights.rate.value * 100, 2)
    return Values(
        name=year.project.name,
        office=year.unit.department.name,
        unit=year.unit.name,
        year=year.year,
        month=report.round.month,
        money=(MoneyLine("", known, rate),) if known else (),
        wanted=report.target_set.goal,
        indicators=tuple(_row(line) for line in lights.lines),
    )


def _row(line: LitLine) -> FormIndicator:
    printed, told = row(line.indicator), line.progress
    assert isinstance(told, Progress)
    worded = line.indicator.nature is Nature.QUALITATIVE
    return FormIndicator(
        name=printed.name,
        level1=printed.level1,
        level2=printed.level2,
        target=printed.target,
        so_far=told.text if worded else _value(told.value, line.indicator.unit),
        expected="" if worded else _value(told.forecast, line.indicator.unit),
        likelihood=Likelihood(told.likelihood).zh if told.likelihood else "",
        cause=_CAUSES.get(told.cause, ""),
        reason=told.explanation,
    )


def _value(value: Decimal | None, unit: str) -> str:
    return "" if value is None else f"{plain(value)}{unit}"


def _wan(yuan: Decimal) -> Decimal:
    return Decimal(ledger.in_ten_thousands(yuan))
