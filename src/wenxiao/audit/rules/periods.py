"""What happened when: the year reported on, cut-off dates, the order of steps (checks F01, F02, B18)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wenxiao.audit.model import Outcome, Severity, failed, passed, unknown
from wenxiao.audit.passages import sentence_of
from wenxiao.audit.registry import rule
from wenxiao.audit.rules.common import DATA_ARE_TRUE, DATA_ARE_TRUE_EN
from wenxiao.lexicons import lexicon
from wenxiao.quantities.model import Span
from wenxiao.reading.dates import DatedStep
from wenxiao.reading.model import Reading
from wenxiao.reading.periods import title_year

_ADVANCED = re.compile(lexicon("funds").pattern("advanced"))
_PHASES = re.compile(r"[一二三四五六七]期|标段|第[一二三四五六]?批|分别|陆续|部分|续建|主体")
_YEAR = "评价（报告）期间与数据期间一致（财预〔2020〕10号）"
_YEAR_EN = "Figures are of the year that is evaluated (Caiyu 2020 No. 10)"


def _steps(reading: Reading, name: str) -> list[DatedStep]:
    return [s for s in reading.steps if s.step == name]


@rule(
    "F101", "cut-off-outside-reported-year", Severity.WARNING, check="F01",
    title="数据截止日不在评价年度内", title_en="Figures are cut off outside the year reported on",
    basis=_YEAR, by_hand="对照标题的年度，逐个看“截至”的日期；累计数请写明，并补上评价年度的数。",
    by_hand_en="Compare each cut-off date with the year of the title; say where a figure is cumulative, and add the year's own.",
    basis_en=_YEAR_EN,
)  # fmt: skip
def cut_off_outside_reported_year(reading: Reading) -> Iterator[Outcome]:
    """Figures are cut off outside the year reported on.

    A report titled 2024 whose figures stand 截至2023年12月 does not say what happened in 2024. Dates before the year of the
    title are told, all of them once; where the document has several dates within the year besides, the message names
    them. Only a year that the title itself states is taken. Known false alarms: the state before the project, when it
    is stated with 截至 and with figures of the same work.

    Fails::
        2024年度重点项目绩效执行结果说明
        一、甲项目
        截至2023年12月31日，项目到位资金50.00万元。
    Passes::
        2024年度重点项目绩效执行结果说明
        一、甲项目
        截至2024年12月31日，项目到位资金50.00万元。
    Silent::
        重点项目绩效执行结果说明
        截至2023年12月31日，项目到位资金50.00万元。
    """
    year = title_year(reading.identity)
    cuts = _steps(reading, "cut-off")
    if year is None or not cuts:
        return
    before = [s for s in cuts if s.moment.last < (year, 1, 1)]
    inside = [s for s in cuts if s.moment.last >= (year, 1, 1)]
    for _ in inside:
        yield passed()
    if not before:
        return
    dates = "、".join(dict.fromkeys(f"“{reading.quote(s.moment.span)}”" for s in before))
    partly = f"；其他数据截至{'、'.join(dict.fromkeys(_bare(reading, s) for s in inside))}，口径不一" if inside else ""
    yield failed(
        f"标题写的是 {year} 年，文中有数据{dates}{partly}，请补充 {year} 年的数据或写明为累计数",
        f"The title says {year}; figures are as of {', '.join(dict.fromkeys(_bare(reading, s) for s in before))}: add those of {year} or say that they are cumulative",
        [*(s.moment.span for s in before), *([reading.identity.title_span] if reading.identity.title_span else [])],
    )  # fmt: skip


def _bare(reading: Reading, step: DatedStep) -> str:
    return reading.quote(step.moment.span).lstrip("截至止到")


@rule(
    "F102", "result-after-reported-year", Severity.NOTE, check="F02",
    title="报告期外的成果计入本年", title_en="A result of a later year is reported",
    basis=_YEAR, by_hand="看完成时间是否在评价年度内；评价年度之后完成的，作为后续情况单独说明。",
    by_hand_en="See whether it was finished within the year; report what was finished later as what happened since.",
    basis_en=_YEAR_EN,
)  # fmt: skip
def result_after_reported_year(reading: Reading) -> Iterator[Outcome]:
    """A result of a later year is reported.

    A report on 2023 that says 于2024年3月完成 counts what belongs to the next year. Plans, promises and sentences about the
    evaluation itself are left alone; only a year that the title states is taken. Known false alarms: a subsequent event
    that the report rightly mentions.

    Fails::
        某街道2023年度项目支出绩效自评报告
        外墙修缮工作于2024年3月完成，共修缮3栋。
    Passes::
        某街道2023年度项目支出绩效自评报告
        外墙修缮工作于2023年11月竣工，共修缮3栋。
    Silent::
        某街道2023年度项目支出绩效自评报告
        外墙修缮工作预计于2024年3月完成。
    """
    year = title_year(reading.identity)
    for step in _steps(reading, "result"):
        yield failed(
            f"报告的是 {year} 年，“{reading.quote(Span(step.moment.start, step.word.end))}”在报告期之后，请作为后续情况说明",
            f"The report is on {year}; “{reading.quote(Span(step.moment.start, step.word.end))}” came after it",
            [Span(step.moment.start, step.word.end)],
        )  # fmt: skip
    if year is not None and any(s.step == "finished" and s.moment.year <= year for s in reading.steps):
        yield passed()


@rule(
    "B118", "dates-in-wrong-order", Severity.WARNING, check="B18",
    title="时间先后倒挂", title_en="Dates in the wrong order",
    basis=DATA_ARE_TRUE, by_hand="对照开工、竣工报告和到账、支付凭证上的日期。",
    by_hand_en="Compare with the dates of the reports on start and completion and of the receipts and payments.",
    basis_en=DATA_ARE_TRUE_EN,
)  # fmt: skip
def dates_in_wrong_order(reading: Reading) -> Iterator[Outcome]:
    """Dates in the wrong order.

    Works cannot be finished before they are begun, nor money be spent before it came. Two dates of one sentence, one for
    each step, both known at least to the month. Several phases or lots in the sentence, and money that was advanced
    (垫付, 结转, 自筹) explain it; then the rule is silent. Known false alarms: a second tranche of the money.

    Fails::     甲工程于2023年6月开工，2023年3月竣工验收。
    Fails::     项目资金于2023年9月到位，2023年5月支付工程款20万元。
    Passes::    甲工程于2023年3月开工，2023年6月竣工验收。
    Silent::    甲工程于2023年6月竣工验收。
    """
    by_sentence: dict[Span, list[DatedStep]] = {}
    for step in reading.steps:
        by_sentence.setdefault(sentence_of(reading, step.moment.span), []).append(step)
    for first, second, escape in (("begun", "finished", _PHASES), ("received", "paid", _ADVANCED)):
        for (start, end), mates in by_sentence.items():
            earlier, late = ([s for s in mates if s.step == name] for name in (first, second))
            if len(late) != 1 or len(earlier) != 1:
                continue
            early = earlier[0]
            if escape.search(reading.text, start, end) or _PHASES.search(reading.text, start, end):
                yield unknown("not certain")
                continue
            if late[0].moment.last >= early.moment.first:
                yield passed()
                continue
            a, b = (reading.quote(Span(s.moment.start, s.word.end)) for s in (early, late[0]))
            yield failed(
                f"“{b}”早于“{a}”，先后倒挂，请核对日期",
                f"“{b}” comes before “{a}”; check the dates",
                sorted([Span(s.moment.start, s.word.end) for s in (early, late[0])]),
            )  # fmt: skip
