"""The desk: who sees a document, how findings are decided, what goes back to a unit and comes again, what is taken away."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from docx import Document as Word

from tests.web import making
from tests.web.desking import RIGHT, WRONG, file, handed_in, of, one, read_all, zipped
from wenxiao.performance.lifecycle import NotAllowed, NotYours
from wenxiao.web.core.clock import today
from wenxiao.web.core.models import Job, SensitiveRead
from wenxiao.web.core.waiting import counts, waiting
from wenxiao.web.core.workflow import advance
from wenxiao.web.desk.district import Rule, picture
from wenxiao.web.desk.listing import next_of, papers
from wenxiao.web.desk.models import Document, Refusal, Triage
from wenxiao.web.desk.receiving import resubmit
from wenxiao.web.desk.showing import HYGIENE, Shown
from wenxiao.web.desk.triage import assign, decide, note
from wenxiao.web.people.models import Membership, Organisation, User
from wenxiao.web.problems.models import Problem

EVERYBODY = ("clerk", "clerk2", "head", "department", "business", "business2", "performance", "evaluator", "oversight", "admin")  # fmt: skip
#: A self-evaluation of a project of the register.
NAMED = WRONG.replace("2024", "2025").replace("网格巡查服务项目", "网格监督员购买服务项目")


def sees(document):
    return {name for name in EVERYBODY if papers(of(name)).filter(pk=document.pk).exists()}


# -- who sees a document


def test_a_unit_sees_its_own_and_those_above_it_see_it(db):
    document = one("clerk")
    assert document.unit.code == "201001"
    assert sees(document) == {"clerk", "head", "department", "business", "performance", "oversight"}


def test_one_whose_unit_is_not_known_is_for_who_handed_it_in_and_the_performance_office(db):
    document = one("department", WRONG.replace("星河区网格化管理中心", "远山县某某局"))
    assert document.unit is None
    assert document.organisation == "远山县某某局"
    assert sees(document) == {"department", "performance"}


def test_a_clerk_hands_in_for_the_own_unit_whatever_the_document_says(db):
    assert one("clerk", WRONG.replace("网格化管理中心", "环境卫生管理站")).unit.code == "201001"


def test_an_evaluator_sees_what_is_assigned_to_them_and_may_say_something_but_decide_nothing(db, as_user):
    document = one("clerk")
    assert as_user("evaluator").get(document.get_absolute_url()).status_code == 404
    assign(document, User.objects.get(username="evaluator"), of("performance"))
    assert as_user("evaluator").get(document.get_absolute_url()).status_code == 200
    note(document, "请提供合同。", of("evaluator"))
    with pytest.raises(NotYours):
        decide(document.found.first(), "confirmed", of("evaluator"))
    assert (
        as_user("evaluator").post(f"/desk/found/{document.found.first().pk}/", {"verdict": "confirmed"}).status_code
        == 403
    )


def test_it_is_assigned_to_those_who_may_review_it(db):
    document = one("clerk")
    with pytest.raises(NotAllowed):
        assign(document, User.objects.get(username="business2"), of("performance"))
    with pytest.raises(NotYours):
        assign(document, None, of("clerk"))
    assert assign(document, User.objects.get(username="business"), of("performance")).assigned_to.username == "business"


def test_oversight_sees_what_had_come_to_an_end_by_the_day_as_it_was_then(db, as_user):
    document = one("clerk")
    found = document.found.get()
    decide(found, "explained", of("business"), reason="口径为调整后预算。")
    advance(Document.objects.get(pk=document.pk), "close", of("business"))
    Membership.objects.filter(user__username="oversight").update(as_of=date(2026, 1, 1))
    assert as_user("oversight").get(document.get_absolute_url()).status_code == 404
    closed = Document.objects.get(name="08-公共图书馆项目绩效自评报告.txt")
    Membership.objects.filter(user__username="oversight").update(as_of=date(2026, 11, 18))
    assert as_user("oversight").get(closed.get_absolute_url()).status_code == 200
    returned = Document.objects.get(name="网格监督员项目自评报告.txt")  # returned on the 5th, replaced on the 12th
    assert returned.state == "replaced"
    Membership.objects.filter(user__username="oversight").update(as_of=date(2026, 11, 6))
    page = as_user("oversight").get(returned.get_absolute_url()).content.decode()
    assert "已退回单位" in page
    assert "已有修改稿" not in page
    assert as_user("oversight").post(f"/desk/{returned.pk}/note/", {"text": "看"}).status_code == 403


def test_what_happens_before_eight_in_the_morning_is_of_that_day(db, as_user, monkeypatch):
    document = one("clerk")
    for day, action, words in ((8, "return", "请核对口径。"), (10, "close", "口径已说明。")):
        moment = datetime(2026, 11, day, 0, 30, tzinfo=timezone.get_current_timezone())
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        advance(Document.objects.get(pk=document.pk), action, of("business"), words)
    monkeypatch.undo()
    for day, closed in ((9, False), (10, True)):
        Membership.objects.filter(user__username="oversight").update(as_of=date(2026, 11, day))
        page = as_user("oversight").get(document.get_absolute_url()).content.decode()
        assert "请核对口径。" in page
        assert ("口径已说明。" in page) == closed, day


# -- findings


def test_a_confirmed_finding_becomes_a_problem_of_its_project(db):
    document = one("clerk", NAMED)
    assert document.year.project.name == "网格监督员购买服务项目"
    found = document.found.get(code="A101")
    decide(found, "confirmed", of("business"), year=document.year)
    found.refresh_from_db()
    problem = found.problem
    assert (problem.origin, problem.rule, problem.finding, problem.year) == (
        "finding",
        "A101",
        found.finding,
        document.year,
    )
    assert found.zh in problem.text
    with pytest.raises(NotAllowed, match="已列入整改"):
        decide(found, "false_alarm", of("business"), reason="看错了")
    assert Problem.objects.filter(finding=found.finding).count() == 1


def test_without_a_project_year_it_is_confirmed_all_the_same(db):
    found = one("clerk").found.get()
    decide(found, "confirmed", of("business"))
    found.refresh_from_db()
    assert (found.verdict, found.problem) == ("confirmed", None)


@pytest.mark.parametrize("verdict", ["explained", "false_alarm"])
def test_what_is_explained_away_takes_a_reason_and_counts_no_longer(db, verdict):
    document = one("clerk")
    found = document.found.get()
    with pytest.raises(NotAllowed, match="理由"):
        decide(found, verdict, of("business"), reason="  ")
    decide(found, verdict, of("business"), reason="按调整后预算计算。")
    after = Document.objects.get(pk=document.pk)
    assert (after.untriaged, after.risk) == (0, document.risk - 10)
    assert after.errors == document.errors - (verdict == "false_alarm")


def test_every_decision_is_kept_and_the_last_holds(db):
    found = one("clerk").found.get()
    first = decide(found, "confirmed", of("business"))
    decide(found, "explained", of("performance"), reason="已更正。", seen=first.pk)
    assert list(found.decisions.values_list("verdict", "by__username", "role")) == [
        ("confirmed", "business", "business"), ("explained", "performance", "performance"),
    ]  # fmt: skip
    with pytest.raises(NotAllowed, match="沈思齐"):
        decide(found, "false_alarm", of("business"), reason="误报", seen=first.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        Triage.objects.filter(pk=first.pk).update(reason="改")
    with pytest.raises(DatabaseError), transaction.atomic():
        Triage.objects.filter(pk=first.pk).delete()


def test_only_finance_decides_and_only_while_it_is_to_be_triaged(db):
    document = one("clerk")
    found = document.found.get()
    for name in ("clerk", "head", "department", "business2"):
        with pytest.raises(NotYours):
            decide(found, "confirmed", of(name))
    decide(found, "confirmed", of("business"))
    advance(Document.objects.get(pk=document.pk), "close", of("business"))
    with pytest.raises(NotAllowed, match="已审结"):
        decide(found, "explained", of("business"), reason="晚了")


def test_it_is_closed_once_every_error_and_warning_is_decided(db):
    document = one("clerk")
    with pytest.raises(NotAllowed, match="1 条发现没有研判"):
        advance(document, "close", of("business"))
    decide(document.found.get(), "confirmed", of("business"))
    advance(Document.objects.get(pk=document.pk), "close", of("business"))
    assert Document.objects.get(pk=document.pk).state == "closed"


def test_a_closed_document_waits_for_nobody(db):
    document = one("clerk")
    assert document in waiting(Document, of("performance"))
    before = counts(of("performance"))["document"]
    decide(document.found.get(), "explained", of("performance"), reason="口径")
    advance(Document.objects.get(pk=document.pk), "close", of("performance"))
    assert document not in waiting(Document, of("performance"))
    assert counts(of("performance"))["document"] == before - 1
    for other in Document.objects.exclude(state="closed"):
        making.force(other, "closed")
    assert set(Document.objects.values_list("state", flat=True)) == {"closed"}
    assert not waiting(Document, of("performance")).exists()


def test_a_decision_takes_the_counts_and_the_risk_with_it(as_user):
    document = one("clerk")
    answer = as_user("performance").post(
        f"/desk/found/{document.found.get().pk}/", {"verdict": "false_alarm", "reason": "误读"}, HTTP_HX_REQUEST="true"
    )
    said = " ".join(answer.content.decode().split())
    assert document.errors == 1
    assert '<b class="error">0</b>严重' in said
    assert 'id="risk" hx-swap-oob="true"' in said
    assert Document.objects.get(pk=document.pk).errors == 0


def test_a_problem_is_proposed_for_what_is_wrong_and_not_for_a_note_or_a_slip(db, rf):
    document = one("clerk", NAMED + "项目绩效绩效绩效目标完成情况如下，，详见附件××。\n")
    request = rf.get("/")
    request.access = of("performance")
    found = Shown(document, request).found()
    small = {f.code for f in found if f.severity == "note" or f.code in HYGIENE}
    assert small
    assert {f.code for f in found if f.meant is None} == small
    assert {f.meant for f in found if f.code == "A101"} == {document.year_id}


def test_triage_works_without_scripts_and_in_its_place(as_user):
    document = one("clerk")
    found = document.found.get()
    answer = as_user("business").post(f"/desk/found/{found.pk}/", {"verdict": "false_alarm", "seen": "0"}, follow=True)
    assert "需要写明理由" in answer.content.decode()
    answer = as_user("business").post(
        f"/desk/found/{found.pk}/?batch=1", {"verdict": "false_alarm", "reason": "表中口径不同", "seen": "0"}
    )
    assert answer["Location"] == f"/desk/{document.pk}/?batch=1#d1-f1"
    part = as_user("business").post(f"/desk/found/{found.pk}/", {"verdict": "confirmed", "seen": "0"}, headers={"HX-Request": "true"}).content.decode()  # fmt: skip
    assert "许文 已研判这条发现" in part
    assert "<html" not in part
    assert 'id="counts"' in part


# -- the page


def test_the_page_is_the_report_with_what_the_site_knows_and_no_inline_style_or_script(as_user):
    import re

    document = one("clerk", WRONG + "<script>alert(1)</script><!--found-1--><img src=x onerror=1>\n")
    page = as_user("business").get(document.get_absolute_url()).content.decode()
    assert 'class="sheet"' in page
    assert f'action="/desk/found/{document.found.get().pk}/"' in page
    assert page.count('class="decide"') == 1
    assert "&lt;script&gt;alert(1)" in page
    assert not re.search(r"<script(?![^>]* src=)(?![^>]*application/json)|\sstyle=|\son[a-z]+=(?=\")", page)
    assert 'class="decide"' not in as_user("clerk").get(document.get_absolute_url()).content.decode()


def test_the_original_is_only_ever_saved(as_user):
    document = one("clerk", "<html><script>alert(1)</script><p>预算200万元</p></html>", "页面.html")
    answer = as_user("clerk").get(f"/desk/{document.pk}/file/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert SensitiveRead.objects.filter(user__username="clerk", what__startswith=f"document {document.pk} ").exists()


def test_no_kept_file_is_served_by_an_address_of_its_own(client, db):
    from django.conf import settings

    from wenxiao.web.desk.vault import kept

    path = kept(one("clerk"))
    assert path.is_relative_to(settings.MEDIA_ROOT)
    assert not path.is_relative_to(settings.STATIC_ROOT)
    assert oct(path.stat().st_mode & 0o077) == "0o0"
    for address in (f"/static/../files/documents/{path.name}", f"/files/documents/{path.parent.name}/{path.name}"):
        assert client.get(address).status_code == 404


def printed(answer):
    """All words of a Word file."""
    return "".join(
        text.text or "" for text in Word(io.BytesIO(answer.content)).element.body.iter() if text.tag.endswith("}t")
    )


def test_the_letter_leaves_out_what_is_explained_and_says_why(as_user):
    document = one("clerk")
    before = as_user("business").get(f"/desk/{document.pk}/letter/")
    assert "85.00%" in printed(before)
    assert "分母" not in printed(before)
    decide(document.found.get(), "explained", of("business"), reason="分母为调整后预算，已附说明。")
    after = as_user("business").get(f"/desk/{document.pk}/letter/")
    assert "分母为调整后预算" in printed(after)
    user = of("business").user
    assert f"（{user}，{today()} 研判）" in printed(after)
    assert "文中第" not in printed(after).split("不再要求答复")[1].split("审核单位")[0]
    assert "审核单位（盖章）：星河区财政业务科" in printed(after)
    assert as_user("clerk").get(f"/desk/{document.pk}/letter/").status_code == 403


def test_exports_hold_what_the_filters_leave(as_user):
    document = one("clerk", NAMED)
    decide(document.found.get(code="A101"), "confirmed", of("business"), year=document.year)
    answer = as_user("business").get("/desk/findings/export/?rule=A101&year=2025&unit=201001&state=triage&q=自评")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[3] == "A101" and "85.00%" in row[6]]
    assert [row[11] for row in rows] == ["属实"]
    answer = as_user("business2").get("/desk/export/")
    names = [row[1] for row in openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True)]  # fmt: skip
    assert "自评报告.txt" not in names
    assert as_user("clerk").get(f"/desk/{document.pk}/workbook/").content.startswith(b"PK")


def test_filters_stand_in_the_address_and_a_wrong_one_leaves_all(as_user):
    first, second = one("clerk"), one("clerk", RIGHT, "对.txt")
    page = as_user("performance").get("/desk/?rule=a101&unit=201001&year=2024").content.decode()
    assert f"/desk/{first.pk}/" in page
    assert f"/desk/{second.pk}/" not in page
    for query in (
        "risk=high&state=triage&assigned=nobody",
        "year=x&kind=没有&risk=?&batch=x&order=zzz",
        "assigned=mine",
        "state=all",
        "named=-",
    ):
        assert as_user("performance").get(f"/desk/?{query}").status_code == 200


def test_the_riskiest_that_waits_comes_next(db):
    grave = Document.objects.filter(state="triage").order_by("-risk").first()
    assert next_of(of("performance"), one("clerk"), {}) == grave
    assign(grave, User.objects.get(username="performance"), of("performance"))
    assert next_of(of("performance"), grave, {"unit": "201001"}).unit.code == "201001"


# -- two people at one document


def revisions(page):
    """The revisions that the forms of a page send, by where they go."""
    forms = re.findall(r'<form method="post" action="([^"]+)"(.*?)</form>', page, re.DOTALL)
    sent = {to: re.findall(r'name="revision" value="(\d+)"', form) for to, form in forms}
    return {to.rstrip("/").rsplit("/", 1)[-1]: said for to, said in sent.items()}


def test_what_goes_on_with_a_document_says_which_revision_it_shows(as_user):
    document = one("clerk", RIGHT)
    now = assign(document, None, of("performance")).revision
    page = as_user("performance").get(document.get_absolute_url()).content.decode()
    assert revisions(page)["step"] == [str(now)]
    assert revisions(page)["assign"] == [str(now)]
    assert re.search(rf'id="counts".*?name="revision" value="{now}".*?name="next"', page, re.DOTALL)


def test_a_page_that_was_opened_before_a_change_closes_no_document(as_user):
    document = one("clerk", RIGHT)
    page, there = as_user("performance").get(document.get_absolute_url()).content.decode(), document.get_absolute_url()
    assign(document, User.objects.get(username="business"), of("business"))
    (opened,) = revisions(page)["step"]
    typed = {"action": "close", "comment": "口径一致。", "revision": opened, "next": "1"}
    answer = as_user("performance").post(f"{there}step/", typed, follow=True)
    assert [to for to, _ in answer.redirect_chain] == [there]
    assert "没有办理：您打开页面以后" in answer.content.decode()
    assert "口径一致。" in answer.content.decode()
    assert Document.objects.get(pk=document.pk).state == "triage"


def test_of_two_who_assign_a_document_the_second_is_told(as_user):
    document = one("clerk", RIGHT)
    page, there = as_user("performance").get(document.get_absolute_url()).content.decode(), document.get_absolute_url()
    assign(document, User.objects.get(username="business"), of("business"))
    (opened,) = revisions(page)["assign"]
    typed = {"to": User.objects.get(username="performance").pk, "revision": opened}
    answer = as_user("performance").post(f"{there}assign/", typed, follow=True).content.decode()
    assert "没有办理：您打开页面以后" in answer
    assert Document.objects.get(pk=document.pk).assigned_to.username == "business"


# -- correcting, returning and coming again


def test_unit_and_project_can_be_corrected_within_what_one_is_responsible_for(as_user):
    document = one("performance", WRONG.replace("星河区网格化管理中心", "远山县某某局"))
    unit = Organisation.objects.get(code="201001")
    answer = as_user("performance").post(f"/desk/{document.pk}/edit/", {"revision": document.revision, "unit": unit.pk, "fiscal_year": 2025, "kind": "", "year": ""})  # fmt: skip
    assert answer.status_code == 302
    document.refresh_from_db()
    assert (document.unit, document.fiscal_year) == (unit, 2025)
    other = Organisation.objects.get(code="203001")
    as_user("clerk").post(
        f"/desk/{document.pk}/edit/", {"revision": document.revision, "unit": other.pk, "fiscal_year": 2025}
    )
    document.refresh_from_db()
    assert document.unit == unit
    page = as_user("business").post(f"/desk/{document.pk}/edit/", {"revision": 0, "unit": unit.pk, "fiscal_year": 2024}, follow=True)  # fmt: skip
    assert "修改了这份资料" in page.content.decode()


def test_the_unit_corrects_what_a_document_is_of_until_it_is_closed_and_finance_after_that(as_user):
    document = one("clerk")
    decide(document.found.get(), "explained", of("performance"), reason="口径")
    advance(Document.objects.get(pk=document.pk), "close", of("performance"))

    def corrects(who):
        now = Document.objects.get(pk=document.pk)
        fields = {"revision": now.revision, "unit": now.unit_id, "fiscal_year": 2011, "kind": "总结"}
        answer = as_user(who).post(f"/desk/{document.pk}/edit/", fields, follow=True)
        return answer.content.decode(), Document.objects.get(pk=document.pk).fiscal_year

    said, fiscal_year = corrects("clerk")
    assert fiscal_year == 2024
    assert "请财政部门更正" in said
    assert "更正单位、年度" not in said
    assert corrects("performance")[1] == 2011


def test_a_returned_document_comes_again_and_each_finding_is_compared(as_user, work):
    first = one("clerk", NAMED + "年末在岗人员126人，其中：行政人员38人、事业人员71人、工勤人员14人。\n")
    assert set(first.found.values_list("code", flat=True)) >= {"A101", "A104"}
    decide(first.found.get(code="A101"), "confirmed", of("business"), year=first.year)
    decide(first.found.get(code="A104"), "confirmed", of("business"), year=first.year)
    advance(Document.objects.get(pk=first.pk), "return", of("business"), "请核对。")
    assert "上传修改稿" in as_user("clerk").get(first.get_absolute_url()).content.decode()
    mended = NAMED.replace("85.00%", "75.00%") + "年末在岗人员126人，其中：行政人员38人、事业人员71人、工勤人员14人。\n全年完成90个，其中：甲类50个、乙类30个、丙类20个。\n"  # fmt: skip
    answer = as_user("clerk").post(f"/desk/{first.pk}/resubmit/", {"file": file(mended, "修改稿.txt")})
    work()
    second = Document.objects.get(replaces=first)
    assert answer["Location"] == second.get_absolute_url()
    first.refresh_from_db()
    assert (first.state, second.state, second.unit, second.year) == ("replaced", "triage", first.unit, first.year)
    changes = {(line["change"], (line["new"] or line["old"])["code"]) for line in second.reading.changes["documents"][0]["findings"]}  # fmt: skip
    assert ("fixed", "A101") in changes
    remaining = second.found.get(code="A104", change="remaining")
    assert remaining.before == first.found.get(code="A104")
    assert remaining.raised == first.found.get(code="A104").problem
    assert second.found.filter(change="new").exists()
    decide(remaining, "confirmed", of("business"), year=second.year)
    assert Problem.objects.filter(finding=remaining.finding).count() == 1  # not raised twice
    page = as_user("clerk").get(f"/desk/{second.pk}/changes/").content.decode()
    assert "已解决" in page
    assert "仍在" in page
    with pytest.raises(NotAllowed):
        resubmit(first, file(RIGHT), of("clerk"))


def test_a_new_version_that_comes_as_an_archive_keeps_what_was_said_of_the_one_before(db, year):
    before = one("performance")
    before.unit, before.fiscal_year, before.kind, before.assigned_to = year(1).unit, 2023, "总结", of("business").user
    before.save()
    (archive,) = read_all(resubmit(before, file(zipped(**{"改.txt": RIGHT}), "改.zip"), of("performance")))
    (member,) = read_all(*archive.members.all())
    assert (member.replaces_id, member.state) == (before.pk, "triage")
    assert (member.unit, member.fiscal_year, member.kind, member.assigned_to) == (
        year(1).unit,
        2023,
        "总结",
        before.assigned_to,
    )


def test_an_archive_of_several_is_no_new_version(db):
    before = one("clerk")
    both = zipped(**{"改.txt": RIGHT, "又.txt": RIGHT + "另附。\n"})
    (archive,) = read_all(resubmit(before, file(both, "改.zip"), of("clerk")))
    assert archive.state == "unreadable"
    assert "只上传修改后的那一份" in archive.refused_zh
    assert not archive.members.exists()


def test_a_new_version_must_be_new_and_come_from_the_unit(db):
    document = one("clerk")
    advance(document, "return", of("business"), "请改。")
    with pytest.raises(NotAllowed, match="没有修改"):
        resubmit(document, file(WRONG), of("clerk"))
    with pytest.raises(NotAllowed, match="上传修改后的文件"):
        advance(Document.objects.get(pk=document.pk), "resubmit", of("clerk"))
    assert Document.objects.get(pk=document.pk).state == "returned"


def test_the_page_of_what_is_being_read_shows_it_by_itself(as_user, work):
    (document,) = handed_in("clerk", file())
    address, clerk = document.get_absolute_url(), as_user("clerk")
    assert f'hx-get="{address}" hx-trigger="every 2s"' in clerk.get(address).content.decode()
    assert clerk.get(address, HTTP_HX_REQUEST="true").status_code == 204
    work()
    assert clerk.get(address, HTTP_HX_REQUEST="true").headers["HX-Refresh"] == "true"


def test_what_could_not_be_read_is_read_again(work, as_user):
    document = one(content=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", name="坏.doc")
    advance(document, "again", of("performance"))
    assert Document.objects.get(pk=document.pk).state == "received"
    work()
    document = Document.objects.get(pk=document.pk)
    assert document.state == "unreadable"
    assert document.refused_zh


# -- handing in


def test_many_files_by_a_plain_form_or_piece_by_piece(as_user, work):
    client = as_user("performance")
    answer = client.post(
        "/desk/upload/", {"title": "一批", "files": [file(WRONG + str(n), f"{n}.txt") for n in range(120)]}
    )
    assert answer.status_code == 302
    assert Document.objects.filter(batch__title="一批").count() == 120  # more than the framework takes by itself
    Job.objects.all().delete()
    begun = client.post("/desk/batches/new/", {"title": "又一批"}).json()
    told = client.post(begun["add"], {"files": [file(RIGHT, "甲.txt"), file(RIGHT, "乙.txt")]}).json()["files"]
    assert [one["refused"] != "" for one in told] == [False, True]
    assert as_user("clerk").post(begun["add"], {"files": [file("别人的")]}).status_code == 404
    assert as_user("clerk").get(begun["url"]).status_code == 404
    assert "0 / 1" in client.get(begun["url"]).content.decode()
    work()
    assert "1 / 1" in client.get(begun["url"]).content.decode()
    assert client.post("/desk/upload/", {}).status_code == 422


def test_what_was_refused_of_a_batch_is_for_who_handed_it_in_and_the_performance_office(as_user):
    document = one("department")
    Refusal.objects.create(batch=document.batch, name="另一单位内部稿.docx", zh="过大", en="too large")
    seen = {}
    for who in ("department", "performance", "business"):
        answer = as_user(who).get(document.batch.get_absolute_url())
        assert answer.status_code == 200
        seen[who] = "另一单位内部稿" in answer.content.decode()
    assert seen == {"department": True, "performance": True, "business": False}


def test_more_than_the_site_takes_at_once_is_refused_before_it_is_kept(as_user, settings):
    settings.REQUEST_BYTES = 1000
    answer = as_user("clerk").post("/desk/upload/", {"files": [file("字" * 2000)]})
    assert answer.status_code == 400
    assert "过大" in answer.content.decode()


def test_a_batch_that_nobody_reads_goes_on_when_its_owner_says_so(as_user, work):
    (document,) = handed_in("clerk", file())
    Job.objects.update(state="failed")
    page = as_user("clerk").get(document.batch.get_absolute_url()).content.decode()
    assert "后台任务已中断" in page
    as_user("clerk").post(f"/desk/batches/{document.batch_id}/read/")
    work()
    assert Document.objects.get(pk=document.pk).state == "triage"


# -- the district and the examples


def test_the_overview_counts_by_unit_and_rule_without_false_alarms(as_user):
    from wenxiao.web.desk.district import picture
    from wenxiao.web.desk.listing import current

    first, second = one("clerk"), one("clerk2", WRONG.replace("网格化管理中心", "环境卫生管理站"))
    decide(second.found.get(code="A101"), "false_alarm", of("business"), reason="表中另有口径。")
    made = picture(current(of("department")).filter(pk__in=[first.pk, second.pk]), of("department"))
    units = {unit.code: unit for unit in made.units}
    assert units["201001"].by_rule["A101"] == 1
    assert units["201002"].by_rule["A101"] == 0
    (rule,) = [rule for rule in made.rules if rule.code == "A101"]
    assert (rule.total, rule.false, rule.units, rule.precision) == (2, 1, 1, 0)
    for person in ("department", "business", "performance", "oversight"):
        assert as_user(person).get("/desk/overview/?year=2024&severity=error").status_code == 200


def test_the_overview_counts_what_was_decided_of_a_version_that_was_mended(db):
    before = one("clerk")
    decide(before.found.get(), "confirmed", of("performance"))
    advance(Document.objects.get(pk=before.pk), "return", of("performance"), "请更正。")
    read_all(resubmit(before, file(RIGHT), of("clerk")))
    mine = Document.objects.filter(name=before.name)
    made = picture(mine.exclude(state="replaced"), of("performance"), "", mine.filter(state="replaced"))
    (rule,) = made.rules
    assert (rule.code, rule.total, rule.confirmed, rule.explained, rule.false, rule.precision) == (
        "A101",
        0,
        1,
        0,
        0,
        1,
    )
    assert made.standing == []
    assert Rule("A101", "", "", "error").precision is None


def test_decided_findings_are_exported_as_labelled_examples(as_user):
    document = one("clerk")
    decide(document.found.get(), "false_alarm", of("business"), reason="分母为调整后预算。")
    answer = as_user("performance").get("/desk/examples/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        trees = [json.loads(archive.read(name)) for name in archive.namelist()]
    (mine,) = [tree for tree in trees if tree["text"].startswith(WRONG[:20]) and "85.00%" in tree["text"]]
    (label,) = mine["labels"]
    assert (label["label"], label["rule"], label["reason"]) == ("false_alarm", "A101", "分母为调整后预算。")
    assert label["quotes"]
    assert all(quote in mine["text"] for quote in label["quotes"])
    assert as_user("business").get("/desk/examples/").status_code == 403
