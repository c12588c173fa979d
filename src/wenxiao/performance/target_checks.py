"""The checks of an entered target form (绩效目标申报表): weights, single indicators, the form as a whole.

They ask what the rules of family C ask of a document, in the same words and with the same thresholds, and what only a form
that is being filled in can be asked. ``targets.check`` is the way in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from wenxiao.performance import indicator_words as say
from wenxiao.performance.regime import Regime
from wenxiao.performance.remarks import Remark, error, note, warning
from wenxiao.performance.target_form import HUNDRED, Indicator, Nature, Scoring, TargetSet, expected_weight
from wenxiao.quantities.paper import plain

ZERO = Decimal(0)
_MONEY = ("元", "万元", "千元", "百万元", "亿元")


def remarks(target_set: TargetSet, regime: Regime, core: Sequence[str] = ()) -> Iterator[Remark]:
    """Every remark on a target form: the whole first, then indicator by indicator."""
    if not target_set.goal.strip():
        yield error("goal", "没有写年度总体目标", "The overall goal is missing")
    elif say.says_nothing(target_set.goal):
        yield error("goal", f"年度总体目标为“{target_set.goal}”", f"The overall goal says nothing: “{target_set.goal}”")
    if not target_set.indicators:
        yield error("indicators", "没有绩效指标", "There are no indicators")
        return
    yield from _weights(target_set, regime)
    yield from _form(target_set.indicators, regime, core)
    for indicator in target_set.indicators:
        yield from _single(indicator, regime)
    yield from _alike(target_set.indicators, regime)


def _weights(target_set: TargetSet, regime: Regime) -> Iterator[Remark]:
    """The sum of the points, and how they are split over the first level."""
    weights = [indicator.weight for indicator in target_set.indicators]
    for indicator in target_set.indicators:
        if indicator.weight <= 0:
            yield error(
                f"{indicator.key}.weight",
                f"“{indicator.name}”分值 {plain(indicator.weight)} 分，应大于 0",
                f"“{indicator.name}” has {plain(indicator.weight)} points; they must be above 0",
                "C03",
            )
    expected, whole = expected_weight(regime), sum(weights, ZERO)
    if expected is None:
        return
    if whole != expected:
        yield _sum(weights, whole, expected, regime)
        return
    split: dict[str, Decimal] = {}
    for indicator in target_set.indicators:
        level = say.first_level(indicator.level1)
        if level is None:
            yield note(
                f"{indicator.key}.level1",
                f"“{indicator.name}”的一级指标“{indicator.level1}”不是产出、效益、满意度或成本，无法核对一级指标分值",
                f"The first level “{indicator.level1}” of “{indicator.name}” is none of output, effect, satisfaction and cost",
                "C03",
            )
            return
        split[level] = split.get(level, ZERO) + indicator.weight
    said = say.other_split(split, regime)
    if said is not None:
        yield note("indicators", *said, "C03")


def _sum(weights: Sequence[Decimal], whole: Decimal, expected: Decimal, regime: Regime) -> Remark:
    """The points do not come to what the regime expects, with the sum and the difference."""
    added = " + ".join(plain(weight) for weight in weights) + f" = {plain(whole)}"
    gap = plain(abs(whole - expected))
    zh, en = ("少", "short") if whole < expected else ("多", "too many")
    base = base_en = ""
    if regime.target_weight is None and regime.execution_weight is not None:
        base = f"（100 − 预算执行率 {plain(regime.execution_weight)}）"
        base_en = f" (100 − {plain(regime.execution_weight)} for execution)"
    return error(
        "indicators",
        f"指标分值 {added}，应为 {plain(expected)} 分{base}，{zh} {gap} 分",
        f"The points are {added}; they should be {plain(expected)}{base_en}: {gap} {en}",
        "C03",
    )


def _form(indicators: Sequence[Indicator], regime: Regime, core: Sequence[str]) -> Iterator[Remark]:
    """The indicators as a whole: keys, classes, number, core indicators, evidence."""
    for key, count in Counter(indicator.key for indicator in indicators).items():
        if count > 1:
            yield error(f"{key}.key", f"指标编号“{key}”出现 {count} 次", f"The key “{key}” is used {count} times")
    levels = {say.first_level(indicator.level1) for indicator in indicators}
    # A class of its own may hide what is missing, so nothing is said then.
    if None not in levels:
        for level, en in (("产出", "output"), ("效益", "effect")):
            if level not in levels:
                yield warning("indicators", f"没有{level}指标", f"There is no indicator of {en}")
        if not any("满意" in i.level1 + i.level2 + i.name for i in indicators):
            optional = any("满意度" not in split for split in regime.weights)
            make = note if optional else warning
            yield make(
                "indicators",
                "没有满意度指标；没有服务对象的请说明，其分值计入效益",
                "There is no indicator of satisfaction; where nobody is served say so, its points go to benefit",
            )
    said = say.number_of([indicator.weight for indicator in indicators], regime)
    if said is not None:
        yield note("indicators", *said, "C23")
    names = {_bare(indicator.name) for indicator in indicators}
    for name in core:
        if _bare(name) not in names:
            yield error("indicators", f"缺少核心指标“{name}”", f"The core indicator “{name}” is missing")
    unproved = [indicator.name for indicator in indicators if not indicator.evidence.strip()]
    if unproved:
        yield note(
            "indicators",
            f"{len(unproved)} 项指标（{say.some(unproved)}）没有写佐证来源",
            f"{len(unproved)} indicators name no source of evidence",
        )


def _single(indicator: Indicator, regime: Regime) -> Iterator[Remark]:
    """One indicator by itself."""
    name = indicator.name
    if not name.strip():
        yield error(f"{indicator.key}.name", "指标没有名称", "An indicator has no name")
    if indicator.nature is Nature.QUALITATIVE:
        if not indicator.text.strip():
            yield error(f"{indicator.key}.text", f"“{name}”没有指标值", f"“{name}” has no target")
        elif say.says_nothing(indicator.text):
            yield error(f"{indicator.key}.text", *say.always_reached(name, indicator.text, indicator.weight), "C09")
    else:
        yield from _figure(indicator)
    yield from _scoring(indicator, regime)
    wrong = say.misplaced(_bare(name), indicator.level1, indicator.level2)
    if wrong is not None:
        make = note if wrong[1] else warning
        yield make(f"{indicator.key}.level2", *say.wrong_class(name, _class(indicator), wrong[0]), "C15")


def _scoring(indicator: Indicator, regime: Regime) -> Iterator[Remark]:
    """The way it is scored, against its words, its nature and what the regime sets."""
    name, place, scoring = indicator.name, f"{indicator.key}.scoring", indicator.scoring
    zh, en = scoring.words
    if scoring is Scoring.PROPORTION:
        said = say.other_scoring(name, indicator.method)
        if said is not None:
            yield warning(place, *said)
    elif scoring is not Scoring.ALL_OR_NOTHING and indicator.nature is Nature.QUALITATIVE:
        yield warning(
            place,
            f"“{name}”是定性指标，按完成情况评分，评分方式“{zh}”不起作用",
            f"“{name}” is qualitative and scored by its answer; the way “{en}” has no effect",
        )
    elif scoring is Scoring.BANDS and not indicator.banded:
        yield error(
            place,
            f"“{name}”不是以 % 为单位、≥ 或 = 的指标，不能用满意度分档计分",
            f"“{name}” is no percentage with ≥ or =: it cannot be scored by bands",
        )
    elif (scoring is Scoring.BANDS and not regime.bands) or (scoring is Scoring.THRESHOLD and regime.threshold is None):
        yield error(
            place,
            f"所用规则没有规定“{zh}”的数值，“{name}”无法计分",
            f"The rules in use set no numbers for “{en}”: “{name}” cannot be scored",
        )


def _figure(indicator: Indicator) -> Iterator[Remark]:
    """The target of a quantitative indicator."""
    name, target, place = indicator.name, indicator.target, f"{indicator.key}.target"
    if target is None:
        yield error(place, f"“{name}”没有指标值", f"“{name}” has no target")
        return
    if indicator.nature is Nature.RANGE:
        yield from _range(indicator, target)
    elif indicator.nature is Nature.AT_LEAST and target == 0:
        yield error(place, *say.always_reached(name, indicator.wanted, indicator.weight), "C09")
    elif target < 0:
        yield warning(
            place,
            f"“{name}”指标值为“{indicator.wanted}”，小于 0，不能按比例计分",
            f"“{name}” has the target {indicator.wanted}, below 0: it cannot be scored in proportion",
        )
    cost = "成本" in indicator.level1 + indicator.level2
    if cost and indicator.nature is Nature.AT_LEAST and say.is_spending(name, indicator.unit in _MONEY):
        yield error(f"{indicator.key}.nature", *say.lower_bound_of_cost(name, indicator.wanted), "C06")
    if not indicator.unit.strip():
        yield warning(f"{indicator.key}.unit", f"“{name}”没有度量单位", f"“{name}” has no unit")
    if indicator.percent and say.is_share(name) and max(target, indicator.upper or target) > HUNDRED:
        yield note(place, *say.above_the_whole(name, indicator.wanted), "C22")


def _range(indicator: Indicator, target: Decimal) -> Iterator[Remark]:
    if indicator.upper is None:
        yield error(
            f"{indicator.key}.upper",
            f"“{indicator.name}”为区间指标，没有上限",
            f"“{indicator.name}” has a range without an upper bound",
        )
    elif indicator.upper < target:
        yield error(
            f"{indicator.key}.upper",
            f"“{indicator.name}”区间上限 {plain(indicator.upper)} 小于下限 {plain(target)}",
            f"The upper bound {plain(indicator.upper)} of “{indicator.name}” is below the lower bound {plain(target)}",
        )


def _alike(indicators: Sequence[Indicator], regime: Regime) -> Iterator[Remark]:
    """What is told by several indicators together: words for figures, one figure for all, an indicator given twice."""
    most = regime.thresholds["qualitative_most"]
    vague = [i for i in indicators if i.nature is Nature.QUALITATIVE and say.is_vague(i.text)]
    hard = [i for i in vague if say.is_hard(i.level1 + i.level2)]
    soft = [i for i in vague if i not in hard]
    if hard:
        said = say.words_for_a_figure([i.name for i in hard], hard[0].text)
        yield warning(f"{hard[0].key}.text", *said, "C11")
    if len(soft) >= most:
        said = say.words_for_a_figure([i.name for i in soft], soft[0].text)
        yield note(f"{soft[0].key}.text", *said, "C11")
    figures: dict[str, list[Indicator]] = defaultdict(list)
    for one in indicators:
        if one.percent and "效益" in one.level1 + one.level2 and one.target is not None and not say.is_rate(one.name):
            figures[one.wanted].append(one)
    for wanted, group in figures.items():
        if len(group) >= most:
            yield warning(f"{group[0].key}.target", *say.one_figure([i.name for i in group], wanted, wanted), "C10")
    first: dict[tuple[str, str], Indicator] = {}
    for one in indicators:
        if not _bare(one.name):
            continue
        twin = first.setdefault((_bare(one.name), one.wanted), one)
        if twin is not one:
            yield warning(f"{one.key}.name", *say.twice(one.name, _class(twin), _class(one)), "C15")


def _bare(name: str) -> str:
    """A name without the stars that forms put before core indicators."""
    return name.strip("★*· ")


def _class(indicator: Indicator) -> str:
    return indicator.level2 or indicator.level1
