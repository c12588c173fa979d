"""Stated rates against the figures they are computed from (checks A01–A03)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from wenxiao.audit.model import Outcome, Severity, failed, passed, relation_operands
from wenxiao.audit.registry import rule
from wenxiao.audit.rules.common import (
    ARITHMETIC,
    DATA_ARE_TRUE,
    DATA_ARE_TRUE_EN,
    relations_of,
    settled,
)
from wenxiao.audit.words import printed
from wenxiao.quantities.model import Span
from wenxiao.quantities.paper import percent, plain
from wenxiao.reading.model import Reading, Verdict

_MONEY_UNIT = re.compile(r"[万亿]元")


@rule(
    "A101", "stated-rate-differs", Severity.ERROR, check="A01",
    title="比率与计算它的金额不符", title_en="A stated rate differs from the amounts it is computed from",
    basis=DATA_ARE_TRUE, by_hand="用支出（或到位）金额除以同一口径的预算，按印出的小数位四舍五入，与印出的比率对照。",
    by_hand_en="Divide the spending (or the receipts) by the budget of the same scope, round half up to the printed decimals, compare.",
    basis_en=DATA_ARE_TRUE_EN,
)  # fmt: skip
def stated_rate_differs(reading: Reading) -> Iterator[Outcome]:
    """A stated rate differs from the amounts it is computed from.

    A reader takes the printed rate and the printed amounts as one statement. The rate is recomputed with every amount
    of the project that can be its base; it is reported only when none fits and the sentence leaves no doubt which two
    amounts are meant. Digits cut off instead of rounded are a note, unless the document's other figures show that its amounts
    are themselves rounded. A base may be named without its amount (占到位资金的): then it is the one that the text states.

    By hand: divide, round half up to the printed decimals. Known false alarms: the base stands in an attachment.

    Fails::     项目预算200万元，支出150万元，预算执行率85%。
    Fails::     年初预算30.00万元，实际支出20.00万元，执行率66.66%。
    Fails::     1、甲公园改造项目2023年到位资金500.00万元。甲公园改造项目资金支出400.00万元，占到位资金的85%。
    Fails::     1、甲公园改造项目年初预算200.00万元，7月预算调减50.00万元，实际支出120.00万元，执行率90%。
    Passes::    项目预算200万元，支出150万元，预算执行率75%。
    Passes::    1、甲公园改造项目年初预算200.00万元，7月预算调减50.00万元，实际支出120.00万元，执行率80%。
    Passes::    预算46.90万元，到位46.90万元，支出41.25万元，预算执行率87.95%。
    Silent::    预算执行率85%。
    """
    for relation in relations_of(reading, "ratio", "text", "table", "share"):
        ended = settled(relation)
        if ended is not None:
            yield ended
            continue
        assert relation.stated is not None and relation.exact is not None  # noqa: PT018  (a judged ratio has both)
        stated = printed(reading, relation.stated)
        exact = percent(relation.exact)
        if relation.verdict is Verdict.TRUNCATED:
            exact = percent(relation.exact, relation.stated.decimals)
            sure = relation.computed is None or not relation.stated.interval.meets(relation.computed)
            yield failed(
                f"“{stated}”是截尾所得，四舍五入应为 {exact}" if sure else f"“{stated}”像是截尾所得，按印出的金额四舍五入应为 {exact}",
                f"{stated} is cut off; rounded it is {exact}" if sure else f"{stated} looks cut off; from the printed amounts, rounded, it is {exact}",
                relation.spans, operands=relation_operands(relation), arithmetic=[relation.formula], computed=exact,
                severity=Severity.NOTE, project=relation.project,
            )  # fmt: skip
            continue
        yield failed(
            f"按文中金额计算为 {exact}，与印出的“{stated}”不能同时成立",
            f"The amounts give {exact}; the text states {stated}: both cannot hold",
            relation.spans, operands=relation_operands(relation), arithmetic=[relation.formula], computed=exact,
            difference=percent(relation.stated.normalized - relation.exact) if relation.stated.kind == "percent" else None, project=relation.project,
        )  # fmt: skip


@rule(
    "A102", "rate-with-money-unit", Severity.ERROR, check="A02",
    title="比率写成了金额单位", title_en="A rate is printed with a money unit",
    basis=ARITHMETIC, by_hand="看“率”字后面的数是否应带百分号。",
    by_hand_en="See whether the number after the rate word should bear a percent sign.",
    basis_en="Arithmetic",
)  # fmt: skip
def rate_with_money_unit(reading: Reading) -> Iterator[Outcome]:
    """A rate is printed with a money unit.

    执行率为91.33万元 is neither a rate nor an amount that anybody can use. Where the amounts around it give that very
    number as a percentage, the message says so. Known false alarms: 利率 and unit costs are not read as rates.

    Fails::     年初预算150万元，实际执行137万元，执行率为91.33万元。
    Fails::     年初预算150万元，实际执行137万元，执行率为91.33%万元。
    Passes::    年初预算150万元，实际执行137万元，执行率为91.33%。
    Silent::    年初预算150万元，实际执行137万元。
    """
    fits = {
        r.stated.start: r for r in relations_of(reading, "ratio") if r.stated is not None and r.verdict is Verdict.HOLDS
    }
    for rate in reading.rates:
        if not rate.measure:
            continue
        unit = _MONEY_UNIT.match(reading.text, rate.quantity.end) if rate.quantity.kind == "percent" else None
        if unit is not None:
            yield failed(
                f"“{printed(reading, rate.quantity)}”后面又写了金额单位“{unit[0]}”，请核对是比率还是金额",
                f"{printed(reading, rate.quantity)} is followed by a unit of money: is it a rate or an amount?",
                [Span(rate.cue.start, unit.end())], operands=[rate.quantity],
            )  # fmt: skip
            continue
        if rate.quantity.kind != "money":
            yield passed()
            continue
        stated = printed(reading, rate.quantity)
        fitting = fits.get(rate.quantity.start)
        value = plain(rate.quantity.value)
        yield failed(
            f"“{reading.quote(rate.cue)}”后面写的是金额“{stated}”，比率应带百分号" + (f"；按文中金额计算为 {value}%" if fitting else ""),
            f"A rate is followed by an amount, {stated}; a rate needs a percent sign" + (f"; the amounts give {value}%" if fitting else ""),
            [Span(rate.cue.start, rate.quantity.end)], operands=[rate.quantity],
            arithmetic=[fitting.formula] if fitting else [], computed=f"{value}%" if fitting else None,
        )  # fmt: skip


@rule(
    "A103", "complements-do-not-add-up", Severity.ERROR, check="A03",
    title="互补的比率相加不等于100%", title_en="Complementary rates do not add up to 100 %",
    basis=ARITHMETIC, by_hand="把执行率与节约率（未执行率）相加，应为100%；再用金额各算一次。",
    by_hand_en="Add the execution rate and the saving (unspent) rate: 100 %; then compute each from the amounts.",
    basis_en="Arithmetic",
)  # fmt: skip
def complements_do_not_add_up(reading: Reading) -> Iterator[Outcome]:
    """Complementary rates do not add up to 100 %, or a saving rate differs from its amounts.

    执行率 and 节约率 of one base are two halves of one statement. A slip of the decimal point is named as such.
    Known false alarms: a saving rate on another base (中标价 against 控制价); then the sentence names that base.

    Fails::     年初预算25.00万元，实际执行24.95万元，执行率99.8%，节约率0.02%。
    Passes::    年初预算25.00万元，实际执行24.95万元，执行率99.8%，节约率0.2%。
    Silent::    年初预算25.00万元，实际执行24.95万元，执行率99.8%。
    """
    for relation in relations_of(reading, "complement"):
        if relation.verdict is Verdict.HOLDS:
            yield passed()
            continue
        first, second = relation.operands
        words = f"“{printed(reading, first)}”与“{printed(reading, second)}”"
        slip = _slip(Decimal(1) - first.normalized, second.normalized)
        yield failed(
            f"{words}相加不等于100%，两个比率不能同时成立" + (f"；相差正好{slip}倍，请核对小数点" if slip else ""),
            f"{printed(reading, first)} and {printed(reading, second)} do not add up to 100 %" + (f"; the factor is exactly {slip}: check the decimal point" if slip else ""),
            relation.spans, operands=relation.operands, arithmetic=relation.formula.split("；"), computed="100%",
            difference=percent(Decimal(1) - first.normalized - second.normalized), project=relation.project,
        )  # fmt: skip
    for relation in relations_of(reading, "ratio", "saving"):
        ended = settled(relation)
        if ended is not None:
            yield ended
        elif relation.verdict is Verdict.BROKEN and relation.exact is not None:
            exact = percent(relation.exact)
            yield failed(
                f"按文中金额计算的节约率为 {exact}，与“{printed(reading, relation.stated)}”不能同时成立",
                f"The amounts give a saving rate of {exact}; the text states {printed(reading, relation.stated)}",
                relation.spans, operands=relation_operands(relation), arithmetic=[relation.formula], computed=exact, project=relation.project,
            )  # fmt: skip


def _slip(a: Decimal, b: Decimal) -> int | None:
    """10 or 100 when one value is exactly that multiple of the other."""
    if not a or not b:
        return None
    larger, smaller = max(a, b), min(a, b)
    return next((n for n in (10, 100) if larger == smaller * n), None)
