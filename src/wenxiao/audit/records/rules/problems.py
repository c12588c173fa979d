"""Problems and their rectification: late, open, come back (check F13)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wenxiao.audit.indicators import short
from wenxiao.audit.model import Severity
from wenxiao.audit.records.model import RECORD_PASSED, Quoted, RecordOutcome, cannot_tell, conflict
from wenxiao.audit.records.registry import record_rule
from wenxiao.audit.records.words import days, likeness, numbered, quoted
from wenxiao.lexicons import lexicon
from wenxiao.performance.records import Problem, Record
from wenxiao.performance.regime import Regime
from wenxiao.quantities.paper import percent
from wenxiao.reading.attainment import says_nothing

#: The last character of a place's name and what it is: 溪镇. 个别小区 names none.
_PLACE = re.compile(r"[\u4e00-\u9fff](?:村|镇|乡|街道|社区|小区|学校|医院|水库|公路|标段)")
_SOME = re.compile(lexicon("assertions").pattern("some"))


@record_rule(
    "F613", "rectification-late", Severity.ERROR, check="F13",
    title="整改逾期或未销号", title_en="Rectification late or not closed",
    basis="评价发现的问题应及时整改，整改情况反馈财政部门（财预〔2020〕10号），期限见整改通知", by_hand="查整改期限、销号日期和整改措施。",
    basis_en="Problems found are put right and reported on (Caiyu 2020 No. 10); the notice sets the day",
    by_hand_en="Compare the day that was set with the day of closing; see what was done.",
)  # fmt: skip
def rectification_late(record: Record) -> Iterator[RecordOutcome]:
    """Rectification late or not closed.

    A problem that is open after its day; as a warning, one that was closed after it, or closed without a measure. Known false
    alarms: a postponement that the record does not have.

    Fails::
        as_of = 2024-12-01
        problems = [{ text = "两座水厂未办理验收", raised_on = 2024-06-03, due = 2024-08-31 }]
    Fails::
        problems = [{ text = "两座水厂未办理验收", due = 2024-08-31, closed_on = 2024-08-20, measure = "" }]
    Passes::
        problems = [{ text = "两座水厂未办理验收", due = 2024-08-31, closed_on = 2024-08-20, measure = "已补办验收" }]
    Silent::
        problems = []
    """
    for place, problem in numbered("problems", record.problems):
        yield _rectified(place, problem, record)


def _rectified(place: str, problem: Problem, record: Record) -> RecordOutcome:
    name, due, closed = short(problem.text), problem.due, problem.closed_on
    if closed is not None and problem.raised_on is not None and closed < problem.raised_on:
        return cannot_tell("closed before it was raised")
    if closed is not None and problem.measure is not None and (not problem.measure or says_nothing(problem.measure)):
        return conflict(
            f"问题“{name}”已于“{closed.isoformat()}”销号，没有整改措施；请补录做了什么",
            f"“{name}” was closed on {closed.isoformat()} without a measure; record what was done",
            [Quoted(place, problem.text), quoted(f"{place}.closed_on", closed)],
            severity=Severity.WARNING,
        )
    if due is None:
        return cannot_tell("the day until which to rectify")
    until = closed or record.as_of
    if until is None:
        return cannot_tell("the day of the record")
    if until <= due:
        return RECORD_PASSED
    day, last = due.isoformat(), until.isoformat()
    quotes = [Quoted(place, problem.text), quoted(f"{place}.due", due)]
    if closed is None:
        return conflict(
            f"问题“{name}”限“{day}”前整改，至{last}没有销号；请督促整改，或补录销号日期",
            f"“{name}” was to be put right by {day} and is open on {last}; press for it, or record its closing",
            quotes,
            arithmetic=[days(until, due)],
        )
    return conflict(
        f"问题“{name}”限“{day}”前整改，于“{last}”销号；请说明延期",
        f"“{name}” was to be put right by {day} and was closed on {last}; explain the delay",
        [*quotes, quoted(f"{place}.closed_on", closed)],
        arithmetic=[days(until, due)],
        severity=Severity.WARNING,
    )


@record_rule(
    "F620", "problem-came-back", Severity.WARNING, check="F13",
    title="同类问题复发", title_en="The same problem came back",
    basis="评价发现的问题应整改到位，避免重复发生（财预〔2020〕10号：整改不到位的相应调减预算）", by_hand="对照两年的问题清单，看是否同一件事，上年的措施是否落实。",
    basis_en="Problems are put right for good; where they are not, the budget is cut (Caiyu 2020 No. 10)",
    by_hand_en="Compare the problems of both years: is it the same matter, and were last year's measures carried out?",
)  # fmt: skip
def problem_came_back(record: Record, regime: Regime) -> Iterator[RecordOutcome]:
    """The same problem came back.

    A problem of this year in nearly the words of one of last year's, whatever its figures. Likeness is the share of two-character
    runs; less than nearly the same is left to a reader, and so are two that name different places. Known false alarms: a
    general phrase used for two matters.

    Fails::
        problems = [{ text = "管护责任未落实，设施损坏后维修不及时", raised_on = 2024-06-03 }]
        [before]
        problems = [{ text = "部分管护责任未落实，设施损坏后维修不及时", closed_on = 2023-09-01 }]
    Passes::
        problems = [{ text = "两座水厂未办理竣工验收", raised_on = 2024-06-03 }]
        [before]
        problems = [{ text = "管护责任未落实，设施损坏后维修不及时", closed_on = 2023-09-01 }]
    Silent::
        problems = [{ text = "两座水厂未办理竣工验收", raised_on = 2024-06-03 }]
        [before]
        problems = []
    """
    earlier = list(numbered("before.problems", record.before.problems if record.before else None))
    same, like = regime.thresholds["same_problem"], regime.thresholds["like_problem"]
    for place, problem in numbered("problems", record.problems):
        if not earlier or says_nothing(problem.text):
            continue
        share, (there, old) = max(
            ((likeness(problem.text, old.text), (there, old)) for there, old in earlier), key=lambda pair: pair[0]
        )
        if share < like:
            yield RECORD_PASSED
        elif share < same:
            yield cannot_tell("alike, but not in the same words")
        elif _elsewhere(problem.text, old.text):
            yield cannot_tell("problems of two places")
        else:
            closed = f"已于{old.closed_on.isoformat()}销号" if old.closed_on else "未见销号"
            closed_en = f"closed on {old.closed_on.isoformat()}" if old.closed_on else "not recorded as closed"
            yield conflict(
                f"上年的问题“{short(old.text)}”{closed}，本年又有“{short(problem.text)}”；请看是否同一问题、上年措施是否落实",
                f"Last year's “{short(old.text)}”, {closed_en}, and this year's “{short(problem.text)}” read alike; see whether it is the same and what became of the measures",
                [Quoted(there, old.text), Quoted(place, problem.text)],
                arithmetic=[f"相同的两字组 {percent(share, 0)} ≥ {percent(same, 0)}"],
            )  # fmt: skip


def _elsewhere(one: str, other: str) -> bool:
    """Whether both name places, and none in common."""
    a, b = (set(_PLACE.findall(_SOME.sub("，", text))) for text in (one, other))
    return bool(a and b) and not a & b
