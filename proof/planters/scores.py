"""C101, C104: scores."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from proof.generator import Made
from proof.generator.facts import Indicator, half_up
from proof.planters import Edit, Plant, pick, planter, replaced


@planter("C101")
def full_marks(made: Made, rng: Random) -> Plant | None:
    found = [s for s in made.of("score") if isinstance(s.fact, Decimal) and s.fact >= 90]
    if any(s.project.spent < s.project.adjusted for s in made.stated):
        return None  # full marks are too many for what was not spent
    site = pick(rng, found)
    problem = pick(rng, made.of("problem"))
    if site is None or problem is None:
        return None
    return replaced(site.at["score"], "100")


@planter("C104")
def full_points_for_less(made: Made, rng: Random) -> Plant | None:
    """A rate that misses its target, explained in the row, with all of its points."""
    found = []
    for site in made.of("indicator"):
        i = site.fact
        assert isinstance(i, Indicator)
        if i.level2 in ("时效指标", "可持续影响指标") and i.actual >= i.target and i.score == i.weight:
            found.append((site, i))
    chosen = pick(rng, found)
    if chosen is None:
        return None
    site, i = chosen
    new = half_up(i.target * Decimal(rng.randint(80, 96)) / 100, 0)
    return Plant(
        (
            Edit(site.at["actual"], f"{new}{i.unit}"),
            Edit(site.at["reason"], "部分工作受天气影响顺延，下一步提前安排，第一季度内补齐", shown=False),
        ),
        (site.at["whole"],),
    )
