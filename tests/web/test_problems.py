"""A problem from where it is raised to where it is closed: who may do what, proof, a second look, what comes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web import making
from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.performance.remarks import Severity
from wenxiao.web.core.auditing import Said
from wenxiao.web.core.clock import today
from wenxiao.web.core.models import Event, SensitiveRead
from wenxiao.web.core.workflow import advance, history
from wenxiao.web.people.models import User
from wenxiao.web.problems.models import Problem, UseOfResult
from wenxiao.web.problems.recurrence import earlier, proposed
from wenxiao.web.targets.models import TargetSet

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TEXT = "设备维护记录没有归档，抽查时不能提供。"


@pytest.fixture
def raised(year):
    """A problem of the second project, for which the clerk `clerk` fills in."""
    return making.problem(year(2), text=TEXT)


def later(days: int = 30) -> str:
    return (today() + timedelta(days=days)).isoformat()


def fill(client, problem, **fields):
    problem.refresh_from_db()
    return client.post(f"/problems/{problem.pk}/edit/", {"revision": problem.revision, **fields})


def go(client, problem, action, comment=""):
    client.post(f"/problems/{problem.pk}/step/", {"action": action, "comment": comment})
    return Problem.objects.get(pk=problem.pk).state


def test_a_problem_from_raising_to_closing(as_user, year):
    finance, clerk, department = as_user("performance"), as_user("clerk"), as_user("department")
    answer = finance.post(f"/problems/new/{year(2).pk}/", {"origin": "review", "due": later(), "text": TEXT})
    problem = Problem.objects.get(text=TEXT)
    assert answer["Location"] == f"/problems/{problem.pk}/"
    assert go(clerk, problem, "plan") == "open"  # neither owner nor measure yet
    assert fill(clerk, problem, owner="林晓雨", measure="逐项补齐并归档。").status_code == 302
    assert go(clerk, problem, "plan") == "planned"
    assert go(department, problem, "approve") == "rectifying"
    assert fill(clerk, problem, owner="林晓雨", measure="逐项补齐并归档。", result="已补齐。").status_code == 302
    assert go(clerk, problem, "report", "已完成") == "rectifying"  # no proof yet
    clerk.post(f"/problems/{problem.pk}/proof/", {"file": SimpleUploadedFile("归档清单.pdf", PDF)})
    assert go(clerk, problem, "report", "已完成") == "reported"
    assert go(finance, problem, "close") == "reported"  # closing needs a comment
    assert go(finance, problem, "close", "措施已落实") == "closed"
    problem.refresh_from_db()
    assert problem.closed_at is not None
    assert [event.action for event in history(problem)] == ["plan", "approve", "report", "close"]
    assert history(problem).last().snapshot["proof"][0]["name"] == "归档清单.pdf"


@pytest.mark.parametrize(
    ("state", "action", "may"),
    [
        ("open", "plan", {"clerk", "head"}),
        ("planned", "approve", {"department", "business", "performance"}),
        ("planned", "return", {"department", "business", "performance"}),
        ("rectifying", "report", {"clerk", "head"}),
        ("reported", "close", {"business", "performance"}),
        ("reported", "return", {"business", "performance"}),
        ("open", "withdraw", {"business", "performance"}),
        ("reported", "withdraw", {"business", "performance"}),
    ],
)
def test_each_step_is_for_its_roles_alone(access, raised, state, action, may):
    from wenxiao.web.problems.models import Proof

    raised.owner, raised.measure, raised.result = "林晓雨", "补齐", "已补齐"
    making.force(raised, state)
    Proof.objects.create(problem=raised, name="a.pdf", file="a.pdf", sha256="0", added_by=raised.raised_by)
    from django.db import transaction

    for login in (
        "clerk",
        "head",
        "department",
        "business",
        "performance",
        "oversight",
        "admin",
        "evaluator",
        "clerk2",
        "department2",
    ):
        with transaction.atomic():
            try:
                advance(Problem.objects.get(pk=raised.pk), action, access(login), "说明")
            except NotAllowed:
                assert login not in may, login
            else:
                assert login in may, login
            transaction.set_rollback(True)


def test_who_may_not_raise_is_told_so_and_who_does_not_see_it_finds_nothing(as_user, year, raised):
    assert as_user("clerk").get(f"/problems/new/{year(2).pk}/").status_code == 403
    assert as_user("department2").get(f"/problems/new/{year(2).pk}/").status_code == 404
    assert as_user("clerk2").get(f"/problems/{raised.pk}/").status_code == 404
    assert as_user("evaluator").get(f"/problems/{raised.pk}/").status_code == 403
    assert as_user("oversight").get(f"/problems/{raised.pk}/").status_code == 200


def test_what_was_typed_is_kept_when_a_problem_cannot_be_raised(as_user, year):
    answer = as_user("business").post(
        f"/problems/new/{year(2).pk}/", {"origin": "review", "due": "2020-01-01", "text": TEXT}
    )
    shown = answer.content.decode()
    assert TEXT in shown
    assert "不能早于今天" in shown
    assert not Problem.objects.filter(text=TEXT).exists()


def test_the_second_of_two_people_is_told_and_nothing_is_overwritten(as_user, raised):
    first, second = as_user("clerk"), as_user("head")
    stale = {"revision": raised.revision, "owner": "周启明", "measure": "另一个办法"}
    assert fill(first, raised, owner="林晓雨", measure="逐项补齐").status_code == 302
    answer = second.post(f"/problems/{raised.pk}/edit/", stale)
    assert answer.status_code == 422
    assert "另一个办法" in answer.content.decode()
    raised.refresh_from_db()
    assert raised.measure == "逐项补齐"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("a.exe", b"MZ", "不是可上传的文件类型"), ("a.pdf", b"MZ not a pdf", "内容不是 PDF"), ("a.pdf", b"", "空")],
)
def test_a_file_that_is_not_taken_is_refused_in_a_sentence(as_user, raised, name, content, told):
    making.force(raised, "rectifying")
    answer = as_user("clerk").post(f"/problems/{raised.pk}/proof/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not raised.proof.exists()


def test_proof_is_given_to_who_sees_the_problem_and_the_reading_is_recorded(as_user, raised):
    making.force(raised, "rectifying")
    as_user("clerk").post(f"/problems/{raised.pk}/proof/", {"file": SimpleUploadedFile("说明.pdf", PDF)})
    proof = raised.proof.get()
    before = SensitiveRead.objects.count()
    answer = as_user("department").get(f"/problems/proof/{proof.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert SensitiveRead.objects.count() == before + 1
    assert as_user("clerk2").get(f"/problems/proof/{proof.pk}/").status_code == 404
    assert SensitiveRead.objects.count() == before + 1


def test_proof_is_handed_in_only_while_it_is_put_right(as_user, raised):
    as_user("clerk").post(f"/problems/{raised.pk}/proof/", {"file": SimpleUploadedFile("说明.pdf", PDF)})
    assert not raised.proof.exists()


# a second look by the same rule


def remark(found: bool):
    said = Said("abc", "C101", Severity.ERROR, "权重合计 85，应为 90。", "Weights add up to 85.")
    return lambda _: [said] if found else []


def test_a_problem_is_raised_from_a_finding_and_the_rule_looks_again(as_user, year, monkeypatch):
    of = making.fresh(year(8))
    making.targets(of)
    monkeypatch.setattr(TargetSet, "audit", remark(True))
    business = as_user("business2")
    page = business.get(f"/projects/{of.pk}/findings/").content.decode()
    assert f"/problems/new/{of.pk}/?finding=abc" in page
    business.post(
        f"/problems/new/{of.pk}/?finding=abc",
        {"origin": "finding", "due": later(), "text": "权重合计 85，应为 90。"},
    )
    problem = Problem.objects.get(year=of)
    assert (problem.rule, problem.finding, problem.origin) == ("C101", "abc", "finding")
    business.post(f"/problems/{problem.pk}/recheck/")
    assert problem.rechecks.first().still is True
    monkeypatch.setattr(TargetSet, "audit", remark(False))
    answer = business.post(f"/problems/{problem.pk}/recheck/", follow=True)
    assert problem.rechecks.first().still is False
    assert "未再发现" in answer.content.decode()


def test_a_problem_that_no_rule_found_is_not_looked_for_again(as_user, raised):
    answer = as_user("business").post(f"/problems/{raised.pk}/recheck/", follow=True)
    assert "不能自动复查" in answer.content.decode()
    assert not raised.rechecks.exists()


def test_a_finding_that_is_gone_is_not_raised(as_user, year):
    answer = as_user("business").get(f"/problems/new/{year(2).pk}/?finding=gone", follow=True)
    assert "已不存在" in answer.content.decode()


# what comes back


def test_a_problem_in_nearly_the_same_words_is_proposed(year):
    before = making.problem(year(2, 2025), "closed", text="设备维护记录没有归档，抽查时未能提供。")
    making.problem(year(2, 2025), "closed", text="政府采购合同签订晚于规定时间。")
    found = proposed(TEXT, earlier(year(2)))
    assert found is not None
    assert found[0] == before


def test_other_words_and_other_projects_are_not_proposed(year):
    making.problem(year(2, 2025), "closed", text="政府采购合同签订晚于规定时间。")
    making.problem(year(3, 2025), "closed", text=TEXT)
    assert proposed(TEXT, earlier(year(2))) is None
    assert proposed("", earlier(year(2))) is None


def test_the_problem_page_offers_the_link_and_keeps_it(as_user, year, raised):
    before = making.problem(year(2, 2025), "closed", text=TEXT)
    business = as_user("business")
    assert "与上年的问题相近" in business.get(f"/problems/{raised.pk}/").content.decode()
    assert "与上年的问题相近" not in as_user("clerk").get(f"/problems/{raised.pk}/").content.decode()
    business.post(f"/problems/{raised.pk}/link/", {"recurs": before.pk})
    raised.refresh_from_db()
    assert raised.recurs == before
    assert "又出现" in business.get(f"/problems/{before.pk}/").content.decode()


def test_of_two_who_link_a_problem_the_second_is_told(as_user, year, raised):
    first, second = (making.problem(year(2, 2025), "closed", text=TEXT) for _ in range(2))
    business = as_user("business")
    page = business.get(f"/problems/{raised.pk}/").content.decode()
    form = page[page.index(f'action="/problems/{raised.pk}/link/"') :].split("</form>")[0]
    assert f'name="revision" value="{raised.revision}"' in form
    business.post(f"/problems/{raised.pk}/link/", {"recurs": first.pk, "revision": raised.revision})
    typed = {"recurs": second.pk, "revision": raised.revision}
    told = business.post(f"/problems/{raised.pk}/link/", typed, follow=True).content.decode()
    assert "没有办理：您打开页面以后" in told
    raised.refresh_from_db()
    assert raised.recurs == first


@pytest.mark.parametrize("wanted", ["", "x", "999999", "²"])
def test_a_link_to_nothing_is_no_fault(as_user, raised, wanted):
    assert as_user("business").post(f"/problems/{raised.pk}/link/", {"recurs": wanted}).status_code == 404


# lists


def test_the_list_filters_sorts_and_says_what_is_late(as_user, year, raised):
    late = making.problem(year(2), due=today() - timedelta(days=3), text="逾期的问题")
    client = as_user("business")
    page = client.get("/problems/?late=on&q=逾期的").content.decode()
    assert f"/problems/{late.pk}/" in page
    assert "逾期 3 天" in page
    assert f"/problems/{raised.pk}/" not in page
    assert client.get("/problems/?order=-due&year=abc&unit=xx").status_code == 200
    assert "没有符合条件的问题" in client.get("/problems/?q=没有这样的问题").content.decode()


def test_the_list_is_exported_as_it_is_filtered(as_user, raised):
    from io import BytesIO

    import openpyxl

    making.problem(raised.year, text="=1+1")
    answer = as_user("business").get("/problems/export/?q=1%2B1")
    sheet = openpyxl.load_workbook(BytesIO(answer.getvalue())).active
    assert [row[0] for row in sheet.values] == ["问题", "=1+1"]
    assert sheet["A2"].data_type == "s"  # text, no formula


def test_english(as_user, raised):
    client = as_user("clerk")
    client.post("/language/", {"language": "en", "back": "/"})
    assert "Rectification" in client.get("/problems/").content.decode()
    page = client.get(f"/problems/{raised.pk}/").content.decode()
    assert "Propose a measure" in page
    assert "提交整改方案" not in page


# use of results


def test_a_result_is_used_with_a_reason_and_an_uncut_budget_is_warned_of(as_user, year):
    making.evaluated(year(8), "58", "差")
    making.balance(year(8), "2750000", "2750000", "2600000")
    client = as_user("business2")
    form = {"revision": 0, "decision": "keep", "next_budget": "2750000"}
    refused = client.post(f"/problems/results/{year(8).pk}/", {**form, "reason": ""})
    assert refused.status_code == 200
    assert not UseOfResult.objects.filter(year=year(8)).exists()
    answer = client.post(f"/problems/results/{year(8).pk}/", {**form, "reason": "任务增加"}, follow=True)
    assert "未核减" in answer.content.decode()
    use = UseOfResult.objects.get(year=year(8))
    assert (use.decision, use.decided_by.username) == ("keep", "business2")
    again = client.post(
        f"/problems/results/{year(8).pk}/",
        {"revision": use.revision, "decision": "cut", "next_budget": "2000000", "reason": "核减"},
        follow=True,
    )
    assert "未核减" not in again.content.decode()


def test_a_cancelled_project_has_no_budget(as_user, year):
    making.evaluated(year(8), "58", "差")
    answer = as_user("business2").post(
        f"/problems/results/{year(8).pk}/", {"revision": 0, "decision": "cancel", "next_budget": "5", "reason": "取消"}
    )
    assert "应为 0 或不填" in answer.content.decode()


def test_without_a_result_there_is_nothing_to_use(as_user, year):
    answer = as_user("business2").get(f"/problems/results/{year(8).pk}/", follow=True)
    assert "才能决定结果应用" in answer.content.decode()


def test_units_read_what_was_decided_and_decide_nothing(as_user, year):
    making.evaluated(year(2), "91", "优")
    client = as_user("clerk")
    assert client.get("/problems/results/").status_code == 200
    assert client.get(f"/problems/results/{year(2).pk}/").status_code == 403


def test_the_sample_has_closed_late_open_and_returning_problems(year):
    problems = Problem.objects.all()
    assert problems.filter(state="closed").count() >= 2
    assert problems.exclude(state="closed").filter(due__lt=date(2026, 11, 21)).exists()
    assert problems.filter(recurs__isnull=False).exists()
    for problem in problems.filter(state="closed"):
        assert history(problem).last().target == "closed"
        assert problem.proof.exists()


def test_a_use_is_offered_once_there_is_a_result(as_user, year):
    client = as_user("business")
    assert f"/problems/results/{year(1, 2025).pk}/" in client.get(f"/projects/{year(1, 2025).pk}/").content.decode()
    assert f"/problems/results/{year(1).pk}/" not in client.get(f"/projects/{year(1).pk}/").content.decode()


def test_every_decision_on_a_result_stays_with_who_when_and_why(as_user, program, year):
    of = year(8)
    making.evaluated(of, "58", "差")
    making.balance(of, "2750000", "2750000", "2600000")
    address, shown = f"/problems/results/{of.pk}/", []
    for person, decision, budget, reason in (
        ("business2", "keep", "2750000", "任务增加"),
        ("performance", "cut", "2000000", "评价为差，核减"),
        ("business2", "cancel", "", "任务取消"),
    ):
        form = {"revision": len(shown), "decision": decision, "next_budget": budget, "reason": reason}
        revision = max(len(shown) - 1, 0)
        assert as_user(person).post(address, {**form, "revision": revision}).status_code == 302
        shown.append(reason)
    use = UseOfResult.objects.get(year=of)
    events = list(Event.objects.filter(year=of, machine="use_of_result").order_by("pk"))
    assert [(one.source, one.target, one.actor.username, one.role) for one in events] == [
        ("undecided", "keep", "business2", "business"), ("keep", "cut", "performance", "performance"), ("cut", "cancel", "business2", "business"),
    ]  # fmt: skip
    assert events[0].after_hash == events[1].before_hash
    assert events[1].snapshot == {"decision": "cut", "next_budget": "2000000.00", "reason": "评价为差，核减"}
    assert (use.decision, use.revision) == ("cancel", 2)
    for page in (address, "/problems/results/?q=" + of.project.name):
        told = as_user("business2").get(page).content.decode()
        assert "此前的决定" in told
        assert [reason in told for reason in shown] == [True] * 3
    record = as_user("clerk4").get(f"/projects/{of.pk}/").content.decode()
    assert "维持 → 压减" in record
    assert "压减 → 取消" in record
    told = {one["project_year"]["id"]: one for one in program("business2")("get", "/results")[1]["rows"]}[of.pk]
    assert [(one["decision"], one["decided_by"]) for one in told["earlier"]] == [
        ("keep", str(events[0].actor)), ("cut", str(events[1].actor)),
    ]  # fmt: skip


def test_a_decision_from_before_there_was_a_record_is_not_lost(as_user, year):
    of = year(8)
    making.evaluated(of, "91", "优")
    first = User.objects.get(username="performance")
    UseOfResult.objects.create(year=of, decision="keep", reason="原来的理由", decided_by=first)
    form = {"revision": 0, "decision": "prefer", "next_budget": "", "reason": "等级为优"}
    assert as_user("business2").post(f"/problems/results/{of.pk}/", form).status_code == 302
    events = Event.objects.filter(year=of, machine="use_of_result").order_by("pk")
    assert [(one.actor.username, one.comment) for one in events] == [
        ("performance", "原来的理由"),
        ("business2", "等级为优"),
    ]


def test_who_decides_after_the_next_budget_was_entered_is_told(as_user, year):
    of = year(1, 2025)
    client, address = as_user("performance"), f"/problems/results/{year(1, 2025).pk}/"
    said = "台账中已有该项目2026年年初预算"
    assert said in client.get(address).content.decode()
    use = UseOfResult.objects.get(year=of)
    form = {"revision": use.revision, "decision": "keep", "next_budget": "1", "reason": "维持"}
    assert said in client.post(address, form, follow=True).content.decode()
    making.evaluated(year(8), "91", "优")
    assert said not in client.get(f"/problems/results/{year(8).pk}/").content.decode()


def test_of_two_who_decide_the_second_is_told_and_leaves_no_trace(as_user, year):
    of = year(1, 2025)
    use, count = UseOfResult.objects.get(year=of), Event.objects.filter(year=of).count()
    form = {"decision": "keep", "next_budget": "", "reason": "维持"}
    client, address = as_user("performance"), f"/problems/results/{of.pk}/"
    assert client.post(address, {**form, "revision": use.revision}).status_code == 302
    assert client.post(address, {**form, "revision": use.revision}).status_code == 200
    assert Event.objects.filter(year=of).count() == count + 1


@pytest.mark.parametrize("state", ["open", "planned", "rectifying"])
def test_finance_extends_the_day_and_the_record_keeps_both(as_user, raised, state):
    was, wanted = raised.due, raised.due + timedelta(days=20)
    making.force(raised, state)
    client, page = as_user("business"), f"/problems/{raised.pk}/"
    assert f"{page}extend/" in client.get(page).content.decode()
    answer = client.post(
        f"{page}extend/", {"due": wanted.isoformat(), "comment": "汛期停工。", "revision": raised.revision}
    )
    assert answer["Location"] == page
    raised.refresh_from_db()
    assert (raised.state, raised.due) == (state, wanted)
    [event] = history(raised)
    assert (event.action, event.snapshot["due"], event.snapshot["due_before"]) == ("extend", str(wanted), str(was))
    assert f"{was} → {wanted}。汛期停工。" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("due", "comment", "told"),
    [
        ("2026-12-31", "停工", "新的期限应晚于原期限"),
        ("2026-12-01", "停工", "新的期限应晚于原期限"),
        ("2027-01-31", "", "必填"),
        ("", "停工", "必填"),
    ],
)
def test_a_day_that_is_not_later_or_has_no_reason_is_not_set(as_user, raised, due, comment, told):
    answer = as_user("business").post(f"/problems/{raised.pk}/extend/", {"due": due, "comment": comment})
    assert answer.status_code == 422
    assert comment in answer.content.decode()
    assert not history(raised).exists()
    raised.refresh_from_db()
    assert raised.due == date(2026, 12, 31)


def test_without_a_day_nothing_is_extended(as_user, access, raised):
    assert go(as_user("business"), raised, "extend", "停工") == "open"
    with pytest.raises(NotAllowed, match="期限"):
        advance(raised, "extend", access("business"), "停工")


@pytest.mark.parametrize("person", ["clerk", "head", "department", "oversight"])
def test_who_is_not_finance_neither_extends_nor_withdraws(as_user, raised, person):
    client, page = as_user(person), f"/problems/{raised.pk}/"
    assert f"{page}extend/" not in client.get(page).content.decode()
    assert client.post(f"{page}extend/", {"due": later(900), "comment": "停工"}).status_code == 403
    assert go(client, raised, "withdraw", "误提") == "open"


def test_a_day_is_not_extended_on_a_page_that_is_out_of_date(as_user, raised):
    fields = {"due": later(900), "comment": "停工", "revision": raised.revision}
    fill(as_user("clerk"), raised, owner="林晓雨", measure="补齐")
    answer = as_user("business").post(f"/problems/{raised.pk}/extend/", fields)
    assert answer.status_code == 422
    assert "没有办理" in answer.content.decode()


def test_a_mistaken_problem_is_withdrawn_and_counts_nowhere(as_user, access, raised):
    from wenxiao.web.core.waiting import waiting
    from wenxiao.web.disclosure.facts import problems
    from wenxiao.web.overview.records import taken

    finance = as_user("business")
    assert go(finance, raised, "withdraw") == "open", "it needs a reason"
    assert go(finance, raised, "withdraw", "依据的发现有误") == "withdrawn"
    raised.refresh_from_db()
    assert raised.done
    assert raised not in waiting(Problem, access("clerk"))
    assert TEXT not in [one["text"] for one in problems(raised.year)]
    assert TEXT not in [one.text for one in taken([raised.year], today())[raised.year_id].problems]
    assert raised not in earlier(making.fresh(raised.year), 5)
    assert TEXT in finance.get("/problems/?state=withdrawn").content.decode()
    assert TEXT not in finance.get("/problems/?state=unclosed").content.decode()
    Problem.objects.filter(pk=raised.pk).update(due=date(2020, 1, 1))
    assert TEXT not in finance.get("/problems/?late=on").content.decode()
    page = finance.get(f"/problems/{raised.pk}/").content.decode()
    assert "已撤销" in page
    assert "依据的发现有误" in page
    for action in ("plan", "extend", "withdraw", "close"):
        with pytest.raises(NotAllowed):
            advance(raised, action, access("clerk" if action == "plan" else "business"), "说明")


def test_what_finance_may_extend_or_withdraw_does_not_wait_for_it(access, raised):
    from wenxiao.web.core.waiting import waiting

    assert raised in waiting(Problem, access("clerk"))
    assert raised not in waiting(Problem, access("business"))


def test_a_program_extends_and_withdraws(program, raised):
    call = program("business", "problems:read", "problems:write")
    at = f"/problems/{raised.pk}"
    assert [way["action"] for way in call("get", at)[1]["steps"]] == ["withdraw"]
    assert call("post", f"{at}/extension", {"due": "2026-12-31", "comment": "停工"})[0] == 409
    status, told = call("post", f"{at}/extension", {"due": "2027-01-31", "comment": "停工", "revision": 0})
    assert (status, told["due"], told["state"]) == (200, "2027-01-31", "open")
    assert call("post", f"{at}/extension", {"due": "2027-02-28", "comment": "停工", "revision": 0})[0] == 409
    assert call("post", f"{at}/steps", {"action": "withdraw", "comment": "误提"})[1]["state"] == "withdrawn"
    assert program("clerk")("post", f"{at}/extension", {"due": "2027-03-31", "comment": "停工"})[0] == 409
