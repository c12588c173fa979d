"""What is marked in a document: every quantity, and every place of a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wenxiao.audit.model import Report
from wenxiao.audit.together import JointFinding
from wenxiao.quantities.model import Span
from wenxiao.reading.model import Reading

#: How a kind of quantity is underlined; kinds not named here are physical measures.
CLASSES = {"money": "m", "percent": "p", "count": "c", "score": "c"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of a finding in the document's text."""

    start: int
    end: int
    number: int  # of the finding, from 1
    severity: str


def marks_of(report: Report, number: int, joint: Sequence[tuple[int, JointFinding]] = ()) -> list[Mark]:
    """Every place of every finding; ``joint`` are those between documents that quote this one, with their numbers."""
    marks = [
        Mark(span.start, max(span.end, span.start), n, finding.severity.value)
        for n, finding in enumerate(report.findings, 1)
        for span in finding.spans
    ]
    marks += [
        Mark(cited.quote.span.start, cited.quote.span.end, n, finding.severity.value)
        for n, finding in joint
        for cited in finding.outcome.quotes
        if cited.document == number - 1
    ]
    return marks


def quantities_of(reading: Reading) -> list[tuple[Span, str, int]]:
    """Place, kind and number (from 0) of the quantities in order, without those that begin inside the one before."""
    return list(_apart([(reading.source(q.span), q.kind, n) for n, q in enumerate(reading.ids)]))


def _apart(quantities: Sequence[tuple[Span, str, int]]) -> Iterator[tuple[Span, str, int]]:
    last = -1
    for span, kind, number in sorted(quantities):
        if span.start >= last and span.end > span.start:
            yield span, kind, number
            last = span.end
