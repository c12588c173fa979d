"""A child process that makes one call after another; a call that kills it, hangs or takes all memory is lost alone."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from math import ceil, inf
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Literal, Protocol

from wenxiao.documents.progress import advance

if TYPE_CHECKING:
    from wenxiao.documents.nursery import Nursery

Loss = Literal["died", "hung", "memory"]


class Child(Protocol):
    """A process that answers calls: one of ``subprocess``, or one that a nursery has forked."""

    pid: int
    stdin: IO[bytes] | None
    stdout: IO[bytes] | None

    def kill(self) -> None: ...
    def wait(self) -> int: ...


#: What a message of the child holds: a result, the error that the call raised, how far it is, that memory ran out, or that it
#: is there and begins.
RESULT, ERROR, PROGRESS, MEMORY, READY = b"r", b"e", b"p", b"m", b"h"
HEADER = 9  # kind and length of a message
#: Seconds after which a child that nobody kills, because whoever called it is gone, ends by itself.
_GRACE = 60
#: Seconds that a child may take to start, on a machine that has other things to do.
_START = 60


#: What a document did whose reader came to no end, and what to do: without the stop, as a refusal takes it.
LOST: dict[Loss, tuple[str, str]] = {
    "died": ("读取时程序崩溃，文件可能已损坏；请用原软件打开后另存，再试一次", "the reader crashed on it, it may be damaged; open it with its own program, save it again and try that"),
    "hung": ("读取没有进展或时间过长，已停止；请拆分，或用原软件打开后另存，再试一次", "reading it made no progress or took too long and was stopped; split it, or save it again with its own program"),
    "memory": ("所需内存过大，已停止读取；请拆分，或删去其中的图片，再试一次", "it needs too much memory; split it or remove its pictures"),
}  # fmt: skip


class LostError(Exception):
    """A call that came to no end: the child died, was silent for too long, or asked for too much memory."""

    def __init__(self, loss: Loss) -> None:
        super().__init__(loss)
        self.loss: Loss = loss

    def sentence(self) -> tuple[str, str]:
        """What to tell of the document that was read, in both languages."""
        zh, en = LOST[self.loss]
        return f"{zh}。", f"{en[0].upper()}{en[1:]}."


class Guard:
    """Calls ``function`` ("package.module:name") in a child process, which starts at the first call.

    ``seconds``: silence, since the call or the last ``advance``, after which the child is killed; ``longest``: how long a
    call may take whatever it says (see ``restart``). ``megabytes``: address space of the child, where the system can limit it. Arguments and results are pickled. Not to be shared by threads.
    ``nursery``: forks the child, while it is there.
    """

    def __init__(
        self,
        function: str,
        *,
        seconds: float,
        megabytes: int,
        longest: float | None = None,
        nursery: Nursery | None = None,
    ) -> None:
        self._function = function
        self._nursery = nursery
        self._longest = longest
        self._seconds = seconds
        self._megabytes = megabytes
        self._child: Child | None = None
        self._end: _Alarm | None = None

    def restart(self) -> None:
        """Count ``longest`` from now on: for whoever hears that a call which does many things begins with the next."""
        if self._end is not None:
            self._end.again()

    def call(self, *arguments: Any) -> Any:
        """The result of the function. Raises what it raises, and ``LostError``; after a loss the next call has a new child."""
        starts = self._child is None
        child = self._child or self._start()
        alarm = _Alarm(child, self._seconds, first=max(_START, self._seconds) if starts else self._seconds)
        end = self._end = self._longest_alarm(child, starts=starts)
        try:
            send(child.stdin, RESULT, arguments)
            while True:
                kind, content = receive(child.stdout)
                alarm.again()
                if kind == PROGRESS:
                    advance(*content)
                elif kind != READY:
                    break
                else:
                    self.restart()
        except (OSError, EOFError, pickle.UnpicklingError):
            self.close()
            raise LostError("hung" if alarm.rang or (end is not None and end.rang) else "died") from None
        except BaseException:
            self.close()  # the answer to this call must not be taken for the answer to the next
            raise
        finally:
            alarm.off()
            self._end = None
            if end is not None:
                end.off()
        if kind == MEMORY:
            self.close()
            raise LostError("memory")
        if kind == ERROR:
            raise content
        return content

    def _longest_alarm(self, child: Child, *, starts: bool) -> _Alarm | None:
        if self._longest is None:
            return None
        return _Alarm(child, self._longest, first=max(_START, self._longest) if starts else self._longest)

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

    def _start(self) -> Child:
        silence = ceil(self._seconds) + _GRACE
        if self._nursery is not None:
            with suppress(OSError):  # it is gone: the child starts by itself
                self._child = self._nursery.fork(self._megabytes, silence)
                return self._child
        here = str(Path(__file__).parents[2])
        start = f"import sys; sys.path.insert(0, {here!r}); from wenxiao.documents.guarded import serve; serve()"
        self._child = subprocess.Popen(
            [sys.executable, "-c", start, self._function, str(self._megabytes), str(silence)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us; we end the child
        )
        return self._child


class _Alarm:
    """Kills the child after ``seconds`` of silence, of the ``first`` seconds before it says anything."""

    def __init__(self, child: Child, seconds: float, *, first: float | None = None) -> None:
        self._child = child
        self._seconds = seconds
        self.rang = False
        self._due = monotonic() + (first or seconds)
        self._timer = self._set(min(seconds, first or seconds))

    def again(self) -> None:
        """From now on, once more. The timer that runs finds out when it ends: a new one each time would be a thread each time."""
        self._due = monotonic() + self._seconds

    def off(self) -> None:
        self._due = inf
        self._timer.cancel()

    def _set(self, seconds: float) -> threading.Timer:
        timer = threading.Timer(seconds, self._ring)
        timer.daemon = True
        timer.start()
        return timer

    def _ring(self) -> None:
        left = self._due - monotonic()
        if left == inf:
            return
        if left > 0:
            self._timer = self._set(left)
            return
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


def _kill(child: Child) -> None:
    """End the child and what it has started: it leads a session of its own, but for its first moment."""
    with suppress(ProcessLookupError, PermissionError):  # it may have ended by itself
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()


def _close(pipe: IO[bytes]) -> None:
    with suppress(OSError):  # it may hold what the dead child never read
        pipe.close()
