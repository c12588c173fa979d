"""The same run on a Ray cluster of several processes: the same rows, also when a worker is killed in the middle."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.corpus.stores import SMALL, filled, rows, written
from tests.corpus.test_kill import alive, children, wait_for_shards

pytest.importorskip("ray")
pytestmark = pytest.mark.slow

_DRIVER = """
import sys
from tests.corpus.stores import filled
print(filled(sys.argv[1], sys.argv[2], on=sys.argv[3]))
"""


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[int]]]:
    """The address of a cluster of two nodes with a core each, and its processes; they end with the test.

    It asks for a token, as a cluster on a network should: else whether it does depends on what the machine's own ``~/.ray`` holds."""
    monkeypatch.setenv("RAY_AUTH_MODE", "token")
    monkeypatch.setenv("RAY_AUTH_TOKEN", secrets.token_hex(32))
    ray = str(Path(sys.executable).with_name("ray"))
    environment = {
        **os.environ,
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_CLIENT_SERVER_CHECK_CHANNEL_TIMEOUT_S": "120",  # a busy machine starts a client's server slowly
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    # Sockets lie below it, and their paths have to be short.
    with tempfile.TemporaryDirectory(prefix="ray", ignore_cleanup_errors=True) as folder:
        port = _free_port()
        head = [
            "--head",
            f"--port={port}",
            f"--temp-dir={folder}",
            "--include-dashboard=false",
            "--ray-client-server-port=9977",
        ]
        nodes = []
        try:
            for role in (head, [f"--address=127.0.0.1:{port}"]):
                command = [ray, "start", *role, "--num-cpus=1", "--object-store-memory=100000000", "--block"]
                nodes.append(
                    subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
                )
                _wait_until_it_listens(9977 if role is head else port)
            yield "ray://127.0.0.1:9977", [node.pid for node in nodes]
        finally:
            for process in [below for node in nodes for below in _below(node.pid)]:
                if alive(process):
                    os.kill(process, signal.SIGKILL)
            for node in nodes:
                node.wait()


def _wait_until_it_listens(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("the cluster did not start")


def _below(process: int) -> list[int]:
    return [*[low for child in children(process) for low in _below(child)], process]


def _command(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""


def test_a_cluster_gives_the_same_rows(tmp_path: Path, cluster: tuple[str, list[int]]) -> None:
    address, nodes = cluster
    folder = written(tmp_path / "a", range(300))
    filled(tmp_path / "local", folder, settings=SMALL)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    for store, kills in ((tmp_path / "whole", False), (tmp_path / "killed", True)):
        command = [sys.executable, "-c", _DRIVER, str(store), str(folder), address]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as run:
            if kills:
                wait_for_shards(store, 2, run)  # type: ignore[arg-type]
                readers = {p for node in nodes for p in _below(node) if "documents.nursery" in _command(p)}
                workers = {
                    int(Path(f"/proc/{p}/stat").read_text().rpartition(")")[2].split()[1]) for p in readers
                } - readers
                assert workers
                os.kill(min(workers), signal.SIGKILL)
            said, _ = run.communicate(timeout=300)
        assert said.strip() == "{'read': 300}"
        assert rows(store) == rows(tmp_path / "local")
