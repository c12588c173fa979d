"""How long a collection keeps who runs a shop: a number of days that a calendar has, and nothing taken in once they are deleted."""

from __future__ import annotations

from datetime import date

import pytest

from tests.web.test_fieldwork_shops import send
from wenxiao.web.core.clock import travelling
from wenxiao.web.fieldwork import registering
from wenxiao.web.fieldwork.models import Collection, Shop
from wenxiao.web.grid.models import Agency
from wenxiao.web.people.models import User


def made(name: str, keep_days: int, **more) -> Collection:
    return Collection.objects.create(
        name=name, since=date(2018, 9, 1), until=date(2018, 10, 1), keep_days=keep_days, **more
    )


def shop(of: Collection, **more) -> Shop:
    told = {
        "name": "面馆",
        "address": "银杏路1号",
        "owner": "王某",
        "phone": "13800000001",
        "collected_on": date(2018, 9, 2),
    }
    return Shop.objects.create(collection=of, street=Agency.objects.get(code="G11"), entered_by=User.objects.get(username="lead"), **{**told, **more})  # fmt: skip


@pytest.fixture
def forgotten(db) -> Collection:
    of = made("已清除", 30)
    registering.forget()
    of.refresh_from_db()
    assert of.forgotten_at is not None
    return of


def test_days_beyond_ten_years_are_refused(as_user):
    form = {"name": "很久", "since": "2026-09-01", "until": "2026-10-01", "keep_days": "9999999", "revision": "0"}
    answer = as_user("lead").post("/fieldwork/shops/new/", form)
    assert answer.status_code == 422
    assert not Collection.objects.filter(name="很久").exists()


def test_days_that_no_calendar_has_break_no_page_and_keep_no_other_from_being_done(as_user):
    far, due = made("无尽", 9_999_999), made("到期", 30)
    one = shop(due)
    assert as_user("lead").get(far.get_absolute_url()).status_code == 200
    registering.forget()
    one.refresh_from_db()
    assert (one.owner, one.phone) == ("", "")


def test_one_collection_that_fails_keeps_no_other_from_being_done(db, monkeypatch):
    bad, good = made("坏", 30), made("好", 30)
    shop(bad), shop(good)
    monkeypatch.setattr(registering.transaction, "atomic", _failing_once(registering.transaction.atomic))
    registering.forget()
    assert Shop.objects.filter(collection__in=(bad, good)).exclude(owner="", phone="").count() == 1


def _failing_once(atomic):
    calls = []

    def at(*args, **kwargs):
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("the database is busy")
        return atomic(*args, **kwargs)

    return at


def test_a_collection_whose_persons_are_deleted_takes_none_by_form_or_file(as_user, forgotten):
    form = {
        "street": Agency.objects.get(code="G11").pk,
        "name": "面馆",
        "address": "银杏路1号",
        "collected_on": "2018-09-02",
        "revision": "0",
    }
    at = f"/fieldwork/shops/of/{forgotten.pk}/new/"
    for field, said in (("owner", "王某"), ("phone", "13800000001")):
        answer = as_user("lead").post(at, form | {field: said})
        assert answer.status_code == 422
        assert "请留空" in answer.content.decode()
    assert as_user("lead").post(at, form).status_code == 302
    assert "请留空" in send(as_user("lead"), forgotten, [("银杏街道", "茶庄", "银杏路2号", "王某", "", "2018-09-02", None, "是")]).content.decode()  # fmt: skip
    page = send(as_user("lead"), forgotten, [("银杏街道", "茶庄", "银杏路2号", "", "", "2018-09-02", None, "是")])
    as_user("lead").post(page.redirect_chain[-1][0])
    assert Shop.objects.filter(collection=forgotten).count() == 2


def test_persons_that_came_in_afterwards_are_deleted_all_the_same(forgotten):
    one = shop(forgotten)
    at = forgotten.forgotten_at
    registering.forget()
    one.refresh_from_db()
    forgotten.refresh_from_db()
    assert (one.owner, one.phone, forgotten.forgotten_at) == ("", "", at)


def test_a_collection_whose_persons_are_deleted_is_not_made_longer(as_user, forgotten):
    form = {
        "name": "已清除",
        "since": "2018-09-01",
        "until": "2018-10-01",
        "keep_days": "30",
        "revision": forgotten.revision,
        "note": "改",
    }
    at = f"/fieldwork/shops/of/{forgotten.pk}/edit/"
    for field, said in (("until", "2030-01-01"), ("keep_days", "3000")):
        assert "请新建采集期" in as_user("lead").post(at, form | {field: said}).content.decode()
    assert as_user("lead").post(at, form).status_code == 302


def test_a_longer_collection_keeps_its_persons_longer(db):
    of = made("未到期", 30)
    Collection.objects.filter(pk=of.pk).update(until=date(2018, 12, 1))
    one = shop(of)
    with travelling(date(2018, 12, 31)):
        registering.forget()
        one.refresh_from_db()
        assert one.owner == "王某"
    with travelling(date(2019, 1, 1)):
        registering.forget()
        one.refresh_from_db()
        assert one.owner == ""
