"""In the background: what happened becomes a delivery for each hook whose owner sees it, and deliveries are sent until they arrive.

Of a hook one thing is sent after the other, the oldest first. Where nobody answers, the hook is left alone for a growing while, so
that a dead receiver keeps the worker from nothing else. A worker that dies while sending has sent it perhaps: it is sent again with
the same key, by which the receiver knows it.
"""

from __future__ import annotations

import json
import logging
import time
from datetime import datetime, timedelta
from importlib.metadata import version

from django.db import DatabaseError, transaction
from django.db.models import Min
from django_tasks import task

from wenxiao.web.core.clock import now
from wenxiao.web.core.policy import Access
from wenxiao.web.hooks import reaching
from wenxiao.web.hooks.models import Attempt, Delivery, Happening, Hook
from wenxiao.web.hooks.seeing import acts, seen
from wenxiao.web.hooks.signing import secret, signature

log = logging.getLogger(__name__)

#: The pauses after the first, second ... failure; after the last of them it is given up: a day and a little.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 300, 480, 540))
#: Since when a hook has failed without a break for it to be taken out of use.
PATIENCE = timedelta(days=1)
#: How long an attempt may take before another is made: longer than ``reaching.WHOLE``.
CLAIM = timedelta(seconds=60)
#: Seconds that one task sends before others have their turn, and days that the log is kept.
TURN, KEPT = 20, 30


@task()
def fan_out() -> None:
    """Make deliveries of what happened, and have them sent."""
    hooks: set[int] = set()
    for pk in Happening.objects.filter(fanned=False).order_by("pk").values_list("pk", flat=True)[:500]:
        hooks |= _fan(pk)
    for hook in sorted(hooks):
        send.enqueue(hook)
    if Happening.objects.filter(fanned=False).exists():
        fan_out.enqueue()
    _forget()


@transaction.atomic
def _fan(pk: int) -> set[int]:
    """The hooks that are told of one happening."""
    happening = Happening.objects.select_for_update().filter(pk=pk, fanned=False).first()
    if happening is None:
        return set()
    told = set()
    for hook in Hook.objects.filter(active=True, made_at__lte=happening.at).select_related("user").order_by("pk"):
        try:
            with transaction.atomic():
                about = seen(happening, Access(hook.user)) if happening.event in hook.events and acts(hook) else None
                if about is not None:
                    add(hook, happening.event, happening.at, about, happening)
                    told.add(hook.pk)
        except DatabaseError:
            raise  # none of it is done: later it is all done again
        except Exception:  # a fault over one happening costs that one, and not all that wait behind it
            log.exception("happening %s, hook %s", pk, hook.pk)
    happening.fanned = True
    happening.save(update_fields=["fanned"])
    return told


def add(hook: Hook, event: str, at: datetime, about: dict[str, object], happening: Happening | None = None) -> Delivery:
    """A delivery with its body, which stays as it is."""
    made = Delivery(hook=hook, happening=happening, event=event, at=at)
    said = {"id": str(made.key), "event": event, "at": at.isoformat(timespec="seconds"), "about": about}
    made.body = json.dumps(said, ensure_ascii=False)
    made.save()
    return made


def _forget() -> None:
    """What is done with and old goes out of the log."""
    before = now() - timedelta(days=KEPT)
    Delivery.objects.filter(at__lt=before).exclude(state=Delivery.State.WAITING).delete()
    Happening.objects.filter(at__lt=before, fanned=True, deliveries=None).delete()


@task()
def send(hook: int) -> None:
    """Send what is due at a hook."""
    began = time.monotonic()
    while time.monotonic() - began < TURN:
        delivery = _claim(hook)
        if delivery is None:
            break
        _attempt(delivery)
    _go_on(hook)


@transaction.atomic
def _claim(pk: int) -> Delivery | None:
    """The oldest delivery that is due, for nobody else for a while."""
    hook = Hook.objects.select_for_update(of=("self",)).select_related("user").filter(pk=pk, active=True).first()
    if hook is None or not acts(hook) or (hook.quiet_until and hook.quiet_until > now()):
        return None
    access = Access(hook.user)
    due = hook.deliveries.filter(state=Delivery.State.WAITING, next_at__lte=now())
    for delivery in due.select_related("happening__content_type").order_by("pk"):
        if delivery.happening is not None and seen(delivery.happening, access) is None:
            delivery.delete()  # the owner does not see it any more: the log does not show it either
            continue
        delivery.hook = hook
        delivery.tries += 1
        delivery.next_at = now() + CLAIM
        delivery.save(update_fields=["tries", "next_at"])
        return delivery
    return None


def _attempt(delivery: Delivery) -> None:
    """Send it once, and keep what came of it."""
    hook, body, moment = delivery.hook, delivery.body.encode(), int(time.time())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"Wenxiao/{version('wenxiao')}",
        "Wenxiao-Delivery": str(delivery.key),
        "Wenxiao-Event": delivery.event,
        "Wenxiao-Signature": signature(secret(hook.nonce), moment, body),
    }
    attempt = Attempt(delivery=delivery)
    try:
        attempt.status = reaching.post(hook.address, body, headers)
        if 300 <= attempt.status < 400:
            attempt.zh, attempt.en = "接收端要求转到别处，不跟随", "it leads elsewhere, which is not followed"
    except (reaching.Refused, reaching.Unreachable) as why:
        attempt.zh, attempt.en = why.zh[:300], why.en[:300]
    _keep(delivery, attempt)


@transaction.atomic
def _keep(delivery: Delivery, attempt: Attempt) -> None:
    hook = Hook.objects.select_for_update().filter(pk=delivery.hook_id).first()
    if hook is None:  # its owner took it away meanwhile
        return
    at = now()
    attempt.save()
    if attempt.status is not None and 200 <= attempt.status < 300:
        delivery.state = Delivery.State.SENT
        hook.failures, hook.failing_since, hook.quiet_until = 0, None, None
    else:
        hook.failures += 1
        hook.failing_since = hook.failing_since or at
        if delivery.tries > len(PAUSES):
            delivery.state = Delivery.State.FAILED
        else:
            delivery.next_at = at + PAUSES[delivery.tries - 1]
        if attempt.status is None:
            hook.quiet_until = at + PAUSES[min(hook.failures, len(PAUSES)) - 1]
        if at - hook.failing_since >= PATIENCE:
            hook.active, hook.stopped_at = False, at
    delivery.save(update_fields=["state", "next_at"])
    hook.save(update_fields=["failures", "failing_since", "quiet_until", "active", "stopped_at"])


@transaction.atomic
def _go_on(pk: int) -> None:
    """Queue the task that goes on with a hook when something of it is due, unless one is queued for no later."""
    hook = Hook.objects.select_for_update().filter(pk=pk, active=True).first()
    due = hook.deliveries.filter(state=Delivery.State.WAITING).aggregate(at=Min("next_at"))["at"] if hook else None
    if hook is None or due is None:
        return
    at = max(due, hook.quiet_until or due, now())
    if hook.wakes_at is not None and now() < hook.wakes_at <= at:
        return
    hook.wakes_at = at
    hook.save(update_fields=["wakes_at"])
    send.using(run_after=at).enqueue(pk)
