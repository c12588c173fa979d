"""What a form is filled with, from the facts of a reading: the form of its kind, else what is stated of a project."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from wenxiao.publishing.forms.layouts import Layout
from wenxiao.publishing.forms.model import FormIndicator, MoneyLine, Values
from wenxiao.quantities.model import Quantity, Span
from wenxiao.reading.form_facts import Form, MoneyRow
from wenxiao.reading.model import Indicator, Project, Reading, Role

_DEPARTMENT, _MONITORING = "department", "monitoring"
_WHOLE = re.compile(r"部门整体|整体支出")
#: What is set before the year, so that it holds for every part of it.
_PLANNED = frozenset({Role.PLANNED, Role.APPROVED, Role.ADJUSTED})
#: Decimals of an amount in 万元 beyond those that it has in its own unit.
_SHIFT = {"元": 4, "千元": 1, "万元": 0, "万": 0, "百万元": -2, "亿元": -4, "亿": -4}


class NothingToFillError(Exception):
    """The document states nothing that the form asks for."""


def taken(reading: Reading, layout: Layout, project: int = 0) -> Values:
    """Values for one of the reading's projects (``project`` counts from 0). Nothing is filled in that is not stated, and
    what was stated of a part of the year is not filled in for the whole year, nor the other way round.

    Raises ``NothingToFillError`` where the document has no such project or, for a whole department, no form of one.
    """
    subject = reading.subjects[project] if 0 <= project < len(reading.subjects) else None
    form = _form(reading, layout, project)
    year = reading.identity.fiscal_year
    if form is None:
        if subject is None or layout.kind == _DEPARTMENT:
            raise NothingToFillError
        return Values(
            name=subject.name, unit=reading.identity.organisation or "", year=year, 
            money=_of_project(subject, whole_year=layout.kind != _MONITORING),
            wanted=_sentences([s.text for s in subject.targets]),
            done=_sentences([s.text for s in subject.outputs]),
        )  # fmt: skip
    same_period = (form.kind == _MONITORING) == (layout.kind == _MONITORING)
    goals: dict[str, str] = {}
    for goal in form.goals:
        goals.setdefault(goal.kind, _words(reading, goal.span))
    return Values(
        name=_words(reading, form.name) or (subject.name if subject is not None else ""),
        office=_words(reading, form.office),
        unit=_words(reading, form.unit) or reading.identity.organisation or "",
        year=year,
        money=_lines(reading, form.money, spent=same_period),
        wanted=goals.get("wanted", ""),
        done=goals.get("done", ""),
        midterm=goals.get("midterm", ""),
        indicators=tuple(_indicator(reading, indicator, reasons=same_period) for indicator in form.indicators),
        midterm_indicators=tuple(_indicator(reading, indicator) for indicator in form.midterm),
        points=form.total.points if form.total else None,
        score=form.total.score if form.total else None,
    )


def _form(reading: Reading, layout: Layout, project: int) -> Form | None:
    """The form of the layout's kind, else another one of the same project; one of a whole department only for its like."""
    whole = {at for at, form in enumerate(reading.forms) if _WHOLE.search(_words(reading, form.title))}
    mine = [
        form
        for at, form in enumerate(reading.forms)
        if (at in whole) == (layout.kind == _DEPARTMENT) and (at in whole or form.project in (project, None))
    ]
    kind = "self_evaluation" if layout.kind == _DEPARTMENT else layout.kind
    return next((form for form in mine if form.kind == kind), mine[0] if mine else None)


def _words(reading: Reading, span: Span | None) -> str:
    """The document's own characters, in one line."""
    if span is None:
        return ""
    start, end = reading.source(span)
    return " ".join(reading.document.text[start:end].split())


def _sentences(texts: Sequence[str]) -> str:
    return "；".join(text.strip("。；; ") for text in texts) + ("。" if texts else "")


def _amount(quantity: Quantity) -> Decimal:
    """In 万元, with the decimals that the printed amount has."""
    decimals = max(0, quantity.decimals + _SHIFT.get(quantity.unit, 4))
    return (quantity.normalized / 10000).quantize(Decimal(1).scaleb(-decimals))


def _rate(quantity: Quantity) -> Decimal:
    return quantity.value.quantize(Decimal(1).scaleb(-quantity.decimals))


def _lines(reading: Reading, rows: Sequence[MoneyRow], *, spent: bool) -> tuple[MoneyLine, ...]:
    """The total first, with all that is said in several rows of it (中期 and 年度), then its sources. ``spent``: with what
    was spent, and how that was scored."""
    total = MoneyLine("")
    sources: dict[str, MoneyLine] = {}
    for row in rows:
        amounts: Mapping[str, Decimal] = {role.value: _amount(q) for role, q in row.amounts.items()}
        if row.forecast is not None:
            amounts = {**amounts, "forecast": _amount(row.forecast)}
        rate = _rate(row.rate) if row.rate is not None else None
        if not spent:
            row = MoneyRow(row.name, row.span, row.total)
            amounts, rate = {role: amount for role, amount in amounts.items() if role in _PLANNED}, None
        before = total if row.total else sources.get(row.name, MoneyLine(_words(reading, row.span).rstrip("：:")))
        line = MoneyLine(
            before.name, {**amounts, **before.amounts}, before.rate if before.rate is not None else rate,
            before.points if before.points is not None else row.points,
            before.score if before.score is not None else row.score,
        )  # fmt: skip
        if row.total:
            total = line
        else:
            sources[row.name] = line
    return (total, *sources.values()) if rows else ()


def _of_project(project: Project, *, whole_year: bool) -> tuple[MoneyLine, ...]:
    """What a report states of a project: its phases of money and its rate of execution."""
    amounts: dict[str, Decimal] = {}
    for role in Role:
        fact = project.first(role)
        if fact is not None and role in ({*_PLANNED, Role.SPENT} if whole_year else _PLANNED):
            amounts[role.value] = _amount(fact.quantity)
    rate = next((r for r in project.rates if r.measure == "execution" and not r.partial and whole_year), None)
    return (MoneyLine("", amounts, _rate(rate.quantity) if rate is not None else None),) if amounts else ()


def _indicator(reading: Reading, indicator: Indicator, *, reasons: bool = True) -> FormIndicator:
    unit = indicator.unit
    target, actual = _words(reading, indicator.target), _words(reading, indicator.actual)
    if unit and indicator.operator and not target.startswith(indicator.operator):
        target = indicator.operator + target
    return FormIndicator(
        name=_words(reading, indicator.span),
        level1=_wide(indicator.level1),
        level2=_wide(indicator.level2),
        target=_with_unit(target, unit),
        actual=_with_unit(actual, unit),
        so_far=_with_unit(_words(reading, indicator.so_far), unit),
        expected=_with_unit(_words(reading, indicator.expected), unit),
        likelihood=indicator.likelihood,
        reason=_words(reading, indicator.reason) if reasons else "",
        weight=indicator.weight,
        score=indicator.score,
    )


def _wide(words: str) -> str:
    """With the brackets of Chinese print."""
    return words.replace("(", "（").replace(")", "）")


def _with_unit(words: str, unit: str) -> str:
    """A number whose unit stood in a column of its own gets it behind."""
    return words + unit if unit and words and words[-1].isdigit() else words
