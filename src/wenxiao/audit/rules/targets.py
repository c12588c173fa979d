"""Targets and indicators as words (checks C10, C11, C15, C16, C18)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from wenxiao.audit.model import Outcome, Severity, failed, passed, unknown
from wenxiao.audit.registry import rule
from wenxiao.audit.rules.telling import CLEAR, CLEAR_EN, TRUE, TRUE_EN, assertions_of, short, subject_at
from wenxiao.audit.words import printed
from wenxiao.lexicons import lexicon
from wenxiao.performance import indicator_words as say
from wenxiao.performance.regime import Regime
from wenxiao.quantities.model import Span
from wenxiao.reading.model import Indicator, Reading


@rule(
    "C110", "quality-words-with-one-figure", Severity.WARNING, check="C10",
    title="定性指标套用同一个百分数", title_en="Qualitative indicators that all bear one percentage",
    basis=CLEAR, by_hand="问：这个百分数怎么算、数据从哪里来？写出计算方法或改为分档描述。",
    by_hand_en="Ask how the percentage is computed and from which data; give the method or graded levels instead.",
    basis_en=CLEAR_EN,
)  # fmt: skip
def quality_words_with_one_figure(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """Qualitative indicators that all bear one percentage.

    Three or more benefit indicators whose names are no rates (效益明显, 环境改善) and whose target is the same percentage
    cannot be measured by it. Known false alarms: rates of one survey; then the names should say so.

    Fails::
        项目名称 | 绿化养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        效益指标 | 社会效益指标 | 社会效益明显 | ≥95% | 95% | 10 | 10 |
        效益指标 | 生态效益指标 | 生态环境改善 | ≥95% | 95% | 10 | 10 |
        效益指标 | 可持续影响指标 | 长效机制健全 | ≥95% | 95% | 10 | 10 |
    Passes::
        项目名称 | 绿化养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        效益指标 | 社会效益指标 | 绿地开放率 | ≥95% | 95% | 10 | 10 |
        效益指标 | 生态效益指标 | 苗木成活率 | ≥95% | 96% | 10 | 10 |
        效益指标 | 可持续影响指标 | 养护覆盖率 | ≥95% | 97% | 10 | 10 |
    Silent::    绿化养护全年完成。
    """
    for form in (f.indicators for f in reading.forms if f.indicators):
        groups: dict[str, list[Indicator]] = defaultdict(list)
        benefits = [i for i in form if "效益" in i.level1 + i.level2 and i.target_value is not None]
        for indicator in benefits:
            value = indicator.target_value
            if value is not None and value.kind == "percent" and not say.is_rate(indicator.name):
                groups[str(value.normalized)].append(indicator)
        alike = [g for g in groups.values() if len(g) >= regime.thresholds["qualitative_most"]]
        for group in alike:
            value = group[0].target_value
            yield failed(
                *say.one_figure([i.name for i in group], group[0].operator + printed(reading, value).lstrip("≥≤=<>"), printed(reading, value)),
                [i.span for i in group],
            )  # fmt: skip
        if benefits and not alike:
            yield passed()


@rule(
    "C111", "vague-target", Severity.WARNING, check="C11",
    title="指标值或绩效目标模糊，无法考核", title_en="A target that cannot be measured",
    basis=CLEAR, by_hand="给每个指标写出数值、时限，或写明优、良、中、差各是什么情形。",
    by_hand_en="Give each indicator a figure or date, or say what good, fair and poor would look like.",
    basis_en=CLEAR_EN,
)  # fmt: skip
def vague_target(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """A target that cannot be measured.

    提高 or 明显改善 as the whole value of an output indicator, or 绩效目标是提升服务水平 as a project's whole target, can be
    neither reached nor missed. Benefit indicators may be qualitative; three or more of them are a note. Known false alarms: graded
    levels that stand in another column.

    Fails::
        项目名称 | 绿化养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 养护面积 | ≥500亩 | 500亩 | 10 | 10 |
        产出指标 | 质量指标 | 养护质量 | 明显提高 | 明显提高 | 10 | 10 |
    Fails::     1.财政所能力建设经费，绩效目标是提升财政服务水平和质量，公共服务能力显著提升。
    Passes::
        项目名称 | 绿化养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 养护面积 | ≥500亩 | 500亩 | 10 | 10 |
        产出指标 | 质量指标 | 苗木成活率 | ≥95% | 96% | 10 | 10 |
    Silent::    绿化养护全年完成。
    """
    for form in (f.indicators for f in reading.forms if f.indicators):
        vague = [i for i in form if i.target is not None and say.is_vague(reading.quote(i.target))]
        hard = [i for i in vague if say.is_hard(i.level1 + i.level2)]
        for group, severity in ((hard, None), ([i for i in vague if i not in hard], Severity.NOTE)):
            if (
                group
                and group[0].target is not None
                and (severity is None or len(group) >= regime.thresholds["qualitative_most"])
            ):
                yield failed(
                    *say.words_for_a_figure([i.name for i in group], short(reading, group[0].target)),
                    [i.span for i in group], severity=severity,
                )  # fmt: skip
        if form and not vague:
            yield passed()
    prose = [r for r in reading.narrative.remarks if r.kind == "vague_target"]
    if prose:
        yield failed(
            f"{len(prose)} 处绩效目标没有数量和时限，无法考核，如“{short(reading, prose[0].span)}”",
            f"{len(prose)} targets have neither figure nor date, as “{short(reading, prose[0].span)}”",
            [r.span for r in prose], project=subject_at(reading, prose[0].span.start),
        )  # fmt: skip


@rule(
    "C115", "indicator-in-the-wrong-class", Severity.WARNING, check="C15",
    title="指标归类不当或重复", title_en="An indicator in the wrong class, or given twice",
    basis="产出、效益、满意度指标按性质分类，不重复（财预〔2020〕10号附1；绩效指标体系要求）", by_hand="看指标衡量的是做了多少、做得怎样、何时完成，还是带来什么效果。",
    by_hand_en="Does the indicator measure how much, how well, when, or with what effect?",
    basis_en="Indicators of output, effect and satisfaction are kept apart (Caiyu 2020 No. 10, annex 1)",
)  # fmt: skip
def indicator_in_the_wrong_class(reading: Reading) -> Iterator[Outcome]:
    """An indicator in the wrong class, or given twice.

    资金支付率 is no quantity of works; 满意度 is no output; one indicator under 产出 and again under 效益 earns its points twice.
    Known false alarms: local forms with other classes.

    Fails::
        项目名称 | 绿化养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 资金支付率 | ≥95% | 95% | 10 | 10 |
        产出指标 | 质量指标 | 苗木成活率 | ≥95% | 96% | 10 | 10 |
    Fails::
        项目名称 | 绿化养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 新增绿地面积 | ≥50亩 | 52亩 | 10 | 10 |
        效益指标 | 生态效益指标 | 新增绿地面积 | ≥50亩 | 52亩 | 10 | 10 |
    Passes::
        项目名称 | 绿化养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 新增绿地面积 | ≥50亩 | 52亩 | 10 | 10 |
        产出指标 | 质量指标 | 苗木成活率 | ≥95% | 96% | 10 | 10 |
    Silent::    绿化养护全年完成。
    """
    for form in (f.indicators for f in reading.forms if f.indicators):
        count = 0
        seen: dict[str, Indicator] = {}
        for indicator in form:
            name = indicator.name.strip("★*· ")
            twin = seen.setdefault(name, indicator)
            if twin is not indicator and len(name) >= 4 and _repeats(reading, twin, indicator):
                count += 1
                yield failed(
                    *say.twice(short(reading, indicator.span, 24), _class(twin), _class(indicator)),
                    [twin.span, indicator.span],
                )  # fmt: skip
                continue
            wrong = say.misplaced(name, indicator.level1, indicator.level2)
            if wrong is not None:
                count += 1
                why, mild = wrong
                yield failed(
                    *say.wrong_class(short(reading, indicator.span, 24), _class(indicator), why),
                    [indicator.span], severity=Severity.NOTE if mild else None,
                )  # fmt: skip
        if form and not count:
            yield passed()


def _class(indicator: Indicator) -> str:
    return indicator.level2 or indicator.level1


def _repeats(reading: Reading, one: Indicator, other: Indicator) -> bool:
    """The same target too: lines of one name with different targets are of different things."""
    if one.target is None or other.target is None or reading.quote(one.target) != reading.quote(other.target):
        return False
    return bool(_class(one)) and bool(_class(other))


_SERVED = lexicon("beneficiaries")
_GROUPS = tuple(
    (re.compile(_SERVED.pattern(group)), re.compile(_SERVED.pattern(f"{group}_about")))
    for group in _SERVED.words
    if not group.endswith("_about")
)


@rule(
    "C116", "indicator-of-another-project", Severity.WARNING, check="C16",
    title="指标的服务对象与项目无关，疑似照搬", title_en="An indicator for people whom the project does not serve",
    basis="绩效指标应与项目目标、内容相关（财预〔2020〕10号附1）", by_hand="看指标里的对象是不是本项目的服务对象；若是照搬，请改。",
    by_hand_en="Are the people in the indicator those whom the project serves? If it was copied, change it.",
    basis_en="Indicators belong to the project's targets and content (Caiyu 2020 No. 10, annex 1)",
)  # fmt: skip
def indicator_of_another_project(reading: Reading) -> Iterator[Outcome]:
    """An indicator for people whom the project does not serve.

    老年人满意度 in a form that nowhere else has a word of age, care or health was taken over from another one. Only a few
    groups of people are told, each by many words; one of them in the form, in its notes or in the text before all forms is
    enough for silence. Known false alarms: a form that says next to nothing of its project.

    Fails::
        项目名称 | 城区路灯节能改造 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 改造路灯 | ≥500盏 | 510盏 | 10 | 10 |
        满意度指标 | 服务对象满意度指标 | 老年人或其家属满意度 | ≥90% | 92% | 10 | 10 |
    Passes::
        项目名称 | 居家养老服务补助 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 服务人次 | ≥500人次 | 510人次 | 10 | 10 |
        满意度指标 | 服务对象满意度指标 | 老年人或其家属满意度 | ≥90% | 92% | 10 | 10 |
    Silent::    城区路灯节能改造全年完成。
    """
    before = reading.forms[0].scope.start if reading.forms else 0
    for form, indicator in ((each, indicator) for each in reading.forms for indicator in each.indicators):
        for people, about in _GROUPS:
            if not people.search(indicator.name):
                continue
            pieces = ((0, before), (form.scope.start, indicator.span.start), (indicator.span.end, form.scope.end))
            if any(about.search(reading.text, start, end) for start, end in pieces):
                yield passed()
                continue
            yield failed(
                f"指标“{short(reading, indicator.span)}”的对象在本表和正文其他地方没有出现，请核对是否照搬了其他项目的指标",
                f"The people in “{short(reading, indicator.span)}” occur nowhere else in the form or the text: was it copied from another project?",
                [indicator.span],
            )  # fmt: skip


_DATE = re.compile(r"(?P<y>20\d\d)年(?:(?P<m>\d{1,2})月)?")
_ON_TIME = re.compile(r"(?P<what>[一-龥]{2})(?:及时率|按时率|按期率|按时完成率|按期完成率|及时性)")


@rule(
    "C118", "late-yet-on-time", Severity.WARNING, check="C18",
    title="时效前后矛盾", title_en="Late by one statement, on time by another",
    basis=TRUE, by_hand="对照计划日期、实际日期和及时率；完工与竣工验收分开写明。",
    by_hand_en="Compare planned and actual dates with the punctuality rate; keep completion and acceptance apart.",
    basis_en=TRUE_EN,
)  # fmt: skip
def late_yet_on_time(reading: Reading) -> Iterator[Outcome]:
    """Late by one statement, on time by another.

    An actual date after the planned one with full points (an error) or without a reason, or a punctuality of 100 % beside 拨付
    不及时 for the same thing. Known false alarms: 完工 and 竣工验收 are two dates; each should be named.

    Fails::
        项目名称 | 绿化养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 养护面积 | ≥500亩 | 500亩 | 10 | 10 |
        产出指标 | 时效指标 | 完成时间 | 2022年12月底前 | 2023年3月完成 | 10 | 10 |
    Passes::
        项目名称 | 绿化养护 |
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
        产出指标 | 数量指标 | 养护面积 | ≥500亩 | 500亩 | 10 | 10 |
        产出指标 | 时效指标 | 完成时间 | 2022年12月底前 | 2022年11月完成 | 10 | 10 |
    Silent::    绿化养护全年完成。
    """
    for indicator in reading.indicators:
        if indicator.target is None or indicator.actual is None:
            continue
        planned, actual = _month(reading.quote(indicator.target)), _month(reading.quote(indicator.actual))
        if planned is None or actual is None:
            continue
        full = indicator.score is not None and indicator.score == indicator.weight
        if actual <= planned or (not full and indicator.reason is not None):
            yield passed()
            continue
        yield failed(
            f"“{short(reading, indicator.span, 24)}”计划“{short(reading, indicator.target)}”，实际“{short(reading, indicator.actual)}”，已逾期" + ("，却得满分" if full else "，没有写明原因"),
            f"Planned “{short(reading, indicator.target)}”, actual “{short(reading, indicator.actual)}”: late, " + ("yet with full points" if full else "and no reason is given"),
            [indicator.span, indicator.target, indicator.actual], severity=Severity.ERROR if full else None,
        )  # fmt: skip
    yield from _punctual(reading)


def _month(words: str) -> tuple[int, int] | None:
    """The last month that a cell names; a year alone reaches to its end."""
    found = list(_DATE.finditer(words))
    return (int(found[-1]["y"]), int(found[-1]["m"] or 12)) if found else None


def _punctual(reading: Reading) -> Iterator[Outcome]:
    rates = [
        (
            Span(r.cue.start, r.quantity.end),
            reading.text[max(0, r.cue.start - 6) : r.quantity.start],
            r.quantity.normalized,
        )
        for r in reading.rates
    ]
    rates += [
        (i.span, i.name, i.actual_value.normalized)
        for i in reading.indicators
        if i.actual_value is not None and i.actual_value.kind == "percent"
    ]
    late = assertions_of(reading, "delayed", "unfinished")
    for place, words, value in rates:
        on_time = _ON_TIME.search(words)
        if on_time is None or value != 1:
            continue
        subject = subject_at(reading, place.start)
        against = [
            a for a in late
            if subject_at(reading, a.cue.start) == subject and on_time["what"] in reading.quote(a.clause) and "未完成" not in reading.quote(a.cue)
        ]  # fmt: skip
        if not against:
            yield passed()
        elif against[0].partial:
            yield unknown("parts need not be all")
        else:
            yield failed(
                f"“{short(reading, place)}”写100%，又写“{short(reading, against[0].clause)}”，两者不能同时成立",
                f"“{short(reading, place)}” says 100 %, yet “{short(reading, against[0].clause)}”: both cannot hold",
                [place, against[0].clause], project=subject,
            )  # fmt: skip
