"""Exports of other systems by mapping profiles: guessed from a file, changed, and read in through the preview of the ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.web.exported import ITEMS, PAYMENTS, PROJECTS, book, item, payment, project, text
from wenxiao.performance.ledger import Kind
from wenxiao.web.core import large_files
from wenxiao.web.core.clock import travelling
from wenxiao.web.core.models import Job
from wenxiao.web.exchange.models import Profile
from wenxiao.web.ledger.models import Batch, Entry
from wenxiao.web.ledger.services import reverse, verify
from wenxiao.web.people.models import User
from wenxiao.web.register.models import Project
from wenxiao.web.sample import YEAR


@pytest.fixture(autouse=True)
def november():
    with travelling(date(YEAR, 11, 21)):
        yield


def of(table):
    return Profile.objects.get(name=f"预算管理一体化·{table}")


def translated(client, file, table="支付明细"):
    """The preview of a file that was read in with a profile of the sample."""
    answer = client.post(f"/exchange/{of(table).pk}/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def entered(client, file, table="支付明细"):
    at = translated(client, file, table)
    page = client.get(at)
    assert page.context["look"].refusals == []
    assert client.post(at).status_code == 302
    return Entry.objects.filter(batch=Batch.objects.last()).order_by("pk")


def test_payments_of_the_integrated_system_become_entries(as_user):
    rows = (
        payment(1),
        payment(2, how="财政直接支付", amount=0.1 + 0.2, voucher=20260002),
        payment(3, date=f"{YEAR}1103"),
    )
    first, second, third = entered(as_user("business"), book(PAYMENTS, *rows))
    assert (first.kind, first.source, first.amount, first.reference) == ("paid", "fiscal", Decimal("1000.50"), f"Z{YEAR}00001")  # fmt: skip
    assert (second.amount, second.reference) == (Decimal("0.30"), "20260002")
    assert third.date == date(YEAR, 11, 3)
    batch = Batch.objects.last()
    assert (batch.about["profile"], batch.about["revision"], batch.about["file"]) == (of("支付明细").pk, 0, "导出.xlsx")
    assert verify() == []


def test_budget_items_become_what_their_type_says(as_user):
    rows = (
        item(1),
        item(2, kind="指标下达", amount=500),
        item(3, kind="额度到账", amount="300.00", source="上年结转资金"),
    )
    entries = entered(as_user("business"), text(ITEMS, *rows), "指标明细")
    assert [(e.kind, e.source, e.amount) for e in entries] == [
        ("added", "fiscal", Decimal("20000.00")),
        ("allocated", "fiscal", Decimal("500.00")),
        ("arrived", "carryover", Decimal("300.00")),
    ]


def test_totals_and_words_that_are_left_out_are_counted(as_user):
    total = ("合计", None, None, None, None, None, None, None, None, 1000.5, None)
    at = translated(as_user("business"), book(PAYMENTS, payment(1), payment(2, how="退票"), total))
    page = as_user("business").get(at)
    assert page.context["look"].rows == 1
    assert "按方案不导入 1 行、合计行 1 行" in page.content.decode()


def test_of_a_cumulative_export_only_what_is_new_is_entered(as_user):
    client = as_user("business")
    entered(client, book(PAYMENTS, payment(1), payment(2)))
    at = translated(client, book(PAYMENTS, payment(1), payment(2), payment(3)))
    page = client.get(at)
    assert (page.context["look"].rows, page.context["look"].lines[0].number) == (1, 6)  # its row in their file
    assert "已有 2 行" in page.content.decode()
    assert client.post(at).status_code == 302
    assert Entry.objects.filter(reference__startswith=f"Z{YEAR}").count() == 3
    answer = client.post(f"/exchange/{of('支付明细').pk}/", {"file": book(PAYMENTS, payment(1), payment(3))})
    assert answer.status_code == 422
    assert "没有新的行：已有 2 行" in answer.content.decode()


def test_what_was_entered_and_taken_back_does_not_come_back_by_itself(as_user):
    client = as_user("business")
    (entry,) = entered(client, book(PAYMENTS, payment(1)))
    reverse(entry, date(YEAR, 11, 20), "更正1", "误记", User.objects.get(username="business"))
    page = client.get(translated(client, book(PAYMENTS, payment(1), payment(2))))
    assert "曾记入后又冲销 1 行" in page.content.decode()
    assert page.context["look"].rows == 1


def test_a_refused_row_has_the_number_of_their_file_and_nothing_is_entered(as_user):
    client = as_user("business")
    before = Entry.objects.count()
    rows = (
        payment(1),
        (None,),
        payment(2, code="530100-7777"),
        payment(3, how="委托支付"),
        payment(4, amount="约一千"),
    )
    at = translated(client, book(PAYMENTS, *rows))
    found = {one.row: (one.column, one.zh) for one in client.get(at).context["refusals"]}
    assert set(found) == {6, 7, 8}
    assert "530100-7777" in found[6][1]
    assert found[7] == (
        "种类",
        "“委托支付”认不出，请写：年初预算批复、上年结转转入、追加、调减、收回、下达、到位、合同、支付、结转下年。",
    )
    assert "约一千" in found[8][1]
    assert client.post(at).status_code == 422
    assert Entry.objects.count() == before


def test_a_file_of_another_table_is_told_which_heading_it_lacks(as_user):
    answer = as_user("business").post(f"/exchange/{of('支付明细').pk}/", {"file": book(ITEMS, item(1))})
    assert answer.status_code == 422
    assert "文件的表头缺少：支付凭证号、支付方式、支付金额、清算日期、用途" in answer.content.decode()


def test_projects_that_are_there_and_repeated_ones_are_left_out(as_user):
    client = as_user("department")
    rows = (
        project(1),
        project(1, fund="政府性基金预算资金"),
        project(2, code="530100-0001"),
        project(3, state="延续项目"),
    )
    at = translated(client, book(PROJECTS, *rows), "项目库")
    page = client.get(at)
    assert [number for number, *_ in page.context["lines"]] == [4, 7]
    assert "已有 1 行、重复前面一行的项目 1 行" in page.content.decode()
    assert client.post(at).status_code == 302
    made = Project.objects.get(code="530100-9003")
    assert (made.attribute, made.fund, made.bond, made.unit.code) == ("continuing", "general", False, "201001")


def test_a_profile_is_guessed_from_a_file_put_right_and_used(as_user):
    client = as_user("business")
    heading = ("项目编码", "业务类型", "经费来源", "业务日期", "发生额（万元）", "单据号", "备注说明", "年度")
    rows = (
        ("530100-0001", "授权支付", "一般公共预算", f"{YEAR}-11-02", 1.5, "A1", "一", YEAR),
        ("530100-0001", "缴款", "市级补助", f"{YEAR}-11-03", 2, "A2", "二", YEAR),
    )
    at = client.post("/exchange/new/", {"target": "entries", "file": book(heading, *rows, name="市级.xlsx")})[
        "Location"
    ]
    form = client.get(at).context["form"]
    values = {name: form[name].value() for name in form.fields}
    assert {name: value for name, value in values.items() if name.startswith("c-")} == {
        "c-code": "项目编码", "c-year": "年度", "c-kind": "业务类型", "c-source": "经费来源", "c-date": "业务日期",
        "c-amount": "发生额（万元）", "c-reference": "单据号", "c-note": "备注说明",
    }  # fmt: skip
    assert values["unit"] == "wan"
    assert (values["w-kind-授权支付"], values["w-kind-缴款"], values["w-source-市级补助"]) == ("paid", "", "transfer")
    typed = {**values, "name": "市级平台", "note": "", "w-kind-缴款": "contracted", "skip": "on"}
    answer = client.post(at, typed)
    assert answer.status_code == 302, answer.content.decode()
    profile = Profile.objects.get(name="市级平台")
    assert profile.jurisdiction.code == "530100"
    preview = client.post(answer["Location"], {"file": book(heading, *rows)})["Location"]
    client.post(preview)
    entries = Entry.objects.filter(batch=Batch.objects.last()).order_by("pk")
    assert [(e.kind, e.source, e.amount) for e in entries] == [
        (Kind.PAID, "fiscal", Decimal("15000")),
        (Kind.CONTRACTED, "transfer", Decimal("20000")),
    ]


def test_a_profile_that_lacks_something_says_what_and_keeps_what_was_typed(as_user):
    client = as_user("business")
    at = f"/exchange/{of('支付明细').pk}/edit/"
    form = client.get(at).context["form"]
    values = {name: form[name].value() for name in form.fields}
    answer = client.post(at, {**values, "c-kind": "", "c-date": "", "k-source": "bond", "name": "改名"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请为“种类”选一个表头，或写一个固定值。" in page
    assert "请为“日期”选一个表头" in page
    assert "“资金来源”既选了表头又写了固定值，请只留一个。" in page
    assert 'value="改名"' in page
    assert of("支付明细").revision == 0


def test_two_people_change_a_profile_and_the_second_is_told(as_user):
    at = f"/exchange/{of('支付明细').pk}/edit/"
    form = as_user("business").get(at).context["form"]
    values = {name: form[name].value() for name in form.fields} | {"skip": "on"}
    assert as_user("business").post(at, {**values, "note": "甲"}).status_code == 302
    answer = as_user("business2").post(at, {**values, "note": "乙"})
    assert answer.status_code == 422
    assert "许文 修改了这份资料" in answer.content.decode()
    profile = of("支付明细")
    assert (profile.note, profile.revision) == ("甲", 1)
    assert [one.contents["note"] for one in profile.revisions.all()] == ["甲", "国库支付—支付凭证明细导出，本年累计"]


def test_a_name_that_is_taken_is_refused(as_user):
    at = f"/exchange/{of('支付明细').pk}/edit/"
    form = as_user("business").get(at).context["form"]
    values = {name: form[name].value() for name in form.fields}
    answer = as_user("business").post(at, {**values, "name": of("指标明细").name})
    assert answer.status_code == 422
    assert "请换一个名称" in answer.content.decode()


def test_a_department_reads_projects_in_and_no_money(as_user):
    client = as_user("department")
    assert client.get(f"/exchange/{of('项目库').pk}/").status_code == 200
    assert client.get(f"/exchange/{of('支付明细').pk}/").status_code == 404
    assert "支付明细" not in client.get("/exchange/").content.decode()


def test_a_profile_out_of_use_reads_nothing_in(as_user):
    client, at = as_user("business"), f"/exchange/{of('支付明细').pk}/"
    client.post(f"{at}switch/", {"active": "0"})
    assert client.post(at, {"file": book(PAYMENTS, payment(1))}).status_code == 403
    client.post(f"{at}switch/", {"active": "1"})
    assert client.post(at, {"file": book(PAYMENTS, payment(1))}).status_code == 302


def test_a_large_file_is_translated_checked_and_entered_in_the_background(as_user, work, monkeypatch):
    monkeypatch.setattr(large_files, "LARGE", 0)
    client = as_user("business")
    waiting = client.post(
        f"/exchange/{of('支付明细').pk}/", {"file": book(PAYMENTS, payment(1), payment(2, how="退票"))}
    )
    work()
    job = Job.objects.get(kind="exchange.translate")
    assert (job.state, waiting["Location"]) == ("done", f"/jobs/{job.pk}/")
    assert job.result["message"] == "已转换；未导入：按方案不导入 1 行。"
    at = job.result["url"]
    client.get(at)  # asks for the check
    work()
    assert client.get(at).context["look"].sound == 1
    client.post(at)
    work()
    assert Batch.objects.last().about["left_out"] == {"words": 1}


@pytest.mark.parametrize("file", [book(("一",), ("二",)), text(("项目代码", "支付金额", "项目代码"), ("1", "2", "3"))])
def test_a_file_without_a_heading_or_with_one_twice_is_refused_in_words(as_user, file):
    client = as_user("business")
    at = client.post("/exchange/new/", {"target": "entries", "file": file})["Location"]
    answer = client.get(at)
    assert answer.status_code == 422
    assert "表头" in answer.content.decode()


def test_an_address_that_was_not_sent_is_gone(as_user):
    assert as_user("business").get(f"/exchange/new/{'0' * 64}/?target=entries")["Location"] == "/exchange/new/"


def test_a_ready_profile_is_taken_over_once(as_user):
    client = as_user("business")
    Profile.objects.filter(name="预算管理一体化·支付明细").update(name="旧名")
    assert client.post("/exchange/adopt/", {"ready": "integrated-payments"}).status_code == 302
    assert of("支付明细").revision == 0
    client.post("/exchange/adopt/", {"ready": "integrated-payments"})
    assert Profile.objects.filter(name="预算管理一体化·支付明细").count() == 1
    assert client.post("/exchange/adopt/", {"ready": "没有"}).status_code == 404
