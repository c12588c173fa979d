"""Organisations and people: who manages them, and their import from a workbook."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.making import mark
from wenxiao.web.people.importing import COLUMNS
from wenxiao.web.people.models import Membership, Organisation, User


def upload(*rows):
    book = openpyxl.Workbook()
    for row in (COLUMNS, *rows):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return SimpleUploadedFile("人员.xlsx", data.getvalue())


NEW = ("205", "星河区交通运输局", "主管部门", "530100", "qin", "秦川", "主管部门")
BELOW = ("205001", "星河区公路养护中心", "预算单位", "205", "bai", "白露", "单位填报人")


def test_a_workbook_makes_organisations_people_and_roles(as_user):
    client = as_user("admin")
    client.post("/people/import/", {"file": upload(NEW, BELOW), "check": ""})
    assert not Organisation.objects.filter(code="205").exists(), "a look makes nothing"
    page = client.post("/people/import/", {"file": upload(NEW, BELOW), "take": ""}).content.decode()
    unit = Organisation.objects.get(code="205001")
    assert unit.path.startswith(Organisation.objects.get(code="205").path)
    clerk = User.objects.get(username="bai")
    assert clerk.must_change_password
    assert clerk.memberships.get().role == "clerk"
    secret = page.split("bai</td><td>白露</td><td><code>")[1].split("<")[0]
    assert clerk.check_password(secret)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("206", "甲局", "主管部门", "999", "", "", ""), "没有上级代码"),
        (("206", "甲局", "部门", "530100", "", "", ""), "类别"),
        (("", "甲局", "主管部门", "530100", "", "", ""), "单位代码是空的"),
        (("201001", "", "", "", "clerk", "别人", "单位填报人"), "已是"),
        (("201001", "", "", "", "new1", "甲", "局长"), "岗位"),
        (("201001", "", "", "", "new1", "甲", "系统管理员"), "岗位"),
        (("201001", "", "", "", "", "甲", "单位填报人"), "登录名"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_taken(as_user, row, words):
    page = as_user("admin").post("/people/import/", {"file": upload(NEW, row), "take": ""}).content.decode()
    assert '<td class="num">3</td>' in page
    assert words in page
    assert not Organisation.objects.filter(code="205").exists()


def test_a_file_that_is_no_table_gets_one_sentence(as_user):
    page = as_user("admin").post(
        "/people/import/", {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04broken"), "take": ""}
    )
    assert "打不开这个 Excel 文件" in page.content.decode()


def test_the_first_password_must_be_changed(client, db):
    user = User.objects.get(username="clerk")
    user.must_change_password = True
    user.save()
    client.force_login(user, "wenxiao.web.people.logins.Logins")
    assert client.get("/projects/")["Location"] == "/password/"


def test_a_role_is_given_and_taken_by_the_administrator_alone(as_user):
    user = User.objects.get(username="clerk")
    unit = Organisation.objects.get(code="201002")
    form = {"username": "clerk", "name": user.name, "is_active": "on", "memberships-TOTAL_FORMS": 2, "memberships-INITIAL_FORMS": 1,
            "memberships-0-id": user.memberships.get().pk, "memberships-0-organisation": user.memberships.get().organisation_id,
            "memberships-0-role": "clerk", "memberships-1-organisation": unit.pk, "memberships-1-role": "clerk"}  # fmt: skip
    assert as_user("performance").post(f"/people/{user.pk}/", form).status_code == 403
    admin = as_user("admin")
    form["opened"] = mark(admin, f"/people/{user.pk}/")
    assert admin.post(f"/people/{user.pk}/", form).status_code == 302
    assert Membership.objects.filter(user=user).count() == 2


def test_an_organisation_does_not_hang_below_itself(as_user):
    department = Organisation.objects.get(code="201")
    below = Organisation.objects.get(code="201001")
    form = {"code": "201", "name": department.name, "kind": "department", "parent": below.pk}
    assert as_user("admin").post(f"/organisations/{department.pk}/", form).status_code == 200
    department.refresh_from_db()
    assert department.parent.code == "530100"


def test_who_fails_too_often_waits(client, db):
    for _ in range(5):
        client.post("/login/", {"username": "clerk", "password": "wrong"})
    answer = client.post("/login/", {"username": "clerk", "password": "xinghe-district-demo"})
    assert answer.status_code == 429
    assert "15分钟" in answer.content.decode()


def test_sample_people_get_in_on_this_machine_alone(client, db, settings):
    settings.HOSTS = ["jixiao.example.gov.cn"]
    answer = client.post("/login/", {"username": "clerk", "password": "xinghe-district-demo"})
    assert "示例账号只能在本机使用" in answer.content.decode()


def test_a_firm_stands_beside_the_district_and_its_administrator_looks_after_it(as_user):
    client = as_user("admin")
    form = {"code": "F009", "name": "清源绩效咨询有限公司", "kind": "firm", "parent": ""}
    assert client.post("/organisations/new/", form).status_code == 302
    firm = Organisation.objects.get(code="F009")
    assert firm.parent is None
    assert firm.name in client.get("/people/").content.decode()
    assert client.get(f"/organisations/{firm.pk}/").status_code == 200
    # below a unit it would see what the unit sees
    unit = Organisation.objects.get(code="201001")
    client.post(f"/organisations/{firm.pk}/", {**form, "parent": unit.pk})
    firm.refresh_from_db()
    assert firm.parent is None


def test_a_unit_stands_below_a_department(as_user):
    answer = as_user("admin").post(
        "/organisations/new/", {"code": "209", "name": "某某局", "kind": "unit", "parent": ""}
    )
    assert "请选择上级" in answer.content.decode()
    assert not Organisation.objects.filter(code="209").exists()
