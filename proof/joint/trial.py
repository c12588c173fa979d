"""Groups against the joint rules: clean, or with one defect. Counts that the page and the tests rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from proof.joint.papers import make
from proof.joint.planters import PLANTERS, Changed, plant
from wenxiao.audit.summary import Summary, summarise
from wenxiao.audit.together import Comparison, compare
from wenxiao.audit.together.model import JointFinding
from wenxiao.reading.pipeline import read_text


@dataclass(slots=True)
class JointTally:
    """Counts that can be added up."""

    groups: int = 0
    documents: int = 0
    findings: Counter[str] = field(default_factory=Counter)  # of clean groups
    passed: Counter[str] = field(default_factory=Counter)  # times a rule looked and was content, clean groups
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    beside: Counter[tuple[str, str]] = field(default_factory=Counter)
    listed: list[str] = field(default_factory=list)

    def add(self, other: JointTally) -> None:
        self.groups += other.groups
        self.documents += other.documents
        for name in ("findings", "passed", "planted", "found", "exact", "beside"):
            getattr(self, name).update(getattr(other, name))
        self.listed.extend(other.listed)


def compared(texts: Mapping[str, str]) -> Comparison:
    return compare([_summary(text, name) for name, text in texts.items()])


@lru_cache(maxsize=32)  # a defect changes one document of a group: the others are read once
def _summary(text: str, name: str) -> Summary:
    return summarise(read_text(text, name))


def run(seeds: Iterable[int], codes: Iterable[str] | None = None) -> JointTally:
    """The clean group of each seed, and each defect in it."""
    tally = JointTally()
    wanted = sorted(codes if codes is not None else PLANTERS)
    for seed in seeds:
        papers = make(seed)
        clean = compared(papers.texts)
        tally.groups += 1
        tally.documents += len(papers.texts)
        for code, coverage in clean.coverage.items():
            tally.passed[code] += coverage.passed
        for finding in clean.findings:
            tally.findings[finding.rule.code] += 1
            tally.listed.append(f"joint false alarm {finding.rule.code} | group {seed} | {finding.message()}")
        for code in wanted:
            changed = plant(papers, code, Random(f"{seed} {code}"))
            if changed is not None:
                _defect(tally, code, seed, changed)
    return tally


def _defect(tally: JointTally, code: str, seed: int, changed: Changed) -> None:
    tally.planted[code] += 1
    names = list(changed.texts)
    findings = compared(changed.texts).findings
    hit = any(f.rule.code == code and _touches(f, names, changed) for f in findings)
    others = [f for f in findings if f.rule.code not in (code, *changed.along)]
    tally.found[code] += hit
    tally.exact[code] += hit and not others
    if not hit:
        tally.listed.append(f"joint missed {code} | group {seed}")
    for finding in others:
        tally.beside[code, finding.rule.code] += 1
        tally.listed.append(f"joint beside {code}: {finding.rule.code} | group {seed} | {finding.message()}")


def _touches(finding: JointFinding, names: list[str], changed: Changed) -> bool:
    return any(
        names[cited.document] == file and cited.quote.span.start < place.end and place.start < cited.quote.span.end
        for cited in finding.outcome.quotes
        for file, place in changed.places
    )
