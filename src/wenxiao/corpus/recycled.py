"""Recycled text of a whole store: which long paragraphs say the same, between units and between years.

MinHash bands propose pairs, the shingles themselves decide on each, with the engine's own arithmetic: a pair is never in the
result by chance. How much of it: ``shared`` is the part of the two texts that both have (twice the common shingles by all of
both), ``likeness`` the engine's measure (common shingles by those of either).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from wenxiao.audit.together.minhash import alike
from wenxiao.corpus.banding import Bands
from wenxiao.corpus.derived import RECYCLED
from wenxiao.corpus.passages import Passages, Texts, collect
from wenxiao.corpus.queries import Questions
from wenxiao.corpus.tables import EXACT
from wenxiao.performance.regime import Regime

#: The part of two paragraphs that is the same from which on they are a pair.
SHARED = Decimal("0.7")
_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Recycled:
    """``rows``: the table ``recycled``. ``paragraphs`` of documents whose unit is known, and how many of them were long enough
    to be ``compared``."""

    rows: pa.Table
    paragraphs: int
    compared: int


def recycled(questions: Questions, regime: Regime, shared: Decimal = SHARED) -> Recycled:
    """Pairs of paragraphs of the store of which ``shared`` or more is the same: every one that the bands propose; of a paragraph
    that more than fifty have, each with the first and the nearest few (see ``banding``)."""
    with tempfile.TemporaryDirectory(prefix="wenxiao-recycled-") as name:
        folder = Path(name)
        passages = collect(
            questions, folder,
            background=int(regime.thresholds["background_units"]), length=int(regime.thresholds["recycled_length"]),
        )  # fmt: skip
        pairs = _verified(passages, _candidates(passages, folder, shared), shared)
        return Recycled(_rows(passages, pairs, folder), passages.every, len(passages))


def _candidates(passages: Passages, folder: Path, shared: Decimal) -> Any:
    bands = Bands(folder)
    texts = passages.reader()
    for n in range(len(passages)):
        bands.add(texts.text(n))
    texts.close()
    return bands.pairs(float(shared / (2 - shared)))  # of all shingles, where so much of the mean length is common


def _verified(passages: Passages, candidates: Any, least: Decimal) -> pa.Table:
    """The pairs that share so much, by the numbers of their paragraphs."""
    texts = passages.reader()
    columns: dict[str, list[Any]] = {"a": [], "b": [], "shared": [], "likeness": [], "letters": []}
    for a, b, shared, likeness, letters in _measured(candidates, texts):
        if shared >= least:
            for column, value in zip(columns.values(), (a, b, shared, likeness, letters), strict=True):
                column.append(value)
    texts.close()
    types = pa.schema(
        [("a", pa.int64()), ("b", pa.int64()), ("shared", EXACT), ("likeness", EXACT), ("letters", pa.int32())]
    )
    found = pa.table(columns, types)
    for n, side in enumerate(("a", "b")):
        found = found.set_column(n, side, pa.array(passages.lines[np.asarray(found[side])], pa.int64()))
    return found


def _measured(candidates: Any, texts: Texts) -> Iterator[tuple[int, int, Decimal, Decimal, int]]:
    for one, other in candidates.tolist():
        a, b = texts.shingles(one), texts.shingles(other)
        shared = Decimal(2 * len(a & b)) / Decimal(len(a) + len(b))
        likeness = Decimal(repr(alike(a, b)))
        letters = min(len(texts.text(one)), len(texts.text(other)))
        yield one, other, shared.quantize(_PLACES), likeness.quantize(_PLACES), letters


def _rows(passages: Passages, pairs: pa.Table, folder: Path) -> pa.Table:
    """The pairs with who says it, where and when."""
    with duckdb.connect(config={"temp_directory": str(folder / "spill"), "memory_limit": "512MB"}) as connection:
        connection.register("pairs", pairs)
        rows = connection.sql(
            """
            with kept as (
                select passage, sha256, number, unit, region, year, substr(text, 1, 60) as text from read_parquet($kept)
            )
            select x.sha256 as sha256_a, x.number as paragraph_a, x.unit as unit_a, x.region as region_a, x.year as year_a,
                y.sha256 as sha256_b, y.number as paragraph_b, y.unit as unit_b, y.region as region_b, y.year as year_b,
                shared, likeness, letters, x.text
            from pairs join kept x on x.passage = a join kept y on y.passage = b where x.sha256 <> y.sha256 order by a, b
            """,
            params={"kept": str(passages.kept)},
        ).to_arrow_table()
    return rows.cast(RECYCLED.schema())
