"""The public edge, each address in both forms: what the specification says, what never leaves the house, what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db.models import Q

from tests.web.following import pressed, voided
from tests.web.open311_client import HERE, GeoReporter
from wenxiao.grid.states import Level, Role, Source
from wenxiao.grid.transitions import Action
from wenxiao.web.core.clock import now
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.keeping import Actor, Place, perform, report
from wenxiao.web.grid.models import Case, CaseEvent, Photo, Reporter
from wenxiao.web.open311.models import Edge, Key, Sent, make
from wenxiao.web.open311.offered import code_of, services
from wenxiao.web.people.models import User
from wenxiao.web.territory.sample import inside

GRID = "530100001001001"
FORMS = ("xml", "json")


@pytest.fixture
def key(db) -> str:
    return make("市民随手拍", 1000, User.objects.get(username="lead"))


@pytest.fixture(params=FORMS)
def program(request, key) -> GeoReporter:
    return GeoReporter(request.param, key)


@pytest.fixture
def actor(db):
    def of(login: str) -> Actor:
        post = User.objects.get(username=login).posts.select_related("agency").get()
        return Actor(post.user, Role(post.role), post.agency)

    return of


@pytest.fixture
def code(db) -> str:
    """A service with filing conditions."""
    return next(code for code, each in services().items() if ground().catalogue.conditions_of(each.key))


def both(key: str):
    return [GeoReporter(form, key) for form in FORMS]


def handled(case: Case, actor, until: Action = Action.CLOSE) -> Case:
    """The case on its way, up to a step."""
    condition = ground().catalogue.conditions_of(case.category)[0]
    photo = Photo.objects.create(
        file=ContentFile(b"\xff\xd8\xff", "x.jpg"), name="现场.jpg", sha256="0" * 64, added_at=now()
    )
    steps = (
        ("acceptor", Action.SEND_PRE_CHECK, {"assignee": str(actor("supervisor").user.pk)}),
        ("supervisor", Action.PRE_CHECK, {"found": True, "reason": "现场由白杨核实，联系13988887777"}),
        ("acceptor", Action.FILE, {"grid": GRID, "category": case.category, "condition": condition.code}),
        ("dispatcher", Action.DISPATCH, {"unit": "G11", "reason": "请柳青办理"}),
        ("street", Action.ACCEPT, {}),
        ("street", Action.DISPOSE, {"photos": [photo], "reason": "武毅到场"}),
        ("acceptor", Action.SEND_POST_CHECK, {"assignee": str(actor("supervisor").user.pk)}),
        ("supervisor", Action.PASS, {"photos": [Photo.objects.create(file=ContentFile(b"\xff\xd8\xff", "y.jpg"), name="查.jpg", sha256="1" * 64, added_at=now())]}),
        ("lead", Action.CLOSE, {"closing_met": True}),
    )  # fmt: skip
    for login, action, told in steps:
        case = perform(case, actor(login), action, **told)
        if action is until:
            break
    return case


def test_discovery_says_where_the_service_is_and_in_which_forms(program):
    told = program.discovery().told
    assert told["endpoints"][0]["url"] == "http://testserver/open311/v2"
    assert told["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert {"text/xml", "application/json"} == set(told["endpoints"][0]["formats"])
    Edge.objects.create(contact="12319", key_service="现场申领")
    assert program.discovery().told["contact"] == "12319"


def test_both_forms_say_the_same(key, code, actor):
    xml, json = both(key)
    for number in range(3):
        made = json.report(
            service_code=code, description=f"第{number}件 <b>&\r\n换行", address_string="银杏路 12 号", **HERE
        )
        assert made.status == 201
    handled(Case.objects.order_by("-pk").first(), actor)
    for ask in (
        lambda one: one.discovery(), lambda one: one.services(), lambda one: one.service(code), lambda one: one.requests(),
        lambda one: one.request(made.told[0]["service_request_id"]), lambda one: one.request("0"), lambda one: one.requests(status="x"),
    ):  # fmt: skip
        assert ask(xml).texts == ask(json).texts


def test_services_are_the_categories_in_force_with_conditions_to_choose_from(program, code):
    listed = {each["service_code"]: each for each in program.services().told}
    assert set(listed) == set(services())
    assert str(listed[code]["metadata"]).lower() == "true"
    attribute = program.service(code).told["attributes"][0]
    assert (attribute["code"], attribute["datatype"]) == ("condition", "singlevaluelist")
    offered = {each.code for each in ground().catalogue.conditions_of(services()[code].key)}
    assert {each["key"] for each in attribute["values"]} == offered
    assert program.service("99999").status == 404


def test_a_report_is_verified_first_and_never_filed(program, code, actor):
    answer = program.report(
        service_code=code, description="垃圾两天没有清走", first_name="小红", last_name="赵", phone="13812345678", email="a@b.cn",
        device_id="d-1", account_id="u-7", media_url="https://p.example/1.jpg", attribute__condition=ground().catalogue.conditions_of(services()[code].key)[0].code, **HERE,
    )  # fmt: skip
    assert answer.status == 201
    case = Case.objects.get(number=answer.told[0]["service_request_id"])
    assert (case.state, case.source, case.filed_at, case.reporter) == ("reported", "public", None, None)
    assert (case.latitude, case.longitude, case.given_system) == (24.885, 102.821, "WGS84")
    assert (case.contact.name, case.contact.phone, case.contact.email) == ("赵小红", "13812345678", "a@b.cn")
    assert (case.sent.device, case.sent.account, case.sent.media_url) == ("d-1", "u-7", "https://p.example/1.jpg")
    assert answer.told[0]["account_id"] == "u-7"
    with pytest.raises(Exception, match="核实"):
        perform(
            case,
            actor("acceptor"),
            Action.FILE,
            grid=GRID,
            category=case.category,
            condition=case.sent.attributes["condition"],
        )


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({}, 400),
        ({"service_code": "00000", **HERE}, 404),
        ({"service_code": None}, 400),
        ({"service_code": None, "lat": "24.8"}, 400),
        ({"service_code": None, "lat": "91", "long": "10"}, 400),
        ({"service_code": None, "lat": "nan", "long": "10"}, 400),
        ({"service_code": None, "lat": "1_0", "long": "10"}, 400),
        ({"service_code": None, "address_id": "12"}, 400),
        ({"service_code": None, "description": "长" * 4001, **HERE}, 400),
        ({"service_code": None, "description": "\x00", **HERE}, 400),
        ({"service_code": None, "email": "nobody", **HERE}, 400),
        ({"service_code": None, "media_url": "file:///etc/passwd", **HERE}, 400),
        ({"service_code": None, "media_url": "http://[", **HERE}, 400),
        ({"service_code": None, "attribute__condition": "no-such", **HERE}, 400),
    ],
)
def test_what_cannot_be_taken_is_refused_and_leaves_nothing(program, code, said, status):
    said = {name: code if value is None else value for name, value in said.items()}
    before = CaseEvent.objects.count()
    answer = program.report(**said)
    assert answer.status == status
    assert all(each["description"] for each in answer.told)
    assert CaseEvent.objects.count() == before


def test_all_that_is_wrong_is_said_at_once(program):
    assert len(program.report(service_code="00000", email="x").told) == 3


@pytest.mark.parametrize("form", FORMS)
def test_nobody_reports_without_a_key_that_holds(form, key, code):
    for wrong in ("", "wxo_falsch", "\x00"):
        assert GeoReporter(form, wrong).report(service_code=code, **HERE).status == 403
    Key.objects.update(revoked_at=now())
    assert GeoReporter(form, key).report(service_code=code, **HERE).status == 403
    assert not Sent.objects.exists()


def test_a_key_reports_no_faster_than_it_may(program, code):
    Key.objects.update(per_minute=2)
    assert [program.report(service_code=code, **HERE).status for _ in range(3)] == [201, 201, 429]
    Sent.objects.update(at=now() - timedelta(minutes=2))
    assert program.report(service_code=code, **HERE).status == 201


def test_what_is_sent_twice_is_one_report(program, code):
    token = str(uuid4())
    first, second = (program.report(token, service_code=code, phone="13812345678", **HERE) for _ in range(2))
    assert first.told == second.told
    assert (Sent.objects.count(), Reporter.objects.filter(case__sent__isnull=False).count()) == (1, 1)
    assert program.report("nothing", service_code=code, **HERE).status == 400


def test_a_place_is_degrees_or_an_address_or_a_unit_grid(program, code):
    for where in (
        {"address_string": "银杏路"},
        {"address_id": GRID},
        HERE,
        {**HERE, "address_string": "", "address_id": ""},
    ):
        answer = program.report(service_code=code, **where)
        assert answer.status == 201
    case = Case.objects.filter(grid=GRID).order_by("-pk").first()
    assert program.request(case.number).told[0]["address_id"] == GRID


def test_status_and_its_notes_follow_the_case(program, code, actor):
    number = program.report(service_code=code, **HERE).told[0]["service_request_id"]

    def seen() -> tuple[str, str]:
        told = program.request(number).told[0]
        return told["status"], told["status_notes"]

    assert seen() == ("open", "待立案")
    case = handled(Case.objects.get(number=number), actor, Action.DISPATCH)
    assert seen() == ("open", "待签收")
    told = program.request(number).told[0]
    assert (told["agency_responsible"], told["expected_datetime"][:10]) == (
        "银杏街道办事处",
        case.due.astimezone().isoformat()[:10],
    )
    other = program.report(service_code=code, **HERE).told[0]["service_request_id"]
    perform(Case.objects.get(number=other), actor("acceptor"), Action.REJECT, reason="张某重复投诉")
    assert program.request(other).told[0]["status_notes"] == "不予立案"
    third = Case.objects.get(number=program.report(service_code=code, **HERE).told[0]["service_request_id"])
    perform(third, actor("acceptor"), Action.MERGE, parent=case)
    assert program.request(third.number).told[0]["status_notes"] == f"已合并 → {number}"
    voided(Case.objects.get(number=number))
    assert seen() == ("closed", "已作废")


def test_lists_are_asked_for_by_number_code_status_and_days(program, code, actor):
    numbers = [program.report(service_code=code, **HERE).told[0]["service_request_id"] for _ in range(3)]
    perform(Case.objects.get(number=numbers[0]), actor("acceptor"), Action.REJECT, reason="无")

    def found(**asked: str) -> set[str]:
        return {each["service_request_id"] for each in program.requests(**asked).told} & set(numbers)

    assert found() == set(numbers)
    assert found(status="open") == set(numbers[1:])
    assert found(status="closed") == {numbers[0]}
    assert found(status="open,closed") == found(status="") == set(numbers)
    assert found(service_code=code) == set(numbers)
    other = next(each for each in services() if each != code)
    assert found(service_code=other) == set()
    assert found(service_code=f"{other},{code}") == set(numbers)
    assert found(service_request_id=",".join(numbers[:2]), status="open", start_date="x") == set(numbers[:2])
    ago = (datetime.now(UTC) - timedelta(days=400)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert found(start_date=ago) == found(end_date=ago) == set()
    assert found(start_date=(datetime.now(UTC) - timedelta(hours=1)).isoformat()) == set(numbers)
    with_offset = {"start_date": (datetime.now(UTC) - timedelta(hours=1)).isoformat().replace("+", " ")}
    assert found(**with_offset) == set(numbers)


@pytest.mark.parametrize(
    "asked",
    [
        {"start_date": "2026-01-01"}, {"start_date": "2026-01-01T00:00:00"}, {"end_date": "gestern"}, {"status": "done"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-02T00:00:00Z"}, {"start_date": "0001-01-01T00:00:00+08:00"},
        {"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-02T00:00:00Z"}, {"service_request_id": "\x00"},
        {"service_request_id": "1," * 1001 + ",".join(map(str, range(1001)))},
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_asked_for_is_refused(program, asked):
    answer = program.requests(**asked)
    assert answer.status == 400


def test_a_service_that_nobody_knows_is_not_an_empty_list(program):
    assert program.requests(service_code="nichts").status == 404


def test_a_list_ends_with_the_thousandth(program, code, key, monkeypatch):
    monkeypatch.setattr("wenxiao.web.open311.asking.MOST", 2)
    numbers = [program.report(service_code=code, **HERE).told[0]["service_request_id"] for _ in range(3)]
    assert [each["service_request_id"] for each in program.requests().told] == numbers[:0:-1]


def test_a_request_for_another_jurisdiction_is_refused_where_one_is_named(program, code):
    assert program.services(jurisdiction_id="elsewhere.example").status == 200
    Edge.objects.create(jurisdiction="xinghe.example")
    assert program.services(jurisdiction_id="").status == 200
    assert program.requests(jurisdiction_id="xinghe.example").status == 200
    for asked in (program.services, program.requests):
        assert asked(jurisdiction_id="elsewhere.example").status == 404
    assert program.report(service_code=code, jurisdiction_id="elsewhere.example", **HERE).status == 404


@pytest.mark.parametrize("path", ["v2/", "v2/requests", "v2/requests.html", "v2/services/.xml", "v2/tokens/1.xml", "v2/photos/0.jpg", "v2/x.json"])  # fmt: skip
def test_an_address_that_is_none_is_said_as_an_error(client, db, path):
    answer = client.get(f"/open311/{path}")
    assert answer.status_code == 404
    assert b"404" in answer.content
    assert answer["Content-Type"].startswith("application/json" if path.endswith("json") else "text/xml")


def test_other_ways_of_asking_are_refused_and_browsers_may_read_but_not_write(client, db):
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)("/open311/v2/requests.json").status_code == 405
    assert client.post("/open311/v2/services.json").status_code == 405
    asked = client.options("/open311/v2/requests.json")
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET")
    assert client.head("/open311/v2/services.xml").status_code == 200


def test_what_is_said_is_in_the_language_of_the_program(client, db):
    zh, en = (client.get("/open311/v2/requests/0.json", headers=h).json() for h in ({}, {"Accept-Language": "en"}))
    assert zh[0]["description"] != en[0]["description"]


SECRET = (
    "13812345678", "13988887777", "zhao@b.cn", "赵小红", "赵建国", "白杨", "柳青", "武毅", "程小满", "秦岚", "d-secret", "u-secret",
    "p.example", "内部研判", "510103199001011234",
)  # fmt: skip


def _leaves(told) -> list[str]:
    if isinstance(told, dict):
        return [leaf for value in told.values() for leaf in _leaves(value)]
    if isinstance(told, list):
        return [leaf for value in told for leaf in _leaves(value)]
    return [] if told is None else [str(told)]


@pytest.mark.parametrize("every", [False, True])
def test_no_person_leaves_the_house(key, code, actor, every):
    """Every field of every answer, at every step of a case that is full of people."""
    Edge.objects.create(every=every)
    json = GeoReporter("json", key)
    number = json.report(
        service_code=code, description="我是赵小红，电话13812345678，身份证510103199001011234，邮箱zhao@b.cn。垃圾没清", first_name="小红", last_name="赵",
        phone="13812345678", email="zhao@b.cn", device_id="d-secret", account_id="u-secret", media_url="https://p.example/1.jpg",
        address_string="银杏路12号联系人赵小红13812345678", attribute__note="内部研判", **HERE,
    ).told[0]["service_request_id"]  # fmt: skip
    inside = report(
        actor("supervisor"), "内部研判：店主赵建国，13988887777", Place(address="赵建国的店，13988887777"), source=Source.SUPERVISOR, level=Level.DISTRICT,
        grid=GRID, category=services()[code].key,
    )  # fmt: skip
    condition = ground().catalogue.conditions_of(inside.category)[0]
    perform(inside, actor("acceptor"), Action.FILE, grid=GRID, category=inside.category, condition=condition.code)
    for last in Action:
        case = Case.objects.get(number=number)
        if last is Action.CLOSE:
            handled(case, actor)
        elif last not in {Action.REPORT, Action.SUPERVISE}:
            continue
        if last is Action.SUPERVISE and case.open:
            pressed(case, "lead", reason="秦岚督办，内部研判", ordered_by="秦岚")
        for program in both(key):
            answers = [program.discovery(), program.services(), program.service(code), program.requests(), program.request(number), program.request(inside.number)]  # fmt: skip
            leaves = [leaf for answer in answers for leaf in _leaves(answer.told)]
            assert leaves
            assert [(secret, leaf) for secret in SECRET for leaf in leaves if secret in leaf] == []


def test_only_the_publics_cases_are_shown_unless_the_place_says_otherwise(key, code, actor):
    json = GeoReporter("json", key)
    inside = report(actor("supervisor"), "占道", Place(), source=Source.SUPERVISOR, level=Level.DISTRICT, grid=GRID, category=services()[code].key)  # fmt: skip
    assert json.request(inside.number).status == 404
    Edge.objects.create(every=True)
    assert json.request(inside.number).status == 404, "not filed yet"
    condition = ground().catalogue.conditions_of(inside.category)[0]
    perform(inside, actor("acceptor"), Action.FILE, grid=GRID, category=inside.category, condition=condition.code)
    assert json.request(inside.number).told[0]["description"] == services()[code].zh


def test_a_picture_is_shown_when_it_is_cleared_and_not_before(key, code, client, actor):
    json = GeoReporter("json", key)
    case = Case.objects.get(number=json.report(service_code=code, **HERE).told[0]["service_request_id"])
    photo = Photo.objects.create(case=case, event=1, file=ContentFile(b"\xff\xd8\xffpicture", "x.jpg"), name="赵小红.jpg", sha256="2" * 64, added_at=now())  # fmt: skip
    assert json.request(case.number).told[0]["media_url"] is None
    assert client.get(f"/open311/v2/photos/{photo.pk}.jpg").status_code == 404
    Photo.objects.filter(pk=photo.pk).update(cleared=True)
    shown = client.get(json.request(case.number).told[0]["media_url"])
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert "赵小红" not in str(shown.headers)
    Case.objects.filter(pk=case.pk).update(source="leader")
    assert client.get(f"/open311/v2/photos/{photo.pk}.jpg").status_code == 404


def test_an_older_category_is_asked_for_by_its_kind_and_code(key):
    old = next(each for each in ground().catalogue.categories.values() if each.kind == "component")
    assert code_of(old) == f"component-{old.code}"
    assert GeoReporter("json", key).requests(service_code=code_of(old)).status == 200


def test_numbers_of_the_open_and_the_closed_add_up(key, code, actor):
    json = GeoReporter("json", key)
    for _ in range(2):
        json.report(service_code=code, **HERE)
    handled(Case.objects.filter(Q(source="public")).order_by("-pk")[0], actor)
    count = [len(json.requests(status=status).told) for status in ("open", "closed", "")]
    assert count[0] + count[1] == count[2]


def test_a_position_gives_the_unit_grid_that_it_lies_in(program, code):
    at = inside(GRID, 0.5, 0.5)
    program.report(service_code=code, description="有位置", lat=str(at.lat), long=str(at.lon))
    case = Case.objects.order_by("-pk").first()
    assert (case.grid, case.street) == (GRID, GRID[:9])
    assert program.report(service_code=code, address_id="999999999999999").status == 400
