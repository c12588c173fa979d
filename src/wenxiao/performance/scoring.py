"""The arithmetic of scores (评分): pure functions on decimals. What is undefined is None, never 0 or full marks.

Two decimals, half up, as the forms print them (176.69 of 200 is 88.345 %, which is 88.35 %). The rules are those of the
self-evaluation under 财预〔2020〕10号; where places differ (反向指标), the regime pack says which formula holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from wenxiao.performance.regime import Answer, Band, Grade, regime
from wenxiao.quantities.model import Interval
from wenxiao.quantities.paper import rounded

ZERO, ONE = Decimal(0), Decimal(1)


class Direction(StrEnum):
    """Which side of the target is good (指标性质)."""

    HIGHER = "higher"  # 正向 ≥
    LOWER = "lower"  # 反向 ≤
    EQUAL = "equal"  # = : short of it scores in proportion, above it in full


class Reverse(StrEnum):
    """How an indicator scores that came out above an upper bound; places differ."""

    LINEAR = "linear"  # w × (1 − (a − t) ÷ t), nothing from 2t on
    RATIO = "ratio"  # w × t ÷ a


#: The answers of a qualitative indicator (定性指标) in the default regime, with the share of the points that each may get.
QUALITATIVE: Mapping[str, tuple[Decimal, Decimal]] = {
    answer.label: (answer.low, answer.high) for answer in regime().answers
}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a score: its points, and what it got. ``score`` is None where it is not known; it lies in ``band`` then, where
    an answer allows only a part of the points."""

    name: str
    points: Decimal
    score: Decimal | None
    band: Interval | None = None

    @property
    def span(self) -> tuple[Decimal, Decimal]:
        """The least and the most that it can get."""
        if self.score is not None:
            return self.score, self.score
        return (self.band.low, self.band.high) if self.band else (ZERO, self.points)


@dataclass(frozen=True, slots=True)
class Score:
    """Total of a form. ``low`` and ``high`` are the least and the most it can be; both are the total when all is known."""

    items: tuple[Item, ...]
    points: Decimal
    low: Decimal
    high: Decimal

    @property
    def total(self) -> Decimal | None:
        return self.low if self.low == self.high else None


def total(items: Iterable[Item]) -> Score:
    """The sum of the items; one without a score counts from the least to the most that it can get."""
    every = tuple(items)
    points = sum((item.points for item in every), ZERO)
    low = sum((item.span[0] for item in every), ZERO)
    high = sum((item.span[1] for item in every), ZERO)
    return Score(every, points, low, high)


def execution_rate(spent: Decimal | None, budget: Decimal | None) -> Decimal | None:
    """预算执行率: spent ÷ the year's budget, as a fraction; None without a budget, or where either is not stated."""
    if spent is None or budget is None or budget <= 0:
        return None
    return spent / budget


def execution_score(rate: Decimal | None, points: Decimal) -> Decimal | None:
    """min(points, points × rate): a rate above 100 % earns no more than the points."""
    return None if rate is None else rounded(max(ZERO, min(points, points * rate)), 2)


def deviation(actual: Decimal, target: Decimal) -> Decimal | None:
    """偏离度: (actual − target) ÷ target as a fraction; None for a target of zero."""
    return None if not target else (actual - target) / abs(target)


def far_exceeded(actual: Decimal, target: Decimal, percent: bool, threshold: Decimal) -> bool:
    """Whether a lower bound was exceeded by more than ``threshold``, so far that one asks why.

    A difference of one is never far, nor is a percentage (``percent``, values such as 96) up to 100.
    """
    over = deviation(actual, target)
    if over is None or target < 0:
        return False
    return over > threshold and actual - target > 1 and not (percent and actual <= 100)


def reached(actual: Decimal, target: Decimal, direction: Direction) -> bool:
    """Whether the actual value meets the target."""
    return actual <= target if direction is Direction.LOWER else actual >= target


def indicator_score(
    actual: Decimal | None,
    target: Decimal | None,
    points: Decimal,
    direction: Direction,
    reverse: Reverse = Reverse.LINEAR,
) -> Decimal | None:
    """Points of a quantitative indicator: full when reached, else in proportion.

    None where a value is missing, and where proportion has no meaning: a lower bound of zero or below, an upper bound
    of zero that was missed.
    """
    if actual is None or target is None:
        return None
    if direction is not Direction.LOWER and target <= 0:
        if direction is Direction.EQUAL and target == 0:
            return points if actual <= 0 else ZERO
        return None
    if reached(actual, target, direction):
        return points
    if direction is not Direction.LOWER:
        return rounded(max(ZERO, points * actual / target), 2)
    if target <= 0:
        return None if target < 0 else ZERO
    share = target / actual if reverse is Reverse.RATIO else ONE - (actual - target) / target
    return rounded(max(ZERO, points * share), 2)


def range_score(
    actual: Decimal | None,
    low: Decimal,
    high: Decimal,
    points: Decimal,
    reverse: Reverse = Reverse.LINEAR,
) -> Decimal | None:
    """Points of an indicator with a target range: full inside, outside as against the nearer bound."""
    if actual is None or low > high:
        return None
    if actual < low:
        return indicator_score(actual, low, points, Direction.HIGHER)
    return indicator_score(actual, high, points, Direction.LOWER, reverse)


def all_or_nothing(met: bool | None, points: Decimal) -> Decimal | None:
    """直接赋分: full points or none; None where it is not known whether the target was met."""
    if met is None:
        return None
    return points if met else ZERO


def band_of(percentage: Decimal | None, bands: Sequence[Band]) -> Band | None:
    """The band (满意度分档) in which a percentage (96 for 96 %) lies, below all the last; None without a percentage or bands."""
    if percentage is None or not bands:
        return None
    return next((band for band in bands if percentage >= band.low * 100), bands[-1])


def band_score(percentage: Decimal | None, points: Decimal, bands: Sequence[Band]) -> Decimal | None:
    """The share of the points that the band of a percentage gives."""
    band = band_of(percentage, bands)
    return None if band is None else rounded(points * band.share, 2)


def answered(label: str, answers: Sequence[Answer] | None = None) -> Answer | None:
    """The answer called so, by its label or another of its words; those of the default regime where none are given."""
    known = regime().answers if answers is None else answers
    return next((answer for answer in known if label == answer.label or label in answer.words), None)


def qualitative_band(answer: str, points: Decimal, answers: Sequence[Answer] | None = None) -> Interval | None:
    """The points that a qualitative answer allows; None for an answer that is not one of those known."""
    said = answered(answer, answers)
    return None if said is None else Interval(rounded(points * said.low, 2), rounded(points * said.high, 2))


def in_band(answer: str, score: Decimal, points: Decimal, answers: Sequence[Answer] | None = None) -> bool | None:
    """Whether a score is one that the answer allows: the upper bound belongs to the answer above, but for full points."""
    band = qualitative_band(answer, points, answers)
    if band is None:
        return None
    return band.low <= score < band.high or score == band.high == points


def grade(score: Decimal | None, bands: Sequence[Grade]) -> Grade | None:
    """The band of a total of 0 to 100; None without a score, without bands, or outside of 0 to 100."""
    if score is None or not 0 <= score <= 100:
        return None
    return next((band for band in bands if score >= band.low), None)


def grade_named(word: str | None, bands: Sequence[Grade]) -> Grade | None:
    """The band that a text calls by this word; None where no band is called so, or more than one."""
    named = [band for band in bands if word in band.words]
    return named[0] if len(named) == 1 else None
