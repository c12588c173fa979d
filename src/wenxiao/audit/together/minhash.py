"""Paragraphs that are nearly the same, in time that grows with their number: MinHash and locality-sensitive hashing.

The signatures only propose; whoever asks verifies each pair by the shingles themselves. datasketch is an optional part of
the installation (``wenxiao[compare]``): with NumPy and SciPy it is many times the size of everything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from zlib import crc32

#: The reason for which nothing can be told where it is not installed.
MISSING = "datasketch not installed"

SHINGLE = 5  # characters
_BANDS, _ROWS = 12, 4  # of pairs with a likeness of 0.8, 998 in 1,000 are proposed; of 0.5, half
_NEAREST = 5  # earlier texts that one is paired with: enough to tell a cluster


def available() -> bool:
    return find_spec("datasketch") is not None


def shingles(text: str, size: int = SHINGLE) -> frozenset[str]:
    """The runs of so many characters of a text."""
    return frozenset(text[n : n + size] for n in range(max(len(text) - size + 1, 1)))


def alike(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of shingles that two texts have in common, exactly."""
    return len(a & b) / len(a | b) if a or b else 0.0


def candidates(sets: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Pairs, the earlier first, that are probably alike; a text is paired with the first few of those like it."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]

    index = MinHashLSH(params=(_BANDS, _ROWS), num_perm=_BANDS * _ROWS)
    signatures = MinHash.generator(
        ([shingle.encode() for shingle in shingled] for shingled in sets), num_perm=_BANDS * _ROWS, hashfunc=crc32
    )
    for n, signature in enumerate(signatures):
        yield from ((other, n) for other in sorted(index.query(signature))[:_NEAREST])
        index.insert(n, signature, check_duplication=False)
