"""Groups of documents of one district that agree: a department's report in two versions, its accounts, the forms of one of
its projects before and after the year, its report of the year before, the report of the unit that does the work, attachments,
another department, two towns. Every amount that two of them state is the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from proof.generator.facts import District, Form, Indicator, Kind, Project
from proof.generator.style import Style, style
from proof.generator.types import self_form
from proof.generator.types.self_report import plain
from proof.generator.world import district, form, kinds, project, share_of
from proof.generator.writer import Writer

REPORT, PUBLISHED, ACCOUNTS, LAST = "自评报告.txt", "自评报告（公开稿）.txt", "部门决算.txt", "上年自评报告.txt"
TARGETS, FORM, LAST_FORM, UNIT = "绩效目标申报表.txt", "绩效自评表.txt", "上年自评表.txt", "实施单位自评报告.txt"
POINTS, ANSWERS, OTHER, TOWNS = (
    "附件1.txt",
    "附件2.txt",
    "另一部门自评报告.txt",
    ("甲镇自评报告.txt", "乙镇自评报告.txt"),
)


@dataclass(frozen=True, slots=True)
class Papers:
    """A group and its truth: texts by file name, in order; ``projects`` of the department, the first of them with its forms."""

    seed: int
    texts: dict[str, str]
    projects: tuple[Project, ...]
    before: tuple[Project, ...]  # the same a year earlier
    form: Form
    earlier: Form
    other: Project  # of the other department
    paragraphs: tuple[str, str]  # of the two towns
    score: Decimal
    style: Style
    office: str


def make(seed: int) -> Papers:
    """The group of a seed."""
    rng = Random(f"wenxiao papers {seed}")
    place, year = district(rng), rng.randint(2021, 2024)
    look = style(rng)
    if look.unit == "亿元":
        look = replace(look, unit="万元", decimals=2, grain=Decimal(100))
    look = replace(
        look, wrap=None, full_digits=False, narrow_commas=False, strip=False, grain=max(look.grain, Decimal(100))
    )
    kind, *others = rng.sample(list(kinds()), 4)
    office = place.offices[kind.sector]
    many = _projects(rng, place, year, kind)
    last = tuple(_a_year_before(rng, p, look) for p in many)
    other = project(rng, place, year, others[0], others[0].names[0].replace("{town}", place.towns[-1] + "镇"), low=40, high=900, grain=look.grain, adjust=False)  # fmt: skip
    now = form(rng, many[0])
    earlier = _earlier(now, last[0])
    score = Decimal(rng.randint(8600, 9780)) / 100
    paragraphs = (_paragraph(others[1], year, 1), _paragraph(others[2], year, 2))
    texts = {
        REPORT: _report(look, office, year, many, score),
        PUBLISHED: _report(look, office, year, many, score, published=True),
        ACCOUNTS: _accounts(look, office, year, many),
        LAST: _report(look, office, year - 1, last, score - 1, cites=False),
        TARGETS: _targets(now, office, year),
        FORM: _form(rng, look, now, year),
        LAST_FORM: _form(rng, look, earlier, year - 1),
        UNIT: _unit(look, many[0], year),
        POINTS: f"附件1\n{office}{year}年度项目绩效评分表\n指标|得分\n数量|10\n质量|9\n",
        ANSWERS: f"附件2\n{office}{year}年度满意度调查问卷\n问题|满意|不满意\n您对项目实施是否满意|□|□\n",
        OTHER: _report(look, other.office, year, (other,), score - 2, cites=False),
    }  # fmt: skip
    for file, town, words, k in zip(TOWNS, place.towns[-3:-1], paragraphs, others[1:], strict=True):
        texts[file] = _town(rng, look, place, town, year, words, k)
    if rng.random() < 0.5:
        texts = dict(rng.sample(list(texts.items()), len(texts)))
    return Papers(seed, texts, many, last, now, earlier, other, paragraphs, score, look, office)


def _projects(rng: Random, place: District, year: int, kind: Kind) -> tuple[Project, ...]:
    towns = rng.sample(place.towns[:-3], rng.randint(4, 6))
    return tuple(
        project(rng, place, year, kind, rng.choice(kind.names).replace("{town}", town + "镇"), low=30, high=1500, grain=Decimal(100), adjust=False)
        for town in towns
    )  # fmt: skip


def _a_year_before(rng: Random, p: Project, look: Style) -> Project:
    budget = share_of(p.budget, Decimal(rng.randint(82, 97)), look.grain)
    return replace(p, year=p.year - 1, budget=budget, spent=share_of(budget, Decimal(rng.randint(86, 99)), look.grain))


def _earlier(now: Form, before: Project) -> Form:
    """Last year's form: what was reached then is not above what is wanted now."""

    def row(i: Indicator) -> Indicator:
        if i.sign != "≥":
            return i
        grain = Decimal(1).scaleb(-i.decimals)
        return replace(i, target=(i.target * Decimal("0.9")).quantize(grain), actual=(i.target * Decimal("0.95")).quantize(grain), score=i.weight, reason="无")  # fmt: skip

    nothing = Decimal(0)
    rows = (
        ("年度资金总额", before.budget, before.budget, before.spent),
        ("其中：本年财政拨款", before.budget, before.budget, before.spent),
        ("上年结转资金", nothing, nothing, nothing),
        ("其他资金", nothing, nothing, nothing),
    )
    rate = (before.spent / before.budget * 100).quantize(Decimal("0.01"))
    return Form(before, rows, rate, (rate / 10).quantize(Decimal("0.01")), tuple(map(row, now.indicators)))


def line(look: Style, n: int, p: Project) -> str:
    """A project of a list."""
    return f"{n}、{p.name}年初预算{look.amount(p.budget)}，支出{look.amount(p.spent)}，由{p.unit}负责实施。\n"


def _report(
    look: Style, office: str, year: int, many: Sequence[Project], score: Decimal, *, cites: bool = True, published: bool = False
) -> str:  # fmt: skip
    own = "" if published else f"自评工作由{office}财务科牵头，各业务科室提供资料，逐项核对后形成本报告。\n"
    return (
        f"{office}{year}年度项目支出绩效自评报告\n一、项目资金情况\n"
        + "".join(line(look, n, p) for n, p in enumerate(many, 1))
        + f"二、自评情况\n{own}"
        + f"对照年初设定的绩效目标逐项打分，{year}年度自评得分{plain(score)}分。\n"
        + ("各项得分见附件1，问卷样式详见附件2。\n" if cites else "")
        + f"三、存在的问题和改进措施\n{many[0].kind.problem}。{many[0].kind.measure.format(next=year + 1)}。\n{office}\n{year + 1}年3月12日\n"
    )


def _accounts(look: Style, office: str, year: int, many: Sequence[Project]) -> str:
    lines = "".join(
        f"{n}、{p.name}年初预算{look.amount(p.budget)}，支出{look.amount(p.spent)}。\n" for n, p in enumerate(many, 1)
    )
    return f"{office}{year}年度部门决算\n项目支出决算明细\n{lines}"


def _targets(made: Form, office: str, year: int) -> str:
    rows = "".join(f"{i.level1}|{i.level2}|{i.name}|{i.sign}{i.target:,}{i.unit}\n" for i in made.indicators)
    return f"项目支出绩效目标申报表（{year}年度）\n项目名称|{made.project.name}|主管部门|{office}\n一级指标|二级指标|三级指标|年度指标值\n{rows}"


def _form(rng: Random, look: Style, made: Form, year: int) -> str:
    w = Writer(rng, replace(look, unit="万元", decimals=2))
    w.line(f"项目支出绩效自评表（{year}年度）")
    self_form.table(w, rng, made)
    return w.finish(0, self_form.TYPE).text


def _unit(look: Style, p: Project, year: int) -> str:
    """The report of the unit that does the work."""
    return (
        f"{p.unit}{year}年度项目支出绩效自评报告\n一、项目资金情况\n{p.name}年初预算{look.amount(p.budget)}，支出{look.amount(p.spent)}。\n"
        f"二、存在的问题和改进措施\n现场资料归档不及时。{year + 1}年6月底前由综合科补齐。\n{p.unit}\n{year + 1}年2月20日\n"
    )


def _paragraph(kind: Kind, year: int, turn: int) -> str:
    first = f"镇里把{kind.content[0]}、{kind.content[1]}和{kind.content[2]}列入年度重点，由分管领导按周调度，{kind.effect}，{kind.lasting}，"
    last = ("各村安排专人看护，发现损坏当天上报、三天内修复。", "验收时邀请村民代表到场，意见当场记录并由施工方签字。")[
        turn - 1
    ]
    return f"{first}{kind.problem}，{kind.measure.format(next=year + 1)}。{last}"


def _town(rng: Random, look: Style, place: District, town: str, year: int, words: str, kind: Kind) -> str:
    office = f"{place.name}{town}镇人民政府"
    p = project(rng, place, year, kind, kind.names[1].replace("{town}", town + "镇"), low=20, high=400, grain=look.grain, adjust=False)  # fmt: skip
    return (
        f"{office}{year}年度项目支出绩效自评报告\n一、项目资金情况\n1、{p.name}年初预算{look.amount(p.budget)}，支出{look.amount(p.spent)}。\n"
        f"二、项目绩效情况\n{words}\n{office}\n{year + 1}年3月5日\n"
    )
