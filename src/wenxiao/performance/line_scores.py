"""The score of one line of a self-evaluation form, with the sentence of how it was reached.

A sentence holds to the last digit: what it prints, worked out again by hand and rounded half up, is what it says. A quotient
with more digits than one prints is therefore given with as many as it takes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from wenxiao.performance.evaluation_form import Actual, ExecutionLine, Line
from wenxiao.performance.indicator_words import other_scoring
from wenxiao.performance.ledger import Position, in_ten_thousands, rate
from wenxiao.performance.regime import Regime
from wenxiao.performance.remarks import Remark, error, warning
from wenxiao.performance.scoring import (
    Direction,
    Reverse,
    all_or_nothing,
    answered,
    band_of,
    band_score,
    deviation,
    execution_score,
    far_exceeded,
    in_band,
    indicator_score,
    qualitative_band,
    reached,
)
from wenxiao.performance.target_form import Indicator, Nature, Scoring
from wenxiao.performance.terms import term_en
from wenxiao.quantities.paper import plain, rounded, shown

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_DIRECTIONS = {Nature.AT_LEAST: Direction.HIGHER, Nature.AT_MOST: Direction.LOWER, Nature.EQUAL: Direction.EQUAL}
_NO_BANDS = (
    "满意度分档只用于以 % 为单位、≥ 或 = 的指标，无法计分",
    "bands are of percentages with ≥ or =, so there is no score",
)
_FULL, _FULL_EN = "达到目标，得满分", "target reached, full points: "


def line(indicator: Indicator, actual: Actual, regime: Regime) -> Line:
    """The line of one indicator."""
    if indicator.nature is Nature.QUALITATIVE:
        if indicator.scoring is Scoring.ALL_OR_NOTHING:
            made = _answered_or_nothing(indicator, actual, regime)
        else:
            made = _qualitative(indicator, actual, regime)
        return replace(made, remarks=(*made.remarks, *_worded(indicator, "answer")))
    made = _quantitative(indicator, actual, regime)
    asks = made.reached is False or _far(made, regime)
    remarks = (*_entered(indicator, actual), *_worded(indicator, "value"))
    return replace(made, asks_reason=asks, needs_reason=asks and not actual.explained, remarks=remarks)


def execution(position: Position, regime: Regime) -> ExecutionLine:
    """The line of 预算执行率: paid ÷ revised budget of the whole, at most the regime's points."""
    of, points = rate(position), regime.execution_weight
    if of.value is None or of.numerator is None or of.denominator is None:
        if of.denominator is None:
            zh, en = "没有全年预算，无法计算预算执行率", "no revised budget, so there is no execution rate"
        elif of.denominator <= 0:
            zh, en = "全年预算不大于 0，无法计算预算执行率", "the revised budget is not above 0: no execution rate"
        else:
            zh, en = "没有支付数，无法计算预算执行率", "nothing is recorded as paid, so there is no execution rate"
        return ExecutionLine(of, points, None, zh, en)
    score = None if points is None else execution_score(of.value, points)
    asks = of.value < regime.thresholds["low_execution"]
    value, low = of.value * HUNDRED, regime.thresholds["low_execution"] * HUNDRED
    above = value > HUNDRED

    def holds(printed: Decimal) -> bool:
        if (printed > HUNDRED) is not above or (printed < low) is not asks or (printed < 0) is not (value < 0):
            return False
        return score is None or points is None or above or execution_score(printed / HUNDRED, points) == score

    percent = shown(value, holds, 2)
    said = f"{in_ten_thousands(of.numerator)} ÷ {in_ten_thousands(of.denominator)} = {percent}%"
    zh, en = f"{of.name} {said}（÷{of.base}）", f"{of.name_en} {said} (of the {of.base_en})"
    if score is None or points is None:
        zh, en = f"{zh}，不计分", f"{en}, not scored"
    elif above:
        zh, en = f"{zh}，高于 100%，得满分{plain(points)}", f"{en}, above 100%: full points, {plain(points)}"
    elif value < 0:
        zh, en = f"{zh}，小于 0，得 0", f"{en}, below 0: 0"
    else:
        product = f"{plain(points)} × {percent}% = {plain(score)}"
        zh, en = f"{zh}，得 {product}", f"{en}: {product}"
    return ExecutionLine(of, points, score, zh, en, asks)


def _far(made: Line, regime: Regime) -> bool:
    """Whether a lower bound was exceeded so far that one asks why."""
    value, target = _value(made.indicator, made.actual), made.indicator.target
    if value is None or target is None or made.indicator.nature not in (Nature.AT_LEAST, Nature.EQUAL):
        return False
    return far_exceeded(value, target, made.indicator.percent, regime.thresholds["over_achieved"])


def _value(indicator: Indicator, actual: Actual) -> Decimal | None:
    """The value as entered, else from numerator and denominator."""
    return actual.value if actual.value is not None else actual.quotient(indicator.unit)


def _worded(indicator: Indicator, field: str) -> list[Remark]:
    """A warning where the words of the scoring say something else than the way it is scored."""
    said = other_scoring(indicator.name, indicator.method) if indicator.scoring is Scoring.PROPORTION else None
    return [] if said is None else [warning(f"{indicator.key}.{field}", *said)]


def _entered(indicator: Indicator, actual: Actual) -> list[Remark]:
    """What is wrong with what was entered for a quantitative indicator."""
    found, quotient = [], actual.quotient(indicator.unit)
    if actual.manual is not None:
        found.append(
            error(
                f"{indicator.key}.manual",
                f"“{indicator.name}”是定量指标，按规则计分，不能人工评分",
                f"“{indicator.name}” is quantitative and scored by rule; a score by hand does not count",
            )
        )
    if actual.denominator is not None and actual.denominator <= 0:
        found.append(
            error(
                f"{indicator.key}.denominator",
                f"“{indicator.name}”分母 {plain(actual.denominator)} 应大于 0",
                f"The denominator of “{indicator.name}” is {plain(actual.denominator)}; it must be above 0",
            )
        )
    if actual.value is not None and quotient is not None:
        exponent = actual.value.as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        if rounded(quotient, places) != actual.value:
            parts = f"{_parts(actual)} = {plain(rounded(quotient, max(places, 2)))}{indicator.unit}"
            found.append(
                error(
                    f"{indicator.key}.value",
                    f"“{indicator.name}”完成值 {plain(actual.value)}{indicator.unit}，按分子分母 {parts}，不能同时成立",
                    f"“{indicator.name}”: the value is {plain(actual.value)}{indicator.unit}, but {parts}: both cannot hold",
                )
            )
    return found


def _parts(actual: Actual) -> str:
    assert actual.numerator is not None  # a quotient was made of both
    assert actual.denominator is not None
    return f"{plain(actual.numerator)} ÷ {plain(actual.denominator)}"


def _quantitative(indicator: Indicator, actual: Actual, regime: Regime) -> Line:
    value, target = _value(indicator, actual), indicator.target
    if indicator.nature is Nature.RANGE:
        return _range(indicator, actual, value, regime)
    if target is None:
        return Line(indicator, actual, None, "没有指标值，无法计分", "no target, so there is no score")
    if value is None:
        return Line(indicator, actual, None, "没有完成值", "no actual value")
    if indicator.scoring is Scoring.BANDS:
        return _banded(indicator, actual, value, target, regime)
    return _against(indicator, actual, value, target, _DIRECTIONS[indicator.nature], regime)


def _range(indicator: Indicator, actual: Actual, value: Decimal | None, regime: Regime) -> Line:
    low, high = indicator.target, indicator.upper
    if low is None or high is None or low > high:
        return Line(indicator, actual, None, "区间上下限不全或颠倒，无法计分", "no proper range, so there is no score")
    if value is None:
        return Line(indicator, actual, None, "没有完成值", "no actual value")
    if indicator.scoring is Scoring.BANDS:
        return Line(indicator, actual, None, *_NO_BANDS)
    if value < low:
        return _against(indicator, actual, value, low, Direction.HIGHER, regime)
    if value > high:
        return _against(indicator, actual, value, high, Direction.LOWER, regime)
    lead = _lead(indicator, actual, value, lambda printed: low <= printed <= high)
    points = plain(indicator.weight)
    return Line(
        indicator, actual, indicator.weight,
        f"{lead}在区间内，得满分{points}", f"{lead}within the range, full points: {points}", reached=True, deviation=ZERO,
    )  # fmt: skip


def _against(
    indicator: Indicator, actual: Actual, value: Decimal, target: Decimal, way: Direction, regime: Regime
) -> Line:
    """The line of a value against one bound."""
    weight, reverse = indicator.weight, Reverse(regime.reverse)
    score, met = indicator_score(value, target, weight, way, reverse), reached(value, target, way)
    if way is Direction.EQUAL and target == 0:
        met = value <= 0
    off = deviation(value, target)
    if indicator.scoring is Scoring.ALL_OR_NOTHING:
        return _all_or_nothing(indicator, actual, value, target, way, met)
    if score is None:
        zh = f"指标值 {plain(target)} 不大于 0，不能按比例计分"
        en = f"the target {plain(target)} is not above 0, so there is no proportion"
    elif met:
        lead = _lead(indicator, actual, value, lambda printed: reached(printed, target, way))
        zh, en = f"{lead}{_FULL}{plain(weight)}", f"{lead}{_FULL_EN}{plain(weight)}"
        less = (
            None if off is None or way is Direction.LOWER else _deducted(value, target, weight, off, indicator, regime)
        )
        if less is not None:
            score, zh, en = less[0], lead + less[1], lead + less[2]
    elif indicator.scoring is Scoring.THRESHOLD and regime.threshold is None:
        score, zh, en = (
            None,
            "所用规则没有规定门槛，无法计分",
            "the rules in use set no threshold, so there is no score",
        )
    else:
        score, zh, en = _missed(indicator, actual, value, target, way, score, regime)
    return Line(indicator, actual, score, zh, en, met, off)


def _all_or_nothing(
    indicator: Indicator, actual: Actual, value: Decimal, target: Decimal, way: Direction, met: bool
) -> Line:
    """The line of a value that gets full points or none."""

    def holds(printed: Decimal) -> bool:
        return (printed <= 0 if way is Direction.EQUAL and target == 0 else reached(printed, target, way)) is met

    lead, points = _lead(indicator, actual, value, holds), plain(indicator.weight)
    if met:
        zh, en = f"{lead}{_FULL}{points}", f"{lead}{_FULL_EN}{points}"
    else:
        a, t = shown(value, holds, _places(value)), plain(target)
        zh = f"{lead}完成值 {a} 未达到指标值 {t}，直接赋分，得 0"
        en = f"{lead}the actual value {a} misses the target {t}, all or nothing: 0"
    score = all_or_nothing(met, indicator.weight)
    return Line(indicator, actual, score, zh, en, met, deviation(value, target))


def _banded(indicator: Indicator, actual: Actual, value: Decimal, target: Decimal, regime: Regime) -> Line:
    """The line of a percentage that gets the share of its band, whatever the target is."""
    if not indicator.banded:
        return Line(indicator, actual, None, *_NO_BANDS)
    band, score = band_of(value, regime.bands), band_score(value, indicator.weight, regime.bands)
    met, off = reached(value, target, Direction.HIGHER), deviation(value, target)
    if band is None or score is None:
        zh, en = "所用规则没有规定满意度分档，无法计分", "the rules in use set no bands, so there is no score"
        return Line(indicator, actual, None, zh, en, met, off)

    def holds(printed: Decimal) -> bool:
        return band_of(printed, regime.bands) is band

    lead, a = _lead(indicator, actual, value, holds), shown(value, holds, _places(value))
    at = regime.bands.index(band)
    low, high = plain(band.low * HUNDRED), plain(regime.bands[at - 1].low * HUNDRED) if at else ""
    if not at:
        zh, en = f"{a}% 不低于 {low}%", f"{a}% is {low}% or more"
    elif band.low > 0:
        zh, en = f"{a}% 在 {low}%（含）至 {high}% 之间", f"{a}% lies from {low}% up to, not with, {high}%"
    else:
        zh, en = f"{a}% 低于 {high}%", f"{a}% is below {high}%"
    product = f"{plain(indicator.weight)} × {plain(band.share * HUNDRED)}% = {plain(score)}"
    return Line(indicator, actual, score, f"{lead}{zh}，得 {product}", f"{lead}{en}: {product}", met, off)


def _line(indicator: Indicator, regime: Regime) -> Decimal | None:
    """The share of the target below which an indicator scores nothing; None where there is no such line."""
    return regime.threshold if indicator.scoring is Scoring.THRESHOLD else regime.pass_line


def _missed(
    indicator: Indicator,
    actual: Actual,
    value: Decimal,
    target: Decimal,
    way: Direction,
    score: Decimal,
    regime: Regime,
) -> tuple[Decimal, str, str]:
    """Score and sentence of a target that was missed."""
    weight, reverse, line_ = indicator.weight, Reverse(regime.reverse), _line(indicator, regime)
    share = _share(value, target, way, reverse)
    below = line_ is not None and share < line_

    def holds(printed: Decimal) -> bool:
        return (
            not reached(printed, target, way)
            and indicator_score(printed, target, weight, way, reverse) == score
            and (line_ is None or (_share(printed, target, way, reverse) < line_) is below)
        )

    lead = _lead(indicator, actual, value, holds)
    a = shown(value, holds, _places(value))
    t, w = plain(target), plain(weight)
    if way is not Direction.LOWER:
        expression, none, none_en = f"{a} ÷ {t} × {w}", f"完成值 {a} 不大于 0", f"the actual value {a} is not above 0"
    elif target == 0:
        expression, none, none_en = "", f"指标值为 0，完成值 {a}", f"the target is 0, the actual value {a}"
    elif reverse is Reverse.RATIO:
        expression, none, none_en = f"{t} ÷ {a} × {w}", "", ""
    else:
        expression = f"{w} × (1 − ({a} − {t}) ÷ {t})"
        none = f"完成值 {a} 不低于指标值 {t} 的 2 倍（{plain(2 * target)}）"
        none_en = f"the actual value {a} is twice the target {t} or more ({plain(2 * target)})"
    if share <= 0:
        return ZERO, f"{lead}{none}，得 0", f"{lead}{none_en}: 0"
    if below and line_ is not None:
        printed_share = _share(Decimal(a), target, way, reverse)
        part = shown(printed_share * HUNDRED, lambda printed: printed < line_ * HUNDRED, 2)
        scale = expression.removesuffix(f" × {w}").removeprefix(f"{w} × ")
        floor = plain(line_ * HUNDRED)
        of, of_en = ("门槛", "threshold") if indicator.scoring is Scoring.THRESHOLD else ("及格线", "pass line")
        return (
            ZERO,
            f"{lead}{scale} = {part}%，低于{of} {floor}%，得 0",
            f"{lead}{scale} = {part}%, below the {of_en} of {floor}%: 0",
        )
    said = f"{lead}{expression} = {plain(score)}"
    return score, said, said


def _share(value: Decimal, target: Decimal, way: Direction, reverse: Reverse) -> Decimal:
    """The share of the points that a missed target earns, before rounding; not above 0 is nothing."""
    if way is not Direction.LOWER:
        return value / target
    if target == 0:
        return ZERO
    return target / value if reverse is Reverse.RATIO else ONE - (value - target) / target


def _deducted(
    value: Decimal, target: Decimal, weight: Decimal, off: Decimal, indicator: Indicator, regime: Regime
) -> tuple[Decimal, str, str] | None:
    """What is left of the points of a target far exceeded, where the regime takes something away; else None."""
    factor, threshold = regime.over_deduction, regime.thresholds["over_achieved"]
    if factor is None or not far_exceeded(value, target, indicator.percent, threshold):
        return None

    def left(of: Decimal) -> Decimal:
        return rounded(max(ZERO, weight * (ONE - factor * (of - threshold))), 2)

    score = left(off)
    over = shown(off * HUNDRED, lambda printed: printed > threshold * HUNDRED and left(printed / HUNDRED) == score, 2)
    floor, points, share = plain(threshold * HUNDRED), plain(weight), plain(factor)
    product = f"{points} × (1 − {share} × ({over}% − {floor}%))"
    zh, en = f"超出指标值 {over}%，高于 {floor}%，", f"{over}% above the target, more than {floor}%: "
    if score == 0:
        return score, f"{zh}扣完，得 0", f"{en}nothing is left, 0"
    return score, f"{zh}{product} = {plain(score)}", f"{en}{product} = {plain(score)}"


def _places(value: Decimal) -> int:
    """The decimals of a value that was entered, 2 of one that has many."""
    exponent = value.normalize().as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return digits if digits <= 6 else 2


def _lead(indicator: Indicator, actual: Actual, value: Decimal, holds: Callable[[Decimal], bool]) -> str:
    """The division that a value comes from, as the beginning of a sentence; empty for a value entered as such."""
    if actual.value is not None:
        return ""
    return f"{_parts(actual)} = {shown(value, holds, _places(value))}{indicator.unit}，"


def _answered_or_nothing(indicator: Indicator, actual: Actual, regime: Regime) -> Line:
    """The line of a qualitative indicator that gets full points with the best answer and none with any other."""
    made = _qualitative(indicator, replace(actual, manual=None), regime)
    if made.band is None:  # no answer, or none of those known
        return replace(made, actual=actual)
    best, answer = bool(made.reached), answered(actual.answer, regime.answers)
    assert answer is not None  # it has a band
    score = all_or_nothing(best, indicator.weight)
    label, points = answer.label, plain(score or ZERO)
    remarks = []
    if actual.manual is not None:
        remarks.append(
            error(
                f"{indicator.key}.manual",
                f"“{indicator.name}”按直接赋分计分，不能人工评分",
                f"“{indicator.name}” is scored all or nothing; a score by hand does not count",
            )
        )
    return Line(
        indicator, actual, score,
        f"“{label}”，直接赋分，得 {points}", f"“{term_en(label) or label}”, all or nothing: {points}",
        best, None, not best and not actual.explained, not best, None, tuple(remarks),
    )  # fmt: skip


def _qualitative(indicator: Indicator, actual: Actual, regime: Regime) -> Line:
    """The line of a qualitative indicator: by hand, within the band of the answer, with a reason."""
    if not actual.answer:
        return Line(indicator, actual, None, "没有选择完成情况", "no answer was chosen")
    answer = answered(actual.answer, regime.answers)
    band = qualitative_band(actual.answer, indicator.weight, regime.answers)
    if answer is None or band is None:
        known = "、".join(each.label for each in regime.answers)
        zh, en = f"“{actual.answer}”不是可选的完成情况", f"“{actual.answer}” is none of the answers"
        known_en = f"{en}: {known}"
        remark = error(f"{indicator.key}.answer", f"{zh}（{known}）", known_en)
        return Line(indicator, actual, None, zh, en, remarks=(remark,))
    best, top = answer is regime.answers[0], band.high == indicator.weight
    zh = f"“{answer.label}”可得 {plain(band.low)} 分起，" + (
        f"至 {plain(band.high)} 分" if top else f"不到 {plain(band.high)} 分"
    )
    en = f"“{term_en(answer.label) or answer.label}” allows {plain(band.low)} points" + (
        f" to {plain(band.high)}" if top else f" up to, not with, {plain(band.high)}"
    )
    asks = actual.manual is not None or not best
    score, remarks = None, []
    if actual.manual is None:
        zh, en = f"{zh}，尚未评分", f"{en}; not scored yet"
    elif not in_band(actual.answer, actual.manual, indicator.weight, regime.answers):
        remarks.append(
            error(
                f"{indicator.key}.manual",
                f"{zh}，不能评 {plain(actual.manual)} 分",
                f"{en}, not {plain(actual.manual)}",
            )
        )
        zh, en = remarks[0].text_zh, remarks[0].text_en
    elif not actual.explained:
        remarks.append(
            error(
                f"{indicator.key}.reason",
                f"“{indicator.name}”人工评分没有写理由",
                f"The score by hand of “{indicator.name}” has no reason",
            )
        )
        zh, en = (
            f"{zh}，评 {plain(actual.manual)} 分，没有写理由，不计",
            f"{en}; {plain(actual.manual)} by hand, without a reason, does not count",
        )
    else:
        score = actual.manual
        zh, en = f"{zh}，人工评分 {plain(score)}", f"{en}; scored by hand: {plain(score)}"
    return Line(
        indicator, actual, score, zh, en, best, None,
        asks and not actual.explained, asks, band, tuple(remarks),
    )  # fmt: skip
