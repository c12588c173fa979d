"""Reports on the site: who sees, writes and approves which; what is drafted, what moved, what the live audit says at the words."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from tests.web import evaluating, making
from wenxiao.performance.ledger import Kind, Source
from wenxiao.publishing.reports import pieces
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.evaluation.working import plan
from wenxiao.web.ledger.services import post
from wenxiao.web.people.models import Organisation, User
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.reports.models import Report
from wenxiao.web.reports.papers import files
from wenxiao.web.reports.sample import complete
from wenxiao.web.reports.writing import keep, start


@pytest.fixture
def report(as_user):  # type: ignore[no-untyped-def]
    """The draft of a report over an accepted self-evaluation of the clerk's unit."""
    own = evaluating.accepted(as_user, evaluating.begun("R-1", name="桥梁检测项目"))
    return start("self-evaluation", User.objects.get(username="clerk"), year=own.year)


def chapter(report, key="money"):  # type: ignore[no-untyped-def]
    return report.chapters.get(key=key)


def send(client, report, key, text, **more):  # type: ignore[no-untyped-def]
    one = chapter(report, key)
    return client.post(f"/reports/{report.pk}/write/{key}/", {"revision": one.revision, "text": text, **more})


def test_the_draft_says_the_money_of_the_ledger_as_references(report):
    one = chapter(report)
    assert "年初预算100.00万元，年度中未作调整，全年预算100.00万元" in one.words
    assert "预算执行率95.00%（全年支出÷全年预算）" in one.words
    assert {ref.key for _, ref in pieces.refs(one.pieces)} >= {"money.original", "money.paid", "rate.execution"}


def test_starting_again_gives_the_draft_that_is_there(as_user, report):
    answer = as_user("clerk").post(f"/reports/start/{report.year_id}/")
    assert answer.url == f"/reports/{report.pk}/"
    assert as_user("head").post(f"/reports/start/{report.year_id}/").status_code == 403
    assert as_user("clerk2").post(f"/reports/start/{report.year_id}/").status_code == 404


def test_a_chapter_keeps_its_references_while_it_is_edited(as_user, report):
    words = chapter(report).words.replace("全年支出", "本年度支出")
    assert send(as_user("clerk"), report, "money", words.replace("\n", "\r\n")).status_code == 302
    one = chapter(report)
    assert one.words == words
    assert "money.paid" in {ref.key for _, ref in pieces.refs(one.pieces)}


def test_what_moved_in_the_ledger_is_shown_and_taken_over_at_once(as_user, report):
    user = User.objects.get(username="business")
    post(report.year, Kind.PAID, Source.FISCAL, date(2025, 12, 20), Decimal(20000), "测财〔2025〕12号", "", user)
    page = as_user("clerk").get(f"/reports/{report.pk}/").content.decode()
    assert "<del>95.00万元</del> → <ins>97.00万元</ins>" in page
    assert "95.00万元" in chapter(report).words
    as_user("clerk").post(f"/reports/{report.pk}/accept/")
    assert "97.00万元" in chapter(report).words
    assert "97.00%" in chapter(report).words
    assert "<del>" not in as_user("clerk").get(f"/reports/{report.pk}/").content.decode()


def test_one_moved_figure_is_taken_over_in_the_editor(as_user, report):
    user = User.objects.get(username="business")
    post(report.year, Kind.PAID, Source.FISCAL, date(2025, 12, 20), Decimal(20000), "测财〔2025〕12号", "", user)
    words = chapter(report).words
    send(as_user("clerk"), report, "money", words, accept="fact:money.paid")
    assert "支出97.00万元，预算执行率95.00%" in chapter(report).words


def wrong(report):  # type: ignore[no-untyped-def]
    return chapter(report).words.replace("年初预算100.00万元", "年初预算110.00万元")


def test_a_wrong_figure_is_found_at_its_words_with_the_sum_and_the_ledgers_figure(as_user, report):
    text = wrong(report)
    page = as_user("clerk").post(f"/reports/{report.pk}/write/money/audit/", {"text": text}).content.decode()
    at = text.index("110.00万元")
    assert f'data-from="{at}" data-to="{at + 8}" data-kind="error"' in page
    assert "台账为“100.00万元”" in page
    assert "110 − 100 = 10（万元）" in page
    assert "采用台账数" in page
    assert chapter(report).words != text  # nothing was stored


def test_without_scripts_the_same_is_found_at_the_press_of_a_button(as_user, report):
    answer = send(as_user("clerk"), report, "money", wrong(report), check="1")
    assert answer.status_code == 200
    assert "台账为“100.00万元”" in answer.content.decode()
    assert "110.00万元" in answer.content.decode()


def test_accepting_the_ledgers_figure_makes_it_a_reference_again(as_user, report):
    client = as_user("clerk")
    page = client.post(f"/reports/{report.pk}/write/money/audit/", {"text": wrong(report)}).content.decode()
    [found] = re.findall(r'name="accept" value="([0-9a-f]{16})"', page)
    before = chapter(report).pieces
    send(client, report, "money", wrong(report), accept=found)
    assert chapter(report).pieces == before


def test_untouched_the_draft_has_no_finding(as_user, report):
    page = as_user("clerk").get(f"/reports/{report.pk}/").content.decode()
    assert "审核没有发现矛盾" in page


def test_of_two_who_write_the_same_chapter_the_second_is_told_and_loses_nothing(as_user, report):
    client, one = as_user("clerk"), chapter(report)
    send(client, report, "money", one.words + "\n补充甲。")
    answer = client.post(
        f"/reports/{report.pk}/write/money/", {"revision": one.revision, "text": one.words + "\n补充乙。"}
    )
    assert answer.status_code == 409
    assert "补充乙" in answer.content.decode()
    assert chapter(report).words.endswith("补充甲。")


def test_of_two_chapters_both_are_kept(as_user, report):
    client = as_user("clerk")
    first, second = chapter(report, "money"), chapter(report, "problems")
    for one in (first, second):
        client.post(
            f"/reports/{report.pk}/write/{one.key}/", {"revision": one.revision, "text": one.words + "\n补充。"}
        )
    assert all(chapter(report, key).words.endswith("补充。") for key in ("money", "problems"))


def test_a_report_with_blanks_is_not_submitted(as_user, report):
    client = as_user("clerk")
    answer = client.post(f"/reports/{report.pk}/step/", {"action": "submit"}, follow=True)
    assert "待填写" in answer.content.decode()
    report.refresh_from_db()
    assert report.state == "draft"


def test_a_report_goes_to_the_head_and_is_approved_as_it_was_submitted(as_user, report):
    complete(report, User.objects.get(username="clerk"))
    as_user("clerk").post(f"/reports/{report.pk}/step/", {"action": "submit"})
    assert as_user("department").post(f"/reports/{report.pk}/step/", {"action": "approve"}).status_code == 403
    assert as_user("performance").post(f"/reports/{report.pk}/step/", {"action": "approve"}).status_code == 403
    as_user("head").post(f"/reports/{report.pk}/step/", {"action": "return", "comment": "补充问题"})
    as_user("clerk").post(f"/reports/{report.pk}/step/", {"action": "submit"})
    as_user("head").post(f"/reports/{report.pk}/step/", {"action": "approve"})
    report.refresh_from_db()
    assert report.state == "approved"
    assert send(as_user("clerk"), report, "money", "改").status_code == 403
    before = files(report)
    user = User.objects.get(username="business")
    post(report.year, Kind.PAID, Source.FISCAL, date(2025, 12, 20), Decimal(20000), "测财〔2025〕12号", "", user)
    assert files(report) == before
    assert as_user("oversight").get(f"/reports/{report.pk}/").status_code == 200


def test_oversight_and_other_units_do_not_see_drafts(as_user, report):
    for person in ("oversight", "clerk2", "department2", "evaluator"):
        assert as_user(person).get(f"/reports/{report.pk}/").status_code == 404, person
    assert as_user("admin").get(f"/reports/{report.pk}/").status_code == 403
    for person in ("head", "department", "business", "performance"):
        assert as_user(person).get(f"/reports/{report.pk}/").status_code == 200, person
        assert as_user(person).get(f"/reports/{report.pk}/write/money/").status_code == 403, person


def test_an_error_is_passed_with_a_written_reason_that_the_head_sees(as_user, report):
    client = as_user("clerk")
    complete(report, User.objects.get(username="clerk"))
    send(client, report, "money", wrong(report))
    answer = client.post(f"/reports/{report.pk}/step/", {"action": "submit"}, follow=True)
    assert "矛盾" in answer.content.decode()
    report.refresh_from_db()
    given = {f"pass-{one.id}": "口径含单位自有资金" for one in report.audit() if one.severity == "error"}
    assert given
    late = client.post(f"/reports/{report.pk}/pass/", {"revision": report.revision - 1, **given})
    assert late.status_code == 409
    assert "口径含单位自有资金" in late.content.decode(), "kept, to be sent again"
    client.post(f"/reports/{report.pk}/pass/", {"revision": report.revision, **given})
    client.post(f"/reports/{report.pk}/step/", {"action": "submit"})
    report.refresh_from_db()
    assert report.state == "submitted"
    assert "口径含单位自有资金" in as_user("head").get(f"/reports/{report.pk}/").content.decode()


def test_the_report_of_a_department_is_written_there_and_approved_by_finance(as_user):
    department = Organisation.objects.get(code="202")
    answer = as_user("department2").post(
        "/reports/new/", {"kind": "department", "organisation": department.pk, "fiscal_year": 2025}
    )
    report = Report.objects.get(pk=int(re.findall(r"\d+", answer.url)[0]))
    assert report.title == "星河区水务局2025年度部门整体支出绩效自评报告"
    assert as_user("department").get(f"/reports/{report.pk}/").status_code == 404
    complete(report, User.objects.get(username="department2"))
    as_user("department2").post(f"/reports/{report.pk}/step/", {"action": "submit"})
    assert as_user("department2").post(f"/reports/{report.pk}/step/", {"action": "approve"}).status_code == 403
    as_user("performance").post(f"/reports/{report.pk}/step/", {"action": "approve"})
    report.refresh_from_db()
    assert report.state == "approved"
    assert [name.rsplit(".", 1)[1] for name, _, _ in files(report)] == ["docx", "docx", "xlsx"]


def test_the_statement_of_the_district_names_the_projects_that_were_chosen(as_user, year):
    client = as_user("performance")
    assert client.post("/reports/new/", {"kind": "execution", "fiscal_year": 2024}).status_code == 422
    chosen = list(Report.objects.get(outline="execution").projects)[:2]
    answer = client.post("/reports/new/", {"kind": "execution", "fiscal_year": 2025, "projects": chosen})
    report = Report.objects.get(pk=int(re.findall(r"\d+", answer.url)[0]))
    assert [one.key for one in report.chapters.all()] == ["preface", *(f"project.p{pk}" for pk in chosen)]
    assert report.version == 2
    assert as_user("clerk").get("/reports/new/").content.decode().count("execution") == 0


def test_the_report_of_an_evaluation_goes_the_way_of_the_evaluation(as_user):
    own = evaluating.accepted(as_user, evaluating.begun("R-2"))
    one = plan(own.year, "finance", User.objects.get(username="performance"))
    one.evaluator = Organisation.objects.get(kind="firm")
    one.state = one._stored = "fieldwork"
    one.report, one.total = "产出达到目标。", None
    one.save()
    for line in one.lines.all():
        line.score, line.basis = line.points, "资料齐全。"
        line.save()
    firm = as_user("evaluator")
    assert as_user("performance").post(f"/reports/evaluation/{one.pk}/").status_code == 403
    answer = firm.post(f"/reports/evaluation/{one.pk}/")
    report = Report.objects.get(evaluation=one)
    assert answer.url == f"/reports/{report.pk}/"
    assert as_user("clerk").get(f"/reports/{report.pk}/").status_code == 404
    refused = firm.post(f"/evaluation/{one.pk}/step/", {"action": "submit_draft"}, follow=True)
    assert "待填写" in refused.content.decode()
    complete(report, User.objects.get(username="evaluator"))
    assert firm.post(f"/reports/{report.pk}/step/", {"action": "hand_in"}).status_code == 403
    firm.post(f"/evaluation/{one.pk}/step/", {"action": "submit_draft"})
    office = as_user("performance")
    office.post(f"/evaluation/{one.pk}/step/", {"action": "consult"})
    assert as_user("clerk").get(f"/reports/{report.pk}/").status_code == 200
    as_user("head").post(f"/evaluation/{one.pk}/step/", {"action": "comment", "comment": "无异议"})
    office.post(f"/evaluation/{one.pk}/step/", {"action": "finish"})
    report.refresh_from_db()
    assert report.state == "approved"
    assert [name.rsplit(".", 1)[1] for name, _, _ in files(Evaluation.objects.get(pk=one.pk))] == ["docx", "xlsx"]


def test_the_form_of_a_department_is_there_in_both_formats(as_user):
    department = Organisation.objects.get(code="201")
    for ending in ("docx", "xlsx"):
        answer = as_user("department").get(f"/reports/department/{department.pk}/2025/form.{ending}")
        assert answer.content.startswith(b"PK")
        assert as_user("department2").get(f"/reports/department/{department.pk}/2025/form.{ending}").status_code == 404


def test_what_waits_is_on_the_list_of_who_has_to_go_on(as_user, report):
    assert report.title in as_user("clerk").get("/reports/?mine=on").content.decode()
    assert report.title not in as_user("head").get("/reports/?mine=on").content.decode()
    assert "桥梁检测项目" in as_user("clerk").get("/?kind=report").content.decode()
    page = as_user("performance").get("/?kind=report").content.decode()
    assert "星河区城市管理局" in page  # that of the department waits for finance
    assert "桥梁检测项目" not in page


@pytest.mark.parametrize(
    "text", ["", "【待填写：", "】】【【", "年初预算" * 5000, "\x00\u200b𠀀𠀀110.00万元", "{{money.paid}}"]
)
def test_whatever_is_typed_is_answered_with_a_page(as_user, report, text):
    client = as_user("clerk")
    assert client.post(f"/reports/{report.pk}/write/money/audit/", {"text": text}).status_code == 200
    assert send(client, report, "money", text).status_code == 302
    assert client.get(f"/reports/{report.pk}/paper/").status_code == 200
    assert client.get(f"/reports/{report.pk}/report.docx").status_code == 200


def test_a_draft_of_a_unit_waits_for_its_clerk_and_not_for_finance(as_user, year):
    of = year(1, 2025)
    shown = as_user("performance").get(f"/projects/{of.pk}/").context["shown"]
    task = next(one for one in shown.tasks if one.thing.machine == "report")
    assert (task.who, task.mine) == ("单位填报人", False)
    assert shown.next_step is None or "报告" not in shown.next_step[0]
    own = as_user("clerk").get(f"/projects/{of.pk}/").context["shown"].tasks
    assert [one.mine for one in own if one.thing.machine == "report"] == [True]


def names_of(report):  # type: ignore[no-untyped-def]
    """The words of the workbook that goes with a department's report."""
    book = openpyxl.load_workbook(io.BytesIO(next(data for name, _, data in files(report) if name.endswith("xlsx"))))
    return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None)


def one_more(report, state):  # type: ignore[no-untyped-def]
    """A self-evaluation of another project of the department."""
    like = ProjectYear.objects.filter(unit__path__startswith=report.organisation.path, year=report.fiscal_year).first()
    year = making.fresh(like)
    making.balance(year, "100", "100", "50")
    making.own(year, making.targets(year), state)
    return year.project.name


def test_the_form_of_an_approved_department_report_stays_as_it_was_submitted(as_user):
    report = Report.objects.get(outline="department", state="submitted")
    as_user("performance").post(f"/reports/{report.pk}/step/", {"action": "approve"})
    report = Report.objects.get(pk=report.pk)
    before = names_of(report)
    one_more(report, "accepted")
    assert names_of(Report.objects.get(pk=report.pk)) == before


def test_the_form_of_a_department_report_is_of_accepted_self_evaluations(as_user):
    report = Report.objects.get(outline="department", state="submitted")
    draft, accepted = one_more(report, "draft"), one_more(report, "accepted")
    keep(report, report.submitted_at)  # as a submission does
    report.save()
    as_user("performance").post(f"/reports/{report.pk}/step/", {"action": "approve"})
    said = names_of(Report.objects.get(pk=report.pk))
    assert accepted in said
    assert draft not in said


def test_the_writer_drops_a_draft_that_was_never_submitted(as_user, report):
    client = as_user("clerk")
    assert f"/reports/{report.pk}/discard/" in client.get(f"/reports/{report.pk}/").content.decode()
    assert f"/reports/{report.pk}/discard/" not in as_user("head").get(f"/reports/{report.pk}/").content.decode()
    assert as_user("head").post(f"/reports/{report.pk}/discard/").status_code == 403
    assert client.post(f"/reports/{report.pk}/discard/").url == "/reports/"
    assert not Report.objects.filter(pk=report.pk).exists()
    assert client.post(f"/reports/start/{report.year_id}/").status_code == 302


def test_what_was_submitted_once_is_not_dropped(as_user, report):
    client = as_user("clerk")
    complete(report, User.objects.get(username="clerk"))
    client.post(f"/reports/{report.pk}/step/", {"action": "submit"})
    assert client.post(f"/reports/{report.pk}/discard/").status_code == 403
    as_user("head").post(f"/reports/{report.pk}/step/", {"action": "return", "comment": "补充问题"})
    assert f"/reports/{report.pk}/discard/" not in client.get(f"/reports/{report.pk}/").content.decode()
    told = client.post(f"/reports/{report.pk}/discard/", follow=True).content.decode()
    assert "只有从未提交过的草稿可以删除" in told
    assert Report.objects.filter(pk=report.pk).exists()


def test_what_is_to_be_done_before_a_submission_links_to_its_chapter(as_user, report):
    page = as_user("clerk").get(f"/reports/{report.pk}/").content.decode()
    listed = page[page.index("提交前还需") :]
    assert f'<li><a href="/reports/{report.pk}/write/problems/">“' in listed


def test_projects_that_a_statement_under_way_does_not_take_in_are_said(as_user):
    client = as_user("performance")
    every = list(Report.objects.get(outline="execution").projects)
    asked = {"kind": "execution", "fiscal_year": 2025}
    first = client.post("/reports/new/", asked | {"projects": every[:2]}, follow=True)
    assert "列入的项目没有改变" not in first.content.decode()
    again = client.post("/reports/new/", asked | {"projects": every[:3]}, follow=True)
    assert again.redirect_chain == first.redirect_chain
    assert "列入的项目没有改变" in again.content.decode()


def test_the_goal_of_a_sample_project_says_what_its_indicators_say(year):
    goal = year(3, 2025).target_sets.get(state="approved")
    rate = goal.indicators.get(name="机械化清扫率")
    assert f"机械化清扫率不低于{rate.target:.0f}%" in goal.goal


def test_nothing_of_the_sample_exceeds_a_target_that_is_to_be_met_exactly(year):
    own = year(1, 2025).self_evaluation
    row = own.target_set.indicators.get(name="巡查网格数")
    assert own.actuals.get(key=row.key).value == row.target
