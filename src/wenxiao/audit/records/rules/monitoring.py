"""What the monitoring of the year warned of, and what became of it (check F06)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wenxiao.audit.model import Severity
from wenxiao.audit.records.model import RECORD_PASSED, Quoted, RecordOutcome, cannot_tell, conflict
from wenxiao.audit.records.registry import record_rule
from wenxiao.audit.records.words import days, numbered, quoted
from wenxiao.audit.summary import letters
from wenxiao.audit.together.names import goal_key
from wenxiao.lexicons import lexicon
from wenxiao.performance.monitoring import Light
from wenxiao.performance.records import Forecast, Record, Round, Scored, SelfEvaluation
from wenxiao.quantities.paper import plain
from wenxiao.reading.attainment import says_nothing

_MENTIONS = re.compile(lexicon("monitoring").pattern("mentions"))
_NO_TEXT = "the text of the self-evaluation"
_FULL = 100


@record_rule(
    "F606", "warning-not-followed", Severity.WARNING, check="F06",
    title="监控预警未跟进", title_en="A warning of the monitoring was not followed",
    basis="绩效监控发现偏离目标的应及时纠正（财预〔2019〕136号）；自评对未完成、偏离的说明原因（财预〔2020〕10号）",
    by_hand="对照监控表的灯号、完成可能性与自评得分，看自评是否说明后来怎样完成。",
    basis_en="Deviations that monitoring finds are put right (Caiyu 2019 No. 136); self-evaluation explains deviations (Caiyu 2020 No. 10)",
    by_hand_en="Compare light and forecast with the scores; see whether the self-evaluation says how the target was met after all.",
)  # fmt: skip
def warning_not_followed(record: Record) -> Iterator[RecordOutcome]:
    """A warning of the monitoring was not followed.

    The last round that speaks of an indicator expected that it might not or could not be met, or the last round had a red
    light; the self-evaluation gives full marks, and neither it nor an answered order to correct says what changed. 有可能 alone
    is a note. Known false alarms: a target that was met late in the year with nothing to explain.

    Fails::
        [[monitoring]]
        date = 2023-08-10
        outlooks = [{ indicator = "新建水厂数量", forecast = "完全不可能" }]
        [self_evaluation]
        text = ""
        indicators = [{ name = "新建水厂数量", target = "≥12座", actual = "12座", points = 20, score = 20 }]
    Fails::
        [[monitoring]]
        date = 2023-08-10
        light = "red"
        [self_evaluation]
        total = 100
        text = "各项目标均已完成。"
    Passes::
        [[monitoring]]
        date = 2023-08-10
        light = "red"
        outlooks = [{ indicator = "新建水厂数量", forecast = "完全不可能" }]
        [self_evaluation]
        total = 91.5
        text = "受征地影响，新建水厂数量未完成。"
        indicators = [{ name = "新建水厂数量", target = "≥12座", actual = "9座", points = 20, score = 15 }]
    Silent::
        [[monitoring]]
        date = 2023-08-10
        light = "green"
    """
    evaluated = record.self_evaluation
    if evaluated is None or not record.monitoring:
        return
    rounds = _in_order(record.monitoring)
    answered = any(one.correction and one.correction.answered_on for _, one in rounds)
    yield from _of_the_light(*rounds[-1], evaluated, answered)
    last = {
        goal_key(outlook.indicator): (f"{place}.outlooks", outlook) for place, one in rounds for outlook in one.outlooks
    }
    scored = {
        goal_key(one.name): (place, one)
        for place, one in numbered("self_evaluation.indicators", evaluated.indicators)
    }  # fmt: skip
    for key, (place, outlook) in last.items():
        if outlook.forecast is Forecast.CERTAIN:
            yield RECORD_PASSED
        elif key not in scored:
            yield cannot_tell("the indicator is not in the self-evaluation")
        else:
            yield _of_the_outlook(Quoted(place, outlook.forecast.value), outlook.forecast, *scored[key], evaluated, answered)  # fmt: skip


def _in_order(rounds: tuple[Round, ...]) -> list[tuple[str, Round]]:
    """By day; as recorded where a day is not known."""
    placed = list(numbered("monitoring", rounds))
    if any(one.date is None for one in rounds):
        return placed
    return sorted(placed, key=lambda pair: str(pair[1].date))


def _of_the_light(place: str, last: Round, evaluated: SelfEvaluation, answered: bool) -> Iterator[RecordOutcome]:
    if last.light is not Light.RED:
        return
    if evaluated.total is None:
        yield cannot_tell("the total score")
    elif evaluated.total < _FULL or answered:
        yield RECORD_PASSED
    elif evaluated.text is None:
        yield cannot_tell(_NO_TEXT)
    elif _MENTIONS.search(evaluated.text):
        yield RECORD_PASSED
    else:
        total = plain(evaluated.total)
        yield conflict(
            f"最后一次监控为“红灯”，自评得“{total}”分，自评没有提到监控或纠偏；请说明后来怎样完成",
            f"The last monitoring showed a red light, the self-evaluation gives {total} points and speaks of neither; say how the targets were met",
            [Quoted(f"{place}.light", "red"), quoted("self_evaluation.total", evaluated.total)],
        )  # fmt: skip


def _of_the_outlook(
    expected: Quoted, forecast: Forecast, place: str, scored: Scored, evaluated: SelfEvaluation, answered: bool
) -> RecordOutcome:
    if scored.points is None or scored.score is None:
        return cannot_tell("the score of the indicator")
    explained = scored.reason is not None and bool(scored.reason) and not says_nothing(scored.reason)
    if scored.score < scored.points or explained or answered:
        return RECORD_PASSED
    if evaluated.text is None:
        return cannot_tell(_NO_TEXT)
    if _MENTIONS.search(evaluated.text) or letters(scored.name) in letters(evaluated.text):
        return RECORD_PASSED
    score, points = plain(scored.score), plain(scored.points)
    return conflict(
        f"指标“{scored.name}”监控时预计“{expected.words}”完成，自评得满分“{score}/{points}”，没有说明；请说明后来怎样完成",
        f"“{scored.name}” was expected as {expected.words} by the monitoring and has full marks, {score} of {points}, without a word; say how it was met",
        [expected, Quoted(f"{place}.score", f"{score}/{points}")],
        severity=Severity.NOTE if forecast is Forecast.POSSIBLE else None,
    )  # fmt: skip


@record_rule(
    "F618", "correction-order-unanswered", Severity.WARNING, check="F06",
    title="纠偏通知逾期未回复", title_en="An order to correct was not answered in time",
    basis="绩效监控发现偏离目标的应及时纠正（财预〔2019〕136号），期限见纠偏通知", by_hand="查纠偏通知的期限和回复日期。",
    basis_en="Deviations that monitoring finds are put right (Caiyu 2019 No. 136); the order sets the day",
    by_hand_en="Compare the day that the order sets with the day of the answer.",
)  # fmt: skip
def correction_order_unanswered(record: Record) -> Iterator[RecordOutcome]:
    """An order to correct was not answered in time.

    Open after its day, or, as a note, answered after it. Known false alarms: a postponement that the record does not have.

    Fails::
        as_of = 2023-12-01
        [[monitoring]]
        correction = { issued_on = 2023-08-20, due = 2023-09-20 }
    Passes::
        [[monitoring]]
        correction = { issued_on = 2023-08-20, due = 2023-09-20, answered_on = 2023-09-15 }
    Silent::
        [[monitoring]]
        date = 2023-08-10
        light = "red"
    """
    for place, one in numbered("monitoring", record.monitoring):
        order = one.correction
        if order is None:
            continue
        until = order.answered_on or record.as_of
        if order.due is None:
            yield cannot_tell("the day that the order sets")
        elif until is None:
            yield cannot_tell("the day of the record")
        elif until <= order.due:
            yield RECORD_PASSED
        elif order.answered_on is not None:
            yield conflict(
                f"纠偏通知限“{order.due.isoformat()}”前回复，实际于“{order.answered_on.isoformat()}”回复；请说明延期",
                f"The order to correct was due on {order.due.isoformat()} and answered on {order.answered_on.isoformat()}; explain the delay",
                [quoted(f"{place}.correction.due", order.due), quoted(f"{place}.correction.answered_on", order.answered_on)],
                arithmetic=[days(order.answered_on, order.due)],
                severity=Severity.NOTE,
            )  # fmt: skip
        else:
            yield conflict(
                f"纠偏通知限“{order.due.isoformat()}”前回复，至{until.isoformat()}没有回复；请督促回复，或补录",
                f"The order to correct was due on {order.due.isoformat()} and is not answered by {until.isoformat()}; ask for the answer, or record it",
                [quoted(f"{place}.correction.due", order.due)],
                arithmetic=[days(until, order.due)],
            )  # fmt: skip
