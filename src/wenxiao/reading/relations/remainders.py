"""What is not accounted for: 需建设垃圾房12座 … 新建的垃圾房中5座已建成、2座在建: nothing is said of five.

A sentence that tells in which state the things are, one by one, speaks of all of them. Where a project names the number to
be built before, the states are added and compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from wenxiao.quantities.model import Quantity
from wenxiao.reading.model import Project, Relation, Verdict
from wenxiao.reading.relations.material import Material, exact_total, relation, sum_formula, total_of

_DONE = re.compile(
    r"(?:处|个)?(?:已经?|均已|全部|均)?(?:建设完成|完成(?!率)|完工|竣工|建成|投入使用|投用|通过验收|验收)"
)
_OPEN = re.compile(
    r"(?:正)?在建|正在(?:施工|建设|实施|推进|办理)|(?:尚|暂|还)?未(?:开工|动工|实施|启动|建|完成|完工)|待(?:开工|建|验收)"
)
_AMONG = re.compile(r"(?P<what>[一-龥]{2,})中[，,]?(?:已?有)?\Z")
_WANTED = re.compile(
    r"(?:需要?|计划|拟|应|任务|目标)[^。，；;\d]{0,12}?(?:建设?|改造|实施|完成|购置|安装)(?P<what>[^，。；;\d]{0,16}?)(?:共计?|总计|合计)?\Z"
)
_VERB = re.compile(r"\A(?:的|新建|改建|改造|建设|实施|已|共|应|在){1,3}")
_REST = re.compile(r"其余|剩余|另有?|余下|取消|调减|不再|暂缓")
_TAIL = 6  # last characters of a noun that are compared
_COMMON = 3
_FAR, _NEAR = 200, 20  # counts before a sentence, and around it, that are looked at


def remainders(material: Material) -> Iterator[Relation]:
    """The number to be built beside the states that are told, where they are fewer."""
    counts = [q for q in material.quantities if q.kind == "count" and not q.approximate]
    for i, (first, second) in enumerate(pairwise(counts)):
        if first.counter != second.counter or second.start - first.end > 24 or not _told(material, first, second):
            continue
        index = material.project_of(first.start)
        left = material.clauses.left(first, 30)
        among = _AMONG.search(material.text, left.start, left.end)
        sentence = material.clauses.sentence(first.start)
        if index is None or among is None or "其中" in material.text[sentence.start : first.start]:
            continue
        wanted = _wanted(material, material.projects[index], counts[max(0, i - _FAR) : i], first, among["what"])
        if wanted:
            found = _beside(material, wanted, _states(material, counts[max(0, i - _NEAR) : i + _NEAR], first))
            if found is not None:
                yield found


def _told(material: Material, first: Quantity, second: Quantity) -> bool:
    """5座已建成、2座在建: two states side by side, one of them not done."""
    text = material.text
    if not all(_DONE.match(text, q.end) or _OPEN.match(text, q.end) for q in (first, second)):
        return False
    return any(_OPEN.match(text, q.end) for q in (first, second)) and "。" not in text[first.end : second.start]


def _states(material: Material, counts: Sequence[Quantity], first: Quantity) -> list[Quantity]:
    """All counts of the sentence that a state stands behind."""
    sentence = material.clauses.sentence(first.start)
    inside = [q for q in counts if sentence.start <= q.start < sentence.end and q.counter == first.counter]
    return [q for q in inside if _DONE.match(material.text, q.end) or _OPEN.match(material.text, q.end)]


def _wanted(
    material: Material, project: Project, counts: Sequence[Quantity], before: Quantity, what: str
) -> list[Quantity]:
    """The numbers of these things that the project's text says are to be built."""
    found: list[Quantity] = []
    for q in counts:
        if q.counter != before.counter or q.start < project.scope.start:
            continue
        left = material.clauses.left(q, 40)
        wanted = _WANTED.search(material.text, left.start, left.end)
        if wanted is not None and _alike(wanted["what"], what):
            found.append(q)
    return found


def _alike(a: str, b: str) -> bool:
    """垃圾转运站 and 垃圾中转站: the same last character, and most of the last ones in common."""
    a, b = _VERB.sub("", a), _VERB.sub("", b)
    if min(len(a), len(b)) < 2:
        return False
    return a.endswith(b) or b.endswith(a) or (a[-1] == b[-1] and len({*a[-_TAIL:]} & {*b[-_TAIL:]}) >= _COMMON)


def _beside(material: Material, wanted: Sequence[Quantity], states: Sequence[Quantity]) -> Relation | None:
    """The states beside the number that they make, where there is one; else beside the largest."""
    reached = exact_total(states)
    total = next((q for q in wanted if q.normalized == reached), None) or max(wanted, key=lambda q: q.normalized)
    sentence = material.clauses.sentence(states[0].start)
    if reached > total.normalized or _REST.search(material.text, total.end, sentence.end):
        return None
    verdict = Verdict.HOLDS if reached == total.normalized else Verdict.BROKEN
    return relation(
        "sum", states, total, total_of(states), verdict, sum_formula(states, total, reached),
        basis="remainder", project=material.project_of(total.start), exact=reached, exhaustive=False,
    )  # fmt: skip
