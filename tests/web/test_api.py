"""The API: what a page can, a program can, within its token and its person's rights."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from urllib.parse import urlencode

import openpyxl
import pytest

from wenxiao.web.api.models import SCOPES, make
from wenxiao.web.api.urls import api
from wenxiao.web.core.policy import Access
from wenxiao.web.ledger.models import Entry
from wenxiao.web.people.models import User
from wenxiao.web.sample import YEAR

PROJECT = {"code": "X-1", "name": "示例项目", "unit": "201001", "attribute": "new", "fund": "general", "begins": 2026, "ends": 2027}  # fmt: skip


def test_a_program_sees_what_its_person_sees(program):
    _, of_unit = program("clerk")("get", "/projects?year=2026")
    _, of_district = program("performance")("get", "/projects?year=2026")
    assert {row["unit"] for row in of_unit["rows"]} == {"201001"}
    assert of_district["count"] > of_unit["count"]


def test_without_a_token_nothing_is_told(client, db):
    answer = client.get("/api/v1/projects")
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("scopes", "until", "status"),
    [(("ledger:read",), None, 403), (("register:read",), date(2020, 1, 1), 401), (("register:read",), None, 200)],
)
def test_a_token_opens_what_it_is_made_for_while_it_holds(program, scopes, until, status):
    assert program("clerk", *scopes, until=until)("get", "/projects")[0] == status


def test_a_project_is_made_changed_and_not_overwritten(program):
    call = program("clerk")
    status, made = call("post", "/projects", PROJECT)
    assert (status, made["unit_name"]) == (201, "星河区网格化管理中心")
    status, changed = call("put", f"/projects/{made['id']}", {**PROJECT, "name": "改名", "revision": made["revision"]})
    assert (status, changed["name"]) == (200, "改名")
    status, refused = call("put", f"/projects/{made['id']}", {**PROJECT, "revision": made["revision"]})
    assert status == 409
    assert "修改" in refused["detail"]


def test_a_project_goes_on_until_its_last_year(program):
    call = program("clerk")
    _, made = call("post", "/projects", PROJECT)
    status, after = call("post", f"/projects/{made['id']}/continuation", {})
    assert (status, after["year"]) == (201, 2027)
    assert call("post", f"/projects/{made['id']}/continuation", {})[0] == 409
    status, refused = call("post", f"/projects/{after['id']}/continuation", {})
    assert status == 409
    assert "2027" in refused["detail"]


def test_the_export_is_what_the_filters_leave(client, db):
    secret = make(User.objects.get(username="performance"), "试", ["register:read"], date(2099, 1, 1))
    bearer = {"Authorization": f"Bearer {secret}"}
    answer = client.get("/api/v1/projects/export.xlsx?year=2026&q=530100-0001", headers=bearer)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = list(openpyxl.load_workbook(BytesIO(content)).active.values)
    assert [(row[0], row[2]) for row in rows[1:]] == [("530100-0001", 2026)]


def test_the_library_is_searched(program):
    _, found = program("clerk")("get", "/targets/library?nature=qualitative")
    assert found["count"] > 0
    assert {row["nature"] for row in found["rows"]} == {"qualitative"}


def test_a_unit_of_somebody_else_is_no_unit(program):
    status, refused = program("clerk")("post", "/projects", {**PROJECT, "unit": "203001"})
    assert status == 422
    assert "unit" in refused["fields"]


def test_an_entry_is_added_and_taken_back(program, year):
    call, pk = program("performance"), year(4).pk
    before = Entry.objects.filter(project_year=pk).count()
    entry = {
        "kind": "approved",
        "source": "fiscal",
        "date": "2026-03-01",
        "amount": "1000.00",
        "reference": "星财预〔2026〕1号",
    }
    status, made = call("post", f"/ledger/{pk}", entry)
    assert (status, made["amount"]) == (201, "1000.00")
    reversal = {"date": "2026-03-02", "reference": "更正", "reason": "重复登记"}
    assert call("post", f"/ledger/{pk}/{made['id']}/reversal", reversal)[0] == 201
    assert call("post", f"/ledger/{pk}/{made['id']}/reversal", reversal)[0] == 422
    assert Entry.objects.filter(project_year=pk).count() == before + 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"amount": 0.1}, "amount"),
        ({"amount": "1.005"}, "amount"),
        ({"amount": "1e3"}, "amount"),
        ({"note": "\ud800"}, "note"),
        ({"note": "a\0b"}, "note"),
        ({"memo": "?"}, "memo"),
    ],
)
def test_what_cannot_be_kept_exactly_is_refused_at_its_field(program, year, changed, field):
    entry = {"kind": "paid", "source": "fiscal", "date": "2026-03-01", "amount": "1.00", "reference": "1", **changed}
    status, refused = program("performance")("post", f"/ledger/{year(4).pk}", entry)
    assert (status, list(refused["fields"])) == (422, [field])


def test_a_body_that_is_not_json_is_told(client, program, year):
    secret = make(User.objects.get(username="performance"), "试", ["ledger:write"], date(2099, 1, 1))
    answer = client.post(
        f"/api/v1/ledger/{year(4).pk}",
        "{",
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.status_code == 400
    assert "JSON" in answer.json()["detail"]


def test_an_address_that_is_not_there_is_said_to_a_program_as_all_else(program):
    for path in ("/nothing", "/targets/-1", "/projects/", "/nothing%0A"):
        status, told = program("clerk")("put", path, {})
        assert (status, told["detail"]) == (404, "没有这个地址。")


def test_a_program_that_asks_for_english_is_answered_in_english(client, db):
    answer = client.get("/api/v1/projects", headers={"Accept-Language": "en"})
    assert answer.json()["detail"] == "The token is not valid, expired or revoked."


OPERATIONS = [
    (method, path, one) for path, of in api.get_openapi_schema()["paths"].items() for method, one in of.items()
]


@pytest.mark.parametrize(("method", "path", "one"), OPERATIONS, ids=lambda one: one if isinstance(one, str) else "")
def test_no_operation_answers_without_a_token_made_for_it(client, program, method, path, one):
    address = re.sub(r"{\w+}", "1", path.replace("{ending}", "xlsx"))
    scope = one["x-scope"]

    def asked(secret):
        return getattr(client, method)(
            address,
            {},
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"} if secret else {},
        )

    others = [name for name in SCOPES if name != scope]
    user = User.objects.get(username="performance")
    for secret, status in (("", 401), ("wx_made_up", 401), (make(user, "试", others, date(2099, 1, 1)), 403)):
        answer = asked(secret)
        assert (answer.status_code, list(answer.json())) == (status, ["detail", "fields", "missing", "audit"])
    assert asked(make(user, "试", [scope], date(2099, 1, 1))).status_code not in (401, 500)


def test_the_page_for_developers_names_every_operation(as_user, client):
    assert client.get("/api/").status_code == 302
    page = as_user("clerk").get("/api/").content.decode()
    for _, path, one in OPERATIONS:
        assert f"<code>{path}</code>" in page
        assert one["description"]


def test_a_clerk_enters_nothing_into_the_ledger(program, year):
    entry = {"kind": "paid", "source": "fiscal", "date": "2026-03-01", "amount": "1.00", "reference": "1"}
    assert program("clerk")("post", f"/ledger/{year(1).pk}", entry)[0] == 403


def test_another_units_project_is_not_there(program, year):
    assert program("clerk")("get", f"/ledger/{year(8).pk}")[0] == 404


def test_the_secret_of_a_token_is_shown_once_and_not_kept(as_user):
    client = as_user("clerk")
    page = client.post("/tokens/", {"name": "同步", "scopes": ["register:read"], "days": 30}).content.decode()
    secret = page.split("<code>")[1].split("</code>")[0]
    assert client.get("/api/v1/projects", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    assert secret not in client.get("/tokens/").content.decode()


def test_projects_of_special_bonds_are_asked_for_as_on_the_page(program, client):
    call = program("performance")
    _, told = call("get", "/projects?bond=1")
    assert {row["code"] for row in told["rows"]} == {"530100-0005"}
    assert told["count"] == 2
    assert call("get", "/projects?bond=perhaps")[0] == 422


def test_entries_of_the_district_by_the_filters_of_the_page(program, as_user, year):
    call = program("business")
    asked = {
        "kind": "paid",
        "source": "fiscal",
        "year": str(YEAR),
        "q": "530100-0001",
        "begins": f"{YEAR}-04-01",
        "ends": f"{YEAR}-06-30",
    }
    status, body = call("get", "/ledger?" + urlencode(asked))
    shown = as_user("business").get("/ledger/", asked).context["page"]
    assert (status, body["count"]) == (200, shown.paginator.count)
    assert [one["id"] for one in body["rows"]] == [one.pk for one in shown]
    assert {(one["kind"], one["source"], one["date"][5:7]) for one in body["rows"]} <= {("paid", "fiscal", month) for month in ("04", "05", "06")}  # fmt: skip
    assert {one["project_year"]["id"] for one in body["rows"]} == {year(1).pk}
    assert call("get", "/ledger?limit=1")[1]["count"] > body["count"]
    assert call("get", "/ledger?kind=gift")[0] == 422
    units = {one["project_year"]["unit"] for one in call("get", "/ledger?unit=201001&limit=200")[1]["rows"]}
    assert units == {"201001"}
    assert program("business", "register:read")("get", "/ledger")[0] == 403


def test_a_program_sees_the_entries_of_what_its_person_sees(program, year):
    mine = program("clerk")("get", f"/ledger?year={YEAR}&limit=200")[1]["rows"]
    assert {one["project_year"]["id"] for one in mine} <= set(Access(User.objects.get(username="clerk")).years().values_list("pk", flat=True))  # fmt: skip
    assert program("admin")("get", "/ledger")[0] == 403


def test_entries_of_a_project_by_kind_and_source(program, year):
    call, of = program("business"), year(3)
    rows = call("get", f"/ledger/{of.pk}?kind=arrived&source=other")[1]["rows"]
    assert rows
    assert {(one["kind"], one["source"]) for one in rows} == {("arrived", "other")}
    assert call("get", f"/ledger/{of.pk}")[1]["count"] > len(rows)
