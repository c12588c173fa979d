"""What a comparison of several documents is made of: rules, their outcomes, groups of documents, findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wenxiao.audit.model import Coverage, Rule, Severity, Status, Suppression, Unused
from wenxiao.audit.summary import Quote, Summary
from wenxiao.performance.regime import Regime

if TYPE_CHECKING:
    from wenxiao.audit.together.bundle import Bundle


@dataclass(frozen=True, slots=True)
class Cited:
    """A quote and the document it stands in, by its number in the bundle."""

    document: int
    quote: Quote


@dataclass(frozen=True, slots=True)
class JointOutcome:
    """How a joint rule ended at one place. ``quotes`` stand in two documents or more."""

    status: Status
    zh: str = ""
    en: str = ""
    quotes: tuple[Cited, ...] = ()
    arithmetic: tuple[str, ...] = ()
    reason: str | None = None
    severity: Severity | None = None


JOINT_PASSED = JointOutcome(Status.PASSED)


def cannot_tell(reason: str) -> JointOutcome:
    return JointOutcome(Status.UNKNOWN, reason=reason)


def conflict(
    zh: str,
    en: str,
    quotes: Iterable[Cited],
    *,
    arithmetic: Iterable[str] = (),
    severity: Severity | None = None,
) -> JointOutcome:
    """Statements of several documents that cannot both hold, or that need a word of explanation."""
    return JointOutcome(Status.FAILED, zh, en, tuple(quotes), tuple(arithmetic), None, severity)


JointCheck = Callable[["Bundle", Regime], Iterable[JointOutcome]]


@dataclass(frozen=True, slots=True)
class JointRule(Rule):
    """A rule of the catalogue that looks at several documents."""

    compare: JointCheck = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class JointFinding:
    """A failed outcome with the rule it comes from and an id that rests on the quoted words, not on their places."""

    id: str
    rule: JointRule
    severity: Severity
    outcome: JointOutcome

    def message(self, lang: str = "zh") -> str:
        return self.outcome.en if lang == "en" else self.outcome.zh


@dataclass(frozen=True, slots=True)
class JointSuppressed:
    """A finding between documents that is set aside."""

    finding: JointFinding
    suppression: Suppression


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that belong together, and why in words. ``kind``: copies, versions, unit, project, series, district, annex."""

    kind: str
    members: tuple[int, ...]
    zh: str
    en: str

    def reason(self, lang: str = "zh") -> str:
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several documents beside each other. ``findings`` are those that nobody has set aside; ``notes`` say what was not compared
    and why, in both languages."""

    documents: tuple[Summary, ...]
    groups: tuple[Group, ...]
    findings: tuple[JointFinding, ...]
    coverage: Mapping[str, Coverage] = field(default_factory=dict)
    notes: tuple[tuple[str, str], ...] = ()
    suppressed: tuple[JointSuppressed, ...] = ()
    unused: tuple[Unused, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.groups or self.findings or self.suppressed or self.unused)
