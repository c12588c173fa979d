"""The money of a form, and lists of projects: rows of amounts under headings, totals and what they are made of."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from wenxiao.quantities.model import Quantity
from wenxiao.quantities.numerals import arabic
from wenxiao.reading.figures import Figures
from wenxiao.reading.form_bounds import Bounds
from wenxiao.reading.form_facts import MoneyRow
from wenxiao.reading.form_headings import Headings, Under
from wenxiao.reading.form_model import Column, FormProject, Forms
from wenxiao.reading.labels import MEASURES, MONEY_ROLES, NUMBER, SOURCE, SUBTOTAL, TOTAL, label, unit_of
from wenxiao.reading.model import Fact, Part, Rate, Role, ScoredRate
from wenxiao.reading.scored_rows import HIGHEST
from wenxiao.reading.tables import GridCell
from wenxiao.reading.totals import depth, nests

_PART_OF_YEAR = re.compile(r"\d{1,2}[-—~至]\d{1,2}月|上半年|[一二三]季度|截[至止]\d{1,2}月")
_SOURCE_LABEL = re.compile(
    r"(?:其中:?)?(?:[一-龥]{0,8}(?:财政|预算|专户)[一-龥]{0,8}(?:资金|拨款|补助|收入)?|上年结转[一-龥]{0,4}|其[他它](?:资金|收入)?|单位资金|自筹资金|社会资金)"
    r"(?:\([^()]{1,8}\))?:?"
)


class MoneyRows:
    """Rows of amounts, as long as one run of headings is above them."""

    def __init__(self, figures: Figures, forms: Forms, bounds: Bounds) -> None:
        self.figures, self.forms, self.bounds = figures, forms, bounds
        self.unit: str | None = None  # 单位:万元, said of the whole table
        self._project: FormProject | None = None  # of the form, where this run of rows states what it got
        self._start()

    def _start(self) -> None:
        self.total: dict[str, Quantity] = {}
        self.columns: dict[str, int] = {}  # of the totals that stand beside their labels
        self.sources: dict[str, list[Quantity]] = {}
        self.rows: dict[str, list[Quantity]] = {}
        self.blanks: dict[str, int] = {}
        self.above: dict[str, Decimal] = {}  # what 其中 rows may still take of the row above them
        self.depth = 0  # of the uppermost rows that are numbered
        self.shifts: dict[int, set[int]] = {}  # of the rows that have amounts, by how many cells they have

    def close(self) -> None:
        """End of a block of rows: what its total row and its other rows state."""
        square = all(len(shifts) == 1 for shifts in self.shifts.values())  # a total and its parts stand alike
        for kind, total in self.total.items():
            parts = self.sources.get(kind) or self.rows.get(kind, [])
            if parts and square and not nests(total, parts):
                self.forms.columns.append(Column(total, parts, self.blanks.get(kind, 0), bool(self.sources.get(kind))))
        self._start()

    # -- rows under headings ----------------------------------------------------------------------------------------

    def take(self, row: Sequence[GridCell], aligned: Sequence[Under], shift: int, headings: Headings) -> bool:
        """A row under headings that ask for amounts. Whether it has any."""
        taken = self._take(row, aligned, headings)
        if taken:
            self.shifts.setdefault(len(row), set()).add(shift)
        return taken

    def _take(self, row: Sequence[GridCell], aligned: Sequence[Under], headings: Headings) -> bool:
        named = "name" in headings.asks
        listing = named or "item" in headings.asks
        title = _title(row, aligned, listing)
        amounts: dict[str, Quantity] = {}
        periods: dict[str, str] = {}
        rates: dict[str, Quantity] = {}
        for kind, unit, words, cell in aligned:
            if kind in MONEY_ROLES and kind is not None:
                quantity = self.figures.money(cell.span.start, cell.text, unit or self.unit)
                if quantity is not None and kind not in amounts:
                    amounts[kind] = quantity
                    if part := _PART_OF_YEAR.search(words):
                        periods[kind] = part[0]
                elif not cell.text:
                    self.blanks[kind] = self.blanks.get(kind, 0) + 1
            elif kind in MEASURES and (percent := self.figures.percent(cell.span.start)) is not None:
                rates.setdefault(MEASURES[kind], percent)
        if not amounts:
            return False
        is_total = title is not None and TOTAL.match(title.text) is not None and not title.text.startswith("其中")
        whole = is_total or not self.total
        if listing and title is not None and (SUBTOTAL.match(title.text) or (is_total and self.total and self.rows)):
            return True  # of some rows only, or the total of another list below
        if listing and not is_total:
            name = next((each.cell for each in aligned if each.kind == "name" and each.cell.text), title)
            own = self._is_deeper(title) or self._add_row(amounts, title is not None and title.text.startswith("其中"))
            if name is not None and own and named:
                project = FormProject(name.text, name.span, listed=True)
                self.state(project, amounts, rates, periods)
                self.forms.projects.append(project)
        elif whole:
            self.total = dict(amounts)
            if not listing:
                self.state(self._of_form(title or row[0]), amounts, rates, periods)
        elif title is not None and SOURCE.search(title.text) and not self._is_deeper(title):
            for kind, quantity in amounts.items():
                self.sources.setdefault(kind, []).append(quantity)
            self._add_funding(title.text, amounts.get(Role.ADJUSTED) or amounts.get(Role.APPROVED))
        else:  # a row that may or may not be a part
            for kind in amounts:
                self.blanks[kind] = self.blanks.get(kind, 0) + 1
        if not listing and title is not None:
            self._add_row_fact(title, amounts, rates, aligned, total=whole, square=len(row) == len(headings.kinds))
        self._add_ratios(amounts, rates)
        return True

    def _add_row_fact(
        self,
        title: GridCell,
        amounts: Mapping[str, Quantity],
        rates: Mapping[str, Quantity],
        aligned: Sequence[Under],
        *,
        total: bool,
        square: bool,
    ) -> None:
        """``square``: the row is as wide as its headings, so that a blank cell is one that the form leaves blank."""
        forecast = next((each for each in aligned if each.kind == "forecast" and each.cell.text), None)
        cells = [
            next((each.cell for each in aligned if each.kind == kind and each.cell.text), None)
            for kind in ("weight", "score")
        ]
        points, score = (_bare(cell.text) if cell is not None else None for cell in cells)
        rate = rates.get("execution")
        if rate is not None and square:
            self.forms.judged.add(rate.start)
            if total and points and score is not None and points <= HIGHEST and score <= 2 * points:
                spans = [cell.span for cell in cells if cell is not None]
                self.forms.scored.append(ScoredRate(title.span.start, rate, points, score, *spans))
        self.bounds.here(title.span).money.append(
            MoneyRow(
                title.text.rstrip(":"),
                title.span,
                total,
                {Role(kind): quantity for kind, quantity in amounts.items()},
                self.figures.money(forecast.cell.span.start, forecast.cell.text, forecast.unit or self.unit)
                if forecast is not None
                else None,
                rate,
                points,
                score,
            )
        )

    def _of_form(self, place: GridCell) -> FormProject:
        """The project of the form, without a name where the form has none."""
        project = self.bounds.project
        if project is None:
            project = FormProject("", place.span)
            self.bounds.here(place.span).project = project
            self.forms.projects.append(project)
        return project

    def _add_funding(self, words: str, amount: Quantity | None) -> None:
        project = self.bounds.project
        if amount is not None and project is not None:
            project.funding.append(Part(words.removeprefix("其中").strip(":- "), amount))

    def _is_deeper(self, title: GridCell | None) -> bool:
        """Whether a row is numbered as a part of the rows that are added up: (一) where they are 一、."""
        deep = depth(title.text) if title is not None else 0
        self.depth = self.depth or deep
        return 0 < self.depth < deep

    def _add_ratios(self, amounts: Mapping[str, Quantity], rates: Mapping[str, Quantity]) -> None:
        base = amounts.get(Role.ADJUSTED) or amounts.get(Role.APPROVED)
        for measure, role in (("execution", Role.SPENT), ("arrival", Role.ARRIVED)):
            if base is not None and role in amounts and measure in rates:
                self.forms.ratios.append((amounts[role], base, rates[measure]))

    def _add_row(self, amounts: Mapping[str, Quantity], of_above: bool) -> bool:
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

    @staticmethod
    def state(
        project: FormProject,
        amounts: Mapping[str, Quantity],
        rates: Mapping[str, Quantity],
        periods: Mapping[str, str] | None = None,
    ) -> None:
        """Add amounts and rates to what is stated of a project. ``periods``: parts of the year that amounts are of."""
        periods = periods or {}
        for kind, quantity in amounts.items():
            project.facts.append(Fact(Role(kind), quantity, periods.get(kind), quantity.span))
        partial = Role.SPENT in periods
        project.rates.extend(
            Rate(measure, rate, rate.span, partial and measure == "execution") for measure, rate in rates.items()
        )

    # -- label and value side by side -------------------------------------------------------------------------------

    def take_pairs(self, cells: Sequence[GridCell]) -> bool:
        """年度资金总额 | 100 | 其中:财政拨款 | 80. Whether there was any amount."""
        amounts: dict[str, Quantity] = {}
        rates: dict[str, Quantity] = {}
        source = cells[0].text.startswith("其中")
        if self.unit is None:
            self.unit = next((unit for cell in cells if (unit := unit_of(cell.text))), None)
        found = False
        for cell, value in itertools.pairwise(cells):
            kind = label(cell.text.rstrip(":"))
            if _is_source(cell, value, self.total or amounts):
                quantity = self._valued(value, cell)
                if quantity is not None:
                    found = True
                    self._pair_source(cell, value, quantity, amounts)
            elif kind in MONEY_ROLES and kind is not None:
                quantity = self._valued(value, cell)
                if quantity is not None and kind not in amounts:
                    amounts[kind] = quantity
                    self.columns[kind] = value.column
                    if not source:
                        self._pair_row(cell, {Role(kind): quantity}, total=True)
            elif kind in MEASURES and (percent := self.figures.percent(value.span.start)) is not None:
                rates.setdefault(MEASURES[kind], percent)
        if not amounts or source:
            return found
        self.state(self._of_form(cells[0]), amounts, rates)
        self.total.update(amounts)
        self._add_ratios(amounts, rates)
        return True

    def _pair_row(self, cell: GridCell, amounts: Mapping[Role, Quantity], *, total: bool) -> None:
        self.bounds.here(cell.span).money.append(MoneyRow(cell.text.rstrip(":"), cell.span, total, amounts))

    def _pair_source(self, cell: GridCell, value: GridCell, quantity: Quantity, beside: Mapping[str, Quantity]) -> None:
        """A source belongs to the total in whose column it stands, else to the next one in their order."""
        totals = {**self.total, **beside}
        if not totals:
            self._add_funding(cell.text, quantity)
            return
        below = [kind for kind in totals if self.columns.get(kind) == value.column]
        kind = below[0] if below else min(totals, key=lambda role: len(self.sources.get(role, [])))
        if kind != Role.PLANNED or len(totals) == 1:  # of the year, where the form says what that is
            self._add_funding(cell.text, quantity)
        self.sources.setdefault(kind, []).append(quantity)
        self._pair_row(cell, {Role(kind): quantity}, total=False)

    def _valued(self, value: GridCell, labelled: GridCell) -> Quantity | None:
        return self.figures.money(value.span.start, value.text, unit_of(labelled.text) or self.unit)


def _is_source(cell: GridCell, value: GridCell, totals: Mapping[str, Quantity]) -> bool:
    """其中:… before a number; without 其中, below a total, one of the sources that forms name."""
    if not NUMBER.match(value.text):
        return False
    return cell.text.startswith("其中") or (bool(totals) and _SOURCE_LABEL.fullmatch(cell.text) is not None)


def _title(row: Sequence[GridCell], aligned: Sequence[Under], listing: bool) -> GridCell | None:
    """The label of a row: its first words, or in a form the last ones left of its amounts."""
    words = [
        cell
        for cell in row
        if cell.text and not NUMBER.match(cell.text) and not cell.text.isdigit() and cell.text != "/"
    ]
    first = next((each.cell.column for each in aligned if each.kind in MONEY_ROLES and each.cell.text), None)
    left = [cell for cell in words if first is not None and cell.column < first]
    return left[-1] if left and not listing else next(iter(words), None)


def _bare(words: str) -> Decimal | None:
    match = NUMBER.match(words)
    return arabic(match["n"]) if match is not None and match["unit"] in (None, "分") else None
