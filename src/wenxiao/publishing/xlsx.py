"""The report as a workbook: documents, projects, amounts, findings, required content, coverage, one sheet each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from wenxiao.audit.model import Finding, Report, Suppression
from wenxiao.audit.obligations import State
from wenxiao.audit.registry import rules
from wenxiao.audit.together import Comparison, JointFinding
from wenxiao.documents.places import Places
from wenxiao.publishing.aside import UNUSED_TITLE, unused
from wenxiao.publishing.aside import reason as because
from wenxiao.publishing.comparison import KINDS, TITLE, names
from wenxiao.publishing.ink import cells
from wenxiao.publishing.required import KINDS as KINDS_OF_CONTENT
from wenxiao.publishing.required import STATES, UNTYPED, required
from wenxiao.publishing.required import TITLE as REQUIRED
from wenxiao.publishing.words import (
    ROLES,
    SEVERITIES,
    Words,
    execution_rate,
    held,
    name,
    pick,
    reason,
    severities,
    untold,
    word,
)

#: Excel's own limits: characters of a cell, rows of a sheet.
_CELL, _ROWS = 32_767, 1_048_576

#: Characters that fit legibly across an A4 sheet on its side; wider ones are printed on A3.
_A4 = 260

Value = str | int | Decimal | None
Row = tuple[Value, ...]

#: A column: its title, its width in characters, and how its values are shown.
Column = tuple[Words, int, str]
_FILE: Column = (("文件", "file"), 36, "text")

_DOCUMENTS: tuple[Column, ...] = (
    _FILE, (("标题", "title"), 44, "text"), (("文种", "type"), 24, "text"), (("单位", "organisation"), 22, "text"),
    (("年度", "year"), 8, "count"), (("项目数", "projects"), 9, "count"), (("自评得分", "self score"), 10, "plain"),
    (("严重", "errors"), 8, "count"), (("警告", "warnings"), 8, "count"), (("提示", "notes"), 8, "count"),
    (("核对一致", "held"), 10, "count"), (("不能判断", "cannot tell"), 11, "count"), (("不计入", "set aside"), 9, "count"),
    (("应有内容", "required"), 10, "count"), (("其中未见", "not found"), 10, "count"),
)  # fmt: skip
_PROJECTS: tuple[Column, ...] = (
    _FILE, (("项目", "project"), 40, "text"), (("预算（元）", "budget (yuan)"), 18, "yuan"),
    (("调整后预算（元）", "adjusted (yuan)"), 18, "yuan"), (("到位（元）", "arrived (yuan)"), 18, "yuan"),
    (("支出（元）", "spent (yuan)"), 18, "yuan"), (("执行率（文中）", "stated rate"), 14, "percent"),
    (("支出÷预算", "spent ÷ budget"), 14, "percent"), (("到位率（文中）", "stated arrival rate"), 14, "percent"),
)  # fmt: skip
_FACTS: tuple[Column, ...] = (
    _FILE, (("项目", "project"), 36, "text"), (("角色", "role"), 12, "text"), (("时期", "period"), 10, "text"),
    (("金额（元）", "amount (yuan)"), 18, "yuan"), (("文中写法", "as printed"), 18, "text"), (("位置", "place"), 20, "text"),
)  # fmt: skip
_FINDINGS: tuple[Column, ...] = (
    _FILE, (("级别", "severity"), 8, "text"), (("规则", "rule"), 8, "text"), (("规则名称", "title"), 26, "text"),
    (("发现", "finding"), 60, "text"), (("算式", "arithmetic"), 36, "text"), (("项目", "project"), 28, "text"),
    (("位置", "place"), 20, "text"), (("原文", "quotes"), 40, "text"), (("怎样核对", "by hand"), 40, "text"),
    (("依据", "basis"), 36, "text"), (("编号", "id"), 20, "text"), (("不计入的理由", "set aside because"), 40, "text"),
)  # fmt: skip
_COVERAGE: tuple[Column, ...] = (
    _FILE, (("规则", "rule"), 8, "text"), (("规则名称", "title"), 34, "text"), (("一致", "held"), 8, "count"),
    (("发现", "found"), 8, "count"), (("不适用", "not applicable"), 9, "count"),
    (("不能判断", "cannot tell"), 10, "count"), (("原因", "reasons"), 44, "text"),
)  # fmt: skip
_REQUIRED: tuple[Column, ...] = (
    _FILE, (("文种", "type"), 30, "text"), (("规则包", "rules of"), 22, "text"), (("类别", "kind"), 8, "text"),
    (("应有内容", "required content"), 34, "text"), (("结果", "result"), 12, "text"), (("说明", "note"), 60, "text"),
)  # fmt: skip

_BETWEEN: tuple[Column, ...] = (
    (("类别", "kind"), 14, "text"), (("级别", "severity"), 8, "text"), (("规则", "rule"), 8, "text"),
    (("关系或发现", "relation or finding"), 60, "text"), (("文件", "documents"), 44, "text"), (("位置", "places"), 30, "text"),
    (("原文", "quotes"), 50, "text"), (("算式", "arithmetic"), 30, "text"), (("怎样核对", "by hand"), 40, "text"),
    (("依据", "basis"), 36, "text"), (("编号", "id"), 20, "text"), (("不计入的理由", "set aside because"), 40, "text"),
)  # fmt: skip

_NUMBERS = {"yuan": "#,##0.00", "percent": "0.00%", "count": "0", "plain": "General"}


def workbook(reports: Sequence[Report], *, lang: str = "zh", comparison: Comparison | None = None) -> bytes:
    """The workbook as the bytes of an .xlsx file. Text never becomes a formula or a link, missing values are empty cells.

    A comparison of the documents, where there is one, is a sheet of its own.
    """
    sheets: list[tuple[Words, tuple[Column, ...], Iterator[Row]]] = [
        (("文档", "documents"), _DOCUMENTS, _documents(reports)),
        (("项目", "projects"), _PROJECTS, _projects(reports)),
        (("资金事实", "amounts"), _FACTS, _facts(reports, lang)),
        (("发现", "findings"), _FINDINGS, _findings(reports, lang)),
        (REQUIRED, _REQUIRED, _required(reports, lang)),
        (("核对范围", "coverage"), _COVERAGE, _coverage(reports, lang)),
    ]
    if comparison is not None:
        sheets.append((TITLE, _BETWEEN, _between(comparison, lang)))
    return tabled(sheets, lang=lang)


def tabled(sheets: Iterable[tuple[Words, Sequence[Column], Iterable[Row]]], *, lang: str = "zh") -> bytes:
    """A workbook of such sheets, each with title, columns and rows: the same looks and the same care for what is text."""
    data = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(data, options)
    font = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
    formats = {
        kind: book.add_format({**font, "num_format": shape, "align": "right"}) for kind, shape in _NUMBERS.items()
    }
    formats["text"] = book.add_format({**font, "text_wrap": True, "align": "left", "indent": 1})
    head = {
        **font,
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "bg_color": "#E3EFF0",
        "font_color": "#1F5F6B",
    }
    formats["head"] = book.add_format({**head, "bottom": 1, "align": "left", "indent": 1})
    formats["number head"] = book.add_format({**head, "bottom": 1, "align": "right"})
    for title, columns, rows in sheets:
        _sheet(book.add_worksheet(pick(title, lang)), columns, rows, formats, lang)
    book.close()
    return data.getvalue()


def _sheet(sheet: Any, columns: Sequence[Column], rows: Iterable[Row], formats: dict[str, Any], lang: str) -> None:
    for at, (title, width, kind) in enumerate(columns):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, pick(title, lang), formats["head" if kind == "text" else "number head"])
    sheet.set_row(0, 24)
    line = 0
    for row in rows:
        if line + 1 >= _ROWS:
            break
        line += 1
        for at, (value, (_, _, kind)) in enumerate(zip(row, columns, strict=True)):
            if value is None:
                sheet.write_blank(line, at, None, formats[kind])
            elif isinstance(value, str):
                sheet.write_string(line, at, value[:_CELL], formats[kind])
            else:
                sheet.write_number(line, at, float(value), formats[kind])
        sheet.set_row(line, _height(row, columns))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, line, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9 if sum(width for _, width, _ in columns) < _A4 else 8)
    sheet.set_footer("&L&A&R&P / &N")
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _height(row: Row, columns: Sequence[Column]) -> float:
    """Points that the tallest wrapped text of a row needs; not every program works this out by itself."""
    lines = 1
    for value, (_, width, kind) in zip(row, columns, strict=True):
        if kind == "text" and isinstance(value, str):
            lines = max(lines, sum(cells(part) // (width - 1) + 1 for part in value.split("\n")))
    return min(lines * 14.5 + 4, 400)


def _file(report: Report) -> str:
    return name(report.reading.document)


def _documents(reports: Sequence[Report]) -> Iterator[Row]:
    for report in reports:
        identity, counts = report.reading.identity, severities(report)
        yield (
            _file(report), identity.title, identity.type, identity.organisation, identity.fiscal_year,
            len(report.reading.projects), identity.self_score, *counts.values(), held(report),
            sum(untold(report.coverage).values()), len(report.suppressed), *_content(report),
        )  # fmt: skip


def _projects(reports: Sequence[Report]) -> Iterator[Row]:
    for report in reports:
        for p in report.reading.projects:
            yield (
                _file(report), p.name, p.budget, p.adjusted_budget, p.arrived, p.spent, p.stated_execution_rate,
                execution_rate(p), p.stated_arrival_rate,
            )  # fmt: skip


def _facts(reports: Sequence[Report], lang: str) -> Iterator[Row]:
    for report in reports:
        reading = report.reading
        places = Places(reading.document)
        for project in reading.projects:
            for fact in project.facts:
                span = fact.quantity.span
                yield (
                    _file(report), project.name, word(ROLES, fact.role.value, lang), fact.period,
                    fact.quantity.normalized, reading.quote(span), places.at(reading.source(span).start).name(lang),
                )  # fmt: skip


def _findings(reports: Sequence[Report], lang: str) -> Iterator[Row]:
    """Those that count first; those that are set aside with their reason in the last column."""
    for report in reports:
        document, places = report.reading.document, Places(report.reading.document)
        given: list[tuple[Finding, Suppression | None]] = [(finding, None) for finding in report.findings]
        given += [(aside.finding, aside.suppression) for aside in report.suppressed]
        for finding, suppression in given:
            rule, outcome = finding.rule, finding.outcome
            project = report.reading.subjects[outcome.project].name if outcome.project is not None else None
            where = dict.fromkeys(places.at(span.start).name(lang) for span in finding.spans)
            quotes = dict.fromkeys(" ".join(document.text[s.start : s.end].split())[:200] for s in finding.spans)
            yield (
                _file(report), pick(SEVERITIES[finding.severity], lang), rule.code,
                rule.title_en if lang == "en" else rule.title, finding.message(lang), "\n".join(outcome.arithmetic),
                project, "\n".join(where), "\n".join(quotes), rule.how(lang), rule.rests_on(lang), finding.id,
                None if suppression is None else because(suppression, lang),
            )  # fmt: skip
        for left in report.unused:
            words = pick(unused(left), lang)
            yield (_file(report), None, None, pick(UNUSED_TITLE, lang), words, *[None] * 7, left.suppression.reason)


def _content(report: Report) -> tuple[int | None, int | None]:
    """How many things a document of its type must contain, and how many were not found; empty where nothing is laid down."""
    said = required(report)
    return (len(said.items), len(said.of(State.ABSENT))) if said is not None and said.items else (None, None)


def _required(reports: Sequence[Report], lang: str) -> Iterator[Row]:
    for report in reports:
        said = required(report)
        if said is None:
            continue
        kind, regime = report.reading.identity.type, pick(said.regime, lang)
        if not said.items:
            yield (_file(report), kind, regime, None, None, None, pick(UNTYPED, lang))
        for item in said.items:
            note = pick(said.note, lang) if said.note is not None and item.state is State.ABSENT else None
            yield (
                _file(report), kind, regime, pick(KINDS_OF_CONTENT[item.requirement.kind], lang), item.name(lang),
                pick(STATES[item.state], lang), note,
            )  # fmt: skip


def _coverage(reports: Sequence[Report], lang: str) -> Iterator[Row]:
    titles = {rule.code: rule.title_en if lang == "en" else rule.title for rule in rules()}
    for report in reports:
        for code, coverage in report.coverage.items():
            reasons = dict(coverage.unknown)
            yield (
                _file(report), code, titles.get(code, ""), coverage.passed, coverage.failed, coverage.not_applicable,
                sum(reasons.values()), "\n".join(f"{reason(why, lang)} {n}" for why, n in reasons.items()),
            )  # fmt: skip


def _between(comparison: Comparison, lang: str) -> Iterator[Row]:
    """Groups of documents with their reason, findings with both quotes, those that are set aside with their reason."""
    named = names(comparison.documents)
    for group in comparison.groups:
        members = "\n".join(named[n] for n in group.members)
        yield (pick(KINDS[group.kind], lang), None, None, group.reason(lang), members, *[None] * 7)
    given: list[tuple[JointFinding, Suppression | None]] = [(finding, None) for finding in comparison.findings]
    given += [(aside.finding, aside.suppression) for aside in comparison.suppressed]
    for finding, suppression in given:
        rule, outcome = finding.rule, finding.outcome
        yield (
            pick(("发现", "finding"), lang), pick(SEVERITIES[finding.severity], lang), rule.code, finding.message(lang),
            "\n".join(dict.fromkeys(named[cited.document] for cited in outcome.quotes)),
            "\n".join(f"{named[c.document]} {c.quote.place.name(lang)}" for c in outcome.quotes),
            "\n".join(cited.quote.words for cited in outcome.quotes), "\n".join(outcome.arithmetic), rule.how(lang),
            rule.rests_on(lang), finding.id, None if suppression is None else because(suppression, lang),
        )  # fmt: skip
    for left in comparison.unused:
        yield (pick(UNUSED_TITLE, lang), None, None, pick(unused(left), lang), *[None] * 7, left.suppression.reason)
