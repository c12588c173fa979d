"""Family C: targets, indicators and scores."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wenxiao.audit.model import Outcome, Severity, failed, passed, unknown
from wenxiao.audit.registry import rule
from wenxiao.audit.words import printed
from wenxiao.quantities.model import Span
from wenxiao.quantities.paper import plain
from wenxiao.reading.model import Indicator, Reading


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
    if score != Decimal(100) or place is None:
        return
    problems = [s for s in reading.problems if len(s.text) >= 10]
    if not problems:
        yield passed()
        return
    first = problems[0]
    yield failed(
        f"自评 {plain(score)} 分为满分，文中又写有问题：“{_short(first.text)}”，请说明为何未扣分",
        f"The self-score is full marks ({plain(score)}), yet the text names a problem; say why nothing was deducted",
        [place, Span(first.start, first.end)], arithmetic=[f"{plain(score)} ÷ 100 = 100%"],
    )  # fmt: skip


def _short(text: str, limit: int = 36) -> str:
    return text if len(text) <= limit else text[:limit] + "…"


@rule(
    "C104", "full-points-for-missed-target", Severity.ERROR, check="C04",
    title="未达指标值，仍得满分", title_en="Full points for a target that was missed",
    basis="定量指标未达到指标值的，按完成值与指标值的比例计分（财预〔2020〕10号）", by_hand="对照指标值与完成值的方向（≥、≤）和大小，再看得分。",
    by_hand_en="Compare target and actual in the direction of the sign (≥, ≤), then look at the points.",
    basis_en="A quantitative target that was missed scores in proportion (Caiyu 2020 No. 10)",
)  # fmt: skip
def full_points_for_missed_target(reading: Reading) -> Iterator[Outcome]:
    """Full points for a target that was missed.

    Direction comes from the printed sign (≥ ≤ < >); target and actual must be of one unit. Known false alarms: a reviewer
    who explains in the remark why nothing was deducted.

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
    for indicator in reading.indicators:
        if indicator.weight is None or indicator.score is None:
            continue
        missed = _missed(indicator)
        if missed is None:
            yield unknown("target or actual not comparable")
            continue
        if not missed or indicator.score < indicator.weight or not indicator.weight:
            yield passed()
            continue
        target, actual = indicator.target_value, indicator.actual_value
        assert target is not None and actual is not None  # noqa: PT018  (both were compared)
        yield failed(
            f"“{_short(indicator.name)}”指标值{indicator.operator}{printed(reading, target)}，完成值{printed(reading, actual)}未达到，却得满分{plain(indicator.score)}分",
            f"The target is {indicator.operator}{printed(reading, target)}, the actual {printed(reading, actual)} misses it, yet full points ({plain(indicator.score)}) are given",
            [Span(indicator.span.start, indicator.span.end), target.span, actual.span], operands=[target, actual],
            arithmetic=[f"{plain(actual.value)} {'<' if indicator.operator in ('≥', '>', '=') else '>'} {plain(target.value)}", f"得分 {plain(indicator.score)} = 分值 {plain(indicator.weight)}"],
            difference=plain(abs(actual.value - target.value)),
        )  # fmt: skip


def _missed(indicator: Indicator) -> bool | None:
    """Whether the actual value misses the target; None when the two cannot be compared."""
    target, actual = indicator.target_value, indicator.actual_value
    if (
        target is None
        or actual is None
        or target.kind != actual.kind
        or target.base_unit.split("/")[0] != actual.base_unit.split("/")[0]
    ):
        return None
    if target.counter != actual.counter or not indicator.operator:
        return None
    if indicator.operator in ("≥", ">"):
        return actual.normalized < target.normalized
    if indicator.operator in ("≤", "<") or "成本" in indicator.level1 + indicator.level2:  # a cost is an upper bound
        return actual.normalized > target.normalized
    return actual.normalized < target.normalized
