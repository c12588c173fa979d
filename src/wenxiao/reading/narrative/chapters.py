"""Chapters by purpose: told by the words of their titles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wenxiao.quantities.model import Span
from wenxiao.reading.model import Section
from wenxiao.reading.told import Chapter, Purpose

_TITLES: tuple[tuple[Purpose, re.Pattern[str]], ...] = tuple(
    (purpose, re.compile(pattern))
    for purpose, pattern in (
        (Purpose.ABOUT, r"概况|基本情况|项目背景|项目简介|主要内容|建设内容|立项情况"),
        (Purpose.TARGET, r"绩效目标设定|绩效目标(?!.{0,6}(?:完成|执行|实现|达成))|总体目标|年度目标|总目标|预期目标"),
        (Purpose.FUNDS, r"资金|预算执行"),
        (
            Purpose.RESULT,
            r"组织实施|实施情况|(?:完成|实现|达成)情况|执行结果|产出|效果|效益|绩效情况|实施进度|完成质量|绩效分析|成效",
        ),
        (Purpose.PROBLEM, r"问题|不足|偏差|偏离"),
        (Purpose.MEASURE, r"措施|建议|下一步|下步|整改|改进|打算|后续工作"),
        (Purpose.EXPERIENCE, r"经验|做法"),
    )
)
_NOTES = re.compile(r"其[他它]需要?说明")


def find_chapters(text: str, sections: Sequence[Section]) -> tuple[Chapter, ...]:
    """Every heading of the document, in order of place. A heading above 资金情况 of one project is that project's."""
    headings = [s for s in sections if not s.item]
    purposes = {title: _purposes(title) for title in {s.title for s in headings}}  # one title heads many entries
    begins = [*(s.start for s in headings[1:]), len(text)][: len(headings)]
    return tuple(
        Chapter(
            section.title,
            purposes[section.title],
            section.heading,
            Span(section.heading.end, max(section.heading.end, min(section.end, below))),
            Span(section.start, section.end),
        )
        for section, below in zip(headings, begins, strict=True)
    )


def _purposes(title: str) -> frozenset[Purpose]:
    if len(title) > 30 or _NOTES.match(title):
        return frozenset()
    return frozenset(purpose for purpose, pattern in _TITLES if pattern.search(title))
