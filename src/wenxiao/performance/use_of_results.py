"""What results mean for the next budget (结果应用): a grade after which budgets are reduced, beside the budget that follows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from wenxiao.performance.regime import Grade, Regime
from wenxiao.performance.scoring import grade, grade_named


def reducing(results: Iterable[tuple[str, Decimal | None]], regime: Regime) -> Grade | None:
    """Of results (name of the grade or empty, total or None) the lowest grade after which the regime reduces budgets."""
    known = (grade_named(name, regime.grades) if name else grade(total, regime.grades) for name, total in results)
    return min((one for one in known if one and one.reduces), key=lambda one: one.low, default=None)


def uncut(result: Grade | None, now: Decimal | None, then: Decimal | None) -> bool:
    """Whether a budget is not below this year's after such a grade; False where either budget (yuan) is not known."""
    return result is not None and now is not None and then is not None and then >= now
