"""Full names of people beside what is paid to them or is wrong with them (丧葬 抚恤 救助 低保 残疾 疾病).

Chinese does not mark names. A name is taken only where the words around leave no other reading: behind who may be an
individual (退休职工), or before what is paid (丧葬费) and behind the verb or the edge of a clause, or in the column 姓名 of
a table about such people. Officials and contact persons stand beside none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wenxiao.lexicons import lexicon
from wenxiao.quantities.alternation import alternation
from wenxiao.quantities.model import Span
from wenxiao.reading.tables import Grid, GridCell

_WORDS = lexicon("people")
_NOT_NAMES = frozenset(_WORDS.words["not_names"])
_GIVEN = frozenset("".join(_WORDS.words["given_names"]))
_SURNAMES = frozenset(_WORDS.words["surnames"])
_COMPOUND = frozenset(_WORDS.words["compound_surnames"])

_TITLE = re.compile(_WORDS.pattern("titles") + r"(?P<colon>[:(]|名单[:为]?)?")
_BENEFIT = re.compile(rf"(?:同志|家属|的|一家)?(?:等\d{{0,4}}[人名户]?)?(?:的|因)?{_WORDS.pattern('benefits')}")
_ALONE = re.compile(_WORDS.pattern("benefits_alone"))
_LEAD = re.compile(rf"(?:{_WORDS.pattern('leads')}|[，。;:、()“”\n\t|.]|^)$")
_CLOSES = re.compile(r"同志|家属|等(?:\d{1,4}|[一二三四五六七八九十])?[人名户位]|因|[，。;)\n\t|]|$")
_JOINS = re.compile(r"[、和及与]")
_PAPERS = ("公民身份", "居民身份", "身份证", "银行卡", "残疾证", "户籍地", "家住")
_PAIRED = re.compile(alternation(_PAPERS))
_OWN = re.compile(rf"[，(:\t|]{{0,2}}(?:[男女][，,])?(?:{_PAIRED.pattern})")
# Any of the words that stand beside names: most texts have none.
_ANY = re.compile(alternation([*_WORDS.words["titles"], *_WORDS.words["benefits_alone"], *_PAPERS]))
_HEAD = re.compile(r"(?:[\u4e00-\u9fff]{0,6}姓名|户主)")
_SENSITIVE = re.compile(_WORDS.pattern("personal_columns"))
_LONGEST = 4
_CAPTION = 60  # characters above a table in which its title stands


def find_names(text: str, grids: Sequence[Grid]) -> Iterator[Span]:
    """The place at which each name is told to be one."""
    if _ANY.search(text):
        yield from _in_words(text)
    for grid in grids:
        yield from _in_table(text, grid)


def _in_words(text: str) -> Iterator[Span]:
    for match in _TITLE.finditer(text):
        yield from _after_title(text, match.end(), match["colon"] is not None)
    for match in _ALONE.finditer(text):
        name = _ending_at(text, match.start() - 2 * text.startswith("同志", max(match.start() - 2, 0)))
        if name:
            yield name
    for match in _PAIRED.finditer(text):
        for start in range(max(0, match.start() - 8), match.start()):
            opening = _OWN.match(text, start)
            if opening is not None and opening.end() >= match.end():
                name = _ending_at(text, start, short=True)
                if name:
                    yield name
                break


def is_name(words: str, *, short: bool = False) -> bool:
    """Whether the words can be nothing but a full name; of two characters only where ``short`` ones are expected."""
    surname = 2 if words[:2] in _COMPOUND else 1 if words[:1] in _SURNAMES else 0
    given = words[surname:]
    if not surname or not (1 if short or surname == 2 else 2) <= len(given) <= 2:
        return False
    return words not in _NOT_NAMES and words[:2] not in _NOT_NAMES and all(character in _GIVEN for character in given)


def _after_title(text: str, at: int, listed: bool) -> Iterator[Span]:
    """退休职工张三丰丧葬费; 低保户: 张三丰、李四光."""
    names: list[Span] = []
    closed = False
    while True:
        name = _starting_at(text, at, listed or bool(names))
        if name is None:
            break
        names.append(name)
        joint = _JOINS.match(text, name.end)
        closed = _BENEFIT.match(text, name.end) is not None or _CLOSES.match(text, name.end) is not None
        if joint is None:
            break
        at = joint.end()
    if names and (closed or len(names) > 1):
        yield from names


def _starting_at(text: str, at: int, listed: bool) -> Span | None:
    """The name that begins here: the longest that closes or has its benefit behind it."""
    for length in (_LONGEST, 3, 2):
        words = text[at : at + length]
        end = at + length
        if len(words) < length:
            continue
        benefit = _BENEFIT.match(text, end) is not None
        ends = benefit or _CLOSES.match(text, end) is not None or _JOINS.match(text, end) is not None
        if ends and is_name(words, short=benefit or listed):
            return Span(at, end)
    return None


def _ending_at(text: str, end: int, short: bool = False) -> Span | None:
    """The name that ends here and begins behind a verb or the edge of a clause."""
    for length in (_LONGEST, 3, 2):
        start = end - length
        if start >= 0 and _LEAD.search(text, max(0, start - 2), start) and is_name(text[start:end], short=short):
            return Span(start, end)
    return None


def _in_table(text: str, grid: Grid) -> Iterator[Span]:
    """The column 姓名 of a table whose head or title names such people."""
    for number, head in enumerate(grid.rows):
        columns = [cell.column for cell in head if cell.text and _HEAD.fullmatch(cell.text)]
        if not columns:
            continue
        above = text[max(0, grid.span.start - _CAPTION) : grid.span.start]
        if not any(_SENSITIVE.search(cell.text) for cell in head) and not _SENSITIVE.search(above):
            return
        for row in grid.rows[number + 1 :]:
            yield from (cell.span for cell in row if cell.column in columns and _is_cell_name(cell))
        return


def _is_cell_name(cell: GridCell) -> bool:
    words = cell.text
    surname = 2 if words[:2] in _COMPOUND else 1 if words[:1] in _SURNAMES else 0
    whole = len(words) == cell.span.end - cell.span.start
    return whole and surname > 0 and 1 <= len(words) - surname <= 2 and words.isalpha() and words not in _NOT_NAMES


def leftovers(text: str, name: str) -> Iterator[Span]:
    """The end of a name without its beginning, right before what is paid to that person: 追加丰丧葬费."""
    for length in (2, 1):
        end_of_name = name[-length:]
        at = text.find(end_of_name)
        while at >= 0:
            if not text.endswith(name, 0, at + length) and _ALONE.match(text, at + length):
                yield Span(at, at + length)
            at = text.find(end_of_name, at + 1)
