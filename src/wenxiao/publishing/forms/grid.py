"""A layout with its values set in: cells on a grid, which each format then draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from wenxiao.publishing.forms.layouts import Layout
from wenxiao.publishing.forms.model import FormIndicator, MoneyLine, Values
from wenxiao.publishing.ink import cells as width_of

Value = str | Decimal | None


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell and the grid that it covers. ``shape``: label, text, prose (set left), money, percent or number.

    ``field``: which of the values stands in it (``wanted``, ``money.0.approved``, ``indicators.2.target``), empty for words of
    the form itself.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    value: Value
    shape: str
    field: str = ""


@dataclass(slots=True)
class FormGrid:
    """A form to be drawn. ``lines`` and ``below`` stand outside the table; ``heights`` are lines of text by row;
    ``head`` is the range of rows that is printed again on every page."""

    title: str
    subtitle: str
    left: str
    right: str
    below: tuple[str, ...]
    landscape: bool
    widths: tuple[int, ...]
    cells: list[FormCell] = field(default_factory=list)
    heights: list[int] = field(default_factory=list)
    head: tuple[int, int] | None = None


def printed(cell: FormCell) -> str:
    """What a person sees in the cell."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, str):
        return cell.value
    if cell.shape == "money":
        return f"{cell.value:,f}"
    return f"{cell.value:f}%" if cell.shape == "percent" else f"{cell.value:f}"


def form_grid(layout: Layout, values: Values) -> FormGrid:
    """The form, empty where a value is missing."""
    known = {"year": str(values.year) if values.year else "    ", "unit": values.unit}
    grid = FormGrid(
        layout.title, layout.subtitle.format_map(known), layout.left.format_map(known), layout.right, layout.below,
        layout.landscape, layout.widths,
    )  # fmt: skip
    builder = _Builder(grid, values)
    for part in layout.parts:
        getattr(builder, f"_{part['kind']}")(part)
    builder.measure()
    return grid


class _Builder:
    """Sets one part below the other. Every part is as wide as the form."""

    def __init__(self, grid: FormGrid, values: Values) -> None:
        self.grid, self.values = grid, values
        self.row = 0

    def _put(
        self,
        column: int,
        colspan: int,
        value: Value,
        shape: str,
        *,
        rowspan: int = 1,
        row: int | None = None,
        field: str = "",
    ) -> None:
        if colspan and rowspan:
            shown = (value or None) if isinstance(value, str) else value
            at = self.row if row is None else row
            self.grid.cells.append(FormCell(at, column, rowspan, colspan, shown, shape, field))

    def _head(self, words: str) -> str:
        """A heading, with the month up to whose end a monitoring form reports."""
        return words.replace("{month}", str(self.values.month))

    def _line(self, lines: int = 1) -> None:
        self.grid.heights.append(lines)
        self.row += 1

    def _pairs(self, part: Mapping[str, Any]) -> None:
        """Labels with their values beside them."""
        for row in part["rows"]:
            column = 0
            for at, (words, span) in enumerate(row):
                asked = at % 2 == 1
                tall = part.get("lines", 1) > 1
                value = getattr(self.values, words) if asked else words
                shape = ("prose" if tall else "text") if asked else "label"
                self._put(column, span, value, shape, field=words if asked else "")
                column += span
            self._line(part.get("lines", 1))

    def _side(self, part: Mapping[str, Any], rows: int, row: int) -> int:
        """The label at the left of a part; where the part itself begins."""
        words, span = part["side"]
        self._put(0, span, words, "label", rowspan=rows, row=row)
        return int(span)

    def _money(self, part: Mapping[str, Any]) -> None:
        """Amounts under headings: the total, and its sources without points."""
        lines = self._lines(part)
        begin = self._side(part, len(lines) + 1, self.row)
        self._put(begin, part["label"], "", "label")
        column = begin + part["label"]
        for words, _, span in part["columns"]:
            self._put(column, span, self._head(words), "label")
            column += span
        self._line()
        for at, line in enumerate(lines):
            self._put(begin, part["label"], line.name, "label")
            column = begin + part["label"]
            for _, asked, span in part["columns"]:
                value, shape = _amount(line, asked)
                if value is None and at and asked in ("points", "rate", "score") and part.get("unscored"):
                    value, shape = part["unscored"], "text"
                self._put(column, span, value, shape, field=f"money.{at}.{asked}")
                column += span
            self._line()

    def _lines(self, part: Mapping[str, Any]) -> Sequence[MoneyLine]:
        """The lines that are filled in, else the blank ones of the layout; the total is called as the layout calls it."""
        names = part["rows"] if part["kind"] == "money" else [part["groups"][0][0], *part["rows"]]
        given = self.values.money
        if not given:
            return [MoneyLine(name) for name in names]
        lines = [MoneyLine(names[0], given[0].amounts, given[0].rate, given[0].points, given[0].score), *given[1:]]
        return lines if len(lines) > 1 else [*lines, *(MoneyLine(name) for name in names[1:])]

    def _amounts(self, part: Mapping[str, Any]) -> None:
        """Amounts beside their labels, a group of columns for each role."""
        lines = self._lines(part)
        begin = self._side(part, len(lines), self.row)
        for at, line in enumerate(lines):
            column = begin
            for title, role, label, span in part["groups"]:
                self._put(column, label, line.name if at else title, "label")
                self._put(column + label, span, line.amounts.get(role), "money", field=f"money.{at}.{role}")
                column += label + span
            self._line()

    def _texts(self, part: Mapping[str, Any]) -> None:
        """Long texts below their labels."""
        column = self._side(part, 2, self.row)
        for words, asked, span in part["columns"]:
            self._put(column, span, words, "label")
            self._put(column, span, getattr(self.values, asked), "prose", row=self.row + 1, field=asked)
            column += span
        self._line()
        self._line(part["lines"])

    def _indicators(self, part: Mapping[str, Any]) -> None:
        """A row for each indicator, levels merged over those that share them."""
        given, midterm = self.values.indicators, self.values.midterm_indicators
        if not given and not midterm:
            given = tuple(FormIndicator("", *levels) for levels in part["blank"])
            midterm = given if any(str(asked).startswith("midterm.") for _, asked, *_ in part["columns"]) else ()
        count = max(len(given), len(midterm))
        deep = 2 if any(isinstance(column[1], list) for column in part["columns"]) else 1
        begin = self._side(part, count + deep, self.row)
        first = self.row
        column = begin
        asked_for: list[tuple[str, int]] = []
        for words, asked, *span in part["columns"]:
            if isinstance(asked, list):
                whole = sum(inner[2] for inner in asked)
                self._put(column, whole, words, "label", row=first)
                for inner_words, inner_asked, inner_span in asked:
                    self._put(column, inner_span, inner_words, "label", row=first + 1)
                    asked_for.append((inner_asked, inner_span))
                    column += inner_span
            else:
                self._put(column, span[0], self._head(words), "label", row=first, rowspan=deep)
                asked_for.append((asked, span[0]))
                column += span[0]
        for _ in range(deep):
            self._line()
        self.grid.head = first, self.row - 1
        column = begin
        for asked, span in asked_for:
            rows, name = (midterm, "midterm_indicators") if asked.startswith("midterm.") else (given, "indicators")
            self._column(column, span, asked.removeprefix("midterm."), rows, count, name)
            column += span
        for _ in range(count):
            self._line()

    def _column(self, column: int, span: int, asked: str, rows: Sequence[FormIndicator], count: int, name: str) -> None:
        at = 0
        while at < count:
            indicator = rows[at] if at < len(rows) else FormIndicator("")
            end = at + 1
            if asked in ("level1", "level2"):
                while end < len(rows) and _same(rows[end], indicator, asked):
                    end += 1
            value, shape = _stated(indicator, asked)
            # A column to tick is about the likelihood, one that nothing fills about none of the values.
            told = "likelihood" if asked.startswith("=") else asked.partition("=")[0]
            field = f"{name}.{at}.{told}" if told and at < len(rows) else ""
            self._put(column, span, value, shape, row=self.row + at, rowspan=end - at, field=field)
            at = end

    def _total(self, part: Mapping[str, Any]) -> None:
        column = 0
        for words, asked, span in part["cells"]:
            value: Value = words
            if asked in ("points", "score"):
                stated = getattr(self.values, asked)
                value = stated if stated is not None else words
            named = asked if asked in ("points", "score") else ""
            self._put(column, span, value, "label" if asked == "label" else "number", field=named)
            column += span
        self._line()

    def measure(self) -> None:
        """Make rows as high as their texts need at the width that they have."""
        for cell in self.grid.cells:
            if not isinstance(cell.value, str):
                continue
            width = max(sum(self.grid.widths[cell.column : cell.column + cell.colspan]) - 1, 2)
            lines = sum(max(1, -(-width_of(line) // width)) for line in cell.value.split("\n"))
            have = sum(self.grid.heights[cell.row : cell.row + cell.rowspan])
            if lines > have:
                self.grid.heights[cell.row + cell.rowspan - 1] += lines - have


def _same(one: FormIndicator, other: FormIndicator, level: str) -> bool:
    return (
        bool(other.level1 or other.level2)
        and one.level1 == other.level1
        and (level == "level1" or one.level2 == other.level2)
    )


def _amount(line: MoneyLine, asked: str) -> tuple[Value, str]:
    if asked == "rate":
        return line.rate, "percent"
    if asked in ("points", "score"):
        return (line.points if asked == "points" else line.score), "number"
    return line.amounts.get(asked), "money"


def _stated(indicator: FormIndicator, asked: str) -> tuple[Value, str]:
    if asked.startswith("="):  # a column to tick
        return ("√" if indicator.likelihood == asked[1:] else None), "text"
    if asked.startswith("cause="):
        return ("√" if indicator.cause == asked.removeprefix("cause=") else None), "text"
    if not asked:
        return None, "text"
    value: Value = getattr(indicator, asked)
    shapes: Mapping[str, str] = {
        "weight": "number",
        "score": "number",
        "reason": "prose",
        "level1": "label",
        "level2": "label",
    }
    return value, shapes.get(asked, "text")


#: Draws a form: its layout with the values set in, as the bytes of a file.
Draw = Callable[[Layout, Values], bytes]
