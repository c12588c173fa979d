"""A104–A107, A114: totals against their parts."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from proof.generator import Made, Site
from proof.generator.facts import States
from proof.generator.sentences import ColumnFact, PartsFact
from proof.planters import Edit, Plant, pick, planter, replaced


@planter("A104")
def part_changed(made: Made, rng: Random) -> Plant | None:
    site = pick(rng, made.of("parts"))
    if site is None:
        return None
    fact = site.fact
    assert isinstance(fact, PartsFact)
    grain = Decimal(1).scaleb(-fact.decimals)
    i = rng.randrange(len(fact.parts))
    by = max(grain, (fact.total * Decimal(rng.randint(4, 15)) / 100).quantize(grain))
    if rng.random() < 0.3 and fact.parts[i] > by * 2 and len(fact.parts) > 2:  # 其中 with two parts may name only some
        by = -by
    new = fact.parts[i] + by
    if new >= fact.total or (_loose(made, site) and _complete_halfway(fact, i, new)):
        return None
    return replaced(
        site.at[f"part{i}"], made.style.number(new, fact.decimals) if "," in made.text else f"{new}", site.at["whole"]
    )


_MEASURES = ("千米", "米", "平方米", "亩", "吨", "立方米")


def _loose(made: Made, site: Site) -> bool:
    """Whether what follows a complete list may be said of something else: persons and things bear several names (男60人、女40人、
    党员30人), and commas bind no list."""
    fact, text = site.fact, made.quote(site.at["whole"])
    assert isinstance(fact, PartsFact)
    return not set("；;" if fact.unit not in _MEASURES else "、；;") & set(text)


def _complete_halfway(fact: PartsFact, i: int, new: Decimal) -> bool:
    """Whether the first parts, with ``new`` for part ``i``, make the total already, as nearly as they are printed."""
    parts = [*fact.parts[:i], new, *fact.parts[i + 1 :]]
    grain = Decimal(1).scaleb(-fact.decimals)
    return any(abs(sum(parts[:n]) - fact.total) < grain * n for n in range(2, len(parts)))


@planter("A105")
def state_too_many(made: Made, rng: Random) -> Plant | None:
    site = pick(rng, made.of("states"))
    if site is None:
        return None
    fact = site.fact
    assert isinstance(fact, States)
    i = rng.randrange(len(fact.states))
    new = fact.states[i][1] + rng.randint(1, 3)
    if new >= fact.total:
        return None
    return replaced(site.at[f"part{i}"], str(new), site.at["whole"])


@planter("A106")
def amount_changed(made: Made, rng: Random) -> Plant | None:
    found = [s for s in made.of("money-parts") if isinstance(s.fact, PartsFact) and s.fact.free]
    site = pick(rng, found)
    if site is None:
        return None
    fact = site.fact
    assert isinstance(fact, PartsFact)
    i = rng.randrange(len(fact.parts))
    sign = rng.choice((-1, 1)) if len(fact.parts) > 2 else 1  # 其中 with two parts may name only some of them
    new = fact.parts[i] * (100 + sign * Decimal(rng.randint(5, 30))) / 100
    if new >= fact.total or abs(new - fact.parts[i]) < fact.total / 100:
        return None
    new = (new / made.style.grain).to_integral_value() * made.style.grain
    return replaced(site.at[f"part{i}"], made.style.amount(new), site.at["whole"])


@planter("A107")
def done_what_was_not_begun(made: Made, rng: Random) -> Plant | None:
    site = pick(rng, made.of("task"))
    if site is None:
        return None
    return replaced(site.at["done"], made.quote(site.at["total"]), site.at["whole"])


@planter("A114")
def row_changed(made: Made, rng: Random) -> Plant | None:
    """One cell of a column whose other uses it does not touch: no rate in its row, no spending above its budget."""
    form = made.type.endswith("自评表")
    found = [
        (s, s.fact)
        for s in made.of("column")
        if isinstance(s.fact, ColumnFact) and s.fact.index == (0 if form else 1) and (form or not s.fact.rated)
    ]
    chosen = pick(rng, found)
    if chosen is None:
        return None
    site, fact = chosen
    i = pick(rng, [i for i, v in enumerate(fact.parts) if v])
    if i is None:
        return None
    by = Decimal(rng.randint(110, 140) if form else rng.randint(965, 985) / Decimal(10)) / 100
    new = (fact.parts[i] * by / made.style.grain).to_integral_value() * made.style.grain
    cell = made.style.amount(new, bare=True)
    if new == fact.parts[i] or cell == made.quote(site.at[f"part{i}"]):
        return None
    return Plant((Edit(site.at[f"part{i}"], cell),), (site.at["total"],))
