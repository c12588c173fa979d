"""Guarded children that need not start anew: a process that has loaded what they do and forks one whenever it is asked for.

A child that starts by itself loads the whole engine, which takes as long as reading a hundred documents; one that is forked is there at
once and shares the memory of what was loaded. The nursery itself never sees a document. Only where the system can fork.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import IO

from wenxiao.documents import guarded

_FORK, _REAP = b"f", b"r"
#: A request: what is wanted, and two numbers. An answer is one.
_NUMBER = 8
_REQUEST = 1 + 2 * _NUMBER


class Forked:
    """A child of a nursery, with as much of ``subprocess.Popen`` as a guard needs."""

    def __init__(self, nursery: Nursery, pid: int, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self._nursery = nursery
        self.pid = pid
        self.stdin: IO[bytes] | None = stdin
        self.stdout: IO[bytes] | None = stdout

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Until it has ended, which it will: until then its number is nobody else's."""
        return self._nursery.reap(self.pid)


class Nursery:
    """Starts to load ``function`` ("package.module:name") at once, in the background. Threads may share it."""

    def __init__(self, function: str) -> None:
        self._lock = threading.Lock()
        ours, theirs = socket.socketpair()
        here = str(Path(__file__).parents[2])
        start = f"import sys; sys.path.insert(0, {here!r}); from wenxiao.documents.nursery import serve; serve()"
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", start, function],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._socket = ours

    def fork(self, megabytes: int, silence: int) -> Forked:
        """A new child; what the numbers mean says ``guarded.serve``. Raises ``OSError`` where the nursery is gone."""
        (calls, stdin), (stdout, answers) = os.pipe(), os.pipe()
        try:
            pid = self._ask(_FORK, megabytes, silence, calls, answers)
        except BaseException:
            os.close(stdin)
            os.close(stdout)
            raise
        finally:
            os.close(calls)
            os.close(answers)
        return Forked(self, pid, os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb"))

    def reap(self, pid: int) -> int:
        """Wait until a child has ended: how it did, as ``os.waitpid`` says it."""
        with suppress(OSError):  # where the nursery is gone, the system has taken its children over
            return self._ask(_REAP, pid, 0)
        return 0

    def _ask(self, what: bytes, one: int, other: int, *files: int) -> int:
        message = what + one.to_bytes(_NUMBER) + other.to_bytes(_NUMBER)
        with self._lock:
            socket.send_fds(self._socket, [message], files)
            answer = self._socket.recv(_NUMBER, socket.MSG_WAITALL)
        if len(answer) < _NUMBER:
            raise ConnectionResetError
        return int.from_bytes(answer)

    def close(self) -> None:
        """End it. Its children end when their guards are closed."""
        with self._lock:
            self._socket.close()
        self._process.kill()
        self._process.wait()


def can_fork() -> bool:
    return hasattr(os, "fork") and hasattr(socket, "send_fds")


def serve() -> None:
    """The nursery's side: ``sys.argv`` holds the function; requests come by standard input, a socket, until that ends."""
    requests = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    module, _, name = sys.argv[1].partition(":")
    function = getattr(import_module(module), name)
    gc.collect()
    gc.freeze()  # so that no child copies what it only reads
    while True:
        request, files, _, _ = socket.recv_fds(requests, _REQUEST, 2)
        if len(request) < _REQUEST:
            return
        one, other = (int.from_bytes(request[at : at + _NUMBER]) for at in (1, 1 + _NUMBER))
        if request[:1] == _REAP:
            _, status = os.waitpid(one, 0)
            requests.sendall(status.to_bytes(_NUMBER))
            continue
        child = os.fork()
        if not child:
            requests.close()
            os.setsid()  # Ctrl-C is for the caller, and what the child starts is killed with it
            calls, answers = files
            guarded.answer(function, calls, answers, one, other)
            os._exit(0)
        for file in files:
            os.close(file)
        requests.sendall(child.to_bytes(_NUMBER))
