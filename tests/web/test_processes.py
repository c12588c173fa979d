"""Whoever asks while one process is at work is answered by another."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.slow
PEOPLE, EACH = 12, 20


def answer(_: Any, start: Callable[..., Any]) -> Iterable[bytes]:
    """What the server under test answers: the number of its process, after some computing."""
    until = time.process_time() + 0.005
    while time.process_time() < until:
        pass
    said = str(os.getpid()).encode()
    start("200 OK", [("Content-Length", str(len(said)))])
    return [said]


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    kind = ["--worker-class", "wenxiao.web.processes.Balanced", "--keep-alive", "15"]
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{number}", "--workers", "2", "--threads", "2", *kind]  # fmt: skip
    server = subprocess.Popen([*command, "--log-level", "error", f"{__name__}:answer"])
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", number)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield number
    finally:
        server.terminate()
        server.wait(timeout=20)


def ask(link: http.client.HTTPConnection) -> tuple[int, bool]:
    """Who answers, and whether the connection is kept."""
    link.request("GET", "/")
    answered = link.getresponse()
    return int(answered.read()), not answered.will_close


def test_many_who_never_pause_are_shared_by_the_processes(port: int) -> None:
    answered: Counter[int] = Counter()

    def work() -> None:
        link = http.client.HTTPConnection("127.0.0.1", port)
        for _ in range(EACH):
            answered[ask(link)[0]] += 1

    threads = [threading.Thread(target=work) for _ in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(answered.values()) == PEOPLE * EACH
    assert len(answered) == 2
    assert min(answered.values()) >= PEOPLE * EACH / 4


def test_one_alone_keeps_the_connection(port: int) -> None:
    link = http.client.HTTPConnection("127.0.0.1", port)
    while not ask(link)[1]:  # what is left of starting
        pass
    said = [ask(link) for _ in range(5)]
    assert len({process for process, _ in said}) == 1
    assert [kept for _, kept in said] == [True] * 5
