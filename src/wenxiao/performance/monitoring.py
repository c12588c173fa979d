"""Monitoring (绩效监控): the lights of money and of indicators (双监控), by the bands of the regime."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from wenxiao.performance.regime import Regime
from wenxiao.performance.regime import regime as named
from wenxiao.performance.scoring import answered
from wenxiao.performance.target_form import Indicator, Nature
from wenxiao.performance.terms import term_en
from wenxiao.quantities.paper import plain, rounded, shown

HUNDRED = Decimal(100)


class Light(StrEnum):
    """A light, best first. ``zh`` and ``en`` are its names on a page."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"

    @property
    def zh(self) -> str:
        return {"green": "绿灯", "yellow": "黄灯", "red": "红灯"}[self.value]

    @property
    def en(self) -> str:
        return self.value

    @property
    def rank(self) -> int:
        """0 for the best."""
        return tuple(Light).index(self)


def pace(rate: Decimal | None, month: int) -> Decimal | None:
    """Execution against the time gone: rate ÷ (month ÷ 12) as a fraction. Raises ValueError for no month of a year."""
    if not 1 <= month <= 12:
        raise ValueError(f"{month} is no month")
    return None if rate is None else rate * 12 / month


def light(rate: Decimal | None, month: int, regime: Regime) -> Light | None:
    """The light of an execution rate (a fraction) at the end of a month; None without a rate, or where the regime has no bands.

    The lowest band reaches down without end, so that a rate below zero is in it.
    """
    done = pace(rate, month)
    return _of(done, regime) if done is not None and regime.lights else None


def _of(done: Decimal, regime: Regime) -> Light:
    """The light of the band that a pace is in."""
    return Light(next((band for band in regime.lights if done >= band.low), regime.lights[-1]).color)


def light_how(rate: Decimal | None, month: int, regime: Regime) -> tuple[str, str]:
    """The arithmetic of ``light``, zh and en: 35.00% ÷ (7 ÷ 12) = 60.00%，黄灯."""
    done, lit = pace(rate, month), light(rate, month, regime)
    if rate is None or done is None:
        return "没有预算执行率，无法判断", "no execution rate, so there is no light"
    if lit is None:
        return "所用规则没有规定分档", "the rules in use have no bands"

    result = shown(done * HUNDRED, lambda printed: _of(printed / HUNDRED, regime) is lit, 2)
    places = len(result.partition(".")[2])
    # With so many digits the division, done again, gives what is printed.
    value = shown(rate * HUNDRED, lambda printed: f"{rounded(printed * 12 / month, places):f}" == result, 2)
    said = f"{value}% ÷ ({month} ÷ 12) = {result}%"
    bands = [band.low for band in regime.lights]
    at = next(n for n, band in enumerate(regime.lights) if band.color == lit.value)
    if at + 1 < len(bands):
        floor = plain(bands[at] * HUNDRED)
        return f"{said}，不低于 {floor}%，{lit.zh}", f"{said}, {floor}% or more: {lit.en}"
    above = plain(bands[at - 1] * HUNDRED) if at else ""
    return (
        f"{said}，" + (f"低于 {above}%，" if at else "") + lit.zh,
        said + (f", below {above}%" if at else "") + f": {lit.en}",
    )


def indicator_light(label: str | None, regime: Regime | None = None) -> Light | None:
    """The light of an indicator by the label of its answer; None without one, or for one that the regime does not know."""
    said = answered(label, (regime or named()).answers) if label else None
    return None if said is None else Light(said.light)


class Likelihood(StrEnum):
    """完成目标可能性: what the unit expects of an indicator by the end of the year. ``zh`` and ``en`` are its names on a page."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"

    @property
    def zh(self) -> str:
        return {"certain": "确定能", "possible": "有可能", "impossible": "完全不可能"}[self.value]

    @property
    def en(self) -> str:
        return self.value

    @property
    def light(self) -> Light:
        return {"certain": Light.GREEN, "possible": Light.YELLOW, "impossible": Light.RED}[self.value]


def met(indicator: Indicator, value: Decimal | None) -> bool | None:
    """Whether a value meets the target of a quantitative indicator; None where it cannot be told."""
    low, high = indicator.target, indicator.upper
    if value is None or low is None or indicator.nature is Nature.QUALITATIVE:
        return None
    if indicator.nature is Nature.RANGE:
        return None if high is None else low <= value <= high
    if indicator.nature is Nature.AT_MOST or (indicator.nature is Nature.EQUAL and low == 0):
        return value <= low
    return value >= low


def expected_light(
    indicator: Indicator, forecast: Decimal | None, likelihood: Likelihood | None, label: str, regime: Regime
) -> tuple[Light | None, str, str]:
    """The light of an indicator by what the unit expects of it, and the sentence of how, zh and en.

    A qualitative one is lit by the label of its answer. Any other by its likelihood; one that is called certain while the
    forecast misses the target is yellow.
    """
    if indicator.nature is Nature.QUALITATIVE:
        lit = indicator_light(label, regime)
        return (
            (lit, f"“{label}”，{lit.zh}", f"“{term_en(label) or label}”: {lit.en}")
            if lit
            else (None, "没有选择完成情况", "no answer was chosen")
        )
    if likelihood is None:
        return None, "没有填写完成可能性", "no likelihood was chosen"
    lit = likelihood.light
    if lit is Light.GREEN and met(indicator, forecast) is False and forecast is not None:
        expected = f"{plain(forecast)}{indicator.unit}"
        return (
            Light.YELLOW,
            f"全年预计 {expected}，未达到 {indicator.wanted}，黄灯",
            f"the forecast of {expected} misses {indicator.wanted}: yellow",
        )
    return lit, f"“{likelihood.zh}”完成，{lit.zh}", f"reaching it is {likelihood.en}: {lit.en}"


def overall(lights: Iterable[Light | None]) -> Light | None:
    """The worst of several lights. While one is not known only red is certain, so otherwise None; None for no lights."""
    every = tuple(lights)
    known = [one for one in every if one is not None]
    worst = max(known, key=lambda one: one.rank, default=None)
    return worst if worst is Light.RED or len(known) == len(every) else None
