"""The target form of a project-year (绩效目标申报表) as values: indicators and the points that they come to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from wenxiao.performance.regime import Regime
from wenxiao.quantities.paper import plain

HUNDRED = Decimal(100)
_PERCENT = ("%", "％")


class Nature(StrEnum):
    """指标性质: on which side of the target an indicator is good. ``sign`` is how forms print it."""

    AT_LEAST = "ge"
    AT_MOST = "le"
    EQUAL = "eq"
    RANGE = "range"
    QUALITATIVE = "qualitative"

    @property
    def sign(self) -> str:
        return {"ge": "≥", "le": "≤", "eq": "=", "range": "区间", "qualitative": "定性"}[self.value]


class Scoring(StrEnum):
    """评分方式 (财预〔2021〕101号): how an actual value becomes points. The regime pack says the numbers."""

    PROPORTION = "proportion"  # 按完成比例
    ALL_OR_NOTHING = "all_or_nothing"  # 直接赋分: full points or none
    THRESHOLD = "threshold"  # 按完成比例带门槛: in proportion, nothing below a share of the target
    BANDS = "bands"  # 满意度分档: a share of the points by the percentage itself

    @property
    def words(self) -> tuple[str, str]:
        """What it is called in Chinese and in English."""
        return _SCORINGS[self]


_SCORINGS = {
    Scoring.PROPORTION: ("按完成比例", "in proportion"),
    Scoring.ALL_OR_NOTHING: ("直接赋分", "all or nothing"),
    Scoring.THRESHOLD: ("按完成比例带门槛", "in proportion from a threshold on"),
    Scoring.BANDS: ("满意度分档", "bands of satisfaction"),
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One third-level indicator. ``key`` names it through all versions.

    ``target`` is in ``unit`` (95 for 95 %); of a range it is the lower bound and ``upper`` the upper one. ``text`` is the
    target of a qualitative one. ``weight`` in points; ``method`` 评分方法, ``evidence`` 佐证来源 as entered;
    ``scoring`` is the way it is scored, whatever ``method`` says.
    """

    key: str
    level1: str
    level2: str
    name: str
    nature: Nature
    target: Decimal | None
    upper: Decimal | None
    text: str
    unit: str
    weight: Decimal
    core: bool = False
    method: str = ""
    evidence: str = ""
    scoring: Scoring = Scoring.PROPORTION

    @property
    def banded(self) -> bool:
        """Whether it can be scored by bands: a percentage of which more is better."""
        return self.percent and self.nature in (Nature.AT_LEAST, Nature.EQUAL)

    @property
    def percent(self) -> bool:
        """Whether its values are percentages (96 for 96 %)."""
        return self.unit in _PERCENT

    @property
    def wanted(self) -> str:
        """The target as a form prints it: ≥95%, 10—20天, the words of a qualitative one; — where it is missing."""
        if self.nature is Nature.QUALITATIVE:
            return self.text or "—"
        low = "—" if self.target is None else plain(self.target)
        if self.nature is Nature.RANGE:
            return f"{low}—{'—' if self.upper is None else plain(self.upper)}{self.unit}"
        return f"{self.nature.sign}{low}{self.unit}"


@dataclass(frozen=True, slots=True)
class TargetSet:
    """The target form of a project-year: the overall goal (年度总体目标) and its indicators in the order of the form."""

    goal: str
    indicators: tuple[Indicator, ...]


def expected_weight(regime: Regime) -> Decimal | None:
    """What the weights of a target form come to: 100 − that of 预算执行率; None where the regime sets no such points."""
    if regime.target_weight is not None:
        return regime.target_weight
    return None if regime.execution_weight is None else HUNDRED - regime.execution_weight


def level_sums(target_set: TargetSet) -> dict[tuple[str, str], Decimal]:
    """Points by level: ``(level1, level2)`` and, with an empty second name, ``(level1, "")``; in the order of the form."""
    sums: dict[tuple[str, str], Decimal] = {}
    for indicator in target_set.indicators:
        for level in dict.fromkeys(((indicator.level1, ""), (indicator.level1, indicator.level2))):
            sums[level] = sums.get(level, Decimal(0)) + indicator.weight
    return sums
