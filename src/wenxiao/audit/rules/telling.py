"""What rules on the narrative share: whose text it is, and how much of it a message quotes."""

from __future__ import annotations

from decimal import Decimal

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


def subject_at(reading: Reading, offset: int) -> int | None:
    """The project whose text has this place; of several the one with the least text."""
    inside = [i for i, p in enumerate(reading.subjects) if p.scope.start <= offset < p.scope.end]
    return min(inside, key=lambda i: reading.subjects[i].scope.end - reading.subjects[i].scope.start, default=None)


def short(reading: Reading, span: Span, limit: int = _LONGEST) -> str:
    """A place as a message quotes it: one line, cut off where it is long."""
    words = reading.quote(span).strip().replace("\n", " ")
    return words if len(words) <= limit else words[:limit] + "…"


def phrases_of(reading: Reading, *kinds: str) -> list[Phrase]:
    return [p for p in reading.narrative.phrases if p.kind in kinds]


def assertions_of(reading: Reading, *kinds: str) -> list[Assertion]:
    return [a for a in reading.narrative.assertions if a.kind in kinds]


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
