"""Guidance of an outline or a form that was left in the text (模板提示语残留): sentences that ask the writer to write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wenxiao.reading.hygiene.lines import Line
from wenxiao.reading.hygiene.outline_words import share
from wenxiao.reading.model import Mark

_ENOUGH = 0.84  # of a sentence in outline words; the rest allows for local wording
_CUE = re.compile(r"是否|有无|包括|情况分析|进行.{0,8}(?:分析|说明|阐述|描述)")
_SENTENCE = re.compile(r"[^。;!?]+[。;!?]?")
_FACT = re.compile(r"\d|[《》“”A-Za-z]|[一二两三四五六七八九十]+[个大]?方面|我|本次|已")

_QUESTION = re.compile(r"[^，,。;]{0,16}(?:是否|有无)")
_EXAMINES = re.compile(
    r"评价|考核|考察|检查|核查|审核|了解|关注|反映|判断|查看|核实|调查|监督|评估|审查|衡量|评判|核对|[:看查]"
)
_TASK = re.compile(
    r"(?:其中:)?(?:主要|重点|简要|应|需|可)?(?:从|对|按照?|围绕|结合|就)[^。]{2,80}(?:分析|说明|阐述|描述|概述|总结)$"
)
_MEANS = re.compile(r"(?:分析|说明)主要是(?:对|从|指|就)[^。]{2,90}(?:分析|说明|阐述)$")
_GLOSSED = re.compile(
    r"(?:简介|分析|情况|介绍|概况|说明)[，,(](?:主要)?(?:包括|包含|是指)[^。]{4,90}?(?:等(?:情况|内容|方面)?|情况)\)?(?:的?(?:分析|说明))?$"
)
_BRACKET = re.compile(r"\((?:主要)?(?:包括|是指)[^()]{2,60}\)[^。]{0,40}(?:情况)?(?:分析|说明)$")
_TITLE = re.compile(r"情况的?(?:分析|说明|简介|介绍)$")
_CRITERIA = re.compile(r"要点|评分|标准|解释|考核|评价内容|问卷|如下|得分|扣分|:$")

#: How every sentence of guidance that asks no question ends.
_ENDINGS = (
    "分析", "说明", "阐述", "描述", "概述", "总结", "简介", "介绍", "等", "情况", "内容", "方面", ")"
)  # fmt: skip

# A limit on the number of characters is never content; nor is a request addressed to whoever fills in the form.
_LIMIT = re.compile(r"\((?:限|不超过|控制在|不少于)?\d{2,4}字(?:以内|以上|左右)?\)|字以内(?<=\d{2}字以内)")
_REQUEST = re.compile(
    r"请(?<![^|\n\t(:。]请)(?:在此|对照|结合|根据|简要|逐项|逐条|详细|如实|按照?|填写|说明|注明|列明|描述|概述)"
    r"[^|\n\t。()]{0,40}(?:说明|填写|填列|描述|分析|概述|列出|列明|阐述|情况|内容|原因)[^|\n\t。()]{0,20}"
    r"|\((?:请)?(?:简要|详细|逐项|在此)?(?:填写|说明|阐述|描述|概述|简述)[^()|\n]{2,40}\)"
)

# Numbered notes in one cell belong to the printed form: 1.预算执行率=…;2.年中发生调整的….
_PRINTED_NOTES = re.compile(r"1[.、][^|\n]{4,120}?[;；]2[.、]")


def find_guidance(text: str, lines: Sequence[Line]) -> Iterator[Mark]:
    """Sentences of guidance; those that follow each other in one line are one mark."""
    for number, line in enumerate(lines):
        if not line.table and _CUE.search(text, line.content, line.end):
            lead = text[lines[number - 1].start : lines[number - 1].end] if number else ""
            yield from _in_line(text, line, lead)
    yield from _addressed(text)


def _in_line(text: str, line: Line, lead: str) -> Iterator[Mark]:
    """Runs of guidance in one line. One plain title (…情况分析。) alone is a heading, not guidance."""
    start = end = line.content
    certain = False
    for match in _SENTENCE.finditer(text, line.content, line.end):
        sentence = match[0].rstrip("。;!?").strip()
        kind = _kind(sentence, line, text, match.start(), lead)
        if kind:
            start = start if end > start else match.start()
            end = match.end()
            certain = certain or kind == "sure"
            continue
        if certain:
            yield Mark("template_guidance", start, end)
        start = end = match.end()
        certain = False
    if certain:
        yield Mark("template_guidance", start, end)


def _kind(sentence: str, line: Line, text: str, at: int, lead: str) -> str:
    """``sure``, ``title`` (guidance only beside other guidance) or nothing."""
    if not 6 <= len(sentence) <= 160:
        return ""
    question = _QUESTION.match(sentence)
    if (question is None and not sentence.endswith(_ENDINGS)) or _FACT.search(sentence):
        return ""
    if question is not None:
        head = sentence[: max(sentence.find("是否"), sentence.find("有无"))]
        # A numbered line that opens with a question is a criterion of a list; 是否…: is a field with its answer.
        criterion = line.section is not None and _QUESTION.match(text, line.content, line.end) is not None
        asks = (
            not criterion
            and ":" not in sentence
            and not _EXAMINES.search(head)
            and not _CRITERIA.search(text[line.start : at] or lead)
        )
        return "sure" if asks and share(sentence) >= _ENOUGH else ""
    sure = _TASK.match(sentence) or _MEANS.search(sentence) or _GLOSSED.search(sentence) or _BRACKET.search(sentence)
    if sure or _TITLE.search(sentence):
        return ("sure" if sure else "title") if share(sentence) >= _ENOUGH else ""
    return ""


def _addressed(text: str) -> Iterator[Mark]:
    """Requests to the writer, in tables too: the sentence, or the cell, that they stand in."""
    last = 0
    for pattern in (_LIMIT, _REQUEST) if "字" in text else (_REQUEST,):
        for match in pattern.finditer(text):
            start, end = _segment(text, match.start(), match.end())
            if _PRINTED_NOTES.match(text, start, end):
                continue
            if start >= last or pattern is _LIMIT:
                yield Mark("template_guidance", start, end)
            last = max(last, end)


def _segment(text: str, start: int, end: int) -> tuple[int, int]:
    """The cell or the line around a place, at most 160 characters to each side."""
    left = max(text.rfind(edge, max(0, start - 160), start) for edge in "|\n\t") + 1
    left = max(left, start - 160, 0)
    rights = [at for at in (text.find(edge, end, end + 160) for edge in "|\n\t") if at >= 0]
    right = min(rights, default=min(len(text), end + 160))
    while left < start and text[left] == " ":
        left += 1
    return left, right - (text[right - 1] == " ")
