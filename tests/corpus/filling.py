"""Stores made in the test's own process from files that it writes: what the pipeline settles, without the pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

import wenxiao
from wenxiao.corpus.flatten import add_report
from wenxiao.corpus.rows import Rows, add_failure
from wenxiao.corpus.store import Store
from wenxiao.corpus.tables import PARTITION


def written(folder: Path, documents: Mapping[str, str]) -> list[Path]:
    """Write each text under its name."""
    paths = [folder / name for name in documents]
    for path, text in zip(paths, documents.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return paths


def store_of(folder: Path, paths: list[Path], failures: Mapping[str, str] | None = None) -> Store:
    """A store with these documents, and with others that could not be read (name: status)."""
    rows = Rows()
    for path in paths:
        report = wenxiao.audit(path)
        document = report.reading.document
        about = {"sha256": document.sha256, "uri": str(path), "name": path.name, "engine": "test", "bytes": 1}
        add_report(rows, report, about)
    for number, (name, status) in enumerate((failures or {}).items()):
        add_failure(
            rows,
            status,
            f"{name} 已损坏",
            f"{name} is damaged",
            {"sha256": f"{number:064d}", "uri": name, "name": name},
        )
    store = Store(str(folder))
    for name, stream in rows.take().items():
        put(store, name, pa.ipc.open_stream(stream).read_all())
    return store


def put(store: Store, name: str, table: Any) -> None:
    """Write rows of a table where their county and year belong."""
    by = [table[column].to_pylist() for column, _ in PARTITION]
    places = list(zip(*by, strict=True))
    for county, year in sorted(set(places), key=str):
        chosen = pa.array([place == (county, year) for place in places])
        store.put_table(store.partition(name, county, year), table.filter(chosen).drop([c for c, _ in PARTITION]))
