"""Beside the row of states: a second person signs, orders are answered, who reported is called back; who may, and what nobody sees."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.following import pressed, voided
from tests.web.griding import GRID, RUBBISH, actor, filed, handling, kept_photo, post, reported
from tests.web.open311_client import GeoReporter
from wenxiao.grid.buckets import Bucket, View
from wenxiao.grid.rates import newest, rate
from wenxiao.grid.states import CallBack, Pressing, State
from wenxiao.grid.transitions import Action
from wenxiao.told import NotAllowed
from wenxiao.web.command import figures
from wenxiao.web.core.clock import now, today
from wenxiao.web.core.models import SensitiveRead
from wenxiao.web.grid import limits, listing, queue, steps
from wenxiao.web.grid.keeping import events, perform
from wenxiao.web.grid.models import Case, CaseEvent, Post, Reporter
from wenxiao.web.grid.seeing import sees_reporter
from wenxiao.web.grid.upkeep import forget
from wenxiao.web.scoring import cases as scored

TOLD = {
    "source": "hotline",
    "category": RUBBISH,
    "description": "市民来电，巷口有垃圾",
    "grid": GRID,
    "name": "周青禾",
    "phone": "13911112222",
}
OTHER = {"category": "47678.5-2026:item:09006", "condition": "street-trading"}


def text(answer) -> str:
    return answer.content.decode()


def _waiting(who, kind):
    return set(queue.waiting(who, kind).values_list("pk", flat=True)) if kind else set()


def _offered(who, row):
    return {way.row.action for way in steps.open_ways(row, who)}


@pytest.fixture
def told(as_user):
    """A case that somebody told the hotline of, who left a name and a number."""
    answer = as_user("acceptor").post("/grid/cases/new/", TOLD)
    return Case.objects.get(pk=answer["Location"].split("/")[-2])


def _closed(row):
    for login, action, more in (
        ("acceptor", Action.SEND_PRE_CHECK, {"assignee": actor("supervisor").name}),
        ("supervisor", Action.PRE_CHECK, {"found": True}),
        ("acceptor", Action.FILE, {"grid": GRID, "category": RUBBISH, "condition": "rubbish"}),
        ("dispatcher", Action.DISPATCH, {"unit": "G22"}),
        ("sanitation", Action.ACCEPT, {}),
    ):
        row = perform(row, actor(login), action, **more)
    return _solved(row)


def _solved(row):
    row = perform(row, actor("sanitation"), Action.DISPOSE, photos=[kept_photo("sanitation")])
    row = perform(row, actor("acceptor"), Action.SEND_POST_CHECK, assignee=actor("supervisor").name)
    row = perform(row, actor("supervisor"), Action.PASS, photos=[kept_photo("supervisor")])
    return perform(row, actor("acceptor2"), Action.CLOSE, closing_met=True)


# A second person signs


def test_a_case_becomes_void_by_two_of_whom_one_is_a_lead(as_user, access):
    row = filed()
    assert "申请作废" in text(as_user("acceptor").get(row.get_absolute_url()))
    assert post(as_user("lead"), row, "void").status_code == 302  # nobody has asked
    row.refresh_from_db()
    assert (row.state, row.to_sign) == ("filed", "")
    assert post(as_user("acceptor"), row, "ask_void", reason="").status_code == 422
    assert post(as_user("acceptor"), row, "ask_void", reason="与在办工程重复").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.to_sign, row.proposed_by.username) == ("filed", "lead", "acceptor")
    sign, asks = {Action.VOID, Action.REFUSE_PROPOSAL}, {Action.ASK_VOID, Action.ASK_RECLASSIFY}
    assert _offered(access("lead"), row) & sign == sign
    for login in ("acceptor", "acceptor2", "dispatcher"):
        assert not _offered(access(login), row) & (sign | asks)
        assert row.pk not in _waiting(access(login), "sign" if login != "inspector" else "")
    assert Action.WITHDRAW_PROPOSAL in _offered(access("acceptor"), row)
    assert row.pk in _waiting(access("lead"), "sign")
    page = text(as_user("lead").get(row.get_absolute_url()))
    assert "与在办工程重复" in page
    assert "程小满" in page
    assert post(as_user("dispatcher"), row, "void").status_code in (302, 403)
    assert post(as_user("lead"), row, "void").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.to_sign, row.proposed_by) == ("void", "", None)
    assert CaseEvent.objects.get(case=row, action="void").actor.username == "lead"


def test_what_a_lead_asks_for_anybody_else_of_the_desk_signs(access):
    row = perform(filed(), actor("lead"), Action.ASK_VOID, reason="误立")
    assert row.to_sign == "desk"
    assert row.pk in _waiting(access("acceptor"), "sign") & _waiting(access("dispatcher"), "sign")
    assert row.pk not in _waiting(access("lead"), "sign")
    assert perform(row, actor("dispatcher"), Action.VOID).state == State.VOID


def test_a_reclassification_is_what_was_asked_for(as_user, access):
    row = filed()
    filing = f"{OTHER['category']}|{OTHER['condition']}"
    assert post(as_user("dispatcher"), row, "ask_reclassify", filing=filing, reason="现场为占道经营").status_code == 302
    row.refresh_from_db()
    assert (row.category, row.to_sign) == (RUBBISH, "desk")
    assert "占道经营" in text(as_user("acceptor2").get(row.get_absolute_url()))
    # What the one who signs sends along is not what was asked for.
    assert post(as_user("acceptor2"), row, "reclassify", filing=f"{RUBBISH}|rubbish").status_code == 302
    row.refresh_from_db()
    assert (row.category, row.condition, row.to_sign) == (OTHER["category"], OTHER["condition"], "")


def test_what_is_asked_for_can_be_refused_and_taken_back(as_user):
    row = filed()
    post(as_user("acceptor"), row, "ask_void", reason="误立")
    assert post(as_user("lead"), row, "refuse_proposal", reason=" ").status_code == 422
    assert post(as_user("lead"), row, "refuse_proposal", reason="并不重复").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.to_sign) == ("filed", "")
    post(as_user("acceptor"), row, "ask_void", reason="误立")
    assert post(as_user("acceptor"), row, "withdraw_proposal").status_code == 302
    row.refresh_from_db()
    assert (row.to_sign, row.revision) == ("", 6)


def test_of_what_waits_for_a_signature_there_is_a_list_and_a_number(as_user, access):
    before = figures.following(now())["to_sign"]
    rows = [perform(filed(), actor("acceptor"), Action.ASK_VOID, reason="误立") for _ in range(2)]
    assert figures.following(now())["to_sign"] == before + 2
    _, found, _ = listing.listed(access("inspector"), {"to_sign": "on"})
    assert {row.pk for row in rows} <= set(found.values_list("pk", flat=True))
    assert all(row.to_sign for row in found)
    assert f">{before + 2}<" in text(as_user("lead").get("/command/"))
    voided(filed())
    assert figures.following(now())["to_sign"] == before + 2


# Orders


def test_an_order_says_its_kind_who_gave_it_and_until_when(as_user, access):
    row, client = handling(), as_user("lead")
    assert post(client, row, "supervise", pressing="", reason="请加快").status_code == 422
    assert "交办人" in text(post(client, row, "supervise", pressing="leader", reason="请加快"))
    assert (
        post(
            client, row, "supervise", pressing="leader", reason="请加快", until="2026-01-01", ordered_by="区政府督查室"
        ).status_code
        == 422
    )
    assert (
        post(client, row, "supervise", pressing="leader", reason="请加快", ordered_by="区政府督查室").status_code == 302
    )
    row.refresh_from_db()
    (order,) = row.case.orders
    assert (order.pressing, order.ordered_by, row.answer_due) == (Pressing.LEADER, "区政府督查室", order.due)
    assert timedelta(days=2) < order.due - now() < timedelta(days=12)  # three working days
    page = text(client.get(row.get_absolute_url()))
    for words in ("领导督办", "区政府督查室", "督办待回复", "回复期限"):
        assert words in page
    assert row.pk in _waiting(access("sanitation"), "answer")
    assert row.pk not in _waiting(access("street"), "answer")


@pytest.mark.parametrize("made", [reported, filed])
def test_an_order_on_a_case_without_a_unit_says_that_it_waits_for_dispatch_and_the_lead_sees_it(as_user, access, made):
    row, client = made(), as_user("inspector")
    page = text(client.get(row.get_absolute_url()))
    assert "派遣后，由收到的单位回复" in page
    assert post(client, row, "supervise", pressing="key", reason="请加快").status_code == 302
    row.refresh_from_db()
    assert "派遣后回复" in text(client.get(row.get_absolute_url()))
    assert row.pk in _waiting(access("lead"), "ordered")
    assert "督办待派遣" in text(as_user("lead").get("/grid/?kind=ordered"))
    Case.objects.filter(pk=row.pk).update(state="dispatched", agency=actor("sanitation").agency)
    assert row.pk not in _waiting(access("lead"), "ordered")
    assert row.pk in _waiting(access("sanitation"), "answer")


def test_a_case_that_waits_in_two_ways_counts_once(access):
    before = queue.counts(access("lead"))[1]
    row = pressed(filed())
    assert row.pk in _waiting(access("lead"), "dispatch") & _waiting(access("lead"), "ordered")
    assert queue.counts(access("lead"))[1] == queue.waiting(access("lead")).count() == before + 1


def test_each_order_is_answered_by_itself_by_the_unit_that_has_the_case(as_user, access):
    row = pressed(pressed(handling()), "lead", pressing=Pressing.OVERDUE)
    first, second = row.case.orders
    for login in ("lead", "inspector", "acceptor"):
        assert Action.ANSWER not in _offered(access(login), row)
    client = as_user("sanitation")
    assert post(client, row, "answer", reason="已安排").status_code == 422  # which of the two
    assert post(client, row, "answer", reason="已安排", order="99").status_code == 422
    assert post(client, row, "answer", "/grid/m/cases", reason="已安排", order=second.number).status_code == 302
    row.refresh_from_db()
    assert [one.answered_at is not None for one in row.case.orders] == [False, True]
    assert post(client, row, "answer", reason="明日完成").status_code == 302  # one is left
    row.refresh_from_db()
    assert (row.answer_due, row.pressed, row.case.presses, row.state) == (None, True, 2, "handling")
    assert Action.ANSWER not in _offered(access("sanitation"), row)
    assert (first.number, row.case.orders[0].answered_by) == (5, actor("sanitation").name)


def test_who_solves_for_a_unit_and_on_the_spot_has_one_list_of_orders(access):
    row = pressed(handling())
    who = access("sanitation")
    Post.objects.create(user=who.user, agency=who.posts[0].agency, role="supervisor", since=today())
    waits = [(kind.name, number) for kind, number in queue.counts(access("sanitation"))[0] if kind.name == "answer"]
    assert waits == [("answer", len(_waiting(who, "answer")))]
    assert row.pk in _waiting(access("sanitation"), "answer")


def test_an_order_goes_with_the_case_and_what_is_overdue_says_so(as_user, access):
    row = pressed(handling())
    row = perform(row, actor("sanitation"), Action.RETURN, reason="不属本单位")
    assert row.answer_due is not None
    for login in ("sanitation", "enforcer"):
        assert row.pk not in _waiting(access(login), "answer")
    row = perform(row, actor("dispatcher"), Action.DISPATCH, unit="G21")
    assert row.pk in _waiting(access("enforcer"), "answer")
    before = figures.following(now())
    Case.objects.filter(pk=row.pk).update(answer_due=now() - timedelta(hours=1))
    assert figures.following(now())["late"] == before["late"] + 1
    page = text(as_user("inspector").get("/grid/cases/?unanswered=on"))
    assert "督办超期未回复" in page
    assert row.number in page
    _, found, _ = listing.listed(access("inspector"), {"unanswered": "on"})
    assert set(found) == set(Case.objects.exclude(answer_due=None))


def test_an_order_is_counted_in_the_month_in_which_it_is_due_however_long_ago_the_case_ended(db):
    row = _solved(perform(filed(), actor("dispatcher"), Action.DISPATCH, unit="G22") and handling())
    late = handling()
    due = now() + timedelta(days=200)
    late = _solved(pressed(late, until=due))
    assert late.latest == due
    period = scored.days(due.date(), due.date() + timedelta(days=2))
    assert set(scored.touching(period).filter(pk__in=[row.pk, late.pk])) == {late}
    assert rate(newest("answered_on_time"), [late.case], period, period.end).value == 0
    assert not Case.objects.filter(pk=late.pk, latest__lt=period.start).exists()  # nor is it counted twice


# Calls


def test_who_reported_is_called_back_and_their_number_is_seen_for_that_alone(as_user, access, told):
    phone, at = told.contact.phone, f"/grid/cases/{told.pk}/reporter/"
    row = _closed(told)
    assert row.call_until == row.closed_at + timedelta(days=limits.limits()["call_back"]["days"])
    assert row.pk in _waiting(access("acceptor"), "call") & _waiting(access("lead"), "call")
    assert "查看举报人" in text(as_user("acceptor").get(row.get_absolute_url()))
    before = SensitiveRead.objects.count()
    assert phone in text(as_user("acceptor").get(at))
    assert SensitiveRead.objects.count() == before + 1
    for login in ("dispatcher", "inspector", "supervisor", "sanitation", "clerk"):
        assert as_user(login).get(at).status_code in (403, 404)
        if login != "clerk":
            assert Action.CALL_BACK not in _offered(access(login), row)
    assert post(as_user("acceptor"), row, "call_back").status_code == 422
    assert post(as_user("acceptor"), row, "call_back", result="delighted").status_code == 422
    assert post(as_user("acceptor"), row, "call_back", result="not_reached").status_code == 302
    row.refresh_from_db()
    assert row.pk in _waiting(access("acceptor"), "call")
    note = f"周青禾（{phone}）说已清走，可打13600001111"
    assert post(as_user("acceptor"), row, "call_back", result="satisfied", reason=note).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.call_until, row.case.heard) == ("closed", None, True)
    assert as_user("acceptor").get(at).status_code == 404
    assert not sees_reporter(access("lead"), row)
    # What was written of them is kept without who they are: the log is for good, they are forgotten in time.
    kept = CaseEvent.objects.filter(case=row, action="call_back").latest("number").told["reason"]
    for secret in ("周青禾", phone, "13600001111"):
        assert secret not in kept
        assert secret not in str(row.folded)
        assert secret not in text(as_user("sanitation").get(row.get_absolute_url()))
    assert "说已清走" in kept


def test_a_dissatisfied_one_may_have_it_reopened_and_is_called_again(as_user, access, told):
    row = perform(_closed(told), actor("acceptor"), Action.CALL_BACK, result=CallBack.DISSATISFIED)
    assert row.state == State.CLOSED
    page = text(as_user("acceptor").get(row.get_absolute_url()))
    assert "举报人不满意" in page
    assert 'id="step-reopen"' in page
    row = perform(row, actor("acceptor"), Action.REOPEN, reason="回访反映仍有垃圾")
    assert row.call_until is None
    row = _solved(row)
    assert row.call_until is not None
    row = perform(row, actor("lead"), Action.CALL_BACK, result=CallBack.BASICALLY_SATISFIED)
    period = scored.month(today().replace(day=1))
    found = [
        rate(newest("satisfaction"), scored.folded(Case.objects.filter(pk=row.pk), now()), period, now(), view=view)
        for view in View
    ]
    assert [each.value for each in found] == [Decimal(0), Decimal(1)]


@pytest.mark.parametrize("at", ["/grid/cases", "/grid/m/cases"])
def test_a_reason_to_reopen_is_kept_without_who_told_of_the_case(as_user, told, at):
    phone = told.contact.phone
    row = perform(_closed(told), actor("acceptor"), Action.CALL_BACK, result=CallBack.DISSATISFIED)
    reason = f"周青禾（{phone}）说仍有垃圾，可打13600001111"
    assert post(as_user("acceptor"), row, "reopen", at, reason=reason).status_code == 302
    row.refresh_from_db()
    kept = CaseEvent.objects.filter(case=row, action="reopen").latest("number").told["reason"]
    for secret in ("周青禾", phone, "13600001111"):
        assert secret not in kept
        assert secret not in text(as_user("sanitation").get(row.get_absolute_url()))
    assert "说仍有垃圾" in kept


def test_who_left_no_number_is_not_called_and_who_is_not_reached_often_enough_waits_no_longer(access, told, as_user):
    silent = as_user("acceptor").post("/grid/cases/new/", {**TOLD, "phone": ""})
    row = _closed(Case.objects.get(pk=silent["Location"].split("/")[-2]))
    assert (row.call_until, row.contact.name) == (None, "周青禾")
    assert Action.CALL_BACK not in _offered(access("lead"), row)
    with pytest.raises(NotAllowed, match="未留电话"):
        perform(row, actor("lead"), Action.CALL_BACK, result=CallBack.SATISFIED)
    assert _solved(handling()).call_until is None  # a supervisor's own
    row = _closed(told)
    for _ in range(limits.limits()["call_back"]["tries"]):
        assert row.call_until is not None
        row = perform(row, actor("acceptor"), Action.CALL_BACK, result=CallBack.NOT_REACHED)
    assert row.call_until is None
    assert Action.CALL_BACK in _offered(access("acceptor"), row)  # they may ring back themselves


def test_who_is_forgotten_is_not_called_any_more(as_user, access, told):
    assert told.case.callable_until.astimezone().date() == told.contact.forget_on
    row = _closed(told)
    late = told.case.callable_until + timedelta(minutes=1)
    Reporter.objects.filter(case=row).update(forget_on=today())
    forget()
    row = Case.objects.get(pk=row.pk)
    assert not hasattr(row, "contact")
    assert as_user("acceptor").get(f"/grid/cases/{row.pk}/reporter/").status_code == 404
    assert "13911112222" not in str([one.told for one in row.events.all()])
    assert row.call_until < late
    found = rate(newest("satisfaction"), [row.case], scored.month(today().replace(day=1)), late)
    assert set(found.excluded) == {Bucket.NOT_CALLED}


def test_programs_of_the_public_leave_a_number_too(db):
    from tests.web.open311_client import HERE
    from wenxiao.web.open311.keys import make
    from wenxiao.web.open311.offered import services

    program = GeoReporter("json", make("随手拍", 100, actor("lead").user))
    code = next(iter(services()))
    with_number, without = (
        Case.objects.get(number=program.report(service_code=code, **HERE, **more).told[0]["service_request_id"])
        for more in ({"phone": "13812345678"}, {"email": "a@b.cn"})
    )
    assert with_number.case.callable_until.astimezone().date() == with_number.contact.forget_on
    assert without.case.callable_until is None


def test_the_public_is_told_nothing_of_it(db, told):
    """Of orders, signatures and calls neither status nor notes of Open311 change, and no answer has a word of them."""
    from wenxiao.web.open311.models import Edge

    Edge.objects.create(every=True)
    ask = GeoReporter("json", "")

    def seen(row):
        (found,) = ask.request(row.number).told
        return {name: value for name, value in found.items() if name != "updated_datetime"}

    row = handling()
    before = seen(row)
    row = pressed(row, ordered_by="区政府督查室")
    row = perform(row, actor("sanitation"), Action.ANSWER, reason="已安排班组")
    row = perform(row, actor("acceptor"), Action.ASK_VOID, reason="与在办工程重复")
    assert seen(row) == before
    row = _closed(told)
    before = seen(row)
    row = perform(row, actor("acceptor"), Action.CALL_BACK, result=CallBack.DISSATISFIED, reason="没有清走")
    assert seen(row) == before
    for words in ("不满意", "dissatisfied", "没有清走", "周青禾", "13911112222"):
        assert words not in str(ask.request(row.number).told)


# All together

#: Who is offered which of these steps with which case; written down apart from the program.
OFFERED = {
    "open": {
        "acceptor": {"ask_void"}, "dispatcher": {"ask_void", "ask_reclassify"}, "lead": {"ask_void", "ask_reclassify", "supervise"},
        "inspector": {"supervise"}, "supervisor": set(), "sanitation": set(),
    },
    "pressed": {
        "acceptor": {"ask_void"}, "dispatcher": {"ask_void", "ask_reclassify"}, "lead": {"ask_void", "ask_reclassify", "supervise"},
        "inspector": {"supervise"}, "supervisor": set(), "sanitation": {"answer"},
    },
    "asked": {
        "acceptor": {"withdraw_proposal"}, "acceptor2": set(), "dispatcher": set(), "lead": {"void", "refuse_proposal", "supervise"},
        "inspector": {"supervise"}, "supervisor": set(), "sanitation": set(),
    },
    "reclassifying": {
        "acceptor": {"reclassify", "refuse_proposal"}, "dispatcher": {"withdraw_proposal"},
        "lead": {"reclassify", "refuse_proposal", "supervise"}, "inspector": {"supervise"}, "supervisor": set(), "sanitation": set(),
    },
    "closed": {
        "acceptor": {"call_back"}, "acceptor2": {"call_back"}, "dispatcher": set(), "lead": {"call_back"}, "inspector": set(),
        "supervisor": set(), "sanitation": set(),
    },
}  # fmt: skip


@pytest.mark.parametrize("which", OFFERED)
def test_who_is_offered_what(access, told, which):
    rows = {
        "open": handling,
        "pressed": lambda: pressed(handling()),
        "asked": lambda: perform(handling(), actor("acceptor"), Action.ASK_VOID, reason="误立"),
        "reclassifying": lambda: perform(
            handling(), actor("dispatcher"), Action.ASK_RECLASSIFY, reason="误立", **OTHER
        ),
        "closed": lambda: _closed(told),
    }
    row = rows[which]()
    these = {
        "ask_void", "ask_reclassify", "void", "reclassify", "refuse_proposal", "withdraw_proposal", "supervise", "answer", "call_back",
    }  # fmt: skip
    for login, wanted in OFFERED[which].items():
        assert {action.value for action in _offered(access(login), row)} & these == wanted, login


def test_programs_do_the_same(program):
    row = filed()
    at = f"/grid/cases/{row.pk}/steps"
    assert program("acceptor")("post", at, {"action": "ask_void", "reason": "误立"})[1]["to_sign"] == "lead"
    whole = program("lead")("get", f"/grid/cases/{row.pk}")[1]
    assert (whole["proposed"]["action"], whole["proposed"]["reason"]) == ("void", "误立")
    assert program("acceptor")("post", at, {"action": "void"})[0] == 409
    assert program("lead")("get", "/grid/cases?to_sign=true")[1]["rows"][0]["id"] == row.pk
    body = {
        "action": "supervise",
        "pressing": "leader",
        "ordered_by": "区政府督查室",
        "until": f"{today() + timedelta(days=3)}",
        "reason": "请加快",
    }
    assert program("lead")("post", at, {"action": "refuse_proposal", "reason": "不重复"})[1]["to_sign"] == ""
    assert program("lead")("post", at, body)[1]["answer_due"] is not None
    assert program("lead")("post", at, {**body, "ordered_by": ""})[0] == 409
    assert program("lead")("post", at, {**body, "pressing": "loud"})[0] == 422
    program("dispatcher")("post", at, {"action": "dispatch", "unit": "G22"})
    assert row.pk in [one["id"] for one in program("sanitation")("get", "/grid/cases?unanswered=true")[1]["rows"]]
    order = program("sanitation")("get", f"/grid/cases/{row.pk}")[1]["orders"][0]
    assert (
        program("sanitation")("post", at, {"action": "answer", "order": order["number"] + 1, "reason": "已安排"})[0]
        == 422
    )
    assert (
        program("sanitation")("post", at, {"action": "answer", "order": order["number"], "reason": "已安排"})[1][
            "answer_due"
        ]
        is None
    )
    events = program("lead")("get", f"/grid/cases/{row.pk}")[1]["events"]
    assert [(one["pressing"], one["order"]) for one in events if one["pressing"] or one["order"]] == [
        ("leader", 0),
        ("", order["number"]),
    ]


def test_programs_call_back(program, told):
    row = _closed(told)
    call = program("acceptor")
    assert row.pk in [one["id"] for one in call("get", "/grid/cases?to_call=true")[1]["rows"]]
    at = f"/grid/cases/{row.pk}/steps"
    assert call("post", at, {"action": "call_back"})[0] == 422
    status, said = call("post", at, {"action": "call_back", "result": "basically_satisfied", "reason": "周青禾：可以"})
    assert (status, said["call_until"], said["state"]) == (200, None, "closed")
    whole = call("get", f"/grid/cases/{row.pk}")[1]
    assert [one["result"] for one in whole["calls"]] == ["basically_satisfied"]
    assert "周青禾" not in str(whole)


@pytest.mark.parametrize(
    "at",
    [
        "/grid/",
        "/grid/?kind=sign",
        "/grid/cases/?unanswered=on",
        "/grid/cases/?to_sign=on",
        "/grid/cases/?to_call=on",
        "/command/",
    ],
)
def test_lists_ask_as_often_for_much_as_for_little(as_user, at):
    client = as_user("lead")

    def asked():
        from django.core.cache import cache

        cache.clear()
        client.get(at)
        with CaptureQueriesContext(
            connection,
        ) as found:
            cache.clear()
            assert client.get(at).status_code == 200
        return len(found)

    before = asked()
    for _ in range(4):
        perform(pressed(handling()), actor("acceptor"), Action.ASK_VOID, reason="误立")
    assert asked() == before


def test_the_page_of_a_case_asks_as_often_for_many_orders(as_user):
    client, short, long = as_user("lead"), pressed(handling()), handling()
    for number in range(5):
        long = pressed(long, "lead" if number % 2 else "inspector")

    def asked(row):
        client.get(row.get_absolute_url())
        with CaptureQueriesContext(connection) as found:
            client.get(row.get_absolute_url())
        return len(found)

    assert asked(long) <= asked(short)


def test_the_row_is_what_the_log_says(told):
    from wenxiao.grid.cases import fold

    row = pressed(pressed(handling()))
    row = perform(row, actor("acceptor"), Action.ASK_VOID, reason="误立")
    assert Case.objects.get(pk=row.pk).case == fold(events(row))
    called = perform(_closed(told), actor("acceptor"), Action.CALL_BACK, result=CallBack.NO_ANSWER)
    assert Case.objects.get(pk=called.pk).case == fold(events(called))
