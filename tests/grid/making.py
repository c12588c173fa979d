"""Short ways to make a case in a test: who acts is whoever may, what a step takes is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from wenxiao.grid.calendar import BEIJING, chinese
from wenxiao.grid.cases import Case
from wenxiao.grid.catalogue import catalogue
from wenxiao.grid.commands import act
from wenxiao.grid.deadlines import Ground
from wenxiao.grid.events import Command, Event
from wenxiao.grid.rules import rules
from wenxiao.grid.states import Level, Role, Source
from wenxiao.grid.transitions import BY_ACTION, Action

GROUND = Ground(rules(), chinese(), catalogue())
RUBBISH = "30428.2-2013:event:0110"

#: What each step takes, where a test says nothing else. Every role acts as its own person.
USUAL: dict[Action, dict[str, Any]] = {
    Action.REPORT: {"source": Source.SUPERVISOR, "level": Level.DISTRICT, "role": Role.SUPERVISOR, "actor": "reporter"},
    Action.SEND_PRE_CHECK: {"assignee": "checker"},
    Action.PRE_CHECK: {"found": True},
    Action.FILE: {"grid": "530114001001001", "category": RUBBISH, "condition": "rubbish"},
    Action.DISPATCH: {"unit": "环卫站"},
    Action.ADJUDICATE: {"unit": "环卫站"},
    Action.DISPOSE_FIRST: {"unit": "应急机动队"},
    Action.SELF_DISPOSE: {"acting_unit": "监督队", "actor": "reporter"},
    Action.TRANSFER_UP: {"level": Level.CITY},
    Action.TRANSFER_DOWN: {"level": Level.STREET},
    Action.RECLASSIFY: {"category": "30428.2-2013:event:0406", "condition": "street-trading", "second": "lead"},
    Action.ACCEPT: {"acting_unit": "环卫站", "actor": "worker"},
    Action.RETURN: {"acting_unit": "环卫站", "actor": "worker"},
    Action.DISPOSE: {"acting_unit": "环卫站", "actor": "worker"},
    Action.ASK_EXTENSION: {"acting_unit": "环卫站", "actor": "worker"},
    Action.ASK_SUSPENSION: {"acting_unit": "环卫站", "actor": "worker"},
    Action.SEND_POST_CHECK: {"assignee": "checker"},
    Action.PASS: {"actor": "checker"},
    Action.FAIL: {"actor": "checker"},
    Action.CLOSE: {"closing_met": True},
    Action.SETTLE_OWNER: {"unit": "市政站"},
    Action.VOID: {"second": "deputy"},
    Action.APPEAL: {"acting_unit": "环卫站", "actor": "worker"},
}


def at(text: str) -> datetime:
    """2018-10-08 09:00 in Beijing."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def command(action: Action, when: datetime, **told: Any) -> Command:
    """The step with what it takes, recorded as it happens."""
    role = BY_ACTION[action].roles[0]
    given = {
        "role": role,
        "actor": str(role),
        "occurred_at": when,
        "recorded_at": when,
        "reason": "原因",
        "photos": ("p",),
    }
    return Command(action=action, **{**given, **USUAL.get(action, {}), **told})


@dataclass
class Story:
    """A case as it goes on: ``story.then("dispatch", "09:10")`` on the day of the last step, or with a date."""

    id: str = "C1"
    ground: Ground = GROUND
    case: Case | None = None
    events: list[Event] = field(default_factory=list)
    day: str = "2018-10-08"

    def then(self, action: str, when: str | datetime, *, parent: Case | None = None, **told: Any) -> Story:
        if isinstance(when, str):
            self.day, moment = (when[:10], at(when)) if len(when) > 8 else (self.day, at(f"{self.day} {when}"))
        else:
            moment = when
        if parent is not None:
            told["parent"] = parent.id
        made = command(Action(action), moment, **told)
        self.case, event = act(self.case, made, self.ground, new_id=self.id, parent=parent)
        self.events.append(event)
        return self

    @property
    def now(self) -> Case:
        assert self.case is not None
        return self.case


def story(until: str = "", start: str = "2018-10-08 09:00", id: str = "C1", **report: Any) -> Story:
    """A case on the straight way, a step a minute, up to the step that is named (none: all of them)."""
    told = Story(id)
    moment = at(start)
    for action in ("report", "file", "dispatch", "accept", "dispose", "send_post_check", "pass", "close"):
        told.then(action, moment, **(report if action == "report" else {}))
        moment += timedelta(minutes=1)
        if action == until:
            break
    told.day = start[:10]
    return told
