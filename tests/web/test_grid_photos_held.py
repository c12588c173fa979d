"""Photos of a form that is refused are held for who sent them: nobody chooses them twice, and nobody else gets at them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.griding import RUBBISH, filed, handling, post, taken
from wenxiao.grid.transitions import Action
from wenxiao.web.core.clock import now
from wenxiao.web.grid import holding
from wenxiao.web.grid.limits import limits
from wenxiao.web.grid.models import HeldPhoto, Photo

REPORT = {"source": "supervisor", "category": RUBBISH, "description": "巷口有垃圾", "address": "银杏路8号"}


def tokens(page: str) -> list[str]:
    """The photos that a page says it holds."""
    return re.findall(r'name="held" value="([0-9a-f-]{36})" checked', page)


def report(client, where="/grid/cases/new/", **more):
    return client.post(where, {**REPORT, **more})


@pytest.mark.parametrize("where", ["/grid/cases/new/", "/grid/m/report/"])
def test_photos_of_a_refused_report_come_with_the_next_one(as_user, where):
    client = as_user("supervisor")
    answer = report(client, where, description="", photos=[taken("甲.jpg"), taken("乙.jpg", size=(500, 400))])
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "已附 2 张照片" in page
    held = tokens(page)
    assert len(held) == 2
    before = Photo.objects.count()
    assert report(client, where, held=held).status_code == 302
    made = list(Photo.objects.order_by("pk")[before:])
    assert [one.name for one in made] == ["甲.jpg", "乙.jpg"]
    assert made[0].taken_at is not None
    assert made[0].longitude == 102.81
    assert made[0].file.open().read()[:3] == b"\xff\xd8\xff"
    assert not HeldPhoto.objects.exists()


def test_what_is_unticked_is_left_behind(as_user):
    client = as_user("supervisor")
    held = tokens(
        report(client, description="", photos=[taken("甲.jpg"), taken("乙.jpg", (500, 400))]).content.decode()
    )
    before = Photo.objects.count()
    report(client, held=held[:1])
    assert [one.name for one in Photo.objects.order_by("pk")[before:]] == ["甲.jpg"]


@pytest.mark.parametrize("where", ["/grid/cases", "/grid/m/cases"])
def test_a_step_that_needs_a_photo_takes_the_one_that_is_held(as_user, where):
    row, client = handling(), as_user("sanitation")
    answer = post(client, row, "dispose", where, photos=taken(), occurred_at="2001-01-01T10:00")  # before the case was
    assert answer.status_code == 422
    page = answer.content.decode()
    held = tokens(page)
    assert len(held) == 1
    assert not re.search(r"<input[^>]*name=\"photos\"[^>]*required", page)
    assert post(client, row, "dispose", where, held=held).status_code == 302
    assert row.photos.get().event == row.events.get(action=Action.DISPOSE).number


def test_photos_alone_are_held_where_somebody_was_faster(as_user):
    row = handling()
    client, other = as_user("sanitation"), as_user("sanitation")
    post(other, row, "dispose", photos=taken())
    answer = post(client, row, "dispose", photos=taken("二.jpg"))
    assert answer.status_code == 422
    assert "已附 1 张照片" in answer.content.decode()


def test_nobody_else_takes_or_sees_what_is_held(as_user):
    held = tokens(report(as_user("supervisor"), description="", photos=taken()).content.decode())
    assert as_user("supervisor").get(f"/grid/photos/held/{held[0]}/").status_code == 200
    other = as_user("supervisor2")
    assert other.get(f"/grid/photos/held/{held[0]}/").status_code == 404
    before = Photo.objects.count()
    answer = report(other, held=held)
    assert answer.status_code == 422
    assert "请重新选择" in answer.content.decode()
    assert Photo.objects.count() == before
    assert HeldPhoto.objects.count() == 1


def test_what_is_no_photo_does_not_cost_the_others(as_user):
    bad = SimpleUploadedFile("文本.jpg", b"nothing to see")
    page = report(as_user("supervisor"), photos=[bad, taken("甲.jpg")]).content.decode()
    assert "“文本.jpg”不是可以打开的照片" in page
    assert "已附 1 张照片" in page


def test_held_and_new_ones_are_counted_together(as_user):
    client, most = as_user("supervisor"), limits()["photos"]["most"]
    some = [taken(f"{n}.jpg", (40 + n, 40)) for n in range(most)]
    held = tokens(report(client, description="", photos=some).content.decode())
    answer = report(client, held=held, photos=taken("多.jpg"))
    assert answer.status_code == 422
    assert f"一次最多 {most} 张照片" in answer.content.decode()
    assert len(tokens(answer.content.decode())) == most


def test_one_person_holds_so_many_and_the_oldest_go(as_user, monkeypatch):
    monkeypatch.setitem(limits()["held"], "most", 2)
    client = as_user("supervisor")
    for n in range(3):
        report(client, description="", photos=taken(f"{n}.jpg"))
    assert list(HeldPhoto.objects.order_by("pk").values_list("name", flat=True)) == ["1.jpg", "2.jpg"]


def test_what_nobody_sends_again_goes_with_its_file(as_user, django_capture_on_commit_callbacks):
    client = as_user("supervisor")
    held = tokens(report(client, description="", photos=taken()).content.decode())
    row = HeldPhoto.objects.get()
    assert default_storage.exists(row.file.name)
    holding.tidy()
    assert HeldPhoto.objects.exists()
    HeldPhoto.objects.update(at=now() - timedelta(hours=limits()["held"]["hours"], seconds=1))
    answer = report(client, held=held)
    assert answer.status_code == 422
    assert "请重新选择" in answer.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        holding.tidy()
    assert not HeldPhoto.objects.exists()
    assert not default_storage.exists(row.file.name)


def test_a_refused_desk_step_without_photos_holds_nothing(as_user):
    post(as_user("acceptor"), filed(), "void", reason="")
    assert not HeldPhoto.objects.exists()


def test_the_script_of_a_telephone_keeps_its_own(as_user):
    client = as_user("supervisor")
    answer = client.post("/grid/m/report/", {**REPORT, "description": "", "photos": taken()}, headers={"X-Outbox": "0"})
    assert answer.status_code == 422
    assert not HeldPhoto.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "0" * 36, "00000000-0000-0000-0000-000000000000", "' or 1=1 --"])
def test_a_token_that_is_none_is_refused_in_words(as_user, token):
    answer = report(as_user("supervisor"), held=token)
    assert answer.status_code == (302 if token == "" else 422)
