"""What happens to cases of the sample district: the straight way, and everything that goes otherwise, each planted on purpose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from wenxiao.grid.cases import Case
from wenxiao.grid.states import Level, Pressing, Source, State
from wenxiao.grid.transitions import Action
from wenxiao.web.grid.sample_following import called_back
from wenxiao.web.grid.sample_telling import Matter, Telling

_NEW, _OLD = "47678.5-2026:item:", "30428.2-2013:component:"
MATTERS = {
    "rubbish": Matter(f"{_NEW}06010", "rubbish", "G22", ("人行道有暴露垃圾约两平方米", "绿化带内有散落垃圾", "巷口堆放建筑垃圾袋", "河岸步道有成堆落叶和塑料袋"), ("cleared", "educated"), "rubbish"),
    "litter": Matter(f"{_NEW}06010", "rubbish", "", ("小区门口垃圾未及时清运", "背街小巷有零星垃圾"), ("cleared", "educated"), "rubbish"),
    "stalls": Matter(f"{_NEW}09006", "street-trading", "G21", ("流动摊贩占用人行道售卖水果", "学校门口有占道摊点", "公交站旁占道经营早点"), ("persuaded", "moved", "seized"), "stall"),
    "shops": Matter(f"{_NEW}09005", "street-trading", "", ("店铺将货架摆到门外", "餐馆在店外摆放桌椅"), ("persuaded", "penalised"), "stall"),
    "dust": Matter(f"{_NEW}08004", "site-dust", "G21", ("工地裸土未覆盖，扬尘明显", "工地出入口未冲洗，带泥上路"), ("covered", "sprinkled", "ordered"), "site"),
    "building": Matter(f"{_NEW}06001", "unlicensed-building", "", ("楼顶搭建彩钢棚", "院内加盖一间砖房", "沿街搭建遮阳棚架"), ("demolished", "stopped", "licensed", "notified", "uncooperative"), "building"),
    "sewer": Matter(f"{_OLD}0102", "cover-broken", "G24", ("污水井盖破损一角", "污水井盖开裂"), ("replaced", "repaired"), "cover"),
    "loose": Matter(f"{_OLD}0103", "cover-loose", "G24", ("雨水井盖松动，过车有响声",), ("repaired",), "cover"),
    "water": Matter(f"{_OLD}0101", "cover-broken", "G26", ("自来水井盖破损",), ("replaced", "repaired"), "cover"),
    "missing": Matter(f"{_OLD}0103", "cover-missing", "G24", ("机动车道上雨水井盖缺失", "路口井盖移位，露出井口"), ("replaced", "secured"), "cover"),
    "river": Matter(f"{_NEW}06010", "rubbish", "G23", ("河面有漂浮垃圾", "河堤护坡堆有杂物"), ("cleared",), "rubbish"),
}  # fmt: skip

Story = Callable[[Telling], None]


def straight(t: Telling) -> None:
    t.report()
    _rest(t)


def _rest(t: Telling, share: float | None = None) -> None:
    t.file()
    t.dispatch()
    _handled(t, share)


def _handled(t: Telling, share: float | None = None) -> None:
    t.accept()
    t.dispose(share)
    t.check()
    t.close()


def entered_late(t: Telling) -> None:
    """Reported where there was no network, entered hours later."""
    t.report(entered=timedelta(hours=t.chance.uniform(5, 7)))
    _rest(t)


def hotline(t: Telling) -> None:
    t.report(Source.HOTLINE)
    t.verify()
    _rest(t)
    called_back(t)


def public(t: Telling) -> None:
    t.report(Source.PUBLIC)
    t.verify(slow=t.chance.choice((1, 1, 2)))
    _rest(t)
    called_back(t)


def video(t: Telling) -> None:
    t.report(Source.VIDEO)
    t.verify()
    _rest(t)


def untrue(t: Telling) -> None:
    t.report(t.chance.choice((Source.PUBLIC, Source.HOTLINE)))
    t.verify(found=False)
    t.work(5)
    t.do(Action.REJECT, "acceptor", reason="现场核实未发现所述问题。")


def leader(t: Telling) -> None:
    t.report(Source.LEADER)
    t.verify()
    t.file()
    t.work(3)
    t.do(
        Action.SUPERVISE, "lead", reason="请加快办理并反馈进展。", pressing=Pressing.LEADER, ordered_by="区政府督查室",
        until=t.working(2 * 480),
    )  # fmt: skip
    t.dispatch()
    t.accept()
    t.work(90)
    t.do(Action.ANSWER, t.handler(), reason="已到现场，正在组织人员处置。")
    t.dispose()
    t.check()
    t.close()


def on_the_spot(t: Telling) -> None:
    t.report()
    t.file()
    t.work(2)
    t.do(Action.SELF_DISPOSE, t.supervisor(), photos=f"{t.matter.picture}-done", outcome=t.matter.outcomes[0])
    t.check(login="inspector")
    t.close()


def late(t: Telling) -> None:
    t.report()
    _rest(t, share=t.chance.uniform(1.1, 2.2))


def slow_desk(t: Telling) -> None:
    """The desk itself is late: filing, dispatch and check."""
    t.report()
    t.file(slow=6)
    t.dispatch(slow=6)
    t.accept()
    t.dispose()
    t.check(slow=4)
    t.close()


def reworked(t: Telling) -> None:
    t.report()
    t.file()
    t.dispatch()
    t.accept()
    t.dispose(0.4)
    t.check(solved=False)
    t.work(40)
    t.dispose(t.chance.choice((0.8, 1.4)))
    t.check()
    t.close()


def given_back(t: Telling) -> None:
    """Dispatched to the wrong unit, which gives it back."""
    t.report()
    t.file()
    t.dispatch("G22" if t.unit != "G22" else "G21")
    t.work(20)
    t.do(Action.RETURN, t.handler(), reason="经现场确认，不属本单位管养范围。")
    t.dispatch()
    _handled(t)


def shirked(t: Telling) -> None:
    t.report()
    t.file()
    t.dispatch()
    t.work(25)
    t.do(Action.RETURN, t.handler(), reason="认为属其他单位管养。")
    t.work(30)
    t.do(Action.ADJUDICATE, "lead", unit=t.unit, reason="权属登记在该单位名下，由其处置。")
    _handled(t, t.chance.choice((0.9, 1.3)))


def extended(t: Telling) -> None:
    _to_handling(t)
    _ask(t, Action.ASK_EXTENSION, "配件到货需要时间，申请延期一次。")
    t.work(10)
    t.do(Action.ENDORSE, "dispatcher")
    t.work(15)
    t.do(Action.GRANT_EXTENSION, "lead")
    t.dispose(t.chance.choice((0.9, 1.6)))
    t.check()
    t.close()


def not_extended(t: Telling) -> None:
    _to_handling(t)
    _ask(t, Action.ASK_EXTENSION, "人手不足，申请延期。")
    t.work(10)
    t.do(Action.REFUSE, "lead", reason="理由不充分，请按期处置。")
    t.dispose(0.95)
    t.check()
    t.close()


def suspended(t: Telling) -> None:
    _to_handling(t)
    t.work(10)
    t.do(
        Action.ASK_SUSPENSION,
        t.handler(),
        reason="当事人申请补办手续，需等待审批。",
        until=t.at + timedelta(days=t.chance.choice((12, 20))),
    )
    t.work(10)
    t.do(Action.ENDORSE, "dispatcher")
    t.work(15)
    t.do(Action.GRANT_SUSPENSION, "lead")
    t.pause(9 * 24 * 60)
    t.do(Action.RESUME, "dispatcher")
    t.dispose(0.9)
    t.check()
    t.close()


def _to_handling(t: Telling) -> None:
    t.report()
    t.file()
    t.dispatch()
    t.accept()


def _ask(t: Telling, action: Action, reason: str) -> None:
    t.work(15)
    t.do(action, t.handler(), reason=reason)


def reopened(t: Telling) -> None:
    straight(t)
    t.pause(3 * 24 * 60)
    t.work(1)
    t.do(Action.REOPEN, "inspector", reason="督察回访发现问题仍然存在。", photos=t.matter.picture)
    t.work(120)
    t.dispose()
    t.check(login="inspector")
    t.close()


def solved_first(t: Telling) -> None:
    """Danger: the emergency team solves it before it is known whose it is."""
    t.report()
    t.file(slow=0.4)
    t.pause(2)
    t.do(Action.DISPOSE_FIRST, "lead", unit="G90", reason="井口外露，危及行人，先行处置。")
    t.pause(t.chance.uniform(20, 70))
    t.do(Action.DISPOSE, "emergency", photos=f"{t.matter.picture}-done", outcome="replaced")
    t.check()
    t.close()
    if t.chance.random() < 0.6:
        t.work(60)
        t.do(Action.SETTLE_OWNER, "dispatcher", unit=t.matter.unit, reason="经查管线资料，属该单位管养。")


def missed(t: Telling) -> None:
    t.report(Source.INSPECTOR, missed=True)
    _rest(t)


def not_missed(t: Telling) -> None:
    t.report(Source.INSPECTOR)
    _rest(t)


def void(t: Telling) -> None:
    t.report()
    t.file()
    t.work(20)
    t.do(Action.ASK_VOID, "acceptor2", reason="与在办市政工程重复，申请作废。")
    t.work(12)
    t.do(Action.VOID, "lead")


def forced(t: Telling) -> None:
    _to_handling(t)
    t.pause(9 * 24 * 60)
    t.work(1)
    t.do(Action.FORCE_CLOSE, "lead", reason="项目整体拆迁，现场已不存在。")


def reclassified(t: Telling) -> None:
    t.report()
    t.file()
    t.dispatch()
    t.work(12)
    t.do(
        Action.ASK_RECLASSIFY,
        "dispatcher",
        category=MATTERS["stalls"].category,
        condition="street-trading",
        reason="现场为占道经营。",
    )
    t.work(6)
    t.do(Action.RECLASSIFY, "lead")
    _handled(t)


def handed_up(t: Telling) -> None:
    t.report()
    t.file()
    t.work(8)
    t.do(Action.TRANSFER_UP, "lead", level=Level.CITY, reason="涉及市管道路，请市级协调。")
    t.pause(24 * 60)
    t.work(1)
    t.do(Action.TRANSFER_DOWN, "lead", level=Level.DISTRICT, reason="市级明确由区级处置。")
    t.dispatch()
    _handled(t)


def appealed(t: Telling) -> None:
    t.report()
    _rest(t, share=1.3)
    t.work(120)
    t.do(Action.APPEAL, t.handler(), reason="暴雨红色预警期间无法作业，申请剔除。")
    t.work(60)
    t.do(Action.ENDORSE_APPEAL, "dispatcher")
    t.work(60)
    if t.chance.random() < 0.6:
        t.do(Action.GRANT_APPEAL, "lead")
    else:
        t.do(Action.REFUSE_APPEAL, "lead", reason="当日预警已解除，理由不成立。")


def merged(parent: Case) -> Story:
    """Reported again while the first report is open."""

    def told(t: Telling) -> None:
        t.report(Source.HOTLINE)
        t.work(6)
        t.do(Action.MERGE, "acceptor", parent)

    return told


def pending(asked: Action, endorsed: bool) -> Story:
    """Somebody waits for an answer."""

    def told(t: Telling) -> None:
        _to_handling(t)
        t.work(10)
        until: dict[str, Any] = {"until": t.at + timedelta(days=20)} if asked is Action.ASK_SUSPENSION else {}
        t.do(asked, t.handler(), reason="需等待主管部门审批意见。", **until)
        if endorsed:
            t.work(10)
            t.do(Action.ENDORSE, "dispatcher")

    return told


def returned(t: Telling) -> None:
    """Given back, and nobody has sent it on."""
    t.report()
    t.file()
    t.dispatch()
    t.work(20)
    t.do(Action.RETURN, t.handler(), reason="认为属其他单位管养。")


def failed_check(t: Telling) -> None:
    """With the unit again."""
    _to_handling(t)
    t.dispose(0.3)
    t.check(solved=False)


def appealing(t: Telling) -> None:
    t.report()
    _rest(t, share=1.2)
    t.work(60)
    t.do(Action.APPEAL, t.handler(), reason="现场受施工围挡影响，申请复核。")


def at_suspension(t: Telling) -> None:
    t.stop = State.SUSPENDED
    suspended(t)


#: How many of each in three months; a story, on which matters, how often in a thousand.
USUAL: tuple[tuple[Story, tuple[str, ...], int], ...] = (
    (straight, ("rubbish", "litter", "stalls", "shops", "dust", "building", "sewer", "loose", "water", "river"), 400),
    (on_the_spot, ("rubbish", "litter", "stalls"), 130),
    (hotline, ("rubbish", "stalls", "dust", "sewer", "building"), 80),
    (public, ("litter", "shops", "water", "building"), 55),
    (untrue, ("rubbish", "stalls", "dust"), 25),
    (late, ("rubbish", "stalls", "sewer", "building", "river"), 70),
    (slow_desk, ("rubbish", "shops"), 20),
    (reworked, ("rubbish", "building", "dust", "loose"), 40),
    (given_back, ("sewer", "water", "river"), 22),
    (shirked, ("sewer", "river", "rubbish"), 14),
    (extended, ("loose", "building", "sewer"), 22),
    (not_extended, ("loose", "building"), 6),
    (suspended, ("building",), 10),
    (reopened, ("rubbish", "stalls"), 10),
    (solved_first, ("missing",), 26),
    (missed, ("rubbish", "stalls", "sewer"), 20),
    (not_missed, ("litter",), 8),
    (void, ("dust", "rubbish"), 8),
    (forced, ("building",), 4),
    (reclassified, ("rubbish",), 5),
    (handed_up, ("building", "loose"), 5),
    (appealed, ("rubbish", "sewer"), 10),
    (video, ("rubbish", "stalls"), 18),
    (leader, ("building", "rubbish"), 12),
    (entered_late, ("litter",), 10),
)
