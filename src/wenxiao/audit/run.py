"""Run the rules over a reading."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable

from wenxiao.audit.model import Coverage, Finding, Outcome, Report, Rule, Severity, Status, unknown
from wenxiao.audit.registry import every_rule, rules
from wenxiao.performance.regime import Regime, find
from wenxiao.reading.model import Reading
from wenxiao.reading.privacy import masked, without_personal
from wenxiao.reading.recognition import REASON


def select(
    chosen: Collection[str] = (), ignored: Collection[str] = (), severity: Severity = Severity.NOTE
) -> tuple[Rule, ...]:
    """Rules of the catalogue whose code or slug begins with one of ``chosen`` (all when empty) and none of ``ignored``;
    among them are rules that look at several documents (``audit.together``) or at a record (``audit.records``).

    Raises ValueError for a selector that fits no rule: a typing error must not switch a check off silently.
    """
    every = every_rule()
    for selector in (*chosen, *ignored):
        if not any(_fits(rule, selector) for rule in every):
            raise ValueError(selector)
    return tuple(
        rule
        for rule in every
        if (not chosen or any(_fits(rule, s) for s in chosen))
        and not any(_fits(rule, s) for s in ignored)
        and rule.severity.rank >= severity.rank
    )


def _fits(rule: Rule, selector: str) -> bool:
    return rule.code.startswith(selector.upper()) or rule.slug == selector or rule.check == selector.upper()


def audit_reading(
    reading: Reading,
    chosen: Iterable[Rule] | None = None,
    severity: Severity = Severity.NOTE,
    under: Regime | None = None,
) -> Report:
    """Every outcome of every rule: the failed ones as findings, the rest counted.

    ``under``: the regime that applies; found by the document's place, year and type where none is given.
    """
    identity = reading.identity
    applied = under or find(identity.region, identity.fiscal_year, identity.type)
    text = masked(reading.text, reading.personal)
    findings: list[Finding] = []
    coverage: dict[str, Coverage] = {}
    seen: Counter[str] = Counter()
    for rule in chosen if chosen is not None else rules():
        if type(rule) is not Rule:
            continue  # it looks at several documents, or at a record
        passed = failed = not_applicable = 0
        reasons: dict[str, int] = {}
        for outcome in rule.run(reading, applied):
            if outcome.status is Status.FAILED and _misread(outcome, reading):
                outcome = unknown(REASON)
            status = outcome.status
            if status is Status.PASSED:
                passed += 1
            elif status is Status.NOT_APPLICABLE:
                not_applicable += 1
            elif status is Status.UNKNOWN:
                reason = outcome.reason or ""
                reasons[reason] = reasons.get(reason, 0) + 1
            else:
                failed += 1
                if (outcome.severity or rule.severity).rank >= severity.rank:
                    findings.append(_finding(rule, outcome, reading, text, seen))
        coverage[rule.code] = Coverage(passed, failed, not_applicable, reasons)
    findings.sort(key=lambda f: (-f.severity.rank, f.spans[0] if f.spans else (0, 0), f.rule.code))
    return Report(reading, tuple(findings), coverage, regime=applied)


def _misread(outcome: Outcome, reading: Reading) -> bool:
    """Whether what a finding rests on may have been misread in a picture."""
    if reading.recognition is None:
        return False
    return reading.recognition.doubtful([*outcome.spans, *(operand.span for operand in outcome.operands)])


def _finding(rule: Rule, outcome: Outcome, reading: Reading, text: str, seen: Counter[str]) -> Finding:
    """The id rests on rule and operands, not on places: the same statement keeps its id when text moves around it.

    No data of a person go into it, also where they are shown: a short key could be turned back into a number.
    """
    project = reading.subjects[outcome.project].name if outcome.project is not None else ""
    words = [text[q.start : q.end] for q in outcome.operands] or [text[s.start : s.end][:80] for s in outcome.spans]
    key = "\x1f".join([rule.code, without_personal(project, reading.text, reading.personal), *words])
    seen[key] += 1
    digest = hashlib.sha256(f"{key}\x1f{seen[key]}".encode()).hexdigest()[:12]
    return Finding(
        id=f"{rule.code}-{digest}",
        rule=rule,
        severity=outcome.severity or rule.severity,
        outcome=outcome,
        spans=tuple(reading.source(span) for span in outcome.spans),
    )
