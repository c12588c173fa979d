"""Facts of a project-year as a release holds them: JSON, amounts and other numbers as text, nothing of persons, nothing internal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from decimal import Decimal
from typing import Any

from wenxiao.performance import ledger
from wenxiao.performance.evaluation import ExecutionLine, Line
from wenxiao.performance.target_form import Indicator, Nature
from wenxiao.publishing.reports.facts import reached
from wenxiao.quantities.paper import plain, rounded
from wenxiao.web.core.clock import day_of
from wenxiao.web.ledger.models import Entry

#: What of a position is nobody's business but the treasury's and the contractors'.
_INTERNAL = frozenset({"allocated", "contracted"})
AMOUNTS = tuple(one.name for one in fields(ledger.Position) if one.name not in _INTERNAL)
_RATE_PLACES = 6


def text(value: Decimal | None) -> str | None:
    """A number as text; None stays None."""
    return None if value is None else plain(value)


def fen(value: Decimal | None) -> str | None:
    """An amount in yuan with two decimals."""
    return None if value is None else f"{rounded(value, 2):f}"


def organisation(one: Any) -> dict[str, str] | None:
    return None if one is None else {"code": one.code, "name": one.name}


def above(unit: Any) -> dict[str, Any]:
    """Unit, department and district."""
    top = unit
    while top.parent is not None:
        top = top.parent
    return {"unit": organisation(unit), "department": organisation(unit.department), "district": organisation(top)}


def about(year: Any) -> dict[str, Any]:
    """The project and whose it is."""
    project = year.project
    return above(year.unit) | {
        "project": {
            "code": project.code, "name": project.name, "attribute": project.attribute, "fund": project.fund, "bond": project.bond,
            "begins": project.begins, "ends": project.ends, "purpose": project.purpose,
        },
    }  # fmt: skip


def money(year: Any, at: ledger.Position, only: Collection[str] = AMOUNTS) -> dict[str, Any]:
    """Money by kind, the rates with their base, and the sources where those of the ledger make up the same whole."""
    amounts = {name: fen(getattr(at, name)) for name in AMOUNTS if name in only}
    rates = [
        {"key": rate.key, "numerator": fen(rate.numerator), "denominator": fen(rate.denominator), "value": f"{rounded(rate.value, _RATE_PLACES):f}"}
        for rate in ledger.rates(at)
        if rate.value is not None and rate.key in ("execution", "arrival") and "paid" in only
    ]  # fmt: skip
    entries = [entry.plain() for entry in Entry.objects.filter(project_year=year.pk)]
    now = ledger.position(entries)
    sources: list[dict[str, str | None]] = []
    if all(getattr(now, name) == getattr(at, name) for name in AMOUNTS):
        for source, part in ledger.by_source(entries).items():
            names = (name for name in ("original", "revised", "paid") if name in only)
            sources.append({"source": source.value, **{name: fen(getattr(part, name)) for name in names}})
    return {"money": amounts, "rates": rates, "sources": sources}


def target(one: Indicator) -> dict[str, Any]:
    """An indicator with its target."""
    return {
        "key": one.key, "level1": one.level1, "level2": one.level2, "name": one.name, "nature": one.nature.value, "target": one.wanted,
        "target_value": text(one.target), "upper_value": text(one.upper), "unit": one.unit, "points": text(one.weight),
    }  # fmt: skip


def line(one: Line) -> dict[str, Any]:
    """An indicator with what was reached of it."""
    actual = one.actual
    value = actual.value
    if value is None and one.indicator.nature is not Nature.QUALITATIVE:
        value = actual.quotient(one.indicator.unit)
        value = None if value is None else rounded(value, 2)
    return target(one.indicator) | {
        "actual": reached(one), "actual_value": text(value), "numerator": text(actual.numerator), "denominator": text(actual.denominator),
        "reached": one.reached, "score": text(one.score), "how": one.how, "how_en": one.how_en, "reason": actual.reason,
    }  # fmt: skip


def execution(one: ExecutionLine, reason: str) -> dict[str, Any]:
    """The line of the budget execution rate."""
    return {
        "points": text(one.points),
        "score": text(one.score),
        "how": one.how,
        "how_en": one.how_en,
        "reason": reason,
    }


def problems(year: Any) -> list[dict[str, Any]]:
    """What was found and what became of it; without the names of those who see to it, and without what was withdrawn."""
    return [
        {
            "text": one.text, "measure": one.measure, "result": one.result, "state": one.state, "due": one.due.isoformat(),
            "closed_on": day_of(one.closed_at).isoformat() if one.closed_at else None,
        }
        for one in year.problems.exclude(state="withdrawn").order_by("raised_at", "pk")
    ]  # fmt: skip
