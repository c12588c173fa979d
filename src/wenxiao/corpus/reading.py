"""The whole way of ``wenxiao corpus read``: list, survey, plan, read, settle, account. Read this file first."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import chain, islice
from math import ceil
from typing import Any
from uuid import uuid4

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from wenxiao.corpus import children, engine, journal, settle, shards
from wenxiao.corpus.account import DUPLICATE, FAILED_BEFORE, NO_DOCUMENT, NOT_DONE, UNCHANGED, Account
from wenxiao.corpus.containers import is_collection
from wenxiao.corpus.inputs import ENTRIES, INPUTS, NOTHING
from wenxiao.corpus.settings import Settings
from wenxiao.corpus.sources import entries
from wenxiao.corpus.sql import connect, files, literal
from wenxiao.corpus.store import SEEN, Store
from wenxiao.corpus.tables import DEFERRED, DOCUMENTS, NOT_FETCHED, READ
from wenxiao.corpus.versions import version_of

#: Entries of a unit of the survey.
_SURVEYED = 1000
#: How often units that lost workers left undone are given out again.
_TRIES = 3
#: What is known of every input since it was last seen.
#: Written last: a run without it was interrupted.
_ACCOUNT = "account.json"

#: A shard takes no more of the documents that are left than this share of what each core would have, so that all cores end at about the
#: same time; but no fewer than this.
_SHARE = 1 / 6
_LEAST = 16

#: Who is told how far a run is: stage, units done, units in all.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be read and how. ``retry``: documents that failed before are tried again."""

    sources: Sequence[str]
    to: str
    on: str | None = None
    retry: bool = False
    settings: Settings = field(default_factory=Settings)


def read(request: Request, progress: Progress = lambda *_: None) -> Account:
    """Read the sources into the store. Raises ``SourceError``, ``StoreError``, ``EngineError``, each one sentence."""
    try:
        if request.on is None:
            children.prepare(request.settings.function)
        store = Store(request.to)
        with store.alone(), store.scratch() as scratch:
            engine.choose(request.on)
            return _Run(request, store, scratch, progress).go()
    finally:
        shards.close()


class _Run:
    def __init__(self, request: Request, store: Store, scratch: str, progress: Progress) -> None:
        self._request = request
        self._store = store
        self._scratch = scratch
        self._progress = progress
        self._began = time.monotonic()
        self._name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:6]}"
        self._folder = f"runs/{self._name}"
        self._interrupted = self._unfinished()
        self._lost: str | None = None

    def go(self) -> Account:
        self._settle()  # what an interrupted run has done
        sql = connect(self._store, scratch=self._scratch)
        self._survey(sql)
        self._known(sql)
        self._do(engine.READ, self._plan(sql, "pending"))
        self._do(engine.SCANS, self._plan(sql, self._scans(sql)))
        account = self._account(sql)
        sql.close()
        self._settle(SEEN)
        self._keep(account)
        return account

    def _unfinished(self) -> dict[str, list[str]]:
        """The interrupted runs, each with the units of its survey that were finished."""
        found: dict[str, list[str]] = {}
        ended = set()
        for path in self._store.files("runs"):
            _, run, *rest = path.split("/")
            surveyed = found.setdefault(run, [])
            if rest == [_ACCOUNT]:
                ended.add(run)
            elif rest[0] == "inputs":
                surveyed.append(path)
        return {run: surveyed for run, surveyed in found.items() if run not in ended}

    # What there is

    def _survey(self, sql: duckdb.DuckDBPyConnection) -> None:
        """Fill the table ``inputs``: every input once, with its content hash; files that have not changed are not opened."""
        listed = f"{self._scratch}/entries.parquet"
        with pq.ParquetWriter(listed, ENTRIES) as writer:
            for batch in _batches(chain.from_iterable(map(entries, self._request.sources)), 10_000):
                writer.write_table(pa.Table.from_pylist([_row(entry) for entry in batch], schema=ENTRIES))
        sql.execute(
            f"CREATE TABLE entries AS SELECT DISTINCT ON (place) * FROM read_parquet({literal(listed)}) ORDER BY ALL"
        )
        self._remember(sql)
        sql.execute(
            "CREATE TABLE same AS SELECT place, tag FROM entries JOIN seen USING (place, tag) GROUP BY ALL "
            f"HAVING bool_and(sha256 IS NOT NULL OR reader = '{NOTHING}')"
        )
        units = list(self._units(sql))
        self._do(engine.SURVEY, units)
        made = [unit for unit in map(_made, units) if self._store.exists(unit)]
        versions = [{"reader": name, "engine": version_of(name)} for (name,) in sql.execute("SELECT DISTINCT reader FROM seen WHERE reader IS NOT NULL").fetchall()]  # fmt: skip
        sql.register(
            "versions", pa.Table.from_pylist(versions, schema=INPUTS.empty_table().select(["reader", "engine"]).schema)
        )
        sql.execute(
            "CREATE TABLE inputs AS SELECT DISTINCT ON (uri) * FROM ("
            f"FROM {files(self._store, made) if made else 'no_inputs'} UNION ALL BY NAME "
            "SELECT seen.* REPLACE (versions.engine AS engine, entries.region AS region, entries.year AS year, "
            "entries.organisation AS organisation, coalesce(CASE WHEN seen.inner = '' THEN entries.name END, seen.name) AS name) "
            "FROM seen JOIN same USING (place, tag) JOIN entries USING (place, tag) "
            "JOIN versions USING (reader)) ORDER BY uri"
        )
        sql.execute(
            "INSERT INTO inputs BY NAME SELECT place AS uri, place, tag FROM entries WHERE place NOT IN (SELECT place FROM inputs)"
        )

    def _remember(self, sql: duckdb.DuckDBPyConnection) -> None:
        """Fill ``stood``, what every input was when a run last ended, and ``seen``, the same with what interrupted runs have looked into
        since."""
        sql.register("no_inputs", INPUTS.empty_table())
        known = [("", [SEEN])] if self._store.exists(SEEN) else []
        known += [(run, units) for run, units in sorted(self._interrupted.items()) if units]
        every = " UNION ALL BY NAME ".join(
            ["SELECT *, '' AS since FROM no_inputs"]
            + [f"SELECT *, {literal(run)} AS since FROM {files(self._store, paths)}" for run, paths in known]
        )
        sql.execute(f"CREATE TABLE every AS {every}")
        for name, which in (("stood", "min"), ("seen", "max")):
            sql.execute(
                f"CREATE TABLE {name} AS SELECT * EXCLUDE (since) FROM every QUALIFY since = {which}(since) OVER (PARTITION BY place)"
            )
        sql.execute("DROP TABLE every")

    def _units(self, sql: duckdb.DuckDBPyConnection) -> Iterator[str]:
        """Entries to be looked into, some in a unit; a collection, which may hold many documents, has a unit of its own."""
        query = "SELECT * FROM entries WHERE (place, tag) NOT IN (SELECT (place, tag) FROM same) ORDER BY place"
        for batch in sql.sql(query).to_arrow_reader(_SURVEYED):
            rows = batch.to_pylist()
            collections = [[row] for row in rows if is_collection(row["place"])]
            plain = [row for row in rows if not is_collection(row["place"])]
            for each in (plain, *collections):
                if each:
                    unit = f"{self._folder}/entries/{_digest(row['place'] for row in each)}.parquet"
                    self._store.put_table(unit, pa.Table.from_pylist(each, schema=ENTRIES))
                    yield unit

    # What is to be done

    def _known(self, sql: duckdb.DuckDBPyConnection) -> None:
        """Fill the table ``pending``: each content that this engine has not read, under the first address that has it."""
        settled = " AND status = 'read'" if self._request.retry else ""
        sql.execute("CREATE TABLE known AS SELECT sha256, engine, status FROM documents")
        sql.execute(
            "CREATE TABLE pending AS SELECT DISTINCT ON (sha256) * FROM inputs WHERE sha256 IS NOT NULL "
            f"AND (sha256, engine) NOT IN (SELECT (sha256, engine) FROM known WHERE true{settled}) ORDER BY sha256, uri"
        )

    def _plan(self, sql: duckdb.DuckDBPyConnection, table: str) -> list[str]:
        """Shards of what is pending: documents of one format stand together, and scans are few in a shard."""
        settings = self._request.settings
        count = _count(sql, table)
        scans = table != "pending"
        most = settings.scan_shard if scans else settings.shard
        share = _SHARE / engine.cores(cluster=self._cluster)

        def size(before: int) -> int:
            left = (
                count if self._cluster else count - before
            )  # a cluster is given shards in groups, which are to be of one size
            return min(most, max(_LEAST, ceil(left * share)))

        rows = sql.sql(f"SELECT * FROM {table} ORDER BY reader, uri").to_arrow_reader(_SURVEYED)
        units = []
        for shard in _shards((row for batch in rows for row in batch.to_pylist()), size, settings.shard_bytes):
            name = _digest(f"{row['sha256']}{row['engine']}{scans}" for row in shard)
            unit = f"{self._folder}/{'scans' if scans else 'shards'}/{name}.parquet"
            self._store.put_table(unit, pa.Table.from_pylist(shard, schema=INPUTS))
            units.append(unit)
        return units

    def _scans(self, sql: duckdb.DuckDBPyConnection) -> str:
        """Name the table of what has turned out to need text recognition."""
        sql.execute(
            f"CREATE TABLE scans AS FROM pending WHERE sha256 IN (SELECT sha256 FROM {self._entered(sql)} WHERE status = '{DEFERRED}')"
        )
        return "scans"

    def _entered(self, sql: duckdb.DuckDBPyConnection) -> str:
        """Fill the table ``entered``: how the documents of this run ended, by the shards that are done so far."""
        columns = ("sha256", "status", "reason_zh", "reason_en")
        done = journal.done(self._store, self._name)
        sql.register("journal", journal.reader(self._store, done, DOCUMENTS, columns))
        sql.execute("CREATE OR REPLACE TABLE entered AS SELECT * FROM journal")
        return "entered"

    @property
    def _cluster(self) -> bool:
        return self._request.on is not None

    def _do(self, stage: str, units: Sequence[str]) -> list[str]:
        """Have the units done; those that a lost worker left are given out again. What is left in the end."""
        left, finished = list(units), 0
        for _ in range(_TRIES):
            if not left:
                break
            done = set()
            run = engine.run(self._store, self._request.settings, stage, left, cluster=self._cluster, lost=self._hear)
            for unit in run:
                self._store.still_alone()
                done.add(unit)
                finished += 1
                self._progress(stage, finished, len(units))
            left = [unit for unit in left if unit not in done]
        return left

    def _settle(self, inputs: str | None = None) -> None:
        """Take the journal into the tables and empty it."""
        for run in self._interrupted:  # what still works for them is not to write any more
            self._store.remove(f"runs/{run}/{engine.SETTLE}")
        self._store.still_alone()
        cores = engine.cores(cluster=self._cluster)
        units = settle.plan(self._store, self._scratch, f"{self._folder}/{engine.SETTLE}", cores, inputs)
        if self._do(engine.SETTLE, units):
            raise engine.EngineError(
                f"写入数据表时工作进程丢失（{self._lost}）；已读取的内容都在，请重新运行同一命令。",
                f"workers were lost while the tables were written ({self._lost}); what was read is kept, run the same command again.",
            )
        journal.forget(self._store)
        self._store.remove(f"{self._folder}/{engine.SETTLE}")

    def _hear(self, lost: str) -> None:
        self._lost = lost

    # What came of it

    def _account(self, sql: duckdb.DuckDBPyConnection) -> Account:
        """Fill the table ``account``: each input with its bucket."""
        sql.execute(
            "CREATE TABLE ended AS SELECT sha256, any_value(status) AS status, any_value(reason_zh) AS reason_zh, "
            f"any_value(reason_en) AS reason_en FROM {self._entered(sql)} WHERE status <> '{DEFERRED}' GROUP BY sha256"
        )
        missed = f"CASE WHEN ended.status = '{NOT_FETCHED}' THEN ended.reason"
        sql.execute(
            f"""
            CREATE TABLE account AS SELECT inputs.* REPLACE (
                coalesce(inputs.reason_zh, {missed}_zh END) AS reason_zh, coalesce(inputs.reason_en, {missed}_en END) AS reason_en
            ), CASE
                WHEN inputs.sha256 IS NULL AND inputs.reason_zh IS NULL THEN '{NOT_DONE}'
                WHEN inputs.sha256 IS NULL AND inputs.reader = '{NOTHING}' THEN '{NO_DOCUMENT}'
                WHEN inputs.sha256 IS NULL THEN '{NOT_FETCHED}'
                WHEN row_number() OVER (PARTITION BY inputs.sha256 ORDER BY uri) > 1 THEN '{DUPLICATE}'
                WHEN pending.sha256 IS NOT NULL THEN coalesce(ended.status, '{NOT_DONE}')
                WHEN known.status = '{READ}' THEN '{UNCHANGED}'
                ELSE '{FAILED_BEFORE}' END AS bucket
            FROM inputs
            LEFT JOIN (SELECT sha256 FROM pending) pending USING (sha256)
            LEFT JOIN ended USING (sha256)
            LEFT JOIN (SELECT sha256, any_value(status) AS status FROM known GROUP BY sha256) known USING (sha256)
            ORDER BY uri
            """
        )
        self._copy(sql, "FROM account", f"{self._folder}/inputs.parquet")
        self._copy(sql, self._now(sql), SEEN)
        buckets = dict(sql.execute("SELECT bucket, count(*) FROM account GROUP BY bucket").fetchall())
        return Account(self._name, _count(sql, "inputs"), buckets, round(time.monotonic() - self._began, 3), self._lost)

    def _now(self, sql: duckdb.DuckDBPyConnection) -> str:
        """The SQL of what every input is now. What could not be fetched, or was not done, stays what it was when it was last read, and
        without a tag: it is looked into again next time."""
        troubled = f"bucket IN ('{NOT_FETCHED}', '{NOT_DONE}')"
        sql.execute(
            f"""
            CREATE TABLE stays AS FROM stood WHERE sha256 IS NOT NULL AND (
                uri IN (SELECT uri FROM account WHERE {troubled})
                OR place IN (SELECT place FROM account GROUP BY place HAVING bool_and({troubled}))
            )
            """
        )
        return f"""
            FROM stood WHERE place NOT IN (SELECT place FROM account)
            UNION ALL SELECT * REPLACE (NULL AS tag) FROM stays
            UNION ALL SELECT * EXCLUDE (bucket) REPLACE (
                CASE WHEN NOT {troubled} THEN tag END AS tag,
                CASE WHEN sha256 IS NULL THEN reason_zh END AS reason_zh, CASE WHEN sha256 IS NULL THEN reason_en END AS reason_en
            ) FROM account WHERE (sha256 IS NOT NULL OR reason_zh IS NOT NULL) AND uri NOT IN (SELECT uri FROM stays)
            ORDER BY uri
        """

    def _copy(self, sql: duckdb.DuckDBPyConnection, query: str, path: str) -> None:
        made = f"{self._scratch}/copied.parquet"
        sql.execute(f"COPY ({query}) TO {literal(made)} (FORMAT parquet, COMPRESSION zstd)")
        self._store.adopt(made, path)

    def _keep(self, account: Account) -> None:
        for run in self._interrupted:  # what they did is settled, what they saw is in the list of inputs
            self._store.remove(f"runs/{run}")
        for folder in ("entries", "inputs", "shards", "scans"):
            self._store.remove(f"{self._folder}/{folder}")
        tree = {"run": account.run, "inputs": account.inputs, "buckets": account.buckets, "seconds": account.seconds,
                "lost": account.lost, "sources": list(self._request.sources), "on": self._request.on}  # fmt: skip
        self._store.put(f"{self._folder}/{_ACCOUNT}", json.dumps(tree, ensure_ascii=False, indent=2).encode())


def _count(sql: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(sql.sql(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    items = iter(items)
    while batch := list(islice(items, size)):
        yield batch


def _row(entry: Any) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in ENTRIES.names}


def _made(unit: str) -> str:
    return unit.replace("/entries/", "/inputs/")


def _digest(parts: Iterable[str]) -> str:
    return blake2b("\0".join(parts).encode(), digest_size=10).hexdigest()


def _shards(
    rows: Iterable[dict[str, Any]], most: Callable[[int], int], most_bytes: int
) -> Iterator[list[dict[str, Any]]]:
    """Rows of one reader together, with at most so many bytes and at most so many: ``most`` of how many rows went before."""
    shard: list[dict[str, Any]] = []
    size = before = 0
    for row in rows:
        full = (
            len(shard) >= most(before)
            or size + row["bytes"] > most_bytes
            or (shard and shard[-1]["reader"] != row["reader"])
        )
        if shard and full:
            yield shard
            before += len(shard)
            shard, size = [], 0
        shard.append(row)
        size += row["bytes"]
    if shard:
        yield shard
