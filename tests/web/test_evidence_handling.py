"""Times of handling and recurrence as evidence: counted by hand, the same again, with the cases behind them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

import pytest
from django.db.models import QuerySet

from tests.grid.making import Told, at, story
from wenxiao.grid.states import State
from wenxiao.performance.lifecycle import Role
from wenxiao.told import Told as Refused
from wenxiao.web.evidence import measuring
from wenxiao.web.evidence.drilling import behind
from wenxiao.web.evidence.models import Measure, Snapshot
from wenxiao.web.evidence.providing import provided
from wenxiao.web.evidence.snapshots import Asked, asked_of, checked, computed
from wenxiao.web.fieldwork.evidence import Known
from wenxiao.web.grid.keeping import Log, keep_many
from wenxiao.web.grid.models import Case
from wenxiao.web.people.models import User
from wenxiao.web.scoring.cases import cases, days, settled
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.selfevaluation.sample import person

#: Long before the sample begins: what is here is what a test has put here.
OCTOBER = days(date(2018, 10, 1), date(2018, 11, 1))
LATER = at("2019-01-01 00:00")
TIMES = ("handling_mean", "handling_median", "handling_p90")
EVERY = (*TIMES, "came_back")
COME_TO_NOTHING = {State.VOID, State.MERGED, State.FORCED_CLOSED}
STREET, ELSEWHERE = "530114001", "530114002001001"


def solved(id: str, minutes: int, day: str = "2018-10-08", grid: str = "530114001001001") -> Told:
    """Dispatched at 09:02, solved so many minutes later, closed the day after."""
    told = story(id=id, start=f"{day} 09:00", until="report").then("file", "09:01", grid=grid).then("dispatch", "09:02")
    when = at(f"{day} 09:02") + timedelta(minutes=minutes)
    return told.then("accept", "09:03").then("dispose", f"{when:%H:%M}")


def ended(told: Told, day: str) -> Told:
    return told.then("send_post_check", f"{day} 08:00").then("pass", "08:10").then("close", "08:20")


def put(*stories: Told) -> None:
    keep_many([Log(one.id, list(one.events), "占道") for one in stories])


def counted(code: str, scope: str = "", cutoff=LATER):
    return provided()[code].count(OCTOBER, scope, Known(cutoff))


@pytest.fixture
def three(db) -> None:
    put(solved("C1", 60), solved("C2", 120, "2018-10-09"), solved("C3", 360, "2018-10-10", ELSEWHERE))


@pytest.fixture
def clerk(year):
    from wenxiao.web.sample import World

    return person(World(people={user.username: user for user in User.objects.all()}), year(1), Role.CLERK).user


# What they come to


@pytest.mark.parametrize(("code", "hours"), [("handling_mean", 3), ("handling_median", 2), ("handling_p90", 6)])
def test_times_of_three_cases(three, code, hours):
    found = counted(code)
    assert (found.value, found.ids, found.excluded) == (hours, ("C1", "C2", "C3"), {})


def test_times_of_a_street_an_agency_and_a_category(three):
    assert counted("handling_mean", f"street={STREET}").value == Decimal("1.5")
    assert counted("handling_mean", f"street={ELSEWHERE[:9]}").ids == ("C3",)
    assert counted("handling_mean", "unit=环卫站").value == 3
    assert counted("handling_mean", "category=30428.2-2013:event:01").value == 3
    assert counted("handling_mean", f"street={ELSEWHERE[:9]};category=30428.2-2013:event:01").ids == ("C3",)
    assert counted("handling_mean", "category=30428.2-2013:event:05").value is None


def test_a_time_is_not_rounded(db):
    put(solved("C1", 60), solved("C2", 70, "2018-10-09"), solved("C3", 70, "2018-10-10"))
    assert counted("handling_mean").value == Decimal(200) / 180


def test_what_is_left_out_of_times_is_said(three):
    coarse, void = solved("C4", 600), solved("C5", 600).then("ask_void", "20:00").then("void", "20:00")
    spot = story("file", id="C6").then("self_dispose", "09:05")
    coarse.events = [replace(each, coarse=each.action == "dispatch", imported=True) for each in coarse.events]
    put(coarse, void, spot)
    for code in TIMES:
        found = counted(code)
        assert (len(found.ids), found.excluded) == (3, {"coarse": 1, "void": 1, "self_disposed": 1})


@pytest.fixture
def came_back(db) -> None:
    """C1 came back after three weeks, C2 in another grid did not; C3 is what came back, closed on the last day of the month; C4 came
    back in November, within the thirty days of C3."""
    put(
        ended(solved("C1", 60), "2018-10-09"),
        ended(solved("C2", 60, "2018-10-09", ELSEWHERE), "2018-10-10"),
        ended(solved("C3", 60, "2018-10-30"), "2018-10-31"),
        solved("C4", 60, "2018-11-28"),
    )


def test_what_came_back_within_thirty_days(came_back):
    found = counted("came_back")
    assert (found.n, found.d, found.ids, found.of) == (2, 3, ("C1", "C3"), ("C1", "C2", "C3"))
    assert counted("came_back", f"street={ELSEWHERE[:9]}").value == 0
    assert counted("came_back", f"street={STREET}").value == 1


def test_whose_thirty_days_are_not_over_is_left_out(came_back):
    found = counted("came_back", cutoff=at("2018-11-29 00:00"))
    assert (found.ids, found.of, found.excluded) == (("C1",), ("C1", "C2"), {"waiting": 1})


def test_a_closing_of_which_only_the_day_is_known_is_left_out(came_back):
    day = ended(solved("C5", 60, "2018-10-15", ELSEWHERE), "2018-10-16")
    day.events = [replace(each, coarse=each.action == "close", imported=True) for each in day.events]
    put(day)
    assert counted("came_back").excluded == {"coarse": 1}


@pytest.mark.parametrize("code", EVERY)
def test_of_no_case_it_is_undefined(db, code):
    one = computed(Asked("measure", code, OCTOBER, LATER, "", {}))
    assert (one.value, one.n, one.d) == (None, 0, 0)


@pytest.mark.parametrize("scope", ["person=7", "street", "beat=1", "street=1;street=2", "street=1;unit="])
def test_a_scope_that_it_does_not_know_is_refused(db, scope):
    with pytest.raises(Refused, match=f"不能按“{scope}”统计；范围请写：street=、unit=、category="):
        counted("came_back", scope)


def test_the_sample_by_its_cases_one_by_one(db):
    """Of the sample's months, what the log says of each case, put together in another way."""
    period, cutoff = days(date(2026, 9, 1), date(2026, 11, 1)), settled()
    took = []
    for case in cases(period, cutoff):
        done = case.accepted_at or case.waiting_at
        counts = case.dispatches and not case.self_disposed and not case.coarse and case.state not in COME_TO_NOTHING
        if counts and done and period.start <= done < period.end:
            took.append((done - case.dispatches[0].at).total_seconds())
    found = provided()["handling_mean"].count(period, "", Known(cutoff))
    assert len(found.ids) == len(took) > 20
    assert float(found.value) == pytest.approx(sum(took) / len(took) / 3600)
    middle, longest = (provided()[code].count(period, "", Known(cutoff)).value * 3600 for code in TIMES[1:])
    assert float(middle) == pytest.approx(median(took))
    assert float(longest) == pytest.approx(sorted(took)[-(-len(took) * 9 // 10) - 1])
    for code in ("handling_mean", "came_back"):
        whole = provided()[code].count(period, "", Known(cutoff))
        parts = [provided()[code].count(period, f"street=53010000{n}", Known(cutoff)) for n in (1, 2, 3)]
        for name in ("ids", "of"):
            assert sorted(id for one in parts for id in getattr(one, name)) == sorted(getattr(whole, name))
        assert whole.excluded == dict(sum((Counter(one.excluded) for one in parts), Counter()))
    assert whole.n > 0


# Snapshots


@pytest.mark.parametrize("code", EVERY)
def test_it_is_the_same_at_the_same_cutoff_after_more_has_happened(came_back, code):
    cutoff = at("2018-12-15 00:00")
    first = computed(Asked("measure", code, OCTOBER, cutoff, "", {}))
    first.save(force_insert=True)
    assert first.n > 0
    put(  # told later: by then it is December
        *(late(one, "2018-12-20") for one in (ended(solved("C8", 300, "2018-10-11"), "2018-10-12"), solved("C9", 500, "2018-10-12")))
    )  # fmt: skip
    again = computed(asked_of(first))
    assert (again.value, again.n, again.d, again.digest) == (first.value, first.n, first.d, first.digest)
    assert [check.same for check in checked([first])] == [True]
    later = computed(Asked("measure", code, OCTOBER, LATER, "", {}))
    assert later.digest != first.digest


def late(told: Told, day: str) -> Told:
    told.events = [replace(each, recorded_at=at(f"{day} 09:00")) for each in told.events]
    return told


def test_a_case_that_was_changed_behind_the_log_shows(three):
    one = computed(Asked("measure", "handling_mean", OCTOBER, LATER, "", {}))
    one.save(force_insert=True)
    assert behind(one)[1]
    row = Case.objects.get(number="C3")
    row.folded["waiting_at"] = "2018-10-10T10:00:00+08:00"
    row.save()
    assert not behind(one)[1]
    assert [check.same for check in checked([one])] == [False]


@pytest.mark.parametrize("code", EVERY)
def test_another_case_of_the_same_number_and_value_shows(came_back, as_user, code):
    one = computed(Asked("measure", code, OCTOBER, LATER, "", {}))
    one.save(force_insert=True)
    row = Case.objects.get(number="C1")
    row.folded["id"] = "C9"
    row.save()
    rate, same = behind(one)
    assert "C9" in rate.numerator
    assert (len(rate.numerator), computed(asked_of(one)).value) == (one.n, one.value)
    assert not same


def test_whether_they_are_the_same_costs_no_question_more(came_back, django_assert_num_queries):
    one = computed(Asked("measure", "came_back", OCTOBER, LATER, "", {}))
    one.save(force_insert=True)
    with django_assert_num_queries(2):  # the cases of the month, and what came after it
        assert behind(one)[1]


# On the pages


def free(year, unit: str) -> str:
    """The key of an indicator that nothing is linked to, in this unit."""
    targets = year(1).target_sets.get(state="approved")
    row = (
        targets.indicators.exclude(key__in=Measure.objects.filter(year=year(1)).values("key"))
        .exclude(target=None)
        .first()
    )
    QuerySet.update(targets.indicators.filter(pk=row.pk), unit=unit)  # approved ones refuse it: the sample has none so
    return row.key


def told(key: str, provides: str, scope: str = "") -> dict[str, str]:
    return {
        "key": key, "kind": "measure", "provided": provides, "view": "raw", "finish": "strict", "reading": "deadline", "scope": scope,
        "start": "2018-10-01", "end": "2018-10-31", "tolerance": "0",
    }  # fmt: skip


def link(as_user, year, unit: str, provides: str, scope: str = "") -> tuple[int, str]:
    answer = as_user("clerk").post(f"/evidence/of/{year(1).pk}/link/", told(free(year, unit), provides, scope))
    return answer.status_code, answer.content.decode()


def linked(year, provides: str) -> Snapshot:
    return Measure.objects.get(year=year(1), provided=provides, removed_at=None).latest


def test_the_form_offers_them_apart_from_the_field_work(as_user, year):
    page = as_user("clerk").get(f"/evidence/of/{year(1).pk}/link/").content.decode()
    assert '<optgroup label="网格案件">' in page
    for code in EVERY:
        assert provided()[code].words in page


def test_a_time_is_linked_on_the_page_and_opens_into_its_cases(three, as_user, year):
    assert link(as_user, year, "小时", "handling_mean")[0] == 302
    one = linked(year, "handling_mean")
    assert (one.value, one.n, one.d) == (3, 3, 0)
    page = as_user("clerk").get(f"/evidence/snapshots/{one.pk}/").content.decode()
    for words in ("平均处置时长（小时）", "<b>3</b>", "网格案件", f"/evidence/snapshots/{one.pk}/cases/?part=n"):
        assert words in page
    listed = as_user("clerk").get(f"/evidence/snapshots/{one.pk}/cases/?part=n").content.decode()
    assert "与快照一致" in listed
    assert [f">{name}<" in listed for name in ("C1", "C2", "C3")] == [True, True, True]


def test_what_came_back_is_linked_and_both_lists_open(came_back, as_user, year):
    scope = f"street={STREET};category=30428.2-2013"
    assert link(as_user, year, "%", "came_back", scope)[0] == 302
    one = linked(year, "came_back")
    assert (one.n, one.d, one.scope) == (2, 2, scope)
    page = as_user("clerk").get(f"/evidence/snapshots/{one.pk}/").content.decode()
    assert "100.00%" in page
    for part, there, not_there in (("n", "C1", "C2"), ("d", "C3", "C2")):
        assert f"/cases/?part={part}" in page
        listed = as_user("clerk").get(f"/evidence/snapshots/{one.pk}/cases/?part={part}").content.decode()
        assert f">{there}<" in listed
        assert f">{not_there}<" not in listed


def test_the_page_says_what_was_left_out(came_back, as_user, year, clerk):
    day = ended(solved("C5", 60, "2018-10-15", ELSEWHERE), "2018-10-16")
    day.events = [replace(each, coarse=each.action == "close") for each in day.events]
    put(day)
    link(as_user, year, "%", "came_back")
    page = as_user("clerk").get(f"/evidence/snapshots/{linked(year, 'came_back').pk}/").content.decode()
    assert "台账未载明（不可计算） 1" in page


def test_an_undefined_time_is_shown_as_such(as_user, year):
    assert link(as_user, year, "小时", "handling_p90")[0] == 302
    page = as_user("clerk").get(f"/evidence/snapshots/{linked(year, 'handling_p90').pk}/").content.decode()
    assert '<b>—</b><span class="tiny">核算值</span>' in page


def test_a_scope_is_refused_on_the_page(as_user, year):
    status, page = link(as_user, year, "小时", "handling_mean", "person=7")
    assert status == 422
    assert "不能按“person=7”统计" in page


def test_a_time_is_compared_in_the_unit_of_its_indicator(three, as_user, year, clerk):
    link(as_user, year, "分钟", "handling_mean")
    measure = Measure.objects.get(year=year(1), provided="handling_mean")
    own = SelfEvaluation.objects.get(year=year(1))
    [one] = [one for one in measuring.shown(own) if one.measure.pk == measure.pk]
    assert one.answer.computed == 180
    measuring.take(own, measure, clerk)
    assert own.actuals.get(key=measure.key).value == 180


def test_a_time_is_not_compared_with_working_days(as_user, year):
    status, page = link(as_user, year, "工作日", "handling_mean")
    assert status == 422
    assert "“工作日”不是小时、分钟或天" in page


def test_the_cases_behind_are_read_by_programs_and_field_work_has_none(three, as_user, year, program):
    link(as_user, year, "小时", "handling_median")
    one = linked(year, "handling_median")
    status, got = program("clerk")("get", f"/scores/snapshots/{one.pk}/cases")
    assert (status, got) == (200, {"same": True, "numerator": ["C1", "C2", "C3"], "denominator": []})
    link(as_user, year, "人次", "trained")
    assert program("clerk")("get", f"/scores/snapshots/{linked(year, 'trained').pk}/cases")[0] == 404
    assert as_user("clerk").get(f"/evidence/snapshots/{linked(year, 'trained').pk}/cases/").status_code == 404
