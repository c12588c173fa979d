"""附件4-2 项目支出绩效报告（自评） of a street office: many small projects, a line each, with totals of totals."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from proof.generator import chapters
from proof.generator import sentences as say
from proof.generator.facts import District, Project
from proof.generator.sentences import PartsFact, RateFact, WideFact
from proof.generator.world import SPENT_FULLY, kinds, project
from proof.generator.writer import Place, Writer

TYPE = "项目支出绩效报告（自评）"
WEIGHT = 4


@dataclass(frozen=True, slots=True)
class Line:
    group: str
    use: str
    project: Project


@cache
def _bank() -> dict[str, list[tuple[str, str]]]:
    data = tomllib.loads(Path(__file__).parents[1].joinpath("small.toml").read_text("utf8"))
    return {entry["group"]: [(name, use) for name, use in entry["entries"]] for entry in data["small"]}


def _lines(w: Writer, rng: Random, place: District, year: int) -> list[Line]:
    wanted = {"城建类": rng.randint(2, 5), "民生类": rng.randint(2, 4), "综合类": rng.randint(2, 4)}
    if rng.random() < 0.6:
        wanted["追加"] = rng.randint(1, 2)
        if rng.random() < 0.6:
            wanted["转移"] = rng.randint(1, 2)
    found = []
    for group, count in wanted.items():
        for name, use in rng.sample(_bank()[group], count):
            made = project(
                rng,
                place,
                year,
                rng.choice(kinds()),
                name,
                low=3,
                high=400,
                grain=w.style.grain,
                adjust=False,
                **({"ways": (SPENT_FULLY,)} if group in ("追加", "转移") else {}),
            )
            found.append(Line(group, use, made))
    return found


def write(w: Writer, rng: Random, place: District, year: int) -> None:
    if w.style.unit == "亿元":
        w.style = replace(w.style, unit="万元", decimals=2, grain=Decimal(100))
    office = f"{place.name}{rng.choice(place.towns)}街道办事处"
    lines = _lines(w, rng, place, year)
    w.line(rng.choice(("附件4-2", "附件2", "")) or "附件")
    w.title(f"{office}{year}年项目支出绩效报告（自评）")
    w.identity.update(organisation=office, fiscal_year=year)
    w.heading(1, "项目基本情况")
    w.heading(2, "项目基本情况简介")
    w.paragraph()
    w.say(
        f"{office}下辖{rng.randint(6, 14)}个社区，{year}年围绕市容环境、民生服务和基层治理安排项目支出，项目均经区级财政评审并纳入项目库管理。"
    )
    w.end()
    w.paragraph()
    _totals(w, lines, year)
    w.end()
    w.heading(2, "绩效目标设定及指标完成情况")
    _list(w, rng, lines)
    chosen = [line.project for line in rng.sample(lines, 3)]
    w.paragraph()
    say.indicators(w, chosen[1])
    w.end()
    w.heading(1, "项目资金使用及管理情况")
    w.paragraph()
    chapters.money_management(w, rng, office, year)
    w.end()
    w.heading(1, "项目组织实施情况")
    w.paragraph()
    chapters.work_management(w, rng, office, year)
    w.end()
    w.heading(1, "项目绩效情况")
    for title, p in zip(("项目的经济性分析", "项目的效率性分析", "项目的有效性分析"), chosen, strict=True):
        w.heading(2, title)
        w.paragraph()
        if title == "项目的经济性分析":
            w.say(
                f"采购类项目通过公开招标控制成本，{year}年共完成采购{rng.randint(5, 12)}批次，{p.name}的支出控制在{{budget}}的预算以内。",
                None,
                budget=w.style.amount(p.budget),
            )
        elif title == "项目的效率性分析":
            say.outputs(w, rng, p.outputs[:1])
            say.change(w, rng, p.change)
        else:
            w.say(
                f"{p.name}实施后，辖区群众反映的问题由年初的{rng.randint(60, 90)}件减少到年末的{rng.randint(20, 50)}件。"
            )
            say.survey(w, p.survey, year)
        w.end()
    w.heading(2, "项目的可持续性分析")
    w.paragraph()
    w.say(f"街道建立设施管护台账，{rng.randint(4, 9)}类设施逐项落实管护责任人，损坏后在48小时内报修。")
    w.end()
    w.heading(1, "存在的问题")
    w.paragraph()
    chapters.problems(w, _different(chosen))
    w.end()
    w.heading(1, "其他需要说明的问题")
    w.heading(2, "后续工作计划")
    w.paragraph()
    chapters.measures(w, _different(chosen))
    w.end()
    w.heading(2, "主要经验做法、改进措施和有关建议")
    w.paragraph()
    chapters.advice(w, rng, office, year)
    w.end()
    chapters.signature(w, rng, office, year)


def _different(chosen: list[Project]) -> list[Project]:
    """The first two, or one where both have the same troubles."""
    return chosen[:2] if chosen[0].kind is not chosen[1].kind else chosen[:1]


def _totals(w: Writer, lines: list[Line], year: int) -> None:
    """Approved projects by group, executed projects by origin, and the rate on the year's whole budget."""
    own = [line.project for line in lines if line.group not in ("追加", "转移")]
    groups = {g: [x.project for x in lines if x.group == g] for g in ("城建类", "民生类", "综合类")}
    approved = sum((p.budget for p in own), Decimal(0))
    w.say(f"{year}年部门预算批复项目")
    at: dict[str, Place] = {"total": w.put(str(len(own)))}
    w.say("个，批复金额")
    amounts: dict[str, Place] = {"total": w.put(w.style.amount(approved))}
    w.say(f"，其中{w.style.colon or '：'}")
    start = w.here
    for i, (group, some) in enumerate(groups.items()):
        w.say(("；" if i else "") + f"{group}项目")
        at[f"part{i}"] = w.put(str(len(some)))
        w.say("个，批复")
        amounts[f"part{i}"] = w.put(w.style.amount(sum((p.budget for p in some), Decimal(0))))
    w.say("。")
    whole = Place(start, w.here)
    w.site(
        "parts",
        {**at, "whole": whole},
        PartsFact(Decimal(len(own)), tuple(Decimal(len(s)) for s in groups.values()), "个"),
    )
    w.site(
        "money-parts",
        {**amounts, "whole": whole},
        PartsFact(approved, tuple(sum((p.budget for p in s), Decimal(0)) for s in groups.values()), "元"),
    )
    added = [x.project for x in lines if x.group == "追加"]
    moved = [x.project for x in lines if x.group == "转移"]
    every = own + added + moved
    spent = sum((p.spent for p in every), Decimal(0))
    base = sum((p.budget for p in every), Decimal(0))
    slots = {"spent": w.style.amount(spent), "rate": say.rate_text(w, spent, base), "base": w.style.amount(base)}
    w.end()
    w.paragraph()
    if not added:
        w.say(
            f"截至{year}年12月31日，执行项目{len(every)}个，批复金额{{base}}，执行金额{{spent}}，执行率{{rate}}。",
            {"rate": RateFact("execution", spent, base)}, **slots,
        )  # fmt: skip
        return
    extra = "年中追加{extra0}" + ("、上级转移支付{extra1}" if moved else "")
    extras = {"extra0": w.style.amount(sum((p.budget for p in added), Decimal(0)))}
    if moved:
        extras["extra1"] = w.style.amount(sum((p.budget for p in moved), Decimal(0)))
    first = w.here
    w.say(
        f"截至{year}年12月31日，全年预算{{base}}（含{extra}），执行项目{{count}}个，执行金额{{spent}}，执行率{{rate}}，其中{w.style.colon or '：'}",
        {"rate": RateFact("execution", spent, base), "wide-rate": WideFact(spent, approved)},
        count=str(len(every)), **slots, **extras,
    )  # fmt: skip
    at, amounts = {}, {}
    begin = w.here
    parts = [("年初批复项目", own), ("年中追加项目", added)] + ([("上级转移支付项目", moved)] if moved else [])
    for i, (name, some) in enumerate(parts):
        w.say(("；" if i else "") + f"{name}执行")
        at[f"part{i}"] = w.put(str(len(some)))
        w.say("个，执行金额")
        amounts[f"part{i}"] = w.put(w.style.amount(sum((p.spent for p in some), Decimal(0))))
    w.say("。")
    whole = Place(begin, w.here)
    w.site(
        "parts", {**at, "whole": whole}, PartsFact(Decimal(len(every)), tuple(Decimal(len(s)) for _, s in parts), "个")
    )
    w.site(
        "money-parts",
        {**amounts, "whole": whole},
        PartsFact(spent, tuple(sum((p.spent for p in s), Decimal(0)) for _, s in parts), "元"),
    )
    w.site("totals", {"whole": Place(first, w.here)})


def _list(w: Writer, rng: Random, lines: list[Line]) -> None:
    declared = rng.random() < 0.6
    w.paragraph()
    if declared:
        w.say("以下{count}个项目的资金执行情况如下：", {"declared": len(lines)}, count=str(len(lines)))
    else:
        w.say("各项目的年度目标和资金执行情况如下：")
    w.put("\n")
    mark = rng.choice(("1.", "1、", "（1）"))
    halves = rng.random() < 0.3  # the saving rate beside the execution rate
    for i, line in enumerate(lines):
        start = w.here
        p = line.project
        w.put(w.style.indent + w.style.shaped(mark.replace("1", str(i + 1))))
        text = say.rate_text(w, p.spent, p.budget)
        opening = {"追加": "为年中追加项目，追加预算{base}", "转移": "为上级转移支付项目，下达资金{base}"}.get(
            line.group, rng.choice(("年初预算{base}", "年初预算为{base}", "预算{base}"))
        )
        spent = rng.choice(("实际执行{spent}", "支出{spent}", "实际支出{spent}"))
        slots = {"base": w.style.amount(p.budget), "spent": w.style.amount(p.spent), "rate": text}
        sites: dict[str, object] = {"line-rate": RateFact("execution", p.spent, p.budget, p)}
        if line.group in ("城建类", "民生类", "综合类") and halves and p.spent != p.budget and rng.random() < 0.5:
            decimals = len(text.rstrip("%％").partition(".")[2])
            slots["saving"] = w.style.percent(100 - say.printed_rate(text), decimals)
            w.say(
                f"{p.name}{opening}，{spent}，执行率{{rate}}，结余率{{saving}}",
                {**sites, "saving": RateFact("saving", p.left, p.budget, p)},
                **slots,
            )
        else:
            w.say(f"{p.name}{opening}，{spent}，执行率{{rate}}", sites, **slots)
        w.states(p, spent=p.spent, execution=say.printed_rate(text))
        if line.group not in ("追加",):
            w.states(p, budget=p.budget)
        if p.spent < p.budget * Decimal("0.9"):
            w.say("，其余资金待考核合格后支付")
        tail = w.here
        w.say(f"，主要用于{line.use}")
        w.site("use", {"whole": Place(tail, w.here)})
        w.say("。")
        w.scope(p, start)
        w.site("line", {"whole": Place(start, w.here)}, p)
        w.put("\n")
