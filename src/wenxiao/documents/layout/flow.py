"""A document's pages one after the other: what stands on each, and what goes on from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wenxiao.documents.layout.columns import in_columns
from wenxiao.documents.layout.footnotes import take_footnotes
from wenxiao.documents.layout.lines import lines_of
from wenxiao.documents.layout.margins import Margins
from wenxiao.documents.layout.model import Column, Grid, Line, Page, Paragraph, Sheet
from wenxiao.documents.layout.paragraphs import column_of, continues, extend, paragraphs
from wenxiao.documents.layout.ruled import Frame, frames
from wenxiao.documents.layout.tables import fill, joined
from wenxiao.documents.layout.unruled import unruled

Element = Paragraph | Grid


def flow(sheets: Iterable[Sheet], margins: Margins) -> Iterator[Element]:
    """Paragraphs and tables in reading order, those that a page break cut in two joined; footnotes at the end.

    Pages are taken one by one and let go; only what goes on is held back.
    """
    held: Element | None = None
    column: Column | None = None
    footnotes: list[Paragraph] = []
    for page in margins.strip(map(lay, sheets)):
        footnotes += take_footnotes(page)
        elements, column = _in_order(page, column)
        for at, element in enumerate(elements):
            if held is not None:
                if at == 0 and _goes_on(held, element):
                    continue
                yield held
            held = element
    if held is not None:
        yield held
    yield from footnotes


def lay(sheet: Sheet) -> Page:
    """The ruled tables of a page with their words, and the other words as lines."""
    found = frames(sheet.across, sheet.down)
    inside: list[list[int]] = [[] for _ in found]
    outside = sheet.words
    if found:
        outside = []
        for at, word in enumerate(sheet.words):
            frame = _around(found, word.box.left + word.box.right, word.box.top + word.box.bottom)
            if frame is None:
                outside.append(word)
            else:
                inside[frame].append(at)
    grids = [
        fill(frame, [sheet.words[at] for at in held], sheet.number) for frame, held in zip(found, inside, strict=True)
    ]
    grids = [grid for grid in grids if any(cell.lines for cell in grid.cells)]
    boxes = [frame.box for frame in found]
    rules = [rule for rule in sheet.across if not any(box.top - 3 < rule.at < box.bottom + 3 for box in boxes)]
    return Page(sheet.number, sheet.width, sheet.height, lines_of(outside, sheet.number), grids, rules)


def _around(found: list[Frame], twice_x: float, twice_y: float) -> int | None:
    x, y = twice_x / 2, twice_y / 2
    for at, frame in enumerate(found):
        box = frame.box
        if box.left <= x <= box.right and box.top <= y <= box.bottom:
            return at
    return None


def _in_order(page: Page, before: Column | None) -> tuple[list[Element], Column | None]:
    """What stands on one page in reading order, and its column; ``before`` is that of the page before."""
    stretches = in_columns(page.lines)
    if len(stretches) > 1:
        found: list[Element] = list(page.grids)
        for stretch in stretches:
            found += paragraphs(stretch, column_of(stretch))
        return found, before
    column = before
    if page.lines:
        margin = min(box.left for box in (*(line.box for line in page.lines), *(grid.box for grid in page.grids)))
        column = column_of(page.lines, before, page.width - max(0.0, margin))
    found = []
    grids = sorted(page.grids, key=lambda grid: grid.box.top)
    run: list[Line] = []
    for item in sorted([*unruled(page.lines), *grids], key=lambda item: item.box.top):
        if isinstance(item, Line):
            run.append(item)
            continue
        found += _paragraphs(run, column)
        run = []
        found.append(item)
    return [*found, *_paragraphs(run, column)], column


def _paragraphs(lines: list[Line], column: Column | None) -> list[Paragraph]:
    return paragraphs(lines, column) if column is not None and lines else []


def _goes_on(held: Element, element: Element) -> bool:
    """Join the first element of a page to the last one of the page before, if they are one."""
    if isinstance(held, Grid):
        return isinstance(element, Grid) and element.page == held.page + 1 and joined(held, element)
    if isinstance(element, Grid) or element.lines[0].page != held.lines[-1].page + 1:
        return False
    first = element.lines[0]
    if not continues(held, first, element.column, None):
        return False
    extend(held, first)
    held.lines += element.lines[1:]
    held.column = element.column
    return True
