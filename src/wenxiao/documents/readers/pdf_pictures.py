"""Pages that are pictures: the one place where text recognition, if there is one, comes in.

A module ``wenxiao.documents.recognition`` with a function ``recognise`` is used where it is installed. This package does
not need it and does not know it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from wenxiao.documents.layout.model import Sheet, Stroke, Word
from wenxiao.documents.model import Box

_MODULE = "wenxiao.documents.recognition"
#: Dots per inch of the picture, and the longest side it may have.
DPI = 150
LONGEST = 6000


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels: rows from the top, three bytes (red, green, blue) a pixel, without padding."""

    width: int
    height: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class Recognition:
    """What stands on a picture, in pixels from its upper left corner; ``size`` of a word is the height of its characters."""

    words: Sequence[Word]
    across: Sequence[Stroke] = ()
    down: Sequence[Stroke] = ()


Recogniser = Callable[[Picture], Recognition]


def installed() -> Recogniser | None:
    """The recogniser of this installation, None where there is none."""
    if find_spec(_MODULE) is None:
        return None
    recognise: Recogniser = import_module(_MODULE).recognise
    return recognise


def recognised(page: Any, sheet: Sheet, recognise: Recogniser) -> None:
    """Put on a sheet what is recognised on the picture of its page (of pypdfium2)."""
    scale = min(DPI / 72, LONGEST / max(sheet.width, sheet.height))
    bitmap = page.render(scale=scale, rev_byteorder=True, force_bitmap_format=_RGB)
    try:
        rows = bytes(bitmap.buffer)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    finally:
        bitmap.close()
    pixels = b"".join(rows[at * stride : at * stride + 3 * width] for at in range(height))
    found = recognise(Picture(width, height, pixels))

    def points(stroke: Stroke) -> Stroke:
        return Stroke(*(value / scale for value in stroke))

    for word in found.words:
        sheet.words.append(
            word._replace(
                box=Box(*(value / scale for value in word.box)),
                size=word.size / scale,
                edges=[edge / scale for edge in word.edges],
            )
        )
    sheet.across += map(points, found.across)
    sheet.down += map(points, found.down)


_RGB = 2  # FPDFBitmap_BGR; with the bytes reversed it is RGB
