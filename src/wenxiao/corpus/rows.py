"""Rows of the tables while they are gathered. Nothing of the engine is imported here: who distributes has no need of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation
from typing import Any

import pyarrow as pa

from wenxiao.corpus.places import county_of
from wenxiao.corpus.tables import COUNTY, DOCUMENTS, EXACT, FAULT, TABLES

#: As much as ``EXACT`` holds; what would be rounded does not fit.
_FITS = Context(prec=38, traps=[Inexact, InvalidOperation, DivisionByZero])
_STEP = Decimal(1).scaleb(-EXACT.scale)
_PACKED = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)

Row = Mapping[str, Any]
#: What is known of a document, and its bytes.
Job = tuple[dict[str, Any], bytes]


class Rows:
    """Rows of all tables, column by column, until they are taken as Arrow tables."""

    def __init__(self) -> None:
        self._columns: dict[str, dict[str, list[Any]]] = {}
        self._clear()

    def _clear(self) -> None:
        self._columns = {table.name: {name: [] for name in table.schema(partition=True).names} for table in TABLES}

    def add(self, table: str, row: Row) -> None:
        """One row; a column that it does not name is null. Its county is that of its region."""
        for name, values in self._columns[table].items():
            values.append(county_of(row.get("region")) if name == COUNTY else row.get(name))

    def take(self) -> dict[str, bytes]:
        """Everything added since the last time, each table that has rows as an Arrow stream."""
        taken = {
            table.name: _stream(pa.table(self._columns[table.name], schema=table.schema(partition=True)))
            for table in TABLES
            if self._columns[table.name]["sha256"]
        }
        self._clear()
        return taken


def _stream(table: Any) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=_PACKED) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def add_failure(rows: Rows, status: str, zh: str, en: str, about: Row) -> None:
    """The one row of a document that was not read."""
    rows.add(DOCUMENTS.name, {**about, "status": status, "reason_zh": zh, "reason_en": en})


def add_fault(rows: Rows, what: str, about: Row) -> None:
    """The row of a document on which this program failed; ``what`` failed as it may be told."""
    add_failure(rows, FAULT, *fault(what), about)


def fault(what: str) -> tuple[str, str]:
    """A fault of this program in one sentence of each language."""
    return (
        f"处理时出现内部错误（{what}）；这是本程序的缺陷，请连同该文件报告。",
        f"internal error ({what}); this is a defect of this program, please report it with the file.",
    )


def exact(value: str | None) -> Decimal | None:
    """A decimal as the tables keep it; None where it has more digits than they hold."""
    if value is None:
        return None
    try:
        return Decimal(value).quantize(_STEP, context=_FITS)
    except (Inexact, InvalidOperation):
        return None
