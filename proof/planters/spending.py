"""B105, B106, B113, B116: budget, receipts and spending of each project."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from proof.generator import Made, Place
from proof.generator.facts import Project
from proof.generator.sentences import RateFact
from proof.planters import Edit, Plant, pick, planter, replaced
from proof.planters.execution import scope_of, within

_NOTE = "重大政策和重点项目绩效执行结果说明"


@planter("B105")
def more_than_there_was(made: Made, rng: Random) -> Plant | None:
    found = [
        s for s in made.of("bare") if isinstance(s.fact, Project) and "未支出" not in made.quote(scope_of(made, s.fact))
    ]
    site = pick(rng, [s for s in found if "累计" not in made.quote(s.at["whole"])])  # which may be of several years
    if site is None:
        return None
    p = site.fact
    assert isinstance(p, Project)
    if within(made, p, "why"):
        return None
    new = (p.budget * Decimal(rng.randint(103, 130)) / 100 / made.style.grain).to_integral_value() * made.style.grain
    return replaced(site.at["spent"], made.style.amount(new), site.at["whole"])


@planter("B106")
def surplus_of_nothing(made: Made, rng: Random) -> Plant | None:
    if made.type != _NOTE:
        return None
    found = []
    for site in made.of("problem"):
        p = site.fact
        if isinstance(p, Project) and p.spent == p.budget and not p.is_adjusted:
            found.append((site, p))
    chosen = pick(rng, found)
    if chosen is None:
        return None
    site, p = chosen
    at = made.text.find("存在", site.at["whole"].start, site.at["whole"].end)
    if at < 0:
        return None
    words = rng.choice(("结余资金未及时上缴、", "资金闲置、", "部分资金沉淀、"))
    return Plant((Edit(Place(at + 2, at + 2), words),), (site.at["whole"],))


@planter("B113")
def spending_left_out(made: Made, rng: Random) -> Plant | None:
    """One project of several without its spending."""
    if made.type != _NOTE or len(made.stated) < 4:
        return None
    found = []
    for site in made.of("bare", "rate"):
        p = site.fact.project if isinstance(site.fact, RateFact) else site.fact
        if not isinstance(p, Project) or p.is_adjusted or "base" not in site.at or "spent" not in site.at:
            continue
        if site.at["base"].start > site.at["spent"].start or within(made, p, "why", "money-parts", "arrival"):
            continue
        if len(within(made, p, "rate", "bare")) == 1 and "已全部到位" not in made.quote(scope_of(made, p)):
            found.append((site, p))
    chosen = pick(rng, found)
    if chosen is None:
        return None
    site, p = chosen
    last = site.at.get("rate", site.at["spent"])
    heading = next(s.at["title"] for s in made.of("heading") if made.quote(s.at["title"]) == made.style.shaped(p.name))
    return Plant((Edit(Place(site.at["base"].end, last.end), "", shown=False),), (site.at["base"], heading))


@planter("B116")
def miscounted(made: Made, rng: Random) -> Plant | None:
    site = pick(rng, made.of("declared"))
    if site is None:
        return None
    return replaced(site.at["count"], str(int(made.quote(site.at["count"])) + rng.choice((1, 2, -1))))
