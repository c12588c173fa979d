"""The state machine of a case as one table: what one does, from where, to where, who may, what it takes.

There is no other way from one state to another: site, API and importer all ask ``commands.decide``, which asks this table. The rest of
each row, what it takes besides the right to do it, is one function for each need, in ``guards``. Deadlines: ``deadlines``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from wenxiao.grid.states import ENDED, FINAL, IN_WORK, OPEN, ROLE_NAMES, STATE_NAMES, Role, State
from wenxiao.told import NotAllowed, NotYours


class Action(StrEnum):
    """What is done to a case."""

    REPORT = "report"
    SEND_PRE_CHECK = "send_pre_check"
    PRE_CHECK = "pre_check"
    FILE = "file"
    REJECT = "reject"
    DISPATCH = "dispatch"
    ADJUDICATE = "adjudicate"
    DISPOSE_FIRST = "dispose_first"
    SELF_DISPOSE = "self_dispose"
    ACCEPT = "accept"
    RETURN = "return"
    TRANSFER_UP = "transfer_up"
    TRANSFER_DOWN = "transfer_down"
    ASK_RECLASSIFY = "ask_reclassify"
    RECLASSIFY = "reclassify"
    ASK_EXTENSION = "ask_extension"
    ASK_SUSPENSION = "ask_suspension"
    ENDORSE = "endorse"
    GRANT_EXTENSION = "grant_extension"
    GRANT_SUSPENSION = "grant_suspension"
    REFUSE = "refuse"
    RESUME = "resume"
    DISPOSE = "dispose"
    SEND_POST_CHECK = "send_post_check"
    PASS = "pass"
    FAIL = "fail"
    CLOSE = "close"
    REOPEN = "reopen"
    CALL_BACK = "call_back"
    SUPERVISE = "supervise"
    ANSWER = "answer"
    SETTLE_OWNER = "settle_owner"
    ASK_VOID = "ask_void"
    VOID = "void"
    REFUSE_PROPOSAL = "refuse_proposal"
    WITHDRAW_PROPOSAL = "withdraw_proposal"
    MERGE = "merge"
    FORCE_CLOSE = "force_close"
    APPEAL = "appeal"
    ENDORSE_APPEAL = "endorse_appeal"
    GRANT_APPEAL = "grant_appeal"
    REFUSE_APPEAL = "refuse_appeal"


class Need(StrEnum):
    """What a step takes besides the right to do it. One function each in ``guards``."""

    REASON = "reason"  # words of the one who acts
    PHOTO = "photo"  # at least one
    UNIT = "unit"  # the unit that gets the case is named
    ASSIGNEE = "assignee"  # so is the person who is to check
    FINDING = "finding"  # whether the problem was found
    NOT_CHECKED = "not_checked"  # no 核实 before: a second one would start the time for filing again
    VERIFIED = "verified"  # 核实 found the problem, or the source needs none
    GRID = "grid"
    CONDITION = "condition"  # a filing condition of the catalogue
    OWN = "own"  # the case is with the unit of the one who acts
    NEVER_DISPATCHED = "never_dispatched"
    NEW_UNIT = "new_unit"  # not one that gave the case back
    RETURNED = "returned"  # somebody gave the case back
    NOT_RULED = "not_ruled"  # nobody has ruled whose it is
    HIGHER = "higher"
    LOWER = "lower"
    UNADJUSTED = "unadjusted"  # neither extended nor suspended, nor asked to be
    BEFORE_DUE = "before_due"
    NONE_PENDING = "none_pending"
    MAY_EXTEND = "may_extend"  # fewer extensions than the rules allow
    MAY_SUSPEND = "may_suspend"  # none yet
    UNTIL = "until"  # a day in the future, no further than the rules allow
    EXTENSION = "extension"  # an extension is asked for
    SUSPENSION = "suspension"  # a suspension is asked for
    PENDING = "pending"  # either
    NOT_ENDORSED = "not_endorsed"
    ENDORSED = "endorsed"
    NOT_ASKER = "not_asker"
    NOT_ENDORSER = "not_endorser"
    NOT_DISPOSER = "not_disposer"
    NOT_CHECKER = "not_checker"
    CHECKED_BY_OTHER = "checked_by_other"  # the person who is to check did not dispose
    CLOSING_MET = "closing_met"  # the closing condition is ticked
    RECENT = "recent"  # closed no longer ago than the rules allow
    NOTHING_PROPOSED = "nothing_proposed"  # nothing waits for a second signature
    PROPOSED = "proposed"  # something does
    VOID_PROPOSED = "void_proposed"
    RECLASSIFYING_PROPOSED = "reclassifying_proposed"
    STILL_IN_FORCE = "still_in_force"  # the condition that was asked for is one of the catalogue
    NOT_PROPOSER = "not_proposer"
    PROPOSER = "proposer"
    LEAD_SIGNS = "lead_signs"  # of the two who make a case void one is a lead
    PRESSING = "pressing"  # which kind of 督办
    ORDERED_BY = "ordered_by"  # who gave the order, where it was a leader
    ANSWER_BY = "answer_by"  # until when an answer is due
    AWAITED = "awaited"  # some order waits for an answer
    ORDER = "order"  # which one is answered
    CALLABLE = "callable"  # who reported left a number, and it is not forgotten
    NOT_HEARD = "not_heard"  # they have not said yet how they find it, since the case was closed
    RESULT = "result"  # what came of the call
    PARENT = "parent"  # an older case that is due no later
    DISPOSED_FIRST = "disposed_first"
    FIRST_APPEAL = "first_appeal"
    APPEALED = "appealed"
    APPEAL_ENDORSED = "appeal_endorsed"


@dataclass(frozen=True, slots=True)
class Transition:
    """One step. ``target`` None: the state stays. ``zh`` and ``en`` are the words on its button."""

    action: Action
    sources: tuple[State, ...]
    target: State | None
    roles: tuple[Role, ...]
    zh: str
    en: str
    needs: tuple[Need, ...] = ()


A, N, S = Action, Need, State
_UNITS = (Role.HANDLER, Role.EMERGENCY, Role.SUPERVISOR)  # a supervisor for what he disposed of himself
_DESK, _CHECKERS = (Role.ACCEPTOR, Role.LEAD), (Role.SUPERVISOR, Role.INSPECTOR)
_SENDERS, _LEAD = (Role.DISPATCHER, Role.LEAD), (Role.LEAD,)
_SIGNERS = (Role.ACCEPTOR, *_SENDERS)
_WITH_UNIT = (S.DISPATCHED, S.HANDLING)
_MOVABLE = (S.FILED, S.DISPATCHED, S.HANDLING)
_ANSWERING = (*_WITH_UNIT, S.SUSPENDED, S.DISPOSED, S.POST_CHECK, S.TO_CLOSE, *ENDED)
_KNOWN_OWNER = (S.HANDLING, S.SUSPENDED, S.DISPOSED, S.POST_CHECK, S.TO_CLOSE, S.CLOSED)

TRANSITIONS: tuple[Transition, ...] = (
    # 上报、核实、立案. The first step, 上报, has no state to start from.
    Transition(A.REPORT, (), S.REPORTED, tuple(Role), "上报", "Report"),
    Transition(A.SEND_PRE_CHECK, (S.REPORTED,), S.PRE_CHECK, _DESK, "下达核实", "Ask for verification", (N.NOT_CHECKED, N.ASSIGNEE)),
    Transition(A.PRE_CHECK, (S.PRE_CHECK,), S.REPORTED, _CHECKERS, "核实反馈", "Report the verification", (N.FINDING,)),
    Transition(A.FILE, (S.REPORTED,), S.FILED, _DESK, "立案", "File", (N.VERIFIED, N.GRID, N.CONDITION)),
    Transition(A.REJECT, (S.REPORTED,), S.REJECTED, _DESK, "不予立案", "Do not file", (N.REASON,)),
    # 派遣: to a unit, by ruling, or to be solved before it is known whose it is
    Transition(A.DISPATCH, (S.FILED,), S.DISPATCHED, _SENDERS, "派遣", "Dispatch", (N.UNIT, N.NEW_UNIT)),
    Transition(A.ADJUDICATE, (S.FILED,), S.DISPATCHED, _LEAD, "推诿裁定", "Rule whose it is", (N.RETURNED, N.UNIT, N.REASON)),
    Transition(A.DISPOSE_FIRST, (S.FILED,), S.HANDLING, (*_DESK, Role.DISPATCHER), "先处置", "Solve first", (N.UNIT, N.REASON)),
    Transition(A.SELF_DISPOSE, (S.FILED,), S.DISPOSED, (Role.SUPERVISOR,), "自行处置", "Solve on the spot", (N.NEVER_DISPATCHED, N.PHOTO)),
    Transition(A.TRANSFER_UP, _MOVABLE, None, _SENDERS, "向上请办", "Hand up", (N.HIGHER, N.REASON)),
    Transition(A.TRANSFER_DOWN, _MOVABLE, None, _SENDERS, "向下派遣", "Hand down", (N.LOWER, N.REASON)),
    Transition(A.ASK_RECLASSIFY, _MOVABLE, None, _SENDERS, "申请调整类别", "Ask to reclassify", (N.NOTHING_PROPOSED, N.CONDITION, N.REASON, N.UNADJUSTED)),
    Transition(A.RECLASSIFY, _MOVABLE, None, _SIGNERS, "签批调整类别", "Sign: reclassify", (N.RECLASSIFYING_PROPOSED, N.STILL_IN_FORCE, N.NOT_PROPOSER, N.UNADJUSTED)),
    # 处置
    Transition(A.ACCEPT, (S.DISPATCHED,), S.HANDLING, _UNITS, "签收", "Accept", (N.OWN,)),
    Transition(A.RETURN, _WITH_UNIT, S.FILED, _UNITS, "回退", "Give back", (N.OWN, N.NOT_RULED, N.REASON)),
    Transition(A.DISPOSE, (S.HANDLING,), S.DISPOSED, _UNITS, "处置反馈", "Report as solved", (N.OWN, N.PHOTO)),
    # 延期、挂账: asked by the unit, endorsed by one, granted by another
    Transition(A.ASK_EXTENSION, (S.HANDLING,), None, _UNITS, "申请延期", "Ask for more time", (N.OWN, N.NONE_PENDING, N.BEFORE_DUE, N.MAY_EXTEND, N.REASON)),
    Transition(A.ASK_SUSPENSION, (S.HANDLING,), None, _UNITS, "申请挂账", "Ask to suspend", (N.OWN, N.NONE_PENDING, N.BEFORE_DUE, N.MAY_SUSPEND, N.UNTIL, N.REASON)),
    Transition(A.ENDORSE, (S.HANDLING,), None, (Role.DISPATCHER,), "初审同意", "Endorse", (N.PENDING, N.NOT_ENDORSED, N.NOT_ASKER)),
    Transition(A.GRANT_EXTENSION, (S.HANDLING,), None, _LEAD, "批准延期", "Grant more time", (N.EXTENSION, N.ENDORSED, N.NOT_ASKER, N.NOT_ENDORSER)),
    Transition(A.GRANT_SUSPENSION, (S.HANDLING,), S.SUSPENDED, _LEAD, "批准挂账", "Suspend", (N.SUSPENSION, N.ENDORSED, N.NOT_ASKER, N.NOT_ENDORSER)),
    Transition(A.REFUSE, (S.HANDLING,), None, _SENDERS, "不予批准", "Refuse", (N.PENDING, N.REASON)),
    Transition(A.RESUME, (S.SUSPENDED,), S.HANDLING, (*_SENDERS, Role.SYSTEM), "恢复", "Resume"),
    # 核查、结案
    Transition(A.SEND_POST_CHECK, (S.DISPOSED,), S.POST_CHECK, _DESK, "下达核查", "Ask for a check", (N.ASSIGNEE, N.CHECKED_BY_OTHER)),
    Transition(A.PASS, (S.POST_CHECK,), S.TO_CLOSE, _CHECKERS, "核查通过", "Solved", (N.NOT_DISPOSER, N.PHOTO)),
    Transition(A.FAIL, (S.POST_CHECK,), S.HANDLING, _CHECKERS, "核查不通过", "Not solved", (N.NOT_DISPOSER, N.REASON)),
    Transition(A.CLOSE, (S.TO_CLOSE,), S.CLOSED, _DESK, "结案", "Close", (N.CLOSING_MET, N.NOT_DISPOSER, N.NOT_CHECKER)),
    Transition(A.REOPEN, (S.CLOSED,), S.HANDLING, (Role.INSPECTOR, *_DESK), "重开", "Reopen", (N.RECENT, N.REASON)),
    Transition(A.CALL_BACK, ENDED, None, _DESK, "回访", "Call back", (N.CALLABLE, N.NOT_HEARD, N.RESULT)),
    # 督办: a record with an answer, and no state
    Transition(A.SUPERVISE, OPEN, None, (Role.INSPECTOR, *_LEAD), "督办", "Press", (N.PRESSING, N.ORDERED_BY, N.ANSWER_BY, N.REASON)),
    Transition(A.ANSWER, _ANSWERING, None, _UNITS, "回复督办", "Answer the order", (N.OWN, N.AWAITED, N.ORDER, N.REASON)),
    # Out of the row
    Transition(A.SETTLE_OWNER, _KNOWN_OWNER, None, _SENDERS, "认定责任单位", "Settle whose it was", (N.DISPOSED_FIRST, N.UNIT, N.REASON)),
    Transition(A.ASK_VOID, IN_WORK, None, _SIGNERS, "申请作废", "Ask to make void", (N.NOTHING_PROPOSED, N.REASON)),
    Transition(A.VOID, IN_WORK, S.VOID, _SIGNERS, "签批作废", "Sign: make void", (N.VOID_PROPOSED, N.NOT_PROPOSER, N.LEAD_SIGNS)),
    Transition(A.REFUSE_PROPOSAL, IN_WORK, None, _SIGNERS, "不予签批", "Do not sign", (N.PROPOSED, N.NOT_PROPOSER, N.LEAD_SIGNS, N.REASON)),
    Transition(A.WITHDRAW_PROPOSAL, IN_WORK, None, _SIGNERS, "撤回申请", "Take back what was asked", (N.PROPOSED, N.PROPOSER)),
    Transition(A.MERGE, OPEN, S.MERGED, (*_DESK, Role.DISPATCHER), "合并", "Merge", (N.PARENT,)),
    Transition(A.FORCE_CLOSE, IN_WORK, S.FORCED_CLOSED, _LEAD, "强制结案", "Close by order", (N.REASON,)),
    # 申诉: after the end, once, two reviews
    Transition(A.APPEAL, ENDED, None, (Role.HANDLER, Role.EMERGENCY), "申诉", "Appeal", (N.OWN, N.FIRST_APPEAL, N.REASON)),
    Transition(A.ENDORSE_APPEAL, ENDED, None, (Role.ACCEPTOR, Role.DISPATCHER), "申诉初审同意", "Endorse the appeal", (N.APPEALED, N.NOT_ASKER)),
    Transition(A.GRANT_APPEAL, ENDED, None, _LEAD, "申诉成立", "Grant the appeal", (N.APPEAL_ENDORSED, N.NOT_ASKER, N.NOT_ENDORSER)),
    Transition(A.REFUSE_APPEAL, ENDED, None, (Role.ACCEPTOR, *_SENDERS), "申诉不成立", "Refuse the appeal", (N.APPEALED, N.REASON)),
)  # fmt: skip

BY_ACTION: dict[Action, Transition] = {row.action: row for row in TRANSITIONS}

#: States that each action may follow; a table for ``cases``, which reads millions of events.
SOURCES: dict[Action, frozenset[State]] = {row.action: frozenset(row.sources) for row in TRANSITIONS}

#: What takes two persons: the step that asks for it, and the one that the second person makes.
PROPOSALS = {Action.ASK_VOID: Action.VOID, Action.ASK_RECLASSIFY: Action.RECLASSIFY}


def ways(state: State) -> Iterator[Transition]:
    """Every step that a case in this state has, in the order of the table."""
    return (row for row in TRANSITIONS if state in row.sources)


def step(state: State | None, action: Action, role: Role) -> Transition:
    """The row of an action from a state (None: there is no case yet) for a role. Raises NotAllowed, and NotYours where another role may."""
    row = BY_ACTION[action]
    if state not in row.sources and not (state is None and not row.sources):
        zh, en = STATE_NAMES[state] if state else ("尚未上报", "Not reported yet")
        if state in FINAL:
            raise NotAllowed(f"案件{zh}，不能再“{row.zh}”。", f"The case has ended ({en}): “{row.en}” is not possible.")
        raise NotAllowed(
            f"案件当前为“{zh}”，不能“{row.zh}”；可能已由他人办理，请刷新页面。",
            f"The case is in the state “{en}”, where “{row.en}” is not possible: somebody may have acted already, please reload.",
        )
    if role not in row.roles:
        who_zh = "、".join(ROLE_NAMES[each][0] for each in row.roles)
        who_en = ", ".join(ROLE_NAMES[each][1] for each in row.roles)
        raise NotYours(f"“{row.zh}”由{who_zh}办理。", f"“{row.en}” is for: {who_en}.")
    return row
