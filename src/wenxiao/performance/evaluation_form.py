"""A self-evaluation form (自评表) as values: what was reached, what each line scores and how, the total."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from wenxiao.performance.indicator_words import says_nothing
from wenxiao.performance.ledger import Rate
from wenxiao.performance.regime import Grade
from wenxiao.performance.remarks import Remark
from wenxiao.performance.scoring import Score
from wenxiao.performance.target_form import Indicator
from wenxiao.quantities.model import Interval

#: The key of the line of 预算执行率 where lines are named by key.
EXECUTION = "execution"
_PARTS = {"%": Decimal(100), "％": Decimal(100), "‰": Decimal(1000)}


@dataclass(frozen=True, slots=True)
class Actual:
    """What was reached of one indicator, in its unit (96 for 96 %).

    ``numerator`` and ``denominator`` are kept where the value is a rate; the value follows from them where it is not given.
    ``answer`` is the label of a qualitative indicator, ``manual`` its score by hand, ``reason`` why (偏差原因, 评分理由).
    """

    key: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    answer: str = ""
    manual: Decimal | None = None
    reason: str = ""

    @property
    def explained(self) -> bool:
        """Whether the reason says anything."""
        return bool(self.reason.strip()) and not says_nothing(self.reason)

    def quotient(self, unit: str) -> Decimal | None:
        """Numerator ÷ denominator in ``unit``; None without both, or with a denominator of zero or below."""
        if self.numerator is None or self.denominator is None or self.denominator <= 0:
            return None
        return self.numerator * _PARTS.get(unit, Decimal(1)) / self.denominator


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of the form with its score.

    ``score`` is None where it is not known or undefined; ``how`` says how it was reached, or why there is none. ``reached``
    is None without a value. ``deviation`` (偏离度) is (actual − target) ÷ target as a fraction, of a range from the nearer
    bound. ``asks_reason``: the outcome must be explained; ``needs_reason``: it must, and is not. ``band``: the points that a
    qualitative answer allows. ``remarks``: what is wrong with what was entered.
    """

    indicator: Indicator
    actual: Actual
    score: Decimal | None
    how: str
    how_en: str
    reached: bool | None = None
    deviation: Decimal | None = None
    needs_reason: bool = False
    asks_reason: bool = False
    band: Interval | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def key(self) -> str:
        return self.indicator.key

    @property
    def name(self) -> str:
        return self.indicator.name

    @property
    def points(self) -> Decimal:
        return self.indicator.weight


@dataclass(frozen=True, slots=True)
class ExecutionLine:
    """预算执行率, scored from the total row only. ``points`` is None where the regime gives it none, and it is not scored.

    ``asks_reason``: the rate is below the regime's ``low_execution``; the form has one place for the reason, so what was
    said there is not kept here.
    """

    rate: Rate
    points: Decimal | None
    score: Decimal | None
    how: str
    how_en: str
    asks_reason: bool = False

    @property
    def key(self) -> str:
        return EXECUTION

    @property
    def name(self) -> str:
        return self.rate.name


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was scored. ``grade`` is None unless the total is known and its points are 100."""

    lines: tuple[Line, ...]
    execution: ExecutionLine
    total: Score
    grade: Grade | None

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """The remarks of all lines, in the order of the form."""
        return tuple(remark for line in self.lines for remark in line.remarks)

    @property
    def full_marks(self) -> bool:
        return self.total.total is not None and self.total.total == self.total.points
