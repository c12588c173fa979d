"""Field work: every page opens for whom it is meant; rounds as a phone walks them, and what they come to."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from wenxiao.grid.calendar import BEIJING
from wenxiao.told import NotAllowed, Told
from wenxiao.web.core.clock import travelling
from wenxiao.web.fieldwork import patrolling
from wenxiao.web.fieldwork.counting import period_of
from wenxiao.web.fieldwork.evidence import REASONS, measures
from wenxiao.web.fieldwork.models import (
    Beat,
    Collection,
    Contract,
    Drawing,
    Item,
    Meeting,
    MeetingAction,
    Patrol,
    Shop,
    Site,
    SitePhoto,
    Training,
    Visit,
)  # fmt: skip
from wenxiao.web.people.models import User

SEPTEMBER = period_of(date(2026, 9, 1), date(2026, 9, 30))
ROLES = ("lead", "acceptor", "dispatcher", "inspector", "supervisor", "street", "enforcer", "emergency")


def sheet(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(openpyxl.load_workbook(BytesIO(content)).active.values)


def addresses():
    """A page of every kind."""
    plain = ("fieldwork", "fieldwork-export", "fieldwork-patrols", "fieldwork-patrols-export", "fieldwork-walk", "fieldwork-beat-new", "fieldwork-contracts", "fieldwork-contract-new", "fieldwork-inspections", "fieldwork-drawing-new", "fieldwork-shops", "fieldwork-collection-new", "fieldwork-alike", "fieldwork-shops-template", "fieldwork-sites", "fieldwork-sites-export", "fieldwork-site-new", "fieldwork-trainings", "fieldwork-trainings-export", "fieldwork-trainings-template", "fieldwork-training-new", "fieldwork-meetings", "fieldwork-meetings-export")  # fmt: skip
    of = {
        Patrol: ("patrol",), Beat: ("beat", "beat-edit"), Contract: ("contract",), Drawing: ("drawing",), Item: ("item",),
        Collection: ("collection", "collection-edit", "collection-export", "collection-shop-new", "collection-import"),
        Shop: ("shop", "shop-edit"), Site: ("site", "site-edit"), SitePhoto: ("photo",), Training: ("training", "training-edit"),
        Meeting: ("meeting",), MeetingAction: ("action",),
    }  # fmt: skip
    yield from (reverse(name) for name in plain)
    for model, names in of.items():
        for name in names:
            yield reverse(f"fieldwork-{name}", args=[model.objects.order_by("pk").first().pk])


@pytest.mark.parametrize("person", ROLES)
def test_every_page_opens_or_says_that_it_is_not_for_this_person(as_user, person):
    client = as_user(person)
    found = {address: client.get(address).status_code for address in addresses()}
    assert {address: status for address, status in found.items() if status not in (200, 302, 403, 404)} == {}
    if person == "lead":
        refused = {address for address, status in found.items() if status != 200}
        assert refused == {reverse("fieldwork-walk"), reverse("fieldwork-drawing-new")}


def test_what_is_measured_in_the_sample_is_what_was_planted(db):
    found = {code: one.count(SEPTEMBER) for code, one in measures().items()}
    assert found["patrol_coverage"].d == 3 * 8 * 30
    assert 0 < found["patrol_coverage"].n < found["patrol_coverage"].d
    assert found["patrol_rounds"].d == 3 * 2 * 30
    assert (found["trainings"].n, found["trained"].n) == (3, 38 + 36 + 31)
    shops = measures()["shops"].count(period_of(date(2026, 9, 1), date(2026, 10, 1)))
    assert shops.n == 131  # 128 of the streets and four planted, of which one is confirmed as a duplicate
    assert shops.excluded == {"duplicate": 1}
    assert found["meetings"].ids == ("2026-09",)
    year = measures()["meetings"].count(period_of(date(2026, 1, 1), date(2026, 12, 31)))
    assert (year.n, year.d) == (9, 12)
    assert {reason for one in found.values() for reason in one.excluded} <= set(REASONS)


def test_nobody_owes_a_round_on_a_day_to_come(db):
    month = period_of(date(2026, 11, 1), date(2026, 11, 30))
    with travelling(date(2026, 11, 10)):
        assert measures()["patrol_coverage"].count(month).d == 3 * 8 * 10
        assert measures()["patrol_rounds"].count(period_of(date(2026, 12, 1), date(2026, 12, 31))).value is None


def test_streets_add_up_to_the_district(db):
    for code in ("patrol_coverage", "patrol_rounds", "shops", "shops_signed", "sites_inspected", "missed_finds"):
        one = measures()[code]
        whole = one.count(SEPTEMBER)
        parts = [one.count(SEPTEMBER, f"street=53010000{number}") for number in (1, 2, 3)]
        assert sum(part.n for part in parts) == whole.n, code
        assert sorted(each for part in parts for each in part.ids) == sorted(whole.ids), code


def test_what_is_undefined_is_no_number(db):
    before = period_of(date(2020, 1, 1), date(2020, 1, 31))
    assert measures()["patrol_coverage"].count(before).value is None
    assert measures()["sites_in_order"].count(before).value is None
    assert measures()["trained"].count(before).value == 0


@pytest.mark.parametrize("scope", ["street", "street=", "town=1", "beat=1"])
def test_a_scope_that_a_measure_does_not_know_is_refused(db, scope):
    with pytest.raises(Told, match="不能按"):
        measures()["shops"].count(SEPTEMBER, scope)


@pytest.fixture
def beat(db):
    return Beat.objects.get(name="银杏街道日常巡查")


@pytest.fixture
def walker(db):
    return User.objects.get(username="supervisor")


def test_a_round_is_walked_on_a_phone(as_user, beat):
    client = as_user("supervisor")
    token = uuid4()
    for _ in range(2):
        answer = client.post("/grid/m/walk/", {"beat": beat.pk, "token": token})
    one = Patrol.objects.get(token=token)
    assert answer["Location"] == "/grid/m/walk/"
    for grid in beat.grids[:3] * 2:
        client.post(f"/grid/m/walk/{one.pk}/visit/", {"grid": grid})
    assert "3/8" in client.get("/grid/m/walk/").content.decode()
    client.post(f"/grid/m/walk/{one.pk}/end/", {"note": "东段施工封路"})
    one.refresh_from_db()
    assert (one.visits.count(), one.note, one.ended_at is not None) == (3, "东段施工封路", True)
    client.post(f"/grid/m/walk/{one.pk}/visit/", {"grid": beat.grids[4]})
    assert one.visits.count() == 3


def test_what_waited_for_a_line_counts_from_when_it_was_pressed(as_user, walker, beat):
    client = as_user("supervisor")
    with travelling(date(2026, 11, 24)):
        one = patrolling.begin(walker, beat, None)
        began = one.started_at
        Patrol.objects.filter(pk=one.pk).update(started_at=began - timedelta(hours=2))
        waited = {"X-Outbox": str(30 * 60 * 1000)}
        answer = client.post(f"/grid/m/walk/{one.pk}/visit/", {"grid": beat.grids[0]}, headers=waited)
        assert (answer.status_code, answer.json()["url"]) == (200, "/grid/m/walk/")
        client.post(
            f"/grid/m/walk/{one.pk}/visit/", {"grid": beat.grids[1]}, headers={"X-Outbox": str(3 * 3600 * 1000)}
        )
        client.post(
            f"/grid/m/walk/{one.pk}/visit/", {"grid": beat.grids[2]}, headers={"X-Outbox": str(5 * 3600 * 1000)}
        )
        refused = client.post(f"/grid/m/walk/{one.pk}/visit/", {"grid": "x"}, headers=waited)
    assert (refused.status_code, "不在本计划内" in refused.json()["detail"]) == (409, True)
    came = dict(one.visits.values_list("grid", "at"))
    assert came == {
        beat.grids[0]: began - timedelta(minutes=30),  # as it was pressed
        beat.grids[1]: began - timedelta(hours=2),  # not before the round began
        beat.grids[2]: began,  # told too late: counts from its recording
    }


def test_two_rounds_at_a_time_and_grids_of_another_plan_are_refused(walker, beat):
    one = patrolling.begin(walker, beat, None)
    with pytest.raises(NotAllowed, match="尚未结束"):
        patrolling.begin(walker, beat, None)
    with pytest.raises(NotAllowed, match="不在本计划内"):
        patrolling.visit(one, "530100002001001")


def test_a_round_that_was_forgotten_ends_at_its_last_visit(walker, beat):
    with travelling(date(2026, 11, 24)):
        one = patrolling.begin(walker, beat, None)
        patrolling.visit(one, beat.grids[0])
    with travelling(date(2026, 11, 26)):
        patrolling.end_forgotten()
    one.refresh_from_db()
    assert one.ended_at == one.visits.get().at


def test_what_was_walked_is_never_changed(db):
    done = Patrol.objects.exclude(ended_at=None).first()
    for change in (
        lambda: Visit.objects.filter(patrol=done).delete(),
        lambda: Visit.objects.filter(patrol=done).update(grid="x"),
        lambda: Patrol.objects.filter(pk=done.pk).update(started_at=done.started_at - timedelta(hours=2)),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_others_rounds_are_for_the_centre(as_user):
    other = Patrol.objects.filter(person__username="supervisor2").first()
    assert as_user("supervisor").get(other.get_absolute_url()).status_code == 404
    assert as_user("street").get(other.get_absolute_url()).status_code == 404
    assert as_user("lead").get(other.get_absolute_url()).status_code == 200
    rows = sheet(as_user("supervisor").get("/fieldwork/patrols/export/?month=2026-09"))
    assert {row[1] for row in rows[1:]} == {"白杨"}


def test_an_hour_costs_the_share_of_the_contract_by_the_hours(db):
    contract = Contract.objects.get()
    (found,) = patrolling.costs([contract], date(2026, 9, 1), date(2026, 9, 30))
    assert found.share == (contract.amount * 30 / 365).quantize(Decimal("0.01"))
    spans = Patrol.objects.filter(started_at__gte=SEPTEMBER.start, started_at__lt=SEPTEMBER.end).values_list("started_at", "ended_at")  # fmt: skip
    seconds = sum(int((end - start).total_seconds()) for start, end in spans)
    assert found.hours == Decimal(seconds) / 3600
    assert found.an_hour == found.share / found.hours
    (before,) = patrolling.costs([contract], date(2026, 3, 1), date(2026, 3, 31))
    assert (before.hours, before.an_hour, before.a_round) == (0, None, None)


def test_a_plan_with_a_grid_that_there_is_not_is_refused(as_user):
    told = {"name": "试", "codes": "530100001001001 999999999999999", "rounds": 2, "visits": 1, "since": "2026-11-01", "revision": 0}  # fmt: skip
    answer = as_user("lead").post("/fieldwork/beats/new/", told)
    assert answer.status_code == 422
    assert "999999999999999" in answer.content.decode()
    assert as_user("lead").post("/fieldwork/beats/new/", {**told, "codes": "530100001001001"}).status_code == 302
    assert Beat.objects.get(name="试").grids == ["530100001001001"]


def test_the_days_of_an_address_are_believed_only_where_they_are_days(as_user):
    client = as_user("lead")
    for asked in ("month=2026-13", "month=x", "since=2026-09-01&until=2020-01-01", "since=0001-01-01&until=9999-12-31"):
        assert client.get(f"/fieldwork/?{asked}").status_code == 200
        assert client.get(f"/fieldwork/patrols/?{asked}").status_code == 200


def test_midnight_is_that_of_the_district(walker, beat):
    at = datetime.combine(date(2026, 9, 1), time(0, 5), BEIJING)
    with transaction.atomic():
        one = Patrol.objects.create(beat=beat, person=walker, started_at=at)
        Visit.objects.create(patrol=one, grid=beat.grids[0], at=at)
    day = period_of(date(2026, 9, 1), date(2026, 9, 1))
    assert str(one.pk) in measures()["patrol_rounds"].count(day).ids or "open" in measures()["patrol_rounds"].count(day).excluded  # fmt: skip
