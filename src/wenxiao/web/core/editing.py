"""Saving what has a revision: whoever opened an older one is told, nothing is overwritten."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from wenxiao.web.core.forms import conflict


class Conflict(Exception):  # noqa: N818  (a fact about two people, not a fault)
    """Somebody else changed it first; ``str`` says who."""


@transaction.atomic
def lock(thing: Any, revision: int) -> Any:
    """The thing as it is stored, locked, if it still has that revision; raises Conflict otherwise."""
    stored = type(thing).objects.select_for_update().get(pk=thing.pk)
    if stored.revision != revision:
        raise Conflict(conflict(getattr(stored, "changed_by", None)))
    return stored


@transaction.atomic
def save(thing: Any, revision: int, user: Any) -> None:
    """Save a changed thing as its next revision; raises Conflict where ``revision`` is not the stored one."""
    if thing.pk:
        lock(thing, revision)
    thing.revision = revision + 1 if thing.pk else 0
    if hasattr(type(thing), "changed_by"):
        thing.changed_by = user
    thing.save()
