"""Webhooks: a person's own, made and changed, their log, and sending again."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Schema, Status

from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.told import Told
from wenxiao.web.api.doors import MOST, WRITES, Bearer, allow, answers, router, wrong
from wenxiao.web.api.shapes import In, Revision
from wenxiao.web.hooks import services
from wenxiao.web.hooks.events import EVENTS
from wenxiao.web.hooks.models import Delivery, Hook

routes = router("hooks")
READ, WRITE = Bearer("hooks:read"), Bearer("hooks:write")


class HookIn(In):
    """A webhook. ``address`` begins with https://."""

    name: str = Field(min_length=1, max_length=60)
    address: str = Field(min_length=1, max_length=500)
    events: list[Annotated[str, Field(json_schema_extra={"enum": list(EVENTS)})]] = Field(min_length=1, max_length=20)
    active: bool = True


class HookChange(HookIn):
    revision: Revision


class HookOut(Schema):
    """``stopped_at``: when the site took it out of use, because nothing had arrived for a day; ``failures``: attempts that failed
    since it last worked."""

    id: int
    name: str
    address: str
    events: list[str]
    active: bool
    revision: int
    failures: int
    stopped_at: datetime | None
    waiting: int = Field(alias="waits")
    failed: int


class HookMade(HookOut):
    """``secret`` is shown this once."""

    secret: str


class Secret(Schema):
    secret: str


class AttemptOut(Schema):
    """``status``: what the receiver answered, null where it did not."""

    at: datetime
    status: int | None
    words: str


class DeliveryOut(Schema):
    """``key`` stands in ``Wenxiao-Delivery``, however often it is sent."""

    id: int
    key: UUID
    event: str
    at: datetime
    state: str
    next_at: datetime
    attempts: list[AttemptOut]
    body: dict[str, Any]

    @staticmethod
    def resolve_body(delivery: Delivery) -> Any:
        return json.loads(delivery.body)


class Asked(Schema):
    """Which deliveries."""

    state: Delivery.State | None = None
    offset: int = Field(0, ge=0, le=10**6)
    limit: int = Field(50, ge=1, le=MOST)


class Deliveries(Schema):
    count: int
    rows: list[DeliveryOut]


def _one(request: Any, pk: int) -> Any:
    allow(request, "hooks.keep")
    return get_object_or_404(services.mine(request.access), pk=pk)


def _delivery(request: Any, pk: int) -> Delivery:
    allow(request, "hooks.keep")
    found: Delivery = get_object_or_404(Delivery.objects.select_related("hook").prefetch_related("attempts"), pk=pk, hook__user=request.user)  # fmt: skip
    return found


def _written(hook: Hook, said: HookIn, revision: int) -> Hook:
    if errors := services.wrong(said.name, said.address, said.events):
        raise wrong(errors)
    hook.name, hook.address, hook.events, hook.active = said.name.strip(), said.address, list(dict.fromkeys(said.events)), said.active  # fmt: skip
    try:
        return services.save(hook, revision)
    except Told as told:
        raise NotAllowed(told.zh, told.en) from None


@routes.get("", response=answers(list[HookOut]), auth=READ)
def every(request: Any) -> Any:
    """One's webhooks."""
    allow(request, "hooks.keep")
    return list(services.mine(request.access))


@routes.post("", response=answers(HookMade, *WRITES, status=201), auth=WRITE)
def make(request: Any, said: HookIn) -> Any:
    """Make a webhook; its secret is in this answer alone."""
    allow(request, "hooks.keep")
    made = _written(Hook(user=request.user), said, 0)
    found = _one(request, made.pk)
    found.secret = services.secret_of(made)
    return Status(201, found)


@routes.get("/{int:pk}", response=answers(HookOut), auth=READ)
def one(request: Any, pk: int) -> Any:
    """One webhook."""
    return _one(request, pk)


@routes.put("/{int:pk}", response=answers(HookOut, *WRITES), auth=WRITE)
def write(request: Any, pk: int, said: HookChange) -> Any:
    """Change it; taken into use again, it goes on with what waits."""
    _written(_one(request, pk), said, said.revision)
    return _one(request, pk)


@routes.delete("/{int:pk}", response=answers(None, status=204), auth=WRITE)
def delete(request: Any, pk: int) -> Any:
    """Take it away, with its log."""
    _one(request, pk)
    Hook.objects.filter(pk=pk, user=request.user).delete()
    return Status(204, None)


@routes.post("/{int:pk}/secret", response=answers(Secret), auth=WRITE)
def renew(request: Any, pk: int) -> Any:
    """Another secret; the old one ends at once."""
    return {"secret": services.renew(_one(request, pk))}


@routes.post("/{int:pk}/ping", response=answers(DeliveryOut, *WRITES, status=201), auth=WRITE)
def ping(request: Any, pk: int) -> Any:
    """Send something, to see whether it arrives; 409 where the webhook is not in use."""
    hook = _one(request, pk)
    if not hook.active:
        raise NotAllowed("此推送未启用，请先启用。", "It is not in use; use it first.")
    return Status(201, services.ping(hook))


@routes.get("/{int:pk}/deliveries", response=answers(Deliveries), auth=READ)
def log(request: Any, pk: int, asked: Query[Asked]) -> Any:
    """What was sent and is to be sent, the latest first."""
    rows = _one(request, pk).deliveries.prefetch_related("attempts")
    if asked.state is not None:
        rows = rows.filter(state=asked.state)
    return {"count": rows.count(), "rows": list(rows[asked.offset : asked.offset + asked.limit])}


@routes.get("/deliveries/{int:pk}", response=answers(DeliveryOut), auth=READ)
def delivery(request: Any, pk: int) -> Any:
    """One delivery with its attempts."""
    return _delivery(request, pk)


@routes.post("/deliveries/{int:pk}/again", response=answers(DeliveryOut), auth=WRITE)
def again(request: Any, pk: int) -> Any:
    """Send it again, with the key that it has."""
    services.again(_delivery(request, pk))
    return _delivery(request, pk)
