"""A worker that is killed while it sends: what happened is told all the same, with the key by which the receiver knows it."""

from __future__ import annotations

import signal
import time

import pytest

from tests.web.own_site import own_site
from tests.web.receiving import receiver
from tests.web.test_killed import SAMPLE, SETUP

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

HOOK = """
    from wenxiao.web.core.policy import Access
    from wenxiao.web.core.workflow import advance
    from wenxiao.web.hooks import jobs, reaching
    from wenxiao.web.hooks.models import Attempt, Delivery, Happening, Hook
"""
STEPS = """
    user = User.objects.get(username="performance")
    Hook.objects.create(user=user, name="试", address="{address}", events=["step"])
    for number in range(5):
        made = making.targets(fresh(), "submitted")
        advance(made, "approve", Access(User.objects.get(username="head")))
"""
WORK = """
    from django.core.management import call_command
    Worker.objects.update(beat="2020-01-01T00:00:00Z")
    Delivery.objects.filter(state="waiting").update(next_at="2020-01-01T00:00:00Z")
    Hook.objects.update(quiet_until=None, wakes_at=None)
    for hook in Hook.objects.filter(active=True): jobs.send.enqueue(hook.pk)
    call_command("work", "--batch")
"""
STAND = "print(Happening.objects.filter(fanned=True).count(), Delivery.objects.filter(state='sent').count(), Delivery.objects.count())"


def test_a_worker_that_is_killed_loses_nothing_and_repeats_by_the_key(tmp_path, monkeypatch):
    monkeypatch.setenv("WENXIAO_HOOKS_HTTP", "127.0.0.1")
    monkeypatch.setenv("WENXIAO_HOOKS_INSIDE", "127.0.0.1")
    with own_site(tmp_path) as site, receiver() as one:
        site.run(SAMPLE)
        site.run(SETUP, HOOK, STEPS.format(address=one.address))
        # sent, and killed before that is known
        site.killed(SETUP, HOOK, "stuck_in(Attempt, 'save')", WORK)
        assert len(one.came) == 1
        # killed before anything is sent, and while it is looked who is to be told
        site.killed(SETUP, HOOK, "stuck_in(reaching, 'post')", WORK)
        for moment in (1.5, 2.5):
            worker = site.worker()
            time.sleep(moment)
            worker.send_signal(signal.SIGKILL)
            worker.wait(timeout=30)
        assert site.run(SETUP, HOOK, WORK, STAND) == "5 5 5"
        assert len(set(one.keys)) == 5  # who takes each key once does each thing once
        assert one.keys.count(one.keys[0]) >= 2


def test_a_step_that_is_killed_is_not_told(tmp_path, monkeypatch):
    monkeypatch.setenv("WENXIAO_HOOKS_HTTP", "127.0.0.1")
    monkeypatch.setenv("WENXIAO_HOOKS_INSIDE", "127.0.0.1")
    with own_site(tmp_path) as site, receiver() as one:
        site.run(SAMPLE)
        begin = "from wenxiao.web.hooks import outbox\nput = outbox.put"
        site.killed(
            SETUP, HOOK, begin, "stuck_in(jobs.fan_out.__class__, 'enqueue')", STEPS.format(address=one.address)
        )
        assert site.run(SETUP, HOOK, WORK, STAND) == "0 0 0"
        assert one.came == []
