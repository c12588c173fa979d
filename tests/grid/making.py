"""Stories for tests: steps by their names and times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from proof.grid.steps import GROUND, Story, at, command
from wenxiao.grid.cases import Case
from wenxiao.grid.transitions import Action

__all__ = ["GROUND", "Told", "at", "command", "story"]


@dataclass
class Told(Story):
    """A case as it goes on: ``told.then("dispatch", "09:10")`` on the day of the last step, or with a date."""

    day: str = "2018-10-08"

    def then(self, action: str, when: str, *, parent: Case | None = None, **told: Any) -> Told:
        self.day, moment = (when[:10], at(when)) if len(when) > 8 else (self.day, at(f"{self.day} {when}"))
        self.step(Action(action), moment, parent, **told)
        return self


def story(until: str = "", start: str = "2018-10-08 09:00", id: str = "C1", **report: Any) -> Told:
    """A case on the straight way, a step a minute, up to the step that is named (none: all of them)."""
    told = Told(id, day=start[:10])
    moment = at(start)
    for action in ("report", "file", "dispatch", "accept", "dispose", "send_post_check", "pass", "close"):
        told.step(Action(action), moment, **(report if action == "report" else {}))
        moment += timedelta(minutes=1)
        if action == until:
            break
    return told
