"""Two runs do not write to one store in an object store, and one that was killed does not keep others out for ever."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import fsspec
import pytest

from tests.corpus.stores import filled, written
from wenxiao.corpus import lease
from wenxiao.corpus.lease import HeldError, Lease
from wenxiao.corpus.store import Store, StoreError


@pytest.fixture(params=["memory", pytest.param("s3", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest) -> Iterator[str]:
    """A store in an object store: one that knows no conditions, and one that does."""
    if request.param == "s3":
        pytest.importorskip("moto.server")
        request.getfixturevalue("bucket")
        yield "s3://papers/store"
    else:
        yield f"memory://{uuid4().hex}"


def leased(place: str) -> Lease:
    store = Store(place)
    return Lease(store.fs, store.path("lock"))


def _alone(store: Store) -> bool:
    try:
        store.still_alone()
    except StoreError:
        return False
    return True


def test_one_run_at_a_time(place: str, tmp_path: Path) -> None:
    store = Store(place)
    with store.alone():
        store.still_alone()
        with pytest.raises(StoreError, match="正在被另一次运行写入"):
            filled(place, written(tmp_path / "a", [1]))
    assert not store.exists("lock")
    with leased(place) as again:
        assert again.held


@pytest.mark.parametrize("left", [b"tried", b"[1]", json.dumps({"holder": "x", "until": 1.0}).encode()])
def test_what_a_killed_run_left_ends_by_itself(place: str, left: bytes) -> None:
    Store(place).put("lock", left)
    with leased(place) as taken:
        assert taken.held
    assert not Store(place).exists("lock")


def test_how_long_a_killed_run_holds_is_said(place: str) -> None:
    Store(place).put("lock", json.dumps({"holder": "x", "host": "node7", "until": time.time() + 50}).encode())
    with pytest.raises(StoreError, match=r"node7.*(50|49) 秒"), Store(place).alone():
        pass


@pytest.mark.slow
@pytest.mark.usefixtures("bucket")
@pytest.mark.parametrize("left", [None, b"tried"])
def test_of_two_that_saw_the_same_one_gets_it(left: bytes | None) -> None:
    if left is not None:
        Store("s3://papers/store").put("lock", left)
    first, second = leased("s3://papers/store"), leased("s3://papers/store")
    seen, same = first._seen(), second._seen()
    second._write(*same)
    with pytest.raises(HeldError):
        first._write(*seen)
    assert (first.held, second.held) == (False, True)


def test_it_is_renewed_and_a_run_that_lost_it_stops(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "RENEWED", 0.02)
    store = Store(place)
    with store.alone():
        before = store.get("lock")
        while store.get("lock") == before:
            time.sleep(0.02)
        store.still_alone()
        other = json.dumps({"holder": "other", "host": "node7", "until": time.time() + 50}).encode()
        deadline = time.monotonic() + 20
        while _alone(store) and time.monotonic() < deadline:  # a renewal may come between
            store.put("lock", other)
            time.sleep(0.05)
        with pytest.raises(StoreError, match="另一次运行接手"):
            store.still_alone()
        store.put("lock", other)
    assert store.get("lock") == other  # it is not ours to give back


def test_a_run_that_is_out_of_reach_stops_before_another_may_begin(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "LASTS", 0.2)
    store = Store(place)
    with store.alone():
        time.sleep(0.3)  # no renewal in this time
        with pytest.raises(StoreError, match="已长时间连不上"):
            store.still_alone()
        with leased(place) as other:
            assert other.held


def test_what_a_server_says_that_knows_no_conditions(monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    files = fsspec.filesystem("memory")
    put = type(files).pipe_file

    def plain(self: object, path: str, value: bytes, mode: str = "overwrite", **more: object) -> None:
        if mode == "create" or more:
            raise OSError(errno.ENOSYS, "A header you provided implies functionality that is not implemented")
        put(self, path, value)

    monkeypatch.setattr(type(files), "pipe_file", plain)
    place = f"memory://{uuid4().hex}"
    with leased(place) as first:
        with pytest.raises(HeldError), leased(place):
            pass
        assert first.held


def test_a_write_whose_answer_was_lost_is_one_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client writes again where it hears no answer, and is told that somebody was faster: it was itself."""
    files = fsspec.filesystem("memory")
    put = type(files).pipe_file

    def twice(self: object, path: str, value: bytes, mode: str = "overwrite") -> None:
        put(self, path, value, mode=mode)
        raise FileExistsError(path)

    monkeypatch.setattr(type(files), "pipe_file", twice)
    place = f"memory://{uuid4().hex}"
    with leased(place) as first:
        assert first.held
        first._write(*first._seen())
        assert first.held
        with pytest.raises(HeldError), leased(place):
            pass
