"""Lists of projects of which the text has kept one cell a paragraph, with neither bars nor tabs.

A run of paragraphs that are all headings, 项目名称 and one of money among them, opens such a list; behind it words and
figures alternate in one pattern, row for row. Blank cells are lost on the way, so a row may have fewer cells than there
are headings: it is taken only where its words and figures stand under them in one way.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from wenxiao.documents.model import Document
from wenxiao.documents.view import View
from wenxiao.quantities.model import Span
from wenxiao.reading.labels import MONEY_ROLES, NUMBER, NUMERIC, OTHER_HEADING, TOTAL, label, names_project
from wenxiao.reading.tables import Grid, GridCell

_LONGEST = 60  # characters of a cell
_MOST = 12  # columns
_EITHER = re.compile(r"利率|期限|年限|时间|编码|代码|级次|备注")  # columns that may hold words or figures


def paragraph_grids(document: Document, view: View, taken: Sequence[Span]) -> Iterator[Grid]:
    """Every such list, in order of place, outside the tables at ``taken``."""
    if "名称" not in document.text:
        return
    cells = list(_paragraphs(document, view, taken))
    at = 0
    while at < len(cells):
        heads = _run(cells, at, heading=True)
        data = _run(cells, at + len(heads), heading=False) if len(heads) > 2 else []
        if len(heads) <= _MOST and (rows := _rows(heads, data)):
            yield Grid((tuple(_at(cell, n) for n, cell in enumerate(heads)), *rows))
        at += len(heads) or 1


def _run(cells: Sequence[GridCell | None], at: int, *, heading: bool) -> list[GridCell]:
    """Cells from ``at`` on: all that are headings, or all up to the next list."""
    run: list[GridCell] = []
    for cell in (cells[n] for n in range(at, len(cells))):
        if cell is None or (not _is_heading(cell) if heading else label(cell.text) == "name"):
            break
        run.append(cell)
    return run


def _paragraphs(document: Document, view: View, taken: Sequence[Span]) -> Iterator[GridCell | None]:
    """Lines of the document as cells, None for each that is no cell. The reading text may have joined some of them."""
    ends = {span.start: span.end for span in taken}
    starts = sorted(ends)
    offset = 0
    for line in document.text.split("\n"):
        start, end = view.at(offset), view.at(offset + len(line))
        offset += len(line) + 1
        words = view.text[start:end]
        body = words.strip()
        if not body:
            continue
        if len(body) > _LONGEST or "|" in words or "\t" in words or "。" in body or _inside(start, starts, ends):
            yield None
            continue
        start += len(words) - len(words.lstrip())
        yield GridCell(body, Span(start, start + len(body)), 0)


def _inside(place: int, starts: Sequence[int], ends: Mapping[int, int]) -> bool:
    before = bisect_right(starts, place)
    return before > 0 and place < ends[starts[before - 1]]


def _is_heading(cell: GridCell) -> bool:
    return label(cell.text) is not None or OTHER_HEADING.fullmatch(cell.text) is not None


def _is_figure(cell: GridCell) -> bool:
    return NUMBER.match(cell.text) is not None


def _rows(heads: Sequence[GridCell], data: Sequence[GridCell]) -> list[tuple[GridCell, ...]]:
    """The rows behind a run of headings; none where it is not that of a list, or no pattern shows them."""
    kinds = [label(cell.text) for cell in heads]
    if len(heads) < 3 or kinds.count("name") != 1 or not any(kind in MONEY_ROLES for kind in kinds):
        return []
    found = [rows for period in range(2, len(heads) + 1) if (rows := _patterned(heads, kinds, data, period))]
    return found[0] if len(found) == 1 else []


def _patterned(
    heads: Sequence[GridCell], kinds: Sequence[str | None], data: Sequence[GridCell], period: int
) -> list[tuple[GridCell, ...]]:
    """Rows of ``period`` cells each, with the row of totals where it follows."""
    pattern = [_is_figure(cell) for cell in data[:period]]
    ways = [way for way in itertools.combinations(range(len(heads)), period) if _stands(heads, kinds, way, pattern)]
    if len(pattern) < period or not ways:
        return []
    way = ways[0]
    sure = [at for at in way if kinds[at] == "name" or kinds[at] in MONEY_ROLES]
    if any(
        [at for at in other if at in sure] != sure or _columns(other, sure) != _columns(way, sure) for other in ways
    ):
        return []
    name = next((n for n, at in enumerate(way) if kinds[at] == "name"), None)
    counted = next((n for n, at in enumerate(way) if heads[at].text == "序号"), None)
    money = [at for at in sure if kinds[at] in MONEY_ROLES]
    if name is None or not money:
        return []
    rows: list[tuple[GridCell, ...]] = []
    for first in range(0, len(data) - period + 1, period):
        row = data[first : first + period]
        if [_is_figure(cell) for cell in row] != pattern or not _names(row[name].text):
            break
        if counted is not None and row[counted].text != str(len(rows) + 1):
            break
        rows.append(_filled(heads, dict(zip(way, row, strict=True))))
    total = _total(heads, data[len(rows) * period :], money)
    proven = len(rows) > 1 or (rows and total and all(total[at].text == rows[0][at].text for at in money))
    return [*rows, *([total] if total else [])] if proven else []


def _columns(way: Sequence[int], sure: Sequence[int]) -> list[int]:
    return [way.index(at) for at in sure]


def _stands(
    heads: Sequence[GridCell], kinds: Sequence[str | None], way: Sequence[int], figures: Sequence[bool]
) -> bool:
    """Whether figures stand under headings that ask for them, and words under the others."""
    return len(figures) == len(way) and all(
        _EITHER.search(heads[at].text) is not None or (kinds[at] in NUMERIC or heads[at].text == "序号") == figure
        for at, figure in zip(way, figures, strict=True)
    )


def _names(words: str) -> bool:
    return len(words) >= 4 and names_project(words) and TOTAL.match(words) is None


def _total(heads: Sequence[GridCell], data: Sequence[GridCell], money: Sequence[int]) -> tuple[GridCell, ...]:
    """The row of totals, if ``data`` begins with one that has a figure for each column of money."""
    figures = list(itertools.takewhile(_is_figure, data[1 : len(money) + 2]))
    if not data or TOTAL.match(data[0].text) is None or len(figures) != len(money) or money[0] == 0:
        return ()
    return _filled(heads, {0: data[0], **dict(zip(money, figures, strict=True))})


def _filled(heads: Sequence[GridCell], cells: dict[int, GridCell]) -> tuple[GridCell, ...]:
    """A row with a cell under every heading; a blank one stands where the cell before it ends."""
    row: list[GridCell] = []
    end = next(iter(cells.values())).span.start
    for at in range(len(heads)):
        cell = cells.get(at)
        row.append(_at(cell, at) if cell is not None else GridCell("", Span(end, end), at))
        end = row[-1].span.end
    return tuple(row)


def _at(cell: GridCell, column: int) -> GridCell:
    return GridCell(cell.text, cell.span, column)
