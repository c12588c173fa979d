"""Which one bucket a case is in: every entry of a classification is in exactly one, and the buckets add up to what was asked about.

A classification yields entries: the id of what is counted (a case, or its n-th check or dispatch), the moment that decides to which
period it belongs, and its bucket. Cases are as they were known at the cutoff (``fold(events, until=cutoff)``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from wenxiao.grid.cases import Case
from wenxiao.grid.deadlines import paused_in_time
from wenxiao.grid.states import Appeal, Source, State


class View(StrEnum):
    """By the original deadline, or with what was approved and undone since: printed side by side."""

    RAW = "raw"
    ADJUSTED = "adjusted"


class Finish(StrEnum):
    """What ends the time for 处置."""

    STRICT = "strict"  # the feedback that a check found true, or that still waits for one
    LENIENT = "lenient"  # the first feedback, true or not
    PASSED = "passed"  # the check that found it solved
    CLOSED = "closed"  # 结案


class Bucket(StrEnum):
    """Where an entry is counted."""

    ON_TIME = "on_time"
    LATE = "late"
    OVERDUE_OPEN = "overdue_open"
    FORCED = "forced"
    NOT_DUE = "not_due"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    EXEMPT = "exempt"
    SELF_DISPOSED = "self_disposed"
    NO_DEADLINE = "no_deadline"
    COARSE = "coarse"
    VOID = "void"
    MERGED = "merged"
    REWORKED = "reworked"
    NOT_REWORKED = "not_reworked"
    PROLONGED = "prolonged"
    NOT_PROLONGED = "not_prolonged"
    FILED = "filed"
    REJECTED = "rejected"
    WAITING = "waiting"
    KEPT = "kept"
    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"
    BY_SUPERVISOR = "by_supervisor"
    BY_PUBLIC = "by_public"
    BY_OTHER = "by_other"
    SHIRKED = "shirked"
    PRESSED = "pressed"
    NOT_PRESSED = "not_pressed"
    LAPSED = "lapsed"
    SATISFIED = "satisfied"
    BASICALLY_SATISFIED = "basically_satisfied"
    DISSATISFIED = "dissatisfied"
    NO_ANSWER = "no_answer"
    NOT_REACHED = "not_reached"
    NOT_CALLED = "not_called"
    NO_NUMBER = "no_number"
    FORGOTTEN = "forgotten"


#: Names in both languages.
BUCKET_NAMES: dict[Bucket, tuple[str, str]] = {
    Bucket.ON_TIME: ("按期", "on time"),
    Bucket.LATE: ("超期", "late"),
    Bucket.OVERDUE_OPEN: ("超期未办", "overdue and open"),
    Bucket.FORCED: ("强制结案", "closed by order"),
    Bucket.NOT_DUE: ("未到期", "not due yet"),
    Bucket.EXTENDED: ("延期未到期", "extended, not due yet"),
    Bucket.SUSPENDED: ("挂账中", "suspended"),
    Bucket.EXEMPT: ("申诉豁免", "exempt on appeal"),
    Bucket.SELF_DISPOSED: ("自行处置", "solved on the spot"),
    Bucket.NO_DEADLINE: ("无期限（数据有误）", "no deadline (error in the data)"),
    Bucket.COARSE: ("台账未载明（不可计算）", "not told by the ledger: not computable"),
    Bucket.VOID: ("作废", "void"),
    Bucket.MERGED: ("合并", "merged"),
    Bucket.REWORKED: ("返工", "reworked"),
    Bucket.NOT_REWORKED: ("未返工", "not reworked"),
    Bucket.PROLONGED: ("延期", "extended"),
    Bucket.NOT_PROLONGED: ("未延期", "not extended"),
    Bucket.FILED: ("立案", "filed"),
    Bucket.REJECTED: ("不予立案", "not filed"),
    Bucket.WAITING: ("待核实、待立案", "to be verified or filed"),
    Bucket.KEPT: ("有效", "kept"),
    Bucket.RIGHT: ("准确", "right"),
    Bucket.WRONG: ("错派", "wrong"),
    Bucket.MISSED: ("漏报", "missed"),
    Bucket.BY_SUPERVISOR: ("监督员", "supervisors"),
    Bucket.BY_PUBLIC: ("公众", "the public"),
    Bucket.BY_OTHER: ("其他来源", "other sources"),
    Bucket.SHIRKED: ("推诿", "shirked"),
    Bucket.PRESSED: ("督办", "pressed"),
    Bucket.NOT_PRESSED: ("未督办", "not pressed"),
    Bucket.LAPSED: ("无须回复", "nobody left to answer"),
    Bucket.SATISFIED: ("满意", "satisfied"),
    Bucket.BASICALLY_SATISFIED: ("基本满意", "basically satisfied"),
    Bucket.DISSATISFIED: ("不满意", "dissatisfied"),
    Bucket.NO_ANSWER: ("接通未评价", "reached, would not say"),
    Bucket.NOT_REACHED: ("未接通", "not reached"),
    Bucket.NOT_CALLED: ("未回访", "not called back"),
    Bucket.NO_NUMBER: ("未留电话", "left no number"),
    Bucket.FORGOTTEN: ("结案前信息已到期删除", "forgotten before it was closed"),
}


class Period(NamedTuple):
    """From ``start`` up to, not with, ``end``."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """How to look at the cases. ``key``, ``early``: see ``data/rates.toml``."""

    period: Period
    cutoff: datetime
    view: View = View.RAW
    finish: Finish = Finish.STRICT
    key: str = "due"
    early: bool = False


class Entry(NamedTuple):
    """``moment`` None: it belongs to no period. ``who``: the person whose work it measures, where it is one's."""

    id: str
    moment: datetime | None
    bucket: Bucket
    who: str = ""


Classification = Callable[[Case, Question], Iterator[Entry]]


def _open(case: Case, asked: Question) -> datetime | None:
    """A filed case that is open belongs to every period; one that became void or was merged to that in which it did."""
    if case.filed_at is None or case.filed_at >= asked.period.end:
        return None
    return case.since if case.final else asked.period.start


#: The moment of a case that decides to which period it belongs, by the name of the reading's key.
KEYS: dict[str, Callable[[Case, Question], datetime | None]] = {
    # A case without a deadline belongs where it was filed: it is shown as an error there, never left out.
    "due": lambda case, _: case.due or case.filed_at,
    "filed": lambda case, _: case.filed_at,
    "dispatched": lambda case, _: case.dispatched_at,
    "handled": lambda case, _: case.first_feedback_at,
    "closed_or_open": lambda case, asked: case.closed_at or _open(case, asked),
}


def finished(case: Case, view: View, finish: Finish) -> datetime | None:
    """When the time for 处置 ended; None: not yet. The adjusted view takes back what a reopening undid."""
    adjusted = view is View.ADJUSTED
    match finish:
        case Finish.STRICT:
            return case.standing_at if adjusted else case.accepted_at or case.waiting_at
        case Finish.LENIENT:
            return case.standing_at if adjusted and case.reopens else case.first_feedback_at
        case Finish.PASSED:
            return case.standing_pass_at if adjusted else case.passed_at
        case Finish.CLOSED:
            return case.closed_at if adjusted else case.first_closed_at


def handling_bucket(case: Case, asked: Question) -> Bucket:
    """The bucket of a filed case as to its 处置: 按期, 超期, 超期未办, or why it is none of these."""
    if case.state is State.MERGED:
        return Bucket.MERGED
    if case.state is State.VOID:
        return Bucket.VOID
    adjusted = asked.view is View.ADJUSTED
    if case.self_disposed and not (adjusted and case.reopens):
        return Bucket.SELF_DISPOSED
    if case.due is None or case.adjusted_due is None:
        return Bucket.NO_DEADLINE
    if case.coarse or (asked.finish is Finish.PASSED and any(each.coarse for each in case.post_checks)):
        return Bucket.COARSE
    if adjusted and case.appeal is Appeal.GRANTED and case.final:
        return Bucket.EXEMPT
    done = finished(case, asked.view, asked.finish)
    if case.due > asked.cutoff and not (asked.early and done is not None):
        return Bucket.NOT_DUE
    # Closing by order ends a case that nobody solved: in the denominator, never in the numerator.
    if case.state is State.FORCED_CLOSED:
        return Bucket.FORCED
    due = case.adjusted_due if adjusted else case.due
    if done is not None:
        return Bucket.ON_TIME if done <= due else Bucket.LATE
    if adjusted and due > asked.cutoff:
        paused = case.state is State.SUSPENDED and paused_in_time(case)
        running = case.suspended_until is None or case.suspended_until > asked.cutoff
        return Bucket.SUSPENDED if paused and running else Bucket.EXTENDED
    return Bucket.OVERDUE_OPEN


_DONE = frozenset({Bucket.ON_TIME, Bucket.LATE})
_COUNTED = frozenset({*_DONE, Bucket.OVERDUE_OPEN, Bucket.FORCED})


class Filed(NamedTuple):
    """The buckets of a filed case in the four classifications that go by a reading, and the moment that decides to which period it belongs."""

    moment: datetime | None
    handling: Bucket
    closing: Bucket
    rework: Bucket
    extension: Bucket


def filed(case: Case, asked: Question) -> Filed | None:
    """All four at once; None for a case that was not filed."""
    if case.filed_at is None:
        return None
    bucket = closed = handling_bucket(case, asked)
    # 结案 is as 处置, but what is not closed is open.
    ended = case.first_closed_at if asked.view is View.RAW else case.closed_at
    if bucket in _DONE and ended is None and case.due is not None:
        closed = Bucket.NOT_DUE if case.due > asked.cutoff else Bucket.OVERDUE_OPEN
    rework = extension = bucket
    if bucket in _COUNTED and case.imported:
        rework = extension = Bucket.COARSE  # a ledger does not tell how often: none that is known is not none
    elif bucket in _COUNTED:
        # By cases and not by times, of those that should be closed.
        rework = Bucket.REWORKED if case.reworks else Bucket.NOT_REWORKED
        extension = Bucket.PROLONGED if case.extensions else Bucket.NOT_PROLONGED
    return Filed(KEYS[asked.key](case, asked), bucket, closed, rework, extension)


def handling(case: Case, asked: Question) -> Iterator[Entry]:
    """处置, of filed cases."""
    if found := filed(case, asked):
        yield Entry(case.id, found.moment, found.handling)


def closing(case: Case, asked: Question) -> Iterator[Entry]:
    """结案, of filed cases."""
    if found := filed(case, asked):
        yield Entry(case.id, found.moment, found.closing)


def rework(case: Case, asked: Question) -> Iterator[Entry]:
    """返工, of those that should be closed."""
    if found := filed(case, asked):
        yield Entry(case.id, found.moment, found.rework)


def extension(case: Case, asked: Question) -> Iterator[Entry]:
    """延期, of those that should be handled."""
    if found := filed(case, asked):
        yield Entry(case.id, found.moment, found.extension)


def outcome(case: Case, _: Question) -> Iterator[Entry]:
    """What became of a report: 上报 = 立案 + 不予立案 + 待立案 + 合并."""
    if case.state is State.MERGED:
        bucket = Bucket.MERGED
    elif case.state is State.REJECTED:
        bucket = Bucket.REJECTED
    else:
        bucket = Bucket.WAITING if case.filed_at is None else Bucket.FILED
    yield Entry(case.id, case.reported_at, bucket, case.decided_by)


def supervisor_outcome(case: Case, asked: Question) -> Iterator[Entry]:
    """The same of supervisors' reports alone."""
    if case.source is Source.SUPERVISOR:
        for entry in outcome(case, asked):
            yield entry._replace(who=case.reporter)


def origin(case: Case, _: Question) -> Iterator[Entry]:
    """Who found what was filed; what was merged counts once, in the case that goes on."""
    if case.filed_at is None:
        return
    if case.state is State.MERGED:
        bucket = Bucket.MERGED
    elif case.missed:
        bucket = Bucket.MISSED
    elif case.source is Source.SUPERVISOR:
        bucket = Bucket.BY_SUPERVISOR
    else:
        bucket = Bucket.BY_PUBLIC if case.source in {Source.PUBLIC, Source.HOTLINE} else Bucket.BY_OTHER
    yield Entry(case.id, case.filed_at, bucket, case.reporter if bucket is Bucket.BY_SUPERVISOR else "")


def filing(case: Case, asked: Question) -> Iterator[Entry]:
    """按时立案, of filed cases."""
    if case.filed_at is None:
        return
    if case.state is State.MERGED:
        bucket = Bucket.MERGED
    else:
        # What was filed is known to be: there is no cutoff to wait for.
        bucket = in_time(case, case.file_due, case.filed_at, max(asked.cutoff, case.file_due or asked.cutoff))
    yield Entry(case.id, case.filed_at, bucket, case.decided_by)


def filing_accuracy(case: Case, _: Question) -> Iterator[Entry]:
    """作废, of filed cases."""
    if case.filed_at is not None:
        merged = Bucket.MERGED if case.state is State.MERGED else Bucket.KEPT
        yield Entry(case.id, case.filed_at, Bucket.VOID if case.state is State.VOID else merged, case.decided_by)


def in_time(case: Case, due: datetime | None, done: datetime | None, cutoff: datetime, coarse: bool = False) -> Bucket:
    if due is None:
        return Bucket.NO_DEADLINE
    if case.coarse or coarse:
        return Bucket.COARSE
    if due > cutoff:
        return Bucket.NOT_DUE
    if done is None:
        return Bucket.OVERDUE_OPEN
    return Bucket.ON_TIME if done <= due else Bucket.LATE
