"""SARIF 2.1.0, for code hosts and editors: one run over all documents.

Lines and columns are given for text files, where they mean the file itself. For every document ``charOffset`` counts code
points of the text as it is read, and the place as a person says it stands in ``logicalLocations``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from wenxiao import __version__
from wenxiao.audit.model import Finding, Report, Rule, Severity, Suppression
from wenxiao.audit.page import parse
from wenxiao.audit.registry import every_rule
from wenxiao.audit.together import Comparison, JointFinding
from wenxiao.documents.model import Document
from wenxiao.documents.places import Place, Places
from wenxiao.publishing.aside import noted, reason, unused_text
from wenxiao.publishing.words import name, pick
from wenxiao.quantities.model import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: The key of the stable id; its number changes when ids are made another way.
FINGERPRINT = "wenxiaoFinding/v1"
_TEXT = "text/plain"

Tree = dict[str, Any]


def sarif(
    reports: Sequence[Report],
    troubles: Sequence[str] = (),
    *,
    lang: str = "zh",
    comparison: Comparison | None = None,
) -> str:
    """The log as JSON text. ``troubles`` tell what could not be read, in the language of the log; the documents of a
    ``comparison`` are those of the reports, in their order."""
    ran = {code for report in reports for code in report.coverage} | set(comparison.coverage if comparison else ())
    listed = [rule for rule in every_rule() if rule.code in ran]
    index = {rule.code: n for n, rule in enumerate(listed)}
    told = [*_unused(reports, comparison, lang), *(("error", text) for text in troubles)]
    results = [result for n, report in enumerate(reports) for result in _results(report, n, index, lang)]
    if comparison is not None:
        results += _between(reports, comparison, index, lang)
    run = {
        "tool": {
            "driver": {
                "name": "wenxiao",
                "fullName": "问效 Wenxiao",
                "version": __version__,
                "semanticVersion": __version__,
                "language": "en" if lang == "en" else "zh-CN",
                "rules": [_rule(rule, lang) for rule in listed],
            }
        },
        "language": "en" if lang == "en" else "zh-CN",
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not troubles,
                "toolExecutionNotifications": [{"level": level, "message": {"text": text}} for level, text in told],
            }
        ],
        "artifacts": [_artifact(report.reading.document) for report in reports],
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _unused(reports: Sequence[Report], comparison: Comparison | None, lang: str) -> list[tuple[str, str]]:
    """Suppressions that set nothing aside, and what was not compared."""
    told = [
        ("warning", f"{report.reading.document.path}: {unused_text(found, lang)}")
        for report in reports
        for found in report.unused
    ]
    if comparison is not None:
        told += [("warning", unused_text(found, lang)) for found in comparison.unused]
        told += [("note", pick(words, lang)) for words in comparison.notes]
    return told


def _rule(rule: Rule, lang: str) -> Tree:
    en = lang == "en"
    page = parse(rule)
    title = rule.title_en if en else rule.title
    basis, hand = rule.rests_on(lang), rule.how(lang)
    labels = ("Basis", "By hand") if en else ("依据", "怎样核对")
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.slug.split("-")),
        "shortDescription": {"text": title},
        "fullDescription": {"text": page.summary or title},
        "help": {
            "text": f"{title}\n\n{labels[1]}: {hand}\n{labels[0]}: {basis}",
            "markdown": f"{title}\n\n**{labels[1]}** {hand}\n\n**{labels[0]}** {basis}",
        },
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"slug": rule.slug, "check": rule.check, "version": rule.version, "tags": [rule.code[0]]},
    }


def _artifact(document: Document) -> Tree:
    artifact: Tree = {"location": {"uri": _uri(document.path)}, "mimeType": document.media_type}
    if document.sha256:
        artifact["hashes"] = {"sha-256": document.sha256}
    return artifact


def _uri(path: str) -> str:
    """A relative path stays relative, with forward slashes; an absolute one becomes a file address."""
    given = Path(path)
    return given.as_uri() if given.is_absolute() else quote(given.as_posix(), errors="replace")


def _results(report: Report, artifact: int, index: dict[str, int], lang: str) -> list[Tree]:
    places = Places(report.reading.document)
    given: list[tuple[Finding, Suppression | None]] = [(finding, None) for finding in report.findings]
    given += [(aside.finding, aside.suppression) for aside in report.suppressed]
    return [_result(report, places, artifact, index, *one, lang) for one in given]


def _result(
    report: Report,
    places: Places,
    artifact: int,
    index: dict[str, int],
    finding: Finding,
    suppression: Suppression | None,
    lang: str,
) -> Tree:
    document, outcome = report.reading.document, finding.outcome
    located = [_location(document, places, artifact, span, lang) for span in finding.spans]
    whole = {"physicalLocation": {"artifactLocation": {"uri": _uri(document.path), "index": artifact}}}
    project = report.reading.subjects[outcome.project].name if outcome.project is not None else None
    return _said(finding, index, located or [whole], suppression, lang) | {
        "properties": {
            "arithmetic": list(outcome.arithmetic),
            "computed": outcome.computed,
            "difference": outcome.difference,
            "project": project,
        }
    }


def _between(reports: Sequence[Report], comparison: Comparison, index: dict[str, int], lang: str) -> list[Tree]:
    """The results that speak of several documents."""
    documents = [report.reading.document for report in reports]
    places = [Places(document) for document in documents]
    given: list[tuple[JointFinding, Suppression | None]] = [(finding, None) for finding in comparison.findings]
    given += [(aside.finding, aside.suppression) for aside in comparison.suppressed]
    results = []
    for finding, suppression in given:
        located = []
        for cited in finding.outcome.quotes:
            n, words = cited.document, cited.quote.words
            location = _location(documents[n], places[n], n, cited.quote.span, lang)
            # What is quoted is told to other units: it holds no data of persons, also where the document shows them.
            location["physicalLocation"]["region"]["snippet"] = {"text": words}
            where = f"{name(documents[n])} {cited.quote.place.name(lang)}"
            located.append(
                location | {"message": {"text": f"{where}: {words}" if lang == "en" else f"{where}：{words}"}}
            )
        properties = {"arithmetic": list(finding.outcome.arithmetic)}
        results.append(_said(finding, index, located, suppression, lang) | {"properties": properties})
    return results


def _said(
    finding: Finding | JointFinding,
    index: dict[str, int],
    located: Sequence[Tree],
    suppression: Suppression | None,
    lang: str,
) -> Tree:
    """What every result has; the first place is its location, the others are related."""
    result: Tree = {
        "ruleId": finding.rule.code,
        "ruleIndex": index[finding.rule.code],
        "kind": "fail",
        "level": finding.severity.value,
        "message": {"text": "\n".join([finding.message(lang), *finding.outcome.arithmetic])},
        "locations": list(located[:1]),
        "partialFingerprints": {FINGERPRINT: finding.id},
        "rank": {Severity.ERROR: 90.0, Severity.WARNING: 60.0, Severity.NOTE: 30.0}[finding.severity],
        # An empty list says that suppressions were looked for.
        "suppressions": [] if suppression is None else [_suppression(suppression, lang)],
    }
    if located[1:]:
        result["relatedLocations"] = [{"id": n, **place} for n, place in enumerate(located[1:], 1)]
    return result


def _suppression(suppression: Suppression, lang: str) -> Tree:
    return {
        "kind": "inSource" if noted(suppression) else "external",
        "status": "accepted",
        "justification": reason(suppression, lang),
    }


def _location(document: Document, places: Places, artifact: int, span: Span, lang: str) -> Tree:
    first = places.at(span.start)
    region: Tree = {}
    if document.media_type == _TEXT:
        last = places.at(max(span.start, span.end))
        region = {
            "startLine": first.line,
            "startColumn": first.column,
            "endLine": last.line,
            "endColumn": last.column,
        }
    region |= {
        "charOffset": span.start,
        "charLength": span.end - span.start,
        "snippet": {"text": document.text[span.start : span.end]},
    }
    return {
        "physicalLocation": {"artifactLocation": {"uri": _uri(document.path), "index": artifact}, "region": region},
        "logicalLocations": [{"fullyQualifiedName": first.name(lang), "kind": _kind(first)}],
    }


def _kind(place: Place) -> str:
    anchor = place.anchor
    if anchor is None or anchor.line is not None:
        return "line"
    return "cell" if anchor.table is not None else "paragraph"
