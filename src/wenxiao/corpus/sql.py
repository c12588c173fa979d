"""DuckDB over a store: a connection in which every table of it is a view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import duckdb

from wenxiao.corpus.store import ROWS, Store
from wenxiao.corpus.tables import DOCUMENTS, TABLES, Table

_HIVE = "hive_partitioning = true, hive_types = {'county': VARCHAR, 'year': INTEGER}"


def connect(store: Store, *, megabytes: int = 512, scratch: str | None = None) -> duckdb.DuckDBPyConnection:
    """A connection with a view for each table; one of which the store has no rows is empty.

    ``megabytes``: memory that it may take, beyond which it writes to ``scratch``.
    """
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{megabytes}MB'")
    if scratch is not None:
        connection.execute(f"SET temp_directory = {literal(scratch)}")
    if not store.local:
        connection.register_filesystem(store.fs)
    for table in TABLES:
        # Rows of a document come after those of the other tables: what no document stands behind is not there yet.
        has_rows = _has_rows(store, DOCUMENTS) and _has_rows(store, table)
        source = f"read_parquet({literal(_glob(store, table))}, {_HIVE})" if has_rows else _empty(connection, table)
        connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM {source}")
    return connection


def _has_rows(store: Store, table: Table) -> bool:
    return any(path.endswith(ROWS) for path in store.files(table.name))


def _glob(store: Store, table: Table) -> str:
    path = store.path(table.name, "*", "*", ROWS)
    return path if store.local else store.fs.unstrip_protocol(path)


def _empty(connection: duckdb.DuckDBPyConnection, table: Table) -> str:
    name = f"no_{table.name}"
    connection.register(name, table.schema(partition=True).empty_table())
    return name


def files(store: Store, paths: Iterable[str]) -> str:
    """The SQL of reading these files of the store together."""
    places: Sequence[str] = [
        store.path(path) if store.local else store.fs.unstrip_protocol(store.path(path)) for path in paths
    ]
    return f"read_parquet([{', '.join(map(literal, places))}])"


def literal(value: Any) -> str:
    """A text as SQL."""
    return "'" + str(value).replace("'", "''") + "'"
