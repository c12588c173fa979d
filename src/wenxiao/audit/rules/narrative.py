"""One part of the text against another: lists, names, passages (checks D02, D03, D04, D12, D15)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence

from wenxiao.audit.model import Outcome, Severity, failed, not_applicable, passed, unknown
from wenxiao.audit.registry import rule
from wenxiao.audit.rules.telling import TRUE, TRUE_EN, phrases_of, short, subject_at
from wenxiao.quantities.model import Span
from wenxiao.reading.model import Project, Reading
from wenxiao.reading.told import Chapter, Listing, Phrase, Purpose

_GENERIC = re.compile(r"工程|项目|工作|任务|经费|各项|全部|相关|[“”\"'()\s]|的|等|了")


@rule(
    "D102", "finished-works-not-in-the-list", Severity.WARNING, check="D02",
    title="完成的内容与计划清单不一致", title_en="What was finished is not what was listed",
    basis=TRUE, by_hand="把概况中的清单与结果中的完成项逐一对照，写明增加、未完成或改名的。",
    by_hand_en="Compare the list in the description with the works reported finished; name what was added, left out or renamed.",
    basis_en=TRUE_EN,
)  # fmt: skip
def finished_works_not_in_the_list(reading: Reading) -> Iterator[Outcome]:
    """What was finished is not what was listed.

    The description lists the works by name, the result names those that are finished. A finished work that the list does
    not have, among others that it has, is another work, another name, or one that was added. Known false alarms: an alias;
    a list that ends with 等 (then a note).

    Fails::     1、甲园区配套项目预算200.00万元，支出200.00万元。主要包括东山路箱变搬迁工程、北湖片区线路迁改工程、南岭路路灯工程。已完成东山路箱变搬迁、北湖片区线路迁改、西川路照明。
    Passes::    1、甲园区配套项目预算200.00万元，支出200.00万元。主要包括东山路箱变搬迁工程、北湖片区线路迁改工程、南岭路路灯工程。已完成东山路箱变搬迁、北湖片区线路迁改、南岭路路灯。
    Silent::    1、甲园区配套项目预算200.00万元，支出200.00万元。已完成东山路箱变搬迁、北湖片区线路迁改。
    """
    listings = reading.narrative.listings
    for done in (found for found in listings if found.done):
        planned = [
            found
            for found in listings
            if not found.done and found.project == done.project and found.names[0].start < done.names[0].start
        ]
        best = max(planned, key=lambda found: _shared(reading, found, done), default=None)
        if best is None or _shared(reading, best, done) < max(2, len(done.names) // 2):
            continue
        extra = [name for name in done.names if not _listed(reading, name, best)]
        if not extra:
            yield passed()
            continue
        here = "、".join(short(reading, name, 20) for name in extra)
        yield failed(
            f"完成项中的“{here}”不在前文清单“{short(reading, Span(best.names[0].start, best.names[-1].end), 30)}”中，请写明是新增、改名还是漏列",
            f"“{here}” is reported finished but is not in the list given before; say whether it was added, renamed or left out there",
            [*extra, Span(best.names[0].start, best.names[-1].end)], severity=Severity.NOTE if best.open else None, project=done.project,
        )  # fmt: skip


def _shared(reading: Reading, planned: Listing, done: Listing) -> int:
    return sum(_listed(reading, name, planned) for name in done.names)


def _listed(reading: Reading, name: Span, planned: Listing) -> bool:
    """Whether a finished work is one of the list: contained, or half of its pairs of characters in common."""
    words = _GENERIC.sub("", reading.quote(name))
    return any(_same(words, _GENERIC.sub("", reading.quote(other))) for other in planned.names)


def _same(a: str, b: str) -> bool:
    if len(a) < 2 or len(b) < 2:
        return a == b
    if a in b or b in a:
        return True
    first, second = ({w[i : i + 2] for i in range(len(w) - 1)} for w in (a, b))
    return len(first & second) * 2 >= min(len(first), len(second))


@rule(
    "D103", "project-named-otherwise", Severity.WARNING, check="D03",
    title="项目或地区名称前后不一致", title_en="A project or place is named differently in two places",
    basis="项目名称应与预算批复一致（项目库管理要求）", by_hand="以批复文件或项目库的名称为准，统一全文。",
    by_hand_en="Take the name of the approval or of the project library, and use it throughout.",
    basis_en="A project bears the name under which it was approved",
)  # fmt: skip
def project_named_otherwise(reading: Reading) -> Iterator[Outcome]:
    """A project or place is named differently in two places.

    One character exchanged or lost where all the others of the name agree is a slip in one of the two places; words added
    inside the name are a note. So is one place of two otherwise equal lists of places and amounts. Known false alarms: an official change of name; the name of another thing that is nearly the
    same.

    Fails::
        一、网络监督员外包服务经费项目
        项目预算50.00万元，支出50.00万元。为提升管理水平，实施网格监督员外包服务项目。
        二、垃圾分类服务经费项目
        项目预算20.00万元，支出20.00万元。
    Fails::
        下达保洁经费：东湖区30万元，西沙区20万元，南桥县15万元，北岭市10万元。
        下达绿化经费：东湖区3万元，西砂区2万元，南桥县1.5万元，北岭市1万元。
    Passes::
        一、网格监督员外包服务经费项目
        项目预算50.00万元，支出50.00万元。为提升管理水平，实施网格监督员外包服务项目。
        二、垃圾分类服务经费项目
        项目预算20.00万元，支出20.00万元。
    Silent::    项目预算50.00万元，支出50.00万元。
    """
    variants = reading.narrative.variants
    for variant in variants:
        said, added = reading.quote(variant.variant), len(reading.quote(variant.variant)) > len(variant.of)
        yield failed(
            f"名称一处写“{variant.of}”，一处写“{said}”，请核对后统一",
            f"The name reads “{variant.of}” in one place and “{said}” in another; make them one",
            [variant.variant, variant.name], severity=Severity.NOTE if added else None, project=variant.project,
        )  # fmt: skip
    if not variants and any(p.name for p in reading.projects):
        yield passed()


@rule(
    "D104", "enumeration-begins-in-the-middle", Severity.WARNING, check="D04",
    title="列举从中间开始，疑似漏写或串稿", title_en="An enumeration begins in the middle: something was lost or pasted in",
    basis=TRUE, by_hand="找到这段话的原稿，补上前面几项，或删去粘贴错的内容。",
    by_hand_en="Find where the passage comes from: add the missing points, or remove what was pasted in.",
    basis_en=TRUE_EN,
)  # fmt: skip
def enumeration_begins_in_the_middle(reading: Reading) -> Iterator[Outcome]:
    """An enumeration begins in the middle: something was lost or pasted in.

    四是… with no 一是 before it under the same heading was cut out of another text, or lost its first points. Known false
    alarms: points that are counted in words of another kind (首先, 其次).

    Fails::     项目进展顺利，完成管网改造30条;四是村庄污水改造已完成。
    Passes::    项目进展顺利，一是完成管网改造30条;二是村庄污水改造已完成。
    Silent::    项目进展顺利，完成管网改造30条。
    """
    for place, missing in reading.narrative.orphans:
        rest = reading.text[place.start : place.end + 14].split("\n")[0]
        yield failed(
            f"“{rest}…”前面没有“{missing}”，请核对是否漏写或误贴了其他稿件的内容",
            f"“{rest}…” has no {missing} before it: was a point left out, or text of another document pasted in?",
            [place], project=subject_at(reading, place.start),
        )  # fmt: skip
    if not reading.narrative.orphans and "一是" in reading.text:
        yield passed()


@rule(
    "D112", "target-repeated-as-result", Severity.WARNING, check="D12",
    title="把目标或概况原文当作完成结果", title_en="Words of the target or the description stand as the result",
    basis="自评应填写目标的实际完成情况（财预〔2020〕10号）", by_hand="把相同的段落删去，换成实际完成的数量、时间和质量。",
    by_hand_en="Replace the repeated passage by what was done: how much, when, how well.",
    basis_en="A self-evaluation states what was actually reached (Caiyu 2020 No. 10)",
)  # fmt: skip
def target_repeated_as_result(reading: Reading) -> Iterator[Outcome]:
    """Words of the target or the description stand as the result.

    A passage of sixty characters or more that stands word by word in both says what was meant to be done, not what was;
    so does a chapter on results that only says 绩效目标是…. Cells of a form with the same sentence are a note. Known false
    alarms: a long list of works that were all done as planned.

    Fails::
        （一）项目概况
        重点实施东村道路改造、污水治理、垃圾治理、公厕改造、房屋风貌改造、文化广场改造、村庄绿化、沟渠治理、强弱电线路整治、村庄亮化、农户庭院美化、活动室改造共十二类建设项目。
        （二）绩效目标完成情况
        重点实施东村道路改造、污水治理、垃圾治理、公厕改造、房屋风貌改造、文化广场改造、村庄绿化、沟渠治理、强弱电线路整治、村庄亮化、农户庭院美化、活动室改造共十二类建设项目。
    Passes::
        （一）项目概况
        重点实施东村道路改造、污水治理、垃圾治理、公厕改造、房屋风貌改造。
        （二）绩效目标完成情况
        完成道路改造3公里，公厕改造5座，其余按计划完成。
    Silent::    完成道路改造3公里，公厕改造5座。
    """
    copies = reading.narrative.copies
    for copy in copies:
        form = copy.second.end - copy.second.start < 60 or "|" in reading.text[copy.first.end : copy.first.end + 3]
        source = ("概况", "the description") if copy.purpose is Purpose.ABOUT else ("绩效目标", "the target")
        yield failed(
            f"结果中“{short(reading, copy.second, 24)}”（{copy.second.end - copy.second.start} 字）与{source[0]}原文相同，请写实际完成的数量、时间和质量",
            f"{copy.second.end - copy.second.start} characters of the result repeat {source[1]} word by word; state what was actually done",
            [copy.second, copy.first], severity=Severity.NOTE if form else None, project=copy.project,
        )  # fmt: skip
    chapters = reading.narrative.chapters
    said = phrases_of(reading, "target_is", "done")
    bare = [c for c in chapters if _only_targets(said, c)]
    for chapter in bare:
        yield failed(
            f"“{short(reading, chapter.heading)}”一节只写了绩效目标，没有写完成情况",
            f"The chapter “{short(reading, chapter.heading)}” states targets only, not what was reached",
            [chapter.heading],
        )  # fmt: skip
    if not copies and not bare and any(Purpose.RESULT in c.purposes for c in chapters):
        yield passed()


def _only_targets(said: Sequence[Phrase], chapter: Chapter) -> bool:
    """``said``: where targets and what was done are spoken of, in order of place."""
    if "完成" not in chapter.title and "结果" not in chapter.title:
        return False
    first, last = (bisect_left(said, at, key=lambda p: p.span.start) for at in chapter.span)
    inside = [p.kind for p in said[first:last]]
    return inside.count("target_is") >= 3 and "done" not in inside


@rule(
    "D115", "listed-projects-left-out", Severity.WARNING, check="D15",
    title="清单中的项目没有全部说明", title_en="Not every listed project is reported on",
    basis="应逐项说明项目组织实施和完成情况（自评报告提纲）", by_hand="用清单逐个勾对实施情况一节，补上没有说明的项目。",
    by_hand_en="Tick the list off against the chapter on implementation, and add what is missing.",
    basis_en="Every project is reported on (outline of the self-evaluation report)",
)  # fmt: skip
def listed_projects_left_out(reading: Reading) -> Iterator[Outcome]:
    """Not every listed project is reported on.

    A list of projects, then a chapter that takes them up one by one, by name or by amount, and leaves some out. Known false
    alarms: a chapter that says it speaks of the main projects only.

    Fails::
        一、项目基本情况
        1.道路保洁经费支出100000元。
        2.河道巡查经费支出230000元。
        3.图书馆开放补助支出45600元。
        4.食堂运行补助支出78900元。
        5.人大代表活动经费支出12300元。
        二、项目组织实施情况
        1.道路保洁经费10万元，每日清扫两次。
        2.河道巡查经费23万元，每周巡查一次。
        3.图书馆开放补助4.56万元，全年开放。
    Passes::
        一、项目基本情况
        1.道路保洁经费支出100000元。
        2.河道巡查经费支出230000元。
        3.图书馆开放补助支出45600元。
        4.食堂运行补助支出78900元。
        5.人大代表活动经费支出12300元。
        二、项目组织实施情况
        1.道路保洁经费10万元，每日清扫两次。
        2.河道巡查经费23万元，每周巡查一次。
        3.图书馆开放补助4.56万元，全年开放。
        4.食堂运行补助7.89万元，保障就餐。
        5.人大代表活动经费1.23万元，组织视察。
    Silent::    1.道路保洁经费支出100000元。
    """
    projects = [p for p in reading.projects if p.name]
    if len(projects) < 5:
        yield not_applicable()
        return
    named = _holding({s.title for s in reading.sections}, {_plain_name(reading, p) for p in projects})
    entries = [s.start for s in reading.sections if s.item or s.title in named]
    end = -1
    for chapter in reading.narrative.chapters:
        if Purpose.RESULT not in chapter.purposes or Purpose.TARGET in chapter.purposes or chapter.span.start < end:
            continue
        if bisect_left(entries, chapter.span.end) - bisect_right(entries, chapter.span.start) < 3:
            continue
        end = chapter.span.end  # what stands in one of its parts is said in it
        if any(chapter.span.start <= p.start < chapter.span.end for p in projects):
            continue  # the list itself
        missing = [p for p in projects if not _taken_up(reading, p, chapter.span)]
        words = reading.quote(chapter.span)
        if not missing:
            yield passed()
        elif len(projects) - len(missing) < 3 or any(
            w in words for w in ("主要项目", "重点项目", "部分项目", "其他项目", "其余项目")
        ):
            yield unknown("parts need not be all")
        else:
            some = "、".join(p.name for p in missing[:3]) + ("等" if len(missing) > 3 else "")
            yield failed(
                f"清单有 {len(projects)} 个项目，“{short(reading, chapter.heading)}”只说明了 {len(projects) - len(missing)} 个，没有说到：{some}",
                f"{len(projects)} projects are listed, the chapter “{short(reading, chapter.heading)}” takes up {len(projects) - len(missing)}; missing: {some}",
                [chapter.heading, *(Span(p.start, p.end) for p in missing)],
                arithmetic=[f"{len(projects)} − {len(projects) - len(missing)} = {len(missing)}"], difference=str(len(missing)),
            )  # fmt: skip


def _plain_name(reading: Reading, project: Project) -> str:
    words = reading.quote(Span(project.start, project.end)).strip()
    return re.sub(r"\A20\d\d年度?|(?:专项|工作|补助)?(?:资金|经费|项目)\Z", "", words)


def _holding(titles: Collection[str], names: Collection[str]) -> frozenset[str]:
    """The titles that hold one of the names. There may be thousands of both: names are looked up by their first two characters."""
    beginning: dict[str, list[str]] = {}
    for name in names:
        beginning.setdefault(name[:2], []).append(name)
    return frozenset(
        title
        for title in titles
        if any(title.startswith(name, at) for at in range(len(title)) for name in beginning.get(title[at : at + 2], ()))
    )


def _taken_up(reading: Reading, project: Project, span: Span) -> bool:
    """By its name, with or without year and 经费, or by its amount."""
    if _plain_name(reading, project) in reading.quote(span):
        return True
    amounts = {v for v in (project.spent, project.budget) if v}
    return any(
        q.kind == "money" and any(q.interval.low <= v <= q.interval.high for v in amounts)
        for q in reading.quantities
        if span.start <= q.start < span.end
    )
