"""Random walks: whatever anybody tries, in whatever order, some things always hold."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.grid.making import GROUND, at, command
from wenxiao.grid.buckets import Bucket, Finish, Period, Question, View, finished, handling, outcome
from wenxiao.grid.cases import Case, fold
from wenxiao.grid.classifications import CLASSIFICATIONS
from wenxiao.grid.commands import act
from wenxiao.grid.events import Event
from wenxiao.grid.feedback import answers, satisfaction
from wenxiao.grid.rates import both, indicators, rate, readings
from wenxiao.grid.states import FINAL, LEVELS, OUTSIDE, CallBack, Pressing, Role, Source, State
from wenxiao.grid.stored import kept, restored
from wenxiao.grid.transitions import BY_ACTION, Action, ways
from wenxiao.told import NotAllowed

PEOPLE = ("甲", "乙", "丙", "丁", "戊")
UNITS = ("环卫站", "市政站", "监督队")
CONDITIONS = (
    ("30428.2-2013:event:0110", "rubbish"),
    ("30428.2-2013:component:0101", "cover-missing"),
    ("30428.2-2013:component:0101", "cover-loose"),
    ("30428.2-2013:event:0101", "unlicensed-building"),
)
GAPS = st.integers(0, 60 * 30).map(lambda minutes: timedelta(minutes=minutes))
DETAILS = st.fixed_dictionaries(
    {
        "actor": st.sampled_from(PEOPLE),
        "pressing": st.sampled_from(list(Pressing)),
        "ordered_by": st.sampled_from(("", "区政府督查室")),
        "order": st.sampled_from((0, 0, 3, 4, 5, 6)),
        "result": st.sampled_from(list(CallBack)),
        "number": st.sampled_from([None, timedelta(hours=9), timedelta(days=200)]),
        "assignee": st.sampled_from(PEOPLE),
        "unit": st.sampled_from(UNITS),
        "level": st.sampled_from(LEVELS),
        "found": st.booleans(),
        "condition": st.sampled_from(CONDITIONS),
        "source": st.sampled_from(list(Source)),
        "entered": st.sampled_from([timedelta(0), timedelta(hours=2), timedelta(hours=9)]),
        "until": st.integers(1, 60 * 24 * 20).map(lambda minutes: timedelta(minutes=minutes)),
        "own": st.integers(0, 9).map(bool),  # whose it is not asks seldom
    }
)
_TOLD = ("actor", "assignee", "unit", "level", "found", "source", "pressing", "ordered_by", "order", "result")


class Desk(RuleBasedStateMachine):
    """One case among people who try things; a second, older one to merge into."""

    def __init__(self) -> None:
        super().__init__()
        self.case: Case | None = None
        self.events: list[Event] = []
        self.parent: Case | None = None
        self.occurred = self.recorded = at("2018-09-28 08:00")

    @initialize(details=DETAILS)
    def report(self, details: dict[str, Any]) -> None:
        made = command(Action.REPORT, self.recorded)
        self.parent, event = act(None, made, GROUND, new_id="P")
        for action in (Action.FILE, Action.DISPATCH):
            self.parent, event = act(self.parent, command(action, self.recorded), GROUND)
        assert event.due is not None
        source = details["source"]
        role = {Source.SUPERVISOR: Role.SUPERVISOR, Source.INSPECTOR: Role.INSPECTOR}.get(source, Role.PUBLIC)
        number = {} if details["number"] is None else {"callable_until": self.recorded + details["number"]}
        made = command(Action.REPORT, self.recorded, source=source, role=role, actor=details["actor"], **number)
        self.case, event = act(None, made, GROUND, new_id="C")
        self.events.append(event)

    def _try(self, action: Action, role: Role, gap: timedelta, details: dict[str, Any]) -> None:
        assert self.case is not None
        category, condition = details["condition"]
        occurred = max(self.occurred, self.case.since or self.occurred) + gap
        recorded = max(self.recorded, occurred + details["entered"])
        made = command(
            action, occurred, role=role, recorded_at=recorded, closing_met=True, category=category, condition=condition,
            until=occurred + details["until"], acting_unit=self.case.unit if details["own"] else details["unit"], parent="P",
            **{name: details[name] for name in _TOLD},
        )  # fmt: skip
        before = [(field.name, repr(getattr(self.case, field.name))) for field in fields(Case)]
        try:
            after, event = act(self.case, made, GROUND, parent=self.parent)
        except NotAllowed as refusal:
            said = refusal
        else:
            self._compare(self.case, after, event)
            self.case, self.occurred, self.recorded = after, occurred, recorded
            self.events.append(event)
            return
        assert said.zh.endswith("。")
        assert said.en.endswith(".")
        assert before == [(field.name, repr(getattr(self.case, field.name))) for field in fields(Case)]

    def _compare(self, old: Case, new: Case, event: Event) -> None:
        """What no single step may do."""
        row = BY_ACTION[event.action]
        assert old.state in row.sources
        assert new.state is (row.target or old.state)
        assert old.number + 1 == new.number
        assert event.counted_at >= (old.counted_since or event.counted_at)
        if old.state in FINAL:
            assert event.action in {
                Action.REOPEN, Action.SETTLE_OWNER, Action.ANSWER, Action.CALL_BACK, Action.APPEAL, Action.ENDORSE_APPEAL, Action.GRANT_APPEAL, Action.REFUSE_APPEAL,
            }  # fmt: skip
        if old.dispatches and old.due is not None and new.due is not None:
            assert new.due <= old.due  # a clock that runs is never set back
        if old.dispatches and event.action not in {Action.GRANT_EXTENSION, Action.GRANT_SUSPENSION}:
            assert (new.adjusted_due or at("2000-01-01")) <= (old.adjusted_due or at("2100-01-01"))
        for name in ("reworks", "reopens", "extensions", "suspensions", "presses", "late_entries", "hops"):
            assert getattr(new, name) >= getattr(old, name)
        if event.action is Action.CLOSE:
            assert len({event.actor, old.checker, old.disposer}) == 3
        if event.action in {Action.PASS, Action.FAIL}:
            assert event.actor != old.disposer
        if event.action in {Action.VOID, Action.RECLASSIFY}:
            assert old.proposed is not None
            assert (old.proposed.action, new.proposed) == (event.action, None)
            assert event.actor != old.proposed.by
            if event.action is Action.VOID:
                assert Role.LEAD in {event.role, old.proposed.role}
            else:
                assert (new.category, new.condition) == (old.proposed.category, old.proposed.condition)
        elif event.action is Action.REFUSE_PROPOSAL:
            assert old.proposed is not None
            assert event.actor != old.proposed.by
        if new.final:
            assert new.proposed is None
        # An order is given once, and answered once, by itself.
        was, now = {each.number: each for each in old.orders}, {each.number: each for each in new.orders}
        assert was.keys() <= now.keys()
        changed = [number for number, each in was.items() if now[number] != each]
        assert changed == ([event.order] if event.action is Action.ANSWER else [])
        assert all(was[number].answered_at is None for number in changed)
        # Who was heard is left alone until the case is closed again.
        if event.action is Action.CALL_BACK:
            assert not old.heard
            assert old.callable_until is not None
            assert event.counted_at < old.callable_until

    @precondition(lambda self: self.case is not None)
    @rule(data=st.data(), gap=GAPS, details=DETAILS)
    def do_what_the_state_allows(self, data: st.DataObject, gap: timedelta, details: dict[str, Any]) -> None:
        assert self.case is not None
        rows = list(ways(self.case.state))
        if rows:
            row = data.draw(st.sampled_from(rows))
            self._try(row.action, data.draw(st.sampled_from(row.roles)), gap, details)

    @precondition(lambda self: self.case is not None)
    @rule(data=st.data(), details=DETAILS)
    def go_on(self, data: st.DataObject, details: dict[str, Any]) -> None:
        """A walk that is only chance seldom gets far: the straight way, with what it takes."""
        assert self.case is not None
        straight = {
            State.REPORTED: Action.FILE, State.PRE_CHECK: Action.PRE_CHECK, State.FILED: Action.DISPATCH,
            State.DISPATCHED: Action.ACCEPT, State.HANDLING: Action.DISPOSE, State.SUSPENDED: Action.RESUME,
            State.DISPOSED: Action.SEND_POST_CHECK, State.POST_CHECK: Action.PASS, State.TO_CLOSE: Action.CLOSE,
        }  # fmt: skip
        action = straight.get(self.case.state)
        if action is Action.FILE and self.case.source in GROUND.rules.pre_check and self.case.verified is None:
            action = Action.SEND_PRE_CHECK
        if action is not None:
            gap = timedelta(minutes=data.draw(st.integers(0, 300)))
            self._try(action, BY_ACTION[action].roles[0], gap, {**details, "own": True, "found": True})

    @precondition(lambda self: self.case is not None)
    @rule(action=st.sampled_from(list(Action)), role=st.sampled_from(list(Role)), gap=GAPS, details=DETAILS)
    def try_anything(self, action: Action, role: Role, gap: timedelta, details: dict[str, Any]) -> None:
        self._try(action, role, gap, details)

    @invariant()
    def the_log_tells_the_same_case(self) -> None:
        if self.case is not None:
            assert fold(self.events) == self.case
            assert fold(self.events, until=self.recorded) == self.case
            assert restored(json.loads(json.dumps(kept(self.case)))) == self.case

    @invariant()
    def what_is_filed_has_a_deadline_and_what_is_adjusted_is_later(self) -> None:
        case = self.case
        if case is None or case.filed_at is None:
            return
        assert case.due is not None
        assert case.adjusted_due is not None
        assert case.due >= case.filed_at
        assert case.adjusted_due >= case.due
        if not case.extensions and not case.suspensions:
            assert case.adjusted_due == case.due
        assert case.extensions <= GROUND.rules.extensions
        assert case.suspensions <= 1

    @invariant()
    def what_others_said_is_in_one_bucket_each(self) -> None:
        if self.case is None:
            return
        cutoff = self.recorded + timedelta(days=400)
        for view in View:
            asked = Question(Period(at("2018-01-01 00:00"), cutoff), cutoff, view)
            assert [entry.id for entry in answers(self.case, asked)] == [
                f"C#o{each.number}" for each in self.case.orders
            ]
            closed_outside = self.case.first_closed_at is not None and self.case.source in OUTSIDE
            assert len(list(satisfaction(self.case, asked))) == closed_outside
        assert {each.closing for each in self.case.calls} <= set(range(self.case.reopens + 1))
        heard = [each.closing for each in self.case.calls if each.heard]
        assert len(heard) == len(set(heard))

    @invariant()
    def moments_stand_in_their_order(self) -> None:
        case = self.case
        if case is None:
            return
        order = [case.reported_at, case.filed_at, case.dispatched_at, case.first_closed_at]
        known = [moment for moment in order if moment is not None]
        assert known == sorted(known)
        for early, late in ((case.first_feedback_at, case.accepted_at), (case.accepted_at, case.passed_at)):
            assert late is None or (early is not None and early <= late)

    @invariant()
    def no_moment_of_a_case_that_has_ended_is_later_than_its_latest(self) -> None:
        case = self.case
        if case is None or not case.final:
            return
        cutoff = case.latest + timedelta(days=1)
        for reading in readings().values():
            asked = Question(Period(case.latest, cutoff), cutoff, key=reading.key)
            moments = [entry.moment for each in CLASSIFICATIONS.values() for entry in each(case, asked)]
            assert all(moment is None or moment <= case.latest for moment in moments)

    @invariant()
    def every_case_is_in_exactly_one_bucket(self) -> None:
        if self.case is None:
            return
        cutoff = self.recorded + timedelta(days=400)
        asked = Question(Period(at("2018-01-01 00:00"), cutoff), cutoff)
        assert len(list(outcome(self.case, asked))) == 1
        entries = list(handling(self.case, asked))
        assert len(entries) == (self.case.filed_at is not None)
        # Lenient is never harsher than strict, and adjusting never finishes what is not finished.
        strict, lenient = finished(self.case, View.RAW, Finish.STRICT), finished(self.case, View.RAW, Finish.LENIENT)
        assert strict is None or (lenient is not None and lenient <= strict)
        if self.case.reopens == 0:
            assert finished(self.case, View.ADJUSTED, Finish.STRICT) == strict

    def teardown(self) -> None:
        """Every rate can be computed of whatever came out, and holds together."""
        if self.case is None:
            return
        for cutoff in (self.recorded, self.recorded + timedelta(days=400)):
            period = Period(at("2018-01-01 00:00"), cutoff + timedelta(days=1))
            for indicator in indicators().values():
                for view in both(indicator, [self.case], period, cutoff):
                    _holds_together(view.numerator, view.denominator, view.excluded, indicator.kind)
                for reading in readings():
                    found = rate(indicator, [self.case], period, cutoff, reading=reading)
                    _holds_together(found.numerator, found.denominator, found.excluded, indicator.kind)


def _holds_together(n: tuple[str, ...], d: tuple[str, ...], excluded: Any, kind: str) -> None:
    every = [*d, *(name for ids in excluded.values() for name in ids)]
    assert len(every) == len(set(every))
    assert kind == "count" or set(n) <= set(d)
    assert all(isinstance(bucket, Bucket) for bucket in excluded)


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)

#: What would end most walks, or fill them.
SELDOM = {
    Action.VOID: 0.02, Action.MERGE: 0.02, Action.FORCE_CLOSE: 0.02, Action.REJECT: 0.05, Action.SUPERVISE: 0.1,
    Action.TRANSFER_UP: 0.1, Action.TRANSFER_DOWN: 0.1, Action.ASK_RECLASSIFY: 0.2, Action.SETTLE_OWNER: 0.2, Action.ASK_VOID: 0.1,
}  # fmt: skip


def test_long_walks_by_chance_go_every_way() -> None:
    """The same walk with plain chance: longer, seldom out of the row, and through every row of the table."""
    done: Counter[Action] = Counter()
    for seed in range(400):
        rng, desk = Random(seed), Desk()
        desk.report(_details(rng))
        for number in range(50):
            assert desk.case is not None
            rows = [row for row in ways(desk.case.state) if rng.random() < SELDOM.get(row.action, 1)]
            if not rows:
                continue
            row, gap = rng.choice(rows), timedelta(minutes=rng.randrange(12))
            desk._try(row.action, rng.choice(row.roles), gap, _details(rng))
            if number % 5 == 0:
                desk.the_log_tells_the_same_case()
                desk.what_is_filed_has_a_deadline_and_what_is_adjusted_is_later()
                desk.moments_stand_in_their_order()
                desk.every_case_is_in_exactly_one_bucket()
        if seed % 10 == 0:
            desk.teardown()
        done.update(event.action for event in desk.events)
        if seed >= 100 and set(done) == set(Action):
            break
    assert set(done) == set(Action)


def _details(rng: Random) -> dict[str, Any]:
    return {
        "actor": rng.choice(PEOPLE), "assignee": rng.choice(PEOPLE), "unit": rng.choice(UNITS),
        "level": rng.choice(LEVELS), "found": rng.random() < 0.9, "condition": rng.choice(CONDITIONS),
        "source": rng.choice(list(Source)), "entered": timedelta(hours=9 * (rng.random() < 0.05)),
        "until": timedelta(minutes=rng.randrange(1, 30000)), "own": rng.random() < 0.95,
        "pressing": rng.choice(list(Pressing)), "ordered_by": rng.choice(("", "区政府督查室")), "order": 0,
        "result": rng.choice(list(CallBack)), "number": rng.choice((None, timedelta(days=200))),
    }  # fmt: skip
