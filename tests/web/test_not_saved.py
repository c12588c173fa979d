"""A form that comes too late, its thing being in another state by then: it says so, and what was typed can be copied."""

from __future__ import annotations

import pytest

from tests.web.making import force, fresh, own, problem, report, targets
from wenxiao.web.core.editing import save
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


def draft_report():
    return Report.objects.filter(state="draft", year__unit__code="201001").first()


@pytest.mark.parametrize("shown", ["older", "", "x", "99999999999999999999"])
def test_reasons_that_were_written_on_a_page_that_somebody_changed_meanwhile(as_user, year, shown):
    of = fresh(year(1))
    one = targets(of, "draft")
    mine, paper = own(of, one, "draft"), draft_report()
    for thing, at in ((one, "targets/{}/reasons/"), (mine, "selfevaluation/{}/pass/"), (paper, "reports/{}/pass/")):
        opened = thing.revision if shown == "older" else shown
        save(thing, thing.revision, None)
        page = late(
            as_user("clerk"), f"/{at.format(thing.pk)}", {"revision": opened, "reason-a": WORDS, "pass-a": WORDS}
        )
        assert "已被修改" in page
        assert f'href="{thing.get_absolute_url()}"' in page


def test_reasons_for_what_was_submitted_meanwhile(as_user, year):
    of = fresh(year(1))
    one = targets(of, "submitted")
    mine = own(of, one, "submitted")
    for thing, at in ((one, "targets/{}/reasons/"), (mine, "selfevaluation/{}/pass/")):
        late(
            as_user("clerk"),
            f"/{at.format(thing.pk)}",
            {"revision": thing.revision, "reason-a": WORDS, "pass-a": WORDS},
        )


def test_a_reason_of_an_adjustment_that_cannot_be_begun(as_user, year):
    of = fresh(year(1))
    targets(of, "approved")
    other = targets(of, "draft")
    late(as_user("clerk"), f"/targets/{other.pk}/adjust/", {"reason": WORDS})


def test_a_chapter_whose_form_does_not_say_what_it_shows_is_not_stored(as_user):
    chapter = draft_report().chapters.first()
    at = f"/reports/{chapter.report_id}/write/{chapter.key}/"
    answer = as_user("clerk").post(at, {"revision": "x", "text": WORDS})
    assert answer.status_code == 409
    assert "修改了这份资料" in answer.content.decode()
    assert "逐月核对台账" in answer.content.decode()
