"""A row of a ledger as the steps that it tells. A day without a time is a coarse step; what no column tells is not made up.

Two steps that the table of transitions needs and ledgers leave out are put in where the row shows that they were made: 签收 with the
dispatch, whose moment nothing measures, and 下达核查 and 核查, which are then coarse, so that nothing is computed from them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from wenxiao.grid.calendar import BEIJING, beijing
from wenxiao.grid.cases import Case
from wenxiao.grid.commands import act
from wenxiao.grid.deadlines import Ground
from wenxiao.grid.events import Command, Event
from wenxiao.grid.states import Level, Role, Source
from wenxiao.grid.transitions import BY_ACTION, Action
from wenxiao.told import NotAllowed
from wenxiao.web.core.importing import Wrong, day, text
from wenxiao.web.grid.keeping import Place
from wenxiao.web.platforms.columns import MOMENTS

_TIMED = re.compile(r"(.+?)[ T]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?")
_ROLES = {
    Action.FILE: Role.ACCEPTOR, Action.REJECT: Role.ACCEPTOR, Action.DISPATCH: Role.DISPATCHER, Action.ACCEPT: Role.HANDLER,
    Action.DISPOSE: Role.HANDLER, Action.SEND_POST_CHECK: Role.ACCEPTOR, Action.PASS: Role.SUPERVISOR, Action.CLOSE: Role.ACCEPTOR,
    Action.VOID: Role.LEAD,
}  # fmt: skip
_REPORTERS = {Source.SUPERVISOR: Role.SUPERVISOR, Source.INSPECTOR: Role.INSPECTOR, Source.PUBLIC: Role.PUBLIC}


@dataclass(frozen=True, slots=True)
class At:
    """When something was done; ``coarse``: of which only the day is known."""

    moment: datetime
    coarse: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row that could be read."""

    row: int
    platform: str
    external: str
    source: Source
    description: str
    category: str
    condition: str
    grid: str
    unit: str
    outcome: str
    place: Place
    moments: Mapping[str, At]
    located: bool = False  # its unit grid is that of the position: the row names none

    @property
    def number(self) -> str:
        """What the case is called here, always the same for a number of a platform."""
        mark = hashlib.sha256(f"{self.platform}\n{self.external}".encode()).hexdigest()[:12]
        return f"{beijing(self.moments['reported'].moment):%Y%m%d}P{mark}"


@dataclass(frozen=True, slots=True)
class Step:
    """One step that a row tells, and by which column."""

    column: str
    action: Action
    at: At


class Untold(Exception):  # noqa: N818  (a refusal of a row, with the column that it is about)
    """A row that cannot become steps."""

    def __init__(self, column: str, zh: str, en: str) -> None:
        super().__init__(column)
        self.column, self.zh, self.en = column, zh, en


def moment(cell: Any) -> At | None:
    """A day or a moment as people and spreadsheets write it; midnight is a day whose time nobody knows. Raises Wrong."""
    if cell is None or not text(cell, 60):
        return None
    if isinstance(cell, datetime):
        at = cell.replace(tzinfo=BEIJING) if cell.tzinfo is None else beijing(cell)
    elif isinstance(cell, str) and (match := _TIMED.fullmatch(cell.strip())):
        try:
            clock = time(int(match[2]), int(match[3]), int(match[4] or 0))
        except ValueError:
            raise Wrong(f"“{cell}”不是时间，请写成如 2026-03-01 09:30。", f"“{cell}” is no moment; write it like 2026-03-01 09:30.") from None  # fmt: skip
        at = datetime.combine(day(match[1]), clock, BEIJING)
    else:
        at = _of_day(day(cell))
    return At(at, at.time() == time())


def _of_day(of: date) -> datetime:
    return datetime.combine(of, time(), BEIJING)


def steps(line: Line) -> Sequence[Step]:
    """The steps of a row in their order. Raises Untold for a row with a step but not the one before it."""
    told = {name: line.moments[name] for name in MOMENTS if name in line.moments}
    for later, before, zh, en in _BEFORE:
        if later in told and before not in told:
            raise Untold(
                later, f"有{zh[0]}而没有{zh[1]}，请补全。", f"There is “{en[0]}” without “{en[1]}”; fill it in."
            )
    if "rejected" in told and len(told.keys() - {"reported", "rejected"}) > 0:
        raise Untold(
            "rejected", "不予立案的案件不能再有后面的时间。", "A report that was not filed has no later moments."
        )
    if "closed" in told and "void" in told:
        raise Untold("void", "案件不能既结案又作废。", "A case is closed or void, not both.")
    found: list[Step] = []
    for name, action in MOMENTS.items():
        if name not in told:
            continue
        if (
            name in {"passed", "closed"}
            and "sent" not in told
            and not any(s.action is Action.SEND_POST_CHECK for s in found)
        ):
            found.append(Step(name, Action.SEND_POST_CHECK, At(told["disposed"].moment, True)))
        if name == "closed" and "passed" not in told:
            found.append(Step(name, Action.PASS, At(told["closed"].moment, True)))
        found.append(Step(name, action, told[name]))
        if name == "dispatched" and "disposed" in told:
            found.append(Step(name, Action.ACCEPT, told[name]))
    return found


_BEFORE = (
    ("dispatched", "filed", ("派遣时间", "立案时间"), ("dispatched", "filed")),
    ("disposed", "dispatched", ("处置时间", "派遣时间"), ("handled", "dispatched")),
    ("sent", "disposed", ("下达核查时间", "处置时间"), ("check asked for", "handled")),
    ("passed", "disposed", ("核查时间", "处置时间"), ("checked", "handled")),
    ("closed", "disposed", ("结案时间", "处置时间"), ("closed", "handled")),
    ("void", "filed", ("作废时间", "立案时间"), ("made void", "filed")),
)


def missing(line: Line, case: Case | None, before: Sequence[Event], ground: Ground, now: datetime) -> list[Event]:
    """The events that a row tells and the case has not yet. Raises Untold where the row contradicts what is recorded, or cannot be."""
    done = {event.action: event for event in reversed(before)}
    made: list[Event] = []
    for step in steps(line):
        known = done.get(step.action)
        if known is not None:
            _agrees(step, known)
            continue
        if (
            before
            and step.action in {Action.SEND_POST_CHECK, Action.PASS, Action.ACCEPT}
            and case is not None
            and _past(case, step)
        ):
            continue
        case, event = _made(line, case, step, ground, now)
        made.append(event)
    return made


def _past(case: Case, step: Step) -> bool:
    """Whether the case has gone beyond a step in another way: it needs it no more."""
    return case.state not in BY_ACTION[step.action].sources and case.final


def _made(line: Line, case: Case | None, step: Step, ground: Ground, now: datetime) -> tuple[Case, Event]:
    at = step.at.moment
    if case is not None and case.since is not None and at < case.since:
        if not (step.at.coarse and at.date() == beijing(case.since).date()):
            raise Untold(step.column, "早于上一步的时间，请核对。", "It lies before the step before it; check it.")
        at = case.since  # of the day alone is known that it is not another
    role = _REPORTERS.get(line.source, Role.SYSTEM) if step.action is Action.REPORT else _ROLES[step.action]
    told: dict[str, Any] = {}
    match step.action:
        case Action.REPORT:
            told = {"source": line.source, "level": Level.DISTRICT, "category": line.category, "grid": line.grid}
        case Action.FILE:
            told = {"category": line.category, "condition": line.condition, "grid": line.grid}
        case Action.DISPATCH:
            told = {"unit": line.unit}
        case Action.DISPOSE:
            told = {"acting_unit": line.unit, "outcome": line.outcome}
    command = Command(
        action=step.action, actor="", role=role, occurred_at=at, recorded_at=now, imported=True, coarse=step.at.coarse, **told,
    )  # fmt: skip
    try:
        return act(case, command, ground, new_id=line.number)
    except NotAllowed as refused:
        column = {"请写明所在网格。": "grid", "请选择该类别的立案条件。": "condition", "请选择单位。": "unit"}.get(
            refused.zh, step.column
        )
        raise Untold(column, refused.zh, refused.en) from None
    except ValueError as error:  # outside of the calendar
        raise Untold(step.column, f"无法计算时限（{error}）。", f"No deadline can be computed ({error}).") from None


def _agrees(step: Step, known: Event) -> None:
    """Nothing that is recorded is changed: a ledger that says it otherwise is for a person to look at."""
    recorded = beijing(known.occurred_at)
    same = recorded.date() == step.at.moment.date() if step.at.coarse or known.coarse else recorded == step.at.moment
    if step.action not in {Action.ACCEPT, Action.SEND_POST_CHECK, Action.PASS} and not same:
        raise Untold(
            step.column, f"系统中已记录为 {recorded:%Y-%m-%d %H:%M}，与台账不一致；已记录的不会改动，请人工核对。",
            f"It is recorded as {recorded:%Y-%m-%d %H:%M} here, which the ledger contradicts; what is recorded stays, look at it.",
        )  # fmt: skip
