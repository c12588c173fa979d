"""What a case is after its events. ``fold`` needs no rules and no calendar: all that was computed stands in the events.

One pass, a few assignments an event: a year of a city is millions of cases. Whether a step may be made is asked before it
becomes an event (``commands``); here only what the table of transitions does not know is refused, as a broken log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime

from wenxiao.grid.clock import Limit
from wenxiao.grid.events import Event
from wenxiao.grid.states import FINAL, STAGES, Appeal, Level, Source, Stage, State
from wenxiao.grid.transitions import BY_ACTION, SOURCES, Action


class BrokenLog(ValueError):  # noqa: N818  (what is broken is the log)
    """Events that no case can have: one is missing, twice there, or out of place."""


@dataclass(slots=True)
class Task:
    """A 核实 or 核查 that was sent out by ``by``, who had until ``send_due`` for it. ``due`` is its own deadline; ``done`` None: not yet."""

    sent: datetime
    send_due: datetime | None
    by: str
    due: datetime | None
    assignee: str
    done: datetime | None = None


@dataclass(slots=True)
class Dispatch:
    """One dispatch. ``returned``: the unit gave the case back; ``shirked``: and was then ruled to own it (推诿)."""

    unit: str
    at: datetime
    due: datetime | None
    by: str
    returned: bool = False
    shirked: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """An extension or suspension that is asked for, and who endorsed it (empty: nobody yet)."""

    action: Action
    by: str
    until: datetime | None
    endorsed_by: str = ""


@dataclass(slots=True)
class Case:
    """A case as its events made it; not changed by anybody but ``fold``. A moment is None until it happened."""

    id: str
    source: Source
    level: Level
    reported_at: datetime
    reporter: str
    state: State = State.REPORTED
    number: int = 0  # of events
    late_entries: int = 0
    coarse: bool = False  # of some step only the day is known
    recorded_at: datetime | None = None  # of the last event
    since: datetime | None = None  # when it came into its state, as said
    counted_since: datetime | None = None  # and as clocks take it
    stage_due: datetime | None = None  # deadline of the present stage
    # 核实、立案
    verified: bool | None = None
    pre_checks: list[Task] = field(default_factory=list)
    grid: str = ""
    category: str = ""
    condition: str = ""
    limit: Limit | None = None
    missed: bool = False
    filed_at: datetime | None = None
    decided_by: str = ""  # who filed it, or did not
    file_due: datetime | None = None
    # 派遣
    unit: str = ""
    dispatches: list[Dispatch] = field(default_factory=list)
    ruled: bool = False
    dispose_first: bool = False
    self_disposed: bool = False
    owner: str = ""  # of what was solved first, once that is settled
    # 处置
    due: datetime | None = None  # by the original limit
    adjusted_due: datetime | None = None  # with approved extensions and suspension
    provisional: bool = False
    disposer: str = ""
    first_feedback_at: datetime | None = None
    waiting_at: datetime | None = None  # feedback that nobody has checked yet
    accepted_at: datetime | None = None  # first feedback that a check found true
    standing_at: datetime | None = None  # feedback that no later check and no reopening has undone
    passed_at: datetime | None = None  # first 核查 that found it solved
    standing_pass_at: datetime | None = None
    asked: Asked | None = None
    extensions: int = 0
    suspensions: int = 0
    suspended_from: datetime | None = None
    suspended_until: datetime | None = None
    # 核查、结案 and what comes out of the row
    post_checks: list[Task] = field(default_factory=list)
    checker: str = ""
    reworks: int = 0
    closed_at: datetime | None = None  # for the last time
    first_closed_at: datetime | None = None
    reopens: int = 0
    presses: int = 0  # 督办
    parent: str = ""
    appeal: Appeal | None = None
    appealed_by: str = ""
    appeal_endorsed_by: str = ""

    @property
    def stage(self) -> Stage:
        return STAGES[self.state]

    @property
    def final(self) -> bool:
        return self.state in FINAL

    @property
    def hops(self) -> int:
        """How often a unit gave the case back (回退)."""
        return sum(each.returned for each in self.dispatches)

    @property
    def dispatched_at(self) -> datetime | None:
        """The first dispatch: no later one starts a clock again."""
        return self.dispatches[0].at if self.dispatches else None


def fold(events: Iterable[Event], until: datetime | None = None) -> Case:
    """The case that the events of one case make, in their order.

    ``until``: as it was known then, by ``recorded_at``. Raises BrokenLog for a log that is empty (then, too), has a gap, mixes
    cases or makes a step that is not in the table.
    """
    case: Case | None = None
    for event in events:
        if until is not None and event.recorded_at > until:
            break
        if case is None:
            case = _reported(event)
        else:
            _apply(case, event)
    if case is None:
        raise BrokenLog("no event")
    return case


def following(case: Case | None, event: Event) -> Case:
    """The case after one more event; the one given stays as it is."""
    if case is None:
        return _reported(event)
    new = copy(case)
    new.pre_checks = [copy(each) for each in case.pre_checks]
    new.post_checks = [copy(each) for each in case.post_checks]
    new.dispatches = [copy(each) for each in case.dispatches]
    _apply(new, event)
    return new


def _reported(event: Event) -> Case:
    if event.action is not Action.REPORT or event.number != 1 or event.source is None or event.level is None:
        raise BrokenLog(f"{event.case}: the first event is no report")
    case = Case(event.case, event.source, event.level, event.counted_at, event.actor)
    case.missed = event.missed
    case.grid, case.category = event.grid, event.category
    _moved(case, event)
    return case


def _apply(case: Case, event: Event) -> None:
    if event.case != case.id or event.number != case.number + 1:
        raise BrokenLog(f"{case.id}: event {event.case} {event.number} after event {case.number}")
    if case.state not in SOURCES[event.action]:
        raise BrokenLog(f"{case.id}: {event.action} in the state {case.state}")
    effect = _EFFECTS.get(event.action)
    if effect is not None:
        effect(case, event)
    _moved(case, event)


def _moved(case: Case, event: Event) -> None:
    """What every event does: the new state, its clock, the count."""
    case.number, case.recorded_at = event.number, event.recorded_at
    case.late_entries += event.late
    case.coarse |= event.coarse
    if event.due is not None:
        case.adjusted_due = event.due
        case.provisional = event.provisional
    target = BY_ACTION[event.action].target
    if target is not None:
        case.state = target
        case.since, case.counted_since, case.stage_due = event.occurred_at, event.counted_at, event.stage_due


def _task(case: Case, event: Event) -> Task:
    return Task(event.counted_at, case.stage_due, event.actor, event.stage_due, event.assignee)


def _sent_pre_check(case: Case, event: Event) -> None:
    case.pre_checks.append(_task(case, event))


def _pre_checked(case: Case, event: Event) -> None:
    case.verified = event.found
    case.pre_checks[-1].done = event.counted_at


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


def _transferred(case: Case, event: Event) -> None:
    case.level = event.level or case.level


def _reclassified(case: Case, event: Event) -> None:
    case.category, case.condition = event.category, event.condition
    case.limit, case.due = event.limit, event.due


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
    case.first_feedback_at = case.first_feedback_at or event.counted_at
    case.waiting_at = case.standing_at = event.counted_at


def _sent_post_check(case: Case, event: Event) -> None:
    case.post_checks.append(_task(case, event))


def _passed(case: Case, event: Event) -> None:
    case.post_checks[-1].done = event.counted_at
    case.checker = event.actor
    case.accepted_at = case.accepted_at or case.waiting_at
    case.passed_at = case.passed_at or event.counted_at
    case.standing_pass_at, case.waiting_at = event.counted_at, None


def _failed(case: Case, event: Event) -> None:
    case.post_checks[-1].done = event.counted_at
    case.reworks += 1
    case.self_disposed = False  # what was not solved on the spot is a case like the others
    case.waiting_at = case.standing_at = None


def _closed(case: Case, event: Event) -> None:
    case.closed_at, case.asked = event.counted_at, None
    case.first_closed_at = case.first_closed_at or event.counted_at


def _reopened(case: Case, event: Event) -> None:  # noqa: ARG001
    case.reopens += 1
    case.closed_at = case.standing_at = case.standing_pass_at = None


def _pressed(case: Case, event: Event) -> None:  # noqa: ARG001
    case.presses += 1


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
_EFFECTS: dict[Action, Callable[[Case, Event], None]] = {
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
    Action.SUPERVISE: _pressed,
    Action.SETTLE_OWNER: _owner_settled,
    Action.MERGE: _merged,
    Action.APPEAL: _appealed,
    Action.ENDORSE_APPEAL: _appeal_endorsed,
    Action.GRANT_APPEAL: _appeal_granted,
    Action.REFUSE_APPEAL: _appeal_refused,
}
