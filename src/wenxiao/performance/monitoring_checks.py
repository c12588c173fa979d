"""The checks of an entered monitoring report (绩效目标执行监控表): its money against the ledger, each indicator against its target,
the forecast against what is reached, this round against the one before. ``remarks`` is the way in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from wenxiao.performance.indicator_words import says_nothing
from wenxiao.performance.ledger import Position, in_yuan
from wenxiao.performance.monitoring import HUNDRED, Light, Likelihood, light, met
from wenxiao.performance.regime import Regime
from wenxiao.performance.remarks import Remark, error, warning
from wenxiao.performance.target_form import Indicator, Nature
from wenxiao.quantities.paper import plain, rounded

_RISING = (Nature.AT_LEAST, Nature.EQUAL)


@dataclass(frozen=True, slots=True)
class Told:
    """What a report tells of one indicator."""

    indicator: Indicator
    value: Decimal | None = None
    forecast: Decimal | None = None
    likelihood: Likelihood | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """What the last round before told: up to which month, and the values by the keys of the indicators."""

    month: int
    values: Mapping[str, Decimal]


def remarks(
    month: int,
    position: Position,
    expected: Decimal | None,
    rows: Iterable[Told],
    regime: Regime,
    before: Before | None = None,
) -> Iterator[Remark]:
    """Every remark on a report up to the end of ``month``: the money first, then indicator by indicator.

    ``position`` is that of the ledger at that day, ``expected`` the spending that the unit expects of the whole year. A
    remark's ``field`` is ``expected_spending`` or ``<key>.<field>``.
    """
    yield from _money(month, position, expected)
    for row in rows:
        if row.indicator.nature is not Nature.QUALITATIVE:
            yield from _outlook(row)
            yield from _progress(month, row, regime, before)
        if row.explanation.strip() and says_nothing(row.explanation):
            name, words = row.indicator.name, row.explanation.strip()
            yield warning(
                f"{row.indicator.key}.explanation",
                f"“{name}”的原因说明为“{words}”，没有说明偏差原因",
                f"The explanation of “{name}” is “{words}” and explains nothing",
            )


def _money(month: int, position: Position, expected: Decimal | None) -> Iterator[Remark]:
    """The year's expected spending beside what is paid already, and beside the budget."""
    if expected is None:
        return
    paid, budget = position.paid, position.revised
    if paid is not None and expected < paid:
        yield error(
            "expected_spending",
            f"全年预计执行数 {in_yuan(expected)} 元，小于台账 1—{month}月已支付的 {in_yuan(paid)} 元，相差 {in_yuan(paid - expected)} 元",
            f"The expected spending of the year, {in_yuan(expected)} yuan, is below the {in_yuan(paid)} yuan that the ledger has as paid "
            f"up to month {month}: {in_yuan(paid - expected)} yuan less",
        )
    if budget is not None and expected > budget:
        yield warning(
            "expected_spending",
            f"全年预计执行数 {in_yuan(expected)} 元，超过全年预算 {in_yuan(budget)} 元，相差 {in_yuan(expected - budget)} 元",
            f"The expected spending of the year, {in_yuan(expected)} yuan, is above the budget of {in_yuan(budget)} yuan: "
            f"{in_yuan(expected - budget)} yuan more",
        )


def _outlook(row: Told) -> Iterator[Remark]:
    """The forecast beside the likelihood: what is expected and what is called possible cannot differ."""
    one, reaches = row.indicator, met(row.indicator, row.forecast)
    if reaches is None or row.likelihood is None or row.forecast is None:
        return
    forecast = f"{plain(row.forecast)}{one.unit}"
    if reaches and row.likelihood is Likelihood.IMPOSSIBLE:
        yield error(
            f"{one.key}.likelihood",
            f"“{one.name}”全年预计 {forecast}，达到指标值 {one.wanted}，完成可能性却为“{row.likelihood.zh}”",
            f"“{one.name}” is forecast at {forecast}, which reaches {one.wanted}, and is called impossible to reach",
        )
    if not reaches and row.likelihood is Likelihood.CERTAIN:
        yield warning(
            f"{one.key}.likelihood",
            f"“{one.name}”全年预计 {forecast}，达不到指标值 {one.wanted}，完成可能性却为“{row.likelihood.zh}”",
            f"“{one.name}” is forecast at {forecast}, which misses {one.wanted}, and is called certain to be reached",
        )


def _progress(month: int, row: Told, regime: Regime, before: Before | None) -> Iterator[Remark]:
    """What is reached so far, beside the forecast, the round before and the time gone."""
    one, value = row.indicator, row.value
    if value is None or not _adds_up(one):
        return
    reached = f"{plain(value)}{one.unit}"
    if row.forecast is not None and row.forecast < value:
        yield error(
            f"{one.key}.forecast",
            f"“{one.name}”1—{month}月已完成 {reached}，全年预计却只有 {plain(row.forecast)}{one.unit}",
            f"“{one.name}” is at {reached} up to month {month}, and the forecast of the year is only {plain(row.forecast)}{one.unit}",
        )
    last = before.values.get(one.key) if before is not None else None
    if before is not None and last is not None and value < last:
        yield error(
            f"{one.key}.value",
            f"“{one.name}”1—{before.month}月报 {plain(last)}{one.unit}，1—{month}月报 {reached}，累计数减少",
            f"“{one.name}” was at {plain(last)}{one.unit} up to month {before.month} and is at {reached} up to month {month}: "
            "what is counted from January cannot fall",
        )
    if one.target is None or one.target <= 0 or row.likelihood is not Likelihood.CERTAIN:
        return
    share = value / one.target
    if light(share, month, regime) is Light.RED:
        done, gone = (f"{rounded(part * HUNDRED, 2)}%" for part in (share, Decimal(month) / 12))
        yield warning(
            f"{one.key}.value",
            f"“{one.name}”1—{month}月完成 {reached}，为指标值 {one.wanted} 的 {done}，时间已过 {gone}，完成可能性为“{row.likelihood.zh}”；请说明",
            f"“{one.name}” is at {reached} up to month {month}, {done} of {one.wanted} with {gone} of the year gone, and is called "
            "certain to be reached; say how",
        )


def _adds_up(one: Indicator) -> bool:
    """Whether its value is a number that is counted from January on and can only grow (数量指标)."""
    return one.level2.startswith("数量") and one.nature in _RISING and not one.percent
