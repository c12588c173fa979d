"""Who may write to a store in an object store: a lease, an object that one run holds, renews while it works and gives back.

Written on condition that it is not there (``If-None-Match``), or still is as it was last seen (``If-Match``), so that of two runs one gets it.
A run that was killed leaves a lease that ends by itself. A server that knows no such conditions is asked without them: then
what stands there afterwards decides.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import threading
import time
from contextlib import suppress
from typing import Any
from uuid import uuid4

#: Seconds that a lease lasts from when it was last renewed; clocks of machines may differ by less. How often it is renewed.
LASTS, RENEWED = 120.0, 30.0
#: What a server says of a condition that does not hold, and of one that it does not know.
_TAKEN, _UNKNOWN = (errno.EINVAL, errno.EBUSY, errno.EEXIST), errno.ENOSYS


class HeldError(Exception):
    """Another run holds the lease: on which machine, and for how many seconds at most if it was killed."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(host, seconds)
        self.host, self.seconds = host, seconds


class Lease:
    """``path`` of ``fs`` is where the lease stands. Use as a context manager. Raises ``HeldError``, and what the file system raises."""

    def __init__(self, fs: Any, path: str) -> None:
        self._fs, self._path = fs, path
        self._holder = uuid4().hex
        self._conditions = "s3" in (fs.protocol if isinstance(fs.protocol, tuple) else (fs.protocol,))
        self._ended = threading.Event()
        self._renewing = threading.Thread(target=self._renew, daemon=True)
        self._until = 0.0  # by the clock of this machine that nobody sets
        self._lost = False

    def __enter__(self) -> Lease:
        self._write(*self._seen())
        self._renewing.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._renewing.join()
        with suppress(OSError):  # then it ends by itself
            if not self._lost and self._read().get("holder") == self._holder:
                self._fs.rm_file(self._path)

    @property
    def held(self) -> bool:
        """Whether it is still this run's. What this run writes after it is not would be written by two."""
        return not self._lost and time.monotonic() < self._until

    def _seen(self) -> tuple[str | None, bool]:
        """The tag of what stands there, and whether anything does. Raises ``HeldError`` where somebody holds it."""
        try:
            about = self._fs.info(self._path, refresh=True) if self._conditions else self._fs.info(self._path)
            lease = self._read()
        except FileNotFoundError:
            return None, False
        left = float(lease.get("until", 0)) - time.time()
        if left > 0 and lease.get("holder") != self._holder:
            raise HeldError(str(lease.get("host", "")), left)
        return about.get("ETag"), True

    def _read(self) -> dict[str, Any]:
        try:
            lease = json.loads(self._fs.cat_file(self._path))
        except ValueError:  # nothing that a run of ours wrote: it holds nobody up
            return {}
        return lease if isinstance(lease, dict) else {}

    def _write(self, tag: str | None, there: bool) -> None:
        """Take or renew it, where it still is what was seen. Raises ``HeldError``."""
        asked = time.monotonic()
        lease: dict[str, Any] = {
            "holder": self._holder,
            "host": socket.gethostname(),
            "process": os.getpid(),
            "until": time.time() + LASTS,
        }
        data = json.dumps(lease).encode()
        condition: dict[str, Any] = {} if there else {"mode": "create"}
        if there and self._conditions and tag:
            condition = {"IfMatch": tag}
        try:
            self._fs.pipe_file(self._path, data, **condition)
        except OSError as error:
            if error.errno == _UNKNOWN:
                self._fs.pipe_file(self._path, data)
            elif not isinstance(error, FileExistsError) and error.errno not in _TAKEN:
                raise
        now = (
            self._read()
        )  # refused or not: a write whose answer was lost is made again, and then refused for its own sake
        if now != lease:
            raise HeldError(str(now.get("host", "")), LASTS)
        self._until = asked + LASTS

    def _renew(self) -> None:
        while not self._ended.wait(RENEWED):
            try:
                self._write(*self._seen())
            except HeldError:
                self._lost = True
                return
            except Exception:
                continue
