"""The table of transitions holds together, and each guard says its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.grid.making import GROUND, Told, at, command, story
from wenxiao.grid.cases import fold
from wenxiao.grid.commands import act
from wenxiao.grid.guards import GUARDS, WAIVED
from wenxiao.grid.log import read, written
from wenxiao.grid.states import (
    CALL_BACK_NAMES,
    FINAL,
    LEVEL_NAMES,
    OPEN,
    PRESSING_NAMES,
    ROLE_NAMES,
    SOURCE_NAMES,
    STAGE_NAMES,
    STAGES,
    STATE_NAMES,
    CallBack,
    Level,
    Pressing,
    Role,
    Source,
    Stage,
    State,
)
from wenxiao.grid.transitions import BY_ACTION, TRANSITIONS, Action, Need, step, ways
from wenxiao.told import NotAllowed


def test_every_word_has_names_and_every_state_one_stage() -> None:
    for words, names in (
        (State, STATE_NAMES),
        (Stage, STAGE_NAMES),
        (Role, ROLE_NAMES),
        (Source, SOURCE_NAMES),
        (Level, LEVEL_NAMES),
        (Pressing, PRESSING_NAMES),
        (CallBack, CALL_BACK_NAMES),
    ):
        assert list(names) == list(words)
        assert all(zh and en for zh, en in names.values())
    assert set(STAGES) == set(State)
    assert FINAL | set(OPEN) == set(State)
    assert not FINAL & set(OPEN)


def test_every_action_is_one_row_and_every_need_is_guarded() -> None:
    assert [row.action for row in TRANSITIONS] == list(BY_ACTION)
    assert set(BY_ACTION) == set(Action)
    assert set(GUARDS) == set(Need) == {need for row in TRANSITIONS for need in row.needs}
    assert set(Need) > WAIVED
    assert all(row.roles for row in TRANSITIONS)


def test_every_state_is_reached_and_every_open_one_can_end() -> None:
    reached = {State.REPORTED}
    while True:
        more = {row.target or state for state in reached for row in ways(state)} | reached
        if more == reached:
            break
        reached = more
    assert reached == set(State)
    ends = set(FINAL)
    for _ in State:
        ends |= {state for state in State if any(row.target in ends for row in ways(state))}
    assert ends == set(State)


def test_only_reopening_leaves_a_final_state() -> None:
    leaving = {(state, row.action) for state in FINAL for row in ways(state) if row.target is not None}
    assert leaving == {(State.CLOSED, Action.REOPEN)}


def test_pressing_is_a_record_and_no_state() -> None:
    assert BY_ACTION[Action.SUPERVISE].target is None
    assert story("dispatch").then("supervise", "10:00").now.presses == 1
    assert story("dispatch").then("supervise", "10:00").now.state is State.DISPATCHED


def test_asking_changes_no_state_and_signing_takes_another_person() -> None:
    asked = story("accept").then("ask_void", "10:00")
    assert (asked.now.state, asked.now.proposed and asked.now.proposed.by) == (State.HANDLING, "acceptor")
    assert asked.then("void", "10:05").now.state is State.VOID
    # A lead who asks needs no second lead: of the two one is.
    asked = story("accept").then("ask_void", "10:00", actor="lead", role=Role.LEAD)
    assert asked.then("void", "10:05", actor="acceptor", role=Role.ACCEPTOR).now.state is State.VOID


def test_what_was_asked_for_is_what_is_signed() -> None:
    told = story("file").then(
        "ask_reclassify", "10:00", category="30428.2-2013:component:0101", condition="cover-missing"
    )
    told.then("reclassify", "10:05", category="30428.2-2013:event:0101", condition="unlicensed-building")
    assert (told.now.condition, told.events[-1].condition, told.now.proposed) == (
        "cover-missing",
        "cover-missing",
        None,
    )
    assert told.now.unanswered == []


def test_what_is_not_signed_or_not_possible_any_more_waits_no_longer() -> None:
    for action in ("refuse_proposal", "withdraw_proposal"):
        told = story("file").then("ask_void", "10:00").then(action, "10:05")
        assert (told.now.proposed, told.now.state) == (None, State.FILED)
    assert story("accept").then("ask_reclassify", "10:00").then("dispose", "10:05").now.proposed is None
    handled = story("accept").then("ask_void", "10:00").then("dispose", "10:05").then("send_post_check", "10:06")
    assert handled.now.proposed is not None
    assert handled.then("pass", "10:07").then("close", "10:08").now.proposed is None


def test_a_log_from_before_second_signatures_folds_as_it_did() -> None:
    told = story("file").events
    void = replace(told[-1], action=Action.VOID, number=3, role=Role.LEAD, actor="lead", second="deputy")
    assert fold([*told, void]).state is State.VOID
    assert read(written(void)) == void
    other = {"category": "30428.2-2013:event:0406", "condition": "street-trading"}
    assert fold([*told, replace(void, action=Action.RECLASSIFY, **other)]).condition == "street-trading"  # type: ignore[arg-type]
    pressed = fold([*told, replace(void, action=Action.SUPERVISE, second="")])
    assert (pressed.presses, pressed.orders) == (1, ())


def test_an_order_is_answered_by_itself() -> None:
    told = story("accept").then("supervise", "10:00").then("supervise", "10:01", pressing=Pressing.KEY)
    told.then("answer", "10:05", order=6)
    assert [(each.number, each.answered_at is not None) for each in told.now.orders] == [(5, False), (6, True)]
    told.then("answer", "10:06")  # the only one that waits
    assert (told.now.unanswered, told.events[-1].order, told.now.state) == ([], 5, State.HANDLING)


def test_an_order_is_answered_after_the_end_too_unless_nobody_is_left_to_answer() -> None:
    told = story("accept").then("supervise", "10:00")
    for minute, action in enumerate(("dispose", "send_post_check", "pass", "close")):
        told.then(action, f"10:1{minute}")
    assert len(told.now.unanswered) == 1
    assert told.then("answer", "11:00").now.unanswered == []
    assert (
        story("accept").then("supervise", "10:00").then("ask_void", "10:01").then("void", "10:02").now.unanswered == []
    )
    assert story("file").then("supervise", "10:00").then("force_close", "10:01").now.unanswered == []


def test_who_reported_is_called_until_heard_and_again_after_a_reopening() -> None:
    told = _outside().then("call_back", "10:00", result=CallBack.NOT_REACHED)
    assert not told.now.heard
    assert told.then("call_back", "11:00", result=CallBack.DISSATISFIED).now.heard
    told.then("reopen", "11:05")
    assert not told.now.heard
    for minute, action in enumerate(("dispose", "send_post_check", "pass", "close")):
        told.then(action, f"12:1{minute}")
    told.then("call_back", "13:00")
    assert [(each.result, each.closing) for each in told.now.calls] == [
        (CallBack.NOT_REACHED, 0), (CallBack.DISSATISFIED, 0), (CallBack.SATISFIED, 1),
    ]  # fmt: skip
    assert told.now.state is State.CLOSED


def test_who_may_not_is_told_who_may() -> None:
    with pytest.raises(NotAllowed, match="“立案”由受理员、值班长办理。") as refusal:
        step(State.REPORTED, Action.FILE, Role.HANDLER)
    assert refusal.value.en == "“File” is for: acceptor, shift lead."


def test_a_step_from_another_state_is_refused_in_one_sentence() -> None:
    with pytest.raises(NotAllowed, match="案件当前为“待派遣”，不能“结案”") as refusal:
        step(State.FILED, Action.CLOSE, Role.ACCEPTOR)
    assert "“To be dispatched”" in refusal.value.en
    with pytest.raises(NotAllowed, match="案件已作废，不能再“派遣”。"):
        step(State.VOID, Action.DISPATCH, Role.DISPATCHER)
    with pytest.raises(NotAllowed, match="尚未上报"):
        step(None, Action.FILE, Role.ACCEPTOR)
    with pytest.raises(NotAllowed, match="不能“上报”"):
        step(State.FILED, Action.REPORT, Role.PUBLIC)


def _handling() -> Told:
    return story("accept")


def _returned() -> Told:
    return story("accept").then("return", "10:00")


def _asked() -> Told:
    return story("accept").then("ask_extension", "10:00")


def _asked_to_suspend() -> Told:
    return story("accept").then("ask_suspension", "10:00", until=at("2018-10-20 00:00"))


def _checking() -> Told:
    return story("send_post_check")


def _appealed() -> Told:
    return story().then("appeal", "10:00")


def _void_asked() -> Told:
    return story("file").then("ask_void", "10:00")


def _reclassifying_asked() -> Told:
    return story("file").then("ask_reclassify", "10:00")


def _without_condition(told: Told) -> Told:
    """As if the catalogue had lost the condition since it was asked for."""
    assert told.now.proposed is not None
    told.now.proposed = replace(told.now.proposed, condition="gone")
    return told


def _pressed() -> Told:
    return story("accept").then("supervise", "10:00")


def _outside(until: str = "2019-01-01 00:00") -> Told:
    """A closed case that was told of by somebody from outside."""
    number = {"callable_until": at(until)} if until else {}
    told = story("report", source=Source.HOTLINE, role=Role.SYSTEM, **number)
    told.then("send_pre_check", "09:01").then("pre_check", "09:02")
    for minute, action in enumerate(("file", "dispatch", "accept", "dispose", "send_post_check", "pass", "close"), 3):
        told.then(action, f"09:{minute:02}")
    return told


#: need, case before the step, step, what is wrong with it
REFUSALS: list[tuple[Need, Any, str, dict[str, Any]]] = [
    (Need.REASON, lambda: story("report"), "reject", {"reason": " "}),
    (Need.PHOTO, _handling, "dispose", {"photos": ()}),
    (Need.UNIT, lambda: story("file"), "dispatch", {"unit": ""}),
    (Need.ASSIGNEE, lambda: story("dispose"), "send_post_check", {"assignee": ""}),
    (Need.FINDING, lambda: story("report").then("send_pre_check", "09:05"), "pre_check", {"found": None}),
    (Need.NOT_CHECKED, lambda: story("report").then("send_pre_check", "09:05").then("pre_check", "09:06"), "send_pre_check", {}),
    (Need.VERIFIED, lambda: story("report", source=Source.PUBLIC, role=Role.PUBLIC), "file", {}),
    (Need.VERIFIED, lambda: story("report").then("send_pre_check", "09:05").then("pre_check", "09:06", found=False), "file", {}),
    (Need.GRID, lambda: story("report"), "file", {"grid": ""}),
    (Need.CONDITION, lambda: story("report"), "file", {"condition": "cover-missing"}),
    (Need.CONDITION, lambda: story("report"), "file", {"condition": "none"}),
    (Need.OWN, lambda: story("dispatch"), "accept", {"acting_unit": "市政站"}),
    (Need.NEVER_DISPATCHED, _returned, "self_dispose", {}),
    (Need.NEW_UNIT, _returned, "dispatch", {}),
    (Need.RETURNED, lambda: story("file"), "adjudicate", {}),
    (Need.NOT_RULED, lambda: _returned().then("adjudicate", "10:05"), "return", {}),
    (Need.HIGHER, lambda: story("file"), "transfer_up", {"level": Level.STREET}),
    (Need.HIGHER, lambda: story("file"), "transfer_up", {"level": None}),
    (Need.LOWER, lambda: story("file"), "transfer_down", {"level": Level.CITY}),
    (Need.UNADJUSTED, _asked, "ask_reclassify", {}),
    (Need.UNADJUSTED, lambda: story("accept").then("ask_reclassify", "10:00").then("ask_extension", "10:01"), "reclassify", {}),
    (Need.BEFORE_DUE, _handling, "ask_extension", {"recorded_at": at("2018-10-09 09:00"), "occurred_at": at("2018-10-09 09:00")}),
    # Back-dated: it counts from when it was entered.
    (Need.BEFORE_DUE, _handling, "ask_extension", {"recorded_at": at("2018-10-09 09:00")}),
    (Need.NONE_PENDING, _asked, "ask_suspension", {"until": at("2018-10-20 00:00")}),
    (Need.MAY_EXTEND, lambda: _extended(_extended(_handling())), "ask_extension", {}),
    (Need.MAY_SUSPEND, lambda: _suspended().then("resume", "10:05"), "ask_suspension", {"until": at("2018-10-20 00:00")}),
    (Need.UNTIL, _handling, "ask_suspension", {"until": at("2020-10-20 00:00")}),
    (Need.UNTIL, _handling, "ask_suspension", {"until": at("2018-10-08 10:10")}),
    (Need.UNTIL, _handling, "ask_suspension", {"until": None}),
    (Need.EXTENSION, _asked_to_suspend, "grant_extension", {}),
    (Need.SUSPENSION, _asked, "grant_suspension", {}),
    # Whatever it says besides, more time is no suspension.
    (Need.SUSPENSION, lambda: story("accept").then("ask_extension", "10:00", until=at("2018-10-20 00:00")), "grant_suspension", {}),
    (Need.PENDING, _handling, "endorse", {}),
    (Need.NOT_ENDORSED, lambda: _asked().then("endorse", "10:01"), "endorse", {"actor": "another"}),
    (Need.ENDORSED, _asked, "grant_extension", {}),
    (Need.NOT_ASKER, _asked, "endorse", {"actor": "worker"}),
    (Need.NOT_ENDORSER, lambda: _asked().then("endorse", "10:01"), "grant_extension", {"actor": "dispatcher"}),
    (Need.NOT_DISPOSER, _checking, "pass", {"actor": "worker"}),
    (Need.NOT_DISPOSER, lambda: story("pass"), "close", {"actor": "worker"}),
    (Need.NOT_CHECKER, lambda: story("pass"), "close", {"actor": "checker"}),
    (Need.CHECKED_BY_OTHER, lambda: story("dispose"), "send_post_check", {"assignee": "worker"}),
    (Need.CLOSING_MET, lambda: story("pass"), "close", {"closing_met": False}),
    (Need.RECENT, story, "reopen", {"recorded_at": at("2018-12-09 09:00"), "occurred_at": at("2018-12-09 09:00")}),
    (Need.NOTHING_PROPOSED, _void_asked, "ask_reclassify", {}),
    (Need.NOTHING_PROPOSED, _reclassifying_asked, "ask_void", {}),
    (Need.PROPOSED, lambda: story("file"), "refuse_proposal", {}),
    (Need.PROPOSED, lambda: story("file"), "withdraw_proposal", {}),
    (Need.VOID_PROPOSED, lambda: story("file"), "void", {}),
    (Need.VOID_PROPOSED, _reclassifying_asked, "void", {}),
    (Need.RECLASSIFYING_PROPOSED, lambda: story("file"), "reclassify", {}),
    (Need.RECLASSIFYING_PROPOSED, _void_asked, "reclassify", {}),
    (Need.STILL_IN_FORCE, lambda: _without_condition(_reclassifying_asked()), "reclassify", {}),
    (Need.NOT_PROPOSER, _void_asked, "void", {"actor": "acceptor"}),
    (Need.NOT_PROPOSER, _void_asked, "refuse_proposal", {"actor": "acceptor"}),
    (Need.NOT_PROPOSER, _reclassifying_asked, "reclassify", {"actor": "dispatcher"}),
    (Need.PROPOSER, _void_asked, "withdraw_proposal", {"actor": "lead"}),
    (Need.LEAD_SIGNS, _void_asked, "void", {"actor": "dispatcher", "role": Role.DISPATCHER}),
    (Need.LEAD_SIGNS, _void_asked, "refuse_proposal", {"actor": "dispatcher", "role": Role.DISPATCHER}),
    (Need.PRESSING, _handling, "supervise", {"pressing": None}),
    (Need.ORDERED_BY, _handling, "supervise", {"pressing": Pressing.LEADER, "ordered_by": " "}),
    (Need.ANSWER_BY, _handling, "supervise", {"until": None}),
    (Need.ANSWER_BY, _handling, "supervise", {"until": at("2018-10-08 10:10")}),
    (Need.ANSWER_BY, _handling, "supervise", {"until": at("2062-10-08 10:10")}),
    (Need.AWAITED, _handling, "answer", {}),
    (Need.AWAITED, lambda: _pressed().then("answer", "10:05"), "answer", {"order": 5}),
    (Need.ORDER, _pressed, "answer", {"order": 4}),
    (Need.ORDER, lambda: _pressed().then("supervise", "10:05"), "answer", {}),
    (Need.CALLABLE, lambda: _outside(until=""), "call_back", {}),
    (Need.CALLABLE, lambda: story(callable_until=at("2019-01-01 00:00")), "call_back", {}),
    (Need.CALLABLE, lambda: _outside(until="2018-10-08 10:10"), "call_back", {}),
    (Need.NOT_HEARD, lambda: _outside().then("call_back", "10:05", result=CallBack.NO_ANSWER), "call_back", {}),
    (Need.RESULT, _outside, "call_back", {"result": None}),
    (Need.PARENT, lambda: story("file"), "merge", {"parent": "C1"}),
    (Need.DISPOSED_FIRST, _handling, "settle_owner", {}),
    (Need.FIRST_APPEAL, _appealed, "appeal", {}),
    (Need.APPEALED, story, "endorse_appeal", {}),
    (Need.APPEAL_ENDORSED, _appealed, "grant_appeal", {}),
]  # fmt: skip


def _extended(told: Told) -> Told:
    return told.then("ask_extension", "10:00").then("endorse", "10:00").then("grant_extension", "10:00")


def _suspended() -> Told:
    return _asked_to_suspend().then("endorse", "10:01").then("grant_suspension", "10:02")


@pytest.mark.parametrize(("need", "before", "action", "told"), REFUSALS)
def test_who_does_not_meet_a_need_is_told_so(need: Need, before: Any, action: str, told: dict[str, Any]) -> None:
    case = before().now
    with pytest.raises(NotAllowed) as refusal:
        act(case, command(Action(action), at("2018-10-08 10:10"), **told), GROUND)
    assert (refusal.value.zh, refusal.value.en) == GUARDS[need][1:]


def test_every_guard_is_tried() -> None:
    assert {need for need, *_ in REFUSALS} == set(Need)


def test_a_ledger_of_another_platform_need_not_show_what_stays_there() -> None:
    told = story("send_post_check").then("pass", "10:00", photos=(), actor="", imported=True)
    assert told.then("close", "10:01", closing_met=False, actor="", imported=True).now.state is State.CLOSED


def test_time_does_not_run_backwards() -> None:
    case = story("dispatch").now
    with pytest.raises(NotAllowed, match="不能早于上一步"):
        act(case, command(Action.ACCEPT, at("2018-10-08 09:01"), recorded_at=at("2018-10-08 10:00")), GROUND)
    with pytest.raises(NotAllowed, match="不能晚于当前时间"):
        act(case, command(Action.ACCEPT, at("2018-10-08 11:00"), recorded_at=at("2018-10-08 10:00")), GROUND)
    with pytest.raises(NotAllowed, match="早于上一步"):
        act(case, command(Action.ACCEPT, at("2018-10-08 09:00")), GROUND)


def test_a_moment_without_a_zone_is_a_mistake_of_the_program() -> None:
    naive = at("2018-10-08 09:00").replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        act(None, command(Action.REPORT, naive), GROUND, new_id="C1")


def test_a_source_that_is_not_verified_is_for_its_own_people() -> None:
    with pytest.raises(NotAllowed, match="来源与上报人不符"):
        story("report", role=Role.PUBLIC)
    with pytest.raises(NotAllowed, match="漏报由督察员认定"):
        story("report", missed=True)
    with pytest.raises(NotAllowed, match="来源和层级"):
        story("report", level=None)


def test_merging_is_into_an_older_open_case_that_is_due_no_later() -> None:
    older, newer = story("dispatch", id="A").now, story("dispatch", "2018-10-08 09:30", id="B")
    for case, parent in ((older, newer.now), (newer.now, story("report", id="A").now), (newer.now, story(id="A").now)):
        with pytest.raises(NotAllowed, match="只能合并到"):
            act(case, command(Action.MERGE, at("2018-10-08 10:00"), parent=parent.id), GROUND, parent=parent)
    after, _ = act(newer.now, command(Action.MERGE, at("2018-10-08 10:00"), parent="A"), GROUND, parent=older)
    assert (after.state, after.parent) == (State.MERGED, "A")


def _filed(id: str, start: str, condition: str, category: str) -> Told:
    return story("report", start, id=id).then("file", f"{start[:-2]}05", condition=condition, category=category)


def test_a_case_that_was_reported_later_is_no_parent_even_if_it_is_due_earlier() -> None:
    slow = _filed("A", "2018-10-08 09:00", "cover-sunk", "30428.2-2013:component:0101").now
    urgent = _filed("B", "2018-10-08 10:00", "cover-missing", "30428.2-2013:component:0101").now
    assert (urgent.due or at("2100-01-01")) < (slow.due or at("2000-01-01"))
    for case, parent in ((slow, urgent), (urgent, slow)):
        with pytest.raises(NotAllowed, match="只能合并到"):
            act(case, command(Action.MERGE, at("2018-10-08 11:00"), parent=parent.id), GROUND, parent=parent)


def test_a_second_merge_would_need_an_open_case_so_there_are_no_circles() -> None:
    older, newer = story("dispatch", id="A").now, story("dispatch", "2018-10-08 09:30", id="B").now
    merged, _ = act(newer, command(Action.MERGE, at("2018-10-08 10:00"), parent="A"), GROUND, parent=older)
    with pytest.raises(NotAllowed):
        act(older, command(Action.MERGE, at("2018-10-08 10:00"), parent="B"), GROUND, parent=merged)


def test_a_late_entry_counts_from_its_entry() -> None:
    told = story("accept").then("dispose", "10:00", recorded_at=at("2018-10-09 09:00"))
    assert told.now.late_entries == 1
    assert told.now.first_feedback_at == at("2018-10-09 09:00")
    # A weak line is no lie: what is entered within the hours that the rules allow counts from when it was done.
    told = story("accept").then("dispose", "10:00", recorded_at=at("2018-10-08 13:00"))
    assert (told.now.late_entries, told.now.first_feedback_at) == (0, at("2018-10-08 10:00"))


def test_the_times_of_an_imported_ledger_hold() -> None:
    told = story("accept").then("dispose", "10:00", recorded_at=at("2020-01-01 00:00"), imported=True)
    assert (told.now.late_entries, told.now.first_feedback_at) == (0, at("2018-10-08 10:00"))


def test_what_follows_a_late_entry_is_counted_no_earlier() -> None:
    late = at("2018-10-09 09:00")
    told = story("accept").then("dispose", "10:00", recorded_at=late)
    told.then("send_post_check", "10:30", recorded_at=late + timedelta(minutes=1))
    assert told.events[-1].counted_at == late + timedelta(minutes=1)
