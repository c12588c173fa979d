"""Automatic numbers of paragraphs: what Word prints before a listed paragraph and does not keep in its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from wenxiao.documents.readers.docx_names import NUMID, NUMPR, OFF, PPR, VAL, W, number

_DIGITS = "零一二三四五六七八九"
_PLACE = re.compile(r"%([1-9])")
_BOUND = 32767


@dataclass(frozen=True, slots=True)
class Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    space: bool = True  # whether a gap follows the number
    restart: int | None = None  # 0: never; n: only after a number of level n; None: after any higher level
    legal: bool = False  # every number in arabic digits
    style: str | None = None


@dataclass(slots=True)
class _Num:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)
    used: bool = False


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, root: etree._Element | None, styles: etree._Element | None) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._nums: dict[str, _Num] = {}
        self._counts: dict[str, list[int | None]] = {}
        if root is not None:
            self._load(root, styles)

    def _load(self, root: etree._Element, styles: etree._Element | None) -> None:
        links: dict[str, str] = {}
        for node in root.iterchildren(f"{W}abstractNum"):
            name = node.get(f"{W}abstractNumId", "")
            self._abstract[name] = {at: _level(n) for n in node.iterchildren(f"{W}lvl") if (at := _at(n)) is not None}
            link = node.find(f"{W}numStyleLink")
            if link is not None:
                links[name] = link.get(VAL, "")
        for node in root.iterchildren(f"{W}num"):
            base = node.find(f"{W}abstractNumId")
            num = _Num(base.get(VAL, "") if base is not None else "")
            for override in node.iterchildren(f"{W}lvlOverride"):
                at = _at(override)
                if at is None:
                    continue
                start, level = override.find(f"{W}startOverride"), override.find(f"{W}lvl")
                if start is not None:
                    num.starts[at] = number(start.get(VAL), 0, _BOUND) or 0
                if level is not None:
                    num.levels[at] = _level(level)
            self._nums[node.get(NUMID, "")] = num
        targets = _list_styles(styles) if links and styles is not None else {}
        for name, style in links.items():
            target = self._nums.get(targets.get(style, ""))
            if target is not None and not self._abstract[name]:
                self._abstract[name] = self._abstract.get(target.abstract, {})

    def level_of_style(self, num_id: str, chain: Sequence[str]) -> int:
        """The level of the list that is linked to a style or to its nearest linked ancestor; 0 if none is."""
        num = self._nums.get(num_id)
        levels = self._abstract.get(num.abstract, {}) if num is not None else {}
        linked = {level.style: at for at, level in levels.items() if level.style is not None}
        return next((linked[name] for name in chain if name in linked), 0)

    def label(self, num_id: str, at: int) -> str:
        """Count one paragraph of a list and give its number as printed, with the gap after it; "" if it has none."""
        num = self._nums.get(num_id)
        if num is None:
            return ""
        levels = self._abstract.get(num.abstract, {})
        counts = self._counts.setdefault(num.abstract, [None] * 9)
        if not num.used:
            num.used = True
            for restarted in num.starts:
                counts[restarted] = None
        level = self._level(num, levels, at)
        count = counts[at]
        counts[at] = level.start if count is None else min(count + 1, _BOUND)
        for deeper in range(at + 1, 9):
            restart = self._level(num, levels, deeper).restart
            if restart is None or restart > at:
                counts[deeper] = None
        if level.form == "none":
            return ""
        if level.form == "bullet":
            return "• "
        printed = _PLACE.sub(lambda place: self._printed(num, levels, counts, int(place[1]) - 1, level.legal), level.text)
        gap = " " if level.space and printed[-1:] not in ("", "、", "）", "】", "．", " ") else ""
        return printed + gap

    @staticmethod
    def _level(num: _Num, levels: dict[int, Level], at: int) -> Level:
        level = num.levels.get(at) or levels.get(at) or Level(text="")
        return replace(level, start=num.starts[at]) if at in num.starts else level

    def _printed(self, num: _Num, levels: dict[int, Level], counts: list[int | None], at: int, legal: bool) -> str:
        level = self._level(num, levels, at)
        count = counts[at]
        return printed_number(level.start if count is None else count, "decimal" if legal else level.form)


def _at(node: etree._Element) -> int | None:
    return number(node.get(f"{W}ilvl"), 0, 8)


def _level(node: etree._Element) -> Level:
    given = {child.tag: child.get(VAL) for child in node.iterchildren(f"{W}*")}
    start = number(given.get(f"{W}start"), 0, _BOUND)
    legal = f"{W}isLgl" in given and given[f"{W}isLgl"] not in OFF
    return Level(
        start=0 if start is None else start,
        form=given.get(f"{W}numFmt") or "decimal",
        text=(given.get(f"{W}lvlText") or "")[:64],
        space=given.get(f"{W}suff") != "nothing",
        restart=number(given.get(f"{W}lvlRestart"), 0, 9),
        legal=legal,
        style=given.get(f"{W}pStyle"),
    )


def _list_styles(styles: etree._Element) -> dict[str, str]:
    """Lists that list styles stand for, by style."""
    path = f"{PPR}/{NUMPR}/{NUMID}"
    nodes = ((node.get(f"{W}styleId", ""), node.find(path)) for node in styles.iterchildren(f"{W}style"))
    return {name: num.get(VAL, "") for name, num in nodes if num is not None}


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


def _cycle(marks: str) -> Callable[[int], str]:
    return lambda count: marks[(count - 1) % len(marks)] if count else ""


def _run(first: str, last: int) -> Callable[[int], str]:
    """Characters that stand in a row from 1 to ``last``; arabic digits beyond."""
    return lambda count: chr(ord(first) + count - 1) if 1 <= count <= last else str(count)


def _circle(count: int) -> str:
    if count <= 20:
        return chr(0x2460 + count - 1) if count else "⓪"
    return chr(0x3251 + count - 21) if count <= 35 else chr(0x32B1 + count - 36) if count <= 50 else str(count)


def _digits(zero: str) -> Callable[[int], str]:
    return lambda count: str(count).translate({48 + n: digit for n, digit in enumerate(zero + _DIGITS[1:])})


_FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
         "taiwaneseCountingThousand", "koreanCounting"), _chinese,
    ),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _digits("〇")),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circle),
    "chineseLegalSimplified": lambda n: _chinese(n).translate(str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")),
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "ideographEnclosedCircle": _run("㊀", 10),
    "decimalFullWidth": lambda n: str(n).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "decimalFullWidth2": lambda n: str(n).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "decimalZero": lambda n: f"{n:02}",
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "upperLetter": _letter,
    "lowerLetter": lambda n: _letter(n).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
}  # fmt: skip
