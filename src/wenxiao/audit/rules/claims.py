"""Words that say less, or more, than can be checked (checks D13, D14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from wenxiao.audit.model import Outcome, Severity, failed, passed, unknown
from wenxiao.audit.registry import rule
from wenxiao.audit.rules.telling import (
    CLEAR,
    CLEAR_EN,
    TRUE,
    TRUE_EN,
    assertions_of,
    execution,
    is_result,
    phrases_of,
    short,
    subject_at,
)
from wenxiao.performance.regime import Regime
from wenxiao.quantities.model import Span
from wenxiao.quantities.paper import percent
from wenxiao.reading.model import Reading
from wenxiao.reading.told import Assertion, Phrase, Purpose

# What each kind of vague words lacks, in both languages.
_LACKS = {
    "vague_count": ("没有确切数量，请写明是多少", "gives no exact number: state how many"),
    "rough_every": ("“均”与“左右”不能同时核对，请写明每次（月）的数值或最低值", "“each” and “about” cannot both be checked: give every value or the lowest"),
    "rate_without_figure": ("没有写出数值，请写明百分比和依据", "gives no figure: state the percentage and what it rests on"),
    "mostly_met": ("没有写明哪些目标没有实现，请逐项写明", "does not say which targets were missed: name them"),
    "limit_as_result": ("是限值，不是实际值，请写明实际达到多少", "is a limit, not a result: state the value reached"),
    "mostly": ("没有写明其余时间的情况，请写明达标的天数或比例", "leaves the rest of the time open: give the share of days"),
}  # fmt: skip


@rule(
    "D113", "vague-amount", Severity.NOTE, check="D13",
    title="结果用了模糊的数量", title_en="A result in vague amounts",
    basis=CLEAR, by_hand="把“大部分”“较高”“百多篇”换成确切的数量、比例和统计口径。",
    by_hand_en="Replace “most”, “rather high”, “over a hundred” by exact numbers, rates and how they were counted.",
    basis_en=CLEAR_EN,
)  # fmt: skip
def vague_amount(reading: Reading) -> Iterator[Outcome]:
    """A result in vague amounts.

    大部分绩效目标得到实现 leaves open which were missed; 成活率较高 has no figure; 均达到95%左右 cannot be checked. Only results
    are looked at: a description may be approximate. The same words in several places are one finding. Known false alarms: a
    figure for the rate in another sentence or table.

    Fails::     通过项目实施，辖区绿化得到有效管养，苗木成活率较高。
    Fails::     全年撰写调查报告百多篇。
    Fails::     每月污水处理率均达到95%左右。
    Fails::     服务对象满意度年初目标值≥90%，实际完成值≥90%。
    Passes::    通过项目实施，辖区绿化得到有效管养，苗木成活率98.5%。
    Silent::    全年撰写调查报告
    """
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases_of(reading, *_LACKS):
        if _is_measured(reading, phrase):
            found.setdefault(reading.quote(phrase.span), []).append(phrase)
    for words, places in found.items():
        zh, en = _LACKS[places[0].kind]
        many = f"（共{len(places)}处）" if len(places) > 1 else ""
        many_en = f" ({len(places)} places)" if len(places) > 1 else ""
        yield failed(
            f"“{words}”{zh}{many}", f"“{words}” {en}{many_en}", [p.span for p in places],
            project=subject_at(reading, places[0].span.start),
        )  # fmt: skip
    if not found and reading.quantities:
        yield passed()


_AIM = re.compile(r"目标(?:是|为|:)")


def _is_measured(reading: Reading, phrase: Phrase) -> bool:
    """Among the results. A limit is a result's only under a heading that says so, or where it calls itself the actual value."""
    if phrase.kind == "limit_as_result" and not reading.quote(phrase.span).startswith("实际"):
        start = max(reading.text.rfind(mark, 0, phrase.span.start) for mark in "。\n|")
        if _AIM.search(reading.text, start + 1, phrase.span.start):
            return False  # the sentence says what was aimed at
        return Purpose.RESULT in reading.narrative.purposes_at(phrase.span.start)
    return is_result(reading, phrase.span.start)


@rule(
    "D114", "sweeping-claim", Severity.WARNING, check="D14",
    title="绝对化的说法与文中事实不符", title_en="A sweeping claim against what the text itself says",
    basis=TRUE, by_hand="找出“全部”“均”“不存在”所指的范围，与文中的例外和数据对照。",
    by_hand_en="Find what “all”, “none” covers, and compare it with the exceptions and figures in the text.",
    basis_en=TRUE_EN,
)  # fmt: skip
def sweeping_claim(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """A sweeping claim against what the text itself says.

    All works done, beside one that was not; the money wholly used, beside a rate of less; no deviation, beside a low rate;
    no overspending, where no budget is stated at all (a note); zero complaints, beside some. Only claims and facts of the
    same project are compared; 项目按计划实施, said of all projects, is compared with one that stopped or never began. Known false alarms: a claim about one part of the project.

    Fails::     1、甲区审计项目预算50.00万元，支出50.00万元。完成了资产清查、年度审计等各项工作，但存在部分子项目未按期实施的问题。
    Fails::     1、甲区护林项目预算50.00万元，支出20.00万元，预算执行率40%，补助资金已全部支出。
    Passes::    1、甲区护林项目预算50.00万元，支出50.00万元，预算执行率100%，补助资金已全部支出。
    Silent::    1、甲区护林项目预算50.00万元，支出20.00万元，预算执行率40%。
    """
    yield from _all_done(reading)
    yield from _against_rate(reading, regime)
    yield from _within_no_budget(reading)
    yield from _none_and_some(reading)
    yield from _as_planned(reading)


def _same(reading: Reading, one: int, other: int) -> bool:
    return len(reading.subjects) < 2 or subject_at(reading, one) == subject_at(reading, other)


def _both(reading: Reading, one: Span, other: Span, hint: str, hint_en: str) -> Outcome:
    return failed(
        f"“{short(reading, one)}”与“{short(reading, other)}”不能同时成立，{hint}",
        f"“{short(reading, one)}” and “{short(reading, other)}” cannot both hold; {hint_en}",
        [one, other], project=subject_at(reading, one.start),
    )  # fmt: skip


def _all_done(reading: Reading) -> Iterator[Outcome]:
    left = [a for a in assertions_of(reading, "unfinished") if _is_said(reading, a)]
    for claim in phrases_of(reading, "all_done"):
        purposes = reading.narrative.purposes_at(claim.span.start)
        if purposes & {Purpose.TARGET, Purpose.MEASURE} and Purpose.RESULT not in purposes:
            continue
        against = next((a for a in left if _same(reading, claim.span.start, a.cue.start)), None)
        if against is None:
            yield passed()
        else:
            place = _item(reading, against)
            yield _both(reading, claim.span, place, "请写明没有完成的是哪些", "name what was not done")


_LABELS = ("原因", "情况", "说明", "分析", "的原因", "指标", "值", "数", "任务")


def _is_said(reading: Reading, state: Assertion) -> bool:
    """A statement that something is unfinished, not the label of a cell that asks for it (未完成原因分析)."""
    if reading.text.startswith(_LABELS, state.cue.end) or Purpose.MEASURE in reading.narrative.purposes_at(
        state.cue.start
    ):
        return False
    return state.clause.end - state.clause.start > state.cue.end - state.cue.start + 2


def _item(reading: Reading, state: Assertion) -> Span:
    start = max(state.clause.start, reading.text.rfind("、", state.clause.start, state.cue.start) + 1)
    stop = reading.text.find("、", state.cue.end, state.clause.end)
    return Span(start, stop if stop >= 0 else state.clause.end)


_FULL = Decimal("0.995")


def _against_rate(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """The money is said to be wholly used, or not to deviate, while the project's rate says otherwise."""
    for claim in phrases_of(reading, "all_spent", "no_gap"):
        subject = subject_at(reading, claim.span.start)
        rate = None if subject is None else execution(reading, subject)
        stated = _stated(reading, subject)
        if stated is not None:
            rate = stated[1]
        if rate is None:
            yield unknown("no denominator stated")
            continue
        if rate >= (_FULL if claim.kind == "all_spent" else regime.thresholds["no_deviation"]) or rate > 1:
            yield passed()
            continue
        span = claim.span
        shown = f"“{short(reading, stated[0])}”" if stated else f"执行率 {percent(rate)}"
        yield failed(
            f"“{short(reading, span)}”与{shown}不能同时成立，请写明未支出的部分",
            f"“{short(reading, span)}” and an execution rate of {percent(rate)} cannot both hold; say what was not spent",
            [span, *([stated[0]] if stated else [])], computed=percent(rate), project=subject,
        )  # fmt: skip


def _stated(reading: Reading, subject: int | None) -> tuple[Span, Decimal] | None:
    """The lowest printed execution rate of the same project."""
    rates = [
        (Span(r.cue.start, r.quantity.end), r.quantity.normalized)
        for r in reading.rates
        if r.measure == "execution" and r.quantity.kind == "percent" and not r.partial
        and subject_at(reading, r.quantity.start) == subject and is_result_or_funds(reading, r.quantity.start)
    ]  # fmt: skip
    return min(rates, key=lambda rate: rate[1], default=None)


def is_result_or_funds(reading: Reading, offset: int) -> bool:
    return is_result(reading, offset) or Purpose.FUNDS in reading.narrative.purposes_at(offset)


def _within_no_budget(reading: Reading) -> Iterator[Outcome]:
    for claim in phrases_of(reading, "within_budget"):
        projects = reading.subjects
        if not projects or all(p.spent is None for p in projects):
            yield unknown("no amounts of the project stated")
        elif any(p.budget is not None or p.adjusted_budget is not None for p in projects):
            yield passed()
        else:
            yield failed(
                f"“{short(reading, claim.span)}”，而全文没有写出预算，无法核对",
                f"“{short(reading, claim.span)}”, but no budget is stated anywhere: it cannot be checked",
                [claim.span], severity=Severity.NOTE,
            )  # fmt: skip


def _none_and_some(reading: Reading) -> Iterator[Outcome]:
    some = phrases_of(reading, "some_of")
    for claim in phrases_of(reading, "none_of"):
        against = next(
            (p for p in some if p.detail == claim.detail and _same(reading, claim.span.start, p.span.start)), None
        )
        if against is None:
            yield passed()
        else:
            yield _both(reading, claim.span, against.span, "请写明统计范围", "say what each of them counts")


_BEFORE = 14  # characters: 未开展 alone does not say what; the words before it do


_BEFORE = 16  # characters: 未开展 alone does not say what; the words before it do


def _with_subject(reading: Reading, state: Assertion) -> Span:
    clause = state.clause
    if clause.end - clause.start >= _BEFORE:
        return clause
    edge = max(reading.text.rfind(mark, 0, clause.start) + 1 for mark in "。;\n")
    return Span(max(edge, clause.start - _BEFORE), clause.end)


def _as_planned(reading: Reading) -> Iterator[Outcome]:
    """Everything went as planned, by a sentence that is of no one project, while one stopped or never began."""
    if len(reading.subjects) < 2:
        return
    stopped = [a for a in assertions_of(reading, "stopped", "not_started") if not a.partial]
    for claim in phrases_of(reading, "as_planned"):
        purposes = reading.narrative.purposes_at(claim.span.start)
        if subject_at(reading, claim.span.start) is not None or purposes & {Purpose.TARGET, Purpose.MEASURE}:
            continue
        against = next((a for a in stopped if Purpose.MEASURE not in reading.narrative.purposes_at(a.cue.start)), None)
        if against is None:
            yield passed()
        else:
            yield _both(
                reading,
                claim.span,
                _with_subject(reading, against),
                "请写明没有按计划实施的项目",
                "name what did not go as planned",
            )
            return
