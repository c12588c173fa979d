"""Measure everything and write docs/accuracy.md: ``make accuracy``. Takes minutes; ``tests/test_proof.py`` runs a small part."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from proof.gold import Labelled, labelled, sample
from proof.joint.planters import PLANTERS
from proof.joint.trial import JointTally
from proof.joint.trial import run as run_groups
from proof.labels import decided
from proof.page import page
from proof.planters import planters
from proof.records.planters import PLANTERS as RECORD_PLANTERS
from proof.records.trial import run as run_records
from proof.trial import Tally, run
from wenxiao.audit.registry import every_rule

ROOT = Path(__file__).resolve().parents[1]
_CHUNK = 100


def _chunk(first: int, last: int, quota: int) -> Tally:
    return run(range(first, last), quota)


def _groups(first: int, last: int) -> JointTally:
    return run_groups(range(first, last))


def measure_groups(groups: int, workers: int) -> JointTally:
    """Groups of documents against the joint rules, each clean and with each defect."""
    total, step = JointTally(), 10
    with ProcessPoolExecutor(workers) as pool:
        for part in pool.map(
            _groups, range(0, groups, step), (min(at + step, groups) for at in range(0, groups, step))
        ):
            total.add(part)
    return total


def measure(documents: int, quota: int, workers: int) -> Tally:
    """The generator's documents, in chunks; each defect in as many as it takes, spread over all of them."""
    chunks = [(at, min(at + _CHUNK, documents)) for at in range(0, documents, _CHUNK)]
    each = -(-quota // len(chunks)) + 2  # more than the share: what one chunk lacks, another makes up for
    total = Tally()
    begun = time.monotonic()
    parts: dict[int, Tally] = {}
    with ProcessPoolExecutor(workers) as pool:
        waiting = {pool.submit(_chunk, first, last, each): first for first, last in chunks}
        for done, future in enumerate(as_completed(waiting), 1):
            parts[waiting[future]] = future.result()
            print(
                f"\r{done * 100 // len(chunks):3d} %  {time.monotonic() - begun:4.0f} s",
                end="",
                file=sys.stderr,
                flush=True,
            )
    print(file=sys.stderr)
    for first in sorted(parts):  # in order of the seeds, so that the page is the same each time
        total.add(parts[first])
    return total


def gold(shared: Path) -> list[Labelled]:
    scorer = shared / "gold" / "score.py"
    if not scorer.is_file():
        return []
    return [
        labelled("First set", scorer, shared / "gold", shared / "seeds"),
        labelled("Second set", scorer, shared / "gold" / "real", shared / "gold" / "real" / "docs"),
    ]


def without_planter() -> list[str]:
    known = planters().keys() | PLANTERS.keys() | RECORD_PLANTERS.keys()
    return [rule.code for rule in every_rule() if rule.code not in known]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--each", type=int, default=200, help="defects of each rule")
    parser.add_argument("--groups", type=int, default=200, help="groups of documents for the joint rules")
    parser.add_argument("--records", type=int, default=1000, help="records of project-years")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--labels", type=Path, help="folder of findings decided on a desk, as the site exports them")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "accuracy.md")
    chosen = parser.parse_args(arguments)
    tally = measure(chosen.documents, chosen.each, chosen.workers)
    joint = measure_groups(chosen.groups, chosen.workers)
    records = run_records(range(chosen.records))
    made_up = sample(ROOT / "sample")
    desk = decided(chosen.labels) if chosen.labels else None
    words = page(
        tally, joint, records, gold(chosen.shared), made_up, chosen.documents, chosen.each, without_planter(), desk
    )
    chosen.output.write_text(words, "utf8")
    for code, n in sorted(tally.planted.items()):
        if tally.exact[code] < n * 0.98:
            print(f"{code}: {tally.found[code]} of {n} found, {tally.exact[code]} alone")
    for group in (joint, records):
        for code, n in sorted(group.planted.items()):
            if group.exact[code] < n * 0.98:
                print(f"{code}: {group.found[code]} of {n} found, {group.exact[code]} alone")
    graver = sum(n for (_, severity), n in tally.findings.items() if severity != "note")
    print(f"{sum(tally.documents.values())} clean documents: {graver} false alarms; written {chosen.output}")
    print("rules without a planter: " + (" ".join(without_planter()) or "none"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
