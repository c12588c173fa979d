"""The cases that matter for a period, as they were known at a cutoff: read once, without rows of the model, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone

from wenxiao.grid.buckets import Period
from wenxiao.grid.cases import Case as Folded
from wenxiao.grid.states import Level, Source, State
from wenxiao.web.core.clock import now
from wenxiao.web.core.days import month_after
from wenxiao.web.grid.keeping import as_known, folded
from wenxiao.web.grid.models import Case
from wenxiao.web.scoring.facts import Ended
from wenxiao.web.scoring.shares import BATCH

#: What is recorded just before something is computed may be committed just after it.
SETTLED = timedelta(seconds=10)


def settled() -> datetime:
    """The latest cutoff: so far back that all that was recorded until then is there to be read."""
    return now() - SETTLED


def month(start: date) -> Period:
    """The month that begins on a day, in the district's time."""
    return days(start, month_after(start))


def days(start: date, end: date) -> Period:
    """From the first moment of a day up to, not with, that of another."""
    zone = timezone.get_current_timezone()
    return Period(datetime.combine(start, time(), zone), datetime.combine(end, time(), zone))


def touching(period: Period) -> QuerySet:
    """The rows that may have an entry in a period: reported before its end, and open, or with a moment since it began.

    What came to its end, and was due, before that has no moment in it; a month of a city is then not read with all its years.
    """
    return Case.objects.filter(Q(open=True) | Q(latest__gte=period.start), reported_at__lt=period.end)


def ended_before(period: Period, before: Period) -> Ended:
    """What there was, in the time before a period, of the cases that ``touching`` leaves out: with them, all of that time are counted.

    No case is made of them: they ended, and nothing came since, whatever the cutoff within the period or after it.
    """
    rows = Case.objects.filter(open=False, recorded_at__gte=before.start, latest__lt=period.start).order_by()

    def within(moment: str) -> QuerySet:
        return rows.filter(**{f"{moment}__gte": before.start, f"{moment}__lt": before.end})

    reopened = Q(folded__has_key="reopens")  # of these alone the first closing is another than the last
    firsts = rows.filter(reopened).values_list(KT("folded__first_closed_at"), flat=True)
    return Ended(
        dict(within("reported_at").values_list("grid").annotate(Count("pk"))),
        dict(within("filed_at").values_list("category").annotate(Count("pk"))),
        within("closed_at").exclude(reopened).count()
        + sum(before.start <= datetime.fromisoformat(first) < before.end for first in firsts if first),
    )


def reported(start: datetime, end: datetime, cutoff: datetime) -> Iterator[Folded]:
    """What was reported from one moment up to another, as far as ``Returns`` asks."""
    return _shortly(Case.objects.filter(reported_at__gte=start, reported_at__lt=end), cutoff)


def ended_in(before: Period, cutoff: datetime) -> Iterator[Folded]:
    """What came to its end in a time and has no moment since, as far as ``Returns`` asks: with what ``touching`` gives of the time after
    it, all that was closed or reported in it."""
    return _shortly(Case.objects.filter(open=False, latest__gte=before.start, latest__lt=before.end), cutoff)


def _shortly(rows: QuerySet, cutoff: datetime) -> Iterator[Folded]:
    """Of cases as they were known at a cutoff what tells whether they came back, without the rest of them."""
    later: list[int] = []
    names = ("pk", "recorded_at", "number", "reported_at", "filed_at", "closed_at", "state", "grid", "category")
    told = rows.order_by().values_list(*names, KT("folded__unit"), KT("folded__coarse")).iterator(chunk_size=BATCH)
    for pk, recorded_at, number, reported_at, filed_at, closed_at, state, grid, category, unit, coarse in told:
        if recorded_at > cutoff:
            later.append(pk)
            continue
        yield Folded(
            number, Source.SYSTEM, Level.DISTRICT, reported_at, "", filed_at=filed_at, closed_at=closed_at, state=State(state), grid=grid,
            category=category, unit=unit or "", coarse=bool(coarse),
        )  # fmt: skip
    yield from as_known(later, cutoff)


def cases(period: Period, cutoff: datetime) -> Iterator[Folded]:
    """Cases for a period as they were known at a cutoff."""
    return folded(touching(period), cutoff)
