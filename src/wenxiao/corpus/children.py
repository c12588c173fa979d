"""Where the guarded children of this process, by whom shards are read, come from."""

from __future__ import annotations

import threading

from wenxiao.documents.nursery import Nursery, can_fork

_lock = threading.Lock()
_nurseries: dict[str, Nursery] = {}


def prepare(function: str) -> Nursery | None:
    """The nursery of children that do this ("package.module:name"). It loads in the background: called early, what else a run
    needs is loaded in the meantime. None where the system cannot fork."""
    if not can_fork():
        return None
    with _lock:
        if function not in _nurseries:
            _nurseries[function] = Nursery(function)
        return _nurseries[function]


def close() -> None:
    """End the nurseries of this process."""
    with _lock:
        while _nurseries:
            _nurseries.popitem()[1].close()
