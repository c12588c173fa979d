"""The report of a region as one page that needs nothing else: the looks of the audit report, its bars drawn as SVG in place."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from importlib.resources import files
from typing import Any

from wenxiao.corpus.region import Heading, Region, Section, in_ten_thousands, percent
from wenxiao.publishing.html.markup import asset, esc
from wenxiao.publishing.words import Words, pick

#: Rows of a table on the page; the workbook has all of them.
SHOWN = 30


def region_page(region: Region, *, lang: str = "zh") -> str:
    """The whole page, in one language. It asks no other address for anything and runs no script."""
    title = pick(
        (f"{region.name}{region.year}年绩效信息公开情况", f"Performance disclosure of {region.name} in {region.year}"),
        lang,
    )
    styles = asset("report.css") + files(__package__).joinpath("assets", "region.css").read_text("utf-8")
    tongue = "en" if lang == "en" else "zh-CN"
    skip = pick(("跳到正文", "Skip to the text"), lang)
    about = pick(
        ("由公开的文档逐份读出、核对、汇总；金额以文档所写为准。", "Read, checked and summed up from the documents that were published; amounts are those that they state."),
        lang,
    )  # fmt: skip
    return "".join(
        (
            f'<!doctype html><html lang="{tongue}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
            "img-src data:; base-uri 'none'; form-action 'none'\">",
            f'<link rel="icon" href="data:,"><title>{esc(title)} · 问效 Wenxiao</title><style>{styles}</style></head><body>',
            f'<a class="skip" href="#main">{esc(skip)}</a><header class="top"><span class="brand">问效</span>',
            f'<div class="what"><h1>{esc(title)}</h1><span class="tiny">{esc(about)}</span></div></header>',
            f'<main id="main" class="region">{_totals(region, lang)}',
            *(_section(section, lang) for section in region.sections),
            "</main></body></html>",
        )
    )


def _totals(region: Region, lang: str) -> str:
    cells = "".join(
        f"<div><dt>{esc(pick(words, lang))}</dt><dd>{esc(value)}</dd></div>" for words, value in region.totals
    )
    return f'<dl class="totals">{cells}</dl>'


def _section(section: Section, lang: str) -> str:
    name = esc(section.key)
    begin = f'<section aria-labelledby="{name}"><h2 id="{name}">{esc(pick(section.title, lang))}</h2>'
    if not section.rows:
        return f'{begin}<div class="frame"><p class="empty">{esc(pick(section.empty, lang))}</p></div></section>'
    heads = "".join(_head(heading, lang) for heading in section.headings)
    most = [_most(section, at) for at in range(len(section.headings))]
    rows = "".join(_row(section.headings, row, most) for row in section.rows[:SHOWN])
    left = len(section.rows) - SHOWN
    more = (f"另有 {left:,} 行，见工作簿。", f"{left:,} more rows are in the workbook.")
    return (
        f'{begin}<p class="tiny">{esc(pick(section.about, lang))}</p><div class="frame" tabindex="0" role="region" '
        f'aria-labelledby="{name}"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        + (f'<p class="more">{esc(pick(more, lang))}</p>' if left > 0 else "")
        + "</div></section>"
    )


def titled(heading: Heading, lang: str, money: Words) -> str:
    """The words over a column; amounts with their unit."""
    title = pick(heading.title, lang)
    if heading.kind != "yuan":
        return title
    return f"{title} ({money[1]})" if lang == "en" else f"{title}（{money[0]}）"


def _head(heading: Heading, lang: str) -> str:
    words = esc(titled(heading, lang, ("万元", "10,000 yuan")))
    return f'<th scope="col"{_class(heading)}>{words}</th>{"<td></td>" if heading.bar else ""}'


def _class(heading: Heading) -> str:
    """Numbers stand to the right; where much is written the column keeps room for it on a narrow screen."""
    if heading.kind != "text":
        return ' class="num"'
    return ' class="long"' if heading.width >= 34 else ' class="words"' if heading.width >= 18 else ' class="short"'


def _most(section: Section, at: int) -> Decimal:
    numbers = [Decimal(row[at]) for row in section.rows if isinstance(row[at], int | Decimal)]
    return max(numbers, default=Decimal(0))


def _row(headings: Sequence[Heading], row: Sequence[Any], most: Sequence[Decimal]) -> str:
    cells = []
    for at, (heading, value) in enumerate(zip(headings, row, strict=True)):
        cells.append(
            f"<td>{esc(str(value)) if value is not None else '—'}</td>"
            if heading.kind == "text"
            else f'<td class="num">{esc(_number(value, heading.kind))}</td>'
        )
        if heading.bar:
            full = Decimal(1) if heading.kind == "percent" else most[at]
            cells.append(f'<td class="drawn">{bar(value, full)}</td>')
    return f"<tr>{''.join(cells)}</tr>"


def _number(value: Any, kind: str) -> str:
    if value is None:
        return "—"
    if kind == "yuan":
        return in_ten_thousands(value)
    if kind == "percent":
        return percent(value)
    return str(value) if kind == "year" else f"{value:,}"


def bar(value: Decimal | int | None, full: Decimal) -> str:
    """A bar as long as the part that a value is of ``full``; what is above it is as long and of another colour. The number
    beside it says the same to those who do not see it."""
    if value is None or full <= 0:
        return ""
    part = Decimal(value) / full
    width = f"{min(part, Decimal(1)) * 100:.2f}"
    over = ' class="over"' if part > 1 else ""
    return (
        '<svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="ground" width="100" height="12"/><rect{over} width="{width}" height="12"/></svg>'
    )
