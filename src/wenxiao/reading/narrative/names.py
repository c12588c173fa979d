"""Words that differ from a project's name by a character or two where all the rest agrees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wenxiao.lexicons import lexicon
from wenxiao.quantities.model import Span
from wenxiao.reading.model import Project
from wenxiao.reading.told import Variant

_RUN = 4  # characters that must agree before and after a difference
_TAIL = 6  # and after one in the first characters of a name
_OWN = 300  # characters: a project that has less text to itself is spoken of all over the document
_EFFORT = (
    10_000_000  # characters of names times characters of text: beyond it each project is looked for in its own text
)
_MOST = 60  # places of one run of characters that are looked at
_LEAD = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.])?(?:20\d\d年度?)?"
)
#: What one may say otherwise without another name being meant.
_FREE = re.compile(
    r"[\W\d_的及和与或至国我本类每于在由为对按经已是年度一二三四五六七八九十东南西北中上下前后期左右大小新老旧省市区县乡镇村第]*\Z"
)
_NAMES = lexicon("projects")
_WORDS = re.compile(_NAMES.pattern("kinds", "levels", "verbs", "filling"))
_COMPOUNDS = re.compile(_NAMES.pattern("compounds"))


def find_variants(text: str, projects: Sequence[Project]) -> tuple[Variant, ...]:
    """Each difference once a project, in order of projects. A place inside another project's name is that name."""
    names = [_name(text, p) for p in projects]
    every = [text[n.start : n.end] for n in names]
    own = sum(p.scope.end - p.scope.start for p in projects) > _OWN * len(projects)
    own = own or sum(n.end - n.start for n in names) * len(text) > _EFFORT
    found: list[Variant] = []
    for number, span in enumerate(names):
        if not 6 <= span.end - span.start <= 60 or text[span.start].isdigit():
            continue
        name = text[span.start : span.end]
        scope = projects[number].scope if own else Span(0, len(text))
        seen: set[tuple[str, str]] = set()
        for at, end, low, high in _differences(text, name, scope, span):
            said, meant = text[at:end], name[low:high]
            if (said, meant) in seen or any(said in other for other in every if other != name):
                continue
            seen.add((said, meant))
            found.append(Variant(number, span, Span(at, end), meant))
    return tuple(found)


_PLACE = re.compile(r"[区县市镇乡旗](?=\d)")
_STOP = re.compile(r"[。\n]")
_LEAST = 4  # places of a list that is compared with another
_LISTS = 40


def place_variants(text: str) -> tuple[Variant, ...]:
    """Two lists of the same places with their amounts (甲县30万元，乙区20万元…) that differ in one character of one place."""
    lists: list[dict[str, Span]] = [{}]
    stop = _STOP.search(text)
    for match in _PLACE.finditer(text):
        while stop is not None and stop.start() < match.start():
            lists.append({})
            stop = _STOP.search(text, stop.end())
        start = match.start() - 2
        if start >= 0:
            lists[-1].setdefault(text[start : match.end()], Span(start, match.end()))
    lists = [places for places in lists if len(places) >= _LEAST][:_LISTS]
    found: dict[tuple[str, str], Variant] = {}
    for i, places in enumerate(lists):
        for earlier in lists[:i]:
            here, there = places.keys() - earlier.keys(), earlier.keys() - places.keys()
            if len(here) == len(there) == 1:
                said, meant = here.pop(), there.pop()
                if sum(a != b for a, b in zip(said, meant, strict=True)) == 1 and (meant, said) not in found:
                    found.setdefault((said, meant), Variant(None, earlier[meant], places[said], meant))
    return tuple(found.values())


def _name(text: str, project: Project) -> Span:
    lead = _LEAD.match(text, project.start, project.end)
    return Span(lead.end() if lead else project.start, project.end)


def _differences(text: str, name: str, scope: Span, own: Span) -> Iterator[tuple[int, int, int, int]]:
    """(from, to) in the text and in the name: the difference with the characters around it that agree."""
    for k in range(len(name) - _RUN):
        run = name[k : k + _RUN]
        at = text.find(run, scope.start, scope.end)
        places = 0
        while at >= 0 and places < _MOST:
            places += 1
            if not own.start <= at < own.end and (k == 0 or text[at - 1] != name[k - 1]):
                high, end = k + _RUN, at + _RUN
                while high < len(name) and end < scope.end and text[end] == name[high]:
                    high, end = high + 1, end + 1
                yield from _after(text, name, at, end, k, high, scope.end)
                if high - k >= _TAIL:
                    yield from _before(text, name, at, end, k, high)
            at = text.find(run, at + 1, scope.end)


def _before(text: str, name: str, at: int, end: int, k: int, high: int) -> Iterator[tuple[int, int, int, int]]:
    """A difference in the first characters of a name: 网格监督员 for 网络监督员, 粮食储备轮换 for 粮食轮换."""
    if k == 2 and text[at - 2] == name[0] and _matters(name[1], text[at - 1]):
        yield at - 2, end, 0, high
    if k in (3, 4) and text.startswith(name[: k - 1], at - k + 1) and _matters(name[k - 1], ""):
        yield at - k + 1, end, 0, high
    for more in (1, 2):
        if k in (2, 3) and text.startswith(name[:k], at - more - k) and _matters("", text[at - more : at]):
            yield at - more - k, end, 0, high


def _after(
    text: str, name: str, at: int, end: int, low: int, high: int, stop: int
) -> Iterator[tuple[int, int, int, int]]:
    """What follows an agreeing run: one other character, one or two more, or one or two fewer, then agreement again."""
    for fewer, more in ((1, 1), (1, 0), (0, 1), (0, 2), (2, 0)):
        tail = name[high + fewer : high + fewer + _RUN]
        if len(tail) < _RUN or end + more + _RUN > stop or not text.startswith(tail, end + more):
            continue
        broken = fewer == 1 and not more and _breaks_word(name, high)
        if not broken and not _matters(name[high : high + fewer], text[end : end + more]):
            continue
        to, upto = end + more + _RUN, high + fewer + _RUN
        while upto < len(name) and to < stop and text[to] == name[upto]:
            to, upto = to + 1, upto + 1
        yield at, to, low, upto
        return


def _breaks_word(name: str, lost: int) -> bool:
    """Whether a character that is lost is half of a word: 老旧区改造 for 老旧小区改造, while 老小区 still says the same."""
    return any(_COMPOUNDS.fullmatch(name, at, at + 2) for at in (lost - 1, lost))


def _matters(meant: str, said: str) -> bool:
    changed = meant + said
    return "\n" not in said and not _FREE.match(changed) and _WORDS.search(changed) is None
