"""Sections (章节): numbered headings at every level, and numbered list items, as they nest in the document.

Documents of this genre break their numbering in every way (a level skipped, restarted, nested in itself, a number
lost), so the level comes from a stack of the styles met so far, not from the style alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from wenxiao.documents.model import Block, Document
from wenxiao.documents.view import View
from wenxiao.quantities.model import Span
from wenxiao.quantities.numerals import chinese
from wenxiao.quantities.record import record
from wenxiao.reading.model import Section

_CJK = "一二三四五六七八九十百零"
# What may stand before the number: list bullets, blanks, an editing residue such as [bookmark:...].
_LEAD = r"(?:\[bookmark:[^\]\n]{0,40}\]|[ \t•●◆■□▪·*]){0,3}"
# 1.1 is a number only where no unit follows: 1.2万人 in a table cell is none.
_UNITLESS = r"(?=[^\d%.,，、)~\-—/|+×*°万亿元千百个人户平公亩吨年月日天时分米次辆套台件份所处项条名座级号度倍A-Za-z\s])"
_NUMBER = re.compile(
    rf"{_LEAD}(?:"
    rf"第(?P<part>[{_CJK}\d]{{1,4}})(?P<partword>部分|章|节|篇|编)[、:.]?"
    rf"|(?P<cjk>[{_CJK}]{{1,4}})(?:[、.]|,(?=\D))"
    rf"|\((?P<cjk_in>[{_CJK}]{{1,4}})\)[、.]?"
    rf"|(?P<cjk_half>[{_CJK}]{{1,3}})\)"
    rf"|(?P<dotted>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})[、.]?{_UNITLESS}"
    r"|(?P<digit>\d{1,2})(?:、|\.(?=\D|(?:19|20)\d\d年))"
    r"|\((?P<digit_in>\d{1,2})\)[、.]?"
    r"|(?P<digit_half>\d{1,2})\)[、.]?"
    r"|(?P<circled>[①-⑳㈠-㈩])[、.]?"
    r")"
)
_STYLES = {
    "cjk": "一、", "cjk_in": "（一）", "cjk_half": "一）", "dotted": "1.1", "digit": "1.",
    "digit_in": "（1）", "digit_half": "1）", "circled": "①",
}  # fmt: skip
_RANKS = {
    "第一章": 0.0, "第一节": 0.5, "一、": 1.0, "（一）": 2.0, "一）": 2.5,
    "1.": 3.0, "1.1": 3.5, "（1）": 4.0, "1）": 4.5, "①": 5.0,
}  # fmt: skip
_SAME_MARK = {"（1）": "（一）", "1）": "一）"}  # （一） then （2）: one list, its script changed
_OUTLINE = ("第一章", "第一节", "一、", "（一）", "1.")  # the styles that carry a document's outline
_SELF_NESTING = ("（一）", "一）")
_STOP = re.compile(r"[。:;]")
_CLAUSE = re.compile(r"[。:;，]|,(?!\d)")
_CONTENTS = re.compile(r"[.…·]{3,} ?\d{0,4}\Z")
_FIGURE = re.compile(r"\d[\d.,]*(?:[万亿元%])")
_GLOSS = re.compile(r"[，,](?:其中)?(?:主要)?(?:包括|包含|说明|如|即|含)")  # 项目简介，包括…: the title ends before it
_LONGEST = 45  # of a heading, in characters


@record
class _Line:
    """A line that opens a section. ``title`` is its heading without the number; ``rest`` is whether text follows it."""

    start: int
    end: int
    style: str
    number: str
    value: int
    title: Span
    rest: bool = False
    sentence: bool = False  # a sentence, not a title: it has clauses or figures, or breaks off at a comma
    closed: bool = False  # ends with 。 or ;


def find_sections(text: str, blocks: Sequence[Block] | None = None) -> tuple[Section, ...]:
    """Headings and numbered items of a reading text, in order of place. Linear in its length.

    ``blocks`` are the document's blocks with offsets into ``text``: headings among them need no number, and what stands
    in table cells is no heading. A section ends where the next one of the same or a higher level starts; an ``item`` is
    a list entry rather than a heading.
    """
    lines = _lines(text, blocks or ())
    outline = sorted({_RANKS[line.style] for line in lines if line.style in _OUTLINE})
    stack: list[tuple[_Line, int]] = []
    levels = []
    for i, line in enumerate(lines):
        above = lines[i - 1] if i else None
        bare = above is not None and not above.rest and not text[above.end : line.start].strip()
        level = _place(stack, line, above if bare else None)
        if level is None:
            level = stack[-1][1] + 1 if stack else 1 + sum(rank < _rank(line) for rank in outline)
        stack.append((line, level))
        levels.append(level)
    return tuple(_sections(text, lines, levels))


def blocks_in(view: View, document: Document) -> tuple[Block, ...]:
    """Headings and table cells of a document, with their places in the reading text."""
    return tuple(
        replace(block, start=view.at(block.start), end=view.at(block.end))
        for block in document.blocks
        if block.kind != "paragraph"
    )


def _rank(line: _Line) -> float:
    return _RANKS.get(line.style, float(line.value))


def _place(stack: list[tuple[_Line, int]], line: _Line, above: _Line | None) -> int | None:
    """Pop the stack down to the parent of ``line``; its level where it has a sibling, else None.

    ``above`` is the heading right above it, no text between.
    """
    if line.value == 1 and above is not None and line.style in _RANKS and _nests(line, above):
        return None
    for i in range(len(stack) - 1, -1, -1):
        sibling, level = stack[i]
        if sibling.style == line.style:
            if sibling.value + 1 != line.value and _rank(stack[-1][0]) < _rank(line):
                return None  # a list of its own, under a heading of a later branch
            del stack[i:]
            return level
    if stack:
        last, level = stack[-1]
        if line.value == last.value + 1 > 1 and _SAME_MARK.get(line.style) == last.style:
            stack.pop()
            return level
    while stack and _rank(stack[-1][0]) >= _rank(line):
        stack.pop()
    return None


def _nests(line: _Line, above: _Line) -> bool:
    """Whether a list that starts right under a heading belongs to that heading, whatever its style."""
    if line.style == above.style:
        return line.style in _SELF_NESTING and above.value > 1
    if line.style in ("第一章", "第一节", "一、"):
        return _rank(above) < _rank(line)
    return not above.sentence


def _sections(text: str, lines: Sequence[_Line], levels: Sequence[int]) -> Iterator[Section]:
    ends = [len(text)] * len(lines)
    open_: list[int] = []
    for i, level in enumerate(levels):
        while open_ and levels[open_[-1]] >= level:
            ends[open_.pop()] = lines[i].start
        open_.append(i)
    for i, (line, level) in enumerate(zip(lines, levels, strict=True)):
        following = lines[i + 1] if i + 1 < len(lines) else None
        yield Section(
            title=text[line.title.start : line.title.end],
            number=line.number,
            level=level,
            start=line.start,
            end=ends[i],
            heading=Span(line.start, line.title.end),
            style=line.style,
            item=_is_item(text, line, following, ends[i]) and not (following and levels[i + 1] > level),
        )


def _is_item(text: str, line: _Line, following: _Line | None, end: int) -> bool:
    if line.sentence:
        return True
    if line.style not in _RANKS or _RANKS[line.style] <= 2 or not line.number:
        return False
    # 8.完成年度计划。 with nothing under it is an entry of a list; with text under it, it is a heading.
    body = text[line.end : min(end, following.start if following else end)].strip()
    return line.closed and not line.rest and not body


def _lines(text: str, blocks: Sequence[Block]) -> list[_Line]:
    """Numbered lines, headings of the file format, and lines that repeat a numbered heading without its number."""
    headings = {block.start: block.level or 1 for block in blocks if block.kind == "heading"}
    cells = {block.start for block in blocks if block.kind == "cell"}
    found: list[_Line] = []
    plain: list[tuple[int, int]] = []
    start, size = 0, len(text)
    while start < size:
        end = text.find("\n", start)
        end = size if end < 0 else end
        if end > start and not _in_cell(text, start, cells):
            match = _NUMBER.match(text, start, end)
            line = _numbered(text, match, end) if match else None
            if line:
                found.append(line)
            elif start in headings and end - start <= 2 * _LONGEST:
                found.append(_Line(start, end, f"h{headings[start]}", "", headings[start], Span(start, end)))
            elif 4 <= end - start <= _LONGEST:
                plain.append((start, end))
        start = end + 1
    found.extend(_without_number(text, plain, found))
    found.sort(key=lambda line: line.start)
    first = next((i for i, line in enumerate(found) if line.number), 0)
    return found[first:]  # an unnumbered heading above the first number is the document's title


def _in_cell(text: str, start: int, cells: Collection[int]) -> bool:
    if start in cells:
        return True
    return text[start] == "\t" and start + 1 in cells


def _numbered(text: str, match: re.Match[str], end: int) -> _Line | None:
    """The heading or item of a numbered line, None when the line only looks like one."""
    kind = match.lastgroup or ""
    if kind == "partword":
        style, printed = ("第一节" if match["partword"] == "节" else "第一章"), match["part"]
    else:
        style, printed = _STYLES[kind], match[kind]
        if kind == "circled" and printed > "⑳":
            style = "（一）"  # ㈠
    value = _value(printed)
    content = match.end()
    while content < end and text[content] in " \t":
        content += 1
    if value is None or content >= end or "|" in text[content:end]:
        return None
    if _CONTENTS.search(text, max(content, end - 12), end):  # a line of the table of contents
        return None
    stop = _STOP.search(text, content, end)
    title_end = stop.start() if stop else end
    clause = _CLAUSE.search(text, content, end)
    inner = clause is not None and clause.start() < title_end
    long = title_end - content > _LONGEST
    sentence = long or _FIGURE.search(text, content, title_end) is not None
    sentence = sentence or (_RANKS[style] > 2 and (inner or (stop is not None and stop[0] == ";")))
    if style in ("第一章", "第一节") and long:
        return None
    if clause is not None and (sentence or _GLOSS.match(text, clause.start())):
        title_end = clause.start()
    title_end = min(title_end, content + 2 * _LONGEST)
    return _Line(
        start=match.start() + _lead(match[0]),
        end=end,
        style=style,
        number=str(value) if kind == "circled" else printed,
        value=value,
        title=Span(content, title_end),
        rest=text[title_end:end].strip("。:; ") != "",
        sentence=sentence,
        closed=text[end - 1] in "。;",
    )


def _lead(text: str) -> int:
    """Length of what stands before the number."""
    return len(text) - len(text.lstrip(" \t•●◆■□▪·*")) if not text.startswith("[") else text.index("]") + 1


def _value(printed: str) -> int | None:
    """Place in its list of a printed number: 三 is 3, 2.4 is 4, ⑤ is 5."""
    if "①" <= printed <= "⑳" or "㈠" <= printed <= "㈩":
        return ord(printed) - (ord("①") if printed <= "⑳" else ord("㈠")) + 1
    last = printed.rsplit(".", 1)[-1]
    return int(last) if last.isdigit() else chinese(last)


def _without_number(text: str, plain: Sequence[tuple[int, int]], found: Sequence[_Line]) -> Iterator[_Line]:
    """Lines that say exactly what a numbered heading elsewhere says: the same heading whose number was lost."""
    titled = [(text[line.title.start : line.title.end], line) for line in found if not line.rest and not line.sentence]
    seen = Counter(title for title, _ in titled)
    twins = {title: line for title, line in titled if line.style in ("一、", "（一）") or seen[title] > 1}
    for start, end in plain:
        words = text[start:end].rstrip("。:")
        twin = twins.get(words)
        if twin is not None:
            yield _Line(start, end, twin.style, "", 0, Span(start, start + len(words)))
