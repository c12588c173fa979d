"""Where a store keeps what: tables in folders, the journal of shards that are done, the runs. Local or in an object store.

``<table>/county=…/year=…/rows.parquet`` are the tables. ``journal/`` holds the rows of finished shards until they are settled into the
tables (see ``journal``). ``inputs.parquet`` says of every input what it was when it was last seen; ``runs/<run>/`` keeps each run's
account and its list of inputs.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import ceil

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
from fsspec.implementations.local import LocalFileSystem

from wenxiao.corpus.lease import HeldError, Lease
from wenxiao.corpus.places import folder
from wenxiao.told import Told, cause

ROWS = "rows.parquet"
#: What every input was when it was last seen.
SEEN = "inputs.parquet"


class StoreError(Told):
    """A store that cannot be used, in one sentence."""


class Store:
    """Paths are relative to the store, with ``/``."""

    def __init__(self, url: str) -> None:
        """``url``: a folder, or a place in an object store (``s3://bucket/folder``). Raises ``StoreError`` for any other."""
        self.url = url
        try:
            self.fs, self.root = fsspec.core.url_to_fs(url)
        except (ValueError, ImportError) as error:
            raise _closed(url, error) from None
        self.local = isinstance(self.fs, LocalFileSystem)
        self._lease: Lease | None = None

    def path(self, *parts: str) -> str:
        """The place of a file for the file system of the store."""
        return "/".join((self.root.rstrip("/"), *parts))

    def put(self, path: str, data: bytes | pa.Buffer) -> None:
        """Write a file, whole or not at all."""
        target = self.path(path)
        if not self.local:
            self.fs.pipe_file(target, bytes(data))  # an object appears when it is complete
            return
        os.makedirs(os.path.dirname(target), exist_ok=True)
        unfinished = f"{target}.{os.getpid()}-{threading.get_ident()}.tmp"
        try:
            with open(unfinished, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, target)
        except BaseException:
            if os.path.exists(unfinished):
                os.remove(unfinished)
            raise

    def put_table(self, path: str, table: pa.Table) -> None:
        """Write an Arrow table as Parquet, whole or not at all."""
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        self.put(path, sink.getvalue())

    def adopt(self, made: str, path: str) -> None:
        """Take a finished file of the local disk (of the scratch folder) over, whole or not at all."""
        target = self.path(path)
        if not self.local:
            self.fs.put_file(made, target)
            return
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.replace(made, target)

    @contextmanager
    def scratch(self) -> Iterator[str]:
        """A local folder for what is being made, on the same disk as the store where that is local."""
        if self.local:
            self.remove("scratch")  # of a run that was interrupted
            os.makedirs(self.path("scratch"), exist_ok=True)
        with self.aside() as folder:
            yield folder

    @contextmanager
    def aside(self) -> Iterator[str]:
        """A folder of one's own in the scratch folder of the run, for whoever works for it in whatever process."""
        with tempfile.TemporaryDirectory(dir=self.path("scratch") if self.local else None) as folder:
            yield folder

    def get(self, path: str) -> bytes:
        return self.fs.cat_file(self.path(path))  # type: ignore[no-any-return]

    def get_table(self, path: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A Parquet file, all columns of it or these."""
        return pq.read_table(pa.BufferReader(self.get(path)), columns=columns, partitioning=None)

    def exists(self, path: str) -> bool:
        return bool(self.fs.exists(self.path(path)))

    def is_there(self) -> bool:
        """Whether anything has been read into it. Raises ``StoreError`` where it cannot be reached."""
        try:
            return self.exists("documents") or self.exists("runs")
        except Exception as error:  # what an object store or its library may say is not ours to list
            raise _closed(self.url, error) from None

    def remove(self, path: str) -> None:
        """Remove a file or a folder with all in it, where it is there."""
        if self.exists(path):
            self.fs.rm(self.path(path), recursive=True)

    def files(self, folder: str) -> list[str]:
        """The finished files below a folder, in order, relative to the store."""
        self.fs.invalidate_cache()
        if not self.exists(folder):
            return []
        root = len(self.path("")) if self.local else len(self.root.rstrip("/")) + 1
        return sorted(found[root:] for found in self.fs.find(self.path(folder)) if not found.endswith(".tmp"))

    # The tables

    def partition(self, table: str, county: str | None, year: int | None) -> str:
        """The one file of a partition."""
        return f"{table}/{folder(county, year)}/{ROWS}"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While this lasts no other run writes to the store. Raises ``StoreError`` where one does, or where nothing can be written."""
        with self._locked() if self.local else self._leased():
            yield

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            os.makedirs(self.root, exist_ok=True)
            lock = open(self.path("lock"), "w")  # noqa: SIM115 - held, not read
        except OSError as error:
            zh, en = cause(error)
            raise StoreError(
                f"不能写入 {self.url}：{zh}；请检查路径和权限。",
                f"cannot write to {self.url}: {en}; check path and permissions.",
            ) from None
        with lock:
            if not _locked(lock.fileno()):
                raise StoreError(
                    f"{self.url} 正在被另一次运行写入；请等它结束。",
                    f"another run is writing to {self.url}; wait until it ends.",
                )
            yield

    @contextmanager
    def _leased(self) -> Iterator[None]:
        lease = Lease(self.fs, self.path("lock"))
        try:
            lease.__enter__()
        except HeldError as held:
            seconds = ceil(held.seconds)
            raise StoreError(
                f"{self.url} 正在被另一次运行写入（{held.host}）；请等它结束；如果它已中断，最多 {seconds} 秒后可以重新运行。",
                f"another run is writing to {self.url} ({held.host}); wait until it ends, or, if it was killed, {seconds} s at most.",
            ) from None
        except Exception as error:  # as in is_there
            raise _closed(self.url, error) from None
        self._lease = lease
        try:
            yield
        finally:
            self._lease = None
            lease.__exit__()

    def still_alone(self) -> None:
        """Raises ``StoreError`` where another run has come to write to the store, as it may when this one was out of reach of it."""
        if self._lease is not None and not self._lease.held:
            raise StoreError(
                f"{self.url} 已长时间连不上，可能由另一次运行接手；本次运行停止，已读取的内容都在，请重新运行。",
                f"{self.url} was out of reach for so long that another run may write to it; this one stops, what was read is kept: run it again.",
            )


def _closed(url: str, error: Exception) -> StoreError:
    zh, en = cause(error)
    return StoreError(
        f"不能使用数据仓 {url}（{zh}）；请检查地址、访问权限和所需的组件。",
        f"cannot use the store {url} ({en}); check the address, the credentials and what it needs installed.",
    )


def _locked(descriptor: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows: whoever opens it for writing first has it anyway
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
