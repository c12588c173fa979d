"""The lights of a report (双监控): money from the ledger up to the end of the month, indicators by what the unit expects."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wenxiao.performance import ledger, monitoring
from wenxiao.performance.monitoring import Light, Likelihood
from wenxiao.performance.targets import Indicator
from wenxiao.web.core.regimes import regime_of
from wenxiao.web.core.say import say
from wenxiao.web.ledger.services import positions


@dataclass(frozen=True, slots=True)
class LitLine:
    """One indicator with what is reported of it, its light and how. ``share``: of the target that is reached, for the bar."""

    indicator: Indicator
    progress: Any
    light: Light | None
    zh: str
    en: str
    share: Decimal | None

    @property
    def how(self) -> str:
        return say(self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Lit:
    """A report's lights. ``even`` is the share of the year that is gone."""

    position: ledger.Position
    rate: ledger.Rate
    even: Decimal
    money: Light | None
    zh: str
    en: str
    lines: tuple[LitLine, ...]
    overall: Light | None

    @property
    def how(self) -> str:
        return say(self.zh, self.en)


def lit(report: Any) -> Lit:
    """The lights of one report as it stands."""
    regime, round_ = regime_of(report.year), report.round
    position = positions([report.year_id], round_.until)[report.year_id]
    rate = ledger.rate(position)
    money = monitoring.light(rate.value, round_.month, regime)
    zh, en = monitoring.light_how(rate.value, round_.month, regime)
    told = {row.key: row for row in report.progress.all()}
    lines = []
    for indicator in report.target_set.plain().indicators:
        row = told.get(indicator.key)
        if row is None:
            continue
        likelihood = Likelihood(row.likelihood) if row.likelihood else None
        light, how, how_en = monitoring.expected_light(indicator, row.forecast, likelihood, row.text, regime)
        lines.append(LitLine(indicator, row, light, how, how_en, share(indicator, row.value)))
    whole = monitoring.overall([money, *(line.light for line in lines)])
    return Lit(position, rate, Decimal(round_.month) / 12, money, zh, en, tuple(lines), whole)


def share(indicator: Indicator, value: Decimal | None) -> Decimal | None:
    """How much of the target is there, for a bar up to twice the target; None where there is nothing to draw."""
    if value is None or indicator.target is None or indicator.target <= 0:
        return None
    return min(max(value / indicator.target, Decimal(0)), Decimal(2))
