"""Whether a list is one list to its end, so that what makes its total halfway is no excuse for the rest.

其中甲60件，乙40件，时长90小时…: behind the parts other figures follow, and a run that makes the total is the list. Where the
grammar binds every part to the same total, the rest belongs to it.
"""

from __future__ import annotations

import re
from itertools import pairwise

from wenxiao.lexicons import lexicon
from wenxiao.quantities.model import Quantity
from wenxiao.reading.lists import PartList
from wenxiao.reading.relations.material import Material

_WORKS, _OWN = lexicon("works"), lexicon("stages")
#: Stage of works by the words behind a number; the first that is found.
_STAGES = tuple(
    (stage, re.compile(words))
    for stage, words in (
        ("waiting", _WORKS.pattern("not_accepted")),
        ("ahead", _OWN.pattern("preparing")),
        ("under way", _OWN.pattern("building")),
        ("accepted", _WORKS.pattern("accepted")),
        ("finished", _WORKS.pattern("finished")),
    )
)
_SOME = re.compile(_OWN.pattern("some"))  # 主体完工 may be 正在施工 all the same
_OVERLAP = ({"finished", "accepted"}, {"finished", "waiting"})  # 完工 may count what was accepted as well
_MARK = re.compile(r"[，,、;。]")


def is_whole(material: Material, found: PartList, run: int) -> bool:
    """Whether the parts behind the first ``run`` belong to the list as those before them do.

    Measures of like things (机耕路10千米、生产路8千米) are parts of a whole once; a person or a case may be counted under several names (男60人、女40人、党员30人), so counts
    need states that exclude each other, or one predicate for all (甲项目执行12个；乙项目执行2个).
    """
    if found.tail or not found.explicit or not found.closed:
        return False
    if found.status:
        stages = [_stage(material, q) for q in found.parts]
        return all(_exclude(a, b) for a in stages[:run] for b in stages[run:])
    marks = {_mark(material.text, a, b) for a, b in pairwise(found.parts)}
    if found.total.kind == "count":
        return marks == {";"} and _parallel(material, found.parts, _PREDICATE)
    return marks in ({"、"}, {";"}) and found.total.kind in _MEASURED and _parallel(material, found.parts, 1)


def _mark(text: str, before: Quantity, after: Quantity) -> str:
    """The mark between two parts; of several only the semicolon matters, which outranks the others."""
    marks = _MARK.findall(text, before.end, after.start)
    return ";" if ";" in marks else marks[0] if len(set(marks)) == 1 else ""


_MEASURED = ("area", "length", "mass", "volume")
_PREDICATE = 4  # characters that the words before all numbers end with
_STATE = re.compile(r"[已未待]|正在|完成|延期|[超按逾]期|[按及]时")


def _parallel(material: Material, parts: tuple[Quantity, ...], size: int) -> bool:
    lefts = [material.clauses.left(q) for q in parts]
    words = [material.text[left.start : left.end] for left in lefts]
    return len({w[-size:] for w in words}) == 1 and not any(_STATE.search(w) for w in words)


def _stage(material: Material, part: Quantity) -> str | None:
    end = material.clauses.clause_end(part.end)
    if _SOME.search(material.text, part.end, end):
        return None
    return next((stage for stage, words in _STAGES if words.search(material.text, part.end, end)), None)


def _exclude(a: str | None, b: str | None) -> bool:
    """Whether nothing can be in both stages."""
    return a is not None and b is not None and a != b and {a, b} not in _OVERLAP
