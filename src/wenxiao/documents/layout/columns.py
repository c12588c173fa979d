"""Text in two columns beside each other, as newsletters have it: read down the left one, then down the right one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from wenxiao.documents.layout.lines import line_of
from wenxiao.documents.layout.model import Line, Word

#: So many lines with text on both sides make columns; fewer may be a table or a pair of signatures.
_LEAST = 6
#: The gap between columns, in font sizes, and how much of its column a line of text fills.
_GAP = 1.2
_FULL = 0.6


def in_columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines in reading order as stretches, each of one column."""
    middle = _gutter(lines)
    if middle is None:
        return [list(lines)]
    stretches: list[list[Line]] = []
    whole: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        sides = _sides(line, middle)
        if sides is None:
            stretches += [part for part in (left, right) if part]
            left, right = [], []
            whole.append(line)
            continue
        if whole:
            stretches.append(whole)
            whole = []
        for side, words in zip((left, right), sides, strict=True):
            if words:
                side.append(line_of(words, line.page))
    return [*stretches, *(part for part in (whole, left, right) if part)]


def _sides(line: Line, middle: float) -> tuple[list[Word], list[Word]] | None:
    """Words left and right of the gutter; None where one reaches over it."""
    if any(word.box.left < middle < word.box.right for word in line.words):
        return None
    return (
        [word for word in line.words if word.box.right <= middle],
        [word for word in line.words if word.box.left >= middle],
    )


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where two columns of running text are parted, None where they are not."""
    if len(lines) < _LEAST:
        return None
    begin, end = min(line.box.left for line in lines), max(line.box.right for line in lines)
    gaps = []
    for line in lines:
        for before, after in pairwise(line.words):
            middle = (before.box.right + after.box.left) / 2
            if after.box.left - before.box.right > _GAP * line.size and 0.4 < (middle - begin) / (end - begin) < 0.6:
                gaps.append(middle)
    if len(gaps) < _LEAST:
        return None
    middle = sorted(gaps)[len(gaps) // 2]
    both = full = 0
    for line in lines:
        sides = _sides(line, middle)
        if sides is not None and all(sides):
            both += 1
            lengths = [side[-1].box.right - side[0].box.left for side in sides]
            written = [sum(word.box.right - word.box.left for word in side) for side in sides]
            full += all(
                length > _FULL * (end - begin) / 2 * 0.9 and ink > 0.8 * length
                for length, ink in zip(lengths, written, strict=True)
            )
    return middle if both >= _LEAST and full >= 0.6 * both else None
