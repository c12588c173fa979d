"""What a question gives, for a terminal, a spreadsheet, a program: table, CSV, JSON, Parquet.

Rows are written as they come, so that an answer may be larger than memory; only a table on a terminal is cut, and says so.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

#: Rows of a table on a terminal.
SHOWN = 200

Write = Callable[[bytes], object]


def answer(batches: Iterator[pa.RecordBatch], form: str, out: IO[bytes], *, lang: str = "zh") -> int:
    """Write the rows as ``table``, ``csv``, ``json`` or ``parquet`` and return how many there are."""
    first = next(batches, None)
    if first is None:
        return 0
    names = _apart(first.schema.names)
    every = (batch.rename_columns(names) for batch in chain((first,), batches))
    first = first.rename_columns(names)
    if form == "parquet":
        return _parquet(first.schema, every, out)
    rows = (row for batch in every for row in batch.to_pylist())
    if form == "csv":
        return _csv(first.schema.names, rows, out)
    if form == "json":
        return _json(rows, out)
    return _table(first.schema, rows, out, lang)


def _apart(names: Sequence[str]) -> list[str]:
    """Names of columns, each once: a second ``a`` is ``a_2``, as long as no other column has that name."""
    apart: list[str] = []
    for name in names:
        tried = (name, *(f"{name}_{n}" for n in range(2, len(names) + 2)))
        free = (each for each in tried if each not in apart and (each == name or each not in names))
        apart.append(next(free))
    return apart


def _parquet(schema: pa.Schema, batches: Iterable[pa.RecordBatch], out: IO[bytes]) -> int:
    count = 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def _csv(names: list[str], rows: Iterable[dict[str, Any]], out: IO[bytes]) -> int:
    """With the mark by which spreadsheets know UTF-8; no cell begins a formula, whatever a document says."""
    out.write(b"\xef\xbb\xbf")
    count = 0
    for cells in chain((names,), (list(row.values()) for row in rows)):
        line = io.StringIO()
        csv.writer(line).writerow([_guarded(cell) for cell in cells])
        out.write(line.getvalue().encode("utf-8", "replace"))
        count += 1
    return count - 1


def _guarded(value: Any) -> str:
    text = printed(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _json(rows: Iterable[dict[str, Any]], out: IO[bytes]) -> int:
    """An array of objects, one a line; decimals are strings, as in the JSON of a reading."""
    count = 0
    for row in rows:
        line = json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False)
        out.write((",\n" if count else "[\n").encode() + line.encode("utf-8", "replace"))
        count += 1
    out.write(b"\n]\n" if count else b"[]\n")
    return count


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def printed(value: Any) -> str:
    """A cell as text: amounts without zeros at the end, lists as JSON, nothing where nothing is."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, list | tuple | dict):
        return json.dumps(_plain(value), ensure_ascii=False)
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def _table(schema: pa.Schema, rows: Iterator[dict[str, Any]], out: IO[bytes], lang: str) -> int:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for field in schema:
        number = pa.types.is_integer(field.type) or pa.types.is_decimal(field.type) or pa.types.is_floating(field.type)
        table.add_column(escape(field.name), justify="right" if number else "left", overflow="fold")
    count = 0
    for row in islice(rows, SHOWN):
        table.add_row(*("—" if value is None else escape(printed(value)) for value in row.values()))
        count += 1
    more = sum(1 for _ in rows)
    text = io.StringIO()
    console = Console(file=text, width=_width(table), highlight=False, color_system=None)
    console.print(table)
    if more:
        console.print(
            f"… {more} more rows; --format csv gives them all."
            if lang == "en"
            else f"……另有 {more} 行；--format csv 给出全部。"
        )
    out.write(text.getvalue().encode("utf-8", "replace"))
    return count + more


def _width(table: Any) -> int:
    """As wide as the terminal; where no terminal is, as wide as the rows."""
    from rich.console import Console

    terminal = Console()
    return terminal.width if terminal.is_terminal else max(80, Console(width=2000).measure(table).maximum)
