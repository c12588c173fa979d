"""The register of shops: the seed's totals, import row by row, duplicates that a person decides on, who sees whom, forgetting."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.test_fieldwork import sheet
from wenxiao.web.core.clock import travelling
from wenxiao.web.core.models import SensitiveRead
from wenxiao.web.fieldwork import registering
from wenxiao.web.fieldwork.models import Alike, Collection, Shop
from wenxiao.web.grid.models import Agency
from wenxiao.web.people.models import User

HEADS = ("街道", "店名", "地址", "负责人", "联系电话", "采集日期", "采集单位", "已签责任书")
#: The register of 2018-09-01 to 2018-10-01 as its report tells it.
SEED = {"龙城街道": 962, "洛龙街道": 604, "斗南街道": 366, "雨花街道": 581, "吴家营街道": 804, "乌龙街道": 524}
#: The parts of the seed's total.
TOTAL = 3841


@pytest.fixture
def collection(db):
    return Collection.objects.get(since=date(2026, 9, 1))


@pytest.fixture
def fresh(db):
    return Collection.objects.create(name="试采集", since=date(2018, 9, 1), until=date(2018, 10, 1), keep_days=3650)


def book(rows):
    made = openpyxl.Workbook()
    for row in (HEADS, *rows):
        made.active.append(row)
    file = BytesIO()
    made.save(file)
    return SimpleUploadedFile("商铺.xlsx", file.getvalue())


def send(client, collection, rows):
    """Upload a file; the page of its preview."""
    return client.post(f"/fieldwork/shops/of/{collection.pk}/import/", {"file": book(rows)}, follow=True)


def test_the_register_of_the_seed_adds_up(as_user, fresh):
    for number, name in enumerate(SEED):
        Agency.objects.create(code=f"S{number}", name=f"{name}办事处", kind="street", level="street", street=f"53011400{number}")  # fmt: skip
    rows = [
        (name, f"{name}商铺{number}", f"{name}路{number}号", None, None, "2018-09-15", None, "是")
        for name, count in SEED.items()
        for number in range(count)
    ]
    page = send(as_user("lead"), fresh, rows)
    as_user("lead").post(page.redirect_chain[-1][0])
    totals = {line.street.name: line.counted for line in registering.totals(fresh) if line.counted}
    assert totals == {f"{name}办事处": count for name, count in SEED.items()}
    assert sum(totals.values()) == Shop.objects.filter(collection=fresh).count() == TOTAL


def test_a_file_with_a_row_that_is_refused_is_not_taken_in(as_user, fresh):
    sound = ("银杏街道", "面馆", "银杏路1号", "王某", "13800000001", "2018-09-02", None, "是")
    wrong = [
        ("没有街道", "面馆", "银杏路2号", "", "", "2018-09-02", None, "是"),
        ("银杏街道", "", "银杏路3号", "", "", "2018-09-02", None, "是"),
        ("银杏街道", "茶庄", "银杏路4号", "", "打不通", "2018-09-02", None, "是"),
        ("银杏街道", "花店", "银杏路5号", "", "", "2018-10-02", None, "是"),
        ("银杏街道", "药房", "银杏路6号", "", "", "2018-09-02", None, "也许"),
        ("银杏街道", "面 馆", "银杏路１号", "", "", "2018-09-02", None, "是"),
    ]
    page = send(as_user("lead"), fresh, [sound, *wrong])
    at = page.redirect_chain[-1][0]
    text = page.content.decode()
    for words in (
        "没有街道“没有街道”",
        "没有填写",
        "不是电话号码",
        "不在采集期",
        "“也许”认不出",
        "与第2行的店名和地址相同",
    ):
        assert words in text
    assert as_user("lead").post(at).status_code == 422
    assert Shop.objects.filter(collection=fresh).count() == 0
    refused = sheet(as_user("lead").get(f"{at}refused/"))
    assert sorted({row[0] for row in refused[1:]}) == [3, 4, 5, 6, 7, 8]


def test_a_street_enters_its_own_shops_alone(as_user, fresh):
    other = ("临江街道", "面馆", "临江路1号", "", "", "2018-09-02", None, "")
    assert "由该街道登记" in send(as_user("street"), fresh, [other]).content.decode()
    page = send(as_user("enforcer"), fresh, [other])
    as_user("enforcer").post(page.redirect_chain[-1][0])
    assert Shop.objects.get(collection=fresh).collector.code == "G21"
    assert send(as_user("supervisor"), fresh, [other]).status_code == 403


def test_people_decide_what_is_the_same_shop(as_user, collection):
    before = sum(line.counted for line in registering.totals(collection))
    hint = Alike.objects.filter(decision="", second__collection=collection).first()
    assert as_user("street").post(f"/fieldwork/shops/alike/{hint.pk}/", {"same": "yes"}).status_code == 403
    for answer in ("yes", "no"):
        as_user("acceptor").post(f"/fieldwork/shops/alike/{hint.pk}/", {"same": answer})
    hint.refresh_from_db()
    assert (hint.decision, hint.second.same_as_id) == ("same", hint.first_id)
    lines = registering.totals(collection)
    assert sum(line.counted for line in lines) == before - 1
    assert sum(line.entries for line in lines) == Shop.objects.filter(collection=collection).count()


def test_three_entries_of_one_shop_are_counted_once(fresh):
    street, user = Agency.objects.get(code="G11"), User.objects.get(username="lead")
    registering.add(Shop(collection=fresh, street=street, name="面馆", address="银杏路1号", collected_on=date(2018, 9, 2), entered_by=user) for _ in range(3))  # fmt: skip
    hints = list(Alike.objects.filter(second__collection=fresh))
    assert len(hints) == 2
    for hint in reversed(hints):
        registering.decide(hint, True, user)
    assert sum(line.counted for line in registering.totals(fresh)) == 1
    assert registering.look_for_alike(fresh.pk) == 0


def of(street):
    return Shop.objects.filter(collection__since=date(2026, 9, 1), street__code=street).exclude(phone="").first()


@pytest.mark.parametrize(("person", "sees"), [("acceptor", True), ("lead", True), ("street", True), ("street2", False), ("enforcer", False), ("supervisor", False)])  # fmt: skip
def test_who_runs_a_shop_is_for_the_centre_and_its_street(as_user, person, sees):
    one, client = of("G11"), as_user(person)
    SensitiveRead.objects.all().delete()
    plain = client.get(one.get_absolute_url()).content.decode()
    assert one.phone not in plain
    assert one.masked_phone in plain
    assert SensitiveRead.objects.count() == 0
    shown = client.get(f"{one.get_absolute_url()}?show=1").content.decode()
    assert (one.phone in shown, one.owner in shown) == (sees, sees)
    assert SensitiveRead.objects.filter(user__username=person).count() == int(sees)


@pytest.mark.parametrize(("person", "own"), [("lead", {"G11", "G12", "G13"}), ("street", {"G11"}), ("enforcer", set())])
def test_an_export_masks_for_whom_it_does_not_concern_and_is_put_on_record(as_user, collection, person, own):
    phones = {shop.phone: shop.street.code for shop in Shop.objects.filter(collection=collection).select_related("street") if shop.phone}  # fmt: skip
    rows = sheet(as_user(person).get(f"/fieldwork/shops/of/{collection.pk}/export/"))
    assert len(rows) == 1 + Shop.objects.filter(collection=collection).count()
    assert {phones[row[4]] for row in rows[1:] if row[4] in phones} == own
    assert SensitiveRead.objects.filter(user__username=person, what__startswith="export").exists()


def test_no_list_and_no_other_page_shows_a_number(as_user, collection):
    client = as_user("lead")
    phones = set(Shop.objects.exclude(phone="").values_list("phone", flat=True))
    for address in (collection.get_absolute_url(), "/fieldwork/shops/alike/", "/fieldwork/shops/"):
        text = client.get(address).content.decode()
        assert not [phone for phone in phones if phone in text]


def test_only_who_sees_the_persons_changes_an_entry(as_user):
    one = of("G11")
    assert as_user("enforcer").get(f"{one.get_absolute_url()}edit/").status_code == 403
    SensitiveRead.objects.all().delete()
    page = as_user("street").get(f"{one.get_absolute_url()}edit/")
    assert one.phone in page.content.decode()
    assert SensitiveRead.objects.count() == 1


def test_persons_are_forgotten_after_their_time_and_shops_are_counted_as_before(collection):
    before = {line.street.pk: line.counted for line in registering.totals(collection)}
    with travelling(date(2028, 9, 30)):
        registering.forget()
        assert Shop.objects.filter(collection=collection).exclude(phone="").exists()
    with travelling(date(2028, 10, 2)):
        registering.forget()
    assert not Shop.objects.filter(collection=collection).exclude(phone="", owner="").exists()
    assert {line.street.pk: line.counted for line in registering.totals(collection)} == before
    collection.refresh_from_db()
    assert collection.forgotten_at is not None


def test_the_older_collection_of_the_sample_names_nobody(db):
    old = Collection.objects.get(since=date(2023, 9, 1))
    assert old.shops.count() == 8
    assert not old.shops.exclude(phone="", owner="").exists()
