"""Pages that are pictures: what a recogniser is given and gives back, and whether there is one.

Recognition comes with the extra ``wenxiao[ocr]``; everything else works without it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from wenxiao.documents.layout.model import Sheet, Stroke, Word
from wenxiao.documents.model import Box

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels: rows from the top, three bytes (red, green, blue) a pixel, without padding."""

    width: int
    height: int
    pixels: bytes


@dataclass(slots=True)
class Recognition:
    """What stands on a picture, in pixels from its upper left corner; ``size`` of a word is the height of its characters."""

    words: list[Word] = field(default_factory=list)
    across: list[Stroke] = field(default_factory=list)
    down: list[Stroke] = field(default_factory=list)


#: Larger pictures are refused before they are unpacked; longer ones are made smaller.
MAX_PIXELS = 120_000_000
LONGEST = 6000
#: Pages of one file.
_MOST = 2000
#: What to do where a picture cannot be read, in Chinese and in English.
MISSING = (
    '安装文字识别后可读：pip install "wenxiao[ocr]"',
    'text recognition reads it: pip install "wenxiao[ocr]"',
)

Recogniser = Callable[[Picture], Recognition]


class Deferred(Exception):  # noqa: N818  (a postponement, not a fault)
    """A document that needs recognition, while recognition is put off."""


_putting_off: ContextVar[bool] = ContextVar("putting_off", default=False)


@contextmanager
def put_off() -> Iterator[None]:
    """While this lasts nothing is recognised: what needs it raises ``Deferred``, where there is a recogniser at all."""
    token = _putting_off.set(True)
    try:
        yield
    finally:
        _putting_off.reset(token)


def _defer(_: Picture) -> Recognition:
    raise Deferred


def installed() -> Recogniser | None:
    """The recogniser of this installation, None where there is none."""
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        return None
    if _putting_off.get():
        return _defer
    from wenxiao.documents.ocr import recognise

    return recognise


def recognised(
    picture: Picture, sheet: Sheet, recognise: Recogniser, left: float = 0.0, top: float = 0.0, width: float = 0.0
) -> None:
    """Put on a sheet what is recognised on a picture, which stands there at ``left`` and ``top``; the whole page by default."""
    scale = (width or sheet.width) / picture.width
    found = recognise(picture)

    sheet.words += [
        word._replace(
            box=Box(
                left + word.box.left * scale,
                top + word.box.top * scale,
                left + word.box.right * scale,
                top + word.box.bottom * scale,
            ),
            size=round(word.size * scale, 1),
            edges=[left + edge * scale for edge in word.edges],
        )
        for word in found.words
    ]
    for at, start, end in found.across:
        sheet.across.append(Stroke(top + at * scale, left + start * scale, left + end * scale))
    for at, start, end in found.down:
        sheet.down.append(Stroke(left + at * scale, top + start * scale, top + end * scale))


def upright(picture: Picture) -> Picture:
    """A picture as its recogniser turned it before it read it: what was recognised has its place on that."""
    if installed() is None:
        return picture
    from wenxiao.documents.ocr import upright as turned

    return turned(picture)


def as_image(picture: Picture) -> Image.Image:
    """The same for the library of pictures."""
    from PIL import Image

    return Image.frombytes("RGB", (picture.width, picture.height), picture.pixels)


def unpacked(data: bytes) -> Picture | None:
    """The pixels of a picture file; None for one that is damaged or abnormally large."""
    try:
        return next(frames(data))[0]
    except (ValueError, StopIteration):
        return None


def frames(data: bytes) -> Iterator[tuple[Picture | None, int]]:
    """The pages of a picture file, each with how many there are; None for one that is abnormally large.

    Raises ``ValueError`` for a file that is damaged.
    """
    from PIL import Image, ImageSequence

    try:
        with Image.open(io.BytesIO(data)) as image:
            total = min(getattr(image, "n_frames", 1), _MOST)
            for number, frame in enumerate(ImageSequence.Iterator(image), 1):
                if number > total:
                    break
                yield (None if frame.width * frame.height > MAX_PIXELS else _picture(frame)), total
    except MemoryError:
        raise
    except Image.DecompressionBombError:
        yield None, 1
    except Exception:  # what the decoders of a damaged picture raise is no part of their contract
        raise ValueError from None


def _picture(image: Any) -> Picture:
    image.draft("RGB", (LONGEST, LONGEST))  # a large JPEG is unpacked smaller
    pixels = _opaque(image)
    pixels.thumbnail((LONGEST, LONGEST))
    width, height = pixels.size
    return Picture(width, height, pixels.tobytes())


def _opaque(image: Any) -> Any:
    """A picture on white paper, where it lets something through."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    from PIL import Image

    seen = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
