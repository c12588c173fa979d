"""What is there against misuse, whatever the page (OWASP ASVS level 2 as the list); who sees what is in test_doors.py."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client

from wenxiao.web.core.policy import Access
from wenxiao.web.core.prepared import Prepared
from wenxiao.web.core.views import failed
from wenxiao.web.people.models import User

PASSWORD = "xinghe-district-demo"


@pytest.fixture
def logged_in(db):
    """A client that minds the mark of the form, as browsers have to."""
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', client.get("/login/").content.decode()).group(1)
    client.post("/login/", {"username": "clerk", "password": PASSWORD, "csrfmiddlewaretoken": token})
    return client


def test_pages_run_no_script_but_their_own_and_stand_in_no_frame(logged_in):
    answer = logged_in.get("/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert (answer["X-Content-Type-Options"], answer["Referrer-Policy"]) == ("nosniff", "same-origin")
    assert not re.search(
        r"<script(?![^>]* src=)(?![^>]*application/json)|\sstyle=|\son[a-z]+=", answer.content.decode()
    )


def test_what_another_site_sends_changes_nothing_and_says_what_to_do(logged_in):
    answer = logged_in.post("/projects/new/", {"name": "别处送来"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def test_more_fields_than_a_form_has_are_refused_in_words(as_user):
    answer = as_user("clerk").post("/projects/new/", {f"f{n}": "1" for n in range(6000)})
    assert answer.status_code == 400
    assert "没有保存" in answer.content.decode()


def test_logging_in_begins_a_new_session_and_out_ends_it(logged_in):
    before = logged_in.session.session_key
    assert before
    assert logged_in.cookies["sessionid"]["httponly"]
    token = logged_in.cookies["csrftoken"].value
    logged_in.post("/logout/", headers={"X-CSRFToken": token})
    assert logged_in.get("/").status_code == 302


def test_nobody_is_sent_elsewhere_after_logging_in(client, db):
    answer = client.post("/login/?next=https://elsewhere.example/", {"username": "clerk", "password": PASSWORD})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("password", ["short", "123456789012", "password1234"])
def test_a_weak_password_is_refused(as_user, password):
    answer = as_user("clerk").post(
        "/password/", {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    )
    assert answer.status_code == 200
    assert User.objects.get(username="clerk").check_password(PASSWORD)


def test_behind_https_nothing_is_left_open(tmp_path):
    """Django's own list for a site that others reach."""
    environment = os.environ | {
        "WENXIAO_DATA": str(tmp_path), "WENXIAO_SECURE": "1", "WENXIAO_HOSTS": "a.example", "DJANGO_SETTINGS_MODULE": "wenxiao.web.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_every_change_of_the_models_has_its_migration(db):
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert "No changes" in said.getvalue()


def test_a_script_whose_login_has_expired_is_told_so_and_gets_no_login_page(db):
    answer = Client().get("/overview/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")
    assert Client().get("/overview/").status_code == 302


@pytest.mark.parametrize(("address", "prepared"), [("", True), ("?prepared=1", True), ("?prepared=0", False)])
def test_statements_are_prepared_unless_the_address_of_the_database_says_not(address, prepared):
    options = "from django.conf import settings; print('prepare_threshold' in settings.DATABASES['default']['OPTIONS'], 'prepared' in settings.DATABASES['default']['OPTIONS'])"  # fmt: skip
    environment = {**os.environ, "DATABASE_URL": f"postgres://u@h/n{address}", "DJANGO_SETTINGS_MODULE": "wenxiao.web.settings"}  # fmt: skip
    told = subprocess.run([sys.executable, "-c", options], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.split() == [str(prepared), "False"]


def test_the_page_that_something_failed_comes_where_the_database_is_away(rf, monkeypatch):
    asked = rf.get("/projects/")
    asked.user = User(pk=1, username="someone")
    asked.access = Access(asked.user)

    def away(*_):
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(Prepared, "__call__", away)
    page = failed(asked)
    assert page.status_code == 500
    assert "系统出错" in page.content.decode()
