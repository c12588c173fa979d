"""Whether a text answers what its heading asks, with facts and in one way (checks D09–D11)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from wenxiao.audit.model import Outcome, Severity, failed, passed
from wenxiao.audit.registry import rule
from wenxiao.audit.rules.telling import TRUE, TRUE_EN, phrases_of, short, subject_at
from wenxiao.quantities.model import Span
from wenxiao.reading.model import Reading
from wenxiao.reading.told import Purpose, Remark


@rule(
    "D109", "analysis-of-phrases", Severity.NOTE, check="D09",
    title="分析空洞，没有数据和事实", title_en="An analysis without a figure or a fact",
    basis="绩效分析应以数据和事实为依据（财预〔2020〕10号报告提纲）", by_hand="问：这段话换到别的单位是否也成立？补上数量、时间、对象和比较。",
    by_hand_en="Would the passage fit any other office as well? Add figures, dates, objects and comparisons.",
    basis_en="An analysis rests on data and facts (outlines of Caiyu 2020 No. 10)",
)  # fmt: skip
def analysis_of_phrases(reading: Reading) -> Iterator[Outcome]:
    """An analysis without a figure or a fact.

    Under a heading that asks for an analysis (经济性, 效率性, 效益性, 可持续性) stand set phrases only: no figure, no title, no
    named point. Reported only for short texts with at least two set phrases. Where several projects are reported on, those whose
    result has not one figure are named, in one finding. Known false alarms: a section that is short by
    design because the figures stand in a table.

    Fails::
        1.项目效率性分析
        各部门根据职能职责扎实推进，按计划有序开展各项工作。
    Passes::
        1.项目效率性分析
        全年开展巡查24次，比计划多4次，各项工作按计划完成。
    Silent::    各部门根据职能职责扎实推进，按计划有序开展各项工作。
    """
    yield from _unmeasured(reading)
    for remark in reading.narrative.remarks:
        if remark.kind == "analysis":
            yield passed()
        elif remark.kind == "hollow":
            heading = _heading(reading, remark)
            yield failed(
                f"“{short(reading, heading)}”没有数量、时间和具体事项：“{short(reading, remark.span, 36)}”",
                f"“{short(reading, heading)}” names no figure, date or thing: “{short(reading, remark.span, 36)}”",
                [remark.span, heading],
            )  # fmt: skip


_RESULT_LEAST = 40  # characters of a result that could have held a figure


def _unmeasured(reading: Reading) -> Iterator[Outcome]:
    """Projects whose chapters on results hold no figure at all."""
    results = [
        c for c in reading.narrative.chapters if Purpose.RESULT in c.purposes and Purpose.TARGET not in c.purposes
    ]
    starts = [c.heading.start for c in results]
    lengths = list(accumulate((c.own.end - c.own.start for c in results), initial=0))
    told: list[int] = []
    for i, p in enumerate(reading.projects):
        first, last = (bisect_left(starts, at) for at in p.scope)
        if lengths[last] - lengths[first] > _RESULT_LEAST:
            told.append(i)
    if len(told) < 3:
        return
    measured: set[int | None] = set()
    for q in reading.quantities:
        subject = subject_at(reading, q.start)
        if subject not in measured and Purpose.RESULT in reading.narrative.purposes_at(q.start):
            measured.add(subject)
    bare = [i for i in told if i not in measured]
    if not bare:
        yield passed()
        return
    names = "、".join(reading.projects[i].name for i in bare[:3]) + ("等" if len(bare) > 3 else "")
    yield failed(
        f"{len(told)} 个项目中有 {len(bare)} 个的结果没有写出任何数量：{names}",
        f"The results of {len(bare)} of {len(told)} projects hold not one figure: {names}",
        [Span(reading.projects[i].start, reading.projects[i].end) for i in bare], difference=str(len(bare)),
    )  # fmt: skip


def _heading(reading: Reading, remark: Remark) -> Span:
    inside = [c for c in reading.narrative.chapters if c.span.start <= remark.span.start < c.span.end]
    return max(inside, key=lambda c: c.span.start).heading if inside else remark.span


@rule(
    "D110", "answer-off-the-topic", Severity.WARNING, check="D10",
    title="答非所问", title_en="The text does not answer its heading",
    basis="按提纲逐项说明（财预〔2020〕10号报告提纲）", by_hand="看标题问的是什么，正文有没有说到这件事、给出数据。",
    by_hand_en="See what the heading asks, and whether the text speaks of it or gives a figure.",
    basis_en="Every point of the outline is answered (Caiyu 2020 No. 10)",
)  # fmt: skip
def answer_off_the_topic(reading: Reading) -> Iterator[Outcome]:
    """The text does not answer its heading.

    A heading asks for savings, quality, progress, receipts or satisfaction; the text under it has no figure and none of the
    many words in which that could be answered. Known false alarms: an answer in words that the lexicon does not have.

    Fails::
        1.项目成本（预算）节约情况
        在资金管理方面做到专款专用，合法合规使用，无截留、挤占情况。
    Passes::
        1.项目成本（预算）节约情况
        通过统一采购节约经费2.00万元。
    Silent::    在资金管理方面做到专款专用，合法合规使用。
    """
    for remark in reading.narrative.remarks:
        if remark.kind == "answered":
            yield passed()
        elif remark.kind == "off_topic":
            heading = _heading(reading, remark)
            yield failed(
                f"“{short(reading, heading)}”下面写的是“{short(reading, remark.span, 36)}”，没有回答标题所问",
                f"Under “{short(reading, heading)}” the text says “{short(reading, remark.span, 36)}”, which does not answer it",
                [heading, remark.span],
            )  # fmt: skip


@rule(
    "D111", "nature-told-two-ways", Severity.WARNING, check="D11",
    title="项目性质或实施方式前后不一", title_en="The way of carrying out is told in two ways",
    basis=TRUE, by_hand="核对采购文件和合同：是否招标、由谁实施，只保留一种说法或写明各适用于哪部分。",
    by_hand_en="Check procurement papers and contract: tendered or not, by whom; keep one account or say which part each is of.",
    basis_en=TRUE_EN,
)  # fmt: skip
def nature_told_two_ways(reading: Reading) -> Iterator[Outcome]:
    """The way of carrying out is told in two ways.

    Said not to have been tendered, and to have a winner of the tender; said to be carried out by the office itself, and to
    follow the progress of a contract (a note). Known false alarms: several parts, each carried out in its own way.

    Fails::     1、甲区维修项目预算50.00万元，支出50.00万元。项目零星分散，没有达到招标限额。中标单位按期完成施工。
    Passes::    1、甲区维修项目预算50.00万元，支出50.00万元。项目零星分散，没有达到招标限额，经询价确定施工单位。
    Silent::    1、甲区维修项目预算50.00万元，支出50.00万元。中标单位按期完成施工。
    """
    pairs = (("not_tendered", "tendered", None), ("by_itself", "by_contract", Severity.NOTE))
    for one, other, severity in pairs:
        for first in phrases_of(reading, one):
            subject = subject_at(reading, first.span.start)
            against = next(
                (p for p in phrases_of(reading, other) if subject_at(reading, p.span.start) == subject), None
            )
            if against is None:
                yield passed()
                continue
            yield failed(
                f"一处写“{short(reading, first.span)}”，一处写“{short(reading, against.span)}”，请写明实施方式",
                f"“{short(reading, first.span)}” in one place, “{short(reading, against.span)}” in another; say how it was carried out",
                [first.span, against.span], severity=severity, project=subject,
            )  # fmt: skip
            break
