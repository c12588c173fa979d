"""What a case is after its events. ``fold`` needs no rules and no calendar: all that was computed stands in the events.

One pass, a few assignments an event: a year of a city is millions of cases. Whether a step may be made is asked before it
becomes an event (``commands``); here only what the table of transitions does not know is refused, as a broken log.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime

from wenxiao.grid.clock import Limit
from wenxiao.grid.effects import EFFECTS
from wenxiao.grid.events import Event
from wenxiao.grid.parts import Asked, Call, Dispatch, Order, Proposed, Task
from wenxiao.grid.states import ENDED, FINAL, STAGES, Appeal, Level, Source, Stage, State
from wenxiao.grid.transitions import BY_ACTION, SOURCES, Action


class BrokenLog(ValueError):  # noqa: N818  (what is broken is the log)
    """Events that no case can have: one is missing, twice there, or out of place."""


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
    coarse: bool = False  # of some step that counts for the case only the day is known
    imported: bool = False  # some of it stands in another platform's ledger, which tells the outline alone
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
    outcome: str = ""  # the last that was said
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
    orders: tuple[Order, ...] = ()  # those of them that an answer is due to
    proposed: Proposed | None = None  # 作废 or 调整类别 that a second person has to sign
    calls: tuple[Call, ...] = ()  # 回访
    callable_until: datetime | None = None  # who reported left a number, which is forgotten then
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
    def latest(self) -> datetime:
        """No moment of a case that has ended, done or due, is later than this: from then on it counts nowhere."""
        due = [self.due, *(each.due for each in self.dispatches), *(each.due for each in self.orders)]
        due += [moment for each in (*self.pre_checks, *self.post_checks) for moment in (each.due, each.send_due)]
        return max([self.recorded_at or self.reported_at, *filter(None, due)])

    @property
    def hops(self) -> int:
        """How often a unit gave the case back (回退)."""
        return sum(each.returned for each in self.dispatches)

    @property
    def unanswered(self) -> list[Order]:
        """Orders (督办) that wait for an answer. Where nobody was responsible in the end, there is nobody to answer."""
        if self.state in _LAPSED or (self.final and not self.unit):
            return []
        return [each for each in self.orders if each.answered_at is None]

    @property
    def heard(self) -> bool:
        """Whether who reported was reached by a call since the case was closed for the last time."""
        return any(each.heard and each.closing == self.reopens for each in self.calls)

    @property
    def dispatched_at(self) -> datetime | None:
        """The first dispatch: no later one starts a clock again."""
        return self.dispatches[0].at if self.dispatches else None


#: In these nothing is left to answer for.
_LAPSED = FINAL - set(ENDED)


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
    case.missed, case.callable_until = event.missed, event.callable_until
    case.grid, case.category = event.grid, event.category
    _moved(case, event)
    return case


def _apply(case: Case, event: Event) -> None:
    if event.case != case.id or event.number != case.number + 1:
        raise BrokenLog(f"{case.id}: event {event.case} {event.number} after event {case.number}")
    if case.state not in SOURCES[event.action]:
        raise BrokenLog(f"{case.id}: {event.action} in the state {case.state}")
    effect = EFFECTS.get(event.action)
    if effect is not None:
        effect(case, event)
    _moved(case, event)


#: Steps whose moment measures a task or nothing, and not the case.
_OF_A_TASK = frozenset({Action.SEND_PRE_CHECK, Action.SEND_POST_CHECK, Action.ACCEPT, Action.PASS})


def _moved(case: Case, event: Event) -> None:
    """What every event does: the new state, its clock, the count."""
    case.number, case.recorded_at = event.number, event.recorded_at
    case.late_entries += event.late
    case.coarse |= event.coarse and event.action not in _OF_A_TASK
    case.imported |= event.imported
    if event.due is not None:
        case.adjusted_due = event.due
        case.provisional = event.provisional
    target = BY_ACTION[event.action].target
    if target is not None:
        case.state = target
        if case.proposed is not None and target not in SOURCES[case.proposed.action]:
            case.proposed = None  # what was asked for is not possible any more
        case.since, case.counted_since, case.stage_due = event.occurred_at, event.counted_at, event.stage_due
