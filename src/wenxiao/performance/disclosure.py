"""Disclosure (公开): by when something is made public, and how that stands on a day.

What goes with a budget or with final accounts is published within the regime's days of their approval (预算法第十四条).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class GoesWith(StrEnum):
    """What a publication goes with: its approval starts the time. ``zh`` and ``en`` are its names on a page."""

    BUDGET = "budget"
    ACCOUNTS = "accounts"

    @property
    def zh(self) -> str:
        return {"budget": "预算", "accounts": "决算"}[self.value]

    @property
    def en(self) -> str:
        return {"budget": "budget", "accounts": "final accounts"}[self.value]


@dataclass(frozen=True, slots=True)
class Deadline:
    """``approved_on`` is None where the day of approval is not recorded, ``within`` where the place sets no deadline."""

    goes_with: GoesWith
    approved_on: date | None = None
    within: int | None = None

    @property
    def due(self) -> date | None:
        """The last day on which it is in time; None where it cannot be told."""
        if self.approved_on is None or self.within is None:
            return None
        return self.approved_on + timedelta(days=self.within)

    def days(self, today: date) -> int | None:
        """Days that are left, negative when it is late."""
        return None if self.due is None else (self.due - today).days
