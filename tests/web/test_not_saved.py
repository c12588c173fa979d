"""A form that comes too late, its thing being in another state by then: it says so, and what was typed can be copied."""

from __future__ import annotations

import pytest

from tests.web.making import force, fresh, own, problem, report, targets
from wenxiao.web.disclosure.models import Release
from wenxiao.web.evaluation.models import Evaluation, Review
from wenxiao.web.reports.models import Report

pytestmark = pytest.mark.django_db

WORDS = "逐月核对台账，\n并附佐证。"


def late(client, at, fields, status=409):
    answer = client.post(at, fields)
    assert answer.status_code == status
    page = answer.content.decode()
    assert "没有保存" in page
    assert "逐月核对台账，<br>并附佐证。" in page
    return page


def test_targets_that_were_submitted_meanwhile(as_user, year):
    one = targets(fresh(year(1)), "submitted")
    page = late(as_user("clerk"), f"/targets/{one.pk}/edit/", {"goal": WORDS, "rows-0-name": "巡查 <次数>"})
    assert "已提交的版本不能修改" in page
    assert "巡查 &lt;次数&gt;" in page
    assert f'href="{one.get_absolute_url()}"' in page


def test_monitoring_that_was_submitted_meanwhile(as_user, year):
    of = fresh(year(1))
    one = report(of, targets(of), 3, "filled")
    late(as_user("clerk"), f"/monitoring/{one.pk}/edit/", {"remark": WORDS})


def test_a_self_evaluation_that_was_submitted_meanwhile(as_user, year):
    of = fresh(year(1))
    one = own(of, targets(of), "submitted")
    late(as_user("clerk"), f"/selfevaluation/{one.pk}/edit/", {"outcome": WORDS})


def test_a_problem_whose_measure_was_submitted_meanwhile(as_user, year):
    one = problem(year(1), "planned")
    late(as_user("clerk"), f"/problems/{one.pk}/edit/", {"measure": WORDS})


def test_a_review_that_was_finished_meanwhile(as_user):
    one = Review.objects.filter(finished_at__isnull=False).first()
    late(as_user("performance"), one.get_absolute_url(), {"opinion": WORDS}, 403)


def test_a_release_that_was_submitted_meanwhile(as_user):
    one = Release.objects.filter(state="prepared").first()
    force(one, "submitted")
    late(as_user("performance"), f"/disclosure/{one.pk}/answer/", {"reply": WORDS})


def test_a_chapter_of_a_report_that_was_submitted_meanwhile(as_user):
    one = Report.objects.filter(state="draft", year__unit__code="201001").first()
    chapter = one.chapters.first()
    force(one, "submitted")
    late(
        as_user("clerk"), f"/reports/{one.pk}/write/{chapter.key}/", {"text": WORDS, "revision": chapter.revision}, 403
    )


def test_an_evaluation_that_went_on_meanwhile(as_user):
    one = Evaluation.objects.filter(state="final").first()
    late(as_user("performance"), one.get_absolute_url(), {"report": WORDS}, 403)
