"""Tables with ruling lines: strokes to grids, grids to cells, each with the words that stand in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from wenxiao.documents.layout.model import Stroke, Word
from wenxiao.documents.model import Box

#: Strokes nearer than this, in points, are one line.
SNAP = 2.5
#: A grid of more lines one way is a picture, not a table.
MAX_LINES = 1500


class Frame:
    """One grid of strokes: cells as areas ``(row, column, rowspan, colspan)`` and the lines they are bounded by."""

    __slots__ = ("_areas", "box", "xs", "ys")

    def __init__(
        self, xs: list[float], ys: list[float], areas: dict[tuple[int, int], tuple[int, int, int, int]]
    ) -> None:
        self.xs = xs
        self.ys = ys
        self.box = Box(xs[0], ys[0], xs[-1], ys[-1])
        self._areas = areas  # by elementary cell

    @property
    def areas(self) -> list[tuple[int, int, int, int]]:
        return sorted(set(self._areas.values()))

    def at(self, x: float, y: float) -> tuple[int, int, int, int] | None:
        """The cell around a point, None outside of the grid."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        return self._areas.get((row, column))

    def box_of(self, area: tuple[int, int, int, int]) -> Box:
        row, column, down, across = area
        return Box(self.xs[column], self.ys[row], self.xs[column + across], self.ys[row + down])


def frames(across: Sequence[Stroke], down: Sequence[Stroke]) -> list[Frame]:
    """Grids of at least two cells, from top to bottom."""
    flat, upright = _merged(across), _merged(down)
    found = []
    for rows, columns in _connected(flat, upright):
        frame = _frame(rows, columns)
        if frame is not None:
            found.append(frame)
    return sorted(found, key=lambda frame: (frame.box.top, frame.box.left))


def _merged(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Strokes on one line that touch, as one. A doubled line is one line."""
    ordered = sorted(strokes)
    lanes: list[list[Stroke]] = []
    for stroke in ordered:
        if lanes and stroke.at - lanes[-1][-1].at < SNAP and stroke.at - lanes[-1][0].at < 2 * SNAP:
            lanes[-1].append(stroke)
        else:
            lanes.append([stroke])
    merged: list[Stroke] = []
    for lane in lanes:
        at = sum(stroke.at for stroke in lane) / len(lane)
        start = end = None
        for stroke in sorted(lane, key=lambda stroke: stroke.start):
            if end is not None and start is not None and stroke.start <= end + 2 * SNAP:
                end = max(end, stroke.end)
                continue
            if start is not None and end is not None:
                merged.append(Stroke(at, start, end))
            start, end = stroke.start, stroke.end
        if start is not None and end is not None:
            merged.append(Stroke(at, start, end))
    return [stroke for stroke in merged if stroke.end - stroke.start > 2 * SNAP]


def _connected(flat: Sequence[Stroke], upright: Sequence[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Horizontal and vertical strokes that cross or touch, by group."""
    if len(flat) < 2 or len(upright) < 2 or len(flat) > MAX_LINES or len(upright) > MAX_LINES:
        return []
    parent = list(range(len(flat) + len(upright)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, row in enumerate(flat):
        low, high = row.start - SNAP, row.end + SNAP
        for j, column in enumerate(upright, len(flat)):
            if low <= column.at <= high and column.start - SNAP <= row.at <= column.end + SNAP:
                parent[root(j)] = root(i)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for i, row in enumerate(flat):
        groups.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(upright, len(flat)):
        groups.setdefault(root(j), ([], []))[1].append(column)
    return [group for group in groups.values() if len(group[0]) > 1 and len(group[1]) > 1]


def _positions(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > SNAP:
            found.append(value)
    return found


def _frame(rows: Sequence[Stroke], columns: Sequence[Stroke]) -> Frame | None:
    xs = [column.at for column in columns]
    left, right = min(row.start for row in rows), max(row.end for row in rows)
    if min(xs) - left > 4 * SNAP:
        xs.append(left)  # a table that is open at its sides
    if right - max(xs) > 4 * SNAP:
        xs.append(right)
    xs = _positions(xs)
    ys = _positions([row.at for row in rows])
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):
        return None
    walls = _borders(columns, xs, ys)
    floors = _borders(rows, ys, xs)
    areas = _areas(len(ys) - 1, len(xs) - 1, walls, floors)
    return Frame(xs, ys, areas) if len(set(areas.values())) > 1 else None


def _borders(strokes: Sequence[Stroke], ats: list[float], spans: list[float]) -> set[tuple[int, int]]:
    """Which pieces of which grid line are drawn: ``(line, piece)``."""
    drawn: set[tuple[int, int]] = set()
    for stroke in strokes:
        line = min(range(len(ats)), key=lambda i: abs(ats[i] - stroke.at))
        if abs(ats[line] - stroke.at) > 2 * SNAP:
            continue
        for piece in range(len(spans) - 1):
            low, high = spans[piece], spans[piece + 1]
            if min(high, stroke.end) - max(low, stroke.start) > 0.6 * (high - low):
                drawn.add((line, piece))
    return drawn


def _areas(
    rows: int, columns: int, walls: set[tuple[int, int]], floors: set[tuple[int, int]]
) -> dict[tuple[int, int], tuple[int, int, int, int]]:
    """Each elementary cell's area: it grows to the right and down until a line is drawn."""
    areas: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for row in range(rows):
        for column in range(columns):
            if (row, column) in areas:
                continue
            across = 1
            while (
                column + across < columns
                and (column + across, row) not in walls
                and (row, column + across) not in areas
            ):
                across += 1
            down = 1
            while row + down < rows and _open_below(row + down, column, across, walls, floors, areas):
                down += 1
            area = (row, column, down, across)
            for y in range(row, row + down):
                for x in range(column, column + across):
                    areas[(y, x)] = area
    return areas


def _open_below(
    row: int,
    column: int,
    across: int,
    walls: set[tuple[int, int]],
    floors: set[tuple[int, int]],
    areas: dict[tuple[int, int], tuple[int, int, int, int]],
) -> bool:
    """Whether no line parts the elementary cells of ``row`` from those above, nor from each other."""
    return all((row, x) not in floors and (row, x) not in areas for x in range(column, column + across)) and all(
        (x, row) not in walls for x in range(column + 1, column + across)
    )


def cut(word: Word, frame: Frame) -> list[tuple[tuple[int, int, int, int], Word]]:
    """A word by the cells it stands in: cut where it reaches over a line, if its characters' places are known."""
    left, top, right, bottom = word.box
    middle = (top + bottom) / 2
    area = frame.at((left + right) / 2, middle)
    if area is None:
        return []
    box = frame.box_of(area)
    reach = 0.6 * word.size
    if (left > box.left - reach and right < box.right + reach) or len(word.edges) != len(word.text):
        return [(area, word)]
    pieces: list[tuple[tuple[int, int, int, int], Word]] = []
    begin = 0
    held = None
    for i, edge in enumerate(word.edges):
        after = word.edges[i + 1] if i + 1 < len(word.edges) else right
        here = frame.at((edge + after) / 2, middle) or area
        if held is not None and here != held:
            pieces.append((held, _part(word, begin, i)))
            begin = i
        held = here
    if held is not None:
        pieces.append((held, _part(word, begin, len(word.text))))
    return pieces


def _part(word: Word, begin: int, end: int) -> Word:
    right = word.edges[end] if end < len(word.edges) else word.box.right
    return word._replace(
        text=word.text[begin:end],
        box=word.box._replace(left=word.edges[begin], right=right),
        edges=word.edges[begin:end],
    )
