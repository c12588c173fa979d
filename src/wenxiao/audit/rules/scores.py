"""Family C: targets, indicators and scores."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wenxiao.audit.indicators import compared, fair_score, got, places, short, values, wanted
from wenxiao.audit.model import Outcome, Severity, failed, passed, unknown
from wenxiao.audit.registry import rule
from wenxiao.performance.regime import Regime
from wenxiao.quantities.model import Span
from wenxiao.quantities.paper import plain
from wenxiao.reading.model import Reading

_HALF, _LEEWAY = Decimal("0.5"), Decimal("0.05")  # scores are often given in half points


@rule(
    "C101", "full-marks-with-problems", Severity.WARNING, check="C01",
    title="自评满分，又写有问题", title_en="Full marks beside admitted problems",
    basis="自评应客观公正，未完成的应扣分并说明原因（财预〔2020〕10号）", by_hand="看“存在的问题”里的事项对应哪个指标，该指标是否应扣分。",
    by_hand_en="See which indicator each admitted problem belongs to, and whether it should have lost points.",
    basis_en="Self-evaluation is objective; what was not reached loses points and is explained (Caiyu 2020 No. 10)",
)  # fmt: skip
def full_marks_with_problems(reading: Reading) -> Iterator[Outcome]:
    """Full marks beside admitted problems.

    A self-score of 100 says that nothing is left to wish for; a section on problems says what is. Known false alarms:
    problems of other bodies.

    Fails::
        一、自评结论
        项目自评得分100分。
        二、存在的问题
        部分工作推进滞后，预算编制不够精细。
    Passes::
        一、自评结论
        项目自评得分100分。
        二、存在的问题
        无
    Silent::
        一、自评结论
        项目自评得分92分。
        二、存在的问题
        部分工作推进滞后，预算编制不够精细。
    """
    score, place = reading.identity.self_score, reading.identity.self_score_span
    totals = [(f.total, f.scope) for f in reading.forms if f.total is not None]
    if len(totals) > 1:
        for total, scope in totals:
            if total.score == Decimal(100) and total.score_span is not None:
                yield _full_marks(reading, total.score, total.score_span, scope)
    elif score == Decimal(100) and place is not None:
        yield _full_marks(reading, score, place, Span(0, len(reading.text)))


def _full_marks(reading: Reading, score: Decimal, place: Span, scope: Span) -> Outcome:
    """Full marks beside the problems that the text in ``scope`` admits."""
    problems = [s for s in reading.problems if len(s.text) >= 10 and scope.start <= s.start < scope.end]
    if not problems:
        return passed()
    first = problems[0]
    return failed(
        f"自评 {plain(score)} 分为满分，文中又写有问题：“{short(first.text)}”，请说明为何未扣分",
        f"The self-score is full marks ({plain(score)}), yet the text names a problem; say why nothing was deducted",
        [place, Span(first.start, first.end)], arithmetic=[f"{plain(score)} ÷ 100 = 100%"],
    )  # fmt: skip


@rule(
    "C104", "full-points-for-missed-target", Severity.ERROR, check="C04",
    title="未达指标值，仍得满分", title_en="Full points for a target that was missed",
    basis="定量指标未达到指标值的，按完成值与指标值的比例计分（财预〔2020〕10号）", by_hand="对照指标值与完成值的方向（≥、≤）和大小，再看得分。",
    by_hand_en="Compare target and actual in the direction of the sign (≥, ≤), then look at the points.",
    basis_en="A quantitative target that was missed scores in proportion (Caiyu 2020 No. 10)",
)  # fmt: skip
def full_points_for_missed_target(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """Full points for a target that was missed.

    Direction comes from the printed sign, else from the name; target and actual must be of one unit. Points above the
    proportion that are not full are a warning. Upper bounds are the matter of C105. Known false alarms: a reviewer who
    explains in the remark why nothing was deducted.

    Fails::
        项目名称 | 临时救助 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 救助人数 | ≥500人 | 460人 | 10 | 10 |
        产出指标 | 数量指标 | 培训场次 | ≥5次 | 6次 | 10 | 10 |
    Passes::
        项目名称 | 临时救助 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 救助人数 | ≥500人 | 560人 | 10 | 10 |
        产出指标 | 数量指标 | 培训场次 | ≥5次 | 6次 | 10 | 10 |
    Silent::
        项目名称 | 临时救助 |
        预算数 | 10万元 | 执行数 | 9万元 |
    """
    for indicator, both in compared(reading):
        if indicator.weight is None or indicator.score is None:
            continue
        if both is None:
            yield unknown("target or actual not comparable")
            continue
        if both.direction == "lower":  # C105
            continue
        fair = fair_score(indicator, both, regime)
        full = indicator.score >= indicator.weight
        leeway = Decimal(0) if full else max(_HALF, (fair or 0) * _LEEWAY)
        if both.reached or not indicator.weight or fair is None or indicator.score <= fair + leeway:
            yield passed()
            continue
        zh, en = ("满分", "full points") if full else ("", "")
        yield failed(
            f"“{short(indicator.name)}”指标值{wanted(reading, indicator)}，完成值{got(reading, indicator)}未达到，却得{zh}{plain(indicator.score)}分，按比例为 {plain(fair)} 分",
            f"The target is {wanted(reading, indicator)}, the actual {got(reading, indicator)} misses it, yet {en or 'points'} ({plain(indicator.score)}) are given; in proportion they are {plain(fair)}",
            places(indicator), operands=values(indicator),
            arithmetic=[f"{plain(both.actual)} < {plain(both.target)}", f"{plain(indicator.weight)} × {plain(both.actual)} ÷ {plain(both.target)} = {plain(fair)}"],
            computed=plain(fair), difference=plain(indicator.score - fair), severity=None if full and both.signed and indicator.score - fair >= _HALF else Severity.WARNING,
        )  # fmt: skip
