"""Problems and measures: what a chapter on them holds (checks D06–D08)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from wenxiao.audit.model import Outcome, Severity, failed, not_applicable, passed, unknown
from wenxiao.audit.obligations import whole
from wenxiao.audit.registry import rule
from wenxiao.audit.rules.telling import (
    assertions_of,
    between,
    execution,
    is_result,
    phrases_of,
    short,
)
from wenxiao.performance.regime import Regime
from wenxiao.quantities.model import Span
from wenxiao.quantities.paper import percent
from wenxiao.reading import types
from wenxiao.reading.model import Reading
from wenxiao.reading.told import Chapter, Purpose, Remark

OUTLINE = "自评、评价报告应写明存在的问题及原因、改进措施（财预〔2020〕10号报告提纲）"
OUTLINE_EN = "Reports name problems, their causes and measures (outlines of Caiyu 2020 No. 10)"
#: Documents that report on performance and whose outline has a chapter on problems.
_REPORTS = frozenset(
    {
        types.SELF_REPORT, types.SELF_REPORT_ANNEX, types.WHOLE_SELF_REPORT, types.WHOLE_REPORT, types.REPORT,
        types.DEPARTMENT_REPORT, types.FINANCE_REPORT, types.TRANSFER_REPORT,
    }
)  # fmt: skip


def _on_problems(reading: Reading) -> list[tuple[Chapter, list[Remark]]]:
    """The chapters on problems that stand under no other one, each with its remarks and those of its subheadings."""
    found: list[tuple[Chapter, list[Remark]]] = []
    end = -1
    for chapter in reading.narrative.chapters:
        if Purpose.PROBLEM not in chapter.purposes or chapter.span.start < end:
            continue
        end = chapter.span.end
        inside = [r for r in reading.narrative.remarks if chapter.span.start <= r.span.start < end]
        found.append((chapter, [r for r in inside if r.kind in ("defect", "praise", "none", "remedy", "other")]))
    return found


@rule(
    "D106", "praise-in-place-of-problems", Severity.WARNING, check="D06",
    title="“存在的问题”写成了成绩", title_en="The chapter on problems holds praise",
    basis=OUTLINE, by_hand="逐句看这一节：哪一句说的是问题？没有问题请直接写“无”。",
    by_hand_en="Go through the chapter sentence by sentence: which one names a problem? If there is none, write “none”.",
    basis_en=OUTLINE_EN,
)  # fmt: skip
def praise_in_place_of_problems(reading: Reading) -> Iterator[Outcome]:
    """The chapter on problems holds praise.

    Every sentence says that all is in order (有据可依, 公平公正, 不存在…), none names anything that is not. Reported only when no
    sentence of the chapter has a word for a shortcoming. Known false alarms: a small project with no problems; then 无 is the
    honest answer.

    Fails::
        一、存在的问题
        专项经费一直有据可依，管理规范。资金分配公平公正，不存在截留、挪用情况。
    Passes::
        一、存在的问题
        专项经费管理规范，但部分项目推进滞后。
    Passes::
        一、存在的问题
        无
    Silent::    专项经费一直有据可依，管理规范。
    """
    for chapter, remarks in _on_problems(reading):
        if Purpose.EXPERIENCE in chapter.purposes or Purpose.RESULT in chapter.purposes or not remarks:
            continue
        praise = [r for r in remarks if r.kind == "praise"]
        if (
            not praise
            or any(r.kind in ("defect", "remedy", "none") for r in remarks)
            or len(praise) * 2 <= len(remarks)
        ):
            yield passed()
            continue
        yield failed(
            f"“{short(reading, chapter.heading)}”里没有写问题，写的是“{short(reading, praise[0].span, 30)}”；没有问题请写“无”",
            f"The chapter “{short(reading, chapter.heading)}” names no problem but “{short(reading, praise[0].span, 30)}”; if there is none, write so",
            [chapter.heading, *(r.span for r in praise)],
        )  # fmt: skip


@rule(
    "D107", "problems-without-measures", Severity.WARNING, check="D07",
    title="写了问题，没有写改进措施", title_en="Problems are named, measures are not",
    basis=OUTLINE, by_hand="每个问题后面写明措施、责任单位和完成时间。",
    by_hand_en="After each problem state the measure, who takes it and by when.",
    basis_en=OUTLINE_EN,
)  # fmt: skip
def problems_without_measures(reading: Reading) -> Iterator[Outcome]:
    """Problems are named, measures are not.

    The outline asks for measures beside problems. Nothing in the text speaks of what is to be done (下一步, 整改, 建议, 将…).
    In an execution note, whose outline has no such chapter, it is a note. Where the problems are the last thing said, the text
    must come to an end (with its date, or as a whole file): an excerpt may go on. Known false alarms: measures in an attached list.

    Fails::
        某街道项目支出绩效自评报告
        一、项目基本情况
        保洁经费预算10.00万元，支出9.00万元。
        二、存在的问题
        部分路段保洁不到位，考核制度不健全。
        三、其他需要说明的情况
        无
    Fails::
        某街道项目支出绩效自评报告
        一、项目基本情况
        保洁经费预算10.00万元，支出9.00万元。
        二、存在的问题
        部分路段保洁不到位，考核制度不健全。
        星河区某街道办事处
        2025年3月12日
    Passes::
        某街道项目支出绩效自评报告
        一、项目基本情况
        保洁经费预算10.00万元，支出9.00万元。
        二、存在的问题
        部分路段保洁不到位，考核制度不健全。
        三、改进措施
        六月底前由城管办修订考核办法。
    Silent::    部分路段保洁不到位。
    """
    kind = reading.identity.type
    if kind not in _REPORTS and kind != types.EXECUTION_NOTE:
        return
    if kind == types.EXECUTION_NOTE:
        told = [s for p in reading.projects for s in p.problems if is_result(reading, s.start)]
        defects = [Span(s.start, s.end) for s in told]
    else:
        defects = [r.span for _, remarks in _on_problems(reading) for r in remarks if r.kind == "defect"]
    if not defects:
        return
    if _has_measures(reading, defects[0].start):
        yield passed()
        return
    last = reading.narrative.chapters[-1].span.start <= defects[-1].start
    if last and kind != types.EXECUTION_NOTE and not whole(reading):
        yield unknown("the text ends there")
        return
    first = _complaint(reading, defects[0])
    yield failed(
        f"文中写有问题 {len(defects)} 处（如“{short(reading, first, 30)}”），没有写改进措施",
        f"{len(defects)} problems are named (“{short(reading, first, 30)}”), no measure is",
        defects[:5], severity=Severity.NOTE if kind == types.EXECUTION_NOTE else None,
    )  # fmt: skip


def _complaint(reading: Reading, defect: Span) -> Span:
    """A sentence from where it turns to what is wrong: 但也存在…."""
    at = reading.text.rfind("但", defect.start, defect.end)
    return Span(max(at, defect.start), defect.end)


def _has_measures(reading: Reading, after: int) -> bool:
    """A measure is spoken of behind the first problem, or has a chapter of its own anywhere."""
    if any(p.span.start >= after for p in phrases_of(reading, "remedy")):
        return True
    return any(
        Purpose.MEASURE in c.purposes and len(reading.quote(c.span).strip()) > len(reading.quote(c.heading)) + 10
        for c in reading.narrative.chapters
    )


def _without_problems(reading: Reading) -> list[int]:
    """Projects among whose results no problem is told; what was wrong before one began is its reason, not its problem."""
    shortcomings = [r.span.start for r in reading.narrative.remarks if r.kind == "shortcoming"]
    trouble = assertions_of(reading, "stopped", "not_started", "unfinished", "not_accepted")
    return [
        number
        for number, project in enumerate(reading.projects)
        if bisect_left(shortcomings, project.scope.start) == bisect_left(shortcomings, project.scope.end)
        and not between(trouble, *project.scope)
        and not any(
            is_result(reading, s.start) or Purpose.PROBLEM in reading.narrative.purposes_at(s.start)
            for s in project.problems
        )
    ]


@rule(
    "D108", "no-problem-at-all", Severity.NOTE, check="D08",
    title="没有写任何问题", title_en="No problem is named at all",
    basis=OUTLINE, by_hand="看执行率、未完成的指标和群众反映，是否真的没有问题。",
    by_hand_en="Look at the execution rate, missed indicators and complaints: is there really none?",
    basis_en=OUTLINE_EN,
)  # fmt: skip
def no_problem_at_all(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """No problem is named at all.

    Of several projects of one execution note some name problems and others none: the reader cannot tell whether there were
    none. In a report, 无 beside an execution rate below the threshold is a warning. Known false alarms: small projects that
    went as planned.

    Fails::
        关于重点项目绩效目标执行结果情况的说明
        一、甲路保洁经费项目
        （一）项目概况
        项目预算10.00万元，支出9.00万元。
        （二）绩效目标执行结果
        全年保洁道路20公里，但存在考核不到位的问题。
        二、乙路绿化经费项目
        （一）项目概况
        项目预算20.00万元，支出19.00万元。
        （二）绩效目标执行结果
        全年绿化道路10公里。
        三、丙路照明经费项目
        （一）项目概况
        项目预算30.00万元，支出29.00万元。
        （二）绩效目标执行结果
        全年维护路灯500盏。
    Passes::
        关于重点项目绩效目标执行结果情况的说明
        一、甲路保洁经费项目
        （一）项目概况
        项目预算10.00万元，支出9.00万元。
        （二）绩效目标执行结果
        全年保洁道路20公里，但存在考核不到位的问题。
        二、乙路绿化经费项目
        （一）项目概况
        项目预算20.00万元，支出19.00万元。
        （二）绩效目标执行结果
        全年绿化道路10公里，但存在补种不及时的问题。
        三、丙路照明经费项目
        （一）项目概况
        项目预算30.00万元，支出29.00万元。
        （二）绩效目标执行结果
        全年维护路灯500盏，但存在巡查频次不足的问题。
    Silent::    全年保洁道路20公里。
    """
    if reading.identity.type == types.EXECUTION_NOTE and len(reading.projects) >= 3:
        clean = _without_problems(reading)
        total = len(reading.projects)
        if len(clean) < 2:
            yield passed()
            return
        names = "、".join(reading.projects[i].name for i in clean[:3]) + ("等" if len(clean) > 3 else "")
        which = "都" if len(clean) == total else f"中有 {len(clean)} 个"
        yield failed(
            f"{total} 个项目{which}没有写存在的问题：{names}",
            f"{len(clean)} of {total} projects name no problem: {names}",
            [Span(reading.projects[i].start, reading.projects[i].end) for i in clean], difference=str(len(clean)),
        )  # fmt: skip
        return
    if reading.identity.type not in _REPORTS:
        yield not_applicable()
        return
    for chapter, remarks in _on_problems(reading):
        if not remarks or any(r.kind != "none" for r in remarks):
            continue
        low = next(
            (i for i in range(len(reading.subjects)) if (rate := execution(reading, i)) is not None and rate < regime.thresholds["low_execution"]),
            None,
        )  # fmt: skip
        if low is None:
            yield passed()
            continue
        rate = execution(reading, low)
        assert rate is not None
        yield failed(
            f"“{short(reading, chapter.heading)}”写“无”，而预算执行率为 {percent(rate)}，请写明原因",
            f"The chapter on problems says “none”, while the execution rate is {percent(rate)}; name the reason",
            [chapter.heading, remarks[0].span], computed=percent(rate), severity=Severity.WARNING, project=low,
        )  # fmt: skip
