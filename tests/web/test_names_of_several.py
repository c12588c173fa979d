"""A name that several agencies or filing conditions have is refused with their codes; nobody guesses."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.griding import RUBBISH
from tests.web.test_fieldwork_shops import send
from tests.web.test_grid_import import HEADINGS, ROW
from wenxiao.web.core.importing import Names, Wrong
from wenxiao.web.core.pending import keep
from wenxiao.web.fieldwork.models import Attendance, Collection, Training
from wenxiao.web.grid.models import Agency
from wenxiao.web.people.models import User
from wenxiao.web.platforms.importing import draft
from wenxiao.web.territory.changes import changed
from wenxiao.web.territory.models import Change, LocalCondition


@pytest.fixture
def twins(db) -> list[Agency]:
    """Two street offices and two companies of one name each."""
    Agency.objects.create(code="T1", name="双名街道办事处", kind="street", level="street", street="530114901")
    Agency.objects.create(code="T2", name="双名街道办事处", kind="street", level="street", street="530114902")
    return [
        Agency.objects.create(code=code, name="双名公司", kind="company", level="district") for code in ("T3", "T4")
    ]


def book(*rows) -> SimpleUploadedFile:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    file = BytesIO()
    made.save(file)
    return SimpleUploadedFile("表.xlsx", file.getvalue())


def refusals(**differ: str) -> list[str]:
    """What is said against a row of a ledger."""
    row = ROW | differ
    file = book(tuple(HEADINGS[key] for key in row), tuple(row.values()))
    return [one.zh for one in draft(keep(User.objects.get(username="lead"), file)).refusals]


def test_a_name_is_that_of_one_or_is_refused_with_the_codes():
    names = Names((("A", 1, ("甲",)), ("B", 2, ("甲", "乙")), ("乙", 3, ())))
    assert (names.find("a"), names.find("Ｂ"), names.find("乙"), names.find("丙")) == (1, 2, 3, None)
    assert names.find("甲", lambda one: one == 2) == 2
    with pytest.raises(Wrong, match="有 2 个，请改写代码：A、B"):
        names.find("甲")


def test_a_ledger_does_not_guess_between_agencies(twins):
    assert refusals(unit="双名公司") == ["“双名公司”同名的有 2 个，请改写代码：T3、T4。"]
    assert refusals(unit="T3") == []


def test_a_ledger_does_not_guess_between_conditions(db):
    for code in ("twin-1", "twin-2"):
        LocalCondition.objects.create(code=code, categories=[RUBBISH], zh="同名条件", limit="1工作日", closing="已清")
    other = RUBBISH.replace("06010", "09006")
    LocalCondition.objects.create(code="one-a", categories=[RUBBISH], zh="各类皆有", limit="1工作日", closing="已清")
    LocalCondition.objects.create(code="one-b", categories=[other], zh="各类皆有", limit="2工作日", closing="已清")
    changed(Change.Part.CATALOGUE, "同名", User.objects.get(username="lead"))
    assert refusals(condition="同名条件") == ["“同名条件”同名的有 2 个，请改写代码：twin-1、twin-2。"]
    assert refusals(condition="twin-2 同名条件") == []
    assert refusals(condition="各类皆有") == []


def test_a_register_of_shops_does_not_guess(as_user, twins):
    of = Collection.objects.create(name="试", since=date(2026, 9, 1), until=date(2026, 10, 1), keep_days=730)
    row = ("双名街道", "面馆", "银杏路1号", "", "", "2026-09-02", "双名公司", "是")
    text = send(as_user("lead"), of, [row]).content.decode()
    assert "请改写代码：T1、T2。" in text
    assert "请改写代码：T3、T4。" in text


def test_a_list_of_who_came_does_not_guess(as_user, twins):
    one = Training.objects.first()
    before = Attendance.objects.count()
    answer = as_user("lead").post(f"/fieldwork/trainings/{one.pk}/names/", {"file": book(("姓名", "人员类别", "单位"), ("某甲", "supervisor", "双名公司"))})  # fmt: skip
    assert answer.status_code == 422
    assert "请改写代码：T3、T4。" in answer.content.decode()
    assert Attendance.objects.count() == before
