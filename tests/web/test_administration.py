"""The record of administration: who changed persons, roles, passwords, tokens; who logged in, and who failed to."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from lxml import html

from tests.web.test_people import BELOW, NEW, person_form, upload
from wenxiao.web.people.making import make_administrator
from wenxiao.web.people.models import Administration, Membership, Organisation, User

PASSWORD = "xinghe-district-demo"


def page_of(client: Client, name: str, **asked: str) -> str:
    """The words of one of the logs."""
    shown = html.fromstring(client.get(f"/people/{name}/", asked).content.decode())
    return " ".join(shown.find(".//main").text_content().split())


def test_a_changed_person_is_on_record_with_what_it_was_before(as_user):
    admin, user = as_user("admin"), User.objects.get(username="clerk")
    unit = Organisation.objects.get(code="201002")
    form = person_form(
        admin, user, name="林晓", **{"memberships-1-organisation": unit.pk, "memberships-1-role": "clerk"}
    )
    assert admin.post(f"/people/{user.pk}/", form).status_code == 302
    one = Administration.objects.get()
    assert (one.actor.username, one.person, one.kind) == ("admin", user, "person")
    assert (one.before["name"], one.after["name"]) == ("林晓雨", "林晓")
    assert "username" not in one.before, "only what differs"
    words = page_of(admin, "changes")
    assert "名称：林晓雨 → 林晓" in words
    assert "岗位：— → 星河区环境卫生管理站 单位填报人" in words


def test_what_is_saved_without_a_change_is_not_on_record(as_user):
    admin, user = as_user("admin"), User.objects.get(username="clerk")
    assert admin.post(f"/people/{user.pk}/", person_form(admin, user)).status_code == 302
    assert not Administration.objects.exists()


def test_a_role_that_was_taken_away_is_on_record(as_user):
    admin, user = as_user("admin"), User.objects.get(username="clerk3")
    form = person_form(admin, user, **{"memberships-0-DELETE": "on"})
    assert admin.post(f"/people/{user.pk}/", form).status_code == 302
    assert "岗位：星河区河道管理所 单位填报人 → —" in page_of(admin, "changes")


def test_a_password_that_is_set_anew_is_on_record_and_the_password_is_not(as_user):
    admin, user = as_user("admin"), User.objects.get(username="clerk")
    form = person_form(admin, user, new_password="")
    shown = admin.post(f"/people/{user.pk}/", form, follow=True).content.decode()
    secret = shown.split("的初始密码：")[1].split("（")[0]
    one = Administration.objects.get()
    assert (one.kind, one.person, one.before, one.after) == ("reset", user, {}, {})
    words = page_of(admin, "changes")
    assert "重置密码" in words
    assert secret not in words


def test_who_changes_their_own_password_is_on_record(as_user):
    client = as_user("clerk")
    new = "a-long-word-of-their-own"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/password/", form).status_code == 302
    one = Administration.objects.get()
    assert (one.kind, one.actor.username, one.person.username) == ("password", "clerk", "clerk")


def test_a_token_is_on_record_when_it_is_made_and_revoked_without_its_secret(as_user):
    client = as_user("clerk")
    page = client.post("/tokens/", {"name": "月报", "scopes": ["ledger:read"], "days": "30"}).content.decode()
    assert "wx_" in page
    token = User.objects.get(username="clerk").tokens.get(name="月报")
    client.post(f"/tokens/{token.pk}/revoke/")
    revoked, made = Administration.objects.order_by("-pk")
    assert (made.kind, made.after["name"], made.after["scopes"]) == ("token", "月报", ["ledger:read"])
    assert (revoked.kind, revoked.before["name"], revoked.after) == ("revoked", "月报", {})
    assert "wx_" not in str((made.after, revoked.before))
    assert "权限：— → ledger:read" in page_of(as_user("admin"), "changes")


def test_what_a_workbook_made_is_on_record_and_what_it_was_only_asked_is_not(as_user):
    admin = as_user("admin")
    admin.post("/people/import/", {"file": upload(NEW, BELOW), "check": ""})
    assert not Administration.objects.exists()
    page = admin.post("/people/import/", {"file": upload(NEW, BELOW), "take": ""}).content.decode()
    secret = page.split("bai</td><td>白露</td><td><code>")[1].split("<")[0]
    assert sorted(Administration.objects.values_list("kind", flat=True)) == ["organisation"] * 2 + ["person"] * 2
    words = page_of(admin, "changes", q="bai")
    assert "岗位：— → 星河区公路养护中心 单位填报人" in words
    assert secret not in words
    # a role more for somebody who is there
    admin.post("/people/import/", {"file": upload(("201002", "", "", "", "clerk", "", "单位填报人")), "take": ""})
    one = Administration.objects.order_by("-pk")[0]
    assert (one.person.username, list(one.after)) == ("clerk", ["roles"])


def test_an_organisation_that_is_changed_is_on_record(as_user):
    admin, unit = as_user("admin"), Organisation.objects.get(code="201001")
    page = html.fromstring(admin.get(f"/organisations/{unit.pk}/").content.decode())
    opened = dict(next(form for form in page.forms if "code" in form.fields).form_values())
    admin.post(f"/organisations/{unit.pk}/", {**opened, "name": "网格中心"})
    one = Administration.objects.get()
    assert (one.organisation, one.before, one.after) == (unit, {"name": "星河区网格化管理中心"}, {"name": "网格中心"})
    assert "名称：星河区网格化管理中心 → 网格中心" in page_of(admin, "changes")


def test_an_administrator_made_on_the_command_line_is_on_record(as_user):
    made = make_administrator("second", "第二管理员", "", "a-long-word-of-their-own")
    assert (Administration.objects.get().actor, Administration.objects.get().person) == (None, made)
    assert "命令行" in page_of(as_user("admin"), "changes")


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_keeps_the_record_as_it_is(as_user, verb):
    make_administrator("second", "第二管理员", "", "a-long-word-of-their-own")
    rows = Administration.objects.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(kind="token") if verb == "update" else rows.delete()


def test_an_administrator_of_a_part_reads_of_its_own_people(as_user):
    person = User.objects.create(username="part", name="部门管理员")
    Membership.objects.create(user=person, organisation=Organisation.objects.get(code="202"), role="admin")
    admin = as_user("admin")
    for login, name in (("clerk", "甲甲"), ("clerk3", "丙丙")):
        user = User.objects.get(username=login)
        admin.post(f"/people/{user.pk}/", person_form(admin, user, name=name))
        Client().post("/login/", {"username": login, "password": PASSWORD})
    for log in ("changes", "logins"):
        words = page_of(as_user("part"), log)
        assert "丙丙" in words, log
        assert "甲甲" not in words, log
        assert as_user("performance").get(f"/people/{log}/").status_code == 403
        assert f"/people/{log}/" in admin.get("/people/").content.decode()


def test_logins_failed_ones_and_lockouts_are_there_for_the_administrator(as_user, client):
    client.post("/login/", {"username": "clerk2", "password": PASSWORD})
    for _ in range(5):
        Client().post("/login/", {"username": "clerk", "password": "wrong"})
    Client().post("/login/", {"username": "no such person", "password": "wrong"})
    admin = as_user("admin")
    page = html.fromstring(admin.get("/people/logins/").content.decode())
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.findall(".//tbody/tr")]
    assert [row[1:3] for row in rows] == [
        ["管理员 admin", "登录"],
        ["林晓雨 clerk", "登录失败，已锁定"],
        *[["林晓雨 clerk", "登录失败"]] * 4,
        ["何嘉 clerk2", "登录"],
    ]
    assert {row[3] for row in rows[1:]} == {"127.0.0.1"}
    assert "林晓雨" not in page_of(admin, "logins", q="clerk2")
    assert "没有符合条件" in page_of(admin, "logins", until="2020-01-01")


def test_a_login_that_succeeds_leaves_the_failed_ones_before_it_on_record(as_user):
    Client().post("/login/", {"username": "clerk", "password": "wrong"})
    Client().post("/login/", {"username": "clerk", "password": PASSWORD})
    words = page_of(as_user("admin"), "logins")
    assert words.count("clerk") == 2
    assert "登录失败" in words
