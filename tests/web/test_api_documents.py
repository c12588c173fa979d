"""Documents through the API: handed in, read, triaged, and what they offer taken over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.web import desking, making
from tests.web.test_api_exchange import sends  # noqa: F401  (a fixture)
from wenxiao.performance.ledger import Kind, Source
from wenxiao.web.core.models import Job
from wenxiao.web.desk.models import Document
from wenxiao.web.ledger.models import Entry
from wenxiao.web.ledger.services import post
from wenxiao.web.people.models import Membership, User

UNIT = "星河区网格化管理中心"


@pytest.fixture
def paper(db):
    return desking.one()


def test_files_are_handed_in_into_one_batch_and_read(sends, program, work):  # noqa: F811
    send = sends("clerk", "documents:write")
    status, first = send("/documents", file=desking.file(), title="年度报告")
    assert (status, first["document"]["state"], first["refused"]) == (201, "received", "")
    _, second = send("/documents", file=desking.file(desking.RIGHT, "二.txt"), batch=first["batch"])
    assert second["batch"] == first["batch"]
    _, same = send("/documents", file=desking.file(), batch=first["batch"])
    assert same["document"]["id"] == first["document"]["id"]
    assert send("/documents", file=desking.file(), batch=999999)[0] == 422
    assert Job.objects.filter(kind="desk.read").count() == 1
    work()
    call = program("clerk")
    _, listed = call("get", f"/documents?batch={first['batch']}")
    assert {one["state"] for one in listed["rows"]} == {"triage"}
    assert listed["rows"][0]["id"] == first["document"]["id"]  # the riskier one
    assert call("get", f"/documents?batch={first['batch']}&unit=201001")[1]["count"] == 2
    assert program("clerk3")("get", f"/documents/{first['document']['id']}")[0] == 404


def test_a_reading_is_the_json_of_an_audit(program, paper):
    status, tree = program("clerk")("get", f"/documents/{paper.pk}/reading")
    assert status == 200
    assert tree["text"] == desking.WRONG
    assert {"document", "projects", "findings", "coverage"} <= set(tree)


def test_a_finding_is_decided_spoken_of_and_the_document_closed(program, paper):
    call = program("performance")
    _, one = call("get", f"/documents/{paper.pk}")
    finding = next(found for found in one["findings"] if found["severity"] == "error")
    assert "85.00%" in "".join(place["text"] for place in finding["places"])
    at = f"/documents/findings/{finding['id']}"
    assert call("post", f"{at}/decisions", {"verdict": "explained"})[0] == 409  # a reason is needed
    status, decided = call(
        "post", f"{at}/decisions", {"verdict": "explained", "reason": "含上年", "seen": finding["seen"]}
    )
    assert (status, decided["verdict"], decided["by"]) == (201, "explained", "沈思齐")
    assert call("post", f"{at}/decisions", {"verdict": "confirmed", "seen": 0})[0] == 409  # decided since
    assert call("post", f"{at}/notes", {"text": "请核对"})[1]["notes"][0]["text"] == "请核对"
    assert call("post", f"/documents/{paper.pk}/notes", {"text": "全文"})[0] == 201
    for found in one["findings"]:
        call("post", f"/documents/findings/{found['id']}/decisions", {"verdict": "explained", "reason": "已说明"})
    assert {way["action"] for way in call("get", f"/documents/{paper.pk}")[1]["steps"]} >= {"close"}
    assert call("post", f"/documents/{paper.pk}/steps", {"action": "close"})[1]["state"] == "closed"
    assert [step["action"] for step in call("get", f"/documents/{paper.pk}/steps")[1]] == ["read", "close"]
    assert program("clerk")("post", f"{at}/decisions", {"verdict": "confirmed"})[0] == 403


def test_a_letter_and_the_file_are_handed_over(client, program, paper):
    from datetime import timedelta

    from wenxiao.web.api.models import make
    from wenxiao.web.core.clock import today
    from wenxiao.web.people.models import User

    secret = make(User.objects.get(username="performance"), "试", ["documents:read"], today() + timedelta(days=1))
    for what, begins in (("letter.docx", b"PK"), ("file", desking.WRONG.encode()[:6])):
        answer = client.get(f"/api/v1/documents/{paper.pk}/{what}", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert content.startswith(begins)
    assert program("clerk")("get", f"/documents/{paper.pk}/letter.docx")[0] == 403


def test_a_new_version_takes_the_place(sends, paper):  # noqa: F811
    status, made = sends("clerk", "documents:write")(
        f"/documents/{paper.pk}/versions", file=desking.file(desking.RIGHT)
    )
    assert (status, made["replaces"]) == (201, paper.pk)
    assert Document.objects.get(pk=paper.pk).state == "replaced"


def test_what_a_document_is_of_is_corrected(program, paper):
    call = program("performance")
    said = {"revision": paper.revision, "unit": "201002", "fiscal_year": 2025, "kind": "绩效评价报告"}
    status, changed = call("put", f"/documents/{paper.pk}", said)
    assert (status, changed["unit"], changed["fiscal_year"]) == (200, "201002", 2025)
    assert call("put", f"/documents/{paper.pk}", said)[0] == 409
    said["revision"] = changed["revision"]
    assert call("put", f"/documents/{paper.pk}", {**said, "unit": "没有"})[1]["fields"] == {"unit": "没有这个单位。"}


def test_offers_are_taken_over_with_their_places(program, db, year):
    of = year(1, 2025)
    paper = desking.one(
        "performance",
        f"{UNIT}2025年度项目支出绩效自评报告\n一、项目基本情况\n网格巡查服务项目年初预算200.00万元，合同金额150.00万元。\n",
    )
    call = program("performance")
    _, offers = call("get", f"/documents/{paper.pk}/proposals")
    head = next(one for one in offers if one["kind"] == "project")
    at = f"/documents/{paper.pk}/proposals/{head['project']}"
    _, meant = call("put", f"{at}/project", {"project_year": of.pk})
    assert {one["project_year"] for one in meant} == {of.pk}
    money = [one for one in offers if one["kind"] == "entry"]
    assert money
    _, tree = call("get", f"/documents/{paper.pk}/reading")
    assert tree["text"][money[0]["start"] : money[0]["end"]].startswith("200.00")
    status, refused = call("post", f"{at}/refusals", {"numbers": [money[0]["number"]], "reason": "台账已有"})
    assert (status, next(one for one in refused if one["number"] == money[0]["number"])["state"]) == (200, "refused")
    before = Entry.objects.count()
    said = {"amounts": [{"number": 999}], "date": "2025-03-01", "source": "fiscal", "reference": "文1"}
    assert list(call("post", f"{at}/entries", said)[1]["fields"]) == ["amounts.0.number"]
    assert Entry.objects.count() == before
    assert call("put", f"/documents/{paper.pk}/proposals/99/project", {"project_year": of.pk})[0] == 404


def test_a_document_is_compared_with_the_ledger(program, db, year):
    of = making.fresh(year(1, 2025))
    user = User.objects.get(username="business")
    for kind, amount in ((Kind.APPROVED, 2000000), (Kind.PAID, 1400000)):
        post(of, kind, Source.FISCAL, date(2025, 6, 1), Decimal(amount), "文1", "", user)
    paper = desking.one(
        content=f"{UNIT}2025年度项目支出绩效自评报告\n一、项目基本情况\n{of.project.name}年初预算200.00万元，实际支出150.00万元，预算执行率为75.00%。\n"
    )
    call = program("performance")
    status, said = call("get", f"/documents/{paper.pk}/reconciliation")
    [project] = said["projects"]
    assert (status, project["project_year"], said["compared_at"], said["between"]) == (200, of.pk, None, [])
    assert {one["role"]: (one["agrees"], one["held"], one["difference"]) for one in project["figures"]} == {
        "approved": (True, "2000000.00", None), "spent": (False, "1400000.00", "10"),
    }  # fmt: skip
    assert [one["code"] for one in project["contradictions"]] == ["F604"]
    text = call("get", f"/documents/{paper.pk}/reading")[1]["text"]
    quote = next(one for each in project["contradictions"] for one in each["quotes"] if one["start"] is not None)
    assert text[quote["start"] :].startswith(quote["words"][:6])
    assert program("clerk3")("get", f"/documents/{paper.pk}/reconciliation")[0] == 404
    assert program("performance", "documents:write")("get", f"/documents/{paper.pk}/reconciliation")[0] == 403


def test_oversight_as_of_a_day_is_not_told_of_what_is_under_review(program, paper):
    Membership.objects.filter(user__username="oversight").update(as_of=date(2026, 6, 30))
    assert program("oversight")("get", f"/documents/{paper.pk}")[0] == 404
