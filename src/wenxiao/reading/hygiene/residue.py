"""What writing and publishing tools leave behind: placeholders that nobody filled in, traces of editing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wenxiao.documents.model import Document
from wenxiao.quantities.model import Span
from wenxiao.reading.hygiene.lines import Line
from wenxiao.reading.model import Mark

_MEASURE = r"(?:[万亿]?元|[%‰年月日人个项次户亩米家场件套台辆座处分吨天名批]|平方|公里|立方)"
_OFFICE = r"(?:省|市|区|县|镇|乡|街道|局|厅|委|部门|单位|公司|项目|资金|工程|中心|学校|医院|村|社区)"
_SIGNED = re.compile(r"签[字章名]|盖章|日期|负责人|填[报表]")
_OMITTED = re.compile(r"\(?略\)?。?")


@dataclass(frozen=True, slots=True)
class _Shape:
    """A kind of residue. The pattern is tried only on a text that holds one of the triggers: most texts hold none."""

    name: str
    triggers: tuple[str, ...]
    pattern: re.Pattern[str]


_PLACEHOLDERS = (
    # XX before a unit or an office; of a masked number (372XXXX), a size (3XXL) or a person's name (张XX) nothing is said.
    _Shape(
        "crosses",
        ("XX", "xx", "Xx", "××"),
        re.compile(rf"(?<![0-9A-Za-z×])(?:20)?(?:[Xx]{{2,8}}|×{{2,8}})(?=\.?{_MEASURE}|{_OFFICE})"),
    ),
    # Asterisks where a target value belongs. A name masked by who republished the text (**县) is no fault of the writer.
    _Shape(
        "stars",
        ("*",),
        re.compile(rf"(?:[≥≤<>=]|不低于|不少于|不高于|不超过|大于|小于|达到)\*{{1,6}}(?=\.?{_MEASURE}|\))"),
    ),
    _Shape("field", ("{",), re.compile(r"\$?\{[^{}\n|]{1,16}\}")),
    _Shape(
        "field",
        ("填", "待", "此处", "名称"),
        re.compile(
            r"[〔\[<](?:请?填写|待填|待补充|此处|单位名称|项目名称|插入)[^〕\]>\n|]{0,20}[〕\]>]"
            r"|\(待(?:填写?|补充?|定)\)|待填(?:写|报)?(?=[|\n。，;)]|$)"
        ),
    ),
)
_RULED = _Shape("ruled", ("___",), re.compile(r"_{3,}"))
_EDITS = (
    _Shape("bookmark", ("[bookmark",), re.compile(r"\[bookmark:[^\]\n]{0,60}\]")),
    _Shape(
        "field",
        ("PAGE", "MERGE", "HYPERLINK", "STYLEREF", "_Toc"),
        re.compile(
            r"(?<![A-Za-z])(?:PAGEREF|NUMPAGES|MERGEFIELD|HYPERLINK|MERGEFORMAT|STYLEREF)(?![A-Za-z])[ \\\"_A-Za-z0-9]{0,40}"
            r"|(?:PAGE ?\d{1,3}?(?=PAGE|(?:19|20)\d\d年|\D|$)){1,9}|_Toc\d{4,12}"
        ),
    ),
    _Shape(
        "reference",
        ("错误", "Error!"),
        re.compile(
            r"错误!?[^。\n]{0,4}(?:未找到引用源|未定义书签|文档中没有指定样式)"
            r"|Error! (?:Reference source|Bookmark)[^.\n]{0,30}"
        ),
    ),
    _Shape("lost", ("?????", "\ufffd", "锟斤拷"), re.compile(r"\?{5,}|\ufffd+|(?:锟斤拷)+")),
)
_REVIEW = frozenset({"comments", "insertions", "deletions"})


def find_placeholders(text: str, lines: Sequence[Line]) -> Iterator[Mark]:
    """Places that wait for a value. Those of one shape are one mark: the first place, the others ``related``."""
    for shape in _PLACEHOLDERS:
        yield from _together("placeholder", shape, text)
    yield from _together("placeholder", _RULED, text, _for_signature)
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
    for shape in _EDITS:
        yield from _together("edit_residue", shape, text)
    title = text.find("\n")
    for note in document.notes:
        kind, _, count = note.partition(":")
        if kind in _REVIEW and text:
            yield Mark("edit_residue", 0, title if title > 0 else len(text), f"{kind}:{count}")


def _together(kind: str, shape: _Shape, text: str, excused: Callable[[str, int], bool] | None = None) -> Iterator[Mark]:
    if not any(trigger in text for trigger in shape.triggers):
        return
    matches = shape.pattern.finditer(text)
    spans = [Span(*match.span()) for match in matches if excused is None or not excused(text, match.start())]
    if spans:
        yield Mark(kind, *spans[0], shape.name, tuple(spans[1:]))
