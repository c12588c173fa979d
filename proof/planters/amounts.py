"""A108–A113: amounts against each other."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from proof.generator import Made
from proof.generator.facts import Change, Project, half_up
from proof.planters import Plant, pick, planter, replaced


@planter("A108")
def spent_beside_the_adjusted(made: Made, rng: Random) -> Plant | None:
    site = pick(rng, made.of("adjusted-spent"))
    if site is None:
        return None
    p = site.fact
    assert isinstance(p, Project)
    arrived = "到位" in made.quote(next(s.scope for s in made.stated if s.project is p))
    by = Decimal(rng.randint(103, 112) if rng.random() < 0.5 and not arrived else rng.randint(84, 95)) / 100
    new = (p.adjusted * by / made.style.grain).to_integral_value() * made.style.grain
    return replaced(site.at["spent"], made.style.amount(new), site.at["whole"])


@planter("A110")
def ten_times_as_much(made: Made, rng: Random) -> Plant | None:
    site = pick(rng, made.of("restated"))
    if site is None:
        return None
    p = site.fact
    assert isinstance(p, Project)
    return replaced(site.at["second"], made.style.amount(p.budget * rng.choice((10, 100))))


@planter("A111")
def another_amount(made: Made, rng: Random) -> Plant | None:
    site = pick(rng, made.of("restated"))
    if site is None:
        return None
    p = site.fact
    assert isinstance(p, Project)
    new = (p.budget * Decimal(rng.randint(104, 160)) / 100 / made.style.grain).to_integral_value() * made.style.grain
    return replaced(site.at["second"], made.style.amount(new))


@planter("A113")
def change_misstated(made: Made, rng: Random) -> Plant | None:
    site = pick(rng, made.of("change"))
    if site is None:
        return None
    c = site.fact
    assert isinstance(c, Change)
    wrong = half_up(c.percent + rng.randint(4, 18) * rng.choice((-1, 1)), c.decimals)
    if wrong <= 0 or wrong >= 100:
        return None
    return replaced(site.at["percent"], made.style.percent(wrong, c.decimals))
