"""A bad line between a browser and the site: it loses answers, holds what is sent, or answers in the place of the site.

It stands outside the browser: what the browser itself is told to intercept slips through where a worker of its own sends along.
"""

from __future__ import annotations

import contextlib
import http.client
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit

#: Said of one stretch of the line only.
_OF_THE_STRETCH = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Line:
    """Open within ``with``; ``base`` is the site's address over this line. Only what is posted fares badly."""

    def __init__(self, site: str) -> None:
        self.site = urlsplit(site).netloc
        #: What the site answered where the answer was lost (its status), or None where the line answered in its place.
        self.lost: list[int | None] = []
        #: How many were answered since the line was told to fare badly.
        self.answered = 0
        self._losing = self._answering = 0
        self._free, self._waiting = threading.Event(), threading.Event()
        self._free.set()

    def __enter__(self) -> Line:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._free.set()
        self._server.shutdown()
        self._server.server_close()

    def loses(self, count: int) -> None:
        """The site takes the next ones, and its answers do not come back."""
        self._losing, self.answered = count, 0

    def answers_itself(self, count: int) -> None:
        """The next ones do not reach the site: the line answers with a page of its own."""
        self._answering, self.answered = count, 0

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """What is posted goes no further until the end."""
        self._waiting.clear()
        self._free.clear()
        yield
        self._free.set()

    def waits(self) -> None:
        """Returns when something is being held."""
        assert self._waiting.wait(20), "nothing was sent"

    def carry(self, asked: BaseHTTPRequestHandler) -> None:
        body = asked.rfile.read(int(asked.headers.get("Content-Length") or 0))
        posted = asked.command == "POST"
        if posted:
            self._waiting.set()
            self._free.wait()
        if posted and self._answering:
            self._answering -= 1
            self.lost.append(None)
            self._reply(asked, 200, [("Content-Type", "text/html")], b"<h1>Wi-Fi</h1>")
            return
        far = http.client.HTTPConnection(self.site, timeout=60)
        with contextlib.closing(far):
            far.request(asked.command, asked.path, body or None, dict(asked.headers))
            answer = far.getresponse()
            told = answer.read()
        if posted and self._losing:
            self._losing -= 1
            self.lost.append(answer.status)
            return
        self._reply(asked, answer.status, answer.getheaders(), told)
        self.answered += posted

    @staticmethod
    def _reply(asked: BaseHTTPRequestHandler, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        asked.send_response_only(status)
        for name, value in headers:
            if name.lower() not in _OF_THE_STRETCH:
                asked.send_header(name, value)
        asked.send_header("Content-Length", str(len(body)))
        asked.end_headers()
        asked.wfile.write(body)


def _handler(line: Line) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            line.carry(self)

        do_POST = do_GET  # noqa: N815 - the name is the library's

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    return Handler
