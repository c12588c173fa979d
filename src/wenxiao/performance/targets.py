"""Performance targets (绩效目标): the form, what is wrong with it, what two versions of it differ in.

The values stand in ``target_form`` and the checks in ``target_checks``; this is the door to both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from wenxiao.performance.regime import Regime
from wenxiao.performance.remarks import Remark
from wenxiao.performance.target_checks import remarks
from wenxiao.performance.target_form import Indicator, Nature, Scoring, TargetSet, expected_weight, level_sums

__all__ = [
    "Difference", "Indicator", "Nature", "Scoring", "TargetSet", "check", "differences", "expected_weight", "level_sums",
]  # fmt: skip


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


def check(target_set: TargetSet, regime: Regime, core: Iterable[str] = ()) -> list[Remark]:
    """What is wrong with a target form, worth explaining or worth asking; see ``target_checks``.

    ``core``: names of the core indicators (核心指标) that a project of this class must have. A remark's ``field`` is ``goal``,
    ``indicators`` or ``<key>.<field>``.
    """
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
