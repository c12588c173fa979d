"""The indicators of a form: one a row, under levels that are printed once for several rows, and the row of their total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from wenxiao.quantities.model import Quantity, Span
from wenxiao.quantities.numerals import arabic
from wenxiao.reading.figures import Figures
from wenxiao.reading.form_bounds import Bounds
from wenxiao.reading.form_facts import FormTotal
from wenxiao.reading.form_headings import Headings, Under
from wenxiao.reading.form_model import Forms
from wenxiao.reading.labels import NUMBER, OPERATOR, OPERATORS, SCORED_TOTAL, cell_quantity
from wenxiao.reading.model import Indicator
from wenxiao.reading.tables import GridCell

_POINTS = re.compile(r"\((?P<n>\d+(?:\.\d+)?)分?\)")
_OF_ALL = re.compile(r"(?:自评)?(?:总\s?(?:得\s?)?分|合\s?计|总\s?计|得分合计)(?:\(.{0,8}\))?:?\Z")
_NATURES = ("定性", "定量")
_TICKS = frozenset("√✓✔☑■●vV")


class IndicatorRows:
    """Rows of indicators, as long as one table, or one that goes on in the next, holds them."""

    def __init__(self, figures: Figures, forms: Forms, bounds: Bounds) -> None:
        self.figures, self.forms, self.bounds = figures, forms, bounds
        self.level1 = self.level2 = ""
        self.points: tuple[Quantity, list[Quantity], list[Span]] | None = None

    def close(self) -> None:
        """End of the table."""
        self._close_points()
        self.level1 = self.level2 = ""

    def take(self, row: Sequence[GridCell], aligned: Sequence[Under], headings: Headings) -> None:
        """A row under headings of indicators."""
        first = next(cell for cell in row if cell.text)
        if SCORED_TOTAL.match(first.text):
            if _OF_ALL.match(first.text):
                self.take_total(first, row, headings)
            return
        groups = _groups(aligned)
        for at, group in enumerate(groups):
            self._take(group, midterm=at + 1 < len(groups))

    def take_total_below(self, row: Sequence[GridCell], headings: Headings) -> bool:
        """Whether a row without target and actual value is that of the total."""
        first = next(cell for cell in row if cell.text)
        if not _OF_ALL.match(first.text):
            return False
        self.take_total(first, row, headings)
        return True

    def take_total(self, label: GridCell, row: Sequence[GridCell], headings: Headings) -> None:
        """总分 | 100 | 96.5: by the headings where the row is as wide as theirs, else points before score."""
        numbers = [cell for cell in row if NUMBER.match(cell.text) and not cell.text.endswith("%")]
        under = {each.kind: each.cell for each in headings.under(row) if each.cell in numbers}
        if len(row) == len(headings.kinds) and under.keys() & {"weight", "score"}:
            points, score = under.get("weight"), under.get("score")
        elif len(numbers) == 2:
            points, score = numbers
        else:
            return
        draft = self.bounds.here(row[-1].span)
        draft.total = FormTotal(label.span, _value(points), _value(score), score.span if score is not None else None)

    def _take(self, group: Sequence[Under], *, midterm: bool) -> None:
        found: dict[str | None, GridCell] = {}
        for kind, _, _, cell in group:
            if cell.text and (kind not in found or (kind == "reason" and len(cell.text) > len(found[kind].text))):
                found[kind] = cell
        self._open_levels(group, found)
        name = found.get("level3") or found.get("level2") or found.get("level1")
        target = found.get("target")
        if name is None or target is None or NUMBER.match(name.text):
            return
        weight, score = (
            self.figures.points(found[kind].span.start, found[kind].text) if kind in found else None
            for kind in ("weight", "score")
        )
        draft = self.bounds.here(Span(name.span.start, max(cell.span.end for cell in found.values())))
        made = self._made(name, target, found, weight, score, _likelihood(group))
        (draft.midterm if midterm else draft.indicators).append(made)
        if weight is not None and self.points is not None:
            self.points[1].append(weight)
            self.points[2].append(name.span)

    def _made(
        self,
        name: GridCell,
        target: GridCell,
        found: dict[str | None, GridCell],
        weight: Quantity | None,
        score: Quantity | None,
        likelihood: str,
    ) -> Indicator:
        operator = OPERATOR.match(target.text)
        nature = found["nature"].text if "nature" in found else ""
        sign = operator["op"] if operator else nature if OPERATOR.match(nature) else ""
        unit = found["unit"].text if "unit" in found else ""
        spans = {
            kind: found[kind].span if kind in found else None for kind in ("actual", "reason", "so_far", "expected")
        }
        return Indicator(
            name=name.text,
            span=name.span,
            level1=self.level1,
            level2=self.level2,
            target=target.span,
            operator=OPERATORS.get(sign, sign),
            target_value=self.figures.valued(target.span, target.text, unit),
            actual_value=self.figures.valued(found["actual"].span, found["actual"].text, unit)
            if "actual" in found
            else None,
            weight=weight.value if weight else None,
            score=score.value if score else None,
            nature=nature if nature in _NATURES else "",
            unit=unit,
            likelihood=likelihood,
            **spans,
        )

    # -- levels -----------------------------------------------------------------------------------------------------

    def _open_levels(self, group: Sequence[Under], found: dict[str | None, GridCell]) -> None:
        """Levels are printed in a row, or stand in a merged cell that reaches down to it."""
        merged = {kind: cell.merged for kind, _, _, cell in reversed(group) if cell.merged}
        if "level1" in found and "指标" in found["level1"].text:
            self._open_level(found["level1"])
        elif (level1 := merged.get("level1", "")) and "指标" in level1 and level1 != self.level1:
            self._close_points()
            self.level1, self.level2 = level1, ""
        if "level2" in found and "指标" in found["level2"].text:
            self.level2 = found["level2"].text
        elif (level2 := merged.get("level2", "")) and "指标" in level2:
            self.level2 = level2

    def _open_level(self, cell: GridCell) -> None:
        if cell.text == self.level1:
            return
        self._close_points()
        self.level1, self.level2 = cell.text, ""
        printed = _POINTS.search(cell.text)
        if printed:
            start = cell.span.start + printed.start("n")
            self.points = (cell_quantity(start, start + len(printed["n"]), printed["n"], "分", "score"), [], [])
            self.forms.quantities.append(self.points[0])

    def _close_points(self) -> None:
        if self.points is not None and self.points[1]:
            self.forms.weights.append(self.points)
        self.points = None


def _groups(aligned: Sequence[Under]) -> list[list[Under]]:
    """Columns of the mid-term goal and of the year's beside each other (指标 | 指标值 | 指标 | 指标值), each a group."""
    targets = [at for at, each in enumerate(aligned) if each.kind == "target"]
    names = [at for at, each in enumerate(aligned) if each.kind == "level3"]
    inner = next((at for at in targets if names and names[0] < at < names[-1]), None)
    if inner is None:
        return [list(aligned)]
    cut = next(at for at in range(inner + 1, len(aligned)) if aligned[at].kind != "target")
    shared = [each for each in aligned[:cut] if each.kind == "level1"]
    second = list(aligned[cut:])
    return [list(aligned[:cut]), second if any(each.kind == "level1" for each in second) else [*shared, *second]]


def _likelihood(group: Sequence[Under]) -> str:
    """What is written under 完成目标可能性, or the answer whose column is ticked."""
    for each in group:
        if each.kind == "likelihood" and each.cell.text:
            return each.words if each.cell.text in _TICKS else each.cell.text
    return ""


def _value(cell: GridCell | None) -> Decimal | None:
    match = NUMBER.match(cell.text) if cell is not None else None
    return arabic(match["n"]) if match is not None and match["unit"] in (None, "分") else None
