"""Text recognition of one picture with RapidOCR, whose models come in its wheel: nothing is fetched."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import cv2
import numpy as np
from rapidocr import RapidOCR

from wenxiao.documents.layout.model import Stroke, Word
from wenxiao.documents.model import Box
from wenxiao.documents.pictures import Picture, Recognition

#: Longest side, in pixels, at which text is looked for. An A4 page at 200 dots an inch has 2,339.
_LONGEST = 2400
#: How far a page may be turned by its scanner, in degrees, and how fine that is measured.
_TURNED = 3.0
_STEP = 0.05
#: A ruling line is at least this share of the shorter side long, and no thicker than this many pixels.
_RULE = 0.02
_THICK = 12
#: From this gap on, in heights of the characters, a new word begins.
_APART = 0.9
#: What a number is made of: a doubt about a character next to a number is no doubt about the number.
_FIGURE = frozenset("0123456789.,%％，．")

#: What a dash or a stroke alone in a cell is taken for; how much wider than high a dash is; by how much of
#: its height a stroke leans to the right; how much of its box the edge of a cell fills.
_LONE = frozenset("一1lI-_－—–~丨|/7")
_FLATNESS = 4
_SLANT = 0.2
_RULED = 0.8
#: How far beyond its box a character may reach, in heights.
_SLACK = 0.15

#: Character, confidence, box.
Character = tuple[str, float, Box]
Pixels = Any  # an array of bytes: rows, columns, and colours where it has any


def recognise(picture: Picture) -> Recognition:
    """Words with the confidence of their least certain character, and ruling lines; the picture is set upright first."""
    pixels = _upright(_pixels(picture))
    ink = _ink(pixels)
    across, down = _rules(ink, horizontal=True), _rules(ink, horizontal=False)
    result: Any = _engine()(np.ascontiguousarray(pixels[:, :, ::-1]))
    # Where nothing is recognised the library gives a line of its own making.
    lines = [_line(characters, ink) for characters in result.word_results or ()] if result.txts else []
    within = [box for line in lines for _, _, box in line]
    found = Recognition(
        across=[stroke for stroke in across if not _of_character(stroke, within, horizontal=True)],
        down=[stroke for stroke in down if not _of_character(stroke, within, horizontal=False)],
    )
    for line in lines:
        found.words += _words(line, found.down)
    return found


def upright(picture: Picture) -> Picture:
    """The picture as it is recognised: its lines are level."""
    pixels = np.ascontiguousarray(_upright(_pixels(picture)))
    return Picture(picture.width, picture.height, pixels.tobytes())


def _pixels(picture: Picture) -> Pixels:
    return np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 3)


@cache
def _engine() -> RapidOCR:
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.return_word_box": True,
            "Global.return_single_char_box": True,
            "Global.max_side_len": _LONGEST,
            "EngineConfig.onnxruntime.intra_op_num_threads": min(4, os.cpu_count() or 1),
        }
    )


def _line(characters: Sequence[tuple[str, float, Any]], ink: Pixels) -> list[Character]:
    """The characters of one recognised line. A lone dash or stroke says that a cell is empty: recognisers make a 1 of it."""
    line = [(character, float(confidence), _box(corners)) for character, confidence, corners in characters]
    if len(line) == 1 and line[0][0] in _LONE:
        sign = _sign(ink, line[0][2])
        if sign is not None:
            return [(sign, 1.0, line[0][2])]
    return line


def _sign(ink: Pixels, box: Box) -> str | None:
    """A dash or a stroke by the shape of what is printed in a box."""
    left, top, right, bottom = (max(0, round(edge)) for edge in box)
    if right - left < 3 or bottom - top < 3:
        return None
    cut = cv2.medianBlur(ink[top:bottom, left:right], 3)
    ruled = cut.mean(axis=1) > _RULED * 255  # the edge of the cell
    ruled[len(ruled) // 4 : -len(ruled) // 4] = False
    rows, columns = np.nonzero(np.where(ruled[:, None], 0, cut))
    if len(rows) < 4:
        return None
    height = int(np.ptp(rows)) + 1
    if np.ptp(columns) + 1 > _FLATNESS * height:
        return "—"
    lean = -float(np.polyfit(rows, columns, 1)[0])
    return "/" if lean > _SLANT else None


def _of_character(stroke: Stroke, boxes: Sequence[Box], *, horizontal: bool) -> bool:
    """Whether a stroke is part of a character and rules nothing."""
    for left, top, right, bottom in boxes:
        slack = _SLACK * (bottom - top)
        low, high = (left, right) if horizontal else (top, bottom)
        one, other = (top, bottom) if horizontal else (left, right)
        if one <= stroke.at <= other and low - slack <= stroke.start and stroke.end <= high + slack:
            return True
    return False


def _words(characters: Sequence[Character], down: Sequence[Stroke]) -> Iterator[Word]:
    """The characters of one recognised line as words: cut at gaps, at ruling lines, and around numbers."""
    begin = 0
    boxes = [box for _, _, box in characters]
    for i in range(1, len(characters) + 1):
        if i < len(characters):
            height = boxes[i].bottom - boxes[i].top
            apart = boxes[i].left - boxes[i - 1].right > _APART * height
            turns = (characters[i][0] in _FIGURE) != (characters[i - 1][0] in _FIGURE)
            if not (apart or turns or _parted(boxes[i - 1], boxes[i], down)):
                continue
        text = "".join(character for character, _, _ in characters[begin:i])
        if text.strip():
            box = Box(
                boxes[begin].left,
                min(box.top for box in boxes[begin:i]),
                boxes[i - 1].right,
                max(box.bottom for box in boxes[begin:i]),
            )
            least = min(confidence for _, confidence, _ in characters[begin:i])
            yield Word(text, box, box.bottom - box.top, False, [b.left for b in boxes[begin:i]], least)
        begin = i


def _box(corners: Any) -> Box:
    xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _parted(before: Box, after: Box, down: Sequence[Stroke]) -> bool:
    """Whether a ruling line stands between two neighbours."""
    middle = (before.top + before.bottom) / 2
    left, right = (before.left + before.right) / 2, (after.left + after.right) / 2
    return any(left < stroke.at < right and stroke.start <= middle <= stroke.end for stroke in down)


def _ink(pixels: Pixels) -> Pixels:
    """White where something is printed. A stamp is red, and what stands below it stays readable without it."""
    red = pixels[:, :, 0]  # a red stamp is light in the red channel
    ink: Pixels = cv2.adaptiveThreshold(red, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    return ink


def _rules(ink: Pixels, *, horizontal: bool) -> list[Stroke]:
    """Long thin stretches of ink."""
    height, width = ink.shape
    least = max(20, round(min(height, width) * _RULE))
    kernel = np.ones((1, least) if horizontal else (least, 1), np.uint8)
    # A line that is not quite straight steps from one row of pixels to the next.
    bridged = cv2.dilate(ink, np.ones((3, 1) if horizontal else (1, 3), np.uint8))
    lines = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, kernel)
    count, _, about, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    strokes = []
    for i in range(1, count):
        x, y, wide, high, _ = (int(value) for value in about[i])
        if horizontal and high <= _THICK and wide >= least:
            strokes.append(Stroke(y + high / 2, x, x + wide))
        elif not horizontal and wide <= _THICK and high >= least:
            strokes.append(Stroke(x + wide / 2, y, y + high))
    return strokes


def _upright(pixels: Pixels) -> Pixels:
    """The picture turned so that its lines are level."""
    height, width = pixels.shape[:2]
    angle = _angle(pixels)
    if abs(angle) < _STEP:
        return pixels
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    turned: Pixels = cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return turned


def _angle(pixels: Pixels) -> float:
    """By how much the page is turned: at the right angle the rows of pixels are either full of ink or empty."""
    scale = min(1.0, 900 / max(pixels.shape[:2]))
    small = cv2.resize(_ink(pixels), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    height, width = small.shape

    def sharpness(angle: float) -> float:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
        rows = cv2.warpAffine(small, matrix, (width, height)).sum(axis=1, dtype=np.float64)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    best = max(np.arange(-_TURNED, _TURNED + 0.01, 0.5), key=sharpness)
    return float(max(np.arange(best - 0.45, best + 0.46, _STEP), key=sharpness))
