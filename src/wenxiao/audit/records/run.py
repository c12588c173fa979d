"""Run the rules over a record."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from wenxiao.audit.model import Coverage, Severity, Status
from wenxiao.audit.records.model import RecordFinding, RecordOutcome, RecordReport, RecordRule
from wenxiao.audit.records.registry import record_rules
from wenxiao.performance.records import Record
from wenxiao.performance.regime import Regime, find


def audit_record(
    record: Record,
    under: Regime | None = None,
    chosen: Iterable[RecordRule] | None = None,
    severity: Severity = Severity.NOTE,
) -> RecordReport:
    """Every outcome of every rule: the failed ones as findings, the rest counted.

    ``under``: the regime that applies; found by the record's place and year where none is given.
    """
    applied = under or find(record.region, record.year)
    findings: list[RecordFinding] = []
    coverage: dict[str, Coverage] = {}
    seen: Counter[str] = Counter()
    for rule in chosen if chosen is not None else record_rules():
        tally: Counter[Status] = Counter()
        reasons: Counter[str] = Counter()
        for outcome in rule.look(record, applied):
            tally[outcome.status] += 1
            if outcome.status is Status.UNKNOWN:
                reasons[outcome.reason or ""] += 1
            elif outcome.status is Status.FAILED and (outcome.severity or rule.severity).rank >= severity.rank:
                findings.append(_finding(rule, outcome, record, seen))
        coverage[rule.code] = Coverage(
            tally[Status.PASSED], tally[Status.FAILED], tally[Status.NOT_APPLICABLE], dict(reasons)
        )
    findings.sort(key=lambda f: (-f.severity.rank, f.rule.code))
    return RecordReport(record, tuple(findings), coverage, applied)


def _finding(rule: RecordRule, outcome: RecordOutcome, record: Record, seen: Counter[str]) -> RecordFinding:
    """The id rests on what is quoted, not on where in the record it stands nor on the day of the record."""
    key = "\x1f".join(
        [rule.code, record.unit or "", record.project, str(record.year), *(quote.words for quote in outcome.quotes)]
    )
    seen[key] += 1
    digest = hashlib.sha256(f"{key}\x1f{seen[key]}".encode()).hexdigest()[:12]
    return RecordFinding(f"{rule.code}-{digest}", rule, outcome.severity or rule.severity, outcome)
