"""How far a long document is read, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[int, int], None]

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def advance(done: int, total: int) -> None:
    """Say that ``done`` of ``total`` pages are read. A reader that says nothing for long is taken for hung."""
    listener = _listener.get()
    if listener is not None:
        listener(done, total)


def listener() -> Listener | None:
    """Who listens now."""
    return _listener.get()


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """While this lasts, ``listener`` is called at every ``advance``."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
