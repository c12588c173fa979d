"""The child's side of a guard: it reads calls from its caller until these end."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module

from wenxiao.documents.guard import ERROR, MEMORY, PROGRESS, READY, RESULT, receive, send
from wenxiao.documents.progress import listening


def serve() -> None:
    """A child that starts by itself. ``sys.argv`` holds the function ("package.module:name") and the numbers of ``answer``."""
    # A library that prints must not speak between our answers.
    answers = os.dup(1)
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    megabytes, silence = map(int, sys.argv[2:4])
    _limit(megabytes)
    module, _, name = sys.argv[1].partition(":")
    _answer(getattr(import_module(module), name), 0, answers, silence)


def answer(function: Callable[..., object], calls: int, answers: int, megabytes: int, silence: int) -> None:
    """Answer call after call from one file to another. ``megabytes`` it may have; ``silence``: seconds after which it ends by itself: a call
    without end must not outlive a caller that was killed."""
    _limit(megabytes)
    _answer(function, calls, answers, silence)


def _answer(function: Callable[..., object], reads: int, writes: int, silence: int) -> None:
    calls, answers = os.fdopen(reads, "rb"), os.fdopen(writes, "wb")

    def tell(done: int, total: int) -> None:
        _end_after(silence)
        send(answers, PROGRESS, (done, total))

    send(answers, READY, None)
    while True:
        _end_after(0)
        try:
            _, arguments = receive(calls)
        except EOFError:
            return
        _end_after(silence)
        try:
            with listening(tell):
                result = function(*arguments)
            send(answers, RESULT, result)
        except MemoryError:
            send(answers, MEMORY, None)
        except BrokenPipeError:
            return
        except Exception as error:
            send(answers, ERROR, error)


def _end_after(seconds: int) -> None:
    """Let the system end this process then; 0 is never."""
    if hasattr(signal, "alarm"):  # Windows has none
        signal.alarm(seconds)


def _limit(megabytes: int) -> None:
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limit, and a system may refuse it
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, resource.RLIM_INFINITY))
