"""专项债券项目绩效自评报告: total investment, bond money of the year, contracts, progress, income that repays."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from proof.generator import chapters
from proof.generator import sentences as say
from proof.generator.facts import District
from proof.generator.sentences import PartsFact, RateFact
from proof.generator.types.execution_note import about
from proof.generator.types.self_report import conclusion, target
from proof.generator.world import SPENT_FULLY, SPENT_MOST, kinds, parts_of, project, share_of
from proof.generator.writer import Place, Writer

TYPE = "项目支出绩效自评报告"
WEIGHT = 2
_KINDS = ("river", "housing", "clinic", "road")


def write(w: Writer, rng: Random, place: District, year: int) -> None:
    kind = rng.choice([k for k in kinds() if k.key in _KINDS])
    town = rng.choice(place.towns)
    name = rng.choice(kind.names).replace("{town}", town + "镇")
    p = project(
        rng, place, year, kind, name, low=4000, high=60000, grain=w.style.grain, adjust=False,
        ways=(SPENT_FULLY, SPENT_MOST, SPENT_MOST),
    )  # fmt: skip
    planned = share_of(p.budget, Decimal(rng.randint(140, 320)), w.style.grain)
    bond = share_of(planned, Decimal(rng.randint(40, 70)), w.style.grain)
    w.title(f"{p.unit}{year}年{name}专项债券项目资金绩效自评报告")
    w.identity.update(fiscal_year=year)
    start = w.here
    w.heading(1, "项目基本情况")
    w.heading(2, "项目概况")
    w.paragraph()
    about(w, rng, p)
    w.say(
        "项目总投资{planned}，其中{colon}",
        None,
        planned=w.style.amount(planned),
        colon=w.style.shaped(w.style.colon or "："),
    )
    at: dict[str, Place] = {}
    for i, (words, amount) in enumerate((("拟发行专项债券", bond), ("财政预算资金", planned - bond))):
        w.say(("，" if i else "") + words)
        at[f"part{i}"] = w.put(w.style.amount(amount))
    w.site(
        "money-parts",
        {**at, "whole": Place(at["part0"].start, w.here)},
        PartsFact(planned, (bond, planned - bond), "元", free=False),
    )
    w.say("。")
    w.end()
    w.heading(2, "项目绩效目标")
    w.paragraph()
    target(w, p)
    w.end()
    w.heading(1, "项目资金使用及管理情况")
    w.heading(2, "专项债券资金到位情况")
    w.paragraph()
    w.say(
        f"{year}年发行专项债券到位资金{{total}}，期限{rng.choice((10, 15, 20))}年", None, total=w.style.amount(p.budget)
    )
    w.states(p, arrived=p.budget)
    if rng.random() < 0.6:
        values = parts_of(rng, p.budget, 2, w.style.grain)
        w.say(f"，其中{w.style.colon}")
        at = {}
        for i, value in enumerate(values):
            w.say(("，" if i else "") + "第" + "一二"[i] + "批")
            at[f"part{i}"] = w.put(w.style.amount(value))
        w.site(
            "money-parts", {**at, "whole": Place(at["part0"].start, w.here)}, PartsFact(p.budget, tuple(values), "元")
        )
    w.say("。")
    w.end()
    w.heading(2, "资金使用情况")
    w.paragraph()
    text = say.rate_text(w, p.spent, p.budget)
    w.say(
        f"截至{year}年12月31日，专项债券资金支出{{spent}}，占到位资金的{{rate}}",
        {"rate": RateFact("execution", p.spent, p.budget, p)},
        spent=w.style.amount(p.spent),
        rate=text,
    )
    w.states(p, spent=p.spent)
    if p.spent < p.budget * Decimal("0.95"):
        say.unspent(w, rng, p)
    w.say("。")
    w.end()
    w.heading(2, "资金管理情况")
    w.paragraph()
    chapters.money_management(w, rng, p.unit, year)
    w.end()
    w.heading(1, "项目组织实施情况")
    w.paragraph()
    chapters.work_management(w, rng, p.unit, year)
    w.end()
    w.heading(1, "项目绩效情况")
    w.heading(2, "产出情况")
    w.paragraph()
    say.outputs(w, rng, p.outputs)
    say.states(w, rng, p.states)
    w.end()
    w.heading(2, "效益情况")
    w.paragraph()
    say.change(w, rng, p.change)
    w.say(f"{kind.effect}。{kind.lasting}。")
    w.end()
    w.heading(2, "偿债能力情况")
    w.paragraph()
    due = share_of(p.budget, Decimal(3), w.style.grain)
    income = share_of(due, Decimal(rng.randint(115, 160)), w.style.grain)
    w.say(
        "全年项目收入{income}，应付债券利息{due}，收入覆盖利息，已于12月按期足额付息。",
        None,
        income=w.style.amount(income),
        due=w.style.amount(due),
    )
    w.end()
    w.heading(2, "满意度情况")
    w.paragraph()
    say.survey(w, p.survey, year)
    w.end()
    conclusion(w, rng, p)
    w.heading(1, "存在的问题及改进措施")
    w.heading(2, "存在的问题")
    w.paragraph()
    chapters.problems(w, [p])
    w.end()
    w.heading(2, "改进措施")
    w.paragraph()
    chapters.measures(w, [p])
    w.end()
    chapters.signature(w, rng, p.unit, year)
    w.scope(p, start)
