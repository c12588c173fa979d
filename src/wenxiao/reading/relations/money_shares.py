"""Spending as a share of a base that its sentence names: 支出450万元，占年初预算500万元的90%; 支出450万元，占到位资金的90%."""

from __future__ import annotations

import re
from bisect import bisect_left

from wenxiao.quantities.model import Quantity
from wenxiao.reading.model import Rate, Relation, Role
from wenxiao.reading.relations.material import Material, judge
from wenxiao.reading.relations.pairs import Pair, made_ratio
from wenxiao.reading.roles import Money

# 占到位资金的比例为, 占年初预算…的: what stands between is the name of the base, and its amount where printed.
_OF = re.compile(r"占(?P<what>(?:[^，。；;,占]|(?<=\d),(?=\d)){2,30}?)的?(?:比例|比重)?(?:为|达到?)?\Z")
_PHASES: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(words))
    for role, words in (
        (Role.ADJUSTED, r"(?:全年|年度|调整后(?:的)?)预算(?:数|资金|金额|总额)?"),
        (Role.APPROVED, r"(?:项目)?(?:年初|批复)?预算(?:数|资金|金额|总额)?"),
        (Role.ARRIVED, r"(?:项目)?(?:实际)?到位(?:资金|金额|数|资金总额)?"),
        (Role.ALLOCATED, r"(?:项目)?下达(?:资金|金额|数|资金总额)?"),
        (Role.PLANNED, r"(?:项目)?(?:概算)?总投资(?:额)?"),
        (Role.CONTRACTED, r"合同(?:总)?(?:金额|价款?|额)"),
    )
)
_FUND = re.compile(r"债券|中央|省级?|市级?|[区县]级|上级|自筹|配套|第.批")  # money of one hand or one tranche
_PLAIN = re.compile(
    r"(?:[该本]?项目|资金|经费|专项|债券|财政|补助|中央|[省市区县]级|上级|全年|年度|当年|实际|累计|已|共|合计|总|完成|截[至止]|目前|年|月|日|底|末|\d)*"
)
_TOPS = (Role.SPENT, Role.ARRIVED, Role.ALLOCATED, Role.CONTRACTED)


def money_share(material: Material, rate: Rate) -> Relation | None:
    """The amount right before 占 over the base that 占 names; None where the base is not printed once and once only."""
    text, stated = material.text, rate.quantity
    sentence = material.clauses.sentence(stated.start)
    share = _OF.search(text, max(sentence.start, stated.start - 40), stated.start)
    if share is None or stated.kind != "percent" or stated.approximate or rate.partial:
        return None
    index = bisect_left(material.money, share.start(), key=lambda m: m.quantity.start)
    top = material.money[index - 1] if index else None
    if (
        top is None
        or text[top.quantity.end : share.start()] not in ("", "，", ",")
        or top.role not in _TOPS
        or top.quantity.start in material.part_starts
        or top.quantity.approximate
    ):
        return None
    base = _printed(material, share.start(), stated.start)
    if base is None and _of_the_project(material, top):
        base = _named(material, share["what"], top)
    if base is None or base.approximate or base.normalized < top.quantity.normalized:
        return None
    computed = top.quantity.interval.over(base.interval)
    pair = Pair(top.quantity, base, True, True, True, 0)
    return computed and made_ratio(material, stated, pair, judge(stated, computed), "share")


def _printed(material: Material, start: int, end: int) -> Quantity | None:
    """The one amount between 占 and the rate, which 的 binds to it."""
    index = bisect_left(material.money, start, key=lambda m: m.quantity.start)
    inside = [m.quantity for m in material.money[index : index + 2] if m.quantity.start < end]
    return inside[0] if len(inside) == 1 and material.text.startswith("的", inside[0].end) else None


def _named(material: Material, what: str, top: Money) -> Quantity | None:
    """The amount of the phase that ``what`` names, of the same money: where the project states one such amount, or one twice."""
    role = next((role for role, words in _PHASES if words.fullmatch(what)), None)
    project = material.project_of(top.quantity.start)
    if role is None:
        return None
    funds = _funds(material, top)
    of_it = [
        m
        for m in material.money
        if m.role is role
        and m.quantity.start < top.quantity.start
        and m.quantity.start not in material.part_starts
        and not m.wanted
        and material.project_of(m.quantity.start) == project
    ]
    if len({m.quantity.normalized for m in of_it}) != 1 or _funds(material, of_it[-1]) != funds:
        return None
    return of_it[-1].quantity


def _of_the_project(material: Material, top: Money) -> bool:
    """Whether the words before an amount name the project or nothing (全年, 实际, 专项债券资金), not one lot or place of it."""
    left = material.clauses.left(top.quantity)
    words = material.text[left.start : top.cue.start]
    project = material.project_of(top.quantity.start)
    if project is not None:
        words = words.replace(material.projects[project].name, "")
    return _PLAIN.fullmatch(words) is not None


def _funds(material: Material, entry: Money) -> frozenset[str]:
    left = material.clauses.left(entry.quantity)
    return frozenset(_FUND.findall(material.text, left.start, left.end))
