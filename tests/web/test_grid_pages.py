"""The pages of cases: what waits for whom, the list, every step by its form, and what only some may read."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import openpyxl
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.following import pressed
from tests.web.griding import GRID, RUBBISH, actor, disposed, filed, handling, kept_photo, post, reported, taken
from wenxiao.grid.states import OPEN, STATE_NAMES, Source, State
from wenxiao.grid.transitions import TRANSITIONS, Action
from wenxiao.web.core.clock import day_of, now, today
from wenxiao.web.core.models import SensitiveRead
from wenxiao.web.core.policy import Access
from wenxiao.web.grid import listing, queue, steps
from wenxiao.web.grid.keeping import perform
from wenxiao.web.grid.models import Case, Photo, Reporter
from wenxiao.web.grid.seeing import seen
from wenxiao.web.grid.upkeep import forget, resume, tidy
from wenxiao.web.people.models import User
from wenxiao.web.territory.models import UnitGrid

PEOPLE = ("acceptor", "dispatcher", "lead", "inspector", "supervisor", "emergency", "street", "enforcer")


def text(answer) -> str:
    return answer.content.decode()


def test_who_has_only_posts_is_sent_to_the_cases(as_user):
    assert as_user("acceptor").get("/")["Location"] == "/grid/"
    assert as_user("supervisor").get("/")["Location"] == "/grid/m/"
    assert as_user("clerk").get("/").status_code == 200


def test_everybody_sees_their_own_cases_and_no_others(db):
    every = set(Case.objects.values_list("pk", flat=True))
    see = {
        name: set(seen(Access(User.objects.get(username=name))).values_list("pk", flat=True))
        for name in (*PEOPLE, "clerk", "performance")
    }
    assert see["acceptor"] == see["dispatcher"] == see["lead"] == see["inspector"] == every
    assert see["clerk"] == see["performance"] == set()
    had = {}
    for pk, agency in Case.objects.filter(had_by__isnull=False).values_list("pk", "had_by__agency__code"):
        had.setdefault(agency, set()).add(pk)
    assert see["street"] == had["G11"]
    assert see["enforcer"] == had["G21"]
    assert see["emergency"] == had["G90"]
    walker = User.objects.get(username="supervisor")
    assert set(Case.objects.filter(reporter=walker).values_list("pk", flat=True)) <= see["supervisor"] < every


def test_what_a_unit_gave_back_it_goes_on_seeing(db, access):
    row = perform(filed(), actor("dispatcher"), Action.DISPATCH, unit="G21")
    row = perform(row, actor("enforcer"), Action.RETURN, reason="不属本单位")
    perform(row, actor("dispatcher"), Action.DISPATCH, unit="G22")
    for login in ("enforcer", "sanitation"):
        assert seen(access(login)).filter(pk=row.pk).exists()
    assert not seen(access("street")).filter(pk=row.pk).exists()


def test_what_waits_is_what_the_next_step_is_open_for(db, access):
    """Of each kind that waits, every case has a step for this person; and the soonest deadline is first."""
    for name in PEOPLE:
        who = access(name)
        for row in queue.waiting(who):
            assert steps.open_ways(row, who), (name, row.number, row.state)
        due = [row.next_due for row in queue.waiting(who) if row.next_due]
        assert due == sorted(due)
    numbers = {kind.name: number for kind, number in queue.counts(access("lead"))[0]}
    assert numbers["accept"] == Case.objects.filter(state=State.REPORTED).count() > 0
    assert numbers["grant"] == 2


def _kinds(who, row):
    return {kind.name for kind in queue.kinds(who) if Case.objects.filter(kind.which, pk=row.pk).exists()}


def test_what_lies_with_a_unit_below_waits_for_that_unit(db, access):
    row, street = handling(), access("street")
    below = row.agency
    below.parent = street.posts[0].agency
    below.save()
    street = access("street")
    assert seen(street).filter(pk=row.pk).exists()
    assert _kinds(street, row) == set()
    assert _kinds(access("sanitation"), row) == {"handle"}


def test_an_appeal_waits_while_the_case_has_ended(db, access):
    row = perform(disposed(), actor("acceptor"), Action.SEND_POST_CHECK, assignee=str(actor("supervisor").user.pk))
    row = perform(row, actor("supervisor"), Action.PASS, photos=[kept_photo("supervisor")])
    row = perform(row, actor("acceptor"), Action.CLOSE, closing_met=True)
    row = perform(row, actor("sanitation"), Action.APPEAL, reason="道路封闭")
    assert _kinds(access("dispatcher"), row) == {"appealed"}
    row = perform(row, actor("inspector"), Action.REOPEN, reason="未解决")
    assert _kinds(access("dispatcher"), row) == set()


def test_what_somebody_solved_on_the_spot_comes_back_to_that_person(db, access):
    row = reported("inspector", Source.INSPECTOR)
    row = perform(row, actor("acceptor"), Action.FILE, grid=GRID, category=RUBBISH, condition="rubbish")
    row = perform(row, actor("supervisor"), Action.SELF_DISPOSE, photos=[kept_photo("supervisor")])
    row = perform(row, actor("acceptor"), Action.SEND_POST_CHECK, assignee=str(actor("inspector").user.pk))
    row = perform(row, actor("inspector"), Action.FAIL, reason="未清理")
    assert _kinds(access("supervisor"), row) == {"again"}
    assert Action.DISPOSE in {way.row.action for way in steps.open_ways(row, access("supervisor"))}


def test_overdue_is_marked_in_words(as_user):
    assert "超期" in text(as_user("acceptor").get("/grid/"))


@pytest.mark.parametrize("person", PEOPLE)
def test_an_open_case_of_each_state_and_source_has_a_page_with_the_steps_of_the_table(as_user, access, person):
    client, who = as_user(person), access(person)
    for row in {(row.state, row.source): row for row in seen(who).filter(open=True)}.values():
        page = text(client.get(row.get_absolute_url()))
        offered = re.findall(r'id="step-(\w+)"', page)
        assert offered == [way.row.action.value for way in steps.open_ways(row, who)]
        table = [
            way.action.value for way in TRANSITIONS if row.state in way.sources and who.grid_roles & set(way.roles)
        ]
        assert set(offered) <= set(table)


def test_a_case_goes_from_report_to_close_by_forms_alone(as_user):
    person = {name: as_user(name) for name in ("supervisor", "acceptor", "acceptor2", "dispatcher", "sanitation")}
    answer = person["supervisor"].post(
        "/grid/cases/new/",
        {
            "source": "supervisor",
            "category": RUBBISH,
            "description": "巷口有垃圾",
            "longitude": "102.795",
            "latitude": "24.917",
            "system": "WGS84",
            "photos": taken(),
            "token": uuid4(),
        },
    )
    row = Case.objects.get(pk=answer["Location"].split("/")[-2])
    assert (row.given_system, len(row.grid), row.photos.count()) == ("WGS84", 15, 1)

    def does(login, action, **fields):
        made = post(person[login], row, action, **fields)
        row.refresh_from_db()
        assert made.status_code == 302, text(made)[:4000]

    does("acceptor", "file", grid=row.grid, filing=f"{RUBBISH}|rubbish")
    does("dispatcher", "dispatch", unit="G22")
    does("sanitation", "accept")
    does("sanitation", "ask_extension", reason="车辆维修")
    does("dispatcher", "refuse", reason="按期处置")
    does("sanitation", "dispose", photos=taken(), outcome="cleared")
    does("acceptor", "send_post_check", assignee=User.objects.get(username="supervisor").pk)
    does("supervisor", "pass", photos=taken())
    does("acceptor2", "close", closing_met="on")
    assert (row.state, row.outcome, row.open) == ("closed", "cleared", False)
    page = text(person["acceptor"].get(row.get_absolute_url()))
    assert "清运" in page
    assert page.count("<li><b>") == row.revision


@pytest.mark.parametrize(
    ("login", "action", "fields", "sentence"),
    [
        ("dispatcher", "file", {}, "由受理员、值班长办理"),
        ("acceptor", "file", {}, ""),
        ("acceptor", "close", {"closing_met": "on"}, "待立案"),
        ("acceptor", "nothing", {}, "没有这个步骤"),
        ("acceptor", "send_pre_check", {"assignee": "999999"}, ""),
    ],
)
def test_a_step_that_is_not_allowed_says_why_and_changes_nothing(as_user, login, action, fields, sentence):
    row = reported()
    answer = post(as_user(login), row, action, **fields)
    page = text(answer) if answer.status_code in (403, 422) else text(as_user(login).get(row.get_absolute_url()))
    assert answer.status_code in (302, 403, 422)
    if answer.status_code == 302:
        page = text(as_user(login).get(answer["Location"]))
    if sentence and answer.status_code != 302:
        assert sentence in page
    row.refresh_from_db()
    assert (row.state, row.revision) == ("reported", 1)


def test_a_refused_step_keeps_no_photo(as_user):
    row, before = disposed(), Photo.objects.count()
    row = perform(row, actor("acceptor"), Action.SEND_POST_CHECK, assignee=actor("supervisor").name)
    post(as_user("supervisor"), row, "fail", photos=taken())  # without a reason
    assert Photo.objects.count() == before
    row.refresh_from_db()
    assert row.state == "post_check"


def test_a_form_sent_twice_is_one_step(as_user):
    row, token = reported(), uuid4()
    client = as_user("acceptor")
    for _ in range(2):
        answer = post(client, row, "file", grid=GRID, filing=f"{RUBBISH}|rubbish", token=token)
        assert answer["Location"] == row.get_absolute_url()
    row.refresh_from_db()
    assert row.revision == 2
    answer = post(as_user("dispatcher"), row, "dispatch", unit="G22", token=token)
    assert answer.status_code == 422
    assert str(token) not in text(answer)
    row.refresh_from_db()
    assert row.revision == 2  # a token of somebody else makes no step


def test_what_may_be_the_same_is_shown_and_merged_by_a_person(as_user):
    first, second = filed(), reported(login="acceptor2", source=Source.HOTLINE)
    page = text(as_user("acceptor").get(second.get_absolute_url()))
    assert first.number in page
    assert "是同一问题，合并" in page
    assert post(as_user("acceptor"), second, "merge", parent=first.number).status_code == 302
    second.refresh_from_db()
    assert (second.state, second.parent_id) == ("merged", first.pk)


def test_clocks_say_how_they_were_computed(as_user):
    page = text(as_user("lead").get(handling().get_absolute_url()))
    assert "首次派遣" in page
    assert "4工作时" in page


@pytest.mark.parametrize(
    ("address", "holds"),
    [
        ("state=open", lambda row: row.open),
        ("state=closed", lambda row: row.state == "closed"),
        ("stage=checking", lambda row: row.state in {"disposed", "post_check"}),
        (f"category={RUBBISH}", lambda row: row.category == RUBBISH),
        ("street=530100002", lambda row: row.street == "530100002"),
        ("agency=G24", lambda row: row.agency.code == "G24"),
        ("source=hotline", lambda row: row.source == "hotline"),
        ("pressed=on", lambda row: row.pressed),
        ("late=on", lambda row: row.open and min(due for due in (row.stage_due, row.adjusted_due) if due) < now()),
        ("since=2026-10-01&until=2026-10-31", lambda row: day_of(row.reported_at).month == 10),
        ("q=井盖", lambda row: "井盖" in row.description),
        ("q=20261120", lambda row: row.number.startswith("20261120")),
    ],
)
def test_filters_leave_what_they_say(access, address, holds):
    from django.http import QueryDict

    _, rows, _ = listing.listed(access("lead"), QueryDict(address))
    found = list(rows)
    assert found
    assert all(holds(row) for row in found)
    others = Case.objects.exclude(pk__in=[row.pk for row in found])
    if not address.startswith("late"):
        assert not any(holds(row) for row in others if row.agency_id or "agency" not in address)


def test_the_list_turns_pages_without_counting(as_user):
    client = as_user("lead")
    with CaptureQueriesContext(connection) as asked:
        first = text(client.get("/grid/cases/"))
    assert not [one["sql"] for one in asked if "COUNT(" in one["sql"].upper()]
    second = text(client.get("/grid/cases/?page=2"))
    numbers = [set(re.findall(r"/grid/cases/(\d+)/", page)) for page in (first, second)]
    assert len(numbers[0]) == len(numbers[1]) == listing.SIZE
    assert not numbers[0] & numbers[1]
    assert client.get("/grid/cases/?page=99999&order=x&state=x&since=x").status_code == 200


def test_the_export_is_the_list(as_user, tmp_path):
    answer = as_user("street").get("/grid/cases/export/?state=open")
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    see = seen(Access(User.objects.get(username="street"))).filter(open=True)
    assert {row[0] for row in rows[1:]} == set(see.values_list("number", flat=True))


@pytest.mark.parametrize("address", ["/grid/", "/grid/cases/", "/grid/cases/?state=open&order=due", "/grid/m/"])
@pytest.mark.parametrize("person", ["lead", "acceptor", "supervisor", "sanitation"])
def test_lists_ask_as_often_for_many_rows_as_for_few(as_user, person, address):
    client = as_user(person)

    def asked():
        client.get(address)
        cache.clear()
        with CaptureQueriesContext(connection) as questions:
            client.get(address)
        return len(questions)

    before = asked()
    for _ in range(4):
        handling()
        reported()
    assert asked() == before


def test_the_page_of_a_case_asks_as_often_for_a_long_story(as_user):
    client = as_user("lead")
    short, long = handling(), handling()
    for number in range(6):
        pressed(long, reason=f"第{number}次督办")

    def asked(row):
        client.get(row.get_absolute_url())
        cache.clear()
        with CaptureQueriesContext(connection) as questions:
            client.get(row.get_absolute_url())
        return len(questions)

    assert asked(long) <= asked(short) + 1


@pytest.fixture
def contact(db):
    row = Case.objects.filter(open=True, contact__isnull=False).first()
    return row.contact


def test_who_reported_is_for_the_desk_alone_while_it_is_open_or_to_be_called_back_and_each_look_is_on_record(
    as_user, contact
):
    at = f"/grid/cases/{contact.case_id}/reporter/"
    before = SensitiveRead.objects.count()
    for login in ("acceptor", "lead"):
        assert contact.phone in text(as_user(login).get(at))
    assert SensitiveRead.objects.count() == before + 2
    for login in ("dispatcher", "inspector", "supervisor", "street", "clerk"):
        assert as_user(login).get(at).status_code in (403, 404)
    closed = Case.objects.filter(open=False, contact__isnull=False, call_until=None).first()
    assert as_user("lead").get(f"/grid/cases/{closed.pk}/reporter/").status_code == 404
    assert SensitiveRead.objects.count() == before + 2


def test_no_page_shows_a_phone_or_a_name_of_who_reported(as_user):
    phones = set(Reporter.objects.values_list("phone", flat=True))
    names = set(Reporter.objects.values_list("name", flat=True))
    assert phones
    for login in PEOPLE:
        client = as_user(login)
        for row in Case.objects.filter(contact__isnull=False):
            for at in (row.get_absolute_url(), f"/grid/m/cases/{row.pk}/"):
                page = text(client.get(at))
                assert not [one for one in (*phones, *names) if one and one in page], (login, at)


def test_who_reported_is_forgotten_in_time(contact):
    Reporter.objects.filter(pk=contact.pk).update(forget_on=today())
    kept = Reporter.objects.filter(forget_on__gt=today()).count()
    forget()
    assert Reporter.objects.count() == kept > 0
    forget()
    assert Reporter.objects.count() == kept


def test_a_report_taken_down_for_somebody_keeps_who_it_was(as_user):
    told = {
        "source": "hotline",
        "category": RUBBISH,
        "description": "市民来电",
        "address": "银杏路2号",
        "name": "某市民",
        "phone": "13800009999",
    }
    answer = as_user("acceptor").post("/grid/cases/new/", told)
    row = Case.objects.get(pk=answer["Location"].split("/")[-2])
    assert (row.contact.name, row.contact.phone) == ("某市民", "13800009999")
    assert row.contact.forget_on > today()


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"longitude": "24.9", "latitude": "102.8"}, "写反"), ({"longitude": "102.8"}, "同时填写"), ({"address": ""}, "其中|一项"), ({"grid": "12"}, "15 位"), ({"category": "x"}, "category|有效|选")],
)  # fmt: skip
def test_a_report_that_cannot_be_says_what_to_do(as_user, changed, field):
    told = {
        "source": "hotline",
        "category": RUBBISH,
        "description": "x",
        "address": "银杏路",
        "system": "WGS84",
    } | changed
    before = Case.objects.count()
    answer = as_user("acceptor").post("/grid/cases/new/", told)
    assert answer.status_code == 422
    assert re.search(field, text(answer))
    assert Case.objects.count() == before


def test_nobody_reports_as_what_they_are_not(as_user):
    told = {"source": "inspector", "category": RUBBISH, "description": "x", "address": "银杏路"}
    assert as_user("supervisor").post("/grid/cases/new/", told).status_code == 422
    assert as_user("street").post("/grid/cases/new/", told).status_code == 403


def test_a_suspension_that_is_over_is_taken_up_again_by_itself(db, monkeypatch):
    row = Case.objects.filter(state=State.SUSPENDED).first()
    resume()
    row.refresh_from_db()
    assert row.state == State.SUSPENDED
    later = row.case.suspended_until + timedelta(minutes=1)
    for place in ("wenxiao.web.grid.upkeep.now", "wenxiao.web.grid.keeping.now"):
        monkeypatch.setattr(place, lambda: later)
    resume()
    row.refresh_from_db()
    assert row.state == State.HANDLING
    assert row.events.order_by("number").last().actor is None


def test_photos_that_nobody_used_go(db):
    some = Photo.objects.first()
    Photo.objects.create(file=some.file.name, name="x", sha256=some.sha256, added_at=now() - timedelta(days=3))
    kept = Photo.objects.exclude(case=None).count()
    tidy()
    assert Photo.objects.count() == kept


def test_every_state_is_somebodys(db, access):
    """No open case waits for nobody."""
    waiting = set()
    for user in User.objects.filter(posts__isnull=False).distinct():
        waiting |= set(queue.waiting(Access(user)).values_list("state", flat=True))
    assert set(OPEN) - {State.SUSPENDED} <= waiting


@pytest.mark.parametrize("where", ["/grid/cases", "/grid/m/cases"])
def test_a_refused_step_loses_nothing_that_was_typed(as_user, where):
    """Refused by a guard, by the state that somebody else made meanwhile, or as it was sent: the form comes back as it was."""
    row, client = handling(), as_user("sanitation")
    answer = post(
        client, row, "dispose", where, reason="已清运，现场无遗留", photos=taken(), occurred_at="2020-01-01T08:00"
    )
    assert answer.status_code == 422
    assert "已清运，现场无遗留" in text(answer)
    assert "已附 1 张照片" in text(answer)
    perform(row, actor("sanitation"), Action.RETURN, reason="不属本单位")
    answer = post(client, row, "ask_extension", where, reason="车辆维修，需两天")
    assert answer.status_code == 422
    assert "车辆维修，需两天" in text(answer)
    assert "待派遣" in text(answer)
    row.refresh_from_db()
    assert row.state == "filed"


@pytest.mark.parametrize("where", ["/grid/cases", "/grid/m/cases"])
def test_a_case_is_drawn_where_it_is_at_the_desk_and_on_the_telephone(as_user, where):
    row = handling()
    page = text(as_user("sanitation").get(f"{where}/{row.pk}/"))
    assert f'data-grids="/territory/map.json?around={row.grid}"' in page
    assert "js/gridmap" in page
    assert as_user("sanitation").get(f"/territory/map.json?around={row.grid}").status_code == 200
    assert ("data-still" in page) is ("/m/" in where)
    Case.objects.filter(pk=row.pk).update(grid="", longitude=None, latitude=None)
    assert "data-map" not in text(as_user("sanitation").get(f"{where}/{row.pk}/"))


def test_conditions_to_file_under_stand_by_category_the_own_one_first(as_user):
    row = reported()
    page = text(as_user("acceptor").get(row.get_absolute_url()))
    groups = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', page.split('name="filing"')[1], re.S)
    code = row.category.rsplit(":", 1)[1]
    assert groups[0][0].startswith(code)
    assert len({label for label, _ in groups}) == len(groups)
    assert all(f'value="{row.category}|' in option for option in groups[0][1].split("<option")[1:])
    assert f'value="{row.category}|rubbish" selected' in groups[0][1]


def test_queues_are_called_as_the_states_in_which_their_cases_are(access):
    names = list(STATE_NAMES.values())
    assert len({zh for zh, _ in names}) == len({en for _, en in names}) == len(names)
    called = {
        "accept": "待立案",
        "verify": "待核实",
        "dispatch": "待派遣",
        "take": "待签收",
        "send-check": "待下达核查",
        "check": "待核查",
    }
    found = {
        kind.name: kind.words for login in ("lead", "supervisor", "sanitation") for kind in queue.kinds(access(login))
    }
    assert called.items() <= found.items()


def test_a_unit_grid_that_is_none_is_refused_at_report_and_filing(as_user, monkeypatch):
    client, none = as_user("acceptor"), "999999999999999"
    told = {"source": "hotline", "category": RUBBISH, "description": "x", "grid": none}
    before = Case.objects.count()
    answer = client.post("/grid/cases/new/", told)
    assert (answer.status_code, Case.objects.count()) == (422, before)
    assert f"没有单元网格 {none}" in text(answer)
    row = reported()
    answer = post(client, row, "file", grid=none, filing=f"{RUBBISH}|rubbish")
    assert answer.status_code == 422
    assert f"没有单元网格 {none}" in text(answer)
    nothing = SimpleNamespace(objects=UnitGrid.objects.none())
    monkeypatch.setattr(
        "wenxiao.web.territory.lookup.UnitGrid", nothing
    )  # a place that has not entered its grids takes any
    assert post(client, row, "file", grid=none, filing=f"{RUBBISH}|rubbish").status_code == 302


def test_an_imported_case_is_found_by_its_own_number(access):
    from django.http import QueryDict

    old = now() - timedelta(days=400)
    for number, words in (("X1", "2025030400017"), ("X2", "WG-0304/17")):
        Case.objects.filter(pk=reported().pk).update(number=number, platform="12345", external=words, reported_at=old)
        _, rows, _ = listing.listed(access("lead"), QueryDict(f"q={words}"))
        assert [row.number for row in rows] == [number]
        _, rows, _ = listing.listed(access("street"), QueryDict(f"q={words}"))
        assert not list(rows)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_that_nothing_can_come_after_is_no_filter(as_user, day):
    client = as_user("lead")
    for page in ("/grid/cases/", "/grid/cases/export/"):
        assert client.get(f"{page}?until={day}&since={day}&q=x").status_code == 200


def test_a_day_that_nothing_can_come_after_is_no_end_of_a_suspension(as_user):
    answer = post(as_user("sanitation"), handling(), "ask_suspension", reason="等候材料", until="9999-12-31")
    assert answer.status_code == 422
    assert "1990-01-01" in text(answer)
