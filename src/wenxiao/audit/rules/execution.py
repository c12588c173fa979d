"""Execution rates: their base, their scope, what they leave unsaid (checks B01–B04, B07)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from wenxiao.audit.model import Outcome, Severity, failed, not_applicable, passed, relation_operands, unknown
from wenxiao.audit.registry import rule
from wenxiao.audit.rules.common import (
    EXECUTION,
    EXECUTION_EN,
    amount,
    given,
    places,
    relations_of,
)
from wenxiao.audit.rules.telling import by_subject, short
from wenxiao.audit.words import like, printed
from wenxiao.performance.regime import Regime
from wenxiao.quantities.model import Quantity, Span
from wenxiao.quantities.paper import in_unit, on_paper, percent, plain, rounded
from wenxiao.reading.model import Project, Reading, Relation, Role, Verdict

# The rate is named, or a word that can be the cause of a low one.
_ADMITTED = re.compile(r"执行率|支出率|支付率|支付进度|支出进度|拨付进度|拨付率|使用率|执行进度|预算执行")
_CAUSE = re.compile(
    r"结余|结转|节约|剩余|调减|收回|核减|暂停|停工|延期|推迟|受[^，。；]{1,12}影响|合同约定|未支付|未支出|尚未|下年|次年|质保金|合同|决算|原因|由于|因(?![地材人]制|材施|人施|素|此|子)"
)


@rule(
    "B101", "rate-without-base", Severity.WARNING, check="B01",
    title="比率没有写出计算的基数", title_en="A rate whose base is stated nowhere",
    basis=EXECUTION, by_hand="问：这个比率是用哪两个数算出来的？在文中写出。",
    by_hand_en="Ask which two figures the rate was computed from, and write them down.",
    basis_en=EXECUTION_EN,
)  # fmt: skip
def rate_without_base(reading: Reading) -> Iterator[Outcome]:
    """A rate whose base is stated nowhere.

    A rate that nobody can recompute cannot be reviewed. Where the other amount is printed, the base that the rate would
    need is given as a question. A bare 100 % is left alone: it says that nothing is missing. Known false alarms: the base
    stands in an attached table.

    Fails::     项目共到位资金700.00万元，资金到位率79.21%。
    Passes::    项目预算1000.00万元，到位资金700.00万元，资金到位率70%。
    Silent::    项目共到位资金700.00万元。
    """
    verified = {
        (r.project, r.stated.normalized) for r in reading.relations if r.kind == "ratio" and r.stated and r.holds
    }
    baseless: dict[int, list[Quantity]] = {}
    for relation in relations_of(reading, "ratio", "text"):
        if relation.stated is None:
            continue
        if relation.verdict is not Verdict.UNKNOWN or (relation.project, relation.stated.normalized) in verified:
            yield passed()
            continue
        reason = _why_silent(reading, relation)
        if reason is not None or relation.project is None:
            yield unknown(reason or "rate of no project")
            continue
        baseless.setdefault(relation.project, []).append(relation.stated)
    for index, rates in baseless.items():
        rate = rates[0]
        top = _numerator(reading, reading.subjects[index], rate)
        figure = (
            f"{plain(rounded(in_unit(top.normalized / rate.normalized, top), 2))}{top.unit}"
            if top is not None and rate.normalized
            else None
        )
        others = len({q.normalized for q in rates}) - 1
        zh = f"“{printed(reading, rate)}”" + (f"等 {others + 1} 个比率" if others else "") + "没有写出基数"
        en = (
            f"The base of {printed(reading, rate)}"
            + (f" and of {others} more rates" if others else "")
            + " is stated nowhere"
        )
        yield failed(
            zh + (f"；若分子为“{printed(reading, top)}”，基数应约为 {figure}，请写明" if figure else "，请写明用哪两个数计算"),
            en + (f"; with {printed(reading, top)} above it would be about {figure}" if figure else ""),
            places(*rates), operands=rates, arithmetic=[f"{plain(top.value)} ÷ {printed(reading, rate)} ≈ {figure}"] if figure and top is not None else [],
            computed=figure, project=index,
        )  # fmt: skip


def _why_silent(reading: Reading, relation: Relation) -> str | None:
    """Why a rate whose base is not found is no matter for a finding."""
    stated = relation.stated
    if stated is None or relation.operands or stated.normalized in (0, 1) or stated.kind != "percent":
        return relation.reason or "no denominator stated"
    if relation.reason == "rate of a part":
        return relation.reason
    if relation.project is None or not _is_of_money(reading, stated):
        return "rate of no project"
    project = reading.subjects[relation.project]
    if given(project) is None and project.name:
        return "no amounts of the project stated"
    return None if _numerator(reading, project, stated) is not None else "no numerator stated"


_OF_MONEY = re.compile(r"执行|支出|支付|到位|拨付|使用")


def _is_of_money(reading: Reading, rate: Quantity) -> bool:
    """发放率 and 兑付率 are as often rates of cases or of punctuality."""
    cue = next((r.cue for r in reading.rates if r.quantity.start == rate.start), None)
    return cue is not None and _OF_MONEY.search(reading.quote(cue)) is not None


def _numerator(reading: Reading, project: Project, rate: Quantity) -> Quantity | None:
    """What was received or spent: the amount nearest before the rate, else the project's first."""
    measure = next((r.measure for r in reading.rates if r.quantity.start == rate.start), "")
    role = Role.ARRIVED if measure == "arrival" else Role.SPENT
    before = [f.quantity for f in project.facts if f.role is role and f.quantity.end <= rate.start]
    return max(before, key=lambda q: q.start, default=amount(project, role))


@rule(
    "B102", "numerator-wider-than-base", Severity.ERROR, check="B02",
    title="比率的分子比分母口径宽", title_en="The numerator of a rate covers more than its base",
    basis=EXECUTION, by_hand="看分子里有没有分母不含的追加、上级转移支付、结转；口径一致后重算。",
    by_hand_en="See whether the numerator holds additions, transfers or carry-over that the denominator lacks; compute again on one scope.",
    basis_en=EXECUTION_EN,
)  # fmt: skip
def numerator_wider_than_base(reading: Reading) -> Iterator[Outcome]:
    """The numerator of a rate covers more than its base.

    Spending that includes money added during the year, divided by the opening budget, is no execution rate of that
    budget. Told from the text's own breakdown of the spending. Known false alarms: a budget that is said to include
    the additions.

    Fails::     全年批复预算100.00万元，执行金额90.00万元，执行率90%。其中区级预算执行60.00万元，追加执行30.00万元。
    Passes::    全年批复预算100.00万元，执行金额90.00万元，执行率90%。其中区级预算执行60.00万元，街道预算执行30.00万元。
    Silent::    全年批复预算100.00万元，执行金额90.00万元。
    """
    sums = [r for r in reading.relations if r.kind == "sum" and r.stated is not None and r.verdict is Verdict.HOLDS]
    below = {
        r.stated.start: r.operands
        for r in sums
        if r.stated is not None and r.basis != "projects" and _of_one_project(reading, r)
    }
    for relation in reading.relations:
        if (
            relation.kind != "ratio"
            or relation.verdict is Verdict.UNKNOWN
            or relation.basis != "text"
            or len(relation.operands) != 2
        ):
            continue
        spent, base = relation.operands
        leaves = _leaves(spent, below)
        if not leaves:
            yield not_applicable()
            continue
        inside = {_cue(reading, q) for q in _leaves(base, below)} | {_named_within(reading, base)}
        outside = [
            q for q in leaves if _ADDED.search(_cue(reading, q)) and not any(_ADDED.search(words) for words in inside)
        ]
        if not outside or _ADDED.search(_cue(reading, base)) or _is_adjusted(reading, relation, base):
            yield passed()
            continue
        extra = sum((q.normalized for q in outside), Decimal(0))
        wider = base.normalized + extra
        exact = percent(spent.normalized / wider)
        yield failed(
            f"“{printed(reading, relation.stated)}”的分子含有 {like(extra, base)}追加或转移资金，分母“{printed(reading, base)}”不含；同口径为 {exact}",
            f"The numerator of {printed(reading, relation.stated)} contains {like(extra, base)} of added or transferred money that the base {printed(reading, base)} lacks; on the same scope it is {exact}",
            places(spent, base, relation.stated, *outside), operands=[*relation_operands(relation), *outside],
            arithmetic=[f"{plain(in_unit(spent.normalized, base))} ÷ ({plain(base.value)} + {plain(in_unit(extra, base))}) = {exact}"], computed=exact, project=relation.project,
        )  # fmt: skip


def _of_one_project(reading: Reading, made: Relation) -> bool:
    """Whether the parts stand in the text of the project that the total is of; those of another make it by chance."""
    if made.project is None:
        return True
    scope = reading.subjects[made.project].scope
    return all(scope.start <= q.start < scope.end for q in made.operands)


def _is_adjusted(reading: Reading, relation: Relation, base: Quantity) -> bool:
    """Whether the base is the year's budget with its changes."""
    if relation.project is None:
        return False
    project = reading.subjects[relation.project]
    return base.normalized == project.adjusted_budget or any(
        f.role is Role.ADJUSTED and f.quantity.start == base.start for f in project.facts
    )


_ADDED = re.compile(r"追加|调增|转移支付|上级|新增|结转")


def _leaves(quantity: Quantity, below: dict[int, tuple[Quantity, ...]], depth: int = 3) -> list[Quantity]:
    found: list[Quantity] = []
    for part in below.get(quantity.start, ()):
        deeper = _leaves(part, below, depth - 1) if depth else []
        found.extend(deeper or [part])
    return found


def _named_within(reading: Reading, base: Quantity) -> str:
    """What the text says right behind a base to be inside it: 预算100万元，其中2022年结转20万元."""
    match = re.compile(r"[，,(](?:其中|含|包[括含])[^。；;]{0,30}").match(reading.text, base.end)
    return match[0] if match else ""


def _cue(reading: Reading, quantity: Quantity) -> str:
    """The words right before an amount, back to the clause and the one before it."""
    words = reading.text[max(0, quantity.start - 30) : quantity.start]
    return re.split(r"[。；;元]", words)[-1]


@rule(
    "B103", "rate-on-unadjusted-budget", Severity.WARNING, check="B03",
    title="预算有调整，执行率仍按年初预算计算", title_en="The budget was adjusted, the rate is computed on the opening budget",
    basis=EXECUTION, by_hand="用支出除以调整后的全年预算，再算一次执行率。",
    by_hand_en="Divide the spending by the adjusted budget of the year and compare.",
    basis_en=EXECUTION_EN,
)  # fmt: skip
def rate_on_unadjusted_budget(reading: Reading) -> Iterator[Outcome]:
    """The budget was adjusted, the rate is computed on the opening budget.

    The self-evaluation form divides by the year's (adjusted) budget. Both rates are shown. Known false alarms: a local
    rule that asks for the opening budget.

    Fails::     1、甲项目年初预算50.00万元，实际支出20.00万元，执行率40%，10月预算调减30.00万元。
    Passes::    1、甲项目年初预算50.00万元，10月预算调减30.00万元，实际支出20.00万元，执行率100%。
    Silent::    1、甲项目年初预算50.00万元，实际支出20.00万元，执行率40%。
    """
    for index, project in enumerate(reading.subjects):
        changes = [f for f in project.facts if f.role in (Role.ADDED, Role.RETURNED)]
        budget, spent = amount(project, Role.APPROVED), amount(project, Role.SPENT)
        stated = project.stated_execution_rate
        if (
            not changes
            or budget is None
            or spent is None
            or stated is None
            or not project.adjusted_budget
            or not budget.normalized
        ):
            continue
        rate = next((r.quantity for r in project.rates if r.measure == "execution"), None)
        original, adjusted = spent.normalized / budget.normalized, spent.normalized / project.adjusted_budget
        if abs(original - stated) >= Decimal("0.0051") or abs(adjusted - stated) < Decimal("0.0051"):
            yield passed()
            continue
        exact = percent(adjusted)
        yield failed(
            f"执行率“{printed(reading, rate)}”按年初预算计算；预算调整后为 {exact}",
            f"The rate of {printed(reading, rate)} is on the opening budget; on the adjusted budget it is {exact}",
            places(budget, rate, changes[0].quantity), operands=[q for q in (budget, spent, rate) if q is not None],
            arithmetic=[f"{plain(in_unit(spent.normalized, budget))} ÷ {plain(in_unit(project.adjusted_budget, budget))} = {exact}"], computed=exact, project=index,
        )  # fmt: skip


@rule(
    "B104", "full-execution-of-a-small-part", Severity.NOTE, check="B04",
    title="执行率100%，但下达资金远低于所需", title_en="Fully executed, though only a small part of the need was funded",
    basis="绩效目标应与资金量匹配（财预〔2020〕10号附1）", by_hand="用下达资金除以所需资金，并说明缺口如何解决。",
    by_hand_en="Divide the released by the needed money, and say how the gap is closed.",
    basis_en="Targets match the money (Caiyu 2020 No. 10, annex 1)",
)  # fmt: skip
def full_execution_of_a_small_part(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """Fully executed, though only a small part of the need was funded.

    A rate of 100 % beside a stated need of which less than half was released tells little about the work. Known false
    alarms: projects of several years.

    Fails::     甲村饮水工程共需资金6000.00万元，全年共下达预算600.00万元，实际支出600.00万元，预算执行率100%。
    Passes::    甲村饮水工程共需资金700.00万元，全年共下达预算600.00万元，实际支出600.00万元，预算执行率100%。
    Silent::    甲村饮水工程全年共下达预算600.00万元，实际支出600.00万元，预算执行率100%。
    """
    for index, project in enumerate(reading.subjects):
        needed = amount(project, Role.NEEDED)
        released = project.given.quantity if project.given is not None else None
        if needed is None or released is None or not needed.normalized or project.stated_execution_rate != 1:
            continue
        share = released.normalized / needed.normalized
        if share >= regime.thresholds["released_of_need"]:
            yield passed()
            continue
        yield failed(
            f"共需“{printed(reading, needed)}”，只下达“{printed(reading, released)}”（{percent(share)}）；执行率100%不能说明需求已满足",
            f"{printed(reading, needed)} was needed and {printed(reading, released)} released ({percent(share)}); a rate of 100 % does not show that the need was met",
            places(needed, released), operands=[needed, released], arithmetic=[f"{plain(released.value)} ÷ {on_paper(needed, released)} = {percent(share)}"], computed=percent(share), project=index,
        )  # fmt: skip


@rule(
    "B107", "low-execution-unexplained", Severity.WARNING, check="B07",
    title="执行率低而没有说明", title_en="Low execution that the text does not explain",
    basis="预算执行率偏低应说明原因（自评表填报要求）", by_hand="用支出除以预算；低于80%的，看文中有没有写出执行率和原因。",
    by_hand_en="Divide the spending by the budget; below 80 % see whether the text names the rate and a reason.",
    basis_en="A low execution rate is explained (self-evaluation form)",
)  # fmt: skip
def low_execution_unexplained(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """Low execution that the text does not explain.

    Less than four fifths of the budget was spent, and the text about the project neither names the rate nor a reason.
    Where the rate is admitted but no reason given, while the targets are said to be reached, it is a note.
    Known false alarms: payment that follows acceptance; then the text says so and the rule is silent.

    Fails::     1、甲项目预算100.00万元，支出60.00万元，绩效目标基本实现。
    Passes::    1、甲项目预算100.00万元，支出95.00万元，绩效目标基本实现。
    Passes::    1、甲项目预算100.00万元，支出60.00万元，因合同未到付款期，尾款未支付。
    Fails::     1、甲项目预算100.00万元，支出60.00万元，项目的绩效目标基本实现，但预算执行率有待提高。
    Silent::    1、甲项目支出60.00万元，绩效目标基本实现。
    """
    claims = by_subject(reading, "achieved")
    # 支出38.93万元，占预算的76.5%: a share of the spending names the rate too.
    shared = {r.project for r in relations_of(reading, "ratio") if r.holds and _of_spending(reading, r)}
    for index, project in enumerate(reading.subjects):
        base = project.adjusted_budget if project.adjusted_budget is not None else project.budget
        spent = amount(project, Role.SPENT)
        if not base or project.spent is None or spent is None:
            continue
        rate = project.spent / base
        budget = next(
            (f.quantity for f in project.facts if f.quantity.normalized == base and f.role is not Role.SPENT), None
        )
        stated_planned = budget is not None and any(
            f.role is Role.PLANNED and f.quantity is budget for f in project.facts
        )
        if rate >= regime.thresholds["low_execution"] or stated_planned:
            yield passed()
            continue
        about = _about(reading, project)
        if _CAUSE.search(about):
            yield passed()
            continue
        reached = next(iter(claims.get(index, ())), None)
        if _ADMITTED.search(about) or project.stated_execution_rate is not None or index in shared:
            if reached is None:
                yield passed()
                continue
            yield failed(
                f"支出占预算的 {percent(rate)}，又写“{short(reading, reached.clause)}”，没有说明执行率低的原因",
                f"Spending is {percent(rate)} of the budget, yet “{short(reading, reached.clause)}”; why so little was spent is not said",
                [*places(budget, spent), reached.clause], operands=[q for q in (budget, spent) if q is not None],
                arithmetic=[f"{plain(spent.value)} ÷ {on_paper(budget, spent) if budget is not None else plain(in_unit(base, spent))} = {percent(rate)}"],
                computed=percent(rate), severity=Severity.NOTE, project=index,
            )  # fmt: skip
            continue
        yield failed(
            f"支出占预算的 {percent(rate)}，文中没有写出执行率，也没有说明原因",
            f"Spending is {percent(rate)} of the budget; the text neither names the rate nor a reason",
            places(budget, spent), operands=[q for q in (budget, spent) if q is not None],
            arithmetic=[f"{plain(spent.value)} ÷ {on_paper(budget, spent) if budget is not None else plain(in_unit(base, spent))} = {percent(rate)}"],
            computed=percent(rate), project=index,
        )  # fmt: skip


def _of_spending(reading: Reading, ratio: Relation) -> bool:
    return ratio.project is not None and ratio.operands[0].normalized == reading.subjects[ratio.project].spent


_CUE = re.compile(r"预算执行(?:数|金额|情况)|执行(?:数|金额|情况)")


def _about(reading: Reading, project: Project) -> str:
    """The project's text without the numbers' own cues, so that 预算执行数 in a form is no explanation."""
    words = reading.text[project.scope.start : project.scope.end]
    if project.name and project.scope.end - project.scope.start < _ROW:
        words += _said_elsewhere(reading, project)
    return _CUE.sub("", words)


_ROW = 200  # characters: the text of a row of a list


def _said_elsewhere(reading: Reading, project: Project) -> str:
    """What follows the name of a listed project above and below its list, to the end of each sentence."""
    name, text = reading.quote(Span(project.start, project.end)), reading.text
    said: list[str] = []
    at = text.find(name) if len(name) >= 4 else -1
    while at >= 0 and len(said) < 4:
        if not project.scope.start <= at < project.scope.end:
            stop = text.find("。", at)
            said.append(text[at : stop if stop >= 0 else at + _ROW])
        at = text.find(name, at + len(name))
    return "".join(said)
