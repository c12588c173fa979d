"""部门整体支出绩效自评报告: staff, basic and project spending, a table of the projects, results, score."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from proof.generator import chapters
from proof.generator import sentences as say
from proof.generator.facts import District, Kind, Project, grade, half_up
from proof.generator.sentences import ColumnFact, PartsFact, RateFact
from proof.generator.types.self_form import _Rows
from proof.generator.types.self_report import plain
from proof.generator.world import kinds, parts_of, project, share_of
from proof.generator.writer import Place, Writer

TYPE = "部门整体支出绩效自评报告"
WEIGHT = 3


def write(w: Writer, rng: Random, place: District, year: int) -> None:
    if w.style.unit == "亿元":
        w.style = replace(w.style, unit="万元", decimals=2, grain=Decimal(100))
    kind = rng.choice(kinds())
    office = place.offices[kind.sector]
    many = _projects(w, rng, place, year, kind)
    w.title(rng.choice((f"{office}{year}年度部门整体支出绩效自评报告", f"{year}年度{office}部门整体支出绩效自评报告")))
    w.identity.update(organisation=office, fiscal_year=year)
    w.heading(1, "部门概况")
    w.heading(2, "部门职能和机构设置")
    w.paragraph()
    w.say(
        f"{office}内设科室{rng.randint(5, 9)}个，下属事业单位{rng.randint(2, 5)}个，主要职责是{kind.purpose}，组织实施{'、'.join(kind.content)}等工作。"
    )
    w.end()
    w.heading(2, "人员情况")
    w.paragraph()
    _staff(w, rng, year)
    w.end()
    w.heading(1, "部门整体支出情况")
    _spending(w, rng, many, year)
    w.heading(1, "部门整体支出绩效情况")
    w.heading(2, "履职完成情况")
    w.paragraph()
    say.outputs(w, rng, many[0].outputs)
    say.states(w, rng, many[0].states)
    w.end()
    w.paragraph()
    say.indicators(w, many[0])
    w.end()
    w.heading(2, "履职效果情况")
    w.paragraph()
    say.change(w, rng, many[0].change)
    w.say(f"{kind.effect}。{kind.lasting}。")
    w.end()
    w.heading(2, "满意度情况")
    w.paragraph()
    say.survey(w, many[0].survey, year)
    w.end()
    w.heading(1, "部门整体支出自评结论")
    w.paragraph()
    score = _points(many) + Decimal(rng.randint(7300, 8850)) / 100
    w.say("对照部门整体支出绩效指标体系，从预算配置、预算执行、履职产出、履职效果四个方面逐项打分，")
    w.say(
        f"{year}年度部门整体支出绩效自评得分{{score}}分，自评等级为{{grade}}。",
        {"score": score, "grade": score},
        score=plain(score),
        grade=grade(score),
    )
    w.identity.update(self_score=score, grade=grade(score))
    w.end()
    w.heading(1, "存在的问题及原因分析")
    w.paragraph()
    chapters.problems(w, many[:1])
    w.say("原因是年初对前期工作的用时估计不足，任务分解没有逐项约定完成时间。")
    w.end()
    w.heading(1, "改进措施")
    w.paragraph()
    chapters.measures(w, many[:1])
    w.end()
    chapters.signature(w, rng, office, year)


def _points(many: list[Project]) -> Decimal:
    """The ten points of the budget's execution, as far as it was executed."""
    spent, budget = (sum((getattr(p, key) for p in many), Decimal(0)) for key in ("spent", "budget"))
    return half_up(spent / budget * 10, 2)


def _projects(w: Writer, rng: Random, place: District, year: int, kind: Kind) -> list[Project]:
    towns = rng.sample(place.towns, rng.randint(4, 9))
    return [
        project(
            rng, place, year, kind, rng.choice(kind.names).replace("{town}", town + "镇"),
            low=20, high=1500, grain=w.style.grain, adjust=False,
        )
        for town in towns
    ]  # fmt: skip


def _staff(w: Writer, rng: Random, year: int) -> None:
    total = rng.randint(60, 240)
    names = rng.choice((("行政人员", "事业人员", "工勤人员"), ("行政人员", "参公人员", "事业人员", "工勤人员")))
    values = parts_of(rng, Decimal(total), len(names), Decimal(1))
    w.say(
        f"截至{year}年12月31日，全局编制{total + rng.randint(2, 12)}名，实有在职人员{{total}}人，其中{w.style.colon}",
        None,
        total=str(total),
    )
    at: dict[str, Place] = {}
    for i, (name, value) in enumerate(zip(names, values, strict=True)):
        w.say((w.style.item if i else "") + name)
        at[f"part{i}"] = w.put(str(value))
        w.say("人")
    w.site("parts", {**at, "whole": Place(at["part0"].start, w.here)}, PartsFact(Decimal(total), tuple(values), "人"))
    w.say("。")


def _spending(w: Writer, rng: Random, many: list[Project], year: int) -> None:
    projects = sum((p.budget for p in many), Decimal(0))
    spent = sum((p.spent for p in many), Decimal(0))
    basic = share_of(projects, Decimal(rng.randint(40, 130)), w.style.grain)
    basic_spent = share_of(basic, Decimal(rng.randint(9300, 9990)) / 100, w.style.grain)
    w.heading(2, "预算收支总体情况")
    w.paragraph()
    w.say("{year}年部门整体支出预算{total}", None, year=str(year), total=w.style.amount(projects + basic))
    w.say(f"，其中{w.style.colon}")
    at: dict[str, Place] = {}
    w.say("基本支出")
    at["part0"] = w.put(w.style.amount(basic))
    w.say("，项目支出")
    at["part1"] = w.put(w.style.amount(projects))
    w.site(
        "money-parts",
        {**at, "whole": Place(at["part0"].start, w.here)},
        PartsFact(projects + basic, (basic, projects), "元", free=False),
    )
    w.say(
        "。全年实际支出{spent}，整体支出执行率{rate}。",
        {"rate": RateFact("execution", spent + basic_spent, projects + basic)},
        spent=w.style.amount(spent + basic_spent),
        rate=say.rate_text(w, spent + basic_spent, projects + basic),
    )
    w.end()
    w.heading(2, "基本支出情况")
    w.paragraph()
    w.say(
        "基本支出预算{base}，实际支出{spent}，执行率{rate}，用于人员工资福利、公用经费以及对个人和家庭的补助。",
        {"rate": RateFact("execution", basic_spent, basic)},
        base=w.style.amount(basic),
        spent=w.style.amount(basic_spent),
        rate=say.rate_text(w, basic_spent, basic),
    )
    w.end()
    w.heading(2, "项目支出情况")
    w.paragraph()
    w.say(
        "项目支出预算合计{base}，实际支出合计{spent}，项目支出执行率{rate}。",
        {"rate": RateFact("execution", spent, projects)},
        base=w.style.amount(projects),
        spent=w.style.amount(spent),
        rate=say.rate_text(w, spent, projects),
    )
    low = [p for p in many if p.spent < p.budget * Decimal("0.8")]
    if low:
        w.say(f"{'、'.join(p.name for p in low)}执行率偏低，主要是{low[0].kind.unspent}。")
    w.say(f"{year}年本部门实施的{{count}}个项目明细如下：", {"declared": len(many)}, count=str(len(many)))
    w.put("\n\n")
    _table(w, rng, many)
    w.put("\n")
    chapters.money_management(w, rng, many[0].office, year)
    w.end()


def _table(w: Writer, rng: Random, many: list[Project]) -> None:
    """The list of projects; with a rate in each row or without."""
    rated = rng.random() < 0.6
    numbered = rng.random() < 0.7
    unit = "万元" if w.style.unit == "亿元" else w.style.unit
    row = _Rows(w, " | ", rng.random() < 0.6)
    head = (
        (["序号"] if numbered else [])
        + ["项目名称", f"预算数（{unit}）", f"支出数（{unit}）"]
        + (["执行率"] if rated else [])
    )
    row(*head)
    shift = int(numbered)
    columns: list[dict[str, Place]] = [{}, {}]
    first = w.here
    for i, p in enumerate(many):
        start = w.here
        cells = [str(i + 1)] * numbered + [
            p.name,
            w.style.amount(p.budget, bare=True),
            w.style.amount(p.spent, bare=True),
        ]
        text = w.style.percent(p.spent / p.budget * 100, 2)
        places = row(*cells, *([text] if rated else []))
        columns[0][f"part{i}"], columns[1][f"part{i}"] = places[1 + shift], places[2 + shift]
        w.states(p, budget=p.budget, spent=p.spent)
        if rated:
            w.states(p, execution=say.printed_rate(text))
            w.site(
                "row-rate",
                {
                    "base": places[1 + shift],
                    "spent": places[2 + shift],
                    "rate": places[3 + shift],
                    "whole": Place(start, w.here),
                },
                RateFact("execution", p.spent, p.budget, p),
            )
        w.scope(p, start)
        w.site(
            "row",
            {
                "whole": Place(start, w.here),
                "spent": places[2 + shift],
                "base": places[1 + shift],
                "name": places[shift],
            },
            p,
        )
    total = [sum((p.budget for p in many), Decimal(0)), sum((p.spent for p in many), Decimal(0))]
    cells = ["合计"] + [""] * numbered + [w.style.amount(v, bare=True) for v in total]
    places = row(*cells, *([w.style.percent(total[1] / total[0] * 100, 2)] if rated else []))
    for k in range(2):
        columns[k]["total"] = places[1 + shift + k]
        values = tuple(p.spent if k else p.budget for p in many)
        w.site("column", {**columns[k], "whole": Place(first, w.here)}, ColumnFact(total[k], values, k, rated))
