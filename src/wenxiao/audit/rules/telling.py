"""What rules on the narrative share: whose text it is, and how much of it a message quotes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Decimal
from operator import attrgetter

from wenxiao.quantities.model import Span
from wenxiao.reading.model import Reading
from wenxiao.reading.told import Assertion, Phrase, Purpose

TRUE = "绩效信息真实、准确、相互一致（财预〔2020〕10号，单位自评应客观真实）"
TRUE_EN = "Performance information is true and consistent (self-evaluation, Caiyu 2020 No. 10)"
CLEAR = "绩效目标应指向明确、细化量化、合理可行（财预〔2015〕88号）"
CLEAR_EN = "Targets are clear, quantified and feasible (Caiyu 2015 No. 88)"
#: States of works in which nothing can be finished yet.
OPEN = ("planned", "not_started", "under_way", "unfinished")
_LONGEST = 40
_SCOPE_START = attrgetter("scope.start")
_CUE_START = attrgetter("cue.start")


def subject_at(reading: Reading, offset: int) -> int | None:
    """The project whose text has this place; of several the one that begins last. Projects are in order of place."""
    subjects = reading.subjects
    for at in range(bisect_right(subjects, offset, key=_SCOPE_START) - 1, -1, -1):
        if offset < subjects[at].scope.end:
            return at
    return None


def short(reading: Reading, span: Span, limit: int = _LONGEST) -> str:
    """A place as a message quotes it: one line, cut off where it is long."""
    words = reading.quote(span).strip().replace("\n", " ").removeprefix("但")
    return words if len(words) <= limit else words[:limit] + "…"


def phrases_of(reading: Reading, *kinds: str) -> list[Phrase]:
    return [p for p in reading.narrative.phrases if p.kind in kinds]


def assertions_of(reading: Reading, *kinds: str) -> list[Assertion]:
    return [a for a in reading.narrative.assertions if a.kind in kinds]


def between(assertions: list[Assertion], start: int, end: int) -> list[Assertion]:
    """Those whose words begin in a range. ``assertions`` are in order of place."""
    low, high = (bisect_left(assertions, at, key=_CUE_START) for at in (start, end))
    return assertions[low:high]


def by_subject(reading: Reading, *kinds: str) -> dict[int | None, list[Assertion]]:
    """Assertions of these kinds by the project whose text they stand in."""
    found: dict[int | None, list[Assertion]] = {}
    for assertion in assertions_of(reading, *kinds):
        found.setdefault(subject_at(reading, assertion.cue.start), []).append(assertion)
    return found


def is_result(reading: Reading, offset: int) -> bool:
    """Whether a place speaks of what came about, as far as headings tell; text under no known heading does."""
    purposes = reading.narrative.purposes_at(offset)
    return not purposes or Purpose.RESULT in purposes


def execution(reading: Reading, index: int) -> Decimal | None:
    """The execution rate of a project: as its amounts give it, else as it is printed."""
    project = reading.subjects[index]
    base = project.adjusted_budget if project.adjusted_budget is not None else project.budget
    if base and project.spent is not None:
        return project.spent / base
    return project.stated_execution_rate
