"""The report as one page that needs nothing else: list of documents, each with its text and what was found in it."""

from __future__ import annotations

from collections.abc import Sequence

from wenxiao.audit.model import Report, Severity
from wenxiao.audit.obligations import State
from wenxiao.audit.together import Comparison, JointFinding
from wenxiao.documents.guard import Guard
from wenxiao.documents.rendering import drawing
from wenxiao.publishing.comparison import TITLE as BETWEEN
from wenxiao.publishing.html.between import Between
from wenxiao.publishing.html.cards import cards
from wenxiao.publishing.html.markup import asset, both, esc, script_data
from wenxiao.publishing.html.original import Original, original_of
from wenxiao.publishing.html.pages import MOST_PAGES
from wenxiao.publishing.html.panel import Panel, texts
from wenxiao.publishing.html.sheet import Sheet
from wenxiao.publishing.required import required
from wenxiao.publishing.words import SEVERITIES, Words, heading, held, name, severities, untold

_COUNTS: tuple[tuple[Severity, Words], ...] = (
    (Severity.ERROR, ("相互矛盾", "contradictions")),
    (Severity.WARNING, ("需说明", "to explain")),
    (Severity.NOTE, ("提示", "notes")),
)


#: Pages of all documents together whose originals are shown; each document has at least one.
_ALL_PAGES = 300
_ZERO = '<span class="muted">0</span>'


def render(reports: Sequence[Report], *, lang: str = "zh", comparison: Comparison | None = None) -> str:
    """The whole page. It asks no other address for anything, and is a readable document where scripts do not run."""
    tongue = "en" if lang == "en" else "zh-CN"
    between = Between(comparison, reports) if comparison is not None else None
    most = max(1, min(MOST_PAGES, _ALL_PAGES // max(1, len(reports))))
    with drawing() as guarded:
        documents = "".join(
            _document(report, n, len(reports), between, guarded, most) for n, report in enumerate(reports, 1)
        )
    data = script_data([cards(report) for report in reports])
    return "".join(
        (
            f'<!doctype html><html lang="{tongue}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; ",
            "script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">",
            '<link rel="icon" href="data:,">',
            f"<title>问效 Wenxiao · {esc(_title(reports))}</title><style>{asset('report.css')}</style></head><body>",
            f'<a class="skip" href="#main">{both(("跳到正文", "Skip to the text"))}</a>',
            '<main id="main">',
            _list(reports, between) if len(reports) != 1 else "",
            documents,
            "</main>",
            '<div id="card" role="dialog" aria-modal="false" aria-labelledby="card-value" hidden></div>',
            f'<script type="application/json" id="data">{data}</script><script>{asset("report.js")}</script></body></html>',
        )
    )


def _title(reports: Sequence[Report]) -> str:
    return heading(reports[0], "zh")[0] if len(reports) == 1 else f"{len(reports)} 份文件"


def _brand() -> str:
    return '<a class="brand" href="#list" aria-label="问效 Wenxiao">问效</a>'


def _switch() -> str:
    return (
        '<button type="button" class="btn lang" aria-label="中文 / English">'
        '<span class="zh" lang="en">English</span><span class="en" lang="zh-CN">中文</span></button>'
    )


def _list(reports: Sequence[Report], between: Between | None) -> str:
    heads: list[tuple[str, Words]] = [
        ("text", ("文件", "document")),
        ("text", ("单位", "organisation")),
        ("number", ("年度", "year")),
        ("number", ("项目", "projects")),
        *(("number", words) for _, words in _COUNTS),
        *([("number", BETWEEN)] if between is not None else []),
        ("number", ("应有未见", "missing")),
        ("number", ("一致", "held")),
        ("number", ("不能判断", "cannot tell")),
    ]
    head = "".join(
        f'<th aria-sort="none"{" class=num" if kind == "number" else ""}>'
        f'<button type="button" data-sort="{kind}">{both(words)}</button></th>'
        for kind, words in heads
    )
    rows = "".join(_row(report, n, between) for n, report in enumerate(reports, 1))
    choices = "".join(f'<option value="{s.value}">{zh} {en}</option>' for s, (zh, en) in SEVERITIES.items())
    return (
        f'<section class="list" id="list" aria-label="文件 documents"><header class="top">{_brand()}<div class="what">'
        f"<h1>{both(('审核报告', 'Audit report'))}</h1>"
        f'<span class="tiny">{both((f"{len(reports)} 份文件", f"{len(reports)} documents"))}</span></div>'
        f'<div class="sum">{_sums(reports, None if between is None else len(between.comparison.findings))}</div>'
        f'{_switch()}</header><div class="wide"><div class="filters">'
        f'<label>{both(("筛选", "Filter"))} <input type="search" id="words" autocomplete="off"></label>'
        f'<label>{both(("级别", "Severity"))} <select id="severity"><option value="">—</option>{choices}</select></label>'
        f'<output id="shown"></output></div>'
        f'<div class="frame"><table class="documents"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        f'<p class="empty" id="none" hidden>{both(("没有符合条件的文件；请放宽筛选。", "No document fits; widen the filter."))}</p>'
        f"{between.section() if between is not None else ''}</div></section>"
    )


def _row(report: Report, n: int, between: Between | None) -> str:
    counts, identity = severities(report), report.reading.identity
    title, _ = heading(report, "zh")
    names = [project.name for project in report.reading.projects[:2] if project.name not in title]
    about = " · ".join(filter(None, ("、".join(names) if len(report.reading.projects) <= 2 else "", identity.type)))
    found = "".join(
        f'<td class="num" data-s="{severity.value}">'
        + (f'<b class="{severity.value}">{counts[severity]}</b>' if counts[severity] else _ZERO)
        + "</td>"
        for severity, _ in _COUNTS
    )
    if between is not None:
        found += _number(len(between.of(n - 1)))
    content = required(report)
    found += (
        _number(len(content.of(State.ABSENT))) if content is not None and content.items else '<td class="num">—</td>'
    )
    return (
        f'<tr data-words="{esc(" ".join(texts(report)).lower())}" data-has="{" ".join(s.value for s, c in counts.items() if c)}">'
        f'<td><a href="#d{n}">{esc(title)}</a><br><span class="tiny">{esc(about)}{_path(report, title)}</span></td>'
        f'<td>{esc(identity.organisation or "—")}</td><td class="num">{identity.fiscal_year or "—"}</td>'
        f'<td class="num">{len(report.reading.projects)}</td>{found}<td class="num">{held(report)}</td>'
        f'<td class="num">{sum(untold(report.coverage).values())}</td></tr>'
    )


def _number(n: int) -> str:
    return f'<td class="num">{f"<b>{n}</b>" if n else _ZERO}</td>'


def _path(report: Report, title: str) -> str:
    """The file's name, where it is not the title already."""
    file = name(report.reading.document)
    return "" if file == title else f' <span class="path">{esc(file)}</span>'


def _sums(reports: Sequence[Report], between: int | None = None) -> str:
    """``between``: how many findings there are between the documents, where they were compared."""
    told = [(s.value, words, sum(severities(report)[s] for report in reports)) for s, words in _COUNTS]
    if between is not None:
        told.append(("", BETWEEN, between))
    told.append(("good", ("项核对一致", "held"), sum(held(report) for report in reports)))
    unknown = sum(sum(untold(report.coverage).values()) for report in reports)
    told.append(("muted", ("不能判断", "cannot tell"), unknown))
    return "".join(f'<span><b class="{style}">{n}</b>{both(words)}</span>' for style, words, n in told)


def _document(report: Report, n: int, of: int, between: Between | None, guarded: Guard, most: int) -> str:
    title, _ = heading(report, "zh")
    about = both((heading(report, "zh")[1], heading(report, "en")[1]))
    joint = between.of(n - 1) if between is not None else []
    back = f'<a class="btn back" href="#list">← {both(("全部文件", "All documents"))}</a>' if of > 1 else ""
    top = (
        f'<header class="top">{_brand()}<div class="what"><h1>{esc(title)}</h1>'
        f'<span class="tiny">{about}{_path(report, title)}</span></div>'
        f'<div class="sum">{_sums([report], len(joint) or None)}</div>{back}{_switch()}</header>'
    )
    return section(report, n, top, Panel(report, n, between), original_of(report, n, joint, guarded, most), joint)


def section(
    report: Report,
    n: int,
    top: str,
    panel: Panel,
    original: Original,
    joint: Sequence[tuple[int, JointFinding]] = (),
    more: Sequence[tuple[str, Words, int | None, str]] = (),
) -> str:
    """One document with what was found in it, under a heading ``top``. ``more`` views: key, title, count and body of each."""
    total = len(report.findings) + len(joint)
    views = [
        ("findings", ("发现", "Findings"), total, panel.findings()),
        ("projects", ("项目", "Projects"), len(report.reading.projects), panel.projects()),
        ("money", ("资金", "Money"), None, panel.money()),
        ("coverage", ("核对范围", "Coverage"), None, panel.coverage()),
        *more,
    ]
    tabs = "".join(
        f'<button type="button" role="tab" id="d{n}-t-{key}" aria-controls="d{n}-{key}" aria-selected="{"true" if not i else "false"}"'
        f"{'' if not i else ' tabindex=-1'}>{both(words)}{f' <b>{count}</b>' if count is not None else ''}</button>"
        for i, (key, words, count, _) in enumerate(views)
    )
    panels = "".join(
        f'<section class="view {key}" role="tabpanel" id="d{n}-{key}" aria-labelledby="d{n}-t-{key}"><h3 class="plain">{both(words)}</h3>{body}</section>'
        for key, words, _, body in views
    )
    return (
        f'<section class="document" id="d{n}" data-d="{n}">{top}'
        f'<div class="switch" role="group" aria-label="{"正文 / 核对"}"><button type="button" data-show="text" aria-pressed="true">'
        f'{both(("正文", "Text"))}</button><button type="button" data-show="panel" aria-pressed="false">{both(("核对结果", "Results"))}'
        f" <b>{total}</b></button></div>"
        f'<div class="halves"><div class="text" tabindex="0" role="region" aria-label="正文 text">{original.switch}'
        f'<article class="sheet" lang="zh-CN">{Sheet(report, n, joint).html()}</article>{original.html}</div>'
        f'<aside><div class="tabs" role="tablist" aria-label="核对结果 results">{tabs}</div>{panels}</aside></div></section>'
    )
