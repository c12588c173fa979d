"""The official form of a round (绩效目标执行监控表), filled from a report and the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wenxiao.performance import ledger
from wenxiao.performance.monitoring import Likelihood
from wenxiao.performance.targets import Nature
from wenxiao.publishing.forms import FormIndicator, MoneyLine, Values
from wenxiao.quantities.paper import plain, rounded
from wenxiao.web.ledger.models import Entry
from wenxiao.web.monitoring.lights import Lit, LitLine
from wenxiao.web.monitoring.models import Monitoring, Progress
from wenxiao.web.register.models import Project
from wenxiao.web.targets.auditing import row

#: As the form prints them, whatever language the page is in.
_CAUSES = {"money": "经费保障", "rules": "制度保障", "staff": "人员保障", "equipment": "硬件条件保障", "other": "其他"}
#: The rows below the total of the money.
_PARTS = ("其中：本年一般公共预算拨款", "其他资金")
#: The sources that the general public budget of the year appropriates; of another budget none is.
_APPROPRIATED = frozenset({ledger.Source.FISCAL, ledger.Source.TRANSFER})


def values(report: Monitoring, lights: Lit) -> Values:
    """The form of a report with its lights' money; what is not filled in stays blank.

    The form has the original budget and no adjusted one, so that its rate is of that: 执行数 ÷ 年初预算数, as it prints them.
    """
    year = report.year
    return Values(
        name=year.project.name,
        office=year.unit.department.name,
        unit=year.unit.name,
        year=year.year,
        month=report.round.month,
        money=tuple(_money(report, lights)),
        wanted=report.target_set.goal,
        indicators=tuple(_row(line) for line in lights.lines),
    )


def _money(report: Monitoring, lights: Lit) -> Iterator[MoneyLine]:
    """All of the money, and below it the general budget of the year and the rest."""
    forecast = {} if report.expected_spending is None else {"forecast": _wan(report.expected_spending)}
    known = {**_amounts(lights.position), **forecast}
    if not known:
        return
    rate = ledger.rate(lights.position, "execution_of_original").value
    yield MoneyLine("", known, None if rate is None else rounded(rate * 100, 2))
    rows = Entry.objects.filter(project_year=report.year_id, date__lte=report.round.until)
    parts: dict[str, list[ledger.Entry]] = {name: [] for name in _PARTS}
    general = report.year.project.fund == Project.Fund.GENERAL
    for entry in (one.plain() for one in rows):
        parts[_PARTS[0] if general and entry.source in _APPROPRIATED else _PARTS[1]].append(entry)
    for name, entries in parts.items():
        if amounts := _amounts(ledger.position(entries)):
            yield MoneyLine(name, amounts)


def _amounts(of: ledger.Position) -> dict[str, Decimal]:
    said = {"approved": of.original, "spent": of.paid}
    return {role: _wan(amount) for role, amount in said.items() if amount is not None}


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
