"""What a report says, as rows of the tables: the JSON of a reading, flattened.

The ids, places and exact decimals are those of ``publishing.json``; nothing is computed anew here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from wenxiao.audit.model import Report
from wenxiao.audit.obligations import State
from wenxiao.audit.summary import summarise
from wenxiao.corpus.comparable import names_of, packed, paragraph_rows, placed, sentence_hashes
from wenxiao.corpus.rows import Row, Rows, exact
from wenxiao.corpus.tables import DOCUMENTS, READ
from wenxiao.publishing.json import report_tree


def add_report(rows: Rows, report: Report, about: Row) -> None:
    """The rows of one document. ``about``: what is known of it besides (hash, engine, uri, and region, year or organisation where a
    list of files says them, which then hold)."""
    tree = report_tree(report)
    document = tree["document"]
    summary = placed(summarise(report.reading), about)
    unit, district, keys = names_of(summary)
    place = {name: about.get(name) or document[said] for name, said in (("region", "region"), ("year", "fiscal_year"))}
    key = {"sha256": about["sha256"], **place}
    amounts = {quantity["id"]: exact(quantity["normalized"]) for quantity in tree["quantities"]}
    for table, found in (
        ("sections", _sections(tree)),
        ("quantities", _quantities(tree)),
        ("facts", _facts(tree, amounts)),
        ("projects", _projects(tree, [project.executors for project in summary.projects], keys)),
        ("indicators", _indicators(tree)),
        ("relations", _relations(tree)),
        ("findings", _findings(tree)),
        ("coverage", _coverage(tree)),
        ("paragraphs", paragraph_rows(summary)),
        ("summaries", [{"sentences": sentence_hashes(summary), "summary": packed(summary)}]),
    ):
        for number, row in enumerate(found, 1):
            rows.add(table, {**row, "number": number, **key})
    rows.add(
        DOCUMENTS.name,
        {
            **about, **key, "status": READ,
            **{name: document[name] for name in ("media_type", "type", "title", "grade", "regime", "notes")},
            "organisation": about.get("organisation") or document["organisation"],
            "self_score": exact(document["self_score"]),
            "agency": summary.agency,
            "unit": unit,
            "district": district,
            "absent": sum(required["state"] == State.ABSENT.value for required in tree["obligations"]),
            "legal_references": [reference["text"] for reference in document["legal_references"]],
            "pages": len(report.reading.document.pages) or None,
            "recognised": bool(report.reading.document.recognised),
            "text": tree["text"],
        },
    )  # fmt: skip


#: Statements of a project by the kind of fact they become.
_STATEMENTS = {"targets": "target", "outputs": "output", "effects": "effect", "problems": "problem"}


def _sections(tree: Row) -> Iterable[Row]:
    return ({**section, "label": section["number"]} for section in tree["sections"])


def _quantities(tree: Row) -> Iterable[Row]:
    for quantity in tree["quantities"]:
        yield {
            **quantity,
            "quantity": quantity["id"],
            **{name: exact(quantity[name]) for name in ("normalized", "low", "high")},
        }


def _facts(tree: Row, amounts: Mapping[str, Decimal | None]) -> Iterable[Row]:
    places = {quantity["id"]: quantity for quantity in tree["quantities"]}

    def row(project: str | None, kind: str, about: Row, quantity: str | None, **more: Any) -> Row:
        at = about if "start" in about else places.get(quantity or "", {})
        amount = amounts.get(quantity) if quantity is not None else None
        start, end = at.get("start"), at.get("end")
        return {"project": project, "kind": kind, "quantity": quantity, "amount": amount, "start": start, "end": end, **more}  # fmt: skip

    for project in tree["projects"]:
        of = project["id"]
        for fact in project["facts"]:
            yield row(of, "money", fact, fact["quantity"], role=fact["role"], period=fact["period"])
        for rate in project["rates"]:
            yield row(of, "rate", rate, rate["quantity"], role=rate["measure"])
        for part in project["funding"]:
            yield row(of, "funding", part, part["quantity"], text=part["source"])
        for part in project["components"]:
            yield row(of, "component", part, part["quantity"], text=part["name"])
        for statements, kind in _STATEMENTS.items():
            for statement in project[statements]:
                yield row(of, kind, statement, statement["quantity"], text=statement["text"])
    within = {
        (statement["start"], statement["end"]) for project in tree["projects"] for statement in project["problems"]
    }
    for statement in tree["problems"]:
        if (statement["start"], statement["end"]) not in within:
            yield row(None, "problem", statement, statement["quantity"], text=statement["text"])


def _projects(tree: Row, executors: Iterable[Iterable[str]], keys: Iterable[str | None]) -> Iterable[Row]:
    money = "budget", "adjusted_budget", "arrived", "spent", "stated_execution_rate", "stated_arrival_rate"
    for project, who, key in zip(tree["projects"], executors, keys, strict=True):
        numbers = {name: exact(project[name]) for name in money}
        yield {**project, "project": project["id"], **numbers, "executors": list(who), "key": key}


def _indicators(tree: Row) -> Iterable[Row]:
    text = tree["text"]

    def words(place: Row | None) -> str | None:
        return None if place is None else " ".join(text[place["start"] : place["end"]].split())

    for indicator in tree["indicators"]:
        printed = {name: words(indicator[name]) for name in ("target", "actual")}
        points = {name: exact(indicator[name]) for name in ("weight", "score")}
        yield {**indicator, **printed, **points}


def _relations(tree: Row) -> Iterable[Row]:
    for relation in tree["relations"]:
        yield {**relation, **{name: exact(relation[name]) for name in ("computed_low", "computed_high")}}


def _findings(tree: Row) -> Iterable[Row]:
    return ({**finding, "finding": finding["id"]} for finding in tree["findings"])


def _coverage(tree: Row) -> Iterable[Row]:
    for code, counts in sorted(tree["coverage"].items()):
        unknown = counts["unknown"]
        if counts["passed"] or counts["failed"] or counts["not_applicable"] or unknown:
            reasons = [{"reason": reason, "times": times} for reason, times in unknown.items()]
            yield {**counts, "code": code, "unknown": sum(unknown.values()), "reasons": reasons}
