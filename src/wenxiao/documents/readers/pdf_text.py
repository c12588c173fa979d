"""The characters of a PDF page as words, each with its place on the page as shown."""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from struct import Struct
from typing import NamedTuple

from wenxiao.documents.layout.geometry import Matrix
from wenxiao.documents.layout.model import Stroke, Word
from wenxiao.documents.model import Box
from wenxiao.documents.readers import pdf_library as pdf
from wenxiao.documents.readers.symbols import sign

_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ue000-\uf8ff\ufb00-\ufb06\ufff0-\uffff\U000f0000-\U0010ffff]")
_FOUR, _FIVE = Struct("4f"), Struct("5f")
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
#: Left, top, right and bottom of a character as shown.
Edges = tuple[float, float, float, float]
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

    __slots__ = ("_alike", "_fonts", "_kinds", "_look", "_page", "_styles", "quarters", "runs", "text")

    def __init__(self, textpage: int, count: int, text: str) -> None:
        """``text`` is the page's text of ``count`` characters as the library gives it in one piece."""
        if len(text) != count:  # some characters have no code, or a code of two
            text = "".join(_character(pdf.char_code(textpage, i)) for i in range(count))
        self.text = text
        self._page = textpage
        self._look = (ctypes.c_char * 24)()
        self._styles: dict[int | None, Style] = {None: Style(0, False, False, 0)}  # by the object of a piece of text
        self._kinds: dict[tuple[int | None, int, bytes], Style] = {}
        self._alike: dict[Style, Style] = {}
        self._fonts: dict[int | None, tuple[bool, str, bool]] = {}
        self.runs: list[tuple[int, int, Style]] = []  # begin, end and style of each
        styles, char_object = self._styles, pdf.char_object
        for run in _RUN.finditer(text):
            begin, end = run.span()
            while begin < end:
                piece = char_object(textpage, begin)
                style = styles.get(piece) or self._new_style(begin, piece)
                change = end
                # Seldom: a run is of one piece.
                if end - begin > 1 and char_object(textpage, end - 1) != piece and self.style(end - 1) is not style:
                    change = self._change(begin, end, style)
                self.runs.append((begin, change, style))
                begin = change
        turn = self._turn()
        #: Quarters by which the page must be turned clockwise for most of its text to stand upright.
        self.quarters = -(turn // 90) % 4 if turn % 90 == 0 else 0

    def _turn(self) -> int:
        """The direction of most characters."""
        if len({style.turn for style in self._alike}) == 1:
            return next(iter(self._alike)).turn
        turns: Counter[int] = Counter()
        for begin, end, style in self.runs:
            turns[style.turn] += end - begin
        return turns.most_common(1)[0][0] if turns else 0

    def placer(self, matrix: Matrix) -> Callable[[int], Edges]:
        """The edges of a character, by its index, where ``matrix`` brings it."""
        page, get, unpack = self._page, pdf.char_box, _FOUR.unpack
        buffer = (ctypes.c_float * 4)()
        at = ctypes.addressof(buffer)
        if matrix[:4] == (1, 0, 0, -1):
            x, y = matrix.e, matrix.f

            def place(index: int) -> Edges:
                get(page, index, at)
                left, top, right, bottom = unpack(buffer)
                return left + x, y - top, right + x, y - bottom

        else:

            def place(index: int) -> Edges:
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
        piece = pdf.char_object(self._page, index)
        return self._styles.get(piece) or self._new_style(index, piece)

    def _new_style(self, index: int, piece: int) -> Style:
        at = ctypes.addressof(self._look)
        pdf.char_matrix(self._page, index, at)
        pdf.text_size(piece, at + 16)  # over the place of the piece, which is no matter of style
        font, mode = pdf.text_font(piece), pdf.text_mode(piece)
        kind = font, mode, self._look.raw[:20]
        style = self._kinds.get(kind)
        if style is None:
            a, b, c, d, size = _FIVE.unpack(kind[2])
            if font not in self._fonts:
                self._fonts[font] = self._font(index, font)
            bold, name, unmapped = self._fonts[font]
            turn = -round(math.degrees(math.atan2(b, a))) % 360 if abs(b) > 0.02 * abs(a) else 0 if a >= 0 else 180
            tall = size * math.hypot(c, d)
            tall = round(tall, 1) if math.isfinite(tall) else 0.0
            odd = name if unmapped or name.lower().startswith(("wingdings", "symbol")) else ""
            style = Style(tall, bold or mode == 2, mode in (3, 7), turn, odd, unmapped)
            style = self._kinds[kind] = self._alike.setdefault(style, style)  # one object for one look
        self._styles[piece] = style
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
    upright = -90 * quarters % 360
    place, text = characters.placer(matrix), characters.text
    words = _Words(width, height, sorted(bar.at for bar in bars), place, _ODD.search(text) is not None)
    for begin, end, style in characters.runs:
        words.printed.characters += end - begin
        if style.turn != upright:
            words.printed.turned += text[begin:end]
            continue
        run = text[begin:end]
        left, top, right, bottom = first = place(begin)
        if end - begin > 1:
            last = place(end - 1)
            if not _fits(run, first, last, style.size):
                for piece in _pieces(run, begin, style, place):
                    words.add(*piece)
                continue
            _, high, right, low = last
            top, bottom = high if high < top else top, low if low > bottom else bottom
        if bottom - top >= _LEAST:
            words.add(run, [range(begin, end)], left, top, right, bottom, style)
    words.end()
    return words.printed


class _Words:
    """Puts runs together that the library parts and a reader does not, and each word where it belongs."""

    def __init__(
        self, width: float, height: float, cuts: list[float], place: Callable[[int], Edges], odd: bool
    ) -> None:
        """A page as shown: its size, where upright lines and characters stand, and whether it has odd characters."""
        self.printed = Printed()
        self._width, self._height, self._cuts, self._place, self._odd = width, height, cuts, place, odd
        self._text = ""  # of the word that may go on
        self._indexes: list[range] = []
        self._left = self._top = self._right = self._bottom = 0.0
        self._style = Style(0, False, False, 0)

    def add(
        self, text: str, indexes: list[range], left: float, top: float, right: float, bottom: float, style: Style
    ) -> None:
        """Characters side by side, with the ranges of their indexes and their box."""
        held = self._text
        if held and style is self._style:
            # It goes on after the white space that the library sees, as between Chinese and figures.
            tall = style.size
            near = 0.1 if held[-1].isascii() and text[0].isascii() else _APART
            if -0.1 * tall < left - self._right < near * tall and abs(bottom - self._bottom) < 0.35 * tall:
                self._text = held + text
                self._indexes += indexes
                self._right = right
                self._top, self._bottom = min(self._top, top), max(self._bottom, bottom)
                return
        if held:
            self.end()
        self._text, self._indexes, self._style = text, indexes, style
        self._left, self._top, self._right, self._bottom = left, top, right, bottom

    def end(self) -> None:
        """Put the word where it belongs."""
        text, style, printed = self._text, self._style, self.printed
        if not text:
            return
        edges: list[float] = []
        cuts, inner = self._cuts, 0.3 * style.size
        if cuts and bisect_left(cuts, self._left + inner) < bisect_left(cuts, self._right - inner):
            edges = [self._place(i)[0] for part in self._indexes for i in part]
        if style.unmapped:
            printed.unreadable += len(text)
            text = _UNREADABLE * len(text)
        elif self._odd and _ODD.search(text):
            text, edges, bad = _readable(text, edges, style.font)
            printed.unreadable += bad
            if not text:
                return
        if self._right < 0 or self._bottom < 0 or self._left > self._width or self._top > self._height:
            printed.outside += 1
            return
        box = Box(self._left, self._top, self._right, self._bottom)
        word = Word(text, box, style.size, style.bold, edges)
        (printed.hidden if style.invisible else printed.upright).append(word)


def _fits(text: str, first: Edges, last: Edges, size: float) -> bool:
    """Whether characters can stand side by side from the first to the last: Chinese fill a square, others half of one."""
    if abs(first[3] - last[3]) > 0.35 * size:
        return False
    count = len(text)
    natural = (0.55 * count + 0.225 * (len(text.encode("utf-8", "replace")) - count)) * size
    return 0.7 * natural < last[2] - first[0] < 1.25 * natural + 0.3 * size


def _pieces(
    text: str, begin: int, style: Style, place: Callable[[int], Edges]
) -> Iterator[tuple[str, list[range], float, float, float, float, Style]]:
    """Characters of one style that stand side by side, one by one."""
    run: list[int] = []
    box = last = Box(0, 0, 0, 0)

    def whole() -> tuple[str, list[range], float, float, float, float, Style]:
        return "".join(text[i - begin] for i in run), [range(i, i + 1) for i in run], *box, style

    for i, character in enumerate(text, begin):
        here = Box(*place(i))
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
