"""What the site does by itself from time to time, without anybody asking: a worker calls ``run`` when it starts and then every so often.

Each piece is a function that may be called at any time and does what is due; twice does no harm.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

log = logging.getLogger(__name__)

#: How often.
EVERY = timedelta(minutes=10)

_PIECES: list[Callable[[], None]] = []


def provide(piece: Callable[[], None]) -> None:
    """Let a room say what it does from time to time."""
    if piece not in _PIECES:
        _PIECES.append(piece)


def run() -> None:
    """Do all that is due; what fails is written down and keeps nothing else from being done."""
    for piece in _PIECES:
        try:
            piece()
        except Exception:
            log.exception("upkeep %s", piece.__qualname__)
