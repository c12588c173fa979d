"""The pages of an OFD file one after the other as sheets for the layout, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from wenxiao.documents import pictures
from wenxiao.documents.layout.geometry import Matrix
from wenxiao.documents.layout.model import Sheet
from wenxiao.documents.model import Box, Page
from wenxiao.documents.progress import advance
from wenxiao.documents.readers.ofd_paths import strokes
from wenxiao.documents.readers.ofd_structure import POINTS, Leaf, Structure, attributes, local, numbers
from wenxiao.documents.readers.ofd_text import Printed, words

#: Objects of one page that are looked at, and how deep groups of them may be nested.
_MOST = 200_000
_DEEPEST = 20
#: Characters of all pages together, an object counted as twenty. A small file reaches them by showing one page many times.
_MOST_SHOWN, _OBJECT = 20_000_000, 20
_GROUPS = frozenset(["Content", "Layer", "PageBlock"])


class Placed(NamedTuple):
    """An object of a page, its attributes, and the matrix from its own millimetres to points of the page, ``CTM`` and all."""

    node: etree._Element
    kind: str
    given: dict[str, str]
    matrix: Matrix


class Pages:
    """``sheets`` goes through the file once; the rest is known after it."""

    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self.shown: list[Page] = []
        self.pictures: list[int] = []  # pages without text but with pictures
        self._unreadable: list[int] = []
        self._turned: dict[str, int] = {}
        self._recognise = pictures.installed()
        self._left = _MOST_SHOWN

    def sheets(self) -> Iterator[Sheet]:
        leaves = list(self._structure.leaves())
        for number, leaf in enumerate(leaves, 1):
            if leaf is None:
                continue
            sheet = self._sheet(leaf, number)
            self.shown.append(Page(number, sheet.width, sheet.height))
            advance(number, len(leaves))
            yield sheet

    def _sheet(self, leaf: Leaf, number: int) -> Sheet:
        sheet, printed, shown = printed_on(leaf, number)
        self._left -= printed.characters + _OBJECT * printed.objects
        if self._left < 0:
            raise self._structure.too_large()
        for text in printed.turned:
            self._turned.setdefault(text, number)
        if printed.unreadable * 3 > printed.characters:
            sheet.words = []
            self._unreadable.append(number)
        if not sheet.words and shown:
            self._picture(sheet, shown)
        return sheet

    def _picture(self, sheet: Sheet, shown: Sequence[tuple[Box, str]]) -> None:
        """Read the largest picture of a page without text, or note that nobody could."""
        box, resource = largest(shown)
        picture = None
        if self._recognise is not None:
            data = self._structure.resource(resource)
            picture = pictures.unpacked(data) if data else None
        if picture is None or self._recognise is None:
            self.pictures.append(sheet.number)
            return
        pictures.recognised(picture, sheet, self._recognise, box.left, box.top, box.right - box.left)

    def notes(self) -> Iterator[str]:
        """What was left out, for the user."""
        if self.pictures:
            yield f"第 {'、'.join(map(str, self.pictures))} 页是图片，没有识别"
        if self._unreadable:
            yield f"第 {'、'.join(map(str, self._unreadable))} 页的文字没有编码，不能读出，需要文字识别"
        for text, number in self._turned.items():
            yield f"第 {number} 页斜放的文字没有读入：{text[:60]}"


#: A picture on a page: its box, and the number under which it is kept.
Shown = tuple[Box, str]


def printed_on(leaf: Leaf, number: int) -> tuple[Sheet, Printed, list[Shown]]:
    """What stands on a page: its words and lines as a sheet, its texts with those that are not read, its pictures."""
    left, top, width, height = leaf.box
    page = Matrix(POINTS, 0, 0, POINTS, -left * POINTS, -top * POINTS)
    sheet = Sheet(number, width * POINTS, height * POINTS)
    printed = Printed()
    shown: list[Shown] = []
    for content in (*leaf.behind, leaf.content):
        for placed in _objects(content, page):
            printed.objects += 1
            if placed.kind == "TextObject":
                words(placed.node, placed.given, placed.matrix, printed)
            elif placed.kind == "PathObject":
                strokes(placed.node, placed.matrix, sheet)
            else:
                shown.append((_box(placed), placed.given.get("ResourceID", "")))
    sheet.words = printed.upright
    return sheet, printed, shown


def largest(shown: Sequence[Shown]) -> Shown:
    """The picture that a page without text is read from."""
    return max(shown, key=lambda one: (one[0].right - one[0].left) * (one[0].bottom - one[0].top))


def _objects(content: etree._Element, page: Matrix) -> Iterator[Placed]:
    """Visible texts, paths and pictures of a page in the order of the file, also inside of groups."""
    left_for = _MOST
    pending: list[tuple[etree._Element, int]] = [(content, 0)]
    while pending:
        node, depth = pending.pop()
        groups = []
        for one in node:
            kind = local(one)
            given = attributes(one)
            if "Visible" in given and given["Visible"].lower() == "false":
                continue
            if kind in _GROUPS and depth < _DEEPEST:
                groups.append((one, depth + 1))
            elif kind in ("TextObject", "PathObject", "ImageObject"):
                left_for -= 1
                if left_for < 0:
                    return
                yield Placed(one, kind, given, _placed(given, page))
        pending += reversed(groups)


def _box(placed: Placed) -> Box:
    """Where a picture stands: its own square of one by one is stretched by its matrix, without one it fills its box."""
    if placed.given.get("CTM"):
        return placed.matrix.box(0, 0, 1, 1)
    size = numbers(placed.given.get("Boundary"))
    return placed.matrix.box(0, 0, *(size[2:4] if len(size) == 4 else (0.0, 0.0)))


def _placed(given: dict[str, str], page: Matrix) -> Matrix:
    """From the millimetres of an object's own box, turned by its ``CTM``, to points of the page."""
    box = numbers(given.get("Boundary"))
    x, y = (box[0], box[1]) if len(box) == 4 else (0.0, 0.0)
    matrix = Matrix(page.a, page.b, page.c, page.d, *page.point(x, y))
    turned = numbers(given.get("CTM"))
    return matrix.after(Matrix(*turned)) if len(turned) == 6 else matrix
