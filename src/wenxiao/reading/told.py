"""What a text tells in words: chapters by purpose, how far works have come, names, lists and repeated passages."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter

from wenxiao.quantities.model import Span
from wenxiao.quantities.record import record

_SPAN_START = attrgetter("span.start")


class Purpose(StrEnum):
    """What a chapter is for, told by its title."""

    ABOUT = "about"  # 概况 基本情况
    TARGET = "target"  # 绩效目标
    FUNDS = "funds"  # 资金
    RESULT = "result"  # 完成情况 执行结果 效益
    PROBLEM = "problem"  # 存在的问题
    MEASURE = "measure"  # 改进措施 建议 下一步
    EXPERIENCE = "experience"  # 主要经验及做法


@record
class Chapter:
    """A heading that is no list entry, with what it is for. ``own`` is the text above its first subheading."""

    title: str
    purposes: frozenset[Purpose]
    heading: Span
    own: Span
    span: Span

    @property
    def leaf(self) -> bool:
        return self.own.end >= self.span.end


@record
class Assertion:
    """A clause that says how far something has come.

    ``kind``: planned, not_started, under_way, stopped, unfinished, delayed, finished, accepted, not_accepted, achieved (targets),
    benefit (an effect that has come about). ``every``: said of all (均, 全部); ``closing``: of all that the text named
    before (以上…均已); ``partial``: of some only (部分, 其余, 个别).
    """

    kind: str
    cue: Span
    clause: Span
    every: bool = False
    closing: bool = False
    partial: bool = False


@record
class Listing:
    """Names in a row (甲工程、乙工程和丙工程等). ``done`` says that they are reported finished; ``open``: ends with 等."""

    names: tuple[Span, ...]
    project: int
    done: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Variant:
    """A project's or place's name and words that differ from it by a character or two. ``of``: the part of the name, as it
    stands."""

    project: int | None
    name: Span
    variant: Span
    of: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A passage of 概况 or 绩效目标 that stands again, word by word, among the results."""

    project: int | None
    first: Span
    second: Span
    purpose: Purpose  # of the first place


@record
class Phrase:
    """Words that say less, or more, than can be checked. ``kind``: vague_count (百多篇), rough_every (均达到95%左右), rate_without_figure
    (成活率较高), mostly_met (大部分绩效目标得到实现), mostly (大部分时间段), limit_as_result
    (比例小于15%), as_planned, all_done, all_spent, no_gap, within_budget, none_of
    (零投诉), some_of (投诉3件), remedy, target_is, done, by_itself, by_contract, tendered, not_tendered, unpayable
    (未达到支付条件). ``detail``: the thing that none_of and some_of are of.
    """

    kind: str
    span: Span
    detail: str = ""


@record
class Remark:
    """What a sentence of a chapter on problems does (defect, praise, none, remedy, other), a ``shortcoming`` among
    the results, or how a chapter as a whole reads:
    hollow or analysis; a vague_target has neither figure nor date; off_topic or answered, with the ``topic`` that its heading asks about."""

    kind: str
    span: Span
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Narrative:
    """All of it, each in order of place."""

    chapters: tuple[Chapter, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    listings: tuple[Listing, ...] = ()
    variants: tuple[Variant, ...] = ()
    copies: tuple[Copy, ...] = ()
    remarks: tuple[Remark, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    orphans: tuple[tuple[Span, str], ...] = ()  # 四是 without 三是 before it: its place, and the number that is missing

    def purposes_at(self, offset: int) -> frozenset[Purpose]:
        """What the innermost chapter with a known purpose around ``offset`` is for."""
        for at in range(bisect_right(self.chapters, offset, key=_SPAN_START) - 1, -1, -1):
            chapter = self.chapters[at]
            if chapter.purposes and offset < chapter.span.end:
                return chapter.purposes
        return frozenset()
