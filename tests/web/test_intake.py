"""What a document offers to the register: read out, matched, accepted, corrected, refused; and the document against the site's data."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.web import making
from tests.web.desking import handed_in, of, one, read_all, sample
from wenxiao.performance.ledger import Kind, Source
from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.intake import taking
from wenxiao.web.intake.reconciling import reconciled
from wenxiao.web.ledger.models import Entry
from wenxiao.web.ledger.services import post, sums_of
from wenxiao.web.overview.records import taken
from wenxiao.web.register.models import Project, ProjectYear
from wenxiao.web.selfevaluation.models import SelfEvaluation

DAY = date(2025, 12, 31)


@pytest.fixture
def fresh(year):
    """A project-year with nothing in it, of the unit whose clerk hands documents in."""
    return making.fresh(year(1, 2025))


def text(year, budget="200.00", paid="150.00", rate="75.00", more=""):
    return (
        f"{year.unit.name}2025年度项目支出绩效自评报告\n一、项目基本情况\n"
        f"{year.project.name}年初预算{budget}万元，实际支出{paid}万元，预算执行率为{rate}%。{more}\n"
    )


def handed(year, **said):
    """A report of the unit on its project, read."""
    return one(content=text(year, **said))


def offered(document, who="performance", project=1):
    """The offers by kind; somebody has said that the project of the same name is meant."""
    found = taking.read_out(document, of(who))
    head = next(one for one in found if one.kind == "project" and one.project == project)
    if head.year is not None and head.state == "open":
        taking.mean(document, project, head.year, of(who))
        found = taking.read_out(document, of(who))
    return {(proposal.kind, proposal.contents.get("kind", "")): proposal for proposal in found}


def test_projects_and_money_are_offered_with_their_places(fresh):
    document = handed(fresh)
    found = offered(document)
    words = document.reading.tree["text"]
    paid = found["entry", "paid"]
    assert words[paid.start : paid.end] == "150.00万元"
    assert paid.contents == {"kind": "paid", "amount": "1500000.00", "year": 2025, "words": "150.00万元"}
    assert found["entry", "approved"].contents["amount"] == "2000000.00"
    assert found["project", ""].year == fresh


def test_reading_out_twice_offers_the_same_once(fresh):
    document = handed(fresh)
    offered(document)
    before = document.proposals.count()
    offered(document)
    assert document.proposals.count() == before


def test_finance_enters_what_it_chooses_and_the_entry_leads_back_to_the_document(fresh):
    document = handed(fresh)
    found = offered(document)
    taking.mean(document, 1, fresh, of("performance"))
    chosen = found["entry", "approved"].number
    taking.enter(document, {chosen: Decimal(2000000)}, DAY, "fiscal", "财预〔2025〕9号", of("performance"))
    assert sums_of(fresh) == {Kind.APPROVED: Decimal(2000000)}
    entry = Entry.objects.get(project_year=fresh)
    assert entry.proposal.document == document
    assert entry.proposal.state == "accepted"
    assert str(document) in entry.note


def test_a_corrected_amount_is_kept_beside_what_the_document_says(fresh):
    document = handed(fresh)
    paid = offered(document)["entry", "paid"].number
    taking.enter(document, {paid: Decimal("1500000.50")}, DAY, "fiscal", "凭证1", of("business"))
    proposal = document.proposals.get(number=paid)
    assert (proposal.state, proposal.taken["amount"], proposal.contents["amount"]) == (
        "corrected",
        "1500000.50",
        "1500000.00",
    )


@pytest.mark.parametrize("who", ["clerk", "head", "department"])
def test_the_unit_does_not_enter_money(fresh, who):
    document = handed(fresh)
    paid = offered(document)["entry", "paid"].number
    with pytest.raises(NotAllowed, match="财政部门登记"):
        taking.enter(document, {paid: Decimal(1500000)}, DAY, "fiscal", "凭证1", of(who))
    assert not Entry.objects.filter(project_year=fresh).exists()


def test_nothing_is_entered_before_somebody_said_which_project_is_meant(as_user, fresh):
    document = handed(fresh)
    paid = next(one for one in taking.read_out(document, of("business")) if one.contents.get("kind") == "paid")
    with pytest.raises(NotAllowed, match="请先确认"):
        taking.enter(document, {paid.number: Decimal(1500000)}, DAY, "fiscal", "凭证1", of("business"))
    assert "登记入台账</button>" not in as_user("business").get(address(document, "intake")).content.decode()


def test_a_supplement_is_not_chosen_beforehand_where_the_ledger_has_another_budget(as_user, fresh):
    content = text(fresh).replace("年初预算200.00万元，", "年初预算120万元，年中追加18万元，调整后预算138万元，")
    document = one(content=content)
    added = offered(document)["entry", "added"]
    assert added.contents["words"] == "138万元 − 120万元"
    box = f'name="chosen" value="{added.number}"'
    shown = as_user("business").get(address(document, "intake")).content.decode()
    assert "checked" in shown.split(box)[1].split(">")[0]
    post(fresh, Kind.APPROVED, Source.FISCAL, date(2025, 1, 9), Decimal(1724000), "文1", "", of("business").user)
    shown = as_user("business").get(address(document, "intake")).content.decode()
    assert "checked" not in shown.split(box)[1].split(">")[0]


def test_a_project_that_one_does_not_see_is_not_shown_with_the_document(as_user, fresh, year):
    document = handed(fresh)
    other = making.fresh(year(8))
    taking.read_out(document, of("performance"))
    taking.mean(document, 1, other, of("performance"))
    shown = as_user("clerk").get(address(document, "intake")).content.decode()
    assert other.project.name not in shown


def test_what_the_ledger_has_already_is_not_entered_twice(fresh):
    post(fresh, Kind.PAID, Source.FISCAL, DAY, Decimal(1490000), "凭证7", "", of("business").user)
    document = handed(fresh)
    paid = offered(document)["entry", "paid"].number
    with pytest.raises(NotAllowed, match="台账中已有"):
        taking.enter(document, {paid: Decimal(1500000)}, DAY, "fiscal", "凭证1", of("business"))
    assert sums_of(fresh) == {Kind.PAID: Decimal(1490000)}


def test_what_the_ledger_refuses_leaves_the_offer_open(fresh):
    document = handed(fresh)
    paid = offered(document)["entry", "paid"].number
    with pytest.raises(NotAllowed, match="不在预算年度"):
        taking.enter(document, {paid: Decimal(1500000)}, date(2099, 1, 1), "fiscal", "凭证1", of("business"))
    assert document.proposals.get(number=paid).state == "open"


def test_an_offer_that_was_dealt_with_is_not_dealt_with_again(fresh):
    document = handed(fresh)
    paid = offered(document)["entry", "paid"].number
    taking.refuse(document, [paid], "口径不同", of("business"))
    with pytest.raises(NotAllowed, match="请刷新"):
        taking.enter(document, {paid: Decimal(1500000)}, DAY, "fiscal", "凭证1", of("business"))


def test_a_refusal_has_a_reason_and_a_refused_project_takes_its_offers_along(fresh):
    document = handed(fresh)
    head = taking.read_out(document, of("business"))[0].number
    with pytest.raises(NotAllowed, match="理由"):
        taking.refuse(document, [head], " ", of("business"))
    taking.refuse(document, [head], "不是本区项目", of("business"))
    assert set(document.proposals.values_list("state", flat=True)) == {"refused"}


def test_a_project_that_the_register_does_not_have_is_added_with_its_year(fresh):
    name = fresh.project.name
    Project.objects.filter(pk=fresh.project_id).update(name="别的项目")
    fresh.project.name = name
    document = handed(fresh)
    assert offered(document)["project", ""].year is None
    made = Project(code="N-1", name=name, unit=fresh.unit, attribute="new", fund="general", begins=2025, ends=2025)
    year = taking.register(document, 1, made, of("business"))
    assert (year.year, year.project.code) == (2025, "N-1")
    assert {one.year for one in document.proposals.all()} == {year}


def test_a_code_that_is_taken_is_told_and_nothing_is_kept(fresh):
    document = handed(fresh)
    offered(document)
    made = Project(
        code=fresh.project.code, name="某项目", unit=fresh.unit, attribute="new", fund="general", begins=2025, ends=2025
    )
    with pytest.raises(NotAllowed, match="代码已被使用"):
        taking.register(document, 1, made, of("business"))
    assert ProjectYear.objects.filter(project__name="某项目").count() == 0


FORM = "中小学校园饮水设施更新"


@pytest.fixture
def form(year):
    """A self-evaluation form of two projects, of 2024, and the project-year of its second project."""
    like = making.fresh(year(1, 2025))
    project = Project.objects.create(
        code="F-2", name=FORM, unit=like.unit, attribute="new", fund="general", begins=2024, ends=2025
    )
    of_year = ProjectYear.objects.create(project=project, year=2024, unit=like.unit)
    document = read_all(*handed_in("clerk", sample(3)))[0]
    document.unit = like.unit
    document.save()
    return document, of_year


def numbers(document, kind, project=2):
    return [one.number for one in document.proposals.filter(kind=kind, project=project)]


def test_a_form_gives_a_draft_of_targets_with_signs_values_and_weights(form):
    document, year = form
    offered(document, project=2)
    made = taking.draft_targets(document, 2, numbers(document, "target"), of("clerk"))
    rows = list(made.indicators.all())
    assert made.state == "draft"
    assert made.year == year
    assert made.goal
    assert len(rows) == len(numbers(document, "target"))
    assert sum(row.weight for row in rows) == 90
    assert all(row.level1 in ("产出", "效益", "满意度", "成本") for row in rows)
    with pytest.raises(NotAllowed):
        taking.draft_targets(document, 2, numbers(document, "target"), of("clerk"))


def test_outputs_go_into_the_draft_of_the_self_evaluation_by_the_name_of_the_indicator(form):
    document, year = form
    offered(document, project=2)
    made = taking.draft_targets(document, 2, numbers(document, "target"), of("clerk"))
    making.force(made, "approved")
    evaluation = SelfEvaluation.objects.create(year=year, target_set=made)
    taking.fill_in(document, 2, numbers(document, "actual"), of("clerk"))
    evaluation.refresh_from_db()
    names = {row.key: row.name for row in made.indicators.all()}
    reached = {names[row.key]: row.value for row in evaluation.actuals.all()}
    said = {
        one.contents["name"]: Decimal(one.contents["value"])
        for one in document.proposals.filter(kind="actual", project=2, self_evaluation=evaluation)
    }
    assert reached
    assert reached == said
    assert evaluation.outcome
    making.force(evaluation, "submitted")
    document.proposals.filter(kind="actual").update(state="open")
    with pytest.raises(NotAllowed, match="不能修改"):
        taking.fill_in(document, 2, numbers(document, "actual"), of("clerk"))


def compared(document, year):
    return reconciled(document.reading.tree, 1, document.kind, year, taken([year], date(2026, 11, 21))[year.pk])


def test_a_document_that_agrees_with_the_ledger(fresh):
    post(fresh, Kind.APPROVED, Source.FISCAL, DAY, Decimal(2000000), "文1", "", of("business").user)
    post(fresh, Kind.PAID, Source.FISCAL, DAY, Decimal("1500049.99"), "文2", "", of("business").user)
    found = compared(handed(fresh), fresh)
    assert [(one.role, one.agrees) for one in found.figures] == [("approved", True), ("spent", True)]
    assert found.contradictions == ()
    assert found.passed >= 2


def test_a_document_that_differs_from_the_ledger_is_shown_with_the_difference(fresh):
    post(fresh, Kind.APPROVED, Source.FISCAL, DAY, Decimal(2000000), "文1", "", of("business").user)
    post(fresh, Kind.PAID, Source.FISCAL, DAY, Decimal(1450000), "文2", "", of("business").user)
    document = handed(fresh)
    found = compared(document, fresh)
    figure = found.figures[1]
    assert (figure.agrees, figure.difference, figure.unit) == (False, Decimal(5), "万元")
    [line] = found.contradictions
    assert line.finding.rule.code == "F604"
    words = document.reading.tree["text"]
    assert words[line.quotes[0].start :].startswith("150.00万元")
    assert line.quotes[1].start is None


def test_what_the_ledger_does_not_have_cannot_be_told(fresh):
    found = compared(handed(fresh), fresh)
    assert [one.agrees for one in found.figures] == [None, None]
    assert found.contradictions == ()
    assert found.unknown


def address(document, *more):
    return "/".join(["/desk", str(document.pk), *map(str, more)]) + "/"


def test_the_page_enters_what_is_chosen_and_says_what_became_of_it(as_user, fresh):
    document = handed(fresh)
    client = as_user("business")
    shown = client.get(address(document, "intake")).content.decode()
    assert "150.00万元" in shown
    found = offered(document)
    fields = {
        "action": "enter",
        "chosen": [found["entry", "approved"].number],
        "date": "2025-12-31",
        "source": "fiscal",
        "reference": "财预9号",
    }
    fields[f"amount-{found['entry', 'approved'].number}"] = "2,000,000"
    answer = client.post(address(document, "intake", 1), fields)
    assert answer.status_code == 302
    shown = client.get(address(document, "intake")).content.decode()
    assert "已采纳" in shown
    assert Entry.objects.get(project_year=fresh).get_absolute_url() in shown


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"chosen": []}, "请勾选要登记的金额"),
        ({"reference": ""}, "这个字段是必填项"),
        ({"date": "2099-01-01"}, "不在预算年度"),
        ({"amount": "很多"}, "金额不是数字"),
    ],
)
def test_what_cannot_be_entered_is_said_and_what_was_typed_stays(as_user, fresh, change, words):
    document = handed(fresh)
    number = offered(document)["entry", "paid"].number
    fields = {"action": "enter", "chosen": [number], "date": "2025-12-31", "source": "fiscal", "reference": "财预9号"}
    fields[f"amount-{number}"] = change.pop("amount", "1500000")
    answer = as_user("business").post(address(document, "intake", 1), {**fields, **change})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Entry.objects.filter(project_year=fresh).exists()


def test_a_project_is_put_into_the_register_from_the_page(as_user, fresh):
    Project.objects.filter(pk=fresh.project_id).update(name="别的项目")
    document = handed(fresh)
    offered(document)
    fields = {
        "action": "new", "new1-name": fresh.project.name, "new1-code": "N-2", "new1-unit": fresh.unit_id, "new1-attribute": "new",
        "new1-begins": "2025", "new1-ends": "2025", "new1-fund": "general", "new1-purpose": "", "new1-revision": "0",
    }  # fmt: skip
    answer = as_user("business").post(address(document, "intake", 1), {**fields, "new1-code": ""})
    assert answer.status_code == 422
    assert as_user("business").post(address(document, "intake", 1), fields).status_code == 302
    assert document.proposals.get(kind="project").year.project.code == "N-2"


@pytest.mark.parametrize(("who", "status"), [("department2", 404), ("evaluator", 403), ("admin", 403)])
def test_who_does_not_see_the_document_does_not_see_what_it_offers(as_user, fresh, who, status):
    document = handed(fresh)
    for page in ("intake", "reconcile"):
        assert as_user(who).get(address(document, page)).status_code == status


def test_who_only_reads_sees_the_offers_and_keeps_nothing(as_user, fresh):
    document = handed(fresh)
    assert "150.00万元" in as_user("oversight").get(address(document, "intake")).content.decode()
    assert document.proposals.count() == 0
    assert as_user("oversight").post(address(document, "intake", 1), {"action": "refuse"}).status_code == 403
    assert as_user("oversight").post(address(document, "reconcile")).status_code == 403


def test_the_comparison_leads_to_the_places_in_the_document(as_user, fresh):
    post(fresh, Kind.PAID, Source.FISCAL, DAY, Decimal(1450000), "文2", "", of("business").user)
    document = handed(fresh)
    shown = as_user("performance").get(address(document, "reconcile")).content.decode()
    assert "F604" in shown
    assert "相差" in shown
    marked = as_user("performance").get(document.get_absolute_url()).content.decode()
    mark = shown.split("150.00万元</a>")[0].rpartition('href="')[2].split('"')[0].partition("#")[2]
    assert f'id="{mark}"' in marked


def test_documents_of_one_unit_are_compared_with_one_another(as_user, fresh, work):
    first = handed(fresh)
    second = handed(fresh, paid="140.00", rate="70.00", more="资金已全部支付。")
    client = as_user("performance")
    client.post(address(second, "reconcile"))
    work()
    shown = client.get(address(second, "reconcile")).content.decode()
    between = shown.split('id="between"')[1]
    assert first.get_absolute_url() in between
    assert "150.00万元" in between
    assert "140.00万元" in between
