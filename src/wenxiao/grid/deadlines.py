"""The clocks of a case (时限): when its 处置 is due, and when each stage is. Nothing that happens later starts a clock again.

The limit is that of the filing condition, frozen at 立案. Its time begins with the first 派遣 (or with 立案, by local rule): a case that is
never dispatched is due as if it had been dispatched at the last moment allowed, so it cannot stay out of the rates. 回退, 返工 and 重开 leave
the deadline where it is. 延期 adds the original limit once more; 挂账 moves it by the time that it takes; reclassified, the shorter limit holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wenxiao.grid.calendar import WorkCalendar, chinese
from wenxiao.grid.cases import Case
from wenxiao.grid.catalogue import Catalogue, catalogue
from wenxiao.grid.clock import Deadline, Limit, after, deadline, used
from wenxiao.grid.rules import ClockStart, Rules, rules
from wenxiao.grid.states import State


@dataclass(frozen=True, slots=True)
class Ground:
    """What a place decides by: its rules, its calendar, its catalogue."""

    rules: Rules
    calendar: WorkCalendar
    catalogue: Catalogue


def ground(name: str = "usual") -> Ground:
    """The ground of the rules of that name, with what ships. Raises KeyError for a name that no rules have."""
    of = rules(name)
    return Ground(of, chinese(of.hours), catalogue())


def of_stage(state: State, start: datetime, ground: Ground) -> datetime | None:
    """When a stage that begins now is due; None where the rules give it no limit."""
    limit = ground.rules.stages.get(state)
    return None if limit is None else deadline(start, limit, ground.calendar, ground.rules.workday).at


def on_filing(at: datetime, limit: Limit, ground: Ground) -> Deadline:
    """The deadline that 立案 sets."""
    start = at
    if ground.rules.clock_start is ClockStart.DISPATCHED:
        start = of_stage(State.FILED, at, ground) or at
    return deadline(start, limit, ground.calendar, ground.rules.workday)


def on_dispatch(case: Case, at: datetime, ground: Ground) -> Deadline | None:
    """The deadline that a dispatch sets; None where it sets none: a later one, or the clock began with 立案."""
    if case.dispatches or case.limit is None or ground.rules.clock_start is ClockStart.FILED:
        return None
    return deadline(at, case.limit, ground.calendar, ground.rules.workday)


def on_reclassifying(case: Case, limit: Limit, ground: Ground) -> tuple[Limit, Deadline | None]:
    """Limit and deadline of another condition, from the start that the case had. Once dispatched, only a shorter one counts."""
    if case.filed_at is None:
        return limit, None
    if case.dispatched_at is None or ground.rules.clock_start is ClockStart.FILED:
        new = on_filing(case.filed_at, limit, ground)
    else:
        new = deadline(case.dispatched_at, limit, ground.calendar, ground.rules.workday)
    if case.dispatched_at is not None and case.due is not None and case.limit is not None and case.due <= new.at:
        return case.limit, Deadline(case.due, case.provisional)
    return limit, new


def on_extension(case: Case, ground: Ground) -> Deadline | None:
    """The deadline of an extension: the original limit once more."""
    if case.limit is None or case.adjusted_due is None:
        return None
    return deadline(case.adjusted_due, case.limit, ground.calendar, ground.rules.workday)


def on_suspension(case: Case, at: datetime, until: datetime, ground: Ground) -> Deadline | None:
    """The deadline of a suspension that lasts as long as it may; None where the case is overdue already: a pause mends nothing."""
    if case.limit is None or case.adjusted_due is None or at >= case.adjusted_due:
        return None
    left = used(at, case.adjusted_due, case.limit.unit, ground.calendar, ground.rules.workday)
    return after(until, left, case.limit.unit, ground.calendar, ground.rules.workday)


def on_resuming(case: Case, at: datetime, ground: Ground) -> Deadline | None:
    """The deadline after a pause that ended early; None where it lasted as long as it might, or longer: that gains nothing."""
    until, due = case.suspended_until, case.adjusted_due
    if case.limit is None or until is None or due is None or at >= until or not paused_in_time(case):
        return None
    left = used(until, due, case.limit.unit, ground.calendar, ground.rules.workday)
    return after(at, left, case.limit.unit, ground.calendar, ground.rules.workday)


def paused_in_time(case: Case) -> bool:
    """Whether the suspension began before the case was due."""
    return case.suspended_from is not None and case.adjusted_due is not None and case.suspended_from < case.adjusted_due
