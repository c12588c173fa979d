"""What was found between one document and the others, from the side of that document: for its letter and its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wenxiao.audit.model import Report
from wenxiao.audit.together import Comparison, Group, JointFinding
from wenxiao.audit.together.model import Cited, JointSuppressed
from wenxiao.documents.places import Places
from wenxiao.publishing.comparison import names
from wenxiao.publishing.quotes import quotes
from wenxiao.publishing.words import heading
from wenxiao.reading.privacy import masked


@dataclass(frozen=True, slots=True)
class Joint:
    """A comparison seen from document ``number``; ``reports`` are those of all its documents, in their order."""

    comparison: Comparison
    reports: Sequence[Report]
    number: int

    @staticmethod
    def of(comparison: Comparison | None, reports: Sequence[Report], number: int) -> Joint | None:
        """None where nothing was compared."""
        return None if comparison is None else Joint(comparison, reports, number)

    @property
    def findings(self) -> list[JointFinding]:
        """Those that quote this document."""
        return [finding for finding in self.comparison.findings if self._quoted(finding)]

    @property
    def suppressed(self) -> list[JointSuppressed]:
        return [aside for aside in self.comparison.suppressed if self._quoted(aside.finding)]

    @property
    def groups(self) -> list[Group]:
        return [group for group in self.comparison.groups if self.number in group.members]

    def others(self, finding: JointFinding) -> list[int]:
        """The other documents that a finding quotes, by their numbers."""
        return [n for n in dict.fromkeys(c.document for c in finding.outcome.quotes) if n != self.number]

    def title(self, document: int, lang: str) -> tuple[str, str]:
        """A document's title and the name of its file."""
        return heading(self.reports[document], lang)[0], names(self.comparison.documents)[document]

    def quotes(self, finding: JointFinding) -> Iterator[tuple[int, list[Cited]]]:
        """What is quoted, document by document, this one first."""
        for document in [self.number, *self.others(finding)]:
            yield document, [cited for cited in finding.outcome.quotes if cited.document == document]

    def _quoted(self, finding: JointFinding) -> bool:
        return any(cited.document == self.number for cited in finding.outcome.quotes)


def open_to_others(report: Report) -> bool:
    """Whether what stands around a quote may be told to other units too: no data of persons are shown in the document."""
    reading = report.reading
    return masked(reading.text, reading.personal) == reading.text


def around(reports: Sequence[Report], cited: Cited) -> tuple[tuple[str, bool], ...]:
    """A quote with the words around it, in pieces, each with whether it is what is quoted."""
    report = reports[cited.document]
    if not open_to_others(report):
        return ((cited.quote.words, True),)
    [found, *_] = quotes(Places(report.reading.document), [cited.quote.span], "zh")
    return found.parts
