"""Records against their rules: clean, or with one defect. Counts that the page and the tests rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from proof.records.made import Tree, make
from proof.records.planters import PLANTERS, Changed, plant
from wenxiao.audit.records import RecordReport, audit_record
from wenxiao.performance.record_file import record


@dataclass(slots=True)
class RecordTally:
    """Counts that can be added up."""

    records: int = 0
    findings: Counter[str] = field(default_factory=Counter)  # of clean records
    passed: Counter[str] = field(default_factory=Counter)  # times a rule looked and was content, clean records
    unknown: Counter[str] = field(default_factory=Counter)  # times it could not tell, clean records
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    beside: Counter[tuple[str, str]] = field(default_factory=Counter)
    listed: list[str] = field(default_factory=list)


def audited(tree: Tree) -> RecordReport:
    return audit_record(record(tree))


def run(seeds: Iterable[int], codes: Iterable[str] | None = None) -> RecordTally:
    """The clean record of each seed, and each defect in it."""
    tally = RecordTally()
    wanted = sorted(codes if codes is not None else PLANTERS)
    for seed in seeds:
        tree = make(seed)
        clean = audited(tree)
        tally.records += 1
        for code, coverage in clean.coverage.items():
            tally.passed[code] += coverage.passed
            tally.unknown[code] += sum(coverage.unknown.values())
        for finding in clean.findings:
            tally.findings[finding.rule.code] += 1
            tally.listed.append(f"record false alarm {finding.rule.code} | record {seed} | {finding.message()}")
        for code in wanted:
            changed = plant(tree, code, Random(f"{seed} {code}"))
            if changed is not None:
                _defect(tally, code, seed, changed)
    return tally


def _defect(tally: RecordTally, code: str, seed: int, changed: Changed) -> None:
    tally.planted[code] += 1
    findings = audited(changed.tree).findings
    hit = any(
        f.rule.code == code and any(quote.place.startswith(changed.place) for quote in f.outcome.quotes)
        for f in findings
    )
    others = [f for f in findings if f.rule.code not in (code, *changed.along)]
    tally.found[code] += hit
    tally.exact[code] += hit and not others
    if not hit:
        tally.listed.append(f"record missed {code} | record {seed}")
    for finding in others:
        tally.beside[code, finding.rule.code] += 1
        tally.listed.append(f"record beside {code}: {finding.rule.code} | record {seed} | {finding.message()}")
