"""What an owner does with a hook: makes it, changes it, renews its secret, tries it, has something sent again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from wenxiao.told import Told
from wenxiao.web.core import editing
from wenxiao.web.core.clock import now
from wenxiao.web.core.errands import Errand
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import say
from wenxiao.web.hooks import jobs, reaching
from wenxiao.web.hooks.events import EVENTS, PING
from wenxiao.web.hooks.models import Delivery, Hook
from wenxiao.web.hooks.signing import fresh, secret

#: Hooks that one person may have.
MOST = 10
#: What its owner writes of a hook.
WRITTEN = ("name", "address", "events", "active")


def mine(access: Access) -> QuerySet:
    """The hooks of this person, with how many deliveries wait and how many failed."""
    waiting, failed = Q(deliveries__state=Delivery.State.WAITING), Q(deliveries__state=Delivery.State.FAILED)
    return Hook.objects.filter(user=access.user).annotate(waits=Count("deliveries", waiting), failed=Count("deliveries", failed))  # fmt: skip


def wrong(name: str, address: str, events: Iterable[str]) -> dict[str, str]:
    """What is wrong with what somebody wrote, by the field."""
    found = {}
    if not name.strip():
        found["name"] = say("请写名称。", "Give it a name.")
    try:
        reaching.check(address)
    except Told as refused:
        found["address"] = say(refused.zh, refused.en)
    if not list(events) or set(events) - set(EVENTS):
        found["events"] = say("请选择事件。", "Choose what it is told of.")
    return found


@transaction.atomic
def save(hook: Hook, revision: int) -> Hook:
    """Save what its owner wrote as the next revision; a hook that is taken into use again goes on with what waits. Raises
    Conflict, or Told where there are too many."""
    if hook.pk is None:
        if Hook.objects.filter(user=hook.user).count() >= MOST:
            raise Told(f"每人至多 {MOST} 个推送，请先删除不用的。", f"There are at most {MOST} hooks a person; delete one first.")  # fmt: skip
        hook.save()
        return hook
    stored: Hook = editing.lock(hook, revision)
    begins = hook.active and (not stored.active or stored.address != hook.address)
    for name in WRITTEN:  # and nothing else: a worker may be keeping what came of an attempt
        setattr(stored, name, getattr(hook, name))
    stored.revision = hook.revision = revision + 1
    if begins:
        stored.failures, stored.failing_since, stored.quiet_until, stored.stopped_at = 0, None, None, None
        stored.deliveries.filter(state=Delivery.State.WAITING).update(tries=0, next_at=now())
        jobs.send.enqueue(stored.pk)
    stored.save()
    return stored


def renew(hook: Hook) -> str:
    """Give a hook another secret; what is sent from now on is signed with it."""
    nonce = fresh()
    Hook.objects.filter(pk=hook.pk).update(nonce=nonce)
    return secret(nonce)


@transaction.atomic
def ping(hook: Hook) -> Delivery:
    """Send something, to see whether it arrives."""
    made = jobs.add(hook, PING, now(), {})
    Hook.objects.filter(pk=hook.pk).update(quiet_until=None)
    jobs.send.enqueue(hook.pk)
    return made


@transaction.atomic
def again(delivery: Delivery) -> None:
    """Send a delivery again, with the key that it has."""
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.WAITING, tries=0, next_at=now())
    Hook.objects.filter(pk=delivery.hook_id).update(quiet_until=None)
    jobs.send.enqueue(delivery.hook_id)


def stopped(access: Access) -> Iterable[Errand]:
    """The hooks of this person that were taken out of use."""
    for hook in Hook.objects.filter(user=access.user, active=False, stopped_at__isnull=False):
        why = say("连续一天未送达，已自动停用；请核对接收端后重新启用。", "Nothing arrived for a day, so that it was taken out of use; see to the receiver and use it again.")  # fmt: skip
        yield Errand(say(f"数据推送：{hook}", f"Webhook: {hook}"), why, hook.get_absolute_url())


def secret_of(hook: Any) -> str:
    return secret(hook.nonce)
