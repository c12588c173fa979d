"""The document as it is written: headings, paragraphs and tables, with every quantity and every finding marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from wenxiao.audit.model import Report
from wenxiao.audit.together import JointFinding
from wenxiao.documents.model import Block, Cell, Document, Table
from wenxiao.publishing.html.marks import CLASSES, Mark, marks_of, quantities_of
from wenxiao.publishing.html.markup import esc
from wenxiao.quantities.model import Span
from wenxiao.reading.model import Reading


class Sheet:
    """Writes the text of one document; ``html()`` takes time linear in its length."""

    def __init__(
        self, report: Report, number: int, joint: Sequence[tuple[int, JointFinding]] = (), *, copy: bool = False
    ) -> None:
        """``joint`` are the findings between documents that quote this one, with their numbers. ``copy``: the text
        stands on the page a second time, and its quantities link to the first."""
        reading = report.reading
        self._document = reading.document
        self._text = reading.document.text
        self._number = number
        self._copy = copy
        self._quantities = quantities_of(reading)
        self._starts = [span.start for span, _, _ in self._quantities]
        marks = marks_of(report, number, joint)
        self._edges = sorted({edge for mark in marks for edge in (mark.start, mark.end)})
        self._over = _cover(self._edges, marks)
        self._headings = _headings(reading)
        self._title = reading.source(reading.identity.title_span).start if reading.identity.title_span else -1

    def html(self) -> str:
        out: list[str] = []
        for part in _parts(self._document):
            if isinstance(part, Table):
                out.append(self._table(part))
            else:
                out.append(self._paragraph(*part))
        return "".join(out)

    def _paragraph(self, start: int, end: int, level: int | None) -> str:
        body = self.inline(start, end)
        if not body.strip():
            return ""
        if start <= self._title < end:
            return f'<h2 class="title">{body}</h2>'
        level = level or self._headings.get(Span(start, end))
        if level is not None:
            tag = f"h{min(level, 3) + 2}"
            return f"<{tag}>{body}</{tag}>"
        return f"<p>{body}</p>"

    def _table(self, table: Table) -> str:
        rows: dict[int, list[Cell]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, []).append(cell)
        out = ['<div class="frame" tabindex="0" role="region" aria-label="表格 table"><table>']
        for _, cells in sorted(rows.items()):
            out.append("<tr>")
            for cell in sorted(cells, key=lambda cell: cell.column):
                across = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
                down = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
                out.append(f"<td{across}{down}>{self.inline(cell.start, cell.end)}</td>")
            out.append("</tr>")
        out.append("</table></div>")
        return "".join(out)

    def inline(self, start: int, end: int) -> str:
        """A range of the text with its marks. A quantity that begins in it is written whole, as one element."""
        out: list[str] = []
        at = start
        for index in range(bisect_left(self._starts, start), bisect_left(self._starts, end)):
            span, kind, number = self._quantities[index]
            if span.end > end:
                break
            out.append(self._marked(at, span.start))
            name = CLASSES.get(kind, "u")
            tag, to = "span", f'id="d{self._number}-q{number + 1}" tabindex="0" role="button"'
            if self._copy:
                tag, to = "a", f'href="#d{self._number}-q{number + 1}" data-q="{number + 1}"'
            out.append(f'<{tag} class="q {name}" {to}>{self._marked(span.start, span.end)}</{tag}>')
            at = span.end
        out.append(self._marked(at, end))
        return "".join(out)

    def _marked(self, start: int, end: int) -> str:
        """A range without elements of its own, cut where a finding begins or ends."""
        if start >= end:
            return ""
        low, high = bisect_right(self._edges, start), bisect_left(self._edges, end)
        cuts = [start, *self._edges[low:high], end]
        out: list[str] = []
        for begin, stop in pairwise(cuts):
            text = esc(self._text[begin:stop]).replace("\n", "<br>")
            over = self._over.get(self._edges[bisect_right(self._edges, begin) - 1], ()) if self._edges else ()
            over = tuple(mark for mark in over if mark.start <= begin < mark.end)
            if not over:
                out.append(text)
                continue
            numbers = " ".join(str(number) for number in dict.fromkeys(mark.number for mark in over))
            ends = "".join(f"<sup>{mark.number}</sup>" for mark in over if mark.end == stop)
            out.append(f'<mark class="{over[0].severity}" data-f="{numbers}">{text}{ends}</mark>')
        return "".join(out)


def _cover(edges: Sequence[int], marks: Sequence[Mark]) -> dict[int, tuple[Mark, ...]]:
    """Which marks lie over the text that follows each edge; gravest first."""
    begins: dict[int, list[Mark]] = {}
    for mark in marks:
        begins.setdefault(mark.start, []).append(mark)
    active: list[Mark] = []
    over: dict[int, tuple[Mark, ...]] = {}
    for edge in edges:
        active = [mark for mark in active if mark.end > edge] + begins.get(edge, [])
        active.sort(key=lambda mark: mark.number)
        over[edge] = tuple(active)
    return over


def _headings(reading: Reading) -> dict[Span, int]:
    """Level of every heading that stands on a line of its own, by its place."""
    return {reading.source(s.heading): s.level for s in reading.sections if not s.item and s.level <= 3}


def _parts(document: Document) -> Iterator[Table | tuple[int, int, int | None]]:
    """Tables and paragraphs in the order of the text. A table inside a table is part of its cell."""
    reaches: list[tuple[int, int, Table]] = []
    for table in sorted((t for t in document.tables if t.cells), key=lambda t: min(c.start for c in t.cells)):
        start, end = min(cell.start for cell in table.cells), max(cell.end for cell in table.cells)
        if not reaches or start >= reaches[-1][1]:
            reaches.append((start, end, table))
    pending = iter([*reaches, (len(document.text) + 1, 0, None)])
    begin, reach, table_or_none = next(pending)
    until = -1
    for start, end, level in _lines(document):
        while start >= begin and table_or_none is not None:
            yield table_or_none
            until = reach
            begin, reach, table_or_none = next(pending)
        if start >= until and end > start:
            yield start, end, level
    while table_or_none is not None:
        yield table_or_none
        begin, reach, table_or_none = next(pending)


def _lines(document: Document) -> Iterator[tuple[int, int, int | None]]:
    """Blocks where the reader found any, with the lines of the text between them; else every line."""
    at = 0
    blocks: Sequence[Block] = sorted(document.blocks, key=lambda block: (block.start, block.end))
    for block in blocks:
        if block.end <= at:
            continue
        yield from _between(document.text, at, block.start)
        yield max(at, block.start), block.end, block.level
        at = block.end
    yield from _between(document.text, at, len(document.text))


def _between(text: str, start: int, end: int) -> Iterator[tuple[int, int, None]]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if text[start:stop].strip():
            yield start, stop, None
        start = stop + 1
