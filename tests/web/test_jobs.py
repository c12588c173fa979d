"""Jobs in the background: done once, refused in words, done again when their worker died."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from wenxiao.web.core import jobs
from wenxiao.web.core.management.commands import work as work_command
from wenxiao.web.core.models import Job, Worker
from wenxiao.web.people.models import Organisation, User


@pytest.fixture
def kinds():
    """Three kinds of job: one that adds an organisation, one that adds one and refuses, one that adds one and breaks."""

    @jobs.job("add")
    def add(job):
        Organisation.objects.create(code=job.arguments["code"], name="甲", kind="department")
        return {"message": "已新增1个机构"}

    @jobs.job("refuse")
    def refuse(job):
        add(job)
        raise jobs.Refused("第3行：没有这个单位。")

    @jobs.job("break")
    def break_(job):
        add(job)
        raise ZeroDivisionError

    yield
    for kind in ("add", "refuse", "break"):
        del jobs._KINDS[kind]


@pytest.fixture
def clerk(db):
    return User.objects.get(username="clerk")


def test_a_job_is_done_and_says_what_it_did(kinds, clerk, work):
    job = jobs.enqueue(clerk, "add", "新增机构", code="J1")
    work()
    job.refresh_from_db()
    assert (job.state, job.result["message"]) == ("done", "已新增1个机构")
    assert Organisation.objects.filter(code="J1").count() == 1


@pytest.mark.parametrize(("kind", "words"), [("refuse", "第3行：没有这个单位。"), ("break", "没有改动任何数据")])
def test_a_job_that_cannot_be_done_changes_nothing(kinds, clerk, work, kind, words):
    job = jobs.enqueue(clerk, kind, "新增机构", code="J2")
    work()
    job.refresh_from_db()
    assert job.state == "failed"
    assert words in job.result["message"]
    assert not Organisation.objects.filter(code="J2").exists()


def test_a_job_whose_worker_died_is_done_by_the_next(kinds, clerk, work):
    job = jobs.enqueue(clerk, "add", "新增机构", code="J3")
    dead = DBTaskResult.objects.get()
    dead.claim("gone")
    Job.objects.update(state=Job.State.RUNNING)
    Worker.objects.create(name="gone", beat=timezone.now() - timedelta(minutes=5))
    work()
    job.refresh_from_db()
    assert job.state == "done"


def test_a_job_whose_worker_lives_is_left_to_it(kinds, clerk):
    jobs.enqueue(clerk, "add", "新增机构", code="J4")
    DBTaskResult.objects.get().claim("busy")
    Worker.objects.create(name="busy", beat=timezone.now())
    assert jobs.revive() == 0


def test_a_job_is_shown_to_the_one_who_asked_alone(kinds, clerk, as_user):
    job = jobs.enqueue(clerk, "add", "新增机构", code="J5")
    assert as_user("clerk").get(f"/jobs/{job.pk}/").status_code == 200
    assert as_user("head").get(f"/jobs/{job.pk}/").status_code == 404


def test_a_worker_that_once_cannot_say_that_it_lives_says_so_the_next_time(monkeypatch):
    stop, beats = threading.Event(), []

    def beat(name):
        beats.append(name)
        if len(beats) == 1:
            raise OperationalError("database is locked")
        stop.set()

    monkeypatch.setattr(work_command, "beat", beat)
    monkeypatch.setattr(work_command, "BEAT", timedelta(0))
    monkeypatch.setattr(work_command, "close_old_connections", lambda: None)
    work_command.Command()._live("w", stop)
    assert beats == ["w", "w"]
