"""Letters on a terminal: colour where wanted, widths where a Chinese character takes two cells."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import combining, east_asian_width

_CODES = {"bold": "1", "dim": "2", "error": "1;31", "warning": "1;33", "note": "1;34", "good": "32", "accent": "36"}


@dataclass(frozen=True, slots=True)
class Ink:
    """Colours text where ``on``, else leaves it alone."""

    on: bool = False

    def __call__(self, style: str, text: str) -> str:
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.on and text else text


def cells(text: str) -> int:
    """How many cells of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def left(text: str, width: int) -> str:
    """Padded on the right; a longer text is cut and ends in an ellipsis."""
    room = width - cells(text)
    return text + " " * room if room >= 0 else left(cut(text, width - 1) + "…", width)


def right(text: str, width: int) -> str:
    return " " * (width - cells(text)) + text


def cut(text: str, width: int) -> str:
    """As much of the beginning of the text as fits."""
    taken = 0
    for at, character in enumerate(text):
        taken += cells(character)
        if taken > width:
            return text[:at]
    return text


def cut_left(text: str, width: int) -> str:
    """As much of the end of the text as fits."""
    return cut(text[::-1], width)[::-1]
