"""Sources and stores in an object store: a real server that speaks S3, on this machine."""

from __future__ import annotations

from pathlib import Path

import fsspec
import pytest

from tests.corpus.stores import asked, filled, rows, text, written
from tests.corpus.test_containers import zipped
from wenxiao.corpus.sources import SourceError, entries

pytest.importorskip("moto.server")
pytestmark = pytest.mark.slow


def test_an_object_store_is_read_like_a_folder(tmp_path: Path, bucket: fsspec.AbstractFileSystem) -> None:
    for number in range(20):
        bucket.pipe_file(f"papers/2024/{number:04}.txt", text(number).encode())
    bucket.pipe_file("papers/2024/all.zip", zipped({"甲.txt": text(30).encode()}))
    bucket.pipe_file("papers/2024/.hidden/1.txt", b"x")
    bucket.pipe_file("papers/2024/empty.txt", b"")
    store = tmp_path / "store"
    assert filled(store, "s3://papers/2024") == {"read": 21, "not_fetched": 1}
    assert filled(store, "s3://papers/2024") == {"unchanged": 21, "not_fetched": 1}
    bucket.pipe_file("papers/2024/0003.txt", text(103).encode())
    assert filled(store, "s3://papers/2024/*.txt") == {"unchanged": 19, "read": 1, "not_fetched": 1}
    assert asked(store, "SELECT count(*) FROM documents WHERE uri LIKE 's3://papers/2024/all.zip!/%'") == [(1,)]
    with pytest.raises(SourceError, match="没有"):
        list(entries("s3://papers/none"))


def test_a_store_in_an_object_store(tmp_path: Path, bucket: fsspec.AbstractFileSystem) -> None:  # noqa: ARG001
    folder = written(tmp_path / "a", range(20))
    filled(tmp_path / "store", folder)
    assert filled("s3://papers/store", folder) == {"read": 20}
    assert rows("s3://papers/store") == rows(tmp_path / "store")
    (folder / "0001.txt").write_text(text(101), encoding="utf-8")
    assert filled("s3://papers/store", folder) == {"unchanged": 19, "read": 1}
