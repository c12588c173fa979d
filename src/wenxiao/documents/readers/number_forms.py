"""Counts in the number formats of list items: 一, 甲, ①, iv, B."""

from __future__ import annotations

import re
from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"


def printed_number(count: int, form: str) -> str:
    """A number in one of Word's number formats; one that is not known prints arabic digits."""
    return _FORMS.get(form, str)(count)


def _chinese(count: int) -> str:
    """Reading numerals up to 32767: 十, 十一, 一百零五, 一万二千."""
    if count < 10:
        return _DIGITS[count]
    if count >= 10000:
        high, low = divmod(count, 10000)
        return _chinese(high) + "万" + ("" if not low else ("零" if low < 1000 else "") + _plain(low))
    return _plain(count) if count >= 20 else _plain(count).removeprefix("一")


def _plain(count: int) -> str:
    pieces = []
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, count = divmod(count, size)
        pieces.append(_DIGITS[digit] + name if digit else "零")
    return re.sub("零+", "零", "".join(pieces)).strip("零")


def _roman(count: int) -> str:
    pieces = []
    for size, name in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        times, count = divmod(count, size)
        pieces.append(name * times)
    return "".join(pieces)


def _letter(count: int) -> str:
    """A to Z, then AA, BB as Word goes on."""
    return chr(65 + (count - 1) % 26) * min((count - 1) // 26 + 1, 30) if count else ""


def _series(marks: str) -> Callable[[int], str]:
    """The marks of a closed series; arabic digits beyond."""
    return lambda count: marks[count - 1] if 1 <= count <= len(marks) else str(count)


def _run(first: str, last: int) -> Callable[[int], str]:
    """Characters that stand in a row from 1 to ``last``; arabic digits beyond."""
    return lambda count: chr(ord(first) + count - 1) if 1 <= count <= last else str(count)


def _circle(count: int) -> str:
    if count <= 20:
        return chr(0x2460 + count - 1) if count else "⓪"
    return chr(0x3251 + count - 21) if count <= 35 else chr(0x32B1 + count - 36) if count <= 50 else str(count)


def _digits(zero: str) -> Callable[[int], str]:
    return lambda count: str(count).translate({48 + n: digit for n, digit in enumerate(zero + _DIGITS[1:])})


_LEGAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
         "taiwaneseCountingThousand", "koreanCounting"), _chinese,
    ),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _digits("〇")),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circle),
    "chineseLegalSimplified": lambda n: _plain(n).translate(_LEGAL) if 0 < n < 10000 else str(n),
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "ideographEnclosedCircle": _run("㊀", 10),
    "decimalFullWidth": lambda n: str(n).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "decimalFullWidth2": lambda n: str(n).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "decimalZero": lambda n: f"{n:02}",
    "ideographTraditional": _series("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _series("子丑寅卯辰巳午未申酉戌亥"),
    "upperLetter": _letter,
    "lowerLetter": lambda n: _letter(n).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
}  # fmt: skip
