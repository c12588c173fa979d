"""What the inputs are: the content hash of each and the engine version that would read it. No document is parsed."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pyarrow as pa

from wenxiao.corpus.containers import Part, parts
from wenxiao.corpus.inputs import INPUTS, NOTHING
from wenxiao.corpus.rows import fault
from wenxiao.corpus.store import Store
from wenxiao.corpus.versions import reader_names, version_of
from wenxiao.documents.faults import told
from wenxiao.documents.model import UnreadableError
from wenxiao.documents.naming import printable
from wenxiao.documents.opening import reader_of
from wenxiao.documents.readers.base import Source

#: Stands for the reader of a format that is known and not read.
_NONE = "unsupported"


def survey(store: Store, unit: str) -> None:
    """Look into the entries of one unit (``runs/<run>/entries/<unit>.parquet``) and keep the inputs beside it. Idempotent."""
    made = unit.replace("/entries/", "/inputs/")
    if store.exists(made):
        return
    rows = [row for entry in store.get_table(unit).to_pylist() for row in _told(entry)]
    store.put_table(made, pa.Table.from_pylist(rows, schema=INPUTS))


def _told(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The inputs of an entry; a fault of this program costs that entry alone."""
    try:
        yield from _inputs(entry)
    except Exception as error:
        zh, en = fault(told(error))
        name = printable(entry["name"] or entry["place"])
        yield {**entry, "uri": entry["place"], "name": name, "reason_zh": zh, "reason_en": en}


def _inputs(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in parts(entry["place"]):
        name = part.name if part.inner else entry["name"] or part.name
        known = {
            **entry, "uri": entry["place"] + part.address, "inner": part.inner, "name": printable(name),
            "bytes": len(part.data),
        }  # fmt: skip
        if part.error is not None:
            reader = NOTHING if part.nothing else None
            yield {**known, "reader": reader, "reason_zh": part.error.zh, "reason_en": part.error.en}
        else:
            reader, media_type = _reader(part)
            yield {
                **known, "sha256": sha256(part.data).hexdigest(), "reader": reader, "media_type": media_type,
                "engine": version_of(reader),
            }  # fmt: skip


def _reader(part: Part) -> tuple[str, str | None]:
    try:
        reader = reader_of(Source(part.name, part.data))
    except UnreadableError:  # its reader will say so once more, to whoever asks
        return _NONE, None
    return reader_names()[id(reader)], reader.media_type
