"""Whether a document is what its title says: who evaluated, what was evaluated, from what sample (checks F09, F11, F12, F15)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wenxiao.audit.model import Outcome, Severity, failed, passed, unknown
from wenxiao.audit.registry import rule
from wenxiao.quantities.model import Span
from wenxiao.reading import types
from wenxiao.reading.mentions import Mention
from wenxiao.reading.model import Reading

_SELF = frozenset(
    {types.SELF_REPORT, types.SELF_REPORT_ANNEX, types.SELF_FORM, types.WHOLE_SELF_REPORT, types.WHOLE_SELF_FORM, types.TRANSFER_REPORT, types.TRANSFER_FORM}
)  # fmt: skip
_OF_PROJECTS = frozenset(
    {types.SELF_REPORT, types.SELF_REPORT_ANNEX, types.REPORT, types.DEPARTMENT_REPORT, types.FINANCE_REPORT, types.EXECUTION_NOTE}
)  # fmt: skip
_REVIEWS = frozenset({types.REPORT, types.DEPARTMENT_REPORT, types.FINANCE_REPORT, types.RESULTS})
_REVIEWED = re.compile(r"[^，。；;\n]{0,10}(?:复核|抽查|审核|再评价|核查|结果|质量)")


def _mentions(reading: Reading, kind: str) -> list[Mention]:
    return [m for m in reading.mentions if m.kind == kind]


def _title_spans(reading: Reading) -> list[Span]:
    return [reading.identity.title_span] if reading.identity.title_span is not None else []


@rule(
    "F109", "self-evaluation-by-third-party", Severity.WARNING, check="F09",
    title="单位自评委托第三方开展", title_en="A third party made the self-evaluation",
    basis="委托主体与预算绩效管理对象相分离（财预〔2021〕6号）", by_hand="查委托合同：受托机构做的是单位自评，还是部门（财政）评价或协助。",
    by_hand_en="See the contract: was it the self-evaluation, or an evaluation by the department, or help with it?",
    basis_en="Who commissions is not whom the evaluation is about (Caiyu 2021 No. 6)",
)  # fmt: skip
def self_evaluation_by_third_party(reading: Reading) -> Iterator[Outcome]:
    """A third party made the self-evaluation.

    单位自评 is made by the unit that used the money. A self-evaluation that says 委托某事务所开展自评 mixes the two roles, or
    names an evaluation of another kind by the wrong word. A review of self-evaluations by a third party is no such case.
    Known false alarms: help with the wording only.

    Fails::
        某局2023年度项目支出绩效自评报告
        我局委托甲会计师事务所对本项目开展绩效自评工作。
    Passes::
        某局2023年度项目支出绩效自评报告
        我局成立自评小组开展绩效自评工作，自评得分95分。
    Silent::
        某局2023年度项目支出绩效评价结果通报
        县财政局委托甲会计师事务所开展绩效评价。
    """
    if reading.identity.type not in _SELF:
        return
    made = _mentions(reading, "commissioned")
    for mention in made:
        words = reading.quote(mention.span)
        if _REVIEWED.match(reading.text, mention.end) or _REVIEWED.search(words):
            continue
        if not words.endswith(("自评", "自我评价")):
            yield unknown("not certain")
            continue
        yield failed(
            f"本报告为单位自评，文中写“{words}”；自评由使用资金的单位开展，请写明第三方做的是哪项工作",
            f"The report is a self-evaluation, and the text says “{words}”; say what the third party did",
            [mention.span, *_title_spans(reading)],
        )  # fmt: skip
    if not made and _mentions(reading, "self-evaluation"):
        yield passed()


@rule(
    "F111", "title-and-kind-differ", Severity.NOTE, check="F11",
    title="标题的文种与正文不符", title_en="The kind of report in the title is not the one in the text",
    basis="单位自评、部门评价和财政评价是不同的文种（财预〔2020〕10号）", by_hand="看评价由谁开展：单位自己开展的是自评报告。",
    by_hand_en="See who evaluated: a unit's evaluation of its own project is a self-evaluation report.",
    basis_en="Self-evaluation and evaluation by department or finance are different reports (Caiyu 2020 No. 10)",
)  # fmt: skip
def title_and_kind_differ(reading: Reading) -> Iterator[Outcome]:
    """The kind of report in the title is not the one in the text.

    绩效评价报告 in the title, 本次自评 in the text: readers, and whoever counts evaluations, take one for the other. Only
    本次自评 and the like are taken, not the score of a self-evaluation that an evaluation cites.

    Fails::
        某中心2023年度项目支出绩效评价报告
        本次自评旨在全面掌握资金使用效果。
    Passes::
        某中心2023年度项目支出绩效自评报告
        本次自评旨在全面掌握资金使用效果。
    Silent::
        某中心2023年度项目支出绩效评价报告
        单位自评得分98分，本次评价得分91分。
    """
    title = reading.identity.title
    told = [m for m in _mentions(reading, "self-evaluation") if not m.detail]
    if title is None or not told:
        return
    if "自评" in title or reading.identity.type != types.REPORT:
        yield passed()
        return
    first = told[0]
    yield failed(
        f"标题写“评价报告”，正文写“{reading.quote(first.span)}”，请统一文种",
        f"The title says evaluation report, the text “{reading.quote(first.span)}” (this self-evaluation): use one kind",
        [first.span, *_title_spans(reading)],
    )  # fmt: skip


@rule(
    "F112", "whole-department-text-in-project-report", Severity.WARNING, check="F12",
    title="项目报告中写入部门整体支出的内容", title_en="Text on the whole department in a report on projects",
    basis="评价对象、范围与评价内容一致（财预〔2020〕10号报告提纲）", by_hand="看这段话是否从部门整体支出的报告中照搬；项目报告写项目本身。",
    by_hand_en="See whether the passage was copied from a report on the whole department; write of the project.",
    basis_en="What is evaluated is what the report is about (outline of Caiyu 2020 No. 10)",
)  # fmt: skip
def whole_department_text_in_project_report(reading: Reading) -> Iterator[Outcome]:
    """Text on the whole department in a report on projects.

    核实部门整体支出, 三公经费控制 and the like belong to another report. Notices that are about both (部门整体支出和项目支出)
    and titles of instruments are left alone. Known false alarms: a project that is itself about such spending.

    Fails::
        某中心2023年度项目支出绩效评价报告
        本次评价核实了2023年度部门整体支出，重点核实“三公”经费。
    Passes::
        某中心2023年度项目支出绩效评价报告
        本次评价核查了项目支出数据，项目到位资金50万元。
    Silent::
        某中心2023年度部门整体支出绩效评价报告
        本次评价核实了2023年度部门整体支出，重点核实“三公”经费。
    """
    title = reading.identity.title
    if reading.identity.type not in _OF_PROJECTS or title is None or "整体" in title or "部门预算" in title:
        return
    every = _mentions(reading, "whole department")
    named = [m for m in every if m.detail == "spending"]
    found = [m for m in every if any(_same_line(reading, m, n) for n in named)]  # 三公经费 alone is said of many things
    if not found:
        if reading.subjects:
            yield passed()
        return
    words = "、".join(dict.fromkeys(f"“{reading.quote(m.span)}”" for m in found))
    yield failed(
        f"本报告评价的是项目支出，文中写入{words}，请核对是否为其他报告的内容",
        f"The report is on project spending; {words} is of a report on the whole department: see whether it was copied",
        [*(m.span for m in found), *_title_spans(reading)],
    )  # fmt: skip


def _same_line(reading: Reading, a: Mention, b: Mention) -> bool:
    return "\n" not in reading.text[min(a.start, b.start) : max(a.end, b.end)]


@rule(
    "F115", "sample-not-described", Severity.NOTE, check="F15",
    title="抽样没有写明总体和方法", title_en="A sample without its population or method",
    basis="评价方法和数据来源应说明（财预〔2020〕10号报告提纲）", by_hand="补写总体数量、抽样比例、抽取方法和是否有代表性。",
    by_hand_en="Add the population, the share drawn, how it was drawn and whether it is representative.",
    basis_en="Methods and sources of data are described (outline of Caiyu 2020 No. 10)",
)  # fmt: skip
def sample_not_described(reading: Reading) -> Iterator[Outcome]:
    """A sample without its population or method.

    抽查项目12个 says little without 从几个中抽, 怎样抽. Looked for in evaluations and reviews, where those who evaluate draw a
    sample, in the sentence and beside it; one description does for the whole document. Checks of the unit's own (抽查凭证21份)
    are no sample. Known false alarms: the method stands in an annex.

    Fails::
        某县2023年度绩效评价报告
        评价组实地抽查公厕12座。公厕管护较好。
    Passes::
        某县2023年度绩效评价报告
        评价组从全县60座公厕中随机抽取，抽查公厕12座。公厕管护较好。
    Silent::
        某县2023年度绩效评价报告
        项目单位开展内部检查4次，抽查凭证21份。公厕管护较好。
    """
    if reading.identity.type not in _REVIEWS:
        return
    every = _mentions(reading, "sample")
    if any(m.detail == "drawn" for m in every):
        yield passed()
        return
    samples = [m for m in every if m.detail == "bare"]
    if not samples:
        return
    first = samples[0]
    yield failed(
        f"“{reading.quote(first.span)}”没有写明总体数量、抽样比例或抽取方法，请补充",
        f"“{reading.quote(first.span)}”: the population, the share drawn or the method is not stated",
        [m.span for m in samples], operands=[q for m in samples for q in m.amounts],
    )  # fmt: skip
