"""What a monthly report tells besides the scores: counts of cases by category, those pressed, those missed; gathered in the same pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from wenxiao.grid.buckets import Period
from wenxiao.grid.cases import Case
from wenxiao.grid.states import SOURCE_NAMES

#: Categories and cases of a list that a report shows; the counts are of all.
MOST = 10
LISTED = 50


class Ended(NamedTuple):
    """How many cases that ended before the month were, in the month before, reported (by unit grid), filed (by category) and closed."""

    reported: Mapping[str, int]
    filed: Mapping[str, int]
    closed: int


def _count(case: Case, period: Period, numbers: Counter[str], categories: Counter[str]) -> bool:
    """Count what happened to one in a period; whether it was filed then."""
    start, end = period
    numbers["reported"] += start <= case.reported_at < end
    numbers["closed"] += case.first_closed_at is not None and start <= case.first_closed_at < end
    if case.filed_at is None or not start <= case.filed_at < end:
        return False
    numbers["filed"] += 1
    categories[case.category] += 1
    return True


class Gathered:
    """Counted as the cases pass."""

    def __init__(self, period: Period, before: Period) -> None:
        self.period, self.before = period, before
        self.numbers: Counter[str] = Counter()
        self.numbers_before: Counter[str] = Counter()
        self.categories: Counter[str] = Counter()
        self.categories_before: Counter[str] = Counter()
        self.sources: Counter[str] = Counter()
        self.pressed: list[list[str]] = []
        self.missed: list[list[str]] = []

    def read(self, cases: Iterable[Case]) -> None:
        """Count these cases too."""
        for case in cases:
            self._add(case)

    def absorb(self, other: Gathered) -> None:
        """Take over what another one, of the same month, gathered from other cases."""
        self.numbers.update(other.numbers)
        self.numbers_before.update(other.numbers_before)
        self.categories.update(other.categories)
        self.categories_before.update(other.categories_before)
        self.sources.update(other.sources)
        self.pressed += other.pressed
        self.missed += other.missed

    def _add(self, case: Case) -> None:
        if _count(case, self.period, self.numbers, self.categories):
            self._listed(case)
        _count(case, self.before, self.numbers_before, self.categories_before)

    def add_ended(self, of: Ended) -> None:
        """Count those for the month before that ended in it."""
        sums = {"reported": sum(of.reported.values()), "filed": sum(of.filed.values()), "closed": of.closed}
        self.numbers_before.update(sums)
        self.categories_before.update(of.filed)

    def _listed(self, case: Case) -> None:
        self.sources[case.source.value] += 1
        row = [case.id, case.category, case.grid, case.unit, case.state.value]
        if case.presses:
            self.pressed.append(row)
        if case.missed:
            self.missed.append(row)

    def told(self) -> dict[str, Any]:
        """As JSON: what a run keeps."""
        most = sorted(self.categories.items(), key=lambda each: (-each[1], each[0]))
        return {
            "numbers": dict(self.numbers), "before": dict(self.numbers_before),
            "categories": [[code, number, self.categories_before[code]] for code, number in most[:MOST]],
            "sources": [[name, self.sources[name]] for name in map(str, SOURCE_NAMES) if self.sources[name]],
            "pressed": sorted(self.pressed)[:LISTED], "pressed_count": len(self.pressed),
            "missed": sorted(self.missed)[:LISTED], "missed_count": len(self.missed),
        }  # fmt: skip
