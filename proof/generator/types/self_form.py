"""项目支出绩效自评表: the form as text with a line a row, cells between bars or tabs; one or two forms, a note below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from proof.generator.facts import District, Form, Indicator
from proof.generator.sentences import ColumnFact
from proof.generator.world import form, projects
from proof.generator.writer import Place, Writer

TYPE = "项目支出绩效自评表"
WEIGHT = 4


def write(w: Writer, rng: Random, place: District, year: int) -> None:
    if w.style.unit != "万元":
        w.style = replace(w.style, unit="万元", decimals=2, grain=Decimal(100))
    w.style = replace(w.style, full_digits=False, narrow_commas=False, wrap=None, strip=False, rate_decimals=2)
    count = rng.choice((1, 1, 2))
    many = projects(rng, place, year, count, low=30, high=3000, grain=w.style.grain)
    for p in many:
        made = form(rng, p)
        start = w.here
        if rng.random() < 0.5:
            w.line(rng.choice(("附件2", "附件1")))
            w.line()
        w.site("title", {"whole": w.put("项目支出绩效自评表")})
        w.line()
        w.line(f"（{year}年度）")
        w.line()
        table(w, rng, made)
        w.line()
        note(w, rng, made)
        w.line()
        w.scope(p, start)
    w.identity.update(fiscal_year=year)
    if count == 1:
        w.identity.update(organisation=many[0].unit, self_score=made.total)


class _Rows:
    """Rows of cells with the place of each."""

    def __init__(self, w: Writer, bar: str, closed: bool) -> None:
        self.w, self.bar, self.closed = w, bar, closed

    def __call__(self, *cells: str) -> list[Place]:
        places = []
        for i, cell in enumerate(cells):
            if i:
                self.w.put(self.bar)
            places.append(self.w.put(cell))
        if self.closed:
            self.w.put(self.bar.rstrip(" "))
        self.w.put("\n")
        return places


def table(w: Writer, rng: Random, made: Form) -> None:
    p = made.project
    row = _Rows(w, rng.choice((" | ", " | ", "|")), rng.random() < 0.6)
    repeat = rng.random() < 0.3  # a merged cell is printed again in each of its rows
    unit = "万元"
    row("项目名称", p.name, "", "", "", "", "")
    row("主管部门", p.office, "", "", "实施单位", p.unit, "")
    label = f"项目资金（{unit}）"
    row(label, "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    amounts = [[w.style.amount(v, bare=True) for v in r[1:]] for r in made.rows]
    rated = rng.random() < 0.5  # whether the rows of the sources have rates
    total_at: dict[str, Place] = {}
    columns: list[dict[str, Place]] = [{}, {}, {}]
    for i, (name, *values) in enumerate(made.rows):
        had, spent = values[1], values[2]
        rate = (
            w.style.percent(made.rate, 2)
            if not i
            else (w.style.percent(spent / had * 100, 2) if rated and had else "/")
        )
        score = plain(made.rate_score, 2) if not i else "/"
        cells = row(label if repeat else "", name, *amounts[i], "10" if not i else "/", rate, score)
        for k in range(3):
            columns[k]["total" if not i else f"part{i - 1}"] = cells[2 + k]
        if not i:
            total_at = {
                "rate": cells[6],
                "score": cells[7],
                "base": cells[3],
                "spent": cells[4],
                "whole": Place(cells[1].start, cells[7].end),
            }
    whole = Place(columns[0]["total"].start, columns[2]["part2"].end)
    for k, column in enumerate(columns):
        w.site(
            "column",
            {**column, "whole": whole},
            ColumnFact(made.amounts[0][k], tuple(r[k] for r in made.amounts[1:]), k, rated),
        )
    w.site("form-total", total_at, made)
    w.states(p, budget=p.budget, adjusted=p.adjusted, spent=p.spent, execution=made.rate)
    row("年度总体目标", "预期目标", "", "", "", "实际完成情况", "", "")
    wanted = "，".join(f"{o.verb}{o.what}{o.target}{o.unit}" for o in p.outputs)
    done = "，".join(f"{o.verb}{o.what}{o.done}{o.unit}" for o in p.outputs)
    row(
        "年度总体目标" if repeat else "",
        f"为{p.kind.purpose}，{wanted}。",
        "",
        "",
        "",
        f"全年{done}，{p.kind.effect}。",
        "",
        "",
    )
    row("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    last1 = last2 = ""
    for entry in made.indicators:
        first = entry.level1 if repeat or entry.level1 != last1 else ""
        second = entry.level2 if repeat or entry.level2 != last2 or first else ""
        last1, last2 = entry.level1, entry.level2
        cells = row(
            first,
            second,
            entry.name,
            entry.sign + value(w, entry, entry.target),
            value(w, entry, entry.actual),
            plain(entry.weight, 0),
            plain(entry.score, 2),
            entry.reason,
        )
        keys = ("level1", "level2", "name", "target", "actual", "weight", "score", "reason")
        w.site(
            "indicator", {**dict(zip(keys, cells, strict=True)), "whole": Place(cells[2].start, cells[7].end)}, entry
        )
    cells = row("总分", "", "", "", "", "100", plain(made.total, 2), "")
    w.site("form-score", {"score": cells[6], "whole": cells[6]}, made)


def value(w: Writer, i: Indicator, figure: Decimal) -> str:
    decimals = i.decimals if figure != figure.to_integral_value() else 0
    return w.style.number(figure, decimals) + i.unit


def plain(figure: Decimal, decimals: int) -> str:
    text = f"{figure:.{decimals}f}"
    return (
        text.rstrip("0").rstrip(".")
        if "." in text and text.endswith("0") and decimals == 2 and text[-3] == "." and text.endswith(".00")
        else text
    )


def note(w: Writer, rng: Random, made: Form) -> None:
    """What the clerk says under the form: how the figures came about, why something is missing, what is being done."""
    p = made.project
    s = p.survey
    w.paragraph()
    w.say(
        f"自评说明：本表由{p.unit}根据财务账、验收资料和调查结果填报。满意度由{p.unit}于{p.year}年{s.month}月通过{s.way}取得，有效样本{s.sample}{'户' if '入户' in s.way else '份'}，其中表示满意的{s.content}{'户' if '入户' in s.way else '份'}。"
    )
    if p.spent < p.adjusted:
        w.say(f"未执行的{{left}}主要是{p.kind.unspent}。", None, left=w.style.amount(p.left))
    w.end()
    missed: Sequence[Indicator] = [i for i in made.indicators if i.reason != "无"]
    if missed or (made.total < 100 and rng.random() < 0.5):  # full marks and a problem do not go together
        w.paragraph()
        w.say(f"存在的问题：{p.kind.problem}。改进措施：{p.kind.measure.format(next=p.year + 1)}。")
        w.end()
