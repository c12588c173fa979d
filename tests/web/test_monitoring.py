"""Monitoring: a round reaches every approved target once, lights come from the ledger and from what units expect, orders are answered."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wenxiao.performance.lifecycle import TRANSITIONS, NotAllowed, Role
from wenxiao.performance.regime import regime
from wenxiao.publishing.forms import find
from wenxiao.web.core.clock import travelling
from wenxiao.web.core.editing import Conflict
from wenxiao.web.core.official import audited
from wenxiao.web.core.workflow import Contradictory, Incomplete, advance, fingerprint, history
from wenxiao.web.monitoring import services
from wenxiao.web.monitoring.forms import rows_of
from wenxiao.web.monitoring.models import Correction, Monitoring, Round
from wenxiao.web.monitoring.official import values
from wenxiao.web.people.models import Organisation, User
from wenxiao.web.targets.models import TargetSet


@pytest.fixture
def report(year):
    """The report that the clerk has filled in and not handed in."""
    return Monitoring.objects.get(year=year(2), round__month=10)


def typed(report, **changes):
    rows = rows_of(report)
    fields = {"revision": report.revision, "remark": report.remark, "expected_spending": report.expected_spending or ""}
    fields |= {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0}
    for at, row in enumerate(rows):
        fields |= {f"rows-{at}-{name}": value for name, value in row.items() if value is not None}
    return {**fields, **{name.replace("__", "-"): value for name, value in changes.items()}}


def test_a_round_reaches_every_approved_target_and_nobody_twice(access):
    district, performance = Organisation.objects.get(code="530100"), access("performance")
    days = date(2026, 12, 1), date(2026, 12, 10)
    round_, reached = services.issue(district, 2026, 11, *days, performance)
    assert reached == TargetSet.objects.filter(year__year=2026, state="approved").count() == 9
    again, none = services.issue(district, 2026, 11, *days, performance)
    assert (again.pk, none) == (round_.pk, 0)
    waiting = TargetSet.objects.get(year__year=2026, state="at_finance")
    advance(waiting, "approve", access("business"))
    advance(waiting, "approve", performance)
    _, reached = services.issue(district, 2026, 11, days[0], date(2026, 12, 12), performance)
    assert reached == 1
    assert Round.objects.get(pk=round_.pk).due == date(2026, 12, 12)
    assert round_.monitorings.count() == 10


def test_a_round_issued_again_with_other_days_keeps_a_record_of_those_before(as_user, access, program):
    district, performance = Organisation.objects.get(code="530100"), access("performance")
    opens = date(2026, 12, 1)
    round_, _ = services.issue(district, 2026, 11, opens, date(2026, 12, 10), performance)
    services.issue(district, 2026, 11, opens, date(2026, 12, 10), performance)
    report = round_.monitorings.get(year__project__code="530100-0001")
    assert services.record(report, None) == [], "the same days again are no change"
    services.issue(district, 2026, 11, opens, date(2026, 12, 12), performance)
    (event,) = services.record(report, None)
    assert (event.actor, event.comment) == (performance.user, "2026-12-01，2026-12-10 → 2026-12-01，2026-12-12")
    page = as_user("clerk").get(f"/monitoring/{report.pk}/").content.decode()
    assert "调整起止日期" in page
    assert event.comment in page
    status, told = program("clerk", "monitoring:read")("get", f"/monitoring/{report.pk}/steps")
    assert (status, [one["action"] for one in told]) == (200, ["days"])


@pytest.mark.parametrize("person", ["clerk", "head", "department", "business", "oversight", "evaluator", "admin"])
def test_only_the_performance_office_issues_rounds(as_user, access, person):
    assert as_user(person).get("/monitoring/issue/").status_code == 403
    with pytest.raises(NotAllowed):
        services.issue(
            Organisation.objects.get(code="530100"), 2026, 11, date(2026, 12, 1), date(2026, 12, 9), access(person)
        )


def test_the_light_of_money_is_that_of_the_ledger_at_the_end_of_the_month(report):
    lights = report.lit()
    assert lights.money == "yellow"
    assert "63.98% ÷ (10 ÷ 12) = 76.78%" in lights.zh
    assert "below" not in lights.en
    july = Monitoring.objects.get(year=report.year, round__month=7)
    assert july.lit().money == "red"


def test_yellow_and_red_must_be_explained_before_the_report_is_handed_in(as_user, access, report):
    rows = typed(report, rows__0__forecast="1", remark="")
    assert as_user("clerk").post(f"/monitoring/{report.pk}/edit/", rows).status_code == 302
    report.refresh_from_db()
    with pytest.raises(Incomplete) as refusal:
        advance(report, "submit", access("clerk"))
    said = "".join(refusal.value.items)
    assert "资金进度未达绿灯" in said
    assert "偏差原因" in said
    page = as_user("clerk").get(f"/monitoring/{report.pk}/").content.decode()
    assert "全年预计 1套，未达到 =15套，黄灯" in page


def test_the_lights_stay_as_they_were_handed_in(access, report):
    advance(report, "submit", access("clerk"))
    report.refresh_from_db()
    assert report.light == "yellow"
    assert set(report.progress.values_list("light", flat=True)) == {"green"}


def test_an_order_to_correct_has_a_day_and_its_answer_closes_it(access, year):
    report = Monitoring.objects.get(year=year(8), round__month=10)
    with travelling(date(2026, 11, 18)):
        with pytest.raises(NotAllowed):
            services.order(report, "加快支付", date(2026, 11, 1), access("business2"))
        assert not Correction.objects.filter(monitoring=report).exists()
        made = services.order(report, "加快支付", date(2026, 12, 1), access("business2"))
    assert (made.order, made.due, made.answer) == ("加快支付", date(2026, 12, 1), "")
    advance(report, "suspend", access("performance"), "逾期未报")
    advance(report, "answer", access("clerk4"), "已完成支付")
    made.refresh_from_db()
    assert made.answer == "已完成支付"
    assert made.answered_at is not None
    advance(report, "close", access("business2"))
    assert report.state == "closed"


def test_a_report_that_was_handed_in_is_not_edited_and_a_second_writer_is_told(as_user, access, report):
    client = as_user("clerk")
    first, second = typed(report, remark="甲"), typed(report, remark="乙")
    assert client.post(f"/monitoring/{report.pk}/edit/", first).status_code == 302
    answer = client.post(f"/monitoring/{report.pk}/edit/", second)
    assert answer.status_code == 422
    assert "乙" in answer.content.decode()
    report.refresh_from_db()
    assert report.remark == "甲"
    with pytest.raises(Conflict):
        services.save(report, 0, None, "", [], access("clerk"))
    advance(report, "submit", access("clerk"))
    report.refresh_from_db()
    client.post(f"/monitoring/{report.pk}/edit/", typed(report, remark="丙"))
    with pytest.raises(NotAllowed):
        services.save(report, report.revision, None, "丙", [], access("clerk"))
    report.refresh_from_db()
    assert report.remark == "甲"


@pytest.mark.parametrize(
    "person", ["head", "department", "business", "performance", "oversight", "clerk2", "evaluator"]
)
def test_only_the_clerk_of_the_unit_reports(as_user, report, person):
    assert as_user(person).post(f"/monitoring/{report.pk}/edit/", typed(report)).status_code in (403, 404)


def test_the_district_by_department_and_the_late_ones_by_days(as_user):
    client = as_user("performance")
    page = client.get("/monitoring/").content.decode()
    assert "星河区水务局" in page
    late = client.get("/monitoring/?late=on").content.decode()
    assert "公共图书馆免费开放项目" in late
    assert "道路清扫保洁服务项目" not in late
    red = client.get(f"/monitoring/?round={Round.objects.get(year=2025, month=7).pk}&light=red&export=xlsx")
    book = openpyxl.load_workbook(BytesIO(red.content))
    assert {row[4].value for row in book.active.iter_rows(min_row=2)} == {"红灯"}


def test_the_official_form_names_the_month_and_ticks_what_was_chosen(as_user, year):
    report = Monitoring.objects.get(year=year(4), round__month=10)
    book = openpyxl.load_workbook(BytesIO(as_user("clerk2").get(f"/monitoring/{report.pk}/form.xlsx").content))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert "1-10月执行数" in cells
    assert "剩余收集点11月底前完工。" in cells
    assert cells.count("√") == len(report.progress.all()) + 1


def test_every_page_of_the_room_speaks_both_languages(as_user, report):
    client = as_user("clerk")
    for language, word in (("zh", "运行监控"), ("en", "Monitoring")):
        client.post("/language/", {"language": language, "back": "/"})
        for page in ("/monitoring/", f"/monitoring/{report.pk}/", f"/monitoring/{report.pk}/edit/"):
            answer = client.get(page)
            assert answer.status_code == 200
            assert word in answer.content.decode()


PEOPLE = (
    "clerk",
    "clerk4",
    "head",
    "head2",
    "department",
    "department2",
    "business",
    "business2",
    "performance",
    "oversight",
    "evaluator",
    "admin",
)
ACTIONS = sorted({way.action for way in TRANSITIONS})


@pytest.mark.parametrize("machine", ["target", "monitoring"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_whatever_people_try_a_thing_never_leaves_the_table_and_every_step_is_recorded(db, machine, seed):
    from django.db import transaction

    from wenxiao.web.core.policy import Access

    chance = random.Random(seed)
    table = {(way.source, way.action): way for way in TRANSITIONS if way.machine == machine}
    with transaction.atomic():
        if machine == "target":
            thing = TargetSet.objects.get(state="draft")
            thing.indicators.filter(name="数据更新次数").delete()
        else:
            thing = Monitoring.objects.get(year__project__code="530100-0002", round__year=2026, round__month=10)
        people = {name: Access(User.objects.get(username=name)) for name in PEOPLE}
        for _ in range(25):
            # as often as not somebody who may, so that the walk gets beyond the first states
            ways = [way for way in table.values() if way.source == thing.state]
            person, action = chance.choice(PEOPLE), chance.choice(ACTIONS)
            if ways and chance.random() < 0.6:
                way = chance.choice(ways)
                action = way.action
                able = [name for name, one in people.items() if one.roles_for(thing.year) & set(way.roles)]
                person = chance.choice(able)
            state, count, before = thing.state, history(thing).count(), fingerprint(thing.contents())
            way = table.get((state, action))
            may = way is not None and bool(people[person].roles_for(thing.year) & set(way.roles))
            try:
                event = advance(thing, action, people[person], "说明")
            except NotAllowed:
                thing.refresh_from_db()
                assert (thing.state, history(thing).count(), fingerprint(thing.contents())) == (state, count, before)
                continue
            assert may
            thing.refresh_from_db()
            assert (event.source, event.target, thing.state) == (state, way.target, way.target)
            assert history(thing).count() == count + 1
            assert (event.before_hash, event.after_hash) == (before, fingerprint(thing.contents()))
            assert Role(event.role) in way.roles
        transaction.set_rollback(True)


def test_the_official_form_of_an_adjusted_budget_holds_before_the_audit(year):
    report = Monitoring.objects.get(year=year(1), round__month=10)
    filled = values(report, report.lit())
    assert report.lit().position.original != report.lit().position.revised
    assert audited(find("monitoring"), filled, regime()) == []
    assert filled.money[0].rate == Decimal("74.49"), "of the amounts that the form prints: 440.7753 ÷ 591.75"


def test_the_official_form_tells_the_money_by_source(year):
    report = Monitoring.objects.get(year=year(3), round__month=10)
    total, general, other = values(report, report.lit()).money
    assert (general.name, other.name) == ("其中：本年一般公共预算拨款", "其他资金")
    for role in ("approved", "spent"):
        assert total.amounts[role] == general.amounts.get(role, 0) + other.amounts.get(role, 0)
    bond = Monitoring.objects.get(year=year(5), round__month=10)
    assert [line.name for line in values(bond, bond.lit()).money[1:]] == ["其他资金"], (
        "a government fund is no general budget"
    )


def less(report):
    """The report with an expected spending below what the ledger has as paid."""
    report.expected_spending = report.lit().position.paid - 1
    report.save()
    return report


def test_a_report_that_contradicts_the_ledger_is_not_handed_in_without_a_reason_that_the_reviewer_sees(
    as_user, access, report
):
    client, page = as_user("clerk"), f"/monitoring/{less(report).pk}/"
    with pytest.raises(Contradictory):
        advance(report, "submit", access("clerk"))
    [found] = [one for one in report.audit() if one.severity == "error"]
    assert found.field == "expected_spending"
    told = client.get(page).content.decode()
    assert found.words in told
    assert f"{page}edit/#id_expected_spending" in told
    reason = {"revision": report.revision, f"reason-{found.id}": "十月有一笔退款，年底前退回。", "reason-none": "无"}
    assert client.post(f"{page}reasons/", reason).status_code == 302
    report.refresh_from_db()
    assert report.passes == {found.id: "十月有一笔退款，年底前退回。"}
    advance(report, "submit", access("clerk"))
    told = as_user("head").get(page).content.decode()
    assert found.words in told
    assert "十月有一笔退款，年底前退回。" in told
    assert history(report).last().snapshot["passes"] == report.passes
    report.refresh_from_db()
    with pytest.raises(NotAllowed):
        services.give_reasons(report, report.revision, {}, access("clerk"))


def test_a_reason_is_given_by_the_clerk_alone_and_at_the_state_that_was_seen(as_user, access, report):
    less(report)
    for person in ("head", "business", "performance", "clerk2"):
        answer = as_user(person).post(f"/monitoring/{report.pk}/reasons/", {"revision": report.revision})
        assert answer.status_code in (403, 404), person
    with pytest.raises(Conflict):
        services.give_reasons(report, report.revision + 1, {}, access("clerk"))


def test_what_is_said_of_an_indicator_leads_to_its_row_and_to_its_field(as_user, report):
    row = report.progress.get(key=report.lit().lines[0].indicator.key)
    row.likelihood, row.forecast = "impossible", report.lit().lines[0].indicator.target
    row.save()
    [found] = [one for one in report.audit() if one.severity == "error"]
    assert found.field == f"{row.key}.likelihood"
    page = as_user("clerk").get(f"/monitoring/{report.pk}/").content.decode()
    assert f'<a href="#row-{row.key}">' in page
    assert f'<tr id="row-{row.key}">' in page
    assert f"/monitoring/{report.pk}/edit/#id_rows-0-likelihood" in page
    form = as_user("clerk").get(f"/monitoring/{report.pk}/edit/").content.decode()
    assert 'id="id_rows-0-likelihood"' in form
    reader = as_user("head").get(f"/monitoring/{report.pk}/").content.decode()
    assert "#id_rows-0-likelihood" not in reader


def test_a_value_below_that_of_the_round_before_contradicts_it(year):
    report = Monitoring.objects.get(year=year(5), round__month=10)
    key = report.target_set.indicators.get(name="岸坡修复长度").key
    assert [one for one in report.audit() if one.severity == "error"] == []
    report.progress.filter(key=key).update(value=Decimal("0.5"))
    [found] = [one for one in report.audit() if one.severity == "error"]
    assert (found.field, "累计数减少" in found.zh) == (f"{key}.value", True)


def test_a_program_gives_the_reasons_too(program, report):
    less(report)
    call = program("clerk", "monitoring:read", "monitoring:write")
    status, told = call("get", f"/monitoring/{report.pk}")
    [found] = [one for one in told["audit"] if one["severity"] == "error"]
    assert (found["field"], found["reason"]) == ("expected_spending", "")
    status, told = call("put", f"/monitoring/{report.pk}/reasons", {"revision": told["revision"], "reasons": {found["id"]: "有退款。"}})  # fmt: skip
    assert (status, [one["reason"] for one in told["audit"] if one["severity"] == "error"]) == (200, ["有退款。"])


def test_the_reports_of_the_sample_hold_before_their_audit(db):
    for report in Monitoring.objects.exclude(state="issued"):
        assert [one.zh for one in report.audit() if one.severity == "error"] == [], report
