"""Findings that a person has looked at and set aside: by an entry of a file or by a note in the document, never without a reason.

A suppressed finding leaves ``Report.findings`` and stands in ``Report.suppressed`` with who set it aside and why. A
suppression that fits nothing stands in ``Report.unused``: it may be a typing error, or what it excused is corrected.
Findings between documents are set aside by the same entries and notes: ``audit.together.suppression``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from wenxiao.audit.model import Coverage, Finding, Report, Suppressed, Suppression, Unused
from wenxiao.audit.registry import codes_of, joint_codes
from wenxiao.audit.suppression_file import Entry
from wenxiao.documents.directives import directives
from wenxiao.documents.folding import fold
from wenxiao.documents.model import Document
from wenxiao.quantities.model import Span

#: Why a suppression sets nothing aside.
NO_FINDING, NO_REASON, NO_RULE = "fits no finding", "no reason given", "no such rule"
EXPIRED, NO_DOCUMENT = "expired", "no such document"


def concerned(suppression: Suppression) -> frozenset[str]:
    """Codes of the rules whose findings a suppression may set aside; empty where it names none that there is."""
    if suppression.finding is not None:
        return codes_of(suppression.finding.partition("-")[0])
    return frozenset().union(*map(codes_of, suppression.rules))


def suppress(report: Report, entries: Iterable[Entry] = (), *, today: date) -> Report:
    """The report with what the entries and the notes in the document set aside. ``today`` decides what has expired.

    What only a whole run can tell is not reported as unused here: entries that name no document or also name a rule between
    documents (see ``left_over``).
    """
    document = report.reading.document
    named = [entry for entry in entries if entry.speaks_of(document.path)]
    given: list[tuple[Suppression, Span | None]] = [*notes(document)]
    given += [(entry.suppression, None) for entry in named]
    given = [(suppression, lines) for suppression, lines in given if _alone(suppression)]
    if not given:
        return report
    elsewhere = {entry.suppression.source for entry in named if entry.document is None}
    ran = seen_whole(report.coverage, (finding.rule.code for finding in report.findings))
    kept = list(report.findings)
    aside: list[Suppressed] = []
    unused: list[Unused] = []
    for suppression, lines in given:
        why = invalid(suppression, today)
        fitting = [f for f in kept if why is None and _fits(suppression, lines, f, document)]
        aside += [Suppressed(finding, suppression) for finding in fitting]
        kept = [finding for finding in kept if finding not in fitting]
        if why is None and not fitting and suppression.source not in elsewhere and looked(suppression, ran):
            why = NO_FINDING
        if why is not None:
            unused.append(Unused(suppression, why))
    return replace(report, findings=tuple(kept), suppressed=tuple(aside), unused=tuple(unused))


def _alone(suppression: Suppression) -> bool:
    """Whether it may concern a document alone, or no rule that there is."""
    codes = concerned(suppression)
    return not codes or not codes <= joint_codes()


def left_over(
    entries: Iterable[Entry],
    used: Collection[str],
    seen: Collection[str],
    ran: Collection[str],
    told: Collection[str] = (),
) -> list[Unused]:
    """Entries that a whole run leaves unused without any of its reports saying so: those of no document or of rules of both
    kinds that set nothing aside, and those of a document that does not exist.

    ``used`` are the sources of the suppressions that did, ``told`` of those that a report or a comparison calls unused,
    ``seen`` the paths of the documents, ``ran`` the codes of the rules all of whose findings were shown.
    """
    found = []
    for entry in entries:
        suppression, codes = entry.suppression, concerned(entry.suppression)
        if suppression.source in used or suppression.source in told:
            continue
        if entry.lost(seen):
            found.append(Unused(suppression, NO_DOCUMENT))
        elif (entry.document is None or not codes.isdisjoint(joint_codes())) and looked(suppression, ran):
            found.append(Unused(suppression, NO_FINDING))
    return found


def notes(document: Document) -> list[tuple[Suppression, Span]]:
    """The notes of the document, each with what it speaks of: its line, or the next line where it has one of its own."""
    text = document.text
    found: list[tuple[Suppression, Span]] = []
    for note in directives(text):
        start, end = text.rfind("\n", 0, note.start) + 1, _line_end(text, note.end)
        if not text[start : note.start].strip() and not text[note.end : end].strip():
            start = end + 1
            while start < len(text) and text[start].isspace():
                start += 1
            end = _line_end(text, start)
        line = text.count("\n", 0, note.start) + 1
        found.append((Suppression(note.reason, source=f":{line}", rules=note.rules), Span(start, end)))
    return found


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def invalid(suppression: Suppression, today: date) -> str | None:
    """Why a suppression is not followed, whatever there is to find; None for one that is."""
    if not suppression.reason:
        return NO_REASON
    if suppression.finding is None and not (suppression.rules and all(map(codes_of, suppression.rules))):
        return NO_RULE
    return EXPIRED if suppression.until is not None and suppression.until < today else None


def _fits(suppression: Suppression, lines: Span | None, finding: Finding, document: Document) -> bool:
    if suppression.finding is not None:
        if finding.id != suppression.finding:
            return False
    elif finding.rule.code not in concerned(suppression):
        return False
    if lines is not None and not touches(finding.spans, [lines]):
        return False
    return suppression.quote is None or touches(finding.spans, _places(document.text, suppression.quote))


def touches(spans: Sequence[Span], places: Sequence[Span]) -> bool:
    """Whether any of the spans lies over any of the places; an empty span lies over the character that follows it."""
    return any(s.start < p.end and p.start < max(s.end, s.start + 1) for s in spans for p in places)


def _places(text: str, quote: str) -> list[Span]:
    """Where a quote stands, whatever the white space and the width of the characters."""
    offsets = [n for n, character in enumerate(text) if not character.isspace()]
    bare, wanted = fold("".join(text[n] for n in offsets)), bare_words(quote)
    places, at = [], bare.find(wanted)
    while at >= 0 and wanted:
        places.append(Span(offsets[at], offsets[at + len(wanted) - 1] + 1))
        at = bare.find(wanted, at + 1)
    return places


def bare_words(text: str) -> str:
    """What two writings of the same words share: no white space, one width of characters."""
    return fold("".join(text.split()))


def looked(suppression: Suppression, ran: Collection[str]) -> bool:
    """Whether all was seen that a suppression may set aside; ``ran`` as ``seen_whole`` gives it. Of a rule that was left
    out, or whose milder findings were, nothing can be said."""
    codes = concerned(suppression)
    return bool(codes) and codes <= set(ran)


def seen_whole(coverage: Mapping[str, Coverage], shown: Iterable[str]) -> set[str]:
    """Codes of the rules that ran and all of whose findings are among those shown, which are given by their codes."""
    times = Counter(shown)
    return {code for code, of in coverage.items() if of.failed == times[code]}
