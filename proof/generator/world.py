"""Facts at random, all of them consistent: sums exact, rates half up, nothing spent that was not there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from functools import cache
from math import exp, log
from pathlib import Path
from random import Random
from typing import Any

from proof.generator.facts import (
    CENT,
    Change,
    District,
    Form,
    Indicator,
    Kind,
    Output,
    Project,
    Share,
    States,
    Survey,
    half_up,
)
from proof.generator.words import OFFICES, PLACE_FIRST, PLACE_SECOND, SERVICES, TOWN_FIRST, TOWN_SECOND

WAN = Decimal(10000)


@cache
def kinds() -> tuple[Kind, ...]:
    data = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text("utf8"))
    return tuple(
        Kind(**dict[str, Any]({k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}))
        for entry in data["kind"]
    )


def district(rng: Random) -> District:
    names = rng.sample([a + b for a in PLACE_FIRST for b in PLACE_SECOND], 3)
    towns = rng.sample([a + b for a in TOWN_FIRST for b in TOWN_SECOND], 12)
    name = names[0] + rng.choice("区县")
    return District(
        names[2] + "省",
        names[1] + "市",
        name,
        tuple(towns),
        {sector: name + office for sector, office in OFFICES.items()},
    )


def parts_of(rng: Random, total: Decimal, count: int, grain: Decimal) -> list[Decimal]:
    """``count`` positive amounts on a grid that add up to ``total``, no two of them equal where that can be."""
    steps = int(total / grain)
    if steps < count * 8:
        raise ValueError("too little to divide")
    for _ in range(20):
        weights = [rng.uniform(0.4, 2.2) for _ in range(count)]
        whole = sum(weights)
        found = [max(1, int(steps * w / whole)) for w in weights[:-1]]
        found.append(steps - sum(found))
        if found[-1] > 0 and len(set(found)) == count:
            break
    last = found[-1] * grain + (total - steps * grain)
    return [*(n * grain for n in found[:-1]), last]


def money(rng: Random, low: int, high: int, grain: Decimal) -> Decimal:
    """An amount in 万元 between the bounds, evenly over the orders of magnitude, on a grid of yuan."""
    value = Decimal(round(exp(rng.uniform(log(low), log(high))), 4)) * WAN
    if rng.random() < 0.5:  # budgets are often round
        value = value.quantize(Decimal(1).scaleb(value.adjusted() - 1))
    return max(grain, (value / grain).to_integral_value(ROUND_DOWN) * grain)


def share_of(value: Decimal, percent: Decimal, grain: Decimal) -> Decimal:
    return (value * percent / 100 / grain).to_integral_value(ROUND_DOWN) * grain


#: How fully the money was spent; drawn first, so that projects of every sort occur.
SPENT_FULLY, SPENT_MOST, SPENT_LITTLE = "fully", "most", "little"


def project(
    rng: Random,
    place: District,
    year: int,
    kind: Kind,
    name: str,
    *,
    low: int = 12,
    high: int = 9000,
    grain: Decimal = Decimal(100),
    ways: Sequence[str] = (SPENT_FULLY, SPENT_MOST, SPENT_MOST, SPENT_MOST, SPENT_LITTLE),
    adjust: bool = True,
) -> Project:
    budget = money(rng, low, high, grain)
    added = returned = Decimal(0)
    turn = rng.random() if adjust else 1.0
    if turn < 0.14:
        returned = share_of(budget, Decimal(rng.randint(8, 35)), grain)
    elif turn < 0.24:
        added = share_of(budget, Decimal(rng.randint(8, 40)), grain)
    had = budget + added - returned
    way = SPENT_FULLY if had != budget and rng.random() < 0.4 else rng.choice(tuple(ways))
    arrived = had if rng.random() < 0.75 or way == SPENT_FULLY else share_of(had, Decimal(rng.randint(86, 98)), grain)
    if way == SPENT_FULLY:
        spent = had
    else:
        part = Decimal(rng.randint(8100, 9940) if way == SPENT_MOST else rng.randint(5200, 7800)) / 100
        spent = min(arrived, share_of(had, part, grain))
        if rng.random() < 0.25:  # a rate without decimals
            spent = min(arrived, share_of(had, Decimal(int(part)), grain))
    return Project(
        name=name,
        kind=kind,
        office=place.offices[kind.sector],
        unit=place.name + SERVICES[kind.sector],
        year=year,
        budget=budget,
        added=added,
        returned=returned,
        arrived=arrived,
        spent=spent,
        sources=sources(rng, place, arrived, grain),
        uses=uses(rng, kind, spent, grain),
        outputs=tuple(output(rng, entry) for entry in kind.outputs),
        states=states(rng, kind.states),
        change=change(rng, kind.change),
        survey=survey(rng, kind.who),
    )


def sources(rng: Random, place: District, total: Decimal, grain: Decimal) -> tuple[Share, ...]:
    count = rng.choice((1, 2, 2, 3, 3, 4))
    own = "区级" if place.level == "区" else "县级"
    names = rng.sample(["中央补助资金", "省级补助资金", "市级配套资金"], count - 1) if count > 1 else []
    names = sorted(names, key=["中央补助资金", "省级补助资金", "市级配套资金"].index)
    names.append(f"{own}财政资金")
    if total / grain < 200:
        return (Share(names[-1], total),)
    found = []
    for name, amount in zip(names, parts_of(rng, total, count, grain) if count > 1 else [total], strict=True):
        below: tuple[Share, ...] = ()
        if name == "省级补助资金" and amount / grain > 200 and rng.random() < 0.4:
            below = tuple(
                Share(n, a)
                for n, a in zip(("省级专项资金", "省级奖补资金"), parts_of(rng, amount, 2, grain), strict=True)
            )
        found.append(Share(name, amount, below))
    return tuple(found)


def uses(rng: Random, kind: Kind, spent: Decimal, grain: Decimal) -> tuple[Share, ...]:
    count = rng.randint(3, len(kind.content))
    if spent / grain < 200:
        return ()
    names = rng.sample(list(kind.content), count)
    return tuple(Share(n, a) for n, a in zip(names, parts_of(rng, spent, count, grain), strict=True))


def output(rng: Random, entry: Mapping[str, object]) -> Output:
    """An output, reached or a little missed or exceeded; its parts add up to what was done."""
    decimals = int(str(entry.get("decimals", 0)))
    grain = Decimal(1).scaleb(-decimals)
    target = Decimal(rng.randint(int(str(entry["low"])), int(str(entry["high"]))))
    turn = rng.random()
    done = target
    if turn < 0.35:
        done = (target * Decimal(rng.randint(102, 124)) / 100).quantize(grain)
    elif turn < 0.5:
        done = (target * Decimal(rng.randint(86, 98)) / 100).quantize(grain)
    names = entry.get("parts")
    parts: tuple[tuple[str, Decimal], ...] = ()
    if isinstance(names, list) and done / grain >= 8 * len(names):
        parts = tuple(zip(names, parts_of(rng, done, len(names), grain), strict=True))
    return Output(str(entry["verb"]), str(entry["noun"]), str(entry["unit"]), target, done, decimals, parts)


_STATES = ("已完成验收", "已完工待验收", "正在施工", "正在办理施工许可")


def states(rng: Random, entry: Mapping[str, object]) -> States:
    total = rng.randint(int(str(entry["low"])), int(str(entry["high"])))
    count = rng.choice((2, 3, 3, 4)) if total >= 4 * 3 else 2
    found = [1] * count
    for _ in range(total - count):
        found[rng.choices(range(count), [6, 3, 2, 1][:count])[0]] += 1
    return States(
        str(entry["noun"]), str(entry["unit"]), total, tuple(zip((*_STATES[:count - 1], _STATES[2]), found, strict=True))
        if count < 4
        else tuple(zip(_STATES, found, strict=True)),
    )  # fmt: skip


def change(rng: Random, entry: Mapping[str, object]) -> Change:
    old = Decimal(rng.randint(int(str(entry["low"])), int(str(entry["high"]))))
    factor = Decimal(rng.randint(55, 92) if entry["falls"] else rng.randint(106, 145)) / 100
    new = (old * factor).quantize(Decimal(1))
    if new == old:
        new += -1 if entry["falls"] else 1
    decimals = rng.choice((0, 1, 2))
    return Change(
        str(entry["noun"]), str(entry["unit"]), old, new, decimals, half_up(abs(new - old) / old * 100, decimals)
    )


def survey(rng: Random, who: str) -> Survey:
    sample = rng.randint(120, 1600)
    content = int(sample * rng.uniform(0.905, 0.985))
    way = rng.choice(("问卷调查", "电话回访", "入户走访调查"))
    return Survey(who, way, rng.randint(10, 12), sample, content, half_up(Decimal(content) / sample * 100, 1))


def projects(rng: Random, place: District, year: int, count: int, **options: Any) -> list[Project]:
    """Projects of as many sorts as there are, with names of their own; ``options`` are those of ``project``."""
    found: list[Project] = []
    pool = list(kinds())
    rng.shuffle(pool)
    while len(pool) < count:
        pool += rng.sample(list(kinds()), min(len(kinds()), count - len(pool)))
    taken: set[str] = set()
    towns = list(place.towns)
    rng.shuffle(towns)
    for i in range(count):
        kind = pool[i]
        choices = [n for n in kind.names if n not in taken] or list(kind.names)
        form = rng.choice(choices)
        taken.add(form)
        found.append(
            project(
                rng,
                place,
                year,
                kind,
                form.replace("{town}", _of(towns[i % len(towns)])),
                **options,
            )
        )
    return found


def _of(town: str) -> str:
    return town + "镇"


def form(rng: Random, made: Project) -> Form:
    """The self-evaluation form of a project, scored as 财预〔2020〕10号 scores: reached is full, else in proportion."""
    grain = Decimal(100)
    top, had, spent = made.budget, made.adjusted, made.spent
    rows: list[tuple[str, Decimal, Decimal, Decimal]] = [("年度资金总额", top, had, spent)]
    names = ("其中：本年财政拨款", "上年结转资金", "其他资金")
    carried, other = share_of(top, Decimal(rng.randint(5, 15)), grain), share_of(top, Decimal(rng.randint(3, 9)), grain)
    if rng.random() < 0.4:
        other = Decimal(0)
    if rng.random() < 0.4:
        carried = Decimal(0)
    spent_carried, spent_other = min(carried, spent / 3 // grain * grain), min(other, spent / 4 // grain * grain)
    rest = (top - carried - other, had - carried - other, spent - spent_carried - spent_other)
    rows += [
        (names[0], *rest),
        (names[1], carried, carried, spent_carried),
        (names[2], other, other, spent_other),
    ]
    rate = half_up(spent / had * 100, 2)
    rate_score = min(Decimal(10), half_up(spent / had * 10, 2))
    return Form(made, tuple(rows), rate, rate_score, tuple(_indicators(rng, made)))


_OUTPUT_WEIGHTS = ((10, 8, 7, 10, 8, 7), (12, 10, 6, 8, 8, 6), (9, 9, 8, 12, 7, 5))
_EFFECT_WEIGHTS = ((16, 14), (18, 12), (20, 10))


def _indicators(rng: Random, made: Project) -> list[Indicator]:
    weights = rng.choice(_OUTPUT_WEIGHTS)
    found = [
        _row(rng, "产出指标", "数量指标", o.noun, "≥", o.target, o.done, o.unit, o.decimals, w, made.kind.hindered)
        for o, w in zip(made.outputs, weights[:3], strict=True)
    ]
    late = Decimal(rng.choice((100, 100, 98, 96)))
    found.append(
        _row(rng, "产出指标", "质量指标", made.kind.quality, "=", Decimal(100), Decimal(100), "%", 0, weights[3], "")
    )
    found.append(
        _row(
            rng,
            "产出指标",
            "时效指标",
            made.kind.timely,
            "≥",
            Decimal(rng.choice((95, 98))),
            late,
            "%",
            0,
            weights[4],
            made.kind.hindered,
        )
    )
    cost = made.kind.cost
    limit = Decimal(rng.randint(int(str(cost["low"])), int(str(cost["high"]))))
    found.append(
        _row(
            rng,
            "产出指标",
            "成本指标",
            str(cost["name"]),
            "≤",
            limit,
            (limit * Decimal(rng.randint(88, 99)) / 100).quantize(Decimal(1)),
            str(cost["unit"]),
            0,
            weights[5],
            "",
        )
    )
    first, second = rng.choice(_EFFECT_WEIGHTS)
    c = made.change
    ratio = Decimal(rng.randint(92, 99)) / 100
    planned = max(Decimal(1), (c.percent * ratio).quantize(Decimal(1), ROUND_DOWN))
    found.append(
        _row(
            rng,
            "效益指标",
            "社会效益指标",
            f"{c.noun}{'下降' if c.falls else '增长'}比例",
            "≥",
            planned,
            c.percent,
            "%",
            c.decimals,
            first,
            "",
        )
    )
    found.append(
        _row(
            rng,
            "效益指标",
            "可持续影响指标",
            made.kind.sustain,
            "≥",
            Decimal(95),
            Decimal(rng.choice((95, 97, 98, 100))),
            "%",
            0,
            second,
            "",
        )
    )
    found.append(
        _row(
            rng,
            "满意度指标",
            "服务对象满意度指标",
            f"{made.survey.who}满意度",
            "≥",
            Decimal(90),
            made.survey.rate,
            "%",
            1,
            10,
            "",
        )
    )
    return found  # fmt: skip


def _row(
    rng: Random,
    level1: str,
    level2: str,
    name: str,
    sign: str,
    target: Decimal,
    actual: Decimal,
    unit: str,
    decimals: int,
    weight: int,
    why: str,
) -> Indicator:
    reached = actual <= target if sign == "≤" else actual >= target
    score = Decimal(weight) if reached else half_up(weight * actual / target, 2)
    reason = "无" if reached else f"{why}；下一步提前安排施工衔接，{rng.choice(('第一', '第二'))}季度内补齐"
    return Indicator(
        level1, level2, name, sign, target, actual, unit, decimals, Decimal(weight), score.quantize(CENT), reason
    )
