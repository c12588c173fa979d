"""A run that is killed is gone on with: nothing is read twice that was done, nothing is lost, and the rows are the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.corpus.stores import filled, rows, written
from wenxiao.corpus import journal
from wenxiao.corpus.store import Store
from wenxiao.corpus.tables import TABLES

pytestmark = pytest.mark.slow

DOCUMENTS_IN_ALL = 400
TABLE_NAMES = {table.name for table in TABLES}


def started(folder: Path, store: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "wenxiao.cli", "corpus", "read", str(folder), "--to", str(store), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)


def wait_for_shards(store: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    while len(journal.done(Store(str(store)))) < count:
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.05)


def children(process: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for processes in /proc")
def test_a_killed_run_goes_on(tmp_path: Path) -> None:
    folder = written(tmp_path / "a", range(DOCUMENTS_IN_ALL))
    store, whole = tmp_path / "killed", tmp_path / "whole"
    with started(folder, store) as process:
        wait_for_shards(store, 3, process)
        nurseries = children(process.pid)
        readers = [*nurseries, *(child for nursery in nurseries for child in children(nursery))]
        os.kill(process.pid, signal.SIGKILL)
    done = len(journal.done(Store(str(store))))
    deadline = time.monotonic() + 30
    while any(map(alive, readers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(readers) > len(nurseries) > 0
    assert not any(map(alive, readers))
    again = filled(store, folder)
    assert done >= 3
    assert again["unchanged"] + again["read"] == DOCUMENTS_IN_ALL
    assert again["unchanged"] > 0
    assert again["read"] < DOCUMENTS_IN_ALL
    assert filled(whole, folder) == {"read": DOCUMENTS_IN_ALL}
    assert rows(store) == rows(whole)
    assert not (store / "journal").exists()
    assert len(os.listdir(store / "runs")) == 1  # of the killed run nothing is left


@pytest.mark.parametrize("writes", [0, 7, 20, 41, 1000])
def test_settling_that_is_interrupted_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    """The journal is poured into the tables; whichever write is the last, doing it again ends the same."""
    from wenxiao.corpus import store as module

    folder, store, whole = written(tmp_path / "a", range(12)), tmp_path / "store", tmp_path / "whole"
    filled(whole, folder)
    left = [writes]

    def adopt(self: Store, made: str, path: str, *, adopted: object = module.Store.adopt) -> None:
        if path.partition("/")[0] in TABLE_NAMES:
            left[0] -= 1
            if left[0] < 0:
                raise Cut
        adopted(self, made, path)  # type: ignore[operator]

    with monkeypatch.context() as patched:
        patched.setattr(module.Store, "adopt", adopt)
        try:
            filled(store, folder)
        except Exception as error:
            assert "Cut" in f"{type(error)} {error}"  # noqa: PT017 - of no cut there is none
    assert bool(journal.done(Store(str(store)))) == (left[0] < 0)
    assert filled(store, folder) == {"unchanged": 12}
    assert rows(store) == rows(whole)


class Cut(Exception):  # noqa: N818
    """What ends a run in the middle of settling."""
