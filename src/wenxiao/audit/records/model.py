"""What an audit of a record is made of: rules, their outcomes, findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from wenxiao.audit.model import Coverage, Rule, Severity, Status
from wenxiao.performance.records import Record
from wenxiao.performance.regime import Regime


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a record says at one place. ``place`` is the way there, as in its file: ``self_evaluation.indicators[2].score``."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """How a rule ended at one place of a record; ``quotes`` are the two statements that do not go together."""

    status: Status
    zh: str = ""
    en: str = ""
    quotes: tuple[Quoted, ...] = ()
    arithmetic: tuple[str, ...] = ()
    reason: str | None = None
    severity: Severity | None = None  # when milder or graver than the rule's own


RECORD_PASSED = RecordOutcome(Status.PASSED)
RECORD_NOT_APPLICABLE = RecordOutcome(Status.NOT_APPLICABLE)


def cannot_tell(reason: str) -> RecordOutcome:
    """The rule applies but lacks something; ``reason`` is one of a few fixed phrases: it is counted."""
    return RecordOutcome(Status.UNKNOWN, reason=reason)


def conflict(
    zh: str,
    en: str,
    quotes: Iterable[Quoted],
    *,
    arithmetic: Iterable[str] = (),
    severity: Severity | None = None,
) -> RecordOutcome:
    """Statements of the record that cannot both hold, or a duty that was not met in time."""
    return RecordOutcome(Status.FAILED, zh, en, tuple(quotes), tuple(arithmetic), None, severity)


RecordCheck = Callable[[Record, Regime], Iterable[RecordOutcome]]


@dataclass(frozen=True, slots=True)
class RecordRule(Rule):
    """A rule of the catalogue that looks at a record."""

    look: RecordCheck = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class RecordFinding:
    """A failed outcome with its rule and an id that rests on project, year and the quoted words."""

    id: str
    rule: RecordRule
    severity: Severity
    outcome: RecordOutcome

    def message(self, lang: str = "zh") -> str:
        return self.outcome.en if lang == "en" else self.outcome.zh


@dataclass(frozen=True, slots=True)
class RecordReport:
    """A record, what was found in it, what each rule did, and under which regime."""

    record: Record
    findings: tuple[RecordFinding, ...]
    coverage: Mapping[str, Coverage]
    regime: Regime
