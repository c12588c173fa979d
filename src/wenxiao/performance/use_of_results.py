"""What results mean for the next budget (结果应用): a grade after which budgets are reduced, beside the budget that follows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from wenxiao.performance.regime import Grade, Regime


def reducing(results: Iterable[tuple[str, Decimal | None]], regime: Regime) -> Grade | None:
    """Of results (name of the grade or empty, total or None) the lowest grade after which the regime reduces budgets."""
    grades = [grade for name, total in results if (grade := regime.grade(name or None, total)) and grade.reduces]
    return min(grades, key=lambda grade: grade.low, default=None)


def uncut(grade: Grade | None, now: Decimal | None, then: Decimal | None) -> bool:
    """Whether a budget is not below this year's after such a grade; False where either budget (yuan) is not known."""
    return grade is not None and now is not None and then is not None and then >= now
