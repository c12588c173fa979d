"""Sites, trainings and meetings: repeats that are handed on, claimed and signed numbers, agendas that stay as they were."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from PIL import Image

from wenxiao.grid.states import Role
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import travelling
from wenxiao.web.core.models import SensitiveRead
from wenxiao.web.fieldwork import agenda, meeting, supervising
from wenxiao.web.fieldwork.models import Attendance, Meeting, MeetingAction, Site, SiteCheck, SitePhoto, Training
from wenxiao.web.grid.keeping import Actor
from wenxiao.web.people.models import User


def picture(kind="JPEG"):
    file = BytesIO()
    Image.new("RGB", (40, 30), "brown").save(file, kind)
    return SimpleUploadedFile(f"现场.{kind.lower()}", file.getvalue())


@pytest.fixture
def site(db):
    return Site.objects.get(name="石坊社区拆迁空地")


@pytest.fixture
def inspector(db):
    user = User.objects.get(username="inspector")
    return Actor(user, Role.INSPECTOR, user.posts.get().agency)


def test_a_check_counts_up_and_one_in_order_begins_again(as_user, site):
    client = as_user("supervisor")
    for good, repeats in (("no", 1), ("no", 2), ("yes", 0), ("no", 1)):
        client.post(f"{site.get_absolute_url()}check/", {"good": good, "note": "裸露", "photos": picture()})
        site.refresh_from_db()
        assert site.repeats == repeats
    assert SitePhoto.objects.filter(check_of__site=site).count() == 4


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "是否落实到位"),
        ({"good": "no", "note": "裸露"}, "请附照片"),
        ({"good": "no", "note": " ", "photos": "p"}, "现场情况"),
        ({"good": "no", "note": "裸露", "photos": "x"}, "不是可以打开的照片"),
    ],
)
def test_a_check_that_says_too_little_is_refused_and_keeps_what_was_typed(as_user, site, told, words):
    told = dict(told)
    if "photos" in told:
        told["photos"] = picture() if told["photos"] == "p" else SimpleUploadedFile("a.jpg", b"GIF89a")
    answer = as_user("inspector").post(f"{site.get_absolute_url()}check/", told)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert told.get("note", "").strip() in text
    assert site.checks.count() == 0


def test_a_photo_is_shown_to_posts_and_looking_is_put_on_record(as_user):
    one = SitePhoto.objects.first()
    SensitiveRead.objects.all().delete()
    answer = as_user("street").get(f"/fieldwork/sites/photos/{one.pk}/")
    assert answer["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content)[:3] == b"\xff\xd8\xff"
    assert SensitiveRead.objects.count() == 1
    assert as_user("clerk").get(f"/fieldwork/sites/photos/{one.pk}/").status_code == 403


def test_what_is_never_put_in_order_becomes_a_case_and_is_pressed_then(inspector):
    site = Site.objects.get(name="望江花园二期工地")
    once = Site.objects.get(name="云桥停车场待建地")
    with pytest.raises(NotAllowed, match="连续"):
        supervising.escalate(once, inspector, "未落实")
    made = supervising.escalate(site, inspector, "围挡缺失").case
    assert (made.source, made.grid, made.pressed) == ("inspector", site.grid, False)
    again = supervising.escalate(site, inspector, "仍未落实").case
    again.refresh_from_db()
    assert (again.pk, again.pressed) == (made.pk, True)


def test_checks_are_never_changed(db):
    for change in (SiteCheck.objects.all().delete, lambda: SiteCheck.objects.update(good=True)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_claim_above_the_signatures_is_shown(as_user):
    one = Training.objects.get(title__startswith="临江")
    text = as_user("lead").get(one.get_absolute_url()).content.decode()
    assert "42" in text
    assert "相差 6" in text
    assert "相差" not in as_user("lead").get(Training.objects.get(title__startswith="银杏").get_absolute_url()).content.decode()  # fmt: skip


def test_names_of_who_came_are_for_the_centre_and_their_own_agency(as_user):
    one = Training.objects.get(title__startswith="临江")
    name = one.attendances.first().name
    assert name in as_user("acceptor").get(one.get_absolute_url()).content.decode()
    assert name in as_user("street2").get(one.get_absolute_url()).content.decode()
    assert name not in as_user("street3").get(one.get_absolute_url()).content.decode()


def names(rows):
    made = openpyxl.Workbook()
    for row in (("姓名", "人员类别", "单位"), *rows):
        made.active.append(row)
    file = BytesIO()
    made.save(file)
    return {"file": SimpleUploadedFile("签到.xlsx", file.getvalue())}


def test_a_list_of_names_is_taken_in_whole_or_not_at_all(as_user):
    one, client = Training.objects.get(title__startswith="施工扬尘"), as_user("lead")
    at = f"{one.get_absolute_url()}names/"
    answer = client.post(at, names([("赵一", "监督员", "G21"), ("钱二", "队长", "G21"), ("赵一", "监督员", "G21")]))
    assert answer.status_code == 422
    assert "“队长”认不出" in answer.content.decode()
    assert "重复" in answer.content.decode()
    assert one.attendances.count() == 0
    assert client.post(at, names([("赵一", "监督员", "G21"), ("钱二", "城管执法人员", "星河区城市管理局执法大队")])).status_code == 302  # fmt: skip
    assert one.attendances.count() == 2
    assert client.post(f"{one.get_absolute_url()}sign/", {"name": "赵一", "role": "supervisor", "agency": one.organiser_id}).status_code == 422  # fmt: skip
    assert Attendance.objects.filter(training=one).count() == 2


def test_the_matrix_says_what_is_lacking(db):
    with travelling(date(2026, 11, 20)):
        months = {one.month.month: one for one in meeting.matrix(2026)}
    assert len(months) == 12
    assert {number for number, one in months.items() if one.state == "overdue"} == {5}
    assert {number for number, one in months.items() if one.state == "late"} == {7}
    assert (months[11].state, months[12].state) == ("open", "ahead")
    assert (months[9].done, months[9].actions, months[9].late) == (1, 3, 1)


def test_the_agenda_tells_what_the_last_meeting_decided_and_stays_as_it_was(as_user):
    held = Meeting.objects.get(month=date(2026, 9, 1))
    before = [one.said for one in meeting.agenda(held)]
    assert any("补齐缺失井盖台账" in line and "已完成" in line for point in before for line in point)
    assert not any("连续" in line for point in before for line in point)  # the checks that made them repeat came later
    MeetingAction.objects.filter(meeting__month=date(2026, 8, 1)).update(done_on=None)
    assert [one.said for one in meeting.agenda(held)] == before
    with travelling(date(2026, 11, 20)):
        made = meeting.call(date(2026, 11, 1), User.objects.get(username="lead"))
        said = [line for point in meeting.agenda(made) for line in point.said]
    assert any("钟楼片区工地" in line and "逾期 20 天" in line for line in said)
    assert any("钟楼片区改造工地" in line and "连续 3 次" in line for line in said)


def test_other_rooms_lay_points_before_a_meeting(db, monkeypatch):
    monkeypatch.setattr(agenda, "_SOURCES", [])
    agenda.provide(lambda _: [agenda.Point("乙", "b", order=2)])
    agenda.provide(lambda month: [agenda.Point("甲", "a", [(f"{month:%Y-%m} 得分", "scores")], 1)])
    assert [point.zh for point in agenda.points(date(2026, 9, 1))] == ["甲", "乙"]


def test_a_meeting_is_held_with_who_came(as_user):
    client = as_user("lead")
    with travelling(date(2026, 11, 20)):
        client.post("/fieldwork/meetings/call/", {"month": "2026-11"})
        one = Meeting.objects.get(month=date(2026, 11, 1))
        agency = one.presences.first().agency
        told = {"held_on": "2026-11-20", "place": "大厅", "chair": "", "minutes": "通报", "revision": 0, f"came-{agency.pk}": "on", f"name-{agency.pk}": "柳青"}  # fmt: skip
        assert client.post(one.get_absolute_url(), {**told, "held_on": "2026-12-01"}).status_code == 422
        assert client.post(one.get_absolute_url(), {**told, "held_on": ""}).status_code == 422
        assert client.post(one.get_absolute_url(), told).status_code == 302
        assert client.post(one.get_absolute_url(), told).status_code == 422  # opened before the first was saved
        client.post(f"{one.get_absolute_url()}actions/", {"text": "补网", "agency": agency.pk, "due": "2026-11-30"})
        assert client.post(f"{one.get_absolute_url()}actions/", {"text": "补网", "agency": agency.pk, "due": "2026-10-30"}).status_code == 422  # fmt: skip
        client.post("/fieldwork/meetings/call/", {"month": "2026-11"})
    one.refresh_from_db()
    assert (one.place, len(one.agenda) > 2, one.actions.count()) == ("大厅", True, 1)
    assert list(one.presences.filter(came=True).values_list("agency", "name")) == [(agency.pk, "柳青")]
    assert as_user("street").post(one.get_absolute_url(), told).status_code == 403


def test_an_action_is_done_by_its_agency(as_user):
    one = MeetingAction.objects.get(text__startswith="望江路垃圾收集点")
    assert as_user("street").post(one.get_absolute_url(), {"result": "好"}).status_code == 403
    assert as_user("sanitation").post(one.get_absolute_url(), {"result": " "}).status_code == 422
    as_user("sanitation").post(one.get_absolute_url(), {"result": "已改造"})
    one.refresh_from_db()
    assert (one.result, one.done_by.username) == ("已改造", "sanitation")


def test_what_is_late_waits_for_its_agency_at_home(as_user):
    assert "钟楼片区工地落实全覆盖" in as_user("enforcer").get("/", follow=True).content.decode()
    assert "督察样本" in as_user("inspector").get("/", follow=True).content.decode()
    assert "钟楼片区工地落实全覆盖" not in as_user("street").get("/", follow=True).content.decode()


@pytest.mark.parametrize("year", ["0202600", "9999", "x", "²⁰²⁶"])
def test_a_year_of_meetings_that_is_none_is_this_one(as_user, year):
    assert as_user("lead").get(f"/fieldwork/meetings/?year={year}").status_code == 200
