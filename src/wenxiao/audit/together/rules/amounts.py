"""Amounts of one project in several documents (checks A11, F04)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wenxiao.audit.model import Severity
from wenxiao.audit.rules.common import DATA_ARE_TRUE, DATA_ARE_TRUE_EN
from wenxiao.audit.summary import Amount
from wenxiao.audit.together.bundle import Bundle, Item, Same
from wenxiao.audit.together.model import JOINT_PASSED, JointOutcome, cannot_tell, conflict
from wenxiao.audit.together.registry import joint_rule
from wenxiao.audit.words import minus
from wenxiao.quantities.model import Quantity
from wenxiao.reading.model import Role
from wenxiao.reading.types import MONITOR_FORM, REGION_TARGET_FORM, TARGET_FORM

_ROLES = {
    Role.APPROVED: ("预算", "budget"),
    Role.ADJUSTED: ("调整后预算", "adjusted budget"),
    Role.ARRIVED: ("到位资金", "money received"),
    Role.SPENT: ("支出", "spending"),
}
#: Types of which the money is what was applied for, or what was paid up to a month.
_BEFORE_THE_END = (TARGET_FORM, REGION_TARGET_FORM, MONITOR_FORM)

#: Documents that a message names.
_TOLD = 3

#: A project of a document and its amounts in one phase.
Stated = tuple[Item, list[Amount]]

_ACCOUNTS = re.compile(
    r"^[^。\n]{0,40}(?:(?:部门|单位)决算|决算(?:公开|报告|说明|情况说明|批复)|(?:预算|决算)批复表?|部门预算公开)[^。\n]{0,20}$",
    re.M,
)


@joint_rule(
    "A511", "same-amount-two-documents", Severity.ERROR, check="A11",
    title="同一金额在两份文件中不一致", title_en="The same amount has two values in two documents",
    basis=DATA_ARE_TRUE, by_hand="打开两份文件的两处，对照原始凭证，看哪一处是笔误，或口径、时点是否不同。",
    by_hand_en="Open both places and compare with the vouchers; see which is a slip, or whether scope or date differ.",
    basis_en=DATA_ARE_TRUE_EN,
)  # fmt: skip
def same_amount_two_documents(bundle: Bundle) -> Iterator[JointOutcome]:
    """The same amount has two values in two documents.

    Self-evaluation table against report, a unit's report against the department's: one project of one unit and year, the
    same phase of money, and neither value anywhere in the other document's account of that project. Known false alarms: an
    opening budget called 预算 in one document and the year's budget in the other; reports of different dates.

    Fails::
        === 自评表.txt
        甲县水务局2023年度项目支出绩效自评表
        1、饮水安全工程预算120.50万元，支出100.25万元。
        === 自评报告.txt
        甲县水务局2023年度项目支出绩效自评报告
        1、饮水安全工程预算120.50万元，支出110.25万元。
    Passes::
        === 自评表.txt
        甲县水务局2023年度项目支出绩效自评表
        1、饮水安全工程预算120.50万元，支出1,002,500.00元。
        === 自评报告.txt
        甲县水务局2023年度项目支出绩效自评报告
        1、饮水安全工程预算120.50万元，支出100.25万元。
    Silent::
        === 甲县.txt
        甲县水务局2023年度项目支出绩效自评报告
        1、饮水安全工程预算120.50万元，支出100.25万元。
        === 乙县.txt
        乙县水务局2023年度项目支出绩效自评报告
        1、饮水安全工程预算150.50万元，支出130.25万元。
    """
    for same in bundle.same_projects:
        items = [
            item
            for item in same.items
            if not is_accounts(bundle, item.document) and bundle.type(item.document) not in _BEFORE_THE_END
        ]
        for role in _ROLES:
            stated = [(item, found) for item in items if (found := _of(bundle, item, role))]
            if len(stated) > 1:
                yield from _compared(bundle, same, role, stated[0], stated[1:])


@joint_rule(
    "F504", "differs-from-accounts", Severity.ERROR, check="F04",
    title="与部门决算或批复表不一致", title_en="Differs from the department's accounts or the approved budget",
    basis="自评数据应与部门决算、预算批复一致（财预〔2020〕10号，数据真实、准确、完整）",
    by_hand="按项目名称或项目代码在决算、批复表中找到同一行，核对口径（是否含上级资金、上年结转）。",
    by_hand_en="Find the same line in the accounts by name or code and compare the scope (money from above, carried over).",
    basis_en="Data of a self-evaluation agree with accounts and approval (Caiyu 2020 No. 10: true, accurate, complete)",
)  # fmt: skip
def differs_from_accounts(bundle: Bundle) -> Iterator[JointOutcome]:
    """Differs from the department's accounts or the approved budget.

    Only what the given documents decide: the unit's 部门决算 or 批复 text names the project with an amount of the same
    phase. Known false alarms: money from above or carried over, which only one of the two includes.

    Fails::
        === 决算.txt
        甲县水务局2023年度部门决算
        1、饮水安全工程年初预算120.50万元，支出100.25万元。
        === 自评报告.txt
        甲县水务局2023年度项目支出绩效自评报告
        1、饮水安全工程年初预算120.50万元，支出110.25万元。
    Passes::
        === 决算.txt
        甲县水务局2023年度部门决算
        1、饮水安全工程年初预算120.50万元，支出100.25万元。
        === 自评报告.txt
        甲县水务局2023年度项目支出绩效自评报告
        1、饮水安全工程年初预算120.50万元，支出100.25万元。
    Silent::
        === 自评表.txt
        甲县水务局2023年度项目支出绩效自评表
        1、饮水安全工程预算120.50万元，支出100.25万元。
        === 自评报告.txt
        甲县水务局2023年度项目支出绩效自评报告
        1、饮水安全工程预算120.50万元，支出110.25万元。
    """
    for same in bundle.same_projects:
        accounts = next((item for item in same.items if is_accounts(bundle, item.document)), None)
        if accounts is None:
            continue
        others = [item for item in same.items if not is_accounts(bundle, item.document)]
        for role in _ROLES:
            stated = [(item, found) for item in others if (found := _of(bundle, item, role))]
            if stated and (ours := _of(bundle, accounts, role)):
                yield from _compared(bundle, same, role, (accounts, ours), stated)


def is_accounts(bundle: Bundle, document: int) -> bool:
    """Whether a document's title says that it is the accounts or an approval, and not an evaluation annexed to them."""
    kind = bundle.type(document)
    return (kind is None or "绩效" not in kind) and _ACCOUNTS.search(bundle.documents[document].head) is not None


def _of(bundle: Bundle, item: Item, role: Role) -> list[Amount]:
    """The amounts of a project in one phase and the document's year, each value once."""
    year = bundle.year(item.document)
    found = [
        amount
        for amount in item.project.amounts
        if amount.role is role
        and amount.quantity.base_unit == "CNY"
        and (amount.period is None or year is None or str(year) in amount.period)
    ]
    return list({amount.quantity.normalized: amount for amount in reversed(found)}.values())[::-1]


def _compared(bundle: Bundle, same: Same, role: Role, one: Stated, others: Sequence[Stated]) -> Iterator[JointOutcome]:
    """The first document against each of the others; those that contradict it make one finding."""
    against: list[tuple[Item, Amount]] = []
    for other in others:
        reason = _undecided(one, other)
        if any(a.quantity.interval.meets(b.quantity.interval) for a in one[1] for b in other[1]):
            yield JOINT_PASSED
        elif reason is not None:
            yield cannot_tell(reason)
        else:
            against.append((other[0], other[1][0]))
    if against:
        yield _conflict(bundle, same, role, (one[0], one[1][0]), against)


def _undecided(one: Stated, other: Stated) -> str | None:
    """Why two documents with other amounts may both be right."""
    (item, ours), (their_item, theirs) = one, other
    if len(ours) > 1 or len(theirs) > 1:
        return "several amounts of one phase"
    if ours[0].quantity.approximate or theirs[0].quantity.approximate:
        return "approximate figures"
    mixed = _stated(ours[0], their_item, item) or _stated(theirs[0], item, their_item)
    return "scope not certain" if mixed else None


def _conflict(
    bundle: Bundle, same: Same, role: Role, one: tuple[Item, Amount], against: Sequence[tuple[Item, Amount]]
) -> JointOutcome:
    item, ours = one
    openings = any(("年初" in ours.cue) != ("年初" in theirs.cue) for _, theirs in against)
    zh, en = _ROLES[role]
    every = [(item.document, ours), *((other.document, theirs) for other, theirs in against)]
    told = [(bundle.name(document), _shown(amount)) for document, amount in every[:_TOLD]]
    more = (f"，等 {len(every)} 份文件", f" and {len(every) - _TOLD} more") if len(every) > _TOLD else ("", "")
    ask = "若一处是年初预算、一处是全年预算" if openings else "若口径或时点不同"
    ask_en = "if one is the opening budget and the other the year's" if openings else "if scope or date differ"
    differing = {theirs.quantity.normalized: theirs for _, theirs in against}.values()
    return conflict(
        f"“{item.project.name}”的{zh}，{'，'.join(f'{name} 写“{words}”' for name, words in told)}{more[0]}，不能同时成立；{ask}，请写明",
        f"{en} of “{item.project.name}”: {', '.join(f'{words} in {name}' for name, words in told)}{more[1]}; these cannot all hold; {ask_en}, say so",
        [cited for document, amount in every for cited in bundle.cite(document, amount.quote)],
        arithmetic=[_difference(ours.quantity, theirs.quantity) for theirs in differing],
        severity=Severity.WARNING if openings or same.loose else None,
    )  # fmt: skip


def _shown(amount: Amount) -> str:
    """As printed; a figure of a table with the unit of its heading."""
    words, unit = amount.quote.words, amount.quantity.unit
    return words if words.endswith(("元", "万", "亿")) else f"{words}（{unit}）"


def _difference(a: Quantity, b: Quantity) -> str:
    low, high = sorted((a.normalized, b.normalized))
    return f"{minus(high, low, a)} {a.unit}"


def _stated(amount: Amount, item: Item, own: Item) -> bool:
    """Whether the other document states the amount of the same project in any phase or as a part. Not where both documents
    state it in another phase as well: a budget that one of them says was wholly spent is no mistaken spending."""
    ours = {(a.role, a.quantity.normalized) for a in own.project.amounts if a.role is not amount.role}
    phases = [a.quantity for a in item.project.amounts if (a.role, a.quantity.normalized) not in ours]
    return any(amount.quantity.interval.meets(quantity.interval) for quantity in (*phases, *item.project.parts))
