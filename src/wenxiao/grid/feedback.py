"""What others say of a case: answers to orders (督办回复), and those who reported, when they are called back (回访)."""

from __future__ import annotations

from collections.abc import Iterator

from wenxiao.grid.buckets import Bucket, Entry, Question, View
from wenxiao.grid.cases import Case
from wenxiao.grid.states import OUTSIDE, CallBack, State

_OF = {
    CallBack.SATISFIED: Bucket.SATISFIED, CallBack.BASICALLY_SATISFIED: Bucket.BASICALLY_SATISFIED,
    CallBack.DISSATISFIED: Bucket.DISSATISFIED, CallBack.NO_ANSWER: Bucket.NO_ANSWER, CallBack.NOT_REACHED: Bucket.NOT_REACHED,
}  # fmt: skip
#: What may become of a case after it was reopened.
_UNDONE = {State.VOID: Bucket.VOID, State.MERGED: Bucket.MERGED}
_OUTSIDE = frozenset(OUTSIDE)


def answers(case: Case, asked: Question) -> Iterator[Entry]:
    """督办回复, each order that an answer is due to."""
    if not case.orders:
        return
    waiting = {each.number for each in case.unanswered}
    for each in case.orders:
        if each.answered_at is None and each.number not in waiting:
            bucket = Bucket.LAPSED
        elif each.due > asked.cutoff:
            bucket = Bucket.NOT_DUE
        elif each.answered_at is None:
            bucket = Bucket.OVERDUE_OPEN
        else:
            bucket = Bucket.ON_TIME if each.answered_at <= each.due else Bucket.LATE
        yield Entry(f"{case.id}#o{each.number}", each.due, bucket)


def satisfaction(case: Case, asked: Question) -> Iterator[Entry]:
    """满意, of closed cases behind which somebody from outside stands, where they were first closed.

    A case is called about until somebody is heard, once for each time that it is closed. The raw view goes by the first that was
    heard, the adjusted one by the last: what a reopening mended counts there, and what nobody has said otherwise stands.
    """
    if case.first_closed_at is None or case.source not in _OUTSIDE:
        return
    if case.state in _UNDONE:
        yield Entry(case.id, case.first_closed_at, _UNDONE[case.state])
        return
    heard = [each for each in case.calls if each.heard]
    if heard:
        call = heard[0] if asked.view is View.RAW else heard[-1]
        yield Entry(case.id, case.first_closed_at, _OF[call.result], call.by)
    elif case.calls:
        yield Entry(case.id, case.first_closed_at, Bucket.NOT_REACHED, case.calls[-1].by)
    else:
        yield Entry(case.id, case.first_closed_at, _uncalled(case))


def _uncalled(case: Case) -> Bucket:
    """Why nobody was called. Who could have been called and was not stays so, also when their number is forgotten since."""
    if case.callable_until is None:
        return Bucket.COARSE if case.imported else Bucket.NO_NUMBER
    late = case.first_closed_at is not None and case.first_closed_at >= case.callable_until
    return Bucket.FORGOTTEN if late else Bucket.NOT_CALLED
