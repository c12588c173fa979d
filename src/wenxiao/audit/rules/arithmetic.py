"""Family A: figures against the figures they are computed from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wenxiao.audit.model import Outcome, Severity, failed, not_applicable, passed, relation_operands, unknown
from wenxiao.audit.registry import rule
from wenxiao.audit.words import like, minus, printed
from wenxiao.quantities.model import Span
from wenxiao.quantities.paper import percent, plain
from wenxiao.reading.model import Reading, Relation, Verdict
from wenxiao.reading.relations.adjustments import REMAINDER

_TRUE = "数据真实、准确、完整（财预〔2020〕10号，单位自评）"
_ARITHMETIC = "算术关系"


def _of(reading: Reading, kind: str, *bases: str) -> list[Relation]:
    return [r for r in reading.relations if r.kind == kind and (not bases or r.basis in bases)]


def _settled(relation: Relation) -> Outcome | None:
    """The outcome of a relation that is not broken."""
    if relation.verdict is Verdict.HOLDS:
        return passed()
    if relation.verdict is Verdict.UNKNOWN:
        return unknown(relation.reason or "not certain")
    return None


@rule(
    "A101", "stated-rate-differs", Severity.ERROR, check="A01",
    title="比率与计算它的金额不符", title_en="A stated rate differs from the amounts it is computed from",
    basis=_TRUE, by_hand="用支出（或到位）金额除以同一口径的预算，按印出的小数位四舍五入，与印出的比率对照。",
    by_hand_en="Divide the spending (or the receipts) by the budget of the same scope, round half up to the printed decimals, compare.",
    basis_en="Data are true, accurate and complete (self-evaluation, Caiyu 2020 No. 10)",
)  # fmt: skip
def stated_rate_differs(reading: Reading) -> Iterator[Outcome]:
    """A stated rate differs from the amounts it is computed from.

    A reader takes the printed rate and the printed amounts as one statement. The rate is recomputed with every amount
    of the project that can be its base; it is reported only when none fits and the sentence leaves no doubt which two
    amounts are meant. Digits cut off instead of rounded are a note.

    By hand: divide, round half up to the printed decimals. Known false alarms: the base stands in an attachment.

    Fails::     项目预算200万元，支出150万元，预算执行率85%。
    Fails::     年初预算30.00万元，实际支出20.00万元，执行率66.66%。
    Passes::    项目预算200万元，支出150万元，预算执行率75%。
    Passes::    预算46.90万元，到位46.90万元，支出41.25万元，预算执行率87.95%。
    Silent::    预算执行率85%。
    """
    for relation in _of(reading, "ratio", "text", "table", "share"):
        settled = _settled(relation)
        if settled is not None:
            yield settled
            continue
        assert relation.stated is not None and relation.exact is not None  # noqa: PT018  (a judged ratio has both)
        stated = printed(reading, relation.stated)
        exact = percent(relation.exact)
        if relation.verdict is Verdict.TRUNCATED:
            yield failed(
                f"“{stated}”是截尾所得，四舍五入应为 {exact}",
                f"{stated} is cut off; rounded it is {exact}",
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
    basis=_ARITHMETIC, by_hand="看“率”字后面的数是否应带百分号。",
    by_hand_en="See whether the number after the rate word should bear a percent sign.",
    basis_en="Arithmetic",
)  # fmt: skip
def rate_with_money_unit(reading: Reading) -> Iterator[Outcome]:
    """A rate is printed with a money unit.

    执行率为91.33万元 is neither a rate nor an amount that anybody can use. Where the amounts around it give that very
    number as a percentage, the message says so. Known false alarms: 利率 and unit costs are not read as rates.

    Fails::     年初预算150万元，实际执行137万元，执行率为91.33万元。
    Passes::    年初预算150万元，实际执行137万元，执行率为91.33%。
    Silent::    年初预算150万元，实际执行137万元。
    """
    fits = {r.stated.start: r for r in _of(reading, "ratio") if r.stated is not None and r.verdict is Verdict.HOLDS}
    for rate in reading.rates:
        if not rate.measure:
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
    basis=_ARITHMETIC, by_hand="把执行率与节约率（未执行率）相加，应为100%；再用金额各算一次。",
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
    for relation in _of(reading, "complement"):
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
    for relation in _of(reading, "ratio", "saving"):
        settled = _settled(relation)
        if settled is not None:
            yield settled
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


def _sum_outcome(reading: Reading, relation: Relation, over: Severity) -> Outcome:
    settled = _settled(relation)
    if settled is not None or relation.stated is None or relation.exact is None:
        return settled or not_applicable()
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


@rule(
    "A104", "parts-differ-from-total", Severity.ERROR, check="A04",
    title="分项之和与总数不符（数量）", title_en="Counted or measured parts do not add up to their total",
    basis=_TRUE, by_hand="把列出的各分项相加，与总数对照；“其中”只列一部分时看是否写明其余。",
    by_hand_en="Add the listed parts and compare with the total; after 其中 see whether the rest is named.",
    basis_en="Data are true, accurate and complete (self-evaluation, Caiyu 2020 No. 10)",
)  # fmt: skip
def parts_differ_from_total(reading: Reading) -> Iterator[Outcome]:
    """Counted or measured parts do not add up to their total.

    A list that gives a total and its parts is one statement. More parts than the total is an error; fewer after 其中 is
    a warning, because 其中 need not name all of them. Lists of one or two examples are left alone.

    Fails::     全年发现问题100起，其中整改60起、转办20起、作废10起。
    Passes::    全年发现问题100起，其中整改60起、转办20起、作废20起。
    Silent::    全年发现问题100起。
    """
    for relation in _of(reading, "sum", "list", "points", "implied"):
        if relation.stated is not None and relation.stated.kind != "money":
            yield _sum_outcome(reading, relation, Severity.ERROR)


@rule(
    "A105", "states-exceed-total", Severity.ERROR, check="A05",
    title="各状态的数量之和与总数不符", title_en="The numbers of items in each state exceed the total",
    basis=_TRUE, by_hand="把各状态（已验收、已完工、在建……）的数量相加，与总数对照；一个项目只能处在一种状态。",
    by_hand_en="Add the numbers of all states and compare with the total; an item is in one state only.",
    basis_en="Data are true, accurate and complete (self-evaluation, Caiyu 2020 No. 10)",
)  # fmt: skip
def states_exceed_total(reading: Reading) -> Iterator[Outcome]:
    """The numbers of items in each state exceed the total.

    20个项目中有5个…，7个…: states exclude each other, so they cannot be more than there are items. Known false alarms:
    a state that contains another (完工 that includes 验收).

    Fails::     12个子项目中有5个已经验收，4个已经完工，4个正在施工。
    Passes::    12个子项目中有5个已经验收，4个已经完工，3个正在施工。
    Silent::    12个子项目已经全部完工。
    """
    for relation in _of(reading, "sum"):
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
    basis=_TRUE, by_hand="把各项资金换算成同一单位后相加，与合计对照；括号里的下一级分项不重复相加。",
    by_hand_en="Convert all amounts to one unit, add them, compare with the total; parts in brackets one level down are not added again.",
    basis_en="Data are true, accurate and complete (self-evaluation, Caiyu 2020 No. 10)",
)  # fmt: skip
def money_parts_differ_from_total(reading: Reading) -> Iterator[Outcome]:
    """Amounts do not add up to their total.

    Sources, uses and components of money are recomputed in one unit. A number of d decimals stands for half a unit of
    its last digit each side, so differences of rounding stay silent. Parts in brackets below a part are its own sum.

    Fails::     共到位资金500.00万元，其中：中央资金300.00万元，省级资金120.00万元，自筹60.00万元。
    Passes::    共到位资金500.00万元，其中：中央资金300.00万元，省级资金140.00万元，自筹60.00万元。
    Silent::    共到位资金500.00万元。
    """
    for relation in _of(reading, "sum", "list", "implied", "projects"):
        if relation.stated is not None and relation.stated.kind == "money":
            yield _sum_outcome(reading, relation, Severity.ERROR)


@rule(
    "A107", "done-and-undone-exceed-total", Severity.ERROR, check="A07",
    title="完成数与未完成数之和超过总数", title_en="Done and not done together exceed the total",
    basis=_TRUE, by_hand="同一段里，完成数加上未实施数不应超过任务总数；若未实施的不在总数之内，请写明。",
    by_hand_en="In one passage, done plus not started is at most the total; if the latter stand outside the total, say so.",
    basis_en="Data are true, accurate and complete (self-evaluation, Caiyu 2020 No. 10)",
)  # fmt: skip
def done_and_undone_exceed_total(reading: Reading) -> Iterator[Outcome]:
    """Done and not done together exceed the total.

    任务总数27个，7个暂未施工，完成27个: what is not started cannot also be done. Known false alarms: what is not started
    is outside the total (then the text says 另有).

    Fails::     标段任务总数27个，其中7个小区暂未施工，进场27个，完成27个。
    Passes::    标段任务总数27个，其中7个小区暂未施工，进场20个，完成20个。
    Silent::    标段任务总数27个，完成27个。
    """
    for relation in _of(reading, "states"):
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
    rated = {
        r.project for r in _of(reading, "ratio", "text") if r.verdict is Verdict.HOLDS and _of_spending(reading, r)
    }
    for relation in _of(reading, "difference", "adjustment"):
        settled = None if relation.reason == REMAINDER else _settled(relation)
        if relation.reason == REMAINDER and relation.project in rated:
            settled = passed()  # the stated rate says how much was not spent
        if settled is not None:
            yield settled
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


def _of_spending(reading: Reading, ratio: Relation) -> bool:
    """Whether a rate is the execution of its project."""
    return ratio.project is not None and ratio.operands[0].normalized == reading.subjects[ratio.project].spent


@rule(
    "A110", "wrong-order-of-magnitude", Severity.ERROR, check="A10",
    title="同一金额相差十的整数倍", title_en="One amount is printed with two orders of magnitude",
    basis=_ARITHMETIC, by_hand="核对两处的单位（元、万元）和小数点。",
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
    for relation in _of(reading, "same"):
        slip = _magnitude(relation)
        if relation.verdict is Verdict.HOLDS:
            yield passed()
        elif slip is not None:
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
    basis=_TRUE, by_hand="按文号或项目名称找到两处，对照原始文件，看哪一处是笔误，或口径是否不同。",
    by_hand_en="Find both places by document number or project name and compare with the original; see which is a slip, or whether they measure different things.",
    basis_en="Data are true, accurate and complete (self-evaluation, Caiyu 2020 No. 10)",
)  # fmt: skip
def same_amount_two_values(reading: Reading) -> Iterator[Outcome]:
    """The same amount is printed with two values.

    A project of a list that the text names again with another amount, or one document number that releases two
    different amounts. Known false alarms: budget in one place and spending in the other.

    Fails::     根据甲财农〔2023〕10号文件，下达资金50万元。根据甲财农〔2023〕10号文件，下达资金60万元。
    Passes::    根据甲财农〔2023〕10号文件，下达资金50万元。根据甲财农〔2023〕10号文件，下达资金50万元。
    Silent::    下达资金50万元。
    """
    for relation in _of(reading, "same"):
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
    basis=_ARITHMETIC, by_hand="（后数 − 前数）÷ 前数；方向词（增长、下降）与符号一致；百分数相减得百分点。",
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
    for relation in _of(reading, "change"):
        if relation.verdict in (Verdict.HOLDS, Verdict.TRUNCATED):
            yield passed()
        elif relation.stated is not None and relation.exact is not None:
            exact = like(relation.exact, relation.stated) if relation.basis == "points" else percent(relation.exact)
            yield failed(
                f"按前后两个数计算，变化幅度为 {exact}，与印出的“{printed(reading, relation.stated)}”不能同时成立",
                f"The two values give a change of {exact}; the text states {printed(reading, relation.stated)}: both cannot hold",
                relation.spans, operands=relation_operands(relation), arithmetic=[relation.formula], computed=exact, project=relation.project,
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
    for relation in _of(reading, "sum", "table"):
        yield _sum_outcome(reading, relation, Severity.ERROR)
