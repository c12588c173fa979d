"""Whether a list is one list to its end, so that what makes its total halfway is no excuse for the rest.

其中甲60件，乙40件，时长90小时…: behind the parts other figures follow, and a run that makes the total is the list. Where the
grammar binds every part to the same total, the rest belongs to it.
"""

from __future__ import annotations

import re
from itertools import pairwise

from wenxiao.quantities.model import Quantity
from wenxiao.reading.lexicons import lexicon
from wenxiao.reading.lists import PartList
from wenxiao.reading.relations.material import Material

_WORKS = lexicon("works")
#: Stage of works by the words behind a number; the first that is found.
_STAGES = tuple(
    (stage, re.compile(words))
    for stage, words in (
        ("waiting", _WORKS.pattern("not_accepted")),
        ("ahead", _WORKS.pattern("not_started", "planned") + "|" + lexicon("stages").pattern("preparing")),
        ("under way", _WORKS.pattern("under_way")),
        ("accepted", _WORKS.pattern("accepted")),
        ("finished", _WORKS.pattern("finished")),
    )
)
_OVERLAP = ({"finished", "accepted"}, {"finished", "waiting"})  # 完工 may count what was accepted as well
_MARK = re.compile(r"[，,、;。]")


def is_whole(material: Material, found: PartList, run: int) -> bool:
    """Whether the parts behind the first ``run`` belong to the list as those before them do."""
    if found.tail or not found.explicit or not found.closed:
        return False
    if found.status:
        stages = [_stage(material, q) for q in found.parts]
        return all(_exclude(a, b) for a in stages[:run] for b in stages[run:])
    marks = {_mark(material.text, a, b) for a, b in pairwise(found.parts)}
    return marks == {"、"} or (marks == {";"} and _parallel(material, found.parts))


def _mark(text: str, before: Quantity, after: Quantity) -> str:
    """The mark between two parts; of several only the semicolon matters, which outranks the others."""
    marks = _MARK.findall(text, before.end, after.start)
    return ";" if ";" in marks else marks[0] if len(set(marks)) == 1 else ""


def _parallel(material: Material, parts: tuple[Quantity, ...]) -> bool:
    """年初批复项目执行12个；追加项目执行2个: the words before the numbers end alike."""
    lefts = [material.clauses.left(q) for q in parts]
    return len({material.text[max(left.start, left.end - 2) : left.end] for left in lefts}) == 1


def _stage(material: Material, part: Quantity) -> str | None:
    end = material.clauses.clause_end(part.end)
    return next((stage for stage, words in _STAGES if words.search(material.text, part.end, end)), None)


def _exclude(a: str | None, b: str | None) -> bool:
    """Whether nothing can be in both stages."""
    return a is not None and b is not None and a != b and {a, b} not in _OVERLAP
