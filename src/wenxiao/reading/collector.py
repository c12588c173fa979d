"""Python's collector of cycles, and when to spare it the work."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_cycles() -> Iterator[None]:
    """Work that makes no cycles: the collector is off meanwhile, and on again afterwards if it was on before.

    It would walk through all that was made so far, again and again, and find nothing to free. Memory grows no further for it: what
    is not in a cycle is freed at once.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
