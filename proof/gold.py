"""The labelled documents and the sample: what the rules find there, by rule. Labels are only read where they are at hand."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from wenxiao import audit
from wenxiao.audit.model import Report
from wenxiao.documents.model import Document
from wenxiao.documents.view import view
from wenxiao.publishing.json import dumps, report_tree


@dataclass(slots=True)
class Labelled:
    """One set of labelled documents: the scorer's counts (found, extra, missed) and the findings by rule."""

    name: str
    documents: int = 0
    counts: dict[str, list[int]] = field(default_factory=dict)
    matched: Counter[str] = field(default_factory=Counter)
    unmatched: Counter[str] = field(default_factory=Counter)
    listed: list[str] = field(default_factory=list)


_COUNTED = (
    "money", "percent", "physical", "count", "project", "field", "relation_found", "relation_false_alarm",
    "finding_detectable", "finding_other", "finding_all",
)  # fmt: skip


def labelled(name: str, scorer: Path, gold: Path, documents: Path) -> Labelled:
    """Score the documents of a folder of labels, with the scorer's own functions."""
    score = _module(scorer)
    found = Labelled(name)
    tally: dict[str, list[int]] = {key: [0, 0, 0] for key in _COUNTED}
    for path in sorted(gold.glob("[0-9][0-9][0-9].json")):
        labels = json.loads(path.read_text("utf8"))
        document = next(iter(sorted(documents.glob(path.stem + "*.txt"))), None)
        if document is None:
            continue
        found.documents += 1
        reading = json.loads(dumps(report_tree(audit(document))))
        misses: list[str] = []
        for part in (score.quantities, score.projects, score.relations, score.findings):
            part(labels, reading, tally, misses, path.stem)
        _by_rule(found, score, labels, reading, path.stem)
    found.counts = tally
    return found


def _module(path: Path) -> ModuleType:
    spec = spec_from_file_location("wenxiao_labels_score", path)
    assert spec is not None and spec.loader is not None  # noqa: PT018  (the path is a Python file)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _by_rule(found: Labelled, score: ModuleType, labels: dict[str, Any], reading: dict[str, Any], name: str) -> None:
    """Findings at a labelled place and elsewhere, by code; labels that no finding reaches, by kind. No text is quoted."""
    text = reading["text"]
    spare = [p for q in filter(None, [labels.get("truncated_tail")]) for p in score.spans(text, q)]
    spare += [p for u in labels.get("uncertain") or [] for q in u.get("quotes", []) for p in score.spans(text, q)]
    mine = [(f["code"], [(s["start"], s["end"]) for s in f["spans"]]) for f in reading["findings"]]
    hit: set[int] = set()
    for label in labels.get("findings", []):
        places = [p for q in label["quotes"] for p in score.spans(text, q)]
        here = {i for i, (_, spans) in enumerate(mine) if any(score.overlap(s, p) for s in spans for p in places)}
        hit |= here
        plain = label["kind"] in score.DETECTABLE or (
            label["kind"] == "contradiction" and label.get("severity") == "high"
        )
        if not here and plain and label.get("certainty") != "judgement":
            found.listed.append(f"missed: document {name}, a labelled defect of kind {label['kind']}")
    for i, (code, spans) in enumerate(mine):
        if i in hit:
            found.matched[code] += 1
        elif not any(score.overlap(s, p) for s in spans for p in spare):
            found.unmatched[code] += 1
            found.listed.append(f"no label: document {name}, a finding of {code}")


# -- the sample -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Sample:
    """The made-up district of ``sample/``: what DEFECTS.md lists, found and missed, and what else is found."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    beside: Counter[str] = field(default_factory=Counter)
    listed: list[str] = field(default_factory=list)


def sample(folder: Path) -> Sample:
    made = Sample()
    paths = {p.name[:2]: p for p in sorted(folder.iterdir()) if p.suffix in (".txt", ".docx")}
    reports = {number: audit(path) for number, path in paths.items()}
    rows = list(_defects(folder / "DEFECTS.md"))
    for number, quote, check in rows:
        code = f"{check[0]}1{check[1:]}"
        made.planted[code] += 1
        places = _places(reports[number], quote)
        if any(f.rule.code == code and _touches(f, places) for f in reports[number].findings):
            made.found[code] += 1
        else:
            made.listed.append(f"missed: {code} in document {number}, “{quote}”")
    for number, report in reports.items():
        known = [p for n, quote, _ in rows if n == number for p in _places(report, quote)]
        for finding in report.findings:
            if not _touches(finding, known):
                made.beside[finding.rule.code] += 1
                made.listed.append(f"not planted: {finding.rule.code} in document {number}, {finding.message()}")
    return made


def _defects(path: Path) -> Iterator[tuple[str, str, str]]:
    for row in path.read_text("utf8").splitlines():
        if re.match(r"\| \d\d \|", row):
            number, quote, check, *_ = (cell.strip() for cell in row.strip().strip("|").split("|"))
            yield number, quote, check


def _places(report: Report, quote: str) -> list[tuple[int, int]]:
    words = view(Document("", "", "text/plain", quote)).text
    return [m.span() for m in re.finditer(re.escape(words), report.reading.text)]


def _touches(finding: Any, places: list[tuple[int, int]]) -> bool:
    return any(s.start < end and start < s.end for s in finding.outcome.spans for start, end in places)
