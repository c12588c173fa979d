"""From the journal into the tables: each partition that gains or loses rows is written anew, whole.

Rows go by content hash: those of the journal take the place of older ones of the same content, whatever engine or region these
had; where several shards have read one content, as work that outlived its run may, those of the last. At the end of a run the
rows of contents that no input has any more go too. Partitions are handed out, some at a time, as shards are. Whatever interrupts
this, doing it again ends the same: the journal goes last, and in each partition ``documents``, by which older rows are found, is
written after the other tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from itertools import pairwise
from math import ceil
from typing import Any

import pyarrow as pa

from wenxiao.corpus import journal
from wenxiao.corpus.partitions import LISTED, changes, groups, write
from wenxiao.corpus.sql import connect, files
from wenxiao.corpus.store import Store
from wenxiao.corpus.tables import COUNTY, DOCUMENTS, TABLES, WAITING

#: Contents of a unit: at least so many, for each opens the journal, and at most so many, for a unit that is lost is done again.
_LEAST, _MOST = 200, 2000
#: Units for each core, where there are enough contents.
_SHARES = 4


def plan(store: Store, scratch: str, folder: str, cores: int, inputs: str | None = None) -> list[str]:
    """The units of work (files below ``folder``) that take what the journal holds into the tables. ``inputs``: the file of what
    every input is now; rows of any other content go."""
    done = journal.done(store)
    if not done and inputs is None:
        return []
    with connect(store, scratch=scratch) as connection:
        listed = _listed(store, connection, done, inputs)
        most = max(_LEAST, min(_MOST, ceil(listed.num_rows / (cores * _SHARES))))
        units = []
        for part in _parts(listed, most):
            name = blake2b("\0".join(map(str, part.to_pylist())).encode(), digest_size=10).hexdigest()
            units.append(f"{folder}/{name}.parquet")
            store.put_table(units[-1], part)
    return units


def _listed(store: Store, connection: Any, done: list[str], inputs: str | None) -> pa.Table:
    """What comes and goes, place by place."""
    entered = journal.reader(store, done, DOCUMENTS, ("sha256", COUNTY, "year", "status", "bytes"))
    connection.register("entered", entered)
    connection.execute(f"CREATE TABLE ended AS SELECT * FROM entered WHERE status NOT IN {WAITING}")
    connection.execute("CREATE TABLE fresh AS SELECT sha256, max(shard) AS shard FROM ended GROUP BY sha256")
    connection.execute("CREATE TABLE gone AS SELECT sha256 FROM fresh")
    if inputs is not None:
        stands = f"SELECT sha256 FROM {files(store, [inputs])} WHERE sha256 IS NOT NULL"
        connection.execute(f"DELETE FROM fresh WHERE sha256 NOT IN ({stands})")
        connection.execute(
            f"INSERT INTO gone SELECT sha256 FROM documents WHERE sha256 NOT IN ({stands}) AND sha256 NOT IN (FROM gone)"
        )
    found: pa.Table = connection.sql(
        f"""
        SELECT {COUNTY}, year, sha256, fresh.shard, bytes FROM ended LEFT JOIN fresh USING (sha256, shard)
        UNION SELECT {COUNTY}, year, sha256, NULL, NULL FROM documents WHERE sha256 IN (FROM gone)
        ORDER BY ALL
        """
    ).to_arrow_table()
    return found.cast(LISTED)


def _parts(listed: pa.Table, most: int) -> Iterator[pa.Table]:
    """The rows of some partitions together, no partition cut in two."""
    begin = 0
    cuts = [*changes(listed), listed.num_rows]
    for cut, following in pairwise([*cuts, None]):
        assert cut is not None
        if cut > begin and (following is None or following - begin > most):
            yield listed.slice(begin, cut - begin)
            begin = cut


def settle(store: Store, unit: str) -> None:
    """Write the partitions of one unit anew. Idempotent."""
    listed = store.get_table(unit)
    together = groups(store, listed)
    with store.aside() as scratch:
        for table in TABLES:  # documents is the last
            if not store.exists(unit):
                return  # another run has settled this since
            write(store, table, together, scratch)
