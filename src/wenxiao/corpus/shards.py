"""One shard: documents in, rows in the journal. Idempotent; a document that cannot be read costs itself alone."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from hashlib import sha256
from typing import Any

from wenxiao.corpus import children, journal
from wenxiao.corpus.containers import Fetcher, whole
from wenxiao.corpus.rows import Job, Rows, add_failure, add_fault
from wenxiao.corpus.settings import Settings
from wenxiao.corpus.store import Store
from wenxiao.corpus.tables import CRASHED, NOT_FETCHED, OUT_OF_MEMORY, TIMED_OUT
from wenxiao.documents.guard import Guard, Loss, LostError
from wenxiao.documents.model import UnreadableError
from wenxiao.documents.progress import listening

#: What a row says of a document besides what it says itself.
_ABOUT = ("sha256", "engine", "uri", "name", "bytes", "media_type", "region", "year", "organisation")
#: Documents of an object store that are fetched at the same time.
_FETCHED = 8

#: Rows of the tables as Arrow streams, as the child hands them over.
Taken = dict[str, list[bytes]]

#: How a document ends that its reader is lost on.
_ENDS: dict[Loss, str] = {"died": CRASHED, "hung": TIMED_OUT, "memory": OUT_OF_MEMORY}


_CHANGED = (
    "文件在运行期间变了；下次运行时读取。", "the file changed while the run went on; the next run reads it.",
)  # fmt: skip


def read_shard(store: Store, unit: str, settings: Settings, *, scans: bool) -> None:
    """Read the documents that ``unit`` (a Parquet file of inputs, ``runs/<run>/…/<shard>.parquet``) lists, and enter their rows."""
    run, shard = unit.split("/")[1], unit.rpartition("/")[2].removesuffix(".parquet")
    shard = f"{run}/{shard}"
    if journal.is_done(store, shard):
        return
    missed, lost = Rows(), Rows()
    taken: Taken = defaultdict(list)
    chunks = _chunks(store.get_table(unit).to_pylist(), settings, missed)
    with _borrowed(settings) as reader, closing(_ahead(chunks)) as coming:
        for jobs in coming:
            reader.read(jobs, scans, lost, taken)
    for rows in (missed, lost):
        _add(taken, rows.take())
    journal.enter(store, shard, taken)


def _ahead(chunks: Iterator[list[Job]]) -> Generator[list[Job]]:
    """The same; while one is read the next is fetched."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, chunks, None)
        while (jobs := coming.result()) is not None:
            coming = pool.submit(next, chunks, None)
            yield jobs


def _add(taken: Taken, streams: dict[str, bytes]) -> None:
    for name, stream in streams.items():
        taken[name].append(stream)


def _chunks(inputs: Sequence[dict[str, Any]], settings: Settings, rows: Rows) -> Iterator[list[Job]]:
    """The documents with their bytes, some at a time; for what cannot be fetched now, or is another content than the survey saw, a row
    in ``rows`` by which it waits for the next run."""
    jobs: list[Job] = []
    size = 0
    with Fetcher() as fetcher, ThreadPoolExecutor(_FETCHED) as pool:
        ahead: dict[int, Future[bytes]] = {}
        for number, row in enumerate(inputs):
            for later in range(number, min(number + _FETCHED, len(inputs))):
                place = inputs[later]["place"]
                if "://" in place and not inputs[later]["inner"] and later not in ahead:
                    ahead[later] = pool.submit(whole, place)
            about = {name: row[name] for name in _ABOUT}
            try:
                coming = ahead.pop(number, None)
                data = coming.result() if coming else fetcher.fetch(row["place"], row["inner"], row["name"])
            except UnreadableError as error:
                add_failure(rows, NOT_FETCHED, error.zh, error.en, about)
                continue
            if sha256(data).hexdigest() != row["sha256"]:
                add_failure(rows, NOT_FETCHED, *_CHANGED, about)
                continue
            if jobs and (len(jobs) >= settings.chunk or size + len(data) > settings.chunk_bytes):
                yield jobs
                jobs, size = [], 0
            jobs.append((about, data))
            size += len(data)
    if jobs:
        yield jobs


class _Reader:
    """The guarded child of one worker."""

    def __init__(self, settings: Settings) -> None:
        self._guard = Guard(
            settings.function, seconds=settings.seconds, megabytes=settings.megabytes, longest=settings.longest,
            nursery=children.prepare(settings.function),
        )  # fmt: skip
        self._recycle = settings.recycle
        self._taken = 0  # documents that the present child was given
        self._at = 0  # the one of its present group that it is reading

    def read(self, jobs: list[Job], scans: bool, rows: Rows, taken: Taken) -> None:
        """Rows of these documents; of one that ends the child, a row in ``rows`` that says so."""
        waiting = [jobs]
        while waiting:
            group = waiting.pop()
            if not group:
                continue
            if self._taken + len(group) > self._recycle:
                self.close()
            before = self._taken
            self._taken += len(group)
            self._at = 0
            try:
                with listening(self._hear):
                    _add(taken, self._guard.call(group, scans))
            except LostError as error:
                self._taken = 0
                lost = self._at
                rest = group[:lost] + group[lost + 1 :]
                if error.loss == "memory" and (before or lost):  # those before it may have left little
                    waiting += [rest, [group[lost]]]
                else:
                    add_failure(rows, _ENDS[error.loss], *error.sentence(), group[lost][0])
                    waiting.append(rest)
            except Exception as error:  # no answer for any of them, which is a fault of this program in one
                if len(group) > 1:
                    waiting += [[job] for job in reversed(group)]
                else:
                    add_fault(rows, type(error).__name__, group[0][0])

    def _hear(self, done: int, _: int) -> None:
        if done != self._at:  # its pages say so too
            self._guard.restart()
        self._at = done

    def close(self) -> None:
        self._guard.close()
        self._taken = 0


_lock = threading.Lock()
_free: list[tuple[Settings, _Reader]] = []


@contextmanager
def _borrowed(settings: Settings) -> Iterator[_Reader]:
    """A child of this process that nobody uses now; there are as many as shards are read at the same time. The threads of an
    engine come and go, so that no child can belong to one."""
    with _lock:
        at = next((at for at, (of, _) in enumerate(_free) if of == settings), None)
        reader = _Reader(settings) if at is None else _free.pop(at)[1]
    try:
        yield reader
    except BaseException:
        reader.close()
        raise
    with _lock:
        _free.append((settings, reader))


def close() -> None:
    """End the children of this process."""
    with _lock:
        while _free:
            _free.pop()[1].close()
    children.close()
