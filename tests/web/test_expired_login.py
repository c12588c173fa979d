"""A form that is sent after the login has expired: nothing of it is lost, and logging in again leads to a page that there is."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.making import targets
from wenxiao.web.targets.models import TargetSet

pytestmark = pytest.mark.django_db

WORDS = "请补充测算依据。\r\n“核心指标”写明 <单位> & 口径。"


class Sent(HTMLParser):
    """Where the form of a page goes, and its hidden fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.to, self.fields = "", []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        of = dict(attrs)
        if tag == "form" and of["action"] != "/language/":
            self.to = of["action"]
        if tag == "input" and of["type"] == "hidden" and of["name"] != "csrfmiddlewaretoken" and self.to:
            self.fields.append((of["name"], of["value"]))


def test_what_was_sent_stays_on_the_page_and_is_sent_again_after_a_new_login(as_user, year):
    waiting = targets(year(1), "at_finance")
    to, fields = f"/targets/{waiting.pk}/step/", {"comment": WORDS, "action": "return"}
    answer = Client().post(to, fields)
    assert answer.status_code == 401
    assert answer["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert "登录已过期" in page
    assert "没有保存" in page
    kept = Sent(page)
    assert (kept.to, dict(kept.fields)) == (to, fields)
    as_user("business").post(kept.to, dict(kept.fields))
    assert TargetSet.objects.get(pk=waiting.pk).state == "draft"


def test_every_value_of_a_field_is_kept(year):
    sent = Client().post(f"/projects/{year(1).pk}/edit/?back=1", {"one": ["甲", "乙"], "two": ""})
    kept = Sent(sent.content.decode())
    assert kept.to == f"/projects/{year(1).pk}/edit/?back=1"
    assert kept.fields == [("one", "甲"), ("one", "乙"), ("two", "")]


def test_files_are_asked_for_again_by_their_names(year):
    file = SimpleUploadedFile("公示<截图>.pdf", b"%PDF-1.4")
    page = Client().post("/projects/import/", {"file": file}).content.decode()
    assert "公示&lt;截图&gt;.pdf" in page
    assert "重新选择" in page


def test_no_password_is_put_into_a_page():
    answer = Client().post("/password/", {"old_password": "a secret of somebody"})
    assert answer.status_code == 302
    assert answer["Location"] == "/login/?next=/password/"


def test_scripts_get_the_short_answer_that_they_look_for_behind_plain_http_too():
    answer = Client(headers={"Accept": "*/*"}).post("/desk/upload/", {"title": "甲"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/?next=")


def test_logging_out_is_no_expired_login(as_user):
    assert as_user("clerk").post("/logout/")["Location"] == "/login/"
