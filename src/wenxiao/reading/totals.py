"""Total rows (合计) of tables that are no official form: counts and amounts of any heading, each column on its own.

That the rows above or below a total are its parts is shown by the columns that add up. Only beside such a column is
another one said not to; a column with an empty cell says nothing. A column named 合计… sums the rows in the same way.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from wenxiao.quantities.model import Interval, Quantity
from wenxiao.quantities.numerals import arabic
from wenxiao.reading.figures import Figures
from wenxiao.reading.form_model import Column, Forms
from wenxiao.reading.labels import NUMBER, TOTAL, cell_quantity, stated_unit, unit_of
from wenxiao.reading.tables import Grid, GridCell

_Row = Sequence[GridCell]

# Headings of columns that nobody adds up.
_NO_SUM = re.compile(r"率|比|幅|均|排名|名次|序号|编号|年份|得分|评分|分值|单价|标准|±|增[/减]|%")
_ACROSS = re.compile(r"合计(?P<what>[一-龥]{2,6})")
_COUNTED = re.compile(r"\((?P<counter>[一-龥]{1,2})\)\Z")
_COUNT = re.compile(r"数(?!额)|\((?!亿|千|元|万元)[一-龥]{1,2}\)\Z")


_DEPTHS = (
    re.compile(r"[一二三四五六七八九十]{1,3}(?:、|\Z)"),
    re.compile(r"\([一二三四五六七八九十]{1,3}\)"),
    re.compile(r"\d{1,2}[.、](?!\d)"),
)


def depth(title: str) -> int:
    """1 for a row numbered 一、, 2 for (一), 3 for 1.; 0 for any other. Deeper rows are parts of the one above them."""
    return next((number for number, pattern in enumerate(_DEPTHS, 1) if pattern.match(title)), 0)


def nests(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether a row of a list that does not add up is itself the sum of rows below it: a city and its counties."""
    amounts = [part.normalized for part in parts]
    if sum(amounts) == total.normalized:
        return False
    return any(
        amount in itertools.islice(itertools.accumulate(amounts[at + 1 : at + 60]), 1, None)
        for at, amount in enumerate(amounts)
        if amount
    )


def add_totals(text: str, grid: Grid, figures: Figures, forms: Forms) -> None:
    """Add the columns of a table with one total row that its reading as a form has left."""
    at = [number for number, row in enumerate(grid.rows) if _is_total(row)]
    if len(at) != 1:
        return
    heading, parts = _around(grid.rows, at[0])
    parts, sure = _uppermost(parts)
    if len(parts) < 2 or any(cell.text.startswith("其中") for row in parts for cell in row):
        return
    taken = {column.total.start for column in forms.columns}
    made = [
        (column, clear)
        for column, clear in _columns(heading, grid.rows[at[0]], parts, stated_unit(text, grid), figures)
        if column.total.start not in taken
    ]
    adding = [column for column, _ in made if _adds_up(column)]
    others = sum(1 for column in forms.columns if column.total.start in _starts(grid.rows[at[0]]) and _adds_up(column))
    for column, clear in made:
        shown = len(adding) + others
        if _adds_up(column) or (sure and shown > (0 if clear else 1) and not nests(column.total, column.parts)):
            _take(column, figures, forms)
    _add_across(heading, [grid.rows[at[0]], *parts], stated_unit(text, grid), figures, forms)


def _add_across(heading: _Row, rows: Sequence[_Row], unit: str | None, figures: Figures, forms: Forms) -> None:
    """A column 合计下达 beside 已预下达 and 本次下达: it sums them in every row, if it does in most."""
    width = len(heading)
    for at, cell in enumerate(heading):
        what = _ACROSS.match(cell.text)
        if what is None:
            continue
        columns = _beside(heading, at, what["what"])
        found: list[Column] = []
        for row in rows:
            if len(row) != width or len(columns) < 2:
                continue
            made = [_quantity(row[n], heading[n].text, unit, figures) for n in (at, *columns)]
            known = [quantity for quantity in made if quantity is not None]
            if len(known) == len(made) and len({q.base_unit for q in known}) == 1:
                found.append(Column(known[0], known[1:]))
        holding = sum(1 for column in found if _adds_up(column))
        if holding > 1 and holding * 2 > len(found):
            for column in found:
                _take(column, figures, forms)


def _beside(heading: _Row, at: int, what: str) -> list[int]:
    """The columns of the same thing next to the one at ``at``, on the side where more of them stand."""
    left = list(itertools.takewhile(lambda n: heading[n].text.endswith(what), range(at - 1, -1, -1)))
    right = list(itertools.takewhile(lambda n: heading[n].text.endswith(what), range(at + 1, len(heading))))
    return left[::-1] if len(left) >= len(right) else right


def _take(column: Column, figures: Figures, forms: Forms) -> None:
    for quantity in (column.total, *column.parts):
        figures.add(quantity)
    forms.columns.append(column)


def _starts(row: _Row) -> frozenset[int]:
    return frozenset(cell.span.start for cell in row)


def _is_total(row: _Row) -> bool:
    title = next((cell.text for cell in row if cell.text), "")
    return TOTAL.match(title) is not None and any(NUMBER.match(cell.text) for cell in row)


def _around(rows: Sequence[_Row], at: int) -> tuple[_Row, list[_Row]]:
    """The heading and the rows that a total row may sum: those above it, or below it where it stands first."""
    width = len(rows[at])

    def is_part(row: _Row) -> bool:
        return len(row) == width and any(NUMBER.match(cell.text) for cell in row)

    above = list(itertools.takewhile(is_part, reversed(rows[:at])))
    below = [] if above else list(itertools.takewhile(is_part, rows[at + 1 :]))
    first = at - len(above)
    return (rows[first - 1] if first else ()), above[::-1] or below


def _uppermost(parts: Sequence[_Row]) -> tuple[list[_Row], bool]:
    """Rows without those that are parts of others, 一、 without (一); and whether every other row is numbered or none."""
    depths = [depth(next((cell.text for cell in row if cell.text), "")) for row in parts]
    top = min(filter(None, depths), default=0)
    kept = [row for row, deep in zip(parts, depths, strict=True) if deep in (0, top)]
    return kept, not top or 0 not in depths


def _columns(
    heading: _Row, total: _Row, parts: Sequence[_Row], unit: str | None, figures: Figures
) -> Iterator[tuple[Column, bool]]:
    """Columns that hold nothing but plain figures, and whether a heading stands clearly above each."""
    for at, cell in enumerate(total):
        words = heading[at].text if len(heading) == len(total) else ""
        quantities = [
            _quantity(one, words, unit, figures)
            for one in (cell, *(row[at] for row in parts))
            if not _NO_SUM.search(words)
        ]
        known = [quantity for quantity in quantities if quantity is not None]
        if known and len(known) == len(parts) + 1 and len({q.base_unit for q in known}) == 1:
            yield Column(known[0], known[1:]), bool(words)


def _quantity(cell: GridCell, heading: str, unit: str | None, figures: Figures) -> Quantity | None:
    match = NUMBER.match(cell.text)
    if match is None or match["unit"] or match.start("n") or arabic(match["n"]) is None:
        return None
    known = figures.first_in(cell.span)
    if known is not None:
        return known if known.kind in ("money", "count") else None
    start, end = cell.span.start, cell.span.start + match.end("n")
    money = unit_of(heading) or (unit if not _COUNT.search(heading) else None)
    if money is not None:
        return cell_quantity(start, end, match["n"], money, "money")
    counter = _COUNTED.search(heading)
    return _count(start, end, match["n"], counter["counter"] if counter else "")


def _count(start: int, end: int, printed: str, counter: str) -> Quantity:
    value = arabic(printed) or Decimal(0)
    decimals = len(printed) - printed.find(".") - 1 if "." in printed else 0
    half = Decimal(5).scaleb(-decimals - 1) if decimals else Decimal(0)
    return Quantity(
        start, end, "count", value, counter, decimals, value, "1", Interval(value - half, value + half), counter=counter
    )  # fmt: skip


def _adds_up(column: Column) -> bool:
    low = sum((part.interval.low for part in column.parts), Decimal(0))
    high = sum((part.interval.high for part in column.parts), Decimal(0))
    return column.total.interval.meets(Interval(low, high))
