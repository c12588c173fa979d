"""Pages of an original as pictures: what is asked for, what is covered in them before anybody sees them, how they are packed.

What must not be told is painted over in the pixels (or left out of a drawing), so that no picture holds it.
"""

from __future__ import annotations

import io
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from wenxiao.documents.model import Box

if TYPE_CHECKING:
    from PIL import Image

#: Ranges of a text that must not be told. It is called where the page is drawn, on text that its reader left out.
Secret = Callable[[str], Sequence[tuple[int, int]]]
#: Where a character begins and ends on its line.
Edges = tuple[tuple[float, float], ...]

#: Dots per inch of a picture of a page.
DPI = 100
#: The longest side that a picture may have.
LONGEST = 1800
#: A picture on a page of text that covers more than this share of it may show a list or a card: it is left out where
#: data of persons are hidden. Stamps are smaller.
LARGE = 0.12
#: What is painted over what must not be told, and how it is written where colours have names.
PAINT = (68, 68, 68)
PAINT_NAME = "#444"
#: How far paint reaches beyond a character: points, and where its place is not exact a share of its height.
_BEYOND = 0.8
_VAGUE = 0.25
#: Greys of a page without colour, and how far apart red, green and blue may be for that.
_GREYS = 16
_COLOURLESS = 24
_COLOURS = 16
#: A picture with more bytes than this may be a photograph rather than print; it is if it is clearly smaller as such.
_PRINT = 60_000
_CLEARLY = 0.75
_QUALITY = 62


class Strip(NamedTuple):
    """A piece of one printed line: its text as it may be told, its box, and the ranges of the text to be covered."""

    text: str
    box: Box
    covered: tuple[tuple[int, int], ...] = ()


class Wanted(NamedTuple):
    """A page, by its number from 1, with all strips that stand on it.

    ``recognised``: its text was read from its picture, which must be set upright as it was for that.
    """

    number: int
    width: float
    height: float
    strips: tuple[Strip, ...]
    recognised: bool = False


class Facsimile(NamedTuple):
    """The picture of a page. ``edges``: of each strip where its characters stand, None where that is not known.

    ``without``: how many large pictures on the page are left out, because nobody has read them.
    """

    number: int
    media_type: str
    data: bytes
    edges: tuple[Edges | None, ...]
    without: int = 0


class Sign(NamedTuple):
    """A character as it stands on a page."""

    text: str
    box: Box


class Signs:
    """The characters of a page, to be found again in its strips."""

    def __init__(self, signs: Sequence[Sign]) -> None:
        self._signs = sorted((s for s in signs if s.text.strip()), key=lambda s: s.box.top + s.box.bottom)
        self._middles = [(s.box.top + s.box.bottom) / 2 for s in self._signs]
        self._claimed: set[int] = set()

    def edges(self, strip: Strip) -> Edges | None:
        """Where the characters of a strip stand; None unless all that can be compared are the same."""
        signs = self._within(strip.box)
        if any(len(sign.text) != 1 for sign in signs):
            signs = [part for sign in signs for part in _parts(sign)]
        printed = [at for at, character in enumerate(strip.text) if not character.isspace()]
        if len(printed) != len(signs):
            return None
        hidden = {at for start, end in strip.covered for at in range(start, end)}
        found: list[tuple[float, float]] = [(0.0, 0.0)] * len(strip.text)
        for at, sign in zip(printed, signs, strict=True):
            if at not in hidden and not _same(strip.text[at], sign.text):
                return None
            found[at] = sign.box.left, sign.box.right
        return _spaced(strip.text, found)

    def claimed(self, sign: Sign) -> bool:
        """Whether a character stands in one of the strips asked for so far."""
        return id(sign) in self._claimed

    def _within(self, box: Box) -> list[Sign]:
        """The characters inside of a box from left to right, one that is printed twice to look bold once."""
        low, high = bisect_left(self._middles, box.top), bisect_right(self._middles, box.bottom)
        inside: list[Sign] = []
        for at in range(low, high):
            sign = self._signs[at]
            if box.left - 0.5 <= (sign.box.left + sign.box.right) / 2 <= box.right + 0.5:
                self._claimed.add(id(sign))
                inside.append(sign)
        inside.sort(key=lambda sign: sign.box.left)
        once: list[Sign] = []
        for sign in inside:
            if once and once[-1].text == sign.text:
                one, other = once[-1].box, sign.box
                if other.left - one.left < 0.3 * (one.bottom - one.top) and other.left < one.right - 0.3 * (
                    one.right - one.left
                ):
                    once[-1] = Sign(sign.text, Box(one.left, one.top, other.right, one.bottom))
                    continue
            once.append(sign)
        return once


def _parts(sign: Sign) -> Iterator[Sign]:
    """The characters of a ligature, each with its share of the box."""
    left, top, right, bottom = sign.box
    step = (right - left) / len(sign.text)
    for at, character in enumerate(sign.text):
        yield Sign(character, Box(left + at * step, top, left + (at + 1) * step, bottom))


def _same(written: str, printed: str) -> bool:
    """Whether a character of the text may be what is printed; a sign of a symbol font was put into words by the reader."""
    return (
        written == printed
        or normalize("NFKC", written) == normalize("NFKC", printed)
        or "\ue000" <= printed <= "\uf8ff"
        or (written == "-" and printed in "\x02\ufffe")
    )


def _spaced(text: str, found: list[tuple[float, float]]) -> Edges:
    """A space stands from the end of what is before it to the beginning of what is behind."""
    after = 0.0
    for at in range(len(text)):
        if text[at].isspace():
            found[at] = after, after
        else:
            after = found[at][1]
    return tuple(found)


def coverings(strips: Sequence[Strip], edges: Sequence[Edges | None]) -> list[Box]:
    """The boxes to be painted over. Where the characters of a strip are not known one by one, all of it is."""
    boxes: list[Box] = []
    for strip, known in zip(strips, edges, strict=True):
        if not strip.covered:
            continue
        left, top, right, bottom = strip.box
        if known is None:
            beyond = max(_BEYOND, _VAGUE * (bottom - top))
            boxes.append(Box(left - beyond, top - beyond, right + beyond, bottom + beyond))
            continue
        for start, end in strip.covered:
            lefts, rights = zip(*known[start:end], strict=True)
            boxes.append(Box(min(lefts) - _BEYOND, top - _BEYOND, max(rights) + _BEYOND, bottom + _BEYOND))
    return boxes


def secret_boxes(signs: Sequence[Sign], secret: Secret) -> list[Box]:
    """The boxes of what must not be told in characters that no strip holds, in the order of their text."""
    text: list[str] = []
    at: list[int] = []  # for each character of the text its sign, -1 for what parts two signs
    for n, sign in enumerate(signs):
        between = _between(signs[n - 1].box, sign.box) if n else ""
        text += (between, sign.text)
        at += [-1] * len(between) + [n] * len(sign.text)
    boxes: list[Box] = []
    for start, end in secret("".join(text)):
        for n in dict.fromkeys(at[start:end]):
            if n >= 0:
                left, top, right, bottom = signs[n].box
                boxes.append(Box(left - _BEYOND, top - _BEYOND, right + _BEYOND, bottom + _BEYOND))
    return boxes


def _between(before: Box, box: Box) -> str:
    """What parts two characters: a line break, a gap or nothing."""
    tall = min(before.bottom - before.top, box.bottom - box.top)
    if abs(before.bottom - box.bottom) > 0.5 * tall:
        return "\n"
    return " " if not -tall < box.left - before.right < 0.3 * tall else ""


def finished(image: Image.Image, wanted: Wanted, edges: Sequence[Edges | None], more: Sequence[Box] = ()) -> Facsimile:
    """A page from its picture (red, green, blue; all of the page): covered, then made small. ``more`` is covered too."""
    scale = image.width / wanted.width
    for left, top, right, bottom in (*coverings(wanted.strips, edges), *more):
        image.paste(PAINT, (int(left * scale), int(top * scale), int(right * scale) + 1, int(bottom * scale) + 1))
    return Facsimile(wanted.number, *packed(image, wanted.width, wanted.height), tuple(edges))


def scale_of(width: float, height: float) -> float:
    """Pixels for a point of a page."""
    return min(DPI / 72, LONGEST / max(width, height, 1.0))


def packed(image: Image.Image, width: float, height: float) -> tuple[str, bytes]:
    """Media type and bytes of a picture (red, green, blue) that is ``width`` and ``height`` points large.

    Print has few greys or colours; a photograph is packed as such.
    """
    scale = scale_of(width, height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if image.width > size[0] + 2 or image.height > size[1] + 2:  # to squeeze out one pixel would blur all of them
        image = image.resize(size)
    few = _grey(image) if _colourless(image) else image.quantize(_COLOURS)
    print_ = io.BytesIO()
    few.save(print_, "PNG", optimize=True)
    if print_.tell() > _PRINT:
        photograph = io.BytesIO()
        image.save(photograph, "JPEG", quality=_QUALITY, optimize=True)
        if photograph.tell() < _CLEARLY * print_.tell():
            return "image/jpeg", photograph.getvalue()
    return "image/png", print_.getvalue()


def _colourless(image: Image.Image) -> bool:
    from PIL import ImageChops

    red, green, blue = image.split()
    apart = ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return sum(apart.histogram()[_COLOURLESS:]) * 5000 < image.width * image.height


def _grey(image: Image.Image) -> Image.Image:
    from PIL import Image as Images

    step = 255 // (_GREYS - 1)
    levels = image.convert("L").point([round(value / step) for value in range(256)])
    few = Images.frombytes("P", levels.size, levels.tobytes())
    few.putpalette([level * step for level in range(_GREYS) for _ in range(3)])
    return few
