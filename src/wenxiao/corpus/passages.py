"""The long paragraphs of a store as the engine compares them: without names, without what any document may say, without
sentences that more units have; in files, so that memory does not grow with their number."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wenxiao.audit.together.minhash import SHINGLE, shingles
from wenxiao.audit.together.rules.recycled import own_sentences, what_remains, without_figures
from wenxiao.corpus.queries import Questions

#: Earlier years first, so that of two paragraphs the first is the one that the other may have been taken from.
_PARAGRAPHS = """
    select p.sha256, p.number, p.text, p.start, p."end", u.unit, d.organisation, d.region, d.year
    from paragraphs p join documents d using (sha256) join units u using (sha256)
    order by d.year nulls last, d.uri, d.sha256, p.number
"""
_KEPT = pa.schema(
    [
        ("passage", pa.int64()), ("sha256", pa.string()), ("number", pa.int32()), ("start", pa.int64()), ("end", pa.int64()),
        ("unit", pa.string()), ("region", pa.string()), ("year", pa.int32()), ("text", pa.string()),
        ("sentences", pa.list_(pa.string())), ("hashes", pa.list_(pa.uint64())),
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passages:
    """``kept``: a Parquet file of all paragraphs; ``lines``: the numbers there of those long enough to compare, whose text is in
    ``texts`` from ``starts[n]`` to ``starts[n + 1]``."""

    kept: Path
    texts: Path
    lines: Any
    starts: Any
    every: int

    def __len__(self) -> int:
        return len(self.lines)

    def reader(self) -> Texts:
        return Texts(self)


class Texts:
    """Shingles of passages by their place; those asked for last are kept."""

    def __init__(self, passages: Passages) -> None:
        self._starts = passages.starts
        self._file = os.open(passages.texts, os.O_RDONLY)
        self.shingles = lru_cache(maxsize=4096)(self._shingles)

    def text(self, passage: int) -> str:
        start, end = int(self._starts[passage]), int(self._starts[passage + 1])
        os.lseek(self._file, start, os.SEEK_SET)
        return os.read(self._file, end - start).decode()

    def _shingles(self, passage: int) -> frozenset[str]:
        return shingles(self.text(passage))

    def close(self) -> None:
        os.close(self._file)


def collect(questions: Questions, folder: Path, *, background: int, length: int) -> Passages:
    """Write the paragraphs of documents whose unit is known below ``folder``. ``background``: a sentence that more units have is
    left out; ``length``: letters from which on what is left is compared."""
    kept = folder / "paragraphs.parquet"
    every = _cut(questions, kept)
    common = _Common(kept, folder, background)
    lines, starts = [], [0]
    with (folder / "texts").open("wb") as texts:
        for number, sentences in _sentences(kept):
            rest = what_remains(sentences, common)
            if len(rest) >= max(length, SHINGLE):
                starts.append(starts[-1] + texts.write(rest.encode("utf-8", "replace")))
                lines.append(number)
    return Passages(kept, folder / "texts", np.array(lines, np.int64), np.array(starts, np.int64), every)


def _cut(questions: Questions, kept: Path) -> int:
    count = 0
    with pq.ParquetWriter(kept, _KEPT, compression="zstd") as writer:
        for batch in questions.batches(_PARAGRAPHS):
            rows = []
            for row in batch.to_pylist():
                sentences = own_sentences(row["text"], row.pop("organisation"), row["region"])
                hashes = sorted({hashed(sentence) for sentence in sentences})
                rows.append({**row, "passage": count, "sentences": sentences, "hashes": hashes})
                count += 1
            writer.write_table(pa.Table.from_pylist(rows, _KEPT))
    return count


def hashed(sentence: str) -> int:
    """64 bits of a sentence whatever its figures."""
    return int.from_bytes(blake2b(without_figures(sentence).encode("utf-8", "replace"), digest_size=8).digest())


class _Common:
    """The sentences that more units have than so many."""

    def __init__(self, kept: Path, folder: Path, background: int) -> None:
        with duckdb.connect(config={"temp_directory": str(folder / "spill"), "memory_limit": "512MB"}) as connection:
            rows = connection.execute(
                "select hash from (select unnest(hashes) as hash, unit from read_parquet($kept)) "
                "group by hash having count(distinct unit) > $background",
                {"kept": str(kept), "background": background},
            ).fetchnumpy()
        self._hashes = frozenset(rows["hash"].tolist())

    def __contains__(self, sentence: object) -> bool:
        return isinstance(sentence, str) and hashed(sentence) in self._hashes


def _sentences(kept: Path) -> Iterator[tuple[int, list[str]]]:
    with pq.ParquetFile(kept) as file:
        for batch in file.iter_batches(10_000, columns=["passage", "sentences"]):
            yield from zip(batch["passage"].to_pylist(), batch["sentences"].to_pylist(), strict=True)
