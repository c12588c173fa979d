"""Words to lines, and lines to the text of a paragraph or cell: where a space stands, and where a line goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from wenxiao.documents.layout.model import Line, Word
from wenxiao.documents.model import Box

_WIDE = re.compile(
    r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
_OPEN = frozenset("（《〈“‘【〔［｛「『([{≥≤＝=<>＜＞±￥¥")
_CLOSE = frozenset("，。、；：？！）》〉”’】〕］｝」』…—·％%‰℃°,.;:?!)]}")
_CHUNK = re.compile(r"[!-~]+")
_TERMINAL = frozenset("。！？；：…!?;:")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: A gap between Chinese characters that is wider than this share of the font size was typed.
_TYPED_GAP = 0.42
_LATIN_GAP = 0.16


def wide(character: str) -> bool:
    """Whether a character fills a square, as Chinese ones do; no space parts it from its neighbours."""
    return character > "\u10ff" and _WIDE.match(character) is not None


def union(boxes: Iterable[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand on one line, each row from left to right, rows from top to bottom."""
    if len(words) < 2:
        return [list(words)] if words else []
    ordered = sorted(words, key=lambda word: word.box.top + word.box.bottom)
    found: list[list[Word]] = []
    top = bottom = 0.0
    for word in ordered:
        _, above, _, below = word.box
        if found and min(bottom, below) - max(top, above) > 0.5 * min(bottom - top, below - above):
            found[-1].append(word)
            if below - above > bottom - top:
                top, bottom = above, below
        else:
            found.append([word])
            top, bottom = above, below
    for row in found:
        row.sort(key=lambda word: word.box.left)
    return found


def line_of(row: Sequence[Word], page: int) -> Line:
    """One row of words as a line. A run that is printed twice in the same place, as for bold, counts once."""
    if len(row) == 1:
        [only] = row
        return Line(only.text, page, only.box, only.size, only.bold, row, only.confidence)
    size = _main_size(row)
    box = union([word.box for word in row])
    pieces: list[str] = []
    length = heavy = 0
    before: Word | None = None
    for word in row:
        text, place, tall, bold, _, _ = word
        if before is not None:
            if text == before.text and _doubles(before, word):
                continue
            pieces.append(_gap(before, word))
        if tall <= 0.8 * size and text.isdigit() and len(text) < 4 and box.bottom - place.bottom > 0.2 * size:
            text = text.translate(RAISED)
        pieces.append(text)
        length += len(text)
        if bold:
            heavy += len(text)
        before = word
    confidence = min(word.confidence for word in row)
    return Line("".join(pieces), page, box, size, heavy * 2 > length, row, confidence)


def lines_of(words: Sequence[Word], page: int) -> list[Line]:
    """Lines of some words, from top to bottom."""
    return [line_of(row, page) for row in rows(words)]


def _main_size(row: Sequence[Word]) -> float:
    """The font size of most of a line's characters."""
    first = row[0].size
    if all(word.size == first for word in row):
        return first
    counts: dict[float, int] = {}
    for word in row:
        counts[word.size] = counts.get(word.size, 0) + len(word.text)
    return max(counts, key=lambda size: (counts[size], size))


def _doubles(before: Word, word: Word) -> bool:
    """Whether a word of the same text is printed over the one before."""
    return abs(word.box.left - before.box.left) < 0.3 * word.size


def _gap(before: Word, word: Word) -> str:
    """The spaces between two neighbours of a line."""
    gap = word.box.left - before.box.right
    size = before.size if before.size < word.size else word.size
    first, last = word.text[0], before.text[-1]
    if first.isascii() and last.isascii() and first.isalnum() and last.isalnum():
        if gap <= _LATIN_GAP * size:
            return ""
    elif gap <= _TYPED_GAP * size:
        return ""
    return " " * max(1, min(20, round(gap / (0.5 * size or 1.0))))


def goes_on(line: Line, following: str, right: float, slack: float = 0.5) -> bool:
    """Whether a line is full: what the next line begins with had no room before ``right``."""
    return right - line.box.right < first_chunk(following) * line.size + slack * line.size


def first_chunk(text: str) -> float:
    """Width in font sizes of what cannot be parted from the beginning of a line: 号）, 〔2023〕12, 3,080.70%."""
    at = 0
    while at < len(text) and text[at] in _OPEN:
        at += 1
    width = float(at)
    run = _CHUNK.match(text, at)
    if run is None and at < len(text):
        width += 1
        at += 1
    while run is not None or (at < len(text) and text[at] in _CLOSE):
        if run is not None:
            width += 0.55 * min(len(run[0]), 24)
            at = run.end()
        while at < len(text) and text[at] in _CLOSE:
            width += 1
            at += 1
        run = _CHUNK.match(text, at) if run is not None or text[at - 1].isascii() else None
    return width


def between(text: str, following: str) -> str:
    """What stands for the end of a line inside a paragraph: a space between Latin words, else nothing."""
    if not text or not following:
        return ""
    last, first = text[-1], following[0]
    if last.isascii() and first.isascii() and last.isalpha() and first.isalpha():
        return " "
    return " " if last in ",.;:?!)" and first.isascii() and first.isalpha() else ""


def ends_sentence(text: str) -> bool:
    return text.rstrip("”’」』）) ")[-1:] in _TERMINAL
