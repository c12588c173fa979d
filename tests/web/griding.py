"""Cases for tests of the grid's pages: made by the people of the sample, photos as a camera makes them."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from wenxiao.grid.states import Level, Role, Source
from wenxiao.grid.transitions import Action
from wenxiao.web.grid.keeping import Actor, Place, perform, report
from wenxiao.web.grid.models import Case, Photo
from wenxiao.web.people.models import User

GRID = "530100001001001"
RUBBISH = "47678.5-2026:item:06010"


def actor(login: str) -> Actor:
    """One of the sample's people as what their first post says."""
    post = User.objects.get(username=login).posts.select_related("agency").order_by("pk").first()
    return Actor(post.user, Role(post.role), post.agency)


def taken(name: str = "现场.jpg", size: tuple[int, int] = (640, 480), kind: str = "JPEG", exif: bool = True) -> Any:
    """A photo as a telephone sends it, with when and where it was taken."""
    image = Image.new("RGB", size, "#808080")
    out, told = io.BytesIO(), Image.Exif()
    if exif:
        told[ExifTags.Base.Model] = "secret-phone"
        told.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:20 09:30:00"
        gps = told.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef] = (102.0, 48.0, 36.0), "E"
        gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef] = (24.0, 55.0, 12.0), "N"
    image.save(out, kind, exif=told)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def reported(login: str = "supervisor", source: Source = Source.SUPERVISOR, **more: Any) -> Case:
    told = {"category": RUBBISH, "grid": GRID, **more}
    return report(
        actor(login),
        "巷口有垃圾",
        Place(102.795, 24.917, 102.795, 24.917, "CGCS2000", "银杏路1号"),
        source=source,
        level=Level.DISTRICT,
        **told,
    )


def filed(**more: Any) -> Case:
    return perform(reported(**more), actor("acceptor"), Action.FILE, grid=GRID, category=RUBBISH, condition="rubbish")


def handling(unit: str = "G22", login: str = "sanitation") -> Case:
    row = perform(filed(), actor("dispatcher"), Action.DISPATCH, unit=unit)
    return perform(row, actor(login), Action.ACCEPT)


def kept_photo(login: str) -> Photo:
    """A photo that is there already, for steps that need one."""
    some = Photo.objects.first()
    assert some is not None
    return Photo.objects.create(
        file=some.file.name, name="x.jpg", sha256=some.sha256, added_by=actor(login).user, added_at=some.added_at
    )


def disposed() -> Case:
    return perform(handling(), actor("sanitation"), Action.DISPOSE, photos=[kept_photo("sanitation")])


def post(client: Any, row: Case, action: str, where: str = "/grid/cases", **fields: Any) -> Any:
    """One step by its form."""
    return client.post(f"{where}/{row.pk}/steps/", {"action": action, **fields})
