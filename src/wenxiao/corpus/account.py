"""The account of a run: each input in exactly one bucket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wenxiao.corpus.tables import CRASHED, FAULT, NOT_FETCHED, OUT_OF_MEMORY, READ, TIMED_OUT, UNREADABLE

UNCHANGED, FAILED_BEFORE, DUPLICATE, NO_DOCUMENT, NOT_DONE = (
    "unchanged", "failed_before", "duplicate", "no_document", "not_done",
)  # fmt: skip

#: Every bucket, in the order in which an account tells them, with its name.
BUCKETS: Mapping[str, tuple[str, str]] = {
    READ: ("已读取", "read"),
    UNCHANGED: ("未变，不再读取", "unchanged, not read again"),
    DUPLICATE: ("与另一份内容相同", "same content as another"),
    NO_DOCUMENT: ("压缩包或网页存档，其中没有文档", "archive without documents"),
    UNREADABLE: ("不能读取", "unreadable"),
    CRASHED: ("读取时崩溃", "crashed the reader"),
    TIMED_OUT: ("超时", "timed out"),
    OUT_OF_MEMORY: ("内存不足", "out of memory"),
    FAULT: ("本程序出错", "fault of this program"),
    FAILED_BEFORE: ("此前未能读取，内容未变", "failed before, unchanged"),
    NOT_FETCHED: ("取不到文件", "could not be fetched"),
    NOT_DONE: ("未处理（工作进程丢失）", "not done, workers were lost"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """``seconds`` of the clock that the run took; ``buckets`` of ``BUCKETS``, those without inputs are not there; ``lost``: what the
    cluster said last of workers that were lost."""

    run: str
    inputs: int
    buckets: Mapping[str, int]
    seconds: float
    lost: str | None = None

    def __post_init__(self) -> None:
        if sum(self.buckets.values()) != self.inputs:
            raise AssertionError(f"{self.inputs} inputs, {dict(self.buckets)}")

    @property
    def troubled(self) -> int:
        """Inputs of which nothing could be read."""
        return sum(self.buckets.get(b, 0) for b in BUCKETS if b not in (READ, UNCHANGED, DUPLICATE, NO_DOCUMENT))

    def lines(self, lang: str = "zh") -> list[str]:
        """As it is told: one line a bucket, then the sum; last why workers were lost, where that left something undone."""
        told = [(BUCKETS[b][lang == "en"], self.buckets[b]) for b in BUCKETS if self.buckets.get(b)]
        lines = [f"{name}  {count:,}" for name, count in [*told, (("inputs" if lang == "en" else "合计"), self.inputs)]]
        if self.lost is not None and self.buckets.get(NOT_DONE):
            lines.append(f"the cluster said last: {self.lost}" if lang == "en" else f"集群最后报告的错误：{self.lost}")
        return lines
