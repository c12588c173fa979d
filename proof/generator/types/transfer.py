"""转移支付绩效自评报告: what was released and passed on, what was done with it, indicator by indicator."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from proof.generator import chapters
from proof.generator import sentences as say
from proof.generator.facts import District, Project, half_up
from proof.generator.sentences import PartsFact, RateFact
from proof.generator.types.self_report import plain
from proof.generator.world import SPENT_FULLY, SPENT_MOST, kinds, parts_of, project
from proof.generator.writer import Place, Writer

TYPE = "转移支付绩效自评报告"
WEIGHT = 3

_FUNDS = {
    "水务": "中央水利发展资金",
    "住建": "中央保障性安居工程补助资金",
    "教育": "中央义务教育补助资金",
    "卫健": "中央基本公共卫生服务补助资金",
    "民政": "中央困难群众救助补助资金",
    "农业": "中央农业生产发展资金",
    "交通": "中央车辆购置税补助资金",
    "文旅": "中央公共文化服务补助资金",
    "应急": "中央自然灾害防治补助资金",
    "城管": "中央城市管网补助资金",
}


def write(w: Writer, rng: Random, place: District, year: int) -> None:
    kind = rng.choice(kinds())
    big = w.style.unit == "亿元"
    fund = _FUNDS[kind.sector]
    p = project(
        rng, place, year, kind, fund, low=8000 if big else 60, high=60000 if big else 6000, grain=w.style.grain,
        adjust=False, ways=(SPENT_FULLY, SPENT_MOST, SPENT_MOST),
    )  # fmt: skip
    w.title(f"{place.name}{year}年度{fund}转移支付绩效自评报告")
    w.identity.update(region=place.name, fiscal_year=year)
    start = w.here
    if rng.random() < 0.5:
        score = half_up(p.spent / p.budget * 10, 2) + Decimal(rng.randint(7400, 8900)) / 100
        w.paragraph()
        w.say(
            f"按照转移支付绩效管理的工作安排，{p.office}对{year}年度{fund}开展了自评，自评得分为{{score}}分。现将有关情况报告如下：",
            {"score": score},
            score=plain(score),
        )
        w.identity.update(self_score=score)
        w.end()
    _released(w, rng, place, p)
    _done(w, rng, p)
    w.heading(1, "偏离绩效目标的原因和下一步改进措施")
    w.heading(2, "偏离绩效目标的原因")
    w.paragraph()
    chapters.problems(w, [p])
    w.end()
    w.heading(2, "下一步改进措施")
    w.paragraph()
    chapters.measures(w, [p])
    w.end()
    w.heading(1, "绩效自评结果拟应用和公开情况")
    w.paragraph()
    w.say(
        f"自评结果作为{year + 1}年资金分配的参考，对执行进度慢的镇相应调减额度。自评报告按规定于{year + 1}年{rng.randint(5, 8)}月在{place.name}人民政府门户网站公开。"
    )
    w.end()
    if rng.random() < 0.5:
        w.heading(1, "其他需要说明的问题")
        w.paragraph()
        w.say("无。")
        w.end()
    chapters.signature(w, rng, p.office, year)
    w.scope(p, start)


def _released(w: Writer, rng: Random, place: District, p: Project) -> None:
    number = f"{place.province[0]}财{rng.choice('农社建教资')}〔{p.year}〕{rng.randint(2, 96)}号"
    w.heading(1, "绩效目标分解下达情况")
    w.heading(2, "资金下达情况")
    w.paragraph()
    listed = len(p.kind.content) > 2 and rng.random() < 0.7
    w.say(f"{p.year}年共下达{place.name}{p.name}{{total}}", None, total=w.style.amount(p.budget))
    if listed:
        names = rng.sample(list(p.kind.content), rng.randint(3, len(p.kind.content)))
        amounts = parts_of(rng, p.budget, len(names), w.style.grain)
        at: dict[str, Place] = {}
        w.say(f"，其中{w.style.colon}")
        for i, (name, amount) in enumerate(zip(names, amounts, strict=True)):
            w.say((w.style.joint if i else "") + name)
            at[f"part{i}"] = w.put(w.style.amount(amount))
        w.site(
            "money-parts", {**at, "whole": Place(at["part0"].start, w.here)}, PartsFact(p.budget, tuple(amounts), "元")
        )
    w.say("。")
    w.states(p, budget=p.budget)
    if rng.random() < 0.7:
        w.say(
            f"根据{number}文件，下达资金{{first}}，于{p.year}年{rng.randint(2, 4)}月拨付。",
            None,
            first=w.style.amount(p.budget),
        )
        w.end()
        w.heading(2, "绩效目标分解情况")
        w.paragraph()
        w.say(
            f"{number}文件下达资金{{second}}的绩效目标，由{p.office}会同{place.name}财政局随资金同步分解到{rng.randint(4, 12)}个镇，各镇的目标之和与{'区' if place.level == '区' else '县'}级目标一致。",
            {"restated": p},
            second=w.style.amount(p.budget),
        )
    else:
        w.end()
        w.heading(2, "绩效目标分解情况")
        w.paragraph()
        w.say(
            f"绩效目标由{p.office}会同{place.name}财政局随资金同步分解到{rng.randint(4, 12)}个镇，各镇的目标之和与{'区' if place.level == '区' else '县'}级目标一致。"
        )
    w.end()


def _done(w: Writer, rng: Random, p: Project) -> None:
    w.heading(1, "绩效目标完成情况分析")
    w.heading(2, "资金投入情况分析")
    w.heading(3, "项目资金到位情况分析")
    w.paragraph()
    text = say.rate_text(w, p.arrived, p.budget)
    w.say(
        f"截至{p.year}年12月31日，到位资金{{top}}，资金到位率{{rate}}。",
        {"arrival": RateFact("arrival", p.arrived, p.budget, p)},
        top=w.style.amount(p.arrived),
        rate=text,
    )
    w.states(p, arrived=p.arrived, arrival=say.printed_rate(text))
    w.end()
    w.heading(3, "项目资金执行情况分析")
    w.paragraph()
    if rng.random() < 0.5:
        w.say("全年实际支出{spent}", {"spent-bare": p}, spent=w.style.amount(p.spent))
        w.states(p, spent=p.spent)
    else:
        text = say.rate_text(w, p.spent, p.budget)
        w.say(
            "全年实际支出{spent}，预算执行率{rate}",
            {"rate": RateFact("execution", p.spent, p.budget, p)},
            spent=w.style.amount(p.spent),
            rate=text,
        )
        w.states(p, spent=p.spent, execution=say.printed_rate(text))
    if p.spent < p.budget * Decimal("0.95"):
        say.unspent(w, rng, p)
    w.say("。资金通过国库集中支付系统直接支付到收款人账户。")
    w.end()
    w.heading(3, "项目资金管理情况分析")
    w.paragraph()
    chapters.money_management(w, rng, p.office, p.year)
    w.end()
    w.heading(2, "总体绩效目标完成情况分析")
    w.paragraph()
    say.change(w, rng, p.change)
    w.say(f"{p.kind.effect}。")
    w.end()
    w.heading(2, "绩效指标完成情况分析")
    w.heading(3, "产出指标完成情况分析")
    w.paragraph()
    w.put(w.style.shaped("（1）"))
    w.say("数量指标。")
    say.outputs(w, rng, p.outputs)
    w.end()
    w.paragraph()
    w.put(w.style.shaped("（2）"))
    w.say(f"质量指标。{p.kind.quality}为{{rate}}。", None, rate=w.style.percent(Decimal(rng.choice((98, 99, 100))), 0))
    w.end()
    w.paragraph()
    w.put(w.style.shaped("（3）"))
    w.say(f"时效指标。{p.kind.timely}为{{rate}}。", None, rate=w.style.percent(Decimal(rng.choice((97, 98, 100))), 0))
    w.end()
    w.heading(3, "效益指标完成情况分析")
    w.paragraph()
    w.say(
        f"社会效益方面，{p.kind.lasting}，{p.kind.sustain}为{{rate}}。",
        None,
        rate=w.style.percent(Decimal(rng.choice((96, 98))), 0),
    )
    w.end()
    w.heading(3, "满意度指标完成情况分析")
    w.paragraph()
    say.survey(w, p.survey, p.year)
    w.end()
