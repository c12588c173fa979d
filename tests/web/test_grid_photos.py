"""Photos are told by their content, made small, stripped, and shown to those alone who see their case."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.web.griding import handling, post, taken
from wenxiao.grid.calendar import BEIJING
from wenxiao.web.grid.models import Photo
from wenxiao.web.grid.photos import NotAPhoto, checked


def test_a_photo_is_kept_small_and_without_what_the_camera_wrote():
    (one,) = checked([taken(size=(4000, 3000))])
    image = Image.open(io.BytesIO(one.data))
    assert (image.format, image.size) == ("JPEG", (1600, 1200))
    assert not image.getexif()
    assert b"secret-phone" not in one.data
    assert one.taken_at == datetime(2026, 11, 20, 9, 30, tzinfo=BEIJING)
    assert (one.longitude, one.latitude) == (102.81, 24.92)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_become_jpeg(kind):
    (one,) = checked([taken(kind=kind, exif=False)])
    assert Image.open(io.BytesIO(one.data)).format == "JPEG"
    assert (one.taken_at, one.longitude) == (None, None)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>"), "不是可以打开的照片"),
        (SimpleUploadedFile("a.jpg", b"\xff\xd8\xff" + b"x" * 200), "不是可以打开的照片"),
        (SimpleUploadedFile("a.jpg", b""), "不是可以打开的照片"),
        (SimpleUploadedFile("a.jpg", b"0" * 13 * 1024 * 1024), "超过 12 MB"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(file, words):
    with pytest.raises(NotAPhoto, match=words):
        checked([file])


def test_a_photo_cut_off_is_refused():
    whole = taken(size=(1200, 900)).read()
    with pytest.raises(NotAPhoto):
        checked([SimpleUploadedFile("a.jpg", whole[: len(whole) // 2])])


def test_no_more_than_a_step_takes():
    with pytest.raises(NotAPhoto, match="最多"):
        checked([taken() for _ in range(10)])


def test_a_photo_is_shown_to_who_sees_the_case_with_safe_headers(as_user):
    row = handling()
    post(as_user("sanitation"), row, "dispose", photos=taken("<script>.jpg"))
    photo = Photo.objects.get(case=row)
    for login in ("sanitation", "acceptor", "supervisor"):
        answer = as_user(login).get(f"/grid/photos/{photo.pk}/")
        assert answer.status_code == 200
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "private" in answer["Cache-Control"]
        assert "script" not in answer["Content-Disposition"]
    for login in ("street", "enforcer"):
        assert as_user(login).get(f"/grid/photos/{photo.pk}/").status_code == 404
    assert as_user("clerk").get(f"/grid/photos/{photo.pk}/").status_code == 403


def test_a_photo_of_no_case_yet_is_shown_to_nobody(as_user):
    some = Photo.objects.first()
    alone = Photo.objects.create(file=some.file.name, name="x", sha256=some.sha256, added_at=some.added_at)
    assert as_user("lead").get(f"/grid/photos/{alone.pk}/").status_code == 404
