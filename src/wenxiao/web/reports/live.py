"""The audit of a report while it is written: every rule over the whole text, and what it states of money against the ledger.

The whole is read each time: it takes some tens of milliseconds, and a sentence may contradict one of another chapter. The same text over
the same facts is said the same of, so that it is kept by what they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import cache

from wenxiao.audit.run import audit_reading
from wenxiao.performance.regime import find
from wenxiao.performance.remarks import Severity
from wenxiao.publishing.reports import pieces
from wenxiao.publishing.reports.ledgered import differing
from wenxiao.publishing.reports.tables import restored
from wenxiao.publishing.reports.whole import Laid, Section, Whole, laid
from wenxiao.quantities.model import Span
from wenxiao.reading.pipeline import read_text
from wenxiao.web.core.auditing import Said
from wenxiao.web.core.clock import day_of
from wenxiao.web.core.say import say
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.reports.material import Known, known
from wenxiao.web.reports.models import Chapter, Report

#: Seconds that the findings over a text are kept.
KEPT = 3600


@dataclass(frozen=True, slots=True)
class Found:
    """Something that is found in a report. ``places``: (chapter, from, to) in the characters of that chapter.

    ``fix``: which fact stands against it, and the words that it would put at the first place.
    """

    id: str
    code: str
    severity: Severity
    zh: str
    en: str
    arithmetic: tuple[str, ...]
    places: tuple[tuple[str, int, int], ...]
    fix: tuple[str, str] | None = None

    @property
    def words(self) -> str:
        return say(self.zh, self.en)


def whole(report: Report, what: Known, chapters: Sequence[Chapter], typed: Mapping[str, str] | None = None) -> Whole:
    """The report put together; ``typed`` in place of what is stored of a chapter."""
    typed = typed or {}
    tables = what.tables if report.tables is None else {name: restored(kept) for name, kept in report.tables.items()}
    sections = tuple(
        Section(
            one.key, one.title, typed.get(one.key, one.words),
            tuple(tables[name] for name in one.tables if name in tables),
        )
        for one in chapters
    )  # fmt: skip
    appendix = tuple(tables[name] for name in report.kind.appendix if name in tables)
    return Whole(
        report.title,
        sections,
        signed(report),
        day_of(report.approved_at) if report.approved_at else None,
        appendix=appendix,
    )


def signed(report: Report) -> str:
    """Who signs: the evaluator of an evaluation, the finance bureau's district, else the organisation."""
    if report.evaluation is not None:
        return signed_of(report.evaluation)
    return f"{report.organisation.name}财政局" if report.kind.subject == "district" else report.organisation.name


def signed_of(evaluation: Evaluation) -> str:
    """Who signs what an evaluation comes to: the firm that did it, else the office."""
    if evaluation.evaluator is not None:
        return evaluation.evaluator.name
    department = evaluation.year.unit.department
    if evaluation.kind == Evaluation.Kind.DEPARTMENT or department.parent is None:
        return department.name
    return f"{department.parent.name}财政局"


def checked(
    report: Report, what: Known, chapters: Sequence[Chapter], typed: Mapping[str, str] | None = None
) -> list[Found]:
    """Everything that is found, gravest first."""
    paper = laid(whole(report, what, chapters, typed))
    figures = {key: (figure.words, figure.amount) for key, figure in what.facts.figures.items()}
    key = hashlib.sha256(
        repr((paper.text, sorted(figures.items()), report.fiscal_year, report.organisation.region)).encode()
    ).hexdigest()
    found: list[Found] | None = cache.get(key)
    if found is None:
        found = _checked(report, what, paper)
        cache.set(key, found, KEPT)
    return found


def _checked(report: Report, what: Known, paper: Laid) -> list[Found]:
    reading = read_text(paper.text, report.title)

    def places(spans: Iterable[Span]) -> tuple[tuple[str, int, int], ...]:
        return tuple(place for span in spans for place in paper.places(span.start, span.end))

    own = [
        Found(
            hashlib.sha256(f"{one.key}\x1f{one.stated}".encode()).hexdigest()[:16], "F604", Severity.ERROR, one.zh, one.en,
            (one.arithmetic,), places([reading.source(one.span)]), (one.key, one.figure.words),
        )
        for one in differing(reading, what.facts)
    ]  # fmt: skip
    applied = find(
        reading.identity.region or report.organisation.region or None, report.fiscal_year, reading.identity.type
    )
    rules = [
        Found(
            one.id, one.rule.code, one.severity, one.message("zh"), one.message("en"), tuple(one.outcome.arithmetic), places(one.spans)
        )
        for one in audit_reading(reading, under=applied).findings
    ]  # fmt: skip
    rules = [one for one in rules if not _of_blanks(one, paper)]
    return sorted([*own, *rules], key=lambda one: -one.severity.rank)


def _of_blanks(found: Found, paper: Laid) -> bool:
    """Whether it says no more than that something is still to be written: that is said beside the text anyway."""
    blanks = {
        key: [mark.span() for mark in pieces.BLANK.finditer(paper.text[first:last])]
        for key, (first, last) in paper.spans.items()
    }
    return bool(found.places) and all(
        any(first <= start and end <= last for first, last in blanks[key]) for key, start, end in found.places
    )


def taken_over(asked: str, text: pieces.Text, found: Sequence[Found], key: str, what: Known) -> pieces.Text:
    """The text of a chapter with what somebody took over: a reference that moved (``fact:KEY``), or the ledger's figure at a finding
    (its id). What does not stand in the text any more changes nothing.
    """
    if asked.startswith("fact:"):
        return pieces.accepted(text, what.facts.printed(), asked.removeprefix("fact:"))
    for one in found:
        if one.id == asked and one.fix is not None:
            for chapter, start, end in one.places:
                if chapter == key:
                    return pieces.bound(text, start, end, pieces.Ref(*one.fix))
    return text


def said_of(report: Report) -> list[Said]:
    """What the audit says of a draft, for the submission; of what was submitted, what it said then."""
    if report.submitted_at is not None:
        return [
            Said(**{**one, "severity": Severity(one["severity"]), "arithmetic": tuple(one["arithmetic"])})
            for one in report.said
        ]
    chapters = list(report.chapters.all())
    return [
        Said(one.id, one.code, one.severity, one.zh, one.en, one.places[0][0] if one.places else "", one.arithmetic)
        for one in checked(report, known(report), chapters)
    ]


def moved_in(chapters: Sequence[Chapter], what: Known) -> dict[str, list[pieces.Moved]]:
    """The references whose fact has moved, by chapter."""
    now = what.facts.printed()
    return {one.key: found for one in chapters if (found := pieces.moved(one.pieces, now))}
