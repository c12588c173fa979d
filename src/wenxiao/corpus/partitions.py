"""Partitions written anew: what comes from the journal and what stays of the old file, in the order of the contents.

Rows of a content stand together, in the order of their numbers, in the journal and in the old files alike; so it is contents that
are sorted and not rows. Some are in memory at a time, those of several small partitions or of a part of a large one.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wenxiao.corpus import journal
from wenxiao.corpus.store import Store
from wenxiao.corpus.tables import COUNTY, DOCUMENTS, INTEGER, TEXT, WHOLE, Table

#: A row for each content that comes into or goes out of a partition: ``shard`` has its rows and ``bytes`` is its size; null where
#: it only goes. In the order of county, year and content.
LISTED = pa.schema([(COUNTY, TEXT), ("year", INTEGER), ("sha256", TEXT), ("shard", TEXT), ("bytes", WHOLE)])
#: Contents that are in memory together, and their bytes; their rows take some times as much.
_CONTENTS, _BYTES = 2000, 16 * 1024 * 1024

Place = tuple[str | None, int | None]


@dataclass(frozen=True, slots=True)
class _Part:
    """Contents of one partition, in order: those that ``come``, by the shard that has their rows, and those that ``stay``. ``last``:
    no part of this partition follows."""

    place: Place
    contents: pa.Array
    come: Mapping[str, Sequence[str]]
    stay: pa.Array
    last: bool


Group = Sequence[_Part]


def groups(store: Store, listed: pa.Table) -> list[Group]:
    """The partitions of ``listed`` (of the schema ``LISTED``), cut and put together so that each group fits into memory."""
    found: list[Group] = []
    waiting: list[_Part] = []
    size = count = 0
    for start, end in pairwise([0, *changes(listed), listed.num_rows]):
        for part, of in _parts(store, listed.slice(start, end - start)):
            if waiting and (size + of > _BYTES or count + len(part.contents) > _CONTENTS):
                found.append(waiting)
                waiting, size, count = [], 0, 0
            waiting.append(part)
            size, count = size + of, count + len(part.contents)
    return [*found, waiting] if waiting else found


def _parts(store: Store, listed: pa.Table) -> Iterator[tuple[_Part, int]]:
    """One partition in parts, each with its bytes."""
    place = listed[COUNTY][0].as_py(), listed["year"][0].as_py()
    come = listed.filter(pc.is_valid(listed["shard"])).select(["sha256", "bytes", "shard"])
    path = store.partition(DOCUMENTS.name, *place)
    every = come
    if store.exists(path):
        stay = store.get_table(path, ["sha256", "bytes"])
        stay = stay.filter(pc.invert(pc.is_in(stay["sha256"], listed["sha256"].combine_chunks())))
        every = pa.concat_tables([come, stay], promote_options="default").sort_by("sha256")
    sizes = pc.fill_null(every["bytes"], 0).to_numpy()
    cuts = _cuts(sizes)
    for start, end in pairwise(cuts):
        part = every.slice(start, end - start)
        shards: dict[str, list[str]] = defaultdict(list)
        for sha256, shard in zip(part["sha256"].to_pylist(), part["shard"].to_pylist(), strict=True):
            if shard is not None:
                shards[shard].append(sha256)
        contents = part["sha256"].combine_chunks()
        stays = contents.filter(pc.is_null(part["shard"].combine_chunks()))
        yield _Part(place, contents, shards, stays, end == len(sizes)), int(sizes[start:end].sum())


def _cuts(sizes: Any) -> list[int]:
    """Where a partition with contents of these sizes is cut; one without contents is one part."""
    cuts, size = [0], 0
    for at, of in enumerate(sizes.tolist()):
        if at > cuts[-1] and (size + of > _BYTES or at - cuts[-1] >= _CONTENTS):
            cuts.append(at)
            size = 0
        size += of
    return [*cuts, len(sizes)]


def write(store: Store, table: Table, together: Sequence[Group], scratch: str) -> None:
    """Write the partitions of a table, each file whole or not at all. One without rows is removed."""
    path = os.path.join(scratch, "partition.parquet")
    writer: pq.ParquetWriter | None = None
    for group in together:
        rows, ends = _rows(store, table, group)
        start = 0
        for part, end in zip(group, ends, strict=True):
            if end > start:
                # dictionaries of so few rows save no room and cost a quarter of the time
                writer = writer or pq.ParquetWriter(path, table.schema(), compression="zstd", use_dictionary=False)
                writer.write_table(rows.slice(start, end - start))
            start = end
            if not part.last:
                continue
            target = store.partition(table.name, *part.place)
            if writer is not None:
                writer.close()
                store.adopt(path, target)
                writer = None
            else:
                store.remove(target)


def _rows(store: Store, table: Table, group: Group) -> tuple[pa.Table, list[int]]:
    """The rows of a group in order, and where those of each part end."""
    contents = pa.concat_arrays([part.contents for part in group])
    shards: dict[str, list[str]] = defaultdict(list)
    for part in group:
        for shard, come in part.come.items():
            shards[shard] += come
    found = []
    for shard, come in shards.items():
        rows = pa.Table.from_batches(journal.rows(store, shard, table), table.schema(partition=True))
        found.append(_only(rows.select(table.names), pa.array(come, TEXT)))
    for part in group:
        path = store.partition(table.name, *part.place)
        if len(part.stay) and store.exists(path):
            found.append(_only(_between(store, path, part.stay[0].as_py(), part.stay[-1].as_py()), part.stay))
    every = pa.concat_tables([table.schema().empty_table(), *found]).combine_chunks()
    place = pc.index_in(every["sha256"], contents).to_numpy()
    order = np.argsort(place, kind="stable")
    ends = np.cumsum([len(part.contents) for part in group])
    return every.take(pa.array(order)), np.searchsorted(place[order], ends).tolist()


def _only(rows: pa.Table, contents: pa.Array) -> pa.Table:
    """Rows of these contents."""
    chosen = pc.is_in(rows["sha256"], contents)
    return rows if pc.all(chosen).as_py() else rows.filter(chosen)


def _between(store: Store, path: str, first: str, last: str) -> pa.Table:
    """The rows of a file, which are in order, from one content to another."""
    return pq.read_table(
        store.path(path),
        filters=[("sha256", ">=", first), ("sha256", "<=", last)],
        filesystem=store.fs,
        partitioning=None,
    )


def changes(rows: pa.Table) -> list[int]:
    """The rows whose county or year are not those of the row before."""
    if rows.num_rows < 2:
        return []
    columns = pc.fill_null(rows[COUNTY], "\0"), pc.fill_null(rows["year"], -1)
    differ = [pc.not_equal(column.slice(1), column.slice(0, rows.num_rows - 1)) for column in columns]
    return [at + 1 for at in pc.indices_nonzero(pc.or_(*differ)).to_pylist()]
