"""The characters of an OFD page as words, each with its place on the page."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice, repeat
from unicodedata import east_asian_width

from lxml import etree

from wenxiao.documents.layout.geometry import Matrix
from wenxiao.documents.layout.lines import wide
from wenxiao.documents.layout.model import Word
from wenxiao.documents.model import Box
from wenxiao.documents.readers.ofd_structure import children, numbers

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
_PRIVATE = ("\ue000", "\uf8ff")
_UNREADABLE = "\ufffd"


@dataclass(slots=True)
class Printed:
    """Words of a page by how they stand on it, and how much of it has no meaning."""

    upright: list[Word] = field(default_factory=list)
    turned: list[str] = field(default_factory=list)
    characters: int = 0
    unreadable: int = 0


def words(node: etree._Element, matrix: Matrix, printed: Printed) -> None:
    """Add the words of one text object. ``matrix`` brings its millimetres to points of the page."""
    size = (numbers(node.get("Size")) or [0.0])[0]
    across, down = math.hypot(matrix.a, matrix.b) * size, math.hypot(matrix.c, matrix.d) * size
    if not _LEAST <= down < 1e4:
        return
    weight = numbers(node.get("Weight"))
    bold = bool(weight) and weight[0] >= _BOLD
    turned = abs(matrix.b) > 0.02 * abs(matrix.a) or node.get("ReadDirection", "0") not in ("0", "")
    x = y = 0.0
    for code in children(node, "TextCode"):
        text = (code.text or "").strip("\r\n\t")
        if not text:
            continue
        printed.characters += len(text)
        printed.unreadable += sum(_PRIVATE[0] <= c <= _PRIVATE[1] or c == _UNREADABLE for c in text)
        x, y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
        upward = numbers((code.get("DeltaY") or "")[:20])
        if turned or (upward and any(upward) and len(text) > 1):
            printed.turned.append(text)
            continue
        places = _places(text, x, size, code.get("DeltaX"))
        printed.upright += _words(text, places, matrix, y, across, down, bold)


def _places(text: str, x: float, size: float, deltas: str | None) -> list[float]:
    """Where each character begins, in the object's millimetres."""
    steps = _steps(deltas)
    places = [x]
    for character in text[:-1]:
        step = next(steps, None)
        places.append(places[-1] + (step if step is not None else size * (_WIDE if wide(character) else _NARROW)))
    return places


def _steps(deltas: str | None) -> Iterator[float]:
    """The distances of ``DeltaX``; ``g 3 4.5`` says 4.5 three times."""
    values = iter((deltas or "").split())
    for word in values:
        if word == "g":
            count, step = numbers(" ".join(islice(values, 2)))[:2] or (0.0, 0.0)
            yield from repeat(step, max(0, min(int(count), 100_000)))
        else:
            yield from numbers(word)


def _words(
    text: str, places: list[float], matrix: Matrix, y: float, across: float, down: float, bold: bool
) -> Iterator[Word]:
    """A text cut where it has spaces or gaps."""
    lefts = [matrix.point(x, y)[0] for x in places]
    base = matrix.point(0.0, y)[1]
    widths = [across * (_WIDE if wide(character) else _NARROW) for character in text]
    for at, character in enumerate(text[:-1]):
        if (
            character > "\x7f" and east_asian_width(character) == "A"
        ):  # ≥ × “ are wide in some fonts and narrow in others
            widths[at] = min(max(lefts[at + 1] - lefts[at], widths[at]), across)
    begin: int | None = None
    for i in chain(range(len(text)), (None,)):
        if i is None or text[i].isspace():
            if begin is not None:
                yield _word(text, lefts, widths, begin, len(text) if i is None else i, base, down, bold)
            begin = None
        elif begin is None:
            begin = i
        else:
            gap = lefts[i] - lefts[i - 1] - widths[i - 1]
            if gap > _APART * across or lefts[i] < lefts[i - 1] - _BACK * across:
                yield _word(text, lefts, widths, begin, i, base, down, bold)
                begin = i


def _word(
    text: str, lefts: list[float], widths: list[float], begin: int, end: int, base: float, down: float, bold: bool
) -> Word:
    last = widths[end - 1] * (_HANGING if text[end - 1] in _CLOSING else 1)
    box = Box(lefts[begin], base - _ABOVE * down, lefts[end - 1] + last, base + _BELOW * down)
    return Word(text[begin:end], box, round(down, 1), bold, lefts[begin:end])
