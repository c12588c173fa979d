"""The characters of a PDF page as words, each with its place on the page as shown."""

from __future__ import annotations

import ctypes
import math
import re
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from wenxiao.documents.layout.model import Word
from wenxiao.documents.model import Box
from wenxiao.documents.readers import pdf_library as pdf
from wenxiao.documents.readers.pdf_geometry import Matrix
from wenxiao.documents.readers.symbols import symbol

_ODD = re.compile(r"[\x00-\x1f\ue000-\uf8ff\ufb00-\ufb06\ufff0-\uffff\U000f0000-\U0010ffff]")
_UNREADABLE = "\ufffd"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SUBSET = re.compile(r"\A[A-Z]{6}\+")
_HEAVY = re.compile(r"bold|black|heavy|simhei|黑体|-hei\b|hei$", re.IGNORECASE)
_BOLD = 600
#: So many characters tell whether a font's glyphs have codes.
_PROBED = 16
#: Text is never that small; what is, was made not to be seen.
_LEAST = 0.5
#: From this gap on, in heights of the font, a new word begins.
_APART = 0.25
#: And where one reaches further than this into the one before.
_OVERLAP = 0.6

Floats = list[float]


class Style(NamedTuple):
    """How the characters of one piece of text are printed. ``turn`` is their direction in degrees, 0 is upright."""

    size: float
    bold: bool
    invisible: bool
    turn: int
    font: str
    unmapped: bool = False  # the font does not say which characters its glyphs are


@dataclass(slots=True)
class Characters:
    """The characters of a page in the order of the file, with their boxes in the page's own coordinates."""

    text: str
    boxes: array[float]  # left, top, right, bottom of each
    objects: list[int]  # the piece of text that each belongs to
    styles: dict[int, Style]

    @property
    def quarters(self) -> int:
        """Quarters by which the page must be turned clockwise for most of its text to stand upright."""
        counts: Counter[int] = Counter()
        for piece, length in Counter(self.objects).items():
            counts[self.styles[piece].turn] += length
        turn = counts.most_common(1)[0][0] if counts else 0
        return -(turn // 90) % 4 if turn % 90 == 0 else 0


@dataclass(slots=True)
class Printed:
    """Words of a page by how they stand on it, and how much of it has no meaning."""

    upright: list[Word] = field(default_factory=list)
    hidden: list[Word] = field(default_factory=list)  # invisible text, as over a scan
    turned: str = ""  # text that is not in the direction of the page's text
    outside: int = 0  # words beyond the page's visible box
    characters: int = 0
    unreadable: int = 0


def characters_of(textpage: int, count: int, text: str) -> Characters:
    """All ``count`` characters. ``text`` is the page's text as the library gives it in one piece."""
    boxes = (ctypes.c_float * (4 * count))()
    at = ctypes.addressof(boxes)
    char_box, char_object = pdf.char_box, pdf.char_object
    for i in range(count):
        char_box(textpage, i, at + 16 * i)
    objects = [char_object(textpage, i) or 0 for i in range(count)]
    if len(text) != count:  # some characters have no code, or a code of two
        text = "".join(_character(pdf.char_code(textpage, i)) for i in range(count))
    return Characters(text, array("f", bytes(boxes)), objects, _styles(textpage, objects))


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else _UNREADABLE if code else "\x00"


def _styles(textpage: int, objects: list[int]) -> dict[int, Style]:
    """How each piece of text is printed, told by its first character."""
    styles: dict[int, Style] = {0: Style(0, False, False, 0, "")}
    fonts: dict[int | None, tuple[bool, str, bool]] = {}
    kinds: dict[tuple[int | None, int, float, float, float, float, float], Style] = {}
    matrix = (ctypes.c_float * 6)()
    size = ctypes.c_float()
    matrix_at, size_at = ctypes.addressof(matrix), ctypes.addressof(size)
    for i, piece in enumerate(objects):
        if piece in styles:
            continue
        pdf.char_matrix(textpage, i, matrix_at)
        pdf.text_size(piece, size_at)
        a, b, c, d, _, _ = matrix
        kind = (pdf.text_font(piece), pdf.text_mode(piece), size.value, a, b, c, d)
        if kind in kinds:
            styles[piece] = kinds[kind]
            continue
        font, mode = kind[:2]
        if font not in fonts:
            fonts[font] = _font(textpage, i, objects)
        bold, name, unmapped = fonts[font]
        turn = -round(math.degrees(math.atan2(b, a))) % 360 if abs(b) > 0.02 * abs(a) else 0 if a >= 0 else 180
        scale = math.hypot(c, d)
        tall = size.value * scale if math.isfinite(scale) else 0.0
        styles[piece] = kinds[kind] = Style(tall, bold or mode == 2, mode in (3, 7), turn, name, unmapped)
    return styles


def _font(textpage: int, character: int, objects: list[int]) -> tuple[bool, str, bool]:
    """Of the font of a character: whether it is bold, its name, and whether most of its next characters have no code."""
    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    length = pdf.char_font(textpage, character, ctypes.addressof(name), 256, ctypes.addressof(flags))
    font = _SUBSET.sub("", name.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace"))
    bold = _HEAVY.search(font) is not None or pdf.char_weight(textpage, character) >= _BOLD
    mine = pdf.text_font(objects[character])
    near = range(character, min(character + _PROBED, len(objects)))
    same = [i for i in near if objects[i] and pdf.text_font(objects[i]) == mine]
    unmapped = sum(pdf.char_unmapped(textpage, i) > 0 for i in same)
    return bold, font, 2 * unmapped > len(same)


def words_of(characters: Characters, matrix: Matrix, quarters: int, width: float, height: float) -> Printed:
    """Words of a page that ``matrix`` brings to its place and size, turned clockwise by ``quarters``."""
    printed = Printed()
    upright = -90 * quarters % 360
    for text, edges, box, style in _runs(characters, matrix):
        printed.characters += len(text)
        if style.turn != upright:
            printed.turned += text
            continue
        if style.unmapped:
            printed.unreadable += len(text)
            text = _UNREADABLE * len(text)
        elif _ODD.search(text):
            text, edges, bad = _readable(text, edges, style.font)
            printed.unreadable += bad
            if not text:
                continue
        if box.right < 0 or box.bottom < 0 or box.left > width or box.top > height:
            printed.outside += 1
            continue
        word = Word(text, box, round(style.size, 1), style.bold, edges)
        (printed.hidden if style.invisible else printed.upright).append(word)
    return printed


def _runs(characters: Characters, matrix: Matrix) -> Iterator[tuple[str, list[float], Box, Style]]:
    """Characters side by side, of one style, as one run: its text, where each character begins, its box."""
    text, styles, objects = characters.text, characters.styles, characters.objects
    lefts, tops, rights, bottoms = _shown(characters.boxes, matrix)
    edge = base = tall = 0.0
    run: list[int] = []
    piece, style = -1, styles[0]
    for i in range(len(text)):
        code = text[i]
        left, right, top, bottom = lefts[i], rights[i], tops[i], bottoms[i]
        high = bottom - top
        if (code <= " " and code != "\x02") or code == "\u3000" or code == "\xa0" or high < _LEAST:
            if run:
                yield _run(text, run, lefts, tops, rights, bottoms, style)
                run = []
            continue
        here = objects[i]
        same = here == piece or not run
        if not same:
            other = styles[here]
            same = other == style or (other[1:4] == style[1:4] and abs(other.size - style.size) < 0.05 * style.size)
            piece = here
        if run:
            gap = left - edge
            if same and -_OVERLAP * tall < gap < _APART * tall and -0.35 * tall < bottom - base < 0.35 * tall:
                run.append(i)
                edge = right
                continue
            last = run[-1]
            if here == objects[last] and left == lefts[last] and right == rights[last]:
                run.append(i)  # a glyph that stands for several characters
                continue
            if text[last] == code and abs(left - lefts[last]) < 0.3 * tall and abs(bottom - base) < 0.3 * tall:
                continue  # printed twice to look bold
            yield _run(text, run, lefts, tops, rights, bottoms, style)
        piece, style = here, styles[here]
        run = [i]
        edge, base, tall = right, bottom, high
    if run:
        yield _run(text, run, lefts, tops, rights, bottoms, style)


def _run(
    text: str, run: list[int], lefts: Floats, tops: Floats, rights: Floats, bottoms: Floats, style: Style
) -> tuple[str, list[float], Box, Style]:
    first, end = run[0], run[-1] + 1
    if end - first == len(run):
        return (
            text[first:end],
            list(lefts[first:end]),
            Box(lefts[first], min(tops[first:end]), rights[end - 1], max(bottoms[first:end])),
            style,
        )
    box = Box(lefts[first], min(tops[i] for i in run), rights[end - 1], max(bottoms[i] for i in run))
    return "".join(text[i] for i in run), [lefts[i] for i in run], box, style


def _shown(boxes: array[float], matrix: Matrix) -> tuple[Floats, Floats, Floats, Floats]:
    """Left, top, right and bottom of each box as shown."""
    x0, y1, x1, y0 = boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4]
    a, b, c, d, e, f = matrix
    if b == 0 and c == 0 and a == 1 and d == -1:
        return [x + e for x in x0], [f - y for y in y1], [x + e for x in x1], [f - y for y in y0]
    placed = [matrix.box(*corners) for corners in zip(x0, y0, x1, y1, strict=True)]
    return tuple(map(list, zip(*placed, strict=True))) if placed else ([], [], [], [])  # type: ignore[return-value]


def _readable(text: str, edges: list[float], font: str) -> tuple[str, list[float], int]:
    """A run with the signs of symbol fonts and ligatures as characters; and how many characters have no meaning."""
    found: list[str] = []
    places: list[float] = []
    bad = 0
    for character, edge in zip(text, edges, strict=True):
        if _ODD.match(character):
            meaning = _meaning(character, font)
            bad += meaning is None
            character = _UNREADABLE if meaning is None else meaning
        found.append(character)
        places += [edge] * len(character)
    return "".join(found), places, bad


def _meaning(character: str, font: str) -> str | None:
    if character in "\x02\ufffe":
        return "-"  # a hyphen at the end of a line
    if character in _LIGATURES:
        return _LIGATURES[character]
    code = ord(character)
    if 0xF000 <= code <= 0xF0FF:
        return symbol(font, code)
    return "" if code < 0x20 else None
