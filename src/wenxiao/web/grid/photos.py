"""Photos of cases: told by their content, turned upright, made smaller and kept without what a camera writes into them.

When and where a photo was taken is read first and kept beside it; the file that is kept has none of it.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from wenxiao.documents.naming import printable
from wenxiao.grid.calendar import BEIJING
from wenxiao.grid.coordinates import System, stored
from wenxiao.web.core.clock import now
from wenxiao.web.core.say import say
from wenxiao.web.grid.limits import limits
from wenxiao.web.grid.models import Photo

#: What is opened at all; a HEIC of a telephone is turned into JPEG by its browser.
KINDS = ("JPEG", "PNG", "WEBP")
ACCEPT = "image/jpeg,image/png,image/webp"


class NotAPhoto(Exception):  # noqa: N818  (an answer, not a fault)
    """A file that is not taken; ``str`` says why and what to do."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it will be kept: JPEG without EXIF, and when and where it was taken (CGCS2000 degrees; None: not known)."""

    name: str
    data: bytes
    sha256: str
    taken_at: datetime | None
    longitude: float | None
    latitude: float | None


def checked(files: Iterable[Any]) -> list[Picture]:
    """Look at uploaded files. Raises NotAPhoto with one sentence."""
    found = list(files)
    most = limits()["photos"]["most"]
    if len(found) > most:
        raise NotAPhoto(say(f"一次最多 {most} 张照片。", f"At most {most} photos at a time."))
    return [_checked(file) for file in found]


def _checked(file: Any) -> Picture:
    most = limits()["photos"]
    name = printable(str(file.name).replace("\\", "/").rsplit("/", 1)[-1])[-200:] or "photo.jpg"
    if file.size > most["megabytes"] * 1024 * 1024:
        raise NotAPhoto(
            say(
                f"“{name}”超过 {most['megabytes']} MB，请缩小后上传。",
                f"“{name}” has more than {most['megabytes']} MB; make it smaller.",
            )
        )
    file.seek(0)
    try:
        with Image.open(file, formats=KINDS) as image:
            if image.width * image.height > most["pixels"]:
                raise NotAPhoto(
                    say(f"“{name}”的像素过多，请缩小后上传。", f"“{name}” has too many pixels; make it smaller.")
                )
            exif = image.getexif()
            taken, place = _taken(exif), _place(exif)
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NotAPhoto(
            say(
                f"“{name}”不是可以打开的照片，请上传 JPG、PNG 或 WebP。",
                f"“{name}” is no photo that can be opened; use JPG, PNG or WebP.",
            )
        ) from None
    upright.thumbnail((most["edge"], most["edge"]))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=most["quality"], optimize=True)
    data = out.getvalue()
    return Picture(name, data, hashlib.sha256(data).hexdigest(), taken, *place)


def _taken(exif: Image.Exif) -> datetime | None:
    """When it was taken; a camera without a time zone is one of this place. A clock that runs ahead is not believed."""
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    words = str(inner.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime) or "").strip("\0 ")
    try:
        at = datetime.strptime(words, "%Y:%m:%d %H:%M:%S").replace(tzinfo=BEIJING)
    except ValueError:
        return None
    return at if at <= now() else None


def _place(exif: Image.Exif) -> tuple[float | None, float | None]:
    gps: Mapping[int, Any] = exif.get_ifd(ExifTags.IFD.GPSInfo)
    try:
        lon = _degrees(gps[ExifTags.GPS.GPSLongitude]) * (-1 if gps.get(ExifTags.GPS.GPSLongitudeRef) == "W" else 1)
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude]) * (-1 if gps.get(ExifTags.GPS.GPSLatitudeRef) == "S" else 1)
        at = stored(lon, lat, System.WGS84)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None, None
    return at.lon, at.lat


def _degrees(told: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in told)
    return degrees + minutes / 60 + seconds / 3600


def rows_of(pictures: Iterable[Picture], user: Any) -> list[Photo]:
    """The rows of pictures, of no case yet. The caller holds the transaction and then calls ``written``."""
    return [
        Photo.objects.create(
            file=f"grid/{one.sha256[:2]}/{one.sha256}.jpg", name=one.name, sha256=one.sha256, taken_at=one.taken_at,
            longitude=one.longitude, latitude=one.latitude, added_by=user, added_at=now(),
        )
        for one in pictures
    ]  # fmt: skip


def written(pictures: Iterable[Picture]) -> None:
    """Keep the files, by their content: the same one once."""
    for one in pictures:
        path = f"grid/{one.sha256[:2]}/{one.sha256}.jpg"
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(one.data))
