"""The rules between documents over a whole store: joins find what belongs together, the engine judges each group.

Verdicts, quotes and ids are the engine's own; what differs is only that no more than one group is in memory. Recycled text
comes from the table of pairs (``corpus.recycled``), attachments are looked for among the files of one folder.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa

from wenxiao.audit.model import Status
from wenxiao.audit.summary import Summary
from wenxiao.audit.together.model import Comparison, JointFinding
from wenxiao.audit.together.registry import joint_rules
from wenxiao.audit.together.run import compare
from wenxiao.corpus.bonds import common_sentences, groups
from wenxiao.corpus.comparable import unpacked, where
from wenxiao.corpus.derived import JOINT_COVERAGE, JOINT_FINDINGS
from wenxiao.corpus.queries import Questions
from wenxiao.corpus.recycled_findings import recycled_findings
from wenxiao.performance.regime import Regime

#: Rules that look at more than a group: recycled text, and attachments.
RECYCLED, ATTACHMENTS = "E511", "E507"
#: Summaries that come at a time.
_ROWS = 100

_SUMMARIES = """
    with chosen as (select unnest($sha256) as sha256, unnest($group) as "group", unnest($place) as place)
    select c."group", s.sha256, d.uri, s.summary, s.sentences
    from chosen c join summaries s using (sha256) join documents d using (sha256) order by c."group", c.place
"""
_FOLDERS = """
    select regexp_replace(d.uri, '[^/]*$', '') as "group", s.sha256, d.uri, s.summary, s.sentences
    from summaries s join documents d using (sha256)
    where regexp_replace(d.uri, '[^/]*$', '') in (
        select regexp_replace(uri, '[^/]*$', '') from documents where status = 'read' group by 1 having count(*) > 1
    ) order by "group", d.uri, s.sha256
"""


@dataclass(slots=True)
class Crossing:
    """What the rules between documents found. ``stale``: documents that an earlier engine read and that are to be read again."""

    findings: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, Counter[Status]] = field(default_factory=lambda: defaultdict(Counter))
    groups: int = 0
    stale: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    def tables(self) -> tuple[pa.Table, pa.Table]:
        """The rows of ``joint_findings`` and ``joint_coverage``."""
        coverage = [
            {"code": code, "passed": of[Status.PASSED], "failed": of[Status.FAILED], "unknown": of[Status.UNKNOWN]}
            for code, of in sorted(self.counts.items())
            if of.total()
        ]
        ordered = sorted(self.findings, key=itemgetter("code", "finding"))
        return (
            pa.Table.from_pylist(ordered, JOINT_FINDINGS.schema()),
            pa.Table.from_pylist(coverage, JOINT_COVERAGE.schema()),
        )

    def add(self, comparison: Comparison, papers: Sequence[str], wheres: dict[str, dict[str, Any]]) -> None:
        self.findings += [finding_row(finding, papers, wheres) for finding in comparison.findings]
        for code, of in comparison.coverage.items():
            for status, times in (
                (Status.PASSED, of.passed),
                (Status.FAILED, of.failed),
                (Status.UNKNOWN, sum(of.unknown.values())),
            ):
                self.counts[code][status] += times


def cross(questions: Questions, recycled: pa.Table, regime: Regime) -> Crossing:
    """Run every rule between documents over the store. ``recycled``: the pairs of paragraphs that are alike."""
    crossing = Crossing()
    found = groups(questions, regime)
    rules = [rule for rule in joint_rules() if rule.code not in (RECYCLED, ATTACHMENTS)]
    common = common_sentences(questions)
    for together in _together(questions, crossing, _SUMMARIES, _chosen(found.papers, found.members)):
        _judge(crossing, together, rules, regime, common)
    attachments = [rule for rule in joint_rules() if rule.code == ATTACHMENTS]
    for together in _together(questions, crossing, _FOLDERS, None, lambda one: one.cited or one.annex is not None):
        _judge(crossing, together, attachments, regime, common)
    for finding, papers, wheres in recycled_findings(questions, recycled, regime, crossing.seen):
        crossing.findings.append(finding_row(finding, papers, wheres))
        crossing.counts[RECYCLED][Status.FAILED] += 1
    if not crossing.counts[RECYCLED]:
        crossing.counts[RECYCLED][Status.PASSED] = 1
    return crossing


Paper = tuple[str, Summary]


def _judge(crossing: Crossing, together: Sequence[Paper], rules: Any, regime: Regime, common: frozenset[int]) -> None:
    if len(together) > 1:
        crossing.groups += 1
        comparison = compare([s for _, s in together], rules, under=regime, common=common, seen=crossing.seen)
        crossing.add(comparison, [sha256 for sha256, _ in together], {sha256: where(s) for sha256, s in together})


def _chosen(papers: Sequence[str], members: Sequence[Sequence[int]]) -> dict[str, list[Any]]:
    chosen: dict[str, list[Any]] = {"sha256": [], "group": [], "place": []}
    for number, group in enumerate(members):
        for paper in group:
            for column, value in zip(chosen.values(), (papers[paper], number, paper), strict=True):
                column.append(value)
    return chosen


def _together(
    questions: Questions,
    crossing: Crossing,
    sql: str,
    values: dict[str, Any] | None,
    wanted: Callable[[Summary], object] = lambda _: True,
) -> Iterator[list[Paper]]:
    """The documents of one group after the other; of a group only those that are ``wanted`` are in memory."""
    if values is not None and not values["sha256"]:
        return
    rows = (row for batch in questions.batches(sql, values, rows=_ROWS) for row in batch.to_pylist())
    for _, group in groupby(rows, key=itemgetter("group")):
        together: list[Paper] = []
        for row in group:
            try:
                summary = unpacked(row["summary"])
            except ValueError:
                crossing.stale += 1
                continue
            if not wanted(summary):
                continue
            sentences = frozenset(sentence % (1 << 64) for sentence in row["sentences"])
            together.append((row["sha256"], replace(summary, path=row["uri"], sentences=sentences)))
        yield together


def finding_row(finding: JointFinding, papers: Sequence[str], wheres: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A finding as a row of ``joint_findings``. ``papers``: content hashes by the numbers that its quotes use."""
    cited: Iterable[Any] = finding.outcome.quotes
    documents = [papers[each.document] for each in cited]
    return {
        "finding": finding.id,
        "code": finding.rule.code,
        "slug": finding.rule.slug,
        "severity": finding.severity.value,
        "message": finding.message(),
        "message_en": finding.message("en"),
        "arithmetic": list(finding.outcome.arithmetic),
        "documents": documents,
        "quotes": [each.quote.words for each in cited],
        "starts": [each.quote.span.start for each in cited],
        "ends": [each.quote.span.end for each in cited],
        "regions": [wheres[sha256]["region"] for sha256 in documents],
        "years": [wheres[sha256]["year"] for sha256 in documents],
        "units": [wheres[sha256]["unit"] for sha256 in documents],
    }
