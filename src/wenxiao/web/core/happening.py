"""What happens on the site, told to whoever listens, in the transaction in which it happens: what is rolled back was never told.

A room says ``happened(...)``; who listens (``hooks``) registers with ``listen``. ``thing`` is what it happened to, ``years`` the
project-years that it concerns, ``about`` ids alone: whoever may see the thing reads the rest there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, by the name of its kind."""

    event: str
    about: Mapping[str, Any]
    thing: Any = None
    years: Collection[int] = ()


_LISTENERS: list[Callable[[Happening], None]] = []


def listen(listener: Callable[[Happening], None]) -> None:
    """Let a function hear everything from now on."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def happened(kind: str, /, *, thing: Any = None, years: Collection[int] = (), **about: Any) -> None:
    """Tell it to all who listen."""
    for listener in _LISTENERS:
        listener(Happening(kind, about, thing, years))
