"""The ruling lines of a PDF page: thin boxes, lines and the edges of drawn rectangles."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from wenxiao.documents.layout.model import Stroke
from wenxiao.documents.model import Box
from wenxiao.documents.readers import pdf_library as pdf
from wenxiao.documents.readers.pdf_geometry import Matrix

_PATH, _IMAGE, _FORM = 2, 3, 5
_MOVE = 2
#: No ruling line is thicker, in points.
_THICK = 4.5
#: Bounds of what is looked at on one page: a drawing has more, a table has not.
_MOST_OBJECTS = 100_000
_MOST_SEGMENTS = 40_000
_DEEPEST = 5
_UNMOVED = Matrix(1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Drawn:
    """Ruling lines, and the share of the page that pictures cover (at most 1)."""

    across: list[Stroke] = field(default_factory=list)
    down: list[Stroke] = field(default_factory=list)
    pictured: float = 0.0


def drawn_on(page: int, matrix: Matrix, width: float, height: float) -> Drawn:
    """What is drawn on a page that ``matrix`` brings to its place as shown."""
    drawn = Drawn()
    bounds = (ctypes.c_float * 4)()
    at = ctypes.addressof(bounds)
    modes = (ctypes.c_int * 2)()
    mode_at = ctypes.addressof(modes)
    left_for = _MOST_SEGMENTS
    for item, inner in _objects(page):
        placed = matrix.after(inner) if inner is not _UNMOVED else matrix
        if not pdf.object_bounds(item, at, at + 4, at + 8, at + 12):
            continue
        box = placed.box(*bounds)
        if pdf.object_type(item) == _IMAGE:
            seen = max(0.0, min(width, box.right) - max(0.0, box.left)) * max(
                0.0, min(height, box.bottom) - max(0.0, box.top)
            )
            drawn.pictured = min(1.0, drawn.pictured + seen / max(1.0, width * height))
            continue
        if _rule(drawn, box):
            continue
        segments = pdf.count_segments(item)
        if segments <= 1 or segments > left_for or not pdf.path_mode(item, mode_at, mode_at + 4):
            continue
        stroked = bool(modes[1])
        if not stroked and segments <= 5:
            continue  # one filled area
        left_for -= segments
        _outline(drawn, item, segments, stroked, placed)
    return drawn


def _objects(page: int) -> Iterator[tuple[int, Matrix]]:
    """Paths and pictures of a page, also inside of its form objects, each with the matrix that places it."""
    pending: list[tuple[int, int, int, Matrix, int]] = [(page, 0, pdf.count_objects(page), _UNMOVED, 0)]
    left_for = _MOST_OBJECTS
    values = (ctypes.c_float * 6)()
    while pending:
        holder, at, count, matrix, depth = pending.pop()
        get = pdf.inner_object if depth else pdf.page_object
        for i in range(at, count):
            left_for -= 1
            if left_for < 0:
                return
            item = get(holder, i)
            if not item:
                continue
            kind = pdf.object_type(item)
            if kind in (_PATH, _IMAGE):
                yield item, matrix
            elif kind == _FORM and depth < _DEEPEST:
                placed = matrix
                if pdf.object_matrix(item, ctypes.addressof(values)):
                    placed = matrix.after(Matrix(*values))
                pending.append((holder, i + 1, count, matrix, depth))
                pending.append((item, 0, pdf.count_inner(item), placed, depth + 1))
                break


def _rule(drawn: Drawn, box: Box) -> bool:
    """Take a thin box as a line. Whether it was one, or too small to be anything."""
    wide, high = box.right - box.left, box.bottom - box.top
    if high <= _THICK and wide > 2 * high:
        drawn.across.append(Stroke((box.top + box.bottom) / 2, box.left, box.right))
    elif wide <= _THICK and high > 2 * wide:
        drawn.down.append(Stroke((box.left + box.right) / 2, box.top, box.bottom))
    else:
        return wide <= _THICK and high <= _THICK
    return True


def _outline(drawn: Drawn, item: int, count: int, stroked: bool, placed: Matrix) -> None:
    """The lines of a path of many: each thin part of it, or each of its edges where they are drawn."""
    values = (ctypes.c_float * 6)()
    matrix = placed
    if pdf.object_matrix(item, ctypes.addressof(values)):
        matrix = placed.after(Matrix(*values))
    at = ctypes.addressof(values)
    part: list[tuple[float, float]] = []
    straight = True
    for i in range(count):
        segment = pdf.path_segment(item, i)
        if not segment or not pdf.segment_point(segment, at, at + 4):
            continue
        kind = pdf.segment_type(segment)
        if kind == _MOVE:
            _part(drawn, part, stroked and straight)
            part, straight = [], True
        elif kind != 0:
            straight = False
        part.append(matrix.point(values[0], values[1]))
        if pdf.segment_close(segment) and len(part) > 2:
            part.append(part[0])
    _part(drawn, part, stroked and straight)


def _part(drawn: Drawn, points: list[tuple[float, float]], stroked: bool) -> None:
    if len(points) < 2:
        return
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    if _rule(drawn, Box(min(xs), min(ys), max(xs), max(ys))) or not stroked:
        return
    for (x0, y0), (x1, y1) in pairwise(points):
        _rule(drawn, Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
