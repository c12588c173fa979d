"""The board counts what is there, and is asked for cheaply; warnings, drills and tasks say who, when, and what it cost."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wenxiao.grid.clock import Unit, used
from wenxiao.grid.states import OPEN
from wenxiao.web.command import figures, mapping
from wenxiao.web.command.models import (
    Drill,
    EarlyWarning,
    EmergencyTask,
    ResponsiblePerson,
    WorkItem,
)
from wenxiao.web.core.clock import now
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.models import Agency, Case
from wenxiao.web.territory.models import UnitGrid
from wenxiao.web.territory.sample import inside

BOX = "102.7,24.8,102.9,25.0"


def case(number, **more):
    """A case as a row alone: the board reads nothing else."""
    at = now() - timedelta(hours=5)
    told = {
        "source": "supervisor", "state": "handling", "level": "district", "revision": 1, "folded": {}, "description": "试",
        "grid": "530100001001001", "street": "530100001", "reported_at": at, "recorded_at": at, "latest": at, "open": True,
    }  # fmt: skip
    return Case.objects.create(number=f"T{number}", **told | more)


def test_queues_add_up_to_the_open_cases(db):
    case(1, state="reported", stage_due=now() - timedelta(minutes=1))
    case(2, state="closed", open=False)
    found = figures.queues(now())
    assert [queue.state for queue in found] == list(OPEN)
    assert sum(queue.number for queue in found) == Case.objects.filter(open=True).count()
    assert figures.by_street(now()).number == Case.objects.filter(open=True).count()
    assert next(queue for queue in found if queue.state == "reported").late >= 1


def test_a_case_runs_over_by_its_own_deadline_and_only_while_it_is_to_be_solved(db):
    at = now()
    until = figures.soon(at, 2)
    before = figures.running(at, until)
    case(1, adjusted_due=at - timedelta(minutes=1))
    case(2, adjusted_due=at)
    case(3, adjusted_due=until - timedelta(seconds=1))
    case(4, adjusted_due=until)
    case(5, adjusted_due=None)
    case(6, adjusted_due=at - timedelta(days=1), state="post_check")
    case(7, adjusted_due=at - timedelta(days=1), state="closed", open=False)
    after = figures.running(at, until)
    assert (after["overdue"] - before["overdue"], after["soon"] - before["soon"]) == (1, 2)


def test_soon_is_counted_in_working_hours(db):
    at = now()
    of = ground()
    for hours in figures.HOURS:
        assert used(at, figures.soon(at, hours), Unit.WORK_HOUR, of.calendar) == timedelta(hours=hours)


def test_what_lies_outside_of_all_grids_is_a_queue_of_its_own(as_user):
    before = figures.by_street(now()).outside
    case(1, grid="", street="")
    assert figures.by_street(now()).outside == before + 1
    assert "T1" in as_user("acceptor").get("/command/cases/?what=outside").content.decode()


@pytest.mark.parametrize("what", ["overdue", "soon", "late", "urgent", "pressed", "outside", ""])
def test_the_list_behind_a_figure_has_as_many_rows_as_it_says(as_user, what):
    at = now()
    until = figures.soon(at, 2)
    case(1, adjusted_due=at - timedelta(minutes=1), urgent=True, stage_due=at - timedelta(minutes=1))
    case(2, adjusted_due=at + (until - at) / 2, pressed=True)
    case(3, grid="", street="")
    running, streets = figures.running(at, until), figures.by_street(at)
    said = {
        "overdue": running["overdue"], "soon": running["soon"], "late": sum(queue.late for queue in figures.queues(at)),
        "urgent": streets.urgent, "pressed": streets.pressed, "outside": streets.outside, "": streets.number,
    }[what]  # fmt: skip
    page = as_user("lead").get(f"/command/cases/?what={what}&hours=2").content.decode()
    assert int(re.search(r'<span class="muted">(\d+) 件', page)[1]) == said


def test_a_board_that_has_not_changed_is_not_sent_again(as_user):
    client = as_user("lead")
    page = client.get("/command/").content.decode()
    seen = re.search(r"seen=(\w+)", page)[1]
    assert client.get(f"/command/part/?hours=2&seen={seen}").status_code == 204
    case(1)
    cache.clear()
    answer = client.get(f"/command/part/?hours=2&seen={seen}")
    assert answer.status_code == 200
    assert 'id="board"' in answer.content.decode()


def test_many_screens_ask_the_database_once(as_user):
    client = as_user("lead")
    client.get("/command/part/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/command/part/")
    assert not [query for query in asked if "grid_case" in query["sql"]]


def test_cases_of_unit_grids_are_counted_once_for_all_who_move_the_map(as_user):
    client = as_user("lead")
    first = client.get(f"/command/cases.json?bbox={BOX}").json()["grids"]
    with CaptureQueriesContext(connection) as asked:
        again = client.get("/command/cases.json?bbox=102.79,24.90,102.80,24.91").json()["grids"]
    assert first
    assert again == first
    assert not [query for query in asked if "GROUP BY" in query["sql"] and '"grid_case"."grid" AS' in query["sql"]]


def test_the_board_asks_as_often_for_many_cases_as_for_few(as_user):
    client = as_user("lead")

    def counted():
        numbers = []
        for path in ("/command/", "/command/cases/", f"/command/cases.json?bbox={BOX}"):
            cache.clear()
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            numbers.append(len(asked))
        return numbers

    cache.clear()
    few = counted()
    for number in range(30):
        case(number, adjusted_due=now() - timedelta(minutes=number), urgent=True)
    assert counted() == few


def test_open_cases_are_on_the_map_where_they_are(as_user):
    at = inside("530100001001001")
    case(1, longitude=at.lon, latitude=at.lat, adjusted_due=now() - timedelta(hours=1), address="银杏路")
    case(2, longitude=at.lon, latitude=at.lat, open=False, state="closed")
    close = f"{at.lon - 1e-5},{at.lat - 1e-5},{at.lon + 1e-5},{at.lat + 1e-5}"
    told = as_user("lead").get(f"/command/cases.json?bbox={close}").json()
    (one,) = told["features"]
    assert one["geometry"]["coordinates"] == [at.lon, at.lat]
    assert one["properties"]["late"] == 1
    assert "T1" in one["properties"]["words"]
    number, late = told["grids"]["530100001001001"]
    assert number == Case.objects.filter(open=True, grid="530100001001001").count()
    assert late >= 1


def test_many_cases_are_clusters_that_add_up(db, monkeypatch):
    monkeypatch.setattr(mapping, "SINGLE", 10)
    for number in range(40):
        at = inside("530100001001001", 0.02 + number / 45, 0.5)
        case(number, longitude=at.lon, latitude=at.lat, adjusted_due=now() - timedelta(hours=1))
    within = mapping.box(BOX)
    told = mapping.features(within, now())["features"]
    there = Case.objects.filter(open=True, longitude__gte=within.west, longitude__lt=within.east, latitude__gte=within.south, latitude__lt=within.north)  # fmt: skip
    assert sum(one["properties"]["number"] for one in told) == there.count()
    assert len(told) < 40
    assert any(one["properties"]["number"] > 1 for one in told)


@pytest.mark.parametrize("bbox", ["", "1,2,3", "a,b,c,d", "3,2,1,4", "nan,1,2,3", "1,1,inf,2"])
def test_a_box_that_is_none_is_refused_in_words(as_user, bbox):
    answer = as_user("lead").get("/command/cases.json", {"bbox": bbox})
    assert answer.status_code == 400
    assert "bbox" in answer.json()["detail"]


def test_the_board_is_for_the_centre(as_user):
    for person, status in (("acceptor", 200), ("dispatcher", 200), ("lead", 200), ("inspector", 200), ("supervisor", 403), ("street", 403), ("emergency", 403)):  # fmt: skip
        assert as_user(person).get("/command/").status_code == status, person


def issued(client, *people, **more):
    told = {
        "title": "高温橙色预警", "kind": "气象", "level": "2", "text": "错峰作业。", "people": [one.pk for one in people],
        "answer_by": f"{now() + timedelta(hours=30):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    return client.post("/command/warnings/new/", told | more)


def test_a_warning_is_acknowledged_by_those_who_answer_and_closed_with_what_came_of_it(as_user):
    lead, street = as_user("lead"), as_user("street")
    person = ResponsiblePerson.objects.get(user__username="street")
    other = ResponsiblePerson.objects.get(user=None)
    assert issued(lead, person, other).status_code == 302
    warning = EarlyWarning.objects.get(title="高温橙色预警")
    mine, others = warning.answerable.get(person=person), warning.answerable.get(person=other)
    assert "预警待签收" in street.get("/", follow=True).content.decode()
    at = warning.get_absolute_url() + "acknowledge/"
    assert street.post(at, {"row": others.pk}).status_code == 403
    assert street.post(at, {"row": mine.pk, "answer": "已调整班次"}).status_code == 302
    mine.refresh_from_db()
    assert (mine.acknowledged_by.username, mine.answer, mine.late) == ("street", "已调整班次", False)
    assert "高温橙色预警" not in street.get("/", follow=True).content.decode()
    lead.post(at, {"row": others.pk, "answer": "电话告知"})
    assert "代记" in lead.get(warning.get_absolute_url()).content.decode()
    lead.post(warning.get_absolute_url() + "close/", {"outcome": ""})
    warning.refresh_from_db()
    assert warning.closed_at is None
    lead.post(warning.get_absolute_url() + "close/", {"outcome": "无中暑"})
    warning.refresh_from_db()
    assert (warning.closed_by.username, warning.outcome) == ("lead", "无中暑")
    assert street.post(warning.get_absolute_url() + "close/", {"outcome": "x"}).status_code == 403


def test_a_warning_needs_people_and_a_time_that_lies_ahead(as_user):
    client = as_user("lead")
    person = ResponsiblePerson.objects.first()
    assert issued(client).status_code == 422
    assert issued(client, person, answer_by="2020-01-01T08:00").status_code == 422
    assert issued(as_user("acceptor"), person).status_code == 403


def test_what_was_acknowledged_first_stays(as_user):
    warning = EarlyWarning.objects.filter(closed_at=None).first()
    row = warning.answerable.exclude(acknowledged_at=None).first()
    as_user("lead").post(warning.get_absolute_url() + "acknowledge/", {"row": row.pk, "answer": "改写"})
    before = (row.acknowledged_at, row.answer)
    row.refresh_from_db()
    assert (row.acknowledged_at, row.answer) == before


def test_the_cost_of_a_task_is_quantity_by_price_to_the_fen(as_user):
    client, task = as_user("emergency"), EmergencyTask.objects.filter(done_at=None).first()
    address = task.get_absolute_url()
    client.post(address + "item/", {"what": "沥青冷补料", "unit": "袋", "quantity": "2.5", "price": "33.33"})
    item = WorkItem.objects.get(what="沥青冷补料")
    assert item.cost == Decimal("83.33")  # 83.325, half up
    for wrong in ({"quantity": "0"}, {"quantity": "-1"}, {"price": "-1"}, {"price": "x"}):
        told = {"what": "坏", "unit": "个", "quantity": "1", "price": "1"} | wrong
        assert client.post(address + "item/", told).status_code == 422
    assert not WorkItem.objects.filter(what="坏").exists()
    client.post(address + "done/", {"step": "done", "result": ""})
    task.refresh_from_db()
    assert task.done_at is None
    client.post(address + "done/", {"step": "done", "result": "已更换"})
    task.refresh_from_db()
    assert task.done_at is not None
    client.post(address + "item/", {"what": "迟到", "unit": "个", "quantity": "1", "price": "1"})
    assert not WorkItem.objects.filter(what="迟到").exists()


def test_covers_have_a_cost_of_one_that_comes_from_quantity_and_cost(as_user):
    items = WorkItem.objects.filter(what__startswith="球墨铸铁井盖")
    cost, quantity = sum(item.cost for item in items), sum(item.quantity for item in items)
    assert cost / quantity == Decimal(385)
    assert "385.00" in as_user("lead").get("/command/tasks/").content.decode()


def test_a_task_for_a_case_names_it_and_a_number_that_is_none_is_refused(as_user):
    client, one = as_user("dispatcher"), case(1)
    team = EmergencyTask.objects.first().team_id
    told = {"title": "补井盖", "team": team, "place": "银杏路"}
    assert client.post("/command/tasks/new/", told | {"number": "没有"}).status_code == 422
    assert client.post("/command/tasks/new/", told | {"number": one.number}).status_code == 302
    assert EmergencyTask.objects.get(title="补井盖").grid == one.grid


def test_others_see_the_tasks_of_their_own_team_alone(as_user):
    task = EmergencyTask.objects.first()
    assert as_user("emergency").get(task.get_absolute_url()).status_code == 200
    assert as_user("street").get(task.get_absolute_url()).status_code == 404
    assert task.title not in as_user("street").get("/command/tasks/").content.decode()


def test_a_drill_has_its_plan_and_counts_who_came(as_user):
    client = as_user("lead")
    file = SimpleUploadedFile("预案.txt", "先报告，后处置".encode())
    told = {
        "title": "消防演练",
        "kind": "消防",
        "day": "2026-11-01",
        "place": "广场",
        "plan": "疏散",
        "plan_file": file,
    }
    assert client.post("/command/drills/new/", told).status_code == 302
    drill = Drill.objects.get(title="消防演练")
    assert b"".join(client.get(f"/command/drills/{drill.pk}/plan/")) == "先报告，后处置".encode()
    agency = ResponsiblePerson.objects.first().agency_id
    for name in ("甲", "乙"):
        client.post(f"/command/drills/{drill.pk}/attendance/", {"name": name, "agency": agency})
    first, second = drill.attendance.all()
    client.post(f"/command/drills/{drill.pk}/attendance/", {f"came-{first.pk}": "yes", f"came-{second.pk}": "no"})
    assert "1 / 2" in client.get(f"/command/drills/{drill.pk}/").content.decode()
    bad = SimpleUploadedFile("预案.exe", b"MZ")
    assert client.post("/command/drills/new/", told | {"title": "坏", "plan_file": bad}).status_code == 422


def test_every_grid_of_the_map_leads_to_its_page(as_user):
    client = as_user("lead")
    for feature in client.get("/territory/map.json").json()["features"][:3]:
        assert client.get(feature["properties"]["url"]).status_code == 200
    assert UnitGrid.objects.count() == 24


def test_a_team_makes_tasks_for_its_own_team_and_the_cases_that_it_sees(as_user):
    client, hidden = as_user("emergency"), case(7, address="某某家门口")
    other = Agency.objects.create(code="G91", name="另一支队伍", kind="team", level="district")
    page = client.get(f"/command/tasks/new/?case={hidden.number}").content.decode()
    assert hidden.address not in page
    assert other.name not in page
    told = {"title": "清淤", "team": other.pk, "place": "银杏路"}
    assert client.post("/command/tasks/new/", told).status_code == 422
    mine = told | {"team": EmergencyTask.objects.filter(team__code="G90").first().team_id}
    assert client.post("/command/tasks/new/", mine | {"number": hidden.number}).status_code == 422
    made = client.post("/command/tasks/new/", mine)
    assert client.get(made["Location"]).status_code == 200
    assert as_user("dispatcher").post("/command/tasks/new/", told).status_code == 302


def test_a_task_links_to_its_case_for_those_who_see_it(as_user):
    hidden, task = case(8), EmergencyTask.objects.filter(team__code="G90").first()
    EmergencyTask.objects.filter(pk=task.pk).update(case=hidden)
    pages = {name: as_user(name).get(task.get_absolute_url()).content.decode() for name in ("emergency", "lead")}
    assert all(hidden.number in page for page in pages.values())
    assert (hidden.get_absolute_url() in pages["emergency"], hidden.get_absolute_url() in pages["lead"]) == (
        False,
        True,
    )


def test_what_was_typed_comes_back_with_what_is_wrong(as_user):
    task = EmergencyTask.objects.filter(done_at=None).first()
    long = "已更换" * 700
    answer = as_user("emergency").post(task.get_absolute_url() + "done/", {"step": "done", "result": long})
    assert answer.status_code == 422
    assert long in answer.content.decode()
    warning = EarlyWarning.objects.filter(closed_at=None).first()
    for outcome, words in ((" ", "请写明处置结果"), ("无积水" * 1400, "无积水" * 1400)):
        answer = as_user("lead").post(warning.get_absolute_url() + "close/", {"outcome": outcome})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    warning.refresh_from_db()
    assert warning.closed_at is None
