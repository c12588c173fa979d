"""Pages of an OFD file drawn again from what its reader knows: texts, straight lines, pictures. What must not be told is
not among the texts, and painted over in the pictures."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from wenxiao.documents import pictures
from wenxiao.documents.facsimile import (
    LARGE,
    PAINT,
    PAINT_NAME,
    Edges,
    Facsimile,
    Secret,
    Sign,
    Signs,
    Wanted,
    coverings,
    packed,
    secret_boxes,
)
from wenxiao.documents.layout.model import Stroke, Word
from wenxiao.documents.model import Box, UnreadableError
from wenxiao.documents.progress import advance
from wenxiao.documents.readers.base import Source
from wenxiao.documents.readers.ofd_pages import Shown, largest, printed_on
from wenxiao.documents.readers.ofd_structure import Leaf, Structure

#: Below the line, in font sizes, as the reader places its characters.
_BELOW = 0.14
_FONTS = "'Noto Serif CJK SC','Source Han Serif SC','Songti SC',SimSun,serif"
#: Pictures of one page that are drawn.
_MOST = 50


def show(source: Source, wanted: Sequence[Wanted], secret: Secret | None) -> Iterator[Facsimile]:
    """Drawings of the pages that can be read."""
    asked = {one.number: one for one in wanted}
    try:
        structure = Structure(source)
        for number, leaf in enumerate(structure.leaves(), 1):
            one = asked.pop(number, None)
            if one is not None and leaf is not None:
                advance(len(wanted) - len(asked), len(wanted))
                yield _facsimile(structure, leaf, one, secret)
            if not asked:
                return
    except UnreadableError:
        return


def _facsimile(structure: Structure, leaf: Leaf, wanted: Wanted, secret: Secret | None) -> Facsimile:
    sheet, _, shown = printed_on(leaf, wanted.number)
    # The text of a page that was read from its picture has no meaning.
    words = [] if wanted.recognised else [_signs(word) for word in sheet.words]
    signs = [sign for word in words for sign in word]
    known = Signs(signs)
    edges: list[Edges | None] = [known.edges(strip) for strip in wanted.strips]
    covered = coverings(wanted.strips, edges)
    if secret is not None:
        covered += secret_boxes([sign for sign in signs if not known.claimed(sign)], secret)
    scan = largest(shown) if wanted.recognised and shown else None
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wanted.width:.1f} {wanted.height:.1f}" '
        f'width="{wanted.width:.1f}" height="{wanted.height:.1f}" font-family="{_FONTS}">'
        f'<rect width="100%" height="100%" fill="#fff"/>'
    ]
    least = LARGE * wanted.width * wanted.height
    kept = [one for one in shown if secret is None or one is scan or _area(one[0]) <= least]
    parts += (_image(structure, one, covered, upright=one is scan) for one in kept[:_MOST])
    parts += (_line(stroke, across=True) for stroke in sheet.across)
    parts += (_line(stroke, across=False) for stroke in sheet.down)
    parts += (
        _text(word, run, covered) for word, run in zip([] if wanted.recognised else sheet.words, words, strict=True)
    )
    parts += (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}" fill="{PAINT_NAME}"/>'
        for left, top, right, bottom in covered
    )
    return Facsimile(
        wanted.number, "image/svg+xml", "".join((*parts, "</svg>")).encode(), tuple(edges), len(shown) - len(kept)
    )


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _signs(word: Word) -> list[Sign]:
    """The characters of a word, each from where it begins to where the next one does."""
    left, top, right, bottom = word.box
    begins = [*word.edges, right] if len(word.edges) == len(word.text) else []
    if not begins:
        step = (right - left) / len(word.text)
        begins = [left + n * step for n in range(len(word.text) + 1)]
    return [Sign(c, Box(begins[n], top, max(begins[n + 1], begins[n]), bottom)) for n, c in enumerate(word.text)]


def _text(word: Word, signs: Sequence[Sign], covered: Sequence[Box]) -> str:
    """A word without what is covered, each run of it in its place."""
    base = word.box.bottom - _BELOW * word.size
    weight = ' font-weight="700"' if word.bold else ""
    out = []
    for hidden, run in groupby(signs, key=lambda sign: _inside(sign.box, covered)):
        if hidden:
            continue
        kept = list(run)
        lefts = " ".join(f"{sign.box.left:.1f}" for sign in kept)
        text = escape("".join(sign.text if sign.text.isprintable() else " " for sign in kept))
        out.append(f'<text x="{lefts}" y="{base:.1f}" font-size="{word.size:.1f}"{weight}>{text}</text>')
    return "".join(out)


def _inside(box: Box, covered: Sequence[Box]) -> bool:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in covered)


def _line(stroke: Stroke, *, across: bool) -> str:
    at, start, end = stroke
    x0, y0, x1, y1 = (start, at, end, at) if across else (at, start, at, end)
    return f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}" stroke="#000" stroke-width=".6"/>'


def _image(structure: Structure, shown: Shown, covered: Sequence[Box], *, upright: bool) -> str:
    """A picture, painted over where something covered lies on it; ``upright`` as it was read."""
    box, resource = shown
    width, height = box.right - box.left, box.bottom - box.top
    data = structure.resource(resource)
    picture = pictures.unpacked(data) if data and width > 1 and height > 1 else None
    if picture is None:
        return ""
    image = pictures.as_image(pictures.upright(picture) if upright else picture)
    across, down = image.width / width, image.height / height
    for left, top, right, bottom in covered:
        area = (
            max(0, int((left - box.left) * across)),
            max(0, int((top - box.top) * down)),
            min(image.width, int((right - box.left) * across) + 1),
            min(image.height, int((bottom - box.top) * down) + 1),
        )
        if area[0] < area[2] and area[1] < area[3]:
            image.paste(PAINT, area)
    media_type, small = packed(image, width, height)
    return (
        f'<image x="{box.left:.1f}" y="{box.top:.1f}" width="{width:.1f}" height="{height:.1f}" preserveAspectRatio="none" '
        f'href="data:{media_type};base64,{b64encode(small).decode("ascii")}"/>'
    )
