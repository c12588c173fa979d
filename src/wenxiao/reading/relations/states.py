"""How far things got: of a stated total, so many done and so many not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from wenxiao.quantities.model import Interval, Quantity
from wenxiao.quantities.paper import plain
from wenxiao.reading.model import Relation, Verdict
from wenxiao.reading.relations.material import Material, relation

_TOTAL = re.compile(
    r"(?:任务|计划|目标|应)?(?:总数|总量|总计|共计?|共有|任务数)(?:为|是|有)?\Z|计划(?:建设|实施|改造|完成)\Z"
)
_DONE = re.compile(r"(?<![未应待])(?:已|全部|实际)?(?:完成|完工|竣工|建成|办结)(?:了|数)?(?:为)?\Z")
_UNDONE_AFTER = re.compile(r"[^，。；;,\d]{0,14}?(?:暂未|尚未|未能|未(?=[开施实完进启建动])|没有开)")
_UNDONE_BEFORE = re.compile(r"(?:未完成|未开工|未实施|未启动|未完工)(?:的)?(?:数)?(?:为|有)?\Z")


def states(material: Material) -> Iterator[Relation]:
    """Total, done and not done of one counter in one sentence. Done and not done exclude each other."""
    counts = [q for q in material.quantities if q.kind == "count"]
    i = 0
    while i < len(counts):
        sentence = material.clauses.sentence(counts[i].start)
        j = i
        while j < len(counts) and counts[j].start < sentence.end:
            j += 1
        if j - i >= 3:
            yield from _of_sentence(material, counts[i:j])
        i = max(j, i + 1)


def _of_sentence(material: Material, counts: list[Quantity]) -> Iterator[Relation]:
    text = material.text
    total: Quantity | None = None
    undone: list[Quantity] = []
    for q in counts:
        left = material.clauses.left(q)
        if _TOTAL.search(text, left.start, left.end) is not None:
            total, undone = q, []
        elif total is None or q.counter != total.counter:
            continue
        elif _UNDONE_AFTER.match(text, q.end) or _UNDONE_BEFORE.search(text, left.start, left.end):
            undone.append(q)
        elif _DONE.search(text, left.start, left.end) and undone:
            parts = [q, *undone]
            reached = sum((p.normalized for p in parts), Decimal(0))
            formula = " + ".join(plain(p.value) for p in parts) + f" = {plain(reached)}"
            verdict = Verdict.BROKEN if reached > total.normalized else Verdict.HOLDS
            yield relation(
                "states",
                parts,
                total,
                Interval(reached, reached),
                verdict,
                formula,
                basis="done and not done",
                project=material.project_of(q.start),
                exact=reached,
            )
            total = None
