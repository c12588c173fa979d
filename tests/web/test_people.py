"""Organisations and people: who manages them, and their import from a workbook."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from tests.web.making import mark
from wenxiao.web.grid.models import Post
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
    assert "不能放在自己的下级之下" in as_user("admin").post(f"/organisations/{department.pk}/", form).content.decode()
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


def person_form(client, user, **changed):
    """What the page of a person holds, as a browser would send it back."""
    page = html.fromstring(client.get(f"/people/{user.pk}/").content.decode())
    form = next(form for form in page.forms if "username" in form.fields)
    return {**dict(form.form_values()), **changed}


def test_the_day_as_of_which_oversight_sees_is_kept_when_its_form_is_saved_again(as_user):
    oversight = Membership.objects.get(user__username="oversight")
    Membership.objects.filter(pk=oversight.pk).update(as_of=date(2026, 4, 30))
    client = as_user("admin")
    form = person_form(client, oversight.user, name="叶岚岚")
    assert form["memberships-0-as_of"] == "2026-04-30", "a browser shows no other writing of a day"
    assert client.post(f"/people/{oversight.user_id}/", form).status_code == 302
    oversight.refresh_from_db()
    assert (oversight.user.name, oversight.as_of) == ("叶岚岚", date(2026, 4, 30))


@pytest.fixture
def of_a_part(as_user):
    """The browser of an administrator of the water bureau alone."""
    person = User.objects.create(username="part", name="部门管理员")
    Membership.objects.create(user=person, organisation=Organisation.objects.get(code="202"), role="admin")
    return as_user("part")


@pytest.mark.parametrize(
    "person",
    [
        "admin",  # of the district; of the firm too, which every administrator looks after
        "department2",  # of two other departments as well
        "lead",  # of the grid alone
    ],
)
def test_an_administrator_of_a_part_does_not_get_at_who_is_something_elsewhere(of_a_part, person):
    user = User.objects.get(username=person)
    before = user.password
    form = {"username": person, "name": "别人", "is_active": "on", "new_password": "", "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}  # fmt: skip
    assert of_a_part.get(f"/people/{user.pk}/").status_code == 404
    assert of_a_part.post(f"/people/{user.pk}/", form).status_code == 404
    user.refresh_from_db()
    assert user.password == before
    assert f"/people/{user.pk}/" not in of_a_part.get("/people/").content.decode()


def test_an_administrator_of_a_part_does_not_get_at_who_has_a_post_in_the_grid_of_others(of_a_part):
    user = User.objects.get(username="clerk3")
    assert of_a_part.get(f"/people/{user.pk}/").status_code == 200
    post = Post.objects.filter(agency__organisation=None).first()
    Post.objects.create(user=user, agency=post.agency, role=post.role)
    assert of_a_part.get(f"/people/{user.pk}/").status_code == 404


def test_an_administrator_of_a_part_looks_after_its_own_people(of_a_part):
    user = User.objects.get(username="clerk3")
    form = person_form(of_a_part, user, name="陆远远")
    assert of_a_part.post(f"/people/{user.pk}/", form).status_code == 302
    user.refresh_from_db()
    assert user.name == "陆远远"


def test_of_two_administrators_at_one_person_the_second_is_told(as_user):
    user = User.objects.get(username="clerk")
    client = as_user("admin")
    first, second = person_form(client, user, name="甲"), person_form(client, user, name="乙")
    assert client.post(f"/people/{user.pk}/", first).status_code == 302
    answer = client.post(f"/people/{user.pk}/", second)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "已被修改" in page
    assert 'value="乙"' in page, "what was typed is kept"
    user.refresh_from_db()
    assert user.name == "甲"


def test_a_role_that_somebody_else_gave_meanwhile_is_not_taken_away_unseen(as_user):
    user = User.objects.get(username="clerk")
    client = as_user("admin")
    opened = person_form(client, user)
    Membership.objects.create(user=user, organisation=Organisation.objects.get(code="201002"), role="clerk")
    assert "已被修改" in client.post(f"/people/{user.pk}/", {**opened, "memberships-0-DELETE": "on"}).content.decode()
    assert user.memberships.count() == 2


def test_of_two_administrators_at_one_organisation_the_second_is_told(as_user):
    unit = Organisation.objects.get(code="201001")
    client = as_user("admin")
    page = html.fromstring(client.get(f"/organisations/{unit.pk}/").content.decode())
    opened = dict(next(form for form in page.forms if "code" in form.fields).form_values())
    assert client.post(f"/organisations/{unit.pk}/", {**opened, "name": "甲中心"}).status_code == 302
    answer = client.post(f"/organisations/{unit.pk}/", {**opened, "name": "乙中心"})
    assert answer.status_code == 422
    assert "已被修改" in answer.content.decode()
    unit.refresh_from_db()
    assert unit.name == "甲中心"


def test_an_administrator_looks_after_no_organisation_where_it_is_something_else(of_a_part):
    person, elsewhere = User.objects.get(username="part"), Organisation.objects.get(code="201001")
    Membership.objects.create(user=person, organisation=elsewhere, role="clerk")
    assert (
        elsewhere.name not in html.fromstring(of_a_part.get("/people/").content.decode()).find(".//main").text_content()
    )
    assert of_a_part.get(f"/organisations/{elsewhere.pk}/").status_code == 404
    row = ("201001", "", "", "", "new1", "甲", "单位填报人")
    page = of_a_part.post("/people/import/", {"file": upload(row), "take": ""}).content.decode()
    assert "属于别的行政区" in page
    assert not User.objects.filter(username="new1").exists()


def test_who_read_what_is_not_for_everybody_is_there_for_the_administrator(as_user, of_a_part):
    as_user("performance").get("/projects/export/")
    as_user("clerk3").get("/projects/export/?year=2026")
    page = as_user("admin").get("/people/reads/").content.decode()
    assert "沈思齐" in page
    assert "export /projects/export/?year=2026" in page
    assert "127.0.0.1" in page
    of_one = as_user("admin").get("/people/reads/", {"q": "clerk3"}).content.decode()
    assert "陆远" in of_one
    assert "沈思齐" not in of_one.split("<main")[1]
    assert "陆远" in of_a_part.get("/people/reads/").content.decode()
    assert "沈思齐" not in of_a_part.get("/people/reads/").content.decode(), "of the people whom one looks after alone"
    assert "/people/reads/" in as_user("admin").get("/people/").content.decode()
    assert as_user("performance").get("/people/reads/").status_code == 403


@pytest.mark.parametrize(
    ("code", "role", "where"),
    [
        ("201001", "performance", "行政区"),
        ("201001", "business", "行政区、主管部门"),
        ("201001", "department", "主管部门"),
        ("201001", "evaluator", "第三方机构"),
        ("201", "performance", "行政区"),
        ("530100", "clerk", "预算单位、主管部门"),
        ("530100", "evaluator", "第三方机构"),
        ("F001", "clerk", "预算单位、主管部门"),
        ("F001", "oversight", "行政区、主管部门、预算单位"),
    ],
)
def test_a_role_that_makes_no_sense_at_an_organisation_is_refused(as_user, code, role, where):
    client, user = as_user("admin"), User.objects.get(username="clerk")
    there = Organisation.objects.get(code=code)
    row = {"memberships-1-organisation": there.pk, "memberships-1-role": role}
    answer = client.post(f"/people/{user.pk}/", person_form(client, user, **row))
    assert answer.status_code == 422
    assert f"这个岗位设在{where}。" in answer.content.decode()
    assert user.memberships.count() == 1
    words = dict(Membership._meta.get_field("role").choices)[role]
    page = client.post("/people/import/", {"file": upload((code, "", "", "", "new1", "甲", str(words))), "take": ""})
    assert f"这个岗位设在{where}。" in page.content.decode()
    assert not User.objects.filter(username="new1").exists()


@pytest.mark.parametrize(
    ("code", "role"),
    [("201", "clerk"), ("201", "head"), ("201", "business"), ("530100", "business"), ("202", "department"), ("F001", "evaluator")],
)  # fmt: skip
def test_a_role_that_makes_sense_is_given(as_user, code, role):
    client, user = as_user("admin"), User.objects.get(username="clerk")
    there = Organisation.objects.get(code=code)
    row = {"memberships-1-organisation": there.pk, "memberships-1-role": role}
    assert client.post(f"/people/{user.pk}/", person_form(client, user, **row)).status_code == 302
    assert user.memberships.filter(organisation=there, role=role).exists()


def test_a_role_given_before_where_it_makes_no_sense_stays_and_is_pointed_out(as_user):
    client, user = as_user("admin"), User.objects.get(username="clerk")
    Membership.objects.create(user=user, organisation=Organisation.objects.get(code="201001"), role="performance")
    assert "岗位与机构不符" in client.get("/people/").content.decode()
    hint = "“星河区网格化管理中心”是预算单位，不能有“财政绩效科”；这个岗位设在行政区。"
    assert hint in client.get(f"/people/{user.pk}/").content.decode()
    assert client.post(f"/people/{user.pk}/", person_form(client, user, name="林晓")).status_code == 302
    assert user.memberships.count() == 2


def test_every_role_of_the_sample_stands_where_it_makes_sense(db):
    assert not [one for one in Membership.objects.select_related("organisation", "user") if one.misplaced]


def test_a_workbook_says_as_of_which_day_oversight_sees(as_user):
    client, row = as_user("admin"), ("530100", "", "", "", "new1", "甲", "人大、审计")
    client.post("/people/import/", {"file": upload((*row, date(2026, 6, 30))), "take": ""})
    held = Membership.objects.get(user__username="new1")
    assert held.as_of == date(2026, 6, 30)
    client.post("/people/import/", {"file": upload((*row, "2026年9月30日")), "take": ""})
    held.refresh_from_db()
    assert held.as_of == date(2026, 9, 30)
    client.post("/people/import/", {"file": upload((*row, "")), "take": ""})
    held.refresh_from_db()
    assert held.as_of == date(2026, 9, 30), "an empty cell says nothing"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("530100", "", "", "", "new1", "甲", "人大、审计", "年底"), "不是日期"),
        (("201001", "", "", "", "new1", "甲", "单位填报人", "2026-06-30"), "填写查看截止日，请删去"),
    ],
)
def test_a_day_of_oversight_that_is_none_is_refused(as_user, row, words):
    page = as_user("admin").post("/people/import/", {"file": upload(row), "take": ""}).content.decode()
    assert words in page
    assert not User.objects.filter(username="new1").exists()


def test_a_workbook_without_the_day_of_oversight_is_taken(as_user):
    book = openpyxl.Workbook()
    for cells in (COLUMNS[:-1], ("201001", "", "", "", "new1", "甲", "单位填报人")):
        book.active.append(cells)
    data = io.BytesIO()
    book.save(data)
    as_user("admin").post("/people/import/", {"file": SimpleUploadedFile("人员.xlsx", data.getvalue()), "take": ""})
    assert Membership.objects.get(user__username="new1").as_of is None
