"""The characters of an OFD page as words, each with its place on the page."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, islice
from operator import sub
from unicodedata import east_asian_width

from lxml import etree

from wenxiao.documents.layout.geometry import Matrix
from wenxiao.documents.layout.lines import wide
from wenxiao.documents.layout.model import Word
from wenxiao.documents.model import Box
from wenxiao.documents.readers.ofd_structure import attributes, children, number, numbers

#: How far a character reaches above and below its line, in font sizes; its width where the file does not say.
_ABOVE, _BELOW = 0.86, 0.14
_WIDE, _NARROW = 1.0, 0.5
#: Closing marks fill the left half of their square; the other half may hang over the edge of the column.
_CLOSING = frozenset("，。、；：？！）》〉”’】〕")
_HANGING = 0.5
#: From this gap on, in font sizes, a new word begins; and where one begins further back than this.
_APART = 0.25
_BACK = 0.6
_BOLD = 600
#: Text is never that small, in points; what is, was made not to be seen.
_LEAST = 0.5
_UNREADABLE = re.compile("[\ue000-\uf8ff\ufffd]")
_RUN = re.compile(r"\S+")
#: Characters of one width each: Chinese ones, or letters and figures.
_ALIKE = re.compile("[\u3001-\u303e\u4e00-\u9fff\uff01-\uffef]+|[!-~]+")


@dataclass(slots=True)
class Printed:
    """Words of a page by how they stand on it, and how much of it has no meaning."""

    upright: list[Word] = field(default_factory=list)
    turned: list[str] = field(default_factory=list)
    objects: int = 0  # texts, paths and pictures
    characters: int = 0
    unreadable: int = 0


def words(node: etree._Element, given: dict[str, str], matrix: Matrix, printed: Printed) -> None:
    """Add the words of one text object with its attributes. ``matrix`` brings its millimetres to points of the page."""
    size = number(given.get("Size"))
    across, down = math.hypot(matrix.a, matrix.b) * size, math.hypot(matrix.c, matrix.d) * size
    if not _LEAST <= down < 1e4:
        return
    bold = number(given.get("Weight")) >= _BOLD
    turned = abs(matrix.b) > 0.02 * abs(matrix.a) or given.get("ReadDirection", "0") not in ("0", "")
    x = y = 0.0
    for code in children(node, "TextCode"):
        text = (code.text or "").strip("\r\n\t")
        if not text:
            continue
        printed.characters += len(text)
        printed.unreadable += len(_UNREADABLE.findall(text))
        place = attributes(code)
        x, y = number(place.get("X"), x), number(place.get("Y"), y)
        upward = numbers(place.get("DeltaY", "")[:20])
        if turned or (upward and any(upward) and len(text) > 1):
            printed.turned.append(text)
            continue
        places = _places(text, x, size, place.get("DeltaX"))
        printed.upright += _words(text, places, matrix, y, across, down, bold)


def _places(text: str, x: float, size: float, deltas: str | None) -> list[float]:
    """Where each character begins, in the object's millimetres."""
    steps = _steps(deltas, len(text) - 1)
    steps += [size * _width(character) for character in text[len(steps) : -1]]
    return list(accumulate(steps, initial=x))


def _steps(deltas: str | None, most: int) -> list[float]:
    """The distances of ``DeltaX``, so many at most; ``g 3 4.5`` says 4.5 three times."""
    if not deltas or "g" not in deltas:
        return numbers(deltas)[:most]
    found: list[float] = []
    values = iter(deltas.split())
    for word in values:
        if len(found) >= most:
            break
        if word == "g":
            count, step = numbers(" ".join(islice(values, 2)))[:2] or (0.0, 0.0)
            found += [step] * max(0, min(int(count), most))
        else:
            found += numbers(word)
    return found[:most]


@lru_cache(maxsize=8192)
def _width(character: str) -> float:
    """In font sizes, where the file does not say."""
    return _WIDE if wide(character) else _NARROW


@lru_cache(maxsize=8192)
def _ambiguous(character: str) -> bool:
    """Whether it is wide in some fonts and narrow in others, as ≥ × “ are."""
    return character > "\x7f" and east_asian_width(character) == "A"


def _words(
    text: str, places: list[float], matrix: Matrix, y: float, across: float, down: float, bold: bool
) -> Iterator[Word]:
    """A text cut where it has spaces or gaps."""
    scale, moved = matrix.a, matrix.c * y + matrix.e
    lefts = [scale * x + moved for x in places]
    base = matrix.point(0.0, y)[1]
    if _ALIKE.fullmatch(text):  # most are: nothing to tell apart but the distances
        width = across * _width(text[0])
        steps = list(map(sub, lefts[1:], lefts))
        if not steps or (max(steps) <= width + _APART * across and min(steps) >= -_BACK * across):
            yield _word(text, lefts, [width], 0, len(text), base, down, bold)
            return
    widths = [across * width for width in map(_width, text)]
    if not text.isascii():
        for at, odd in enumerate(map(_ambiguous, text[:-1])):
            if odd:
                widths[at] = min(max(lefts[at + 1] - lefts[at], widths[at]), across)
    for run in _RUN.finditer(text):
        begin, end = run.span()
        for i in range(begin + 1, end):
            step = lefts[i] - lefts[i - 1]
            if step - widths[i - 1] > _APART * across or step < -_BACK * across:
                yield _word(text, lefts, widths, begin, i, base, down, bold)
                begin = i
        yield _word(text, lefts, widths, begin, end, base, down, bold)


def _word(
    text: str, lefts: list[float], widths: list[float], begin: int, end: int, base: float, down: float, bold: bool
) -> Word:
    last = widths[min(end, len(widths)) - 1] * (_HANGING if text[end - 1] in _CLOSING else 1)
    box = Box(lefts[begin], base - _ABOVE * down, lefts[end - 1] + last, base + _BELOW * down)
    return Word(text[begin:end], box, round(down, 1), bold, lefts[begin:end])
