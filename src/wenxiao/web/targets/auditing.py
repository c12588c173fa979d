"""What is said of a version of the targets: by the checks of the form, and by the audit's rules over the official form."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from wenxiao.performance import ledger, targets
from wenxiao.performance.regime import Regime
from wenxiao.performance.remarks import Remark, error
from wenxiao.publishing.forms import FormIndicator, MoneyLine, Values, find
from wenxiao.web.core.auditing import Said, of_remarks
from wenxiao.web.core.official import audited
from wenxiao.web.core.regimes import regime_of
from wenxiao.web.ledger.models import Entry

#: As the form prints them, whatever language the page is in.
_ATTRIBUTES = {"new": "新增项目", "continuing": "延续项目"}
#: Checks of the audit that ``performance.target_checks`` asks of the form itself, in the same words: not asked twice.
ASKED = frozenset({"C03", "C06", "C09", "C10", "C11", "C15", "C22", "C23"})


def said_of(target_set: Any) -> list[Said]:
    """Everything that is said of a stored version, the form's own checks first."""
    regime, plain = regime_of(target_set.year), target_set.plain()
    entries = [entry.plain() for entry in Entry.objects.filter(project_year=target_set.year_id)]
    by_row = {str(row): indicator.key for row, indicator in enumerate(plain.indicators)}

    def name(field: str) -> str:
        """The field of the web form for one of the official form."""
        if field == "wanted":
            return "goal"
        if field.startswith("indicators."):
            _, row, part = field.split(".")
            return f"{by_row.get(row, '')}.{part}"
        return field

    unweighed = {row.key for row in target_set.indicators.all() if row.weight is None}
    without = unbudgeted(ledger.position(entries)) if target_set.state == "at_performance" else None
    own = of_remarks([*([without] if without else []), *remarks(plain, regime, unweighed)])
    paper = audited(find("target"), values(target_set, entries), regime, name, known=ASKED)
    return [*own, *paper]


def unbudgeted(money: ledger.Position) -> Remark | None:
    """What the office that approves is told where the ledger has no budget of the year; it goes on with a written reason."""
    if money.revised is not None:
        return None
    return error(
        "money",
        "台账中没有本年度的预算：目标应与预算一并批复，请先登记预算，或在意见中写明先行批复的理由",
        "The ledger has no budget of the year: targets are approved together with it; enter the budget first, or say in the comment why they go ahead",
    )


def remarks(form: targets.TargetSet, regime: Regime, unweighed: set[str]) -> list[Remark]:
    """What the checks say of a form; of a row that has no weight yet they say that, not that its weight is 0."""
    return [
        replace(remark, text_zh="没有填权重", text_en="The weight is missing")
        if _no_weight(remark, unweighed)
        else remark
        for remark in targets.check(form, regime)
    ]


def _no_weight(remark: Remark, unweighed: set[str]) -> bool:
    key, _, field = remark.field.rpartition(".")
    return field == "weight" and key in unweighed


def values(target_set: Any, entries: list[ledger.Entry]) -> Values:
    """The official form (绩效目标申报表) of a version, with the budget of the year as the ledger has it."""
    year = target_set.year
    project, department = year.project, year.unit.department
    return Values(
        name=project.name,
        office=department.name,
        unit=year.unit.name,
        office_code=department.code,
        unit_code=year.unit.code,
        code=project.code,
        attribute=_ATTRIBUTES[project.attribute],
        term=f"{project.begins}年" if project.begins == project.ends else f"{project.begins}—{project.ends}年",
        year=year.year,
        money=money(entries),
        wanted=target_set.goal,
        indicators=tuple(row(indicator) for indicator in target_set.plain().indicators),
    )


def row(indicator: targets.Indicator) -> FormIndicator:
    """One indicator as the form prints it."""
    level2 = indicator.level2 if indicator.level2.endswith("指标") else f"{indicator.level2}指标"
    return FormIndicator(
        name=indicator.name,
        level1=f"{indicator.level1}指标",
        level2=level2,
        target=indicator.wanted,
        weight=indicator.weight,
    )


def money(entries: list[ledger.Entry]) -> tuple[MoneyLine, ...]:
    """The budget of the year in 万元: the whole, what the budget appropriates, the rest. Nothing where nothing is entered."""
    whole = ledger.position(entries).revised
    if whole is None:
        return ()
    fiscal = ledger.position(entry for entry in entries if entry.source is not ledger.Source.OTHER).revised
    other = whole - fiscal if fiscal is not None else whole
    return (
        MoneyLine("", {"approved": _wan(whole)}),
        MoneyLine("其中：财政拨款", {"approved": _wan(fiscal)} if fiscal is not None else {}),
        MoneyLine("其他资金", {"approved": _wan(other)}),
    )


def _wan(yuan: Decimal) -> Decimal:
    return Decimal(ledger.in_ten_thousands(yuan))
