"""A case as pages show it: how much time is left, its clocks and how they were computed, its time line, what may be the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from wenxiao.grid.cases import Case as Folded
from wenxiao.grid.catalogue import Condition
from wenxiao.grid.clock import Limit
from wenxiao.grid.coordinates import Position
from wenxiao.grid.log import read
from wenxiao.grid.outcomes import outcome_names, outcomes
from wenxiao.grid.places import Seen, like
from wenxiao.grid.rules import ClockStart
from wenxiao.grid.states import (
    CALL_BACK_NAMES,
    LEVEL_NAMES,
    PRESSING_NAMES,
    ROLE_NAMES,
    SOURCE_NAMES,
    STAGE_NAMES,
    STAGES,
    STATE_NAMES,
    Role,
    Source,
    Stage,
    State,
)
from wenxiao.grid.transitions import Action
from wenxiao.web.core.clock import now
from wenxiao.web.core.say import say
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.lasting import apart, limit_words
from wenxiao.web.grid.limits import limits
from wenxiao.web.grid.models import Agency, Case
from wenxiao.web.grid.pictures import by_step
from wenxiao.web.grid.queue import RUNNING
from wenxiao.web.grid.seeing import seen
from wenxiao.web.people.models import User


@dataclass(frozen=True, slots=True)
class Left:
    """A deadline as a list shows it: when, in words how far, and whether it is over, near or far."""

    due: datetime | None
    words: str
    mark: str  # error, warning or nothing


def left(row: Case, at: datetime | None = None) -> Left:
    """The deadline that the next step of a case has, and how far it is in the time that its limit counts."""
    if not row.open:
        return Left(None, "", "")
    due, limit = row.stage_due, ground().rules.stages.get(State(row.state))
    if row.state in RUNNING and row.adjusted_due is not None and (due is None or row.adjusted_due < due):
        due, limit = row.adjusted_due, row.case.limit
    if due is None:
        return Left(None, "", "")
    at = at or now()
    far = apart(at, due, limit)
    if at > due:
        return Left(due, say(f"超期 {far.words}", f"{far.words} overdue"), "error")
    soon = far.time <= timedelta(hours=limits()["soon"]["hours"])
    return Left(due, say(f"剩 {far.words}", f"{far.words} left"), "warning" if soon else "")


def category_words(key: str) -> str:
    """The name of a category, or its key where the catalogue has it no more; — for none."""
    found = ground().catalogue.categories.get(key)
    return "—" if not key else key if found is None else say(found.zh, found.en)


def decorated(rows: Iterable[Case]) -> list[Case]:
    """Rows with what a list shows beside their columns."""
    found: list[Any] = list(rows)
    at = now()
    for row in found:
        row.left, row.kind_words = left(row, at), category_words(row.category)
    return found


def on_map(row: Case) -> bool:
    """Whether it is known where it is, to be drawn."""
    return bool(row.grid) or row.longitude is not None


@dataclass(frozen=True, slots=True)
class Mark:
    """One stage of the bar: done, now, late or still to come."""

    words: str
    at: datetime | None
    mark: str


def stage_bar(row: Case) -> list[Mark]:
    """上报 立案 派遣 处置 核查 结案, with when each was reached."""
    case = row.case
    here = list(Stage).index(STAGES[State(row.state)])
    reached = {
        Stage.REPORTING: case.reported_at, Stage.FILING: case.filed_at, Stage.DISPATCHING: case.dispatched_at,
        Stage.HANDLING: case.first_feedback_at, Stage.CHECKING: case.passed_at, Stage.CLOSING: case.closed_at,
    }  # fmt: skip
    late = left(row).mark == "error"
    found = []
    for number, stage in enumerate(Stage):
        if number == here and row.open:
            mark = "late" if late else "now"
        else:
            mark = "done" if number < here or (not row.open and reached[stage]) else ""
        found.append(Mark(say(*STAGE_NAMES[stage]), reached[stage], mark))
    return found


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock: its name, the moment, how that was computed, and how it stands."""

    name: str
    due: datetime | None
    how: str
    mark: str = ""
    verdict: str = ""


def clocks(row: Case) -> list[Clock]:
    """The deadline of the handling, as it was and as it was moved, then those of the checks and of the stage that runs."""
    case, of, at = row.case, ground(), now()
    found = []
    limit = case.limit
    if case.due is not None and limit is not None:
        found.append(_handling(case, limit, case.due, say("处置期限（原）", "Handling, original"), _started(case)))
        if case.adjusted_due is not None and case.adjusted_due != case.due:
            moved = (
                [say(f"延期 {case.extensions} 次，每次 {limit}", f"extended {case.extensions} × {limit.en}")]
                if case.extensions
                else []
            )
            moved += [say(f"挂账 {case.suspensions} 次", f"suspended {case.suspensions} ×")] if case.suspensions else []
            found.append(
                _handling(
                    case, limit, case.adjusted_due, say("处置期限（调整后）", "Handling, adjusted"), "，".join(moved)
                )
            )
    checks = (
        (State.PRE_CHECK, say("核实", "Verification"), case.pre_checks), (State.POST_CHECK, say("核查", "Check"), case.post_checks),
    )  # fmt: skip
    for state, words, tasks in checks:
        found += [
            _verdict(words, one.due, say(f"{_moment(one.sent)} 下达", f"sent {_moment(one.sent)}"), one.done, at, of.rules.stages.get(state))
            for one in tasks
        ]  # fmt: skip
    if row.open and case.stage_due is not None and case.counted_since is not None:
        stage = of.rules.stages.get(State(row.state))
        how = say(
            f"{_moment(case.counted_since)} 起 {stage}", f"{limit_words(stage)} from {_moment(case.counted_since)}"
        )
        found.append(_verdict(say(*STATE_NAMES[State(row.state)]), case.stage_due, how, None, at, stage))
    return found


def _limited(condition: Condition, limit: Limit) -> str:
    return say(f"{condition.zh}（{limit}）", f"{condition.en} ({limit.en})")


def _started(case: Folded) -> str:
    filed = ground().rules.clock_start is ClockStart.FILED or case.dispatched_at is None
    start = case.filed_at if filed else case.dispatched_at
    assert start is not None
    zh = f"{'立案' if filed else '首次派遣'} {_moment(start)} 起 {case.limit}" + (
        "；尚未派遣，按最迟应派遣时间起算" if case.dispatched_at is None and not case.self_disposed else ""
    )
    en = f"{limit_words(case.limit)} from {'filing' if filed else 'the first dispatch'} at {_moment(start)}" + (
        "; not dispatched yet: counted from the last moment allowed"
        if case.dispatched_at is None and not case.self_disposed
        else ""
    )
    return say(zh, en)


def _handling(case: Folded, limit: Limit, due: datetime, name: str, how: str) -> Clock:
    done, at = case.standing_at, now()
    if done is None and not case.final:
        start = case.dispatched_at or case.filed_at
        if start is not None and start <= at:
            gone = apart(start, at, limit).words
            how += say(f"；已用 {gone}", f"; {gone} used")
    if case.provisional:
        how += say("；暂定：该年度放假安排尚未公布", "; provisional: the holidays of that year are not published")
    return _verdict(name, due, how, done, at, limit, ended=case.final)


def _verdict(
    name: str, due: datetime | None, how: str, done: datetime | None, at: datetime, limit: Limit | None, ended: bool = False
) -> Clock:  # fmt: skip
    if due is None:
        return Clock(name, None, how)
    if done is not None:
        return (
            Clock(name, due, how, "good", say("按期", "on time"))
            if done <= due
            else Clock(name, due, how, "error", say("超期", "late"))
        )
    if ended:
        return Clock(name, due, how)
    far = apart(at, due, limit).words
    if at > due:
        return Clock(name, due, how, "error", say(f"超期 {far}", f"{far} overdue"))
    return Clock(name, due, how, "", say(f"剩 {far}", f"{far} left"))


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def timeline(row: Case) -> list[dict[str, Any]]:
    """Every step, the latest first: what, who, when it was done and when it was recorded, and what was said."""
    rows = list(row.events.select_related("actor").order_by("-number"))
    told = {one.pk: read(one.told) for one in rows}
    units = dict(Agency.objects.values_list("code", "name"))
    people = _people(told.values())
    photos = by_step(row, told.values())
    catalogue = ground().catalogue
    found = []
    for one in rows:
        event = told[one.pk]
        said = []
        if event.unit:
            said.append((say("单位", "Unit"), units.get(event.unit, event.unit)))
        if event.assignee:
            said.append((say("交给", "For"), people.get(event.assignee, "—")))
        if event.found is not None:
            said.append((say("结果", "Finding"), say("属实", "found") if event.found else say("不属实", "not found")))
        if event.condition and (condition := catalogue.conditions.get(event.condition)):
            said.append((say("条件", "Condition"), _limited(condition, event.limit or condition.limit)))
        if event.level and event.action is not Action.REPORT:
            said.append((say("层级", "Level"), say(*LEVEL_NAMES[event.level])))
        if event.pressing is not None:
            said.append((say("类型", "Kind"), say(*PRESSING_NAMES[event.pressing])))
        if event.ordered_by:
            said.append((say("交办人", "Ordered by"), event.ordered_by))
        if event.until:
            of_answer = event.action is Action.SUPERVISE
            said.append((say("回复期限", "Answer due") if of_answer else say("至", "Until"), _moment(event.until)))
        if event.order:
            said.append((say("回复第", "Answers step"), str(event.order)))
        if event.result is not None:
            said.append((say("结果", "Result"), say(*CALL_BACK_NAMES[event.result])))
        if event.parent:
            said.append((say("并入", "Into"), event.parent))
        if event.action in {Action.DISPOSE, Action.SELF_DISPOSE, Action.CLOSE} and row.category in outcomes():
            said.append((say("结果", "Outcome"), say(*outcome_names(row.category, event.outcome or row.outcome))))
        if event.second:
            said.append((say("会签", "Second"), people.get(event.second, "—")))
        if event.due:
            said.append((say("期限", "Due"), _moment(event.due)))
        if event.missed:
            said.append((say("漏报", "Missed"), say("监督员应报未报", "a supervisor should have reported it")))
        found.append(
            {
                "number": one.number, "words": one.words, "who": one.actor or say(*ROLE_NAMES[event.role]), "role": say(*ROLE_NAMES[event.role]),
                "unit": units.get(event.acting_unit, "") if event.role in {Role.HANDLER, Role.EMERGENCY} else "", "at": event.occurred_at,
                "recorded": event.recorded_at if event.recorded_at - event.occurred_at >= timedelta(minutes=1) else None, "late": event.late,
                "reason": event.reason, "said": said, "photos": photos.get(one.number, []), "coarse": event.coarse,
            }
        )  # fmt: skip
    return found


def _people(told: Iterable[Any]) -> dict[str, str]:
    names = {name for one in told for name in (one.assignee, one.second) if name.isdecimal()}
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=[int(name) for name in names])}


def alike(row: Case, access: Any) -> list[Case]:
    """Cases that may be the same, nearest first: a hint, which a person confirms."""
    if not row.open or row.latitude is None or row.longitude is None or not row.category:
        return []
    near = limits()["near"]
    band = (max(near["metres"], near["component"]) + 1) / 111_000
    rows = {
        one.number: one
        for one in seen(access)
        .filter(category=row.category, latitude__gte=row.latitude - band, latitude__lte=row.latitude + band)
        .filter(longitude__gte=row.longitude - 2 * band, longitude__lte=row.longitude + 2 * band)
        .exclude(pk=row.pk)
        .select_related("agency")
        .order_by("-reported_at")[:200]
    }
    others = [
        Seen(one.number, one.category, Position(one.longitude, one.latitude), one.closed_at)
        for one in rows.values()
        if one.longitude is not None and one.latitude is not None and (one.open or one.closed_at)
    ]
    mine = Seen(row.number, row.category, Position(row.longitude, row.latitude))
    names = like(mine, others, now(), near=near["metres"], component=near["component"], days=near["days"])
    return decorated(rows[name] for name in names[: near["most"]])


def about(row: Case) -> dict[str, Any]:
    """What a case is, in words."""
    case, catalogue = row.case, ground().catalogue
    condition = catalogue.conditions.get(row.condition)
    return {
        "category": category_words(row.category), "source": say(*SOURCE_NAMES[Source(row.source)]), "level": say(*LEVEL_NAMES[case.level]),
        "condition": say(condition.zh, condition.en) if condition else "", "closing": say(condition.closing, condition.closing_en) if condition else "",
        "limit": limit_words(case.limit), "outcome": say(*outcome_names(row.category, row.outcome)) if row.category in outcomes() and case.disposer else "",
        "hops": case.hops, "reworks": case.reworks, "reopens": case.reopens, "extensions": case.extensions, "presses": case.presses,
        "dispose_first": case.dispose_first, "self_disposed": case.self_disposed, "missed": case.missed, "ruled": case.ruled,
        "asked": say(*_ASKED[case.asked.action]) if case.asked else "",
    }  # fmt: skip


_ASKED = {
    Action.ASK_EXTENSION: ("申请延期", "more time is asked for"),
    Action.ASK_SUSPENSION: ("申请挂账", "a suspension is asked for"),
}
