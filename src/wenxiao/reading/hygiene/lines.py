"""The lines of a reading text, and what each one is: heading, entry, paragraph or table line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from wenxiao.documents.model import Block
from wenxiao.quantities.record import record
from wenxiao.reading.model import Section


@record
class Line:
    """``content`` is where the words begin, after number and blanks. ``section`` is the one that the line opens."""

    start: int
    end: int
    content: int
    table: bool
    section: Section | None = None


def lines_of(text: str, sections: Sequence[Section], blocks: Collection[Block] = ()) -> tuple[Line, ...]:
    """Every line that is not empty, in order. ``blocks`` are the document's own, with offsets into ``text``."""
    return tuple(_lines(text, {s.start: s for s in sections}, {b.start for b in blocks if b.kind == "cell"}))


def _lines(text: str, opened: dict[int, Section], cells: Collection[int]) -> Iterator[Line]:
    start, size = 0, len(text)
    while start < size:
        end = text.find("\n", start)
        end = size if end < 0 else end
        content = start
        while content < end and text[content] in " \t•●◆■□▪·":
            content += 1
        if content < end:
            section = opened.get(content) or opened.get(start)
            table = content in cells or text.find("|", start, end) >= 0 or text.find("\t", content, end) >= 0
            if section is not None:
                content = section.heading.end - len(section.title)
            yield Line(start, end, content, table, section)
        start = end + 1
