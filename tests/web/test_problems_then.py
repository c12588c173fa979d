"""What somebody who looks as of a day is told of problems and of the use of results: what stood then, nothing later."""

from __future__ import annotations

from datetime import date

import pytest

from wenxiao.web.people.models import Membership
from wenxiao.web.problems.models import Problem, UseOfResult

#: A day before the results were used, between the two steps of the sample's first problem, and after all but the last problems.
SPRING, JUNE = date(2026, 4, 30), date(2026, 6, 15)


@pytest.fixture
def looks(as_user):
    def as_of(day):
        Membership.objects.filter(user__username="oversight").update(as_of=day)
        return as_user("oversight")

    return as_of


@pytest.fixture
def closed(db):
    """The problem of the sample that was raised in May and closed in July."""
    problem = Problem.objects.get(closed_at__date=date(2026, 7, 3))
    assert problem.raised_at.date() == date(2026, 5, 20)
    return problem


def text(answer):
    return answer.content.decode()


def test_a_problem_that_was_raised_later_is_not_there(looks, closed):
    client = looks(SPRING)
    assert client.get(f"/problems/{closed.pk}/").status_code == 404
    assert closed.text not in text(client.get(f"/projects/{closed.year_id}/"))
    assert "销号 2026-07-03" not in text(client.get(f"/projects/{closed.year_id}/"))


def test_a_problem_is_shown_as_it_stood(looks, closed):
    client = looks(JUNE)
    assert closed.state == "closed"
    page = text(client.get(f"/problems/{closed.pk}/"))
    assert "整改中" in page
    assert "已销号" not in page
    assert closed.measure in page, "the measure was proposed by then"
    assert closed.result not in page, "what came of it was not reported yet"
    assert not any(proof.name in page for proof in closed.proof.all())
    of_project = text(client.get(f"/projects/{closed.year_id}/"))
    assert closed.text in of_project
    assert "2026-07-03" not in of_project
    listed = client.get("/problems/", {"state": "unclosed"})
    assert closed.text in text(listed)
    assert closed.text not in text(client.get("/problems/", {"state": "closed"}))


def test_programs_are_told_the_same(looks, closed, program):
    looks(SPRING)
    assert program("oversight")("get", f"/problems/{closed.pk}")[0] == 404
    looks(JUNE)
    call = program("oversight")
    _, told = call("get", f"/problems/{closed.pk}")
    assert (told["state"], told["closed_at"], told["result"]) == ("rectifying", None, "")
    _, steps = call("get", f"/problems/{closed.pk}/steps")
    assert [one["action"] for one in steps] == ["plan", "approve"]
    assert call("get", "/problems?state=closed")[1]["count"] == 0


def test_no_day_that_comes_is_told(looks):
    assert "整改" not in text(looks(JUNE).get("/")).split("今后30天到期")[1]


def test_results_are_those_that_were_known(looks, year, program):
    use = UseOfResult.objects.get(year=year(1, 2025))
    assert use.decided_at.date() == date(2026, 6, 10)
    client = looks(SPRING)
    page = text(client.get("/problems/results/"))
    assert use.reason not in page
    assert year(1, 2025).self_evaluation.total is not None
    assert "网格监督员购买服务项目" in page, "accepted in March"
    assert use.reason not in text(client.get(f"/projects/{year(1, 2025).pk}/"))
    told = {one["project_year"]["id"]: one for one in program("oversight")("get", "/results")[1]["rows"]}
    assert told[year(1, 2025).pk]["decision"] is None
    assert use.reason not in text(client.get("/problems/results/", {"decision": use.decision}))
    assert "网格监督员购买服务项目" in text(client.get("/problems/results/", {"decision": "none"}))
    assert use.reason in text(looks(JUNE).get("/problems/results/"))
    assert "没有" in text(looks(date(2026, 1, 31)).get("/problems/results/"))


def test_the_record_of_a_thing_ends_with_the_day(looks, year):
    first = year(1).target_sets.get(version=1)
    assert "由第 2 版代替" in text(looks(date(2026, 7, 1)).get(f"/targets/{first.pk}/"))
    assert "由第 2 版代替" not in text(looks(SPRING).get(f"/targets/{first.pk}/"))


def test_a_decision_that_was_changed_later_is_the_one_of_then(looks, year, program, as_user):
    of = year(1, 2025)
    use = UseOfResult.objects.get(year=of)
    decision, words = use.decision, use.reason
    other = "cancel" if decision != "cancel" else "keep"
    form = {"revision": use.revision, "decision": other, "next_budget": "", "reason": "后来的决定"}
    assert as_user("performance").post(f"/problems/results/{of.pk}/", form).status_code == 302
    client = looks(JUNE)
    for page in ("/problems/results/", f"/problems/results/?decision={decision}", f"/projects/{of.pk}/"):
        assert words in text(client.get(page))
        assert "后来的决定" not in text(client.get(page))
    assert words not in text(client.get("/problems/results/", {"decision": other}))
    told = {one["project_year"]["id"]: one for one in program("oversight")("get", "/results")[1]["rows"]}[of.pk]
    assert (told["decision"], told["earlier"]) == (decision, [])


def test_the_day_is_the_one_that_was_set_then(looks, access, closed):
    from wenxiao.web.core.clock import travelling
    from wenxiao.web.problems.views import extended

    problem = Problem.objects.filter(state="rectifying", raised_at__date__lt=JUNE).first()
    was = problem.due
    with travelling(date(2026, 7, 1)):
        extended(problem, date(2027, 3, 1), "汛期停工。", access("performance"))
    page = text(looks(JUNE).get(f"/problems/{problem.pk}/"))
    assert str(was) in page
    assert "2027-03-01" not in page
    assert "2027-03-01" in text(looks(date(2026, 7, 2)).get(f"/problems/{problem.pk}/"))
    after = date(2026, 12, 1)
    assert was < after
    assert problem.text not in text(looks(after).get("/problems/?late=on"))
    Problem.objects.filter(pk=problem.pk).update(due=was)
    assert problem.text in text(looks(after).get("/problems/?late=on"))
