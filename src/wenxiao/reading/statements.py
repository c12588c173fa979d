"""Sentences that say what was promised, delivered, effected, or is wrong."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from wenxiao.quantities.model import Quantity, Span
from wenxiao.reading.clauses import Clauses
from wenxiao.reading.model import Section, Statement

_TARGET_TITLE = re.compile(r"绩效目标(?!.{0,4}(?:完成|执行|实现))|总体目标|年度目标|预期目标|建设目标")
_PROBLEM_TITLE = re.compile(r"存在.{0,4}问题|问题及原因|主要问题|不足|偏离.{0,4}目标|偏差.{0,4}原因|未完成.{0,6}原因")
_TARGET = re.compile(r"绩效目标(?:是|为|即)|目标(?:是|为|即)[:]?|计划(?:完成|建设|实施)|拟(?:建|购|实施)|力争")
# Every branch begins with a literal: the engine looks for first characters only.
_PROBLEM = re.compile(
    "|".join(f"{word}[^，。;]{{0,6}}(?:存在|有)" for word in "但仍也还尚")
    + r"|存在[^。;]{1,60}(?:问题|不足|困难|短板)|问题[:：]|不够|不足|滞后|偏低|有待(?:提升|提高|加强|完善)|未(?:完成|达到|按期|按时|及时)"
)
_NO_PROBLEM = re.compile(
    "|".join(f"{word}[^。;]{{0,30}}(?:问题|情况|现象|行为)" for word in ("不存在", "没有", "未发现", "无"))
    + r"|问题[^。;]{0,6}(?:已|得到)[^。;]{0,6}(?:解决|整改)"
)
# A sentence that says what was or will be overcome names a problem only to say so.
_OVERCOME = re.compile(r"(?:(?:解决|改善|缓解|消除|克服|扭转)了?|下一步|针对)[^，。;]{0,40}\Z")
_EFFECT = re.compile(
    r"通过[^，。]{0,20}(?:实施|项目|建设)|有效|提升了|提高了|改善了|促进了|保障了|推动了|增强了|效益|得到.{0,6}(?:改善|提升|提高|保障)"
)
_DONE = re.compile(
    r"完成|建成|新建|开展|发放|购(?:置|买)|培训|举办|召开|处置|清运|改造|安装|实施|达到|补(?:助|贴)|检查|维修"
)


@dataclass(frozen=True, slots=True)
class Said:
    targets: tuple[Statement, ...] = ()
    outputs: tuple[Statement, ...] = ()
    effects: tuple[Statement, ...] = ()
    problems: tuple[Statement, ...] = ()


class Statements:
    """Every sentence with the kind of thing it states, once per document; asked by range."""

    def __init__(self, clauses: Clauses, sections: Sequence[Section], quantities: Sequence[Quantity]) -> None:
        self._found: list[tuple[str, Statement]] = []
        starts = [q.start for q in quantities]
        titles = [(s.start, s.end, s.title, s.heading) for s in sections if not s.item]
        open_titles: list[tuple[int, int, str, Span]] = []
        next_title = 0
        problems = targets = False  # whether one of the open titles announces them
        for span in clauses.sentences():
            opened = next_title
            while next_title < len(titles) and titles[next_title][0] <= span.start:
                while open_titles and open_titles[-1][1] <= titles[next_title][0]:
                    open_titles.pop()
                open_titles.append(titles[next_title])
                next_title += 1
            closed = False
            while open_titles and open_titles[-1][1] <= span.start:
                open_titles.pop()
                closed = True
            if closed or next_title > opened:
                words = " ".join(t[2] for t in open_titles)
                problems = _PROBLEM_TITLE.search(words) is not None
                targets = _TARGET_TITLE.search(words) is not None
            heading = open_titles[-1] if open_titles else None
            if heading is not None and span.start < heading[3].end:
                if span.end <= heading[3].end + 1:
                    continue
                span = Span(heading[3].end, span.end)
            words = clauses.text[span.start : span.end].strip("。:;，、 \n\t")
            if len(words) < 6 or (len(words) < 15 and _in_cell(clauses.text, span)):
                continue  # a short cell is a label
            i, j = bisect_left(starts, span.start), bisect_left(starts, span.end)
            kind = _kind(words, problems, targets, j > i)
            if kind is not None:
                self._found.append((kind, Statement(words, span.start, span.end, tuple(quantities[i:j]))))
        self._starts = [s.start for _, s in self._found]

    def of(self, span: Span) -> Said:
        """What is stated within a range."""
        i, j = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        kinds: dict[str, list[Statement]] = {"target": [], "output": [], "effect": [], "problem": []}
        for kind, statement in self._found[i:j]:
            kinds[kind].append(statement)
        return Said(tuple(kinds["target"]), tuple(kinds["output"]), tuple(kinds["effect"]), tuple(kinds["problem"]))


def _in_cell(text: str, span: Span) -> bool:
    return "|" in text[max(0, span.start - 1) : span.start] + text[span.end : span.end + 1]


def _kind(words: str, problems: bool, targets: bool, measured: bool) -> str | None:
    """``problems`` and ``targets``: a title above says that these follow; ``measured``: a figure stands in the sentence."""
    if _NO_PROBLEM.search(words):
        return None
    if problems or ((named := _PROBLEM.search(words)) is not None and not _OVERCOME.search(words, 0, named.start())):
        return "problem"
    if targets or _TARGET.search(words):
        return "target"
    if measured and _DONE.search(words):
        return "output"
    if _EFFECT.search(words):
        return "effect"
    return None
