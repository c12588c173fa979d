"""The days that a page or a form takes: bounded, so that the day after and the midnight of any of them can be had."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wenxiao.web.core.say import say

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
#: The field of a day, with the browser's calendar.
DAY = forms.DateInput({"type": "date", "min": FIRST.isoformat(), "max": LAST.isoformat()}, format="%Y-%m-%d")


def day_said(text: str | None) -> date | None:
    """The day of an address or a form, 2026-03-01; None where it is none, or out of bounds."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def month_said(text: str | None) -> date | None:
    """The first day of a month, 2026-03; None where it is none, or out of bounds."""
    return day_said(f"{text}-01")


def month_after(month: date) -> date:
    """The first day of the month that follows the one of a day."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


class DayField(forms.DateField):
    """A day within the bounds, with the browser's calendar. ``least`` and ``most``: closer bounds, as days."""

    def __init__(self, *, least: date = FIRST, most: date = LAST, **kwargs: Any) -> None:
        self.least, self.most = least, most
        kwargs.setdefault("widget", DAY)
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not self.least <= value <= self.most:
            raise ValidationError(
                say(f"日期须在 {self.least} 至 {self.most} 之间。", f"The day is from {self.least} to {self.most}.")
            )
