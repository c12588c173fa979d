"""Which projects a document reports on, and which text speaks of each.

Five layouts, the first that fits decides: item headings with their own chapters; forms and project lists; numbered lines
(1、 甲项目年初预算…); funds named in prose; one project that is the whole document.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from wenxiao.quantities.model import Span
from wenxiao.reading.clauses import Clauses
from wenxiao.reading.model import Identity, Role, Section
from wenxiao.reading.names import clean_name, document_subject, fund_name, is_chapter, is_project_name, item_name
from wenxiao.reading.roles import Money


@dataclass(frozen=True, slots=True)
class Scope:
    """A project's name, where the name stands, and the text that speaks of it."""

    name: str
    place: Span
    text: Span
    whole: bool = False  # the document is about this one project


def heading_scopes(sections: Sequence[Section], money: Sequence[Money]) -> list[Scope]:
    """Projects that have a heading each. At least two siblings, most of which are named like projects."""
    starts = [m.quantity.start for m in money]
    groups: dict[tuple[int, int], list[Section]] = {}
    parents: list[Section] = []
    for section in sections:
        while parents and parents[-1].end <= section.start:
            parents.pop()
        if not section.item:
            groups.setdefault((parents[-1].start if parents else -1, section.level), []).append(section)
            parents.append(section)
    best: list[Section] = []
    for group in groups.values():
        named = [s for s in group if not is_chapter(s.title) and is_project_name(s.title)]
        funded = [s for s in named if bisect_left(starts, s.start) < bisect_left(starts, s.end)]
        if len(funded) >= 2 and len(named) * 2 > len(group) and len(funded) > len(best):
            best = named
    return [Scope(clean_name(s.title), s.heading, Span(s.start, s.end)) for s in best]


_ITEM = re.compile(r"(?:^|(?<=[。;；:\n]))[ \t]*(?:\((?P<a>\d{1,2})\)|(?P<b>\d{1,2})(?:、|[.](?!\d{1,2}[^\d年]))|(?P<c>[①-⑳])|项目(?P<d>[一二三四五六七八九十]+)[:、]|[-•●])", re.M)


def line_scopes(clauses: Clauses, money: Sequence[Money]) -> list[Scope]:
    """Projects on numbered lines, each with its name before its first amount. At least three in a row."""
    text = clauses.text
    starts = [m.quantity.start for m in money]
    marks = list(_ITEM.finditer(text))
    runs: list[list[Scope]] = [[]]
    previous = 0
    for mark, following in zip_longest(marks, marks[1:]):
        number = int(mark["a"] or mark["b"] or 0)
        end = min(following.start() if following else len(text), _paragraph_end(text, mark.end()))
        i = bisect_left(starts, mark.end())
        if number and number != previous + 1 and runs[-1]:
            runs.append([])
        previous = number
        if i == len(starts) or starts[i] >= end:
            continue
        name = item_name(text, mark.end(), money[i], end)
        if name is not None:
            runs[-1].append(Scope(clean_name(text[name.start : name.end]), name, Span(mark.start(), end)))
    best = max(runs, key=len)
    return best if len(best) >= 3 else []


def _paragraph_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


_QUOTED = re.compile(r"[“\"](?P<name>[^”\"“]{6,60}(?:项目|工程|调查|资金|经费|行动|建设))[”\"]\((?=\d)")
_USED_FOR = re.compile(r"(?:资金|经费)?(?:已|全部)?(?:下拨|拨付|安排|分配|下达)?用于(?:实施|开展)(?P<name>[^，。,;、()]{4,40})")


def fund_scopes(clauses: Clauses, money: Sequence[Money]) -> list[Scope]:
    """Funds and projects named in running text, each with its amount: 下达…资金1737万元, “…项目”（723万元）."""
    text = clauses.text
    found: list[Scope] = []
    names: set[str] = set()
    quoted = {m.end(): m for m in _QUOTED.finditer(text)}
    for entry in money:
        place: Span | None = None
        at = entry.quantity.start
        own: Span | None = None  # the text of a project that is named together with its amount
        if at in quoted:
            place = Span(*quoted[at].span("name"))
            own = Span(place.start, entry.quantity.end)
        elif used := _USED_FOR.match(text, entry.quantity.end):
            place = Span(*used.span("name"))
            own = Span(at, place.end)
        elif not entry.wanted and entry.role in (Role.ALLOCATED, Role.APPROVED, Role.PLANNED, None):
            place = fund_name(clauses, entry)
        if place is None:
            continue
        name = clean_name(text[place.start : place.end])
        key = re.sub(r"\W|20\d\d年度?|[我本全]?[省市县区]", "", name)
        if len(name) < 4 or key in names or any(key in other or other in key for other in names):
            continue
        names.add(key)
        sentence = clauses.sentence(at)
        found.append(Scope(name, place, own or Span(sentence.start, max(sentence.end, entry.quantity.end))))
    return found


def document_scope(clauses: Clauses, identity: Identity, money: Sequence[Money]) -> Scope | None:
    """The one project that the whole document is about."""
    place = document_subject(clauses, identity, money)
    if place is None:
        return None
    return Scope(clean_name(clauses.text[place.start : place.end]), place, Span(0, len(clauses.text)), whole=True)
