"""Decisions on the use of a result: the one in force is a row, and each that was ever made stays in the record of steps."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from wenxiao.performance.lifecycle import Role
from wenxiao.web.core.clock import now
from wenxiao.web.core.editing import save
from wenxiao.web.core.models import Event
from wenxiao.web.core.policy import ACTIONS, Access
from wenxiao.web.core.workflow import fingerprint
from wenxiao.web.problems.models import UseOfResult

#: Before anything is decided.
UNDECIDED = "undecided"


def steps(day: date | None = None) -> QuerySet:
    """The decisions that were made, those up to a day where one is given."""
    rows = Event.objects.filter(content_type=ContentType.objects.get_for_model(UseOfResult))
    return rows.filter(at__date__lte=day) if day else rows


def uses(access: Access) -> QuerySet:
    """What was decided, or had been as of a day, with ``then``: the decision that stood."""
    rows = UseOfResult.objects.all()
    if access.as_of is None:
        return rows.annotate(then=F("decision"))
    last = steps(access.as_of).filter(object_id=OuterRef("pk")).order_by("-pk").values("target")[:1]
    made = Case(When(decided_at__date__lte=access.as_of, then=F("decision")))
    return rows.annotate(then=Coalesce(Subquery(last), made)).filter(then__isnull=False)


def made_of(found: Iterable[UseOfResult], day: date | None) -> Mapping[int, list[Event]]:
    """Every decision on each of these, oldest first; one question for all of them."""
    made: dict[int, list[Event]] = defaultdict(list)
    keys = [use.pk for use in found]
    for event in steps(day).filter(object_id__in=keys).select_related("actor").order_by("pk"):
        made[event.object_id].append(event)
    return made


def as_decided(event: Event) -> UseOfResult:
    """A decision as it was made, to be shown and never saved."""
    held = event.snapshot
    budget = held["next_budget"]
    return UseOfResult(
        pk=event.object_id, year_id=event.year_id, decision=held["decision"], next_budget=None if budget is None else Decimal(budget),
        reason=held["reason"], decided_by=event.actor, decided_at=event.at,
    )  # fmt: skip


@transaction.atomic
def decide(use: UseOfResult, revision: int, access: Access) -> None:
    """Keep a decision, and leave it in the record with the one before. Raises Conflict where somebody else was first."""
    before = UseOfResult.objects.select_for_update().filter(pk=use.pk).first()
    use.decided_by, use.decided_at = access.user, now()
    save(use, revision, access.user)
    if before is not None and not steps().filter(object_id=use.pk).exists():
        record(before, None, Access(before.decided_by))
    record(use, before, access)


def record(use: UseOfResult, before: UseOfResult | None, access: Access) -> None:
    """Leave a decision in the record: by whom, when, why, and what it holds."""
    roles = access.roles_for(use.year) & ACTIONS["results.decide"]
    said = use.contents()
    Event.objects.create(
        machine="use_of_result", content_type=ContentType.objects.get_for_model(UseOfResult), object_id=use.pk, year=use.year,
        action="decide", source=before.decision if before else UNDECIDED, target=use.decision,
        actor=access.user, role=min(roles, default=Role.PERFORMANCE), at=use.decided_at, comment=use.reason,
        before_hash=fingerprint(before.contents() if before else {}), after_hash=fingerprint(said),
        snapshot=json.loads(json.dumps(said, cls=DjangoJSONEncoder)),
    )  # fmt: skip
