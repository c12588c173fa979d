"""The report of a region as a workbook: every row of every table, amounts in yuan."""

from __future__ import annotations

from wenxiao.corpus.region import Region
from wenxiao.corpus.region_page import titled
from wenxiao.publishing.words import Words, pick
from wenxiao.publishing.xlsx import Column, Row, tabled

_SUMMARY: Words = ("概况", "summary")
_KINDS = {"text": "text", "count": "count", "year": "count", "yuan": "yuan", "percent": "percent"}


def region_book(region: Region, *, lang: str = "zh") -> bytes:
    """The bytes of an .xlsx file."""
    sheets: list[tuple[Words, tuple[Column, ...], list[Row]]] = [
        (
            _SUMMARY,
            ((("项目", "what"), 40, "text"), ((f"{region.name} {region.year}",) * 2, 24, "text")),
            [(pick(words, lang), value) for words, value in region.totals],
        )
    ]
    for section in region.sections:
        columns = tuple(
            ((titled(heading, lang, ("元", "yuan")),) * 2, heading.width, _KINDS[heading.kind])
            for heading in section.headings
        )
        nothing: Row = (pick(section.empty, lang), *[None] * (len(columns) - 1))
        sheets.append((section.title, columns, list(section.rows) or [nothing]))
    return tabled(sheets, lang=lang)
