"""Write docs/corpus-tables.md and docs/corpus-tables.json from the tables of a store."""

from __future__ import annotations

import json
from pathlib import Path

from wenxiao.corpus.tables import published

PAGE = Path(__file__).with_name("corpus-tables.md")
DATA = Path(__file__).with_name("corpus-tables.json")

INTRO = """# Tables of the corpus

Written by `make docs` from `src/wenxiao/corpus/tables.py`; for programs the same is in `corpus-tables.json`. How they come about:
[The corpus](corpus.md).

Every table is Parquet in folders `TABLE/county=…/year=…/rows.parquet`; `county`, the region without its township, and `year` are columns for
whoever reads the folders as a partitioned table (DuckDB, Arrow, Spark, Daft), null where the document does not say. `sha256`, the hash of the content, ties the tables
together. Offsets are code points of `documents.text`; ids of quantities and projects are those of the JSON of a reading (`wenxiao schema`).
Amounts are exact decimals in yuan, areas in m², rates fractions; null is "not stated" and never zero.

"""


def page() -> str:
    """The whole page as Markdown."""
    return INTRO + "\n".join(_table(table) for table in published()["tables"])


def _table(table: dict[str, object]) -> str:
    columns = table["columns"]
    assert isinstance(columns, list)
    rows = "".join(f"| `{c['name']}` | {c['type']} | {c['zh']} | {c['en']} |\n" for c in columns)
    return f"## {table['name']}\n\n{table['zh']}。{table['en']}.\n\n| column | type | 中文 | meaning |\n|---|---|---|---|\n{rows}"


def data() -> str:
    """The same as JSON."""
    return json.dumps(published(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    DATA.write_text(data(), encoding="utf-8")
