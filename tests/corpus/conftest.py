"""Tests of the corpus need its extra: without Arrow, DuckDB and Daft there is nothing to test."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if not all(map(find_spec, ("pyarrow", "duckdb", "daft", "warcio", "s3fs"))):
    collect_ignore_glob = ["test_*.py"]

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

    from wenxiao.corpus.store import Store


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The made-up county, read and compared, with two files that could not be read."""
    from tests.corpus.county import DOCUMENTS
    from tests.corpus.filling import store_of, written
    from wenxiao.corpus.comparing import compare_store

    folder = tmp_path_factory.mktemp("county")
    papers: list[Path] = written(folder / "papers", DOCUMENTS)
    store = store_of(folder / "store", papers, {"2023/坏.docx": "unreadable", "2023/慢.pdf": "timed_out"})
    compare_store(store.url)
    return store


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[AbstractFileSystem]:
    """An empty bucket ``papers`` of a real server that speaks S3, on this machine."""
    import fsspec
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}", "FSSPEC_S3_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "made", "AWS_SECRET_ACCESS_KEY": "up", "AWS_DEFAULT_REGION": "us-east-1",
        "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    fsspec.filesystem("s3").clear_instance_cache()
    files = fsspec.filesystem("s3")
    if files.exists("papers"):  # what one server was told, the next one knows
        files.rm("papers", recursive=True)
    files.makedirs("papers", exist_ok=True)
    yield files
    server.stop()
