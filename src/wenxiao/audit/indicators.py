"""How rules speak of forms and their indicators, and a form as lines of a score."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from wenxiao.performance.regime import Regime
from wenxiao.performance.scoring import Direction, Item, Reverse, Score, indicator_score, total
from wenxiao.quantities.model import Quantity, Span
from wenxiao.reading.attainment import says_nothing
from wenxiao.reading.form_facts import Form
from wenxiao.reading.model import Attainment, Indicator, Reading

_TOTAL = re.compile(r"(?:自评)?(?:总分|合计|总计|小计|总得分|得分合计)\Z")


def indicators(of: Reading | Form) -> list[Indicator]:
    """The indicators of one form, or of all forms of a reading, without their total rows."""
    return [indicator for indicator in of.indicators if not _TOTAL.match(indicator.name)]


def forms(reading: Reading) -> list[Form]:
    """The forms that have indicators."""
    return [form for form in reading.forms if indicators(form)]


def compared(reading: Reading, form: Form | None = None) -> Iterator[tuple[Indicator, Attainment | None]]:
    """Every indicator, or every one of a form, with its two values where they can be compared."""
    first, every = (0, reading.indicators) if form is None else (form.first, form.indicators)
    for n, indicator in enumerate(every, first):
        if not _TOTAL.match(indicator.name):
            yield indicator, reading.attainments.get(n)


def wanted(reading: Reading, indicator: Indicator) -> str:
    """The target as printed, with a sign that stands in a column of its own."""
    words = reading.quote(indicator.target).strip() if indicator.target is not None else ""
    return (
        words
        if not indicator.operator or words[:1] in "≥≤<>=" or words[:1] in "≧≦＝═不大小至控"
        else indicator.operator + words
    )


def got(reading: Reading, indicator: Indicator) -> str:
    """The actual value as printed."""
    return reading.quote(indicator.actual).strip() if indicator.actual is not None else ""


def short(name: str, limit: int = 36) -> str:
    """A name as a message quotes it."""
    name = "".join(name.split())
    return name if len(name) <= limit else name[:limit] + "…"


def places(indicator: Indicator) -> list[Span]:
    """Name, target and actual value of an indicator."""
    return [span for span in (indicator.span, indicator.target, indicator.actual) if span is not None]


def values(indicator: Indicator) -> list[Quantity]:
    """Target and actual value where they are quantities."""
    return [q for q in (indicator.target_value, indicator.actual_value) if q is not None]


def explained(reading: Reading, indicator: Indicator) -> bool:
    """Whether the column for the reason says anything."""
    return indicator.reason is not None and not says_nothing(reading.quote(indicator.reason))


def fair_score(indicator: Indicator, values: Attainment, regime: Regime) -> Decimal | None:
    """The most points that the two values allow; for an upper bound the more generous of the two formulas in use."""
    if indicator.weight is None:
        return None
    way = Direction(values.direction)
    scores = [
        indicator_score(values.actual, values.target, indicator.weight, way, reverse)
        for reverse in ((Reverse.LINEAR, Reverse.RATIO) if way is Direction.LOWER else (Reverse(regime.reverse),))
    ]
    known = [score for score in scores if score is not None]
    return max(known, default=None)


def form_score(reading: Reading, form: Form, regime: Regime) -> Score | None:
    """The lines of a form with the most that each can have; None where not all points are read, or two forms not told apart.

    A line whose values cannot be compared has its printed score, or none.
    """
    every = indicators(form)
    if not every or len(form.executions) > 1 or any(indicator.weight is None for indicator in every):
        return None
    rows = [Item("预算执行率", row.points, row.score) for row in form.executions]
    for indicator, values in compared(reading, form):
        fair = fair_score(indicator, values, regime) if values is not None else None
        scores = [score for score in (indicator.score, fair) if score is not None]
        rows.append(Item(indicator.name, indicator.weight or Decimal(0), min(scores, default=None)))
    return total(rows)
