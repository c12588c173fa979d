"""The days that a page is about, from its address: a month, or from one day to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from wenxiao.grid.buckets import Period
from wenxiao.web.core.clock import today
from wenxiao.web.core.days import day_said, month_said
from wenxiao.web.fieldwork.counting import period_of

#: A page shows at most so many days at once.
MOST = 366


@dataclass(frozen=True, slots=True)
class Days:
    """From a day up to and with another."""

    first: date
    last: date

    @property
    def period(self) -> Period:
        return period_of(self.first, self.last)

    @property
    def before(self) -> str:
        """The month before, as the address names it."""
        return f"{self.first.replace(day=1) - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        return f"{month_end(self.first) + timedelta(days=1):%Y-%m}"

    @property
    def month(self) -> str:
        """The month, where these days are one; empty otherwise."""
        return f"{self.first:%Y-%m}" if self.first.day == 1 and self.last == month_end(self.first) else ""


def month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def days_asked(request: Any) -> Days:
    """The days of an address: ``month=2026-09``, or ``since`` and ``until``; this month where it says nothing that can be read."""
    month = month_said(request.GET.get("month", ""))
    since, until = day_said(request.GET.get("since", "")), day_said(request.GET.get("until", ""))
    if month is None and since is not None and until is not None and since <= until < since + timedelta(days=MOST):
        return Days(since, until)
    first = (month or today()).replace(day=1)
    return Days(first, month_end(first))
