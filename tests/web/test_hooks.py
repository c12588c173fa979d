"""Webhooks against a real server: signed so that others can check it, sent until it arrives, and only what the owner sees."""

from __future__ import annotations

import json
import re
import subprocess
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.web import making
from wenxiao.performance.ledger import Kind, Source
from wenxiao.web.core.workflow import advance
from wenxiao.web.hooks import jobs, services
from wenxiao.web.hooks.events import ENTERED, STEP
from wenxiao.web.hooks.models import Attempt, Delivery, Happening, Hook
from wenxiao.web.hooks.signing import secret
from wenxiao.web.ledger.services import Posting, post_many
from wenxiao.web.people.models import Membership, User
from wenxiao.web.sample import YEAR


def hook_of(login, at, *events, **more):
    return Hook.objects.create(
        user=User.objects.get(username=login), name="试", address=at, events=events or [STEP, ENTERED], **more
    )


@pytest.fixture
def hook(db, receives):
    return hook_of("performance", receives.address)


def a_step(year, access, number=1):
    """The unit submits targets: one step."""
    made = making.targets(making.fresh(year(number)), "submitted")
    advance(made, "approve", access("head"))
    return made


def due():
    """As if every pause had gone by."""
    past = timezone.now() - timedelta(seconds=1)
    Delivery.objects.filter(state="waiting").update(next_at=past)
    Hook.objects.update(quiet_until=None)
    for pk in Hook.objects.filter(active=True).values_list("pk", flat=True):
        jobs.send.call(pk)


def test_a_step_arrives_signed_with_ids_and_addresses(hook, receives, year, access, work):
    made = a_step(year, access)
    assert receives.came == []  # nothing leaves while somebody waits for a page
    work()
    ((headers, body),) = receives.came
    said = json.loads(body)
    event = made.year.events.get()
    assert said == {
        "id": headers["Wenxiao-Delivery"], "event": "step", "at": Happening.objects.get().at.isoformat(timespec="seconds"),
        "about": {
            "event": event.pk, "machine": "target", "id": made.pk, "action": "approve", "source": "submitted", "target": "at_department",
            "project_year": made.year.pk, "page": f"/targets/{made.pk}/", "api": f"/api/v1/targets/{made.pk}",
        },
    }  # fmt: skip
    assert made.goal not in body.decode()
    assert Delivery.objects.get().state == "sent"
    assert Attempt.objects.get().status == 204


def test_the_signature_is_what_openssl_computes(hook, receives, year, access, work):
    a_step(year, access)
    work()
    ((headers, body),) = receives.came
    moment, code = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers["Wenxiao-Signature"]).groups()
    key = secret(hook.nonce)
    told = subprocess.run(
        ["openssl", "dgst", "-sha256", "-hmac", key], input=moment.encode() + b"." + body, capture_output=True, check=True
    )  # fmt: skip
    assert told.stdout.decode().split()[-1] == code
    assert abs(time.time() - int(moment)) < 60


def test_the_check_of_the_documentation_takes_it_and_nothing_else(hook, receives, year, access, work):
    a_step(year, access)
    work()
    ((headers, body),) = receives.came
    page = Path(__file__).parents[2].joinpath("docs/api.md").read_text("utf-8")
    code = next(block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "def genuine" in block)
    names: dict = {}
    exec(code, names)
    genuine, key, signature = names["genuine"], secret(hook.nonce), headers["Wenxiao-Signature"]
    assert genuine(key, signature, body)
    assert not genuine(key, signature, body + b" ")
    assert not genuine("whsec_other", signature, body)
    old = re.sub(r"t=\d+", f"t={int(time.time()) - 3600}", signature)
    assert not genuine(key, old, body)
    assert not genuine(key, "v1=", body)


def test_nothing_is_told_of_what_was_rolled_back(hook, receives, year, access, work):
    made = making.targets(making.fresh(year(1)), "submitted")
    with transaction.atomic():
        advance(made, "approve", access("head"))
        transaction.set_rollback(True)
    work()
    assert (Happening.objects.count(), receives.came) == (0, [])


def test_without_a_hook_that_asks_nothing_is_put_down(db, year, access):
    hook_of("performance", "https://platform.example/", ENTERED)
    hook_of("performance", "https://platform.example/", STEP, active=False)
    a_step(year, access)
    assert Happening.objects.count() == 0


def test_only_what_the_owner_sees_is_sent(receives, year, access, work):
    inside = hook_of("clerk", receives.address)  # 201001
    outside = hook_of("clerk3", receives.address)
    hook_of("admin", receives.address)
    post_many([Posting(year(1), Kind.PAID, Source.FISCAL, date(YEAR, 11, 2), Decimal(1), "凭1"),
               Posting(year(5), Kind.PAID, Source.FISCAL, date(YEAR, 11, 2), Decimal(1), "凭2")], User.objects.get(username="business"))  # fmt: skip
    a_step(year, access)
    work()
    mine = {event: json.loads(body) for event, body in inside.deliveries.values_list("event", "body")}
    assert set(mine) == {"ledger.entered", "step"}
    assert mine["ledger.entered"]["about"] == {"batch": None, "entries": 2, "project_years": [year(1).pk], "api": [f"/api/v1/ledger/{year(1).pk}"]}  # fmt: skip
    assert [json.loads(one)["about"]["project_years"] for one in outside.deliveries.values_list("body", flat=True)] == [[year(5).pk]]  # fmt: skip
    assert len(receives.came) == 3


def test_who_does_not_see_it_any_more_is_not_told_and_finds_no_trace(hook, receives, year, access, work):
    receives.answers = [500]
    a_step(year, access)
    work()
    assert len(receives.came) == 1
    Membership.objects.filter(user=hook.user).update(organisation=year(5).unit)
    due()
    assert len(receives.came) == 1
    assert hook.deliveries.count() == 0


@pytest.mark.parametrize("change", [{"is_active": False}, {"must_change_password": True}])
def test_for_somebody_who_may_not_log_in_nothing_is_sent(hook, receives, year, access, work, change):
    User.objects.filter(pk=hook.user_id).update(**change)
    a_step(year, access)
    work()
    assert (receives.came, hook.deliveries.count()) == ([], 0)


def test_what_was_not_taken_is_sent_again_after_growing_pauses_with_the_same_key(hook, receives, year, access, work):
    receives.answers = [500, 302, 204]
    a_step(year, access)
    work()
    one = Delivery.objects.get()
    pauses = [one.next_at - Attempt.objects.first().at]
    due()
    one.refresh_from_db()
    pauses.append(one.next_at - Attempt.objects.first().at)
    assert [round(pause.total_seconds()) for pause in pauses] == [60, 300]
    due()
    one.refresh_from_db()
    assert (one.state, one.tries, len(receives.came), len(set(receives.keys))) == ("sent", 3, 3, 1)
    assert [(a.status, a.zh) for a in one.attempts.all()] == [(204, ""), (302, "接收端要求转到别处，不跟随"), (500, "")]
    hook.refresh_from_db()
    assert (hook.failures, hook.failing_since) == (0, None)


def test_the_pauses_grow_and_last_a_day():
    assert list(jobs.PAUSES) == sorted(jobs.PAUSES)
    assert timedelta(days=1) <= sum(jobs.PAUSES, timedelta()) < timedelta(days=2)
    assert jobs.CLAIM.total_seconds() > jobs.reaching.WHOLE + jobs.reaching.WAIT


def test_where_nobody_answers_the_others_wait_and_cost_nothing(hook, receives, year, access, work):
    Hook.objects.update(address="http://127.0.0.1:9/")  # nobody listens there
    for _ in range(3):
        a_step(year, access)
    work()
    assert (Delivery.objects.count(), Attempt.objects.count()) == (3, 1)
    assert "连接未成功（对方拒绝连接）" in Attempt.objects.get().zh
    hook.refresh_from_db()
    assert hook.quiet_until > timezone.now()
    Hook.objects.update(address=receives.address)
    due()
    assert Delivery.objects.filter(state="sent").count() == 3
    assert receives.keys == [str(key) for key in Delivery.objects.order_by("pk").values_list("key", flat=True)]


def test_after_a_day_without_success_it_is_taken_out_of_use_and_its_owner_told(
    hook, receives, year, access, work, as_user
):
    receives.answers = [500]
    a_step(year, access)
    work()
    for _ in range(len(jobs.PAUSES) - 1):
        due()
    hook.refresh_from_db()
    assert hook.active
    Hook.objects.update(failing_since=timezone.now() - timedelta(hours=24))
    due()
    hook.refresh_from_db()
    assert (hook.active, hook.stopped_at is not None, Delivery.objects.get().state) == (False, True, "failed")
    client = as_user("performance")
    assert "数据推送：试" in client.get("/").content.decode()
    assert "数据推送：试" not in as_user("business").get("/").content.decode()
    receives.answers = [204]
    form = {"name": "试", "address": hook.address, "events": [STEP], "active": "on", "revision": hook.revision}
    assert client.post(f"/hooks/{hook.pk}/", form).status_code == 302
    client.post(f"/hooks/deliveries/{Delivery.objects.get().pk}/again/")
    work()
    assert Delivery.objects.get().state == "sent"
    assert "数据推送：试" not in client.get("/").content.decode()


def test_an_attempt_that_died_is_made_again_once_its_time_is_over(hook, receives, year, access, work):
    a_step(year, access)
    jobs.fan_out.call()
    one = jobs._claim(hook.pk)  # and here the worker is killed
    assert jobs._claim(hook.pk) is None  # for another it is not due
    jobs._go_on(hook.pk)
    hook.refresh_from_db()
    assert hook.wakes_at == one.next_at
    due()
    assert receives.keys == [str(one.key)]


def test_tasks_that_go_on_are_not_heaped_up(hook, receives, year, access, work):
    from django_tasks_db.models import DBTaskResult

    receives.answers = [500]
    for _ in range(4):
        a_step(year, access)
    work()
    assert len(receives.came) == 4
    assert DBTaskResult.objects.ready().count() == 0  # none that is due
    assert DBTaskResult.objects.filter(status="READY").count() == 1


def test_what_happened_is_told_once_however_often_it_is_looked_at(hook, receives, year, access):
    a_step(year, access)
    jobs.fan_out.call()
    Happening.objects.update(fanned=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        jobs.fan_out.call()
    assert Delivery.objects.count() == 1


def test_the_log_is_kept_for_a_month(hook, receives, year, access, work):
    a_step(year, access)
    work()
    long_ago = timezone.now() - timedelta(days=31)
    Delivery.objects.update(at=long_ago)
    Happening.objects.update(at=long_ago)
    jobs.fan_out.call()
    assert (Delivery.objects.count(), Happening.objects.count()) == (0, 0)


def test_a_hook_is_made_shows_its_secret_once_and_is_tried(receives, as_user, work):
    client = as_user("business")
    page = client.post("/hooks/new/", {"name": "平台", "address": receives.address, "events": [STEP], "revision": 0})
    made = Hook.objects.get(name="平台")
    shown = re.search(r"whsec_[\w-]{43}", page.content.decode()).group()
    assert shown == secret(made.nonce)
    assert "whsec_" not in client.get(f"/hooks/{made.pk}/").content.decode()
    answer = client.post(f"/hooks/{made.pk}/ping/")
    work()
    assert json.loads(receives.came[0][1])["event"] == "ping"
    assert "204" in client.get(answer["Location"]).content.decode()
    renewed = client.post(f"/hooks/{made.pk}/secret/").content.decode()
    assert re.search(r"whsec_[\w-]{43}", renewed).group() != shown
    assert client.post(f"/hooks/{made.pk}/delete/").status_code == 302
    assert not Hook.objects.filter(name="平台").exists()


def test_nobody_sees_the_hook_of_another(hook, as_user, year, access, work):
    a_step(year, access)
    work()
    one = Delivery.objects.get()
    for person in ("business", "admin"):
        client = as_user(person)
        for at in (f"/hooks/{hook.pk}/", f"/hooks/deliveries/{one.pk}/"):
            assert client.get(at).status_code in (403, 404)
        for at in (f"/hooks/{hook.pk}/secret/", f"/hooks/{hook.pk}/delete/", f"/hooks/deliveries/{one.pk}/again/"):
            assert client.post(at).status_code in (403, 404)
    assert Hook.objects.filter(pk=hook.pk).exists()


def test_a_form_that_lacks_something_says_what(as_user):
    page = as_user("business").post("/hooks/new/", {"name": "", "address": "http://platform.example/", "revision": 0})
    assert page.status_code == 422
    assert "地址应以 https:// 开头" in page.content.decode()
    assert not Hook.objects.filter(user__username="business").exists()


def test_there_is_an_end_of_hooks(as_user):
    for _ in range(services.MOST):
        hook_of("business", "https://platform.example/")
    page = as_user("business").post("/hooks/new/", {"name": "多", "address": "https://a.example/", "events": [STEP], "revision": 0})  # fmt: skip
    assert "每人至多 10 个推送" in page.content.decode()


def test_a_happening_that_raises_keeps_none_behind_it_back(hook, receives, year, access, work, monkeypatch):
    first, second = (a_step(year, access, number) for number in (1, 2))
    real = jobs.seen

    def seen(happening, who):
        if happening.object_id == first.pk:
            raise LookupError
        return real(happening, who)

    monkeypatch.setattr(jobs, "seen", seen)
    work()
    assert [json.loads(body)["about"]["id"] for _, body in receives.came] == [second.pk]
    assert not Happening.objects.filter(fanned=False).exists()
