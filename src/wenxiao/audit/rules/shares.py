"""Shares and products: parallel lists of shares, price times quantity (checks A01, A12)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wenxiao.audit.model import Outcome, Severity, failed, passed, relation_operands
from wenxiao.audit.registry import rule
from wenxiao.audit.rules.common import ARITHMETIC, DATA_ARE_TRUE, DATA_ARE_TRUE_EN, relations_of, settled
from wenxiao.audit.words import like, minus, printed
from wenxiao.quantities.paper import percent, plain
from wenxiao.reading.model import Reading, Verdict


@rule(
    "A112", "price-times-quantity-differs", Severity.WARNING, check="A12",
    title="单价乘数量与金额不符", title_en="Price times quantity differs from the amount",
    basis=ARITHMETIC, by_hand="用单价（标准）乘以数量，与合计金额对照；有其他资金、不同标准或不满一年的请写明。",
    by_hand_en="Multiply the price by the quantity and compare with the total; name other money, other rates and part years.",
    basis_en="Arithmetic",
)  # fmt: skip
def price_times_quantity_differs(reading: Reading) -> Iterator[Outcome]:
    """Price times quantity differs from the amount.

    按每人300元的标准发放，42人，共计12600元 is one statement. It is judged only where the sentence has one price, one
    number of just what the price is for, and one amount that is said to be the total; a sentence with a second rate, a
    bound (最高, 不低于) or a price per month says something else.

    Known false alarms: another source paid for some of them.

    Fails::     按每人300元的标准发放慰问金，慰问45人，共计12600元。
    Passes::    按每人300元的标准发放慰问金，慰问42人，共计12600元。
    Silent::    按每人每月300元的标准发放，发放42人，共计151200元。
    """
    for relation in relations_of(reading, "product"):
        ended = settled(relation)
        if ended is not None or relation.verdict is Verdict.TRUNCATED:
            yield ended or passed()
            continue
        assert relation.stated is not None and relation.exact is not None  # noqa: PT018
        figure = like(relation.exact, relation.stated)
        gap = like(abs(relation.exact - relation.stated.normalized), relation.stated)
        yield failed(
            f"单价乘数量为 {figure}，与“{printed(reading, relation.stated)}”不能同时成立，相差 {gap}；若还有其他标准或资金，请写明",
            f"Price times quantity is {figure}; the text states {printed(reading, relation.stated)}, {gap} apart: name other rates or money",
            relation.spans, operands=relation_operands(relation), arithmetic=[relation.formula], computed=figure, difference=gap,
            project=relation.project,
        )  # fmt: skip


@rule(
    "A116", "shares-of-one-whole-differ", Severity.ERROR, check="A01",
    title="同一总数的占比前后不合", title_en="Shares of one whole do not agree",
    basis=DATA_ARE_TRUE, by_hand="用各项数量除以总数，逐项核对占比；列全的各项占比相加应为100%。",
    by_hand_en="Divide each amount by the total and compare with its share; the shares of a complete list make 100 %.",
    basis_en=DATA_ARE_TRUE_EN,
)  # fmt: skip
def shares_of_one_whole_differ(reading: Reading) -> Iterator[Outcome]:
    """Shares of one whole do not agree.

    In a parallel list (甲类120件，占60%；乙类60件，占30%；其他20件，占10%) all shares have one base. A share that needs
    another base than all the others is told; so is a list that ends with 其他 and does not make 100 %, and a complete list
    whose amounts are not those of the total it is introduced with. Rounding is allowed for every share.

    Known false alarms: shares that overlap (one case counted under two headings).

    Fails::     共受理200件，咨询类100件，占50%；求助类60件，占30%；投诉类30件，占18%；其他10件，占5%。
    Fails::     从来源看，电话占62.50%，网络占21.30%，来访占11.40%，其他占3.80%。
    Fails::     共受理诉求260件。其中，咨询类100件，占50%；求助类60件，占30%；其他40件，占20%。
    Passes::    共受理200件，咨询类100件，占50%；求助类60件，占30%；投诉类30件，占15%；其他10件，占5%。
    Silent::    咨询类100件，占50%。
    """
    for relation in relations_of(reading, "ratio", "share_list"):
        ended = settled(relation)
        if ended is not None or relation.verdict is Verdict.TRUNCATED:
            yield ended or passed()
            continue
        assert relation.stated is not None and relation.exact is not None  # noqa: PT018
        exact = percent(relation.exact)
        yield failed(
            f"“{printed(reading, relation.operands[0])}”占“{printed(reading, relation.stated)}”与同列其他占比所用的总数不合，按同一总数应为 {exact}",
            f"{printed(reading, relation.operands[0])} as {printed(reading, relation.stated)} needs another total than the shares beside it; on theirs it is {exact}",
            relation.spans, operands=relation_operands(relation), arithmetic=[relation.formula], computed=exact,
            difference=percent(relation.stated.normalized - relation.exact), project=relation.project,
        )  # fmt: skip
    for relation in relations_of(reading, "sum", "shares"):
        if relation.verdict is Verdict.HOLDS:
            yield passed()
            continue
        assert relation.exact is not None
        total = f"{plain(relation.exact * 100)}%"
        yield failed(
            f"列全的 {len(relation.operands)} 项占比相加为 {total}，不等于100%，不能同时成立",
            f"The {len(relation.operands)} shares of a complete list make {total}, not 100 %",
            relation.spans, operands=relation.operands, arithmetic=[relation.formula], computed=total,
            difference=percent(relation.exact - Decimal(1)), project=relation.project,
        )  # fmt: skip
    for relation in relations_of(reading, "sum", "share_total"):
        ended = settled(relation)
        if ended is not None or relation.stated is None or relation.exact is None:
            yield ended or passed()
            continue
        figure = like(relation.exact, relation.stated)
        yield failed(
            f"所列各项共 {figure}，占比相加已是100%，与前面的总数“{printed(reading, relation.stated)}”不能同时成立",
            f"The listed items make {figure} and their shares 100 %; the total before them is {printed(reading, relation.stated)}: both cannot hold",
            relation.spans, operands=relation_operands(relation), arithmetic=[relation.formula], computed=figure,
            difference=like(abs(relation.exact - relation.stated.normalized), relation.stated), project=relation.project,
        )  # fmt: skip


@rule(
    "A119", "items-not-accounted-for", Severity.WARNING, check="A05",
    title="应建数量与各状态之和不符，其余没有说明", title_en="Items to be built of which no state is told",
    basis=DATA_ARE_TRUE, by_hand="把已建成、在建、未开工的数量相加，与应建数量对照，写明其余的情况。",
    by_hand_en="Add what is built, under way and not begun, compare with the number to be built, and say what became of the rest.",
    basis_en=DATA_ARE_TRUE_EN,
)  # fmt: skip
def items_not_accounted_for(reading: Reading) -> Iterator[Outcome]:
    """Items to be built of which no state is told.

    需建设垃圾房12座, and later 新建的垃圾房中5座已建成、2座在建: of five nothing is said. Told only where one sentence goes
    through the states and the project named the number before. Known false alarms: the rest was dropped from the plan.

    Fails::
        甲项目预算500.00万元，支出300.00万元，共需要建设垃圾收集房12座。项目建设滞后，新建的垃圾收集房中5座建设完成、2座在建中。
    Passes::
        甲项目预算500.00万元，支出300.00万元，共需要建设垃圾收集房7座。项目建设滞后，新建的垃圾收集房中5座建设完成、2座在建中。
    Silent::
        甲项目预算500.00万元，支出300.00万元，共需要建设垃圾收集房12座。
    """
    for relation in relations_of(reading, "sum", "remainder"):
        if relation.verdict is Verdict.HOLDS:
            yield passed()
            continue
        assert relation.stated is not None and relation.exact is not None  # noqa: PT018
        reached, rest = (
            like(relation.exact, relation.stated),
            like(relation.stated.normalized - relation.exact, relation.stated),
        )
        yield failed(
            f"应建“{printed(reading, relation.stated)}”，写明状态的共 {reached}，其余 {rest} 没有说明",
            f"{printed(reading, relation.stated)} were to be built; the states told make {reached}: nothing is said of {rest}",
            relation.spans, operands=relation_operands(relation), arithmetic=[relation.formula, minus(relation.stated.normalized, relation.exact, relation.stated)],
            computed=reached, difference=rest, project=relation.project,
        )  # fmt: skip
