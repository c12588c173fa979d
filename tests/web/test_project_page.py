"""The page of one project-year: the time line from the models, what waits for whom, the record, years, paper."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test.utils import CaptureQueriesContext

from tests.web import making
from tests.web.evaluating import accepted, begun
from wenxiao.performance.ledger import Kind, Source
from wenxiao.performance.timeline import Mark
from wenxiao.web.core.clock import today
from wenxiao.web.core.workflow import advance
from wenxiao.web.ledger.services import post, reverse
from wenxiao.web.people.models import User


@pytest.fixture
def fresh(year):
    """A project-year of the school with nothing in it."""
    return making.fresh(year(8))


PEOPLE = ("clerk", "head", "department", "business", "performance", "oversight")


def page(client, year):
    return client.get(f"/projects/{year.pk}/")


def stations(answer):
    return {one["station"].key: one["station"] for one in answer.context["shown"].stations}


@pytest.mark.parametrize("login", PEOPLE)
def test_everybody_who_sees_it_has_the_time_line(as_user, year, login):
    answer = page(as_user(login), year(1))
    assert answer.status_code == 200
    assert [name for name in stations(answer) if not name.startswith("monitoring")] == [
        "target", "budget", "self_evaluation", "evaluation", "problem", "disclosure",
    ]  # fmt: skip


def test_who_does_not_see_it_finds_nothing(as_user, year):
    assert page(as_user("department2"), year(1)).status_code == 404


def test_the_time_line_follows_the_steps(as_user, access, fresh):
    of = fresh
    making.balance(of, "800000", "800000", None)
    made = making.targets(of, "at_performance")
    assert stations(page(as_user("performance"), of))["target"].mark in {Mark.NOW, Mark.LATE}
    advance(made, "approve", access("performance"))
    station = stations(page(as_user("performance"), of))["target"]
    assert (station.mark, station.on) == (Mark.DONE, today())


def test_the_next_step_is_the_primary_button_of_whoever_may_make_it(as_user, fresh):
    made = making.targets(fresh)
    own = making.own(fresh, made, "submitted")
    assert page(as_user("clerk4"), fresh).context["shown"].next_step is None
    words, _ = page(as_user("head2"), fresh).context["shown"].next_step
    assert words == "办理单位自评"
    making.force(own, "draft")
    words, _ = page(as_user("clerk4"), fresh).context["shown"].next_step
    assert words == "填报单位自评"


def test_what_waits_says_for_whom_and_how_late(as_user, fresh):
    making.problem(fresh, due=today() - timedelta(days=5))
    shown = page(as_user("business2"), fresh).content.decode()
    assert "逾期 5 天" in shown
    assert "由单位填报人、单位审核人办理" in shown
    assert "由您办理" in page(as_user("clerk4"), fresh).content.decode()


def test_the_third_party_sees_no_problems(as_user, fresh):
    from wenxiao.web.people.models import Organisation

    making.problem(fresh, text="不给第三方看的问题")
    one = making.evaluated(fresh, "90", "优")
    one.evaluator = Organisation.objects.get(kind="firm")
    one.save()
    answer = page(as_user("evaluator"), fresh)
    assert answer.status_code == 200
    assert "不给第三方看的问题" not in answer.content.decode()


def test_the_record_says_who_when_and_why(as_user, access, fresh):
    problem = making.problem(fresh, "planned")
    advance(problem, "return", access("business2"), "措施不具体，请补充。")
    shown = page(as_user("clerk4"), fresh).content.decode()
    assert "措施不具体，请补充。" in shown
    assert "罗静" in shown
    assert "方案待审 → 待整改" in shown


def test_what_evaluators_and_clients_write_is_not_for_the_unit(as_user, access, fresh):
    one = making.force(making.evaluated(fresh, "90", "优"), "draft_submitted")
    advance(one, "return", access("performance"), "初稿证据不足")
    assert "初稿证据不足" in page(as_user("performance"), fresh).content.decode()
    assert "初稿证据不足" not in page(as_user("clerk4"), fresh).content.decode()


def test_indicators_and_lights_stand_on_the_page(as_user, year):
    shown = page(as_user("clerk"), year(1)).content.decode()
    assert "案件按期处置率" in shown.split("运行监控</h2>")[0]
    assert "绿灯" in shown.split("运行监控</h2>")[1].split("</section>")[0]


def test_years_are_switched_and_paper_has_nothing_to_press(as_user, year):
    client = as_user("performance")
    shown = page(client, year(1)).content.decode()
    assert f'href="/projects/{year(1, 2025).pk}/"' in shown
    paper = client.get(f"/projects/{year(1).pk}/print/").content.decode()
    assert 'class="btn primary"' not in paper
    assert "<details" not in paper.split("办理记录")[-1]


def test_as_many_queries_for_much_as_for_little(as_user, fresh, db):
    from django.db import connection

    client, of = as_user("performance"), fresh
    made = making.targets(of)
    making.report(of, made, 3, "closed", "green")
    making.own(of, made, "submitted")
    making.problem(of)

    def queries() -> int:
        page(client, of)
        with CaptureQueriesContext(connection) as taken:
            page(client, of)
        return len(taken)

    few = queries()
    for n in range(6):
        making.problem(of, text=f"问题 {n}")
    assert queries() == few


def test_english(as_user, year):
    client = as_user("clerk")
    client.post("/language/", {"language": "en", "back": "/"})
    shown = page(client, year(1)).content.decode()
    assert "To be done" in shown
    assert "Self-evaluation" in shown
    assert "需要处理" not in shown


def test_a_payment_after_the_self_evaluation_is_found_and_not_once_it_is_taken_back(as_user):
    own = accepted(as_user, begun())
    page = f"/projects/{own.year_id}/findings/"
    assert "F604" not in as_user("performance").get(page).content.decode()
    user = User.objects.get(username="business")
    entry = post(own.year, Kind.PAID, Source.FISCAL, date(2025, 12, 20), Decimal(20000), "支付令1220", "", user)
    shown = as_user("performance").get(page).content.decode()
    assert "自评写明全年支出“95.00万元”，台账为“97万元”" in shown
    reverse(entry, date(2025, 12, 21), "更正单1号", "误记", user)
    assert "F604" not in as_user("performance").get(page).content.decode()
