"""What writing and publishing tools leave behind: placeholders that nobody filled in, traces of editing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from wenxiao.documents.model import Document
from wenxiao.quantities.model import Span
from wenxiao.reading.hygiene.lines import Line
from wenxiao.reading.model import Mark

_MEASURE = r"(?:[万亿]?元|[%‰年月日人个项次户亩米家场件套台辆座处分吨天名批]|平方|公里|立方)"
_OFFICE = r"(?:省|市|区|县|镇|乡|街道|局|厅|委|部门|单位|公司|项目|资金|工程|中心|学校|医院|村|社区)"
# XX before a unit or an office; of a masked number (372XXXX), a size (3XXL) or a person's name (张XX) nothing is said.
_CROSSES = re.compile(rf"(?<![0-9A-Za-z×])(?:20)?(?:[Xx]{{2,8}}|×{{2,8}})(?=\.?{_MEASURE}|{_OFFICE})")
_RULED = re.compile(r"_{3,}")
_SIGNED = re.compile(r"签[字章名]|盖章|日期|负责人|填[报表]")
_FIELD = re.compile(
    r"\$?\{[^{}\n|]{1,16}\}|[〔\[<](?:请?填写|待填|待补充|此处|单位名称|项目名称|插入)[^〕\]>\n|]{0,20}[〕\]>]"
    r"|\(待(?:填写?|补充?|定)\)|待填(?:写|报)?(?=[|\n。，;)]|$)"
)
# Asterisks where a target value belongs. A name masked by who republished the text (**县) is no fault of the writer.
_STARS = re.compile(rf"(?:[≥≤<>=]|不低于|不少于|不高于|不超过|大于|小于|达到)\*{{1,6}}(?=\.?{_MEASURE}|\))")
_OMITTED = re.compile(r"\(?略\)?。?")

_EDITS = re.compile(
    r"(?P<bookmark>\[bookmark:[^\]\n]{0,60}\])"
    r"|(?P<field>\b(?:PAGEREF|NUMPAGES|MERGEFIELD|HYPERLINK|MERGEFORMAT|STYLEREF)\b[ \\\"_A-Za-z0-9]{0,40}|(?:PAGE ?\d{1,3}?(?=PAGE|(?:19|20)\d\d年|\D|$)){1,9}|_Toc\d{4,12})"
    r"|(?P<reference>错误!?[^。\n]{0,4}(?:未找到引用源|未定义书签|文档中没有指定样式)|Error! (?:Reference source|Bookmark)[^.\n]{0,30})"
    r"|(?P<lost>\?{5,}|\ufffd+|(?:锟斤拷)+)"
)
_REVIEW = {"comments": "comments", "insertions": "insertions", "deletions": "deletions"}


def find_placeholders(text: str, lines: Sequence[Line]) -> Iterator[Mark]:
    """Places that wait for a value. Those of one shape are one mark: the first place, the others ``related``."""
    yield from _together("placeholder", "crosses", _CROSSES.finditer(text))
    yield from _together("placeholder", "stars", _STARS.finditer(text))
    yield from _together("placeholder", "field", _FIELD.finditer(text))
    if "___" in text:
        yield from _together(
            "placeholder", "ruled", (m for m in _RULED.finditer(text) if not _for_signature(text, m.start()))
        )
    for above, line in pairwise(lines):
        # A whole chapter left out; (略) inside sentences is a mask.
        heading = above.section is not None and not above.section.item and above.end == above.section.heading.end
        if heading and line.end - line.start <= 4 and _OMITTED.fullmatch(text, line.content, line.end):
            yield Mark("placeholder", line.content, line.end, "omitted")


def _for_signature(text: str, at: int) -> bool:
    """A ruled line for a pen: in the line of a signature or a date."""
    end = text.find("\n", at)
    return _SIGNED.search(text, text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)) is not None


def find_residue(text: str, document: Document) -> Iterator[Mark]:
    """Field codes and bookmarks in the text; comments and tracked changes that a file still holds."""
    groups: dict[str, list[re.Match[str]]] = {}
    for match in _EDITS.finditer(text):
        groups.setdefault(match.lastgroup or "", []).append(match)
    for name, matches in groups.items():
        yield from _together("edit_residue", name, matches)
    title = text.find("\n")
    for note in document.notes:
        kind, _, count = note.partition(":")
        if kind in _REVIEW and text:
            yield Mark("edit_residue", 0, title if title > 0 else len(text), f"{kind}:{count}")


def _together(kind: str, detail: str, matches: Iterable[re.Match[str]]) -> Iterator[Mark]:
    spans = [Span(*match.span()) for match in matches]
    if spans:
        yield Mark(kind, *spans[0], detail, tuple(spans[1:]))
