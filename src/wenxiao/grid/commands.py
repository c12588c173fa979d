"""From what somebody wants to what is done: ``decide`` asks the table and its guards, and freezes the deadlines in the event.

    case, event = act(case, command, ground)        # raises NotAllowed

Site, API and importer go this way alike; what they store is the event.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime

from wenxiao.grid import deadlines
from wenxiao.grid.cases import Case, following
from wenxiao.grid.clock import Deadline, Limit
from wenxiao.grid.deadlines import Ground
from wenxiao.grid.events import Command, Event
from wenxiao.grid.guards import Asking, check
from wenxiao.grid.states import Role, Source
from wenxiao.grid.transitions import Action, step
from wenxiao.told import NotAllowed

#: Sources that only one role may name: what they report is not verified again.
_ONLY = {Source.SUPERVISOR: Role.SUPERVISOR, Source.INSPECTOR: Role.INSPECTOR}
_COMMAND = tuple(field.name for field in fields(Command))


@dataclass(slots=True)
class _Frozen:
    """What an event freezes."""

    limit: Limit | None = None
    due: Deadline | None = None


def act(
    case: Case | None, command: Command, ground: Ground, *, new_id: str = "", parent: Case | None = None
) -> tuple[Case, Event]:
    """The case after the command, and the event to store. Raises as ``decide``."""
    event = decide(case, command, ground, new_id=new_id, parent=parent)
    return following(case, event), event


def decide(
    case: Case | None, command: Command, ground: Ground, *, new_id: str = "", parent: Case | None = None
) -> Event:
    """The event that the command makes.

    ``new_id`` names the case of a report; ``parent`` is the case of ``command.parent``. Raises NotAllowed with one sentence, and
    ValueError for a moment without a time zone or outside of the calendar.
    """
    row = step(case.state if case else None, command.action, command.role)
    at, late = _counted(case, command, ground)
    command = _completed(case, command)
    frozen = _Frozen()
    if case is None:
        _may_report(command)
    else:
        check(row, Asking(case, command, at, ground, parent))
        frozen = _frozen(case, command, at, ground)
    stage_due = None if row.target is None else deadlines.of_stage(row.target, at, ground)
    return Event(
        **{name: getattr(command, name) for name in _COMMAND},
        case=case.id if case else new_id,
        number=case.number + 1 if case else 1,
        counted_at=at,
        late=late,
        limit=frozen.limit,
        due=frozen.due.at if frozen.due else None,
        stage_due=stage_due,
        provisional=frozen.due.provisional if frozen.due else False,
    )


def _completed(case: Case | None, command: Command) -> Command:
    """The command with what the case knows: signed is what was asked for, and the only order that waits is the one that is answered."""
    if case is None:
        return command
    if command.action is Action.RECLASSIFY and case.proposed is not None:
        return replace(command, category=case.proposed.category, condition=case.proposed.condition)
    if command.action is Action.ANSWER and not command.order and len(waiting := case.unanswered) == 1:
        return replace(command, order=waiting[0].number)
    return command


def _may_report(command: Command) -> None:
    if command.source is None or command.level is None:
        raise NotAllowed("请写明来源和层级。", "Please give the source and the level.")
    only = _ONLY.get(command.source)
    if only is not None and command.role is not only and not command.imported:
        raise NotAllowed("来源与上报人不符。", "The source does not fit who reports.")
    if command.missed and command.source is not Source.INSPECTOR:
        raise NotAllowed("漏报由督察员认定。", "What a supervisor missed is for inspectors to say.")


def _counted(case: Case | None, command: Command, ground: Ground) -> tuple[datetime, bool]:
    """The moment at which clocks take the command, and whether it was entered late."""
    if command.occurred_at > command.recorded_at:
        raise NotAllowed("发生时间不能晚于当前时间。", "What was done cannot lie in the future.")
    if case is not None and case.recorded_at is not None and command.recorded_at < case.recorded_at:
        raise NotAllowed("记录时间早于上一步。", "The record would stand before the last one.")
    if case is not None and case.since is not None and command.occurred_at < case.since:
        raise NotAllowed("发生时间不能早于上一步。", "What was done cannot lie before the last step.")
    late = not command.imported and command.recorded_at - command.occurred_at > ground.rules.late_entry
    at = command.recorded_at if late else command.occurred_at
    # A step entered late may push the clock past what was done after it; time does not run backwards.
    return (max(at, case.counted_since) if case is not None and case.counted_since is not None else at), late


def _frozen(case: Case, command: Command, at: datetime, ground: Ground) -> _Frozen:
    match command.action:
        case Action.FILE:
            limit = ground.catalogue.conditions[command.condition].limit
            return _Frozen(limit, deadlines.on_filing(at, limit, ground))
        case Action.RECLASSIFY:
            limit = ground.catalogue.conditions[command.condition].limit
            return _Frozen(*deadlines.on_reclassifying(case, limit, ground))
        case Action.DISPATCH | Action.ADJUDICATE | Action.DISPOSE_FIRST:
            return _Frozen(due=deadlines.on_dispatch(case, at, ground))
        case Action.GRANT_EXTENSION:
            return _Frozen(due=deadlines.on_extension(case, ground))
        case Action.GRANT_SUSPENSION if case.asked is not None and case.asked.until is not None:
            return _Frozen(due=deadlines.on_suspension(case, at, case.asked.until, ground))
        case Action.RESUME:
            return _Frozen(due=deadlines.on_resuming(case, at, ground))
    return _Frozen()
