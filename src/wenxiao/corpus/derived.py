"""Tables that are made from the others: each run of a comparison writes its own, and questions see the last one.

``<table>/run=<moment>/rows.parquet``; earlier runs stay. ``compared/<moment>`` is written last: a run without it was interrupted,
and nothing of it is seen.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds

from wenxiao.corpus.store import ROWS, Store
from wenxiao.corpus.tables import EXACT, INTEGER, TEXT, TEXTS, WHOLE, Table, table_of

#: The runs that wrote all of their tables.
_ENDED = "compared"

_A = "甲方", "the first"
_B = "乙方", "the second"


def _side(letter: str, zh: str, en: str) -> tuple[tuple[str, object, str, str], ...]:
    return (
        (f"sha256_{letter}", TEXT, f"{zh}文档", f"{en} document"),
        (f"paragraph_{letter}", INTEGER, f"{zh}段落序号", f"number of {en} paragraph"),
        (f"unit_{letter}", TEXT, f"{zh}单位", f"unit of {en} document"),
        (f"region_{letter}", TEXT, f"{zh}地区", f"region of {en} document"),
        (f"year_{letter}", INTEGER, f"{zh}年度", f"year of {en} document"),
    )


RECYCLED = table_of(
    "recycled", "雷同段落：两两一行，先后按年度和来源", "Recycled paragraphs, a row for each pair; the earlier year first",
    *_side("a", *_A),
    *_side("b", *_B),
    ("shared", EXACT, "相同文字占两段平均长度的比例", "share of the text that both have, of their mean length"),
    ("likeness", EXACT, "相同文字占两段合起来的比例（Jaccard）", "share of what both have in what either has (Jaccard)"),
    ("letters", INTEGER, "较短一段的字数", "letters of the shorter one"),
    ("text", TEXT, "甲方段落的开头", "how the first one begins"),
    order=("paragraph_a", "sha256_b", "paragraph_b"),
)  # fmt: skip

JOINT_FINDINGS = table_of(
    "joint_findings", "文档之间的核对发现", "What the rules between documents found",
    ("finding", TEXT, "发现的编号，重新提交后不变", "id, stable across re-submissions"),
    ("code", TEXT, "规则代码（E511）", "code of the rule"),
    ("slug", TEXT, "规则名称", "its name"),
    ("severity", TEXT, "error warning note", "error, warning, note"),
    ("message", TEXT, "说明（中文）", "the message in Chinese"),
    ("message_en", TEXT, "说明（英文）", "the message in English"),
    ("arithmetic", TEXTS, "算式，逐行", "the sum, line by line"),
    ("documents", TEXTS, "涉及的文档（SHA-256），与 quotes 对应", "documents that it quotes, one for each quote"),
    ("quotes", TEXTS, "引文", "the words quoted"),
    ("starts", pa.list_(WHOLE), "引文起点", "where each quote begins"),
    ("ends", pa.list_(WHOLE), "引文终点", "where it ends"),
    ("regions", TEXTS, "涉及的地区", "regions of these documents"),
    ("years", pa.list_(INTEGER), "涉及的年度", "years of these documents"),
    ("units", TEXTS, "涉及的单位", "units of these documents"),
    order=("code", "finding"),
)  # fmt: skip

JOINT_COVERAGE = table_of(
    "joint_coverage", "文档之间各规则核对的情况", "How each rule between documents ended",
    ("code", TEXT, "规则代码", "code of the rule"),
    ("passed", WHOLE, "通过", "passed"),
    ("failed", WHOLE, "不符", "failed"),
    ("unknown", WHOLE, "不能判断", "cannot tell"),
    order=("code",),
)  # fmt: skip

DERIVED: tuple[Table, ...] = (RECYCLED, JOINT_FINDINGS, JOINT_COVERAGE)


def put_run(store: Store, table: Table, run: str, rows: pa.Table) -> None:
    """Write what a run made of one table, whole or not at all."""
    store.put_table(f"{table.name}/run={run}/{ROWS}", rows)


def end_run(store: Store, run: str) -> None:
    """Say that a run has written all of its tables: from now on they are seen."""
    store.put(f"{_ENDED}/{run}", b"")


def is_compared(store: Store) -> bool:
    """Whether a comparison of its documents was ever finished."""
    return bool(store.files(_ENDED))


def latest(store: Store, table: Table) -> Any:
    """The rows of the last run that ended as something that Arrow and DuckDB read; none where nothing has been compared."""
    ended = store.files(_ENDED)
    if not ended:
        return table.schema().empty_table()
    run = ended[-1].rpartition("/")[2]
    return ds.dataset(store.path(table.name, f"run={run}", ROWS), table.schema(), format="parquet", filesystem=store.fs)
