"""Sentences of the genre about one project. Each says only what is true and remembers what it said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from proof.generator.facts import Change, Output, Project, Share, States, Survey, half_up
from proof.generator.style import UNITS, Style
from proof.generator.writer import Place, Writer


@dataclass(frozen=True, slots=True)
class RateFact:
    """A printed rate and what it is computed from. ``measure``: execution, arrival, completion, satisfaction, share."""

    measure: str
    top: Decimal
    base: Decimal
    project: Project | None = None
    form: bool = False


@dataclass(frozen=True, slots=True)
class PartsFact:
    """A total and its parts. ``free``: nothing else of the document depends on the parts."""

    total: Decimal
    parts: tuple[Decimal, ...]
    unit: str  # 元 for money
    decimals: int = 0
    free: bool = True


@dataclass(frozen=True, slots=True)
class ColumnFact:
    """A column of amounts in a table: the total, its parts, which of the columns it is, whether rows have rates."""

    total: Decimal
    parts: tuple[Decimal, ...]
    index: int
    rated: bool


@dataclass(frozen=True, slots=True)
class WideFact:
    """Spending that holds more than the approved budget does, beside the year's whole budget."""

    spent: Decimal
    approved: Decimal


def rate_text(w: Writer, top: Decimal, base: Decimal) -> str:
    """The rate with the decimals of the style; two where fewer would print 100 % for less."""
    decimals = w.style.rate_decimals
    if top != base and half_up(top / base * 100, decimals) == 100:
        decimals = 2
    return w.style.rate(top, base, decimals)


def printed_rate(text: str) -> Decimal:
    return Decimal(text.rstrip("%％").translate(str.maketrans("０１２３４５６７８９．", "0123456789.")))


# -- money ------------------------------------------------------------------------------------------------------------

_BUDGET = (
    "项目年初预算{base}",
    "{year}年项目预算{base}",
    "年初预算安排{base}",
    "项目年度预算{base}",
    "批复预算资金{base}",
    "预算资金{base}",
)
_SPENT = (
    "实际支出{spent}",
    "支出{spent}",
    "全年支出{spent}",
    "实际执行{spent}",
    "累计支付{spent}",
    "全年执行金额为{spent}",
)
_RATE = ("预算执行率{rate}", "执行率{rate}", "预算执行率为{rate}", "支出率{rate}", "执行率为{rate}")  # fmt: skip


def spending(w: Writer, rng: Random, p: Project, *, dated: bool = True, why: bool = True) -> None:
    """Budget, spending and rate of a project in one or two sentences, in one of the orders of the genre."""
    if p.is_adjusted:
        _adjusted(w, rng, p)
    elif rng.random() < 0.12:
        text = rate_text(w, p.spent, p.budget)
        w.say(
            rng.choice(("项目支出{spent}，占年初预算{base}的{rate}", "实际支出{spent}，占预算{base}的{rate}")),
            {"rate": RateFact("execution", p.spent, p.budget, p)},
            spent=w.style.amount(p.spent), base=w.style.amount(p.budget), rate=text,
        )  # fmt: skip
        w.states(p, budget=p.budget, spent=p.spent)
    else:
        date = rng.choice(("", "", "截至{year}年12月31日，", "{year}年，")) if dated else ""
        parts = [date + rng.choice(_BUDGET), rng.choice(_SPENT)]
        if date.startswith("截至") and rng.random() < 0.5:
            parts = [rng.choice(_BUDGET), date + rng.choice(_SPENT)]
        rated = rng.random() < 0.6 or p.spent / p.budget < Decimal("0.85")
        if rated:
            parts.append(rng.choice(_RATE))
            text = rate_text(w, p.spent, p.budget)
            w.say(
                "，".join(parts),
                {"rate": RateFact("execution", p.spent, p.budget, p)},
                base=w.style.amount(p.budget), spent=w.style.amount(p.spent), rate=text, year=str(p.year),
            )  # fmt: skip
            w.states(p, budget=p.budget, spent=p.spent, execution=printed_rate(text))
        else:
            w.say(
                "，".join(parts), {"bare": p},
                base=w.style.amount(p.budget), spent=w.style.amount(p.spent), year=str(p.year),
            )  # fmt: skip
            w.states(p, budget=p.budget, spent=p.spent)
    if why and p.spent < p.adjusted * Decimal("0.95"):
        unspent(w, rng, p)
    w.say("。")


def unspent(w: Writer, rng: Random, p: Project) -> None:
    """Why the rest was not spent."""
    start = w.here
    if rng.random() < 0.4:
        w.say("。未支出的{left}" + rng.choice(("，主要原因是", "，系")) + p.kind.unspent, left=w.style.amount(p.left))
    else:
        w.say(rng.choice(("，未支出部分", "，其余资金", "。结余部分")) + rng.choice(("主要是", "系")) + p.kind.unspent)
    w.site("why", {"whole": Place(start, w.here)}, p)


def _adjusted(w: Writer, rng: Random, p: Project) -> None:
    turn = rng.randint(0, 2)
    month = str(rng.randint(7, 11))
    if turn == 0:
        change = (
            rng.choice(("年中追加{change}", "追加{change}"))
            if p.added
            else rng.choice(("{month}月预算调减{change}", "年中调减{change}"))
        )
        text = rate_text(w, p.spent, p.adjusted)
        w.say(
            f"项目年初预算{{base}}，{change}，{rng.choice(('调整后预算{adjusted}', '全年预算{adjusted}'))}，{rng.choice(_SPENT)}，{rng.choice(_RATE)}",
            {"adjusted": p, "rate": RateFact("execution", p.spent, p.adjusted, p)},
            base=w.style.amount(p.budget), change=w.style.amount(p.added or p.returned), month=month,
            adjusted=w.style.amount(p.adjusted), spent=w.style.amount(p.spent), rate=text, year=str(p.year),
        )  # fmt: skip
        w.states(p, budget=p.budget, adjusted=p.adjusted, spent=p.spent, execution=printed_rate(text))
    elif turn == 1 or p.spent != p.adjusted:
        change = "年中追加{change}" if p.added else "{month}月预算调减{change}"
        text = rate_text(w, p.spent, p.adjusted)
        w.say(
            f"项目年初预算{{base}}，{change}，{rng.choice(_SPENT)}，{rng.choice(_RATE)}",
            {"adjusted": p, "rate": RateFact("execution", p.spent, p.adjusted, p)},
            base=w.style.amount(p.budget), change=w.style.amount(p.added or p.returned), month=month,
            spent=w.style.amount(p.spent), rate=text, year=str(p.year),
        )  # fmt: skip
        w.states(p, budget=p.budget, spent=p.spent, execution=printed_rate(text))
    else:
        change = "年中追加{change}" if p.added else "{month}月预算调减{change}"
        w.say(
            f"项目年初预算{{base}}，{change}，{rng.choice(_SPENT)}",
            {"adjusted-spent": p},
            base=w.style.amount(p.budget), change=w.style.amount(p.added or p.returned), month=month,
            spent=w.style.amount(p.spent), year=str(p.year),
        )  # fmt: skip
        w.states(p, budget=p.budget, spent=p.spent)


def base_of(w: Writer, p: Project) -> None:
    """The budget alone, for a chapter on receipts."""
    if p.is_adjusted:
        w.say("项目全年预算{base}。", None, base=w.style.amount(p.adjusted))
        w.states(p, adjusted=p.adjusted)
    else:
        w.say(f"{p.year}年项目预算资金{{base}}。", None, base=w.style.amount(p.budget))
        w.states(p, budget=p.budget)


def used(w: Writer, rng: Random, p: Project) -> None:
    """Spending and its rate, the budget having been said before."""
    text = rate_text(w, p.spent, p.adjusted)
    w.say(
        rng.choice(("项目实际支出{spent}，预算执行率{rate}", f"截至{p.year}年12月31日，实际支出{{spent}}，预算执行率为{{rate}}")),
        {"rate": RateFact("execution", p.spent, p.adjusted, p)},
        spent=w.style.amount(p.spent), rate=text,
    )  # fmt: skip
    w.states(p, spent=p.spent, execution=printed_rate(text))
    if p.uses and rng.random() < 0.5:
        w.say(f"，其中{w.style.colon}")
        shares(w, p.uses, p.spent, verb=rng.choice(("", "支出")))
    if p.spent < p.adjusted * Decimal("0.95"):
        unspent(w, rng, p)
    w.say("。")


def receipts(w: Writer, rng: Random, p: Project, *, dated: bool = True, rate: bool = True) -> None:
    """What arrived, from whom, and the rate of arrival; its base stands before it."""
    date = rng.choice(("", f"截至{p.year}年12月31日，")) if dated else ""
    w.say(
        f"{date}{rng.choice(('项目到位资金', '实际到位资金', '项目共到位资金'))}{{total}}",
        None,
        total=w.style.amount(p.arrived),
    )
    w.states(p, arrived=p.arrived)
    if len(p.sources) > 1:
        w.say(f"，其中{w.style.colon}")
        shares(w, p.sources, p.arrived)
    if rate:
        text = rate_text(w, p.arrived, p.adjusted)
        w.say("，资金到位率{rate}", {"arrival": RateFact("arrival", p.arrived, p.adjusted, p)}, rate=text)
        w.states(p, arrival=printed_rate(text))
    w.say("。")


def shares(w: Writer, listed: Sequence[Share], total: Decimal, *, verb: str = "", free: bool = True) -> None:
    """The parts of an amount that has just been written, with a site that knows them all."""
    at: dict[str, Place] = {}
    for i, share in enumerate(listed):
        if i:
            w.say(w.style.joint)
        w.say(f"{share.name}{verb}")
        at[f"part{i}"] = w.put(w.style.amount(share.amount))
        if share.parts:
            w.say("（")
            inner: dict[str, Place] = {"total": at[f"part{i}"]}
            for j, below in enumerate(share.parts):
                if j:
                    w.say("，")
                w.say(below.name)
                inner[f"part{j}"] = w.put(w.style.amount(below.amount))
            w.say("）")
            w.site(
                "money-parts",
                {**inner, "whole": Place(inner["total"].start, w.here)},
                PartsFact(share.amount, tuple(s.amount for s in share.parts), "元"),
            )
    nested = any(share.parts for share in listed)
    w.site(
        "money-parts", {**at, "whole": Place(at["part0"].start, w.here)},
        PartsFact(total, tuple(s.amount for s in listed), "元", free=free and not nested),
    )  # fmt: skip


def purposes(w: Writer, rng: Random, p: Project, *, verb: str = "") -> None:
    """What the spending was for, with its amounts."""
    if not p.uses:
        return
    if rng.random() < 0.5:
        w.say(f"项目支出{{total}}，其中{w.style.colon}", None, total=w.style.amount(p.spent))
        shares(w, p.uses, p.spent, verb=verb)
        w.say("。")
    else:
        w.say(f"资金主要用于{'、'.join(s.name for s in p.uses)}。")


# -- what was delivered -----------------------------------------------------------------------------------------------


def outputs(w: Writer, rng: Random, listed: Sequence[Output], *, detail: bool = True) -> None:
    for i, o in enumerate(listed):
        w.say(
            ("全年" if not i else "") + f"{o.verb}{o.what}{{total}}{o.unit}",
            None,
            total=w.style.number(o.done, o.decimals),
        )
        if o.parts and detail:
            at: dict[str, Place] = {}
            w.say(f"，其中{w.style.colon}")
            for j, (name, value) in enumerate(o.parts):
                if j:
                    w.say(w.style.item)
                w.say(name)
                at[f"part{j}"] = w.put(w.style.number(value, o.decimals))
                w.say(o.unit)
            w.site(
                "parts",
                {**at, "whole": Place(at["part0"].start, w.here)},
                PartsFact(o.done, tuple(v for _, v in o.parts), o.unit, o.decimals),
            )
        elif rng.random() < 0.4:
            planned(w, rng, o)
        w.say("。" if o.parts or i == len(listed) - 1 else "，")


def planned(w: Writer, rng: Random, o: Output) -> None:
    """Done beside planned, with the rate of completion."""
    text = rate_text(w, o.done, o.target)
    w.say(
        rng.choice(("，为年度计划{base}" + o.unit + "的{rate}", "，完成年度计划{base}" + o.unit + "的{rate}")),
        {"completion": RateFact("completion", o.done, o.target)},
        base=w.style.number(o.target), rate=text,
    )  # fmt: skip


def states(w: Writer, rng: Random, s: States) -> None:
    """A number of items, each in one state."""
    slots = {f"part{i}": str(n) for i, (_, n) in enumerate(s.states)}
    listed = "，".join(f"{{part{i}}}{s.unit}{name}" for i, (name, _) in enumerate(s.states))
    opening = rng.choice((f"{{total}}{s.unit}{s.noun}中，{listed}", f"列入计划的{{total}}{s.unit}{s.noun}中，{listed}"))
    w.say(opening + "。", {"states": s}, total=str(s.total), **slots)


def task(w: Writer, s: States) -> None:
    """A number of items, some of them not begun, the others done."""
    idle = s.states[-1][1]
    done = s.total - idle
    w.say(
        f"{s.noun}任务总数{{total}}{s.unit}，其中{{idle}}{s.unit}因前期手续未办结暂未施工，完成{{done}}{s.unit}。",
        {"task": s}, total=str(s.total), idle=str(idle), done=str(done),
    )  # fmt: skip


def change(w: Writer, rng: Random, c: Change) -> None:
    down, up = rng.choice((("下降", "下降"), ("减少", "下降"))), rng.choice((("增加", "增长"), ("提高", "提高")))
    move, by = down if c.falls else up
    style = w.style
    text = style.percent(abs(c.new - c.old) / c.old * 100, c.decimals)
    old, new = style.number(c.old) + c.unit, style.number(c.new) + c.unit
    w.say(
        rng.choice((f"{c.noun}由{{old}}{move}到{{new}}，{by}{{percent}}", f"{c.noun}由上年的{{old}}{move}至{{new}}，{by}{{percent}}")) + "。",
        {"change": c}, old=old, new=new, percent=text,
    )  # fmt: skip


def survey(w: Writer, s: Survey, year: int) -> None:
    """Satisfaction with its way, time, sample and arithmetic."""
    text = w.style.percent(s.rate, 1)
    way = {
        "问卷调查": "发放并回收有效问卷{base}份，其中",
        "电话回访": "电话回访{base}人，其中",
        "入户走访调查": "入户走访{base}户，其中",
    }[s.way]
    unit = {"问卷调查": "份", "电话回访": "人", "入户走访调查": "户"}[s.way]
    w.say(
        f"{year}年{s.month}月，项目单位对{s.who}开展满意度调查，{way}表示满意的{{top}}{unit}，{s.who}满意度为{{rate}}。",
        {"satisfaction": RateFact("satisfaction", Decimal(s.content), Decimal(s.sample))},
        base=w.style.number(Decimal(s.sample)), top=w.style.number(Decimal(s.content)), rate=text,
    )  # fmt: skip


def indicators(w: Writer, p: Project) -> None:
    """Indicators with target and actual value, as reports without a form give them."""
    w.say("年度绩效指标完成情况：")
    rows = [
        (o.noun, f"≥{w.style.number(o.target)}{o.unit}", f"{w.style.number(o.done, o.decimals)}{o.unit}")
        for o in p.outputs[:2]
    ]
    rows.append((f"{p.survey.who}满意度", "≥90%", w.style.percent(p.survey.rate, 1)))
    for i, (name, target, done) in enumerate(rows):
        w.say(("；" if i else "") + f"{name}指标值{{target}}，实际完成值{{done}}", None, target=target, done=done)
    if any(o.done < o.target for o in p.outputs[:2]):
        w.say(f"，未达到指标值的原因是{p.kind.hindered}")
    w.say("。")


def unit_of(style: Style) -> str:
    return style.unit if style.unit in UNITS else "万元"
