"""Patrols as the arithmetic takes them: plans and rounds of a period, within a street or a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from wenxiao.grid import patrols
from wenxiao.grid.buckets import Period
from wenxiao.web.core.clock import day_of, now
from wenxiao.web.fieldwork.models import Beat, Patrol, Visit


def period_of(first: date, last: date) -> Period:
    """From the first moment of a day to the last one of another, where the district is."""
    zone = timezone.get_current_timezone()
    return Period(datetime.combine(first, time.min, zone), datetime.combine(last + timedelta(days=1), time.min, zone))


def days_of(period: Period) -> tuple[date, date]:
    """The first and the last day that a period touches."""
    return day_of(period.start), day_of(period.end - timedelta(microseconds=1))


@dataclass(frozen=True, slots=True)
class Walks:
    """Plans and rounds of some days."""

    plans: list[patrols.Plan]
    rounds: list[patrols.Round]
    first: date
    last: date


def recorded(cutoff: datetime, field: str = "recorded_at") -> Q:
    """What was known at a moment; where no moment was kept, it always was."""
    return Q(**{field: None}) | Q(**{f"{field}__lte": cutoff})


def walks(beats: Iterable[Beat], period: Period, within: str = "", cutoff: datetime | None = None) -> Walks:
    """What these plans ask for in a period, as far as it has come, and the rounds that began in it; of the grids alone whose codes
    begin with ``within``. Three questions to the database."""
    return walked([plan for beat in beats if (plan := beat.plan(within)).grids], period, within, cutoff or now())


def walked(plans: list[patrols.Plan], period: Period, within: str, cutoff: datetime) -> Walks:
    """The same of plans as they were, with the rounds as they were known at a moment."""
    first, last = days_of(period)
    last = min(last, day_of(cutoff))  # nobody owes a round on a day to come
    rows = Patrol.objects.filter(
        recorded(cutoff),
        beat__in=[int(plan.id) for plan in plans],
        started_at__gte=period.start,
        started_at__lt=period.end,
        started_at__lte=cutoff,
    )
    seen: dict[int, set[tuple[str, date]]] = {}
    visits = Visit.objects.filter(
        recorded(cutoff), patrol__in=rows.order_by().values("pk"), grid__startswith=within, at__lte=cutoff
    )
    for patrol, grid, at in visits.order_by().values_list("patrol", "grid", "at"):
        seen.setdefault(patrol, set()).add((grid, day_of(at)))
    rounds = [
        patrols.Round(
            str(pk), str(beat), str(person), start, end if end is None or (told or end) <= cutoff else None, day_of(start),
            frozenset(seen.get(pk, ())),
        )
        for pk, beat, person, start, end, told in rows.order_by("started_at", "pk").values_list(
            "pk", "beat", "person", "started_at", "ended_at", "ended_recorded_at"
        )
    ]  # fmt: skip
    return Walks(plans, rounds, first, last)
