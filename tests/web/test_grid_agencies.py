"""Agencies and posts: a grid centre set up from nothing by its pages, looked after, taken from files and written to them."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wenxiao.grid.states import Role
from wenxiao.performance.lifecycle import Role as Cycle
from wenxiao.web.core.clock import today
from wenxiao.web.core.policy import Access
from wenxiao.web.grid.models import Agency, Post
from wenxiao.web.people.models import Membership, Organisation, User

LIST = "/grid/agencies/"


def text(answer) -> str:
    return answer.content.decode()


def agency(**more):
    return {"code": "C01", "name": "某区网格中心", "kind": "centre", "level": "district", "connected": "on", "assessed": "on", "active": "on", "revision": "0", **more}  # fmt: skip


def somebody(login="fresh", **more) -> User:
    return User.objects.create(username=login, name=f"新人{login}", **more)


def give(client, at, user, role, **more):
    return client.post(f"{LIST}{at.pk}/posts/", {"user": user.pk, "role": role, "since": today().isoformat(), **more})


def centre() -> Agency:
    return Agency.objects.get(kind="centre")


def test_an_administrator_sets_up_a_centre_where_there_is_none(as_user):
    """On a site without a single agency, by pages alone, until the lead goes on and the acceptor sees the cases."""
    Post.objects.all()._raw_delete("default")
    admin = as_user("admin")
    assert "没有人任值班长" in text(admin.get(LIST))
    made = admin.post(f"{LIST}new/", agency())
    one = Agency.objects.get(code="C01")
    assert made["Location"] == f"{LIST}{one.pk}/"
    lead, acceptor = somebody("newlead"), somebody("newacceptor")
    assert give(admin, one, lead, "lead").status_code == 302
    assert Access(lead).can("grid.people")
    assert "没有人任值班长" not in text(admin.get(LIST))
    by_lead = Client()
    by_lead.force_login(lead, "wenxiao.web.people.logins.Logins")
    assert give(by_lead, one, acceptor, "acceptor").status_code == 302
    assert Access(acceptor).can("grid.reporter")
    assert Post.objects.get(user=acceptor).given_by == lead


def test_only_the_administrator_of_the_whole_site_and_the_lead_come_in(as_user):
    for name, status in {
        "admin": 200,
        "lead": 200,
        "acceptor": 403,
        "street": 403,
        "performance": 403,
        "clerk": 403,
    }.items():
        assert as_user(name).get(LIST).status_code == status, name
    part = somebody("partadmin")
    Membership.objects.create(user=part, organisation=Organisation.objects.get(code="201"), role=Cycle.ADMIN)
    client = Client()
    client.force_login(part, "wenxiao.web.people.logins.Logins")
    assert client.get("/people/").status_code == 200
    assert client.get(LIST).status_code == 403
    assert LIST not in text(client.get("/people/"))
    assert give(client, centre(), part, "lead").status_code == 403


def test_a_post_of_the_centre_is_given_there_alone(as_user):
    """A lead of a street office would see every case."""
    client, street = as_user("admin"), Agency.objects.get(code="G11")
    answer = give(client, street, somebody(), "lead")
    assert answer.status_code == 422
    assert not Post.objects.filter(user__username="fresh").exists()
    assert give(client, street, User.objects.get(username="fresh"), "handler").status_code == 302


def test_days_of_one_post_do_not_overlap(as_user):
    client, user = as_user("admin"), User.objects.get(username="street")
    answer = give(client, Agency.objects.get(code="G11"), user, "handler")
    assert answer.status_code == 422
    assert "日期重叠" in text(answer)
    assert give(client, Agency.objects.get(code="G12"), user, "handler").status_code == 302


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "x", ""])
def test_a_day_that_is_none_is_refused_in_words(as_user, day):
    client, post = as_user("admin"), Post.objects.get(user__username="street")
    answer = client.post(f"/grid/posts/{post.pk}/end/", {"until": day})
    assert answer.status_code == 422
    assert "请填写结束日期" in text(answer)
    answer = give(client, post.agency, somebody(), "handler", since=day)
    assert answer.status_code == 422


def test_a_post_ends_and_stays_in_the_history(as_user):
    client, post = as_user("lead"), Post.objects.get(user__username="street")
    assert client.post(f"/grid/posts/{post.pk}/end/", {"until": today().isoformat()}).status_code == 302
    assert Access(post.user).grid_roles == {Role.HANDLER}  # the last day is still held
    post.refresh_from_db()
    assert (post.until, post.ended_by.username) == (today(), "lead")
    Post.objects.filter(pk=post.pk).update(until=today() - timedelta(days=1))
    assert "已结束" in text(client.get(f"{LIST}{post.agency_id}/"))
    again = client.post(f"/grid/posts/{post.pk}/end/", {"until": today().isoformat()})
    assert again.status_code == 422
    assert "已于" in text(again)


def test_a_post_given_by_mistake_is_taken_back_at_once(as_user):
    client, user = as_user("admin"), somebody()
    give(client, centre(), user, "lead")
    post = Post.objects.get(user=user)
    assert client.post(f"/grid/posts/{post.pk}/end/", {"until": (today() - timedelta(days=2)).isoformat()}).status_code == 422  # fmt: skip
    assert client.post(f"/grid/posts/{post.pk}/end/", {"until": (today() - timedelta(days=1)).isoformat()}).status_code == 302  # fmt: skip
    assert not Access(User.objects.get(pk=user.pk)).grid_roles
    assert "未任职" in text(client.get(f"{LIST}{centre().pk}/"))


def test_a_post_that_was_taken_back_is_given_again_from_another_day(as_user):
    lead, user, at = as_user("lead"), somebody(), centre()
    give(lead, at, user, "acceptor")
    post = Post.objects.get(user=user)
    day = today() - timedelta(days=1)
    lead.post(f"/grid/posts/{post.pk}/end/", {"until": day.isoformat()})
    assert "已撤回" in text(give(lead, at, user, "acceptor"))
    assert give(lead, at, user, "acceptor", since=day.isoformat()).status_code == 302
    assert Post.objects.filter(user=user).count() == 2


def test_a_post_does_not_end_after_the_next_one_has_begun(as_user):
    lead, user, at = as_user("lead"), somebody(), centre()
    month = today() + timedelta(days=30)
    give(lead, at, user, "acceptor", until=month.isoformat())
    first = Post.objects.get(user=user)
    give(lead, at, user, "acceptor", since=(month + timedelta(days=1)).isoformat())
    later = {"until": (month + timedelta(days=9)).isoformat()}
    assert "日期重叠" in text(lead.post(f"/grid/posts/{first.pk}/end/", later))
    first.refresh_from_db()
    assert first.until == month


def test_the_last_lead_does_not_end_his_own_post(as_user):
    client, post = as_user("lead"), Post.objects.get(role=Role.LEAD)
    end = f"/grid/posts/{post.pk}/end/"
    answer = client.post(end, {"until": today().isoformat()})
    assert answer.status_code == 422
    assert "唯一的值班长" in text(answer)
    other = somebody()
    give(client, post.agency, other, "lead", until=today().isoformat())  # ends the same day: no help
    assert client.post(end, {"until": today().isoformat()}).status_code == 422
    Post.objects.filter(user=other).update(until=None)
    assert client.post(end, {"until": today().isoformat()}).status_code == 302
    assert as_user("admin").post(f"/grid/posts/{Post.objects.get(user=other).pk}/end/", {"until": today().isoformat()}).status_code == 302  # fmt: skip


def test_no_agency_stands_above_itself(as_user):
    client, top = as_user("admin"), centre()
    below = Agency.objects.filter(parent=top).first()
    fields = agency(code=top.code, name=top.name, parent=below.pk, revision=top.revision)
    answer = client.post(f"{LIST}{top.pk}/edit/", fields)
    assert answer.status_code == 422
    assert "不能放在自己的下级之下" in text(answer)
    assert Agency.objects.get(pk=top.pk).parent is None


def test_an_agency_is_changed_but_for_its_code(as_user):
    client, one = as_user("lead"), Agency.objects.get(code="G21")
    fields = agency(code="X", name="执法大队", kind="department")
    assert client.post(f"{LIST}{one.pk}/edit/", fields).status_code == 302
    one.refresh_from_db()
    assert (one.code, one.name, one.revision, one.changed_by.username) == ("G21", "执法大队", 1, "lead")
    assert client.post(f"{LIST}{one.pk}/edit/", fields).status_code == 422  # of an older revision
    answer = client.post(f"{LIST}{one.pk}/edit/", agency(kind="centre", revision=1))
    assert "先结束这些岗位" in text(answer)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"kind": "street"}, "9 位数字"),
        ({"kind": "street", "street": "530100001"}, "已属于"),
        ({"street": "530100009"}, "只有街道办事处"),
        ({"code": "C 01"}, "只能用字母"),
        ({"code": "G11"}, "已存在"),
    ],
)
def test_what_is_wrong_with_an_agency_is_said_at_its_field(as_user, more, words):
    answer = as_user("admin").post(f"{LIST}new/", agency(**more))
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Agency.objects.filter(name="某区网格中心").exists()


def test_the_list_finds_by_code_name_person_kind_and_post(as_user):
    client = as_user("lead")

    def found(query):
        return set(re.findall(r'<td class="nowrap">(G\d+|[A-Z]\d+)</td>', text(client.get(f"{LIST}?{query}"))))

    assert found("q=银杏街道") == {"G11"}
    assert found("q=柳青") == {"G11"}
    assert found("q=G2") == {"G21", "G22", "G23", "G24", "G25", "G26"}
    assert found("kind=company") == {"G26", "G31"}
    assert found("role=none") >= {"G25"}
    assert found("role=emergency") == {"G90"}
    assert found("state=out") == set()
    Agency.objects.filter(code="G25").update(active=False)
    assert found("state=out") == {"G25"}


def test_the_list_asks_as_often_for_many_as_for_few(as_user):
    client = as_user("lead")

    def asked(address):
        client.get(address)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    one = centre()
    few = asked(LIST), asked(f"{LIST}{one.pk}/")
    for number in range(12):
        below = Agency.objects.create(
            code=f"N{number}", name=f"新{number}", kind="company", level="district", parent=one
        )
        user = somebody(f"n{number}")
        Post.objects.create(user=user, agency=below, role="handler", given_by=user)
        Post.objects.create(user=user, agency=one, role="acceptor", given_by=user, ended_by=user)
    assert (asked(LIST), asked(f"{LIST}{one.pk}/")) == few


def rows_of(answer):
    return list(
        openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True)
    )


def sheet(*rows) -> SimpleUploadedFile:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("表.xlsx", out.getvalue())


def sent(client, table, *rows):
    """The address of the preview of a table."""
    return client.post(f"{LIST}import/{table}/", {"file": sheet(*rows)})["Location"]


HEAD = ("单位代码", "名称", "类别", "层级", "上级代码", "街道代码")


def test_agencies_come_from_a_file_with_what_is_above_further_down(as_user):
    client = as_user("admin")
    at = sent(client, "agencies", HEAD, ("N2", "新社区", "社区", "社区", "N1", None), ("N1", "新街道办事处", "街道办事处", "街道", None, "530100008"))  # fmt: skip
    assert "2 责任单位" in text(client.get(at))
    assert client.post(at)["Location"] == LIST
    assert Agency.objects.get(code="N2").parent.street == "530100008"
    assert Agency.objects.get(code="N2").changed_by.username == "admin"


def test_every_row_that_is_refused_says_why_and_nothing_is_taken_in(as_user):
    client = as_user("admin")
    at = sent(
        client, "agencies", HEAD, ("G11", "银杏", "街道办事处", None, None, "530100007"), ("N1", "甲", "企业", None, "N2", None),
        ("N2", "乙", "企业", None, "N1", None), ("N3", "丙", "商店", None, None, None), ("N4", "丁", "企业", None, "N9", None),
        ("N5", "戊", "企业", None, None, None), ("N5", "己", "企业", None, None, None),
    )  # fmt: skip
    page = text(client.get(at))
    for words in (
        "代码“G11”已是“银杏街道办事处”",
        "成了自己的上级",
        "“商店”认不出",
        "没有代码为“N9”的上级单位",
        "与第7行相同",
    ):
        assert words in page
    assert client.post(at).status_code == 422
    assert not Agency.objects.filter(code__startswith="N").exists()
    assert [row[0] for row in rows_of(client.get(f"{at}refused/"))][1:] == [2, 3, 4, 5, 6, 8]


def test_posts_come_from_a_file_row_by_row(as_user):
    client, user = as_user("lead"), somebody("filed")
    head = ("单位代码", "登录名", "岗位", "自", "至")
    at = sent(
        client, "posts", head, ("G11", "filed", "值班长", "2026-01-01", None), ("G11", "nobody", "处置单位", "2026-01-01", None),
        ("G11", "street", "处置单位", "2026-06-01", None), ("G11", "filed", "监督员", "9999-01-01", None),
        ("G11", "filed", "监督员", "2026-02-01", "2026-01-01"),
    )  # fmt: skip
    page = text(client.get(at))
    for words in (
        "没有“值班长”岗位",
        "没有登录名为“nobody”",
        "日期重叠",
        "须在 1990-01-01 至",
        "结束日期不能早于开始日期",
    ):
        assert words in page
    at = sent(client, "posts", head, ("G11", "filed", "处置单位", "2026-01-01", None))
    assert client.post(at)["Location"] == LIST
    post = Post.objects.get(user=user)
    assert (post.agency.code, post.role, post.given_by.username) == ("G11", "handler", "lead")


def test_what_is_exported_can_be_imported_elsewhere(as_user):
    """Both tables, once the agencies and posts are gone, make the same again."""
    client = as_user("admin")
    one = Agency.objects.create(
        code="Z1", name="新公司", kind="company", level="city", parent=centre(), connected=False
    )
    units = rows_of(client.get(f"{LIST}?export=agencies"))
    posts = rows_of(client.get(f"{LIST}?export=posts"))
    assert len(units) == Agency.objects.count() + 1
    before = sorted(Post.objects.values_list("agency__code", "user__username", "role", "since"))
    Post.objects.all()._raw_delete("default")
    one.delete()
    assert client.post(sent(client, "agencies", units[0], next(row for row in units if row[0] == "Z1")))["Location"] == LIST  # fmt: skip
    again = Agency.objects.get(code="Z1")
    assert (again.name, again.kind, again.level, again.parent, again.connected) == ("新公司", "company", "city", centre(), False)  # fmt: skip
    assert client.post(sent(client, "posts", *posts))["Location"] == LIST
    assert sorted(Post.objects.values_list("agency__code", "user__username", "role", "since")) == before


def test_the_example_of_a_template_is_refused(as_user):
    client = as_user("admin")
    for table in ("agencies", "posts"):
        template = rows_of(client.get(f"{LIST}import/{table}/template/"))
        assert "请删去" in text(client.get(sent(client, table, *template)))
    assert client.get(f"{LIST}import/others/").status_code == 404
