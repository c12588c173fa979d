"""What each step does to a case besides moving it: one small function for each action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from wenxiao.grid.events import Event
from wenxiao.grid.parts import Asked, Call, Dispatch, Order, Proposed, Task
from wenxiao.grid.states import Appeal
from wenxiao.grid.transitions import PROPOSALS, Action

if TYPE_CHECKING:
    from wenxiao.grid.cases import Case


def _task(case: Case, event: Event) -> Task:
    return Task(event.counted_at, case.stage_due, event.actor, event.stage_due, event.assignee, coarse=event.coarse)


def _done(task: Task, event: Event) -> None:
    task.done, task.done_by = event.counted_at, event.actor
    task.coarse |= event.coarse


def _sent_pre_check(case: Case, event: Event) -> None:
    case.pre_checks.append(_task(case, event))


def _pre_checked(case: Case, event: Event) -> None:
    case.verified = event.found
    _done(case.pre_checks[-1], event)


def _filed(case: Case, event: Event) -> None:
    case.grid, case.category, case.condition = event.grid, event.category, event.condition
    case.filed_at, case.decided_by, case.file_due = event.counted_at, event.actor, case.stage_due
    case.limit, case.due = event.limit, event.due


def _rejected(case: Case, event: Event) -> None:
    case.decided_by = event.actor


def _dispatched(case: Case, event: Event) -> None:
    if not case.dispatches:
        case.due = event.due or case.due
    case.dispatches.append(Dispatch(event.unit, event.counted_at, case.stage_due, event.actor))
    case.unit, case.self_disposed = event.unit, False


def _ruled(case: Case, event: Event) -> None:
    for each in case.dispatches:
        if each.unit == event.unit and each.returned:
            each.shirked = True
    _dispatched(case, event)
    case.ruled = True


def _disposed_first(case: Case, event: Event) -> None:
    _dispatched(case, event)
    case.dispose_first = True


def _self_disposed(case: Case, event: Event) -> None:
    case.self_disposed, case.unit = True, event.acting_unit
    _disposed(case, event)


def _returned(case: Case, event: Event) -> None:  # noqa: ARG001
    if case.dispatches:  # what a supervisor failed to solve on the spot was never dispatched
        case.dispatches[-1].returned = True
    case.unit, case.self_disposed, case.asked = "", False, None


def _proposed(case: Case, event: Event) -> None:
    grants = PROPOSALS[event.action]
    case.proposed = Proposed(
        grants, event.actor, event.role, event.counted_at, event.reason, event.category, event.condition
    )


def _not_signed(case: Case, event: Event) -> None:  # noqa: ARG001
    case.proposed = None


def _transferred(case: Case, event: Event) -> None:
    case.level = event.level or case.level


def _reclassified(case: Case, event: Event) -> None:
    case.category, case.condition = event.category, event.condition
    case.limit, case.due = event.limit, event.due
    case.proposed = None


def _asked(case: Case, event: Event) -> None:
    case.asked = Asked(event.action, event.actor, event.until)


def _endorsed(case: Case, event: Event) -> None:
    if case.asked is not None:
        case.asked = Asked(case.asked.action, case.asked.by, case.asked.until, event.actor)


def _refused(case: Case, event: Event) -> None:  # noqa: ARG001  (every effect has the same two)
    case.asked = None


def _extended(case: Case, event: Event) -> None:  # noqa: ARG001
    case.asked = None
    case.extensions += 1


def _suspended(case: Case, event: Event) -> None:
    case.suspended_from = event.counted_at
    case.suspended_until = case.asked.until if case.asked else event.until
    case.asked = None
    case.suspensions += 1


def _disposed(case: Case, event: Event) -> None:
    case.disposer, case.asked = event.actor, None
    case.outcome = event.outcome or case.outcome
    case.first_feedback_at = case.first_feedback_at or event.counted_at
    case.waiting_at = case.standing_at = event.counted_at


def _sent_post_check(case: Case, event: Event) -> None:
    case.post_checks.append(_task(case, event))


def _passed(case: Case, event: Event) -> None:
    _done(case.post_checks[-1], event)
    case.checker = event.actor
    case.accepted_at = case.accepted_at or case.waiting_at
    case.passed_at = case.passed_at or event.counted_at
    case.standing_pass_at, case.waiting_at = event.counted_at, None


def _failed(case: Case, event: Event) -> None:
    _done(case.post_checks[-1], event)
    case.reworks += 1
    case.self_disposed = False  # what was not solved on the spot is a case like the others
    case.waiting_at = case.standing_at = None


def _closed(case: Case, event: Event) -> None:
    case.closed_at, case.asked = event.counted_at, None
    case.outcome = event.outcome or case.outcome
    case.first_closed_at = case.first_closed_at or event.counted_at


def _reopened(case: Case, event: Event) -> None:  # noqa: ARG001
    case.reopens += 1
    case.closed_at = case.standing_at = case.standing_pass_at = None


def _pressed(case: Case, event: Event) -> None:
    case.presses += 1
    if event.pressing is not None and event.until is not None:  # before orders had answers, an event said neither
        case.orders += (
            Order(event.number, event.pressing, event.actor, event.ordered_by, event.counted_at, event.until),
        )


def _answered(case: Case, event: Event) -> None:
    case.orders = tuple(
        replace(each, answered_at=event.counted_at, answered_by=event.actor) if each.number == event.order else each
        for each in case.orders
    )


def _called(case: Case, event: Event) -> None:
    if event.result is not None:
        case.calls += (Call(event.counted_at, event.actor, event.result, case.reopens),)


def _owner_settled(case: Case, event: Event) -> None:
    case.owner = event.unit


def _merged(case: Case, event: Event) -> None:
    case.parent = event.parent


def _appealed(case: Case, event: Event) -> None:
    case.appeal, case.appealed_by = Appeal.ASKED, event.actor


def _appeal_endorsed(case: Case, event: Event) -> None:
    case.appeal, case.appeal_endorsed_by = Appeal.ENDORSED, event.actor


def _appeal_granted(case: Case, event: Event) -> None:  # noqa: ARG001
    case.appeal = Appeal.GRANTED


def _appeal_refused(case: Case, event: Event) -> None:  # noqa: ARG001
    case.appeal = Appeal.REFUSED


#: What an action does besides moving the case; those that are not here only move it.
EFFECTS: dict[Action, Callable[[Case, Event], None]] = {
    Action.SEND_PRE_CHECK: _sent_pre_check,
    Action.PRE_CHECK: _pre_checked,
    Action.FILE: _filed,
    Action.REJECT: _rejected,
    Action.DISPATCH: _dispatched,
    Action.ADJUDICATE: _ruled,
    Action.DISPOSE_FIRST: _disposed_first,
    Action.SELF_DISPOSE: _self_disposed,
    Action.RETURN: _returned,
    Action.TRANSFER_UP: _transferred,
    Action.TRANSFER_DOWN: _transferred,
    Action.ASK_RECLASSIFY: _proposed,
    Action.RECLASSIFY: _reclassified,
    Action.ASK_EXTENSION: _asked,
    Action.ASK_SUSPENSION: _asked,
    Action.ENDORSE: _endorsed,
    Action.REFUSE: _refused,
    Action.GRANT_EXTENSION: _extended,
    Action.GRANT_SUSPENSION: _suspended,
    Action.DISPOSE: _disposed,
    Action.SEND_POST_CHECK: _sent_post_check,
    Action.PASS: _passed,
    Action.FAIL: _failed,
    Action.CLOSE: _closed,
    Action.FORCE_CLOSE: _closed,
    Action.REOPEN: _reopened,
    Action.CALL_BACK: _called,
    Action.SUPERVISE: _pressed,
    Action.ANSWER: _answered,
    Action.SETTLE_OWNER: _owner_settled,
    Action.ASK_VOID: _proposed,
    Action.REFUSE_PROPOSAL: _not_signed,
    Action.WITHDRAW_PROPOSAL: _not_signed,
    Action.MERGE: _merged,
    Action.APPEAL: _appealed,
    Action.ENDORSE_APPEAL: _appeal_endorsed,
    Action.GRANT_APPEAL: _appeal_granted,
    Action.REFUSE_APPEAL: _appeal_refused,
}
