"""The indicators of the self-evaluation against the approved ones, and how those were changed (check F05)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise

from wenxiao.audit.model import Severity
from wenxiao.audit.records.model import RECORD_PASSED, Quoted, RecordOutcome, cannot_tell, conflict
from wenxiao.audit.records.registry import record_rule
from wenxiao.audit.records.words import quoted, same_target
from wenxiao.audit.together.names import goal_key
from wenxiao.performance.records import Record, Version
from wenxiao.performance.regime import Regime

#: An indicator by name: its place in the record, its name and its target as printed.
_Named = Mapping[str, tuple[str, str, str | None]]

_NO_TARGET = "a target is missing or not comparable"
_ABSENT = "indicators of the self-evaluation"


@record_rule(
    "F605", "indicators-not-the-approved", Severity.ERROR, check="F05",
    title="自评的指标不是批复的指标", title_en="Indicators of the self-evaluation are not the approved ones",
    basis="自评指标是部门预算批复时确定的绩效指标（财预〔2020〕10号）；调整须按程序报批（财预〔2015〕88号）",
    by_hand="以最后一次批复（含调整批复）的指标逐条对照自评。",
    basis_en="Self-evaluation uses the indicators approved with the budget (Caiyu 2020 No. 10); changes need approval (Caiyu 2015 No. 88)",
    by_hand_en="Compare the indicators one by one with the last approval, adjustments included.",
)  # fmt: skip
def indicators_not_the_approved(record: Record, regime: Regime) -> Iterator[RecordOutcome]:
    """Indicators of the self-evaluation are not the approved ones.

    Compared with the first approval and every adjustment by the procedure: a target that is another, an indicator that is
    gone, one that was never approved. A name that is nearly one of the approved may be the same: that cannot be told. Known
    false alarms: an adjustment whose approval the record does not have.

    Fails::
        [[targets]]
        approved_at = 2023-01-20
        indicators = [{ name = "新建水厂数量", target = "≥12座" }]
        [self_evaluation]
        indicators = [{ name = "新建水厂数量", target = "≥8座" }]
    Fails::
        [[targets]]
        approved_at = 2023-01-20
        indicators = [{ name = "新建水厂数量", target = "≥12座" }, { name = "水质合格率", target = "≥95%" }]
        [self_evaluation]
        indicators = [{ name = "新建水厂数量", target = "≥12座" }]
    Passes::
        [[targets]]
        approved_at = 2023-01-20
        indicators = [{ name = "新建水厂数量", target = "≥12座" }]
        [[targets]]
        approved_at = 2023-08-15
        by_adjustment = true
        indicators = [{ name = "新建水厂数量", target = "≥8座" }]
        [self_evaluation]
        indicators = [{ name = "新建水厂数量", target = "不少于8座" }]
    Silent::
        [[targets]]
        approved_at = 2023-01-20
        indicators = [{ name = "新建水厂数量", target = "≥12座" }]
    """
    at, approved = _in_force(record.targets or ())
    evaluated = record.self_evaluation
    if approved is None or evaluated is None:
        return
    if evaluated.indicators is None:
        yield cannot_tell(_ABSENT)
        return
    before = _named(((f"{at}.indicators[{n}]", i.name, i.value) for n, i in enumerate(approved.indicators, 1)))
    after = _named(
        ((f"self_evaluation.indicators[{n}]", i.name, i.target) for n, i in enumerate(evaluated.indicators, 1))
    )
    yield from _changes(before, after, float(regime.thresholds["renamed_project"]))  # fmt: skip


def _in_force(versions: Sequence[Version]) -> tuple[str, Version | None]:
    """The last version that was approved: the first, or the last one changed by the procedure; with its place."""
    found: tuple[str, Version | None] = "", None
    for n, version in enumerate(versions, 1):
        if n == 1 or version.by_adjustment:
            found = f"targets[{n}]", version
    return found if found[1] is not None and found[1].indicators else ("", None)


def _named(every: Iterator[tuple[str, str, str | None]]) -> _Named:
    """By name; a name that occurs twice names neither."""
    found: dict[str, tuple[str, str, str | None]] = {}
    twice: set[str] = set()
    for place, name, value in every:
        key = goal_key(name)
        twice |= {key} & found.keys()
        found[key] = place, name, value
    return {key: one for key, one in found.items() if key not in twice}


def _changes(before: _Named, after: _Named, near: float) -> Iterator[RecordOutcome]:
    for key in [key for key in before if key in after]:
        (place, name, was), (there, _, now) = before[key], after[key]
        same = same_target(was, now) if was and now else None
        if same is None:
            yield cannot_tell(_NO_TARGET)
        elif same:
            yield RECORD_PASSED
        else:
            yield conflict(
                f"指标“{name}”批复的目标为“{was}”，自评为“{now}”；如经批准调整，请补录调整批复",
                f"The target of “{name}” was approved as {was} and is {now} in the self-evaluation; record the approval of a change",
                [Quoted(place, str(was)), Quoted(there, str(now))],
            )
    gone, fresh = ([one for key, one in a.items() if key not in b] for a, b in ((before, after), (after, before)))
    if any(_likeness(a[1], b[1]) >= near for a in gone for b in fresh):
        yield cannot_tell("an indicator may have been renamed")
        return
    for place, name, _ in gone:
        yield conflict(
            f"批复的指标“{name}”在自评中没有；如经批准取消，请补录调整批复",
            f"The approved indicator “{name}” is not in the self-evaluation; record the approval of a change",
            [Quoted(place, name)],
        )
    for place, name, _ in fresh:
        yield conflict(
            f"自评的指标“{name}”不在批复之列；如经批准增加，请补录调整批复",
            f"The indicator “{name}” of the self-evaluation was not approved; record the approval of a change",
            [Quoted(place, name)],
        )


def _likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, goal_key(a), goal_key(b), autojunk=False).ratio()


@record_rule(
    "F617", "targets-changed-without-procedure", Severity.ERROR, check="F05",
    title="绩效目标未按程序调整", title_en="Targets were changed without the procedure",
    basis="绩效目标批复后一般不予调整，确需调整的按程序报批（财预〔2015〕88号）", by_hand="查每次变更有没有调整批复，批复日期是否在预算年度之内。",
    basis_en="Approved targets are not changed but by the procedure (Caiyu 2015 No. 88)",
    by_hand_en="See for each change whether there is an approval, and whether it is of the budget year.",
)  # fmt: skip
def targets_changed_without_procedure(record: Record) -> Iterator[RecordOutcome]:
    """Targets were changed without the procedure.

    A later version that differs from the one before it and that no adjustment approves; as a warning, an adjustment approved
    after the year has ended. Known false alarms: a correction of a slip of the pen; an approval that was decided in December.

    Fails::
        [[targets]]
        approved_at = 2023-01-20
        indicators = [{ name = "新建水厂数量", target = "≥12座" }]
        [[targets]]
        approved_at = 2023-11-02
        indicators = [{ name = "新建水厂数量", target = "≥8座" }]
    Fails::
        [[targets]]
        approved_at = 2023-01-20
        indicators = [{ name = "新建水厂数量", target = "≥12座" }]
        [[targets]]
        approved_at = 2024-02-06
        by_adjustment = true
        indicators = [{ name = "新建水厂数量", target = "≥8座" }]
    Passes::
        [[targets]]
        approved_at = 2023-01-20
        indicators = [{ name = "新建水厂数量", target = "≥12座" }]
        [[targets]]
        approved_at = 2023-08-15
        by_adjustment = true
        indicators = [{ name = "新建水厂数量", target = "≥8座" }]
    Silent::
        [[targets]]
        approved_at = 2023-01-20
        indicators = [{ name = "新建水厂数量", target = "≥12座" }]
    """
    versions = record.targets or ()
    for n, (was, now) in enumerate(pairwise(versions), 2):
        yield _change(record, n, was, now)


def _change(record: Record, n: int, was: Version, now: Version) -> RecordOutcome:
    place = f"targets[{n}]"
    if now.by_adjustment:
        if now.approved_at is None:
            return cannot_tell("the day of approval")
        if now.approved_at <= date(record.year, 12, 31):
            return RECORD_PASSED
        return conflict(
            f"{record.year}年度的绩效目标于{now.approved_at.isoformat()}批复调整，年度已经终了；请说明调整的依据",
            f"The targets of {record.year} were adjusted on {now.approved_at.isoformat()}, after the year; say on what basis",
            [quoted(f"{place}.approved_at", now.approved_at)],
            severity=Severity.WARNING,
        )
    before, after = ({goal_key(i.name): i for i in version.indicators} for version in (was, now))
    for key in [*before, *(key for key in after if key not in before)]:
        if key not in before or key not in after:
            name = (before.get(key) or after[key]).name
            zh, en = ("取消", "dropped") if key in before else ("新增", "added")
            return _unapproved(place, f"{zh}了指标“{name}”", f"“{name}” was {en}", [Quoted(place, name)])
    undecided = False
    for key, old in before.items():
        new = after[key]
        same = same_target(old.value, new.value) if old.value and new.value else old.value == new.value or None
        undecided |= same is None
        if same is False:
            quotes = [Quoted(f"targets[{n - 1}]", str(old.value)), Quoted(place, str(new.value))]
            said = f"the target of “{old.name}” went from {old.value} to {new.value}"
            return _unapproved(place, f"指标“{old.name}”由“{old.value}”改为“{new.value}”", said, quotes)
    return cannot_tell(_NO_TARGET) if undecided else RECORD_PASSED


def _unapproved(place: str, zh: str, en: str, quotes: list[Quoted]) -> RecordOutcome:
    return conflict(
        f"批复之后{zh}，没有调整批复；请补录批复，或恢复原目标",
        f"After the approval {en} without an approved adjustment; record the approval, or restore the target",
        [*quotes, Quoted(f"{place}.by_adjustment", "false")],
    )
