"""What a printed number is: a span, a value exactly as printed, and the interval it stands for."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from wenxiao.quantities.record import record


class Span(NamedTuple):
    """Half-open range of code points, ``text[start:end]``."""

    start: int
    end: int


class Interval(NamedTuple):
    """Closed interval of the values that a printed number may stand for."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: object) -> Interval:
        if not isinstance(other, Interval):
            return NotImplemented
        return Interval(self.low + other.low, self.high + other.high)

    def minus(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def times(self, other: Interval) -> Interval:
        corners = [a * b for a in self for b in other]
        return Interval(min(corners), max(corners))

    def over(self, other: Interval) -> Interval | None:
        """Quotient, or None where the divisor may be zero: undefined is undefined."""
        if other.low <= 0 <= other.high:
            return None
        corners = [a / b for a in self for b in other]
        return Interval(min(corners), max(corners))


@record
class Quantity:
    """A printed quantity.

    ``kind`` is money, percent, count, area, length, mass, volume, duration, score or other. ``value`` is the number before
    its unit as printed (196.9 for 196.9万公斤; the upper end of a range); ``normalized`` is the value in ``base_unit`` (CNY,
    fraction, m2, m, kg, m3; counts in ones; CNY/人·月 for a rate). ``interval`` is what the printed digits can stand for, in
    ``base_unit``; ``intervals`` says how. ``approximate``: a range, or words beside the number loosen it (约, 近, 余, 多, 以上).
    """

    start: int
    end: int
    kind: str
    value: Decimal
    unit: str
    decimals: int
    normalized: Decimal
    base_unit: str
    interval: Interval
    approximate: bool = False
    counter: str = ""  # for counts the counter word alone (个, 座, 人); for a 万户 count still 户

    def __hash__(self) -> int:
        """No two quantities of a text stand at one place; the hash of a Decimal is slow."""
        return hash((self.start, self.end))

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)
