"""Official forms and project lists read by their labels, never by cell addresses.

Labels stand left of a value (项目名称 | 临时救助) or above it (全年预算数 over 808.1). Where a flattened table lost a merged
cell, rows are shifted against their header; the shift under which numbers stand below number headings is taken.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from decimal import Decimal

from wenxiao.quantities.model import Quantity, Span
from wenxiao.reading.figures import Figures
from wenxiao.reading.form_model import Column, FormProject, Forms
from wenxiao.reading.labels import (
    MEASURES,
    MONEY_ROLES,
    NUMBER,
    NUMERIC,
    OPERATOR,
    OPERATORS,
    SCORED_TOTAL,
    SOURCE,
    SUBTOTAL,
    TOTAL,
    cell_quantity,
    fit,
    label,
    names_project,
    stated_unit,
    unit_of,
)
from wenxiao.reading.model import Fact, Indicator, Part, Rate, Role
from wenxiao.reading.streams import read_streams
from wenxiao.reading.tables import Grid, GridCell
from wenxiao.reading.totals import add_totals, depth, nests


def read_forms(text: str, grids: Sequence[Grid], quantities: Sequence[Quantity]) -> Forms:
    """Projects, indicators and column sums of all tables."""
    forms = Forms()
    figures = Figures(quantities, forms)
    for grid in grids:
        forms.spans.append(grid.span)
        _GridReader(text, grid, figures, forms).read()
        add_totals(text, grid, figures, forms)
    read_streams(text, figures, forms)
    return forms


class _GridReader:
    """One pass over the rows of a table, remembering the heading that stands above."""

    def __init__(self, text: str, grid: Grid, figures: Figures, forms: Forms) -> None:
        self.text, self.grid, self.figures, self.forms = text, grid, figures, forms
        self.heading: list[str | None] = []
        self.units: list[str | None] = []
        self.table_unit = stated_unit(text, grid)
        self.project: FormProject | None = None
        self.total: dict[str, Quantity] = {}
        self.sources: dict[str, list[Quantity]] = {}
        self.blanks: dict[str, int] = {}
        self.rows: dict[str, list[Quantity]] = {}
        self.above: dict[str, Decimal] = {}  # what 其中 rows may still take of the row above them
        self.depth = 0  # of the uppermost rows that are numbered
        self.shifts: dict[int, set[int]] = {}  # of the rows that have amounts, by how many cells they have
        self.level1 = ""
        self.level2 = ""
        self.points: tuple[Quantity, list[Quantity], list[Span]] | None = None

    def read(self) -> None:
        for row in self.grid.rows:
            cells = [cell for cell in row if cell.text]
            if not cells:
                continue
            if self._take_heading(row):
                continue
            if self._take_name(cells):
                continue
            if self.heading and self._take_row(row):
                continue
            self._take_pairs(cells)
        self._close()
        self._close_points()

    # -- headings -------------------------------------------------------------------------------------------------

    def _take_heading(self, row: Sequence[GridCell]) -> bool:
        kinds = [label(cell.text) for cell in row]
        named = [kind for kind in kinds if kind is not None]
        if len(set(named)) < 2 or any(NUMBER.match(cell.text) for cell in row):
            return False
        if (
            "name" in named
            and len(set(named)) == 2
            and len([c for c in row if c.text]) > 3
            and not any(k in MONEY_ROLES for k in named)
        ):
            return False
        self._close()
        self.heading = kinds
        self.units = [unit_of(cell.text) for cell in row]
        for cell in row:
            unit = unit_of(cell.text)
            if unit and self.table_unit is None:
                self.table_unit = unit
        return True

    def _close(self) -> None:
        """End of a block of rows: what its total row and its other rows state."""
        for kind, total in self.total.items():
            parts = self.sources.get(kind) or self.rows.get(kind, [])
            if parts and self._square and not nests(total, parts):
                self.forms.columns.append(Column(total, parts, self.blanks.get(kind, 0), bool(self.sources.get(kind))))
        self.total, self.sources, self.rows, self.blanks = {}, {}, {}, {}
        self.depth, self.shifts = 0, {}

    @property
    def _square(self) -> bool:
        """Whether rows of as many cells stand under the same headings: a total and its parts do."""
        return all(len(shifts) == 1 for shifts in self.shifts.values())

    # -- rows -----------------------------------------------------------------------------------------------------

    def _aligned(self, row: Sequence[GridCell]) -> tuple[int, list[tuple[str | None, str | None, GridCell]]]:
        """Cells with the heading above them, under the shift that fits best: that of the rows above where it does."""
        best: tuple[int, int] | None = None
        for shift in sorted((0, 1, 2, -1), key=lambda shift: shift not in self.shifts.get(len(row), ())):
            score = 0
            for cell in row:
                at = cell.column + shift
                if not cell.text or not 0 <= at < len(self.heading):
                    continue
                score += fit(self.heading[at], cell.text, self._measured(cell))
            if best is None or score > best[0]:
                best = (score, shift)
        shift = best[1] if best else 0
        return shift, [
            (self.heading[cell.column + shift], self.units[cell.column + shift], cell)
            for cell in row
            if 0 <= cell.column + shift < len(self.heading)
        ]

    def _measured(self, cell: GridCell) -> bool:
        """Whether a cell states a value with its unit or sign: ≥95%, 3530起."""
        return OPERATOR.match(cell.text) is not None or (cell.span.start in self.figures and len(cell.text) < 20)

    def _take_row(self, row: Sequence[GridCell]) -> bool:
        shift, aligned = self._aligned(row)
        filled = [(kind, unit, cell) for kind, unit, cell in aligned if cell.text]
        if not any(kind in NUMERIC or kind in ("target", "actual") for kind, _, _ in filled):
            return False
        kinds = {kind for kind, _, _ in filled}
        if (kinds & {"target", "actual"} and "level3" in self.heading) or ("target" in kinds and "actual" in kinds):
            return self._take_indicator(filled)
        if not kinds & MONEY_ROLES:
            return False
        taken = self._take_amounts(row, aligned)
        if taken:
            self.shifts.setdefault(len(row), set()).add(shift)
        return taken

    def _take_amounts(
        self, row: Sequence[GridCell], aligned: Sequence[tuple[str | None, str | None, GridCell]]
    ) -> bool:
        title = next(
            (
                cell
                for cell in row
                if cell.text and not NUMBER.match(cell.text) and not cell.text.isdigit() and cell.text != "/"
            ),
            None,
        )
        amounts: dict[str, Quantity] = {}
        rates: dict[str, Quantity] = {}
        for kind, unit, cell in aligned:
            if kind in MONEY_ROLES and kind is not None:
                quantity = self.figures.money(cell.span.start, cell.text, unit or self.table_unit)
                if quantity is not None:
                    amounts.setdefault(kind, quantity)
                elif not cell.text:
                    self.blanks[kind] = self.blanks.get(kind, 0) + 1
            elif kind in MEASURES and (percent := self.figures.percent(cell.span.start)) is not None:
                rates.setdefault(MEASURES[kind], percent)
        if not amounts:
            return False
        is_total = title is not None and TOTAL.match(title.text) is not None and not title.text.startswith("其中")
        named = "name" in self.heading
        listing = named or "item" in self.heading
        if listing and title is not None and (SUBTOTAL.match(title.text) or (is_total and self.total and self.rows)):
            return True  # of some rows only, or the total of another list below
        if listing and not is_total:
            name = next((cell for kind, _, cell in aligned if kind == "name" and cell.text), title)
            own = self._is_deeper(title) or self._add_row(amounts, title is not None and title.text.startswith("其中"))
            if name is not None and own and named:
                project = FormProject(name.text, name.span, listed=True)
                self._state(project, amounts, rates)
                self.forms.projects.append(project)
        elif is_total or not self.total:
            self.total = dict(amounts)
            if not listing:
                if self.project is None:
                    self.project = FormProject("", title.span if title else row[0].span)
                    self.forms.projects.append(self.project)
                self._state(self.project, amounts, rates)
        elif title is not None and SOURCE.search(title.text) and not self._is_deeper(title):
            for kind, quantity in amounts.items():
                self.sources.setdefault(kind, []).append(quantity)
            base = amounts.get(Role.ADJUSTED) or amounts.get(Role.APPROVED)
            if base is not None and self.project is not None:
                self.project.funding.append(Part(title.text.removeprefix("其中").strip(":- "), base))
        self._add_ratios(amounts, rates)
        return True

    def _is_deeper(self, title: GridCell | None) -> bool:
        """Whether a row is numbered as a part of the rows that are added up: (一) where they are 一、."""
        deep = depth(title.text) if title is not None else 0
        self.depth = self.depth or deep
        return 0 < self.depth < deep

    def _add_ratios(self, amounts: dict[str, Quantity], rates: dict[str, Quantity]) -> None:
        base = amounts.get(Role.ADJUSTED) or amounts.get(Role.APPROVED)
        for measure, role in (("execution", Role.SPENT), ("arrival", Role.ARRIVED)):
            if base is not None and role in amounts and measure in rates:
                self.forms.ratios.append((amounts[role], base, rates[measure]))

    def _add_row(self, amounts: dict[str, Quantity], of_above: bool) -> bool:
        """Take a row of a list, and say whether it is one of its own. ``of_above``: it and those below it are parts of the
        row above, as long as they fit into it."""
        if of_above:
            self.above = {kind: rows[-1].normalized for kind, rows in self.rows.items() if rows}
        inside = bool(self.above) and all(
            q.normalized <= self.above.get(kind, q.normalized) for kind, q in amounts.items()
        )
        if not inside:
            self.above = {}
            for kind, quantity in amounts.items():
                self.rows.setdefault(kind, []).append(quantity)
            return True
        for kind, quantity in amounts.items():
            if kind in self.above:
                self.above[kind] -= quantity.normalized
        if not any(self.above.values()):
            self.above = {}
        return False

    def _state(self, project: FormProject, amounts: dict[str, Quantity], rates: dict[str, Quantity]) -> None:
        for kind, quantity in amounts.items():
            project.facts.append(Fact(Role(kind), quantity, cue=quantity.span))
        project.rates.extend(Rate(measure, rate, rate.span) for measure, rate in rates.items())

    def _take_indicator(self, filled: Sequence[tuple[str | None, str | None, GridCell]]) -> bool:
        found: dict[str | None, GridCell] = {}
        for kind, _, cell in filled:
            found.setdefault(kind, cell)
        if "level1" in found and "指标" in found["level1"].text:
            self._open_level(found["level1"])
        if "level2" in found and "指标" in found["level2"].text:
            self.level2 = found["level2"].text
        name = found.get("level3") or found.get("level2") or found.get("level1")
        target, actual = found.get("target"), found.get("actual")
        if name is None or target is None or NUMBER.match(name.text) or SCORED_TOTAL.match(filled[0][2].text):
            return True
        operator = OPERATOR.match(target.text)
        nature = found.get("nature")
        sign = (
            operator["op"] if operator else (nature.text if nature is not None and OPERATOR.match(nature.text) else "")
        )
        weight, score = (
            self.figures.points(found[kind].span.start, found[kind].text) if kind in found else None
            for kind in ("weight", "score")
        )
        self.forms.indicators.append(
            Indicator(
                name=name.text,
                span=name.span,
                level1=self.level1,
                level2=self.level2,
                target=target.span,
                actual=actual.span if actual else None,
                operator=OPERATORS.get(sign, sign),
                target_value=self.figures.first_in(target.span),
                actual_value=self.figures.first_in(actual.span) if actual else None,
                weight=weight.value if weight else None,
                score=score.value if score else None,
                reason=found["reason"].span if "reason" in found else None,
            )
        )
        if weight is not None and self.points is not None:
            self.points[1].append(weight)
            self.points[2].append(name.span)
        return True

    def _open_level(self, cell: GridCell) -> None:
        if cell.text == self.level1:
            return
        self._close_points()
        self.level1, self.level2 = cell.text, ""
        printed = re.search(r"\((?P<n>\d+(?:\.\d+)?)分?\)", cell.text)
        if printed:
            start = cell.span.start + printed.start("n")
            self.points = (cell_quantity(start, start + len(printed["n"]), printed["n"], "分", "score"), [], [])
            self.forms.quantities.append(self.points[0])

    def _close_points(self) -> None:
        if self.points is not None and self.points[1]:
            self.forms.weights.append(self.points)
        self.points = None

    # -- label and value side by side -------------------------------------------------------------------------------

    def _take_name(self, cells: Sequence[GridCell]) -> bool:
        for i, cell in enumerate(cells[:-1]):
            if (
                label(cell.text) == "name"
                and cell.text.rstrip(":").endswith("名称")
                and names_project(cells[i + 1].text)
            ):
                self._close()
                self.heading = []
                self.project = FormProject(cells[i + 1].text, cells[i + 1].span)
                self.forms.projects.append(self.project)
                return True
        return False

    def _take_pairs(self, cells: Sequence[GridCell]) -> None:
        amounts: dict[str, Quantity] = {}
        rates: dict[str, Quantity] = {}
        source = cells[0].text.startswith("其中")
        if self.table_unit is None:
            self.table_unit = next((unit for cell in cells if (unit := unit_of(cell.text))), None)
        for cell, value in itertools.pairwise(cells):
            kind = label(cell.text.rstrip(":"))
            if kind in MONEY_ROLES and kind is not None:
                quantity = self._valued(value, cell)
                if quantity is not None:
                    amounts.setdefault(kind, quantity)
            elif kind in MEASURES and (percent := self.figures.percent(value.span.start)) is not None:
                rates.setdefault(MEASURES[kind], percent)
            elif cell.text.startswith("其中") and NUMBER.match(value.text):
                quantity = self._valued(value, cell)
                if quantity is not None and self.project is not None:
                    self.project.funding.append(Part(cell.text.removeprefix("其中").strip(":- "), quantity))
                    self._pair_source(quantity)
        if not amounts or source:
            return
        if self.project is None:
            self.project = FormProject("", cells[0].span)
            self.forms.projects.append(self.project)
        self._state(self.project, amounts, rates)
        self.total.update(amounts)
        self._add_ratios(amounts, rates)

    def _pair_source(self, quantity: Quantity) -> None:
        """其中: pairs stand in the order of the totals above them."""
        if self.total:
            kind = min(self.total, key=lambda role: len(self.sources.get(role, [])))
            self.sources.setdefault(kind, []).append(quantity)

    def _valued(self, value: GridCell, labelled: GridCell) -> Quantity | None:
        return self.figures.money(value.span.start, value.text, unit_of(labelled.text) or self.table_unit)
