"""What is found about a project-year: the audit of what was entered, and the rules over its record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from wenxiao.audit.model import Coverage
from wenxiao.audit.records import RecordFinding, audit_record, record_rules
from wenxiao.performance.remarks import Severity
from wenxiao.web.core.auditing import Said
from wenxiao.web.core.models import Stateful
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import say
from wenxiao.web.overview.records import taken

LEVELS = {
    Severity.ERROR: ("矛盾", "contradiction"),
    Severity.WARNING: ("待说明", "to explain"),
    Severity.NOTE: ("提示", "note"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One finding as a page shows it. ``reason``: why the unit went on all the same; ``thing``: what was audited, if not the record."""

    said: Said
    thing: Stateful | None = None
    reason: str = ""

    @property
    def level(self) -> str:
        return say(*LEVELS[self.said.severity])


def of_things(things: Iterable[Stateful]) -> list[Found]:
    """What the audit says of entered data as they stand."""
    return [Found(said, thing, thing.passes.get(said.id, "")) for thing in things for said in thing.audit()]


def of_record(year: Any, as_of: date) -> tuple[list[Found], dict[str, Coverage]]:
    """What the rules over records say of one project-year, and what each of them did."""
    report = audit_record(taken([year], as_of)[year.pk])
    return [Found(as_said(finding)) for finding in report.findings], dict(report.coverage)


def as_said(finding: RecordFinding) -> Said:
    """A finding over a record in the form of the audit of entered data."""
    outcome = finding.outcome
    severity = Severity(finding.severity.value)
    return Said(finding.id, finding.rule.code, severity, outcome.zh, outcome.en, "", outcome.arithmetic)


def audited(year: Any, access: Access | None = None) -> list[Stateful]:
    """What of a project-year has entered data to audit: the targets in work or in force, and the self-evaluation; of somebody, as
    far as they see it."""
    from wenxiao.web.selfevaluation.models import SelfEvaluation

    sets, own = year.target_sets.all(), SelfEvaluation.objects.filter(year=year)
    if access is not None:
        sets, own = sets.shown_to(access), own.shown_to(access)
    current = sets.exclude(state="superseded").order_by("-version").prefetch_related("indicators").first()
    return [thing for thing in (current, own.first()) if thing is not None]


def found(year: Any, as_of: date, access: Access | None = None) -> list[Found]:
    """All that is found about a project-year, the gravest first; for somebody, of what they see."""
    every = [*of_things(audited(year, access)), *of_record(year, as_of)[0]]
    return sorted(every, key=lambda one: -one.said.severity.rank)


def look_again(year: Any, rule: str, finding: str, as_of: date) -> tuple[bool | None, list[str]]:
    """Whether a finding is still there, with what the rule says now; None where the rule could not decide.

    Raises ValueError where no finding of entered data is named: only such can be looked for again.
    """
    if not rule or not finding:
        raise ValueError("a finding that was not made on entered data")
    if any(rule == one.code for one in record_rules()):
        every, coverage = of_record(year, as_of)
        same = [one for one in every if one.said.code == rule]
        if not same and (unknown := coverage[rule].unknown):
            return None, sorted(unknown)
    else:
        same = [one for one in of_things(audited(year)) if one.said.code == rule]
    still = any(one.said.id == finding for one in same)
    return still, [one.said.words for one in same]


def raisable(said: Said) -> bool:
    """Whether a problem can be raised from a finding; one about a problem is answered where that problem is."""
    return all(rule.check != "F13" for rule in record_rules() if rule.code == said.code)


def raise_address(year: Any, said: Said) -> str:
    """The form that raises a finding as a problem."""
    return reverse("problem-new", args=[year.pk]) + "?" + urlencode({"finding": said.id})
