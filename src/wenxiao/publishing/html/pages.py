"""The pages of the original as pictures, with a box over every quantity and every place of a finding."""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wenxiao.audit.model import Report, relation_operands
from wenxiao.audit.together import JointFinding
from wenxiao.documents.facsimile import Facsimile, Strip, Wanted
from wenxiao.documents.guard import Guard
from wenxiao.documents.model import Box, Document, Page
from wenxiao.documents.places import Places
from wenxiao.documents.placing import Placing
from wenxiao.documents.rendering import facsimiles
from wenxiao.publishing.html.marks import CLASSES, marks_of, quantities_of
from wenxiao.publishing.html.markup import both, esc
from wenxiao.publishing.words import Words
from wenxiao.quantities.model import Span
from wenxiao.reading.privacy import hidden, hidden_by_itself

#: Pages of one document that are shown.
MOST_PAGES = 60


class _Target(NamedTuple):
    """A place of the text that gets boxes: findings (gravest first) or a quantity, or both."""

    span: Span
    findings: tuple[int, ...]
    style: str
    quantity: int | None  # from 1


@dataclass(slots=True)
class Pages:
    """What is shown of one document's pages. ``html`` is empty where there is no picture of any of them."""

    html: str = ""
    said: list[Words] = field(default_factory=list)  # what is not shown, and why


def pages(
    report: Report, number: int, joint: Sequence[tuple[int, JointFinding]], guarded: Guard, most: int = MOST_PAGES
) -> Pages:
    """The pages of one document; ``number`` is its number in the report, ``most`` how many of its pages may be shown."""
    document = report.reading.document
    shown = Pages()
    if not document.pages or document.origin is None:
        return shown
    placing = Placing(document)
    targets = _targets(report, number, joint)
    chosen = _chosen(document, placing, targets, most)
    secrets = hidden(document, report.reading.view, report.reading.personal)
    barred = _barred(document, placing, secrets)
    at: dict[int, list[int]] = defaultdict(list)  # placements by page
    for n, placement in enumerate(document.placements):
        at[placement.page].append(n)
    unread = (
        frozenset(page.number for page in document.pages if page.number not in at)
        if report.reading.withheld
        else frozenset()
    )
    apart = barred | unread
    wanted = _wanted(document, [page for page in chosen if page.number not in apart], at, placing, secrets)
    # A document that was read with all that stands in it is shown with all that stands on it.
    secret = hidden_by_itself if report.reading.withheld else None
    found = facsimiles(document, wanted, secret, guarded)
    edges = {n: known for page, one in found.items() for n, known in zip(at[page], one.edges, strict=True)}
    boxes: dict[int, list[tuple[Box, _Target, bool]]] = defaultdict(list)
    for target in targets:
        for n, (page, box) in enumerate(placing.boxes(target.span, edges)):
            boxes[page].append((box, target, n == 0))
    shown.html = "".join(
        _leaf(page, found[page.number], boxes[page.number], number) for page in chosen if page.number in found
    )
    shown.said = list(_said(document, chosen, barred, unread - barred, found))
    return shown


def _targets(report: Report, number: int, joint: Sequence[tuple[int, JointFinding]]) -> list[_Target]:
    """Places of findings, and quantities without those that a finding is about itself."""
    reading = report.reading
    quantities = quantities_of(reading)
    numbers = {span: n + 1 for span, _, n in quantities}
    places: dict[Span, list[tuple[int, str]]] = defaultdict(list)
    for mark in sorted(marks_of(report, number, joint), key=lambda mark: mark.number):
        places[Span(mark.start, mark.end)].append((mark.number, mark.severity))
    found = [
        _Target(span, tuple(dict.fromkeys(n for n, _ in marks)), marks[0][1], numbers.get(span))
        for span, marks in places.items()
    ]
    held = _held(report)
    found += [
        _Target(span, (), f"{CLASSES.get(kind, 'u')}{' good' if n in held else ''}", n + 1)
        for span, kind, n in quantities
        if span not in places
    ]
    return found


def _held(report: Report) -> set[int]:
    """The quantities (from 0) of relations that hold, without those of relations that do not."""
    numbers = {quantity: n for n, quantity in enumerate(report.reading.ids)}
    by_verdict: dict[bool, set[int]] = {True: set(), False: set()}
    for relation in report.reading.relations:
        verdict = relation.verdict.value
        if verdict != "unknown":
            by_verdict[verdict == "holds"] |= {numbers[q] for q in relation_operands(relation) if q in numbers}
    return by_verdict[True] - by_verdict[False]


def _chosen(document: Document, placing: Placing, targets: Sequence[_Target], most: int) -> list[Page]:
    """The pages to be shown, in their order: with findings first where there are too many, then with quantities."""
    if len(document.pages) <= most:
        return list(document.pages)
    rank: dict[int, int] = {}
    for target in targets:
        for at, _, _ in placing.pieces(target.span):
            page = document.placements[at].page
            rank[page] = min(rank.get(page, 2), 0 if target.findings else 1)
    first = sorted(document.pages, key=lambda page: (rank.get(page.number, 2), page.number))[:most]
    return sorted(first, key=lambda page: page.number)


def _barred(document: Document, placing: Placing, secrets: Sequence[Span]) -> frozenset[int]:
    """Pages that hold something to be covered whose place is not known; all of them where the page is not known either."""
    barred: set[int] = set()
    places = Places(document)
    for span in secrets:
        if placing.whole(span):
            continue
        anchor = places.at(span.start).anchor
        if anchor is None or anchor.page is None:
            return frozenset(page.number for page in document.pages)
        barred |= {anchor.page, anchor.page + 1}  # its paragraph may go on overleaf
    return frozenset(barred)


def _wanted(
    document: Document, chosen: Sequence[Page], at: dict[int, list[int]], placing: Placing, secrets: Sequence[Span]
) -> list[Wanted]:
    covered: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for span in secrets:
        for n, start, end in placing.pieces(span):
            covered[n].append((start, end))
    recognised = [False] * (len(document.text) + 1)
    for start, end, confidence in document.recognised:
        if confidence > 0:  # else its picture came with text
            recognised[start] = recognised[end - 1] = True
    wanted = []
    for page in chosen:
        held = [document.placements[n] for n in at[page.number]]
        strips = tuple(
            Strip(document.text[placement.start : placement.end], placement.box, tuple(covered[n]))
            for n, placement in zip(at[page.number], held, strict=True)
        )
        pictured = any(any(recognised[placement.start : placement.end]) for placement in held)
        wanted.append(Wanted(page.number, page.width, page.height, strips, pictured))
    return wanted


def _leaf(page: Page, picture: Facsimile, boxes: Sequence[tuple[Box, _Target, bool]], number: int) -> str:
    """One page: its picture, and over it a link for each box, smaller ones above larger ones."""
    name = both((f"第 {page.number} 页", f"page {page.number}"))
    source = f"data:{picture.media_type};base64,{b64encode(picture.data).decode('ascii')}"
    order = sorted(boxes, key=lambda one: (one[0].top, one[0].left))  # of the keyboard
    links = "".join(_link(page, box, target, first, number) for box, target, first in order)
    return (
        f'<figure class="leaf" id="d{number}-p{page.number}"><figcaption class="tiny">{name}</figcaption>'
        f'<div class="frame" tabindex="-1"><div class="paper" style="aspect-ratio:{page.width:.0f}/{page.height:.0f}">'
        f'<img alt="第 {page.number} 页 page {page.number}" loading="lazy" decoding="async" src="{source}">{links}</div></div></figure>'
    )


def _link(page: Page, box: Box, target: _Target, first: bool, number: int) -> str:
    style = (
        f"left:{100 * box.left / page.width:.2f}%;top:{100 * box.top / page.height:.2f}%;"
        f"width:{100 * (box.right - box.left) / page.width:.2f}%;height:{100 * (box.bottom - box.top) / page.height:.2f}%"
    )
    numbers = " ".join(map(str, target.findings))
    to = f"f{target.findings[0]}" if target.findings else f"q{target.quantity}"
    said = f"发现 finding {numbers}" if target.findings else "数字 figure"
    data = (f' data-f="{numbers}"' if numbers else "") + (f' data-q="{target.quantity}"' if target.quantity else "")
    rest = "" if first else ' tabindex="-1"'  # the next lines of the same place
    badge = f"<sup>{'、'.join(map(str, target.findings))}</sup>" if first and target.findings else ""
    return f'<a class="box {esc(target.style)}" href="#d{number}-{to}"{data} aria-label="{said}" style="{style}"{rest}>{badge}</a>'


def _said(
    document: Document,
    chosen: Sequence[Page],
    barred: frozenset[int],
    unread: frozenset[int],
    found: dict[int, Facsimile],
) -> Iterator[Words]:
    """What is not shown, and why."""
    every = [page.number for page in document.pages]
    taken = [page.number for page in chosen]
    if len(taken) < len(every):
        zh, en = _runs(sorted(set(every) - set(taken)))
        yield (
            f"共 {len(every)} 页，原件只显示 {len(taken)} 页，有发现和数字的页在先；未显示第 {zh} 页。",
            f"{len(taken)} of {len(every)} pages are shown, those with findings and figures first; not page {en}.",
        )
    private = [page for page in taken if page in barred]
    if private:
        zh, en = _runs(private)
        yield (
            f"第 {zh} 页有应遮盖的个人信息，其位置不明，不显示原件。",
            f"Page {en} holds data of a person whose place is not known, and is not shown.",
        )
    blind = [page for page in taken if page in unread]
    if blind:
        zh, en = _runs(blind)
        yield (
            f"第 {zh} 页没有读出文字，不能遮盖其中的个人信息，不显示原件（--show-personal 显示）。",
            f"No text was read on page {en}, so that data of persons cannot be covered; --show-personal shows it.",
        )
    pictured = [page for page in taken if page in found and found[page].without]
    if pictured:
        zh, en = _runs(pictured)
        yield (
            f"第 {zh} 页有大幅图片没有识别，可能有个人信息，没有显示（--show-personal 显示）。",
            f"Large pictures on page {en} were not read and are left out; --show-personal shows them.",
        )
    lost = [page for page in taken if page not in barred and page not in unread and page not in found]
    if lost and not found:
        yield (
            "原件的图像不能生成（文件已不在原处、已改动或页面损坏）；见文字。",
            "No picture of the original could be made: the file is gone, changed or damaged. See the text.",
        )
    elif lost:
        zh, en = _runs(lost)
        yield (f"第 {zh} 页的图像不能生成；见文字。", f"No picture could be made of page {en}; see the text.")


def _runs(numbers: Sequence[int]) -> Words:
    """Page numbers in order, runs as ranges."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][1] + 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    words = [str(a) if a == b else f"{a}–{b}" for a, b in runs]
    return "、".join(words), ", ".join(words)
