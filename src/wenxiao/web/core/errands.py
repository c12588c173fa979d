"""What waits for a person beside the steps of the cycle: something of their own that stands still until they look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wenxiao.web.core.policy import Access


@dataclass(frozen=True, slots=True)
class Errand:
    """One line of the to-do: the words of the link, what is to be done, and where."""

    words: str
    why: str
    url: str


_ROOMS: list[Callable[[Access], Iterable[Errand]]] = []


def provide(errands: Callable[[Access], Iterable[Errand]]) -> None:
    """Let a room say what waits for somebody."""
    if errands not in _ROOMS:
        _ROOMS.append(errands)


def errands(access: Access) -> list[Errand]:
    return [one for room in _ROOMS for one in room(access)]
