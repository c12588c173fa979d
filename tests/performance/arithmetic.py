"""Works out again what a sentence prints: every ``expression = number`` in it, exactly."""

from __future__ import annotations

import re
from fractions import Fraction

_EQUATION = re.compile(r"(?P<left>[\d.()%+×÷−\- ]*\d[\d.()%+×÷−\- ]*) = (?P<right>-?\d+(?:\.\d+)?)(?P<percent>%?)")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(%?)")


def equations(sentence: str) -> list[tuple[str, str]]:
    """The two sides of every equation of a sentence."""
    return [(m["left"].strip(), m["right"] + m["percent"]) for m in _EQUATION.finditer(sentence)]


def untrue(sentence: str) -> list[str]:
    """The equations whose right side is not the left one, rounded half up to the digits that are printed."""
    return [f"{left} = {right}" for left, right in equations(sentence) if not _holds(left, right)]


def _holds(left: str, right: str) -> bool:
    while left.count(")") > left.count("("):
        left = left[left.index(")") + 1 :]
    code = _NUMBER.sub(lambda m: f"Fraction('{m[1]}')" + ("/100" if m[2] else ""), left)
    value = eval(code.replace("×", "*").replace("÷", "/").replace("−", "-"), {"Fraction": Fraction})
    if right.endswith("%"):
        value *= 100
    digits = right.rstrip("%")
    scale = 10 ** len(digits.partition(".")[2])
    scaled = abs(value) * scale
    rounded = int(scaled + Fraction(1, 2))
    return Fraction(digits) * scale == (rounded if value >= 0 else -rounded)
