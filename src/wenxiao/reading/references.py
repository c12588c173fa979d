"""Cited instruments (依据): 《title》 with or without its document number (文号), and numbers that stand alone."""

from __future__ import annotations

import re

from wenxiao.reading.model import LegalReference

_TITLED = re.compile(r"《[^《》\n]{2,120}(?:《[^《》\n]{2,100}》[^《》\n]{0,60})?》")
# Titles of norms and official letters; a contract, a report or a pledge is no basis.
_NORM = re.compile(
    r"(?:法|条例|规定|办法|通知|意见|方案|规划|细则|规程|规则|标准|规范|纲要|计划|决定|批复|公告|通告|指引|制度|清单|要点|指南"
    r"|函|令|准则|章程|目标责任书)"
    r"(?:\([^()》]{1,12}\)|〔[^〕》]{1,12}〕|〉|>|的通知)*》$"
)
# The year in brackets and what stands for the number; a bracket, the digits or 号 may be lost or masked.
# Every branch begins with a literal: the engine then scans for these four characters only.
_YEAR_AND_NUMBER = r"(?:19|20)\d\d[〕\])](?:第?(?:\d{1,4}|\*{1,4}|[xX×]{1,4}|\(略\)))号?"
_NUMBER = re.compile(
    rf"〔{_YEAR_AND_NUMBER}|\[{_YEAR_AND_NUMBER}|\({_YEAR_AND_NUMBER}|〔(?:19|20)\d{{3,6}}号|令第\d{{1,4}}号"
)
_DECREE = re.compile(r"[\u4e00-\u9fff、]{2,14}$")
_ISSUER = re.compile(r"[\u4e00-\u9fff]{1,9}(?:\([\u4e00-\u9fff]{1,4}\)){0,1}$")
_NOT_ISSUER = re.compile(
    r".*(?:根据|按照|依据|依照|遵照|参照|文件|印发|下达|转发|通过|附件|和|及|与|以|由|的|了|厅|局(?=.)|府(?=.{2}))"
)


def legal_references(text: str) -> tuple[LegalReference, ...]:
    """References in order of place. Linear: one pass for titles, one for numbers."""
    numbers = [span for match in _NUMBER.finditer(text) if (span := _whole_number(text, match)) is not None]
    found: list[tuple[int, int]] = []
    taken: set[int] = set()
    starts = {start: i for i, (start, _) in enumerate(numbers)}
    ends = {end: i for i, (_, end) in enumerate(numbers)}
    for title in _TITLED.finditer(text):
        start, end = title.span()
        opening = text[end : end + 1] in ("(", "〔")
        after = starts.get(end + 1 if opening else end)
        before = ends.get(start - 2 if text[max(0, start - 2) : start] == "文件" else start)
        if after is None and before is None and not _NORM.search(title[0]):
            continue
        if after is not None:
            taken.add(after)
            end = numbers[after][1]
            end += 1 if opening and text[end : end + 1] in (")", "〕") else 0
        elif before is not None:
            taken.add(before)
            start = numbers[before][0]
        found.append((start, end))
    found.extend(numbers[i] for i in range(len(numbers)) if i not in taken)
    return tuple(LegalReference(text[start:end], start, end) for start, end in sorted(found))


def _whole_number(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """The number with the issuer's letters before its year (财预〔2020〕10号), None when no issuer stands there."""
    start = match.start()
    if match[0].startswith("令"):
        decree = _DECREE.search(text, max(0, start - 14), start)
        return (decree.start(), match.end()) if decree else None
    before = _ISSUER.search(text, max(0, start - 14), start)
    if before is None:
        return None
    drop = _NOT_ISSUER.match(before[0])
    left = before.start() + (drop.end() if drop else 0)
    return (left, match.end()) if left < start and (match[0][-1] == "号" or match[0][0] == "〔") else None
