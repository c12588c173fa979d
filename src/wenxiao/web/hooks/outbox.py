"""What happened, put down where it happened, in its transaction; and with it the task that looks who is to be told."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from wenxiao.web.core.happening import Happening as Told
from wenxiao.web.hooks.models import Happening, Hook


def put(told: Told) -> None:
    """Keep it where a hook in use asks for such things."""
    if not any(told.event in events for events in Hook.objects.filter(active=True).values_list("events", flat=True)):
        return
    from wenxiao.web.hooks.jobs import fan_out

    kind: Any = ContentType.objects.get_for_model(told.thing) if told.thing is not None else None
    with transaction.atomic():
        Happening.objects.create(
            event=told.event, content_type=kind, object_id=told.thing.pk if kind else None, years=sorted(told.years), about=dict(told.about),
        )  # fmt: skip
        fan_out.enqueue()
