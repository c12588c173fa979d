"""Several documents beside each other, as a terminal and as JSON: groups with their reasons, findings with both quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from wenxiao.audit.model import Suppression
from wenxiao.audit.summary import Summary
from wenxiao.audit.together import Comparison, Group, JointFinding
from wenxiao.audit.together.model import Cited, JointSuppressed
from wenxiao.publishing.aside import TITLE as ASIDE
from wenxiao.publishing.aside import reason, suppression_tree, unused_text, unused_tree
from wenxiao.publishing.ink import Ink, cells, cut
from wenxiao.publishing.words import SEVERITIES, Words, pick

#: Also the value of ``schema`` in the JSON object of a comparison.
SCHEMA = "wenxiao/comparison/1"

TITLE: Words = ("文件之间", "Between the documents")
KINDS: dict[str, Words] = {
    "copies": ("副本", "copies"),
    "versions": ("版本", "versions"),
    "unit": ("同单位同年度", "unit and year"),
    "project": ("同项目", "project"),
    "series": ("各年度", "years"),
    "district": ("同地区", "district"),
    "annex": ("附件", "attachment"),
}
#: Members of a group that are named on a terminal.
_NAMED = 8

Tree = dict[str, Any]


def comparison_schema() -> str:
    """The JSON Schema of ``comparison_tree``, as text."""
    return files("wenxiao.publishing").joinpath("comparison.schema.json").read_text("utf-8")


def names(documents: Sequence[Summary]) -> list[str]:
    """The files' names; paths where two have the same name."""
    given = [Path(document.path).name or document.path for document in documents]
    times = Counter(given)
    return [name if times[name] == 1 else documents[n].path for n, name in enumerate(given)]


def comparison_text(comparison: Comparison, *, ink: Ink | None = None, lang: str = "zh", width: int = 100) -> str:
    """A last block: which documents belong together and why, then what cannot hold in both."""
    ink = ink or Ink()
    named = names(comparison.documents)
    lines = [ink("dim", "── ") + ink("bold", pick(TITLE, lang)) + ink("dim", " ──")]
    for group in comparison.groups:
        lines += _group(group, named, ink, lang)
    for finding in comparison.findings:
        lines += ["", *_finding(finding, comparison, ink, lang, width)]
    for aside in comparison.suppressed:
        lines += ["", *_set_aside(aside, comparison, ink, lang)]
    lines += ["", *_counts(comparison, ink, lang)]
    return "\n".join(lines) + "\n"


def _group(group: Group, named: Sequence[str], ink: Ink, lang: str) -> Iterator[str]:
    yield f"{ink('accent', pick(KINDS[group.kind], lang))}  {group.reason(lang)}"
    members = [named[n] for n in group.members]
    more = len(members) - _NAMED
    rest = (f" and {more} more" if lang == "en" else f" 等 {len(members)} 份") if more > 0 else ""
    yield ink("dim", "    " + (", " if lang == "en" else "、").join(members[:_NAMED]) + rest)


def _finding(finding: JointFinding, comparison: Comparison, ink: Ink, lang: str, width: int) -> Iterator[str]:
    style = finding.severity.value
    name = ink(style, f"{finding.rule.code} {pick(SEVERITIES[finding.severity], lang)}")
    yield f"{name} {ink('bold', finding.message(lang))}"
    for cited in finding.outcome.quotes:
        where = place(cited, comparison, lang)
        room = max(width - cells(where) - 5, 30)
        words = cited.quote.words
        shown = words if cells(words) <= room else cut(words, room - 1) + "…"
        yield f"  {ink('accent', where + ' |')} {shown}"
    for title, text in (
        *((("计算", "sum"), line) for line in finding.outcome.arithmetic),
        (("核对", "by hand"), finding.rule.how(lang)),
        (("依据", "basis"), finding.rule.rests_on(lang)),
    ):
        if text:
            yield f"  {ink('accent', '=')} {ink('dim', pick(title, lang))} {text}"


def _set_aside(aside: JointSuppressed, comparison: Comparison, ink: Ink, lang: str) -> Iterator[str]:
    """A finding that does not count, in two lines."""
    finding = aside.finding
    where = place(finding.outcome.quotes[0], comparison, lang)
    name = f"{finding.rule.code} {pick(SEVERITIES[finding.severity], lang)} {pick(ASIDE, lang)}"
    yield ink("dim", f"{where}: {name} {finding.message(lang)}")
    yield f"  {ink('accent', '=')} {ink('dim', pick(('理由', 'reason'), lang))} {reason(aside.suppression, lang)}"


def place(cited: Cited, comparison: Comparison, lang: str) -> str:
    """The document and the place in it: its path and line for a text, as compilers write, else the name of the place."""
    path, where = comparison.documents[cited.document].path, cited.quote.place
    if where.anchor is None or where.anchor.line is not None:
        return f"{path}:{where.line}:{where.column}"
    return f"{path}: {where.name(lang)}"


def _counts(comparison: Comparison, ink: Ink, lang: str) -> Iterator[str]:
    counts = [(s, sum(f.severity is s for f in comparison.findings)) for s in SEVERITIES]
    told = (", " if lang == "en" else "，").join(
        ink(s.value if n else "dim", f"{pick(SEVERITIES[s], lang)} {n}") for s, n in counts
    )
    passed = sum(coverage.passed for coverage in comparison.coverage.values())
    unknown = sum(sum(coverage.unknown.values()) for coverage in comparison.coverage.values())
    total = len(comparison.findings)
    if lang == "en":
        line = f"between the documents {total}: {told}; held {passed}; could not tell {unknown}"
    else:
        line = f"文件之间发现 {total}：{told}；核对一致 {passed}；不能判断 {unknown}"
    if comparison.suppressed:
        line += f"{'; ' if lang == 'en' else '；'}{pick(ASIDE, lang).lower()} {len(comparison.suppressed)}"
    yield line
    for words in comparison.notes:
        yield ink("dim", "  " + pick(words, lang))
    for left in comparison.unused:
        yield ink("warning", unused_text(left, lang))


def comparison_tree(comparison: Comparison) -> Tree:
    """The JSON object that follows those of the documents. Documents are referred to by their number, from 0."""
    return {
        "schema": SCHEMA,
        "documents": [
            {
                "path": document.path,
                "sha256": document.sha256,
                "title": document.identity.title,
                "organisation": document.identity.organisation,
                "region": document.identity.region,
                "fiscal_year": document.identity.fiscal_year,
                "type": document.identity.type,
            }
            for document in comparison.documents
        ],
        "groups": [
            {"kind": g.kind, "documents": list(g.members), "reason": g.zh, "reason_en": g.en} for g in comparison.groups
        ],
        "findings": [
            *(_finding_tree(finding, None) for finding in comparison.findings),
            *(_finding_tree(aside.finding, aside.suppression) for aside in comparison.suppressed),
        ],
        "unused_suppressions": [unused_tree(left) for left in comparison.unused],
        "coverage": {
            code: {"passed": c.passed, "failed": c.failed, "unknown": dict(c.unknown)}
            for code, c in comparison.coverage.items()
        },
        "notes": [{"zh": zh, "en": en} for zh, en in comparison.notes],
    }


def _finding_tree(finding: JointFinding, suppression: Suppression | None) -> Tree:
    rule, outcome = finding.rule, finding.outcome
    return {
        "id": finding.id,
        "code": rule.code,
        "slug": rule.slug,
        "check": rule.check,
        "severity": finding.severity.value,
        "title": rule.title,
        "message": outcome.zh,
        "message_en": outcome.en,
        "quotes": [
            {
                "document": cited.document,
                "start": cited.quote.span.start,
                "end": cited.quote.span.end,
                "text": cited.quote.words,
                "line": cited.quote.place.line,
                "column": cited.quote.place.column,
                "place": cited.quote.place.name("zh"),
            }
            for cited in outcome.quotes
        ],
        "arithmetic": list(outcome.arithmetic),
        "basis": rule.basis,
        "by_hand": rule.by_hand,
        "basis_en": rule.basis_en,
        "by_hand_en": rule.by_hand_en,
        "suppressed": None if suppression is None else suppression_tree(suppression),
    }
