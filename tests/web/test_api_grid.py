"""Cases through the API: the same door, the same sentences, once for a token."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.griding import GRID, RUBBISH, filed, handling, reported, taken
from tests.web.test_api_exchange import sends  # noqa: F401  (a fixture)
from wenxiao.web.grid.models import Case, Photo, Reporter

TOLD = {
    "source": "hotline",
    "category": RUBBISH,
    "description": "市民来电",
    "address": "银杏路2号",
    "phone": "13800008888",
}


def test_a_list_is_that_of_the_page_in_parts(program):
    call = program("lead")
    _, first = call("get", "/grid/cases?limit=5")
    _, second = call("get", "/grid/cases?limit=5&offset=5")
    assert first["more"]
    assert not {row["id"] for row in first["rows"]} & {row["id"] for row in second["rows"]}
    _, late = call("get", "/grid/cases?state=open&late=true&order=due")
    assert late["rows"]
    assert [row["adjusted_due"] for row in late["rows"]] == sorted(row["adjusted_due"] for row in late["rows"])
    assert call("get", "/grid/cases?state=nonsense")[0] == 422
    assert program("clerk")("get", "/grid/cases")[0] == 403


def test_a_case_is_reported_once_and_its_reporter_is_told_to_nobody(program):
    call, token = program("acceptor"), str(uuid4())
    status, case = call("post", "/grid/cases", {**TOLD, "token": token})
    assert (status, case["state"], case["events"][0]["action"]) == (201, "reported", "report")
    assert call("post", "/grid/cases", {**TOLD, "token": token})[1]["id"] == case["id"]
    assert Reporter.objects.filter(case=case["id"], phone="13800008888").count() == 1
    assert "13800008888" not in str(call("get", f"/grid/cases/{case['id']}")[1])
    assert call("post", "/grid/cases", {**TOLD, "source": "supervisor"})[0] == 422
    assert program("street")("post", "/grid/cases", TOLD)[0] == 403


def test_steps_are_made_as_on_the_page_and_refused_with_its_sentence(program):
    row = reported()
    call = program("acceptor")
    at = f"/grid/cases/{row.pk}/steps"
    assert call("post", at, {"action": "close", "closing_met": True})[0] == 409
    status, said = call("post", at, {"action": "file", "grid": GRID, "category": RUBBISH, "condition": "cover-broken"})
    assert (status, list(said["fields"])) == (422, ["condition"])
    body = {"action": "file", "grid": GRID, "category": RUBBISH, "condition": "rubbish", "token": str(uuid4())}
    for _ in range(2):
        assert call("post", at, body)[1]["state"] == "filed"
    status, said = call("post", at, {"action": "dispatch", "unit": "G22"})
    assert (status, "派遣员" in said["detail"]) == (409, True)
    assert program("dispatcher")("post", at, {"action": "dispatch", "unit": "G22"})[1]["agency"] == "G22"
    assert program("street")("post", at, {"action": "accept"})[0] == 404
    assert [one["action"] for one in program("sanitation")("get", f"/grid/cases/{row.pk}")[1]["steps"]] == [
        "accept",
        "return",
    ]


@pytest.fixture
def photo(sends):  # noqa: F811
    def sent(login):
        status, one = sends(login, "grid:write")("/grid/photos", file=taken())
        assert status == 201
        return one

    return sent


def test_photos_go_before_the_step_that_shows_them(program, photo, as_user):
    row, one = handling(), photo("sanitation")
    assert (one["longitude"], one["latitude"]) == (102.81, 24.92)
    call = program("sanitation")
    at = f"/grid/cases/{row.pk}/steps"
    assert call("post", at, {"action": "dispose"})[0] == 422
    assert (
        program("acceptor")(
            "post", f"/grid/cases/{filed().pk}/steps", {"action": "merge", "parent": row.number, "photos": [one["id"]]}
        )[0]
        == 422
    )
    assert (
        call("post", at, {"action": "dispose", "photos": [one["id"]], "outcome": "cleared"})[1]["state"] == "disposed"
    )
    assert Photo.objects.get(pk=one["id"]).case_id == row.pk
    assert call("post", at, {"action": "dispose", "photos": [one["id"]]})[0] in (409, 422)


def test_what_is_no_photo_is_refused(sends):  # noqa: F811
    status, said = sends("sanitation", "grid:write")("/grid/photos", file=SimpleUploadedFile("a.jpg", b"%PDF-"))
    assert (status, "不是可以打开的照片" in said["fields"]["file"]) == (422, True)


def test_a_token_of_another_step_makes_none(program):
    one, other, token = reported(), reported(), str(uuid4())
    call = program("acceptor")
    body = {"action": "reject", "reason": "重复", "token": token}
    assert call("post", f"/grid/cases/{one.pk}/steps", body)[1]["state"] == "rejected"
    program("lead")("post", f"/grid/cases/{other.pk}/steps", body)
    assert Case.objects.get(pk=other.pk).state == "reported"
