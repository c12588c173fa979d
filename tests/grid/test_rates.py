"""Rates of made-up months, whose values are known from the numbers of their kinds alone; identities; what others got wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proof.grid.made import KINDS, PERIOD, STREETS, codes, known, logs
from tests.grid.making import GROUND, Told, at, story
from wenxiao.grid.buckets import (
    BUCKET_NAMES,
    KEYS,
    Bucket,
    Finish,
    Period,
    Question,
    View,
    handling,
    outcome,
)
from wenxiao.grid.cases import BrokenLog, Case, fold
from wenxiao.grid.classifications import CLASSIFICATIONS
from wenxiao.grid.many import Many
from wenxiao.grid.rates import (
    both,
    indicators,
    most_of_none,
    newest,
    of_person,
    of_street,
    of_unit,
    rate,
    rates_by,
    readings,
    wilson,
)
from wenxiao.grid.states import OUTSIDE, Role, Source, State
from wenxiao.grid.stored import kept, restored
from wenxiao.quantities.paper import percent

CUTOFF = PERIOD.end
ONE_EACH = dict.fromkeys(KINDS, 1)
DIFFERENT = {kind: number for number, kind in enumerate(KINDS, 2)}


def cases(numbers: dict[str, int]) -> list[Case]:
    return [fold(log, until=CUTOFF) for log in logs(numbers)]


@pytest.mark.parametrize("numbers", [ONE_EACH, DIFFERENT], ids=["one of each", "each another number"])
def test_every_rate_is_what_the_numbers_say(numbers: dict[str, int]) -> None:
    every = cases(numbers)
    assert set(codes()) == {each.code for each in indicators().values()}
    for code in codes():
        for view in View:
            found = rate(newest(code), every, PERIOD, CUTOFF, view=view)
            assert (len(found.numerator), len(found.denominator)) == known(numbers, code, view), (code, view)


@settings(max_examples=12)
@given(
    st.dictionaries(st.sampled_from(list(KINDS)), st.integers(0, 3)), st.sampled_from(codes()), st.sampled_from(View)
)
def test_any_month_comes_out_exactly(numbers: dict[str, int], code: str, view: View) -> None:
    found = rate(newest(code), cases(numbers), PERIOD, CUTOFF, view=view)
    n, d = known(numbers, code, view)
    assert (len(found.numerator), len(found.denominator)) == (n, d)
    if newest(code).kind == "count":
        assert found.value == n
    elif not d:
        assert found.value is None
    else:
        assert found.value is not None
        assert abs(Fraction(found.value) - Fraction(n, d)) < Fraction(1, 10**27)


def test_reports_add_up() -> None:
    """上报 = 立案 + 不予立案 + 待立案 + 合并."""
    every = cases(DIFFERENT)
    asked = Question(PERIOD, CUTOFF)
    found = Counter(entry.bucket for case in every for entry in outcome(case, asked))
    assert set(found) == {Bucket.FILED, Bucket.REJECTED, Bucket.WAITING, Bucket.MERGED}
    assert sum(found.values()) == len(every)
    assert found[Bucket.MERGED] == DIFFERENT["merged"] + DIFFERENT["merged_filed"]


@pytest.mark.parametrize("view", View)
def test_what_should_be_handled_adds_up(view: View) -> None:
    """应处置 = 按期 + 超期处置 + 超期待处置 + 挂账中, and every case of the month is in one bucket."""
    every = cases(DIFFERENT)
    found = rate(newest("handled_on_time"), every, PERIOD, CUTOFF, view=view)
    entries = [entry for case in every for entry in handling(case, Question(PERIOD, CUTOFF, view))]
    month = Counter(e.bucket for e in entries if e.moment and PERIOD.start <= e.moment < PERIOD.end)
    counted = Bucket.ON_TIME, Bucket.LATE, Bucket.OVERDUE_OPEN, Bucket.FORCED
    assert len(found.denominator) == sum(month[bucket] for bucket in counted)
    assert {bucket: len(ids) for bucket, ids in found.excluded.items()} == {
        bucket: number for bucket, number in month.items() if bucket not in counted
    }
    assert (Bucket.SUSPENDED in month) is (view is View.ADJUSTED)
    assert sum(month.values()) + DIFFERENT["next_month"] == sum(case.filed_at is not None for case in every)
    everyone = [*found.denominator, *(name for ids in found.excluded.values() for name in ids)]
    assert len(set(everyone)) == len(everyone)


def test_streets_add_up_to_the_district() -> None:
    every = cases(DIFFERENT)
    for indicator in indicators().values():
        parts = rates_by(indicator, every, of_street, PERIOD, CUTOFF)
        whole = rate(indicator, every, PERIOD, CUTOFF)
        assert set(parts) <= {*STREETS, ""}
        assert sorted(id for part in parts.values() for id in part.numerator) == sorted(whole.numerator)
        assert sorted(id for part in parts.values() for id in part.denominator) == sorted(whole.denominator)
        for bucket, ids in whole.excluded.items():
            assert sorted(id for part in parts.values() for id in part.excluded.get(bucket, ())) == sorted(ids)


def test_people_and_units_are_measured_by_what_they_did() -> None:
    every = cases(
        {"on_time": 3, "sent_wrong": 1, "shirked": 1, "rejected": 2, "dispatched_late": 1, "self_disposed": 1}
    )
    sent = rates_by(newest("dispatch_on_time"), every, of_person, PERIOD, CUTOFF)
    assert {who: (len(each.numerator), len(each.denominator)) for who, each in sent.items()} == {
        "dispatcher": (6, 7),
        "lead": (1, 1),
    }
    decided = rates_by(newest("accepted_count"), every, of_person, PERIOD, CUTOFF)
    assert {who: each.value for who, each in decided.items()} == {"acceptor": 9}
    units = rates_by(newest("handled_on_time"), every, of_unit, PERIOD, CUTOFF)
    assert {unit: each.value for unit, each in units.items()} == {"环卫站": 1, "市政站": 1, "监督队": None}
    assert {
        unit: each.value for unit, each in rates_by(newest("shirked_count"), every, of_unit, PERIOD, CUTOFF).items()
    } == {"环卫站": 1}


def test_the_hotline_is_the_public_and_a_camera_is_not() -> None:
    for source, value in (
        (Source.HOTLINE, 1),
        (Source.PUBLIC, 1),
        (Source.VIDEO, 0),
        (Source.LEADER, 0),
        (Source.SYSTEM, 0),
    ):
        told = (
            story("report", source=source, role=Role.PUBLIC).then("send_pre_check", "09:01").then("pre_check", "09:02")
        )
        assert rate(newest("public_first"), [told.then("file", "09:03").now], PERIOD, CUTOFF).value == value


def test_a_reopened_case_is_not_excused_by_an_appeal() -> None:
    told = (
        story("accept")
        .then("dispose", "17:00")
        .then("send_post_check", "17:01")
        .then("pass", "17:02")
        .then("close", "17:03")
    )
    told.then("appeal", "17:10").then("endorse_appeal", "17:11").then("grant_appeal", "17:12")
    found = rate(newest("handled_on_time"), [told.now], PERIOD, CUTOFF, view=View.ADJUSTED)
    assert set(found.excluded) == {Bucket.EXEMPT}
    told.then("reopen", "2018-10-10 09:00")
    assert rate(newest("overdue_open"), [told.now], PERIOD, CUTOFF, view=View.ADJUSTED).value == 1


def test_what_was_not_solved_on_the_spot_is_a_case_like_the_others() -> None:
    told = story("file").then("self_dispose", "09:05").then("send_post_check", "09:06")
    indicator = newest("handled_on_time")
    assert set(rate(indicator, [told.now], PERIOD, CUTOFF).excluded) == {Bucket.SELF_DISPOSED}
    solved = (
        story("file")
        .then("self_dispose", "09:05")
        .then("send_post_check", "09:06")
        .then("pass", "09:10")
        .then("close", "09:11")
    )
    solved.then("reopen", "2018-10-10 09:00")
    raw, adjusted = both(indicator, [solved.now], PERIOD, CUTOFF)
    assert (raw.value, adjusted.value) == (None, 0)
    assert rate(indicator, [told.then("fail", "09:10").now], PERIOD, CUTOFF).value == 0


def test_a_case_is_in_one_period_only() -> None:
    every = cases(DIFFERENT)
    weeks = [Period(PERIOD.start + timedelta(days=n), PERIOD.start + timedelta(days=n + 1)) for n in range(31)]
    for code in ("handled_on_time", "filing_rate", "post_check_on_time", "dispatch_accuracy"):
        days = [rate(newest(code), every, day, CUTOFF) for day in weeks]
        assert sum(len(day.denominator) for day in days) == len(rate(newest(code), every, PERIOD, CUTOFF).denominator)


def test_granted_time_is_seen_beside_the_raw_rate() -> None:
    raw, adjusted = both(newest("handled_on_time"), cases({"on_time": 7, "extended": 3}), PERIOD, CUTOFF)
    assert (raw.value, adjusted.value) == (Decimal("0.7"), Decimal(1))


def test_strict_and_lenient() -> None:
    every = cases({"on_time": 3, "reworked_late": 1})
    indicator = newest("handled_on_time")
    by = {finish: rate(indicator, every, PERIOD, CUTOFF, finish=finish).value for finish in Finish}
    assert by[Finish.STRICT] == by[Finish.PASSED] == by[Finish.CLOSED] == Decimal("0.75")
    assert by[Finish.LENIENT] == 1
    checked = cases({"checked_late": 1})  # solved at 10:30, checked at 11:36, due at 14:40
    assert rate(indicator, checked, PERIOD, CUTOFF, finish=Finish.PASSED).value == 1


def test_other_readings_of_what_should_be_handled() -> None:
    numbers = {"on_time": 5, "late": 2, "overdue_open": 1, "next_month": 4}
    every, indicator = cases(numbers), newest("handled_on_time")
    found = {name: rate(indicator, every, PERIOD, CUTOFF, reading=name) for name in readings()}
    assert {name: (len(each.numerator), len(each.denominator)) for name, each in found.items()} == {
        "deadline": (5, 8),
        "filed_less_pending": (5, 8),
        "closed_and_open": (5, 12),
        "dispatched": (5, 12),
        "handled": (5, 7),
    }
    assert found["filed_less_pending"].excluded == {Bucket.NOT_DUE: tuple(f"next_month-{n}" for n in range(9, 13))}


def test_handled_early_counts_when_the_reading_says_so() -> None:
    told = (
        story("file", "2018-10-31 15:00").then("dispatch", "16:00").then("accept", "16:01").then("dispose", "16:30").now
    )
    indicator = newest("handled_on_time")
    assert rate(indicator, [told], PERIOD, CUTOFF).value is None
    assert rate(indicator, [told], PERIOD, CUTOFF, reading="filed_less_pending").value == 1
    closed = rate(newest("closed"), [told], PERIOD, CUTOFF, reading="filed_less_pending")
    assert (closed.value, set(closed.excluded)) == (None, {Bucket.NOT_DUE})


def test_nothing_of_nothing_is_undefined() -> None:
    for indicator in indicators().values():
        empty = rate(indicator, [], PERIOD, CUTOFF)
        assert empty.value == (0 if indicator.kind == "count" else None)
        assert empty.interval is None
        assert empty.few is (indicator.kind == "rate")
    with pytest.raises(KeyError):
        newest("none")


# What other programs got wrong.


def test_a_case_without_a_deadline_is_an_error_of_the_data_and_not_on_time() -> None:
    found = rate(newest("handled_on_time"), cases({"without_deadline": 2}), PERIOD, CUTOFF)
    assert (found.value, found.numerator) == (None, ())
    assert len(found.excluded[Bucket.NO_DEADLINE]) == 2


def test_an_open_case_that_is_not_due_is_not_on_time() -> None:
    told = story("accept", "2018-10-31 17:00").now
    november = Period(PERIOD.end, at("2018-12-01 00:00"))
    found = rate(newest("handled_on_time"), [told], november, CUTOFF)
    assert (found.numerator, found.denominator, set(found.excluded)) == ((), (), {Bucket.NOT_DUE})


def test_a_rate_is_not_cut_to_a_whole_number() -> None:
    assert rate(newest("handled_on_time"), cases({"on_time": 2, "late": 1}), PERIOD, CUTOFF).value == Decimal(
        2
    ) / Decimal(3)
    assert percent(Decimal(176) / Decimal(200) + Decimal("0.00005")) == "88.01%"  # half up


def test_a_ledger_that_has_only_days_says_nothing_of_hours() -> None:
    told, known = Told(), {"imported": True, "coarse": True, "photos": ()}
    for action in ("report", "file", "dispatch", "accept", "dispose", "send_post_check", "pass", "close"):
        told.then(action, "2018-10-08 00:00", **known)
    for indicator in indicators().values():
        found = rate(indicator, [told.now], PERIOD, CUTOFF)
        if indicator.classification in {
            "handling",
            "closing",
            "rework",
            "extension",
            "filing",
            "dispatches",
            "post_checks",
        }:
            assert (found.value, set(found.excluded)) == (None, {Bucket.COARSE})
    assert rate(newest("filing_rate"), [told.now], PERIOD, CUTOFF).value == 1


def test_the_period_ends_when_it_ends() -> None:
    """Its end is not its start, and a case at the last moment belongs to the next."""
    every = cases({"on_time": 3})
    assert rate(newest("handled"), every, Period(PERIOD.start, PERIOD.start), CUTOFF).value is None
    due = every[0].due
    assert due is not None
    assert rate(newest("handled"), every[:1], Period(PERIOD.start, due), CUTOFF).denominator == ()
    assert rate(newest("handled"), every[:1], Period(due, PERIOD.end), CUTOFF).denominator == ("on_time-1",)


def test_two_rates_of_one_table_are_two() -> None:
    every = cases({"on_time": 2, "late": 1, "overdue_open": 1})
    assert rate(newest("handled"), every, PERIOD, CUTOFF).value == Decimal("0.75")
    assert rate(newest("handled_on_time"), every, PERIOD, CUTOFF).value == Decimal("0.5")


def test_ordering_a_case_closed_does_not_clean_the_rate() -> None:
    assert rate(newest("handled_on_time"), cases({"on_time": 1, "forced": 1}), PERIOD, CUTOFF).value == Decimal("0.5")


def test_a_back_dated_step_counts_when_it_was_entered() -> None:
    assert rate(newest("handled_on_time"), cases({"back_dated": 1}), PERIOD, CUTOFF).value == 0


def test_what_was_known_then_stays_what_was_known_then() -> None:
    told = story("accept").then("dispose", "2018-10-10 09:00")
    before = fold(told.events, until=at("2018-10-09 00:00"))
    assert before.state is State.HANDLING
    assert rate(newest("overdue_open"), [before], PERIOD, at("2018-10-09 00:00")).value == 1
    assert rate(newest("overdue_open"), [told.now], PERIOD, CUTOFF).value == 0


def test_what_was_entered_later_was_not_known_then() -> None:
    told = story("accept").then("dispose", "10:00", recorded_at=at("2018-10-09 09:00"))
    assert fold(told.events, until=at("2018-10-08 12:00")).state is State.HANDLING
    assert fold(told.events, until=at("2018-10-09 09:00")).state is State.DISPOSED


def test_the_last_moment_is_in_time() -> None:
    indicator = newest("handled_on_time")
    for moment, value in (("15:02", 1), ("15:03", 0)):  # due at 15:02
        assert rate(indicator, [story("accept").then("dispose", moment).now], PERIOD, CUTOFF).value == value


def test_who_is_early_counts_with_the_others_when_the_deadline_has_passed() -> None:
    told = story("accept").then("dispose", "10:00").now
    before = rate(newest("handled_on_time"), [told], PERIOD, at("2018-10-08 12:00"))
    assert (before.value, set(before.excluded)) == (None, {Bucket.NOT_DUE})


def test_a_pause_that_is_over_hides_nothing() -> None:
    told = (
        Told()
        .then("report", "2018-10-08 08:30")
        .then("file", "08:35")
        .then("dispatch", "08:40")
        .then("accept", "08:45")
    )
    told.then("ask_suspension", "09:00", until=at("2018-10-10 09:00")).then("endorse", "09:01").then(
        "grant_suspension", "09:02"
    )
    indicator = newest("handled_on_time")
    for moment, bucket in (("2018-10-09 08:00", Bucket.SUSPENDED), ("2018-10-10 10:00", Bucket.EXTENDED)):
        found = rate(indicator, [told.now], PERIOD, at(moment), view=View.ADJUSTED)
        assert set(found.excluded) == {bucket}
    assert rate(indicator, [told.now], PERIOD, CUTOFF, view=View.ADJUSTED).value == 0


def test_a_pause_that_came_too_late_hides_nothing() -> None:
    told = story("accept").then("ask_suspension", "10:00", until=at("2019-01-10 09:00")).then("endorse", "10:01")
    told.then("grant_suspension", "17:00")
    assert rate(newest("overdue_open"), [told.now], PERIOD, CUTOFF, view=View.ADJUSTED).value == 1


def test_checks_that_nobody_makes_are_overdue() -> None:
    told = story("send_post_check")
    assert rate(newest("post_check_on_time"), [told.now], PERIOD, CUTOFF).value == 0
    assert rate(newest("dispatch_on_time"), [story("file").now], PERIOD, CUTOFF).value == 0
    void = story("send_post_check").then("ask_void", "09:10").then("void", "09:10").now
    found = rate(newest("post_check_on_time"), [void], PERIOD, CUTOFF)
    assert (found.value, set(found.excluded)) == (None, {Bucket.VOID})


def _of(person: str, *cases: Case, code: str = "post_check_on_time@2") -> tuple[int, int]:
    found = Many([indicators()[code]], PERIOD, CUTOFF).read(cases).rates(indicators()[code], by="person")
    return (len(found[person].numerator), len(found[person].denominator)) if person in found else (0, 0)


def test_a_check_in_time_counts_for_who_made_it_and_a_late_one_stays_with_the_assignee() -> None:
    in_time = story("send_post_check").then("pass", "09:10", actor="helper").now
    late = story("send_post_check", id="C2").then("pass", "2018-10-09 15:00", actor="helper").now
    assert (_of("helper", in_time, late), _of("checker", in_time, late)) == ((1, 1), (0, 1))
    assert _of("checker", in_time, late, code="post_check_on_time@1") == (1, 2)
    verified = story("report", source=Source.PUBLIC, role=Role.PUBLIC).then("send_pre_check", "09:01")
    made = verified.then("pre_check", "09:05", actor="helper").now
    assert _of("helper", made, code="pre_check_on_time@2") == (1, 1)


def test_a_copy_that_was_kept_before_tells_of_the_assignee_alone() -> None:
    told = kept(story().now)
    told["post_checks"] = [each[:-1] for each in told["post_checks"]]
    assert restored(told).post_checks[0].done_by == ""
    assert _of("checker", restored(told)) == (1, 1)


def test_stages_without_limits_are_no_timely_ones() -> None:
    ground = replace(GROUND, rules=replace(GROUND.rules, stages={}))
    told = Told(ground=ground).then("report", "2018-10-08 09:00").then("file", "09:01").then("dispatch", "09:02")
    for code in ("filing_on_time", "dispatch_on_time"):
        found = rate(newest(code), [told.now], PERIOD, CUTOFF)
        assert (found.value, set(found.excluded)) == (None, {Bucket.NO_DEADLINE})


@pytest.mark.parametrize(
    ("n", "d", "low", "high"),
    [(1, 1, "0.2065", "1"), (0, 10, "0", "0.2775"), (5, 10, "0.2366", "0.7634"), (95, 100, "0.8882", "0.9785")],
)
def test_wilson(n: int, d: int, low: str, high: str) -> None:
    found = wilson(n, d)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (Decimal(low), Decimal(high))


@given(st.integers(1, 400), st.data())
def test_a_rate_lies_in_its_interval(d: int, data: st.DataObject) -> None:
    n = data.draw(st.integers(0, d))
    found = wilson(n, d)
    assert found is not None
    assert 0 <= found.low <= Decimal(n) / Decimal(d) <= found.high <= 1


def test_none_found_is_not_none_there() -> None:
    assert most_of_none(0) is None
    assert most_of_none(2) == 1
    assert most_of_none(60) == Decimal("0.05")


def test_the_data_hold_together() -> None:
    assert set(BUCKET_NAMES) == set(Bucket)
    assert {each.classification for each in indicators().values()} <= set(CLASSIFICATIONS)
    assert {each.key for each in readings().values()} == set(KEYS)
    assert next(iter(readings())) == "deadline"
    for each in indicators().values():
        assert each.zh
        assert each.en
        assert each.n
        assert bool(each.d) is (each.kind == "rate")


@pytest.mark.parametrize("broken", ["empty", "gap", "twice", "mixed", "order", "first"])
def test_a_broken_log_is_no_case(broken: str) -> None:
    log = story().events
    logs_ = {
        "empty": [],
        "gap": [log[0], log[2]],
        "twice": [log[0], log[1], log[1]],
        "mixed": [log[0], replace(log[1], case="C2")],
        "order": [log[0], replace(log[2], number=2)],
        "first": log[1:],
    }
    with pytest.raises(BrokenLog):
        fold(logs_[broken])


def test_satisfaction_is_told_with_who_is_left_out_and_why() -> None:
    every = cases({**DIFFERENT, "called_satisfied": 3, "called_again": 2})
    raw, adjusted = both(newest("satisfaction"), every, PERIOD, CUTOFF)
    closed = [case for case in every if case.first_closed_at is not None and case.source in OUTSIDE]
    entries = [*raw.denominator, *(name for ids in raw.excluded.values() for name in ids)]
    assert sorted(entries) == sorted(case.id for case in closed)
    assert set(raw.excluded) == {Bucket.NO_ANSWER, Bucket.NOT_REACHED, Bucket.NOT_CALLED, Bucket.NO_NUMBER}
    assert (sorted(raw.denominator), raw.excluded) == (sorted(adjusted.denominator), adjusted.excluded)
    assert len(adjusted.numerator) - len(raw.numerator) == 2  # those that a reopening mended
    reached = rate(newest("call_back_reached"), every, PERIOD, CUTOFF)
    assert len(reached.numerator) == len(raw.denominator) + len(raw.excluded[Bucket.NO_ANSWER])
    assert set(reached.excluded) == {Bucket.NO_NUMBER}


def test_few_calls_are_told_with_their_interval_and_none_with_nothing() -> None:
    few = rate(newest("satisfaction"), cases({"called_satisfied": 3, "called_dissatisfied": 1}), PERIOD, CUTOFF)
    assert (few.value, few.few) == (Decimal("0.75"), True)
    assert few.interval is not None
    assert few.interval.low < Decimal("0.31") < Decimal("0.95") < few.interval.high
    assert rate(newest("satisfaction"), cases({"not_called": 4}), PERIOD, CUTOFF).value is None


def test_who_could_be_called_stays_so_when_forgotten_and_who_was_forgotten_before_could_not() -> None:
    def bucket(until: str) -> set[Bucket]:
        told = story("report", source=Source.HOTLINE, role=Role.SYSTEM, callable_until=at(until))
        told.then("send_pre_check", "09:01").then("pre_check", "09:02")
        for minute, action in enumerate(("file", "dispatch", "accept", "dispose", "send_post_check", "pass", "close")):
            told.then(action, f"09:1{minute}")
        return set(rate(newest("satisfaction"), [told.now], PERIOD, at("2020-01-01 00:00")).excluded)

    assert bucket("2018-10-09 00:00") == {Bucket.NOT_CALLED}
    assert bucket("2018-10-08 09:16") == {Bucket.FORGOTTEN}


def test_a_dissatisfied_one_stands_until_they_say_otherwise() -> None:
    every = cases({"called_again": 1})
    (log,) = logs({"called_again": 1})
    reopened = fold(log[:-2])  # closed again, not called yet
    raw, adjusted = both(newest("satisfaction"), [reopened], PERIOD, CUTOFF)
    assert (raw.value, adjusted.value) == (0, 0)
    assert both(newest("satisfaction"), every, PERIOD, CUTOFF)[1].value == 1


def test_an_order_that_nobody_is_left_to_answer_is_left_out() -> None:
    found = rate(
        newest("answered_on_time"), cases({"pressed": 2, "pressed_late": 1, "pressed_void": 1}), PERIOD, CUTOFF
    )
    assert (len(found.numerator), len(found.denominator), set(found.excluded)) == (2, 3, {Bucket.LAPSED})
    early = rate(newest("answered_on_time"), cases({"pressed": 1}), PERIOD, at("2018-10-08 20:00"))
    assert set(early.excluded) == {Bucket.NOT_DUE}
