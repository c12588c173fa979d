"""Entries from files: every row is understood or refused with its reason, and a file is entered whole or not at all."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from wenxiao.performance.ledger import Kind, Source
from wenxiao.web.core.clock import travelling
from wenxiao.web.ledger.looking import Look
from wenxiao.web.ledger.models import Batch, Entry
from wenxiao.web.ledger.services import position, post, verify
from wenxiao.web.people.models import User
from wenxiao.web.sample import YEAR

HEADING = ("项目代码", "预算年度", "种类", "资金来源", "日期", "金额（元）", "文号或凭证号", "备注")
ROW = {"code": "530100-0001", "year": YEAR, "kind": "支付", "source": "财政拨款", "date": f"{YEAR}-11-02", "amount": 1000.5, "reference": "凭1", "note": "巡查费"}  # fmt: skip


@pytest.fixture(autouse=True)
def november():
    with travelling(date(YEAR, 11, 21)):
        yield


def row(**changes):
    return tuple({**ROW, **changes}.values())


def sheet(*rows, heading=HEADING, name="台账.xlsx"):
    book = openpyxl.Workbook()
    for cells in (("支付明细",), (), heading, *rows):
        book.active.append(cells)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def upload(client, file):
    return client.post("/ledger/import/", {"file": file})["Location"]


def imported(client, file):
    at = upload(client, file)
    assert client.get(at).context["look"].refusals == []
    assert client.post(at).status_code == 302
    return Entry.objects.filter(batch=Batch.objects.last()).order_by("pk")


@pytest.mark.parametrize(
    ("changes", "is_"),
    [
        ({"kind": "Paid", "source": "budget appropriation"}, {"kind": "paid", "source": "fiscal"}),
        ({"kind": "合同", "source": "other"}, {"kind": "contracted", "source": "other"}),
        ({"date": datetime(YEAR, 11, 3)}, {"date": date(YEAR, 11, 3)}),
        ({"date": f"{YEAR}/11/3"}, {"date": date(YEAR, 11, 3)}),
        ({"date": f"{YEAR}.11.03"}, {"date": date(YEAR, 11, 3)}),
        ({"date": int(f"{YEAR}1103")}, {"date": date(YEAR, 11, 3)}),
        ({"date": f"{YEAR}年11月3日"}, {"date": date(YEAR, 11, 3)}),
        ({"date": (date(YEAR, 11, 3) - date(1899, 12, 30)).days}, {"date": date(YEAR, 11, 3)}),
        ({"amount": "￥1,234.50"}, {"amount": Decimal("1234.50")}),
        ({"amount": "１２３４.５元"}, {"amount": Decimal("1234.50")}),
        ({"amount": 0.1 + 0.2}, {"amount": Decimal("0.30")}),
        ({"year": f"{YEAR}年度", "reference": 20260001}, {"reference": "20260001"}),
        ({"note": None}, {"note": ""}),
    ],
)
def test_cells_mean_what_people_write(as_user, changes, is_):
    (entry,) = imported(as_user("business"), sheet(row(**changes)))
    assert {name: getattr(entry, name) for name in is_} == is_
    assert verify() == []


def test_ten_thousands_by_the_heading(as_user):
    heading = tuple("金额（万元）" if words == "金额（元）" else words for words in HEADING)
    entries = imported(as_user("business"), sheet(row(amount=1.23), row(amount="0.00005", reference="2", kind="合同"), heading=heading))  # fmt: skip
    assert [entry.amount for entry in entries] == [Decimal("12300.00"), Decimal("0.50")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_encodings_of_office_programs(as_user, encoding):
    text = "\r\n".join(",".join(map(str, cells)) for cells in (HEADING, row()))
    (entry,) = imported(as_user("business"), SimpleUploadedFile("a.csv", text.encode(encoding)))
    assert (entry.amount, entry.entered_by.username, entry.batch.rows) == (Decimal("1000.50"), "business", 1)


@pytest.mark.parametrize(
    ("changes", "column", "says"),
    [
        ({"code": "999"}, "项目代码", f"没有代码为“999”的 {YEAR} 年度项目"),
        ({"code": "530100-0008"}, "项目代码", "或不由您记账"),
        ({"year": 2019}, "项目代码", "没有代码为“530100-0001”的 2019 年度项目"),
        ({"year": "去年"}, "预算年度", "应为 1990 到 2100"),
        ({"kind": "拨款"}, "种类", "请写：年初预算批复、上年结转转入"),
        ({"source": "社会资本"}, "资金来源", "请写：财政拨款、"),
        ({"date": f"{YEAR}-02-30"}, "日期", "不是日期，请写成如 2026-03-01"),
        ({"date": f"{YEAR}-11-30"}, "日期", "在今天之后"),
        ({"date": "2025-11-01"}, "日期", f"不在预算年度 {YEAR} 内"),
        ({"amount": "约一千"}, "金额（元）", "不是数字，请只写数字"),
        ({"amount": "0.1万元"}, "金额（元）", "单位写在表头"),
        ({"amount": None}, "金额（元）", "没有金额"),
        ({"amount": "1.005"}, "金额（元）", "不足一分"),
        ({"amount": -5}, "金额（元）", "更正请用冲销"),
        ({"amount": 0}, "金额（元）", "应大于 0"),
        ({"amount": 99999999}, "", "多于到位"),
        ({"reference": None}, "文号或凭证号", "没有填写"),
        ({"reference": "字" * 81}, "文号或凭证号", "多于 80 个字"),
        ({"reference": "凭0"}, "", "与第4行完全相同"),
    ],
)
def test_a_row_that_is_refused_refuses_the_file(as_user, year, changes, column, says):
    before, balance = Entry.objects.count(), position(year(1))
    client = as_user("business")
    at = upload(client, sheet(row(reference="凭0"), row(**changes)))
    page = client.get(at).context
    refusals, look = page["refusals"], page["look"]
    assert {one.row for one in refusals} == {5}
    assert ([line.number for line in look.lines], look.sound, look.sums) == (
        [4],
        1,
        [(Kind.PAID, 1, Decimal("1000.50"))],
    )
    assert any(says in one.zh and one.column == column for one in refusals), refusals
    assert all(one.en for one in refusals)
    assert client.post(at).status_code == 422
    assert (Entry.objects.count(), position(year(1)), Batch.objects.count()) == (before, balance, 0)


def test_a_sum_that_cannot_be_is_told_at_the_last_row_that_makes_it(as_user):
    client = as_user("business")
    rows = [row(amount=400_000, reference=f"凭{n}") for n in range(4)]
    refusals = client.get(upload(client, sheet(*rows, row(kind="合同")))).context["refusals"]
    assert {one.row for one in refusals} == {7}


def test_a_source_without_money_is_pointed_out_at_its_last_row_and_the_file_is_entered(as_user):
    client = as_user("business")
    rows = [
        row(amount=10, reference=f"凭{n}", source=source)
        for n, source in enumerate(("其他资金", "其他资金", "财政拨款"))
    ]
    at = upload(client, sheet(*rows))
    page = client.get(at)
    assert page.context["look"].refusals == []
    assert [(one.row, one.zh) for one in page.context["cautions"]] == [
        (5, "其他资金支付 20 元，这一来源既没有预算，也没有到位；请核对资金来源。")
    ]
    assert "可以记入；资金来源可能有误" in page.content.decode()
    assert Look.of(json.loads(json.dumps(page.context["look"].kept()))).cautions == page.context["look"].cautions
    before = Entry.objects.count()
    assert client.post(at).status_code == 302
    assert Entry.objects.count() == before + 3


def test_money_that_comes_with_its_source_is_not_pointed_out(as_user):
    rows = [row(amount=10, kind=kind, reference="凭1", source="其他资金") for kind in ("年初预算批复", "到位", "支付")]
    client = as_user("business")
    assert client.get(upload(client, sheet(*rows))).context["cautions"] == []


def test_what_the_ledger_has_already_is_not_entered_again(as_user, year):
    client = as_user("business")
    imported(client, sheet(row()))
    at = upload(client, sheet(row(note="另存一次")))
    assert ["台账中已有完全相同的分录" in one.zh for one in client.get(at).context["refusals"]] == [True]


def test_a_file_is_read_once(as_user):
    client, file = as_user("business"), sheet(row())
    data = file.read()
    imported(client, SimpleUploadedFile("一.xlsx", data))
    page = client.get(upload(client, SimpleUploadedFile("换个名字.xlsx", data)))
    assert page.status_code == 422
    assert "这个文件已由 许文 于" in page.content.decode()
    assert Batch.objects.count() == 1


def test_what_changed_since_the_preview_is_seen_when_it_is_entered(as_user, year):
    client = as_user("business")
    left = position(year(1)).left
    at = upload(client, sheet(row(amount=str(left))))
    assert client.get(at).context["look"].refusals == []
    user = User.objects.get(username="business")
    post(year(1), Kind.PAID, Source.FISCAL, date(YEAR, 11, 1), Decimal("0.01"), "别人", "", user)
    page = client.post(at)
    assert page.status_code == 422
    assert "多于全年预算 0.01 元" in page.content.decode()


@pytest.mark.parametrize("heading", [("金额（元）", "金额"), ("金额（元）", "数额")])
def test_an_amount_without_a_unit_in_the_heading_is_not_guessed(as_user, heading):
    client = as_user("business")
    at = upload(client, sheet(row(), heading=tuple(heading[1] if words == heading[0] else words for words in HEADING)))
    page = client.get(at)
    assert page.status_code == 422
    assert "请在表头写明金额的单位" in page.content.decode()


def test_refusals_come_as_a_workbook_in_english_too(as_user):
    client = as_user("business")
    client.cookies["django_language"] = "en"
    at = upload(client, sheet(row(amount="x")))
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{at}refused/").getvalue())).active
    assert [cell.value for cell in book[2]] == [4, "金额（元）", "“x” is no number; write digits alone, the unit is in the heading."]  # fmt: skip


def test_the_export_holds_what_the_filters_show(as_user):
    answer = as_user("business").get("/ledger/export/", {"kind": "cut"})
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.iter_rows(values_only=True))
    assert [(row[0], row[5], row[7]) for row in rows[1:]] == [("530100-0001", "调减", 117500)]


def test_a_hidden_sheet_is_not_what_somebody_hands_in(as_user):
    book = openpyxl.Workbook()
    book.active.append(HEADING)
    book.active.append(row(reference="隐藏"))
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("台账")
    shown.append(HEADING)
    shown.append(row(reference="可见"))
    book.active = 1
    file = io.BytesIO()
    book.save(file)
    entries = imported(as_user("business"), SimpleUploadedFile("台账.xlsx", file.getvalue()))
    assert [one.reference for one in entries] == ["可见"]


def test_what_nobody_sees_in_a_cell_is_no_part_of_it(as_user):
    entries = imported(as_user("business"), sheet(row(code="530100-0001\u200b", kind="\ufeff支付", note="\u200b")))
    assert [(one.project_year.project.code, one.note) for one in entries] == [("530100-0001", "")]


def test_an_empty_date_is_told_as_empty(as_user):
    client = as_user("business")
    page = client.get(upload(client, sheet(row(date=None)))).context["look"].refusals
    assert [(one.column, one.zh) for one in page] == [("日期", "没有填写。")]
