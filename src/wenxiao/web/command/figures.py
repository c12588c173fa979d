"""What the board shows, one question to the database for each figure, along the indexes of cases that are open.

Open cases are few beside all that ever were: every figure but today's reads those alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from wenxiao.grid.clock import Limit, Unit, deadline
from wenxiao.grid.states import OPEN, STAGE_NAMES, STAGES, STATE_NAMES, State
from wenxiao.web.command.models import EarlyWarning, EmergencyTask
from wenxiao.web.core.clock import now as present
from wenxiao.web.core.clock import today
from wenxiao.web.core.say import say
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.models import Agency, Case
from wenxiao.web.grid.queue import RUNNING
from wenxiao.web.territory.naming import street_names

#: With whom it stands: those, and what is suspended.
OUTSTANDING = (State.DISPATCHED, State.HANDLING, State.SUSPENDED)
#: Working hours ahead that one may look.
HOURS = (1, 2, 4, 8, 16)
#: How long one reading serves all screens that ask in the meantime, in seconds; shorter than they ask.
FRESH = 5
#: Rows of a list on the board; the page of cases has all of them.
SHOWN = 8


def soon(now: datetime, hours: int) -> datetime:
    """The moment so many working hours ahead, by the calendar of the place."""
    of = ground()
    return deadline(now, Limit(Decimal(hours), Unit.WORK_HOUR), of.calendar, of.rules.workday).at


def open_cases() -> QuerySet:
    return Case.objects.filter(open=True).order_by()


@dataclass(frozen=True, slots=True)
class Queue:
    """One state: how many cases stand in it, how many of them longer than they may, when the next one will."""

    state: State
    number: int
    late: int
    first: datetime | None

    @property
    def words(self) -> str:
        return say(*STATE_NAMES[self.state])

    @property
    def stage(self) -> str:
        return say(*STAGE_NAMES[STAGES[self.state]])


def queues(now: datetime) -> list[Queue]:
    """By state (index case_queue)."""
    rows = open_cases().values("state").annotate(
        n=Count("*"), late=Count("state", filter=Q(stage_due__lt=now)), first=Min("stage_due")
    )  # fmt: skip
    found = {row["state"]: row for row in rows}
    return [
        Queue(state, found[state]["n"], found[state]["late"], found[state]["first"])
        if state in found
        else Queue(state, 0, 0, None)
        for state in OPEN
    ]


def running(now: datetime, until: datetime) -> dict[str, int]:
    """How many are overdue, and how many will be by then (index case_running_over)."""
    return (
        open_cases()
        .filter(state__in=RUNNING, adjusted_due__lt=until)
        .aggregate(
            overdue=Count("state", filter=Q(adjusted_due__lt=now)), soon=Count("state", filter=Q(adjusted_due__gte=now))
        )
    )


def next_over(now: datetime, until: datetime) -> list[Case]:
    """Those that run over next, the first before the others; then those that are overdue longest."""
    rows = open_cases().filter(state__in=RUNNING).select_related("agency").order_by("adjusted_due").defer("folded")
    ahead = list(rows.filter(adjusted_due__gte=now, adjusted_due__lt=until)[:SHOWN])
    return ahead + list(rows.filter(adjusted_due__lt=now)[: SHOWN - len(ahead)])


@dataclass(frozen=True, slots=True)
class Part:
    """How many of whom or where: open, overdue."""

    key: str
    name: str
    number: int
    late: int


def by_agency(now: datetime) -> list[Part]:
    """Outstanding by agency, the most overdue first (index case_of_agency)."""
    rows = (
        open_cases()
        .filter(state__in=OUTSTANDING)
        .values("agency")
        .annotate(n=Count("*"), late=Count("state", filter=Q(adjusted_due__lt=now)))
    )
    names = Agency.objects.in_bulk()
    parts = [
        Part(str(row["agency"] or ""), names[row["agency"]].name if row["agency"] else say("无", "none"), row["n"], row["late"])
        for row in rows
    ]  # fmt: skip
    return sorted(parts, key=lambda part: (-part.late, -part.number, part.name))


@dataclass(frozen=True, slots=True)
class Open:
    """Open cases: by street (the first without one: outside of all grids), urgent and pressed."""

    streets: list[Part]
    number: int
    outside: int
    urgent: int
    pressed: int


def by_street(now: datetime) -> Open:
    """By street, in one reading of the open cases."""
    over = Q(adjusted_due__lt=now, state__in=RUNNING)
    rows = list(
        open_cases().values("street").annotate(
            n=Count("*"), late=Count("state", filter=over), urgent=Count("state", filter=Q(urgent=True)),
            pressed=Count("state", filter=Q(pressed=True)),
        )
    )  # fmt: skip
    names = street_names()
    streets = [
        Part(row["street"], names.get(row["street"], row["street"]), row["n"], row["late"])
        for row in rows
        if row["street"]
    ]
    return Open(
        sorted(streets, key=lambda part: part.key),
        sum(row["n"] for row in rows),
        sum(row["n"] for row in rows if not row["street"]),
        sum(row["urgent"] for row in rows),
        sum(row["pressed"] for row in rows),
    )


def urgent_ones() -> list[Case]:
    """Urgent or pressed ones, what is due first before the others."""
    rows = open_cases().filter(Q(urgent=True) | Q(pressed=True)).select_related("agency").defer("folded")
    return list(rows.order_by("adjusted_due", "pk")[:SHOWN])


def following(now: datetime) -> dict[str, int]:
    """What waits beside the states: a second signature, an answer to an order, of those the late ones, a call (one partial index each)."""
    every = Case.objects.order_by()
    orders = every.filter(answer_due__isnull=False).aggregate(
        unanswered=Count("answer_due"), late=Count("answer_due", filter=Q(answer_due__lt=now))
    )
    return {
        **orders,
        "to_sign": every.filter(to_sign__gt="").count(),
        "to_call": every.filter(call_until__gt=now).count(),
    }


def of_today() -> dict[str, int]:
    """What came in, was filed and was closed since midnight (indexes case_reported, case_filed, case_closed)."""
    midnight = timezone.make_aware(datetime.combine(today(), time()))
    day = (midnight, midnight + timedelta(days=1))
    return {
        "reported": Case.objects.filter(reported_at__gte=day[0], reported_at__lt=day[1]).order_by().count(),
        "filed": Case.objects.filter(filed_at__gte=day[0], filed_at__lt=day[1]).order_by().count(),
        "closed": Case.objects.filter(closed_at__gte=day[0], closed_at__lt=day[1]).order_by().count(),
    }


def board(hours: int) -> dict[str, Any]:
    """Everything on the board but the map."""
    now = present()
    until = soon(now, hours)
    cases = by_street(now)
    return {
        "at": now,
        "until": until,
        "queues": queues(now),
        "running": running(now, until),
        "next_over": next_over(now, until),
        "open": cases,
        "agencies": by_agency(now),
        "urgent": urgent_ones(),
        "today": of_today(),
        "following": following(now),
        "warnings": list(
            EarlyWarning.objects.filter(closed_at=None)
            .annotate(
                people=Count("answerable"), waiting=Count("answerable", filter=Q(answerable__acknowledged_at=None))
            )
            .order_by("level", "-issued_at")[:SHOWN]
        ),
        "tasks": EmergencyTask.objects.filter(done_at=None).count(),
    }
