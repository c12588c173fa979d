"""What ``wenxiao corpus compare`` does: recycled text, then the rules between documents, each into a table of this run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from wenxiao.corpus.crossing import cross
from wenxiao.corpus.derived import JOINT_COVERAGE, JOINT_FINDINGS, RECYCLED, end_run, put_run
from wenxiao.corpus.queries import Questions
from wenxiao.corpus.recycled import recycled
from wenxiao.corpus.store import Store
from wenxiao.performance.regime import Regime, regime


@dataclass(frozen=True, slots=True)
class Compared:
    """``paragraphs`` of documents whose unit is known, ``compared`` of them, ``pairs`` that are alike; ``groups`` of documents that
    were judged together; ``stale`` documents that another engine read."""

    run: str
    paragraphs: int
    compared: int
    pairs: int
    groups: int
    findings: int
    stale: int

    def lines(self, lang: str = "zh") -> list[str]:
        counts = (
            ("长段落", "long paragraphs", self.paragraphs),
            ("其中参与查重", "of them compared", self.compared),
            ("雷同段落（对）", "pairs of recycled paragraphs", self.pairs),
            ("一起核对的文档组", "groups of documents judged together", self.groups),
            ("文档之间的发现", "findings between documents", self.findings),
        )
        told = [f"{en if lang == 'en' else zh}  {count:,}" for zh, en, count in counts]
        if self.stale:
            told.append(
                f"{self.stale:,} documents were read by another version and not compared; run wenxiao corpus read again."
                if lang == "en"
                else f"{self.stale:,} 份文档由另一版本读取，未参与比对；请重新运行 wenxiao corpus read。"
            )
        return told


def compare_store(url: str, under: Regime | None = None, *, memory: str = "512MB") -> Compared:
    """Compare the documents of a store and write ``recycled``, ``joint_findings`` and ``joint_coverage`` of a new run. Raises
    ``StoreError``. ``memory``: what DuckDB may take."""
    store, applied = Store(url), under or regime()
    with Questions(store, memory) as questions, store.alone():
        run = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        found = recycled(questions, applied)
        crossing = cross(questions, found.rows, applied)
        findings, coverage = crossing.tables()
        put_run(store, RECYCLED, run, found.rows)
        put_run(store, JOINT_COVERAGE, run, coverage)
        put_run(store, JOINT_FINDINGS, run, findings)
        end_run(store, run)
    return Compared(
        run, found.paragraphs, found.compared, found.rows.num_rows, crossing.groups, findings.num_rows, crossing.stale
    )
