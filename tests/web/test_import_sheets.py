"""A workbook of several sheets: the one with the heading is read, and the page says which it was and which were left."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.exported import PAYMENTS, payment
from tests.web.exported import book as exported_book
from wenxiao.web.api.models import make
from wenxiao.web.core.clock import travelling
from wenxiao.web.core.importing import Column, choose, read
from wenxiao.web.evidence.models import Series
from wenxiao.web.exchange.models import Profile
from wenxiao.web.fieldwork.models import Collection, Training
from wenxiao.web.ledger.models import Entry
from wenxiao.web.people.importing import COLUMNS as PEOPLE
from wenxiao.web.people.models import User
from wenxiao.web.sample import YEAR

COLUMNS = (Column("name", ("名称",)), Column("code", ("代码",)))
ENTRIES = ("项目代码", "预算年度", "种类", "资金来源", "日期", "金额（元）", "文号或凭证号")
ENTRY = ("530100-0001", YEAR, "支付", "财政拨款", f"{YEAR}-11-02", "1000.50", "凭1")
NOTES = (("填表说明",), ("请逐行填写。",))


@pytest.fixture(autouse=True)
def november():
    with travelling(date(YEAR, 11, 21)):
        yield


def book(**sheets):
    """A workbook with these sheets, each with its rows; a name that begins with _ is a hidden one."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name.removeprefix("_"))
        sheet.sheet_state = "hidden" if name.startswith("_") else "visible"
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return SimpleUploadedFile("表.xlsx", file.getvalue())


def table(*codes):
    return (("名称", "代码"), *(("甲", code) for code in codes))


@pytest.fixture
def kept(tmp_path):
    def keep(**sheets):
        path = tmp_path / "kept"
        path.write_bytes(book(**sheets).read())
        return path

    return keep


@pytest.mark.parametrize(
    ("sheets", "is_", "left", "alike"),
    [
        ({"明细": table(1)}, "明细", [], []),
        ({"说明": NOTES, "明细": table(1)}, "明细", ["说明"], []),
        ({"明细": table(1), "汇总": (("合计",), (3,))}, "明细", ["汇总"], []),
        ({"一月": table(1), "二月": table(2), "说明": NOTES}, "一月", ["二月", "说明"], ["二月"]),
        ({"空表": table(), "明细": table(1)}, "明细", ["空表"], []),
        ({"明细": table(1), "Sheet2": (), "Sheet3": ()}, "明细", [], []),
        ({"_旧表": table(9), "明细": table(1)}, "明细", [], []),
    ],
)
def test_the_sheet_with_the_heading_is_read(kept, sheets, is_, left, alike):
    filled = read(kept(**sheets), COLUMNS)
    assert [row.cells["code"] for row in filled.rows] == [1]
    assert (filled.sheets.name, [*filled.sheets.left], [*filled.sheets.alike]) == (is_, left, alike)


def test_rows_keep_their_numbers_in_the_sheet_that_is_read(kept):
    filled = read(kept(说明=NOTES, 明细=(("台账",), (), *table(7))), COLUMNS)
    assert [row.number for row in filled.rows] == [4]


def test_a_text_file_has_no_sheets(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("名称,代码\n甲,1\n", "utf-8")
    assert read(path, COLUMNS).sheets.words == ""


def test_a_book_without_the_heading_says_of_which_sheet_it_is_missed(kept):
    with pytest.raises(ValueError, match="工作表“名册”的表头缺少：代码"):
        read(kept(说明=NOTES, 名册=(("名称", "电话", "代号"), ("甲", 1, 2))), (*COLUMNS, Column("phone", ("电话",))))


def test_a_book_in_which_nothing_stands_is_read_as_empty(kept):
    sheets, rows = choose(kept(一=(), 二=()).read_bytes(), lambda _cells: 0)
    assert (list(rows), sheets.left) == ([], ())


def entries(client, file):
    return client.get(client.post("/ledger/import/", {"file": file})["Location"])


def test_the_preview_says_which_sheet_is_read_in_the_language_of_the_page(as_user):
    client = as_user("business")
    sheets = {"说明": NOTES, "十月": (ENTRIES, ENTRY), "十一月": (ENTRIES, ENTRY)}
    page = entries(client, book(**sheets)).content.decode()
    assert "只读取了工作表“十月”" in page
    assert "“十一月”也有这样的表头" in page
    client.post("/language/", {"language": "en", "back": "/"})
    page = entries(client, book(**sheets)).content.decode()
    assert "Only the sheet “十月” is read" in page
    assert "“十一月” has the same heading" in page


def test_nothing_is_said_of_sheets_where_there_is_one(as_user):
    assert "工作表" not in entries(as_user("business"), book(台账=(ENTRIES, ENTRY))).content.decode()


def test_a_large_file_keeps_which_sheet_was_read(as_user, settings, monkeypatch, work):
    monkeypatch.setattr("wenxiao.web.core.large_files.LARGE", 10)
    client = as_user("business")
    client.post("/ledger/import/", {"file": book(说明=NOTES, 明细=(ENTRIES, ENTRY))})
    at = client.post("/ledger/import/", {"file": book(说明=NOTES, 明细=(ENTRIES, ENTRY))})["Location"]
    client.get(at)
    work()
    assert "只读取了工作表“明细”" in client.get(at).content.decode()
    assert not Entry.objects.filter(reference="凭1").exists()


def sent(client, address, file, **more):
    return client.post(address, {"file": file, **more}, follow=True).content.decode()


SAID = "只读取了工作表“明细”；没有读取“说明”"


@pytest.mark.parametrize(
    ("who", "address", "heading", "more"),
    [
        ("business", "/projects/import/", ("项目名称", "项目代码", "单位代码", "项目属性", "起始年度", "终止年度", "预算种类"), {}),
        ("lead", "/platforms/", ("平台", "平台案件编号", "来源", "问题描述", "上报时间"), {}),
        ("admin", "/grid/agencies/import/agencies/", ("单位代码", "名称", "类别"), {}),
        ("admin", "/people/import/", PEOPLE, {"check": ""}),
        ("lead", "/territory/import/components/", ("部件标识码", "部件名称", "经度", "纬度"), {"check": "", "system": "CGCS2000"}),
        ("lead", "/territory/import/grids/", ("单元网格编码", "边界"), {"check": "", "system": "CGCS2000"}),
        ("lead", "/territory/import/staff/", ("工号", "姓名", "角色", "单位代码"), {"check": ""}),
        ("lead", "/territory/import/duty/", ("管理网格代码", "管理网格名称", "单元网格编码"), {"check": ""}),
        ("performance", "/targets/library/import/", ("行业领域", "一级指标", "三级指标"), {}),
    ],
)  # fmt: skip
def test_every_import_says_which_sheet_it_read(as_user, who, address, heading, more):
    file = book(说明=NOTES, 明细=(heading, ["某"] * len(heading)))
    assert SAID in sent(as_user(who), address, file, **more)


def test_shops_and_lists_of_names_say_it_too(as_user):
    shops = f"/fieldwork/shops/of/{Collection.objects.first().pk}/import/"
    assert SAID in sent(
        as_user("lead"), shops, book(说明=NOTES, 明细=(("街道", "店名", "地址", "采集日期"), ("某",) * 4))
    )
    names = f"{Training.objects.first().get_absolute_url()}names/"
    assert SAID in sent(as_user("lead"), names, book(说明=NOTES, 明细=(("姓名", "人员类别", "单位"), ("某",) * 3)))


def test_readings_of_a_series_are_taken_from_the_sheet_with_its_columns(as_user):
    one = Series.objects.first()
    columns = [one.mapping["date"], one.mapping["value"]]
    page = sent(
        as_user(one.made_by.username),
        f"{one.get_absolute_url()}upload/",
        book(说明=NOTES, 明细=(columns, ("2019-01-31", 12))),
    )
    assert SAID in page
    assert one.points.filter(at__year=2019).exists()


def exported():
    """A file of another system, with a sheet of notes before its table."""
    made = openpyxl.load_workbook(exported_book(PAYMENTS, payment(1)))
    made.active.title = "明细"
    made.create_sheet("说明", 0).append(NOTES[0])
    file = io.BytesIO()
    made.save(file)
    return SimpleUploadedFile("导出.xlsx", file.getvalue())


def test_a_profile_translates_the_sheet_with_its_headings(as_user):
    profile = Profile.objects.get(name="预算管理一体化·支付明细")
    page = sent(as_user("business"), profile.get_absolute_url(), exported())
    assert SAID in page
    assert "全部记入台账" in page


def test_a_new_profile_is_guessed_from_the_sheet_with_the_headings(as_user):
    page = sent(as_user("business"), "/exchange/new/", exported(), target="entries")
    assert SAID in page
    assert "凭证号" in page


def test_a_program_is_told_it_too(client, db):
    secret = make(User.objects.get(username="business"), "测试", ["imports:write"], date(YEAR, 12, 31))
    for fields in ({"file": exported(), "profile": Profile.objects.get(name="预算管理一体化·支付明细").pk}, {"file": book(说明=NOTES, 明细=(ENTRIES, ENTRY))}):  # fmt: skip
        answer = client.post("/api/v1/imports", fields, headers={"Authorization": f"Bearer {secret}"})
        assert SAID in answer.json()["sheets"]
