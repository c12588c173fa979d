"""What follows cases of the sample district: calls to who reported, orders with and without an answer, what waits for a signature."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from wenxiao.grid.states import CallBack, Pressing
from wenxiao.grid.transitions import Action
from wenxiao.web.grid.sample_telling import Telling

#: What comes of a call, and how often in a hundred.
_RESULTS = (
    (CallBack.SATISFIED, 58), (CallBack.BASICALLY_SATISFIED, 13), (CallBack.DISSATISFIED, 14), (CallBack.NO_ANSWER, 4),
    (CallBack.NOT_REACHED, 11),
)  # fmt: skip
_WORDS = {
    CallBack.SATISFIED: "处理及时。",
    CallBack.BASICALLY_SATISFIED: "已处理，希望今后更快。",
    CallBack.DISSATISFIED: "反映问题没有解决彻底。",
}


def called_back(t: Telling) -> None:
    """Called a day or so after the case was closed; not all are, some are reached at the second try, some find it not solved."""
    t.chance = Random(t.number)  # its own, so that what others are told stays the same
    if t.chance.random() < 0.12:
        return
    result = _call(t)
    if result is CallBack.NOT_REACHED and t.chance.random() < 0.6:
        result = _call(t)
    if result is CallBack.DISSATISFIED and t.chance.random() < 0.6:
        t.work(20)
        t.do(Action.REOPEN, "acceptor", reason="回访反映问题仍然存在，请再处置。")
        t.work(120)
        t.dispose()
        t.check(login="inspector")
        t.close()
        _call(t, CallBack.SATISFIED)


def _call(t: Telling, result: CallBack | None = None) -> CallBack:
    t.work(t.chance.uniform(200, 700))
    found = result or t.chance.choices([one for one, _ in _RESULTS], [weight for _, weight in _RESULTS])[0]
    t.do(Action.CALL_BACK, t.chance.choice(("acceptor", "acceptor2")), result=found, reason=_WORDS.get(found, ""))
    return found


def void_asked(t: Telling) -> None:
    """A second person has to sign."""
    t.report()
    t.file()
    t.work(10)
    t.do(Action.ASK_VOID, "acceptor2", reason="与园林部门在办工程重复，现场已围挡施工。")


def not_signed(t: Telling) -> None:
    """Asked to be made void, and the second person does not sign."""
    void_asked(t)
    t.work(15)
    t.do(Action.REFUSE_PROPOSAL, "lead", reason="现场与在办工程不是同一处，请照常派遣。")
    _solved(t)


def taken_back(t: Telling) -> None:
    void_asked(t)
    t.work(5)
    t.do(Action.WITHDRAW_PROPOSAL, "acceptor2")
    _solved(t)


def _solved(t: Telling) -> None:
    t.dispatch()
    t.accept()
    t.dispose()
    t.check()
    t.close()


def reclassifying_asked(category: str, condition: str) -> Callable[[Telling], None]:
    def told(t: Telling) -> None:
        t.report()
        t.file()
        t.dispatch()
        t.work(8)
        t.do(Action.ASK_RECLASSIFY, "dispatcher", category=category, condition=condition, reason="现场为店外经营。")

    return told


def pressed(*orders: tuple[Pressing, str, float, bool]) -> Callable[[Telling], None]:
    """Orders on a case that is handled: the kind, who gave it, working hours for the answer, whether it was answered."""

    def told(t: Telling) -> None:
        t.report()
        t.file()
        t.dispatch()
        t.accept()
        for kind, by, hours, answered in orders:
            t.work(30)
            t.do(
                Action.SUPERVISE, "lead" if by else "inspector", pressing=kind, ordered_by=by, until=t.working(60 * hours),
                reason="请说明进展和完成时间。",
            )  # fmt: skip
            if answered:
                number = t.events[-1].number
                t.work(60)
                t.do(Action.ANSWER, t.handler(), order=number, reason="已安排班组进场，预计两日内完成。")

    return told
