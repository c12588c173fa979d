"""Recycled text among so many paragraphs: share of the planted ones found, false pairs, time and peak memory.

    .venv/bin/python -m bench.recycled [PARAGRAPHS]

Made-up paragraphs of some 150 characters, ten to a document; every twentieth has 70 to 100 % of another document's, kept in
one piece, in two, or with single words replaced. A planted pair counts where at least 70 % of the text is still common; a
pair is false where its two paragraphs do not descend from one.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from multiprocessing import get_context

import pyarrow as pa

from wenxiao.audit.together.minhash import shingles
from wenxiao.corpus.queries import Questions
from wenxiao.corpus.recycled import SHARED, recycled
from wenxiao.corpus.store import Store
from wenxiao.corpus.tables import READ, TABLES
from wenxiao.performance.regime import regime

DOCUMENT, EVERY = 10, 20
_WORDS = 50_000


class Writer:
    """Paragraphs out of words that occur as often as words do."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        characters = [chr(0x4E00 + n) for n in range(3_500)]
        self._words = ["".join(self.random.choices(characters, k=2 + n % 2)) for n in range(_WORDS)]
        self._often = list(accumulate(1 / (n + 20) for n in range(_WORDS)))

    def words(self, count: int = 62) -> list[str]:
        return self.random.choices(self._words, cum_weights=self._often, k=count)

    def taken_from(self, words: list[str]) -> list[str]:
        """Another paragraph with so much of this one."""
        share, way = self.random.uniform(0.7, 1), self.random.randrange(3)
        left = len(words) - int(len(words) * share)
        fresh = self.words(left) if left else []
        if way == 0:  # one piece, with something else before it
            return fresh + words[left:]
        if way == 1:  # two pieces around something else
            at = self.random.randrange(1, len(words) - left)
            return words[:at] + fresh + words[at + left :]
        changed = list(words)  # a word here and there
        for at in self.random.sample(range(len(words)), left // 5):
            changed[at] = self.words(1)[0]
        return changed


def paragraphs(count: int, writer: Writer) -> Iterator[tuple[str, int | None]]:
    """Each with the number of the paragraph that it descends from."""
    sources: dict[int, list[str]] = {}
    for n in range(count):
        if n % EVERY == EVERY - 1 and sources:
            origin = writer.random.choice(list(sources)[:200])
            yield "".join(writer.taken_from(sources.pop(origin))) + "。", origin
        else:
            words = writer.words()
            if n % EVERY == 0:
                sources[n] = words
            yield "".join(words) + "。", None


def fill(folder: str, count: int) -> list[tuple[int, int]]:
    """Write a store with so many paragraphs; the pairs that are planted, where enough of them is common."""
    store = Store(folder)
    writer, planted, origins = Writer(1), [], {}
    texts: list[str] = []
    part = 0
    for n, (text, origin) in enumerate(paragraphs(count, writer)):
        if n % EVERY == 0:
            origins[n] = text
        if origin is not None:
            a, b = shingles(origins.pop(origin)[:-1]), shingles(text[:-1])
            if 2 * len(a & b) >= SHARED * (len(a) + len(b)):
                planted.append((origin, n))
        texts.append(text)
        if len(texts) == 100_000:
            _write(store, part, texts)
            texts, part = [], part + 1
    _write(store, part, texts)
    return planted


def _write(store: Store, part: int, texts: list[str]) -> None:
    first, year = part * 100_000, 2000 + part
    numbers = range(first, first + len(texts))
    documents = sorted({n // DOCUMENT for n in numbers})
    rows = {
        "paragraphs": {
            "sha256": [f"{n // DOCUMENT:064d}" for n in numbers], "number": [n % DOCUMENT + 1 for n in numbers], "text": texts,
            "start": [0] * len(texts), "end": [len(text) for text in texts],
        },
        "documents": {
            "sha256": [f"{n:064d}" for n in documents], "status": [READ] * len(documents), "uri": [f"{n:09d}.docx" for n in documents],
            "unit": [f"星河区第{n}中学" for n in documents], "organisation": [f"星河区第{n}中学" for n in documents],
        },
    }  # fmt: skip
    for name, columns in rows.items():
        schema = next(table for table in TABLES if table.name == name).schema()
        missing = {column: [None] * len(columns["sha256"]) for column in schema.names if column not in columns}
        store.put_table(store.partition(name, "星河区", year), pa.table({**columns, **missing}, schema))


def pairs_of(rows: pa.Table) -> set[tuple[int, int]]:
    """The pairs of a result, by the numbers that ``fill`` gave the paragraphs."""
    columns = (rows[name].to_pylist() for name in ("sha256_a", "paragraph_a", "sha256_b", "paragraph_b"))
    return {(int(a) * DOCUMENT + m - 1, int(b) * DOCUMENT + n - 1) for a, m, b, n in zip(*columns, strict=True)}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        with get_context("spawn").Pool(1) as elsewhere:  # its memory is not what is measured
            planted = elsewhere.apply(fill, (folder, count))
        start = time.perf_counter()
        with Questions(Store(folder), memory="512MB") as questions:
            rows = recycled(questions, regime()).rows
        seconds = time.perf_counter() - start
    pairs = pairs_of(rows)
    kin = set(planted)
    found, false = sum(pair in pairs for pair in planted), sum(pair not in kin for pair in pairs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:,} paragraphs, {len(planted):,} planted, {found / len(planted):.2%} of them found")
    print(
        f"{false:,} of {len(pairs):,} pairs false ({false / max(1, len(pairs)):.2%}), {seconds:,.0f} s, peak memory {peak:,.0f} MB"
    )


if __name__ == "__main__":
    main()
