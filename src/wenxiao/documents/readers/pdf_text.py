"""The characters of a PDF page as words, each with its place on the page as shown."""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from struct import Struct
from typing import NamedTuple

from wenxiao.documents.layout.geometry import Matrix
from wenxiao.documents.layout.model import Stroke, Word
from wenxiao.documents.model import Box
from wenxiao.documents.readers import pdf_library as pdf
from wenxiao.documents.readers.symbols import sign

_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ue000-\uf8ff\ufb00-\ufb06\ufff0-\uffff\U000f0000-\U0010ffff]")
_SEVEN = Struct("7f")
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
_RUN = re.compile(r"[^\x00\x01\x03-\x20\xa0\u3000]+")


class Style(NamedTuple):
    """How the characters of one piece of text are printed. ``turn`` is their direction in degrees, 0 is upright."""

    size: float
    bold: bool
    invisible: bool
    turn: int
    font: str = ""  # its name, where that says what its characters mean
    unmapped: bool = False  # the font does not say which characters its glyphs are


@dataclass(slots=True)
class Printed:
    """Words of a page by how they stand on it, and how much of it has no meaning."""

    upright: list[Word] = field(default_factory=list)
    hidden: list[Word] = field(default_factory=list)  # invisible text, as over a scan
    turned: str = ""  # text that is not in the direction of the page's text
    outside: int = 0  # words beyond the page's visible box
    characters: int = 0
    unreadable: int = 0


class Characters:
    """The characters of a page in the order of the file, as runs that no white space parts."""

    __slots__ = ("_alike", "_fonts", "_kinds", "_page", "_styles", "_values", "quarters", "runs", "text")

    def __init__(self, textpage: int, count: int, text: str) -> None:
        """``text`` is the page's text of ``count`` characters as the library gives it in one piece."""
        if len(text) != count:  # some characters have no code, or a code of two
            text = "".join(_character(pdf.char_code(textpage, i)) for i in range(count))
        self.text = text
        self._page = textpage
        self._values = (ctypes.c_float * 7)()
        self._styles: dict[int, Style] = {0: Style(0, False, False, 0)}
        self._kinds: dict[tuple[int | None, int, float, float, float, float, float], Style] = {}
        self._alike: dict[Style, Style] = {}
        self._fonts: dict[int | None, tuple[bool, str, bool]] = {}
        self.runs: list[tuple[int, int, Style]] = []  # begin, end and style of each
        turns: Counter[int] = Counter()
        for run in _RUN.finditer(text):
            begin, end = run.span()
            while begin < end:
                style = self.style(begin)
                change = end
                if end - begin > 1 and self.style(end - 1) is not style:  # seldom: a run is of one piece
                    change = self._change(begin, end, style)
                turns[style.turn] += change - begin
                self.runs.append((begin, change, style))
                begin = change
        turn = turns.most_common(1)[0][0] if turns else 0
        #: Quarters by which the page must be turned clockwise for most of its text to stand upright.
        self.quarters = -(turn // 90) % 4 if turn % 90 == 0 else 0

    def placer(self, matrix: Matrix) -> Callable[[int], Box]:
        """The box of a character, by its index, where ``matrix`` brings it."""
        page, get, unpack = self._page, pdf.char_box, Struct("4f").unpack  # faster than the array's own
        buffer = (ctypes.c_float * 4)()
        at = ctypes.addressof(buffer)
        if matrix[:4] == (1, 0, 0, -1):
            x, y = matrix.e, matrix.f

            def place(index: int) -> Box:
                get(page, index, at)
                left, top, right, bottom = unpack(buffer)
                return Box(left + x, y - top, right + x, y - bottom)

        else:

            def place(index: int) -> Box:
                get(page, index, at)
                left, top, right, bottom = unpack(buffer)
                return matrix.box(left, top, right, bottom)

        return place

    def _change(self, begin: int, end: int, style: Style) -> int:
        """An index between at which the style changes."""
        while end - begin > 1:
            middle = (begin + end) // 2
            if self.style(middle) is style:
                begin = middle
            else:
                end = middle
        return end

    def style(self, index: int) -> Style:
        piece = pdf.char_object(self._page, index) or 0
        style = self._styles.get(piece)
        if style is None:
            style = self._styles[piece] = self._new_style(index, piece)
        return style

    def _new_style(self, index: int, piece: int) -> Style:
        values = self._values
        at = ctypes.addressof(values)
        pdf.char_matrix(self._page, index, at)
        pdf.text_size(piece, at + 24)
        a, b, c, d, _, _, size = _SEVEN.unpack(values)
        font, mode = pdf.text_font(piece), pdf.text_mode(piece)
        kind = (font, mode, size, a, b, c, d)
        style = self._kinds.get(kind)
        if style is None:
            if font not in self._fonts:
                self._fonts[font] = self._font(index, font)
            bold, name, unmapped = self._fonts[font]
            turn = -round(math.degrees(math.atan2(b, a))) % 360 if abs(b) > 0.02 * abs(a) else 0 if a >= 0 else 180
            tall = size * math.hypot(c, d)
            tall = round(tall, 1) if math.isfinite(tall) else 0.0
            odd = name if unmapped or name.lower().startswith(("wingdings", "symbol")) else ""
            style = Style(tall, bold or mode == 2, mode in (3, 7), turn, odd, unmapped)
            style = self._kinds[kind] = self._alike.setdefault(style, style)  # one object for one look
        return style

    def _font(self, index: int, font: int | None) -> tuple[bool, str, bool]:
        """Whether the font of a character is bold, its name, and whether most of its next characters have no code."""
        name = ctypes.create_string_buffer(256)
        flags = ctypes.c_int()
        length = pdf.char_font(self._page, index, ctypes.addressof(name), 256, ctypes.addressof(flags))
        said = _SUBSET.sub("", name.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace"))
        bold = _HEAVY.search(said) is not None or pdf.char_weight(self._page, index) >= _BOLD
        near = range(index, min(index + _PROBED, len(self.text)))
        objects = ((i, pdf.char_object(self._page, i)) for i in near)
        same = [i for i, piece in objects if piece and pdf.text_font(piece) == font]
        unmapped = sum(pdf.char_unmapped(self._page, i) > 0 for i in same)
        return bold, said, 2 * unmapped > len(same)


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else _UNREADABLE if code else "\0"


def words_of(
    characters: Characters, matrix: Matrix, quarters: int, width: float, height: float, bars: Sequence[Stroke]
) -> Printed:
    """Words of a page that ``matrix`` brings to its place and size, turned clockwise by ``quarters``.

    Where each character of a word begins is found out only if one of the upright ``bars`` may cut it.
    """
    printed = Printed()
    upright = -90 * quarters % 360
    place = characters.placer(matrix)
    odd = _ODD.search(characters.text) is not None
    page = _Place(width, height, sorted(bar.at for bar in bars), place, odd)
    held: _Run | None = None
    for begin, end, style in characters.runs:
        printed.characters += end - begin
        if style.turn != upright:
            printed.turned += characters.text[begin:end]
            continue
        for run in _runs(characters, begin, end, style, place):
            if held is None:
                held = run
            elif style is held.style and _adjoins(held, run):
                one, other = held.box, run.box
                box = Box(one.left, min(one.top, other.top), other.right, max(one.bottom, other.bottom))
                held = _Run(held.text + run.text, held.indexes + run.indexes, box, style)
            else:
                _take(printed, held, page)
                held = run
    if held is not None:
        _take(printed, held, page)
    return printed


class _Run(NamedTuple):
    """Characters side by side: their text, ranges of their indexes, box as shown, style."""

    text: str
    indexes: tuple[range, ...]
    box: Box
    style: Style


def _adjoins(run: _Run, following: _Run) -> bool:
    """Whether a run goes on after the white space that the library sees, as between Chinese and figures."""
    one, other = run.box, following.box
    tall = run.style.size
    near = 0.1 if run.text[-1].isascii() and following.text[0].isascii() else _APART
    return -0.1 * tall < other.left - one.right < near * tall and abs(other.bottom - one.bottom) < 0.35 * tall


class _Place(NamedTuple):
    """A page as shown: its size, where upright lines and each character stand, and whether it has odd characters."""

    width: float
    height: float
    cuts: list[float]
    of: Callable[[int], Box]
    odd: bool


def _take(printed: Printed, run: _Run, page: _Place) -> None:
    """Put a run where it belongs."""
    text, indexes, box, style = run
    edges: list[float] = []
    cuts, inner = page.cuts, 0.3 * style.size
    if cuts and bisect_left(cuts, box.left + inner) < bisect_left(cuts, box.right - inner):
        edges = [page.of(i).left for part in indexes for i in part]
    if style.unmapped:
        printed.unreadable += len(text)
        text = _UNREADABLE * len(text)
    elif page.odd and _ODD.search(text):
        text, edges, bad = _readable(text, edges, style.font)
        printed.unreadable += bad
        if not text:
            return
    if box.right < 0 or box.bottom < 0 or box.left > page.width or box.top > page.height:
        printed.outside += 1
        return
    word = Word(text, box, style.size, style.bold, edges)
    (printed.hidden if style.invisible else printed.upright).append(word)


def _runs(characters: Characters, begin: int, end: int, style: Style, place: Callable[[int], Box]) -> Iterable[_Run]:
    """The characters of a run as one, told by the first and the last; where they do not fit, piece by piece."""
    box = place(begin)
    text = characters.text[begin:end]
    if end - begin > 1:
        last = place(end - 1)
        if not _fits(text, box, last, style.size):
            return _pieces(text, begin, style, place)
        box = Box(box.left, min(box.top, last.top), last.right, max(box.bottom, last.bottom))
    return (_Run(text, (range(begin, end),), box, style),) if box.bottom - box.top >= _LEAST else ()


def _fits(text: str, first: Box, last: Box, size: float) -> bool:
    """Whether characters can stand side by side from the first to the last: Chinese fill a square, others half of one."""
    if abs(first.bottom - last.bottom) > 0.35 * size:
        return False
    count = len(text)
    natural = (0.55 * count + 0.225 * (len(text.encode("utf-8", "replace")) - count)) * size
    return 0.7 * natural < last.right - first.left < 1.25 * natural + 0.3 * size


def _pieces(text: str, begin: int, style: Style, place: Callable[[int], Box]) -> Iterator[_Run]:
    """Characters of one style that stand side by side, one by one."""
    run: list[int] = []
    box = last = Box(0, 0, 0, 0)

    def whole() -> _Run:
        return _Run("".join(text[i - begin] for i in run), tuple(range(i, i + 1) for i in run), box, style)

    for i, character in enumerate(text, begin):
        here = place(i)
        tall = here.bottom - here.top
        if tall < _LEAST:
            continue
        if run:
            gap = here.left - last.right
            level = abs(here.bottom - last.bottom) < 0.35 * tall
            if here.left == last.left and here.right == last.right and here.right - here.left > 1.6 * tall:
                run.append(i)  # one glyph for several characters, as a long dash
                continue
            if level and text[run[-1] - begin] == character and abs(here.left - last.left) < 0.3 * tall:
                continue  # printed twice to look bold
            if level and -_OVERLAP * tall < gap < _APART * tall:
                run.append(i)
                box = Box(box.left, min(box.top, here.top), here.right, max(box.bottom, here.bottom))
                last = here
                continue
            yield whole()
        run, box, last = [i], here, here
    if run:
        yield whole()


def _readable(text: str, edges: list[float], font: str) -> tuple[str, list[float], int]:
    """A run with the signs of symbol fonts and ligatures as characters; and how many characters have no meaning."""
    found: list[str] = []
    places: list[float] = []
    bad = 0
    for character, edge in zip(text, edges or [0.0] * len(text), strict=True):
        if _ODD.match(character):
            meaning = _meaning(character, font)
            bad += meaning is None
            character = _UNREADABLE if meaning is None else meaning
        found.append(character)
        places += [edge] * len(character)
    return "".join(found), places if edges else [], bad


def meant(character: str, font: str) -> str:
    """What a character is read as in its font; empty for one that is nothing."""
    if not _ODD.match(character):
        return character
    meaning = _meaning(character, font)
    return _UNREADABLE if meaning is None else meaning


def _meaning(character: str, font: str) -> str | None:
    if character in "\x02\ufffe":
        return "-"  # a hyphen at the end of a line
    if character in _LIGATURES:
        return _LIGATURES[character]
    code = ord(character)
    if 0xF000 <= code <= 0xF0FF:
        return sign(font, code)
    return "" if code < 0x20 else None
