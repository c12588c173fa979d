"""Who fills in a form and what its goals say: labels with words beside or below them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from wenxiao.reading.form_bounds import Bounds
from wenxiao.reading.form_facts import Goal
from wenxiao.reading.labels import NUMBER, label
from wenxiao.reading.tables import GridCell

_OFFICE = re.compile(r"(?:中央|省级|地方|项目)?主管(?:部门|单位)(?:\([^()]{1,10}\)|及代码)?:?\Z")
_UNIT = re.compile(
    r"(?:项目)?(?:实施|承担|申报|填报|执行|资金使用|预算|评价)?单位(?:名称)?(?:\([^()]{1,10}\)|及代码)?:?\Z|部门(?:\(单位\))?名称:?\Z"
)
_DONE = re.compile(r"(?:全年|年度|项目)?(?:总体|绩效)?(?:目标)?(?:实际)?(?:完成|实现|执行)情况:?\Z|目标完成情况")
_MIDTERM = re.compile(r"(?:中期|实施期|长期)(?:总体|绩效)?目标:?\Z|项目总目标:?\Z")
_WANTED = re.compile(
    r"(?:项目)?(?:年度|全年|年初|预期|本年)?(?:设定|总体|预期)?(?:绩效)?(?:总体)?目标(?:内容)?(?:\([^()]{1,10}\))?:?\Z"
)
_ALL = re.compile(r"(?:项目)?(?:年度)?(?:总体|绩效)+目标(?:及?完成情况)?:?\Z")


class Goals:
    """Labels of goals, and of the offices in charge."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self._columns: list[tuple[int, str]] = []  # the goals whose words stand in the rows below

    def close(self) -> None:
        self._columns = []

    def offices(self, cells: Sequence[GridCell]) -> bool:
        """主管部门 | … | 实施单位 | …. Whether the row has one of them."""
        found = False
        for cell, value in itertools.pairwise(cells):
            if label(value.text) is not None or NUMBER.match(value.text):
                continue
            office, unit = _OFFICE.match(cell.text), _UNIT.match(cell.text)
            if (office is None and unit is None) or _OFFICE.match(value.text) or _UNIT.match(value.text):
                continue
            draft = self.bounds.here(value.span)
            found = True
            if office is not None:
                draft.office = draft.office or value.span
            else:
                draft.unit = draft.unit or value.span
        return found

    def take(self, cells: Sequence[GridCell]) -> bool:
        """A row of labels of goals, or of the words below them."""
        kinds = [_kind(cell.text) for cell in cells]
        asked = [(cell, kind) for cell, kind in zip(cells, kinds, strict=True) if kind is not None]
        if len(asked) == len(cells) > 2 and len({kind for _, kind in asked[1:]}) == len(asked) - 1:
            asked = asked[1:]  # 年度总体目标 | 预期目标 | 实际完成情况
        if len(asked) > 1 and len({kind for _, kind in asked}) == len(asked) and not _paired(kinds):
            self._columns = [(cell.column, kind) for cell, kind in asked]
            return True
        if len(asked) == len(cells) == 1 and not _ALL.match(cells[0].text):
            self._columns = [(asked[0][0].column, asked[0][1])]
            return True
        if asked and asked[0][0] is cells[0] and _paired(kinds):
            for (_, kind), value in zip(asked, cells[1::2], strict=False):
                self._add(kind, value)
            self._columns = []
            return True
        return self._below(cells)

    def _below(self, cells: Sequence[GridCell]) -> bool:
        words = [cell for cell in cells if _kind(cell.text) is None]
        if not self._columns or not words or any(label(cell.text) is not None for cell in words[:1]):
            return False
        columns = {cell.column: cell for cell in words}
        if all(column in columns for column, _ in self._columns):
            found = [(kind, columns[column]) for column, kind in self._columns]
        elif len(words) == len(self._columns):
            found = [(kind, cell) for (_, kind), cell in zip(self._columns, words, strict=True)]
        else:
            found = [(kind, columns[column]) for column, kind in self._columns if column in columns]
        for kind, cell in found:
            self._add(kind, cell)
        self._columns = [] if found else self._columns
        return bool(found)

    def _add(self, kind: str, cell: GridCell) -> None:
        self.bounds.here(cell.span).goals.append(Goal(kind, cell.span))


def _kind(words: str) -> str | None:
    """What a label of a goal asks for."""
    words = words.lstrip("0123456789.、 ")
    if len(words) > 16:
        return None
    if _MIDTERM.match(words):
        return "midterm"
    if _DONE.match(words):
        return "done"
    return "wanted" if _WANTED.match(words) or _ALL.match(words) else None


def _paired(kinds: Sequence[str | None]) -> bool:
    """Label, words, label, words."""
    return (
        len(kinds) > 1
        and all((kind is not None) == (at % 2 == 0) for at, kind in enumerate(kinds))
        and len(kinds) % 2 == 0
    )
