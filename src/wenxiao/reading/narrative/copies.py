"""Passages of 概况 or 绩效目标 that stand again, word by word, among the results."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from wenxiao.quantities.model import Span
from wenxiao.reading.model import Project
from wenxiao.reading.tables import Grid
from wenxiao.reading.told import Chapter, Copy, Purpose

_SEED = 24  # characters in common before a passage is looked at
_PASSAGE = 60  # characters in common that are no coincidence
_CELL = 20
_MARK = re.compile(r"[，。;:、\n]")
_SOURCES = (Purpose.TARGET, Purpose.ABOUT)
_EXPECTED = re.compile(r"(?:年度|年初|总体|预期|设定).{0,8}目标")
_ACTUAL = re.compile(r"(?:实际|全年|目标).{0,6}完成情况|实际完成")


def find_copies(
    text: str, chapters: Sequence[Chapter], projects: Sequence[Project], grids: Sequence[Grid]
) -> tuple[Copy, ...]:
    """In order of the second place. Within one project where the document has several."""
    told = [c for c in chapters if c.purposes]
    starts = [c.heading.start for c in told]
    scopes: list[tuple[int | None, list[Chapter]]] = []
    for number, project in enumerate(projects if len(projects) > 1 else ()):
        first, last = (bisect_left(starts, at) for at in project.scope)
        within = [c for c in told[first:last] if c.own.end <= project.scope.end]
        if within:
            scopes.append((number, within))
    found: list[Copy] = []
    for of, within in scopes or [(None, told)]:
        found += _copied(text, within, of)
    found += [copy for grid in grids for copy in _cells(grid)]
    return tuple(sorted(found, key=lambda c: c.second.start))


def _copied(text: str, chapters: Sequence[Chapter], project: int | None) -> list[Copy]:
    seeds: dict[str, tuple[int, Span, Purpose]] = {}
    found: list[Copy] = []
    for chapter in chapters:
        purpose = next((p for p in _SOURCES if p in chapter.purposes), None)
        if Purpose.RESULT in chapter.purposes and purpose is None:
            found += _repeated(text, chapter.own, seeds, project)
        elif purpose is not None:
            for at in _clause_starts(text, chapter.own):
                seeds.setdefault(text[at : at + _SEED], (at, chapter.own, purpose))
    return found


def _clause_starts(text: str, span: Span) -> list[int]:
    """Passages are compared from where clauses begin: one of sixty characters has such a place."""
    return [m.end() for m in _MARK.finditer(text, span.start, span.end - _SEED)]


def _repeated(text: str, own: Span, seeds: dict[str, tuple[int, Span, Purpose]], project: int | None) -> list[Copy]:
    found: list[Copy] = []
    done = own.start
    for at in _clause_starts(text, own):
        seed = seeds.get(text[at : at + _SEED]) if at >= done else None
        if seed is None:
            continue
        source, chapter, purpose = seed
        before = 0
        while (
            at - before > own.start
            and source - before > chapter.start
            and text[at - before - 1] == text[source - before - 1]
        ):
            before += 1
        end = _SEED
        while at + end < own.end and source + end < chapter.end and text[at + end] == text[source + end]:
            end += 1
        done = at + end
        while text[at - before] in "，。;:、)\n":
            before -= 1
        words = text[at - before : done]
        if len(words) >= _PASSAGE and words.count("《") * 30 < len(words) and text[at - before - 1] != "(":
            found.append(Copy(project, Span(source - before, source + end), Span(at - before, done), purpose))
    return found


def _cells(grid: Grid) -> list[Copy]:
    """Rows of a form where the cell under 预期目标 and the one under 实际完成情况 say the same."""
    found: list[Copy] = []
    for header, row in zip(grid.rows, grid.rows[1:], strict=False):
        if not (any(_EXPECTED.search(c.text) for c in header) and any(_ACTUAL.search(c.text) for c in header)):
            continue
        cells = [c for c in row if len(c.text) >= _CELL]
        for first, second in pairwise(cells):
            if first.text.rstrip("。;") == second.text.rstrip("。;"):
                found.append(Copy(None, first.span, second.span, Purpose.TARGET))
    return found
