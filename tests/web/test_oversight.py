"""People's congress and audit of the present: what was handed in, and no draft that is only its writer's."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from tests.web import making
from tests.web.desking import of
from wenxiao.web.core.models import Event
from wenxiao.web.core.workflow import advance, history
from wenxiao.web.disclosure.models import Release
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.hooks.seeing import ROOMS
from wenxiao.web.overview.findings import found
from wenxiao.web.people.models import Membership, Organisation
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.register.timeline import Page
from wenxiao.web.selfevaluation.starting import start_all


@pytest.fixture(autouse=True)
def no_day(db):
    Membership.objects.filter(user__username="oversight").update(as_of=None)


@pytest.fixture
def drafts(year):
    """A project-year of which nothing was ever handed in."""
    of_year = making.fresh(year(8))
    targets = making.targets(of_year, "draft")
    release = Release(
        kind="targets", subject=of_year.pk, unit=of_year.unit, year=of_year, fiscal_year=of_year.year, title="草稿",
        prepared_by=of("clerk").user,
    )  # fmt: skip
    release.save()
    return {
        "targets": targets,
        "monitoring": making.report(of_year, targets, 9, "issued"),
        "selfevaluation": making.own(of_year, targets, "draft"),
        "evaluation": making.force(Evaluation(year=of_year, kind="finance", framework="national-2020"), "planned"),
        "disclosure": release,
    }


API = {
    "targets": "targets",
    "monitoring": "monitoring",
    "selfevaluation": "self-evaluations",
    "evaluation": "evaluations",
    "disclosure": "releases",
}


@pytest.mark.parametrize("room", API)
def test_a_draft_that_was_never_handed_in_is_found_neither_by_page_nor_by_program_nor_by_hook(
    as_user, program, drafts, room
):
    draft = drafts[room]
    assert as_user("performance").get(f"/{room}/{draft.pk}/").status_code == 200
    assert as_user("oversight").get(f"/{room}/{draft.pk}/").status_code == 404
    for part in ("", "/steps"):
        assert program("oversight")("get", f"/{API[room]}/{draft.pk}{part}")[0] == 404
    assert ROOMS[type(draft)].things(of("performance")).filter(pk=draft.pk).exists()
    assert not ROOMS[type(draft)].things(of("oversight")).filter(pk=draft.pk).exists()


@pytest.mark.parametrize("room", ["targets", "selfevaluation", "monitoring"])
def test_files_of_a_draft_are_not_for_oversight(as_user, drafts, room):
    address = f"/{room}/{drafts[room].pk}/form.xlsx"
    assert as_user("performance").get(address).status_code == 200
    assert as_user("oversight").get(address).status_code == 404


def test_lists_and_their_workbooks_hold_no_draft(as_user, program, drafts):
    of_year = drafts["targets"].year
    name = of_year.project.name

    def rows(answer):
        sheet = openpyxl.load_workbook(BytesIO(b"".join(answer) if answer.streaming else answer.content)).active
        return [row for row in sheet.iter_rows(values_only=True) if name in row]

    client = as_user("oversight")
    ((*_, version, state),) = rows(client.get("/targets/", {"q": name, "export": "xlsx"}))
    assert (version, state) == (None, "未申报")
    assert rows(client.get("/selfevaluation/", {"q": name, "format": "xlsx"})) == []
    assert rows(as_user("performance").get("/selfevaluation/", {"q": name, "format": "xlsx"})) != []
    assert f"/targets/{drafts['targets'].pk}/" not in client.get("/targets/", {"q": name}).content.decode()
    call = program("oversight")
    assert call("get", f"/targets/of/{of_year.pk}") == (200, [])
    assert call("get", f"/self-evaluations?q={of_year.project.code}")[1]["count"] == 0


def test_the_project_page_and_what_is_found_about_it_leave_drafts_out(as_user, drafts):
    of_year = drafts["targets"].year
    client = as_user("oversight")
    shown = client.get(f"/projects/{of_year.pk}/")
    assert shown.status_code == 200
    assert drafts["targets"].goal not in shown.content.decode()
    assert Page(of_year, of("oversight")).things() == []
    assert {one.machine for one in Page(of_year, of("performance")).things()} >= {"target", "self_evaluation"}
    day = Page(of_year, of("oversight")).today
    assert any(one.thing for one in found(of_year, day, of("performance")))
    assert not any(one.thing for one in found(of_year, day, of("oversight")))


def test_the_whole_department_adds_up_what_was_handed_in(as_user, drafts):
    of_year = drafts["targets"].year
    department = Organisation.objects.get(kind="department", pk=of_year.unit.parent_id)
    asked = {"department": department.pk, "year": of_year.year}
    for person, listed in (("performance", True), ("oversight", False)):
        page = as_user(person).get("/selfevaluation/department/", asked)
        assert (drafts["selfevaluation"] in [one for one, _ in page.context["rows"]]) is listed


def test_what_was_returned_stays_in_sight(as_user, access, year):
    made = making.targets(making.fresh(year(1)), "submitted")
    client = as_user("oversight")
    assert client.get(f"/targets/{made.pk}/").status_code == 200
    advance(made, "return", access("head"), "请补充")
    assert made.state == "draft"
    assert client.get(f"/targets/{made.pk}/").status_code == 200


def test_who_is_something_else_as_well_sees_drafts_as_before(as_user, drafts):
    user = of("oversight").user
    Membership.objects.create(user=user, organisation=drafts["targets"].year.unit, role="clerk")
    assert as_user("oversight").get(f"/targets/{drafts['targets'].pk}/").status_code == 200


def test_a_problem_that_was_just_raised_is_in_sight(as_user, year):
    made = making.problem(making.fresh(year(1)))
    assert as_user("oversight").get(f"/problems/{made.pk}/").status_code == 200


def test_a_draft_whose_day_was_moved_is_a_draft_all_the_same(as_user, access, drafts):
    draft, head = drafts["selfevaluation"], access("performance").user
    for day in (date(2027, 2, 1), date(2027, 3, 1)):
        start_all(ProjectYear.objects.filter(pk=draft.year_id), head, day)
    assert history(draft).filter(action=Event.DAYS).exists()
    assert as_user("oversight").get(f"/selfevaluation/{draft.pk}/").status_code == 404
