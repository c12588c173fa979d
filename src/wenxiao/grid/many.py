"""Many indicators in one pass over the cases, by street, unit or person: a case is classified once for all that is asked of it.

Cases may be read in shares by several of the same question, in any process, and put together (``absorb``). Entries are kept by street, unit, person and bucket at once; what is asked by one of them is added up from those parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from operator import attrgetter

from wenxiao.grid.buckets import (
    Bucket,
    Classification,
    Filed,
    Finish,
    Period,
    Question,
    View,
    filed,
)
from wenxiao.grid.cases import Case
from wenxiao.grid.classifications import BY_READING, BY_VIEW, CLASSIFICATIONS
from wenxiao.grid.rates import Indicator, Rate, how_read, made_of

#: Whose entries: nine digits of a street, code of a unit.
Owner = tuple[str, str]
#: The person and the bucket of entries, with their ids.
Entries = dict[tuple[str, Bucket], list[str]]

#: What rates are given by, and the group of entries of an owner and a person.
BY: dict[str, Callable[[Owner, str], str]] = {
    "all": lambda _owner, _who: "",
    "street": lambda owner, _: owner[0],
    "unit": lambda owner, _: owner[1],
    "person": lambda _, who: who,
}
#: The bucket in each of the four classifications that go by a reading.
_OF: dict[str, Callable[[Filed], Bucket]] = {name: attrgetter(name) for name in sorted(BY_READING)}


class Many:
    """The entries of many indicators over some cases, in one period at one cutoff."""

    def __init__(
        self, indicators: Iterable[Indicator], period: Period, cutoff: datetime, *, finish: Finish = Finish.STRICT, reading: str = "deadline"
    ) -> None:  # fmt: skip
        self.indicators = tuple(indicators)
        # In the zone of kept cases: moments of one zone are compared fastest.
        self.period, self.cutoff = Period(*(each.astimezone(UTC) for each in period)), cutoff.astimezone(UTC)
        self.finish, self.reading = finish, reading
        self._slots: dict[tuple[str, View], int] = {}
        self._found: dict[Owner, list[Entries]] = {}
        self._own: list[tuple[Classification, Question, int]] = []
        self._by_reading: dict[View, tuple[Question, list[tuple[Callable[[Filed], Bucket], int]]]] = {}
        for each in self.indicators:
            for view in View:
                self._ask(each, view)

    def _ask(self, indicator: Indicator, view: View) -> None:
        key = self._key(indicator, view)
        if key in self._slots:
            return
        slot = self._slots[key] = len(self._slots)
        question = self.question(indicator, view)
        if indicator.classification in BY_READING:
            self._by_reading.setdefault(view, (question, []))[1].append((_OF[indicator.classification], slot))
        else:
            self._own.append((CLASSIFICATIONS[indicator.classification], question, slot))

    def read(self, cases: Iterable[Case]) -> Many:
        """Classify these cases too."""
        start, end = self.period
        own, by_reading, every = self._own, tuple(self._by_reading.values()), self._found
        for case in cases:
            owner = (case.grid[:9], case.unit)
            found = every.get(owner)
            if found is None:
                found = every[owner] = [{} for _ in self._slots]
            if case.filed_at is not None:
                for question, asked in by_reading:
                    one = filed(case, question)
                    if one is not None and one.moment is not None and start <= one.moment < end:
                        for bucket_of, slot in asked:
                            found[slot].setdefault(("", bucket_of(one)), []).append(case.id)
            for classify, question, slot in own:
                for name, moment, bucket, who in classify(case, question):
                    if moment is not None and start <= moment < end:
                        found[slot].setdefault((who, bucket), []).append(name)
        return self

    def absorb(self, other: Many) -> None:
        """Take over what another one, of the same question, found in other cases."""
        for owner, slots in other._found.items():
            mine = self._found.setdefault(owner, slots)
            if mine is slots:
                continue
            for entries, more in zip(mine, slots, strict=True):
                for key, ids in more.items():
                    entries.setdefault(key, []).extend(ids)

    def question(self, indicator: Indicator, view: View) -> Question:
        how = how_read(indicator, self.reading)
        return Question(self.period, self.cutoff, view, self.finish, how.key, how.early)

    def rates(self, indicator: Indicator, view: View = View.RAW, by: str = "all") -> dict[str, Rate]:
        """The rate of each group; ``by`` is a key of ``BY``. By ``all`` there is always one, under an empty name."""
        groups: dict[str, dict[Bucket, list[str]]] = {"": {}} if by == "all" else {}
        slot = self._slots[self._key(indicator, view)]
        for owner, entries in self._found.items():
            for (who, bucket), ids in entries[slot].items():
                groups.setdefault(BY[by](owner, who), {}).setdefault(bucket, []).extend(ids)
        asked, how = self.question(indicator, view), how_read(indicator, self.reading)
        return {group: made_of(indicator, asked, how, found) for group, found in groups.items()}

    def none(self, indicator: Indicator, view: View = View.RAW) -> Rate:
        """The rate of a group that has no entry."""
        return made_of(indicator, self.question(indicator, view), how_read(indicator, self.reading), {})

    @staticmethod
    def _key(indicator: Indicator, view: View) -> tuple[str, View]:
        """Classifications that no view changes are asked once."""
        return indicator.classification, view if indicator.classification in BY_VIEW else View.RAW
