"""What a spreadsheet cell shows: a stored number under its number format, as Excel and WPS print it.

A format has up to four sections (positive; negative; zero; text), each with placeholders, literals, a percent sign and
commas that group or scale. Chinese numerals (``[DBNum2]``) are shown as plain digits, fractions (``# ?/?``) as decimals.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

from wenxiao.documents.readers.number_dates import is_date, show_date

#: Formats that workbooks name by number only; 14 and those from 27 on are the Chinese ones.
BUILT_IN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0', 7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0;-", 42: '"¥"#,##0;"¥"-#,##0;"¥"-', 43: "#,##0.00;-#,##0.00;-", 44: '"¥"#,##0.00;"¥"-#,##0.00;"¥"-',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

#: Digits that a workbook keeps of a number; what stands behind them is noise of its binary form.
_KEPT = Context(prec=15, rounding=ROUND_HALF_UP)
_WIDE = Context(prec=400)  # for shifts and roundings that must lose no digit
_GENERAL = 10  # digits that a cell without a format shows of a number that is not whole
_MOST_DECIMALS = 30

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*](?P<space>.)|\[(?P<bracket>[^\]]*)\]?'
    r"|(?P<general>General|G/通用格式)|(?P<exponent>[Ee](?P<sign>[+-]))|(?P<digit>[0#?])|(?P<mark>[.,%@/])|(?P<plain>.)",
    re.DOTALL,
)
_SIMPLE = re.compile(r"(?P<grouped>#,##)?0(?:\.(?P<decimals>0{1,12}))?(?P<percent>%)?")
_CONDITION = re.compile(r"(?P<sign><=|>=|<>|<|>|=)\s{0,3}(?P<than>-?\d{1,20}(?:\.\d{1,20})?)\Z")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip

#: Kind (literal, digit, point, percent, exponent, general, text) and its characters.
_Part = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Section:
    parts: tuple[_Part, ...]
    code: str
    date: bool
    condition: tuple[str, Decimal] | None
    decimals: int
    grouped: bool
    shift: int  # powers of ten: two more for each percent sign, three less for each scaling comma
    plain: bool  # the number is shown as it is: General, or nothing that is understood


def stored(text: str) -> Decimal | None:
    """The number that a workbook holds as ``text``, to the digits that count; None if it is none."""
    try:
        value = _KEPT.create_decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 300 else None


def shown(value: Decimal, code: str, *, from_1904: bool = False) -> str:
    """What a cell with this number and format shows; empty where the format hides it."""
    simple = _simple(code)
    if simple is not None:
        decimals, grouped, percent = simple
        number = _rounded(value.scaleb(2) if percent else value, decimals)
        text = f"{number:,f}" if grouped else f"{number:f}"
        return (text if number else text.lstrip("-")) + ("%" if percent else "")
    section, signed = _choose(_sections(code), value)
    if section is None:
        return ""
    if section.date:
        return show_date(value, section.code, from_1904) or general(value)
    body = _fill(section, abs(value))
    return "-" + body if signed and any(c in "123456789" for c in body) else body


@lru_cache(maxsize=1024)
def _simple(code: str) -> tuple[int, bool, bool] | None:
    """Decimals, whether grouped and whether a percentage, of the formats that nearly all cells have."""
    match = _SIMPLE.fullmatch(code)
    return (len(match["decimals"] or ""), bool(match["grouped"]), bool(match["percent"])) if match else None


def shown_text(text: str, code: str) -> str:
    """What a cell with this text and format shows: ``@"元"`` adds to it, ``;;;`` hides it."""
    sections = _sections(code)
    last = sections[-1]
    if len(sections) < 4 and not any(kind == "text" for kind, _ in last.parts):
        return text
    return "".join(text if kind == "text" else words for kind, words in last.parts if kind in ("text", "literal"))


def general(value: Decimal) -> str:
    """A number in a cell without a format: whole numbers in full, others to ten digits."""
    if value.as_tuple().exponent != 0 and value != value.to_integral_value():
        whole = max(1, value.adjusted() + 1)
        value = _rounded(value, max(0, _GENERAL - whole))
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[_Part] = []
    condition: tuple[str, Decimal] | None = None
    start = 0
    found: list[_Section] = []
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup
        if kind == "sign":
            kind = "exponent"
        words = match[0]
        if kind == "plain" and words == ";":
            found.append(_section(parts, code[start : match.start()], condition))
            parts, condition, start = [], None, match.end()
        elif kind in ("quoted", "escaped"):
            parts.append(("literal", match[kind]))
        elif kind == "space":
            parts.append(("literal", "" if words[0] == "*" else " "))
        elif kind == "bracket":
            inside = match["bracket"]
            limit = _CONDITION.match(inside)
            if limit:
                condition = limit["sign"], Decimal(limit["than"])
            elif inside.startswith("$"):
                parts.append(("literal", inside[1:].partition("-")[0]))
        elif kind == "mark":
            parts.append(({".": "point", "%": "percent", "@": "text", ",": "comma"}.get(words, "literal"), words))
        else:
            parts.append(("literal" if kind == "plain" else str(kind), words))
    found.append(_section(parts, code[start:], condition))
    return tuple(found[:4])


def _section(parts: list[_Part], code: str, condition: tuple[str, Decimal] | None) -> _Section:
    """A section with its commas told apart: between digits they group, behind the last digit they scale."""
    kinds = [kind for kind, _ in parts]
    point = kinds.index("point") if "point" in kinds else len(parts)
    digits = [at for at in range(point) if kinds[at] == "digit"]
    last = digits[-1] if digits else -1
    grouped, scaled = False, 0
    kept: list[_Part] = []
    for at, part in enumerate(parts):
        if part[0] != "comma":
            kept.append(part)
        elif digits and digits[0] < at < last:
            grouped = True
        elif kinds[at - 1] in ("digit", "comma") and at > 0 and "digit" in kinds[:at]:
            scaled += 1
        else:
            kept.append(("literal", ","))
    decimals, seen = 0, False
    for kind, _ in kept:
        if kind == "exponent":
            break
        seen = seen or kind == "point"
        decimals += seen and kind == "digit"
    fraction = any(kind == "literal" and words == "/" for kind, words in kept) and "digit" in kinds
    return _Section(
        tuple(kept), code, is_date(code), condition, min(decimals, _MOST_DECIMALS), grouped,
        2 * kinds.count("percent") - 3 * scaled, fraction,
    )  # fmt: skip


def _choose(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section | None, bool]:
    """The section for a value, and whether a minus sign is still to be set before it."""
    numeric = sections[:3]
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or _COMPARE[section.condition[0]](value, section.condition[1]):
                return section, value < 0
        return numeric[-1], value < 0
    if value < 0 and len(numeric) > 1:
        return numeric[1], False
    if value == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], value < 0


def _fill(section: _Section, value: Decimal) -> str:
    kinds = [kind for kind, _ in section.parts]
    if section.plain or ("digit" not in kinds and "percent" not in kinds):
        if section.plain:
            return general(value)
        return "".join(
            general(value) if kind in ("general", "text") else words for kind, words in section.parts if kind != "point"
        )
    value = value.scaleb(section.shift, _WIDE)
    tail = ""
    if "exponent" in kinds:
        power = value.adjusted() if value else 0
        value = value.scaleb(-power)
        rounded = _rounded(value, section.decimals)
        if rounded >= 10:
            rounded, power = rounded / 10, power + 1
        sign = next(words for kind, words in section.parts if kind == "exponent")
        width = kinds[kinds.index("exponent") :].count("digit")
        tail = f"E{'-' if power < 0 else '+' if sign[1] == '+' else ''}{abs(power):0{width}d}"
        value = rounded
    whole, _, fraction = f"{_rounded(value, section.decimals):f}".partition(".")
    return _laid_out(section, "" if whole == "0" else whole, fraction, tail)


def _laid_out(section: _Section, whole: str, fraction: str, tail: str) -> str:
    """Digits put in the place of the placeholders, the whole part from its end, with what stands between them."""
    kinds = [kind for kind, _ in section.parts]
    stop = kinds.index("exponent") if "exponent" in kinds else len(kinds)
    point = kinds.index("point") if "point" in kinds[:stop] else stop
    before: list[str] = []  # the whole part, from its end
    left, count = len(whole), 0
    first = next((at for at in range(point) if kinds[at] == "digit"), None)

    def put(digit: str) -> None:
        nonlocal count
        if section.grouped and count and count % 3 == 0:
            before.append(",")
        before.append(digit)
        count += 1

    for at in range(point - 1, -1, -1):
        kind, words = section.parts[at]
        if kind != "digit":
            before.append(words if kind in ("literal", "percent") else "")
            continue
        if left:
            left -= 1
            put(whole[left])
        elif words == "0":
            put("0")
        elif words == "?":
            before.append(" ")
        if at == first:
            while left:
                left -= 1
                put(whole[left])
    if first is None:
        before[:0] = reversed(whole)
    after: list[str] = []
    used = 0
    places = sum(kind == "digit" for kind, _ in section.parts[point:stop])
    optional = _optional(section.parts[point:stop], fraction)
    for kind, words in section.parts[point:stop]:
        if kind == "point":
            after.append(".")
        elif kind == "digit":
            if used < len(fraction) and used < places - optional:
                after.append(fraction[used])
            used += 1
        elif kind in ("literal", "percent"):
            after.append(words)
    rest = "".join(words for kind, words in section.parts[stop:] if kind in ("literal", "percent"))
    return "".join(reversed(before)) + "".join(after) + tail + rest


def _optional(parts: tuple[_Part, ...], fraction: str) -> int:
    """How many places at the end of the decimals are not shown: zeros under # and ?."""
    marks = [words for kind, words in parts if kind == "digit"]
    count = 0
    while (
        count < len(marks)
        and marks[-1 - count] in "#?"
        and fraction[len(marks) - 1 - count : len(marks) - count] in ("0", "")
    ):
        count += 1
    return count
