"""Single pieces of work on a case, each measured by itself: 核实, 核查, sending them out, 派遣; with 推诿 and 督办."""

from __future__ import annotations

from collections.abc import Iterator

from wenxiao.grid.buckets import Bucket, Entry, Question, in_time
from wenxiao.grid.cases import Case
from wenxiao.grid.parts import Task
from wenxiao.grid.states import State


def pre_checks(case: Case, asked: Question) -> Iterator[Entry]:
    """核实, each that was sent out, as the work of the one it was sent to, whoever did it."""
    yield from (entry for entry, _ in _tasks(case, case.pre_checks, "v", case.state is not State.PRE_CHECK, asked))


def post_checks(case: Case, asked: Question) -> Iterator[Entry]:
    """核查, each that was sent out, as the work of the one it was sent to, whoever did it."""
    yield from (entry for entry, _ in _tasks(case, case.post_checks, "c", case.state is not State.POST_CHECK, asked))


def pre_checks_made(case: Case, asked: Question) -> Iterator[Entry]:
    """核实, each that was sent out: what was done in time as the work of who did it, the rest as the duty of the assignee."""
    yield from _made(_tasks(case, case.pre_checks, "v", case.state is not State.PRE_CHECK, asked))


def post_checks_made(case: Case, asked: Question) -> Iterator[Entry]:
    """核查, each that was sent out: what was done in time as the work of who did it, the rest as the duty of the assignee."""
    yield from _made(_tasks(case, case.post_checks, "c", case.state is not State.POST_CHECK, asked))


def _made(found: Iterator[tuple[Entry, Task]]) -> Iterator[Entry]:
    """Nobody gains by what another did, and nobody loses by having helped with what was late already."""
    for entry, task in found:
        yield entry._replace(who=task.done_by) if entry.bucket is Bucket.ON_TIME and task.done_by else entry


def _tasks(
    case: Case, tasks: list[Task], letter: str, over: bool, asked: Question
) -> Iterator[tuple[Entry, Task]]:  # fmt: skip
    for number, task in enumerate(tasks, 1):
        name, moment = f"{case.id}#{letter}{number}", task.due or task.sent
        if task.done is None and over:  # the case ended on the way: nobody had to check any more
            bucket = Bucket.MERGED if case.state is State.MERGED else Bucket.VOID
        else:
            bucket = in_time(case, task.due, task.done, asked.cutoff, task.coarse)
        yield Entry(name, moment, bucket, task.assignee), task


def pre_check_sending(case: Case, asked: Question) -> Iterator[Entry]:
    """下达核实, each that was sent out; a report that is filed at once needs none."""
    yield from _sendings(case, case.pre_checks, "v", asked)


def post_check_sending(case: Case, asked: Question) -> Iterator[Entry]:
    """下达核查, each that was due, with the one that is waited for."""
    yield from _sendings(case, case.post_checks, "c", asked)
    if case.state is State.DISPOSED:
        moment = case.stage_due or case.counted_since
        yield Entry(
            f"{case.id}#c{len(case.post_checks) + 1}", moment, in_time(case, case.stage_due, None, asked.cutoff)
        )


def _sendings(case: Case, tasks: list[Task], letter: str, asked: Question) -> Iterator[Entry]:
    for number, task in enumerate(tasks, 1):
        bucket = in_time(case, task.send_due, task.sent, asked.cutoff, task.coarse)
        yield Entry(f"{case.id}#{letter}{number}", task.send_due or task.sent, bucket, task.by)


def dispatches(case: Case, asked: Question) -> Iterator[Entry]:
    """派遣, each that was due, with the one that is waited for."""
    for number, each in enumerate(case.dispatches, 1):
        yield Entry(
            f"{case.id}#d{number}", each.due or each.at, in_time(case, each.due, each.at, asked.cutoff), each.by
        )
    if case.state is State.FILED:
        moment = case.stage_due or case.counted_since
        yield Entry(f"{case.id}#d{len(case.dispatches) + 1}", moment, in_time(case, case.stage_due, None, asked.cutoff))


def dispatch_accuracy(case: Case, _: Question) -> Iterator[Entry]:
    """错派, each dispatch: one that was given back is wrong, unless it was ruled that the unit shirked."""
    for number, each in enumerate(case.dispatches, 1):
        wrong = each.returned and not each.shirked
        right = Bucket.COARSE if case.imported else Bucket.RIGHT
        yield Entry(f"{case.id}#d{number}", each.at, Bucket.WRONG if wrong else right, each.by)


def shirking(case: Case, _: Question) -> Iterator[Entry]:
    """推诿, by cases, where the dispatch that was shirked belongs."""
    for each in case.dispatches:
        if each.shirked:
            yield Entry(case.id, each.at, Bucket.SHIRKED)
            return


def pressing(case: Case, _: Question) -> Iterator[Entry]:
    """督办, of filed cases."""
    if case.filed_at is not None:
        unpressed = Bucket.COARSE if case.imported else Bucket.NOT_PRESSED
        yield Entry(case.id, case.filed_at, Bucket.PRESSED if case.presses else unpressed)
