"""Dates and periods of time as facts: 2023年度, 2023年5月, 2023年1月6日, 截至2023年12月底."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from wenxiao.quantities.model import Span
from wenxiao.quantities.record import record

_DAY = r"(?P<month>1[0-2]|0?[1-9])月(?:份|(?P<day>3[01]|[12]\d|0?[1-9])[日号])?(?P<third>底|末|初|[上中下]旬)?"
_PART = r"度|底|末|初|[上下]半年|(?:第)?[一二三四]季度"
# The pattern begins with a character of its own: a scan for it is many times as fast as a try at every place.
_DATE = re.compile(rf"年(?<=[12][09]\d\d年)(?<!\d\d{{4}}年)(?:{_DAY}|(?P<part>{_PART}))?")
_YEAR_DIGITS = 4
_UNTIL = re.compile(r"截[至止](?:到|至)?\Z")
_TITLE = re.compile(r"[《》]")
_MONTHS = {"上半年": (1, 6), "下半年": (7, 12), "底": (12, 12), "末": (12, 12), "初": (1, 1)}
_QUARTERS = "一二三四"
_LAST_DAY = 31  # days are only compared, so that every month may have as many


@record
class Moment:
    """A date or period as printed. ``first`` and ``last`` are (year, month, day) of its ends.

    ``until``: behind 截至, so that what the sentence says is counted up to it. ``quoted``: inside a title 《…》, where it says
    nothing about when something happened.
    """

    start: int
    end: int
    year: int
    first: tuple[int, int, int]
    last: tuple[int, int, int]
    until: bool = False
    quoted: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def precise(self) -> bool:
        """Known at least to the month."""
        return self.first[1] == self.last[1]


@dataclass(frozen=True, slots=True)
class DatedStep:
    """A step with its date. ``step``: received, paid, begun, finished, cut-off (figures are up to it), result (done then)."""

    step: str
    moment: Moment
    word: Span


def find_moments(text: str) -> tuple[Moment, ...]:
    """Every date with a year, in order of place. One linear pass."""
    marks = [(m.start(), m[0] == "《") for m in _TITLE.finditer(text)] if "《" in text else []
    places = [at for at, _ in marks]
    return tuple(_moment(text, match, _inside(marks, places, match.start())) for match in _DATE.finditer(text))


def _inside(marks: Sequence[tuple[int, bool]], places: Sequence[int], offset: int) -> bool:
    i = bisect_right(places, offset) - 1
    return i >= 0 and marks[i][1]


def _moment(text: str, match: re.Match[str], quoted: bool) -> Moment:
    start = match.start() - _YEAR_DIGITS
    year = int(text[start : match.start()])
    low, high = 1, 12
    days = (1, _LAST_DAY)
    if match["month"]:
        low = high = int(match["month"])
        if match["day"]:
            days = (int(match["day"]), int(match["day"]))
    elif match["part"] in _MONTHS:
        low, high = _MONTHS[match["part"]]
    elif match["part"] and match["part"].endswith("季度"):
        low = 3 * _QUARTERS.index(match["part"].removeprefix("第")[0]) + 1
        high = low + 2
    until = _UNTIL.search(text, max(0, start - 3), start)
    return Moment(
        until.start() if until else start,
        match.end(),
        year,
        (year, low, days[0]),
        (year, high, days[1]),
        until=until is not None,
        quoted=quoted,
    )
