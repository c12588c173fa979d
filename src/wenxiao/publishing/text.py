"""A report as a terminal shows it: findings as compilers print them, then what the document says in a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from wenxiao.audit.model import Finding, Report, Severity, Suppressed
from wenxiao.audit.obligations import State
from wenxiao.documents.places import Places
from wenxiao.publishing.aside import TITLE, unused
from wenxiao.publishing.aside import reason as reason_of
from wenxiao.publishing.excerpts import excerpts
from wenxiao.publishing.ink import Ink, left, right
from wenxiao.publishing.required import STATES, UNTYPED, required
from wenxiao.publishing.required import TITLE as REQUIRED
from wenxiao.publishing.words import (
    RELATIONS,
    ROLES,
    SEVERITIES,
    VERDICTS,
    base,
    heading,
    held,
    pick,
    reason,
    severities,
    shown_rate,
    untold,
    wan,
    word,
)
from wenxiao.reading.model import Project, Reading

_SIGNS = {"holds": "✓", "broken": "✗", "truncated": "≈", "unknown": "?"}
_STYLES = {"holds": "good", "broken": "error", "truncated": "note", "unknown": "dim"}


def report_text(report: Report, *, ink: Ink | None = None, lang: str = "zh", width: int = 100) -> str:
    """Findings one by one, then the summary of the document."""
    ink = ink or Ink()
    places = Places(report.reading.document)
    blocks = ["\n".join(_finding(finding, report, places, ink, lang, width)) for finding in report.findings]
    blocks += ["\n".join(_set_aside(aside, report, places, ink, lang)) for aside in report.suppressed]
    return "\n\n".join([*blocks, summary_text(report, ink=ink, lang=lang, width=width)]) + "\n"


def summary_text(report: Report, *, ink: Ink | None = None, lang: str = "zh", width: int = 100) -> str:
    """What the document is, its projects, and how the rules ended."""
    ink = ink or Ink()
    return "\n".join([*_head(report, ink, lang, width), *_obligations(report, ink, lang), *_counts(report, ink, lang)])


def reading_text(reading: Reading, *, ink: Ink | None = None, lang: str = "zh", width: int = 100) -> str:
    """What the document says: identity, projects, amounts by role, relations held or not."""
    ink = ink or Ink()
    places = Places(reading.document)
    lines = _head(Report(reading, (), {}), ink, lang, width)
    for project in reading.projects:
        lines += ["", ink("bold", project.name), *_facts(reading, project, places, lang)]
    if reading.relations:
        lines += ["", ink("bold", pick(("重新计算", "Recomputed"), lang))]
        for relation in reading.relations:
            verdict = relation.verdict.value
            name = left(word(RELATIONS, relation.kind, lang), 14 if lang != "en" else 22)
            why = f"{word(VERDICTS, verdict, lang)}: {reason(relation.reason, lang)}" if relation.reason else ""
            where = places.at(reading.source(relation.spans[0]).start).name(lang) if relation.spans else ""
            told = "  ".join(part for part in (relation.formula, why) if part)
            lines.append(f"  {ink(_STYLES[verdict], _SIGNS[verdict])} {name} {told}  {ink('dim', where)}")
    return "\n".join(lines) + "\n"


def total_text(
    batch: Sequence[Sequence[Finding]], unread: int, between: int = 0, *, ink: Ink | None = None, lang: str = "zh"
) -> str:
    """One line over the findings of all documents of a batch; ``between`` are those between the documents."""
    counts = Counter(finding.severity for findings in batch for finding in findings)
    named = _named(counts, ink or Ink(), lang)
    if lang == "en":
        return f"{len(batch)} documents read{f', {unread} not' if unread else ''}: {named}{f'; between them {between}' if between else ''}"
    return f"读了 {len(batch)} 份文件{f'，{unread} 份未能读取' if unread else ''}：{named}{f'；文件之间 {between}' if between else ''}"


def _named(counts: Mapping[Severity, int], ink: Ink, lang: str) -> str:
    """Numbers of findings with their severities, in words."""
    words = [ink(s.value if counts[s] else "dim", f"{pick(SEVERITIES[s], lang)} {counts[s]}") for s in SEVERITIES]
    return (", " if lang == "en" else "，").join(words)


def _finding(finding: Finding, report: Report, places: Places, ink: Ink, lang: str, width: int) -> Iterator[str]:
    style = finding.severity.value
    where = ink("bold", report.reading.document.path) + _where(finding, places, lang)
    name = ink(style, f"{finding.rule.code} {pick(SEVERITIES[finding.severity], lang)}")
    yield f"{where}: {name} {ink('bold', finding.message(lang))}"
    if finding.spans:
        yield from excerpts(places, finding.spans, ink, style, lang, width)
    outcome = finding.outcome
    project = report.reading.subjects[outcome.project].name if outcome.project is not None else ""
    notes = [
        (("项目", "project"), project),
        *((("计算", "sum"), line) for line in outcome.arithmetic),
        (("核对", "by hand"), finding.rule.how(lang)),
        (("依据", "basis"), finding.rule.rests_on(lang)),
    ]
    for title, text in notes:
        if text:
            yield f"  {ink('accent', '=')} {ink('dim', pick(title, lang))} {text}"


def _where(finding: Finding, places: Places, lang: str) -> str:
    if not finding.spans:
        return ""
    place = places.at(finding.spans[0].start)
    plain = place.anchor is None or place.anchor.line is not None
    return f":{place.line}:{place.column}" if plain else f": {place.name(lang)}"


def _set_aside(aside: Suppressed, report: Report, places: Places, ink: Ink, lang: str) -> Iterator[str]:
    """A finding that does not count, in two lines."""
    finding = aside.finding
    where = f"{report.reading.document.path}{_where(finding, places, lang)}"
    name = f"{finding.rule.code} {pick(SEVERITIES[finding.severity], lang)} {pick(TITLE, lang)}"
    yield ink("dim", f"{where}: {name} {finding.message(lang)}")
    yield f"  {ink('accent', '=')} {ink('dim', pick(('理由', 'reason'), lang))} {reason_of(aside.suppression, lang)}"


def _head(report: Report, ink: Ink, lang: str, width: int) -> list[str]:
    title, known = heading(report, lang)
    lines = [ink("dim", f"── {report.reading.document.path} ──"), ink("bold", title)]
    if known:
        lines.append(known)
    projects = report.reading.projects
    return [*lines, "", *_projects(projects, ink, lang, width)] if projects else lines


def _projects(projects: Sequence[Project], ink: Ink, lang: str, width: int) -> list[str]:
    heads = ("预算", "到位", "支出", "执行率") if lang != "en" else ("budget", "arrived", "spent", "executed")
    rows = [(p.name, wan(base(p)), wan(p.arrived), wan(p.spent), shown_rate(p)) for p in projects]
    wide = [max(12, *(len(row[n + 1]) for row in rows)) for n in range(4)]
    name = max(20, width - sum(wide) - 8)
    first = pick(("项目（金额单位：万元）", "project (amounts in 10,000 yuan)"), lang)
    head = left(first, name) + "".join("  " + right(h, w) for h, w in zip(heads, wide, strict=True))
    lines = [ink("dim", head)]
    lines += [
        left(row[0], name) + "".join("  " + right(value, w) for value, w in zip(row[1:], wide, strict=True))
        for row in rows
    ]
    if any(row[4].startswith("(") for row in rows):
        lines.append(
            ink(
                "dim",
                pick(
                    (
                        "括号内的执行率文中没有写，由支出÷预算算出。",
                        "A rate in brackets is computed: spent over budget.",
                    ),
                    lang,
                ),
            )
        )
    return lines


def _obligations(report: Report, ink: Ink, lang: str) -> list[str]:
    """What a document of this type must contain, and what of it is there: nothing found is not nothing missing."""
    said = required(report)
    if said is None:
        return []
    en, title = lang == "en", pick(REQUIRED, lang)
    if not said.items:
        return ["", ink("dim", f"{title}{': ' if en else '：'}{pick(UNTYPED, lang)}")]
    regime, total = pick(said.regime, lang), len(said.items)
    lines = ["", f"{title} ({regime}) {total}: " if en else f"{title}（{regime}）{total} 项："]
    for state, words in STATES.items():
        found = [item.name(lang) for item in said.of(state)]
        if found:
            style = "warning" if state is State.ABSENT else "dim"
            listed = (", " if en else "、").join(found)
            lines.append(f"  {ink(style, f'{pick(words, lang)} {len(found)}')}{': ' if en else '：'}{listed}")
    if said.note:
        lines.append(ink("dim", "  " + pick(said.note, lang)))
    return lines


def _counts(report: Report, ink: Ink, lang: str) -> list[str]:
    counts, untold_ = severities(report), untold(report.coverage)
    named = _named(counts, ink, lang)
    total, unknown = sum(counts.values()), sum(untold_.values())
    if lang == "en":
        line = f"findings {total}: {named}; held {held(report)}; could not tell {unknown}; nothing to check {_idle(report)} rules"
    else:
        line = f"发现 {total}：{named}；核对一致 {held(report)}；不能判断 {unknown}；无可核对 {_idle(report)} 条规则"
    if report.suppressed:
        line += f"{'; ' if lang == 'en' else '；'}{pick(TITLE, lang).lower()} {len(report.suppressed)}"
    lines = ["", line]
    if untold_:
        lines.append(
            ink(
                "dim",
                "  " + ("; " if lang == "en" else "；").join(f"{reason(why, lang)} {n}" for why, n in untold_.items()),
            )
        )
    return [*lines, *(ink("warning", pick(unused(found), lang)) for found in report.unused)]


def _idle(report: Report) -> int:
    """How many rules had nothing to look at."""
    return sum(not (c.passed or c.failed or sum(dict(c.unknown).values())) for c in report.coverage.values())


def _facts(reading: Reading, project: Project, places: Places, lang: str) -> list[str]:
    lines: list[str] = []
    for fact in project.facts:
        printed = reading.quote(fact.quantity.span)
        where = places.at(reading.source(fact.quantity.span).start).name(lang)
        lines.append(
            f"  {left(word(ROLES, fact.role.value, lang), 12)}{printed}  {fact.period or ''}  {where}".rstrip()
        )
    for title, statements in (
        (("目标", "targets"), project.targets),
        (("产出", "outputs"), project.outputs),
        (("效益", "effects"), project.effects),
        (("问题", "problems"), project.problems),
    ):
        lines += [f"  {left(pick(title, lang), 12)}{' '.join(s.text.split())}" for s in statements]
    return lines
