"""Run the joint rules over the summaries of a bundle."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Iterable, Sequence

from wenxiao.audit.model import Coverage, Severity, Status
from wenxiao.audit.summary import Summary
from wenxiao.audit.together.bundle import Bundle
from wenxiao.audit.together.groups import groups
from wenxiao.audit.together.minhash import MISSING
from wenxiao.audit.together.model import Comparison, JointFinding, JointOutcome, JointRule
from wenxiao.audit.together.registry import joint_rules
from wenxiao.performance.regime import Regime, regime

_NOTES = {
    MISSING: (
        "未查单位之间的大段雷同（E511）：没有安装 datasketch；请运行 pip install 'wenxiao[compare]'",
        "recycled paragraphs (E511) were not looked for: datasketch is missing; run pip install 'wenxiao[compare]'",
    )
}


def compare(
    summaries: Sequence[Summary],
    chosen: Iterable[JointRule] | None = None,
    severity: Severity = Severity.NOTE,
    under: Regime | None = None,
    *,
    common: Container[int] = frozenset(),
    seen: Counter[str] | None = None,
) -> Comparison:
    """Groups and findings of several documents. Without two documents there is nothing, and nothing is run.

    Where these are some of more, ``common`` are the sentences that too many of all documents share, and ``seen`` counts findings
    with the same words over all calls, so that no two have one id.
    """
    if len(summaries) < 2:
        return Comparison(tuple(summaries), (), ())
    bundle, applied = Bundle(summaries, common), under or regime()
    findings: list[JointFinding] = []
    coverage: dict[str, Coverage] = {}
    seen = Counter() if seen is None else seen
    for rule in chosen if chosen is not None else joint_rules():
        tally: Counter[Status] = Counter()
        reasons: Counter[str] = Counter()
        for outcome in rule.compare(bundle, applied):
            tally[outcome.status] += 1
            if outcome.status is Status.UNKNOWN:
                reasons[outcome.reason or ""] += 1
            elif outcome.status is Status.FAILED and (outcome.severity or rule.severity).rank >= severity.rank:
                findings.append(finding_of(rule, outcome, seen))
        coverage[rule.code] = Coverage(
            tally[Status.PASSED], tally[Status.FAILED], tally[Status.NOT_APPLICABLE], dict(reasons)
        )
    findings.sort(key=lambda f: (-f.severity.rank, f.rule.code, f.outcome.quotes[0].document))
    told = {reason for of in coverage.values() for reason in of.unknown}
    notes = tuple(words for reason, words in _NOTES.items() if reason in told)
    return Comparison(bundle.documents, groups(bundle), tuple(findings), coverage, notes)


def finding_of(rule: JointRule, outcome: JointOutcome, seen: Counter[str]) -> JointFinding:
    """The id rests on rule and quoted words, not on files and places: it survives renaming and re-submission."""
    key = "\x1f".join([rule.code, *(cited.quote.words for cited in outcome.quotes)])
    seen[key] += 1
    digest = hashlib.sha256(f"{key}\x1f{seen[key]}".encode()).hexdigest()[:12]
    return JointFinding(f"{rule.code}-{digest}", rule, outcome.severity or rule.severity, outcome)
