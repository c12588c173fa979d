"""Family B: the logic of budget, receipts and spending."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from wenxiao.audit.model import Outcome, Severity, failed, not_applicable, passed, relation_operands, unknown
from wenxiao.audit.registry import rule
from wenxiao.audit.words import like, minus, printed
from wenxiao.quantities.model import Quantity, Span
from wenxiao.quantities.paper import in_unit, on_paper, percent, plain, rounded
from wenxiao.reading.model import Project, Reading, Role, Verdict

_EXECUTION = "预算执行率＝预算执行数÷全年预算数（财预〔2020〕10号自评表）"
_LOW = Decimal("0.8")  # below this an execution rate wants an explanation
_NEED = Decimal("0.5")  # below this share of the need a full execution rate says little
_EXPLAINED = re.compile(
    r"执行率|支出率|支付率|支付进度|支出进度|执行进度|预算执行|结余|结转|节约|剩余|调减|收回|核减|暂停|停工|延期|推迟|受[^，。；]{1,12}影响|合同约定|未支付|未支出|尚未|下年|次年|质保金|合同|决算|原因|由于|因(?![地材人]制|材施|人施|素|此|子)"
)
_SURPLUS = re.compile(r"结余|结转|闲置|沉淀|未使用|未支出")
_OTHER_YEARS = re.compile(r"以前年度|上年|往年|历年")


def _fact(project: Project, *roles: Role) -> Quantity | None:
    fact = project.first(*roles)
    return None if fact is None else fact.quantity


def _places(*quantities: Quantity | None) -> list[Span]:
    return [q.span for q in quantities if q is not None]


@rule(
    "B101", "rate-without-base", Severity.WARNING, check="B01",
    title="比率没有写出计算的基数", title_en="A rate whose base is stated nowhere",
    basis=_EXECUTION, by_hand="问：这个比率是用哪两个数算出来的？在文中写出。",
    by_hand_en="Ask which two figures the rate was computed from, and write them down.",
    basis_en="Execution rate = spending ÷ the year's budget (self-evaluation form, Caiyu 2020 No. 10)",
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
    asked: set[tuple[int, Decimal]] = set()
    verified = {
        (r.project, r.stated.normalized) for r in reading.relations if r.kind == "ratio" and r.stated and r.holds
    }
    for relation in reading.relations:
        if relation.kind != "ratio" or relation.basis != "text" or relation.stated is None:
            continue
        if relation.verdict is not Verdict.UNKNOWN or (relation.project, relation.stated.normalized) in verified:
            yield passed()
            continue
        if relation.operands or relation.stated.normalized == 1 or relation.stated.kind != "percent":
            yield unknown(relation.reason or "no denominator stated")
            continue
        if relation.project is None:
            yield unknown("rate of no project")
            continue
        project = reading.subjects[relation.project]
        if relation.reason == "rate of a part":
            yield unknown(relation.reason)
            continue
        if (relation.project, relation.stated.normalized) in asked or (_given(project) is None and project.name):
            yield unknown("no amounts of the project stated")
            continue
        top = _numerator(reading, project, relation.stated)
        if not _is_of_money(reading, relation.stated):
            yield unknown("rate of no project")
            continue
        if top is None:
            yield unknown("no numerator stated")
            continue
        asked.add((relation.project, relation.stated.normalized))
        rate = relation.stated.normalized
        figure = f"{plain(rounded(in_unit(top.normalized / rate, top), 2))}{top.unit}" if rate else None
        yield failed(
            f"“{printed(reading, relation.stated)}”没有写出基数" + (f"；若分子为“{printed(reading, top)}”，基数应约为 {figure}，请写明" if figure else "，请写明用哪两个数计算"),
            f"The base of {printed(reading, relation.stated)} is stated nowhere" + (f"; with {printed(reading, top)} above it would be about {figure}" if figure else ""),
            _places(relation.stated), operands=[relation.stated], arithmetic=[f"{plain(top.value)} ÷ {printed(reading, relation.stated)} ≈ {figure}"] if figure else [],
            computed=figure, project=relation.project,
        )  # fmt: skip


_OF_MONEY = re.compile(r"执行|支出|支付|到位|拨付|使用")


def _is_of_money(reading: Reading, rate: Quantity) -> bool:
    """发放率 and 兑付率 are as often rates of cases or of punctuality."""
    cue = next((r.cue for r in reading.rates if r.quantity.start == rate.start), None)
    return cue is not None and _OF_MONEY.search(reading.quote(cue)) is not None


def _numerator(reading: Reading, project: Project, rate: Quantity) -> Quantity | None:
    measure = next((r.measure for r in reading.rates if r.quantity.start == rate.start), "")
    return _fact(project, Role.ARRIVED) if measure == "arrival" else _fact(project, Role.SPENT)


@rule(
    "B102", "numerator-wider-than-base", Severity.ERROR, check="B02",
    title="比率的分子比分母口径宽", title_en="The numerator of a rate covers more than its base",
    basis=_EXECUTION, by_hand="看分子里有没有分母不含的追加、上级转移支付、结转；口径一致后重算。",
    by_hand_en="See whether the numerator holds additions, transfers or carry-over that the denominator lacks; compute again on one scope.",
    basis_en="Execution rate = spending ÷ the year's budget (self-evaluation form, Caiyu 2020 No. 10)",
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
    below = {r.stated.start: r.operands for r in sums if r.stated is not None and r.basis != "projects"}
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
        if not outside or _ADDED.search(_cue(reading, base)):
            yield passed()
            continue
        extra = sum((q.normalized for q in outside), Decimal(0))
        wider = base.normalized + extra
        exact = percent(spent.normalized / wider)
        yield failed(
            f"“{printed(reading, relation.stated)}”的分子含有 {like(extra, base)}追加或转移资金，分母“{printed(reading, base)}”不含；同口径为 {exact}",
            f"The numerator of {printed(reading, relation.stated)} contains {like(extra, base)} of added or transferred money that the base {printed(reading, base)} lacks; on the same scope it is {exact}",
            _places(spent, base, relation.stated, *outside), operands=[*relation_operands(relation), *outside],
            arithmetic=[f"{plain(in_unit(spent.normalized, base))} ÷ ({plain(base.value)} + {plain(in_unit(extra, base))}) = {exact}"], computed=exact, project=relation.project,
        )  # fmt: skip


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
    basis=_EXECUTION, by_hand="用支出除以调整后的全年预算，再算一次执行率。",
    by_hand_en="Divide the spending by the adjusted budget of the year and compare.",
    basis_en="Execution rate = spending ÷ the year's budget (self-evaluation form, Caiyu 2020 No. 10)",
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
        budget, spent = _fact(project, Role.APPROVED), _fact(project, Role.SPENT)
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
            _places(budget, rate, changes[0].quantity), operands=[q for q in (budget, spent, rate) if q is not None],
            arithmetic=[f"{plain(in_unit(spent.normalized, budget))} ÷ {plain(in_unit(project.adjusted_budget, budget))} = {exact}"], computed=exact, project=index,
        )  # fmt: skip


@rule(
    "B104", "full-execution-of-a-small-part", Severity.NOTE, check="B04",
    title="执行率100%，但下达资金远低于所需", title_en="Fully executed, though only a small part of the need was funded",
    basis="绩效目标应与资金量匹配（财预〔2020〕10号附1）", by_hand="用下达资金除以所需资金，并说明缺口如何解决。",
    by_hand_en="Divide the released by the needed money, and say how the gap is closed.",
    basis_en="Targets match the money (Caiyu 2020 No. 10, annex 1)",
)  # fmt: skip
def full_execution_of_a_small_part(reading: Reading) -> Iterator[Outcome]:
    """Fully executed, though only a small part of the need was funded.

    A rate of 100 % beside a stated need of which less than half was released tells little about the work. Known false
    alarms: projects of several years.

    Fails::     甲村饮水工程共需资金6000.00万元，全年共下达预算600.00万元，实际支出600.00万元，预算执行率100%。
    Passes::    甲村饮水工程共需资金700.00万元，全年共下达预算600.00万元，实际支出600.00万元，预算执行率100%。
    Silent::    甲村饮水工程全年共下达预算600.00万元，实际支出600.00万元，预算执行率100%。
    """
    for index, project in enumerate(reading.subjects):
        needed = _fact(project, Role.NEEDED)
        given = project.given.quantity if project.given is not None else None
        if needed is None or given is None or not needed.normalized or project.stated_execution_rate != 1:
            continue
        share = given.normalized / needed.normalized
        if share >= _NEED:
            yield passed()
            continue
        yield failed(
            f"共需“{printed(reading, needed)}”，只下达“{printed(reading, given)}”（{percent(share)}）；执行率100%不能说明需求已满足",
            f"{printed(reading, needed)} was needed and {printed(reading, given)} released ({percent(share)}); a rate of 100 % does not show that the need was met",
            _places(needed, given), operands=[needed, given], arithmetic=[f"{plain(given.value)} ÷ {on_paper(needed, given)} = {percent(share)}"], computed=percent(share), project=index,
        )  # fmt: skip


@rule(
    "B105", "spending-exceeds-budget", Severity.ERROR, check="B05",
    title="支出大于预算或到位资金", title_en="Spending exceeds the budget or the money received",
    basis="支出不得突破预算（《预算法》）；支出以到位资金为限", by_hand="对照支出与调整后预算、到位资金；有结转、追加的请写明。",
    by_hand_en="Compare spending with the adjusted budget and the receipts; name carry-over and additions.",
    basis_en="Spending may not exceed the budget (Budget Law) nor the money received",
)  # fmt: skip
def spending_exceeds_budget(reading: Reading) -> Iterator[Outcome]:
    """Spending exceeds the budget or the money received.

    Carry-over, additions and a planned total of several years explain it; where the text names one, the rule is silent.
    Known false alarms: carry-over that is stated elsewhere.

    Fails::     1、甲项目预算100.00万元，实际支出130.00万元。
    Passes::    1、甲项目预算100.00万元，实际支出100.00万元。
    Silent::    1、甲项目实际支出130.00万元。
    """
    for relation in reading.relations:
        if relation.kind != "order" or relation.basis not in ("budget", "arrived"):
            continue
        if relation.verdict is Verdict.HOLDS:
            yield passed()
            continue
        small, large = relation.operands
        name = ("预算", "budget") if relation.basis == "budget" else ("到位资金", "money received")
        gap = like(small.normalized - large.normalized, small)
        yield failed(
            f"支出“{printed(reading, small)}”大于{name[0]}“{printed(reading, large)}”，多 {gap}，文中没有写明来源",
            f"Spending of {printed(reading, small)} exceeds the {name[1]} of {printed(reading, large)} by {gap}; the text does not say from where",
            relation.spans, operands=relation.operands, arithmetic=[minus(small.normalized, large.normalized, small)],
            difference=gap, project=relation.project,
        )  # fmt: skip


@rule(
    "B106", "fully-spent-yet-surplus", Severity.ERROR, check="B06",
    title="预算全部支出，却称有结余", title_en="Fully spent, yet a surplus is named",
    basis="数据真实、准确、完整（财预〔2020〕10号，单位自评）", by_hand="预算等于支出时没有结余；若结余属以前年度或下级单位，请写明。",
    by_hand_en="Where spending equals the budget nothing is left; if the surplus is of earlier years or of sub-units, say so.",
    basis_en="Data are true, accurate and complete (self-evaluation, Caiyu 2020 No. 10)",
)  # fmt: skip
def fully_spent_yet_surplus(reading: Reading) -> Iterator[Outcome]:
    """Fully spent, yet a surplus is named.

    Spending equal to the budget leaves nothing that could be handed in or lie idle. Known false alarms: a surplus of
    earlier years or of sub-units; where the sentence says so, the rule is silent.

    Fails::     1、甲项目预算300.50万元，支出300.50万元，但也存在结余资金未及时上缴等问题。
    Passes::    1、甲项目预算300.50万元，支出300.50万元，但也存在档案管理不规范等问题。
    Silent::    1、甲项目预算300.50万元，支出280.50万元，但也存在结余资金未及时上缴等问题。
    """
    for index, project in enumerate(reading.subjects):
        if project.budget is None or project.spent is None or project.budget != project.spent or not project.budget:
            continue
        budget = project.given.quantity if project.given is not None else None
        spent = _fact(project, Role.SPENT)
        hits = [(s, m) for s in project.problems if (m := _SURPLUS.search(s.text)) and not _OTHER_YEARS.search(s.text)]
        if not hits:
            yield passed()
            continue
        statement, match = hits[0]
        at = reading.text.find(match[0], statement.start, statement.end)
        end = min((i for mark in "，。、；等" if (i := reading.text.find(mark, at)) >= 0), default=statement.end)
        yield failed(
            f"支出等于预算（{printed(reading, spent)}），没有结余，与“{reading.text[at:end]}”不能同时成立",
            f"Spending equals the budget ({printed(reading, spent)}), so nothing is left over; the text names a surplus",
            [*_places(budget, spent), Span(at, end)], operands=[q for q in (budget, spent) if q is not None],
            arithmetic=[minus(budget.normalized, spent.normalized, budget)] if budget is not None and spent is not None else [], difference="0", project=index,
        )  # fmt: skip


@rule(
    "B107", "low-execution-unexplained", Severity.WARNING, check="B07",
    title="执行率低而没有说明", title_en="Low execution that the text does not explain",
    basis="预算执行率偏低应说明原因（自评表填报要求）", by_hand="用支出除以预算；低于80%的，看文中有没有写出执行率和原因。",
    by_hand_en="Divide the spending by the budget; below 80 % see whether the text names the rate and a reason.",
    basis_en="A low execution rate is explained (self-evaluation form)",
)  # fmt: skip
def low_execution_unexplained(reading: Reading) -> Iterator[Outcome]:
    """Low execution that the text does not explain.

    Less than four fifths of the budget was spent, and the text about the project neither names the rate nor a reason.
    Known false alarms: payment that follows acceptance; then the text says so and the rule is silent.

    Fails::     1、甲项目预算100.00万元，支出60.00万元，绩效目标基本实现。
    Passes::    1、甲项目预算100.00万元，支出95.00万元，绩效目标基本实现。
    Passes::    1、甲项目预算100.00万元，支出60.00万元，因合同未到付款期，尾款未支付。
    Silent::    1、甲项目支出60.00万元，绩效目标基本实现。
    """
    for index, project in enumerate(reading.subjects):
        base = project.adjusted_budget if project.adjusted_budget is not None else project.budget
        spent = _fact(project, Role.SPENT)
        if not base or project.spent is None or spent is None:
            continue
        rate = project.spent / base
        budget = next(
            (f.quantity for f in project.facts if f.quantity.normalized == base and f.role is not Role.SPENT), None
        )
        stated_planned = budget is not None and any(
            f.role is Role.PLANNED and f.quantity is budget for f in project.facts
        )
        if rate >= _LOW or stated_planned or _EXPLAINED.search(_about(reading, project)):
            yield passed()
            continue
        yield failed(
            f"支出占预算的 {percent(rate)}，文中没有写出执行率，也没有说明原因",
            f"Spending is {percent(rate)} of the budget; the text neither names the rate nor a reason",
            _places(budget, spent), operands=[q for q in (budget, spent) if q is not None],
            arithmetic=[f"{plain(spent.value)} ÷ {on_paper(budget, spent) if budget is not None else plain(in_unit(base, spent))} = {percent(rate)}"],
            computed=percent(rate), project=index,
        )  # fmt: skip


def _about(reading: Reading, project: Project) -> str:
    """The project's text without the numbers' own cues, so that 预算执行数 in a form is no explanation."""
    return re.sub(r"(?:预算)?执行(?:数|金额|情况)", "", reading.text[project.scope.start : project.scope.end])


@rule(
    "B113", "budget-or-spending-missing", Severity.WARNING, check="B13",
    title="只有预算没有支出（或相反）", title_en="A budget without spending, or the other way round",
    basis="应说明资金安排和使用情况（财预〔2020〕10号报告提纲）", by_hand="逐个项目看是否既有预算又有支出。",
    by_hand_en="See for each project whether both budget and spending are stated.",
    basis_en="Funding and its use are reported (outline of Caiyu 2020 No. 10)",
)  # fmt: skip
def budget_or_spending_missing(reading: Reading) -> Iterator[Outcome]:
    """A budget without spending, or the other way round.

    In a report of several projects most of which state both, the one that does not cannot be judged. A list that gives
    spending alone is reported once. Known false alarms: the amount stands in another table.

    Fails::
        1、甲项目预算10.00万元，支出9.00万元。
        2、乙项目预算20.00万元，支出19.00万元。
        3、丙项目预算30.00万元，主要用于培训。
    Passes::
        1、甲项目预算10.00万元，支出9.00万元。
        2、乙项目预算20.00万元，支出19.00万元。
        3、丙项目预算30.00万元，支出29.00万元。
    Silent::    甲项目预算10.00万元。
    """
    projects = reading.projects
    if len(projects) < 3:
        yield not_applicable()
        return
    both = [p for p in projects if _given(p) is not None and p.spent is not None]
    if len(both) * 2 <= len(projects):
        spending = [p for p in projects if p.spent is not None and _given(p) is None]
        if (
            len(spending) == len(projects)
            and projects[0].scope.end - projects[0].scope.start < 200
            and not _budget_anywhere(reading)
        ):
            yield failed(
                f"{len(projects)} 个项目都只有支出，没有预算，无法核对执行情况",
                f"All {len(projects)} projects state spending but no budget: execution cannot be checked",
                [Span(projects[0].start, projects[0].end)], project=0,
            )  # fmt: skip
        else:
            yield unknown("few projects state both")
        return
    for index, project in enumerate(projects):
        budget, spent = _given(project), project.spent
        if budget is not None and spent is not None:
            yield passed()
        elif budget is not None or spent is not None:
            shown = next((f.quantity for f in project.facts), None)
            missing = ("支出", "spending") if spent is None else ("预算", "budget")
            if any(f.role in (Role.ADDED, Role.RETURNED) for f in project.facts):
                yield unknown("adjusted during the year")
                continue
            yield failed(
                f"“{project.name}”没有写出{missing[0]}，其他项目都有，无法核对",
                f"“{project.name}” states no {missing[1]}, unlike the others: it cannot be checked",
                [Span(project.start, project.end), *_places(shown)], operands=[shown] if shown else [], project=index,
            )  # fmt: skip


def _given(project: Project) -> Decimal | None:
    """Money that the project had: budget, receipts, or what was carried over."""
    left = _fact(project, Role.CARRIED_OVER)
    amounts = (project.budget, project.adjusted_budget, project.arrived, None if left is None else left.normalized)
    return next((v for v in amounts if v is not None), None)


def _budget_anywhere(reading: Reading) -> bool:
    return any(r.basis == "projects" for r in reading.relations)


@rule(
    "B116", "declared-number-of-projects-differs", Severity.ERROR, check="B16",
    title="声明的项目个数与清单不符", title_en="The declared number of projects differs from the list",
    basis="数据真实、准确、完整（财预〔2020〕10号，单位自评）", by_hand="数一数清单里的项目，与声明的个数对照。",
    by_hand_en="Count the projects of the list and compare with the declared number.",
    basis_en="Data are true, accurate and complete (self-evaluation, Caiyu 2020 No. 10)",
)  # fmt: skip
def declared_number_of_projects_differs(reading: Reading) -> Iterator[Outcome]:
    """The declared number of projects differs from the list.

    以下16个项目 directly above a list of fifteen. Known false alarms: projects of two levels (一级项目, 子项目).

    Fails::
        以下4个项目情况如下：
        1、甲项目预算10.00万元，支出9.00万元。
        2、乙项目预算20.00万元，支出19.00万元。
        3、丙项目预算30.00万元，支出29.00万元。
    Passes::
        以下3个项目情况如下：
        1、甲项目预算10.00万元，支出9.00万元。
        2、乙项目预算20.00万元，支出19.00万元。
        3、丙项目预算30.00万元，支出29.00万元。
    Silent::    全年实施4个项目。
    """
    for relation in reading.relations:
        if (
            relation.kind != "listing"
            or relation.basis != "projects"
            or relation.stated is None
            or relation.computed is None
        ):
            continue
        if relation.verdict is Verdict.HOLDS:
            yield passed()
            continue
        yield failed(
            f"声明“{printed(reading, relation.stated)}项目”，清单列出 {relation.computed.low} 个，不能同时成立",
            f"{printed(reading, relation.stated)} projects are declared, {relation.computed.low} are listed",
            relation.spans, operands=[relation.stated], arithmetic=[relation.formula], computed=str(relation.computed.low),
            difference=plain(abs(relation.stated.value - relation.computed.low)),
        )  # fmt: skip
