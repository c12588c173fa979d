"""What follows a case beside its row of states: orders (督办) with their answers, second signatures (签批), calls to who reported (回访)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from wenxiao.grid.clock import Limit, Unit, deadline
from wenxiao.grid.parts import Order, Proposed
from wenxiao.grid.states import CALL_BACK_NAMES, PRESSING_NAMES, CallBack, Pressing
from wenxiao.grid.transitions import BY_ACTION, PROPOSALS, Action, Need, Transition
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import minute, now
from wenxiao.web.core.days import DayField
from wenxiao.web.core.say import said, say
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.hiding import anonymous, names_of, without
from wenxiao.web.grid.limits import limits
from wenxiao.web.grid.models import Case
from wenxiao.web.grid.queue import UNDISPATCHED
from wenxiao.web.people.models import User

#: Steps whose words tell what who reported said; the log, which all who have the case read, outlives the reporter.
NAMELESS = frozenset({Action.CALL_BACK, Action.REOPEN})


def asked(way: Transition, row: Case) -> Iterator[tuple[str, forms.Field]]:
    """The fields that a step of these takes."""
    needs = way.needs
    if Need.PRESSING in needs:
        kinds = [(one.value, say(*PRESSING_NAMES[one])) for one in Pressing]
        unheard = say(
            "本案现在不在责任单位：派遣后，由收到的单位回复。",
            "No unit has the case now: the one that it is dispatched to answers.",
        )
        hint = unheard if row.state in UNDISPATCHED else ""
        yield "pressing", forms.ChoiceField(label=said("督办类型", "Kind"), choices=kinds, help_text=hint)
        yield (
            "ordered_by",
            forms.CharField(
                label=said("交办人（领导督办必填）", "Ordered by (of a leader's order)"), max_length=60, required=False
            ),
        )
        days = "、".join(f"{say(*PRESSING_NAMES[one])} {limits()['answer'][one]}" for one in Pressing)
        hint = say(f"留空按规定的工作日计：{days}。", f"Empty: so many working days from now: {days}.")
        yield "until", DayField(label=said("回复期限", "Answer due"), required=False, help_text=hint)
    if Need.ORDER in needs:
        orders = [(str(one.number), order_words(one)) for one in row.case.unanswered]
        label = said("回复哪一项", "Which order")
        if len(orders) > 1:
            yield "order", forms.ChoiceField(label=label, choices=orders)
        else:  # the only one need not be said; said wrongly it is refused
            yield "order", forms.ChoiceField(label=label, choices=orders, required=False, widget=forms.HiddenInput)
    if Need.RESULT in needs:
        results = [(one.value, say(*CALL_BACK_NAMES[one])) for one in CallBack]
        label = said("回访结果", "What came of it")
        yield "result", forms.ChoiceField(label=label, choices=results, widget=forms.RadioSelect)


def told(way: Transition, row: Case, typed: dict[str, Any]) -> dict[str, Any]:
    """What a form says, as the step takes it: the usual day of an answer, and words on what who reported said without who that is. Raises
    NotAllowed where the calendar gives no such day."""
    if way.action is Action.SUPERVISE and "until" not in typed:
        typed["until"] = usual_answer(typed["pressing"])
    if way.action in NAMELESS and typed.get("reason"):
        typed["reason"] = nameless(row, typed["reason"])
    return typed


def nameless(row: Case, words: str) -> str:
    """The words with whoever told of the case, and other people, hidden."""
    contact = getattr(row, "contact", None)
    return anonymous(without(words, *(names_of(contact) if contact else ())))


def usual_answer(pressing: Pressing) -> datetime:
    """Until when an order of this kind that is given now is answered, where it says no day. Raises NotAllowed."""
    of, days = ground(), Decimal(limits()["answer"][pressing])
    try:
        return deadline(now(), Limit(days, Unit.WORK_DAY), of.calendar, of.rules.workday).at
    except ValueError as error:
        raise NotAllowed(
            f"工作日历无法给出回复期限（{error}），请填写日期。",
            f"The calendar gives no day ({error}): say until when.",
        ) from error


def order_words(order: Order) -> str:
    """领导督办 · 区政府督查室 · 11-20 15:00."""
    parts = [say(*PRESSING_NAMES[order.pressing]), order.ordered_by, minute(order.at)]
    return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order as the page of a case shows it."""

    number: int
    words: str
    by: str
    due: datetime
    answered_at: datetime | None
    mark: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Called:
    at: datetime
    by: str
    words: str
    mark: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What waits for a second signature."""

    words: str
    by: str
    at: datetime
    reason: str
    change: str
    signer: str


def shown(row: Case) -> dict[str, Any]:
    """Orders, calls and what waits for a signature, as the page of a case shows them."""
    case = row.case
    names = {each.by for each in case.orders} | {each.by for each in case.calls}
    if case.proposed is not None:
        names.add(case.proposed.by)
    numbers = [int(name) for name in names if name.isdecimal()]
    people = {str(one.pk): str(one) for one in User.objects.filter(pk__in=numbers)} if numbers else {}
    waiting = {each.number for each in case.unanswered}
    marks = {CallBack.SATISFIED: "good", CallBack.BASICALLY_SATISFIED: "good", CallBack.DISSATISFIED: "error"}
    return {
        "orders": [
            _ordered(each, people.get(each.by, "—"), each.number in waiting, row.state in UNDISPATCHED)
            for each in case.orders
        ],
        "calls": [
            Called(
                each.at, people.get(each.by, "—"), say(*CALL_BACK_NAMES[each.result]), marks.get(each.result, "note")
            )
            for each in case.calls
        ],
        "proposed": _asked(row, case.proposed, people.get(case.proposed.by, "—")) if case.proposed else None,
        "dissatisfied": bool(case.calls) and case.heard and case.calls[-1].result is CallBack.DISSATISFIED,
    }


def _ordered(order: Order, by: str, waits: bool, undispatched: bool) -> Ordered:
    if order.answered_at is not None:
        late = order.answered_at > order.due
        mark, verdict = ("warning", say("超期回复", "answered late")) if late else ("good", say("已回复", "answered"))
    elif not waits:
        mark, verdict = "", say("无须回复", "nobody left to answer")
    elif order.due < now():
        mark, verdict = (
            "error",
            say("超期未回复", "overdue") + (say("，待派遣", ", to be dispatched") if undispatched else ""),
        )
    elif undispatched:
        mark, verdict = "note", say("派遣后回复", "answered once dispatched")
    else:
        mark, verdict = "note", say("待回复", "to answer")
    return Ordered(order.number, order_words(order), by, order.due, order.answered_at, mark, verdict)


def _asked(row: Case, proposed: Proposed, by: str) -> Asked:
    action = next(asks for asks, grants in PROPOSALS.items() if grants is proposed.action)
    words, catalogue = BY_ACTION[action], ground().catalogue
    change = ""
    condition = catalogue.conditions.get(proposed.condition)
    if proposed.category:
        category = catalogue.categories.get(proposed.category)
        change = say(category.zh, category.en) if category else proposed.category
        if condition is not None:
            change += say(f" · {condition.zh}（{condition.limit}）", f" · {condition.en} ({condition.limit.en})")
    signer = say("值班长", "a shift lead") if row.to_sign == "lead" else say("受理员、派遣员或值班长", "acceptor, dispatcher or shift lead")  # fmt: skip
    return Asked(say(words.zh, words.en), by, proposed.at, proposed.reason, change, signer)
