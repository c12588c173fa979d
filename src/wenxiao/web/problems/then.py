"""Problems as they stood on a day, for who looks as of it: what was raised by then, in the state and the words of then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import DateField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from wenxiao.performance.lifecycle import INITIAL
from wenxiao.web.core.clock import day_of
from wenxiao.web.core.models import Event

#: What the unit writes of a problem, step by step.
WRITTEN = ("owner", "measure", "result")


def by_then(rows: Any, day: date | None) -> QuerySet:
    """The problems that had been raised, with ``then``: the state in which they were, and ``due_then``: their day."""
    if day is None:
        return rows.annotate(then=F("state"), due_then=F("due"))
    steps = _steps(rows.model, day).filter(object_id=OuterRef("pk")).order_by("-pk").values("target")[:1]
    then = Coalesce(Subquery(steps), Value(INITIAL[rows.model.machine]))
    return rows.as_of(day).annotate(then=then, due_then=due_by(rows.model, day))


def due_by(model: Any, day: date) -> Coalesce:
    """The day until which a problem was to be put right, as it was set on a day: what the first extension since then moved."""
    kind = ContentType.objects.get_for_model(model)
    moved = Event.objects.filter(content_type=kind, object_id=OuterRef("pk"), action="extend", at__date__gt=day)
    before = moved.order_by("pk").annotate(was=Cast(KT("snapshot__due_before"), DateField())).values("was")
    return Coalesce(Subquery(before[:1]), F("due"))


def stood(problems: Sequence[Any], day: date | None) -> None:
    """Put some problems back to how they stood, to be shown and never saved; one question for all of them."""
    if day is None or not problems:
        return
    last: dict[int, Event] = {}
    for event in _steps(type(problems[0]), day).filter(object_id__in=[one.pk for one in problems]).order_by("pk"):
        last[event.object_id] = event
    model = type(problems[0])
    days = dict(model.objects.filter(pk__in=[one.pk for one in problems]).values_list("pk", due_by(model, day)))
    for one in problems:
        one.due = days[one.pk]
        event = last.get(one.pk)
        one.state = event.target if event else INITIAL[one.machine]
        said = event.snapshot if event else {}
        for name in WRITTEN:
            setattr(one, name, said.get(name, ""))
        if one.closed_at is not None and day_of(one.closed_at) > day:
            one.closed_at = None


def _steps(model: Any, day: date) -> QuerySet:
    return Event.objects.filter(content_type=ContentType.objects.get_for_model(model), at__date__lte=day)
