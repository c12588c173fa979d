"""Cells of forms that must be filled and are blank: actual values and scores of indicators, answers beside their label.

Only rows that stand squarely under their headings count: as many cells as the header row, target and points filled. A
row that has lost cells on its way says nothing about which of them is blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from wenxiao.reading.labels import BARE, NUMBER, OPERATOR, labels
from wenxiao.reading.model import Blank
from wenxiao.reading.tables import Grid, GridCell

_NAMES = {"actual": "完成值", "score": "得分"}
# Labels whose answer stands beside them in the form's last part.
_ANSWERS = re.compile(
    r"(?:评价结论|自评结论|存在(?:的)?问题|改进措施|项目实施内容及过程概述"
    r"|分配科学性|下达及时性|拨付合规性|使用规范性|执行准确性|预算绩效管理情况|支出责任履行情况)[:]?\Z"
)
_HEADED = re.compile(rf"三级指标|绩效指标\Z|指标名称|^{BARE}\Z")
_WORDS = re.compile(r"[^\d≥≤<>=%/|]{0,3}[\u4e00-\u9fff]{3}")
_EVIDENCE = 2  # rows without a blank that show how the columns of a form without points stand
_TAIL = 60  # characters: a form that breaks off here may have been cut


def blank_cells(text: str, grids: Sequence[Grid]) -> Iterator[Blank]:
    """Every blank, in order of place."""
    for grid in grids:
        header: list[str | None] = []
        filled, found = 0, list[Blank]()
        for row in grid.rows:
            if any(_HEADED.search(cell.text) for cell in row):
                kinds = labels([cell.shown for cell in row])
                if {"target", "level3"} <= set(kinds) and {"actual", "score"} & set(kinds):
                    header = kinds
                    continue
            yield from _answers(text, row)
            under = _under(header, row) if header else None
            if under is None or _cut(text, row):
                continue
            blanks = [kind for kind in _NAMES if kind in under and not under[kind].shown]
            filled += not blanks
            name, target = under["level3"], under["target"]
            found += [Blank(_NAMES[kind], name.text, name.span, target.span) for kind in blanks]
        if filled >= _EVIDENCE or "weight" in header:
            yield from found


def _under(header: Sequence[str | None], row: Sequence[GridCell]) -> dict[str, GridCell] | None:
    """The cells of an indicator's row by their headings; None where they do not stand each under its own."""
    lost = len(header) - (row[-1].column + 1)  # cells at the beginning of the row, where one above reaches down
    shifts = [lost] if lost in ((0, 1, 2) if "weight" in header else (0,)) else []
    fitting = [under for shift in shifts if _fits(under := _shifted(header, row, shift), "weight" in header)]
    return fitting[0] if len(fitting) == 1 else None


def _shifted(header: Sequence[str | None], row: Sequence[GridCell], shift: int) -> dict[str, GridCell]:
    under: dict[str, GridCell] = {}
    for cell in row:
        at = cell.column + shift
        kind = header[at] if 0 <= at < len(header) else None
        if kind is not None:
            under.setdefault(kind, cell)
    return under


def _fits(under: Mapping[str, GridCell], weighted: bool) -> bool:
    name, target = under.get("level3"), under.get("target")
    if (
        name is None
        or target is None
        or not target.text
        or not _WORDS.match(name.text)
        or name.text.endswith(("指标", ":"))
    ):
        return False
    if weighted and ("weight" not in under or not NUMBER.match(under["weight"].text)):
        return False
    nature = under.get("nature")
    return nature is None or OPERATOR.match(nature.text) is not None or nature.text in ("定性", "定量", "═")


def _cut(text: str, row: Sequence[GridCell]) -> bool:
    """Whether the text may have been cut within this row."""
    return row[-1].span.end > len(text) - _TAIL and not text.rstrip().endswith(("|", "\t"))


def _answers(text: str, row: Sequence[GridCell]) -> Iterator[Blank]:
    first, *rest = row
    if (
        len(rest) >= 1
        and _ANSWERS.match(first.text)
        and not any(cell.text for cell in rest)
        and first.span.end < len(text) - _TAIL
    ):
        yield Blank("answer", first.text.rstrip(":"), first.span, None)
