"""Totals against their parts: lists, states, money, tables (checks A04–A07, A14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from wenxiao.audit.model import Outcome, Severity, failed, not_applicable, passed, relation_operands
from wenxiao.audit.registry import rule
from wenxiao.audit.rules.common import (
    DATA_ARE_TRUE,
    DATA_ARE_TRUE_EN,
    relations_of,
    settled,
)
from wenxiao.audit.words import like, minus, printed
from wenxiao.reading.model import Reading, Relation, Verdict


@rule(
    "A104", "parts-differ-from-total", Severity.ERROR, check="A04",
    title="分项之和与总数不符（数量）", title_en="Counted or measured parts do not add up to their total",
    basis=DATA_ARE_TRUE, by_hand="把列出的各分项相加，与总数对照；“其中”只列一部分时看是否写明其余。",
    by_hand_en="Add the listed parts and compare with the total; after 其中 see whether the rest is named.",
    basis_en=DATA_ARE_TRUE_EN,
)  # fmt: skip
def parts_differ_from_total(reading: Reading) -> Iterator[Outcome]:
    """Counted or measured parts do not add up to their total.

    A list that gives a total and its parts is one statement. More parts than the total is an error; fewer after 其中 is
    a warning, because 其中 need not name all of them. Lists of one or two examples are left alone.

    Fails::     全年发现问题100起，其中整改60起、转办20起、作废10起。
    Passes::    全年发现问题100起，其中整改60起、转办20起、作废20起。
    Silent::    全年发现问题100起。
    """
    for relation in relations_of(reading, "sum", "list", "points", "implied"):
        if relation.stated is not None and relation.stated.kind != "money":
            yield _sum_outcome(reading, relation, Severity.ERROR)


@rule(
    "A105", "states-exceed-total", Severity.ERROR, check="A05",
    title="各状态的数量之和与总数不符", title_en="The numbers of items in each state exceed the total",
    basis=DATA_ARE_TRUE, by_hand="把各状态（已验收、已完工、在建……）的数量相加，与总数对照；一个项目只能处在一种状态。",
    by_hand_en="Add the numbers of all states and compare with the total; an item is in one state only.",
    basis_en=DATA_ARE_TRUE_EN,
)  # fmt: skip
def states_exceed_total(reading: Reading) -> Iterator[Outcome]:
    """The numbers of items in each state exceed the total.

    20个项目中有5个…，7个…: states exclude each other, so they cannot be more than there are items. Known false alarms:
    a state that contains another (完工 that includes 验收).

    Fails::     12个子项目中有5个已经验收，4个已经完工，4个正在施工。
    Passes::    12个子项目中有5个已经验收，4个已经完工，3个正在施工。
    Silent::    12个子项目已经全部完工。
    """
    for relation in relations_of(reading, "sum"):
        if relation.basis == "status":
            yield _sum_outcome(reading, relation, Severity.ERROR)
        elif (
            relation.basis == "list"
            and relation.verdict is Verdict.HOLDS
            and relation.stated is not None
            and relation.stated.kind == "count"
        ):
            yield passed()


@rule(
    "A106", "money-parts-differ-from-total", Severity.ERROR, check="A06",
    title="资金分项之和与合计不符", title_en="Amounts do not add up to their total",
    basis=DATA_ARE_TRUE, by_hand="把各项资金换算成同一单位后相加，与合计对照；括号里的下一级分项不重复相加。",
    by_hand_en="Convert all amounts to one unit, add them, compare with the total; parts in brackets one level down are not added again.",
    basis_en=DATA_ARE_TRUE_EN,
)  # fmt: skip
def money_parts_differ_from_total(reading: Reading) -> Iterator[Outcome]:
    """Amounts do not add up to their total.

    Sources, uses and components of money are recomputed in one unit. A number of d decimals stands for half a unit of
    its last digit each side, so differences of rounding stay silent. Parts in brackets below a part are its own sum.

    Fails::     共到位资金500.00万元，其中：中央资金300.00万元，省级资金120.00万元，自筹60.00万元。
    Passes::    共到位资金500.00万元，其中：中央资金300.00万元，省级资金140.00万元，自筹60.00万元。
    Silent::    共到位资金500.00万元。
    """
    for relation in relations_of(reading, "sum", "list", "implied", "projects"):
        if relation.stated is not None and relation.stated.kind == "money":
            yield _sum_outcome(reading, relation, Severity.ERROR)


@rule(
    "A107", "done-and-undone-exceed-total", Severity.ERROR, check="A07",
    title="完成数与未完成数之和超过总数", title_en="Done and not done together exceed the total",
    basis=DATA_ARE_TRUE, by_hand="同一段里，完成数加上未实施数不应超过任务总数；若未实施的不在总数之内，请写明。",
    by_hand_en="In one passage, done plus not started is at most the total; if the latter stand outside the total, say so.",
    basis_en=DATA_ARE_TRUE_EN,
)  # fmt: skip
def done_and_undone_exceed_total(reading: Reading) -> Iterator[Outcome]:
    """Done and not done together exceed the total.

    任务总数27个，7个暂未施工，完成27个: what is not started cannot also be done. Known false alarms: what is not started
    is outside the total (then the text says 另有).

    Fails::     标段任务总数27个，其中7个小区暂未施工，进场27个，完成27个。
    Passes::    标段任务总数27个，其中7个小区暂未施工，进场20个，完成20个。
    Silent::    标段任务总数27个，完成27个。
    """
    for relation in relations_of(reading, "states"):
        if relation.verdict is Verdict.HOLDS:
            yield passed()
        elif relation.stated is not None and relation.exact is not None:
            reached = like(relation.exact, relation.stated)
            yield failed(
                f"完成数与未实施数合计 {reached}，超过总数“{printed(reading, relation.stated)}”，不能同时成立",
                f"Done and not done make {reached}, more than the total of {printed(reading, relation.stated)}",
                relation.spans, operands=relation_operands(relation), arithmetic=[relation.formula],
                computed=reached, difference=like(relation.exact - relation.stated.normalized, relation.stated), project=relation.project,
            )  # fmt: skip


@rule(
    "A114", "table-total-differs", Severity.ERROR, check="A14",
    title="表内合计行与各行之和不符", title_en="A table's total row differs from the rows it sums",
    basis="自评表资金总额＝各来源之和（财预〔2020〕10号自评表）", by_hand="按列把各行相加，与合计行对照。",
    by_hand_en="Add the rows of each column and compare with the total row.",
    basis_en="The total is the sum of its sources (self-evaluation form, Caiyu 2020 No. 10)",
)  # fmt: skip
def table_total_differs(reading: Reading) -> Iterator[Outcome]:
    """A table's total row differs from the rows it sums.

    Every column of amounts is summed on its own. Blank cells are not zero: with blanks a short sum is "cannot tell".

    Fails::
        项目名称 | 预算（万元） |
        甲项目 | 10.00 |
        乙项目 | 20.00 |
        合计 | 35.00 |
    Passes::
        项目名称 | 预算（万元） |
        甲项目 | 10.00 |
        乙项目 | 20.00 |
        合计 | 30.00 |
    Silent::
        项目名称 | 预算（万元） |
        甲项目 | 10.00 |
        乙项目 | 20.00 |
    """
    empty: list[Relation] = []
    for relation in relations_of(reading, "sum", "table"):
        if relation.verdict is Verdict.BROKEN and relation.stated is not None and not relation.stated.normalized:
            empty.append(relation)
        else:
            yield _sum_outcome(reading, relation, Severity.ERROR)
    yield from map(partial(_zero_totals, reading), _rows(empty))


_SAME_ROW = 40  # characters between the totals of two neighbouring columns, at most


def _rows(relations: Iterable[Relation]) -> list[list[Relation]]:
    """Relations whose totals stand beside each other, together."""
    rows: list[list[Relation]] = []
    for relation in sorted(relations, key=lambda r: r.stated.start if r.stated else 0):
        last = rows[-1][-1].stated if rows else None
        if last is not None and relation.stated is not None and relation.stated.start - last.end <= _SAME_ROW:
            rows[-1].append(relation)
        else:
            rows.append([relation])
    return rows


def _zero_totals(reading: Reading, row: Sequence[Relation]) -> Outcome:
    """A total row left at zero is one finding, not one for every column."""
    if len(row) == 1:
        return _sum_outcome(reading, row[0], Severity.ERROR)
    figures = "、".join(like(r.exact, r.stated) for r in row if r.exact is not None and r.stated is not None)
    return failed(
        f"合计行各列为 0，各分项相加分别为 {figures}，不能同时成立",
        f"The total row is 0 in {len(row)} columns; the parts add up to {figures.replace('、', ', ')}",
        sorted({span for r in row for span in r.spans}), operands=[q for r in row for q in relation_operands(r)],
        arithmetic=[r.formula for r in row], computed=figures, project=row[0].project,
    )  # fmt: skip


def _sum_outcome(reading: Reading, relation: Relation, over: Severity) -> Outcome:
    ended = settled(relation)
    if ended is not None or relation.stated is None or relation.exact is None:
        return ended or not_applicable()
    if relation.verdict is Verdict.TRUNCATED:
        return passed()
    stated, exact = relation.stated, relation.exact
    gap = exact - stated.normalized
    short = gap < 0
    figure = like(exact, stated)
    zh = f"各分项相加为 {figure}，与总数“{printed(reading, stated)}”不能同时成立"
    en = f"The parts add up to {figure}; the total is stated as {printed(reading, stated)}"
    difference = like(abs(gap), stated)
    zh += f"，{'少' if short else '多'} {difference}"
    en += f": {'short' if short else 'over'} by {difference}"
    if short and not relation.exhaustive:
        zh += "；若“其中”只列了一部分，请写明其余"
        en += "; if only some parts are named, say where the rest is"
    return failed(
        zh, en, relation.spans, operands=relation_operands(relation),
        arithmetic=[relation.formula, minus(max(stated.normalized, exact), min(stated.normalized, exact), stated)],
        computed=figure, difference=difference, severity=Severity.WARNING if short and not relation.exhaustive else over, project=relation.project,
    )  # fmt: skip
