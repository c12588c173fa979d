"""Family E: what was left in the text, lost from it or written twice."""

from __future__ import annotations

from collections.abc import Iterator

from wenxiao.audit.model import Outcome, Severity, failed, passed
from wenxiao.audit.registry import rule
from wenxiao.quantities.model import Span
from wenxiao.reading.model import Mark, Reading

_DISCLOSURE = "公开的绩效信息应真实、完整、规范（财预〔2020〕10号）"
_WRITING = "文字表述规范（《党政机关公文处理工作条例》公文起草要求）"
_LONGEST_QUOTE = 30


def _marks(reading: Reading, *kinds: str) -> list[Mark]:
    return [mark for mark in reading.marks if mark.kind in kinds]


def _spans(mark: Mark) -> list[Span]:
    return [Span(mark.start, mark.end), *mark.related]


def _quote(reading: Reading, mark: Mark) -> str:
    words = reading.text[mark.start : mark.end].strip().replace("\n", " ")
    return words if len(words) <= _LONGEST_QUOTE else words[:_LONGEST_QUOTE] + "…"


def _places(mark: Mark) -> tuple[str, str]:
    """How many places of one shape there are, in both languages; empty for one."""
    count = len(mark.related) + 1
    return (f"（共{count}处）", f" ({count} places)") if count > 1 else ("", "")


@rule(
    "E101", "template-guidance-left", Severity.ERROR, check="E01",
    title="模板提示语留在正文中", title_en="Guidance of the template is left in the text",
    basis=_DISCLOSURE, by_hand="对照参考提纲或填表说明，看这段话是在说本项目，还是在说明应当写什么。",
    by_hand_en="Compare with the outline or the filling notes: does the passage speak of this project, or of what should be written?",
    basis_en="Published performance information is true, complete and in order (Caiyu 2020 No. 10)",
)  # fmt: skip
def template_guidance_left(reading: Reading) -> Iterator[Outcome]:
    """Guidance of the template is left in the text.

    An outline says what a chapter should be about; a report says what was done. A sentence that only asks (是否…，有无…),
    only names what to analyse, or limits the number of characters is the outline's, not the report's. It is reported
    when it holds no figure, no name and no fact.

    Known false alarms: a report that explains its own method in the words of the outline.

    Fails::
        二、存在的问题
        项目实施是否规范；有无挤占、挪用资金等现象。
        我单位严格按制度使用资金。
    Fails::
        一、绩效情况
        主要从项目的经济性、效率性等方面进行具体分析。
        全年开展巡查24次。
    Fails::     存在问题 | 请简要说明未完成原因（100字以内） |
    Passes::
        一、绩效情况
        全年开展巡查24次，投诉同比减少12%。
    Silent::    全年开展巡查24次。
    """
    marks = _marks(reading, "template_guidance")
    for mark in marks:
        yield failed(
            f"“{_quote(reading, mark)}”是模板的提示语，请换成本项目的实际内容或删去",
            f"“{_quote(reading, mark)}” is guidance of the template; replace it with the project's own facts or delete it",
            _spans(mark),
        )  # fmt: skip
    if not marks and (reading.sections or reading.indicators):
        yield passed()


@rule(
    "E102", "sentence-cut-off", Severity.WARNING, check="E02",
    title="句子没有写完", title_en="A sentence breaks off",
    basis=_DISCLOSURE, by_hand="看段末的词（如“主要用于”“包括”）后面是否还应有内容。",
    by_hand_en="See whether something should follow the last words of the paragraph (主要用于, 包括).",
    basis_en="Published performance information is true, complete and in order (Caiyu 2020 No. 10)",
)  # fmt: skip
def sentence_cut_off(reading: Reading) -> Iterator[Outcome]:
    """A sentence breaks off.

    An entry that ends in 主要用于, 包括, 由于 or a comma, while the next line begins another entry, has lost its end: often
    the very thing a reader wants to know. Line breaks of page ends are joined before this is looked at.

    Known false alarms: a list that is introduced without a colon.

    Fails::
        1.巡查经费预算20万元，执行20万元，主要用于
        2.培训经费预算5万元，执行5万元，主要用于业务培训。
    Passes::
        1.巡查经费预算20万元，执行20万元，主要用于日常巡查。
        2.培训经费预算5万元，执行5万元，主要用于业务培训。
    Silent::    巡查经费预算20万元，主要用于日常巡查。
    """
    marks = _marks(reading, "cut_sentence")
    for mark in marks:
        words = _quote(reading, mark)
        yield failed(f"句子到“{words}”为止，没有写完", f"The sentence breaks off after “{words}”", _spans(mark))
    if not marks and len(reading.sections) > 1:
        yield passed()


_PLACEHOLDERS = {
    "crosses": ("以“×”“X”代替的内容", "crosses"),
    "stars": ("指标值处的“*”", "asterisks where a target value belongs"),
    "field": ("模板的待填项", "a field of the template"),
    "ruled": ("横线空格", "a ruled blank"),
    "omitted": ("“略”", "a chapter left out"),
}


@rule(
    "E103", "placeholder-left", Severity.ERROR, check="E03",
    title="占位符没有替换", title_en="A placeholder was not filled in",
    basis=_DISCLOSURE, by_hand="在原模板中找到该处应填的内容，补上实际的数或名称。",
    by_hand_en="Find the place in the original template and fill in the actual figure or name.",
    basis_en="Published performance information is true, complete and in order (Caiyu 2020 No. 10)",
)  # fmt: skip
def placeholder_left(reading: Reading) -> Iterator[Outcome]:
    """A placeholder was not filled in.

    XX万元, 20XX年, ≥**人 or {单位名称} stand where a value belongs: the statement says nothing, and a target without its
    value cannot be scored. Places of one shape are one finding.

    Known false alarms: names masked by who republished the text (**县, 张XX) are left alone, as are lines for signatures.

    Fails::     项目预算XX万元，支出12万元。
    Fails::     救助人数（≥**人） | 350人 |
    Fails::     20XX年，{单位名称}共开展培训3次。
    Passes::    项目预算20万元，由张XX负责，支出12万元。
    Silent::    某某同志负责，资料齐全。
    """
    marks = _marks(reading, "placeholder")
    for mark in marks:
        zh, en = _PLACEHOLDERS[mark.detail]
        many, many_en = _places(mark)
        yield failed(
            f"{zh}“{_quote(reading, mark)}”还没有填写{many}，请补上实际内容",
            f"“{_quote(reading, mark)}” ({en}) was not filled in{many_en}",
            _spans(mark),
        )  # fmt: skip
    if not marks and (reading.sections or reading.quantities or reading.indicators):
        yield passed()


_EDITS = {
    "bookmark": ("书签标记", "a bookmark of the word processor"),
    "field": ("域代码", "a field code of the word processor"),
    "reference": ("失效的引用提示", "a broken reference"),
    "lost": ("无法显示的字符（转换时丢失的文字）", "characters lost in conversion"),
    "comments": ("批注", "comments"),
    "insertions": ("未接受的插入修订", "tracked insertions"),
    "deletions": ("未接受的删除修订", "tracked deletions"),
}


@rule(
    "E104", "editing-residue", Severity.NOTE, check="E04",
    title="编辑痕迹留在文中", title_en="Traces of editing are left in the document",
    basis=_WRITING, by_hand="在文字处理软件中接受或拒绝全部修订、删除批注和书签，再导出。",
    by_hand_en="Accept or reject all changes, delete comments and bookmarks, then export again.",
    basis_en="Official documents are exact and clean (GB/T 9704)",
)  # fmt: skip
def editing_residue(reading: Reading) -> Iterator[Outcome]:
    """Traces of editing are left in the document.

    Bookmarks, field codes, runs of question marks, comments and tracked changes belong to the writing of a document, not
    to the document. A tracked deletion also shows a reader what was meant to be gone.

    Known false alarms: a document that is about field codes.

    Fails::     [bookmark: _GoBack]全年开展巡查24次。
    Fails::     一、项目概况PAGEREF _Toc12345678。
    Passes::    全年开展巡查24次。
    Silent::    全年巡查情况
    """
    marks = _marks(reading, "edit_residue")
    for mark in marks:
        kind, _, count = mark.detail.partition(":")
        zh, en = _EDITS[kind]
        many, many_en = _places(mark)
        if count:
            yield failed(
                f"文件中还有{zh}{count}处，公开前请处理",
                f"The file still holds {count} {en}; settle them before publication",
                _spans(mark),
            )
        else:
            yield failed(
                f"“{_quote(reading, mark)}”是{zh}，请删去{many}",
                f"“{_quote(reading, mark)}” is {en}; delete it{many_en}",
                _spans(mark),
            )
    if not marks and "。" in reading.text:
        yield passed()


@rule(
    "E105", "numbering-broken", Severity.NOTE, check="E05",
    title="编号错乱", title_en="The numbering is broken",
    basis="层次序数依次为“一、”“（一）”“1.”“（1）”（《党政机关公文格式》GB/T 9704）", by_hand="按层次把编号抄成一列，看是否连续、是否重复、是否同层套同层。",
    by_hand_en="Write the numbers of each level in a column: consecutive, no repeats, no level inside itself.",
    basis_en="Levels are 一、（一）1.（1） (GB/T 9704, format of official documents)",
)  # fmt: skip
def numbering_broken(reading: Reading) -> Iterator[Outcome]:
    """The numbering is broken.

    A number twice, a number left out, an entry in the line of the one before, or a list inside an entry of its own style
    leaves a reader unsure what belongs to what. Only sure faults are reported: an excerpt may begin in the middle.

    Known false alarms: two lists that follow each other with their headings lost.

    Fails::
        （一）经费使用
        经费按规定使用。
        （二）人员培训
        培训按计划开展。
        （二）设备维护
        设备运行正常。
    Passes::
        （一）经费使用
        经费按规定使用。
        （二）人员培训
        培训按计划开展。
    Silent::    经费按规定使用。
    """
    marks = _marks(reading, "numbering")
    for mark in marks:
        zh, en = _numbering(reading, mark)
        yield failed(zh, en, _spans(mark))
    if not marks and len(reading.sections) > 1:
        yield passed()


def _numbering(reading: Reading, mark: Mark) -> tuple[str, str]:
    here = _quote(reading, mark)
    kind, _, number = mark.detail.partition(":")
    before = reading.quote(mark.related[0])[:_LONGEST_QUOTE]
    if kind == "run_on":
        return (
            f"第{number}项“{here}”接在上一项同一行内，宜另起一行",
            f"Entry {number} runs on in the line of the one before",
        )
    if kind == "gap":
        return (
            f"“{before}”之后是“{here}”，中间缺第{number}项",
            f"“{here}” follows “{before}”: number {number} is missing",
        )
    if kind == "nested":
        return (
            f"“{here}”与上一级标题“{before}”用了同一种编号",
            f"“{here}” is numbered like the heading above it, “{before}”",
        )
    if kind == "script":
        return (
            f"“{here}”与前一项“{before}”编号写法不一致",
            f"“{here}” continues the list of “{before}” in another style of number",
        )
    if kind == "lost":
        return f"“{here}”在别处有编号，此处缺编号", f"“{here}” has a number elsewhere and none here"
    return f"“{here}”与“{before}”编号重复", f"“{here}” and “{before}” have the same number"


@rule(
    "E106", "repeated-word-or-punctuation", Severity.NOTE, check="E06",
    title="重复的字词或多余的标点", title_en="A word written twice, or stray punctuation",
    basis=_WRITING, by_hand="读出该句，删去重复的字词、名称或标点；文号对照原文件。",
    by_hand_en="Read the sentence and remove the repeated word, name or mark; compare document numbers with the original.",
    basis_en="Official documents are exact and clean (GB/T 9704)",
)  # fmt: skip
def repeated_word_or_punctuation(reading: Reading) -> Iterator[Outcome]:
    """A word written twice, or stray punctuation.

    A doubled word is a slip; a name that occurs twice in one list may hide another that is missing; a mark before 等 shows
    that an item was dropped. Document numbers that lost a bracket or 号 cannot be looked up.

    Known false alarms: legal reduplication (人人、研究研究), a name that ends in the word with which the next begins.

    Fails::     我单位按期完成完成了巡查任务。
    Fails::     委托青山保洁有限公司及青山保洁有限公司开展清扫。
    Fails::     存在编制不细、等问题。
    Passes::    我单位按期完成了巡查任务，人人有责。
    Silent::    巡查任务
    """
    marks = _marks(reading, "repeated_word", "stray_punctuation")
    for mark in marks:
        here = _quote(reading, mark)
        if mark.kind == "repeated_word":
            yield failed(
                f"“{mark.detail[:_LONGEST_QUOTE]}”重复出现，请核对",
                f"“{mark.detail[:_LONGEST_QUOTE]}” occurs twice; please check",
                _spans(mark),
            )
        elif mark.detail == "document number":
            yield failed(
                f"文号“{here}”缺括号或“号”字", f"The document number “{here}” lacks a bracket or its 号", _spans(mark)
            )
        elif mark.detail == "date":
            yield failed(f"日期“{here}”缺“年”字", f"The date “{here}” lacks its 年", _spans(mark))
        else:
            yield failed(
                f"“{here}”处标点有误，或漏写了内容",
                f"Stray punctuation at “{here}”, or something is missing",
                _spans(mark),
            )
    if not marks and "。" in reading.text:
        yield passed()
