"""Photos on the page of a case: cleared for the public by the desk and on record; what came with a report; photos to look at again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests.web.griding import RUBBISH, actor, disposed, handling, kept_photo, reported
from tests.web.open311_client import HERE, GeoReporter
from wenxiao.grid.states import Source
from wenxiao.grid.transitions import Action
from wenxiao.web.core.clock import now
from wenxiao.web.grid.keeping import perform
from wenxiao.web.grid.models import Case, Photo, PhotoClearing
from wenxiao.web.open311.models import Edge, make
from wenxiao.web.open311.offered import services
from wenxiao.web.people.models import User

LINK = "https://p.example/1.jpg?a=1&b=<2>"


def page(client: Client, row: Case) -> str:
    return client.get(row.get_absolute_url()).content.decode()


@pytest.fixture
def picture(db) -> Photo:
    Edge.objects.create(every=True)
    return disposed().photos.get()


def told(picture: Photo) -> str | None:
    """The picture that the public sees of the case."""
    return GeoReporter("json", "").request(picture.case.number).told[0]["media_url"]


def test_the_desk_clears_a_photo_and_takes_that_back(as_user, picture):
    client, at = as_user("dispatcher"), f"/grid/photos/{picture.pk}/clear/"
    assert told(picture) is None
    assert client.post(at, {"cleared": "yes"}).status_code == 302
    address = told(picture)
    assert address is not None
    assert Client().get(address.removeprefix("http://testserver")).status_code == 200
    text = page(client, picture.case)
    assert "可公开" in text
    assert str(User.objects.get(username="dispatcher")) in text
    as_user("lead").post(at, {"cleared": "no"})
    assert told(picture) is None
    assert Client().get(address.removeprefix("http://testserver")).status_code == 404
    rows = PhotoClearing.objects.filter(photo=picture).order_by("pk")
    assert list(rows.values_list("cleared", "by__username")) == [(True, "dispatcher"), (False, "lead")]


def test_the_same_again_is_one_decision(as_user, picture):
    for _ in range(2):
        as_user("acceptor").post(f"/grid/photos/{picture.pk}/clear/", {"cleared": "yes"})
    assert PhotoClearing.objects.count() == 1
    as_user("acceptor").post(f"/grid/photos/{picture.pk}/clear/", {"cleared": "perhaps"})
    picture.refresh_from_db()
    assert (picture.cleared, PhotoClearing.objects.count()) == (True, 1)


def test_nobody_else_clears_and_nobody_rewrites_who_did(as_user, picture):
    at = f"/grid/photos/{picture.pk}/clear/"
    for person in ("supervisor", "inspector", "sanitation", "street"):
        assert as_user(person).post(at, {"cleared": "yes"}).status_code == 403
    assert "/clear/" not in page(as_user("sanitation"), picture.case)
    as_user("lead").post(at, {"cleared": "yes"})
    with pytest.raises(DatabaseError), transaction.atomic():
        PhotoClearing.objects.update(cleared=False)


def test_a_photo_of_no_case_is_not_there(as_user, picture):
    free = kept_photo("sanitation")
    assert as_user("lead").post(f"/grid/photos/{free.pk}/clear/", {"cleared": "yes"}).status_code == 404


def test_what_came_with_a_report_from_outside_is_shown(as_user, db):
    program = GeoReporter("json", make("随手拍", 100, User.objects.get(username="lead")))
    code = next(code for code, each in services().items() if each.key == RUBBISH)
    sent = program.report(
        service_code=code, media_url=LINK, **HERE, **{"attribute[condition]": "rubbish", "attribute[how_long]": "两天"}
    )
    row = Case.objects.get(number=sent.told[0]["service_request_id"])
    text = page(as_user("acceptor"), row)
    assert "随上报附带的信息" in text
    assert 'href="https://p.example/1.jpg?a=1&amp;b=&lt;2&gt;"' in text
    assert 'rel="noreferrer' in text
    assert 'src="https://p.example' not in text
    assert "how_long" in text
    assert "两天" in text
    assert "现场情况" in text
    assert "随上报附带的信息" not in page(as_user("acceptor"), reported("acceptor", Source.PUBLIC))


def test_photos_that_cannot_be_of_the_solved_case_are_marked(as_user):
    row = handling()
    early, far, sound, bare = (kept_photo("sanitation") for _ in range(4))
    where = {"longitude": row.longitude, "latitude": row.latitude}
    for photo, told_by_it in (
        (early, {"taken_at": row.dispatched_at - timedelta(minutes=5), **where}),
        (far, {"taken_at": row.dispatched_at, "longitude": row.longitude, "latitude": row.latitude + 0.01}),
        (sound, {"taken_at": now(), **where}),
        (bare, {"taken_at": None, "longitude": None, "latitude": None}),
    ):
        Photo.objects.filter(pk=photo.pk).update(**told_by_it)
    row = perform(row, actor("sanitation"), Action.DISPOSE, photos=[early, far, sound, bare])
    text = page(as_user("lead"), row)
    for words in ("拍摄早于派遣", "距案件 1.1 公里", "没有拍摄时间", "没有拍摄地点", "3 张照片需核对"):
        assert text.count(words) == 1, words


def test_photos_of_a_report_are_not_measured_by_a_dispatch(as_user):
    photo = kept_photo("supervisor")
    Photo.objects.filter(pk=photo.pk).update(taken_at=None, longitude=None, latitude=None)
    text = page(as_user("lead"), reported(photos=[photo]))
    assert f"photo-{photo.pk}" in text
    assert "没有拍摄" not in text
    assert "需核对" not in text
