"""What is kept of the overview and of the counts is gone as soon as something is entered, and is nobody else's."""

from __future__ import annotations

import re
import time
from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web import desking, making
from wenxiao.performance.ledger import Kind, Source
from wenxiao.performance.regime import regime
from wenxiao.publishing.forms import Values, find
from wenxiao.web.core import official, remembering
from wenxiao.web.core.policy import Access
from wenxiao.web.core.waiting import counts, waiting
from wenxiao.web.desk.models import Document
from wenxiao.web.ledger.services import post
from wenxiao.web.people.models import User
from wenxiao.web.sample import YEAR


def shown(client, order="code"):
    return client.get(f"/overview/?year={YEAR}&order={order}").context["whole"]["group"]


def test_the_overview_is_added_up_once_for_many_and_again_after_an_entry(as_user, year):
    client = as_user("performance")
    before = shown(client)
    with CaptureQueriesContext(connection) as asked:
        assert shown(client, "paid") == before  # the same picture on another page
    assert not any("SUM(" in query["sql"] for query in asked)
    user = User.objects.get(username="performance")
    post(year(1), Kind.ADDED, Source.FISCAL, date(YEAR, 3, 1), Decimal("123.45"), "追加1", "", user)
    assert shown(client).revised == before.revised + Decimal("123.45")


def test_one_sees_the_own_picture_alone(as_user):
    whole = shown(as_user("performance"))
    assert shown(as_user("department")).projects < whole.projects
    assert shown(as_user("performance"), "paid") == whole


@pytest.mark.parametrize("change", ["raise", "step"])
def test_what_waits_is_counted_again_when_something_is_raised_or_stepped(as_user, year, change):
    of = making.fresh(year(1))
    targets = making.targets(of, "at_performance")
    client = as_user("performance")

    def waiting():
        return {line["words"]: line["count"] for line in client.get("/").context["menu"]}["绩效目标"]

    before = waiting()
    if change == "raise":
        making.targets(making.fresh(year(1)), "at_performance")
        assert waiting() == before + 1
    else:
        client.post(f"/targets/{targets.pk}/step/", {"action": "approve", "comment": "预算随后登记"})
        assert waiting() == before - 1


def test_the_same_form_is_audited_once_and_another_one_anew(monkeypatch):
    read = []
    real = official.read
    monkeypatch.setattr(official, "read", lambda path: read.append(path) or real(path))
    values = Values(name="道路养护项目", office="住建局", unit="养护所", year=2026, wanted="养护道路10公里。")
    other = Values(name="道路养护项目", office="住建局", unit="养护所", year=2026, wanted="养护道路20公里。")
    for one in (values, values, other):
        official.audited(find("target"), one, regime("national"))
    assert len(read) == 2


def colleague(person):
    """Somebody else with the same roles."""
    other = User.objects.create_user("second", "xinghe-district-demo", name="另一位经办人")
    for one in person.memberships.all():
        other.memberships.create(role=one.role, organisation=one.organisation)
    return other


def listed(client):
    """The list of the register, and whether its rows were asked for."""
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/projects/?year={YEAR}").content.decode()
    return page, any('"register_project"' in query["sql"] for query in asked)


def test_the_register_is_put_together_once_for_many_and_again_after_an_entry(as_user, year):
    client = as_user("performance")
    assert listed(client)[1]
    again, asked = listed(client)
    assert not asked
    assert year(1).project.name in again
    user = User.objects.get(username="performance")
    post(year(1), Kind.ADDED, Source.FISCAL, date(YEAR, 3, 1), Decimal("987654321.00"), "追加1", "", user)
    page, asked = listed(client)
    assert asked
    assert f"{year(1).balance.revised:,.2f}" in page


def test_who_has_the_same_roles_gets_the_same_list_and_the_own_page_around_it(as_user):
    person = User.objects.get(username="performance")
    listed(as_user("performance"))
    other = colleague(person)
    client = Client()
    client.force_login(other, "wenxiao.web.people.logins.Logins")
    page, asked = listed(client)
    assert not asked
    assert "另一位经办人" in page
    assert person.name not in page
    assert "<h1>项目库</h1>" in page
    client.cookies["django_language"] = "en"
    assert "<h1>Projects</h1>" in listed(client)[0]


def test_what_changes_in_place_shows_at_once_to_who_sent_something_and_to_others_within_the_half_minute(as_user, year):
    client, other = as_user("performance"), as_user("business")
    for one in (client, other):
        listed(one)
    unit = year(1).unit
    unit.name = "新名称单位"
    unit.save()
    assert "新名称单位" not in listed(client)[0]
    client.post("/projects/views/", {"name": "一", "query": f"year={YEAR}"})
    assert "新名称单位" in listed(client)[0]
    assert "新名称单位" not in listed(other)[0]


@pytest.mark.parametrize("address", ["/projects/?year={}", "/overview/?year={}"])
def test_what_is_kept_of_a_page_holds_no_mark_of_a_window(as_user, address):
    client = as_user("performance")
    client.get(address.format(YEAR))
    kept = caches["parts"]._cache.values()
    assert kept
    assert not any(b"csrf" in one for one in kept)


def test_a_page_asks_once_whether_something_was_entered(as_user):
    client = as_user("performance")
    for _ in range(2):  # put together, and kept
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/projects/?year={YEAR}")
        assert sum("max(id)" in query["sql"] for query in asked) == 1


@pytest.mark.timeout(60)
def test_what_puts_a_part_together_may_ask_for_what_is_remembered_under_any_key(access):
    who = access("performance")
    for number in range(600):  # more than there are locks
        inner = lambda number=number: remembering.remembered(who, ("inner", number), lambda: number)  # noqa: E731
        assert remembering.remembered(who, ("outer", number), inner, "parts") == number


def test_what_waits_is_counted_for_each_person_where_it_is_one_s_own(db):
    """A document whose unit is not known waits for who handed it in, not for others of the same office."""
    desking.one("business")
    person = User.objects.get(username="business")
    Document.objects.update(unit=None)
    other = colleague(person)
    numbers = [counts(Access(user))["document"] for user in (person, other)]
    assert numbers == [waiting(Document, Access(user)).count() for user in (person, other)] == [1, 0]


def test_what_was_renamed_shows_to_everybody_after_half_a_minute_whatever_was_put_together_from_it_meanwhile(as_user, year, monkeypatch):  # fmt: skip
    client, department = as_user("performance"), year(1).unit.department
    clock, passed = time.time, 0.0
    monkeypatch.setattr(time, "time", lambda: clock() + passed)
    at = f"/overview/?year={YEAR}&order="
    client.get(at + "code")
    department.name = "新名称局"
    department.save()
    passed = remembering.SECONDS - 1
    assert "新名称局" not in client.get(at + "paid").content.decode()
    passed = 30
    assert "新名称局" in client.get(at + "paid").content.decode()


def test_who_changed_something_keeps_seeing_it_when_the_mark_is_gone(as_user, year, monkeypatch):
    client, other, unit = as_user("performance"), as_user("performance"), year(1).unit
    clock, passed = time.time, 0.0
    monkeypatch.setattr(time, "time", lambda: clock() + passed)
    listed(other)
    unit.name = "新名称单位"
    unit.save()
    client.post("/projects/views/", {"name": "一", "query": f"year={YEAR}"})
    for passed in range(0, 2 * remembering.MARKED, 5):
        listed(other)
        if passed >= remembering.MARKED:
            client.cookies.pop("changed", None)
        assert "新名称单位" in listed(client)[0], passed


@pytest.mark.parametrize(
    ("odd", "plain"),
    [("q=网格&q=", "q=网格"), ("year=2025&year=2026", "year=2026&year=2025"), ("fund=general&fund=x", "fund=general")],
)
def test_a_name_that_stands_twice_in_an_address_changes_no_filter_of_another_address(as_user, odd, plain):
    client = as_user("performance")

    def filters():
        return re.search(r'<form class="filters" method="get">.*?</form>', client.get(f"/projects/?{plain}").content.decode(), re.DOTALL)[0]  # fmt: skip

    alone = filters()
    for one in caches.all():
        one.clear()
    client.get(f"/projects/?{odd}")
    assert filters() == alone
