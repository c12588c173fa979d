"""The form of a department from those of its projects (部门整体): sums, never averages of rates, every total with its parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wenxiao.performance.evaluation_form import ExecutionLine, Form
from wenxiao.performance.ledger import Position, Rate, in_ten_thousands, together
from wenxiao.performance.line_scores import execution
from wenxiao.performance.regime import Grade, Regime
from wenxiao.performance.scoring import grade
from wenxiao.quantities.paper import plain, rounded

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Part:
    """One project of the department: its form, and the position of its ledger (yuan)."""

    name: str
    form: Form
    position: Position


@dataclass(frozen=True, slots=True)
class Share:
    """What one project brings to the score: ``product`` = score × revised budget, None where either is not known."""

    part: Part
    budget: Decimal | None
    score: Decimal | None
    product: Decimal | None


@dataclass(frozen=True, slots=True)
class Department:
    """The form of a department.

    ``position`` is the sum of the parts' positions, ``execution`` its 预算执行率. ``rates``: indicators that several forms
    keep with numerator and denominator, added up by name and unit. ``score`` = Σ product ÷ Σ budget, half up to two
    decimals, where the regime weights by budget; between ``low`` and ``high`` while scores are missing; None where the
    regime says nothing or a budget is missing. ``grade`` as of one form: only where every form has 100 points. ``incomplete`` names the parts that lack a budget or a total.
    """

    parts: tuple[Part, ...]
    position: Position
    execution: ExecutionLine
    rates: tuple[Rate, ...]
    shares: tuple[Share, ...]
    score: Decimal | None
    low: Decimal | None
    high: Decimal | None
    grade: Grade | None
    how: str
    how_en: str
    incomplete: tuple[str, ...] = ()


def roll_up(parts: Iterable[Part], regime: Regime) -> Department:
    """The department's form from those of its projects; the parts stay in their order."""
    every = tuple(parts)
    whole = together(part.position for part in every)
    shares = tuple(_share(part) for part in every)
    incomplete = tuple(share.part.name for share in shares if share.product is None)
    score, low, high, how, how_en = _score(shares, incomplete, regime)
    of_a_hundred = all(part.form.total.points == 100 for part in every)
    return Department(
        every, whole, execution(whole, regime), _rates(every), shares,
        score, low, high, grade(score, regime.grades) if of_a_hundred else None, how, how_en, incomplete,
    )  # fmt: skip


def _share(part: Part) -> Share:
    budget = part.position.revised
    if budget is not None and budget < 0:
        budget = None
    score = part.form.total.total
    return Share(part, budget, score, None if budget is None or score is None else score * budget)


def _score(
    shares: Sequence[Share], incomplete: Sequence[str], regime: Regime
) -> tuple[Decimal | None, Decimal | None, Decimal | None, str, str]:
    """Score, its bounds, and how; the bounds are the score where all is known."""
    if regime.roll_up != "budget":
        return (
            None,
            None,
            None,
            "所用规则没有规定由项目得分汇总部门得分",
            "the rules in use do not make one score of several",
        )
    budgets = [share.budget for share in shares if share.budget is not None]
    whole = sum(budgets, ZERO)
    if len(budgets) < len(shares) or whole <= 0:
        lacking = "、".join(share.part.name for share in shares if share.budget is None)
        if lacking:
            return None, None, None, f"{lacking}没有全年预算，无法加权", f"no revised budget, so no weight: {lacking}"
        return (
            None,
            None,
            None,
            "全年预算合计不大于 0，无法加权",
            "the budgets do not come to more than 0: there are no weights",
        )
    low = _weighted([share.part.form.total.low for share in shares], budgets, whole)
    high = _weighted([share.part.form.total.high for share in shares], budgets, whole)
    if incomplete:
        names = "、".join(incomplete)
        return (
            None, low, high,
            f"{names}得分不全，按全年预算加权在 {plain(low)} 至 {plain(high)} 之间",
            f"scores are missing ({names}); weighted by budget the total lies between {plain(low)} and {plain(high)}",
        )  # fmt: skip
    terms = " + ".join(
        f"{plain(share.score)} × {in_ten_thousands(share.budget)}"
        for share in shares
        if share.score is not None and share.budget is not None
    )
    said = f"({terms}) ÷ {in_ten_thousands(whole)} = {plain(low)}"
    return low, low, low, f"{said}（按全年预算加权，万元）", f"{said} (weighted by revised budget, in 10,000 yuan)"


def _weighted(scores: Sequence[Decimal], budgets: Sequence[Decimal], whole: Decimal) -> Decimal:
    return rounded(sum((s * b for s, b in zip(scores, budgets, strict=True)), ZERO) / whole, 2)


def _rates(parts: Sequence[Part]) -> tuple[Rate, ...]:
    """Indicators that are kept with numerator and denominator, added up over the projects; value as a fraction."""
    sums: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}
    for part in parts:
        for line in part.form.lines:
            above, below = line.actual.numerator, line.actual.denominator
            if above is None or below is None or below <= 0:
                continue
            name = (line.name.strip("★*· "), line.indicator.unit)
            had = sums.get(name, (ZERO, ZERO))
            sums[name] = had[0] + above, had[1] + below
    return tuple(
        Rate(name, above, below, "各项目分母合计", above / below, name, name, "sum of the projects' denominators")
        for (name, _), (above, below) in sums.items()
    )
