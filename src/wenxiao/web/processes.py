"""The processes that answer, as many as the machine has time for: each takes what it can answer now and leaves the rest to the others."""

from __future__ import annotations

import socket
from typing import Any

from gunicorn.workers.gthread import ThreadWorker


class Balanced(ThreadWorker):
    """A process with threads that takes no further connection while all of them are at work, and keeps none while more than half are.

    Gunicorn's own takes whatever comes and keeps it, so that one process may have nearly every browser while another is idle. Who is let
    go comes back in the order of all who wait, to the process that is free first.
    """

    @property
    def busy(self) -> int:
        """Requests that are answered now or wait for a thread."""
        return int(self.nr_conns - len(self.keepalived_conns) - len(self.pending_conns))

    @property
    def worker_connections(self) -> int:
        """As many connections as it may have before it takes no more."""
        return 0 if self.busy >= self.cfg.threads else self.cfg.worker_connections

    @worker_connections.setter
    def worker_connections(self, _: int) -> None:
        """Set once by the settings, which are asked each time here."""

    @property
    def max_keepalived(self) -> int:
        """As many connections as it may keep for a further request."""
        return 0 if self.busy > self.cfg.threads // 2 else self.cfg.worker_connections - self.cfg.threads

    @max_keepalived.setter
    def max_keepalived(self, _: int) -> None:
        """The same."""

    def handle_request(self, req: Any, conn: Any) -> bool:
        """Whether the connection is looked at again. One that is let go is closed by this side for writing and then left until the
        browser has closed its own: the thread that hands out the work would wait for that, once across the network."""
        kept: bool = super().handle_request(req, conn)
        if kept or req.should_close():
            return kept
        conn.sock.shutdown(socket.SHUT_WR)
        conn.let_go = True
        return True

    def handle(self, conn: Any) -> Any:
        """Nothing more is done that is asked on a connection that was let go: nobody would hear the answer."""
        return False if getattr(conn, "let_go", False) else super().handle(conn)
