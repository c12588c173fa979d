"""Until when who reported from outside can be reached: as long as their number is kept, and not at all where they left none."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone


def callable_until(phone: str, forget_on: date) -> datetime | None:
    """The moment at which their number is deleted; None where there is none. The log knows that much of them, and no more."""
    return timezone.make_aware(datetime.combine(forget_on, time())) if phone.strip() else None
