"""Re-inspection: the draw again, finds that become missed cases, closed cases that are reopened, and 漏报率 by its definition."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from wenxiao.grid.rates import newest, rate
from wenxiao.grid.samples import drawn
from wenxiao.grid.states import Role
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import now, travelling
from wenxiao.web.fieldwork import inspecting
from wenxiao.web.fieldwork.counting import period_of
from wenxiao.web.fieldwork.evidence import measures
from wenxiao.web.fieldwork.models import Drawing, Find, Item
from wenxiao.web.grid.keeping import Actor
from wenxiao.web.grid.models import Case
from wenxiao.web.people.models import User

RUBBISH = "47678.5-2026:item:06010"


@pytest.fixture
def inspector(db):
    user = User.objects.get(username="inspector")
    return Actor(user, Role.INSPECTOR, user.posts.get().agency)


@pytest.fixture
def waiting(db):
    return Item.objects.filter(done_at=None).first()


def test_anybody_can_draw_the_sample_again(db):
    for one in Drawing.objects.all():
        assert inspecting.same_again(one)
        assert set(drawn(one.population, one.size, one.seed)) == set(one.items.values_list("key", flat=True))


def test_what_nobody_reported_becomes_a_missed_case(as_user, waiting):
    client, before = as_user("inspector"), Case.objects.count()
    told = {
        "grid": waiting.key,
        "category": RUBBISH,
        "description": "墙角堆放装修垃圾",
        "address": "云桥路9号",
        "token": uuid4(),
    }
    for _ in range(2):
        client.post(f"{waiting.get_absolute_url()}find/", told)
    found = Find.objects.get(item=waiting)
    for _ in range(2):
        client.post(f"/fieldwork/inspections/finds/{found.pk}/", {"case": ""})
    found.refresh_from_db()
    assert Case.objects.count() == before + 1
    assert (found.missed.case.missed, found.missed.source, found.missed.grid) == (True, "inspector", waiting.key)
    client.post(f"{waiting.get_absolute_url()}result/", {"note": ""})
    waiting.refresh_from_db()
    assert (waiting.result, waiting.inspector.username) == ("found", "inspector")


def test_the_result_waits_until_every_find_is_decided_on(inspector, waiting):
    inspecting.find(waiting, inspector.user, waiting.key, RUBBISH, "垃圾", "", None)
    with pytest.raises(NotAllowed, match="未认定"):
        inspecting.hand_in(waiting, inspector, "", "")


def test_a_find_elsewhere_or_of_no_category_is_refused(inspector, waiting):
    with pytest.raises(NotAllowed, match="不在样本"):
        inspecting.find(waiting, inspector.user, "530100009001001", RUBBISH, "垃圾", "", None)
    with pytest.raises(NotAllowed, match="类别"):
        inspecting.find(waiting, inspector.user, waiting.key, "x", "垃圾", "", None)


def test_a_find_is_matched_with_what_a_supervisor_reported_there_before(inspector, waiting):
    found = inspecting.find(waiting, inspector.user, waiting.key, RUBBISH, "垃圾", "", None)
    elsewhere = Case.objects.filter(source="supervisor").exclude(grid=waiting.key).first()
    with pytest.raises(NotAllowed, match="同一网格"):
        inspecting.match(found, elsewhere)
    here = Case.objects.filter(source="supervisor", grid=waiting.key).first()
    assert inspecting.match(found, here).matched == here
    with pytest.raises(NotAllowed, match="已经认定"):
        inspecting.miss(found, inspector)


def test_a_closed_case_that_was_not_solved_is_open_again(inspector):
    with travelling(date(2026, 11, 20)):
        drawing = inspecting.draw("closed", date(2026, 11, 9), date(2026, 11, 15), 2, inspector.user, "s")
        one, other = drawing.items.all()
        with pytest.raises(NotAllowed, match="现场情况"):
            inspecting.hand_in(one, inspector, "unsolved", " ")
        with pytest.raises(NotAllowed, match="是否确已解决"):
            inspecting.hand_in(one, inspector, "good", "")
        inspecting.hand_in(one, inspector, "unsolved", "垃圾仍在，可问13600001111")
        inspecting.hand_in(other, inspector, "solved", "")
    one.refresh_from_db()
    assert (one.reopened, one.case.state, one.case.case.reopens) == (True, "handling", 1)
    reason = one.case.events.get(action="reopen").told["reason"]
    assert reason.startswith("垃圾仍在")
    assert "13600001111" not in reason + one.note
    other.refresh_from_db()
    assert (other.reopened, other.case.state) == (False, "closed")


def test_a_case_that_was_closed_too_long_ago_is_kept_as_not_solved(inspector):
    with travelling(date(2027, 3, 1)):
        one = inspecting.draw("closed", date(2026, 9, 1), date(2026, 9, 30), 1, inspector.user, "s").items.get()
        inspecting.hand_in(one, inspector, "unsolved", "垃圾仍在")
    one.refresh_from_db()
    assert (one.result, one.reopened, one.case.state) == ("unsolved", False, "closed")


def test_what_an_inspector_said_is_never_changed(db):
    done = Item.objects.exclude(done_at=None).first()
    for change in (lambda: Item.objects.filter(pk=done.pk).update(result="good"), lambda: Drawing.objects.update(seed="x")):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_nothing_to_draw_from_is_told(inspector):
    with pytest.raises(NotAllowed, match="没有可抽取"):
        inspecting.draw("closed", date(2020, 1, 1), date(2020, 1, 2), 3, inspector.user)


def test_missed_cases_count_in_the_rate(db):
    october = period_of(date(2026, 10, 1), date(2026, 10, 31))
    by_rate = rate(newest("missed"), (row.case for row in Case.objects.all()), october, now())
    mine = measures()["missed_finds"].count(october)
    assert len(mine.ids) >= 3
    assert set(mine.ids) <= set(by_rate.numerator)  # inspectors report what they come across besides
    assert by_rate.value is not None
    assert Decimal(0) < by_rate.value < Decimal("0.1")


def test_two_lists_count_what_was_open_when_the_inspector_came(db):
    drawing = Drawing.objects.get(since=date(2026, 10, 12))
    found = inspecting.missing(drawing)
    at = {item.key: item.done_at for item in drawing.items.all()}
    open_then = [
        row.pk
        for row in Case.objects.filter(source="supervisor", grid__in=at, filed_at__isnull=False)
        if row.reported_at <= at[row.grid] and (row.feedback_at is None or row.feedback_at > at[row.grid]) and row.state not in ("void", "merged")
    ]  # fmt: skip
    matched = set(Find.objects.filter(item__drawing=drawing).exclude(matched=None).values_list("matched", flat=True))
    assert found.reported == len(matched | set(open_then))
    assert (found.known, found.missed) == (len(matched), 3)


def test_who_is_inspected_does_not_see_the_sample(as_user):
    for person in ("supervisor", "street", "emergency"):
        assert as_user(person).get("/fieldwork/inspections/").status_code == 403
        assert "missed_finds" not in as_user(person).get("/fieldwork/").content.decode()
    assert as_user("lead").post("/fieldwork/inspections/new/", {}).status_code == 403


def test_a_refused_result_loses_nothing_that_was_typed(as_user, inspector):
    with travelling(date(2026, 11, 20)):
        one = inspecting.draw("closed", date(2026, 11, 9), date(2026, 11, 15), 1, inspector.user, "s").items.get()
        answer = as_user("inspector").post(f"{one.get_absolute_url()}result/", {"result": "", "note": "垃圾仍在原处"})
        again = as_user("inspector").post(f"{one.get_absolute_url()}result/", {"result": "unsolved", "note": " "})
    assert (answer.status_code, again.status_code) == (422, 422)
    assert "垃圾仍在原处" in answer.content.decode()
    assert "请选择是否确已解决" in answer.content.decode()
    assert 'value="unsolved" checked' in again.content.decode()


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "x", ""])
def test_a_month_out_of_bounds_is_no_month_of_a_meeting_or_a_run(as_user, month):
    client = as_user("lead")
    for address in ("/fieldwork/meetings/call/", "/scoring/runs/begin/"):
        assert "请选择月份" in client.post(address, {"month": month}, follow=True).content.decode()
