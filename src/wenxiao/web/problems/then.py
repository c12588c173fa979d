"""Problems as they stood on a day, for who looks as of it: what was raised by then, in the state and the words of then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from wenxiao.performance.lifecycle import INITIAL
from wenxiao.web.core.clock import day_of
from wenxiao.web.core.models import Event

#: What the unit writes of a problem, step by step.
WRITTEN = ("owner", "measure", "result")


def by_then(rows: Any, day: date | None) -> QuerySet:
    """The problems that had been raised, with ``then``: the state in which they were."""
    if day is None:
        return rows.annotate(then=F("state"))
    steps = _steps(rows.model, day).filter(object_id=OuterRef("pk")).order_by("-pk").values("target")[:1]
    return rows.as_of(day).annotate(then=Coalesce(Subquery(steps), Value(INITIAL[rows.model.machine])))


def stood(problems: Sequence[Any], day: date | None) -> None:
    """Put some problems back to how they stood, to be shown and never saved; one question for all of them."""
    if day is None or not problems:
        return
    last: dict[int, Event] = {}
    for event in _steps(type(problems[0]), day).filter(object_id__in=[one.pk for one in problems]).order_by("pk"):
        last[event.object_id] = event
    for one in problems:
        event = last.get(one.pk)
        one.state = event.target if event else INITIAL[one.machine]
        said = event.snapshot if event else {}
        for name in WRITTEN:
            setattr(one, name, said.get(name, ""))
        if one.closed_at is not None and day_of(one.closed_at) > day:
            one.closed_at = None


def _steps(model: Any, day: date) -> QuerySet:
    return Event.objects.filter(content_type=ContentType.objects.get_for_model(model), at__date__lte=day)
