"""Pictures of the sample's cases, drawn: what was found, and the same place after it was solved."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable
from random import Random

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

_SIZE = (960, 720)
_ROAD, _SKY, _GREEN, _WALL = "#8f9296", "#cfe0ea", "#7c9b6c", "#c9bda8"


def kept(kinds: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Draw and keep a file of each kind (``cover``, ``cover-done``, …): its path and its hash."""
    found = {}
    for kind in kinds:
        data = _drawn(kind)
        digest = hashlib.sha256(data).hexdigest()
        path = f"grid/{digest[:2]}/{digest}.jpg"
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(data))
        found[kind] = (path, digest)
    return found


def _drawn(kind: str) -> bytes:
    thing, _, done = kind.partition("-")
    image = Image.new("RGB", _SIZE, _SKY)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 250, 960, 430), fill=_WALL)
    for left in range(30, 960, 190):
        draw.rectangle((left, 280, left + 110, 400), fill="#8fa3ad", outline="#6d6354", width=4)
    draw.rectangle((0, 430, 960, 500), fill=_GREEN)
    draw.rectangle((0, 500, 960, 720), fill=_ROAD)
    for left in range(-40, 960, 180):
        draw.polygon(((left, 690), (left + 90, 690), (left + 110, 676), (left + 20, 676)), fill="#e6e2d6")
    _THINGS[thing](draw, bool(done), Random(thing))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _cover(draw: ImageDraw.ImageDraw, done: bool, chance: Random) -> None:  # noqa: ARG001
    draw.ellipse((340, 560, 620, 650), fill="#5a5e62" if done else "#17191b", outline="#3d4043", width=8)
    if done:
        for left in range(390, 590, 34):
            draw.line((left, 580, left, 630), fill="#44484b", width=6)
    else:
        draw.polygon(((340, 600), (470, 640), (420, 560)), fill="#5a5e62")


def _rubbish(draw: ImageDraw.ImageDraw, done: bool, chance: Random) -> None:
    for _ in range(0 if done else 60):
        x, y, size = chance.randint(300, 660), chance.randint(440, 560), chance.randint(10, 38)
        draw.ellipse(
            (x, y, x + size, y + size * 0.7),
            fill=chance.choice(("#6b5b47", "#d9d4c8", "#3f6d8f", "#a34b3c", "#39423a")),
        )


def _stall(draw: ImageDraw.ImageDraw, done: bool, chance: Random) -> None:
    if done:
        return
    for left in (220, 500):
        draw.polygon(((left, 400), (left + 240, 400), (left + 210, 350), (left + 30, 350)), fill="#b5483a")
        draw.rectangle((left + 20, 480, left + 220, 560), fill="#8a6b45")
        for _ in range(24):
            x = left + 24 + chance.randint(0, 180)
            draw.ellipse((x, 460, x + 20, 480), fill=chance.choice(("#d8842a", "#c9352b", "#7fa33c")))


def _site(draw: ImageDraw.ImageDraw, done: bool, chance: Random) -> None:
    draw.polygon(((120, 560), (420, 380), (700, 560)), fill="#5e8a5a" if done else "#a98054")
    for _ in range(0 if done else 40):
        x, y = chance.randint(100, 800), chance.randint(250, 420)
        draw.ellipse((x, y, x + 60, y + 30), fill="#d3c3a6")


def _building(draw: ImageDraw.ImageDraw, done: bool, chance: Random) -> None:  # noqa: ARG001
    draw.rectangle((300, 140, 680, 430), fill="#d6cbb7", outline="#6d6354", width=4)
    if not done:
        draw.polygon(((280, 140), (700, 140), (660, 70), (320, 70)), fill="#4a78a8")
        for left in (310, 480, 660):
            draw.line((left, 70, left, 140), fill="#33373a", width=8)


_THINGS: dict[str, Callable[[ImageDraw.ImageDraw, bool, Random], None]] = {
    "cover": _cover, "rubbish": _rubbish, "stall": _stall, "site": _site, "building": _building,
}  # fmt: skip
