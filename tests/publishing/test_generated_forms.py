"""Official forms filled from made-up project-years: as workbook and as Word file, the audit finds nothing but what is true of the data."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from tests.publishing import project_years as made_up
from wenxiao.audit.run import audit_reading
from wenxiao.performance.ledger import rate
from wenxiao.performance.roll_up import Part, roll_up
from wenxiao.publishing.forms import FormIndicator, MoneyLine, Values, docx, find, xlsx
from wenxiao.publishing.reports.facts import ProjectMaterial, level, reached
from wenxiao.publishing.reports.forms import department_values
from wenxiao.quantities.paper import rounded
from wenxiao.reading.pipeline import read

pytestmark = pytest.mark.slow

WAN = Decimal(10_000)
SEEDS = range(12)


def wan(amount: Decimal) -> Decimal:
    exact = (amount / WAN).normalize()
    return exact.quantize(Decimal("0.01")) if exact == exact.quantize(Decimal("0.01")) else exact


def values(kind: str, of: ProjectMaterial) -> Values:
    """What a form of that kind is filled with."""
    at = of.position
    amounts = {"approved": at.original, "adjusted": at.revised, "spent": at.paid}
    if kind == "target":
        amounts = {"approved": at.revised}
    if kind == "monitoring":
        amounts = {"approved": at.original, "spent": at.paid, "forecast": at.revised}
    made = rate(at, "execution_of_original" if kind == "monitoring" else "execution").value
    spent = of.form.execution if of.form and kind == "self_evaluation" else None
    line = MoneyLine(
        "", {role: wan(amount) for role, amount in amounts.items() if amount is not None},
        None if made is None or kind == "target" else rounded(made * 100, 2), spent.points if spent else None, spent.score if spent else None,
    )  # fmt: skip
    rows = [
        FormIndicator(
            one.name, f"{one.indicator.level1}指标", level(one.indicator.level2), one.indicator.wanted,
            actual=reached(one) if kind == "self_evaluation" else "", so_far=reached(one) if kind == "monitoring" else "",
            expected=reached(one) if kind == "monitoring" else "", likelihood="确定能" if kind == "monitoring" and one.reached else "",
            reason=one.actual.reason if kind == "self_evaluation" else "", weight=one.points,
            score=one.score if kind == "self_evaluation" else None,
        )
        for one in (of.form.lines if of.form else ())
    ]  # fmt: skip
    total = of.form.total if of.form and kind == "self_evaluation" else None
    return Values(
        name=of.name, office=of.office, unit=of.unit, year=of.year, money=(line,) if at.revised is not None else (), wanted=of.goal,
        done=of.outcome or "年度任务全部办结。", indicators=tuple(rows), points=total.points if total else None, score=total.total if total else None,
    )  # fmt: skip


def audited(path: Path, content: bytes) -> list[tuple[str, str]]:
    path.write_bytes(content)
    return [
        (one.rule.code, one.message())
        for one in audit_reading(read(path), under=made_up.REGIME).findings
        if one.severity != "note"
    ]


def complete(of: ProjectMaterial) -> bool:
    """Whether everything that a finished form holds is known."""
    at = of.position
    return (
        of.form is not None
        and of.form.total.total is not None
        and None not in (at.original, at.revised, at.paid)
        and at.original != 0
    )


def years(seed: str, count: int) -> list[ProjectMaterial]:
    random = Random(seed)
    found: list[ProjectMaterial] = []
    while len(found) < count:
        one = made_up.project(random, made_up.NAMES[len(found)])
        if complete(one):
            found.append(one)
    return found


@pytest.mark.parametrize("kind", ["target", "monitoring", "self_evaluation"])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_filled_form_passes_the_audit(kind: str, seed: int, tmp_path: Path) -> None:
    [one] = years(f"{kind}{seed}", 1)
    layout = next(find(name) for name in ("target", "monitoring", "self-evaluation") if find(name).kind == kind)
    filled = values(kind, one)
    above = kind == "monitoring" and (one.position.paid or 0) > (one.position.original or 0)
    expected = (
        {"B105"} if above else set()
    )  # the form has no column for what was added: it is above the original budget
    assert {code for code, _ in audited(tmp_path / f"{layout.title}.xlsx", xlsx(layout, filled))} == expected
    assert {code for code, _ in audited(tmp_path / f"{layout.title}.docx", docx(layout, filled))} == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_the_form_of_a_department_passes_the_audit(seed: int, tmp_path: Path) -> None:
    every = years(f"department{seed}", 1 + seed % 6)
    whole = roll_up([Part(one.name, one.form, one.position) for one in every if one.form], made_up.REGIME)
    filled = department_values("星河区城市管理局", 2025, whole, every)
    layout = find("department")
    assert audited(tmp_path / f"{layout.title}.xlsx", xlsx(layout, filled)) == []
    assert audited(tmp_path / f"{layout.title}.docx", docx(layout, filled)) == []
