"""Indicators of one project in several documents: approved and reported, last year's and this year's (checks F05, C21)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from wenxiao.audit.model import Severity
from wenxiao.audit.summary import Goal, letters
from wenxiao.audit.together.bundle import Bundle, Item
from wenxiao.audit.together.model import JOINT_PASSED, JointOutcome, cannot_tell, conflict
from wenxiao.audit.together.names import goal_key
from wenxiao.audit.together.registry import joint_rule
from wenxiao.performance.regime import Regime
from wenxiao.quantities.model import Quantity
from wenxiao.reading.types import REGION_TARGET_FORM, TARGET_FORM

#: Indicators that a form must have before its lack of one says anything.
_ENOUGH = 3
_FEWER_IS_BETTER = re.compile(
    r"成本|费用|投诉|事故|死亡|伤亡|发生率|发病|差错|失误|时限|时间|时长|天数|周期|能耗|排放|损耗|流失|下降|降低|减少|控制(?![器柜箱室台])|违规|逾期|闲置"
)


@joint_rule(
    "F505", "indicators-changed-after-approval", Severity.ERROR, check="F05",
    title="自评的指标与申报的目标不同", title_en="Indicators of the self-evaluation differ from those that were set",
    basis="自评指标是部门预算批复时确定的绩效指标（财预〔2020〕10号）；调整须按程序报批（财预〔2015〕88号）",
    by_hand="把目标申报表和自评表的三级指标逐条对照；有调整的附上批复。",
    by_hand_en="Compare the indicators of the two forms one by one; attach the approval of any change.",
    basis_en="Self-evaluation uses the indicators approved with the budget (Caiyu 2020 No. 10); changes need approval (Caiyu 2015 No. 88)",
)  # fmt: skip
def indicators_changed(bundle: Bundle) -> Iterator[JointOutcome]:
    """Indicators of the self-evaluation differ from those that were set.

    An indicator's target that is another in the self-evaluation, an indicator that is gone, one that is new. Known false
    alarms: an approved change.

    Fails::
        === 绩效目标申报表.txt
        项目支出绩效目标申报表（2023年度）
        项目名称|饮水安全工程|主管部门|甲县水务局
        一级指标|二级指标|三级指标|年度指标值
        产出指标|数量指标|新建水厂数量|≥12座
        产出指标|质量指标|水质合格率|≥95%
        产出指标|时效指标|按期完工率|≥90%
        === 绩效自评表.txt
        项目支出绩效自评表（2023年度）
        项目名称|饮水安全工程|主管部门|甲县水务局
        一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
        产出指标|数量指标|新建水厂数量|≥8座|8座|10|10
        产出指标|质量指标|水质合格率|≥95%|96%|10|10
        产出指标|时效指标|按期完工率|≥90%|95%|10|10
    Passes::
        === 绩效目标申报表.txt
        项目支出绩效目标申报表（2023年度）
        项目名称|饮水安全工程|主管部门|甲县水务局
        一级指标|二级指标|三级指标|年度指标值
        产出指标|数量指标|新建水厂数量|≥12座
        产出指标|质量指标|水质合格率|≥95%
        产出指标|时效指标|按期完工率|≥90%
        === 绩效自评表.txt
        项目支出绩效自评表（2023年度）
        项目名称|饮水安全工程|主管部门|甲县水务局
        一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
        产出指标|数量指标|新建水厂数量|≥12座|12座|10|10
        产出指标|质量指标|水质合格率|≥95%|96%|10|10
        产出指标|时效指标|按期完工率|≥90%|95%|10|10
    Silent::
        === 绩效自评表.txt
        项目支出绩效自评表（2023年度）
        项目名称|饮水安全工程|主管部门|甲县水务局
        一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
        产出指标|数量指标|新建水厂数量|≥8座|8座|10|10
        === 绩效自评报告.txt
        甲县水务局2023年度项目支出绩效自评报告
        1、饮水安全工程预算120.50万元，支出100.25万元。
    """
    for same in bundle.same_projects:
        approved = [item for item in same.items if _sets_targets(bundle, item) and _goals(bundle, item)]
        reported = [item for item in same.items if not _sets_targets(bundle, item) and _goals(bundle, item)]
        if approved:
            for item in reported:
                yield from _changes(bundle, approved[0], item)


def _sets_targets(bundle: Bundle, item: Item) -> bool:
    return bundle.type(item.document) in (TARGET_FORM, REGION_TARGET_FORM)


def _goals(bundle: Bundle, item: Item) -> Mapping[str, Goal]:
    """The indicators by name; a name that occurs twice names neither."""
    found: dict[str, Goal] = {}
    twice: set[str] = set()
    for goal in bundle.goals(item.document):
        key = goal_key(goal.name)
        twice |= {key} & found.keys()
        found[key] = goal
    return {key: goal for key, goal in found.items() if key not in twice}


def _changes(bundle: Bundle, one: Item, other: Item) -> Iterator[JointOutcome]:
    before, after = _goals(bundle, one), _goals(bundle, other)
    shared = before.keys() & after.keys()
    if len(before) < _ENOUGH or len(after) < _ENOUGH or len(shared) * 2 < min(len(before), len(after)):
        yield cannot_tell("indicators not told apart")
        return
    for key in before:
        if key in shared:
            yield _target(bundle, one, before[key], other, after[key])
    for keys, here, there, zh, en in (
        ([k for k in before if k not in shared], (one, before), other, "自评中没有", "is missing from"),
        ([k for k in after if k not in shared], (other, after), one, "是申报时没有的", "is not among those of"),
    ):
        if keys:
            item, goals = here
            names, more = "、".join(goals[k].name for k in keys[:3]), f"等 {len(keys)} 个" if len(keys) > 3 else ""
            yield conflict(
                f"{bundle.name(item.document)} 的指标“{names}”{more}{zh}（{bundle.name(there.document)}）；如经批准调整，请附批复",
                f"“{names}” of {bundle.name(item.document)} {en} {bundle.name(there.document)}; attach the approval of the change",
                [*bundle.cite(item.document, *(goals[k].quote for k in keys[:3])), *bundle.cite(there.document, there.project.quote)],
                severity=Severity.WARNING,
            )  # fmt: skip


def _target(bundle: Bundle, one: Item, before: Goal, other: Item, after: Goal) -> JointOutcome:
    if before.target is None or after.target is None:
        return cannot_tell("target or actual not comparable")
    if letters(before.target.words) == letters(after.target.words):
        return JOINT_PASSED
    a, b = before.target_value, after.target_value
    if a is None or b is None or not _comparable(a, b):
        return cannot_tell("target or actual not comparable")
    if a.normalized == b.normalized:
        return JOINT_PASSED
    x, y = before.target.words, after.target.words
    return conflict(
        f"指标“{before.name}”的目标，{bundle.name(one.document)} 为“{x}”，{bundle.name(other.document)} 为“{y}”；如经批准调整，请附批复",
        f"The target of “{before.name}” is {x} in {bundle.name(one.document)} and {y} in {bundle.name(other.document)}; attach the approval of the change",
        [*bundle.cite(one.document, before.quote, before.target), *bundle.cite(other.document, after.quote, after.target)],
    )  # fmt: skip


def _comparable(a: Quantity, b: Quantity) -> bool:
    return a.kind == b.kind and a.base_unit == b.base_unit and a.counter == b.counter


@joint_rule(
    "C521", "target-below-last-year", Severity.WARNING, check="C21",
    title="目标值低于上年实际完成值", title_en="A target is below what last year reached",
    basis="绩效目标应符合正常的业绩水平（财预〔2020〕10号附1，绩效目标合理性）",
    by_hand="对照上年自评表的实际完成值；任务或预算确有减少的，请写明。",
    by_hand_en="Compare with last year's actual value; where tasks or budget are smaller, say so.",
    basis_en="Targets meet the usual level of performance (Caiyu 2020 No. 10, annex 1)",
)  # fmt: skip
def target_below_last_year(bundle: Bundle, regime: Regime) -> Iterator[JointOutcome]:
    """A target is below what last year reached.

    The same indicator of the same project and unit in two years running, where more is better. Known false alarms: a cut of
    the budget or the task.

    Fails::
        === 2022年自评表.txt
        甲县水务局2022年度项目支出绩效自评表
        项目名称|饮水安全工程|主管部门|甲县水务局
        一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
        产出指标|数量指标|检测水样数量|≥300份|420份|10|10
        === 2023年自评表.txt
        甲县水务局2023年度项目支出绩效自评表
        项目名称|饮水安全工程|主管部门|甲县水务局
        一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
        产出指标|数量指标|检测水样数量|≥310份|430份|10|10
    Passes::
        === 2022年自评表.txt
        甲县水务局2022年度项目支出绩效自评表
        项目名称|饮水安全工程|主管部门|甲县水务局
        一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
        产出指标|数量指标|检测水样数量|≥300份|320份|10|10
        === 2023年自评表.txt
        甲县水务局2023年度项目支出绩效自评表
        项目名称|饮水安全工程|主管部门|甲县水务局
        一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
        产出指标|数量指标|检测水样数量|≥310份|330份|10|10
    Silent::
        === 2022年自评表.txt
        甲县水务局2022年度项目支出绩效自评表
        项目名称|饮水安全工程|主管部门|甲县水务局
        一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
        产出指标|成本指标|每份水样检测成本|≤300元|280元|10|10
        === 2023年自评表.txt
        甲县水务局2023年度项目支出绩效自评表
        项目名称|饮水安全工程|主管部门|甲县水务局
        一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
        产出指标|成本指标|每份水样检测成本|≤250元|240元|10|10
    """
    floor = regime.thresholds["target_of_last_actual"]
    for _, _, before, after in bundle.following_years():
        last = {item.key: item for item in bundle.items_of(before) if bundle.goals(item.document)}
        for item in bundle.items_of(after):
            earlier = last.get(item.key)
            if earlier is None:
                continue
            old, new = _goals(bundle, earlier), _goals(bundle, item)
            for key in [k for k in new if k in old]:
                reached, wanted = old[key].actual_value, new[key].target_value
                if reached is None or wanted is None or _fewer_is_better(new[key]) or not _comparable(reached, wanted):
                    continue
                # ≥2000米 is loose upwards; what is asked for is 2000
                asked = wanted.normalized if new[key].operator else wanted.interval.high
                if asked >= reached.interval.low * floor:
                    yield JOINT_PASSED
                    continue
                was, now = old[key].actual, new[key].target
                assert was is not None and now is not None  # noqa: PT018
                yield conflict(
                    f"“{item.project.name}”的指标“{new[key].name}”，上年实际完成“{was.words}”，本年目标只有“{now.words}”；任务或预算减少的，请写明",
                    f"“{new[key].name}” of “{item.project.name}” reached {was.words} last year; this year's target is {now.words}; where task or budget are smaller, say so",
                    [*bundle.cite(earlier.document, old[key].quote, was), *bundle.cite(item.document, new[key].quote, now)],
                )  # fmt: skip


def _fewer_is_better(goal: Goal) -> bool:
    return goal.operator in ("≤", "<") or _FEWER_IS_BETTER.search(goal.name) is not None
