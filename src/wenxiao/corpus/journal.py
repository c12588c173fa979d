"""The journal of a store: the rows of each finished shard in one file, until they are settled into the tables.

``journal/<run>/<shard>.arrow`` is an Arrow file with one batch for each table, in their order: its name, and its rows as the
Arrow streams in which the reading child handed them over. Nothing of them is unpacked on the way; a shard is done when its file is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa

from wenxiao.corpus.store import Store
from wenxiao.corpus.tables import TABLES, Table

FOLDER = "journal"
_ENDING = ".arrow"
_ENTRY = pa.schema([("table", pa.string()), ("streams", pa.list_(pa.large_binary()))])
_PLACES = {table.name: number for number, table in enumerate(TABLES)}


def _path(shard: str) -> str:
    return f"{FOLDER}/{shard}{_ENDING}"


def enter(store: Store, shard: str, streams: Mapping[str, Sequence[bytes]]) -> None:
    """Keep the rows of a shard (``<run>/<shard>``), the streams of each table; it is done when this returns, and not before."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, _ENTRY) as writer:
        for table in TABLES:
            writer.write_batch(pa.record_batch([[table.name], [list(streams.get(table.name, ()))]], schema=_ENTRY))
    store.put(_path(shard), sink.getvalue())


def is_done(store: Store, shard: str) -> bool:
    return store.exists(_path(shard))


def done(store: Store, run: str | None = None) -> list[str]:
    """The shards whose rows are in the journal, of every run or of one."""
    found = store.files(FOLDER if run is None else f"{FOLDER}/{run}")
    return [path[len(FOLDER) + 1 : -len(_ENDING)] for path in found if path.endswith(_ENDING)]


def forget(store: Store) -> None:
    """Empty the journal, what was never finished too."""
    store.remove(FOLDER)


def rows(store: Store, shard: str, table: Table, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The rows of one table in a shard, of all columns or of these; nothing else of it is unpacked."""
    schema = table.schema(partition=True)
    taken = None if columns is None else [schema.get_field_index(name) for name in columns]
    options = pa.ipc.IpcReadOptions(included_fields=taken, use_threads=False)
    with _opened(store, _path(shard)) as file:
        entry = pa.ipc.open_file(file).get_batch(_PLACES[table.name])
        for stream in entry["streams"][0]:
            for batch in pa.ipc.open_stream(stream.as_buffer(), options=options):
                yield batch if columns is None else batch.select(columns)


def reader(store: Store, shards: Iterable[str], table: Table, columns: Sequence[str]) -> pa.RecordBatchReader:
    """These columns of a table in these shards, with a column ``shard``, as DuckDB takes them: shard by shard, never all at once."""
    schema = table.schema(partition=True)
    with_shard = pa.schema([*(schema.field(name) for name in columns), ("shard", pa.string())])

    def batches() -> Iterator[pa.RecordBatch]:
        for shard in shards:
            for batch in rows(store, shard, table, columns):
                yield batch.append_column("shard", pa.repeat(pa.scalar(shard), batch.num_rows)).cast(with_shard)

    return pa.RecordBatchReader.from_batches(with_shard, batches())


@contextmanager
def _opened(store: Store, path: str) -> Iterator[Any]:
    if store.local:
        with pa.memory_map(store.path(path)) as file:
            yield file
    else:
        with store.fs.open(store.path(path), "rb") as file, pa.PythonFile(file) as arrow:
            yield arrow
