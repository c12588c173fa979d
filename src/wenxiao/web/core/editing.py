"""Saving what has a revision: whoever opened an older one is told, nothing is overwritten."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from wenxiao.told import NotAllowed
from wenxiao.web.core.forms import conflict


class Overtaken(NotAllowed):
    """A button was pressed on a page that somebody made outdated; ``who``, where that is known."""

    def __init__(self, who: Any) -> None:
        super().__init__(
            f"没有办理：您打开页面以后，{who or '有人'}作了修改或办理。请看现在的内容，再决定是否办理。",
            f"Nothing was done: {who or 'somebody'} changed it after you opened the page. Look at it as it is now, then decide.",
        )


class Conflict(Exception):  # noqa: N818  (a fact about two people, not a fault)
    """Somebody else changed it first; ``str`` says who."""


def opened_at(request: Any) -> int:
    """The revision at which a form was opened; -1, which nothing has, where it says none that can be read."""
    said = request.POST.get("revision", "")
    return int(said) if said.isdecimal() else -1


def as_seen(current: Any, seen: str) -> None:
    """Raises Overtaken where ``seen``, the revision that the page showed (empty: it did not say), is not that of the thing as it is now."""
    if seen not in ("", str(current.revision)):
        raise Overtaken(current.changed_by)


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
