"""A document's pages one after the other: what stands on each, and what goes on from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wenxiao.documents.layout.lines import lines_of
from wenxiao.documents.layout.margins import Margins
from wenxiao.documents.layout.model import Grid, Line, Page, Paragraph, Sheet
from wenxiao.documents.layout.paragraphs import column_edges, continues, extend, paragraphs
from wenxiao.documents.layout.ruled import Frame, frames
from wenxiao.documents.layout.tables import fill, joined

Element = Paragraph | Grid


def flow(sheets: Iterable[Sheet], margins: Margins) -> Iterator[Element]:
    """Paragraphs and tables in reading order, those that a page break cut in two joined.

    Pages are taken one by one and let go; only what goes on is held back.
    """
    held: Element | None = None
    edges: tuple[float, float] | None = None
    for page in margins.strip(map(lay, sheets)):
        fresh = True
        for element in _in_order(page, edges):
            if held is not None and fresh and _goes_on(held, element):
                fresh = False
                continue
            fresh = False
            if held is not None:
                yield held
            held = element
        if page.lines:
            edges = column_edges(page.lines)
    if held is not None:
        yield held


def lay(sheet: Sheet) -> Page:
    """The ruled tables of a page with their words, and the other words as lines."""
    found = frames(sheet.across, sheet.down)
    inside: list[list[int]] = [[] for _ in found]
    outside = []
    for at, word in enumerate(sheet.words):
        frame = _around(found, word.box.left + word.box.right, word.box.top + word.box.bottom) if found else None
        if frame is None:
            outside.append(word)
        else:
            inside[frame].append(at)
    grids = [
        fill(frame, [sheet.words[at] for at in held], sheet.number) for frame, held in zip(found, inside, strict=True)
    ]
    grids = [grid for grid in grids if any(cell.lines for cell in grid.cells)]
    return Page(sheet.number, sheet.width, sheet.height, lines_of(outside, sheet.number), grids)


def _around(found: list[Frame], twice_x: float, twice_y: float) -> int | None:
    x, y = twice_x / 2, twice_y / 2
    for at, frame in enumerate(found):
        box = frame.box
        if box.left <= x <= box.right and box.top <= y <= box.bottom:
            return at
    return None


def _in_order(page: Page, before: tuple[float, float] | None) -> list[Element]:
    """What stands on one page, from top to bottom. ``before`` are the edges of the text of the page before."""
    found: list[Element] = []
    tops = sorted(page.grids, key=lambda grid: grid.box.top)
    stretch: list[Line] = []
    at = 0
    left, right = _edges(page.lines, before)
    for line in page.lines:
        while at < len(tops) and tops[at].box.top < line.box.top:
            found += paragraphs(stretch, left, right)
            stretch = []
            found.append(tops[at])
            at += 1
        stretch.append(line)
    found += paragraphs(stretch, left, right)
    found += tops[at:]
    return found


def _edges(lines: list[Line], before: tuple[float, float] | None) -> tuple[float, float]:
    if not lines:
        return before or (0.0, 0.0)
    left, right = column_edges(lines)
    if before is not None and len(lines) < 4:
        left, right = min(left, before[0]), max(right, before[1])
    return left, right


def _goes_on(held: Element, element: Element) -> bool:
    """Join the first element of a page to the last one of the page before, if they are one."""
    if isinstance(held, Grid):
        return isinstance(element, Grid) and element.page == held.page + 1 and joined(held, element)
    if isinstance(element, Grid) or element.lines[0].page != held.lines[-1].page + 1:
        return False
    first = element.lines[0]
    if not continues(held, first, element.left, element.right, None):
        return False
    extend(held, first)
    held.lines += element.lines[1:]
    held.left, held.right = element.left, element.right
    return True
