"""Questions to a store in SQL. DuckDB answers them over the Parquet tables and can do nothing else.

The tables are handed to it; it opens no file itself, loads no extension, reaches no network, and its settings are locked. A
statement reads, or it is refused.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from wenxiao.corpus.derived import DERIVED, is_compared, latest
from wenxiao.corpus.inputs import INPUTS
from wenxiao.corpus.store import ROWS, SEEN, Store, StoreError
from wenxiao.corpus.tables import PARTITION, TABLES, Table
from wenxiao.corpus.views import MACROS, VIEWS
from wenxiao.told import Told

#: What DuckDB may hold in memory before it writes to its own temporary folder.
MEMORY = "1GB"
_READS = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
_FIRST = re.compile(r"\A(?:[\w ]{1,40} Error: ){0,4}")
_SUGGESTS = re.compile(r"(?:Did you mean|Candidate bindings:) .*")


#: Of a comparison, those rows whose documents still are what they were, table by table.
_STANDS = (
    " where sha256_a in (select sha256 from documents) and sha256_b in (select sha256 from documents)",
    " where finding not in (select finding from (select finding, unnest(documents) as sha256 from compared_joint_findings) "
    "where sha256 not in (select sha256 from documents))",
    "",
)


class QueryError(Told):
    """A question that cannot be answered, in one sentence."""


class Questions:
    """A store to which questions can be put. Use as a context manager, or close it."""

    def __init__(self, store: Store, memory: str = MEMORY) -> None:
        """Raises ``StoreError`` where no store is."""
        if not store.is_there():
            raise StoreError(
                f"{store.url} 里没有数据仓；请先运行 wenxiao corpus read 来源 --to {store.url}。",
                f"there is no store at {store.url}; run wenxiao corpus read SOURCE --to {store.url} first.",
            )
        self._store = store
        #: Whether the documents were ever compared with each other.
        self.compared = is_compared(store)
        self._spill = tempfile.TemporaryDirectory(prefix="wenxiao-query-")
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "allow_community_extensions": False,
                "python_enable_replacements": False,
                "memory_limit": memory,
                "temp_directory": self._spill.name,
            },
        )
        for table in TABLES:
            self._connection.register(table.name, stored(store, table))
        self._connection.register("inputs", seen(store))
        for table, only in zip(DERIVED, _STANDS, strict=True):
            self._connection.register(f"compared_{table.name}", latest(store, table))
            self._connection.execute(f"create view {table.name} as select * from compared_{table.name}{only}")
        for macro in MACROS:
            self._connection.execute(macro)
        for view in VIEWS:
            self._connection.execute(f"create view {view.name} as {view.sql}")
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")

    def __enter__(self) -> Questions:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()
        self._spill.cleanup()

    def ask(self, sql: str, values: dict[str, Any] | None = None) -> pa.Table:
        """The rows that a statement gives; ``values`` stand for its ``$names``. Raises ``QueryError``."""
        with told():
            return self._reading(sql, values).to_arrow_table()

    def batches(self, sql: str, values: dict[str, Any] | None = None, rows: int = 10_000) -> Iterator[pa.RecordBatch]:
        """The same so many rows at a time, after an empty batch that tells the columns. Raises ``QueryError``."""
        with told():
            reader = self._reading(sql, values).to_arrow_reader(rows)
            yield pa.RecordBatch.from_pylist([], reader.schema)
            with streaming():
                yield from reader

    def rows(self, sql: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a statement as tuples. Raises ``QueryError``."""
        with told():
            return self._reading(sql, values).fetchall()  # type: ignore[no-any-return]

    def _reading(self, sql: str, values: dict[str, Any] | None) -> Any:
        statements = self._connection.extract_statements(sql)
        if not statements:
            raise QueryError("没有问题；请写一条 SQL 语句。", "there is no question; write one SQL statement.")
        if len(statements) != 1:
            raise QueryError(
                f"一次只能问一个问题，这里有 {len(statements)} 条语句；请分开运行。",
                f"one statement at a time; there are {len(statements)} here.",
            )
        if statements[0].type not in _READS:
            raise QueryError(
                "只能查询（SELECT、WITH、FROM、DESCRIBE、SHOW、SUMMARIZE、EXPLAIN），不能写入、装载或改设置；要存成文件请用 --format 和 -o。",
                "only questions are answered (SELECT, WITH, FROM, DESCRIBE, SHOW, SUMMARIZE, EXPLAIN), nothing is written, loaded "
                "or set; use --format and -o for a file.",
            )
        return self._connection.sql(sql, params=values or None)


@contextmanager
def told() -> Iterator[None]:
    """What DuckDB objects to, as one sentence."""
    try:
        yield
    except (duckdb.PermissionException, duckdb.InvalidInputException) as error:
        if "disabled" not in str(error):
            raise _refused(error) from None
        raise QueryError(
            "查询不能打开文件、网络或扩展；请用库中的表（wenxiao corpus views 列出）。",
            "a question opens no file, network or extension; use the tables of the store (wenxiao corpus views).",
        ) from None
    except duckdb.Error as error:
        raise _refused(error) from None


@contextmanager
def streaming() -> Iterator[None]:
    """What goes wrong when rows have begun to come: DuckDB says it through Arrow."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        why = _why(error)
        raise QueryError(f"查询中途停下：{why}", f"the question was broken off: {why}") from None


def _refused(error: Exception) -> QueryError:
    why = _why(error)
    hint = _SUGGESTS.search(str(error))
    more = f" {hint[0]}" if hint and hint[0] not in why else ""
    return QueryError(f"语句有误：{why}{more}", f"the statement is wrong: {why}{more}")


def _why(error: Exception) -> str:
    return _FIRST.sub("", str(error).split("\n", 1)[0])


def stored(store: Store, table: Table) -> Any:
    """A table of the store as something that Arrow and DuckDB read; one without rows where it holds none."""
    schema = table.schema(partition=True)
    if not any(path.endswith(ROWS) for path in store.files(table.name)):
        return schema.empty_table()
    folders = ds.partitioning(pa.schema(list(PARTITION)), flavor="hive")
    return ds.dataset(store.path(table.name), schema, format="parquet", filesystem=store.fs, partitioning=folders)


def seen(store: Store) -> Any:
    """What every input was when it was last seen, whether it could be fetched or not."""
    if not store.exists(SEEN):
        return INPUTS.empty_table()
    return ds.dataset(store.path(SEEN), INPUTS, format="parquet", filesystem=store.fs)
