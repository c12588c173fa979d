"""The child's side of a guard: it reads calls from standard input until that ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module

from wenxiao.documents.guard import ERROR, MEMORY, PROGRESS, RESULT, receive, send
from wenxiao.documents.progress import listening


def serve() -> None:
    """Answer call after call. ``sys.argv`` holds the function ("package.module:name") and the megabytes it may have."""
    calls = sys.stdin.buffer
    # A library that prints must not speak between our answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    _limit(int(sys.argv[2]))
    module, _, name = sys.argv[1].partition(":")
    function = getattr(import_module(module), name)
    while True:
        try:
            _, arguments = receive(calls)
        except EOFError:
            return
        try:
            with listening(lambda done, total: send(answers, PROGRESS, (done, total))):
                result = function(*arguments)
            send(answers, RESULT, result)
        except MemoryError:
            send(answers, MEMORY, None)
        except BrokenPipeError:
            return
        except Exception as error:
            send(answers, ERROR, error)


def _limit(megabytes: int) -> None:
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limit, and a system may refuse it
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, resource.RLIM_INFINITY))
