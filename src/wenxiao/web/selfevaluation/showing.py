"""Lines of a form as the pages show them: the value against its target as a bullet bar, and the sentence of the score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wenxiao.performance.evaluation import Form, Line
from wenxiao.performance.target_form import Nature
from wenxiao.publishing.reports.facts import reached
from wenxiao.quantities.paper import plain
from wenxiao.web.core.say import say

WIDTH = 120


@dataclass(frozen=True, slots=True)
class Bullet:
    """A bar of ``WIDTH``: filled up to the value, with marks at the targets. ``fill`` None: there is no value."""

    fill: int | None
    marks: tuple[int, ...]
    short: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of a form on a page."""

    line: Line
    bullet: Bullet
    value: str
    quotient: str
    row: Any = None
    files: Sequence[Any] = ()
    heading: tuple[str, Decimal] | None = None

    @property
    def key(self) -> str:
        return self.line.key

    @property
    def how(self) -> str:
        return say(self.line.how, self.line.how_en)

    @property
    def asks(self) -> str:
        """Why a reason is asked for; empty where none is."""
        if not self.line.asks_reason:
            return ""
        if self.line.indicator.nature is Nature.QUALITATIVE:
            return say("请写明评分理由", "Give the reason of the score")
        if self.line.reached:
            over = plain((self.line.deviation or Decimal(0)) * 100 // 1)
            return say(f"超出目标 {over}%，请说明原因", f"{over}% above the target: say why")
        return say("未达目标，请说明原因和改进措施", "Below the target: say why, and what is done")


def shown(form: Form, rows: Iterable[Any] = (), files: Iterable[Any] = ()) -> list[Shown]:
    """The lines of a form; ``rows`` are the fields of each, ``files`` the evidence of all."""
    fields = {row.indicator.key: row for row in rows}
    papers: dict[str, list[Any]] = {}
    for file in files:
        papers.setdefault(file.key, []).append(file)
    points: dict[str, Decimal] = {}
    for line in form.lines:
        points[line.indicator.level1] = points.get(line.indicator.level1, Decimal(0)) + line.points
    made, before = [], None
    for line in form.lines:
        level = line.indicator.level1
        heading = None if level == before else (level, points[level])
        before = level
        a = line.actual
        quotient = (
            f"{plain(a.numerator)} ÷ {plain(a.denominator)}"
            if a.numerator is not None and a.denominator is not None
            else ""
        )
        made.append(
            Shown(line, bullet(line), reached(line), quotient, fields.get(line.key), papers.get(line.key, ()), heading)
        )
    return made


def bullet(line: Line) -> Bullet:
    """The bar of a line; of a qualitative one its score, with a mark where the band of the answer begins."""
    indicator = line.indicator
    if indicator.nature is Nature.QUALITATIVE:
        fill = _part(line.score, line.points)
        low = None if line.band is None else _part(line.band.low, line.points)
        return Bullet(fill, () if low is None else (low,), line.reached is False)
    value = line.actual.value if line.actual.value is not None else line.actual.quotient(indicator.unit)
    bounds = [bound for bound in (indicator.target, indicator.upper) if bound is not None]
    top = max([*bounds, Decimal(0) if value is None else value], default=Decimal(0))
    marks = tuple(mark for bound in bounds if (mark := _part(bound, top)) is not None)
    return Bullet(_part(value, top), marks, line.reached is False)


def _part(value: Decimal | None, whole: Decimal) -> int | None:
    if value is None or whole <= 0:
        return None
    return max(0, min(WIDTH, int(WIDTH * value / whole)))
