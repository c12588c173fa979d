"""Saving rates, and rates that complete each other to 100 %."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wenxiao.quantities.model import Interval
from wenxiao.quantities.paper import on_paper, plain, rounded
from wenxiao.reading.model import Rate, Relation, Verdict
from wenxiao.reading.relations.material import Material, judge, relation
from wenxiao.reading.relations.pairs import ROLES, as_percent, candidate_pairs


def savings(material: Material, rate: Rate) -> Iterator[Relation]:
    """节约率 = (计划 − 实际) ÷ 计划."""
    nums, dens = ROLES["saving"]
    stated = rate.quantity
    nearest: Relation | None = None
    for pair in candidate_pairs(material, rate, nums, dens):
        share = pair.num.interval.over(pair.den.interval)
        if share is None or pair.num.normalized > pair.den.normalized:
            continue
        computed = Interval(1 - share.high, 1 - share.low)
        saved = 1 - pair.num.normalized / pair.den.normalized
        whole, spent = plain(pair.den.value), on_paper(pair.num, pair.den)
        made = relation(
            "ratio",
            (pair.num, pair.den),
            stated,
            computed,
            judge(stated, computed),
            f"({whole} − {spent}) ÷ {whole} = {plain(rounded(saved * 100, 4))}%",
            basis="saving",
            project=material.project_of(stated.start),
            exact=saved,
        )
        if made.verdict is not Verdict.BROKEN:
            yield made
            return
        if pair.local and nearest is None:
            nearest = made
    yield nearest or relation(
        "ratio",
        (),
        stated,
        None,
        Verdict.UNKNOWN,
        "",
        basis="saving",
        reason="no denominator stated",
        project=material.project_of(stated.start),
    )


def complements(material: Material) -> Iterator[Relation]:
    """执行率 and 节约率 (未执行率) of one base add up to 100 %."""
    for a, b in zip(material.rates, material.rates[1:], strict=False):
        if {a.measure, b.measure} != {"execution", "saving"} or "percent" not in (a.quantity.kind, b.quantity.kind):
            continue
        if material.clauses.sentence_number(a.quantity.start) != material.clauses.sentence_number(b.quantity.start):
            continue
        first, second = as_percent(a.quantity), as_percent(b.quantity)
        computed = first.interval + second.interval
        whole = Decimal(1)
        holds = computed.low <= whole <= computed.high
        total = plain(first.value + second.value)
        formula = f"{plain(first.value)}% + {plain(second.value)}% = {total}%"
        saving = next(iter(savings(material, b if b.measure == "saving" else a)), None)
        if saving is not None and saving.formula:
            formula += "；" + saving.formula
        yield relation(
            "complement", (a.quantity, b.quantity), None, computed, Verdict.HOLDS if holds else Verdict.BROKEN, formula,
            basis="complement", project=material.project_of(a.quantity.start),
        )  # fmt: skip
