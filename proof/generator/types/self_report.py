"""项目支出绩效自评报告 of one project: prose chapters, a score with its parts, problems with measures."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from proof.generator import chapters
from proof.generator import sentences as say
from proof.generator.facts import District, Project, grade
from proof.generator.types.execution_note import about
from proof.generator.world import form, projects
from proof.generator.writer import Place, Writer

TYPE = "项目支出绩效自评报告"
WEIGHT = 4


def write(w: Writer, rng: Random, place: District, year: int) -> None:
    big = w.style.unit == "亿元"
    p = projects(rng, place, year, 1, low=8000 if big else 30, high=60000 if big else 6000, grain=w.style.grain)[0]
    w.title(
        rng.choice(
            (
                f"{p.unit}{year}年{p.name}支出绩效自评报告",
                f"{year}年度{p.name}绩效自评报告",
                f"{p.name}绩效自评报告（{year}年度）",
            )
        )
    )
    w.identity.update(fiscal_year=year)
    start = w.here
    w.heading(1, "项目基本情况")
    w.heading(2, "项目概况")
    w.paragraph()
    about(w, rng, p)
    w.end()
    w.heading(2, "项目绩效目标")
    w.paragraph()
    target(w, p)
    w.end()
    money(w, rng, p)
    w.heading(1, "项目组织实施情况")
    w.paragraph()
    chapters.work_management(w, rng, p.unit, year)
    w.end()
    performance(w, rng, p)
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
    if rng.random() < 0.5:
        w.heading(1, "其他需要说明的问题")
        w.paragraph()
        w.say("本项目无其他需要说明的问题。")
        w.end()
    chapters.signature(w, rng, p.unit, year)
    w.scope(p, start)


def target(w: Writer, p: Project) -> None:
    """What was promised, with the figures that the outputs are later held against."""
    listed = "，".join(f"{o.verb}{o.what}{w.style.number(o.target)}{o.unit}" for o in p.outputs)
    w.say(f"年度目标是{listed}，{p.survey.who}满意度达到90%以上。")


def money(w: Writer, rng: Random, p: Project) -> None:
    w.heading(1, "项目资金使用及管理情况")
    if rng.random() < 0.5:
        w.heading(2, "资金到位情况")
        w.paragraph()
        say.base_of(w, p)
        say.receipts(w, rng, p)
        w.end()
        w.heading(2, "资金使用情况")
        w.paragraph()
        say.used(w, rng, p)
        w.end()
    else:
        w.heading(2, "资金安排和使用情况")
        w.paragraph()
        say.spending(w, rng, p)
        if rng.random() < 0.5:
            say.receipts(w, rng, p)
        w.end()
    w.heading(2, "资金管理情况")
    w.paragraph()
    chapters.money_management(w, rng, p.unit, p.year)
    w.end()


def performance(w: Writer, rng: Random, p: Project) -> None:
    w.heading(1, "项目绩效情况")
    w.heading(2, "产出情况")
    numbered = rng.random() < 0.6
    if numbered:
        w.heading(3, "产出数量")
    w.paragraph()
    say.outputs(w, rng, p.outputs)
    if rng.random() < 0.4:
        say.states(w, rng, p.states)
    w.end()
    if numbered:
        w.heading(3, "产出质量和时效")
        w.paragraph()
        w.say(f"经抽查，已验收部分的{p.kind.quality}为{{rate}}。", None, rate=w.style.percent(Decimal(100), 0))
        w.end()
    w.heading(2, "效益情况")
    w.paragraph()
    say.change(w, rng, p.change)
    w.say(f"{p.kind.effect}。{p.kind.lasting}。")
    w.end()
    w.heading(2, "满意度情况")
    w.paragraph()
    say.survey(w, p.survey, p.year)
    w.end()


def conclusion(w: Writer, rng: Random, p: Project) -> None:
    """The score with its parts by first-level indicator, and the grade that it earns."""
    made = form(rng, p)
    level = {
        "产出": sum((i.score for i in made.indicators if i.level1 == "产出指标"), Decimal(0)),
        "效益": sum((i.score for i in made.indicators if i.level1 == "效益指标"), Decimal(0)),
        "满意度": sum((i.score for i in made.indicators if i.level1 == "满意度指标"), Decimal(0)),
    }
    if made.total == 100:  # problems are named below: somewhere points were lost
        level["效益"] -= Decimal(rng.randint(2, 9)) / 2
    total = made.rate_score + sum(level.values())
    w.heading(1, "自评结论")
    w.paragraph()
    whole = rng.random() < 0.6
    w.say("根据项目绩效指标体系逐项评分，项目自评得分为")
    at = {"score": w.put(plain(total))}
    w.say("分")
    if whole:
        w.say(f"，其中{w.style.colon or '：'}")
        start = w.here
        rows = [("预算执行", made.rate_score), *level.items()]
        for i, (name, value) in enumerate(rows):
            w.say(("，" if i else "") + name)
            at[f"part{i}"] = w.put(plain(value))
            w.say("分")
        w.site(
            "score-parts",
            {**at, "whole": Place(start, w.here)},
            say.PartsFact(total, tuple(v for _, v in rows), "分", 2),
        )
    else:
        w.site("score", {**at, "whole": at["score"]}, total)
    w.say("，自评等级为")
    mark = w.put(grade(total))
    w.say("。")
    w.site("grade", {"grade": mark, "score": at["score"], "whole": mark}, total)
    w.identity.update(self_score=total, grade=grade(total))
    w.end()


def plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
