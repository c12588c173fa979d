"""What each need of the table of transitions asks, and the sentence for those who do not meet it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from wenxiao.grid.cases import Case
from wenxiao.grid.deadlines import Ground
from wenxiao.grid.events import Command
from wenxiao.grid.states import LEVELS, OUTSIDE, Appeal, Pressing, Role
from wenxiao.grid.transitions import Action, Need, Transition
from wenxiao.told import NotAllowed


@dataclass(frozen=True, slots=True)
class Asking:
    """A command on a case, at the moment ``at`` that clocks take. ``parent`` is the case it is to be merged into."""

    case: Case
    command: Command
    at: datetime
    ground: Ground
    parent: Case | None


def _differs(actor: str, other: str) -> bool:
    return not other or actor != other


def _verified(asking: Asking) -> bool:
    case = asking.case
    return case.verified is True or (case.verified is None and case.source not in asking.ground.rules.pre_check)


def _condition(asking: Asking) -> bool:
    command = asking.command
    condition = asking.ground.catalogue.conditions.get(command.condition)
    return condition is not None and command.category in condition.categories


def _new_unit(asking: Asking) -> bool:
    return all(not (each.returned and each.unit == asking.command.unit) for each in asking.case.dispatches)


def _level(asking: Asking, up: bool) -> bool:
    to = asking.command.level
    if to is None:
        return False
    here, there = LEVELS.index(asking.case.level), LEVELS.index(to)
    return there < here if up else there > here


def _before_due(asking: Asking) -> bool:
    due = asking.case.adjusted_due
    return due is not None and asking.at <= due


def _until(asking: Asking) -> bool:
    until = asking.command.until
    return until is not None and asking.at < until <= asking.at + asking.ground.rules.suspension


def _suspension(asking: Asking) -> bool:
    asked = asking.case.asked
    if asked is None or asked.action is not Action.ASK_SUSPENSION:
        return False
    return asked.until is not None and asking.at < asked.until


def _recent(asking: Asking) -> bool:
    closed = asking.case.closed_at
    return closed is not None and asking.at <= closed + asking.ground.rules.reopening


def _parent(asking: Asking) -> bool:
    """An older case that goes on, and that is due no later: nothing is merged away from its deadline."""
    case, parent = asking.case, asking.parent
    if parent is None or parent.id in {case.id, ""} or parent.id != asking.command.parent:
        return False
    if parent.final or parent.reported_at > case.reported_at:
        return False
    return case.due is None or (parent.due is not None and parent.due <= case.due)


def _asked(asking: Asking, action: Action) -> bool:
    return asking.case.asked is not None and asking.case.asked.action is action


def _not_asker(asking: Asking) -> bool:
    asked = asking.case.asked
    return _differs(asking.command.actor, asked.by if asked else asking.case.appealed_by)


def _not_endorser(asking: Asking) -> bool:
    asked = asking.case.asked
    return _differs(asking.command.actor, asked.endorsed_by if asked else asking.case.appeal_endorsed_by)


def _proposed(asking: Asking, action: Action) -> bool:
    proposed = asking.case.proposed
    return proposed is not None and proposed.action is action


def _still_in_force(asking: Asking) -> bool:
    proposed = asking.case.proposed
    if proposed is None:
        return False
    condition = asking.ground.catalogue.conditions.get(proposed.condition)
    return condition is not None and proposed.category in condition.categories


def _proposer(asking: Asking) -> bool:
    proposed = asking.case.proposed
    return proposed is not None and proposed.by == asking.command.actor


def _lead_signs(asking: Asking) -> bool:
    proposed = asking.case.proposed
    return proposed is None or not proposed.needs_lead or asking.command.role is Role.LEAD


def _answer_by(asking: Asking) -> bool:
    until = asking.command.until
    return until is not None and asking.at < until <= asking.at + _LONGEST_ORDER


def _order(asking: Asking) -> bool:
    return any(each.number == asking.command.order for each in asking.case.unanswered)


def _callable(asking: Asking) -> bool:
    until = asking.case.callable_until
    return asking.case.source in OUTSIDE and until is not None and asking.at < until


#: An order that is due later than this is a slip of the pen.
_LONGEST_ORDER = timedelta(days=366)

Guard = tuple[Callable[[Asking], bool], str, str]

GUARDS: dict[Need, Guard] = {
    Need.REASON: (lambda a: bool(a.command.reason.strip()), "请写明理由。", "Please give the reason."),
    Need.PHOTO: (lambda a: bool(a.command.photos), "请附照片。", "Please add a photo."),
    Need.UNIT: (lambda a: bool(a.command.unit), "请选择单位。", "Please choose the unit."),
    Need.ASSIGNEE: (lambda a: bool(a.command.assignee), "请选择人员。", "Please choose the person."),
    Need.FINDING: (lambda a: a.command.found is not None, "请写明是否属实。", "Please say whether the problem was found."),
    Need.NOT_CHECKED: (lambda a: a.case.verified is None, "已核实过，不能再次核实。", "This report has been verified already."),
    Need.VERIFIED: (_verified, "此来源的上报须经核实属实后立案。", "A report from this source is filed after it was verified."),
    Need.GRID: (lambda a: bool(a.command.grid), "请写明所在网格。", "Please give the grid."),
    Need.CONDITION: (_condition, "请选择该类别的立案条件。", "Please choose a filing condition of the category."),
    Need.OWN: (
        lambda a: bool(a.case.unit) and a.command.acting_unit == a.case.unit,
        "案件不在本单位。", "The case is not with your unit.",
    ),
    Need.NEVER_DISPATCHED: (lambda a: not a.case.dispatches, "案件已派遣过，不能自行处置。", "The case has been dispatched."),
    Need.NEW_UNIT: (
        _new_unit, "该单位已回退此案；确属其职责的，请由值班长裁定。",
        "This unit has given the case back; if it is theirs, the shift lead rules so.",
    ),
    Need.RETURNED: (lambda a: a.case.hops > 0, "没有单位回退过，不需裁定。", "No unit has given the case back: there is nothing to rule."),
    Need.NOT_RULED: (lambda a: not a.case.ruled, "责任已经裁定，不能回退。", "It has been ruled whose the case is."),
    Need.HIGHER: (lambda a: _level(a, up=True), "请选择上一级。", "Please choose a higher level."),
    Need.LOWER: (lambda a: _level(a, up=False), "请选择下一级。", "Please choose a lower level."),
    Need.UNADJUSTED: (
        lambda a: not (a.case.extensions or a.case.suspensions or a.case.asked),
        "已延期、挂账或正在申请，不能调整类别。", "The case is extended or suspended, or asked to be.",
    ),
    Need.BEFORE_DUE: (_before_due, "已超期，不能再申请。", "The case is overdue: it is too late to ask."),
    Need.NONE_PENDING: (lambda a: a.case.asked is None, "已有申请在审批。", "Something is asked for already."),
    Need.MAY_EXTEND: (
        lambda a: a.case.extensions < a.ground.rules.extensions, "延期次数已用完。", "There are no extensions left.",
    ),
    Need.MAY_SUSPEND: (lambda a: not a.case.suspensions, "只能挂账一次。", "A case is suspended once only."),
    Need.UNTIL: (_until, "请写明挂账期限，且不得超过规定的最长时间。", "Please say until when, within the time that the rules allow."),
    Need.EXTENSION: (lambda a: _asked(a, Action.ASK_EXTENSION), "没有延期申请。", "No extension is asked for."),
    Need.SUSPENSION: (_suspension, "没有仍然有效的挂账申请。", "No suspension is asked for whose end lies ahead."),
    Need.PENDING: (lambda a: a.case.asked is not None, "没有待审批的申请。", "Nothing is asked for."),
    Need.NOT_ENDORSED: (lambda a: a.case.asked is not None and not a.case.asked.endorsed_by, "已经初审。", "Endorsed already."),
    Need.ENDORSED: (lambda a: a.case.asked is not None and bool(a.case.asked.endorsed_by), "尚未初审。", "Not endorsed yet."),
    Need.NOT_ASKER: (_not_asker, "申请人不能审批自己的申请。", "Nobody decides on what he asked for himself."),
    Need.NOT_ENDORSER: (_not_endorser, "初审和批准须由两人办理。", "Endorsing and granting take two people."),
    Need.NOT_DISPOSER: (
        lambda a: _differs(a.command.actor, a.case.disposer), "处置人不能核查、结案。", "Who solved it neither checks nor closes it.",
    ),
    Need.NOT_CHECKER: (lambda a: _differs(a.command.actor, a.case.checker), "核查人不能结案。", "Who checked it does not close it."),
    Need.CHECKED_BY_OTHER: (
        lambda a: _differs(a.command.assignee, a.case.disposer), "核查人不能是处置人。", "Who solved it does not check it.",
    ),
    Need.CLOSING_MET: (lambda a: a.command.closing_met, "请确认已符合结案条件。", "Please confirm that the closing condition is met."),
    Need.RECENT: (_recent, "已超过可以重开的时间。", "It is too late to reopen the case."),
    Need.NOTHING_PROPOSED: (
        lambda a: a.case.proposed is None, "已有作废或调整类别的申请待签批。", "Something waits for a second signature already.",
    ),
    Need.PROPOSED: (lambda a: a.case.proposed is not None, "没有待签批的申请。", "Nothing waits for a second signature."),
    Need.VOID_PROPOSED: (
        lambda a: _proposed(a, Action.VOID), "作废须先由一人申请，再由另一人签批。", "To make a case void one person asks and another one signs.",
    ),
    Need.RECLASSIFYING_PROPOSED: (
        lambda a: _proposed(a, Action.RECLASSIFY), "调整类别须先由一人申请，再由另一人签批。", "To reclassify one person asks and another one signs.",
    ),
    Need.STILL_IN_FORCE: (
        _still_in_force, "所申请的立案条件已不在目录中，请重新申请。", "The condition that was asked for is in the catalogue no more: ask again.",
    ),
    Need.NOT_PROPOSER: (lambda a: not _proposer(a), "申请人不能签批自己的申请。", "Nobody signs what he asked for himself."),
    Need.PROPOSER: (_proposer, "只有申请人可以撤回。", "Only who asked takes it back."),
    Need.LEAD_SIGNS: (
        _lead_signs, "作废须由值班长申请或签批。", "Of the two who make a case void one is a shift lead.",
    ),
    Need.PRESSING: (lambda a: a.command.pressing is not None, "请选择督办类型。", "Please say which kind of order it is."),
    Need.ORDERED_BY: (
        lambda a: a.command.pressing != Pressing.LEADER or bool(a.command.ordered_by.strip()),
        "领导督办请写明交办人。", "Please say who gave the order.",
    ),
    Need.ANSWER_BY: (
        _answer_by, "请写明回复期限：晚于现在，且在一年以内。", "Please say until when an answer is due: after now, and within a year.",
    ),
    Need.AWAITED: (lambda a: bool(a.case.unanswered), "没有待回复的督办。", "No order waits for an answer."),
    Need.ORDER: (_order, "没有这项待回复的督办，请选择要回复的一项。", "No such order waits for an answer: choose the one that is answered."),
    Need.CALLABLE: (
        _callable, "没有可以回访的联系方式：未留电话，或已到期删除。", "There is no number to call: none was left, or it was deleted in time.",
    ),
    Need.NOT_HEARD: (lambda a: not a.case.heard, "本次结案后已回访到举报人，不再重复回访。", "Who reported has been heard since the case was closed."),
    Need.RESULT: (lambda a: a.command.result is not None, "请选择回访结果。", "Please say what came of the call."),
    Need.PARENT: (
        _parent, "只能合并到上报更早、期限不更晚且尚未办结的案件。",
        "A case is merged into one that was reported before it, is due no later and is still open.",
    ),
    Need.DISPOSED_FIRST: (lambda a: a.case.dispose_first, "案件没有先处置。", "The case was not solved first."),
    Need.FIRST_APPEAL: (lambda a: a.case.appeal is None, "只能申诉一次。", "There is one appeal only."),
    Need.APPEALED: (
        lambda a: a.case.appeal is Appeal.ASKED or (a.case.appeal is Appeal.ENDORSED and a.command.action is Action.REFUSE_APPEAL),
        "没有待审的申诉。", "There is no appeal to decide on.",
    ),
    Need.APPEAL_ENDORSED: (lambda a: a.case.appeal is Appeal.ENDORSED, "申诉尚未初审。", "The appeal is not endorsed yet."),
}  # fmt: skip

#: Needs that what somebody writes meets or does not; the others hold or not, whatever is written.
WRITTEN = frozenset(
    {
        Need.REASON, Need.PHOTO, Need.UNIT, Need.ASSIGNEE, Need.FINDING, Need.GRID, Need.CONDITION, Need.NEW_UNIT, Need.HIGHER,
        Need.LOWER, Need.UNTIL, Need.CLOSING_MET, Need.CHECKED_BY_OTHER, Need.PRESSING, Need.ORDERED_BY, Need.ANSWER_BY, Need.ORDER, Need.RESULT, Need.PARENT,
    }
)  # fmt: skip


def open_to(row: Transition, asking: Asking) -> bool:
    """Whether the step can be made at all with the right words: every need that does not depend on them is met."""
    return all(need in WRITTEN or GUARDS[need][0](asking) for need in row.needs)


#: What the ledger of another platform cannot show: its steps were decided there. Photos, reasons and second signatures stay there too.
WAIVED = frozenset(
    {
        Need.REASON, Need.PHOTO, Need.ASSIGNEE, Need.NOT_CHECKED, Need.VERIFIED, Need.OWN, Need.NEVER_DISPATCHED, Need.NEW_UNIT,
        Need.NOT_RULED, Need.CLOSING_MET, Need.VOID_PROPOSED, Need.RECENT, Need.CHECKED_BY_OTHER, Need.NOT_DISPOSER, Need.NOT_CHECKER,
        Need.NOT_ASKER, Need.NOT_ENDORSER,
    }
)  # fmt: skip


def check(row: Transition, asking: Asking) -> None:
    """Raises NotAllowed with the sentence of the first need that is not met."""
    for need in row.needs:
        if asking.command.imported and need in WAIVED:
            continue
        holds, zh, en = GUARDS[need]
        if not holds(asking):
            raise NotAllowed(zh, en)
