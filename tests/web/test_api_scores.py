"""Rates, scores and snapshots for programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from wenxiao.web.evidence.models import Measure
from wenxiao.web.evidence.snapshots import Asked, computed
from wenxiao.web.scoring.cases import days, settled
from wenxiao.web.scoring.models import Run


def test_rates_of_a_month_add_up(program):
    call = program("lead")
    status, told = call("get", "/scores/rates?from=2026-10-01&to=2026-10-31&by=street")
    assert status == 200
    rows = [row for row in told["rows"] if row["indicator"] == "handled_on_time@1" and row["view"] == "raw"]
    whole = next(row for row in rows if row["group"] == "*")
    assert whole["n"] == sum(row["n"] for row in rows if row["group"] != "*") > 0
    assert Decimal(whole["low"]) < Decimal(whole["value"]) < Decimal(whole["high"])


def test_runs_are_seen_by_who_may(program):
    final = Run.objects.filter(state="final").first()
    for person, count in (("lead", 3), ("street", 1), ("performance", 1)):
        status, told = program(person)("get", "/scores/runs")
        assert (status, told["count"]) == (200, count), person
    status, told = program("street")("get", f"/scores/runs/{final.pk}")
    assert (status, told["digest"]) == (200, final.digest)
    assert {line["kind"] for line in told["lines"]} == {"district", "street", "department"}
    assert program("clerk")("get", "/scores/runs")[0] == 403


def test_a_snapshot_and_the_cases_behind_it(program, year):
    last = Measure.objects.get(year=year(1), indicator="handled_on_time@1").latest
    call = program("clerk")
    status, told = call("get", f"/scores/snapshots?project_year={year(1).pk}")
    assert (status, {row["project_years"][0] for row in told["rows"]}) == (200, {year(1).pk})
    assert call("get", f"/scores/snapshots/{last.pk}")[1]["digest"] == last.digest
    status, told = call("get", f"/scores/snapshots/{last.pk}/cases")
    assert (status, told["same"], len(told["numerator"]), len(told["denominator"])) == (200, True, last.n, last.d)
    assert program("clerk", "register:read")("get", "/scores/runs")[0] == 403


def test_what_is_not_seen_is_not_there(program):
    river = Measure.objects.get(kind="series").latest
    assert program("clerk")("get", f"/scores/snapshots/{river.pk}")[0] == 404
    assert program("lead")("get", f"/scores/snapshots/{river.pk}/cases")[0] == 404


def test_the_cases_behind_how_long_handling_takes_are_read_too(program, year):
    asked = Asked("measure", "handling_p90", days(date(2026, 9, 1), date(2026, 11, 1)), settled(), "", {})
    made = computed(asked)
    made.save(force_insert=True)
    Measure.objects.filter(year=year(1)).first().snapshots.add(made)
    status, told = program("clerk")("get", f"/scores/snapshots/{made.pk}/cases")
    assert (status, told["same"], len(told["numerator"]), told["denominator"]) == (200, True, made.n, [])
