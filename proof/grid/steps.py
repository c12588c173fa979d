"""Short ways to make a case: who acts is whoever may, and what a step takes is given unless a story says otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from wenxiao.grid.calendar import BEIJING
from wenxiao.grid.cases import Case
from wenxiao.grid.commands import act
from wenxiao.grid.deadlines import Ground, ground
from wenxiao.grid.events import Command, Event
from wenxiao.grid.states import CallBack, Level, Pressing, Role, Source
from wenxiao.grid.transitions import BY_ACTION, Action

GROUND = ground()
GRID = "530114001001001"
UNIT = "环卫站"
RUBBISH = "30428.2-2013:event:0110"

_WORKER = {"acting_unit": UNIT, "actor": "worker"}
_SIGNS = {"role": Role.LEAD, "actor": "lead"}
#: What each step takes. Every role acts as its own person.
USUAL: dict[Action, dict[str, Any]] = {
    Action.REPORT: {"source": Source.SUPERVISOR, "level": Level.DISTRICT, "role": Role.SUPERVISOR, "actor": "reporter"},
    Action.SEND_PRE_CHECK: {"assignee": "checker"},
    Action.PRE_CHECK: {"found": True},
    Action.FILE: {"grid": GRID, "category": RUBBISH, "condition": "rubbish"},
    Action.DISPATCH: {"unit": UNIT},
    Action.ADJUDICATE: {"unit": UNIT},
    Action.DISPOSE_FIRST: {"unit": "应急机动队"},
    Action.SELF_DISPOSE: {"acting_unit": "监督队", "actor": "reporter"},
    Action.TRANSFER_UP: {"level": Level.CITY},
    Action.TRANSFER_DOWN: {"level": Level.STREET},
    Action.ASK_RECLASSIFY: {"category": "30428.2-2013:event:0406", "condition": "street-trading"},
    Action.ACCEPT: _WORKER,
    Action.RETURN: _WORKER,
    Action.DISPOSE: _WORKER,
    Action.ASK_EXTENSION: _WORKER,
    Action.ASK_SUSPENSION: _WORKER,
    Action.SEND_POST_CHECK: {"assignee": "checker"},
    Action.PASS: {"actor": "checker"},
    Action.FAIL: {"actor": "checker"},
    Action.CLOSE: {"closing_met": True},
    Action.CALL_BACK: {"result": CallBack.SATISFIED},
    Action.SUPERVISE: {"pressing": Pressing.OVERDUE},
    Action.ANSWER: _WORKER,
    Action.SETTLE_OWNER: {"unit": "市政站"},
    Action.VOID: _SIGNS,
    Action.REFUSE_PROPOSAL: _SIGNS,
    Action.APPEAL: _WORKER,
}


def at(text: str) -> datetime:
    """A moment in Beijing (2018-10-08 09:00)."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def command(action: Action, when: datetime, **told: Any) -> Command:
    """The step with what it takes, recorded as it happens."""
    role = BY_ACTION[action].roles[0]
    given = {
        "role": role, "actor": str(role), "occurred_at": when, "recorded_at": when, "reason": "原因", "photos": ("p",),
    }  # fmt: skip
    if action is Action.SUPERVISE:
        given["until"] = when + timedelta(days=1)
    return Command(action=action, **{**given, **USUAL.get(action, {}), **told})


@dataclass
class Story:
    """A case as it goes on, and its log. Raises NotAllowed where it may not go on so."""

    id: str = "C1"
    ground: Ground = GROUND
    case: Case | None = None
    events: list[Event] = field(default_factory=list)

    def step(self, action: Action, when: datetime, parent: Case | None = None, **told: Any) -> Story:
        if parent is not None:
            told["parent"] = parent.id
        made = command(action, when, **told)
        self.case, event = act(self.case, made, self.ground, new_id=self.id, parent=parent)
        self.events.append(event)
        return self

    @property
    def now(self) -> Case:
        if self.case is None:
            raise ValueError("nothing was reported")
        return self.case
