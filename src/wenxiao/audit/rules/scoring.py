"""Family C and check B17: scores recomputed from what the form itself prints (checks B17, C02, C03, C05, C19, C24)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from wenxiao.audit.indicators import (
    compared,
    fair_score,
    form_score,
    forms,
    got,
    indicators,
    places,
    short,
    values,
    wanted,
)
from wenxiao.audit.model import Outcome, Severity, failed, not_applicable, passed, unknown
from wenxiao.audit.registry import rule
from wenxiao.performance import indicator_words as say
from wenxiao.performance.regime import Regime
from wenxiao.performance.scoring import execution_score, grade, grade_named
from wenxiao.quantities.model import Span
from wenxiao.quantities.paper import plain, rounded
from wenxiao.reading.form_facts import Form
from wenxiao.reading.model import Project, Reading

_SCORING = "单位自评按完成情况计分（财预〔2020〕10号）"
_SCORING_EN = "Self-evaluation scores by what was reached (Caiyu 2020 No. 10)"
_WHOLE = Decimal(100)
_ROUNDING = Decimal("0.05")  # of a total whose parts are rounded to hundredths
_HEAD_POINTS = re.compile(r"\((?P<n>\d+(?:\.\d+)?)分?\)")
_DEDUCTED = re.compile(r"扣(?:减|除|掉)?(?P<n>\d++(?:\.\d++)?)(?P<unit>分|%)")


@rule(
    "B117", "execution-score-above-rate", Severity.ERROR, check="B17",
    title="预算执行得分与执行率不符", title_en="The score for execution does not follow from the rate",
    basis="预算执行率得分＝执行率×分值，不超过分值（财预〔2020〕10号自评表）", by_hand="用执行率乘以分值，与得分比较；当地另有计分档次的，请注明文件。",
    by_hand_en="Multiply rate and points and compare with the score; name the local rule where one gives full points earlier.",
    basis_en="Score for execution = rate × points, at most the points (self-evaluation form, Caiyu 2020 No. 10)",
)  # fmt: skip
def execution_score_above_rate(reading: Reading) -> Iterator[Outcome]:
    """The score for execution does not follow from the rate.

    Only the total row is scored. A place may give full points from a rate of 90 % on: above that the finding is milder.
    Known false alarms: local steps below 90 %.

    Fails::
        项目名称 | 道路养护 |
        项目资金（万元） | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
        年度资金总额 | 200.00 | 160.00 | 10 | 80.00% | 10 |
    Passes::
        项目名称 | 道路养护 |
        项目资金（万元） | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
        年度资金总额 | 200.00 | 160.00 | 10 | 80.00% | 8 |
    Silent::
        项目名称 | 道路养护 |
        项目资金（万元） | 全年预算数 | 全年执行数 | 执行率 |
        年度资金总额 | 200.00 | 160.00 | 80.00% |
    """
    for row in reading.scored_rates:
        most = execution_score(row.rate.interval.high, row.points)
        assert most is not None  # a rate is printed
        half = Decimal(5).scaleb(-_decimals(row.score) - 1)
        if row.score - half <= most:
            low = execution_score(row.rate.interval.low, row.points)
            below = low is not None and row.score + half < low
            yield unknown("scored below proportion") if below else passed()
            continue
        fair = rounded(min(row.rate.normalized, Decimal(1)) * row.points, 2)
        mild = row.rate.normalized >= Decimal("0.9") and row.score <= row.points
        yield failed(
            f"执行率 {reading.quote(row.rate.span)}、分值 {plain(row.points)} 分，按比例得 {plain(fair)} 分，表中得分 {plain(row.score)} 分，不能同时成立",
            f"A rate of {reading.quote(row.rate.span)} of {plain(row.points)} points gives {plain(fair)}; the form gives {plain(row.score)}",
            [row.rate.span, row.score_span], operands=[row.rate],
            arithmetic=[f"{plain(row.points)} × {plain(row.rate.value)} ÷ 100 = {plain(fair)}"], computed=plain(fair),
            difference=plain(row.score - fair), severity=Severity.WARNING if mild else None,
        )  # fmt: skip


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


@rule(
    "C102", "total-above-possible", Severity.ERROR, check="C02",
    title="总分高于各项得分之和或理论上限", title_en="The total is above what its parts allow",
    basis=_SCORING, by_hand="把预算执行率和各项指标的得分相加，与总分比较。",
    by_hand_en="Add the scores of execution and of every indicator and compare with the total.",
    basis_en=_SCORING_EN,
)  # fmt: skip
def total_above_possible(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """The total is above what its parts allow.

    In a form that is read whole (points add up to 100) the total is the sum of the scores. In a report without a form a
    stated execution rate bounds it: what was not executed earns nothing. Known false alarms: local steps for execution.

    Fails::
        项目支出绩效自评报告
        道路养护项目全年预算200.00万元，支出160.00万元，执行率80%。项目自评得分100分。
    Passes::
        项目支出绩效自评报告
        道路养护项目全年预算200.00万元，支出160.00万元，执行率80%。项目自评得分95分。
    Silent::
        项目支出绩效自评报告
        道路养护项目自评得分95分。
    """
    score, place = reading.identity.self_score, reading.identity.self_score_span
    found = forms(reading)
    for form in found:
        if form.total is not None and form.total.score is not None and form.total.score_span is not None:
            yield from _against_sum(reading, form, regime, form.total.score, form.total.score_span)
        elif len(found) == 1 and score is not None and place is not None:
            yield from _against_sum(reading, form, regime, score, place)
    if found or score is None or place is None:
        return
    rate = _stated_rate(reading)
    points = regime.execution_weight
    if rate is None or points is None or "自评" not in (reading.identity.type or ""):
        return
    quantity, most = rate
    bound = _WHOLE - points + (execution_score(most, points) or Decimal(0))
    if score <= bound:
        yield passed()
        return
    yield failed(
        f"执行率 {reading.quote(quantity)}，预算执行率 {plain(points)} 分最多得 {plain(bound - _WHOLE + points)} 分，总分最多 {plain(bound)} 分，与自评 {plain(score)} 分不能同时成立；当地另有规定的请写明",
        f"With a rate of {reading.quote(quantity)} the {plain(points)} points for execution give at most {plain(bound - _WHOLE + points)}, the total at most {plain(bound)}; the self-score is {plain(score)}",
        [quantity, place], arithmetic=[f"{plain(_WHOLE - points)} + {plain(bound - _WHOLE + points)} = {plain(bound)}"],
        computed=plain(bound), difference=plain(score - bound), severity=Severity.WARNING,
    )  # fmt: skip


def _against_sum(reading: Reading, form: Form, regime: Regime, score: Decimal, place: Span) -> Iterator[Outcome]:
    """The total of a form that is read whole, against its scores, or against the most that they can be."""
    made = form_score(reading, form, regime)
    printed = [row.score for row in form.executions] + [indicator.score for indicator in indicators(form)]
    scores = [s for s in printed if s is not None]
    every = len(scores) == len(printed)
    totalled = (
        every and form.total is not None and form.total.points == _WHOLE
    )  # its own total says that no row is lost
    if made is None or made.points != _WHOLE or not (form.executions or totalled):
        yield unknown("scores of the form not all read")
        return
    added = sum(scores, Decimal(0)) if every else made.high
    if abs(added - score) <= _ROUNDING or (not every and score < added):
        yield passed()
        return
    shown = [item.score if item.score is not None else item.points for item in made.items]
    what = (
        ("各项得分相加为", "The scores add up to")
        if every
        else ("按各项得分和完成值，总分最多", "By scores and actual values the total is at most")
    )
    yield failed(
        f"{what[0]} {plain(added)} 分，总分 {plain(score)} 分，不能同时成立",
        f"{what[1]} {plain(added)}; the total is {plain(score)}",
        [place, *(row.score_span for row in form.executions)],
        arithmetic=[" + ".join(plain(s) for s in (scores if every else shown)) + f" = {plain(added)}"],
        computed=plain(added), difference=plain(abs(score - added)), project=form.project,
    )  # fmt: skip


def _stated_rate(reading: Reading) -> tuple[Span, Decimal] | None:
    """The one execution rate of the one project, as the most that its digits can stand for."""
    if len(reading.subjects) != 1:
        return None
    project: Project = reading.subjects[0]
    rates = {r.quantity.normalized: r.quantity for r in project.rates if r.measure == "execution" and not r.partial}
    if len(rates) != 1 or project.stated_execution_rate not in rates:
        return None
    quantity = rates[project.stated_execution_rate]
    return None if quantity.approximate else (quantity.span, quantity.interval.high)


@rule(
    "C103", "points-do-not-add-up", Severity.ERROR, check="C03",
    title="分值体系有误", title_en="The points of the form do not fit together",
    basis="自评满分100分：预算执行率10、产出50、效益30、满意度10；得分不超过分值（财预〔2020〕10号）", by_hand="把各级分值相加，再与所用规则的分值比较；得分不应高于分值。",
    by_hand_en="Add the points level by level and compare with the rule that was used; no score exceeds its points.",
    basis_en="A self-evaluation has 100 points: execution 10, output 50, effect 30, satisfaction 10; no score exceeds its points (Caiyu 2020 No. 10)",
)  # fmt: skip
def points_do_not_add_up(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """The points of the form do not fit together.

    A score above its points, points that come to more than 100, and a split over the first level that the regime does not
    know (a note: places may set their own, and the message names the regime). Points that come to less than 100 are not
    reported where rows may have been lost. Known false alarms: local splits.

    Fails::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 养护里程 | ≥50公里 | 60公里 | 50 | 55 |
    Passes::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 养护里程 | ≥50公里 | 60公里 | 50 | 50 |
    Silent::
        项目名称 | 道路养护 |
        预算数 | 10万元 | 执行数 | 9万元 |
    """
    for indicator in indicators(reading):
        if indicator.weight is None or indicator.score is None:
            continue
        if indicator.score <= indicator.weight:
            yield passed()
            continue
        yield failed(
            f"“{short(indicator.name)}”分值 {plain(indicator.weight)} 分，得分 {plain(indicator.score)} 分，得分高于分值",
            f"“{short(indicator.name)}” has {plain(indicator.weight)} points and a score of {plain(indicator.score)}",
            [indicator.span], arithmetic=[f"{plain(indicator.score)} > {plain(indicator.weight)}"],
            difference=plain(indicator.score - indicator.weight),
        )  # fmt: skip
    for form in forms(reading):
        yield from _points(form, regime)


def _points(form: Form, regime: Regime) -> Iterator[Outcome]:
    """The points of one form: how many they are, and how they are split."""
    every = indicators(form)
    weights = [i.weight for i in every if i.weight is not None]
    if len(form.executions) > 1 or len(weights) < len(every):
        return
    parts = [*(row.points for row in form.executions), *weights]
    whole = sum(parts, Decimal(0))
    if whole > _WHOLE:
        yield _too_many(form, parts, whole) if whole < _WHOLE * 3 / 2 else unknown("several forms in one")
    elif whole == _WHOLE and form.executions:
        yield _split(form, regime)


def _too_many(form: Form, parts: list[Decimal], whole: Decimal) -> Outcome:
    return failed(
        f"各项分值相加为 {plain(whole)} 分，超过 100 分",
        f"The points add up to {plain(whole)}, more than 100",
        [indicators(form)[0].span, indicators(form)[-1].span],
        arithmetic=[" + ".join(plain(p) for p in parts) + f" = {plain(whole)}"], computed=plain(whole), difference=plain(whole - _WHOLE),
        project=form.project,
    )  # fmt: skip


def _split(form: Form, regime: Regime) -> Outcome:
    """The points of a complete form by first level, against the splits that the regime knows."""
    split: dict[str, Decimal] = {}
    for indicator in indicators(form):
        level = say.first_level(indicator.level1)
        if level is None or indicator.weight is None:
            return unknown("first levels not told apart")
        split[level] = split.get(level, Decimal(0)) + indicator.weight
    if not regime.weights:
        return not_applicable()
    said = say.other_split(split, regime)
    if said is None:
        return passed()
    return failed(*said, [indicators(form)[0].span], severity=Severity.NOTE, project=form.project)


@rule(
    "C105", "upper-bound-scored-wrong-way", Severity.ERROR, check="C05",
    title="反向指标超出上限，得分偏高", title_en="Above an upper bound, yet scored too high",
    basis=_SCORING, by_hand="指标值是上限的，完成值越大得分越低：超出上限不能得满分。",
    by_hand_en="Where the target is an upper bound, a larger value scores less: above the bound there are no full points.",
    basis_en=_SCORING_EN,
)  # fmt: skip
def upper_bound_scored_wrong_way(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """Above an upper bound, yet scored too high.

    Two formulas are in use, w × (1 − (a − t) ÷ t) and w × t ÷ a; only a score above both is reported. Known false alarms: a
    bound that was raised during the year.

    Fails::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 成本指标 | 养护成本 | ≤160万元 | 386万元 | 15 | 10.5 |
    Passes::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 成本指标 | 养护成本 | ≤160万元 | 152万元 | 15 | 15 |
    Silent::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 养护里程 | ≥160公里 | 386公里 | 15 | 15 |
    """
    for indicator, both in compared(reading):
        if both is None or both.direction != "lower" or indicator.score is None or not indicator.weight:
            continue
        fair = fair_score(indicator, both, regime)
        leeway = Decimal(0) if indicator.score >= indicator.weight else Decimal("0.5")
        if both.reached or fair is None or indicator.score <= fair + leeway:
            yield passed()
            continue
        yield failed(
            f"“{short(indicator.name)}”上限{wanted(reading, indicator)}，完成值{got(reading, indicator)}超出上限，按比例最多得 {plain(fair)} 分，表中得 {plain(indicator.score)} 分（分值 {plain(indicator.weight)}）",
            f"“{short(indicator.name)}” is bounded by {wanted(reading, indicator)}; {got(reading, indicator)} gives at most {plain(fair)} of {plain(indicator.weight)} points, the form gives {plain(indicator.score)}",
            places(indicator), operands=values(indicator),
            arithmetic=[f"{plain(both.actual)} > {plain(both.target)}", f"{plain(indicator.weight)} × {plain(both.target)} ÷ {plain(both.actual)} = {plain(fair)}"],
            computed=plain(fair), difference=plain(indicator.score - fair), severity=None if both.signed else Severity.WARNING,
        )  # fmt: skip


@rule(
    "C119", "grade-differs-from-score", Severity.ERROR, check="C19",
    title="等级与分数不符", title_en="The grade differs from that of the score",
    basis="90（含）—100分为优、80（含）—90分为良、60（含）—80分为中、60分以下为差（财预〔2020〕10号）", by_hand="按所用办法的分数段，看总分落在哪个等级。",
    by_hand_en="See in which band of the rule that was used the total falls.",
    basis_en="90 to 100 is excellent, 80 to 90 good, 60 to 80 fair, below 60 poor; the lower bound belongs to the band (Caiyu 2020 No. 10)",
)  # fmt: skip
def grade_differs_from_score(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """The grade differs from that of the score.

    The bands are those of the regime; 优秀 is 优 and 良好 is 良. Known false alarms: a place with bands of its own.

    Fails::     道路养护项目自评得分86分，自评等级为优。
    Passes::    道路养护项目自评得分86分，自评等级为良。
    Silent::    道路养护项目自评得分86分。
    """
    score, word, place = reading.identity.self_score, reading.identity.grade, reading.identity.self_score_span
    if score is None or word is None or place is None:
        return
    if not regime.grades:
        yield not_applicable()
        return
    due, named = grade(score, regime.grades), grade_named(word, regime.grades)
    if due is None or named is None:
        yield unknown("grade of another scale")
        return
    if due is named:
        yield passed()
        return
    yield failed(
        f"{plain(score)} 分按“{regime.title}”的分数段为“{due.name}”，文中等级为“{word}”，不能同时成立；另有分数段的请写明",
        f"{plain(score)} points are “{due.name}” in the bands of “{regime.title_en}”; the text says “{word}”",
        [place], arithmetic=[f"{due.name}：{plain(due.low)} 分起", f"{named.name}：{plain(named.low)} 分起"],
    )  # fmt: skip


@rule(
    "C124", "deduction-differs-from-remark", Severity.ERROR, check="C24",
    title="扣分与备注不符", title_en="The deduction differs from the remark",
    basis="扣分应与说明一致", by_hand="用分值减得分，与备注中写的扣分比较。",
    by_hand_en="Subtract the score from the points and compare with the deduction that the remark names.",
    basis_en="A deduction is the one that its remark names",
)  # fmt: skip
def deduction_differs_from_remark(reading: Reading) -> Iterator[Outcome]:
    """The deduction differs from the remark.

    A remark that names one deduction (扣2分, 扣30%) says what the score must be. Known false alarms: a remark that speaks of
    another indicator.

    Fails::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析 |
        产出指标 | 数量指标 | 养护里程 | ≥50公里 | 45公里 | 10 | 4 | 进度滞后，扣3分 |
    Passes::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析 |
        产出指标 | 数量指标 | 养护里程 | ≥50公里 | 45公里 | 10 | 7 | 进度滞后，扣3分 |
    Silent::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析 |
        产出指标 | 数量指标 | 养护里程 | ≥50公里 | 45公里 | 10 | 7 | 进度滞后 |
    """
    for indicator in indicators(reading):
        if indicator.reason is None or indicator.weight is None or indicator.score is None:
            continue
        named = list(_DEDUCTED.finditer(reading.quote(indicator.reason)))
        if len(named) != 1:
            continue
        amount = Decimal(named[0]["n"]) * (indicator.weight / 100 if named[0]["unit"] == "%" else 1)
        taken = indicator.weight - indicator.score
        if abs(amount - taken) <= Decimal("0.05"):
            yield passed()
            continue
        yield failed(
            f"“{short(indicator.name)}”备注写“{named[0][0]}”，分值 {plain(indicator.weight)} 减得分 {plain(indicator.score)} 为 {plain(taken)} 分，不能同时成立",
            f"The remark on “{short(indicator.name)}” deducts {plain(amount)}; points less score are {plain(taken)}",
            [indicator.span, indicator.reason], arithmetic=[f"{plain(indicator.weight)} − {plain(indicator.score)} = {plain(taken)}"],
            computed=plain(taken), difference=plain(abs(amount - taken)),
        )  # fmt: skip
