"""How a run reads: limits of a guarded child, sizes of shards."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """``seconds`` of silence, ``longest`` seconds for one document whatever it says, and ``megabytes`` of address space of the child
    that reads; ``recycle``: documents after which it is replaced by a new one. A shard holds ``shard`` documents and ``shard_bytes``, a shard of scans ``scan_shard``: recognising a page
    takes as long as reading five hundred texts. ``chunk``: documents that the child is given at a time. ``function``: what the child
    does with them."""

    seconds: float = 120
    longest: float = 3600
    megabytes: int = 6144
    recycle: int = 5000
    shard: int = 250
    shard_bytes: int = 64 * 1024 * 1024
    scan_shard: int = 8
    chunk: int = 32
    chunk_bytes: int = 16 * 1024 * 1024
    function: str = "wenxiao.corpus.child:read"

    def dumps(self) -> str:
        return json.dumps(asdict(self))

    @staticmethod
    def loads(text: str) -> Settings:
        return Settings(**json.loads(text))
