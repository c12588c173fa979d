"""Evidence of a self-evaluation, the official form out and in, the department as a whole, the panel of the project page."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from tests.web.evaluating import REACHED, accepted, begun, fill
from wenxiao.performance.evaluation import Part, roll_up
from wenxiao.web.core.models import SensitiveRead
from wenxiao.web.core.regimes import regime_of
from wenxiao.web.ledger.models import Entry
from wenxiao.web.register.timeline import Page
from wenxiao.web.selfevaluation.models import Evidence
from wenxiao.web.selfevaluation.panels import panel
from wenxiao.web.selfevaluation.scored import position, scored

PDF = b"%PDF-1.4\n% made up\n%%EOF\n"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path


def upload(client, evaluation, name="巡查台账.pdf", content=PDF, key="k0"):  # type: ignore[no-untyped-def]
    file = SimpleUploadedFile(name, content)
    return client.post(f"/selfevaluation/{evaluation.pk}/evidence/", {"key": key, "file": file}, follow=True)


def test_a_file_is_kept_at_its_indicator_with_its_hash(as_user):
    evaluation = begun()
    upload(as_user("clerk"), evaluation)
    file = Evidence.objects.get(self_evaluation=evaluation)
    assert (file.key, file.name, file.size) == ("k0", "巡查台账.pdf", len(PDF))
    assert file.sha256 == hashlib.sha256(PDF).hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("程序.exe", b"MZ", "不是可上传的文件类型"),
        ("报告.pdf", b"<html><script>1</script></html>", "内容不是 PDF"),
        ("台账.xlsx", b"PK\x03\x04 broken", "内容不是 XLSX"),
        ("空.pdf", b"", "空文件"),
    ],
)
def test_a_file_is_told_by_its_content_and_refused_in_one_sentence(as_user, name, content, told):
    evaluation = begun()
    assert told in upload(as_user("clerk"), evaluation, name, content).content.decode()
    assert not evaluation.evidence.exists()


def test_a_file_that_is_too_large_is_refused(as_user, monkeypatch):
    monkeypatch.setattr("wenxiao.web.core.attachments.MOST", 10)
    evaluation = begun()
    assert "超过" in upload(as_user("clerk"), evaluation).content.decode()


def test_evidence_is_given_to_those_who_see_the_project_and_each_time_recorded(as_user):
    evaluation = begun()
    upload(as_user("clerk"), evaluation)
    address = f"/selfevaluation/evidence/{evaluation.evidence.get().pk}/"
    allowed = {"clerk": 200, "head": 200, "department": 200, "business": 200, "performance": 200}
    refused = {"clerk3": 404, "department2": 404, "business2": 404, "evaluator": 404, "oversight": 404, "admin": 403}
    for person, status in (allowed | refused).items():
        before = SensitiveRead.objects.count()
        answer = as_user(person).get(address)
        assert answer.status_code == status, person
        assert SensitiveRead.objects.count() - before == (status == 200)
    assert as_user("head").get(address)["Content-Disposition"].startswith("attachment")
    fill(as_user("clerk"), evaluation, REACHED)
    as_user("clerk").post(f"/selfevaluation/{evaluation.pk}/step/", {"action": "submit"})
    assert as_user("oversight").get(address).status_code == 200, "who oversees sees what was handed in"


def test_evidence_is_not_taken_out_after_submission(as_user):
    clerk, evaluation = as_user("clerk"), begun()
    upload(clerk, evaluation)
    file = evaluation.evidence.get()
    fill(clerk, evaluation, REACHED)
    clerk.post(f"/selfevaluation/{evaluation.pk}/step/", {"action": "submit"})
    clerk.post(f"/selfevaluation/evidence/{file.pk}/remove/")
    upload(clerk, evaluation, "另一份.pdf", PDF + b"2")
    assert [one.removed_at for one in evaluation.evidence.all()] == [None]


def test_a_removed_file_is_no_longer_given_out(as_user):
    clerk, evaluation = as_user("clerk"), begun()
    upload(clerk, evaluation)
    file = evaluation.evidence.get()
    clerk.post(f"/selfevaluation/evidence/{file.pk}/remove/")
    assert clerk.get(f"/selfevaluation/evidence/{file.pk}/").status_code == 404


def test_the_official_form_holds_what_the_page_shows(as_user):
    evaluation = accepted(as_user, begun())
    answer = as_user("clerk").get(f"/selfevaluation/{evaluation.pk}/form.xlsx")
    cells = [
        str(cell)
        for row in openpyxl.load_workbook(BytesIO(answer.content)).active.values
        for cell in row
        if cell is not None
    ]
    for words in (
        "项目支出绩效自评表",
        "无人机巡查服务项目",
        "飞行时长",
        "≥928小时",
        "928小时",
        "达成年度指标",
        "97.5",
    ):
        assert any(words in cell for cell in cells), words
    assert as_user("clerk").get(f"/selfevaluation/{evaluation.pk}/form.docx").content[:2] == b"PK"


def test_the_official_form_has_every_row_of_its_money_also_where_nothing_is_entered(as_user):
    evaluation = accepted(as_user, begun())
    assert not Entry.objects.filter(project_year=evaluation.year_id, source="carryover").exists()
    content = as_user("clerk").get(f"/selfevaluation/{evaluation.pk}/form.xlsx").content
    rows = {row[2]: row[3:6] for row in openpyxl.load_workbook(BytesIO(content)).active.values}
    names = ["年度资金总额", "其中：本年财政拨款", "上年结转资金", "其他资金"]
    assert [name for name in rows if name in names] == names
    assert rows["其中：本年财政拨款"][1] is not None
    assert rows["上年结转资金"] == (None, None, None), "nothing entered is not 0"


def test_a_filled_form_is_read_into_the_fields_and_not_stored(as_user):
    clerk, evaluation = as_user("clerk"), begun()
    fill(clerk, evaluation, REACHED)
    form = clerk.get(f"/selfevaluation/{evaluation.pk}/form.xlsx").content
    other = begun("T-2")
    file = SimpleUploadedFile("自评表.xlsx", form)
    page = clerk.post(f"/selfevaluation/{other.pk}/take/", {"file": file}).content.decode()
    assert "已从文件读入，请核对后保存" in page
    assert 'name="i-k0-value" value="928"' in page
    assert not other.actuals.exists()


def test_a_file_that_is_no_form_is_told_so(as_user):
    evaluation = begun()
    file = SimpleUploadedFile("自评表.pdf", PDF)
    answer = as_user("clerk").post(f"/selfevaluation/{evaluation.pk}/take/", {"file": file}, follow=True)
    assert answer.status_code == 200
    assert not evaluation.actuals.exists()


def test_a_department_is_the_sum_of_its_projects_and_opens_into_them(as_user):
    one = accepted(as_user, begun("T-1", year=2021))
    two = accepted(
        as_user,
        begun("T-2", "201002", year=2021, paid="900000"),
        **{"i-k1-numerator": "1960", "i-k1-denominator": "2000"},
    )
    page = as_user("department").get("/selfevaluation/department/?year=2021").content.decode()
    assert "2920 ÷ 3000 = 97.33%" in page  # 960 + 1960 of 1000 + 2000, not the mean of 96 % and 98 %
    assert one.get_absolute_url() in page
    assert two.get_absolute_url() in page
    regime = regime_of(one.year)
    whole = roll_up([Part(str(e.pk), scored(e), position(e)) for e in (one, two)], regime)
    assert whole.score == Decimal("97.25")
    assert "97.25" in page
    assert as_user("department").get("/selfevaluation/department/?year=2021&format=xlsx").getvalue()[:2] == b"PK"


def test_a_department_with_a_draft_has_an_interval(as_user):
    accepted(as_user, begun("T-1", year=2021))
    begun("T-2", year=2021)
    page = as_user("department").get("/selfevaluation/department/?year=2021").content.decode()
    assert "得分不全" in page


def test_clerks_do_not_see_the_department(as_user):
    assert as_user("clerk").get("/selfevaluation/department/").status_code == 403


def test_the_panel_says_score_and_what_is_missing(access, as_user):
    evaluation = begun()
    template, context = panel(Page(evaluation.year, access("clerk")))
    request = RequestFactory().get("/")
    request.user, request.access = access("clerk").user, access("clerk")
    from django.template.loader import render_to_string

    page = render_to_string(template, context, request)
    assert "9.5 – 99.5" in page
    assert "还缺" in page
    assert panel(Page(begun("T-2").year, access("oversight"))) is None, "a draft is not for who oversees"
