"""Projects on numbered lines, and the fund that they or projects with headings are parts of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile, zip_longest

from wenxiao.quantities.model import Span
from wenxiao.reading.clauses import Clauses
from wenxiao.reading.model import Identity, Rate, Role
from wenxiao.reading.names import clean_name, is_chapter, is_project_name, item_name
from wenxiao.reading.roles import Money
from wenxiao.reading.scopes import ITEM, Scope, fund_scopes, paragraph_end
from wenxiao.reading.subjects import titled_subject

_OF_IT = re.compile(r"其中[:：,，]?\s*\Z")
_FUND_END = re.compile(r".{8,}(?:资金|经费|基金)")

_HEADED = re.compile(r"[ \t]*\([一二三四五六七八九十]{1,3}\)")


def line_scopes(clauses: Clauses, money: Sequence[Money], rates: Sequence[Rate]) -> list[Scope]:
    """Projects on numbered lines, each with its name before its first amount. At least three in a row; with them the other
    runs of the same style, and the headings with an amount that such runs stand below."""
    text = clauses.text
    starts = [m.quantity.start for m in money]
    rated = [r.quantity.start for r in rates if r.measure == "execution"]
    marks = list(ITEM.finditer(text))
    runs: list[list[tuple[Scope, str]]] = [[]]
    previous = 0
    for mark, following in zip_longest(marks, marks[1:]):
        number = int(mark["a"] or mark["b"] or 0)
        end = min(following.start() if following else len(text), paragraph_end(text, mark.end()))
        i = bisect_left(starts, mark.end())
        if number and number != previous + 1 and runs[-1]:
            runs.append([])
        previous = number
        entry = money[i] if i < len(starts) and starts[i] < end else None
        if entry is None and not (mark["d"] and bisect_left(rated, mark.end()) < bisect_left(rated, end)):
            continue
        name = item_name(text, mark.end(), entry, end)
        if name is not None and not is_chapter(text[name.start : name.end]):
            scope = Scope(clean_name(text[name.start : name.end]), name, Span(mark.start(), end))
            runs[-1].append((scope, mark.lastgroup or ""))
    best = max(runs, key=len)
    if len(best) < 3:
        return []
    style = best[0][1]
    known = {s.name for s, _ in best}
    alike = [
        run
        for run in runs
        if run is best
        or (len(run) >= 2 and all(kind == style and is_project_name(s.name) and s.name not in known for s, kind in run))
    ]
    found: list[Scope] = []
    for run in alike:
        heading = _amount_heading(text, run[0][0].text.start, money, starts)
        found.extend([heading] if heading is not None and len(alike) > 1 else [])
        found.extend(scope for scope, _ in run)
    return found


def _amount_heading(text: str, below: int, money: Sequence[Money], starts: Sequence[int]) -> Scope | None:
    """(一)安排产业项目资金1430万元 right above numbered lines: a project that they are parts of."""
    end = len(text[:below].rstrip())
    begin = text.rfind("\n", 0, end) + 1
    number = _HEADED.match(text, begin, end)
    i = bisect_left(starts, begin)
    if number is None or i == len(starts) or starts[i] >= end:
        return None
    name = item_name(text, number.end(), money[i], end)
    if name is None or not is_project_name(clean_name(text[name.start : name.end])):
        return None
    return Scope(clean_name(text[name.start : name.end]), name, Span(begin, end))


def line_scopes_with_parent(
    clauses: Clauses, identity: Identity, money: Sequence[Money], rates: Sequence[Rate]
) -> list[Scope]:
    """Projects on numbered lines. Lines whose amounts add up to what one project spent are its uses, not projects; a fund
    named before them with more money than any of them is a project beside them, and so is what the title names where all
    of its money is said to be theirs."""
    scopes = line_scopes(clauses, money, rates)
    if not scopes:
        return []
    firsts: list[Money] = []
    for scope in scopes:
        i = bisect_left(money, scope.text.start, key=lambda m: m.quantity.start)
        if i < len(money) and money[i].quantity.start < scope.text.end:
            firsts.append(money[i])
    if not firsts:
        return scopes
    exact = sum((m.quantity.normalized for m in firsts), Decimal(0))
    before = [m for m in money if m.quantity.start < scopes[0].text.start]
    bare = sum(1 for m in firsts if m.role is None)
    if bare * 2 > len(firsts) and any(m.role is Role.SPENT and m.quantity.normalized == exact for m in before):
        return []
    most = max(m.quantity.normalized for m in firsts)
    more = [m for m in before if m.quantity.normalized > most]
    parents = fund_scopes(clauses, more)
    if parents:
        parent = parents[0]
        return [Scope(parent.name, parent.place, Span(parent.text.start, scopes[0].text.start)), *scopes]
    if more and more[-1].quantity.normalized >= exact and _OF_IT.search(clauses.text, 0, scopes[0].text.start):
        shared = "".join(
            c for c, *_ in takewhile(lambda c: len(set(c)) == 1, zip(*(s.name for s in scopes), strict=False))
        )
        named = _FUND_END.match(shared)
        place = titled_subject(clauses, identity, more)
        name = named[0] if named else clean_name(clauses.text[place.start : place.end]) if place else ""
        if name and not any(name == s.name for s in scopes):
            at = scopes[0].place if named or place is None else place
            return [Scope(name, at, Span(0, scopes[0].text.start)), *scopes]
    return scopes


def with_parent(clauses: Clauses, scopes: list[Scope], money: Sequence[Money]) -> list[Scope]:
    """Projects with a heading each, and the fund named before them whose amount is at least the sum of theirs."""
    starts = [m.quantity.start for m in money]
    firsts = [i for s in scopes if (i := bisect_left(starts, s.text.start)) < bisect_left(starts, s.text.end)]
    exact = sum((money[i].quantity.normalized for i in firsts), Decimal(0))
    more = [m for m in money if m.quantity.start < scopes[0].text.start and m.quantity.normalized >= exact]
    parents = fund_scopes(clauses, more) if len(firsts) >= 2 else []
    if len(parents) != 1 or any(parents[0].name == s.name for s in scopes):
        return scopes
    return [replace(parents[0], text=Span(parents[0].text.start, scopes[0].text.start)), *scopes]
