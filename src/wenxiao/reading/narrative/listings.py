"""Names in a row: what the works are to be (主要包括甲工程、乙工程等) and which of them are finished (已完成甲工程、丙工程)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wenxiao.quantities.model import Span
from wenxiao.reading.model import Project
from wenxiao.reading.told import Listing

_DONE = ("完成", "建成", "完工")
_CONTENT = ("包括", "包含", "内容为", "内容有", "内容是", "主要为", "主要是", "涉及", "分别为", "分别是")
# One flat alternation of literals: the engine looks for first characters only.
_HEAD = re.compile("|".join([*(f"{w}了?(?!情况|率|时|值|的)" for w in _DONE), *(f"{w}:?" for w in _CONTENT)]))
_EDGE = re.compile(r"[，,。;；:\n\t|]")
_LAST_EDGE = re.compile(r"(?s:.*)[，,。;；:\n\t|]")  # greedy: up to the last one, in one step
_LAST = re.compile(r"(?:以及|及|和|与)(?=[^和及与]{3,30}\Z)")
_TAIL = re.compile(r"等(?:[^等]{0,14})?\Z")
_LONGEST = 30


def find_listings(text: str, projects: Sequence[Project]) -> tuple[Listing, ...]:
    """Rows of at least two names behind a word that says what they are, within the text of each project."""
    found: list[Listing] = []
    for number, project in enumerate(projects):
        start, end = project.scope
        first = text.find("、", start, end)
        while first >= 0:  # the clauses between are many, those with this mark few
            before = _LAST_EDGE.match(text, start, first)
            after = _EDGE.search(text, first, end)
            start, stop = before.end() if before else start, after.start() if after else end
            listing = _listing(text, start, first, stop, number)
            if listing is not None:
                found.append(listing)
            first = text.find("、", stop, end)
            start = stop
    return tuple(found)


def _listing(text: str, start: int, first: int, end: int, project: int) -> Listing | None:
    """The names of the clause from ``start`` to ``end``, whose first 、 stands at ``first``."""
    if end - first < 3:
        return None
    head = None
    for match in _HEAD.finditer(text, max(0, start - 8), first):
        head = match
    if head is None or head.end() < start:
        return None
    tail = _TAIL.search(text, max(start, end - 16), end)
    stop = tail.start() if tail else end
    names: list[Span] = []
    at = head.end()
    while at < stop:
        mark = text.find("、", at, stop)
        mark = stop if mark < 0 else mark
        names.append(Span(at, mark))
        at = mark + 1
    last = _LAST.search(text[names[-1].start : names[-1].end])
    if last is not None:
        final = names.pop()
        names += [Span(final.start, final.start + last.start()), Span(final.start + last.end(), final.end)]
    if len(names) < 2 or any(not 2 <= n.end - n.start <= _LONGEST for n in names):
        return None
    return Listing(tuple(names), project, head[0].startswith(_DONE), tail is not None)
