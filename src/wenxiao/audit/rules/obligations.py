"""What a document must contain and does not (checks C12, C13, C14, E09, E10)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from wenxiao.audit.indicators import indicators, places, short, wanted
from wenxiao.audit.model import Outcome, Severity, failed, passed, unknown
from wenxiao.audit.obligations import State, elsewhere, obligations, whole
from wenxiao.audit.registry import rule
from wenxiao.performance.regime import Regime
from wenxiao.quantities.model import Span
from wenxiao.reading.model import Reading

_REPORT = "自评和评价报告应有指标值、完成值和得分依据（财预〔2020〕10号）"
_REPORT_EN = "Reports give targets, actual values and what the scores rest on (Caiyu 2020 No. 10)"
_SATISFIED = re.compile(r"满意(?:度|率|程度)")
_JUDGED = re.compile(r"满意(?:度|率|程度)(?:普遍|总体|整体|还|仍|均|都|也)?(?:偏低|较低|不高|较高|很高|高|较好|良好)")
_BEFORE = re.compile(r"[^，。;、\n|]*\Z")
_REACHED = re.compile(
    r"满意(?:度|率)(?:调查结果|测评结果|均|总体|综合|平均)?(?:为|达到?了?|在|:)?(?P<value>\d{2,3}(?:\.\d{1,2})?%)"
)
_NO_COMPLAINT = re.compile(r"(?:未|没有|无|零)(?:收到|接到|发生|出现|有)?[^，。;\n]{0,12}投诉")
_SURVEY = re.compile(r"问卷|调查|抽样|访谈|样本|测评|回访|走访|电话|座谈|评议|打分|发放[^。]{0,6}表")
_SAMPLE = re.compile(
    r"(?:(?:回收|收回|发放|收到|抽取|完成)[^，。;\n]{0,14}?问卷(?:调查)?[^，。;\n\d]{0,6}(?P<n>\d{1,6})(?=份|张|人)"
    r"|(?P<m>\d{1,6})(?:份|张)[^，。;\n]{0,6}问卷)"
)
_TABLES = ("自评表", "申报表", "目标表", "监控表")


@rule(
    "C112", "no-indicator-with-values", Severity.ERROR, check="C12",
    title="没有指标，只有叙述", title_en="No indicators, narrative only",
    basis=_REPORT, by_hand="在全文中找一条写明指标值和完成值的绩效指标；另附表格的，请一并提供。",
    by_hand_en="Look for one indicator with its target and its actual value; where a table is attached, hand it in as well.",
    basis_en=_REPORT_EN,
)  # fmt: skip
def no_indicator_with_values(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """No indicators, narrative only.

    A self-evaluation or evaluation report from which no target or no result can be read as a number cannot be judged.
    A text that may be an excerpt is not judged; where it points to a table that is not in it, the finding is milder. Known
    false alarms: the table is a file of its own.

    Fails::
        道路养护项目支出绩效自评报告
        一、基本情况
        道路养护项目预算20.00万元，支出18.00万元，项目实施顺利，取得了明显成效。
        星河区城市管理局
        2025年3月12日
    Passes::
        道路养护项目支出绩效自评报告
        一、绩效目标
        道路养护项目预算20.00万元，年度目标是养护道路50公里。
        二、完成情况
        全年实际完成养护52公里，支出18.00万元。
        星河区城市管理局
        2025年3月12日
    Silent::    道路养护项目按计划完成。
    """
    states = {o.requirement.name: o.state for o in obligations(reading, regime) if o.requirement.kind == "fact"}
    if "targets" not in states or "actuals" not in states or (reading.identity.type or "").endswith(_TABLES):
        return
    missing = [name for name in ("targets", "actuals") if states[name] is State.ABSENT]
    if not missing:
        yield passed()
        return
    if not whole(reading):
        yield unknown("may be an excerpt")
        return
    other = elsewhere(reading)
    which = "指标值" if missing == ["targets"] else "完成值" if missing == ["actuals"] else "指标值和完成值"
    place = reading.identity.title_span or Span(0, min(20, len(reading.text)))
    yield failed(
        f"全文没有一条绩效指标写出可核对的{which}，只有叙述" + (f"；文中提到“{other[0]}”，表格不在本文件中，请一并提供" if other else ""),
        "No indicator states " + " and ".join({"targets": "a target", "actuals": "an actual value"}[m] for m in missing)
        + " that could be checked" + ("; the text points to a table that is not in this file" if other else ""),
        [place, *([Span(*other.span())] if other else [])], severity=Severity.WARNING if other or len(missing) == 1 else None,
    )  # fmt: skip


@rule(
    "C113", "satisfaction-without-a-value", Severity.WARNING, check="C13",
    title="满意度没有数值", title_en="Satisfaction without a value",
    basis="服务对象满意度指标应有调查结果（财预〔2020〕10号自评表）", by_hand="找满意度的数值和调查方法；没有服务对象的项目，请写明。",
    by_hand_en="Look for the value of satisfaction and how it was asked; say so where a project serves nobody directly.",
    basis_en="Satisfaction of those served is measured (self-evaluation form, Caiyu 2020 No. 10)",
)  # fmt: skip
def satisfaction_without_a_value(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """Satisfaction without a value.

    A text that calls satisfaction high or low, or promises to measure it, and gives no number anywhere; a form whose
    satisfaction has a target in numbers and an answer in words. Known false alarms: the survey is attached.

    Fails::     道路养护项目按计划完成，但也存在项目满意度偏低等问题。
    Passes::    道路养护项目按计划完成，群众满意度为92.5%。
    Silent::    道路养护项目按计划完成。
    """
    for indicator in indicators(reading):
        if "满意" in indicator.name and indicator.target is not None and indicator.actual is not None:
            numbers = [re.search(r"\d", reading.quote(span)) for span in (indicator.target, indicator.actual)]
            if numbers[0] and not numbers[1]:
                yield failed(
                    f"“{short(indicator.name)}”指标值{wanted(reading, indicator)}，完成值写为“{short(reading.quote(indicator.actual), 12)}”，没有数值",
                    f"“{short(indicator.name)}” has the target {wanted(reading, indicator)}; its actual value is in words",
                    places(indicator),
                )  # fmt: skip
            else:
                yield passed()
    if not _SATISFIED.search(reading.text):
        return
    if _valued(reading.text) or any("满意" in i.name + i.level1 + i.level2 for i in indicators(reading)):
        yield passed()
        return
    judged = _JUDGED.search(reading.text)
    if judged is not None:
        before = _BEFORE.search(reading.text, max(0, judged.start() - 12), judged.start())
        span = Span(before.start() if before is not None else judged.start(), judged.end())
        yield failed(
            f"“{reading.quote(span).strip()}”，全文没有满意度的数值",
            "Satisfaction is judged, and no value of it is given anywhere",
            [span],
        )  # fmt: skip
        return
    asked = any(o.requirement.name == "targets" for o in obligations(reading, regime))
    if not asked or not whole(reading):
        yield unknown("may be an excerpt" if asked else "satisfaction not asked of this type")
        return
    named = _SATISFIED.search(reading.text)
    assert named is not None  # seen above
    words = reading.text[max(0, named.start() - 6) : named.end()].rpartition("\n")[2].strip()
    yield failed(
        f"文中提到“{words}”，全文没有满意度的数值",
        "The text speaks of satisfaction and gives no value of it anywhere",
        [Span(*named.span())],
    )  # fmt: skip


_END = re.compile(r"[。;\n]")


def _valued(text: str) -> bool:
    """Whether a number stands near 满意, in the same sentence."""
    for match in _SATISFIED.finditer(text):
        before = _END.split(text[max(0, match.start() - 20) : match.start()])[-1]
        after = _END.split(text[match.end() : match.end() + 40], maxsplit=1)[0]
        if any(map(str.isdigit, before + after)):
            return True
    return False


@rule(
    "C114", "satisfaction-weakly-evidenced", Severity.WARNING, check="C14",
    title="满意度依据薄弱", title_en="Satisfaction on weak evidence",
    basis="满意度一般采取社会调查的方式取得（财预〔2020〕10号）", by_hand="看满意度来自多少份问卷、何时、怎样抽取；“没有投诉”不是满意度。",
    by_hand_en="See how many were asked, when and how; no complaints is not satisfaction.",
    basis_en="Satisfaction is generally found by a survey (Caiyu 2020 No. 10)",
)  # fmt: skip
def satisfaction_weakly_evidenced(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """Satisfaction on weak evidence.

    The absence of complaints given for satisfaction, a survey of very few, or (a note) a figure in a report that names no
    survey at all. Forms have no room for a method and are not asked for one. Known false alarms: the survey is attached.

    Fails::     市场监管项目全年未收到12315投诉，群众满意度为100%。
    Fails::     培训项目回收有效问卷12份，学员满意度为95%。
    Passes::    培训项目回收有效问卷320份，学员满意度为95%。
    Silent::    培训项目按计划完成。
    """
    found = [m for m in _REACHED.finditer(reading.text) if not _in_table(reading, m.start())]
    if not found:
        return
    complaints = list(_NO_COMPLAINT.finditer(reading.text))
    for match in found:
        start = max(reading.text.rfind(mark, 0, match.start()) for mark in "。\n") + 1
        first = bisect_left(complaints, start, key=lambda c: c.start())
        complaint = complaints[first] if first < len(complaints) else None
        if complaint is None or complaint.end() > match.end():
            continue
        if not _SURVEY.search(reading.text, start, match.end()):
            yield failed(
                f"以“{complaint[0]}”说明“{match[0]}”，没有投诉不等于满意，请写明调查方法和样本",
                f"No complaints is given as the reason for {match['value']} satisfaction; name the survey and its sample",
                [Span(*complaint.span()), Span(*match.span())],
            )  # fmt: skip
            return
    samples = [
        m for m in _SAMPLE.finditer(reading.text) if 0 < int(m["n"] or m["m"]) < regime.thresholds["small_sample"]
    ]
    if samples and not any(
        int(m["n"] or m["m"]) >= regime.thresholds["small_sample"] for m in _SAMPLE.finditer(reading.text)
    ):
        few = samples[0]
        yield failed(
            f"满意度“{found[0]['value']}”来自“{few[0]}”，样本过少，难以代表服务对象",
            f"Satisfaction of {found[0]['value']} comes from very few answers ({few['n'] or few['m']})",
            [Span(*few.span()), Span(*found[0].span())],
        )  # fmt: skip
    elif _SURVEY.search(reading.text):
        yield passed()
    elif whole(reading) and not indicators(reading):
        yield failed(
            f"写有“{found[0][0]}”，全文没有提到问卷、回访等调查方式",
            f"{found[0]['value']} satisfaction is stated; no survey is mentioned anywhere",
            [Span(*found[0].span())], severity=Severity.NOTE,
        )  # fmt: skip
    else:
        yield unknown("may be an excerpt")


def _in_table(reading: Reading, at: int) -> bool:
    start = reading.text.rfind("\n", 0, at) + 1
    end = reading.text.find("\n", at)
    line = reading.text[start : end if end >= 0 else len(reading.text)]
    return "|" in line or "\t" in line


@rule(
    "E109", "required-content-missing", Severity.WARNING, check="E09",
    title="必备章节或内容缺失", title_en="Required chapters or content missing",
    basis="各文种的提纲和表式（财预〔2020〕10号及当地规定，见规则包）", by_hand="按提纲逐章对照标题；内容并入其他章节的，请在标题中写明。",
    by_hand_en="Compare the headings with the outline; where a chapter is part of another, let its heading say so.",
    basis_en="The outlines and forms of each type of document (Caiyu 2020 No. 10 and local rules; see the regime pack)",
)  # fmt: skip
def required_content_missing(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """Required chapters or content missing.

    Headings are compared by their words, generously; only a chapter of which neither a heading nor the text has any word is
    missing. A text that may be an excerpt is not judged. Budget, spending and scores that are nowhere stated are named too;
    indicators are the matter of C112. Known false alarms: local outlines that leave a chapter out.

    Fails::
        道路养护项目支出绩效自评报告
        一、基本情况
        道路养护项目预算20.00万元，支出18.00万元，项目实施顺利，取得了明显成效。
        星河区城市管理局
        2025年3月12日
    Passes::
        道路养护项目支出绩效自评报告
        一、项目基本情况
        星河区城管局2024年实施道路养护项目。
        二、资金使用情况
        预算20万元，支出18万元。
        三、绩效目标完成情况
        年度目标是养护道路50公里，实际完成52公里，自评得分95分。
        四、存在的问题
        养护记录不全。
        五、改进措施
        补齐记录。
    Silent::    道路养护项目按计划完成。
    """
    required = obligations(reading, regime)
    if not required:
        return
    due = [o for o in required if o.requirement.name not in ("targets", "actuals", "satisfaction")]
    absent = [o for o in due if o.state is State.ABSENT]
    for o in due:
        if o.state is State.PRESENT:
            yield passed()
        elif o.state is State.UNKNOWN:
            yield unknown("may stand under another heading")
        elif not whole(reading):
            yield unknown("may be an excerpt")
    if absent and whole(reading):
        place = reading.identity.title_span or Span(0, min(20, len(reading.text)))
        yield failed(
            f"《{reading.identity.type}》应有而全文未见：{'、'.join(o.name() for o in absent)}",
            f"Required of this type of document and not found: {', '.join(o.name('en') for o in absent)}",
            [place],
        )  # fmt: skip


@rule(
    "E110", "required-cell-blank", Severity.ERROR, check="E10",
    title="必填格空白", title_en="A cell that must be filled is blank",
    basis="自评表各栏应如实填写（财预〔2020〕10号）", by_hand="看该行的完成值、得分是否漏填；没有内容的请填“无”并说明。",
    by_hand_en="See whether actual value or score were left out; where there is nothing to say, say so.",
    basis_en="Every cell of the self-evaluation form is filled (Caiyu 2020 No. 10)",
)  # fmt: skip
def required_cell_blank(reading: Reading) -> Iterator[Outcome]:
    """A cell that must be filled is blank.

    Actual value or score of an indicator whose row stands squarely under its headings, and labels with nothing beside them.
    Rows that have lost cells on their way are not judged. Known false alarms: merged cells that a text export left empty.

    Fails::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 养护里程 | ≥50公里 | 50公里 | 50 | 50 |
        产出指标 | 质量指标 | 验收合格率 | ≥95% | | 40 | 40 |
        满意度指标 | 服务对象满意度指标 | 村民满意度 | ≥90% | 93% | 10 | 10 |
    Passes::
        项目名称 | 道路养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 养护里程 | ≥50公里 | 50公里 | 50 | 50 |
    Silent::    道路养护项目按计划完成。
    """
    cells: dict[str, list[tuple[str, Span]]] = {}
    for blank in reading.blanks:
        cells.setdefault(blank.kind, []).append((short(blank.name, 16), blank.span))
    for kind, found in cells.items():
        spans = [span for _, span in found]
        named = "、".join(f"“{name}”" for name, _ in found[:3]) + ("等" if len(found) > 3 else "")
        if kind == "answer":
            zh, en = f"{named}一栏没有填写", "Labels with nothing beside them"
        else:
            zh, en = (
                f"{named}的{kind}没有填写（{len(found)} 处）",
                f"{len(found)} indicators without {'actual value' if kind == '完成值' else 'score'}",
            )
        yield failed(zh, en, spans[:5], severity=Severity.WARNING if kind == "answer" else None)
    blank_names = {blank.span for blank in reading.blanks}
    for indicator in indicators(reading):
        if indicator.actual is not None and indicator.span not in blank_names:
            yield passed()
