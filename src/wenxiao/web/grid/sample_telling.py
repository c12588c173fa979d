"""One case of the sample district as it is told: step after step by its people, through the same ``act`` as on the site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from wenxiao.grid.cases import Case
from wenxiao.grid.commands import act
from wenxiao.grid.deadlines import Ground
from wenxiao.grid.events import Command, Event
from wenxiao.grid.states import Level, Role, Source, State
from wenxiao.grid.transitions import Action
from wenxiao.web.core.clock import day_of
from wenxiao.web.grid.limits import limits
from wenxiao.web.grid.reporters import callable_until
from wenxiao.web.grid.sample_places import Cell


class Enough(Exception):  # noqa: N818  (the story ends here)
    """The case is where it is to stand today."""


@dataclass(frozen=True, slots=True)
class Who:
    """One of the people: the name in events, the role, the code of the agency."""

    name: str
    role: Role
    agency: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What a case is about: category, filing condition, whose it is (empty: the street's), words, outcomes, and its picture."""

    category: str
    condition: str
    unit: str
    words: tuple[str, ...]
    outcomes: tuple[str, ...]
    picture: str


@dataclass
class Telling:
    """A case while it is told. ``end``: nothing happens after it; ``stop``: the state in which it is left."""

    number: str
    at: datetime
    matter: Matter
    cell: Cell
    people: Mapping[str, Who]
    ground: Ground
    chance: Random
    picture: Callable[[str], str]
    end: datetime
    stop: State | None = None
    events: list[Event] = field(default_factory=list)
    case: Case | None = None

    @property
    def unit(self) -> str:
        """The agency whose matter it is."""
        return self.matter.unit or {"1": "G11", "2": "G12", "3": "G13"}[self.cell.code[8]]

    def handler(self, unit: str = "") -> str:
        """The login name of the person of an agency."""
        of = unit or (self.case.unit if self.case else "") or self.unit
        return next(
            login
            for login, who in self.people.items()
            if who.agency == of and who.role in {Role.HANDLER, Role.EMERGENCY}
        )

    def supervisor(self) -> str:
        """Who walks the street that the case lies in."""
        return {"1": "supervisor", "2": "supervisor2", "3": "supervisor3"}[self.cell.code[8]]

    def work(self, minutes: float) -> None:
        """Working time goes by."""
        calendar = self.ground.calendar
        self.at = calendar.when(calendar.worked(self.at) + timedelta(minutes=round(minutes, 1)))

    def working(self, minutes: float) -> datetime:
        """The moment so many working minutes from now."""
        calendar = self.ground.calendar
        return calendar.when(calendar.worked(self.at) + timedelta(minutes=minutes))

    def pause(self, minutes: float) -> None:
        """Time goes by, day and night."""
        self.at += timedelta(minutes=round(minutes, 1))

    def do(
        self, action: Action, login: str, parent: Case | None = None, entered: timedelta = timedelta(0), **told: Any
    ) -> None:
        """One step now, entered so much later. Raises Enough where the story ends."""
        at = max(self.at, self.case.since) if self.case and self.case.since else self.at
        recorded = at + entered
        if self.case and self.case.recorded_at:
            recorded = max(recorded, self.case.recorded_at)
        if recorded > self.end:
            raise Enough
        who = self.people[login]
        if "photos" in told:
            told["photos"] = tuple(self.picture(told["photos"]) for _ in range(1 if self.chance.random() < 0.8 else 2))
        command = Command(
            action=action, actor=who.name, role=who.role, acting_unit=who.agency, occurred_at=at, recorded_at=recorded,
            parent=parent.id if parent else "", **told,
        )  # fmt: skip
        self.case, event = act(self.case, command, self.ground, new_id=self.number, parent=parent)
        self.events.append(event)
        self.at = recorded
        if self.case.state is self.stop:
            raise Enough

    # The steps as they are usually made

    def report(self, source: Source = Source.SUPERVISOR, login: str = "", **told: Any) -> None:
        by = login or {Source.SUPERVISOR: self.supervisor(), Source.INSPECTOR: "inspector"}.get(source, "acceptor2")
        photos: dict[str, Any] = (
            {"photos": self.matter.picture} if source in {Source.SUPERVISOR, Source.INSPECTOR, Source.VIDEO} else {}
        )
        self.do(
            Action.REPORT,
            by,
            source=source,
            level=Level.DISTRICT,
            grid=self.cell.code,
            category=self.matter.category,
            **photos,
            **told,
            **self._number(source),
        )

    def _number(self, source: Source) -> dict[str, Any]:
        """Who calls the hotline or writes leaves a number, which is forgotten in time."""
        if source not in {Source.HOTLINE, Source.PUBLIC}:
            return {}
        return {"callable_until": callable_until("1", day_of(self.at) + timedelta(days=limits()["reporter_days"]))}

    def verify(self, found: bool = True, slow: float = 1.0) -> None:
        self.work(self.chance.uniform(2, 10) * slow)
        self.do(Action.SEND_PRE_CHECK, "acceptor", assignee=self.people[self.supervisor()].name)
        self.work(self.chance.uniform(8, 26) * slow)
        self.do(Action.PRE_CHECK, self.supervisor(), found=found, photos=self.matter.picture)

    def file(self, login: str = "", slow: float = 1.0, **told: Any) -> None:
        self.work(self.chance.uniform(2, 12) * slow)
        by = login or self.chance.choice(("acceptor", "acceptor", "acceptor2", "lead"))
        told = {"grid": self.cell.code, "category": self.matter.category, "condition": self.matter.condition, **told}
        self.do(Action.FILE, by, **told)

    def dispatch(self, unit: str = "", slow: float = 1.0) -> None:
        self.work(self.chance.uniform(2, 12) * slow)
        self.do(Action.DISPATCH, "dispatcher" if self.chance.random() < 0.9 else "lead", unit=unit or self.unit)

    def accept(self) -> None:
        self.work(self.chance.uniform(3, 25))
        self.do(Action.ACCEPT, self.handler())

    def dispose(self, share: float | None = None, **more: Any) -> None:
        """Reported as solved after a share of the limit; above 1 it is late."""
        share = self.chance.uniform(0.15, 0.85) if share is None else share
        assert self.case is not None
        start, due = self.case.dispatched_at or self.at, self.case.due
        if due is not None:
            if self.matter.condition in {"cover-missing", "site-dust"}:
                self.at = max(self.at, start + (due - start) * share)
            else:
                calendar = self.ground.calendar
                spent = (calendar.worked(due) - calendar.worked(start)) * share
                self.at = max(
                    self.at, calendar.when(calendar.worked(start) + timedelta(minutes=spent // timedelta(minutes=1)))
                )
        outcome = self.chance.choice((*self.matter.outcomes, *self.matter.outcomes, ""))
        self.do(Action.DISPOSE, self.handler(), photos=f"{self.matter.picture}-done", outcome=outcome, **more)

    def check(self, solved: bool = True, login: str = "", slow: float = 1.0) -> None:
        by = login or (self.supervisor() if self.chance.random() < 0.85 else "inspector")
        assert self.case is not None
        if self.people[by].name == self.case.disposer:
            by = "inspector"
        self.work(self.chance.uniform(2, 12) * slow)
        self.do(
            Action.SEND_POST_CHECK,
            "acceptor" if self.chance.random() < 0.8 else "acceptor2",
            assignee=self.people[by].name,
        )
        self.work(self.chance.uniform(8, 27) * slow)
        if solved:
            self.do(Action.PASS, by, photos=f"{self.matter.picture}-done")
        else:
            self.do(Action.FAIL, by, reason="现场仍有残留，未达到结案条件。", photos=self.matter.picture)

    def close(self) -> None:
        self.work(self.chance.uniform(2, 12))
        self.do(Action.CLOSE, self.chance.choice(("acceptor", "acceptor2", "lead")), closing_met=True)
