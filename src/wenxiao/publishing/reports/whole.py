"""A report put together: its title, chapters, tables and who signs it; as one text for whoever reads it, and where each chapter is in that."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from wenxiao.publishing.reports.pieces import BLANK
from wenxiao.publishing.reports.tables import ReportTable

_SECOND = re.compile(r"^（[一二三四五六七八九十百]+）")
_THIRD = re.compile(r"^\d{1,2}[.．]\s?\D")
#: A line that begins like a heading and is longer is a paragraph.
_HEADING = 40


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter as it is printed."""

    key: str
    title: str
    text: str
    tables: tuple[ReportTable, ...] = ()

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Its paragraphs with what each is: heading, item (a heading of the third level), blank (something is still to be written), text."""
        return [(_shape(words), words) for line in self.text.split("\n") if (words := line.strip())]


def _shape(words: str) -> str:
    if BLANK.search(words):
        return "blank"
    if len(words) <= _HEADING and words[-1] not in "。；，：":
        if _SECOND.match(words):
            return "heading"
        if _THIRD.match(words):
            return "item"
    return "text"


@dataclass(frozen=True, slots=True)
class Whole:
    """A report; ``day`` is None while it is a draft."""

    title: str
    sections: tuple[Section, ...]
    signed: str
    day: date | None = None
    appendix: tuple[ReportTable, ...] = ()

    @property
    def printed_day(self) -> str:
        return printed_day(self.day) if self.day else "　　　　年　　月　　日"


@dataclass(slots=True)
class Laid:
    """The text of a whole, and where the text of each chapter begins in it."""

    text: str = ""
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)

    def places(self, start: int, end: int) -> list[tuple[str, int, int]]:
        """A stretch of the whole as stretches of the chapters that it touches: chapter, from, to."""
        return [
            (key, max(start, first) - first, min(end, last) - first)
            for key, (first, last) in self.spans.items()
            if start < last and end > first
        ]


def laid(whole: Whole) -> Laid:
    """The report as plain text: what a reader of the file reads, a line for a paragraph, tabs between the cells of a table."""
    made = Laid()
    lines: list[str] = [whole.title]
    size = sum(len(line) + 1 for line in lines)

    def put(words: str) -> None:
        nonlocal size
        lines.append(words)
        size += len(words) + 1

    for section in whole.sections:
        put(section.title)
        made.spans[section.key] = (size, size + len(section.text))
        put(section.text)
        for table in section.tables:
            _table(table, put)
    put(whole.signed)
    if whole.day is not None:
        put(printed_day(whole.day))
    for table in whole.appendix:
        put("附表")
        _table(table, put)
    made.text = "\n".join(lines) + "\n"
    return made


def _table(table: ReportTable, put: Callable[[str], None]) -> None:
    put(table.title)
    if table.unit:
        put(table.unit)
    for row in (table.heads, *table.rows):
        put("\t".join(_cell(words) for words in row))


def _cell(words: str) -> str:
    return words.replace("\t", " ").replace("\n", "；")


def printed_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
