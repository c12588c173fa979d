"""``wenxiao corpus read`` on generated documents: how near to the ideal, how it grows, how it starts, how much memory it takes.

    .venv/bin/python -m bench.corpus [--light] FOLDER [COUNT…]

``--light`` takes a shorter way through the engine (text and quantities alone): the pipeline's own share, and its growth, in minutes.

The ideal is cores x the rate of one process that has the bytes of the same documents, turns them into rows by the function that
the reading child runs, and does nothing else: what is loaded at the first document is loaded, nothing is listed, hashed, sent, written or
settled. It is measured on documents drawn evenly, before and after each run. On a machine with other work the clock says little: beside it
stands the ratio of computing, what one process needs for the documents to what the whole run used. Modules are compiled, as after ``pip install``.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench import corpus_light
from bench.corpus_made import folder
from wenxiao.corpus import child

_SAMPLE, _SEED, _CHUNK = 400, 8, 32
_START = 20


class Single:
    """One process that does nothing but read: documents a second by the clock and by computing, over all its turns."""

    def __init__(self, documents: Path, read: Callable[..., object]) -> None:
        paths = sorted(documents.rglob("*.txt"))
        drawn = sorted(random.Random(_SEED).sample(paths, min(_SAMPLE, len(paths))))
        self._jobs = [({"sha256": path.name, "uri": str(path), "name": path.name}, path.read_bytes()) for path in drawn]
        self._read = read
        self._count, self._wall, self._computed = 0, 0.0, 0.0
        read(self._jobs[:_CHUNK], False)  # what is loaded at the first document is loaded

    def turn(self) -> None:
        wall, computed = time.perf_counter(), time.process_time()
        for at in range(0, len(self._jobs), _CHUNK):
            self._read(self._jobs[at : at + _CHUNK], False)
        self._wall += time.perf_counter() - wall
        self._computed += time.process_time() - computed
        self._count += len(self._jobs)

    @property
    def rates(self) -> tuple[float, float]:
        return self._count / self._wall, self._count / self._computed


class Memory(threading.Thread):
    """The greatest memory (proportional set size, MB) of a process and all below it."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root, self._over, self.peak = root, threading.Event(), 0.0

    def run(self) -> None:
        while not self._over.wait(1):
            self.peak = max(self.peak, sum(map(_taken, _below(self._root))) / 1024)

    def stop(self) -> None:
        self._over.set()
        self.join()


def _below(root: int) -> list[int]:
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as file:
                    parents[int(entry)] = int(file.read().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = [root]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return found


def _taken(process: int) -> int:
    try:
        with open(f"/proc/{process}/smaps_rollup") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def run(command: list[str]) -> tuple[float, float, float]:
    """Seconds by the clock, seconds of computing, and the greatest memory in MB of a command and all that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        memory = Memory(process.pid)
        memory.start()
        code = process.wait()
        memory.stop()
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code:
        raise SystemExit(f"{' '.join(command)}: {code}")
    computed = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, computed, memory.peak


#: What the command does, with a function of ours in the place of the reading child's.
_LIGHT = """
import sys
from wenxiao.corpus import children
from wenxiao.corpus.settings import Settings
settings = Settings(function=sys.argv[3])
children.prepare(settings.function)
from wenxiao.corpus.reading import Request, read
read(Request((sys.argv[1],), sys.argv[2], settings=settings))
"""


def _read(documents: Path, store: Path, *, light: bool) -> tuple[float, float, float]:
    shutil.rmtree(store, ignore_errors=True)
    if light:
        return run([sys.executable, "-c", _LIGHT, str(documents), str(store), "bench.corpus_light:read"])
    return run([sys.executable, "-m", "wenxiao.cli", "corpus", "read", str(documents), "--to", str(store)])


def main() -> None:
    arguments = [argument for argument in sys.argv[1:] if argument != "--light"]
    light = len(arguments) < len(sys.argv) - 1
    under = Path(arguments[0])
    under.mkdir(parents=True, exist_ok=True)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(under.resolve() / "compiled")
    cores = os.cpu_count() or 1
    print(f"{cores} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    _read(folder(_START, under), under / "store", light=light)
    starts = sorted(_read(folder(_START, under), under / "store", light=light)[0] for _ in range(3))
    print(f"start: {_START} documents in {starts[1]:.1f} s, {starts[0]:.1f} to {starts[2]:.1f}", flush=True)
    print(
        "| documents | s | computing s | of the ideal, clock | of the ideal, computing | peak MB | growth |", flush=True
    )
    print("|---|---|---|---|---|---|---|", flush=True)
    last: tuple[int, float] | None = None
    for count in map(int, arguments[1:] or ("1000", "10000")):
        documents = folder(count, under)
        single = Single(documents, corpus_light.read if light else child.read)
        single.turn()
        wall, computed, peak = _read(documents, under / "store", light=light)
        single.turn()
        rate, computing = single.rates
        growth = f"{(count / last[0]) / (computed / last[1]):.2f}" if last else ""
        last = count, computed
        print(
            f"| {count:,} | {wall:.0f} | {computed:.0f} | {count / rate / cores / wall:.0%} | {count / computing / computed:.0%} "
            f"| {peak:.0f} | {growth} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
