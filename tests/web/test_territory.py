"""The ground that the grid stands on: where a position lies, what the place adds to catalogue, calendar and rules, who is in which grid."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from wenxiao.grid.calendar import BEIJING
from wenxiao.grid.clock import Limit, Unit, deadline
from wenxiao.grid.coordinates import Position, System, shown
from wenxiao.grid.rules import told
from wenxiao.web.core.clock import today
from wenxiao.web.grid.grounds import ground
from wenxiao.web.territory import staffing
from wenxiao.web.territory.changes import changed
from wenxiao.web.territory.lookup import grid_of, index
from wenxiao.web.territory.models import (
    Change,
    Component,
    DutyGrid,
    GridAssignment,
    LocalCondition,
    LocalDay,
    RuleVersion,
    UnitGrid,
)
from wenxiao.web.territory.sample import COMMUNITIES, NORTH, WEST, inside, outlines

EVENT = "30428.2-2013:event:0110"


def test_the_sample_has_grids_of_three_streets_that_fit_without_gaps(db):
    codes = list(UnitGrid.objects.values_list("code", flat=True))
    assert len(codes) == 24
    assert {code[:9] for code in codes} == {"530100001", "530100002", "530100003"}
    assert {code[:12] for code in codes} == set(COMMUNITIES)
    assert all(ground().catalogue.parts("unit_grid", "GB/T 30428.1", code) for code in codes)
    assert index().faults() == ()


def test_a_position_lies_in_one_grid_and_outside_in_none(db):
    for code in outlines():
        assert grid_of(inside(code, 0.3, 0.7)) == code
    assert grid_of(Position(WEST - 0.01, NORTH)) == ""


def test_who_moves_a_grid_changes_what_is_found_at_once(db):
    code = "530100001001001"
    at = inside(code)
    assert grid_of(at) == code
    grid = UnitGrid.objects.filter(code=code)
    grid.update(outline=[[point[0] + 1, point[1]] for point in grid.get().outline])
    changed(Change.Part.GRIDS, "移动", None)
    assert grid_of(at) == ""


def test_what_is_undone_leaves_nothing_in_memory(db):
    at = inside("530100001001001")
    try:
        with transaction.atomic():
            UnitGrid.objects.update(outline=[[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]])
            changed(Change.Part.GRIDS, "移动", None)
            assert grid_of(at) == ""
            raise RuntimeError
    except RuntimeError:
        cache.clear()  # two seconds pass
    assert grid_of(at) == "530100001001001"


def test_the_ground_is_read_once_and_then_costs_no_question(db):
    ground()
    with CaptureQueriesContext(connection) as asked:
        for _ in range(5):
            assert ground() is ground()
    assert len(asked) == 0


def test_the_ground_of_another_process_is_asked_for_again(db):
    before = ground()
    LocalDay.objects.create(day=date(2026, 3, 3), worked=False, why="测试")
    Change.objects.create(
        part=Change.Part.CALENDAR, what="别的进程"
    )  # as another process does: nothing is told to this one
    cache.clear()
    assert ground() is not before
    assert not ground().calendar.is_workday(date(2026, 3, 3))


def test_a_local_day_moves_later_deadlines(as_user):
    start = datetime(2026, 3, 2, 17, 0, tzinfo=BEIJING)
    limit = Limit(Decimal(2), Unit.WORK_HOUR)
    assert deadline(start, limit, ground().calendar).at == datetime(2026, 3, 3, 9, 0, tzinfo=BEIJING)
    client = as_user("lead")
    client.post("/territory/calendar/day/", {"day": "2026-03-03", "worked": "0", "why": "市里通知"})
    assert deadline(start, limit, ground().calendar).at == datetime(2026, 3, 4, 9, 0, tzinfo=BEIJING)
    client.post("/territory/calendar/day/", {"day": "2026-03-03", "worked": "", "why": "撤销"})
    assert deadline(start, limit, ground().calendar).at == datetime(2026, 3, 3, 9, 0, tzinfo=BEIJING)


def test_a_year_without_a_notice_is_provisional_until_it_is_entered(as_user):
    client = as_user("lead")
    start = datetime(2027, 3, 1, 9, 0, tzinfo=BEIJING)
    limit = Limit(Decimal(4), Unit.WORK_HOUR)
    assert "暂定" in client.get("/territory/calendar/?year=2027").content.decode()
    assert deadline(start, limit, ground().calendar).provisional
    client.post("/territory/calendar/year/", {"year": "2027", "source": "国办发明电〔2026〕7号"})
    assert not deadline(start, limit, ground().calendar).provisional
    assert "暂定" not in client.get("/territory/calendar/?year=2027").content.decode()


def test_a_new_version_of_the_rules_holds_and_old_versions_stay(as_user):
    client = as_user("lead")
    form = told() | {"hours": "08:30-12:00\n13:30-17:00", "extensions": 1, "note": "试行新作息", "base": 0}
    stages = form.pop("stages") | {"filed": "0.5工作时"}
    form |= {f"stage_{state}": limit for state, limit in stages.items()}
    assert client.post("/territory/rules/new/", form).status_code == 302
    assert ground().rules.extensions == 1
    assert str(ground().rules.stages["filed"]) == "0.5工作时"
    assert ground().calendar.day == timedelta(hours=7)
    version = RuleVersion.objects.get()
    assert (version.number, version.note, version.by.username) == (1, "试行新作息", "lead")
    page = client.get("/territory/rules/").content.decode()
    assert "08:00-12:00、14:00-18:00 → 08:30-12:00、13:30-17:00" in page
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleVersion.objects.update(note="改写")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("hours", "8点到12点", "工作时间请写成如 08:00-12:00"),
        ("hours", "14:00-18:00\n08:00-12:00", "依次排列"),
        ("stage_filed", "很快", "不是时限"),
        ("note", "", ""),
    ],
)
def test_rules_that_cannot_hold_are_refused(as_user, field, value, sentence):
    form = told() | {"hours": "\n".join(told()["hours"]), "note": "改", "base": 0}
    form |= {f"stage_{state}": limit for state, limit in form.pop("stages").items()}
    answer = as_user("lead").post("/territory/rules/new/", form | {field: value})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not RuleVersion.objects.exists()


def test_a_condition_of_the_place_takes_the_place_of_a_shipped_one(as_user):
    shipped = next(iter(ground().catalogue.conditions.values()))
    form = {
        "code": shipped.code, "categories": shipped.categories, "zh": shipped.zh, "limit": "3个工作日", "closing": shipped.closing,
    }  # fmt: skip
    answer = as_user("lead").post("/territory/catalogue/conditions/new/", form)
    assert answer.status_code == 302
    assert str(ground().catalogue.conditions[shipped.code].limit) == "3工作日"


@pytest.mark.parametrize("limit", ["尽快", "5", "1紧急工作时制止", "0工作时"])
def test_a_limit_that_is_none_is_refused_in_words(as_user, limit):
    form = {"code": "x-1", "categories": [EVENT], "zh": "试", "limit": limit, "closing": "清"}
    answer = as_user("lead").post("/territory/catalogue/conditions/new/", form)
    assert answer.status_code == 422
    assert "时限" in answer.content.decode()
    assert not LocalCondition.objects.filter(code="x-1").exists()


def test_a_category_needs_a_code_of_its_standard(as_user):
    client = as_user("lead")
    form = {"standard": "47678.5-2026", "kind": "item", "zh": "乱停共享单车"}
    for code in ("0999", "06031", "06010"):  # too short, left out by the standard, there already
        assert client.post("/territory/catalogue/categories/new/", form | {"code": code}).status_code == 422
    assert client.post("/territory/catalogue/categories/new/", form | {"code": "09999"}).status_code == 302
    made = ground().catalogue.categories["47678.5-2026:item:09999"]
    assert (made.zh, made.group, ground().catalogue.is_local(made)) == ("乱停共享单车", "街面秩序", True)


def test_the_staffing_check_finds_the_two_gaps_of_the_sample(db):
    result, lines, _ = staffing.check(today())
    assert (result.grids, result.reached) == (6, 4)
    gaps = {(short.grid, short.role.name, short.have) for short in result.shortages}
    assert gaps == {("530100003G06", "sanitation", 1), ("530100002G04", "supervisor", 0)}
    assert sum(line.missing for line in lines) == 2
    assert result.posts > result.people == 21  # one of 22 is there no longer
    assert staffing.check(date(2026, 6, 30))[0].reached == 5  # the supervisor was still there


def test_staffing_may_be_asked_of_a_day_a_street_or_pilots(as_user):
    client = as_user("acceptor")
    assert "4 / 6" in client.get("/territory/staffing/").content.decode()
    assert "5 / 6" in client.get("/territory/staffing/?day=2026-06-30").content.decode()
    assert "2 / 2" in client.get("/territory/staffing/?pilot=on").content.decode()
    assert "1 / 2" in client.get("/territory/staffing/?street=530100002").content.decode()
    assert client.get("/territory/staffing/?day=nonsense").status_code == 200


def test_an_assignment_ends_and_stays_on_record(as_user):
    client, row = as_user("lead"), GridAssignment.objects.filter(until=None).first()
    client.post(f"/territory/assignments/{row.pk}/end/")
    row.refresh_from_db()
    assert row.until == today()
    assert client.post(f"/territory/duty/{row.duty_id}/assign/", {"staff": row.staff_id, "role": row.role, "since": row.since}).status_code == 422  # fmt: skip


def test_a_management_grid_takes_grids_of_its_street_alone(as_user):
    duty = DutyGrid.objects.first()
    far = UnitGrid.objects.exclude(street=duty.street).first()
    answer = as_user("lead").post(
        "/territory/duty/new/", {"code": "X1", "name": "试", "street": duty.street, "grids": [far.pk]}
    )
    assert answer.status_code == 422
    assert far.code in answer.content.decode()


def test_the_state_of_a_component_is_entered_with_who_and_when(as_user):
    one = Component.objects.filter(state="good").first()
    as_user("lead").post(f"/territory/components/{one.pk}/", {"state": "lost", "note": "井盖被盗"})
    one.refresh_from_db()
    found = one.states.get()
    assert (one.state, found.note, found.by.username) == ("lost", "井盖被盗", "lead")
    assert as_user("supervisor").post(f"/territory/components/{one.pk}/", {"state": "good"}).status_code == 403


def test_a_position_of_another_system_is_converted_before_it_is_looked_up(as_user):
    code = "530100002001001"
    at = shown(inside(code), System.BD09)
    page = as_user("supervisor").get(f"/territory/find/?system=BD09&lon={at.lon}&lat={at.lat}").content.decode()
    assert code in page
    outside = as_user("supervisor").get("/territory/find/?system=WGS84&lon=100&lat=20").content.decode()
    assert "不在任何单元网格内" in outside
    assert as_user("supervisor").get("/territory/find/?system=WGS84&lon=24.9&lat=102.8").status_code == 422


def test_the_map_has_every_grid_and_is_sent_once(as_user):
    client = as_user("supervisor")
    answer = client.get("/territory/map.json")
    assert len(answer.json()["features"]) == 24
    assert client.get("/territory/map.json", headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/territory/import/grids/", "/territory/rules/new/", "/territory/staff/new/"])
def test_the_shift_lead_alone_changes_the_ground(as_user, path):
    assert as_user("lead").get(path).status_code == 200
    for person in ("acceptor", "supervisor", "street"):
        assert as_user(person).get(path).status_code == 403


def test_names_of_the_staff_are_for_the_centre(as_user):
    assert as_user("inspector").get("/territory/staff/").status_code == 200
    assert as_user("street").get("/territory/staff/").status_code == 403
