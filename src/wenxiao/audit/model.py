"""What a rule is, how it ends, and what a report is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from wenxiao.performance.regime import Regime
from wenxiao.performance.remarks import Severity as Severity
from wenxiao.quantities.model import Quantity, Span
from wenxiao.quantities.record import record
from wenxiao.reading.model import Reading, Relation


class Status(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


@record
class Outcome:
    """How a rule ended at one place. A rule yields one outcome for each thing it looked at.

    ``zh`` and ``en`` are the message: two statements that cannot both hold, never an accusation. ``spans`` are the quoted
    places (in the reading's text), ``arithmetic`` the sum as one would write it on paper, line by line.
    """

    status: Status
    zh: str = ""
    en: str = ""
    spans: tuple[Span, ...] = ()
    operands: tuple[Quantity, ...] = ()
    arithmetic: tuple[str, ...] = ()
    computed: str | None = None
    difference: str | None = None
    reason: str | None = None
    severity: Severity | None = None  # when milder or graver than the rule's own
    project: int | None = None


def passed() -> Outcome:
    return _PASSED


def unknown(reason: str) -> Outcome:
    """The rule applies but lacks something; ``reason`` says what (one of a few fixed phrases: it is counted)."""
    return Outcome(Status.UNKNOWN, reason=reason)


def not_applicable() -> Outcome:
    return _NOT_APPLICABLE


def failed(
    zh: str,
    en: str,
    spans: Iterable[Span],
    *,
    operands: Iterable[Quantity] = (),
    arithmetic: Iterable[str] = (),
    computed: str | None = None,
    difference: str | None = None,
    severity: Severity | None = None,
    project: int | None = None,
) -> Outcome:
    return Outcome(
        Status.FAILED,
        zh,
        en,
        tuple(spans),
        tuple(operands),
        tuple(arithmetic),
        computed,
        difference,
        None,
        severity,
        project,
    )


_PASSED = Outcome(Status.PASSED)
_NOT_APPLICABLE = Outcome(Status.NOT_APPLICABLE)

Check = Callable[[Reading, Regime], Iterable[Outcome]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One check. ``check`` is its number in the catalogue (A01); the docstring of the function is its page."""

    code: str
    slug: str
    severity: Severity
    check: str
    title: str  # Chinese, one line
    title_en: str
    basis: str  # the regulation or the arithmetic it rests on
    by_hand: str  # how a person checks it, Chinese
    basis_en: str
    by_hand_en: str
    run: Check
    page: str
    version: int = 1

    def how(self, lang: str = "zh") -> str:
        """How a person checks it."""
        return self.by_hand_en if lang == "en" else self.by_hand

    def rests_on(self, lang: str = "zh") -> str:
        """The regulation or the arithmetic it rests on."""
        return self.basis_en if lang == "en" else self.basis


@dataclass(frozen=True, slots=True)
class Finding:
    """A failed outcome, complete: with the rule it comes from and an id that survives re-submission."""

    id: str
    rule: Rule
    severity: Severity
    outcome: Outcome
    spans: tuple[Span, ...]  # in the document's own text

    def message(self, lang: str = "zh") -> str:
        return self.outcome.en if lang == "en" else self.outcome.zh


@record
class Coverage:
    """What one rule did in one document."""

    passed: int = 0
    failed: int = 0
    not_applicable: int = 0
    unknown: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suppression:
    """What sets a finding aside: its id or its rules, and the words it must touch; always with a reason.

    ``source`` is where that is written: file and entry (``name #2``), ``:line`` of the document itself, ``path:line`` of one of several.
    """

    reason: str
    source: str
    finding: str | None = None
    rules: tuple[str, ...] = ()
    quote: str | None = None
    by: str | None = None
    until: date | None = None  # the last day on which it holds


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that is set aside."""

    finding: Finding
    suppression: Suppression


@dataclass(frozen=True, slots=True)
class Unused:
    """A suppression that sets nothing aside; ``why`` is one of a few fixed phrases."""

    suppression: Suppression
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """A reading and what the rules made of it. ``findings`` are those that nobody has set aside; ``regime`` is the one that
    applied, None where no rule ran."""

    reading: Reading
    findings: tuple[Finding, ...]
    coverage: Mapping[str, Coverage]
    suppressed: tuple[Suppressed, ...] = ()
    unused: tuple[Unused, ...] = ()
    regime: Regime | None = None


def relation_operands(relation: Relation) -> tuple[Quantity, ...]:
    return (*relation.operands, relation.stated) if relation.stated is not None else relation.operands
