"""Pairs of texts that are probably alike, in memory that does not grow with how many texts are alike to how many.

The key of each band goes to a file of its own as texts come in; pairs are made band by band, so that one band's keys are in
memory at a time: 8 bytes a text, beside 160 bytes a text for signatures shortened to a byte a place, by which pairs are
sifted. In a bucket of up to fifty texts each is paired with each; in a larger one with the first and the nearest few before it:
a paragraph that ten thousand units have gives some ten thousand pairs and not fifty million.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np

from wenxiao.corpus.signatures import BANDS, PLACES, band_keys, short, signatures

#: Texts of a bucket up to which each is paired with each; beyond, the earlier ones that one is paired with besides the first.
SMALL, NEAREST = 50, 4
#: Texts whose shingles are in memory at a time, and pairs whose signatures are compared at a time.
_BATCH, _PAIRS = 2_000, 100_000

Array = Any


class Bands:
    """Collects texts, numbered from 0 as they come, in files below a folder that is its own."""

    def __init__(self, folder: Path) -> None:
        self._paths = [folder / f"band-{n}" for n in range(BANDS)]
        self._files: list[IO[bytes]] = [path.open("wb") for path in self._paths]
        self._signed = folder / "signed"
        self._short = self._signed.open("wb")
        self._waiting: list[str] = []

    def add(self, text: str) -> None:
        """One more text, of as many characters as a shingle at least."""
        self._waiting.append(text)
        if len(self._waiting) == _BATCH:
            self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        signed = signatures(self._waiting)
        for file, keys in zip(self._files, band_keys(signed).T, strict=True):
            file.write(np.ascontiguousarray(keys).tobytes())
        self._short.write(short(signed).tobytes())
        self._waiting = []

    def pairs(self, least: float) -> Array:
        """Two columns of numbers, the earlier first, in order: pairs that share a band and of whose places about ``least`` of
        all agree. The files are gone afterwards."""
        self._flush()
        found = np.empty(0, np.uint64)
        self._short.close()
        signed = np.fromfile(self._signed, np.uint8).reshape(-1, PLACES)
        self._signed.unlink()
        for file, path in zip(self._files, self._paths, strict=True):
            file.close()
            keys = np.fromfile(path, np.uint64)
            path.unlink()
            fresh = np.setdiff1d(np.unique(np.concatenate([*_proposed(keys)])), found, assume_unique=True)
            found = np.union1d(found, _sifted(fresh, signed, least))
        return np.stack([found >> np.uint64(32), found & np.uint64(0xFFFFFFFF)], axis=1).astype(np.int64)


def _proposed(keys: Array) -> Iterator[Array]:
    """Pairs of texts with one key, packed into one number each."""
    order = np.argsort(keys, kind="stable").astype(np.uint64)  # texts of one bucket stay in their order
    ordered = keys[order]
    begins = np.ones(len(keys), bool)
    begins[1:] = ordered[1:] != ordered[:-1]
    at = np.arange(len(keys))
    first = np.maximum.accumulate(np.where(begins, at, 0))
    size = np.bincount(np.cumsum(begins) - 1)[np.cumsum(begins) - 1] if len(keys) else at
    shared = at[size > 1]  # of most texts nothing is alike
    for step in range(1, SMALL):
        later = shared[(shared - step >= first[shared]) & ((step <= NEAREST) | (size[shared] <= SMALL))]
        if step > NEAREST and not len(later):
            break
        yield order[later - step] << np.uint64(32) | order[later]
    far = (at - first > NEAREST) & (size > SMALL)
    yield order[first[far]] << np.uint64(32) | order[far]


def _sifted(pairs: Array, signed: Array, least: float) -> Array:
    """Those whose signatures agree in so many places as texts that are so much alike could by the worst of luck."""
    enough = least - 5 * (least * (1 - least) / PLACES) ** 0.5
    kept = []
    for start in range(0, len(pairs), _PAIRS):
        some = pairs[start : start + _PAIRS]
        one, other = signed[some >> np.uint64(32)], signed[some & np.uint64(0xFFFFFFFF)]
        kept.append(some[np.count_nonzero(one == other, axis=1) >= enough * PLACES])
    return np.concatenate(kept) if kept else pairs
