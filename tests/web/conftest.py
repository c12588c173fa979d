"""The sample district, loaded once for all tests of the site; each test gets it as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django_tasks_db.management.commands import db_worker
from playwright.sync_api import Browser, sync_playwright

from tests.web.browsing import CHROMIUM, running
from tests.web.described import as_described
from tests.web.receiving import Receiver, receiver
from wenxiao.web.api.models import SCOPES, make
from wenxiao.web.core.policy import Access
from wenxiao.web.people.models import User
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.sample import YEAR, load


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):  # type: ignore[no-untyped-def]
    with django_db_blocker.unblock():
        if not User.objects.exists():
            load()


@pytest.fixture
def as_user(db):  # type: ignore[no-untyped-def]
    """A browser without scripts in which one of the sample's people is logged in."""

    def login(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=name), "wenxiao.web.people.logins.Logins")
        return client

    return login


@pytest.fixture
def access(db):  # type: ignore[no-untyped-def]
    """What one of the sample's people sees and may do."""
    return lambda name: Access(User.objects.get(username=name))


@pytest.fixture
def year(db):  # type: ignore[no-untyped-def]
    """A project-year of the sample by the last figures of its project's code."""
    return lambda number, of=YEAR: ProjectYear.objects.get(project__code=f"530100-{number:04}", year=of)


@pytest.fixture
def program(client, db):  # type: ignore[no-untyped-def]
    """A program with a token of one of the sample's people."""

    def with_token(person, *scopes, until=None):
        user = User.objects.get(username=person)
        secret = make(user, "测试", list(scopes or SCOPES), until or date.today() + timedelta(days=1))

        def call(method, path, body=None):
            answer = getattr(client, method)(
                f"/api/v1{path}", body, content_type="application/json", headers={"Authorization": f"Bearer {secret}"}
            )
            body = answer.json() if answer.content else None
            as_described(method, f"/api/v1{path}", answer.status_code, body)
            return answer.status_code, body

        return call

    return with_token


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of its own, with the sample district."""
    with running(tmp_path_factory.mktemp("data")) as base:
        yield base


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@pytest.fixture(autouse=True)
def nothing_remembered():
    """No page of another test's database."""
    for one in caches.all():
        one.clear()


@pytest.fixture
def receives(settings) -> Iterator[Receiver]:
    """A receiver to which the settings let webhooks go."""
    settings.HOOKS_HTTP = settings.HOOKS_INSIDE = frozenset({"127.0.0.1"})
    with receiver() as one:
        yield one


@pytest.fixture
def work(monkeypatch):
    """Does what is queued, on the connection of the test: closing that would end the test's transaction."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    return lambda: call_command("work", "--batch")
