"""重大政策和重点项目绩效执行结果说明: a project an item, under headings of two shapes or on numbered lines."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from proof.generator import sentences as say
from proof.generator.facts import District, Project
from proof.generator.world import projects
from proof.generator.writer import Place, Writer

TYPE = "重大政策和重点项目绩效执行结果说明"
WEIGHT = 5

_CHAPTERS = (
    ("项目概况", "资金使用情况", "绩效目标完成情况"),
    ("项目基本情况", "资金使用情况", "绩效目标总体完成情况"),
    ("项目基本情况", "绩效目标执行结果"),
)


def write(w: Writer, rng: Random, place: District, year: int) -> None:
    big = w.style.unit == "亿元"
    made = projects(
        rng, place, year, rng.randint(3, 8), low=6000 if big else 40, high=90000 if big else 9000, grain=w.style.grain
    )
    w.title(
        rng.choice(
            (
                f"{place.name}{year}年重大政策和重点项目绩效目标执行结果说明",
                f"{year}年{place.name}重大政策和重点项目绩效执行结果说明",
            )
        )
    )
    w.identity.update(region=place.name, fiscal_year=year)
    w.paragraph()
    w.say(
        f"根据《中华人民共和国预算法》和政府信息公开的有关要求，现将{place.name}{year}年重大政策和重点项目绩效目标执行结果说明如下："
    )
    w.end()
    chapters = rng.choice(_CHAPTERS)
    for p in made:
        start = w.here
        w.site("item", {"whole": w.heading(1, p.name)}, p)
        _item(w, rng, p, chapters)
        w.scope(p, start)
    w.line(f"{place.name}财政局")
    w.line(f"{year + 1}年{rng.randint(8, 10)}月{rng.randint(1, 28)}日")


def _item(w: Writer, rng: Random, p: Project, chapters: tuple[str, ...]) -> None:
    w.heading(2, chapters[0])
    w.paragraph()
    about(w, rng, p)
    if len(chapters) == 2:
        say.spending(w, rng, p, dated=False)
    else:
        w.end()
        w.heading(2, chapters[1])
        w.paragraph()
        funds(w, rng, p)
    w.end()
    w.heading(2, chapters[-1])
    w.paragraph()
    results(w, rng, p)
    w.end()


def about(w: Writer, rng: Random, p: Project) -> None:
    w.say(
        rng.choice(
            (
                f"为{p.kind.purpose}，{p.office}组织实施{p.name}，主要内容为{'、'.join(p.kind.content)}，由{p.unit}具体承担。",
                f"{p.name}由{p.office}主管、{p.unit}实施，建设内容包括{'、'.join(p.kind.content)}，目的是{p.kind.purpose}。",
            )
        )
    )


def funds(w: Writer, rng: Random, p: Project) -> None:
    """Receipts and spending, or spending and receipts, or spending alone."""
    turn = rng.random()
    if turn < 0.35:
        say.spending(w, rng, p)
        say.receipts(w, rng, p, dated=False, rate=rng.random() < 0.6)
    elif turn < 0.55 and not p.is_adjusted and p.arrived == p.budget:
        w.say(
            f"项目预算{{base}}，已全部到位，资金来源为{p.sources[-1].name}。", None, base=w.style.amount(p.budget)
        ) if len(p.sources) == 1 else _listed(w, p)
        text = say.rate_text(w, p.spent, p.budget)
        w.say(
            "实际支出{spent}，预算执行率{rate}",
            {"rate": say.RateFact("execution", p.spent, p.budget, p)},
            spent=w.style.amount(p.spent),
            rate=text,
        )
        w.states(p, budget=p.budget, arrived=p.arrived, spent=p.spent, execution=say.printed_rate(text))
        if p.spent < p.budget * Decimal("0.95"):
            say.unspent(w, rng, p)
        w.say("。")
    else:
        say.spending(w, rng, p)
    if rng.random() < 0.35:
        say.purposes(w, rng, p)


def _listed(w: Writer, p: Project) -> None:
    w.say(f"项目预算{{base}}，其中{w.style.colon}", None, base=w.style.amount(p.budget))
    say.shares(w, p.sources, p.budget)
    w.say("，已全部到位。")


def results(w: Writer, rng: Random, p: Project) -> None:
    say.outputs(w, rng, p.outputs if rng.random() < 0.6 else p.outputs[:2])
    turn = rng.random()
    if turn < 0.3:
        say.states(w, rng, p.states)
    elif turn < 0.45:
        say.task(w, p.states)
    if rng.random() < 0.6:
        say.change(w, rng, p.change)
    w.say(f"{p.kind.effect}。")
    if rng.random() < 0.7:
        say.survey(w, p.survey, p.year)
    start = w.here
    w.say(rng.choice((f"项目实施中仍存在{p.kind.problem}等问题，", f"但也存在{p.kind.problem}等问题，")))
    w.say(f"下一步{p.kind.measure.format(next=p.year + 1)}。")
    w.site("problem", {"whole": Place(start, w.here)}, p)
