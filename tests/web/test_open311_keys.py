"""The page of the public edge for those who look after it: keys, what the place says of itself, how long reporters are remembered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.making import mark
from tests.web.open311_client import HERE, GeoReporter
from wenxiao.web.core.clock import now
from wenxiao.web.grid.models import Reporter
from wenxiao.web.open311.models import Edge, Key, make
from wenxiao.web.open311.offered import services
from wenxiao.web.people.models import User


@pytest.fixture
def code(db) -> str:
    return next(iter(services()))


def test_a_key_is_shown_once_kept_as_hash_and_revoked(as_user, code):
    lead = as_user("lead")
    page = lead.post("/open311/", {"what": "key", "name": "随手拍", "per_minute": "5"}).content.decode()
    secret = page.split("<code>wxo_")[1].split("</code>")[0]
    assert f"wxo_{secret}" not in lead.get("/open311/").content.decode()
    key = Key.objects.get()
    assert (key.name, key.per_minute, key.made_by.username) == ("随手拍", 5, "lead")
    assert secret not in str(vars(key))
    program = GeoReporter("json", f"wxo_{secret}")
    assert program.report(service_code=code, **HERE).status == 201
    lead.post(f"/open311/{key.pk}/revoke/")
    assert program.report(service_code=code, **HERE).status == 403
    assert as_user("acceptor").get("/open311/").status_code == 403
    assert as_user("admin").get("/open311/").status_code == 200


def test_what_the_place_says_of_itself_is_kept(as_user):
    admin = as_user("admin")
    said = {
        "what": "edge",
        "contact": "12319",
        "key_service": "大厅",
        "jurisdiction": "",
        "every": "on",
        "remembered": "30",
    }
    assert admin.post("/open311/", said).status_code == 302
    admin.post("/open311/", {**said, "contact": "12345", "opened": mark(admin, "/open311/")})
    assert Edge.objects.get().contact == "12345"
    assert admin.post("/open311/", {**said, "remembered": "0"}).status_code == 422


def test_reporters_are_forgotten_after_the_days_that_the_place_says(code):
    key = make("随手拍", 10, User.objects.get(username="lead"))
    Edge.objects.create(remembered=10)
    number = (
        GeoReporter("json", key).report(service_code=code, phone="13812345678", **HERE).told[0]["service_request_id"]
    )
    kept = Reporter.objects.get(case__number=number)
    assert kept.forget_on - now().date() in {timedelta(days=10), timedelta(days=11)}
