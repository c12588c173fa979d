"""Family C: targets and actual values of indicators (checks C06, C07, C08, C09, C20, C22, C23)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wenxiao.audit.indicators import compared, explained, forms, got, indicators, places, short, values, wanted
from wenxiao.audit.model import Outcome, Severity, failed, not_applicable, passed, unknown
from wenxiao.audit.registry import rule
from wenxiao.lexicons import lexicon
from wenxiao.performance import indicator_words as say
from wenxiao.performance.regime import Regime
from wenxiao.performance.scoring import deviation, far_exceeded
from wenxiao.quantities.model import Span
from wenxiao.quantities.paper import percent, plain
from wenxiao.reading.attainment import says_nothing, sign
from wenxiao.reading.form_facts import Form
from wenxiao.reading.model import Indicator, Reading

_WORDS = lexicon("attainment")
_DEMAND = re.compile(_WORDS.pattern("demand", "standards"))
_BOUGHT = re.compile(rf"(?:{_WORDS.pattern('bought')})(?:购置|采购|配置|更新)?(?:数量?|[台套件辆个]数)?\Z")
_BOUND = re.compile(r"[≥≤≧≦]")
_REASON_COLUMN = re.compile(r"偏差原因|未完成原因|原因分析|完成原因|原因及(?:拟采取的)?改进")
#: What says why more was done, and within how many characters behind the value.
_CAUSE = re.compile(r"由于|因(?![此而素])|原因|所致|追加|调增|增补|新(?:增|接收|纳入|移交)|接管|划转")
_TOLD = 120
_CLEAR = "绩效指标应清晰、可衡量（财预〔2015〕88号、财预〔2020〕10号）"
_CLEAR_EN = "Indicators are clear and measurable (Caiyu 2015 No. 88, 2020 No. 10)"
_EXPLAIN = "偏离目标较大的，应说明原因和改进措施（财预〔2020〕10号自评表）"
_EXPLAIN_EN = "A large deviation is explained, with measures (self-evaluation form, Caiyu 2020 No. 10)"


@rule(
    "C106", "cost-with-lower-bound", Severity.ERROR, check="C06",
    title="成本指标写成下限", title_en="A cost indicator with a lower bound",
    basis="成本指标是对支出的控制，应为上限（财预〔2021〕101号）", by_hand="看成本指标的符号：写成“≥”等于花得越多越好。",
    by_hand_en="Look at the sign of the cost indicator: “≥” says the more is spent, the better.",
    basis_en="A cost indicator limits spending (Caiyu 2021 No. 101)",
)  # fmt: skip
def cost_with_lower_bound(reading: Reading) -> Iterator[Outcome]:
    """A cost indicator with a lower bound.

    Only amounts of money count; standards of what people are given (低保标准≥530元) protect them and are left alone.

    Fails::
        项目名称 | 会务保障 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 成本指标 | 会务费 | ≥17.4万元 | 17.4万元 | 10 | 10 |
    Passes::
        项目名称 | 会务保障 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 成本指标 | 会务费 | ≤17.4万元 | 17.4万元 | 10 | 10 |
    Silent::
        项目名称 | 会务保障 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 会议场次 | ≥4场 | 4场 | 10 | 10 |
    """
    for indicator in indicators(reading):
        if "成本" not in indicator.level1 + indicator.level2 or indicator.target is None:
            continue
        if sign(indicator, reading.quote(indicator.target).strip()) != "≥":
            yield passed()
        elif say.is_spending(
            indicator.name, indicator.target_value is not None and indicator.target_value.kind == "money"
        ):
            yield failed(
                *say.lower_bound_of_cost(short(indicator.name), wanted(reading, indicator)),
                [indicator.span, indicator.target], operands=values(indicator)[:1],
            )  # fmt: skip
        else:
            yield unknown("may be a standard or a saving")


@rule(
    "C107", "target-far-exceeded", Severity.WARNING, check="C07",
    title="超额完成偏离大，没有说明", title_en="Target far exceeded without a word",
    basis=_EXPLAIN, by_hand="算偏离度：（完成值 − 指标值）÷ 指标值；偏大的看备注是否说明，指标是否定得过低。",
    by_hand_en="Compute (actual − target) ÷ target; where it is large, look for a remark and ask whether the target was too low.",
    basis_en=_EXPLAIN_EN,
)  # fmt: skip
def target_far_exceeded(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """Target far exceeded without a word.

    A result far above its target says that the target was set low. Work that others ask for (救助人次) is left alone, and so
    are percentages up to 100 % and a difference of one. Known false alarms: demand that the name does not show.

    Fails::
        项目名称 | 科普活动 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析 |
        产出指标 | 数量指标 | 讲座场次 | ≥9场 | 26场 | 10 | 10 | |
    Passes::
        项目名称 | 科普活动 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析 |
        产出指标 | 数量指标 | 讲座场次 | ≥9场 | 10场 | 10 | 10 | |
    Silent::
        项目名称 | 科普活动 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析 |
        效益指标 | 社会效益指标 | 科普意识 | 提高 | 提高 | 10 | 10 | |
    """
    far, very = regime.thresholds["over_achieved"], regime.thresholds["over_achieved_far"]
    every = indicators(reading)
    for n, (indicator, both) in enumerate(compared(reading)):
        if both is None or both.direction == "lower" or both.target <= 0:
            continue
        over = deviation(both.actual, both.target)
        if (
            over is None
            or not far_exceeded(both.actual, both.target, both.percent, far)
            or explained(reading, indicator)
            or _beside(reading, every, n)
            or _told(reading, indicator)
        ):
            yield passed()
        elif _DEMAND.search(indicator.name) and not _BOUGHT.search(indicator.name):
            yield unknown("depends on demand")
        else:
            yield failed(
                f"“{short(indicator.name)}”指标值{wanted(reading, indicator)}，完成值{got(reading, indicator)}，超出 {percent(over, 0)}，没有写明原因",
                f"“{short(indicator.name)}”: target {wanted(reading, indicator)}, actual {got(reading, indicator)}, {percent(over, 0)} above, without a reason",
                places(indicator), operands=values(indicator),
                arithmetic=[f"({plain(both.actual)} − {plain(both.target)}) ÷ {plain(both.target)} = {percent(over, 0)}"],
                difference=percent(over, 0), severity=None if over > very else Severity.NOTE,
            )  # fmt: skip


def _beside(reading: Reading, every: Sequence[Indicator], number: int) -> bool:
    """Whether words that no column holds stand behind the actual value: a reason whose column was lost."""
    indicator = every[number]
    assert indicator.actual is not None  # it was compared
    following = every[number + 1].span.start if number + 1 < len(every) else len(reading.text)
    between = reading.text[indicator.actual.end : min(following, indicator.actual.end + 120)]
    cells = re.split(r"[|\t\n]", between)
    return any(len(re.findall(r"[\u4e00-\u9fff]", cell)) >= 6 and "指标" not in cell for cell in cells)


def _told(reading: Reading, indicator: Indicator) -> bool:
    """Whether the text that states the actual value goes on, in that sentence or the next, with why it is so."""
    assert indicator.actual is not None  # it was compared
    value = reading.quote(indicator.actual).strip()
    for match in re.finditer(rf"(?<![\d.,]){re.escape(value)}", reading.text):
        rest = reading.text[match.end() : match.end() + _TOLD].partition("\n")[0]
        if match.start() != indicator.actual.start and _CAUSE.search("。".join(rest.split("。")[:2])):
            return True
    return False


@rule(
    "C108", "actual-copied-from-target", Severity.NOTE, check="C08",
    title="完成值照抄指标值", title_en="The actual value is the target copied",
    basis="完成值应为实际数，有据可查（财预〔2020〕10号，单位自评）", by_hand="看完成值是否来自台账：写成“≥90%”的不是实际数。",
    by_hand_en="See whether the actual values come from records: “≥90%” is no actual value.",
    basis_en="Actual values are facts with evidence (self-evaluation, Caiyu 2020 No. 10)",
)  # fmt: skip
def actual_copied_from_target(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """The actual value is the target copied.

    An actual value with a sign is a target; and where nearly all values with room to differ are the target to the last
    digit, somebody copied. Targets of 100 % and of none are not counted. Known false alarms: payments to a fixed list.

    Fails::     群体免疫密度，年初目标值≥90%，实际完成值≥90%，自评得分20分。
    Fails::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 质量指标 | 验收合格率 | ≥95% | ≥95% | 10 | 10 |
    Passes::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 质量指标 | 验收合格率 | ≥95% | 97% | 10 | 10 |
    Silent::    道路养护项目按计划完成。
    """
    told = [Span(*m.span("bound")) for m in _ACTUAL_BOUND.finditer(reading.text)]
    cells = [
        i.actual for i in indicators(reading) if i.actual is not None and _BOUND.match(reading.quote(i.actual).strip())
    ]
    if spans := [*told, *cells]:
        words = reading.quote(spans[0]).strip()
        count = f"（共 {len(spans)} 处）" if len(spans) > 1 else ""
        yield failed(
            f"完成值写成“{words}”，是目标的写法，没有实际数{count}",
            f"An actual value is given as “{words}”, which is a target and no value ({len(spans)} of them)",
            spans[:4],
        )  # fmt: skip
    for form in forms(reading):
        yield from _all_alike(reading, form, regime)


def _all_alike(reading: Reading, form: Form, regime: Regime) -> Iterator[Outcome]:
    """Whether the values of one form that had room to differ are their targets."""
    pairs = [(i, both) for i, both in compared(reading, form) if both is not None]
    free = [(i, both) for i, both in pairs if both.target and not (both.percent and both.target == 100)]
    same = [i for i, both in free if both.target == both.actual]
    if len(free) < regime.thresholds["copied_least"]:
        if pairs:
            yield passed()
        return
    if len(same) < len(free) * regime.thresholds["copied_share"]:
        yield passed()
        return
    yield failed(
        f"{len(free)} 项有高低余地的定量指标中，{len(same)} 项的完成值与指标值完全相同，请核对是否为实际数",
        f"Of {len(free)} quantitative indicators that could differ, {len(same)} have exactly their target as actual value",
        [span for i in same[:3] for span in (i.target, i.actual) if span is not None],
        arithmetic=[f"{len(same)} ÷ {len(free)}"], project=form.project,
    )  # fmt: skip


_ACTUAL_BOUND = re.compile(r"实际(?:完成)?值[为是:]?(?P<bound>[≥≤≧≦]\s?\d[\d.,]*+%?)")


@rule(
    "C109", "target-says-nothing", Severity.ERROR, check="C09",
    title="指标值无效却有分值", title_en="A target that says nothing, with points",
    basis=_CLEAR, by_hand="指标值为“无”“不涉及”“/”或下限为 0 的，无论如何都算完成，不应有分值。",
    by_hand_en="A target of “none”, “/” or at least 0 is always reached and should have no points.",
    basis_en=_CLEAR_EN,
)  # fmt: skip
def target_says_nothing(reading: Reading) -> Iterator[Outcome]:
    """A target that says nothing, with points.

    None, not concerned, a dash, or a lower bound of zero: reached whatever happens. No accidents (≤0, 0起) is a target.

    Fails::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        效益指标 | 经济效益指标 | 增加收入 | 不涉及 | 不涉及 | 10 | 10 |
    Passes::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        效益指标 | 社会效益指标 | 安全事故 | 0起 | 0起 | 10 | 10 |
    Silent::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 |
        效益指标 | 经济效益指标 | 增加收入 | 不涉及 | 不涉及 |
    """
    for indicator in indicators(reading):
        if not indicator.weight or indicator.target is None:
            continue
        words = reading.quote(indicator.target).strip()
        zero = (
            sign(indicator, words) == "≥" and re.sub(r"[^\d.]", "", words).strip("0.") == "" and re.search(r"\d", words)
        )
        if not says_nothing(words) and not zero:
            yield passed()
            continue
        yield failed(
            *say.always_reached(short(indicator.name), wanted(reading, indicator), indicator.weight),
            [indicator.span, indicator.target],
        )  # fmt: skip


@rule(
    "C120", "missed-target-without-reason", Severity.WARNING, check="C20",
    title="未完成没有写原因", title_en="A missed target without a reason",
    basis=_EXPLAIN, by_hand="未达到指标值的，看“偏差原因分析及改进措施”一栏是否填写。",
    by_hand_en="Where the target was missed, see whether the column for reason and measures is filled.",
    basis_en=_EXPLAIN_EN,
)  # fmt: skip
def missed_target_without_reason(reading: Reading) -> Iterator[Outcome]:
    """A missed target without a reason.

    Only forms that have a column for it. Full points for a missed target are the matter of C104 and C105. Known false
    alarms: a reason that stands in the text of the report.

    Fails::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
        产出指标 | 数量指标 | 养护里程 | ≥50公里 | 45公里 | 10 | 9 | |
    Passes::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
        产出指标 | 数量指标 | 养护里程 | ≥50公里 | 45公里 | 10 | 9 | 汛期停工 |
    Silent::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
        产出指标 | 数量指标 | 养护里程 | ≥50公里 | 50公里 | 10 | 10 | |
    """
    asked = {
        indicator.span
        for form in reading.forms
        if _REASON_COLUMN.search(reading.text, form.scope.start, form.scope.end)
        for indicator in form.indicators
    }
    every = indicators(reading)
    for n, (indicator, both) in enumerate(compared(reading)):
        if both is None or both.reached or indicator.span not in asked:
            continue
        if indicator.score is not None and indicator.weight is not None and indicator.score >= indicator.weight:
            continue
        if explained(reading, indicator):
            yield passed()
        elif _beside(reading, every, n) or not both.signed:
            yield unknown("reason may stand elsewhere")
        else:
            yield failed(
                f"“{short(indicator.name)}”指标值{wanted(reading, indicator)}，完成值{got(reading, indicator)}未达到，原因一栏没有填写",
                f"“{short(indicator.name)}”: target {wanted(reading, indicator)}, actual {got(reading, indicator)}; the column for the reason is blank",
                places(indicator), operands=values(indicator),
                arithmetic=[f"{plain(both.actual)} {'>' if both.direction == 'lower' else '<'} {plain(both.target)}"],
            )  # fmt: skip


@rule(
    "C122", "share-above-the-whole", Severity.NOTE, check="C22",
    title="比率指标超过100%", title_en="A share above 100 %",
    basis=_CLEAR, by_hand="覆盖率、合格率、满意度等不可能超过100%：核对分子分母，或改用其他指标。",
    by_hand_en="Coverage, pass rates and satisfaction cannot exceed 100 %: check numerator and denominator.",
    basis_en=_CLEAR_EN,
)  # fmt: skip
def share_above_the_whole(reading: Reading) -> Iterator[Outcome]:
    """A share above 100 %.

    Rates of coverage, passing, satisfaction and the like. Rates of completion and growth may exceed 100 %.

    Fails::
        项目名称 | 科普活动 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 质量指标 | 活动覆盖率 | ≥95% | 105% | 10 | 10 |
    Passes::
        项目名称 | 科普活动 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 质量指标 | 活动覆盖率 | ≥95% | 99% | 10 | 10 |
    Silent::
        项目名称 | 科普活动 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 任务完成率 | ≥95% | 105% | 10 | 10 |
    """
    for indicator in indicators(reading):
        if not say.is_share(indicator.name):
            continue
        above = next((q for q in values(indicator) if q.kind == "percent" and q.normalized > 1), None)
        if above is None:
            yield passed()
            continue
        yield failed(
            *say.above_the_whole(short(indicator.name), reading.quote(above.span)),
            [indicator.span, above.span], operands=[above], arithmetic=[f"{reading.quote(above.span)} > 100%"],
        )  # fmt: skip


@rule(
    "C123", "number-of-indicators", Severity.NOTE, check="C23",
    title="指标过多、过少或分值平均", title_en="Too many indicators, too few, or all with equal points",
    basis="指标应突出重点，权重按重要程度确定（财预〔2020〕10号）", by_hand="数一数三级指标，看分值是否按重要程度区分。",
    by_hand_en="Count the third-level indicators and see whether the points tell the important ones.",
    basis_en="Indicators are few and weighted by importance (Caiyu 2020 No. 10)",
)  # fmt: skip
def number_of_indicators(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """Too many indicators, too few, or all with equal points.

    Only a form whose points add up to 100 is known to be read whole. Known false alarms: forms of a whole department.

    Fails::
        项目名称 | 道路养护 |
        项目资金（万元） | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
        年度资金总额 | 200.00 | 200.00 | 10 | 100% | 10 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 养护里程 | ≥50公里 | 50公里 | 60 | 60 |
        效益指标 | 社会效益指标 | 通行时间 | ≤30分钟 | 28分钟 | 30 | 30 |
    Passes::
        项目名称 | 道路养护 |
        项目资金（万元） | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
        年度资金总额 | 200.00 | 200.00 | 10 | 100% | 10 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 养护里程 | ≥50公里 | 50公里 | 50 | 50 |
        效益指标 | 社会效益指标 | 通行时间 | ≤30分钟 | 28分钟 | 30 | 30 |
        满意度指标 | 服务对象满意度指标 | 村民满意度 | ≥90% | 93% | 10 | 10 |
    Silent::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 |
        产出指标 | 数量指标 | 养护里程 | ≥50公里 | 50公里 |
    """
    for form in forms(reading):
        yield from _number(reading, form, regime)


def _number(reading: Reading, form: Form, regime: Regime) -> Iterator[Outcome]:
    every = indicators(form)
    weights = [i.weight for i in every if i.weight is not None]
    if not weights or not form.executions:
        return
    if form.execution is None or "整体" in (reading.identity.type or ""):
        yield not_applicable()
        return
    if sum(weights) + form.execution.points != 100 or len(weights) < len(every):
        yield unknown("scores of the form not all read")
        return
    said = say.number_of(weights, regime)
    yield passed() if said is None else failed(*said, [every[0].span, every[-1].span])
