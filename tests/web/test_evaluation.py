"""Evaluations of departments and of the finance bureau: assigned without conflict, seen by nobody too early, final with all sides heard."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.evaluating import money, project_year
from wenxiao.performance.lifecycle import Role
from wenxiao.web.core.models import SensitiveRead
from wenxiao.web.core.waiting import waiting
from wenxiao.web.evaluation.models import Engagement, Evaluation, WorkingPaper
from wenxiao.web.evaluation.panels import panel
from wenxiao.web.evaluation.working import conflicts, plan
from wenxiao.web.people.models import Membership, Organisation, User
from wenxiao.web.register.timeline import Page

PDF = b"%PDF-1.4\n% made up\n%%EOF\n"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def firm(db):  # type: ignore[no-untyped-def]
    return Organisation.objects.get(code="F001")


@pytest.fixture
def other_firm(db):  # type: ignore[no-untyped-def]
    """A second firm with somebody who works there."""
    made = Organisation.objects.create(code="F002", name="清源评价咨询有限公司", kind="firm")
    user = User.objects.create(username="evaluator2", name="齐远")
    Membership.objects.create(user=user, organisation=made, role=Role.EVALUATOR)
    return made


def planned(kind="finance", code="T-1", year=None):  # type: ignore[no-untyped-def]
    if year is None:
        year = project_year(code)
        money(year)
    return plan(year, kind, User.objects.get(username="performance" if kind == "finance" else "department"))


def save(client, one, **fields):  # type: ignore[no-untyped-def]
    one.refresh_from_db()
    return client.post(one.get_absolute_url(), {"revision": one.revision, "framework": one.framework, **fields})


def step(client, one, action, comment=""):  # type: ignore[no-untyped-def]
    answer = client.post(f"/evaluation/{one.pk}/step/", {"action": action, "comment": comment}, follow=True)
    one.refresh_from_db()
    return answer.content.decode()


def assigned(as_user, firm=None, kind="finance", code="T-1", year=None):  # type: ignore[no-untyped-def]
    one = planned(kind, code, year)
    office = as_user("performance" if kind == "finance" else "department")
    save(office, one, evaluator=firm.pk if firm else "", lead="方衡", conflict="经核查，无利害关系。")
    step(office, one, "assign")
    assert one.state == "assigned"
    return one


def points(one, **changed):  # type: ignore[no-untyped-def]
    return {f"c-{line.pk}-points": str(changed.get(line.name, line.points)) for line in one.lines.all()}


def scores(one, **changed):  # type: ignore[no-untyped-def]
    fields = {}
    for line in one.lines.all():
        fields[f"c-{line.pk}-score"] = str(changed.get(line.name, line.points))
        fields[f"c-{line.pk}-basis"] = "查阅资料、现场核查"
    return fields


def commenting(as_user, firm, code="T-1"):  # type: ignore[no-untyped-def]
    """An evaluation by a firm, taken to the unit's comment."""
    one = assigned(as_user, firm, code=code)
    evaluator, office = as_user("evaluator"), as_user("performance")
    save(evaluator, one, plan="抽查10个点位，访谈30人。", **points(one))
    step(evaluator, one, "submit_plan")
    step(office, one, "approve")
    save(evaluator, one, report="总体良好。", **scores(one, 实施效益="12", 满意度="8"))
    step(evaluator, one, "submit_draft")
    step(office, one, "consult")
    assert one.state == "commenting", one.state
    return one


def test_the_whole_way_of_a_finance_evaluation_by_a_firm(as_user, firm):
    one = commenting(as_user, firm)
    assert (one.total, one.grade) == (Decimal("90.00"), "优")
    head = as_user("head")
    assert "总体良好" in head.get(one.get_absolute_url()).content.decode()
    step(head, one, "comment", "对满意度得分有异议，请复核样本。")
    assert one.comment == "对满意度得分有异议，请复核样本。"
    office, evaluator = as_user("performance"), as_user("evaluator")
    step(office, one, "revise", "请核对满意度样本")
    save(evaluator, one, report="总体良好。已核对样本。", **scores(one, 实施效益="12", 满意度="7"))
    step(evaluator, one, "submit_draft")
    step(office, one, "consult")
    step(head, one, "comment", "无意见")
    step(office, one, "finish")
    assert (one.state, one.total, one.grade) == ("final", Decimal("89.00"), "良")
    assert '<span class="big">89</span>' in as_user("oversight").get(one.get_absolute_url()).content.decode()


def test_a_department_evaluates_its_own_projects_itself(as_user):
    one = assigned(as_user, kind="department")
    office = as_user("department")
    save(office, one, plan="资料核查", **points(one))
    step(office, one, "submit_plan")
    assert one.state == "plan_submitted"


def test_assigning_takes_a_written_conclusion_of_the_conflict_check(as_user, firm):
    one, office = planned(), as_user("performance")
    save(office, one, evaluator=firm.pk, lead="方衡", conflict="")
    assert "没有写回避审查结论" in step(office, one, "assign")
    assert one.state == "planned"


def test_a_firm_whose_people_work_for_the_unit_stands_aside(as_user, firm):
    one = planned()
    one.evaluator = firm
    assert conflicts(one) == []
    one.save()
    Membership.objects.create(
        user=User.objects.get(username="evaluator"),
        organisation=Organisation.objects.get(code="201001"),
        role=Role.CLERK,
    )
    assert conflicts(one) == ["“明衡绩效评价咨询有限公司”的 方衡 在“星河区网格化管理中心”任单位填报人，须回避"]
    office = as_user("performance")
    save(office, one, evaluator=firm.pk, lead="方衡", conflict="无")
    assert "须回避" in step(office, one, "assign")
    assert one.state == "planned"


@pytest.mark.parametrize(
    ("organisation", "stands_aside"), [("201", True), ("530100", True), ("201002", True), ("202001", False)]
)
def test_a_role_in_the_department_or_above_it_counts_one_elsewhere_does_not(firm, organisation, stands_aside):
    one = planned()
    one.evaluator = firm
    where = Organisation.objects.get(code=organisation)
    Membership.objects.create(user=User.objects.get(username="evaluator"), organisation=where, role=Role.BUSINESS)
    assert bool(conflicts(one)) is stands_aside


@pytest.mark.parametrize(
    ("kind", "year", "blocks"),
    [("self_evaluation", 2025, True), ("self_evaluation", 2023, False), ("bid", 2025, False)],
)
def test_a_firm_never_evaluates_what_it_did_itself_other_business_is_shown(as_user, firm, kind, year, blocks):
    one, office = planned(), as_user("performance")
    save(office, one, evaluator=firm.pk, lead="方衡", conflict="")
    fields = {"unit": one.year.unit_id, "kind": kind, "year": year, "note": "合同已核"}
    office.post(f"/evaluation/{one.pk}/engagement/", fields)
    assert Engagement.objects.get(firm=firm, unit=one.year.unit).recorded_by.username == "performance"
    one.refresh_from_db()
    assert bool(conflicts(one)) is blocks
    assert "合同已核" in office.get(one.get_absolute_url()).content.decode()


def test_the_evaluator_is_never_the_unit_itself(as_user):
    one, office = planned(), as_user("performance")
    answer = save(office, one, evaluator=one.year.unit_id, lead="方衡", conflict="无")
    assert answer.status_code == 422
    one.evaluator = one.year.unit
    assert "不能作为评价机构" in conflicts(one)[0]


def test_output_and_effect_below_sixty_percent_stop_the_plan(as_user, firm):
    one = assigned(as_user, firm)
    evaluator = as_user("evaluator")
    save(evaluator, one, plan="核查", **points(one, 立项依据充分性="8", 实施效益="15"))
    assert "产出、效益分值 55 ÷ 100 = 55.00%，应不低于 60%" in step(evaluator, one, "submit_plan")
    assert one.state == "assigned"


def test_a_draft_is_complete_with_basis_and_conclusion(as_user, firm):
    one = assigned(as_user, firm)
    evaluator = as_user("evaluator")
    save(evaluator, one, plan="核查", **points(one))
    step(evaluator, one, "submit_plan")
    step(as_user("performance"), one, "approve")
    fields = scores(one)
    first = one.lines.first()
    save(evaluator, one, report="", **{**fields, f"c-{first.pk}-basis": ""})
    told = step(evaluator, one, "submit_draft")
    assert "“立项依据充分性”没有写评分依据" in told
    assert "没有写评价结论" in told
    answer = save(evaluator, one, report="好", **{**fields, f"c-{first.pk}-score": "9"})
    assert answer.status_code == 422
    assert "应在 0 至 3" in answer.content.decode()


def test_the_unit_and_its_department_see_the_draft_from_the_day_on_which_they_are_asked(as_user, firm):
    one = assigned(as_user, firm)
    for person in ("clerk", "head", "department"):
        page = as_user(person).get(one.get_absolute_url()).content.decode()
        assert "初稿送征求意见后可见" in page
        assert "立项依据充分性" not in page
        assert as_user(person).get(f"/evaluation/{one.pk}/scores.xlsx").status_code == 403
    later = commenting(as_user, firm, "T-2")
    for person in ("clerk", "head", "department"):
        assert "立项依据充分性" in as_user(person).get(later.get_absolute_url()).content.decode()
        assert as_user(person).get(f"/evaluation/{later.pk}/scores.xlsx").status_code == 200
    assert as_user("head2").get(later.get_absolute_url()).status_code == 404


def test_oversight_reads_what_is_final(as_user, firm):
    one = commenting(as_user, firm)
    assert "立项依据充分性" not in as_user("oversight").get(one.get_absolute_url()).content.decode()


def test_a_firm_sees_what_is_assigned_to_it_and_nothing_of_another(as_user, firm, other_firm):
    mine = assigned(as_user, firm)
    theirs = assigned(as_user, other_firm, kind="department", code="T-2")
    same_project = assigned(as_user, other_firm, kind="department", year=mine.year)
    merely_planned = planned(code="T-3")
    Evaluation.objects.filter(pk=merely_planned.pk).update(evaluator=firm)
    evaluator = as_user("evaluator")
    page = evaluator.get("/evaluation/").content.decode()
    assert mine.get_absolute_url() in page
    for one in (theirs, same_project, merely_planned):
        assert one.get_absolute_url() not in page
        assert evaluator.get(one.get_absolute_url()).status_code == 404
        assert evaluator.post(f"/evaluation/{one.pk}/step/", {"action": "submit_plan"}).status_code == 404
    assert evaluator.get(f"/projects/{theirs.year_id}/").status_code == 404


def test_what_waits_for_a_firm_is_its_own_work(as_user, access, firm, other_firm):
    mine = assigned(as_user, firm)
    assigned(as_user, other_firm, kind="department", year=mine.year)
    assert list(waiting(Evaluation, access("evaluator")).filter(year=mine.year)) == [mine]


def test_a_department_makes_no_step_of_finances_evaluation(as_user, access):
    one = planned("finance")
    told = step(as_user("department"), one, "assign")
    assert one.state == "planned"
    assert "不能办理这一步" in told
    assert not waiting(Evaluation, access("department")).filter(pk=one.pk).exists()
    assert waiting(Evaluation, access("performance")).filter(pk=one.pk).exists()


def test_the_office_does_not_score_in_place_of_the_firm(as_user, firm):
    one = assigned(as_user, firm)
    assert save(as_user("performance"), one, plan="代写", **points(one)).status_code == 403


def test_working_papers_are_kept_and_never_replaced_and_not_shown_to_the_unit(as_user, firm):
    one = assigned(as_user, firm)
    evaluator = as_user("evaluator")
    evaluator.post(f"/evaluation/{one.pk}/papers/", {"file": SimpleUploadedFile("访谈记录.pdf", PDF)})
    paper = WorkingPaper.objects.get(evaluation=one)
    assert paper.keep_until.year - paper.added_at.year > 10
    with pytest.raises(TypeError):
        paper.save()
    with pytest.raises(TypeError):
        paper.delete()
    address = f"/evaluation/papers/{paper.pk}/"
    before = SensitiveRead.objects.count()
    assert {person: as_user(person).get(address).status_code for person in ("evaluator", "performance", "business", "clerk", "head", "oversight", "clerk3")} == {
        "evaluator": 200, "performance": 200, "business": 200, "clerk": 403, "head": 403, "oversight": 403, "clerk3": 404,
    }  # fmt: skip
    assert SensitiveRead.objects.count() - before == 3


def test_of_two_who_score_the_second_is_told(as_user, firm):
    one = assigned(as_user, firm)
    evaluator = as_user("evaluator")
    one.refresh_from_db()
    fields = {"revision": one.revision, "plan": "甲", **points(one)}
    evaluator.post(one.get_absolute_url(), fields)
    answer = evaluator.post(one.get_absolute_url(), {**fields, "plan": "乙"})
    assert answer.status_code == 422
    one.refresh_from_db()
    assert one.plan == "甲"


def test_an_evaluation_is_planned_from_the_project(as_user):
    year = project_year()
    office = as_user("performance")
    assert 'value="T-1"' in office.get(f"/evaluation/new/?project-year={year.pk}").content.decode()
    fields = {"code": "T-1", "year": 2025, "kind": "finance", "framework": "national-2013"}
    office.post("/evaluation/new/", fields)
    one = Evaluation.objects.get(year=year)
    assert {line.level1 for line in one.lines.all()} == {"投入", "过程", "产出", "效果"}
    assert "未完成的同类评价" in office.post("/evaluation/new/", fields).content.decode()
    assert "不在您的范围内" in office.post("/evaluation/new/", {**fields, "code": "没有"}).content.decode()
    assert as_user("clerk").get("/evaluation/new/").status_code == 403


def test_another_framework_brings_its_criteria(as_user):
    one = planned()
    save(as_user("performance"), one, evaluator="", lead="沈", conflict="无", framework="national-2013")
    assert one.lines.filter(level1="投入").exists()
    assert not one.lines.filter(level1="决策").exists()


def test_the_rates_of_the_ledger_stand_beside_their_criteria(as_user):
    one = planned()
    page = as_user("performance").get(one.get_absolute_url()).content.decode()
    assert "95.00 ÷ 100.00 = 95.00%（÷到位资金）" in page


def test_the_panel_shows_score_and_grade_to_those_who_may_see_them(access, as_user, firm):
    one = assigned(as_user, firm)
    _, context = panel(Page(one.year, access("clerk")))
    assert [found["open"] for found in context["found"]] == [False]
    _, context = panel(Page(one.year, access("performance")))
    assert [found["open"] for found in context["found"]] == [True]
    assert panel(Page(project_year("T-7"), access("clerk"))) is None


def test_both_languages(as_user, firm):
    one = commenting(as_user, firm)
    client = as_user("performance")
    client.post("/language/", {"language": "en", "back": "/"})
    for address in ("/evaluation/", one.get_absolute_url(), "/evaluation/new/", "/evaluation/reviews/"):
        page = client.get(address).content.decode()
        assert '<html lang="en">' in page
        assert "评价机构" not in page
