"""Budget, receipts and spending of each project (checks B05, B06, B13, B16)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wenxiao.audit.model import Outcome, Severity, failed, not_applicable, passed, unknown
from wenxiao.audit.registry import rule
from wenxiao.audit.rules.common import (
    DATA_ARE_TRUE,
    DATA_ARE_TRUE_EN,
    amount,
    given,
    places,
)
from wenxiao.audit.words import like, minus, printed
from wenxiao.quantities.model import Span
from wenxiao.quantities.paper import plain
from wenxiao.reading.model import Reading, Role, Verdict

_SURPLUS = re.compile(r"结余|结转|闲置|沉淀|未使用|未支出")
_OTHER_YEARS = re.compile(r"以前年度|上年|往年|历年")


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
    basis=DATA_ARE_TRUE, by_hand="预算等于支出时没有结余；若结余属以前年度或下级单位，请写明。",
    by_hand_en="Where spending equals the budget nothing is left; if the surplus is of earlier years or of sub-units, say so.",
    basis_en=DATA_ARE_TRUE_EN,
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
        spent = amount(project, Role.SPENT)
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
            [*places(budget, spent), Span(at, end)], operands=[q for q in (budget, spent) if q is not None],
            arithmetic=[minus(budget.normalized, spent.normalized, budget)] if budget is not None and spent is not None else [], difference="0", project=index,
        )  # fmt: skip


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
    both = [p for p in projects if given(p) is not None and p.spent is not None]
    if len(both) * 2 <= len(projects):
        spending = [p for p in projects if p.spent is not None and given(p) is None]
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
        budget, spent = given(project), project.spent
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
                [Span(project.start, project.end), *places(shown)], operands=[shown] if shown else [], project=index,
            )  # fmt: skip


def _budget_anywhere(reading: Reading) -> bool:
    return any(r.basis == "projects" for r in reading.relations)


@rule(
    "B116", "declared-number-of-projects-differs", Severity.ERROR, check="B16",
    title="声明的项目个数与清单不符", title_en="The declared number of projects differs from the list",
    basis=DATA_ARE_TRUE, by_hand="数一数清单里的项目，与声明的个数对照。",
    by_hand_en="Count the projects of the list and compare with the declared number.",
    basis_en=DATA_ARE_TRUE_EN,
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
