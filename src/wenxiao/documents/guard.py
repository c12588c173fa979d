"""A child process that makes one call after another; a call that kills it, hangs or takes all memory is lost alone."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Literal

from wenxiao.documents.progress import advance

Loss = Literal["died", "hung", "memory"]

#: What a message of the child holds: a result, the error that the call raised, how far it is, or that memory ran out.
RESULT, ERROR, PROGRESS, MEMORY = b"r", b"e", b"p", b"m"
HEADER = 9  # kind and length of a message


class LostError(Exception):
    """A call that came to no end: the child died, was silent for too long, or asked for too much memory."""

    def __init__(self, loss: Loss) -> None:
        super().__init__(loss)
        self.loss: Loss = loss


class Guard:
    """Calls ``function`` ("package.module:name") in a child process, which starts at the first call.

    ``seconds``: silence, since the call or the last ``advance``, after which the child is killed. ``megabytes``: address
    space of the child, where the system can limit it. Arguments and results are pickled. Not to be shared by threads.
    """

    def __init__(self, function: str, *, seconds: float, megabytes: int) -> None:
        self._function = function
        self._seconds = seconds
        self._megabytes = megabytes
        self._child: subprocess.Popen[bytes] | None = None

    def call(self, *arguments: Any) -> Any:
        """The result of the function. Raises what it raises, and ``LostError``; after a loss the next call has a new child."""
        child = self._child or self._start()
        alarm = _Alarm(child, self._seconds)
        try:
            send(child.stdin, RESULT, arguments)
            while True:
                kind, content = receive(child.stdout)
                alarm.again()
                if kind != PROGRESS:
                    break
                advance(*content)
        except (OSError, EOFError, pickle.UnpicklingError):
            self.close()
            raise LostError("hung" if alarm.rang else "died") from None
        except BaseException:
            self.close()  # the answer to this call must not be taken for the answer to the next
            raise
        finally:
            alarm.off()
        if kind == MEMORY:
            self.close()
            raise LostError("memory")
        if kind == ERROR:
            raise content
        return content

    def close(self) -> None:
        """End the child. A guard that is closed starts a new one when it is called."""
        child, self._child = self._child, None
        if child is not None:
            _kill(child)
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    _close(pipe)
            child.wait()

    def __enter__(self) -> Guard:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _start(self) -> subprocess.Popen[bytes]:
        here = str(Path(__file__).parents[2])
        start = f"import sys; sys.path.insert(0, {here!r}); from wenxiao.documents.guarded import serve; serve()"
        self._child = subprocess.Popen(
            [sys.executable, "-c", start, self._function, str(self._megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us; we end the child
        )
        return self._child


class _Alarm:
    """Kills the child after ``seconds`` of silence."""

    def __init__(self, child: subprocess.Popen[bytes], seconds: float) -> None:
        self._child = child
        self._seconds = seconds
        self.rang = False
        self._timer = self._set()

    def again(self) -> None:
        self._timer.cancel()
        self._timer = self._set()

    def off(self) -> None:
        self._timer.cancel()

    def _set(self) -> threading.Timer:
        timer = threading.Timer(self._seconds, self._ring)
        timer.daemon = True
        timer.start()
        return timer

    def _ring(self) -> None:
        self.rang = True
        _kill(self._child)


def send(pipe: IO[bytes] | None, kind: bytes, content: object) -> None:
    """Write one message."""
    assert pipe is not None
    data = pickle.dumps(content, pickle.HIGHEST_PROTOCOL)
    pipe.write(kind + len(data).to_bytes(HEADER - 1) + data)
    pipe.flush()


def receive(pipe: IO[bytes] | None) -> tuple[bytes, Any]:
    """Read one message: its kind and content. Raises ``EOFError`` where the other side is gone."""
    assert pipe is not None
    header = pipe.read(HEADER)
    size = int.from_bytes(header[1:])
    data = pipe.read(size) if len(header) == HEADER else b""
    if len(header) < HEADER or len(data) < size:
        raise EOFError
    return header[:1], pickle.loads(data)


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End the child and what it has started: it leads a session of its own."""
    with suppress(ProcessLookupError, PermissionError):  # it may have ended by itself
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()


def _close(pipe: IO[bytes]) -> None:
    with suppress(OSError):  # it may hold what the dead child never read
        pipe.close()
