"""B101–B107: execution rates and what they leave unsaid."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from proof.generator import Made, Place, Site
from proof.generator.facts import Project
from proof.generator.sentences import RateFact, WideFact
from proof.planters import Edit, Plant, inserted, pick, planter, replaced

_MONEY = ("rate", "bare", "arrival", "adjusted", "adjusted-spent", "money-parts")


def scope_of(made: Made, p: Project) -> Place:
    return next(s.scope for s in made.stated if s.project is p)


def within(made: Made, p: Project, *kinds: str) -> list[Site]:
    scope = scope_of(made, p)
    return [s for s in made.of(*kinds) if scope.start <= s.at["whole"].start < scope.end]


@planter("B101")
def base_left_out(made: Made, rng: Random) -> Plant | None:
    """Receipts and their rate in the place of budget and spending: nothing says what should have arrived."""
    if made.type != "重大政策和重点项目绩效执行结果说明":
        return None
    found = []
    for site in made.of("rate"):
        fact = site.fact
        if not isinstance(fact, RateFact) or fact.project is None or "base" not in site.at:
            continue
        others = within(made, fact.project, *_MONEY)
        if len(others) == 1 and not fact.project.is_adjusted and "未支出" not in _text(made, fact.project):
            found.append((site, fact.project))
    chosen = pick(rng, found)
    if chosen is None:
        return None
    site, p = chosen
    rate = made.style.percent(Decimal(rng.randint(6200, 9300)) / 100, 2)
    money = made.style.amount(p.spent)
    return replaced(
        site.at["whole"],
        f"项目共到位资金{money}，{rng.choice(('整体资金到位率', '资金到位率'))}{rate}，实际支出{money}",
    )


def _text(made: Made, p: Project) -> str:
    return made.quote(scope_of(made, p))


@planter("B102")
def wider_numerator(made: Made, rng: Random) -> Plant | None:
    """The rate on the approved budget, while the spending holds what was added and transferred."""
    site = pick(rng, [s for s in made.of("wide-rate") if "extra0" in s.at])
    if site is None:
        return None
    fact = site.fact
    assert isinstance(fact, WideFact)
    base = Place(
        site.at["base"].start,
        made.text.index("，" if "，" in made.quote(site.at["whole"]) else ",", site.at["base"].end),
    )
    while made.text[base.end - 1] not in "）)":
        base = Place(base.start, made.text.index("，" if "，" in made.quote(site.at["whole"]) else ",", base.end + 1))
    if fact.spent >= fact.approved:
        return None
    edits = (
        Edit(Place(base.start - 4, base.end), f"批复金额{made.style.amount(fact.approved)}"),
        Edit(site.at["rate"], made.style.percent(fact.spent / fact.approved * 100, 2)),
    )
    return Plant(edits)


@planter("B103")
def rate_on_opening_budget(made: Made, rng: Random) -> Plant | None:
    found = []
    for site in made.of("adjusted"):
        p = site.fact
        assert isinstance(p, Project)
        if made.of("score", "score-parts"):  # a lower rate would bound the score too
            continue
        if p.returned and p.spent / p.budget < p.spent / p.adjusted - Decimal("0.02"):
            found.append((site, p))
    chosen = pick(rng, found)
    if chosen is None:
        return None
    site, p = chosen
    return replaced(site.at["rate"], made.style.percent(p.spent / p.budget * 100, 2), site.at["whole"])


@planter("B104")
def small_part_of_the_need(made: Made, rng: Random) -> Plant | None:
    if made.type != "重大政策和重点项目绩效执行结果说明":
        return None
    found = [
        (s, s.fact.project)
        for s in made.of("rate")
        if isinstance(s.fact, RateFact) and s.fact.project and s.fact.top == s.fact.base and "base" in s.at and made.text[s.at["rate"].start - 1] in "率为"
    ]  # fmt: skip
    chosen = pick(rng, [(s, p) for s, p in found if not p.is_adjusted])
    if chosen is None:
        return None
    site, p = chosen
    need = p.budget * rng.randint(3, 9)
    return inserted(site.at["whole"].start, f"本项目共需资金{made.style.amount(need)}，分年度安排。", site.at["whole"])


@planter("B107")
def low_and_unexplained(made: Made, rng: Random) -> Plant | None:
    """Little spent, and nothing in the project's text says so or why."""
    if made.type != "重大政策和重点项目绩效执行结果说明":
        return None
    reasons = (
        "率",
        "合同",
        "结余",
        "结转",
        "因",
        "由于",
        "未",
        "支付",
        "停",
        "延",
        "推迟",
        "影响",
        "下年",
        "剩余",
        "节约",
        "原",
        "决算",
    )
    found = []
    for site in made.of("bare"):
        p = site.fact
        assert isinstance(p, Project)
        if not any(word in _text(made, p).replace("完成率", "") for word in reasons):
            found.append((site, p))
    chosen = pick(rng, found)
    if chosen is None:
        return None
    site, p = chosen
    new = (p.budget * Decimal(rng.randint(35, 72)) / 100 / made.style.grain).to_integral_value() * made.style.grain
    return replaced(site.at["spent"], made.style.amount(new), site.at["whole"])
