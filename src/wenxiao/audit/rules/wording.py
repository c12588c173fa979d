"""Family E: attachments that are not there, words written wrong, long passages written twice."""

from __future__ import annotations

from collections.abc import Iterator

from wenxiao.audit.model import Outcome, Severity, failed, passed, unknown
from wenxiao.audit.registry import rule
from wenxiao.quantities.model import Span
from wenxiao.reading.model import Attachments, Reading, Reference

_COMPLETE = "公开的绩效信息应真实、完整、规范（财预〔2020〕10号）"
_COMPLETE_EN = "Published performance information is true, complete and in order (Caiyu 2020 No. 10)"
_WRITING = "文字表述规范（《党政机关公文处理工作条例》公文起草要求）"
_WRITING_EN = "Official documents are exact and clean (GB/T 9704)"
_LONGEST_QUOTE = 30


def _label(reference: Reference) -> str:
    return f"{reference.kind}{reference.number}"


def _there(reference: Reference, places: tuple[Reference, ...]) -> bool:
    """Whether one of ``places`` is what is referred to; an attachment without a number may be the first one."""
    numbers = {place.number for place in places}
    if not reference.number:
        return bool(places)
    return reference.number in numbers or (reference.number == "1" and numbers == {""})


def _attachment(reading: Reading, reference: Reference, spans: list[Span]) -> Outcome:
    found: Attachments = reading.attachments
    if _there(reference, found.held) or reference.number in found.beside:
        return passed()
    if _there(reference, found.listed) or (not reference.number and reading.identity.type is None):
        return unknown("attachment may be another file")
    if found.excerpt:
        return unknown("document is an excerpt")
    here = reading.quote(spans[0])
    label = _label(reference)
    if found.own is not None:
        own = _label(found.own)
        return failed(
            f"文中写“{here}”，而本文件是{own}，其中没有{label}；请核对是否引自其他文件，并写明出处",
            f"The text refers to “{here}”, but this document is itself {own} and holds no {label}; name the document it belongs to",
            spans,
            severity=Severity.NOTE,
        )
    return failed(
        f"文中写“{here}”，而本文件中没有{label}；请随文附上，或写明出处",
        f"The text refers to “{here}”, but the document holds no {label}; attach it or say where it is",
        spans,
    )


@rule(
    "E107",
    "attachment-missing",
    Severity.WARNING,
    check="E07",
    title="引用附件不存在",
    title_en="An attachment that is referred to is not there",
    basis=_COMPLETE,
    by_hand="在文末和随文公开的文件中找该附件；属于其他文件的附件，写明文件名称。",
    basis_en=_COMPLETE_EN,
    by_hand_en="Look for the attachment at the end and among the files published with it; if it is another document's, name that.",
)
def attachment_missing(reading: Reading) -> Iterator[Outcome]:
    """An attachment that is referred to is not there.

    A reader who is sent to 附件2 must find it. It is there when a heading 附件2 stands in the document, or when a file of
    that name came with it, in its folder or archive. Where the document lists it, it may be a file of its own: nothing is said. Where the document is itself an attachment, the reference may
    have been copied from another document, which is worth a note.

    Known false alarms: attachments that were published as files of their own and are not listed in the text.

    Fails::
        一、绩效自评情况
        项目自评得分95分，各项得分详见附件2。
        附件1
        资金分配表
    Fails::
        柳溪镇项目支出绩效自评报告
        各项得分见附件评分表。
    Passes::
        一、绩效自评情况
        项目自评得分95分，各项得分详见附件1。
        附件1
        评分表
    Silent::
        按照《柳溪镇考核办法》附件2的标准评分，资料存档备查。
    """
    labels: dict[str, list[Reference]] = {}
    for reference in reading.attachments.references:
        labels.setdefault(_label(reference), []).append(reference)
    for references in labels.values():
        yield _attachment(reading, references[0], [reference.span for reference in references])


@rule(
    "E108",
    "misspelt-word",
    Severity.NOTE,
    check="E08",
    title="错别字或残字",
    title_en="A word is written wrong",
    basis=_WRITING,
    by_hand="对照词典和上下文改正；姓名、地名等专名除外。",
    basis_en=_WRITING_EN,
    by_hand_en="Correct it from a dictionary and the sentence; proper names excepted.",
)
def misspelt_word(reading: Reading) -> Iterator[Outcome]:
    """A word is written wrong.

    Only slips that are wrong in every sentence are reported, each with what was probably meant (签定 for 签订, 拔付 for 拨付),
    and what is left of a name right before a benefit that is told in full elsewhere.

    Known false alarms: a proper name that holds such a pair of characters.

    Fails::     我单位与施工方签定合同3份，资金已拔付。
    Fails::     追加退休职工周文海丧葬费1万元，追加海丧葬费已支付。
    Passes::    我单位与施工方签订合同3份，资金已拨付；经选拔入选5人。
    Silent::    合同情况
    """
    quiet = True
    for mark in reading.marks:
        if mark.kind == "slip":
            quiet = False
            here, meant = reading.text[mark.start : mark.end], mark.detail
            places = len(mark.related) + 1
            many, many_en = (f"（共{places}处）", f" ({places} places)") if places > 1 else ("", "")
            yield failed(
                f"“{here}”疑为“{meant}”之误{many}",
                f"“{here}” is probably meant to be “{meant}”{many_en}",
                [Span(mark.start, mark.end), *mark.related],
            )
    for personal in reading.personal:
        if personal.kind == "name_part":
            quiet = False
            size = len(personal.shown)
            yield failed(
                f"此处多出{size}个字，疑为人名删改后的残字，请删去或补全",
                f"{size} stray character{'s' if size > 1 else ''}, probably left of a name; delete or complete it",
                personal.spans,
            )
    if quiet and "。" in reading.text:
        yield passed()


@rule(
    "E111",
    "passage-twice",
    Severity.WARNING,
    check="E11",
    title="大段雷同",
    title_en="A long passage stands twice",
    basis=_COMPLETE,
    by_hand="对照两处文字；确属同一内容的保留一处，不同项目或不同章节的各写各的事实。",
    basis_en=_COMPLETE_EN,
    by_hand_en="Compare both places; keep one where they say the same, and let every project and chapter state its own facts.",
)
def passage_twice(reading: Reading) -> Iterator[Outcome]:
    """A long passage stands twice.

    Eighty characters and more that are nearly the same in two places were copied: a plan handed in as its result, or one
    project's text under another. Sentences that every entry repeats belong to the template, and titles of cited documents
    to the law; neither counts, nor do the cells of tables.

    Known false alarms: a summary that repeats its chapter word for word.

    Fails::
        一、项目内容
        在东片区新建雨水管道和检查井，改造沿线破损路面，更换老旧路灯，补种行道树，增设休息座椅和无障碍坡道，设置统一的指示标识，清理河道淤泥，修复驳岸，安装监控设备，并对沿街立面进行统一整治和粉刷。
        二、完成情况
        在东片区新建雨水管道和检查井，改造沿线破损路面，更换老旧路灯，补种行道树，增设休息座椅和无障碍坡道，设置统一的指示标识，清理河道淤泥，修复驳岸，安装监控设备，并对沿街立面进行统一整治和粉刷。
    Passes::
        一、项目内容
        在东片区新建雨水管道和检查井，改造沿线破损路面，更换老旧路灯，补种行道树，增设休息座椅和无障碍坡道，设置统一的指示标识，清理河道淤泥，修复驳岸，安装监控设备，并对沿街立面进行统一整治和粉刷。
        二、完成情况
        雨水管道已于六月通水，全年没有一次积水；路面改造后投诉由每月十余起降到两起，夜间照明抽查合格，行道树全部成活，坡道经残疾人代表试用，河道水质由黑变清，沿街商户自愿签了门前三包协议，立面粉刷由街道组织居民代表逐栋验收。
    Silent::    合同情况
    """
    for first, second in reading.repeated:
        words = reading.quote(second).strip()
        short = words if len(words) <= _LONGEST_QUOTE else words[:_LONGEST_QUOTE] + "…"
        size = second.end - second.start
        yield failed(
            f"两处约{size}个字几乎相同，均为“{short}”，请核对是否照抄",
            f"Some {size} characters stand in two places, “{short}”; please check whether they were copied",
            [first, second],
        )
    if not reading.repeated and sum(s.end - s.start > 80 for s in reading.sections) > 1:
        yield passed()
