"""The API: what a page can, a program can, within its token and its person's rights."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wenxiao.web.api.models import SCOPES, make
from wenxiao.web.ledger.models import Entry
from wenxiao.web.people.models import User


@pytest.fixture
def program(client, db):
    """A program with a token of one of the sample's people."""

    def with_token(person, *scopes, until=None):
        user = User.objects.get(username=person)
        secret = make(user, "测试", list(scopes or SCOPES), until or date.today() + timedelta(days=1))

        def call(method, path, body=None):
            answer = getattr(client, method)(
                f"/api/v1{path}", body, content_type="application/json", headers={"Authorization": f"Bearer {secret}"}
            )
            return answer.status_code, answer.json()

        return call

    return with_token


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
    assert status in (409, 422)
    assert "修改" in str(refused)


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
