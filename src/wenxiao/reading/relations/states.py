"""How far things got: of a stated total, so many done and so many not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wenxiao.quantities.model import Interval, Quantity
from wenxiao.quantities.paper import plain
from wenxiao.reading.model import Relation, Verdict
from wenxiao.reading.relations.material import Material, exact_total, relation

_TOTAL = re.compile(
    r"(?:任务|计划|目标|应)?(?:总数|总量|总计|共计?|共有|任务数)(?:为|是|有)?\Z|计划(?:建设|实施|改造|完成|新建)[^，。；;,\d]{0,10}\Z"
)
_DONE = re.compile(r"(?<![未应待划])(?:已|全部|实际)?(?:完成|完工|竣工|建成|办结)(?:了|数)?(?:为)?\Z")
_UNDONE_AFTER = re.compile(r"[^，。；;,\d]{0,14}?(?:暂未|尚未|未能|未(?=[开施实完进启建动])|没有开)")
# 截至6月未完成20项，截至12月已完成60项; 另有 and 原 speak of things outside the total.
_ANOTHER_TIME = re.compile(r"截[至止]|\d月|原|经调整|另[有外]|后")
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
    done: list[Quantity] = []
    undone: list[Quantity] = []
    for q in counts:
        left = material.clauses.left(q)
        if _TOTAL.search(text, left.start, left.end) is not None:
            total, done, undone = q, [], []
        elif total is None or q.counter != total.counter:
            continue
        elif _UNDONE_AFTER.match(text, q.end) or _UNDONE_BEFORE.search(text, left.start, left.end):
            undone.append(q)
        elif _DONE.search(text, left.start, left.end):
            done = [q]
        if total is not None and done and undone:
            parts = sorted([*done, *undone], key=lambda p: p.start)
            if not _ANOTHER_TIME.search(text, parts[0].end, parts[-1].start):
                yield _made(material, total, parts)
            total = None


def _made(material: Material, total: Quantity, parts: list[Quantity]) -> Relation:
    reached = exact_total(parts)
    return relation(
        "states",
        parts,
        total,
        Interval(reached, reached),
        Verdict.BROKEN if reached > total.normalized else Verdict.HOLDS,
        " + ".join(plain(p.value) for p in parts) + f" = {plain(reached)}",
        basis="done and not done",
        project=material.project_of(total.start),
        exact=reached,
    )
