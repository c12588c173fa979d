"""Quoted lines with their places underlined, as compilers show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wenxiao.documents.places import Places
from wenxiao.publishing.ink import Ink, cells, cut, cut_left
from wenxiao.quantities.model import Span

#: A place that runs over more lines than this is quoted from its first lines and its last.
_LINES = 3


def excerpts(places: Places, spans: Sequence[Span], ink: Ink, style: str, lang: str, width: int) -> list[str]:
    """Each line that a span touches, cut to ``width`` around the span, with carets below; in the order of the text."""
    marked: dict[int, list[tuple[int, int]]] = {}
    for span in spans:
        for line, start, end in _pieces(places, span):
            marked.setdefault(line, []).append((start, end))
    numbered = [
        (places.at(places.line_start(line) + marks[0][0]), line, marks) for line, marks in sorted(marked.items())
    ]
    names = [
        str(line) if place.anchor is None or place.anchor.line is not None else place.name(lang)
        for place, line, _ in numbered
    ]
    gutter = max(map(cells, names), default=0)
    blank = ink("accent", " " * gutter + " |")
    out = [blank]
    for label, (_, line, marks) in zip(names, numbered, strict=True):
        rule = ink("accent", " " * (gutter - cells(label)) + label + " |")
        for shown, under in _windows(places.line_text(line), sorted(marks), max(width - gutter - 3, 30)):
            out += [f"{rule} {shown}", f"{blank} {ink(style, under)}"]
    return out


def _pieces(places: Places, span: Span) -> Iterable[tuple[int, int, int]]:
    """The parts of a span by line, as columns from 0."""
    first, last = places.at(span.start).line, places.at(max(span.start, span.end - 1)).line
    lines = list(range(first, last + 1))
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], last]
    for line in lines:
        begin, text = places.line_start(line), places.line_text(line)
        start, end = max(span.start - begin, 0), min(span.end - begin, len(text))
        start += len(text[start:end]) - len(text[start:end].lstrip())
        if start < end or first == last:
            yield line, start, max(end, start + 1)


def _windows(text: str, marks: Sequence[tuple[int, int]], width: int) -> Iterable[tuple[str, str]]:
    """Pieces of a line with the carets below them; marks that fit into one piece share it."""
    group: list[tuple[int, int]] = []
    for mark in marks:
        if group and cells(text[group[0][0] : max(mark[1], group[-1][1])]) > width - 8:
            yield _window(text, group, width)
            group = []
        group.append(mark)
    if group:
        yield _window(text, group, width)


def _window(text: str, marks: Sequence[tuple[int, int]], width: int) -> tuple[str, str]:
    text = text.replace("\t", " ")
    start, end = marks[0][0], max(end for _, end in marks)
    core = text[start:end]
    if cells(core) > width - 2:
        core = cut(core, width - 2)
        before, after = "", ""
    else:
        room = width - cells(core) - 2
        after = cut(text[end:], room - min(room // 2, cells(text[:start])))
        before = cut_left(text[:start], room - cells(after))
    head = "…" if len(before) < start else ""
    tail = "…" if start + len(core) + len(after) < len(text) else ""
    shown = f"{head}{before}{core}{after}{tail}"
    lead = cells(head) + cells(before)
    carets = [" "] * (lead + cells(core) + 1)
    for begin, stop in marks:
        low, high = lead + cells(core[: begin - start]), lead + cells(core[: max(stop - start, 0)])
        high = max(high, low + 1)
        carets[low:high] = "^" * (high - low)
    return shown, "".join(carets).rstrip()
