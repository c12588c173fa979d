"""What was changed last, so that whoever has read the ground into memory knows whether it still holds."""

from __future__ import annotations

from collections.abc import Callable, Collection
from threading import Lock
from typing import Any, Generic, TypeVar

from django.core.cache import cache

from wenxiao.web.territory.models import Change

T = TypeVar("T")
#: How long a process goes on with what it knows before it asks again whether another has changed it, in seconds.
ASK_AGAIN = 2
_PREFIX = "territory-change:"


def changed(part: Any, what: str, user: Any) -> None:
    """Put a change down, in the transaction that makes it."""
    Change.objects.create(part=part, what=what[:300], by=user)
    cache.delete_many([_PREFIX + one for one in (*Change.Part.values, "ground")])


def token(key: str, parts: Collection[Any]) -> str:
    """What changes whenever one of these parts does; as it was at most two seconds ago."""
    known = cache.get(_PREFIX + key)
    if known is None:
        last = Change.objects.filter(part__in=parts).order_by("-pk").values_list("token", flat=True).first()
        known = str(last)
        cache.set(_PREFIX + key, known, ASK_AGAIN)
    return known


class Kept(Generic[T]):
    """Something made of parts of the ground, kept in memory until one of them changes."""

    def __init__(self, key: str, parts: Collection[Any], make: Callable[[], T]) -> None:
        self.key, self.parts, self.make = key, parts, make
        self._lock = Lock()
        self._made: tuple[str, T] | None = None

    def get(self) -> T:
        current = token(self.key, self.parts)
        made = self._made
        if made is None or made[0] != current:
            with self._lock:
                if self._made is None or self._made[0] != current:
                    self._made = (current, self.make())
                made = self._made
        return made[1]
