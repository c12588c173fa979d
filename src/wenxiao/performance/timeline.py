"""The cycle of one project-year as a time line (绩效流程), from the approval of its targets to what is published.

``stations`` is a pure function of what is known on a day: what was done when, what is under way, what is late and by how many days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from wenxiao.performance.grades import grade_en
from wenxiao.performance.lifecycle import state_name
from wenxiao.performance.monitoring import Light
from wenxiao.quantities.paper import plain


class Mark(StrEnum):
    """How a station stands."""

    DONE = "done"
    NOW = "now"  # under way
    LATE = "late"  # under way, and its day has passed
    AHEAD = "ahead"  # not yet begun


@dataclass(frozen=True, slots=True)
class Targets:
    """One version of the targets. ``done``: the day of approval."""

    version: int
    state: str
    done: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What is reported in one monitoring round. ``sent`` by the unit, ``done`` when it was closed; ``order_due`` is the
    earliest day of an order to correct that is not answered."""

    month: int
    state: str
    due: date | None = None
    sent: date | None = None
    done: date | None = None
    light: Light | None = None
    order_due: date | None = None


@dataclass(frozen=True, slots=True)
class SelfEvaluation:
    """The self-evaluation: ``sent`` by the unit, ``done`` when finance accepted it."""

    state: str
    due: date | None = None
    sent: date | None = None
    done: date | None = None
    total: Decimal | None = None
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A review or an evaluation by others; ``done`` is None while it goes on."""

    zh: str
    en: str
    done: date | None = None
    total: Decimal | None = None
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem: ``due`` until it must be put right, ``done`` when it was closed."""

    due: date | None
    done: date | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """What of the year is, or could be, public: its name in both languages; ``due`` until it has to be, ``done`` when it was."""

    zh: str
    en: str
    done: date | None = None
    due: date | None = None
    last: bool = False  # with it the year is told to its end


@dataclass(frozen=True, slots=True)
class Cycle:
    """All that the time line is made of. ``approved`` and ``released``: the days of the first 批复 and 下达 of money."""

    year: int
    targets: tuple[Targets, ...] = ()
    approved: date | None = None
    released: date | None = None
    reports: tuple[Report, ...] = ()
    self_evaluation: SelfEvaluation | None = None
    judgements: tuple[Judgement, ...] = ()
    problems: tuple[Trouble, ...] = ()
    releases: tuple[Release, ...] = ()


@dataclass(frozen=True, slots=True)
class Station:
    """One station. ``on``: the day it was done; ``days``: until its day, negative when late; of one that is done, only how late.

    ``said`` are its further words in both languages, from the most to the least important.
    """

    key: str
    zh: str
    en: str
    mark: Mark
    on: date | None = None
    due: date | None = None
    days: int | None = None
    said: tuple[tuple[str, str], ...] = ()
    light: Light | None = None


def stations(cycle: Cycle, today: date) -> tuple[Station, ...]:
    """The time line as it stands on a day."""
    return (
        _targets(cycle, today),
        _budget(cycle),
        *_monitoring(cycle.reports, today),
        _self_evaluation(cycle, today),
        _judged(cycle.judgements),
        _rectified(cycle.problems, today),
        _disclosed(cycle.releases, today),
    )


def words(station: Station, year: int) -> list[tuple[str, str]]:
    """What stands under the name of a station, zh and en, line by line; a dash where there is nothing to say.

    Days of the year of the project need no year.
    """
    lines = [*_when(station, year), *station.said]
    return lines or [("—", "—")]


def _when(station: Station, year: int) -> Iterator[tuple[str, str]]:
    if station.on is not None and station.on.year != year:
        yield station.on.isoformat(), station.on.isoformat()
    elif station.on is not None:
        yield f"{station.on.month}月{station.on.day}日", f"{station.on:%d %b}".lstrip("0")
    if station.days is None:
        return
    late = -station.days
    yield (f"迟 {late} 天", f"{late} {_days(late)} late") if station.mark is Mark.DONE else countdown(station.days)


def countdown(days: int) -> tuple[str, str]:
    """How long until a day, zh and en; a negative number of days is since."""
    if days < 0:
        return f"逾期 {-days} 天", f"{-days} {_days(-days)} late"
    return (f"剩 {days} 天", f"{days} {_days(days)} left") if days else ("今天到期", "due today")


def _days(number: int) -> str:
    return "day" if number == 1 else "days"


def _open(due: date | None, today: date) -> tuple[Mark, int | None]:
    """How something under way stands against its day."""
    if due is None:
        return Mark.NOW, None
    return (Mark.LATE if today > due else Mark.NOW), (due - today).days


def _late(on: date | None, due: date | None) -> int | None:
    """How late something was done, as a negative number of days; None when it was in time."""
    return (due - on).days if on is not None and due is not None and on > due else None


def _state(machine: str, state: str) -> tuple[str, str]:
    return state_name(machine, state), state_name(machine, state, "en")


def _targets(cycle: Cycle, today: date) -> Station:
    """Targets are approved together with the budget, so the day on which money is released is theirs."""
    zh, en, due = "目标批复", "Targets", cycle.released
    first = min((one.done for one in cycle.targets if one.done is not None), default=None)
    last = max(cycle.targets, key=lambda one: one.version, default=None)
    if last is None:
        mark, days = _open(due, today)
        return Station("target", zh, en, mark, None, due, days if due else None, (("未填报", "not filled in"),))
    said = []
    if last.version > 1:
        said.append((f"第{last.version}版", f"version {last.version}"))
    if last.state not in {"approved", "superseded"}:
        said.append(_state("target", last.state))
    if first is not None:
        mark = Mark.DONE if last.state in {"approved", "superseded"} else Mark.NOW
        late = _late(first, due) if mark is Mark.DONE else None
        return Station("target", zh, en, mark, first, due, late, tuple(said))
    mark, days = _open(due, today)
    return Station("target", zh, en, mark, None, due, days, tuple(said))


def _budget(cycle: Cycle) -> Station:
    zh, en = "预算下达", "Budget"
    if cycle.released is not None:
        return Station("budget", zh, en, Mark.DONE, cycle.released)
    if cycle.approved is not None:
        return Station("budget", zh, en, Mark.NOW, None, said=(("已批复，未下达", "approved, not released"),))
    return Station("budget", zh, en, Mark.AHEAD)


def _monitoring(reports: Iterable[Report], today: date) -> Iterator[Station]:
    ordered = sorted(reports, key=lambda one: one.month)
    if not ordered:
        yield Station("monitoring", "运行监控", "Monitoring", Mark.AHEAD)
    for one in ordered:
        key, zh, en = f"monitoring-{one.month}", f"{one.month}月监控", f"Monitoring, month {one.month}"
        lit = ((one.light.zh, one.light.en),) if one.light else ()
        if one.state == "closed":
            yield Station(key, zh, en, Mark.DONE, one.done, one.due, _late(one.sent, one.due), lit, one.light)
        elif one.state in {"correcting", "suspended"}:
            mark, days = _open(one.order_due, today)
            if one.state == "suspended":
                mark = Mark.LATE
            yield Station(
                key, zh, en, mark, None, one.order_due, days, (_state("monitoring", one.state), *lit), one.light
            )
        elif one.state == "issued":
            mark, days = _open(one.due, today)
            yield Station(key, zh, en, mark, None, one.due, days, (_state("monitoring", one.state),))
        else:  # sent in: its day is kept or missed, what remains is up to those who look at it
            yield Station(
                key, zh, en, Mark.NOW, None, one.due, None, (_state("monitoring", one.state), *lit), one.light
            )


def _self_evaluation(cycle: Cycle, today: date) -> Station:
    key, zh, en = "self_evaluation", "单位自评", "Self-evaluation"
    one = cycle.self_evaluation
    if one is None:
        return Station(key, zh, en, Mark.AHEAD)
    if one.state == "accepted":
        return Station(
            key, zh, en, Mark.DONE, one.done, one.due, _late(one.sent, one.due), _score(one.total, one.grade)
        )
    if one.state == "draft":
        mark, days = _open(one.due, today)
        if one.due is None and today.year <= cycle.year:
            return Station(key, zh, en, Mark.AHEAD)
        return Station(key, zh, en, mark, None, one.due, days, (_state("self_evaluation", one.state),))
    said = (_state("self_evaluation", one.state), *_score(one.total, one.grade))
    return Station(key, zh, en, Mark.NOW, None, one.due, None, said)


def _score(total: Decimal | None, grade: str) -> tuple[tuple[str, str], ...]:
    if total is None:
        return ()
    said = f"{plain(total)}{' ' + grade_en(grade) if grade else ''}"
    return ((f"{plain(total)}分{' ' + grade if grade else ''}", said),)


def _judged(judgements: Iterable[Judgement]) -> Station:
    every = tuple(judgements)
    key, zh, en = "evaluation", "复核评价", "Review"
    if not every:
        return Station(key, zh, en, Mark.AHEAD)
    said = []
    for one in every:
        if one.done is None:
            said.append((f"{one.zh}进行中", f"{one.en}: under way"))
        else:
            score = _score(one.total, one.grade)
            said.append((f"{one.zh} {score[0][0]}", f"{one.en} {score[0][1]}") if score else (one.zh, one.en))
    days = [one.done for one in every if one.done is not None]
    finished = len(days) == len(every)
    return Station(key, zh, en, Mark.DONE if finished else Mark.NOW, max(days) if finished else None, said=tuple(said))


def _rectified(problems: Iterable[Trouble], today: date) -> Station:
    every = tuple(problems)
    key, zh, en = "problem", "问题整改", "Rectification"
    if not every:
        return Station(key, zh, en, Mark.AHEAD)
    left = [one for one in every if one.done is None]
    closed = len(every) - len(left)
    said = ((f"已销号 {closed}/{len(every)}", f"{closed} of {len(every)} closed"),)
    if not left:
        return Station(key, zh, en, Mark.DONE, max(one.done for one in every if one.done), said=said)
    due = min((one.due for one in left if one.due is not None), default=None)
    mark, days = _open(due, today)
    return Station(key, zh, en, mark, None, due, days, said)


def _disclosed(releases: Iterable[Release], today: date) -> Station:
    """What waits first, by its day; over once the last of the year is public."""
    every = tuple(releases)
    key, zh, en = "disclosure", "公开", "Disclosure"
    said = tuple((f"{one.zh}已公开", f"{one.en}: public") for one in every if one.done is not None)
    left = [one for one in every if one.done is None]
    if left:
        due = min((one.due for one in left if one.due is not None), default=None)
        mark, days = _open(due, today)
        return Station(key, zh, en, mark, None, due, days, said)
    if any(one.last for one in every):
        days_done = [one.done for one in every if one.done is not None]
        return Station(key, zh, en, Mark.DONE, max(days_done), said=said)
    return Station(key, zh, en, Mark.AHEAD, said=said)
