"""What happened when: dated steps of money and works, cut-off dates of figures, and results dated after the year reported on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wenxiao.quantities.model import Span
from wenxiao.reading.clauses import Clauses
from wenxiao.reading.dates import DatedStep, Moment
from wenxiao.reading.model import Identity, Section

# Directly behind the date, with at most a subject between: 于2023年5月竣工, 2023年6月资金到位.
_STEPS = (
    ("received", re.compile(r"到位|收到|拨入|到账")),
    ("paid", re.compile(r"支付|支出|兑付|付清")),
    ("begun", re.compile(r"(?:正式)?(?:开工(?!率)|动工|开始施工|进场施工)")),
    ("finished", re.compile(r"(?:通过|完成)?(?:竣工(?:验收)?|完工(?!率)|交工验收)|完成建设|建成(?:投用|投入使用)?")),
)
_FUTURE = re.compile(r"预计|计划|拟|将|力争|目标|确保|要求|应|需|须|前(?=完成|竣工|完工|支付)|未|提前|底前|待|争取")
_FIGURES = re.compile(r"支出|到位|完成|收到|建成|开展|执行|拨付|支付|投入|发放|下达|到账|面积|次数|使用")
_ABOUT_REPORTING = re.compile(
    r"自评|评价|报告|审计|决算|公开|填报|公示|批复|印发|下发|通知|文件|会议|预算|规划|目标|标准|考核|复核|测算|预测"
)
_DONE = re.compile(
    r"(?:已(?:经|全部)?|全部|启动前|底前|前)?(?:完成|建成|竣工|完工|投入使用|举办)(?!率|情况|目标|计划|后|时|[^，。；;\n]{0,4}验收)"
)
_TO_COME = re.compile(
    r"预计|计划|拟|将|力争|目标|确保|要求|约定|合同|工期|应|需|须|下一?步|待|争取|方可|才能|未|下年|明年|次年|延期|推迟|顺延|截[至止]|如|若|至20"
)
_PLANS = re.compile(r"计划|打算|建议|下一?步|目标|安排|整改|措施")
_RESULTS = re.compile(r"完成|执行|实现|情况")
_BACKGROUND = re.compile(r"概况|背景|基本情况|立项|依据|职能|现状|必要性")
_MONEY = re.compile(r"支出|到位|拨付|支付|执行率|预算")
_SO_FAR = re.compile(r"累计|此前|前期|历年|以前|已完成")  # what was done before the year's budget came
_REACH = 16  # characters between a date and what happened then


def dated_steps(
    clauses: Clauses, moments: Sequence[Moment], identity: Identity, sections: Sequence[Section]
) -> tuple[DatedStep, ...]:
    """Every dated step, in order of place."""
    year = title_year(identity)
    background = [s for s in sections if _BACKGROUND.search(s.title)]
    steps = [
        step
        for moment in moments
        if not moment.quoted
        for step in _steps(clauses, moment)
        if step.step != "cut-off" or not _before(clauses, step, year, background)
    ]
    if year is not None:
        steps.extend(_results(clauses, moments, year, sections))
    return tuple(sorted(steps, key=lambda s: (s.moment.start, s.word)))


def _before(clauses: Clauses, step: DatedStep, year: int | None, background: Sequence[Section]) -> bool:
    """Whether a figure up to a date is the state from which the year set out: told beside the year's own, or as background.

    What was spent of the year's own budget (2023年预算50万元，截至2022年底支出40万元) is none.
    """
    sentence = clauses.sentence(step.moment.start)
    words = clauses.text[step.moment.end : sentence.end]
    whole = clauses.text[sentence.start : sentence.end]
    if year is not None and step.moment.year < year and str(year) in whole:
        budget = re.search(rf"{year}年度?[^，。;\d]{{0,12}}预算", whole)
        spent = budget is not None and sentence.start + budget.end() <= step.word.start
        return not spent or ("率" not in whole and _SO_FAR.search(whole) is not None)
    return not _MONEY.search(words) and any(s.start <= step.moment.start < s.end for s in background)


def title_year(identity: Identity) -> int | None:
    """The year that the title says is reported on; a year that is only counted from the text is no promise."""
    if identity.fiscal_year is None or identity.title is None or identity.title.count(str(identity.fiscal_year)) != 1:
        return None
    others = set(re.findall(r"20\d\d", identity.title)) - {str(identity.fiscal_year)}
    return None if others else identity.fiscal_year


def _steps(clauses: Clauses, moment: Moment) -> Iterator[DatedStep]:
    text = clauses.text
    sentence = clauses.sentence(moment.start)
    if moment.until:
        found = _FIGURES.search(text, moment.end, min(sentence.end, moment.end + 60))
        if found:
            yield DatedStep("cut-off", moment, Span(*found.span()))
        return
    if not moment.precise:
        return
    end = min(clauses.clause_end(moment.end), moment.end + _REACH)
    if _FUTURE.search(text, max(sentence.start, moment.start - 6), end + 2):
        return
    for name, pattern in _STEPS:
        found = pattern.search(text, moment.end, end)
        if found:
            yield DatedStep(name, moment, Span(*found.span()))
            return


_BY_THEN = re.compile(r"[底末初]?之?前")  # 于2025年4月底前完成 is a deadline


def _results(
    clauses: Clauses, moments: Sequence[Moment], year: int, sections: Sequence[Section]
) -> Iterator[DatedStep]:
    """Things said to be done in a year after the one reported on."""
    text = clauses.text
    plans = [s for s in sections if _PLANS.search(s.title) and not _RESULTS.search(s.title)]
    for moment in moments:
        if moment.quoted or moment.until or not year < moment.year <= year + 1:
            continue
        sentence = clauses.sentence(moment.start)
        clause = Span(max(sentence.start, clauses.clause_before(moment.start).end), clauses.clause_end(moment.end))
        done = _DONE.search(text, moment.end, min(clause.end, moment.end + _REACH))
        if (
            done is None
            or _BY_THEN.match(text, moment.end)
            or _TO_COME.search(text, max(sentence.start, moment.start - 12), done.start())
            or _TO_COME.search(text, done.end(), clause.end)
            or _ABOUT_REPORTING.search(text, clause.start, clause.end)
            or any(s.start <= moment.start < s.end for s in plans)
        ):
            continue
        yield DatedStep("result", moment, Span(*done.span()))
