"""Through the API: files read in by profile or as our own table, and webhooks."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import date, timedelta

import pytest

from tests.web.described import as_described
from tests.web.exported import PAYMENTS, PROJECTS, book, payment, project
from tests.web.test_ledger_import import row, sheet
from wenxiao.web.api.models import make
from wenxiao.web.core import large_files
from wenxiao.web.core.clock import travelling
from wenxiao.web.exchange.models import Profile
from wenxiao.web.hooks.models import Delivery, Hook
from wenxiao.web.ledger.models import Batch, Entry
from wenxiao.web.people.models import User
from wenxiao.web.register.models import Project
from wenxiao.web.sample import YEAR


@pytest.fixture(autouse=True)
def november():
    with travelling(date(YEAR, 11, 21)):
        yield


@pytest.fixture
def sends(client, db):
    """A program that sends files."""

    def with_token(person, *scopes):
        secret = make(User.objects.get(username=person), "测试", list(scopes), date(YEAR, 11, 22) + timedelta(days=400))

        def send(path, **fields):
            answer = client.post(f"/api/v1{path}", fields, headers={"Authorization": f"Bearer {secret}"})
            as_described("post", f"/api/v1{path}", answer.status_code, answer.json())
            return answer.status_code, answer.json()

        return send

    return with_token


def of(table):
    return Profile.objects.get(name=f"预算管理一体化·{table}").pk


def test_payments_are_looked_at_and_entered(program, sends):
    send, call = sends("business", "imports:write"), program("business")
    status, looked = send("/imports", file=book(PAYMENTS, payment(1), payment(2, how="退票")), profile=of("支付明细"))
    assert (status, looked["state"], looked["rows"], looked["sound"]) == (201, "ready", 1, 1)
    assert looked["sums"] == [{"kind": "paid", "entries": 1, "total": "1000.50"}]
    assert looked["left_out"] == {"words": 1}
    assert call("get", f"/imports/{looked['file']}")[1] == looked
    status, entered = call("post", f"/imports/{looked['file']}")
    assert (status, entered["state"]) == (200, "entered")
    assert Batch.objects.get().entries.get().reference == f"Z{YEAR}00001"
    assert call("post", f"/imports/{looked['file']}")[0] == 404
    status, again = send("/imports", file=book(PAYMENTS, payment(1)), profile=of("支付明细"))
    assert status == 422
    assert "没有重复记账" in again["fields"]["file"]


def test_refused_rows_are_told_and_nothing_is_entered(program, sends):
    before = Entry.objects.count()
    send, call = sends("business", "imports:write"), program("business")
    _, looked = send("/imports", file=sheet(row(), row(amount="约一千", reference="2")))
    assert (looked["state"], looked["refused"], looked["refusals"][0]["row"]) == ("refused", 1, 5)
    status, refused = call("post", f"/imports/{looked['file']}")
    assert status == 409
    assert "没有导入" in refused["detail"]
    assert Entry.objects.count() == before


def test_projects_are_taken_in(program, sends):
    _, looked = sends("department", "imports:write")("/imports", file=book(PROJECTS, project(1)), profile=of("项目库"))
    assert program("department")("post", f"/imports/{looked['file']}")[1]["state"] == "entered"
    assert Project.objects.filter(code="530100-9001").exists()


def test_a_large_file_goes_through_the_background(program, sends, work, monkeypatch):
    monkeypatch.setattr(large_files, "LARGE", 0)
    call = program("business")
    _, sent = sends("business", "imports:write")("/imports", file=book(PAYMENTS, payment(1)), profile=of("支付明细"))
    assert sent["state"] == "waiting"
    assert call("post", f"/imports/{sent['file']}")[0] == 409
    work()
    _, looked = call("get", f"/imports/{sent['file']}")  # it is translated; this asks for the check
    assert looked["state"] == "waiting"
    work()
    _, looked = call("get", f"/imports/{looked['file']}")
    assert (looked["state"], looked["sound"]) == ("ready", 1)
    assert call("post", f"/imports/{looked['file']}")[1]["state"] == "waiting"
    work()
    assert Batch.objects.get().rows == 1


@pytest.mark.parametrize(("person", "status"), [("clerk", 403), ("department", 422), ("business", 201)])
def test_who_may_read_money_in(sends, person, status):
    assert sends(person, "imports:write")("/imports", file=sheet(row()), target="entries")[0] == status


def test_a_profile_is_made_changed_and_not_overwritten(program):
    call = program("business")
    said = {
        "columns": {"code": "编码", "year": "日子", "date": "日子", "amount": "金额", "reference": "号"},
        "constants": {"kind": "paid", "source": "fiscal"},
    }
    status, made = call("post", "/imports/profiles", {"target": "entries", "name": "市级", "said": said})
    assert (status, made["revision"], made["said"]["unit"]) == (201, 0, "yuan")
    status, wrong = call(
        "post", "/imports/profiles", {"target": "entries", "name": "二", "said": {**said, "constants": {}}}
    )
    assert status == 422
    assert set(wrong["fields"]) == {"said.kind", "said.source"}
    changed = {"name": "市级", "said": said, "active": False, "revision": 0}
    assert call("put", f"/imports/profiles/{made['id']}", changed)[1]["active"] is False
    assert call("put", f"/imports/profiles/{made['id']}", changed)[0] == 409


def test_a_webhook_is_made_told_and_its_log_read(program, receives, work):
    call = program("business")
    status, made = call("post", "/hooks", {"name": "平台", "address": receives.address, "events": ["ledger.entered"]})
    assert status == 201
    call("post", "/ledger/2", {"kind": "paid", "source": "fiscal", "date": f"{YEAR}-11-20", "amount": "1.00", "reference": "凭证 88"})  # fmt: skip
    work()
    ((headers, body),) = receives.came
    moment, code = headers["Wenxiao-Signature"].split(",")
    told = hmac.new(made["secret"].encode(), moment.removeprefix("t=").encode() + b"." + body, hashlib.sha256)
    assert code == f"v1={told.hexdigest()}"
    address = json.loads(body)["about"]["api"][0]
    assert call("get", address.removeprefix("/api/v1"))[1]["rows"][-1]["reference"] == "凭证 88"
    _, log = call("get", f"/hooks/{made['id']}/deliveries?state=sent")
    assert [(one["event"], one["key"], one["attempts"][0]["status"]) for one in log["rows"]] == [
        ("ledger.entered", headers["Wenxiao-Delivery"], 204)
    ]
    call("post", f"/hooks/deliveries/{log['rows'][0]['id']}/again")
    work()
    assert len(set(receives.keys)) == 1
    assert len(receives.came) == 2


def test_a_webhook_is_changed_renewed_and_taken_away(program):
    call = program("business")
    said = {"name": "平台", "address": "https://platform.example/", "events": ["step"]}
    _, made = call("post", "/hooks", said)
    assert "secret" not in call("get", f"/hooks/{made['id']}")[1]
    status, changed = call("put", f"/hooks/{made['id']}", {**said, "active": False, "revision": made["revision"]})
    assert (status, changed["active"], changed["revision"]) == (200, False, 1)
    assert call("put", f"/hooks/{made['id']}", {**said, "revision": 0})[0] == 409
    assert call("post", f"/hooks/{made['id']}/ping")[0] == 409
    assert call("post", f"/hooks/{made['id']}/secret")[1]["secret"] != made["secret"]
    assert program("performance")("get", f"/hooks/{made['id']}")[0] == 404
    assert call("delete", f"/hooks/{made['id']}")[0] == 204
    assert not Hook.objects.filter(pk=made["id"]).exists()


@pytest.mark.parametrize(
    "said",
    [{"address": "https://10.0.0.1/"}, {"address": "http://a.example/"}, {"events": ["nothing"]}, {"events": []}],
)
def test_a_webhook_that_may_not_be_is_refused(program, said):
    status, refused = program("business")(
        "post", "/hooks", {"name": "试", "address": "https://a.example/", "events": ["step"], **said}
    )
    assert (status, list(refused["fields"])) == (422, list(said))


def test_a_document_and_a_decision_are_told(program, receives, work, db):
    from tests.web import desking

    performance = program("performance")
    performance(
        "post", "/hooks", {"name": "平台", "address": receives.address, "events": ["document.read", "finding.decided"]}
    )
    paper = desking.one()
    found = paper.found.first()
    performance("post", f"/documents/findings/{found.pk}/decisions", {"verdict": "explained", "reason": "已说明"})
    work()
    told = [json.loads(body) for _, body in receives.came]
    assert [(one["event"], one["about"]["document"], one["about"]["api"]) for one in told] == [
        (event, paper.pk, f"/api/v1/documents/{paper.pk}") for event in ("document.read", "finding.decided")
    ]
    assert told[1]["about"]["verdict"] == "explained"
    assert Delivery.objects.filter(state="sent").count() == 2
