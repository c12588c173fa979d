"""项目支出绩效评价报告 after the outline of 2020: 决策 过程 产出 效益, points that add up, a grade of the national bands."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from proof.generator import chapters
from proof.generator import sentences as say
from proof.generator.facts import District, Project, grade, half_up
from proof.generator.sentences import PartsFact
from proof.generator.types.execution_note import about
from proof.generator.types.self_report import plain, target
from proof.generator.world import projects
from proof.generator.writer import Place, Writer

TYPE = "项目支出绩效评价报告"
WEIGHT = 3
_WEIGHTS = ((15, 20, 35, 30), (15, 25, 35, 25), (20, 20, 30, 30))
_LEVELS = ("决策", "过程", "产出", "效益")


def write(w: Writer, rng: Random, place: District, year: int) -> None:
    big = w.style.unit == "亿元"
    p = projects(rng, place, year, 1, low=8000 if big else 80, high=60000 if big else 9000, grain=w.style.grain)[0]
    w.title(rng.choice((f"{place.name}{p.name}支出绩效评价报告", f"{place.name}{year}年度{p.name}绩效评价报告")))
    w.line(f"（{year}年度）")
    w.line()
    w.identity.update(fiscal_year=year, region=place.name)
    start = w.here
    weights = rng.choice(_WEIGHTS)
    w.heading(1, "基本情况")
    w.heading(2, "项目概况")
    w.heading(3, "项目背景、主要内容及实施情况")
    w.paragraph()
    about(w, rng, p)
    w.end()
    w.heading(3, "资金投入和使用情况")
    w.paragraph()
    say.base_of(w, p)
    say.receipts(w, rng, p)
    say.used(w, rng, p)
    w.end()
    w.heading(2, "项目绩效目标")
    w.paragraph()
    target(w, p)
    w.end()
    _work(w, rng, p, weights)
    _conclusion(w, rng, p, weights)
    _analysis(w, rng, p)
    w.heading(1, "主要经验及做法、存在的问题及原因分析")
    w.heading(2, "主要经验及做法")
    w.paragraph()
    chapters.lessons(w, rng, p.unit, year)
    w.end()
    w.heading(2, "存在的问题及原因分析")
    w.paragraph()
    chapters.problems(w, [p])
    w.say("原因是前期核查不够细致，实施单位与相关单位会商的时间偏晚。")
    w.end()
    w.heading(1, "有关建议")
    w.paragraph()
    chapters.measures(w, [p])
    w.end()
    if rng.random() < 0.6:
        w.heading(1, "其他需要说明的问题")
        w.paragraph()
        w.say(f"本次评价所用财务数据来源于{p.unit}会计账和国库支付系统。")
        w.end()
    w.scope(p, start)


def _work(w: Writer, rng: Random, p: Project, weights: tuple[int, ...]) -> None:
    w.heading(1, "绩效评价工作开展情况")
    w.heading(2, "绩效评价目的、对象和范围")
    w.paragraph()
    w.say(
        f"评价以{p.year}年度项目资金为对象，通过核查决策、管理和产出资料，衡量资金使用效果。评价范围覆盖全部项目资金和{rng.randint(3, 8)}个实施点位。"
    )
    w.end()
    w.heading(2, "绩效评价原则、指标体系、方法和标准")
    w.paragraph()
    w.say(
        "评价依据《项目支出绩效评价管理办法》（财预〔2020〕10号），指标体系设置决策、过程、产出、效益四个一级指标，权重依次为"
    )
    at: dict[str, Place] = {}
    for i, value in enumerate(weights):
        w.say("、" if i else "")
        at[f"part{i}"] = w.put(str(value))
        w.say("分")
    w.site("weights", {**at, "whole": Place(at["part0"].start, w.here)}, weights)
    w.say("，采用比较法、因素分析法和公众评判法，评价标准为计划标准和行业标准。")
    w.end()
    w.heading(2, "绩效评价工作过程")
    w.paragraph()
    w.say(
        f"评价组于{p.year + 1}年4月进场，先后完成资料核查、{rng.randint(3, 8)}处现场勘查和{rng.randint(2, 5)}次座谈，5月形成初稿并征求项目单位意见，6月定稿。"
    )
    w.end()


def _conclusion(w: Writer, rng: Random, p: Project, weights: tuple[int, ...]) -> None:
    scores = [half_up(Decimal(x) * rng.randint(760, 985) / 1000, 2) for x in weights]
    total = sum(scores, Decimal(0))
    w.heading(1, "综合评价情况及评价结论")
    w.paragraph()
    w.say("经综合评价，项目得分{score}分，评价等级为{grade}", {"grade": total}, score=plain(total), grade=grade(total))
    w.say(f"，其中{w.style.colon or '：'}")
    at: dict[str, Place] = {}
    for i, (name, value) in enumerate(zip(_LEVELS, scores, strict=True)):
        w.say(("，" if i else "") + name)
        at[f"part{i}"] = w.put(plain(value))
        w.say("分")
    w.site("score-parts", {**at, "whole": Place(at["part0"].start, w.here)}, PartsFact(total, tuple(scores), "分", 2))
    w.say(f"。总体上，项目立项依据充分，资金落实较好，{p.kind.effect}。")
    w.identity.update(grade=grade(total))
    w.end()


def _analysis(w: Writer, rng: Random, p: Project) -> None:
    w.heading(1, "绩效评价指标分析")
    for name in _LEVELS:
        w.heading(2, f"项目{name}情况")
        w.paragraph()
        if name == "决策":
            w.say(
                f"项目列入年度民生实事清单，{rng.randint(2, 5)}项立项资料完整，绩效目标设置了{rng.randint(8, 14)}个指标，资金按工程量分配，依据清晰。"
            )
        elif name == "过程":
            chapters.money_management(w, rng, p.unit, p.year)
            chapters.work_management(w, rng, p.unit, p.year)
        elif name == "产出":
            say.outputs(w, rng, p.outputs)
            if rng.random() < 0.5:
                say.states(w, rng, p.states)
        else:
            say.change(w, rng, p.change)
            w.say(f"{p.kind.effect}。{p.kind.lasting}。")
            say.survey(w, p.survey, p.year)
        w.end()
