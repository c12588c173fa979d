"""Findings as a compiler shows them: place, message, the quoted line with the place marked, the arithmetic."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from wenxiao.audit.model import Finding, Report, Rule, Severity
from wenxiao.audit.page import parse
from wenxiao.quantities.model import Span
from wenxiao.reading.model import Reading

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "34"}
_SEVERITIES = {
    "zh": {Severity.ERROR: "相互矛盾", Severity.WARNING: "需说明", Severity.NOTE: "提示"},
    "en": {Severity.ERROR: "contradiction", Severity.WARNING: "to explain", Severity.NOTE: "note"},
}
_LONGEST = 96  # columns of a quoted line
_CLOSE = 40  # columns: places nearer than this are shown in one quotation


def report_text(report: Report, lang: str = "zh", colour: bool = False) -> str:
    """Findings one by one, then a summary of the document."""
    reading = report.reading
    parts = [_finding(reading, finding, lang, colour) for finding in report.findings]
    parts.append(_summary(report, lang))
    return "\n\n".join(parts) + "\n"


def reading_text(reading: Reading, lang: str = "zh") -> str:
    """What the document says: identity, projects, facts, relations."""
    lines = [*_identity(reading, lang), "", *_projects(reading, lang)]
    for number, project in enumerate(reading.projects, 1):
        facts = "；".join(f"{_role(f.role.value, lang)} {reading.quote(f.quantity.span)}" for f in project.facts)
        if facts:
            lines.append(f"  {number}. {facts}")
    lines.append("")
    for relation in reading.relations:
        mark = {"holds": "✓", "truncated": "≈", "broken": "✗", "unknown": "?"}[relation.verdict.value]
        reason = f"  ({_reason(relation.reason, lang)})" if relation.reason else ""
        stated = f"  {reading.quote(relation.stated.span)}" if relation.stated is not None else ""
        lines.append(f"  {mark} {relation.formula}{stated}{reason}")
    return "\n".join(lines) + "\n"


def rule_page(rule: Rule, lang: str = "zh") -> str:
    """The page of a rule, for ``wenxiao explain``."""
    page = parse(rule)
    words = ("依据", "怎样核对", "报告", "通过", "不适用") if lang == "zh" else ("Basis", "By hand", "Fails", "Passes", "Silent")
    severity = _SEVERITIES[lang][rule.severity]
    title = rule.title if lang == "zh" else rule.title_en
    lines = [f"{rule.code} {rule.slug} · {severity} · {rule.check}", title, "", page.summary, "", page.text.strip(), ""]
    lines += [f"{words[0]}：{rule.basis}", f"{words[1]}：{rule.by_hand}", ""]
    for word, examples in zip(words[2:], (page.fails, page.passes, page.silent), strict=True):
        for example in examples:
            lines.append(f"{word}：")
            lines.extend(f"    {line}" for line in example.splitlines())
    return "\n".join(lines)


def _finding(reading: Reading, finding: Finding, lang: str, colour: bool) -> str:
    text = reading.document.text
    first = finding.spans[0] if finding.spans else Span(0, 0)
    line, column = position(text, first.start)
    severity = _SEVERITIES[lang][finding.severity]
    head = f"{_path(reading)}:{line}:{column} {finding.rule.code} {severity}"
    if colour:
        head = f"\033[1m{_path(reading)}:{line}:{column}\033[0m \033[{_COLOURS[finding.severity]};1m{finding.rule.code} {severity}\033[0m"
    lines = [f"{head}：{finding.message(lang)}"]
    lines.extend(_quotation(text, finding.spans))
    lines.extend(f"     = {step}" for step in finding.outcome.arithmetic if step)
    lines.append(f"     {'怎样核对' if lang == 'zh' else 'by hand'}：{finding.rule.by_hand}")
    return "\n".join(lines)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - text.rfind("\n", 0, offset)


def _quotation(text: str, spans: Iterable[Span]) -> Iterator[str]:
    """The lines of the places, each once, cut around the places and marked below."""
    lines: dict[int, list[Span]] = {}
    for span in spans:
        end = text.find("\n", span.start, span.end)
        lines.setdefault(text.rfind("\n", 0, span.start) + 1, []).append(Span(span.start, end if end >= 0 else span.end))
    for start, places in sorted(lines.items()):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        for group in _near(sorted(places)):
            low = max(start, group[0].start - 12)
            high = min(stop, max(group[-1].end + 10, low + 20), low + _LONGEST)
            number = str(position(text, low)[0])
            shown = text[low:high].replace("\t", " ").replace("\u3000", "  ")
            yield f"{number:>4} │ {'…' if low > start else ''}{shown}{'…' if high < stop else ''}"
            marks, at = " " * (1 if low > start else 0) * 2, low
            for place in group:
                marks += " " * _width(text[at : place.start]) + "^" * max(1, _width(text[place.start : min(place.end, high)]))
                at = min(place.end, high)
            yield f"     │ {marks}"


def _near(places: list[Span]) -> Iterator[list[Span]]:
    group = [places[0]]
    for place in places[1:]:
        if place.start - group[-1].end > _CLOSE or place.end - group[0].start > _LONGEST - 24:
            yield group
            group = []
        if group and place.start < group[-1].end:
            continue
        group.append(place)
    yield group


def _width(words: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)


def _pad(words: str, width: int) -> str:
    return words + " " * max(0, width - _width(words))


def _cut(words: str, width: int) -> str:
    if _width(words) <= width:
        return words
    while words and _width(words) > width - 1:
        words = words[:-1]
    return words + "…"


def _path(reading: Reading) -> str:
    return reading.document.path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _summary(report: Report, lang: str) -> str:
    reading = report.reading
    counts = {s: sum(1 for f in report.findings if f.severity is s) for s in Severity}
    verdicts = report.relation_counts()
    held = verdicts.get("holds", 0) + verdicts.get("truncated", 0)
    reasons: dict[str, int] = {}
    for relation in reading.relations:
        if relation.reason:
            reasons[_reason(relation.reason, lang)] = reasons.get(_reason(relation.reason, lang), 0) + 1
    words = _SEVERITIES[lang]
    found = "，".join(f"{words[s]} {counts[s]}" for s in (Severity.ERROR, Severity.WARNING, Severity.NOTE))
    unknown = verdicts.get("unknown", 0)
    why = "；".join(f"{reason} {count}" for reason, count in reasons.items())
    if lang == "zh":
        account = f"{found}；核对一致 {held} 项，无法核对 {unknown} 项" + (f"（{why}）" if why else "")
    else:
        account = f"{found}; {held} relations hold, {unknown} cannot be told" + (f" ({why})" if why else "")
    return "\n".join([*_identity(reading, lang), *_projects(reading, lang), account])


def _identity(reading: Reading, lang: str) -> list[str]:
    identity = reading.identity
    year = f"{identity.fiscal_year}{'年度' if lang == 'zh' else ''}" if identity.fiscal_year else None
    score = f"{'自评' if lang == 'zh' else 'self-score'} {identity.self_score}" if identity.self_score is not None else None
    facts = [identity.type, identity.organisation, identity.region, year, score]
    return [f"{_path(reading)}  {identity.title or '—'}", "  " + " · ".join(str(f) for f in facts if f)]


def _projects(reading: Reading, lang: str) -> list[str]:
    if not reading.projects:
        return ["  没有读出项目。" if lang == "zh" else "  No project was read."]
    heads = ("项目", "预算", "到位", "支出", "执行率") if lang == "zh" else ("project", "budget", "arrived", "spent", "rate")
    unit = "（万元）" if lang == "zh" else " (10,000 yuan)"
    lines = [f"  {_pad(heads[0] + unit, 44)}{heads[1]:>12}{heads[2]:>12}{heads[3]:>12}{heads[4]:>9}"]
    for project in reading.projects:
        base = project.adjusted_budget if project.adjusted_budget is not None else project.budget
        rate = f"{(project.spent / base * 100).quantize(Decimal('0.01'), ROUND_HALF_UP)}%" if base and project.spent is not None else "—"
        figures = [_wan(project.budget), _wan(project.arrived), _wan(project.spent)]
        lines.append(f"  {_pad(_cut(project.name, 42), 44)}{figures[0]:>14}{figures[1]:>14}{figures[2]:>14}{rate:>11}")
    return lines


def _wan(value: Decimal | None) -> str:
    return "—" if value is None else f"{(value / 10000).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


_ROLES = {
    "planned": "总投资", "approved": "预算", "adjusted": "调整后预算", "allocated": "下达", "arrived": "到位", "contracted": "合同",
    "spent": "支出", "returned": "调减", "added": "追加", "carried_over": "结转结余", "needed": "所需",
}  # fmt: skip
_REASONS = {
    "no denominator stated": "没有写出基数", "no matching pair": "没有对应的两个数", "base not certain": "基数不能确定", "list cut off": "列表没有写完",
    "approximate figures": "约数", "not said to be parts": "没有说是分项", "parts need not be all": "分项不一定列全", "blank cells": "有空格未填",
    "parts not told apart from other figures": "分项与其他数分不开", "denominator is zero": "分母为零", "remainder not explained": "余额没有说明",
}  # fmt: skip


def _role(role: str, lang: str) -> str:
    return _ROLES[role] if lang == "zh" else role.replace("_", " ")


def _reason(reason: str, lang: str) -> str:
    return _REASONS.get(reason, reason) if lang == "zh" else reason
