"""What is kept of the overview and of the counts is gone as soon as something is entered, and is nobody else's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web import making
from wenxiao.performance.ledger import Kind, Source
from wenxiao.performance.regime import regime
from wenxiao.publishing.forms import Values, find
from wenxiao.web.core import official
from wenxiao.web.ledger.services import post
from wenxiao.web.people.models import User
from wenxiao.web.sample import YEAR


def shown(client):
    return client.get(f"/overview/?year={YEAR}").context["whole"]["group"]


def test_the_overview_is_added_up_once_for_many_and_again_after_an_entry(as_user, year):
    client = as_user("performance")
    before = shown(client)
    with CaptureQueriesContext(connection) as asked:
        assert shown(client) == before
    assert not any("SUM(" in query["sql"] for query in asked)
    user = User.objects.get(username="performance")
    post(year(1), Kind.ADDED, Source.FISCAL, date(YEAR, 3, 1), Decimal("123.45"), "追加1", "", user)
    assert shown(client).revised == before.revised + Decimal("123.45")


def test_one_sees_the_own_picture_alone(as_user):
    whole = shown(as_user("performance"))
    assert shown(as_user("department")).projects < whole.projects
    assert shown(as_user("performance")) == whole


@pytest.mark.parametrize("change", ["raise", "step"])
def test_what_waits_is_counted_again_when_something_is_raised_or_stepped(as_user, year, change):
    of = making.fresh(year(1))
    targets = making.targets(of, "at_performance")
    client = as_user("performance")

    def waiting():
        return {line["words"]: line["count"] for line in client.get("/").context["menu"]}["绩效目标"]

    before = waiting()
    if change == "raise":
        making.targets(making.fresh(year(1)), "at_performance")
        assert waiting() == before + 1
    else:
        client.post(f"/targets/{targets.pk}/step/", {"action": "approve"})
        assert waiting() == before - 1


def test_the_same_form_is_audited_once_and_another_one_anew(monkeypatch):
    read = []
    real = official.read
    monkeypatch.setattr(official, "read", lambda path: read.append(path) or real(path))
    values = Values(name="道路养护项目", office="住建局", unit="养护所", year=2026, wanted="养护道路10公里。")
    other = Values(name="道路养护项目", office="住建局", unit="养护所", year=2026, wanted="养护道路20公里。")
    for one in (values, values, other):
        official.audited(find("target"), one, regime("national"))
    assert len(read) == 2
