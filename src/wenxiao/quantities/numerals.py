"""Numerals: arabic with or without separators, and Chinese (三十二, 一千二百万, 二〇二三, 壹佰, 三点五)."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGIT_FORMS = ("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS = {form: digit for digit, forms in enumerate(_DIGIT_FORMS) for form in forms}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}

#: Every character of a Chinese whole number.
CHINESE = "".join([*_DIGITS, *_TENS, "万亿"])

#: Longer numerals are codes or noise, not amounts: all money of the world in fen has 18 digits.
_LONGEST = 24
_LONGEST_CHINESE = 40

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[,，]\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")


def arabic(text: str) -> Decimal | None:
    """Value of an arabic numeral as printed, with its decimals; None when malformed (7,00.0 or 1.2.3 or 007).

    Of two ranks, the value in units of what must follow: 3亿5000 (万) is 35000, 1万2 (千) is 12.
    """
    if len(text) > _LONGEST:
        return None
    if (text.isdecimal() and "1" <= text[0] <= "9") or _PLAIN.fullmatch(text):
        return Decimal(text)
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(",", "").replace("，", ""))
    for rank, ratio in (("亿", 10**4), ("万", 10)):
        upper, found, lower = text.partition(rank)
        if found:
            high, low = arabic(upper), arabic(lower)
            return None if high is None or low is None else high * ratio + low
    return None


def chinese(text: str) -> int | None:
    """Value of a Chinese whole number, None when it is none (百千, 三二十).

    Digits alone are read one by one (二〇二三); a last digit without its rank takes the next lower one, as it is spoken
    (一万二 is 12,000, 三百五 is 350).
    """
    if not text or len(text) > _LONGEST_CHINESE:
        return None
    digits = [_DIGITS.get(c) for c in text]
    if None not in digits:
        return int("".join(map(str, digits)))
    upper, yi, lower = text.rpartition("亿")
    if not yi:
        return _myriads(text)
    high, low = _myriads(upper), _rest(lower, 10**8)
    return None if not high or low is None else high * 10**8 + low


def chinese_decimal(text: str) -> Decimal | None:
    """Value of a Chinese number that may have decimals, read one by one after 点 (九十五点六); None when it is none."""
    whole, point, decimals = text.partition("点")
    value = chinese(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    if not decimals or len(decimals) > _LONGEST_CHINESE or not all(c in _DIGITS for c in decimals):
        return None
    return Decimal(f"{value}.{''.join(str(_DIGITS[c]) for c in decimals)}")


def _myriads(text: str) -> int | None:
    """A number below 亿 (10^8): what stands before 万, and the rest."""
    upper, wan, lower = text.partition("万")
    if not wan:
        return _thousands(text)
    high, low = _thousands(upper), _rest(lower, 10**4)
    return None if not high or low is None else high * 10**4 + low


def _rest(text: str, scale: int) -> int | None:
    """What follows 万 or 亿 (``scale``), below it: nothing, a number, or one digit of the next lower rank."""
    if not text:
        return 0
    if len(text) == 1 and _DIGITS.get(text):
        return _DIGITS[text] * scale // 10
    return _myriads(text) if scale > 10**4 else _thousands(text)


def _thousands(text: str) -> int | None:
    """A number below 万: digits with falling ranks (千, 百, 十); 零 may stand where ranks are skipped."""
    total, rank = 0, 10**4
    digit: int | None = None
    for c in text:
        if c in _TENS:
            if _TENS[c] >= rank or (not digit and c not in "十拾"):
                return None
            rank = _TENS[c]
            total += (digit or 1) * rank
            digit = None
        elif c not in _DIGITS or digit:
            return None
        else:
            digit = _DIGITS[c]
    if digit and rank in (100, 1000) and text[-2] in _TENS:
        return total + digit * rank // 10
    return total + (digit or 0)
