"""What somebody wants to do to a case (``Command``), and what was done (``Event``). Events are only ever added.

What is computed from rules, catalogue and calendar when an event happens (deadlines, the limit) is frozen in it: later rules and
calendars change nothing of what was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wenxiao.grid.clock import Limit
from wenxiao.grid.states import CallBack, Level, Pressing, Role, Source
from wenxiao.grid.transitions import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One step that somebody asks for. All moments have a time zone. A field that the action does not need is left out.

    ``occurred_at`` is when it was done, as the one who acts says; ``recorded_at`` when the server learned of it.
    ``imported``: from the ledger of another platform, whose times hold; ``coarse``: of which only the day is known.
    """

    action: Action
    actor: str
    role: Role
    occurred_at: datetime
    recorded_at: datetime
    acting_unit: str = ""  # the unit that the one who acts belongs to
    reason: str = ""
    unit: str = ""  # the unit that gets the case
    assignee: str = ""  # the person who is to check
    source: Source | None = None
    grid: str = ""
    category: str = ""  # code in the catalogue
    condition: str = ""  # code of the filing condition
    level: Level | None = None
    found: bool | None = None  # 核实: whether the problem is there
    closing_met: bool = False  # 结案: the closing condition is ticked
    outcome: str = ""  # what came of it, where the category has a list of outcomes
    missed: bool = False  # 漏报: a supervisor should have reported it
    until: datetime | None = None  # 挂账: at the latest; 督办: an answer is due
    pressing: Pressing | None = None  # 督办: which kind
    ordered_by: str = ""  # 督办: who gave the order, where it is not the one who writes it down
    order: int = 0  # 督办回复: the number of the event that ordered; 0: the only one that waits
    result: CallBack | None = None  # 回访: what came of it
    callable_until: datetime | None = None  # 上报: who reported left a number, which is forgotten then
    parent: str = ""  # 合并: the case that goes on
    photos: tuple[str, ...] = ()
    imported: bool = False
    coarse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Command):
    """A step that was made, the ``number``-th of its case (from 1).

    ``counted_at`` is the moment at which clocks take it: when it occurred, or when it was recorded if that was late. ``due`` is
    the deadline of 处置 from now on, ``stage_due`` that of the stage which begins; None: not changed, or none.
    """

    case: str
    number: int
    counted_at: datetime
    late: bool = False  # entered later than the rules allow
    limit: Limit | None = None
    due: datetime | None = None
    stage_due: datetime | None = None
    provisional: bool = False
    second: str = ""  # who answered for it too, in logs from before asking and signing were two steps
