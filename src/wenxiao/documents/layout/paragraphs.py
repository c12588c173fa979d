"""Lines to paragraphs: a line goes on where it is full and nothing says that the next one begins anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from wenxiao.documents.layout.lines import between, ends_sentence, goes_on
from wenxiao.documents.layout.model import Line, Paragraph

_STARTS = re.compile(
    r"[（(]?[一二三四五六七八九十百]{1,4}[）)、.．：:]|[（(]?\d{1,3}(?:[）)、]|[.．](?!\d))"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条]|附[件表][\d一二三四五六七八九十：:]|[①-⑳●◆■□•]|备?注[：:]"
)


def paragraphs(lines: Sequence[Line], left: float, right: float) -> list[Paragraph]:
    """Paragraphs of the lines of one column, which reaches from ``left`` to ``right``."""
    found: list[Paragraph] = []
    pitch = _pitch(lines)
    for line in lines:
        if found and continues(found[-1], line, left, right, pitch):
            extend(found[-1], line)
        else:
            found.append(Paragraph([line], right, left))
    return found


def extend(paragraph: Paragraph, line: Line) -> None:
    last = paragraph.lines[-1]
    last.text += between(last.text, line.text)
    paragraph.lines.append(line)


def continues(paragraph: Paragraph, line: Line, left: float, right: float, pitch: float | None) -> bool:
    """Whether a line is the next one of a paragraph. ``pitch`` is the usual distance of lines, None over a page break."""
    last = paragraph.lines[-1]
    size = last.size
    if abs(line.size - size) > 0.12 * size:
        return False
    if pitch is not None and line.box.bottom - last.box.bottom > _far(paragraph, pitch):
        return False
    edge = paragraph.right
    if not goes_on(last, line.text, edge):
        return False
    indented = line.box.left - left > 1.2 * size
    further = line.box.left - last.box.left > 0.8 * size
    closed = ends_sentence(last.text)
    if closed and (indented or _STARTS.match(line.text)):
        return False
    if indented and further and not _centred(last, line, left, right):
        return False
    return True


def _far(paragraph: Paragraph, pitch: float) -> float:
    """From which distance of two lines on they are of two paragraphs."""
    lines = paragraph.lines
    if len(lines) > 1 and lines[-1].page == lines[-2].page:
        return 1.3 * (lines[-1].box.bottom - lines[-2].box.bottom)
    return max(1.5 * pitch, 1.9 * lines[-1].size)


def _centred(last: Line, line: Line, left: float, right: float) -> bool:
    """Whether both lines stand in the middle of the column, as the lines of a long title do."""
    middle = left + right
    near = 1.5 * line.size
    return all(abs(each.box.left + each.box.right - middle) < near for each in (last, line))


def _pitch(lines: Sequence[Line]) -> float:
    steps = [b.box.bottom - a.box.bottom for a, b in zip(lines, lines[1:], strict=False)]
    steps = [step for step in steps if step > 0]
    return median(steps) if steps else 20.0


def column_edges(lines: Sequence[Line]) -> tuple[float, float]:
    """Where the text of a column begins and ends: the outermost places that two lines share, else the outermost."""
    return (
        _shared([line.box.left for line in lines], 1.0),
        _shared([line.box.right for line in lines], -1.0),
    )


def _shared(edges: list[float], sign: float) -> float:
    ordered = sorted(edge * sign for edge in edges)
    for edge, following in zip(ordered, ordered[1:], strict=False):
        if following - edge < 8:
            return edge * sign
    return ordered[0] * sign
