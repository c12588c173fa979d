"""Text boxes of Word 97-2003 files: which text belongs to which place of the document."""

from __future__ import annotations

from struct import unpack_from

from wenxiao.documents.readers.word97_file import Part, WordFile

_BOX, _SHAPE = 22, 26  # bytes of an entry
_RECORD = 8
_GROUP, _SHAPE_RECORD = 0xF003, 0xF00A
_DEEPEST = 64
Box = tuple[int, int]


def boxes(file: WordFile, text: str) -> tuple[dict[int, list[Box]], list[Box]]:
    """Ranges of the boxes' texts in ``text`` by the position of their shape, and those of shapes that stand nowhere.

    The empty paragraphs that close each text are left out, and so are boxes without text.
    """
    texts = file.part(Part.BOXES)
    count = (len(texts) - 4) // (4 + _BOX)
    if count <= 0:
        return {}, []
    first = file.body + file.footnotes + file.headers + file.macros + file.comments + file.endnotes
    bounds = unpack_from(f"<{count + 1}I", texts)
    anchors = _anchors(file.part(Part.SHAPES))
    groups = _groups(file.part(Part.DRAWINGS))
    placed: dict[int, list[Box]] = {}
    lost: list[Box] = []
    reached = 0
    for number in range(count):
        entry = 4 * (count + 1) + _BOX * number
        free, shape = unpack_from("<H4xI", texts, entry + 8)
        start, end = bounds[number], min(bounds[number + 1], file.boxes)
        if free or start < reached or start >= end:
            continue
        reached = end
        last = first + start + len(text[first + start : first + end].rstrip("\r"))
        if last == first + start:
            continue
        box = first + start, last
        anchor = anchors.get(shape, anchors.get(groups.get(shape, shape)))
        if anchor is None or anchor >= file.body:  # a box in a box might hold itself
            lost.append(box)
        else:
            placed.setdefault(anchor, []).append(box)
    return placed, lost


def _anchors(table: bytes) -> dict[int, int]:
    """Positions of shapes by their number."""
    count = max((len(table) - 4) // (4 + _SHAPE), 0)
    positions = unpack_from(f"<{count}I", table) if count else ()
    entries = 4 * (count + 1)
    return {unpack_from("<I", table, entries + _SHAPE * at)[0]: position for at, position in enumerate(positions)}


def _groups(drawings: bytes) -> dict[int, int]:
    """Of shapes within a group: the number of the group, which has the place."""
    found: dict[int, int] = {}
    depth_of_groups = 0
    group: int | None = None
    open_until: list[tuple[int, bool]] = []
    at = 0
    while at + _RECORD <= len(drawings):
        while open_until and at >= open_until[-1][0]:
            depth_of_groups -= open_until.pop()[1]
            if depth_of_groups < 2:
                group = None
        version, kind, size = unpack_from("<HHI", drawings, at)
        if not open_until and kind & 0xF000 != 0xF000:
            at += 1  # the byte before each drawing says whether it is of the headers
            continue
        if kind == _SHAPE_RECORD and depth_of_groups >= 2 and at + _RECORD + 4 <= len(drawings):
            shape = unpack_from("<I", drawings, at + _RECORD)[0]
            group = shape if group is None else group
            found[shape] = group
        at += _RECORD
        if version & 0xF == 0xF and len(open_until) < _DEEPEST:
            open_until.append((at + size, kind == _GROUP))
            depth_of_groups += kind == _GROUP
        else:
            at += size
    return found
