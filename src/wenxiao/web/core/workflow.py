"""The one way from state to state: ask the table, check what the step takes, record it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from wenxiao.performance.lifecycle import Need, NotAllowed, Role, Transition, step, ways
from wenxiao.web.core.auditing import Said, blocking
from wenxiao.web.core.editing import as_seen
from wenxiao.web.core.happening import happened
from wenxiao.web.core.models import Event, Stateful
from wenxiao.web.core.policy import Access


class Incomplete(NotAllowed):
    """What must be mended first; ``items`` say it one by one."""

    def __init__(self, items: Iterable[str]) -> None:
        self.items = list(items)
        super().__init__("提交前请先补全：" + "；".join(self.items), "Before this can go on: " + "; ".join(self.items))


class Contradictory(NotAllowed):
    """Errors of the audit that are neither mended nor passed with a reason."""

    def __init__(self, errors: Iterable[Said]) -> None:
        self.errors = list(errors)
        super().__init__(
            "审核发现以下矛盾，请修改，或逐条写明理由后提交：" + "；".join(error.zh for error in self.errors),
            "The audit found contradictions; mend them, or give a reason for each: "
            + "; ".join(error.en for error in self.errors),
        )


def open_ways(thing: Stateful, access: Access) -> list[Transition]:
    """The steps that this person may make now, in the order of the table."""
    roles = thing.roles_of(access)
    here = ways(thing.machine, thing.state)
    return [way for way in here if roles & thing.makers(way)]


def fingerprint(contents: Mapping[str, Any]) -> str:
    """Hash of what a thing says; equal for equal contents."""
    text = json.dumps(contents, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def advance(
    thing: Stateful,
    action: str,
    access: Access,
    comment: str = "",
    *,
    automatic: bool = False,
    seen: str = "",
    given: Mapping[str, Any] | None = None,
) -> Event:
    """Make one step and record it. Raises NotAllowed (with one sentence) and changes nothing where it cannot be made.

    ``automatic``: it is made together with something else, by the program; no person can ask for such a step.
    ``seen``: the revision that the person has seen; nobody passes what they have not. ``given``: what the step takes besides.
    The row is read again under a lock, so that of two who act at once the second is told.
    """
    thing.before(action)
    return _advance(thing, action, access, comment, automatic, seen, given or {})


@transaction.atomic
def _advance(
    thing: Stateful, action: str, access: Access, comment: str, automatic: bool, seen: str, given: Mapping[str, Any]
) -> Event:
    """The step itself, whole or not at all."""
    model: Any = type(thing)
    current: Stateful = model.objects.select_for_update().get(pk=thing.pk)
    as_seen(current, seen)
    current.given = given
    roles = current.roles_of(access)
    way = step(current.machine, current.state, action, roles)
    if way.automatic and not automatic:
        raise NotAllowed(
            f"“{way.zh}”由系统在相关事项办理时完成，不能单独办理。",
            f"“{way.en}” is made by the site together with what it belongs to.",
        )
    if Need.COMMENT in way.needs and not comment.strip():
        raise NotAllowed(f"“{way.zh}”需要填写说明。", f"“{way.en}” needs a comment.")
    if Need.COMPLETE in way.needs and (missing := current.missing()):
        raise Incomplete(missing)
    if Need.AUDITED in way.needs and (errors := blocking(current.audit(), current.passes)):
        raise Contradictory(errors)
    before = fingerprint(current.contents())
    event = Event(
        machine=current.machine,
        content_type=ContentType.objects.get_for_model(model, for_concrete_model=True),
        object_id=current.pk,
        year=current.project_year,
        action=action,
        source=current.state,
        target=way.target,
        actor=access.user,
        role=min(roles & set(way.roles)),
        comment=comment.strip(),
        before_hash=before,
    )
    current.after(action, event)
    current.revision += 1
    current.changed_by = access.user
    current.state = current._stored = way.target
    current.save()
    event.snapshot = json.loads(json.dumps({**current.contents(), **current.given}, cls=DjangoJSONEncoder))
    event.after_hash = fingerprint(current.contents())
    event.save(force_insert=True)
    of = current.project_year
    happened(
        "step", thing=current, years=[] if of is None else [of.pk], event=event.pk, machine=current.machine, id=current.pk, action=action,
        source=event.source, target=event.target, project_year=None if of is None else of.pk,
    )  # fmt: skip
    thing.state = thing._stored = current.state
    thing.revision = current.revision
    return event


def days_moved(thing: Any, machine: str, state: str, year: Any, actor: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> Event:  # fmt: skip
    """Record that the performance office gave something that has begun other days; no step from state to state."""
    old, new = ("，".join(str(day or "—") for day in side.values()) for side in (before, after))
    return Event.objects.create(
        machine=machine, content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk, year=year, action=Event.DAYS,
        source=state, target=state, actor=actor, role=Role.PERFORMANCE, comment=f"{old} → {new}",
        before_hash=fingerprint(before), after_hash=fingerprint(after), snapshot={name: str(day) for name, day in after.items() if day},
    )  # fmt: skip


def history(thing: models.Model, day: date | None = None) -> Any:
    """The record of one thing, oldest first; up to a day where one is given."""
    kind = ContentType.objects.get_for_model(thing)
    record = Event.objects.filter(content_type=kind, object_id=thing.pk).select_related("actor")
    return record.filter(at__date__lte=day) if day else record
