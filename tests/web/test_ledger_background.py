"""A large file goes through the background: checked by one job, entered by another, told how far it is, all or nothing."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from tests.web.test_ledger_import import row, sheet, upload
from wenxiao.web.core import large_files
from wenxiao.web.core.clock import travelling
from wenxiao.web.core.models import Job
from wenxiao.web.ledger import importing
from wenxiao.web.ledger.models import Batch, Entry
from wenxiao.web.ledger.services import verify
from wenxiao.web.sample import YEAR


@pytest.fixture(autouse=True)
def november():
    with travelling(date(YEAR, 11, 21)):
        yield


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch):
    monkeypatch.setattr(large_files, "LARGE", 0)


def sent(work, client, *rows):
    """A file sent and checked: the address of its preview."""
    at = upload(client, sheet(*rows))
    waiting = client.get(at)
    assert waiting.status_code == 302
    assert client.get(waiting["Location"]).context["job"].state == "waiting"
    work()
    return at


def test_a_large_file_is_checked_and_entered_by_jobs(as_user, work):
    client = as_user("business")
    before = Entry.objects.count()
    at = sent(work, client, row(reference="凭1"), row(reference="凭2", kind="合同"))
    page = client.get(at)
    assert (page.context["look"].rows, page.context["look"].sound, page.context["look"].refused) == (2, 2, 0)
    assert "全部记入台账" in page.content.decode()
    waiting = client.post(at)
    assert Entry.objects.count() == before
    work()
    told = client.get(waiting["Location"]).content.decode()
    assert "已导入 2 笔分录" in told
    assert 'href="/ledger/"' in told
    assert [entry.entered_by.username for entry in Batch.objects.get().entries.all()] == ["business"] * 2
    assert verify() == []


def test_what_is_refused_is_told_and_nothing_is_entered(as_user, work):
    client = as_user("business")
    at = sent(work, client, row(), row(amount="约一千", reference="2"))
    page = client.get(at)
    assert [(one.row, one.zh) for one in page.context["refusals"]] == [
        (5, "“约一千”不是数字，请只写数字；单位写在表头。")
    ]
    assert client.post(at).status_code == 422
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{at}refused/").getvalue())).active
    assert book["A2"].value == 5
    assert Batch.objects.count() == 0


def test_what_changed_since_the_check_is_seen_when_it_is_entered(as_user, work):
    client = as_user("business")
    at = sent(work, client, row())
    client.post(sent(work, client, row(note="同一笔，另一个文件")))
    work()
    waiting = client.post(at)
    work()
    assert "第4行：台账中已有完全相同的分录" in client.get(waiting["Location"]).content.decode()
    assert Batch.objects.count() == 1


def test_pressing_twice_asks_for_one_job(as_user, work, django_capture_on_commit_callbacks):
    client = as_user("business")
    at = sent(work, client, row())
    assert client.post(at)["Location"] == client.post(at)["Location"]
    with django_capture_on_commit_callbacks(execute=True):
        work()
    assert Batch.objects.count() == 1
    assert client.get(at)["Location"] == "/ledger/import/"  # the file is done with and no longer kept


def test_a_broken_file_is_told_in_words(as_user, work):
    client = as_user("business")
    at = upload(client, sheet(heading=("一", "二")))
    waiting = client.get(at)["Location"]
    work()
    page = client.get(waiting)
    assert page.context["job"].state == "failed"
    assert "表头缺少" in page.content.decode()


def test_a_job_speaks_the_language_of_the_one_who_asked_and_tells_how_far_it_is(as_user, work, monkeypatch):
    client = as_user("business")
    client.cookies["django_language"] = "en"
    told = []
    monkeypatch.setattr(importing, "STRIDE", 1)
    monkeypatch.setattr(large_files, "tell", lambda _job, message: told.append(message))
    at = sent(work, client, row(), row(reference="2"))
    assert Job.objects.get().result["message"] == "2 rows, of which 0 are refused."
    assert told[-2:] == ["1 of 2 rows checked", "comparing with the ledger"]
    assert client.get(at).status_code == 200


def test_how_far_a_job_is_stands_on_its_page(as_user, work):
    client = as_user("business")
    at = client.get(upload(client, sheet(row())))["Location"]
    job = Job.objects.get()
    Job.objects.update(state="running")
    from wenxiao.web.core.jobs import tell

    tell(job, "已核对 2000/50000 行")
    page = client.get(at).content.decode()
    assert "已核对 2000/50000 行" in page
    assert 'hx-trigger="every 1s"' in page
    assert "导入分录" in client.get("/ledger/import/").content.decode()
    assert f'href="{at}"' in client.get("/ledger/import/").content.decode()


def test_a_file_of_somebody_else_is_not_there(as_user, work):
    at = sent(work, as_user("business"), row())
    assert as_user("business2").get(at)["Location"] == "/ledger/import/"
