"""Slips of the pen: a sentence that breaks off, a word written twice, a stray mark of punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import eq

from wenxiao.documents.view import View
from wenxiao.quantities.model import Span
from wenxiao.reading.hygiene.lines import Line
from wenxiao.reading.model import Mark

_OPENER = re.compile(
    r"(?:[，,、]|主要用于|用于|包括|由于|通过|为了|根据|按照|以及|并且|因为|其中|分别为|主要是|对于|关于|以便)$"
)
_LONGEST_OPENER = 6
_FIRST = frozenset({"1", "一", "①"})

_DOUBLED = re.compile(r"(?P<word>[\u4e00-\u9fff]{2,8})(?P=word)")
# 一个一个, 很多很多, and numerals: legal. A name may end in a word with which the next one begins (建设项目|项目资金).
_LEGAL = re.compile(
    r"[一二三四五六七八九十百千零两每逐很许非年天月日]|(?:项目|工程|工作|街道|公司|中心|管理|市场|社区|学校|服务|单位|城市|经济|生态|等等|指标)$"
)
# 研究研究院建设方案: the verb, and a name that begins with the same word.
_NAME = re.compile(r"[院所室会局厅处科部员者工]")
_VERB_TWICE = re.compile(r"了(?<=(?P<verb>[\u4e00-\u9fff]{2}了))[\u4e00-\u9fff]{2,8}(?P=verb)[\u4e00-\u9fff]")
_UNIT_TWICE = re.compile(r"元元(?<=[\d万亿]元元)(?![素旦月])")
_CLAUSE = re.compile(r"[^，,。;:!?\n|\t]+")
_BETWEEN = re.compile(r"、|以及|及|和|与")
_DOES = re.compile(r"负责|承担|承建|承办|提供|开展|实施|组织|等")
_JOINT = re.compile(r"[及和与](?=[\u4e00-\u9fff]{6})")
_SHORTEST_NAME, _LONGEST_NAME = 6, 30
_OFFICES = ("公司", "中心", "局", "院", "校", "所", "站", "处", "办")
_STOPS = frozenset("，,。;")
# Patterns begin with the characters that start a hit: a scan for these is many times as fast as a try at every place.
_STRAY = re.compile(
    r"[，,、;。(](?=[等。;，、)])(?:(?<=、)等(?![级次待额同价])|(?<=[，,、;])[。;，、]|(?<=。)[，、;]|(?<=。)(?<!。。)。(?!。)"
    r"|(?<=[\u4e00-\u9fff]\()\)(?=[\u4e00-\u9fff，。、;]))"
)
# 〔2021 without its closing bracket, or a number without 号 before the closing bracket of the title.
_LETTER = re.compile(r"〔20\d\d\d{1,4}号|〔20\d\d\d{0,4}号|〔20\d\d〕\d{1,4}(?=\))")
# 201912月: the 年 between year and month is lost.
_DATE = re.compile(r"20[0-3]\d(?<![\d.,]\d{4})(?:1[0-2]|0?[1-9])月")


def find_cuts(text: str, lines: Sequence[Line]) -> Iterator[Mark]:
    """A paragraph that ends where its object should follow, while the next line starts an entry or a chapter of its own."""
    for line, below in pairwise(lines):
        if line.table or below.table or below.section is None or below.section.number in _FIRST:
            continue
        if line.section is not None and line.section.heading.end >= line.end:
            continue
        end = line.end
        found = _OPENER.search(text, max(line.content, end - _LONGEST_OPENER), end)
        if found and end - line.content >= 8:
            start = max(text.rfind(mark, line.content, found.start()) for mark in "，。;、,:") + 1
            yield Mark("cut_sentence", max(start, line.content), end, found[0])


def find_repeats(view: View) -> Iterator[Mark]:
    """Words, clauses and entries of a list that are written twice."""
    text = view.text
    line_end, flattened = -1, False  # of the line last asked about
    for match in _DOUBLED.finditer(text):
        # Two cells of a table that was flattened to text stand apart in the document.
        if not _LEGAL.search(match["word"]) and not _NAME.match(text, match.end()) and not _apart(view, match):
            if match.start() > line_end:
                line_end, flattened = _flattened(text, match.start())
            if flattened:
                continue
            yield Mark("repeated_word", match.start(), match.end(), match["word"])
    for match in _VERB_TWICE.finditer(text):
        yield Mark("repeated_word", match.start("verb"), match.end() - 1, match["verb"])
    for match in _UNIT_TWICE.finditer(text):
        yield Mark("repeated_word", match.start() + 1, match.end(), "元")
    for match in _JOINT.finditer(text):
        yield from _on_both_sides(text, match.start())
    clauses = _CLAUSE.findall(text)
    naming_twice = _naming_twice(clauses)
    if not naming_twice and not any(map(eq, clauses, clauses[1:])):
        return  # where the clauses stand need not be known
    last: re.Match[str] | None = None
    for match in _CLAUSE.finditer(text):
        clause = match[0]
        if last is not None and clause == last[0] and len(clause) >= 6 and text[last.end() : match.start()] in _STOPS:
            yield Mark("repeated_word", last.start(), match.end(), clause)
        elif clause in naming_twice:
            yield from _twice_in_list(text, match.start(), match.end())
        last = match


def _naming_twice(clauses: Sequence[str]) -> frozenset[str]:
    """Clauses with a list of which two entries may be one: an entry's first characters occur again."""
    return frozenset([c for c in clauses if "、" in c for e in _BETWEEN.split(c) if len(e) >= 4 and c.count(e[:4]) > 1])


def _on_both_sides(text: str, joint: int) -> Iterator[Mark]:
    """The same name before and after 及: 甲公司及甲公司."""
    start = text.find(text[joint + 1 : joint + 5], max(0, joint - _LONGEST_NAME), joint)
    length = joint - start
    name = text[start:joint]
    if start >= 0 and length >= _SHORTEST_NAME and name == text[joint + 1 : joint + 1 + length] and name.isalpha():
        yield Mark("repeated_word", start, joint + 1 + length, name)


def _apart(view: View, match: re.Match[str]) -> bool:
    start, end = view.source(Span(*match.span()))
    return end - start > match.end() - match.start()


def _flattened(text: str, at: int) -> tuple[int, bool]:
    """Where the line around a place ends, and whether it is the rows of a form run together."""
    end = text.find("\n", at)
    end = end if end >= 0 else len(text)
    return end, text.count("指标", text.rfind("\n", 0, at) + 1, end) >= 3


def _twice_in_list(text: str, start: int, end: int) -> Iterator[Mark]:
    """An entry that a list names twice. The second time it may run on into its verb; the first entry of a list may
    follow its verb (由甲公司、乙公司), so that an office is also known by the end of the entry."""
    seen: dict[str, Span] = {}
    endings: dict[str, Span] = {}
    at = start
    while at < end:
        joint = _BETWEEN.search(text, at, end)
        stop = joint.start() if joint else end
        entry = text[at:stop]
        verb = _DOES.search(entry, _SHORTEST_NAME)
        name = entry[: verb.start()] if verb and entry not in seen else entry
        earlier = seen.get(name)
        if earlier is None and len(name) >= _SHORTEST_NAME and name.endswith(_OFFICES):
            last = endings.get(name[-_SHORTEST_NAME:])
            if last is not None and text.endswith(name, last.start, last.end):
                earlier = Span(last.end - len(name), last.end)
        if earlier is not None:
            yield Mark("repeated_word", at, at + len(name), name, (earlier,))
        elif len(entry) >= 4 and entry.isalpha():
            seen[entry] = endings[entry[-_SHORTEST_NAME:]] = Span(at, stop)
        at = joint.end() if joint else end


def find_stray_punctuation(text: str) -> Iterator[Mark]:
    """Marks of punctuation that cannot stand where they stand, with the word before them."""
    for match in _STRAY.finditer(text):
        start = match.start()
        while start > match.start() - 4 and start and "\u4e00" <= text[start - 1] <= "\u9fff":
            start -= 1
        yield Mark("stray_punctuation", start, match.end(), match[0])
    for detail, pattern in (("document number", _LETTER), ("date", _DATE)):
        printed: dict[str, list[Span]] = {}  # the same slip copied through the text is one mark
        for match in pattern.finditer(text):
            printed.setdefault(match[0], []).append(Span(*match.span()))
        for first, *others in printed.values():
            yield Mark("stray_punctuation", first.start, first.end, detail, tuple(others))
