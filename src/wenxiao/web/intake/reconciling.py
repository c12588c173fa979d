"""A document against what the site holds of the project (核对): ledger, approved targets, monitoring, the year before.

The rules are those over records (``audit.records``): what the document states takes the place of the entered self-evaluation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from wenxiao.audit.records import RecordFinding, audit_record, record_rules
from wenxiao.performance import records
from wenxiao.quantities.paper import in_unit
from wenxiao.quantities.scan import scan
from wenxiao.web.core.regimes import regime_of
from wenxiao.web.core.say import say
from wenxiao.web.intake.proposing import FIELDS, Tree

#: The checks that compare a report with ledger, approved targets and monitoring.
CHECKS = ("F04", "F05", "F06")


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount that the document states beside that of the ledger; ``difference`` in the document's unit, None where it agrees."""

    year: int
    role: str
    words: str
    start: int
    held: Decimal | None
    agrees: bool | None
    difference: Decimal | None
    unit: str

    @property
    def name(self) -> str:
        return say(*records.ROLES[self.role])


@dataclass(frozen=True, slots=True)
class Quote:
    """One of the statements of a finding; ``start`` is its place in the document, None where the site holds it."""

    words: str
    start: int | None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the document says and the site does not."""

    finding: RecordFinding
    quotes: tuple[Quote, ...]

    @property
    def words(self) -> str:
        return say(self.finding.message("zh"), self.finding.message("en"))


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One project of a document against the project-year: amounts line by line, contradictions, and what could not be compared."""

    year: Any
    figures: tuple[Figure, ...]
    contradictions: tuple[Contradiction, ...]
    passed: int
    unknown: Mapping[str, int]


def reconciled(tree: Tree, number: int, kind: str, year: Any, record: records.Record) -> Reconciled:
    """Project ``number`` (from 1) of a document of that kind, compared with the record of a project-year."""
    stated = list(_stated(tree, number, year.year))
    held = {year.year: record.ledger, year.year - 1: record.before.ledger if record.before else records.Ledger()}
    figures = [_figure(of, one, start, getattr(held[of], one.role)) for of, one, start in stated]
    places: dict[str, int] = {}
    now = _with(record, tree, number, kind, [(one, start) for of, one, start in stated if of == year.year], places)
    chosen = [rule for rule in record_rules() if rule.check in CHECKS]
    report = audit_record(now, regime_of(year), chosen)
    unknown: dict[str, int] = {}
    for coverage in report.coverage.values():
        for reason, count in coverage.unknown.items():
            unknown[reason] = unknown.get(reason, 0) + count
    contradictions = tuple(
        Contradiction(f, tuple(Quote(q.words, places.get(q.place.rpartition(".")[0], places.get(q.place))) for q in f.outcome.quotes))
        for f in report.findings
    )  # fmt: skip
    passed = sum(coverage.passed for coverage in report.coverage.values())
    return Reconciled(year, tuple(figures), contradictions, passed, unknown)


def _stated(tree: Tree, number: int, year: int) -> Iterator[tuple[int, records.Stated, int]]:
    """The amounts that a document states of this year and the one before, each once: year, figure, place."""
    project = tree["projects"][number - 1]
    quantities = {one["id"]: one for one in tree["quantities"]}
    seen = set()
    for fact in project["facts"]:
        role, period = fact["role"], fact["period"] or ""
        of = int(period[:4]) if period[:4].isdecimal() else year
        quantity = quantities[fact["quantity"]]
        if role not in FIELDS or of not in (year, year - 1) or (of, role) in seen:
            continue
        if of == year and project[FIELDS[role]] != quantity["normalized"]:
            continue
        words = tree["text"][quantity["start"] : quantity["end"]]
        printed = words if words.endswith(quantity["unit"]) else f"{words}{quantity['unit']}"
        if read := next(iter(scan(printed)), None):
            seen.add((of, role))
            yield of, records.Stated(role, printed, read), quantity["start"]


def _figure(year: int, one: records.Stated, start: int, held: Decimal | None) -> Figure:
    within = None if held is None else one.quantity.interval.low <= held <= one.quantity.interval.high
    apart = one.quantity.value - in_unit(held, one.quantity) if held is not None and within is False else None
    return Figure(year, one.role, one.words, start, held, within, apart, one.quantity.unit)


def _with(
    record: records.Record, tree: Tree, number: int, kind: str, stated: list[tuple[records.Stated, int]], places: dict[str, int]
) -> records.Record:  # fmt: skip
    """The record with what the document states in place of what was entered; ``places`` takes where each of it stands."""
    figures = tuple(one for one, _ in stated)
    if "自评" not in kind:
        for one, start in stated:
            places[f"evaluations[1].figures.{one.role}"] = start
        evaluation = records.Evaluation(kind or "文档", figures=figures)
        return replace(record, self_evaluation=None, evaluations=(evaluation,))
    for one, start in stated:
        places[f"self_evaluation.figures.{one.role}"] = start
    form = next((one for one in tree["forms"] if one["project"] == tree["projects"][number - 1]["id"]), None)
    scored = None
    if form:
        scored = tuple(_scored(tree, tree["indicators"][index]) for index in form["indicators"])
        for at, index in enumerate(form["indicators"], 1):
            places[f"self_evaluation.indicators[{at}]"] = tree["indicators"][index]["start"]
    own = records.SelfEvaluation(
        total=_number(form["total"]["score"]) if form and form["total"] else None,
        indicators=scored, text=tree["text"], figures=figures,
    )  # fmt: skip
    return replace(record, self_evaluation=own, evaluations=None)


def _scored(tree: Tree, one: Mapping[str, Any]) -> records.Scored:
    def at(name: str) -> str | None:
        span = one[name]
        return tree["text"][span["start"] : span["end"]].strip() or None if span else None

    return records.Scored(
        one["name"], at("target"), at("actual"), _number(one["weight"]), _number(one["score"]), at("reason")
    )


def _number(words: str | None) -> Decimal | None:
    return Decimal(words) if words else None
