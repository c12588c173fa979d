"""Official forms and project lists read by their labels, never by cell addresses.

Labels stand left of a value (项目名称 | 临时救助) or above it (全年预算数 over 808.1). Where a flattened table lost a merged
cell, rows are shifted against their header; the shift under which numbers stand below number headings is taken.

Here rows are told apart and handed on: money to form_money.py, indicators to form_indicators.py, goals and offices to
form_goals.py; form_bounds.py says to which form they belong.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from wenxiao.quantities.model import Quantity
from wenxiao.reading.figures import Figures
from wenxiao.reading.form_bounds import Bounds
from wenxiao.reading.form_goals import Goals
from wenxiao.reading.form_headings import Headings, Under
from wenxiao.reading.form_indicators import IndicatorRows
from wenxiao.reading.form_model import FormProject, Forms
from wenxiao.reading.form_money import MoneyRows
from wenxiao.reading.labels import MONEY_ROLES, NUMERIC, OPERATOR, label, names_project, stated_unit, unit_of
from wenxiao.reading.streams import read_streams
from wenxiao.reading.tables import Grid, GridCell
from wenxiao.reading.totals import add_totals

_MEASURED = 20  # characters: a cell that states a value is no longer
_VALUES = frozenset({"target", "actual", "so_far", "expected"})


def read_forms(text: str, grids: Sequence[Grid], quantities: Sequence[Quantity]) -> Forms:
    """Forms with their projects and indicators, and the column sums of all tables."""
    forms = Forms()
    figures = Figures(quantities, forms)
    reader = _Reader(text, figures, forms)
    for grid in sorted(grids, key=lambda grid: grid.span.start):
        forms.spans.append(grid.span)
        reader.read(grid)
    reader.close()
    for grid in grids:
        add_totals(text, grid, figures, forms)
    read_streams(text, figures, forms)
    forms.drafts = [draft for draft in forms.drafts if draft.is_form]
    return forms


class _Reader:
    """One pass over the rows of all tables, remembering the heading that stands above."""

    def __init__(self, text: str, figures: Figures, forms: Forms) -> None:
        self.text, self.figures, self.forms = text, figures, forms
        self.bounds = Bounds(text, forms)
        self.headings = Headings()
        self.money = MoneyRows(figures, forms, self.bounds)
        self.indicators = IndicatorRows(figures, forms, self.bounds)
        self.goals = Goals(self.bounds)
        self.exact = False
        self.width = 0

    def close(self) -> None:
        """What stood above does not go on."""
        self.money.close()
        self.indicators.close()
        self.goals.close()
        self.headings.clear()

    def read(self, grid: Grid) -> None:
        """One table. A form that was cut in two goes on where the next table is as wide."""
        width = max(len(row) for row in grid.rows)
        goes_on = self.bounds.table(grid)
        if not goes_on or width != self.width:
            self.close()
        self.exact, self.width = grid.exact, width
        self.money.unit = stated_unit(self.text, grid) or (self.money.unit if goes_on else None)
        for row in grid.rows:
            cells = [cell for cell in row if cell.text]
            if cells:
                self._take(row, cells)

    def _take(self, row: Sequence[GridCell], cells: Sequence[GridCell]) -> None:
        if len(cells) == 1 and self.bounds.is_title(cells[0].text):
            self.close()
            self.bounds.title(cells[0].span)
        elif self._take_headings(row) or self._take_name(cells) or self.goals.take(cells):
            pass
        elif not (self.headings and self._take_row(row)):
            self.goals.offices(cells)
            self.money.take_pairs(cells)

    def _take_headings(self, row: Sequence[GridCell]) -> bool:
        if not self.headings.take(row):
            return False
        self.money.close()
        self.goals.close()
        place = next(cell.span for cell in row if cell.text)
        if self._of_indicators():
            self.bounds.indicators(place)
        elif "name" not in self.headings.asks and "item" not in self.headings.asks:
            self.bounds.money(place)
        if self.money.unit is None:
            self.money.unit = next((unit for cell in row if (unit := unit_of(cell.text))), None)
        return True

    def _of_indicators(self) -> bool:
        return bool(self.headings.asks & _VALUES) and "level3" in self.headings.asks

    def _take_name(self, cells: Sequence[GridCell]) -> bool:
        for cell, value in itertools.pairwise(cells):
            if label(cell.text) == "name" and cell.text.rstrip(":").endswith("名称") and names_project(value.text):
                self.close()
                self._name(value, listed=False)
                self.goals.offices(cells)
                return True
        return False

    def _name(self, cell: GridCell, *, listed: bool) -> FormProject:
        project = self.bounds.name(cell.text, cell.span)
        if not any(known is project for known in self.forms.projects):
            project.listed = listed
            self.forms.projects.append(project)
        return project

    # -- rows under headings ------------------------------------------------------------------------------------------

    def _take_row(self, row: Sequence[GridCell]) -> bool:
        if self.exact:
            shift, aligned = 0, self.headings.under(row)
        else:
            shift, aligned = self.headings.aligned(row, self.money.shifts.get(len(row), ()), self._measured)
        kinds = {each.kind for each in aligned if each.cell.text}
        if not kinds & (NUMERIC | _VALUES):
            return False
        if (kinds & _VALUES and "level3" in self.headings.asks) or {"target", "actual"} <= kinds:
            self._take_listed(row, aligned)
            self.indicators.take(row, aligned, self.headings)
            return True
        if self._of_indicators() and self.indicators.take_total_below(row, self.headings):
            return True
        if not kinds & MONEY_ROLES:
            return False
        return self.money.take(row, aligned, shift, self.headings)

    def _take_listed(self, row: Sequence[GridCell], aligned: Sequence[Under]) -> None:
        """A list of projects with their indicators beside them: each name begins a form."""
        if (
            "name" not in self.headings.asks
            or "level3" not in self.headings.asks
            or len(row) != len(self.headings.kinds)
        ):
            return
        name = next((each.cell for each in self.headings.under(row) if each.kind == "name" and each.cell.text), None)
        if (
            name is None
            or not names_project(name.text)
            or (self.bounds.project and self.bounds.project.name == name.text)
        ):
            return
        self.indicators.close()
        self.bounds.close()
        project = self._name(name, listed=True)
        for kind, unit, _, cell in aligned:
            amount = self.figures.money(cell.span.start, cell.text, unit or self.money.unit)
            if kind in MONEY_ROLES and kind is not None and amount is not None:
                self.money.state(project, {kind: amount}, {})

    def _measured(self, cell: GridCell) -> bool:
        """Whether a cell states a value with its unit or sign: ≥95%, 3530起."""
        return OPERATOR.match(cell.text) is not None or (cell.span.start in self.figures and len(cell.text) < _MEASURED)
