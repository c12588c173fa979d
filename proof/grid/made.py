"""A month of cases with planted defects: so many of each kind, and the rates that follow from the numbers alone.

Every kind begins at 08:30 of a day that is followed by a working day, with a limit of four working hours: dispatched at 08:40, a case is
due at 14:40. What a rate must be is a sum of the numbers of its kinds (``known``); no case is looked at for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from proof.grid.steps import GROUND, UNIT, Story, at
from wenxiao.grid.buckets import Period, View
from wenxiao.grid.deadlines import Ground
from wenxiao.grid.events import Event
from wenxiao.grid.states import CallBack, Role, Source
from wenxiao.grid.transitions import Action

A = Action

PERIOD = Period(at("2018-10-01 00:00"), at("2018-11-01 00:00"))
_DAYS = (8, 9, 10, 11, 15, 16, 17, 18, 22, 23, 24, 25)  # from Monday to Thursday
STREETS = ("530114001", "530114002", "530114003")
_OTHER = "市政站"


class _Day:
    """A story with its steps as hours and minutes of the first day; 24 more is the next."""

    def __init__(self, name: str, number: int, ground: Ground) -> None:
        self.story = Story(name, ground)
        self.start = PERIOD.start + timedelta(days=_DAYS[number % len(_DAYS)] - 1)
        self.grid = f"{STREETS[number % len(STREETS)]}00100{number % 7 + 1}"

    def do(self, action: A, hour: float, **told: object) -> _Day:
        self.story.step(action, self.when(hour), **told)  # type: ignore[arg-type]
        return self

    def when(self, hour: float) -> datetime:
        return self.start + timedelta(minutes=round(hour * 60))

    def report(self, **told: object) -> _Day:
        return self.do(A.REPORT, 8.5, **told)

    def file(self, hour: float = 8.6) -> _Day:
        return self.do(A.FILE, hour, grid=self.grid)

    def sent(self, hour: float = 8 + 2 / 3) -> _Day:
        """Reported (if nobody did), filed, dispatched and accepted."""
        if not self.story.events:
            self.report()
        if self.story.now.filed_at is None:
            self.file()
        return self.do(A.DISPATCH, hour).do(A.ACCEPT, hour + 0.1)

    def solved(self, hour: float, **told: object) -> _Day:
        """Reported as solved, found so within the time for it, closed."""
        return self.do(A.DISPOSE, hour, **told).checked(hour + 0.1)

    def checked(self, hour: float, takes: float = 0.2) -> _Day:
        recorded = {"recorded_at": self.story.now.recorded_at} if self._ahead(hour) else {}
        self.do(A.SEND_POST_CHECK, hour, **recorded).do(A.PASS, hour + takes, **recorded)
        return self.do(A.CLOSE, hour + takes + 0.1, **recorded)

    def _ahead(self, hour: float) -> bool:
        recorded = self.story.now.recorded_at
        return recorded is not None and recorded > self.when(hour)

    def given(self, ask: A, grant: A, **told: object) -> _Day:
        return self.do(ask, 9.5, **told).do(A.ENDORSE, 9.6).do(grant, 9.7)


def _public(day: _Day, takes: float) -> _Day:
    day.report(source=Source.PUBLIC, role=Role.PUBLIC).do(A.SEND_PRE_CHECK, 8.6)
    return day.do(A.PRE_CHECK, 8.6 + takes).file(8.7 + takes).sent(8.8 + takes).solved(11.5)


def _called(day: _Day, *results: CallBack, number: bool = True) -> _Day:
    """Told by somebody from outside, solved, and called about until they are heard; a dissatisfied one has it solved again."""
    until = {"callable_until": day.when(24 * 100)} if number else {}
    day.report(source=Source.HOTLINE, role=Role.SYSTEM, **until).do(A.SEND_PRE_CHECK, 8.6).do(A.PRE_CHECK, 8.9)
    day.file(9).sent(9.1).solved(11.5)
    for place, result in enumerate(results):
        day.do(A.CALL_BACK, 32 + place, result=result)
        if result is CallBack.DISSATISFIED and result is not results[-1]:
            day.do(A.REOPEN, 32.2 + place).solved(32.3 + place)
    return day


def _back_dated(day: _Day) -> _Day:
    """Solved in time, as one says the day after."""
    day.sent().do(A.DISPOSE, 10.5, recorded_at=day.when(33))
    return day.checked(33.5)


def _without_deadline(day: _Day) -> _Day:
    day.sent().solved(10.5)
    day.story.events = [replace(each, limit=None, due=None) for each in day.story.events]
    return day


#: What happens in each kind.
KINDS: dict[str, Callable[[_Day], object]] = {
    "on_time": lambda d: d.sent().solved(10.5),
    "late": lambda d: d.sent().solved(16),
    "overdue_open": lambda d: d.sent(),
    "reworked": lambda d: d.sent().do(A.DISPOSE, 9.5).do(A.SEND_POST_CHECK, 9.6).do(A.FAIL, 9.8).solved(11),
    "reworked_late": lambda d: d.sent().do(A.DISPOSE, 9.5).do(A.SEND_POST_CHECK, 9.6).do(A.FAIL, 9.8).solved(34),
    "extended": lambda d: d.sent().given(A.ASK_EXTENSION, A.GRANT_EXTENSION).solved(16),
    "suspended": lambda d: d.sent().given(A.ASK_SUSPENSION, A.GRANT_SUSPENSION, until=d.when(9 + 24 * 100)),
    "resumed": lambda d: (
        d.sent().given(A.ASK_SUSPENSION, A.GRANT_SUSPENSION, until=d.when(9 + 24 * 9)).do(A.RESUME, 33).solved(34)
    ),
    "void": lambda d: d.sent().do(A.ASK_VOID, 10).do(A.VOID, 10.2),
    "rejected": lambda d: d.report().do(A.REJECT, 8.7),
    "waiting": lambda d: d.report(),
    "self_disposed": lambda d: d.report().file().do(A.SELF_DISPOSE, 8.7).checked(9),
    "forced": lambda d: d.sent().do(A.FORCE_CLOSE, 10),
    "reopened": lambda d: d.sent().solved(10.5).do(A.REOPEN, 34),
    "missed": lambda d: d.report(source=Source.INSPECTOR, role=Role.INSPECTOR, missed=True).sent().solved(10.5),
    "public": lambda d: _public(d, 0.3),
    "public_checked_late": lambda d: _public(d, 1),
    "filed_late": lambda d: d.report().file(9.5).sent(9.6).solved(11),
    "dispatched_late": lambda d: d.report().file().sent(10).solved(11),
    "checked_late": lambda d: d.sent().do(A.DISPOSE, 10.5).checked(10.6, takes=1),
    "sent_wrong": lambda d: (
        d.sent(8.65).do(A.RETURN, 9).do(A.DISPATCH, 9.1, unit=_OTHER).do(A.ACCEPT, 9.2, acting_unit=_OTHER)
        .solved(10.5, acting_unit=_OTHER)
    ),
    "shirked": lambda d: d.sent().do(A.RETURN, 9).do(A.ADJUDICATE, 9.1, unit=UNIT).do(A.ACCEPT, 9.2).solved(10.5),
    "back_dated": _back_dated,
    "appealed": lambda d: d.sent().solved(16).do(A.APPEAL, 17).do(A.ENDORSE_APPEAL, 17.1).do(A.GRANT_APPEAL, 17.2),
    "without_deadline": _without_deadline,
    # An order that is answered is due a day after 09:00; the others are never answered, one while nobody is left to answer.
    "pressed": lambda d: d.sent().do(A.SUPERVISE, 9).do(A.ANSWER, 9.5).solved(10.5),
    "pressed_late": lambda d: d.sent().do(A.SUPERVISE, 9).solved(10.5).do(A.ANSWER, 40),
    "pressed_twice": lambda d: d.sent().do(A.SUPERVISE, 9).do(A.SUPERVISE, 9.1).do(A.ANSWER, 9.5, order=5).solved(10.5),
    "pressed_void": lambda d: d.sent().do(A.SUPERVISE, 9).do(A.ASK_VOID, 10).do(A.VOID, 10.2),
    "called_satisfied": lambda d: _called(d, CallBack.NOT_REACHED, CallBack.SATISFIED),
    "called_basically": lambda d: _called(d, CallBack.BASICALLY_SATISFIED),
    "called_dissatisfied": lambda d: _called(d, CallBack.DISSATISFIED),
    "called_again": lambda d: _called(d, CallBack.DISSATISFIED, CallBack.SATISFIED),
    "called_silent": lambda d: _called(d, CallBack.NO_ANSWER),
    "called_in_vain": lambda d: _called(d, CallBack.NOT_REACHED),
    "not_called": lambda d: _called(d),
    "no_number": lambda d: _called(d, number=False),
    "merged": lambda d: d,  # made with the case that goes on, below
    "merged_filed": lambda d: d,
    "next_month": lambda d: d,
}  # fmt: skip


def logs(numbers: Mapping[str, int], ground: Ground = GROUND) -> Iterator[list[Event]]:
    """The log of every case: so many of each kind. A merged one comes with one more ``on_time``, into which it went."""
    serial = 0
    for kind, number in numbers.items():
        for _ in range(number):
            serial += 1
            day = _Day(f"{kind}-{serial}", serial, ground)
            if kind in {"merged", "merged_filed"}:
                older = _Day(f"on_time-{serial}", serial, ground)
                older.sent()
                day.report()
                if kind == "merged_filed":
                    day.file().sent(8.7)
                day.story.step(A.MERGE, day.when(9), parent=older.story.now)
                older.solved(10.5)
                yield older.story.events
            elif kind == "next_month":
                day.start = PERIOD.end - timedelta(days=1)
                day.report().file().sent(16)
            else:
                KINDS[kind](day)
            yield day.story.events


_CALLED = {
    "called_satisfied", "called_basically", "called_dissatisfied", "called_again", "called_silent", "called_in_vain", "not_called",
    "no_number",
}  # fmt: skip
_PRESSED = {"pressed", "pressed_late", "pressed_twice"}
_VOID = {"void", "pressed_void"}
_GOOD = {
    "on_time", "reworked", "reopened", "missed", "public", "public_checked_late", "filed_late", "dispatched_late", "checked_late",
    "sent_wrong", "shirked", "merged", "merged_filed", *_CALLED, *_PRESSED,
}  # fmt: skip
_LATE = {"late", "reworked_late", "extended", "resumed", "back_dated", "appealed"}
_DUE = _GOOD | _LATE | {"overdue_open", "suspended", "forced"}
_FILED = _DUE | _VOID | {"self_disposed", "without_deadline", "next_month"}
_PUBLIC = {"public", "public_checked_late", *_CALLED}
_REPORTED_BY_SUPERVISORS = set(KINDS) - {"missed"} - _PUBLIC
#: Checked twice.
_TWICE = ["reworked", "reworked_late", "called_again"]
_SENT = _FILED - {"self_disposed"}

_VERDICT = {"called_satisfied", "called_basically", "called_dissatisfied", "called_again"}

#: Numerator and denominator of each indicator as kinds; a kind that stands twice counts twice. Its pair of ``merged`` is among the
#: good ones: the case that goes on.
_RAW: dict[str, tuple[list[str], list[str]]] = {
    "filing_rate": ([*_FILED], [*_FILED, "rejected"]),
    "valid_reports": (
        [*_FILED & _REPORTED_BY_SUPERVISORS],
        # Of a merged pair both were reported.
        [*_REPORTED_BY_SUPERVISORS, "merged", "merged_filed"],
    ),
    "missed": (["missed"], [*_FILED]),
    "missed_of_reports": (["missed"], [*_FILED - _PUBLIC]),
    "public_first": ([*_PUBLIC], [*_FILED]),
    "pre_check_on_time": ([*_PUBLIC - {"public_checked_late"}], [*_PUBLIC]),
    "post_check_on_time": (
        [*(_GOOD | _LATE) - {"checked_late"}, "self_disposed", "without_deadline", *_TWICE],
        [*_GOOD | _LATE, "self_disposed", "without_deadline", *_TWICE],
    ),
    "pre_check_sent_on_time": ([*_PUBLIC], [*_PUBLIC]),
    # On the spot, and back-dated, the check is asked for more than a quarter of an hour after.
    "post_check_sent_on_time": (
        [*(_GOOD | _LATE) - {"back_dated"}, "without_deadline", *_TWICE],
        [*_GOOD | _LATE, "self_disposed", "without_deadline", *_TWICE],
    ),
    "filing_on_time": ([*_FILED - {"filed_late"}], [*_FILED]),
    "filing_accuracy": ([*_FILED - _VOID], [*_FILED]),
    "dispatch_on_time": (
        [*_SENT - {"dispatched_late", "next_month"}, "sent_wrong", "shirked", "merged_filed"],
        [*_SENT, "sent_wrong", "shirked", "merged_filed"],
    ),
    "dispatch_accuracy": (
        [*_SENT, "shirked", "merged_filed"],
        [*_SENT, "sent_wrong", "shirked", "merged_filed"],
    ),
    "handled": ([*_GOOD | _LATE], [*_DUE]),
    "handled_on_time": ([*_GOOD], [*_DUE]),
    "overdue_open": (["overdue_open", "suspended"], [*_DUE]),
    "closed": ([*_GOOD | _LATE], [*_DUE]),
    "closed_on_time": ([*_GOOD], [*_DUE]),
    "rework": (["reworked", "reworked_late"], [*_DUE]),
    "extended": (["extended"], [*_DUE]),
    "filed_count": ([*_FILED], []),
    "accepted_count": ([*_FILED, "rejected"], []),
    "dispatch_count": ([*_SENT, "sent_wrong", "shirked", "merged_filed"], []),
    "shirked_count": (["shirked"], []),
    "pressed_count": ([*_PRESSED, "pressed_void"], []),
    "answered_on_time": (["pressed", "pressed_twice"], [*_PRESSED, "pressed_twice"]),
    "satisfaction": (["called_satisfied", "called_basically"], [*_VERDICT]),
    "call_back_reached": ([*_VERDICT, "called_silent"], [*_CALLED - {"no_number"}]),
}
_EXCUSED = {"suspended", "appealed"}
_GOOD_NOW = (_GOOD | {"extended", "resumed"}) - {"reopened", "called_again"}
#: Where the adjusted view differs: what was granted counts, and what a reopening undid does not.
_ADJUSTED: dict[str, tuple[list[str], list[str]]] = {
    "handled": ([*(_GOOD | _LATE) - {"reopened"} - _EXCUSED], [*_DUE - _EXCUSED]),
    "handled_on_time": ([*_GOOD_NOW], [*_DUE - _EXCUSED]),
    "overdue_open": (["overdue_open", "reopened"], [*_DUE - _EXCUSED]),
    "closed": ([*(_GOOD | _LATE) - {"reopened"} - _EXCUSED], [*_DUE - _EXCUSED]),
    "closed_on_time": ([*_GOOD_NOW], [*_DUE - _EXCUSED]),
    "rework": (["reworked", "reworked_late"], [*_DUE - _EXCUSED]),
    "extended": (["extended"], [*_DUE - _EXCUSED]),
    "satisfaction": ([*_VERDICT - {"called_dissatisfied"}], [*_VERDICT]),
}


def known(numbers: Mapping[str, int], code: str, view: View = View.RAW) -> tuple[int, int]:
    """Numerator and denominator of an indicator over these numbers, for October by the reading ``deadline``, strictly."""
    table = _RAW if view is View.RAW else {**_RAW, **_ADJUSTED}
    n, d = table[code]
    return sum(numbers.get(kind, 0) for kind in n), sum(numbers.get(kind, 0) for kind in d)


def codes() -> tuple[str, ...]:
    """The indicators whose values are known."""
    return tuple(_RAW)
