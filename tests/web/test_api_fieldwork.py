"""Programs read the field work: measures with their parts, rounds, shops with masked persons, sites, trainings, what meetings decided."""

from __future__ import annotations

from decimal import Decimal

import pytest

from wenxiao.web.core.models import SensitiveRead
from wenxiao.web.fieldwork.models import Shop

MONTH = "since=2026-09-01&until=2026-09-30"


def test_measures_come_with_their_parts(program):
    status, told = program("lead", "fieldwork:read")("get", f"/fieldwork/measures?{MONTH}")
    by_code = {row["code"]: row for row in told}
    assert (status, by_code["patrol_coverage"]["d"]) == (200, "720")
    assert Decimal(by_code["patrol_coverage"]["n"]) == len(by_code["patrol_coverage"]["ids"])
    assert "missed_finds" in by_code
    _, told = program("supervisor", "fieldwork:read")("get", f"/fieldwork/measures?{MONTH}&scope=street=530100001")
    assert "missed_finds" not in {row["code"] for row in told}
    assert {row["d"] for row in told if row["code"] == "patrol_coverage"} == {"240"}


@pytest.mark.parametrize(("asked", "field"), [("since=2026-09-02&until=2026-09-01", "until"), (f"{MONTH}&scope=street=", "scope"), ("since=x&until=2026-09-01", "since")])  # fmt: skip
def test_what_cannot_be_asked_is_told_at_its_field(program, asked, field):
    status, told = program("lead", "fieldwork:read")("get", f"/fieldwork/measures?{asked}")
    assert (status, list(told["fields"])) == (422, [field])


def test_rounds_are_ones_own_but_for_the_centre(program):
    _, every = program("lead", "fieldwork:read")("get", f"/fieldwork/patrols?{MONTH}&limit=200")
    _, own = program("supervisor", "fieldwork:read")("get", f"/fieldwork/patrols?{MONTH}&limit=200")
    assert 0 < own["count"] < every["count"]
    assert {row["person"] for row in own["rows"]} == {"白杨"}


def test_persons_are_masked_until_somebody_who_may_asks_and_that_is_put_on_record(program):
    phones = set(Shop.objects.exclude(phone="").values_list("phone", flat=True))
    call = program("street", "fieldwork:read")
    _, told = call("get", "/fieldwork/shops?limit=200")
    assert not phones & {row["phone"] for row in told["rows"]}
    before = SensitiveRead.objects.count()
    _, told = call("get", "/fieldwork/shops?limit=200&persons=true")
    assert {row["street"] for row in told["rows"] if row["phone"] in phones} == {"G11"}
    assert SensitiveRead.objects.count() == before + 1


@pytest.mark.parametrize("place", ["sites", "trainings", "actions", "actions?open=true"])
def test_lists_open_for_posts_and_for_nobody_else(program, place):
    status, told = program("street", "fieldwork:read")("get", f"/fieldwork/{place}")
    assert (status, told["count"] > 0) == (200, True)
    assert program("clerk", "fieldwork:read")("get", f"/fieldwork/{place}")[0] == 403
