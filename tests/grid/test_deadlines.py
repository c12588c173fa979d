"""The clock of a case: nothing that happens later starts it again, and what is granted moves it by what is granted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.grid.making import GROUND, Told, at, story
from wenxiao.grid.clock import WorkDay, after, used
from wenxiao.grid.rules import ClockStart, rules
from wenxiao.grid.states import Role, Source, State

DUE = at("2018-10-08 15:02")  # dispatched at 09:02, four working hours


def test_the_deadline_runs_from_the_first_dispatch() -> None:
    told = story("dispatch")
    assert told.now.due == told.now.adjusted_due == DUE
    assert told.now.provisional is False


def test_it_may_run_from_filing() -> None:
    ground = replace(GROUND, rules=replace(rules(), clock_start=ClockStart.FILED))
    told = Told(ground=ground).then("report", "2018-10-08 09:00").then("file", "09:01").then("dispatch", "11:00")
    assert told.now.due == at("2018-10-08 15:01")


def test_a_case_that_nobody_dispatches_is_due_all_the_same() -> None:
    told = story("file")
    assert told.now.due == at(
        "2018-10-08 15:16"
    )  # as if dispatched after the quarter of an hour that dispatching may take


def test_giving_back_does_not_start_the_clock_again() -> None:
    told = story("accept").then("return", "10:00").then("dispatch", "10:20", unit="市政站")
    assert (told.now.due, told.now.adjusted_due, told.now.hops) == (DUE, DUE, 1)
    assert told.now.dispatches[1].due == at("2018-10-08 10:15")  # the dispatcher's own clock does


def test_rework_and_reopening_leave_it_where_it_is() -> None:
    told = story("send_post_check").then("fail", "10:00")
    assert (told.now.state, told.now.due, told.now.reworks) == (State.HANDLING, DUE, 1)
    told.then("dispose", "11:00").then("send_post_check", "11:01").then("pass", "11:02").then("close", "11:03")
    told.then("reopen", "2018-10-12 09:00")
    assert (told.now.state, told.now.due, told.now.adjusted_due, told.now.reopens) == (State.HANDLING, DUE, DUE, 1)
    assert told.now.closed_at is None
    assert told.now.first_closed_at == at("2018-10-08 11:03")


def test_an_extension_is_the_original_limit_once_more() -> None:
    told = story("accept").then("ask_extension", "10:00").then("endorse", "10:05").then("grant_extension", "10:10")
    assert (told.now.due, told.now.adjusted_due, told.now.extensions) == (DUE, at("2018-10-09 09:02"), 1)
    told.then("ask_extension", "16:00").then("endorse", "16:01").then("grant_extension", "16:02")
    assert told.now.adjusted_due == at("2018-10-09 15:02")


def test_what_was_asked_for_falls_with_the_case_moving_on() -> None:
    told = story("accept").then("ask_extension", "10:00")
    assert told.then("dispose", "10:05").now.asked is None


def test_a_refused_extension_changes_nothing() -> None:
    told = story("accept").then("ask_extension", "10:00").then("refuse", "10:05")
    assert (told.now.adjusted_due, told.now.extensions, told.now.asked) == (DUE, 0, None)


@pytest.mark.parametrize("resumed", ["2018-10-10 09:00", "2018-10-15 17:00", "2018-10-19 18:00"])
def test_a_suspension_moves_the_deadline_by_the_working_time_that_it_takes(resumed: str) -> None:
    told = _suspended("2018-10-22 08:00").then("resume", resumed)
    start, end = at("2018-10-08 10:10"), at(resumed)
    calendar, unit = GROUND.calendar, told.now.limit.unit if told.now.limit else None
    assert unit is not None
    assert told.now.adjusted_due == after(DUE, used(start, end, unit, calendar), unit, calendar).at
    assert told.now.due == DUE


def test_a_pause_ends_on_the_day_that_was_granted_even_if_nobody_ends_it() -> None:
    told = _suspended("2018-10-22 08:00")
    due = told.now.adjusted_due
    assert told.then("resume", "2018-11-30 09:00").now.adjusted_due == due


def test_a_pause_that_was_granted_too_late_mends_nothing() -> None:
    told = story("accept").then("ask_suspension", "10:00", until=at("2018-10-22 08:00")).then("endorse", "10:05")
    told.then("grant_suspension", "17:00")
    assert (told.now.state, told.now.adjusted_due) == (State.SUSPENDED, DUE)
    assert told.then("resume", "2018-10-10 09:00").now.adjusted_due == DUE


def test_once_dispatched_the_shorter_limit_holds() -> None:
    longer = {"category": "30428.2-2013:event:0101", "condition": "unlicensed-building"}
    told = story("accept").then("ask_reclassify", "10:00", **longer).then("reclassify", "10:00")
    assert (told.now.condition, told.now.due, str(told.now.limit)) == ("unlicensed-building", DUE, "4工作时")
    told = story("file").then("ask_reclassify", "10:00", **longer).then("reclassify", "10:00")
    assert told.now.due == at("2018-10-13 09:16")
    urgent = {"category": "30428.2-2013:component:0101", "condition": "cover-missing"}
    told = story("accept").then("ask_reclassify", "10:00", **urgent).then("reclassify", "10:00")
    assert (told.now.due, told.now.adjusted_due) == (at("2018-10-08 11:02"), at("2018-10-08 11:02"))


def test_what_is_solved_first_has_its_clock_and_its_owner_later() -> None:
    told = story("file").then("dispose_first", "09:05")
    assert (told.now.state, told.now.unit, told.now.due) == (State.HANDLING, "应急机动队", at("2018-10-08 15:05"))
    told.then("dispose", "09:50", role=Role.EMERGENCY, acting_unit="应急机动队").then("send_post_check", "09:51")
    told.then("pass", "10:00").then("close", "10:01").then("settle_owner", "2018-10-20 09:00")
    assert (told.now.state, told.now.owner, told.now.dispose_first) == (State.CLOSED, "市政站", True)


def test_what_a_supervisor_solves_on_the_spot_is_checked_by_another() -> None:
    told = story("file").then("self_dispose", "09:05").then("send_post_check", "09:06")
    assert (told.now.self_disposed, told.now.disposer) == (True, "reporter")
    told.then("fail", "09:10").then("return", "09:15", role=Role.SUPERVISOR, acting_unit="监督队", actor="reporter")
    assert (told.now.state, told.now.self_disposed, told.now.unit, told.now.hops) == (State.FILED, False, "", 0)


def test_who_shirked_is_not_a_wrong_dispatch() -> None:
    told = story("accept").then("return", "10:00").then("dispatch", "10:05", unit="市政站")
    told.then("return", "10:10", acting_unit="市政站").then("adjudicate", "10:15")
    assert [(each.unit, each.returned, each.shirked) for each in told.now.dispatches] == [
        ("环卫站", True, True),
        ("市政站", True, False),
        ("环卫站", False, False),
    ]
    assert told.now.ruled


def test_handing_up_and_down_moves_the_level_alone() -> None:
    told = story("accept")
    before = replace(told.now)
    told.then("transfer_up", "10:00").then("transfer_down", "10:01")
    assert told.now.level == "street"
    assert (told.now.state, told.now.due, told.now.unit) == (before.state, before.due, before.unit)


def test_an_appeal_that_is_granted_erases_nothing() -> None:
    told = story("accept").then("dispose", "2018-10-09 17:00").then("send_post_check", "17:01")
    told.then("pass", "17:02").then("close", "17:03")
    before = told.now.accepted_at
    told.then("appeal", "17:10").then("endorse_appeal", "17:20").then("grant_appeal", "17:30")
    assert (told.now.appeal, told.now.accepted_at, told.now.due) == ("granted", before, DUE)


def test_an_appeal_that_is_refused_is_the_last() -> None:
    told = story().then("appeal", "10:00").then("refuse_appeal", "10:10")
    assert told.now.appeal == "refused"


def test_days_to_the_evening() -> None:
    ground = replace(GROUND, rules=replace(rules(), workday=WorkDay.EVENING))
    told = Told(ground=ground).then("report", "2018-09-30 09:00")
    told.then("file", "09:01", category="30428.2-2013:component:0101", condition="cover-loose").then(
        "dispatch", "09:02"
    )
    assert told.now.due == at("2018-10-09 18:00")


def test_a_deadline_in_a_year_without_published_holidays_is_provisional() -> None:
    year = max(GROUND.calendar.published) + 1
    assert story("dispatch", f"{year}-03-01 09:00").now.provisional is True


def test_reports_that_must_be_verified_have_their_time_for_filing_after_that() -> None:
    told = story("report", source=Source.PUBLIC, role=Role.PUBLIC).then("send_pre_check", "09:05")
    assert told.now.pre_checks[0].due == at("2018-10-08 09:35")
    told.then("pre_check", "09:30").then("file", "09:40")
    assert (told.now.pre_checks[0].done, told.now.file_due) == (at("2018-10-08 09:30"), at("2018-10-08 09:45"))


def _suspended(until: str) -> Told:
    told = story("accept").then("ask_suspension", "10:00", until=at(until)).then("endorse", "10:05")
    told.then("grant_suspension", "10:10")
    assert told.now.state is State.SUSPENDED
    return told


def test_a_pause_that_lasts_as_long_as_granted_is_the_deadline_frozen_at_its_beginning() -> None:
    told = _suspended("2018-10-19 18:00")
    assert told.now.adjusted_due == at("2018-10-22 10:52")  # 2 hours 52 minutes were left
    assert isinstance(told.now.suspended_from, datetime)
    assert told.now.adjusted_due - at("2018-10-22 08:00") == timedelta(hours=2, minutes=52)
