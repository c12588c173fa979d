"""How far works have come, in words and in money (checks B08, B09, B14, C17, D01, D05, D16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from wenxiao.audit.model import Outcome, Severity, failed, passed, unknown
from wenxiao.audit.passages import sentence_of
from wenxiao.audit.registry import rule
from wenxiao.audit.rules.common import EXECUTION, EXECUTION_EN
from wenxiao.audit.rules.telling import (
    OPEN,
    TRUE,
    TRUE_EN,
    assertions_of,
    between,
    by_subject,
    is_result,
    phrases_of,
    short,
    subject_at,
)
from wenxiao.audit.words import printed
from wenxiao.performance.regime import Regime
from wenxiao.quantities.model import Span
from wenxiao.quantities.paper import percent
from wenxiao.reading.model import Project, Rate, Reading, Role
from wenxiao.reading.told import Assertion, Purpose

_COUNTED = re.compile(r"\d")  # 2座公厕尚未验收: some of them
_SAME_PLACE = 700  # characters: 以上…均已验收 speaks of what stands this near before it


@rule(
    "D101", "open-works-said-to-be-done", Severity.ERROR, check="D01",
    title="拟建、未开工或在建的内容，又称全部完工或验收", title_en="Works planned or under way, yet all are said to be finished",
    basis=TRUE, by_hand="逐项看“以上均已验收”之前列出的内容，有没有“拟建”“未开工”“在建”的。",
    by_hand_en="Go through what stands before “all of the above accepted”: is any of it planned, not begun or under way?",
    basis_en=TRUE_EN,
)  # fmt: skip
def open_works_said_to_be_done(reading: Reading) -> Iterator[Outcome]:
    """Works planned or under way, yet all are said to be finished.

    以上建设项目均已通过验收 covers everything before it; a work among them that is 拟建, 未开工 or 在建 cannot have been
    accepted. Only a sweeping sentence (以上, 上述, 全部, 所有) about the same project counts. Known false alarms: 拟建 that
    was copied from the name of a design.

    Fails::
        1、甲村环境整治项目预算100.00万元，支出100.00万元。完成道路改造785米、拟建文化广场1处、新建停车场1处。以上建设项目均已通过验收。
    Passes::
        1、甲村环境整治项目预算100.00万元，支出100.00万元。完成道路改造785米、新建停车场1处。以上建设项目均已通过验收。
    Silent::    1、甲村环境整治项目预算100.00万元，支出100.00万元。完成道路改造785米。
    """
    opened = [a for a in assertions_of(reading, *OPEN) if is_result(reading, a.cue.start)]
    for closing in assertions_of(reading, "accepted", "finished"):
        if not (closing.closing and (closing.every or "全部" in reading.quote(closing.cue))):
            continue
        subject = subject_at(reading, closing.cue.start)
        hits = [
            a
            for a in between(opened, closing.cue.start - _SAME_PLACE, closing.cue.start)
            if subject_at(reading, a.cue.start) == subject
        ]
        if not hits:
            yield passed()
            continue
        first = _around(reading, hits[0])
        yield failed(
            f"“{short(reading, first)}”与“{short(reading, closing.clause)}”不能同时成立，请写明该项是否已完成",
            f"“{short(reading, first)}” and “{short(reading, closing.clause)}” cannot both hold; say whether that work is done",
            [first, closing.clause], project=subject,
        )  # fmt: skip


def _around(reading: Reading, assertion: Assertion) -> Span:
    """The item of a list in which an assertion stands: 拟建文化广场1处, not the whole row of works."""
    start = max(assertion.clause.start, reading.text.rfind("、", assertion.clause.start, assertion.cue.start) + 1)
    stop = reading.text.find("、", assertion.cue.end, assertion.clause.end)
    return Span(start, stop if stop >= 0 else assertion.clause.end)


@rule(
    "D105", "effect-before-the-works", Severity.WARNING, check="D05",
    title="工作尚未开展或已停滞，却写已产生效益", title_en="An effect is claimed of works that have not begun or have stopped",
    basis=TRUE, by_hand="问：效益来自哪一部分已完成的工作？未开展的部分不能产生效益。",
    by_hand_en="Ask which finished part the effect comes from; what has not begun has no effect.",
    basis_en=TRUE_EN,
)  # fmt: skip
def effect_before_the_works(reading: Reading) -> Iterator[Outcome]:
    """An effect is claimed of works that have not begun or have stopped.

    Where the works as such (均, 全部, 其余…仍, 项目) have not begun or stand still, a plain 提升了…, with no 将 or 预计, claims
    what cannot be there yet. Known false alarms: the effect of the finished part; then the text should name that part.

    Fails::
        一、甲区管道改造项目
        （一）绩效目标完成情况
        1个标段已开工，其余4项工作仍未开展。通过对老化管道进行整治，提升了供气安全水平。
    Passes::
        一、甲区管道改造项目
        （一）绩效目标完成情况
        1个标段已开工，其余4项工作仍未开展。项目建成后，将提升供气安全水平。
    Silent::
        一、甲区管道改造项目
        （一）绩效目标完成情况
        5项工作已完成。通过对老化管道进行整治，提升了供气安全水平。
    """
    benefits = assertions_of(reading, "benefit")
    for state in assertions_of(reading, "not_started", "stopped"):
        if not is_result(reading, state.cue.start) or not _of_the_whole(reading, state):
            continue
        subject = subject_at(reading, state.cue.start)
        after = [
            b
            for b in between(benefits, state.cue.end, state.cue.end + _SAME_PLACE)
            if is_result(reading, b.cue.start) and subject_at(reading, b.cue.start) == subject
        ]
        if not after:
            yield passed()
            continue
        yield failed(
            f"“{short(reading, state.clause)}”，又写“{short(reading, after[0].clause)}”，请写明效益来自哪一部分已完成的工作",
            f"“{short(reading, state.clause)}”, yet “{short(reading, after[0].clause)}”; say which finished part the effect comes from",
            [state.clause, after[0].clause], project=subject,
        )  # fmt: skip


_WHOLE = ("其余", "均", "全部", "都", "项目", "工程", "工作", "建设")


def _of_the_whole(reading: Reading, state: Assertion) -> bool:
    words = reading.text[state.clause.start : state.cue.start]
    return any(word in words for word in _WHOLE) and not any(word in words for word in ("个别", "部分", "少数", "招标"))


@rule(
    "C117", "quality-before-acceptance", Severity.ERROR, check="C17",
    title="尚未验收，合格率已写100%", title_en="Not yet accepted, yet all of it is said to have passed",
    basis=TRUE, by_hand="合格率应以验收结果为依据：看验收报告的日期和范围。",
    by_hand_en="A pass rate rests on an acceptance: look at the date and scope of its report.",
    basis_en=TRUE_EN,
)  # fmt: skip
def quality_before_acceptance(reading: Reading) -> Iterator[Outcome]:
    """Not yet accepted, yet all of it is said to have passed.

    A pass rate of 100 % rests on an acceptance that took place. Where the text says that it did not, one of the two is
    wrong, or the rate is of parts (then the text should say so). Where only some parts are said not to be accepted, the rule
    is silent. Known false alarms: acceptance in phases.

    Fails::     1、甲桥改造工程预算100.00万元，支出90.00万元。工程已完工，尚未组织验收，工程验收合格率100%。
    Passes::    1、甲桥改造工程预算100.00万元，支出90.00万元。工程已完工，尚未组织验收。
    Silent::    1、甲桥改造工程预算100.00万元，支出90.00万元。工程验收合格率100%。
    """
    rates = [
        (Span(r.cue.start, r.quantity.end), r.quantity)
        for r in reading.rates
        if r.quantity.normalized == 1 and "合格率" in reading.quote(r.cue)
    ]
    rates += [
        (i.span, i.actual_value)
        for i in reading.indicators
        if "合格率" in i.name and i.actual_value is not None and i.actual_value.normalized == 1
    ]
    several = len(reading.subjects) > 1
    for state in assertions_of(reading, "not_accepted"):
        if Purpose.MEASURE in reading.narrative.purposes_at(state.cue.start):
            continue
        subject = subject_at(reading, state.cue.start)
        same = [(s, q) for s, q in rates if not several or subject_at(reading, s.start) == subject]
        if not same:
            yield passed()
            continue
        if state.partial or _COUNTED.search(reading.text, state.clause.start, state.cue.start):
            yield unknown("parts need not be all")
            continue
        place, rate = same[0]
        yield failed(
            f"“{short(reading, state.clause)}”与“{short(reading, place)}”（{printed(reading, rate)}）不能同时成立，请写明合格率的依据",
            f"“{short(reading, state.clause)}” and a pass rate of {printed(reading, rate)} cannot both hold; name what the rate rests on",
            [state.clause, place, rate.span], operands=[rate], project=subject,
        )  # fmt: skip


@rule(
    "B108", "finished-but-hardly-paid", Severity.NOTE, check="B08",
    title="工程进度远快于付款进度", title_en="The works are far ahead of the payments",
    basis=EXECUTION, by_hand="用完工率减付款（执行）进度，看差额是质保金、未结算还是欠付。",
    by_hand_en="Subtract the payment rate from the completion rate: retention money, open accounts, or debts?",
    basis_en=EXECUTION_EN,
)  # fmt: skip
def finished_but_hardly_paid(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """The works are far ahead of the payments.

    A completion of 100 % beside a payment rate a third lower is either retention money, accounts not yet settled, or a
    debt to the builder: the text should say which. Known false alarms: retention money alone is below the threshold.

    Fails::     1、甲区雨污分流项目预算500.00万元，支出200.00万元，支付进度40%，项目完工率100%。
    Passes::    1、甲区雨污分流项目预算500.00万元，支出450.00万元，支付进度90%，项目完工率100%。
    Silent::    1、甲区雨污分流项目预算500.00万元，支出200.00万元，支付进度40%。
    """
    ahead = regime.thresholds["works_ahead_of_payment"]
    for index, project in enumerate(reading.subjects):
        works = [
            r
            for r in project.rates
            if r.measure == "completion"
            and not r.partial
            and "预算" not in reading.quote(r.cue)
            and _of_works(reading, r)
        ]
        paid = [
            r
            for r in project.rates
            if r.measure in ("payment", "execution") and not r.partial and r.quantity.kind == "percent"
        ]
        if not works or not paid:
            continue
        least, most = min(paid, key=lambda r: r.quantity.normalized), works[0]
        gap = most.quantity.normalized - least.quantity.normalized
        if gap <= ahead or most.quantity.normalized < 1:
            yield passed()
            continue
        yield failed(
            f"工程“{_stated(reading, most)}”，付款“{_stated(reading, least)}”，相差 {percent(gap)}，请核对未付部分是质保金、未结算还是欠付",
            f"The works stand at {printed(reading, most.quantity)}, the payments at {printed(reading, least.quantity)}, a gap of {percent(gap)}; is the rest retention money, an open account or a debt?",
            [_place(most), _place(least)], operands=[most.quantity, least.quantity],
            arithmetic=[f"{printed(reading, most.quantity)} − {printed(reading, least.quantity)} = {percent(gap)}"], difference=percent(gap), project=index,
        )  # fmt: skip


_NAMED_CONDITION = re.compile(r"验收|结算|审计|审核|决算|质保|保证金|发票|资料|合同期|考核|次年|下一?年")


@rule(
    "D116", "reason-that-does-not-reach", Severity.NOTE, check="D16",
    title="工程已全部完工，未付款的原因写“未达到支付条件”", title_en="All finished, and the payment waits for a condition that is not named",
    basis=TRUE, by_hand="对照合同的付款条款：还差哪一项（验收、结算、质保期、发票），写在原因里。",
    by_hand_en="Look at the contract's terms: which one is not met (acceptance, account, warranty, invoice)? Name it.",
    basis_en=TRUE_EN,
)  # fmt: skip
def reason_that_does_not_reach(reading: Reading) -> Iterator[Outcome]:
    """All finished, and the payment waits for a condition that is not named.

    Works of 100 % are as far as works can come: 未达到支付要求 explains nothing beside them unless the sentence or the next
    says what is missing. The one pair of cause and effect that words alone can decide; whether any other cause is the
    true one needs knowledge of the project. Known false alarms: the condition stands in another chapter.

    Fails::     1、甲区雨污分流项目预算500.00万元，支出420.00万元，项目完工率100%。其余资金未达到支付条件。
    Passes::    1、甲区雨污分流项目预算500.00万元，支出420.00万元，项目完工率100%。结算审核未完成，其余资金未达到支付条件。
    Silent::    1、甲区雨污分流项目预算500.00万元，支出420.00万元，项目完工率60%。其余资金未达到支付条件。
    """
    for phrase in phrases_of(reading, "unpayable"):
        subject = subject_at(reading, phrase.span.start)
        if subject is None:
            continue
        project = reading.subjects[subject]
        works = next((r for r in project.rates if _of_works(reading, r) and r.quantity.normalized == 1), None)
        if works is None or works.partial:
            continue
        sentence = sentence_of(reading, phrase.span)
        following = sentence_of(reading, Span(sentence.end + 1, sentence.end + 2))
        if any(_NAMED_CONDITION.search(reading.quote(s)) for s in (sentence, following)):
            yield passed()
            continue
        yield failed(
            f"“{_stated(reading, works)}”，未付款的原因写“{reading.quote(phrase.span)}”，请写明还差哪一项条件（验收、结算、质保期等）",
            f"The works stand at {printed(reading, works.quantity)}, and the rest is unpaid because of “{reading.quote(phrase.span)}”; name the condition that is missing",
            [_place(works), phrase.span], operands=[works.quantity], project=subject,
        )  # fmt: skip


_WORKS = ("完工率", "竣工率", "工程完成率", "建设完成率", "形象进度", "工程进度", "完工比例")


def _of_works(reading: Reading, rate: Rate) -> bool:
    return any(word in reading.quote(rate.cue) for word in _WORKS)


def _place(rate: Rate) -> Span:
    return Span(rate.cue.start, rate.quantity.end)


def _stated(reading: Reading, rate: Rate) -> str:
    return short(reading, _place(rate))


@rule(
    "B109", "paid-ahead-of-the-works", Severity.WARNING, check="B09",
    title="付款快于工程进度", title_en="The payments are ahead of the works",
    basis="按合同约定和工程进度支付资金（《基本建设财务规则》）", by_hand="对照合同的预付款、进度款和质保金条款，看支付凭证。",
    by_hand_en="Compare the vouchers with the contract's terms on advances, instalments and retention money.",
    basis_en="Payments follow contract and progress (Rules on the finances of capital construction)",
)  # fmt: skip
def paid_ahead_of_the_works(reading: Reading) -> Iterator[Outcome]:
    """The payments are ahead of the works.

    An advance counted as execution beside works not begun, or money wholly used before acceptance (a note), says less
    about the works than the rate suggests. Where only some of the works wait for acceptance, nothing is said. Known false
    alarms: an advance that the contract allows; then say so.

    Fails::     1、甲区管道改造项目预算300.00万元，支出90.00万元，执行率30%，主要用于支付施工单位预付款。其余4项工作仍未开展。
    Passes::    1、甲区管道改造项目预算300.00万元，支出90.00万元，执行率30%，主要用于支付工程进度款。其余4项工作仍未开展。
    Silent::    1、甲区管道改造项目预算300.00万元，支出90.00万元，执行率30%。
    Silent::    1、甲区公厕改造项目预算300.00万元，支出300.00万元，执行率100%。列入计划的40座公厕中，31座已完成验收，9座已完工待验收。
    """
    states = by_subject(reading, "not_started", "not_accepted")
    for index, project in enumerate(reading.subjects):
        inside = [a for a in states.get(index, ()) if _is_reported(reading, project, a)]
        idle = next((a for a in inside if a.kind == "not_started"), None)
        advance = reading.text.find("预付款", project.scope.start, project.scope.end)
        waiting = next((a for a in inside if a.kind == "not_accepted" and not a.partial), None)
        full = next(
            (r for r in project.rates if r.measure in ("usage", "payment", "execution") and r.quantity.normalized == 1),
            None,
        )
        if idle is not None and project.spent:
            if advance < 0:
                yield passed()
                continue
            place = Span(max(project.scope.start, reading.text.rfind("，", 0, advance) + 1), advance + 3)
            yield failed(
                f"支出“{short(reading, place)}”，而“{short(reading, idle.clause)}”，执行率不反映工作进展，请写明预付的依据",
                f"The spending is an advance (“{short(reading, place)}”), while “{short(reading, idle.clause)}”; name the terms of the advance",
                [place, idle.clause], project=index,
            )  # fmt: skip
        elif waiting is not None:
            if full is None:
                yield passed()
                continue
            if _COUNTED.search(reading.text, waiting.clause.start, waiting.cue.start):
                yield unknown("parts need not be all")  # 9处待验收 of 40: the year's money was spent on the others
                continue
            yield failed(
                f"“{_stated(reading, full)}”，而“{short(reading, waiting.clause)}”，请写明质保金和尾款的安排",
                f"The money is wholly used ({printed(reading, full.quantity)}), while “{short(reading, waiting.clause)}”; say how retention money and the last instalment are settled",
                [_place(full), waiting.clause], operands=[full.quantity], severity=Severity.NOTE, project=index,
            )  # fmt: skip


def _is_reported(reading: Reading, project: Project, state: Assertion) -> bool:
    """Whether a state is one that the works have come to: in 概况, which tells plans, only behind the spending and in its paragraph."""
    if Purpose.ABOUT not in reading.narrative.purposes_at(state.cue.start):
        return True
    line = reading.text.rfind("\n", 0, state.cue.start)
    return any(f.role is Role.SPENT and line < f.quantity.start < state.cue.start for f in project.facts)


@rule(
    "B114", "part-stands-for-the-whole", Severity.NOTE, check="B14",
    title="一笔资金的执行率不能代替整个项目", title_en="The rate of one tranche does not stand for the project",
    basis=EXECUTION, by_hand="引用比率时写明是“该笔资金”还是“整个项目”。",
    by_hand_en="When quoting a rate, say whether it is of the tranche or of the project.",
    basis_en=EXECUTION_EN,
)  # fmt: skip
def part_stands_for_the_whole(reading: Reading) -> Iterator[Outcome]:
    """The rate of one tranche does not stand for the project.

    A tranche used up to 100 % beside a project at 70 %: both are true, and whoever quotes one needs the other. Known false
    alarms: none; it is a reminder.

    Fails::     1、甲区排水项目共收到资金600.00万元，实际支出420.00万元，支付进度70%。本次评价对象为债券资金300.00万元，该笔资金使用率100%。
    Passes::    1、甲区排水项目共收到资金600.00万元，实际支出600.00万元，支付进度100%。本次评价对象为债券资金300.00万元，该笔资金使用率100%。
    Silent::    1、甲区排水项目共收到资金600.00万元，实际支出420.00万元，支付进度70%。
    """
    money = ("usage", "payment", "execution", "arrival")
    for index, project in enumerate(reading.subjects):
        part = next((r for r in project.rates if r.partial and r.measure in money and _of_tranche(reading, r)), None)
        whole = [r for r in project.rates if not r.partial and r.measure in money and r.quantity.kind == "percent"]
        if part is None:
            continue
        if not whole:
            yield unknown("rate of a part")
            continue
        lowest = min(whole, key=lambda r: r.quantity.normalized)
        if part.quantity.normalized - lowest.quantity.normalized <= Decimal("0.01"):
            yield passed()
            continue
        yield failed(
            f"“{_stated(reading, part)}”只是一笔资金的，整个项目是“{_stated(reading, lowest)}”，引用时请同时写明",
            f"{printed(reading, part.quantity)} is of one tranche; the project stands at {printed(reading, lowest.quantity)}: quote both",
            [_place(part), _place(lowest)], operands=[part.quantity, lowest.quantity], project=index,
        )  # fmt: skip


def _of_tranche(reading: Reading, rate: Rate) -> bool:
    before = reading.text[max(0, rate.quantity.start - 60) : rate.quantity.start]
    return "该笔" in before or "评价对象" in before
