"""Performance targets (绩效目标): indicators, the set of a project-year, what is wrong with it, what two versions differ in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum

from wenxiao.performance.regime import Regime
from wenxiao.performance.remarks import Remark
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


@dataclass(frozen=True, slots=True)
class Indicator:
    """One third-level indicator. ``key`` names it through all versions.

    ``target`` is in ``unit`` (95 for 95 %); of a range it is the lower bound and ``upper`` the upper one. ``text`` is the
    target of a qualitative one. ``weight`` in points; ``method`` 评分方法, ``evidence`` 佐证来源 as entered.
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


@dataclass(frozen=True, slots=True)
class Difference:
    """What two versions differ in. ``key`` is the indicator's, empty for the goal; ``field`` the name of the field.

    ``field`` is ``added`` (``after`` is its name) or ``removed`` (``before`` is its name) for a whole indicator, and
    ``order`` (keys of both, without key) where those that stayed stand in another order.
    """

    key: str
    field: str
    before: object
    after: object


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


def check(target_set: TargetSet, regime: Regime, core: Iterable[str] = ()) -> list[Remark]:
    """What is wrong with a target form, worth explaining or worth asking; see ``target_checks``.

    ``core``: names of the core indicators (核心指标) that a project of this class must have. A remark's ``field`` is ``goal``,
    ``indicators`` or ``<key>.<field>``.
    """
    from wenxiao.performance.target_checks import remarks

    return list(remarks(target_set, regime, tuple(core)))


def differences(old: TargetSet, new: TargetSet) -> list[Difference]:
    """What the new version changes, indicators matched by key: the goal, then in the new order, then what was removed."""
    return list(_differences(old, new))


def _differences(old: TargetSet, new: TargetSet) -> Iterator[Difference]:
    if old.goal != new.goal:
        yield Difference("", "goal", old.goal, new.goal)
    before, after = ({indicator.key: indicator for indicator in one.indicators} for one in (old, new))
    for key, indicator in after.items():
        if key not in before:
            yield Difference(key, "added", None, indicator.name)
            continue
        for field in fields(Indicator):
            was, now = getattr(before[key], field.name), getattr(indicator, field.name)
            if was != now:
                yield Difference(key, field.name, was, now)
    for key, indicator in before.items():
        if key not in after:
            yield Difference(key, "removed", indicator.name, None)
    stayed = [key for key in before if key in after], [key for key in after if key in before]
    if stayed[0] != stayed[1]:
        yield Difference("", "order", tuple(stayed[0]), tuple(stayed[1]))
