"""Amounts against each other: adjustments, the same amount twice, changes (checks A08, A10, A11, A13)."""

from __future__ import annotations

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
from wenxiao.audit.words import like, printed
from wenxiao.quantities.paper import percent
from wenxiao.reading.model import Reading, Relation, Verdict
from wenxiao.reading.relations.adjustments import REMAINDER


@rule(
    "A108", "adjusted-budget-differs", Severity.WARNING, check="A08",
    title="预算加减调整与执行数对不上", title_en="Budget plus and minus adjustments does not meet the spending",
    basis="预算调整应有批复，全年预算数＝年初预算数＋调整数（财预〔2020〕10号自评表）", by_hand="年初预算加追加、减调减和收回，得全年预算，与支出对照。",
    by_hand_en="Opening budget plus additions minus cuts gives the year's budget; compare with the spending.",
    basis_en="Adjustments are approved; the year's budget is the opening budget plus adjustments (self-evaluation form, Caiyu 2020 No. 10)",
)  # fmt: skip
def adjusted_budget_differs(reading: Reading) -> Iterator[Outcome]:
    """Budget plus and minus adjustments does not meet the spending.

    The opening budget and the stated adjustments give the year's budget. Spending above it cannot be; spending below it
    leaves money whose whereabouts the text does not say. Known false alarms: adjustments printed in whole 万元.

    Fails::     1、甲项目年初预算150.00万元，调减30.00万元，实际支出125.50万元。
    Fails::     1、甲项目年初预算150.00万元，实际支出115.50万元，调减30.00万元。
    Passes::    1、甲项目年初预算150.00万元，调减30.00万元，实际支出120.00万元。
    Silent::    1、甲项目年初预算150.00万元，实际支出120.00万元。
    """
    for relation in relations_of(reading, "difference", "adjustment"):
        ended = None if relation.reason == REMAINDER else settled(relation)
        if relation.reason == REMAINDER and _rated(reading, relation):
            ended = passed()  # the stated rate says how much was not spent
        if ended is not None:
            yield ended
            continue
        assert relation.stated is not None and relation.exact is not None  # noqa: PT018
        gap = relation.exact - relation.stated.normalized
        figure, rest = like(relation.exact, relation.stated), like(abs(gap), relation.stated)
        over = gap < 0
        small = not over and abs(gap) < relation.stated.normalized / 100
        if over:
            zh = f"调整后预算为 {figure}，支出“{printed(reading, relation.stated)}”多出 {rest}，不能同时成立"
            en = (
                f"The adjusted budget is {figure}; spending of {printed(reading, relation.stated)} exceeds it by {rest}"
            )
        else:
            zh = f"调整后预算为 {figure}，支出“{printed(reading, relation.stated)}”，其余 {rest} 没有说明去向"
            en = f"The adjusted budget is {figure}, spending {printed(reading, relation.stated)}; the text does not say where {rest} went"
        yield failed(
            zh, en, relation.spans, operands=relation_operands(relation), arithmetic=[relation.formula], computed=figure, difference=rest,
            severity=Severity.ERROR if over else Severity.NOTE if small else Severity.WARNING, project=relation.project,
        )  # fmt: skip


def _rated(reading: Reading, relation: Relation) -> bool:
    """Whether the project states its execution rate."""
    return relation.project is not None and reading.subjects[relation.project].stated_execution_rate is not None


@rule(
    "A110", "wrong-order-of-magnitude", Severity.ERROR, check="A10",
    title="同一金额相差十的整数倍", title_en="One amount is printed with two orders of magnitude",
    basis=ARITHMETIC, by_hand="核对两处的单位（元、万元）和小数点。",
    by_hand_en="Check the units (元, 万元) and the decimal points of both places.",
    basis_en="Arithmetic",
)  # fmt: skip
def wrong_order_of_magnitude(reading: Reading) -> Iterator[Outcome]:
    """One amount is printed with two orders of magnitude.

    The same project or document number with two amounts whose ratio is 10, 100, 1,000 or 10,000 is nearly always a
    wrong unit or decimal point.

    Fails::     根据甲财农〔2023〕10号文件，下达资金50万元。根据甲财农〔2023〕10号文件，下达资金500万元。
    Passes::    根据甲财农〔2023〕10号文件，下达资金50万元。根据甲财农〔2023〕10号文件，下达资金50万元。
    Silent::    下达资金50万元。
    """
    for relation in relations_of(reading, "same"):
        if relation.verdict is Verdict.HOLDS:
            yield passed()
        elif (slip := _magnitude(relation)) is not None:
            a, b = relation.operands[0], relation.stated
            yield failed(
                f"同一笔资金一处为“{printed(reading, a)}”，一处为“{printed(reading, b)}”，正好相差{slip}倍，请核对单位和小数点",
                f"One amount is {printed(reading, a)} in one place and {printed(reading, b)} in another, exactly {slip} times: check unit and decimal point",
                relation.spans, operands=relation_operands(relation), arithmetic=[relation.formula], difference=f"×{slip}", project=relation.project,
            )  # fmt: skip


def _magnitude(relation: Relation) -> int | None:
    a, b = relation.operands[0].normalized, relation.stated.normalized if relation.stated is not None else Decimal(0)
    if not a or not b:
        return None
    ratio = max(a, b) / min(a, b)
    return next((n for n in (10, 100, 1000, 10000) if abs(ratio / n - 1) < Decimal("0.001")), None)


@rule(
    "A111", "same-amount-two-values", Severity.ERROR, check="A11",
    title="同一金额前后不一致", title_en="The same amount is printed with two values",
    basis=DATA_ARE_TRUE, by_hand="按文号或项目名称找到两处，对照原始文件，看哪一处是笔误，或口径是否不同。",
    by_hand_en="Find both places by document number or project name and compare with the original; see which is a slip, or whether they measure different things.",
    basis_en=DATA_ARE_TRUE_EN,
)  # fmt: skip
def same_amount_two_values(reading: Reading) -> Iterator[Outcome]:
    """The same amount is printed with two values.

    A project of a list that the text names again with another amount, or one document number that releases two
    different amounts. Known false alarms: budget in one place and spending in the other.

    Fails::     根据甲财农〔2023〕10号文件，下达资金50万元。根据甲财农〔2023〕10号文件，下达资金60万元。
    Passes::    根据甲财农〔2023〕10号文件，下达资金50万元。根据甲财农〔2023〕10号文件，下达资金50万元。
    Silent::    下达资金50万元。
    """
    for relation in relations_of(reading, "same"):
        if relation.verdict is Verdict.HOLDS:
            yield passed()
        elif relation.verdict is Verdict.BROKEN and _magnitude(relation) is None:
            a, b = relation.operands[0], relation.stated
            yield failed(
                f"同一笔资金一处为“{printed(reading, a)}”，一处为“{printed(reading, b)}”，不能同时成立；若口径不同，请写明",
                f"One amount is {printed(reading, a)} in one place and {printed(reading, b)} in another; if they measure different things, say so",
                relation.spans, operands=relation_operands(relation), arithmetic=[relation.formula], project=relation.project,
            )  # fmt: skip


@rule(
    "A113", "change-differs-from-values", Severity.WARNING, check="A13",
    title="增减幅度与前后两个数不符", title_en="A stated change differs from the two values it is between",
    basis=ARITHMETIC, by_hand="（后数 − 前数）÷ 前数；方向词（增长、下降）与符号一致；百分数相减得百分点。",
    by_hand_en="(new − old) ÷ old; the word of direction agrees with the sign; percentages are subtracted to give points.",
    basis_en="Arithmetic",
)  # fmt: skip
def change_differs_from_values(reading: Reading) -> Iterator[Outcome]:
    """A stated change differs from the two values it is between.

    由…下降至…，下降…%: the change is recomputed and its direction compared with the word. Known false alarms: a change
    against another year.

    Fails::     平均时延由40.0毫秒下降至10.0毫秒，下降85%。
    Passes::    平均时延由40.0毫秒下降至10.0毫秒，下降75%。
    Silent::    平均时延下降75%。
    """
    for relation in relations_of(reading, "change"):
        if relation.verdict in (Verdict.HOLDS, Verdict.TRUNCATED):
            yield passed()
        elif relation.stated is not None and relation.exact is not None:
            exact = like(relation.exact, relation.stated) if relation.basis == "points" else percent(relation.exact)
            yield failed(
                f"按前后两个数计算，变化幅度为 {exact}，与印出的“{printed(reading, relation.stated)}”不能同时成立",
                f"The two values give a change of {exact}; the text states {printed(reading, relation.stated)}: both cannot hold",
                relation.spans, operands=relation_operands(relation), arithmetic=[relation.formula], computed=exact, project=relation.project,
            )  # fmt: skip
