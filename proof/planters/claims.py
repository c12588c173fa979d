"""B115, B119, B120: a project reported twice, and claims about the money that its figures do not bear."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from proof.generator import Made, Place
from proof.generator.facts import Project
from proof.generator.sentences import RateFact
from proof.generator.writer import numeral
from proof.planters import Edit, Plant, inserted, pick, planter
from proof.planters.execution import scope_of
from proof.planters.story import EVALUATION, NOTE, SELF, body


@planter("B115")
def reported_twice(made: Made, rng: Random) -> Plant | None:
    """One project again at the end, with its name and amounts and in other words."""
    items = [s for s in made.of("item") if isinstance(s.fact, Project)]
    found = [
        s
        for s in items
        if isinstance(s.fact, Project) and not s.fact.is_adjusted and s.fact.spent / s.fact.budget > Decimal("0.85")
    ]
    site = pick(rng, found)
    if made.type != NOTE or site is None or not isinstance(site.fact, Project):
        return None
    p, style = site.fact, made.style
    end = max(scope_of(made, s.fact).end for s in items if isinstance(s.fact, Project))
    heads = [made.quote(h.at["title"]) for h in made.of("heading") if h.fact == 2][
        : 3 if len(body(made, "资金使用情况")) else 2
    ]
    money = f"{p.year}年安排预算{style.amount(p.budget)}，支出{style.amount(p.spent)}。"
    goal = p.outputs[0]
    done = f"本年{goal.verb}{goal.what}{style.number(goal.done, goal.decimals)}{goal.unit}。工作中存在档案整理不及时的问题，下一步于{p.year + 1}年6月底前补齐。"
    texts = ["该项目按年度立项，由主管部门统一验收。", money, done]
    if len(heads) == 2:
        texts = [texts[0] + money, done]
    words = f"{style.shaped(f'{numeral(len(items) + 1)}、{p.name}')}\n"
    for i, (title, text) in enumerate(zip(heads, texts, strict=True)):
        words += f"{style.shaped(f'（{numeral(i + 1)}）{title}')}\n{style.indent}{style.shaped(text)}\n"
    return inserted(end, words, site.at["whole"])


@planter("B119")
def all_spent_but_a_part(made: Made, rng: Random) -> Plant | None:
    """Everything was spent, and of one of its sources nothing."""
    titles = ("资金使用情况", "资金安排和使用情况")
    found = []
    for site in made.of("rate", "bare"):
        p = site.fact.project if isinstance(site.fact, RateFact) else site.fact
        if made.type not in (NOTE, SELF) or not isinstance(p, Project) or p.spent != p.adjusted or p.is_adjusted:
            continue
        scope = scope_of(made, p)
        use = next((b for t in titles for b in body(made, t) if scope.start < b.start < scope.end), None)
        if use is not None and use.start <= site.at["whole"].start < use.end:
            found.append((use, p))
    chosen = pick(rng, found)
    if chosen is None:
        return None
    use, p = chosen
    part = made.style.amount((p.budget / 10 / made.style.grain).to_integral_value() * made.style.grain)
    last = rng.choice(
        (f"其中管护补助资金{part}当年未使用，预算执行率0%。", f"其中技术服务经费{part}，当年尚未支付，执行率为0%。")
    )
    claim = rng.choice(("项目资金已全部使用。", "项目资金已全部支出完毕。"))
    place = next(b for b in sorted(made.of("paragraph"), key=lambda s: s.at["end"]) if b.at["end"].start > use.end)
    edits = Edit(Place(use.start, use.start), claim), Edit(place.at["end"], made.style.shaped(last))
    return Plant(edits, (), ("D114",))  # which weighs such a claim against every rate of the project


@planter("B120")
def by_plan_with_little_spent(made: Made, rng: Random) -> Plant | None:
    """Less than half spent of the one project, no word why, and 按计划有序实施 among its management."""
    if made.type != EVALUATION:
        return None
    site = pick(rng, [s for s in made.of("rate") if isinstance(s.fact, RateFact) and s.fact.project])
    place = pick(rng, body(made, "项目过程情况"))
    if site is None or place is None or not isinstance(site.fact, RateFact) or site.fact.project is None:
        return None
    p, style = site.fact.project, made.style
    new = (p.adjusted * Decimal(rng.randint(18, 44)) / 100 / style.grain).to_integral_value() * style.grain
    edits = [
        Edit(site.at["spent"], style.amount(new), shown=False),
        Edit(site.at["rate"], style.rate(new, p.adjusted, 2)),
        Edit(Place(place.end, place.end), rng.choice(("项目按年初计划有序实施。", "各项工作按照计划有序推进。"))),
    ]
    end = site.at["whole"].end
    stop = made.text.index("\n", made.text.index("。", end)) if style.wrap is None else None
    if stop is None:
        return None
    if stop > end + 1:  # what follows on the rest and on the uses of the money would be untrue
        edits.append(Edit(Place(end, stop), "。", shown=False))
    return Plant(tuple(edits), (), ("B107",))  # so little is to be explained as well
