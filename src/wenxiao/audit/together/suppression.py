"""Findings between documents that a person has set aside, by the entries and notes that serve for one document too.

An entry means a finding by its id, or by its rule and one of the documents that it quotes (``document``), with the other one
where that is needed (``with``); a note means those of its rules that quote its line.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date

from wenxiao.audit.model import Suppression, Unused
from wenxiao.audit.registry import joint_codes
from wenxiao.audit.suppression import (
    NO_FINDING,
    bare_words,
    concerned,
    invalid,
    looked,
    seen_whole,
    touches,
)
from wenxiao.audit.suppression_file import Entry
from wenxiao.audit.together.model import Comparison, JointFinding, JointSuppressed
from wenxiao.quantities.model import Span


def suppress(
    comparison: Comparison,
    entries: Iterable[Entry] = (),
    *,
    today: date,
    used: Collection[str] = (),
    ran: Collection[str] = (),
) -> Comparison:
    """The comparison with what entries and notes set aside.

    ``used`` are the sources of what set something aside in a document alone, a note as ``path:line``; ``ran`` the rules of
    one document all of whose findings were shown.
    """
    given = [*_noted(comparison), *_written(comparison, entries)]
    given = [(suppression, fits) for suppression, fits in given if concerned(suppression) & joint_codes()]
    whole = seen_whole(comparison.coverage, (finding.rule.code for finding in comparison.findings)) | set(ran)
    kept = list(comparison.findings)
    aside: list[JointSuppressed] = []
    unused: list[Unused] = []
    for suppression, fits in given:
        why = invalid(suppression, today)
        fitting = [f for f in kept if why is None and f.rule.code in concerned(suppression) and fits(f)]
        aside += [JointSuppressed(finding, suppression) for finding in fitting]
        kept = [finding for finding in kept if finding not in fitting]
        if why is None and not fitting and suppression.source not in used and looked(suppression, whole):
            why = NO_FINDING
        if why is not None:
            unused.append(Unused(suppression, why))
    return replace(comparison, findings=tuple(kept), suppressed=tuple(aside), unused=tuple(unused))


Fits = Callable[[JointFinding], bool]


def _noted(comparison: Comparison) -> Iterator[tuple[Suppression, Fits]]:
    """The notes in the documents, each with the findings that quote its line."""
    for number, summary in enumerate(comparison.documents):
        for suppression, lines in summary.notes:

            def fits(finding: JointFinding, number: int = number, lines: Span = lines) -> bool:
                return touches([c.quote.span for c in finding.outcome.quotes if c.document == number], [lines])

            yield replace(suppression, source=f"{summary.path}{suppression.source}"), fits


def _written(comparison: Comparison, entries: Iterable[Entry]) -> Iterator[tuple[Suppression, Fits]]:
    """The entries of files that speak of these documents."""
    paths = [document.path for document in comparison.documents]
    for entry in entries:
        if any(map(entry.speaks_of, paths)):

            def fits(finding: JointFinding, entry: Entry = entry) -> bool:
                return _fits(entry, finding, comparison)

            yield entry.suppression, fits


def _fits(entry: Entry, finding: JointFinding, comparison: Comparison) -> bool:
    suppression = entry.suppression
    if suppression.finding is not None and suppression.finding != finding.id:
        return False
    quoted = {cited.document: comparison.documents[cited.document].path for cited in finding.outcome.quotes}
    if not any(
        entry.speaks_of(one) and (entry.other is None or any(entry.names(entry.other, two) for m, two in quoted.items() if m != n))
        for n, one in quoted.items()
    ):  # fmt: skip
        return False
    if suppression.quote is None:
        return True
    wanted = bare_words(suppression.quote)
    said = [bare_words(cited.quote.words.removesuffix("…")) for cited in finding.outcome.quotes]
    return any(wanted in words or words in wanted for words in said)
