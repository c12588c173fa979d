"""Which projects a document reports on, and which text speaks of each.

Five layouts, the first that fits decides: item headings with their own chapters; forms and project lists; numbered lines
(1、 甲项目年初预算…); funds named in prose; one project that is the whole document.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from wenxiao.quantities.model import Span
from wenxiao.quantities.record import record
from wenxiao.reading.clauses import Clauses
from wenxiao.reading.enumerations import enumerated, rated
from wenxiao.reading.model import Identity, Rate, Role, Section
from wenxiao.reading.names import clean_name, fund_name, is_chapter, is_project_name, is_statement
from wenxiao.reading.phrases import name_in
from wenxiao.reading.roles import Money
from wenxiao.reading.subjects import mentioned_subject, titled_subject


@record
class Scope:
    """A project's name, where the name stands, and the text that speaks of it."""

    name: str
    place: Span
    text: Span
    whole: bool = False  # the document is about this one project
    summed: bool = False  # its budget is the sum of the amounts on its line
    rate: int = -1  # where its rate stands, in a list of projects with their rates


_AMOUNT_NEXT = re.compile(r"[: \t]*\d")  # 1、某某项目批复预算：10万元 is a line, not a heading
_REPORTING = re.compile(
    r"(?:情况|分析|目标|问题|建议|措施|说明|结论|指标|绩效|管理|安排|效益|成效|原因|计划|打算|过程|组织|评价|自评)[)。]?\Z"
)


def heading_scopes(text: str, sections: Sequence[Section], money: Sequence[Money]) -> list[Scope]:
    """Projects that have a heading each. At least two siblings, most of which are named like projects."""
    starts = [m.quantity.start for m in money]
    groups: dict[tuple[int, int], list[Section]] = {}
    parents: list[Section] = []
    for section in sections:
        while parents and parents[-1].end <= section.start:
            parents.pop()
        if not section.item and not _AMOUNT_NEXT.match(text, section.heading.end):
            groups.setdefault((parents[-1].start if parents else -1, section.level), []).append(section)
            parents.append(section)
    best: list[Section] = []
    for group in groups.values():
        if len(group) <= max(len(best), 1):
            continue  # cannot be more than were found
        named = [s for s in group if not is_chapter(s.title) and is_project_name(s.title)]
        funded = [s for s in named if bisect_left(starts, s.start) < bisect_left(starts, s.end)]
        if len(funded) >= 2 and len(named) * 2 > len(group) and len(funded) > len(best):
            best = named
            continue
        free = [
            s
            for s in group
            if not is_chapter(s.title)
            and 4 <= len(s.title) <= 40
            and not _REPORTING.search(s.title)
            and not is_statement(s.title)
        ]
        paid = [s for s in free if bisect_left(starts, s.start) < bisect_left(starts, s.end)]
        if len(paid) >= 3 and len(paid) > len(best) and len(group) - len(free) <= 1:
            best = free  # 三、老旧小区改造: siblings that are no chapters and all speak of money
    return [Scope(clean_name(s.title), s.heading, Span(s.start, s.end)) for s in best]


ITEM = re.compile(
    r"(?:^|(?<=[。;；:\n]))[ \t]*(?:\((?P<a>\d{1,2})\)|(?P<b>\d{1,2})(?:、|[.](?!\d{1,2}[^\d年]))|(?P<c>[①-⑳])|项目(?P<d>[一二三四五六七八九十]+)[:、]|[-—]{1,3}|[•●])",
    re.M,
)


_PAIR = re.compile(r"^[ \t]*(?P<number>[12])(?:、|[.](?!\d{1,2}[^\d年]))", re.M)
_PAIR_NAME = re.compile(
    r"(?:[^，。,;:\n]{2,12}[，,])?(?P<name>[^，。,;:\n]{4,60}?(?:项目|工程))(?![一-龥]{0,2}(?:资金|情况|管理|绩效|实施|单位))"
)


def pair_scopes(clauses: Clauses, money: Sequence[Money]) -> list[Scope]:
    """Two projects on lines numbered 1 and 2, each named at its beginning and followed by its amounts."""
    text = clauses.text
    starts = [m.quantity.start for m in money]
    marks = list(_PAIR.finditer(text))
    for one, two in pairwise(marks):
        if (one["number"], two["number"]) != ("1", "2"):
            continue
        end = paragraph_end(text, two.end())
        while ITEM.match(text, end + 1) and not re.compile(r"\s*\d").match(text, end + 1):
            end = paragraph_end(text, end + 1)  # (1) (2) below 2.: its own parts
        found: list[Scope] = []
        for begin, stop, at in ((one.start(), two.start(), one.end()), (two.start(), end, two.end())):
            match = _PAIR_NAME.match(text, at, stop)
            if match is None or bisect_left(starts, at) == bisect_left(starts, stop):
                break
            place = name_in(text, *match.span("name"))
            if place is not None:
                found.append(Scope(clean_name(text[place.start : place.end]), place, Span(begin, stop)))
        if len(found) == 2 and found[0].name != found[1].name:
            return found
    return []


def paragraph_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


_QUOTED = re.compile(r"[“\"](?P<name>[^”\"“]{6,60}(?:项目|工程|调查|资金|经费|行动|建设))[”\"]\((?=\d)")
_USED_FOR = re.compile(
    r"(?:资金|经费)?(?:已|全部)?(?:下拨|拨付|安排|分配|下达)?用于(?:实施|开展)(?P<name>[^，。,;、()]{4,60})"
)


# What two mentions of one fund may differ in: the year, whose share it is, and whether it is called 项目 or 资金.
_SHARED = re.compile(r"\W|20\d\d年度?|[我本全]?[省市县区](?:级?配套)?")
_NOUN = re.compile(r"(?<=\w{4})(?:项目|资金|经费)\Z")


def fund_scopes(clauses: Clauses, money: Sequence[Money]) -> list[Scope]:
    """Funds and projects named in running text, each with its amount: 下达…资金1737万元, “…项目”（723万元）."""
    text = clauses.text
    pair = pair_scopes(clauses, money)
    if pair:
        return pair
    listed = enumerated(clauses, money)
    found: list[Scope] = []
    names: set[str] = set()
    quoted = {m.end(): m for m in _QUOTED.finditer(text)}
    for entry in money:
        place: Span | None = None
        at = entry.quantity.start
        own: Span | None = None  # the text of a project that is named together with its amount
        if at in listed:
            place = listed[at]
            own = Span(place.start, entry.quantity.end)
        elif at in quoted:
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
        key = _SHARED.sub("", name)
        short = _NOUN.sub("", key)
        if len(name) < 4 or any(short in other or _NOUN.sub("", other) in key for other in names):
            continue
        names.add(key)
        sentence = clauses.sentence(at)
        begin = sentence.start
        if found and own is None and clauses.sentence_number(found[-1].place.start) == clauses.sentence_number(at):
            begin = place.start  # 甲资金30万元，乙资金20万元: each with its own amount
        found.append(Scope(name, place, own or Span(begin, max(sentence.end, entry.quantity.end))))
    return _reaching(found, len(text))


def _reaching(scopes: Sequence[Scope], end: int) -> list[Scope]:
    """Each fund's text reaches to where the next one is named; a project named with its amount has no more than that."""
    ordered = sorted(scopes, key=lambda s: s.text.start)
    stops = [*(s.text.start for s in ordered[1:]), end][: len(ordered)]
    return [
        s
        if s.text.start == s.place.start or s.text.end == s.place.end
        else replace(s, text=Span(s.text.start, max(s.text.end, stop)))
        for s, stop in zip(ordered, stops, strict=True)
    ]


_KIND = re.compile(r"\W|20\d\d年度?|项目|资金|建设|工程")


def with_rates(clauses: Clauses, scopes: Sequence[Scope], rates: Sequence[Rate]) -> list[Scope]:
    """Funds with the rates that a list states of them; what the list names besides is a project of its own."""
    joined = list(scopes)
    for place, rate in rated(clauses, rates):
        name = clean_name(clauses.text[place.start : place.end])
        at = rate.quantity.start
        same = [i for i, s in enumerate(joined) if _KIND.sub("", s.name) == _KIND.sub("", name) and s.rate < 0]
        if same:
            joined[same[0]] = replace(joined[same[0]], rate=at)
        else:
            joined.append(Scope(name, place, Span(place.start, rate.quantity.end), rate=at))
    return joined


_YEAR_IN_BRACKETS = re.compile(r"[〔\[](?:19|20)\d\d[〕\]]")
_SEGMENT = re.compile(
    r"(?:^|[-—])(?P<name>[^-—，。,;；、()]{2,24}?(?:工程|项目|维修|改造|建设|经费|补助|购置|设备))(?=[-—\d(])", re.M
)


def dash_scopes(clauses: Clauses, money: Sequence[Money]) -> list[Scope]:
    """Lines as a budget system exports them: 文号-单位-项目-资金来源金额; one project a line. At least three."""
    text = clauses.text
    lines: dict[int, list[Money]] = {}
    for entry in money:
        begin = text.rfind("\n", 0, entry.quantity.start) + 1
        lines.setdefault(begin, []).append(entry)
    found: list[Scope] = []
    for begin, entries in lines.items():
        end = paragraph_end(text, begin)
        if text.count("-", begin, end) < 2 or not _YEAR_IN_BRACKETS.search(text, begin, end):
            continue
        match = _SEGMENT.search(text, begin, end)
        if match:
            place = Span(*match.span("name"))
            found.append(
                Scope(clean_name(match["name"]), place, Span(begin, max(end, entries[-1].quantity.end)), summed=True)
            )
    return found if len(found) >= 3 else []


def document_scope(clauses: Clauses, identity: Identity, money: Sequence[Money]) -> Scope | None:
    """The one project that the whole document is about."""
    place = titled_subject(clauses, identity, money)
    if place is None and not pair_scopes(clauses, money):
        place = mentioned_subject(clauses, money)
    if place is None:
        return None
    return Scope(clean_name(clauses.text[place.start : place.end]), place, Span(0, len(clauses.text)), whole=True)
