"""Made-up indicators, positions and packs for the tests of the cycle."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from wenxiao.performance.evaluation import Actual, Line
from wenxiao.performance.ledger import Kind, Position, position_of
from wenxiao.performance.line_scores import line
from wenxiao.performance.regime import Regime, regime
from wenxiao.performance.targets import Indicator, Nature, TargetSet

NATIONAL = regime()
RATIO = replace(NATIONAL, reverse="ratio")


def indicator(
    key: str = "a",
    nature: Nature = Nature.AT_LEAST,
    target: str | Decimal | None = "10",
    weight: str | int | Decimal = 10,
    **more: object,
) -> Indicator:
    said: dict[str, object] = {
        "level1": "产出指标", "level2": "数量指标", "name": f"指标{key}", "upper": None, "text": "", "unit": "场", "evidence": "台账",
    }  # fmt: skip
    wanted = None if target is None else Decimal(target)
    return Indicator(key=key, nature=nature, target=wanted, weight=Decimal(weight), **(said | more))  # type: ignore[arg-type]


def scored(of: Indicator, value: str | Decimal | None = None, pack: Regime = NATIONAL, **more: object) -> Line:
    actual = Actual(of.key, None if value is None else Decimal(value), **more)  # type: ignore[arg-type]
    return line(of, actual, pack)


def spent(paid: str | None, budget: str | None) -> Position:
    """A position of an approved budget and payments, in 万元."""
    said = {Kind.PAID: paid, Kind.APPROVED: budget}
    return position_of({kind: Decimal(amount) * 10_000 for kind, amount in said.items() if amount is not None})


def sound() -> TargetSet:
    """A target form that nothing is wrong with."""
    return TargetSet(
        "全年养护道路五十公里，群众出行更便捷",
        (
            indicator("a", name="养护里程", target="50", unit="公里", weight=30),
            indicator("b", level2="质量指标", name="验收合格率", target="95", unit="%", weight=20),
            indicator(
                "c", Nature.AT_MOST, "30", 30, level1="效益指标", level2="社会效益指标", name="通行时间", unit="分钟"
            ),
            indicator("d", level1="满意度指标", level2="服务对象满意度指标", name="村民满意度", target="90", unit="%"),
        ),
    )
