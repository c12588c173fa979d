"""Samples, supervised sites and shops on the telephone: each is done once, counts from when it was done, and is refused in words."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.web.griding import actor, taken
from wenxiao.grid.buckets import Period
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import now, today
from wenxiao.web.fieldwork import inspecting, patrolling, supervising
from wenxiao.web.fieldwork.evidence import Known, measures
from wenxiao.web.fieldwork.models import Beat, Collection, Drawing, Find, Item, Patrol, Shop, Site, SiteCheck
from wenxiao.web.fieldwork.places import known_grids
from wenxiao.web.grid.models import Case
from wenxiao.web.people.models import User

HOUR = str(60 * 60 * 1000)


def send(client, where, waited="0", **fields):
    """As the script of the telephone sends it, after so many milliseconds."""
    return client.post(where, fields, headers={"X-Outbox": waited})


@pytest.fixture
def inspector(as_user):
    return as_user("inspector")


@pytest.fixture
def site(db) -> Site:
    Site.objects.update(recorded_at=None)  # the sample's were recorded a moment ago; nobody was there before that
    found = Site.objects.exclude(until__lt=today()).filter(repeats=0).first()
    assert found is not None
    return found


@pytest.fixture
def item(db) -> Item:
    drawing = Drawing.objects.create(
        kind="grid", since=today(), until=today(), size=1, seed="x", population=known_grids(),
        drawn_by=User.objects.get(username="inspector"), drawn_at=now() - timedelta(days=1),
    )  # fmt: skip
    return Item.objects.create(drawing=drawing, key=known_grids()[0])


def found(item: Item) -> dict[str, str]:
    return {"action": "find", "grid": item.key, "category": "47678.5-2026:item:06010", "description": "墙角垃圾"}


def test_the_pages_name_what_there_is_to_do(inspector, as_user, item, site):
    page = inspector.get("/grid/m/field/").content.decode()
    assert f"/grid/m/field/items/{item.pk}/" in page
    assert f"/grid/m/field/sites/{site.pk}/" in page
    assert "data-keep" in page
    handler = as_user("street").get("/grid/m/field/").content.decode()
    assert "/grid/m/field/items/" not in handler
    assert "/grid/m/field/sites/" not in handler


def test_a_check_that_waited_is_written_down_once_and_counts_from_when_it_was_made(inspector, site):
    token, before = str(uuid4()), now()
    for _ in range(2):
        answer = send(
            inspector, f"/grid/m/field/sites/{site.pk}/", HOUR, good="no", note="未覆盖", photos=taken(), token=token
        )
        assert (answer.status_code, answer.json()["url"]) == (200, "/grid/m/field/")
    made = SiteCheck.objects.get(token=token)
    assert abs(before - timedelta(hours=1) - made.at) < timedelta(minutes=1)
    assert made.recorded_at >= before
    assert made.photos.count() == 1
    site.refresh_from_db()
    assert site.repeats == 1


def test_a_check_that_comes_after_a_later_one_stands_before_it(inspector, site):
    """Not in order an hour ago, in order now: it is in order, whichever arrived first."""
    supervising.look(site, actor("inspector").user, True, "")
    send(
        inspector, f"/grid/m/field/sites/{site.pk}/", HOUR, good="no", note="未覆盖", photos=taken(), token=str(uuid4())
    )
    site.refresh_from_db()
    assert site.repeats == 0
    assert list(site.checks.values_list("good", flat=True)[:2]) == [True, False]


def test_what_waited_too_long_counts_from_its_arrival(inspector, site):
    before = now()
    send(inspector, f"/grid/m/field/sites/{site.pk}/", str(48 * int(HOUR)), good="yes", token=str(uuid4()))
    assert site.checks.first().at >= before


def test_a_check_without_its_photo_is_refused_in_words_and_what_was_typed_stays(inspector, site):
    where = f"/grid/m/field/sites/{site.pk}/"
    answer = send(inspector, where, good="no", note="未覆盖", token=str(uuid4()))
    assert (answer.status_code, answer.json()["detail"]) == (409, "未落实到位的，请附照片。")
    assert "是否落实到位" in send(inspector, where, note="x").json()["detail"]
    page = inspector.post(where, {"good": "no", "note": "", "photos": taken()})
    assert page.status_code == 422
    assert "已附 1 张照片" in page.content.decode()


def test_the_desk_page_holds_the_photos_of_a_refused_check(inspector, site):
    where = site.get_absolute_url() + "check/"
    page = inspector.post(where, {"good": "no", "note": "", "photos": taken()})
    assert page.status_code == 422
    assert "已附 1 张照片" in page.content.decode()
    assert "请写明现场情况" in page.content.decode()


def test_finds_and_the_result_are_sent_once_each(inspector, item):
    where, find, result = f"/grid/m/field/items/{item.pk}/", str(uuid4()), str(uuid4())
    for _ in range(2):
        assert send(inspector, where, HOUR, **found(item), token=find).status_code == 200
    one = Find.objects.get(item=item)
    assert one.found_at < now() - timedelta(minutes=50)
    refused = send(inspector, where, action="result", note="", token=result)
    assert (refused.status_code, refused.json()["detail"]) == (409, "还有问题未认定是否漏报。")
    for _ in range(2):
        assert send(inspector, where, action="decide", find=one.pk).status_code == 200
    one.refresh_from_db()
    assert one.missed_id
    assert Case.objects.filter(description="墙角垃圾").count() == 1
    for _ in range(2):
        assert send(inspector, where, HOUR, action="result", note="", token=result).status_code == 200
    item.refresh_from_db()
    assert (item.result, item.inspector.username) == ("found", "inspector")
    assert item.done_at < now() - timedelta(minutes=50) <= item.done_recorded_at
    again = send(inspector, where, action="result", note="", token=str(uuid4()))
    assert again.status_code == 409


def test_what_was_not_known_at_a_cutoff_is_not_counted_then(inspector, item, site):
    """An hour old when it arrives: a snapshot that was taken before comes out the same."""
    cutoff = now()
    period = Period(cutoff - timedelta(days=2), cutoff + timedelta(days=2))
    codes = ("sites_inspected", "sites_in_order", "missed_finds", "inspections")
    before = {code: measures()[code].count(period, "", Known(cutoff)) for code in codes}
    send(inspector, f"/grid/m/field/sites/{site.pk}/", HOUR, good="yes", token=str(uuid4()))
    where = f"/grid/m/field/items/{item.pk}/"
    send(inspector, where, HOUR, **found(item), token=str(uuid4()))
    send(inspector, where, HOUR, action="decide", find=Find.objects.get(item=item).pk)
    send(inspector, where, HOUR, action="result", token=str(uuid4()))
    assert {code: measures()[code].count(period, "", Known(cutoff)) for code in codes} == before
    assert {code: measures()[code].count(period) for code in codes} != before


def test_a_shop_is_entered_once(as_user):
    client, of = as_user("acceptor"), Collection.objects.filter(since__lte=today(), until__gte=today()).first()
    if of is None:
        of = Collection.objects.create(name="补采", since=today(), until=today(), keep_days=30)
    where, street = f"/grid/m/field/shops/{of.pk}/", Shop.objects.first().street_id
    typed = {
        "street": street,
        "name": "测试小吃店",
        "address": "银杏路88号",
        "collected_on": f"{today()}",
        "revision": 0,
    }
    token = str(uuid4())
    for _ in range(2):
        answer = send(client, where, **typed, token=token)
        assert answer.status_code == 200, answer.content.decode()
    assert Shop.objects.filter(name="测试小吃店").count() == 1
    refused = send(client, where, **{**typed, "name": ""}, token=str(uuid4()))
    assert refused.status_code == 422
    assert "店名" in refused.json()["detail"]
    taken_by_another = send(as_user("lead"), where, **typed, token=token)
    assert taken_by_another.status_code == 409


def test_a_round_begins_when_it_was_begun(as_user):
    beat = next(one for one in Beat.objects.all() if one.plan().on(today()))
    Patrol.objects.filter(person__username="supervisor3", ended_at=None).delete()
    token = str(uuid4())
    for _ in range(2):
        assert send(as_user("supervisor3"), "/grid/m/walk/", HOUR, beat=beat.pk, token=token).status_code == 200
    made = Patrol.objects.get(token=token)
    assert made.started_at < now() - timedelta(minutes=50) <= made.recorded_at


def test_a_site_that_was_taken_off_before_is_refused(db, site):
    site.until = today() - timedelta(days=1)
    site.save()
    with pytest.raises(NotAllowed, match="已销号"):
        supervising.look(site, actor("inspector").user, True, "")


def _faster(monkeypatch, where, name, do):
    """Have the same done by another request just before ``name`` is called there."""
    called = getattr(where, name)

    def first(*given, **told):
        monkeypatch.undo()
        do()
        return called(*given, **told)

    monkeypatch.setattr(where, name, first)


def test_what_is_sent_twice_at_once_is_one(monkeypatch, site, item):
    inspector, walker = User.objects.get(username="inspector"), User.objects.get(username="supervisor")
    token, told = uuid4(), (item.key, "47678.5-2026:item:06010", "墙角垃圾", "")
    beat = Beat.objects.get(name="银杏街道日常巡查")

    def look():
        return supervising.look(site, inspector, True, "", token=token)

    def find():
        return inspecting.find(item, inspector, *told, token)

    def begin():
        return patrolling.begin(walker, beat, token)

    for objects, where, name, do in (
        (SiteCheck.objects, Site.objects, "select_for_update", look),
        (Find.objects, Item.objects, "select_for_update", find),
        (Patrol.objects, patrolling, "counted", begin),
    ):
        _faster(monkeypatch, where, name, do)
        assert do() == objects.get(token=token), name
