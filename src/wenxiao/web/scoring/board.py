"""The rates of a period as a page shows them: every indicator by street, unit or person, raw and adjusted side by side.

What was asked stands in the address, with the cutoff, so that the list behind a number has as many cases as the number says. The
figures are kept for a while; they stay what they were, as the cutoff is past.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.db.models import Max
from django.utils import timezone

from wenxiao.grid.buckets import Finish, Period, View
from wenxiao.grid.durations import Handling
from wenxiao.grid.many import BY, Many
from wenxiao.grid.rates import Indicator, in_use, indicators, readings
from wenxiao.grid.recurrence import DAYS, Returns
from wenxiao.web.core.clock import now
from wenxiao.web.core.days import day_said, month_after, month_said
from wenxiao.web.core.say import say
from wenxiao.web.grid.models import Agency, CaseEvent
from wenxiao.web.people.models import User
from wenxiao.web.scoring.cases import days, reported, settled
from wenxiao.web.scoring.figures import NOTHING, Back, Figure, Handled, Times, handled
from wenxiao.web.scoring.passes import passed

#: Seconds that the figures of a question are kept.
KEPT = 1800
LONGEST = 400  # days of a period
#: By what cases are, and not only what somebody did about them.
OWNERS = frozenset({"street", "unit"})


@dataclass(frozen=True, slots=True)
class Question:
    """What a page asks: days ``start`` up to, not with, ``end``, as known at ``cutoff``."""

    start: date
    end: date
    cutoff: datetime
    by: str = "street"
    finish: str = "strict"
    reading: str = "deadline"

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Question:
        """What an address asks; what is not understood is as usual: this month by street, known now."""
        today = timezone.localtime(now()).date()
        month = month_said(told.get("month", "")) or today.replace(day=1)
        start = day_said(told.get("from", "")) or month
        end = day_said(told.get("to", ""))
        end = end + timedelta(days=1) if end is not None else month_after(start)
        if not start < end <= start + timedelta(days=LONGEST):
            start, end = month, month_after(month)
        present = settled().replace(second=0, microsecond=0)
        cutoff = min(_moment(told.get("cutoff")) or present, present)
        by, finish, reading = (told.get(name, "") for name in ("by", "finish", "reading"))
        return cls(
            start, end, cutoff, by if by in BY else "street", finish if finish in set(Finish) else "strict",
            reading if reading in readings() else "deadline",
        )  # fmt: skip

    @property
    def period(self) -> Period:
        return days(self.start, self.end)

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)

    def many(self, of: Any = None) -> Many:
        """Nothing read yet: all indicators, or those that are given."""
        return Many(
            of or indicators().values(), self.period, self.cutoff, finish=Finish(self.finish), reading=self.reading
        )

    def handling(self) -> Handling:
        """Nothing read yet: how long handling takes."""
        return Handling(self.period, Finish(self.finish))

    def returns(self) -> Returns:
        """Nothing read yet: what came back."""
        return Returns(self.period, self.cutoff, DAYS)

    def fields(self) -> dict[str, str]:
        """The question as fields of an address."""
        return {
            "from": self.start.isoformat(), "to": self.last.isoformat(), "cutoff": self.cutoff.isoformat(), "by": self.by,
            "finish": self.finish, "reading": self.reading,
        }  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat((text or "").replace(" ", "+"))
    except ValueError:
        return None
    return found if found.tzinfo is not None and 2000 <= found.year < 2100 else None


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of one group: raw and adjusted."""

    indicator: Indicator
    raw: Figure
    adjusted: Figure

    @property
    def name(self) -> str:
        return say(self.indicator.zh, self.indicator.en)

    @property
    def differs(self) -> bool:
        return (self.raw.n, self.raw.d) != (self.adjusted.n, self.adjusted.d)


class Board:
    """All the figures of a question."""

    def __init__(self, question: Question) -> None:
        self.question = question

    @cached_property
    def figures(self) -> dict[tuple[str, str, str], Figure]:
        """By indicator, view and group; of those groups that have something."""
        return self._every[0]

    @cached_property
    def _every(self) -> tuple[dict[tuple[str, str, str], Figure], dict[str, Handled]]:
        """The figures, and what stands beside them."""
        last = CaseEvent.objects.aggregate(last=Max("pk"))["last"]
        key = "board-" + hashlib.sha256(repr((self.question, last)).encode()).hexdigest()
        found = cache.get(key)
        if found is None:
            found = self._computed()
            cache.set(key, found, KEPT)
        return found

    def _computed(self) -> tuple[dict[tuple[str, str, str], Figure], dict[str, Handled]]:
        asked = self.question
        many, handling, returns = asked.many(), asked.handling(), asked.returns()
        passed([many, handling, returns], asked.period, asked.cutoff)
        returns.read(reported(asked.period.end, asked.period.end + timedelta(days=DAYS), asked.cutoff))
        found = {}
        for indicator in many.indicators:
            for view in View:
                groups = {"*": many.rates(indicator, view)[""]}
                if asked.by != "all":
                    groups |= many.rates(indicator, view, asked.by)
                for group, rate in groups.items():
                    excluded = tuple(sorted((bucket.value, len(ids)) for bucket, ids in rate.excluded.items()))
                    found[indicator.id, view.value, group] = Figure(
                        indicator.kind, len(rate.numerator), len(rate.denominator), excluded
                    )
        beside = {"*": handled(handling, returns, "all")[""]}
        if asked.by in OWNERS:
            beside |= handled(handling, returns, asked.by)
        return found, beside

    @cached_property
    def groups(self) -> list[tuple[str, str]]:
        """Code and name of the groups that have something, in the order of their codes; ``*`` is all of them."""
        figures, beside = self._every
        codes = {*(group for _, _, group in figures), *beside} - {"*"}
        return [("*", say("全区", "The district")), *named(self.question.by, codes)]

    def figure(self, indicator: Indicator, view: View, group: str) -> Figure:
        return self.figures.get((indicator.id, view.value, group)) or Figure(indicator.kind, 0, 0, ())

    def rows(self, group: str = "*") -> Iterator[Row]:
        """Every indicator of a group."""
        for indicator in in_use():
            yield Row(indicator, self.figure(indicator, View.RAW, group), self.figure(indicator, View.ADJUSTED, group))

    def across(self, indicator: Indicator) -> list[tuple[str, str, Row]]:
        """One indicator of every group: code, name, figures."""
        return [
            (code, name, Row(indicator, self.figure(indicator, View.RAW, code), self.figure(indicator, View.ADJUSTED, code)))
            for code, name in self.groups
        ]  # fmt: skip

    def handled(self) -> list[tuple[str, str, Times, Back]]:
        """How long handling took, and what came back, of every group that is no person: code, name, times, what came back."""
        groups = self.groups if self.question.by in OWNERS else self.groups[:1]
        return [(code, name, *self._every[1].get(code, NOTHING)) for code, name in groups]


def named(by: str, codes: set[str]) -> list[tuple[str, str]]:
    """Names of streets, units or persons by their codes, in order; a code that nobody has is its own name."""
    names: dict[str, str] = {"": say("未定", "none yet")}
    if by == "street":
        names |= dict(Agency.objects.filter(street__in=codes - {""}).values_list("street", "name"))
    elif by == "unit":
        names |= dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))
    elif by == "person":
        numbers = [int(code) for code in codes if code.isdecimal()]
        names |= {str(pk): name for pk, name in User.objects.filter(pk__in=numbers).values_list("pk", "name")}
    return [(code, names.get(code, code)) for code in sorted(codes, key=lambda code: (code == "", code))]
