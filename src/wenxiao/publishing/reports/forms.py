"""The official form of a whole department (部门整体支出绩效自评表) from its projects: sums of money, the score that they make, their indicators."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from wenxiao.performance.ledger import Position, in_ten_thousands
from wenxiao.performance.roll_up import Department
from wenxiao.publishing.forms import FormIndicator, MoneyLine, Values
from wenxiao.publishing.reports.facts import ProjectMaterial, level, reached, sentence
from wenxiao.quantities.paper import rounded


def department_values(name: str, year: int, whole: Department, projects: Sequence[ProjectMaterial]) -> Values:
    """What the form is filled with. Points and scores of indicators are left out: they are of a project, not of the department."""
    spent = whole.execution
    total = MoneyLine(
        "", _amounts(whole.position), None if spent.rate.value is None else rounded(spent.rate.value * 100, 2)
    )
    parts = MoneyLine("项目支出", _amounts(whole.position))
    done = "".join(sentence(f"{one.name}：{one.outcome.strip()}") for one in projects if one.outcome.strip())
    wanted = "".join(sentence(f"{one.name}：{one.goal.strip()}") for one in projects if one.goal.strip())
    return Values(
        unit=name, name=name, year=year, money=(total, parts), wanted=wanted, done=done,
        indicators=tuple(row for one in projects for row in _rows(one)),
        points=Decimal(100) if whole.score is not None else None, score=whole.score,
    )  # fmt: skip


def _amounts(of: Position) -> dict[str, Decimal]:
    said = {"approved": of.original, "adjusted": of.revised, "spent": of.paid}
    return {role: Decimal(in_ten_thousands(amount)) for role, amount in said.items() if amount is not None}


def _rows(one: ProjectMaterial) -> list[FormIndicator]:
    if one.form is None:
        return []
    return [
        FormIndicator(
            name=f"{one.name}：{line.name}", level1=f"{line.indicator.level1.removesuffix('指标')}指标",
            level2=level(line.indicator.level2 or line.indicator.level1), target=line.indicator.wanted, actual=reached(line),
            reason=line.actual.reason,
        )
        for line in one.form.lines
    ]  # fmt: skip
