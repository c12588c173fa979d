"""Numerals: arabic with or without separators, and Chinese (三十二, 一千二百万, 二零二三, 壹佰)."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {c: i for i, row in enumerate(["零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"]) for c in row}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
CHINESE = "零〇一壹二两贰三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿"

_GROUPED = re.compile(r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?\Z")
_PLAIN = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?\Z|0\d+\Z")


def arabic(text: str) -> Decimal | None:
    """Value of an arabic numeral, None when it is malformed (7,00.0 or 1.2.3 or 89.82.)."""
    if _PLAIN.match(text):
        return Decimal(text)
    if _GROUPED.match(text):
        return Decimal(text.replace(",", "").replace("，", ""))
    return None


def chinese(text: str) -> int | None:
    """Value of a Chinese numeral, None when it is none (百千, 三二十)."""
    if not text:
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    unit = 10**9
    for c in text:
        if c in _DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = _DIGITS[c]
        elif c in _TENS:
            scale = _TENS[c]
            if scale >= unit or (digit is None and scale != 10) or (digit == 0 and scale != 10):
                return None
            section += (digit or 1) * scale
            digit, unit = None, scale
        elif c in _MYRIADS:
            section += digit or 0
            if section == 0 and total == 0:
                return None
            if c == "亿":
                total = (total + section) * _MYRIADS[c]
            else:
                total += section * _MYRIADS[c]
            section, digit, unit = 0, None, 10**9
        else:
            return None
    if digit is not None:
        if text[-2:-1] in _MYRIADS and digit and len(text) > 1:  # 一万二 is 12,000
            return total + digit * (10**3 if text[-2] == "万" else 10**7)
        if unit in (100, 1000) and text[-2] in _TENS and digit:  # 三百五 is 350
            return total + section + digit * unit // 10
        section += digit
    return total + section
