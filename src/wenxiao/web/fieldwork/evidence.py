"""What the field work comes to, as evidence (佐证): for each measure so much of so much in a period, with the ids of what was counted.

    measures()["patrol_coverage"].count(period, "street=530100001")  ->  Counted(n, d, ids, of, excluded)

A scope is empty (all of it) or one of ``street=`` (code of the street, nine digits), ``agency=`` (code of the agency) and ``beat=``
(number of the patrol plan); a measure names those that it knows. Nothing is rounded, nothing undefined becomes 0 or 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Context, Decimal

from wenxiao.grid.buckets import Period
from wenxiao.grid.patrols import Plan
from wenxiao.told import Told
from wenxiao.web.core.clock import now
from wenxiao.web.core.say import say

_DIGITS = Context(prec=28)


@dataclass(frozen=True, slots=True)
class Known:
    """As of when it is counted: rows that were recorded by then, and days up to that one. ``plans``: the plans of patrols as they were;
    None: as they are."""

    cutoff: datetime
    plans: tuple[Plan, ...] | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """``n`` of ``d``; ``d`` is None for what is only counted. ``ids`` are what ``n`` counts, ``of`` what ``d`` counts (rows of this site by
    their numbers, or as the measure says). ``excluded``: what was left out, by reason (a code, words in ``REASONS``). ``plans``: the
    plans of patrols that it was counted against; None for what goes by none."""

    n: Decimal
    d: Decimal | None = None
    ids: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    excluded: Mapping[str, int] = field(default_factory=dict)
    plans: tuple[Plan, ...] | None = None

    @property
    def value(self) -> Decimal | None:
        """The fraction, or the number itself; None where it is undefined."""
        if self.d is None:
            return self.n
        return _DIGITS.divide(self.n, self.d) if self.d else None


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. ``unit`` is that of ``n``; ``n_words`` and ``d_words`` say what is counted. ``scopes``: which it knows besides all."""

    code: str
    zh: str
    en: str
    unit: tuple[str, str]
    n_words: tuple[str, str]
    d_words: tuple[str, str] | None
    scopes: tuple[str, ...]
    counting: Callable[[Period, Mapping[str, str], Known], Counted]
    several: bool = False  # a scope may have several parts, with semicolons between

    @property
    def words(self) -> str:
        return say(self.zh, self.en)

    @property
    def unit_words(self) -> str:
        return say(*self.unit)

    def part(self, scope: str) -> dict[str, str]:
        """What a scope says. Raises Told for one that this measure does not know."""
        parts = [part.partition("=") for part in (scope.split(";") if self.several else [scope]) if part]
        told = {key: name for key, _, name in parts}
        if (
            len(told) < len(parts)
            or not told.keys() <= set(self.scopes)
            or any(name == "" or ";" in name for name in told.values())
        ):
            listed = "、".join(f"{each}=" for each in self.scopes) or "（空）"
            zh, en = ("（可写几项，用分号隔开）", ", several with semicolons between") if self.several else ("", "")
            raise Told(
                f"“{self.zh}”不能按“{scope}”统计；范围请写：{listed}{zh}，或留空。",
                f"“{self.en}” is not counted by “{scope}”; write one of {listed}{en}, or nothing.",
            )
        return told

    def count(self, period: Period, scope: str = "", known: Known | None = None) -> Counted:
        """What it comes to in a period, now or as was known. Raises Told for a scope that this measure does not know."""
        return self.counting(period, self.part(scope), known or Known(now()))


#: Why something was left out.
REASONS: dict[str, tuple[str, str]] = {
    "open": ("尚未结束的轮次", "rounds that have not ended"),
    "short": ("到访网格不足的轮次", "rounds that came to too few grids"),
    "extra": ("超出计划的轮次", "rounds above the plan"),
    "duplicate": ("已确认重复的商铺", "entries confirmed as duplicates"),
    "unsigned": ("没有签到记录的培训", "trainings that nobody signed for"),
    "undecided": ("是否漏报尚未认定", "finds not yet decided on"),
    "not_due": ("尚未到期的事项", "actions that are not due yet"),
}


def measures() -> Mapping[str, Measure]:
    """Every measure by its code."""
    from wenxiao.web.fieldwork.measuring import MEASURES

    return {each.code: each for each in MEASURES}
