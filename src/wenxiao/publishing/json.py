"""The published JSON: a reading, or a reading with what the rules made of it.

Offsets are code points of the document's own text, decimals are strings without exponent, missing is null. The keys and
their meaning stand in ``schema.json`` beside this file, which ``wenxiao schema`` prints.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from importlib.resources import files
from typing import Any

from wenxiao.audit.model import Coverage, Finding, Report, Suppression
from wenxiao.audit.obligations import obligations
from wenxiao.documents.model import Anchor, Block
from wenxiao.publishing.aside import suppression_tree, unused_tree
from wenxiao.quantities.model import Quantity, Span
from wenxiao.reading.form_facts import Form, MoneyRow
from wenxiao.reading.model import Identity, Indicator, Part, Project, Rate, Reading, Relation, Statement

SCHEMA = "wenxiao/reading/1"

Tree = dict[str, Any]


def schema() -> str:
    """The JSON Schema of the output, as text."""
    return files("wenxiao.publishing").joinpath("schema.json").read_text("utf-8")


def dumps(tree: Mapping[str, Any], *, indent: int | None = None) -> str:
    """One JSON object as text; on one line unless ``indent`` is given."""
    return json.dumps(tree, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))


def report_tree(report: Report) -> Tree:
    """Everything: the reading, the findings (those set aside last, with the reason), the coverage of every rule that ran."""
    tree = reading_tree(report.reading)
    tree["document"]["regime"] = None if report.regime is None else report.regime.name
    required = () if report.regime is None else obligations(report.reading, report.regime)
    tree["obligations"] = [
        {"kind": o.requirement.kind, "name": o.name(), "name_en": o.name("en"), "state": o.state.value}
        for o in required
    ]
    tree["findings"] = [
        *(_finding(report.reading, finding, None) for finding in report.findings),
        *(_finding(report.reading, aside.finding, aside.suppression) for aside in report.suppressed),
    ]
    tree["unused_suppressions"] = [unused_tree(left) for left in report.unused]
    tree["coverage"] = {code: _coverage(coverage) for code, coverage in report.coverage.items()}
    return tree


def reading_tree(reading: Reading) -> Tree:
    """Everything up to the relations."""
    document = reading.document
    return {
        "schema": SCHEMA,
        "document": {
            "path": document.path,
            "sha256": document.sha256,
            "media_type": document.media_type,
            **_identity(reading, reading.identity),
            "notes": list(document.notes),
        },
        "text": document.text,
        "anchors": [_anchor(block) for block in document.blocks],
        "sections": [
            {
                "title": s.title,
                "number": s.number,
                "level": s.level,
                "item": s.item,
                **_place(reading, Span(s.start, s.end)),
            }
            for s in reading.sections
        ],
        "quantities": [_quantity(reading, quantity, number) for quantity, number in reading.ids.items()],
        "projects": [_project(reading, project, n) for n, project in enumerate(reading.projects, 1)],
        "relations": [_relation(reading, relation) for relation in reading.relations],
        "indicators": [_indicator(reading, indicator) for indicator in reading.indicators],
        "forms": [_form(reading, form) for form in reading.forms],
        "marks": [{"kind": m.kind, "detail": m.detail, **_place(reading, Span(m.start, m.end))} for m in reading.marks],
        "problems": [_statement(reading, statement) for statement in reading.problems],
        "personal": [
            {"kind": p.kind, "shown": p.shown, "contact": p.contact, "spans": [_place(reading, s) for s in p.spans]}
            for p in reading.personal
        ],
    }


def project_id(reading: Reading, index: int | None) -> str | None:
    """The id of a project by its index in ``Reading.subjects``; None for one that the text does not name."""
    return None if index is None or index >= len(reading.projects) else f"p{index + 1}"


def decimal(value: Decimal | None) -> str | None:
    """A decimal as a plain string, digits as they are, never an exponent."""
    return None if value is None else f"{value:f}"


def _place(reading: Reading, span: Span) -> Tree:
    start, end = reading.source(span)
    return {"start": start, "end": end}


def _maybe_place(reading: Reading, span: Span | None) -> Tree | None:
    return None if span is None else _place(reading, span)


def _known(reading: Reading, quantities: Iterable[Quantity]) -> list[str]:
    return [reading.ids[q] for q in quantities if q in reading.ids]


def _id(reading: Reading, quantity: Quantity | None) -> str | None:
    return None if quantity is None else reading.ids.get(quantity)


def _identity(reading: Reading, identity: Identity) -> Tree:
    return {
        "type": identity.type,
        "title": identity.title,
        "organisation": identity.organisation,
        "region": identity.region,
        "fiscal_year": identity.fiscal_year,
        "self_score": decimal(identity.self_score),
        "grade": identity.grade,
        "legal_references": [
            {"text": r.text, **_place(reading, Span(r.start, r.end))} for r in identity.legal_references
        ],
    }


def _anchor(block: Block) -> Tree:
    anchor = block.anchor
    where = {entry.name: getattr(anchor, entry.name) for entry in fields(Anchor)}
    return {
        "start": block.start,
        "end": block.end,
        "kind": block.kind,
        "level": block.level,
        **{name: value for name, value in where.items() if value is not None},
    }


def _quantity(reading: Reading, quantity: Quantity, number: str) -> Tree:
    confidence = None if reading.recognition is None else reading.recognition.confidence(quantity.span)
    return {
        "id": number,
        **_place(reading, quantity.span),
        "kind": quantity.kind,
        "value": decimal(quantity.value),
        "unit": quantity.unit,
        "decimals": quantity.decimals,
        "normalized": decimal(quantity.normalized),
        "base_unit": quantity.base_unit,
        "low": decimal(quantity.interval.low),
        "high": decimal(quantity.interval.high),
        "approximate": quantity.approximate,
        **({} if confidence is None else {"confidence": round(confidence, 3)}),
    }


def _statement(reading: Reading, statement: Statement) -> Tree:
    known = _known(reading, statement.quantities)
    return {
        "text": statement.text,
        "quantity": known[0] if known else None,
        "quantities": known,
        **_place(reading, Span(statement.start, statement.end)),
    }


def _part(reading: Reading, key: str, part: Part) -> Tree:
    return {key: part.name, "quantity": _id(reading, part.quantity)}


def _rate(reading: Reading, rate: Rate) -> Tree:
    return {"measure": rate.measure, "quantity": _id(reading, rate.quantity), "partial": rate.partial}


def _project(reading: Reading, project: Project, number: int) -> Tree:
    return {
        "id": f"p{number}",
        "name": project.name,
        **_place(reading, Span(project.start, project.end)),
        "scope": _place(reading, project.scope),
        "budget": decimal(project.budget),
        "adjusted_budget": decimal(project.adjusted_budget),
        "arrived": decimal(project.arrived),
        "spent": decimal(project.spent),
        "stated_execution_rate": decimal(project.stated_execution_rate),
        "stated_arrival_rate": decimal(project.stated_arrival_rate),
        "facts": [
            {"role": fact.role.value, "period": fact.period, "quantity": _id(reading, fact.quantity)}
            for fact in project.facts
        ],
        "rates": [_rate(reading, rate) for rate in project.rates],
        "funding": [_part(reading, "source", part) for part in project.funding],
        "components": [_part(reading, "name", part) for part in project.components],
        "targets": [_statement(reading, s) for s in project.targets],
        "outputs": [_statement(reading, s) for s in project.outputs],
        "effects": [_statement(reading, s) for s in project.effects],
        "problems": [_statement(reading, s) for s in project.problems],
    }


def _relation(reading: Reading, relation: Relation) -> Tree:
    computed = relation.computed
    return {
        "kind": relation.kind,
        "operands": _known(reading, relation.operands),
        "stated": _id(reading, relation.stated),
        "computed_low": decimal(computed.low) if computed is not None else None,
        "computed_high": decimal(computed.high) if computed is not None else None,
        "holds": relation.holds,
        "verdict": relation.verdict.value,
        "spans": [_place(reading, span) for span in relation.spans],
        "reason": relation.reason,
        "formula": relation.formula,
        "basis": relation.basis,
        "exhaustive": relation.exhaustive,
        "project": project_id(reading, relation.project),
    }


def _indicator(reading: Reading, indicator: Indicator) -> Tree:
    return {
        "name": indicator.name,
        **_place(reading, indicator.span),
        "level1": indicator.level1,
        "level2": indicator.level2,
        "operator": indicator.operator,
        "target": _maybe_place(reading, indicator.target),
        "actual": _maybe_place(reading, indicator.actual),
        "target_quantity": _id(reading, indicator.target_value),
        "actual_quantity": _id(reading, indicator.actual_value),
        "weight": decimal(indicator.weight),
        "score": decimal(indicator.score),
        "reason": _maybe_place(reading, indicator.reason),
        "nature": indicator.nature,
        "unit": indicator.unit,
        "likelihood": indicator.likelihood,
        "so_far": _maybe_place(reading, indicator.so_far),
        "expected": _maybe_place(reading, indicator.expected),
    }


def _form(reading: Reading, form: Form) -> Tree:
    total = form.total
    return {
        "kind": form.kind,
        **_place(reading, form.span),
        "scope_end": reading.source(form.scope).end,
        "project": project_id(reading, form.project),
        "title": _maybe_place(reading, form.title),
        "name": _maybe_place(reading, form.name),
        "office": _maybe_place(reading, form.office),
        "unit": _maybe_place(reading, form.unit),
        "money": [_money_row(reading, row) for row in form.money],
        "goals": [{"kind": goal.kind, **_place(reading, goal.span)} for goal in form.goals],
        "indicators": list(range(form.first, form.first + len(form.indicators))),
        "midterm": [_indicator(reading, indicator) for indicator in form.midterm],
        "total": None
        if total is None
        else {"points": decimal(total.points), "score": decimal(total.score), **_place(reading, total.span)},
    }


def _money_row(reading: Reading, row: MoneyRow) -> Tree:
    return {
        "name": row.name,
        **_place(reading, row.span),
        "total": row.total,
        "amounts": {role.value: _id(reading, quantity) for role, quantity in row.amounts.items()},
        "forecast": _id(reading, row.forecast),
        "rate": _id(reading, row.rate),
        "points": decimal(row.points),
        "score": decimal(row.score),
    }


def _finding(reading: Reading, finding: Finding, suppression: Suppression | None) -> Tree:
    outcome = finding.outcome
    return {
        "id": finding.id,
        "code": finding.rule.code,
        "slug": finding.rule.slug,
        "check": finding.rule.check,
        "severity": finding.severity.value,
        "title": finding.rule.title,
        "message": outcome.zh,
        "message_en": outcome.en,
        "spans": [{"start": start, "end": end} for start, end in finding.spans],
        "operands": _known(reading, outcome.operands),
        "arithmetic": list(outcome.arithmetic),
        "computed": outcome.computed,
        "difference": outcome.difference,
        "basis": finding.rule.basis,
        "by_hand": finding.rule.by_hand,
        "basis_en": finding.rule.basis_en,
        "by_hand_en": finding.rule.by_hand_en,
        "project": project_id(reading, outcome.project),
        "suppressed": None if suppression is None else suppression_tree(suppression),
    }


def _coverage(coverage: Coverage) -> Tree:
    return {
        "passed": coverage.passed,
        "failed": coverage.failed,
        "not_applicable": coverage.not_applicable,
        "unknown": dict(coverage.unknown),
    }
