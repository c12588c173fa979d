"""What waits for whom, and the picture of a year: every number equals what one would count by hand."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.test.utils import CaptureQueriesContext

from tests.web import making
from wenxiao.web.core.clock import today, travelling
from wenxiao.web.core.waiting import counts, machines, waiting
from wenxiao.web.core.workflow import open_ways
from wenxiao.web.ledger.models import Balance
from wenxiao.web.overview.district import District
from wenxiao.web.people.models import Membership, Organisation, User
from wenxiao.web.register.models import Project, ProjectYear

PEOPLE = ("clerk", "head", "department", "business", "performance", "evaluator", "oversight", "admin")
YEAR = 2026


def queries(connection, client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    return len(taken)


@pytest.fixture
def connection(db):
    from django.db import connection

    return connection


# to-do


@pytest.mark.parametrize("login", PEOPLE)
def test_what_waits_is_what_can_be_stepped(access, year, login):
    for number in (1, 2, 5):
        of = making.fresh(year(number))
        made = making.targets(of, "at_finance")
        making.report(of, made, 7, "filled")
        making.own(of, made, "submitted")
        making.problem(of, "reported")
    who = access(login)
    for model in machines():
        mine = {thing.pk for thing in waiting(model, who)}
        can = {
            thing.pk
            for thing in model.objects.all()
            if [w for w in open_ways(thing, who) if w.action not in ("supersede", "reopen") and not w.aside]
        }
        assert mine == can, (login, model)


@pytest.mark.parametrize("login", PEOPLE)
def test_the_page_shows_as_many_as_the_side_bar_counts(as_user, access, login):
    page = as_user(login).get("/")
    assert sum(group["count"] for group in page.context["groups"]) == counts(access(login))[""]


def test_each_thing_leads_to_itself_and_says_how_late_it_is(as_user, year):
    problem = making.problem(year(2), due=today() - timedelta(days=3))
    page = as_user("clerk").get("/").content.decode()
    assert f'href="/problems/{problem.pk}/"' in page
    assert "逾期 3 天" in page
    assert "填报问题整改" in page


def test_the_list_is_filtered(as_user, year):
    behind = making.problem(year(2), due=today() - timedelta(days=3))
    ahead = making.problem(year(1), due=today() + timedelta(days=3))
    client = as_user("clerk")
    rows = [row for group in client.get("/?late=on").context["groups"] for row in group["rows"]]
    assert all(row["days"] < 0 for row in rows)
    assert behind in [row["thing"] for row in rows]
    assert ahead not in [row["thing"] for row in rows]
    assert {group["machine"] for group in client.get("/?kind=problem").context["groups"]} == {"problem"}
    assert "请放宽筛选条件" in client.get("/?q=没有这个项目").content.decode()


def test_the_days_that_come_are_counted_by_day_and_kind(as_user, year):
    day = today() + timedelta(days=11)
    for number in (1, 2):
        making.problem(year(number), due=day)
    making.problem(year(1), "closed", due=day)
    lines = [line for line in as_user("clerk").get("/").context["days"] if line["due"] == day]
    assert [(line["name"], line["number"]) for line in lines] == [("问题整改", 2)]


@pytest.mark.parametrize(("login", "why"), [("oversight", "只查看，不办理"), ("admin", "管理员不办理业务")])
def test_an_empty_list_says_why(as_user, login, why):
    assert why in as_user(login).get("/").content.decode()


def test_the_to_do_takes_as_many_queries_for_many_as_for_one(as_user, connection, year):
    client = as_user("clerk")
    making.problem(year(2))
    few = queries(connection, client, "/")
    for n in range(8):
        making.problem(year(2), text=f"问题 {n}")
    assert queries(connection, client, "/") == few


# the district


def test_departments_come_to_the_sums_of_their_projects(access, year):
    for number in range(1, 11):
        making.balance(year(number), None, f"{number * 1000003}.{number:02}", f"{number * 700001}.99")
    making.balance(year(4), None, None, "55.55")
    district = District(access("performance"), YEAR)
    revised, paid = defaultdict(Decimal), defaultdict(Decimal)
    for balance in Balance.objects.filter(project_year__year=YEAR, revised__isnull=False):
        department = balance.project_year.unit.parent_id
        revised[department] += balance.revised
        paid[department] += balance.paid
    for group in district.groups:
        key = group.organisation.pk
        assert (group.revised, group.paid) == (revised[key], paid[key])
        assert group.rate == paid[key] / revised[key]
    assert district.whole.revised == sum(revised.values())
    assert district.whole.unbudgeted == 1
    assert district.whole.projects == ProjectYear.objects.filter(year=YEAR).count()


def test_a_rate_is_of_the_sums_and_no_mean_of_rates(access, year):
    making.balance(year(1), None, "100", "100")
    making.balance(year(2), None, "900", "0")
    within = Organisation.objects.get(code="201001")
    assert District(access("performance"), YEAR, within).whole.rate == Decimal("0.1")


def test_without_a_budget_there_is_no_rate(access, year):
    Balance.objects.filter(project_year__year=YEAR).delete()
    whole = District(access("performance"), YEAR).whole
    assert (whole.revised, whole.paid, whole.rate) == (None, None, None)


def test_a_department_sees_its_own_and_no_more(as_user, access):
    codes = [group.organisation.code for group in District(access("department"), YEAR).groups]
    assert codes == ["201"]
    page = as_user("department").get("/overview/").content.decode()
    assert "星河区水务局" not in page
    other = Organisation.objects.get(code="202")
    assert "星河区水务局" not in as_user("department").get(f"/overview/?unit={other.pk}").content.decode()


def test_lights_are_those_of_the_latest_round(access, year):
    sets = []
    for number in (1, 2, 3):
        like = year(number)
        like.year = 2020
        sets.append(making.targets(making.fresh(like)))
    for made in sets:
        making.report(made.year, made, 3, "closed", "red")
    for made, light in zip(sets, ("green", "yellow", ""), strict=True):
        making.report(made.year, made, 7, "closed" if light else "issued", light)
    with travelling(date(YEAR, 11, 21)):
        district = District(access("performance"), 2020)
        assert district.month == 7
        assert (district.whole.lights["green"], district.whole.lights["yellow"], district.whole.lights["red"], district.whole.lights[""]) == (1, 1, 0, 1)  # fmt: skip


def test_scores_are_counted_once_and_only_when_accepted(access, year):
    for number, state, total, grade in ((1, "accepted", "100", "优"), (2, "accepted", "94.99", "优"), (3, "accepted", "12", "差"), (5, "at_finance", "88", "良")):  # fmt: skip
        like = year(number)
        like.year = 2020
        of = making.fresh(like)
        making.own(of, making.targets(of), state, total, grade)
    district = District(access("performance"), 2020)
    assert dict(district.whole.grades) == {"优": 2, "差": 1}
    assert (district.whole.accepted, district.whole.due) == (3, 4)
    bars = {bar["low"]: bar["number"] for bar in district.histogram if bar["number"]}
    assert bars == {95: 1, 90: 1, 45: 1}


def test_problems_are_open_until_closed_and_late_after_their_day(access, year):
    before = District(access("performance"), YEAR).whole
    making.problem(year(1), due=today())
    making.problem(year(1), due=today() - timedelta(days=1))
    making.problem(year(1), "closed", due=today() - timedelta(days=1))
    after = District(access("performance"), YEAR).whole
    assert (after.open - before.open, after.late - before.late) == (2, 1)


def test_the_months_add_up_and_stop_at_the_present(access):
    from wenxiao.web.ledger.models import MonthSum

    unit = Organisation.objects.get(code="201001")
    MonthSum.objects.filter(year=YEAR).delete()
    for month, amount in ((2, "10.10"), (5, "20.20"), (5 + 6, "5.00")):
        MonthSum.objects.create(unit=unit, year=YEAR, month=month, kind="paid", amount=Decimal(amount))
    with travelling(date(YEAR, 6, 15)):
        curve = District(access("performance"), YEAR).curve(YEAR)
    assert [point["paid"] for point in curve] == [
        Decimal(0), Decimal("10.10"), Decimal("10.10"), Decimal("10.10"), Decimal("30.30"), *[None] * 7,
    ]  # fmt: skip


def test_oversight_sees_the_money_of_its_day(access, year):
    from wenxiao.performance.ledger import Kind, Source
    from wenxiao.web.ledger.services import post

    user, of = User.objects.get(username="business2"), Project.objects.get(code="530100-0009")
    fresh = ProjectYear.objects.create(project=of, year=2024, unit=of.unit)
    for kind, day, amount in (
        (Kind.APPROVED, 10, "100"),
        (Kind.ARRIVED, 11, "100"),
        (Kind.PAID, 12, "30"),
        (Kind.PAID, 25, "40"),
    ):
        post(fresh, kind, Source.FISCAL, date(2024, 3, day), Decimal(amount), "号", "", user)
    Membership.objects.filter(user__username="oversight").update(as_of=date(2024, 3, 20))
    then, now = District(access("oversight"), 2024).whole, District(access("performance"), 2024).whole
    assert (then.revised, then.paid) == (Decimal(100), Decimal(30))
    assert (now.revised, now.paid) == (Decimal(100), Decimal(70))


def test_the_table_sorts_with_what_is_missing_last(as_user, year):
    Balance.objects.filter(project_year__unit__parent__code="203").delete()
    for order in ("rate", "-rate"):
        rows = as_user("performance").get(f"/overview/?order={order}").context["rows"]
        rates = [row["group"].rate for row in rows]
        known = [rate for rate in rates if rate is not None]
        assert known == sorted(known, reverse=order == "-rate")
        assert None not in rates[: len(known)]


def test_the_export_is_the_table(as_user, access):
    answer = as_user("performance").get(f"/overview/export/?year={YEAR}")
    rows = list(openpyxl.load_workbook(BytesIO(answer.getvalue())).active.values)
    groups = District(access("performance"), YEAR).groups
    assert [row[0] for row in rows[1:]] == [group.organisation.code for group in groups]
    months = as_user("performance").get(f"/overview/export/?year={YEAR}&what=months")
    assert len(list(openpyxl.load_workbook(BytesIO(months.getvalue())).active.values)) == 13


@pytest.mark.parametrize(
    "address", ["/overview/?year=x&unit=y&order=z", "/overview/records/?year=x&unit=y&page=z", "/overview/?year=1999"]
)
def test_what_is_not_understood_in_the_address_is_no_fault(as_user, address):
    assert as_user("performance").get(address).status_code == 200


@pytest.mark.parametrize("address", ["/overview/", "/overview/records/", "/problems/results/"])
def test_as_many_queries_for_many_projects_as_for_few(as_user, connection, year, address):
    client = as_user("performance")
    first = making.fresh(year(1))
    making.own(first, making.targets(first), "accepted", "91", "优")
    making.evaluated(first, "91", "优")
    making.problem(first)
    few = queries(connection, client, address)
    for _ in range(20):
        made = making.fresh(year(1))
        making.balance(made, "100", "100", "50")
        making.own(made, making.targets(made), "accepted", "90", "优")
        making.problem(made)
        making.evaluated(made, "55", "差")
    assert queries(connection, client, address) == few


def test_an_empty_district_says_what_to_do(as_user, access):
    fresh = Organisation.objects.create(code="999", name="新区", kind="jurisdiction")
    user = User.objects.create(username="fresh", name="新")
    Membership.objects.create(user=user, organisation=fresh, role="performance")
    assert "还没有项目" in as_user("fresh").get("/overview/").content.decode()
    assert as_user("fresh").get("/overview/records/").status_code == 200
    assert as_user("fresh").get("/overview/export/").status_code == 404


def test_english(as_user):
    client = as_user("performance")
    client.post("/language/", {"language": "en", "back": "/"})
    assert "By department" in client.get("/overview/").content.decode()
    assert "To do" in client.get("/").content.decode()


# the audit of the cycle


def test_a_result_without_consequence_is_found(as_user, year):
    from wenxiao.performance.ledger import Kind, Source
    from wenxiao.web.ledger.services import post

    user, of = User.objects.get(username="business2"), Project.objects.get(code="530100-0008")
    years = [ProjectYear.objects.create(project=of, year=number, unit=of.unit) for number in (2021, 2022)]
    for one, amount in zip(years, ("100", "120"), strict=True):
        post(one, Kind.APPROVED, Source.FISCAL, date(one.year, 2, 1), Decimal(amount), "号", "", user)
    making.evaluated(years[0], "56.5", "差")
    page = as_user("performance").get("/overview/records/?year=2021").content.decode()
    assert "F614" in page
    assert f"/problems/new/{years[0].pk}/?finding=F614-" in page
    assert "F614" in as_user("performance").get(f"/projects/{years[0].pk}/findings/").content.decode()
    assert "F614" not in as_user("performance").get("/overview/records/?year=2021&rule=F604").content.decode()
    assert "/problems/new/" not in as_user("oversight").get("/overview/records/?year=2021").content.decode()
