"""What day it is: the one place, so that a test or the sample district can stand at another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

_AT: ContextVar[datetime | None] = ContextVar("at", default=None)


def now() -> datetime:
    """The present moment, or the one that somebody travelled to."""
    return _AT.get() or timezone.now()


def today() -> date:
    """The present day where the district is."""
    return timezone.localtime(now()).date()


def day_of(moment: datetime) -> date:
    """The day of a moment where the district is."""
    return timezone.localtime(moment).date()


def minute(moment: datetime | None) -> str | None:
    """A moment to the minute, as clocks of the district show it, for cells and sentences; None stays None."""
    return None if moment is None else f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


@contextmanager
def travelling(to: date) -> Iterator[None]:
    """The clock at ten in the morning of another day."""
    token = _AT.set(datetime.combine(to, time(10), timezone.get_current_timezone()))
    try:
        yield
    finally:
        _AT.reset(token)
