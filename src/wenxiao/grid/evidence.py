"""Evidence (佐证): what the grid's own log says of an indicator of the budget cycle, frozen so that anybody can work it out again.

A snapshot is never changed: computed again from the log at its cutoff it must come out the same (``same``); at another cutoff it is
another snapshot, and ``changes`` says what came and went. Target, claim and computed value stay three numbers (``Answer``): a gap is
shown, nothing is overwritten.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal
from enum import StrEnum
from typing import NamedTuple

from wenxiao.grid.rates import Rate, most_of_none
from wenxiao.quantities.model import Interval
from wenxiao.quantities.paper import plain

_DIGITS = Context(prec=28)
#: What a change of the arithmetic itself raises: snapshots say by which they were made.
CODE_VERSION = "1"


@dataclass(frozen=True, slots=True)
class EvidenceSnapshot:
    """One value with all that it takes to find it again.

    ``indicator`` carries its version (``handled_on_time@1``); ``scope`` says whose cases (``street=530114001``;
    empty: all). ``n`` and ``d`` are sizes of the two lists of ids, each in order; ``excluded`` counts by reason. ``value`` is a
    fraction, or a count; None is undefined. ``digest`` is SHA-256 over everything else but ``created_by``.
    """

    indicator: str
    reading: str
    view: str
    finish: str
    start: datetime
    end: datetime
    cutoff: datetime
    scope: str
    n: int
    d: int
    value: Decimal | None
    few: bool
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    excluded: tuple[tuple[str, int], ...]
    code_version: str
    created_by: str
    digest: str


def snapshot(rate: Rate, scope: str = "", created_by: str = "") -> EvidenceSnapshot:
    """The snapshot of a rate."""
    asked = rate.question
    numerator, denominator = tuple(sorted(rate.numerator)), tuple(sorted(rate.denominator))
    excluded = tuple(sorted((bucket.value, len(ids)) for bucket, ids in rate.excluded.items()))
    value = rate.value
    told = {
        "indicator": rate.indicator.id,
        "reading": rate.reading,
        "view": asked.view.value,
        "finish": asked.finish.value,
        "period": [moment_told(asked.period.start), moment_told(asked.period.end)],
        "cutoff": moment_told(asked.cutoff),
        "scope": scope,
        "value": None if value is None else plain(value),
        "numerator": numerator,
        "denominator": denominator,
        "excluded": excluded,
        "code_version": CODE_VERSION,
    }
    written = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return EvidenceSnapshot(
        indicator=rate.indicator.id,
        reading=rate.reading,
        view=asked.view.value,
        finish=asked.finish.value,
        start=asked.period.start,
        end=asked.period.end,
        cutoff=asked.cutoff,
        scope=scope,
        n=len(numerator),
        d=len(denominator),
        value=value,
        few=rate.few,
        numerator=numerator,
        denominator=denominator,
        excluded=excluded,
        code_version=CODE_VERSION,
        created_by=created_by,
        digest=hashlib.sha256(written.encode()).hexdigest(),
    )


def moment_told(moment: datetime) -> str:
    """The same for the same moment, in whatever time zone it is told."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return str((moment - datetime.fromisoformat("1970-01-01T00:00:00+00:00")).total_seconds())


def same(kept: EvidenceSnapshot, again: EvidenceSnapshot) -> bool:
    """Whether a value computed again is the one that was kept."""
    return kept.digest == again.digest


class Changes(NamedTuple):
    """What came to a list of cases, and what went from it, between two snapshots."""

    numerator_new: tuple[str, ...]
    numerator_gone: tuple[str, ...]
    denominator_new: tuple[str, ...]
    denominator_gone: tuple[str, ...]


def changes(before: EvidenceSnapshot, after: EvidenceSnapshot) -> Changes:
    """What is different. Raises ValueError for snapshots of different indicators, scopes or periods: those are not compared."""
    asked = [(s.indicator, s.reading, s.view, s.finish, s.start, s.end, s.scope) for s in (before, after)]
    if asked[0] != asked[1]:
        raise ValueError("snapshots of different questions")
    n, m = set(before.numerator), set(after.numerator)
    d, e = set(before.denominator), set(after.denominator)
    return Changes(*(tuple(sorted(ids)) for ids in (m - n, n - m, e - d, d - e)))


class Verdict(StrEnum):
    """Whether a claim and the computed value can both hold."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """Three numbers that stay three: the target, what a report claims (the interval that its printed digits stand for), and what was
    computed. None: not there."""

    target: Decimal | None
    claimed: Interval | None
    computed: Decimal | None

    @property
    def verdict(self) -> Verdict:
        if self.claimed is None or self.computed is None:
            return Verdict.UNKNOWN
        return Verdict.AGREES if self.claimed.low <= self.computed <= self.claimed.high else Verdict.DIFFERS

    @property
    def gap(self) -> Decimal | None:
        """How far the claim is from the computed value at least, with its sign; 0 where they agree."""
        if self.claimed is None or self.computed is None:
            return None
        if self.computed < self.claimed.low:
            return self.claimed.low - self.computed
        return min(Decimal(0), self.claimed.high - self.computed)


def unit_cost(amount: Decimal | None, number: int | None) -> Decimal | None:
    """Yuan for each; None (不可计算) where no budget line is linked, nothing was counted, or there was none: never 0."""
    return None if amount is None or not number or number < 0 else _DIGITS.divide(amount, Decimal(number))


class Zero(NamedTuple):
    """What a "零新增" rests on. ``holds`` None: nobody looked closely enough to tell. ``most``: as much as there may be (95 %)."""

    holds: bool | None
    most: Decimal | None


def zero(
    cases: int, coverage: Decimal | None, samples: int, found: int, *, least_coverage: Decimal = Decimal("0.9")
) -> Zero:
    """Whether none is none: no case, patrols that covered at least so much (fractions), and samples that found nothing."""
    if cases or found:
        return Zero(False, None)
    if coverage is None or coverage < least_coverage or samples <= 0:
        return Zero(None, None)
    return Zero(True, most_of_none(samples))
