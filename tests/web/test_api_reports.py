"""Reports through the API: started, written under the audit, what moved taken over, submitted and approved."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.web import evaluating
from wenxiao.performance.ledger import Kind, Source
from wenxiao.web.api.models import make
from wenxiao.web.core.clock import today
from wenxiao.web.ledger.services import post
from wenxiao.web.people.models import Membership, Organisation, User
from wenxiao.web.reports.models import Report
from wenxiao.web.reports.sample import complete


@pytest.fixture
def year_of(as_user):
    """A project-year of the clerk's unit with an accepted self-evaluation."""
    return evaluating.accepted(as_user, evaluating.begun("R-1", name="桥梁检测项目")).year


@pytest.fixture
def report(program, year_of):
    """The report as its writer's program gets it."""
    status, made = program("clerk")("post", "/reports", {"outline": "self-evaluation", "project_year": year_of.pk})
    assert status == 201
    return made


def chapter(report, key="money"):
    return next(one for one in report["chapters"] if one["key"] == key)


def spent_more(year):
    user = User.objects.get(username="business")
    post(year, Kind.PAID, Source.FISCAL, date(2025, 12, 20), Decimal(20000), "测财〔2025〕12号", "", user)


def test_a_started_report_is_drafted_from_the_ledger_with_references(report, program, year_of):
    money = chapter(report)
    assert "全年预算100.00万元" in money["text"]
    paid = next(one for one in money["references"] if one["fact"] == "money.paid")
    assert money["text"][paid["start"] : paid["end"]] == paid["words"] == paid["now"] == "95.00万元"
    assert report["findings"] == []
    assert [way["action"] for way in report["steps"]] == ["submit"]
    again = program("clerk")("post", "/reports", {"outline": "self-evaluation", "project_year": year_of.pk})
    assert again[1]["id"] == report["id"]


@pytest.mark.parametrize(
    ("person", "body", "status"),
    [
        ("head", {"outline": "self-evaluation"}, 403), ("clerk2", {"outline": "self-evaluation"}, 404), ("oversight", {"outline": "self-evaluation"}, 403),
        ("clerk", {"outline": "没有"}, 422), ("clerk", {"outline": "department", "organisation": "201", "fiscal_year": 2025}, 403),
        ("department", {"outline": "department", "organisation": "202", "fiscal_year": 2025}, 422),
        ("clerk", {"outline": "execution", "fiscal_year": 2025, "projects": [1]}, 403), ("performance", {"outline": "execution", "fiscal_year": 2025}, 422),
        ("clerk", {"outline": "evaluation-2020"}, 422),
    ],
)  # fmt: skip
def test_a_report_is_started_by_who_writes_it(program, year_of, person, body, status):
    if body["outline"] == "self-evaluation":
        body = {**body, "project_year": year_of.pk}
    before = Report.objects.count()
    assert program(person)("post", "/reports", body)[0] == status
    assert Report.objects.count() == before


def test_a_department_and_the_district_start_theirs(program):
    status, made = program("department2")("post", "/reports", {"outline": "department", "organisation": "202", "fiscal_year": 2025})  # fmt: skip
    assert (status, made["title"]) == (201, "星河区水务局2025年度部门整体支出绩效自评报告")
    chosen = list(Report.objects.get(outline="execution").projects)[:2]
    said = {"outline": "execution", "fiscal_year": 2025, "projects": chosen}
    status, made = program("performance")("post", "/reports", said)
    assert (status, [one["key"] for one in made["chapters"]]) == (
        201,
        ["preface", *(f"project.p{pk}" for pk in chosen)],
    )


def test_a_chapter_is_written_and_the_second_of_two_is_told(program, report):
    call, money = program("clerk"), chapter(report)
    at = f"/reports/{report['id']}/chapters/money"
    said = {"revision": money["revision"], "text": money["text"].replace("全年支出", "本年度支出") + "\r\n补充。\x07"}
    status, written = call("put", at, said)
    assert (status, written["revision"]) == (200, money["revision"] + 1)
    assert written["text"].endswith("\n补充。")
    assert "money.paid" in {one["fact"] for one in written["references"]}
    assert call("put", at, {**said, "text": "乙"})[0] == 409
    assert chapter(call("get", f"/reports/{report['id']}")[1])["text"] == written["text"]
    assert call("put", f"/reports/{report['id']}/chapters/no", said)[0] == 404
    for person, status in (("head", 403), ("performance", 403), ("clerk2", 404), ("oversight", 404)):
        assert program(person)("put", at, said)[0] == status, person


def test_what_is_typed_is_audited_at_its_words_and_not_stored(program, report):
    call, money = program("clerk"), chapter(report)
    text = money["text"].replace("年初预算100.00万元", "年初预算110.00万元")
    at = f"/reports/{report['id']}/chapters/money"
    status, typed = call("post", f"{at}/findings", {"text": text})
    own = next(one for one in typed["findings"] if one["fix"])
    place = own["places"][0]
    assert (status, place["chapter"], text[place["start"] : place["end"]]) == (200, "money", "110.00万元")
    assert place["text"] == "110.00万元"
    assert own["arithmetic"] == ["110 − 100 = 10（万元）"]
    assert own["fix"] == {"fact": "money.original", "words": "100.00万元"}
    assert chapter(call("get", f"/reports/{report['id']}")[1])["text"] == money["text"]
    said = {"revision": money["revision"], "finding": own["id"], "text": text}
    assert call("post", f"{at}/figures", {**said, "finding": "0" * 16})[0] == 422
    status, fixed = call("post", f"{at}/figures", said)
    assert (status, fixed["text"], fixed["references"]) == (200, money["text"], money["references"])
    assert call("post", f"{at}/figures", said)[0] == 409
    assert program("head")("post", f"{at}/findings", {"text": text})[0] == 403


def test_moved_figures_are_taken_over_one_by_one_or_all(program, report, year_of):
    spent_more(year_of)
    call, at = program("clerk"), f"/reports/{report['id']}"
    money = chapter(call("get", at)[1])
    moved = {one["fact"]: one["now"] for one in money["references"] if one["moved"]}
    assert moved["money.paid"] == "97.00万元"
    status, one = call("post", f"{at}/chapters/money/figures", {"revision": money["revision"], "fact": "money.paid"})
    assert (status, "支出97.00万元，预算执行率95.00%" in one["text"]) == (200, True)
    said = {"revision": one["revision"], "fact": "money.nothing"}
    assert list(call("post", f"{at}/chapters/money/figures", said)[1]["fields"]) == ["fact"]
    assert program("head")("post", f"{at}/figures")[0] == 403
    status, taken = call("post", f"{at}/figures")
    assert status == 200
    assert taken["count"] >= 1
    assert not [one for part in call("get", at)[1]["chapters"] for one in part["references"] if one["moved"]]
    again = call("put", f"{at}/chapters/money", {"revision": chapter(call("get", at)[1])["revision"], "text": "没有"})[
        1
    ]
    status, drafted = call("post", f"{at}/chapters/money/draft", {"revision": again["revision"]})
    assert (status, "支出97.00万元" in drafted["text"]) == (200, True)
    assert call("post", f"{at}/chapters/money/draft", {"revision": again["revision"]})[0] == 409


def test_a_report_goes_to_the_head_with_reasons_and_is_approved(client, program, report):
    call, at = program("clerk"), f"/reports/{report['id']}"
    status, refused = call("post", f"{at}/steps", {"action": "submit"})
    assert (status, bool(refused["missing"])) == (422, True)
    complete(Report.objects.get(pk=report["id"]), User.objects.get(username="clerk"))
    money = chapter(call("get", at)[1])
    call("put", f"{at}/chapters/money", {"revision": money["revision"], "text": money["text"].replace("年初预算100.00", "年初预算110.00")})  # fmt: skip
    status, refused = call("post", f"{at}/steps", {"action": "submit"})
    assert (status, bool(refused["audit"])) == (422, True)
    read = call("get", at)[1]["revision"]
    said = {"revision": read, "reasons": {one["id"]: "口径含单位自有资金" for one in refused["audit"]}}
    assert call("put", f"{at}/reasons", said)[0] == 200
    assert call("put", f"{at}/reasons", said)[0] == 409
    assert call("post", f"{at}/steps", {"action": "submit", "revision": read})[0] == 409
    assert call("post", f"{at}/steps", {"action": "submit"})[1]["state"] == "submitted"
    head = program("head")
    seen = head("get", at)[1]
    assert "口径含单位自有资金" in {one["reason"] for one in seen["findings"]}
    assert (seen["writable"], seen["missing"]) == (False, [])
    assert program("performance")("post", f"{at}/steps", {"action": "approve"})[0] == 403
    assert head("post", f"{at}/steps", {"action": "approve"})[1]["state"] == "approved"
    assert [one["action"] for one in head("get", f"{at}/steps")[1]] == ["submit", "approve"]
    assert call("put", f"{at}/chapters/money", {"revision": money["revision"] + 1, "text": "改"})[0] == 403
    secret = make(User.objects.get(username="oversight"), "试", ["reports:read"], today() + timedelta(days=1))
    answer = client.get(f"/api/v1{at}/report.docx", headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")


def test_the_list_is_what_one_sees_by_the_filters_of_the_page(program, report):
    _, mine = program("clerk")("get", "/reports?mine=true")
    assert report["id"] in {one["id"] for one in mine["rows"]}
    assert program("head")("get", "/reports?mine=true")[1]["count"] == 0
    _, listed = program("performance")("get", "/reports?outline=self-evaluation&state=draft&year=2025&unit=201001")
    assert {one["project_year"]["unit"] for one in listed["rows"]} == {"201001"}
    assert program("performance")("get", "/reports?outline=none")[0] == 422
    assert program("clerk2")("get", f"/reports/{report['id']}")[0] == 404
    assert program("admin")("get", "/reports")[0] == 403
    assert {one["name"] for one in program("clerk")("get", "/reports/outlines")[1]} >= {"self-evaluation", "department"}
    Membership.objects.filter(user__username="oversight").update(as_of=date(2020, 1, 1))
    assert program("oversight")("get", "/reports")[1]["count"] == 0


def test_the_form_of_a_department_is_handed_over(client, program):
    assert Organisation.objects.filter(code="201", kind="department").exists()
    for person, status in (("department", 200), ("department2", 404), ("clerk", 403)):
        secret = make(User.objects.get(username=person), "试", ["reports:read"], today() + timedelta(days=1))
        bearer = {"Authorization": f"Bearer {secret}"}
        answer = client.get("/api/v1/reports/departments/201/2025/form.xlsx", headers=bearer)
        assert answer.status_code == status, person
    assert program("clerk", "reports:write")("get", "/reports")[0] == 403
