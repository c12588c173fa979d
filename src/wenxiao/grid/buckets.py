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

from wenxiao.grid.cases import Case, Task
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
    Bucket.COARSE: ("只有日期（不可计算）", "only days are known: not computable"),
    Bucket.VOID: ("作废", "void"),
    Bucket.MERGED: ("合并", "merged"),
    Bucket.REWORKED: ("返工", "reworked"),
    Bucket.NOT_REWORKED: ("未返工", "not reworked"),
    Bucket.PROLONGED: ("延期", "extended"),
    Bucket.NOT_PROLONGED: ("未延期", "not extended"),
    Bucket.FILED: ("立案", "filed"),
    Bucket.REJECTED: ("不予立案", "not filed"),
    Bucket.WAITING: ("待立案", "waiting to be filed"),
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

#: The moment of a case that decides to which period it belongs, by the name of the reading's key.
KEYS: dict[str, Callable[[Case, Question], datetime | None]] = {
    # A case without a deadline belongs where it was filed: it is shown as an error there, never left out.
    "due": lambda case, _: case.due or case.filed_at,
    "filed": lambda case, _: case.filed_at,
    "dispatched": lambda case, _: case.dispatched_at,
    "handled": lambda case, _: case.first_feedback_at,
    "closed_or_open": lambda case, asked: (
        case.closed_at
        if case.closed_at
        else asked.period.start
        if case.filed_at and case.filed_at < asked.period.end
        else None
    ),
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
    if case.coarse:
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


_COUNTED = frozenset({Bucket.ON_TIME, Bucket.LATE, Bucket.OVERDUE_OPEN, Bucket.FORCED})


def handling(case: Case, asked: Question) -> Iterator[Entry]:
    """处置, of filed cases."""
    if case.filed_at is not None:
        yield Entry(case.id, KEYS[asked.key](case, asked), handling_bucket(case, asked))


def closing(case: Case, asked: Question) -> Iterator[Entry]:
    """结案: as handling, but what is not closed is open."""
    closed = case.first_closed_at if asked.view is View.RAW else case.closed_at
    for entry in handling(case, asked):
        if closed is not None or entry.bucket not in {Bucket.ON_TIME, Bucket.LATE} or case.due is None:
            yield entry
        else:
            yield entry._replace(bucket=Bucket.NOT_DUE if case.due > asked.cutoff else Bucket.OVERDUE_OPEN)


def rework(case: Case, asked: Question) -> Iterator[Entry]:
    """返工, by cases and not by times, of those that should be closed."""
    yield from _of_those_counted(case, asked, case.reworks > 0, Bucket.REWORKED, Bucket.NOT_REWORKED)


def extension(case: Case, asked: Question) -> Iterator[Entry]:
    """延期, of those that should be handled."""
    yield from _of_those_counted(case, asked, case.extensions > 0, Bucket.PROLONGED, Bucket.NOT_PROLONGED)


def _of_those_counted(case: Case, asked: Question, true: bool, yes: Bucket, no: Bucket) -> Iterator[Entry]:
    for entry in handling(case, asked):
        yield entry._replace(bucket=yes if true else no) if entry.bucket in _COUNTED else entry


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
        bucket = _in_time(case, case.file_due, case.filed_at, max(asked.cutoff, case.file_due or asked.cutoff))
    yield Entry(case.id, case.filed_at, bucket, case.decided_by)


def filing_accuracy(case: Case, _: Question) -> Iterator[Entry]:
    """作废, of filed cases."""
    if case.filed_at is not None:
        merged = Bucket.MERGED if case.state is State.MERGED else Bucket.KEPT
        yield Entry(case.id, case.filed_at, Bucket.VOID if case.state is State.VOID else merged, case.decided_by)


def pre_checks(case: Case, asked: Question) -> Iterator[Entry]:
    """核实, each that was sent out."""
    yield from _tasks(case, case.pre_checks, "v", case.state is not State.PRE_CHECK, asked)


def post_checks(case: Case, asked: Question) -> Iterator[Entry]:
    """核查, each that was sent out."""
    yield from _tasks(case, case.post_checks, "c", case.state is not State.POST_CHECK, asked)


def _tasks(case: Case, tasks: list[Task], letter: str, over: bool, asked: Question) -> Iterator[Entry]:
    for number, task in enumerate(tasks, 1):
        name, moment = f"{case.id}#{letter}{number}", task.due or task.sent
        if task.done is None and over:  # the case ended on the way: nobody had to check any more
            yield Entry(name, moment, Bucket.MERGED if case.state is State.MERGED else Bucket.VOID, task.assignee)
        else:
            yield Entry(name, moment, _in_time(case, task.due, task.done, asked.cutoff), task.assignee)


def pre_check_sending(case: Case, asked: Question) -> Iterator[Entry]:
    """下达核实, each that was sent out; a report that is filed at once needs none."""
    yield from _sendings(case, case.pre_checks, "v", asked)


def post_check_sending(case: Case, asked: Question) -> Iterator[Entry]:
    """下达核查, each that was due, with the one that is waited for."""
    yield from _sendings(case, case.post_checks, "c", asked)
    if case.state is State.DISPOSED:
        moment = case.stage_due or case.counted_since
        yield Entry(
            f"{case.id}#c{len(case.post_checks) + 1}", moment, _in_time(case, case.stage_due, None, asked.cutoff)
        )


def _sendings(case: Case, tasks: list[Task], letter: str, asked: Question) -> Iterator[Entry]:
    for number, task in enumerate(tasks, 1):
        bucket = _in_time(case, task.send_due, task.sent, asked.cutoff)
        yield Entry(f"{case.id}#{letter}{number}", task.send_due or task.sent, bucket, task.by)


def _in_time(case: Case, due: datetime | None, done: datetime | None, cutoff: datetime) -> Bucket:
    if due is None:
        return Bucket.NO_DEADLINE
    if case.coarse:
        return Bucket.COARSE
    if due > cutoff:
        return Bucket.NOT_DUE
    if done is None:
        return Bucket.OVERDUE_OPEN
    return Bucket.ON_TIME if done <= due else Bucket.LATE


def dispatches(case: Case, asked: Question) -> Iterator[Entry]:
    """派遣, each that was due, with the one that is waited for."""
    for number, each in enumerate(case.dispatches, 1):
        yield Entry(
            f"{case.id}#d{number}", each.due or each.at, _in_time(case, each.due, each.at, asked.cutoff), each.by
        )
    if case.state is State.FILED:
        moment = case.stage_due or case.counted_since
        yield Entry(
            f"{case.id}#d{len(case.dispatches) + 1}", moment, _in_time(case, case.stage_due, None, asked.cutoff)
        )


def dispatch_accuracy(case: Case, _: Question) -> Iterator[Entry]:
    """错派, each dispatch: one that was given back is wrong, unless it was ruled that the unit shirked."""
    for number, each in enumerate(case.dispatches, 1):
        wrong = each.returned and not each.shirked
        yield Entry(f"{case.id}#d{number}", each.at, Bucket.WRONG if wrong else Bucket.RIGHT, each.by)


def shirking(case: Case, _: Question) -> Iterator[Entry]:
    """推诿, by cases, where the dispatch that was shirked belongs."""
    for each in case.dispatches:
        if each.shirked:
            yield Entry(case.id, each.at, Bucket.SHIRKED)
            return


def pressing(case: Case, _: Question) -> Iterator[Entry]:
    """督办, of filed cases."""
    if case.filed_at is not None:
        yield Entry(case.id, case.filed_at, Bucket.PRESSED if case.presses else Bucket.NOT_PRESSED)


CLASSIFICATIONS: dict[str, Classification] = {
    each.__name__: each
    for each in (
        handling, closing, rework, extension, outcome, supervisor_outcome, origin, filing, filing_accuracy, pre_checks,
        post_checks, pre_check_sending, post_check_sending, dispatches, dispatch_accuracy, shirking, pressing,
    )
}  # fmt: skip

#: Those whose cases belong to a period by the reading that is chosen; the others by a moment of their own.
BY_READING = frozenset({"handling", "closing", "rework", "extension"})
