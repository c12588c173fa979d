"""A shorter way through the engine, to see how the pipeline itself grows: text and quantities, no projects, relations or rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wenxiao.corpus.rows import Rows
from wenxiao.documents.items import Item
from wenxiao.documents.opening import open_source
from wenxiao.documents.progress import advance
from wenxiao.documents.readers.base import Source
from wenxiao.documents.view import view
from wenxiao.quantities.scan import scan
from wenxiao.reading.regions import frequent_region


def read(jobs: Any, scans: bool) -> dict[str, bytes]:  # noqa: ARG001 - as ``corpus.child.read``
    rows = Rows()
    for number, (about, data) in enumerate(jobs):
        advance(number, len(jobs))
        text = view(open_source(Source(about["name"], data), Item(Path(about["name"])))).text
        key = {"sha256": about["sha256"], "region": frequent_region(text), "year": 2024}
        for place, quantity in enumerate(scan(text), 1):
            rows.add(
                "quantities",
                {**key, "number": place, "kind": quantity.kind, "start": quantity.start, "end": quantity.end},
            )
        rows.add("documents", {**about, **key, "status": "read", "text": text})
    return rows.take()
