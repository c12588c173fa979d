"""What only looks like a quantity: years, ranks, names of campaigns and of places, formulas, house numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from wenxiao.quantities.model import Quantity
from wenxiao.quantities.units import ARABIC_ONLY, Unit

# After a counter: a campaign, a slogan or a rule known by its number (7个专项行动, 四个意识, 八项规定, “5个1”).
_KNOWN_BY_NUMBER = re.compile(
    r"大?专项行动|规定|意识|自信|维护|确立|全面|代表(?!团|队)|革命|一律|百年|结合|转变|翻番|[1一](?![\d万千百,.])"
)
# After a Chinese numeral and a counter that occurs in such names: the end of a place name (三台路, 五家渠).
_PLACE = re.compile(r"[路街巷道](?![灯面])|[县镇山桥渠庄沟岔](?![级属直办式])")
_COUNTERS_IN_PLACES = frozenset("台家间棵")
_LARGEST_PERCENT = 10_000
_LONGEST_UNSEPARATED = 12


def is_lookalike(
    text: str, start: int, end: int, printed: str, value: Decimal, word: str, unit: Unit, scaled: bool
) -> bool:
    """Whether the numeral ``printed`` with the unit ``word`` at ``text[start:end]`` is no quantity.

    ``scaled``: 万 or the like stands between them.
    """
    if len(printed) > _LONGEST_UNSEPARATED and printed.isdigit():
        return True  # a register number
    if scaled:
        return unit.kind == "score"
    if value <= 1 and not printed.isascii() and unit.kind != "money":
        return True  # 一 is an article as often as a number: 上一个月, 一年一度
    match unit.kind:
        case "percent":
            return _is_no_percent(text[start - 1 : start], printed, value)
        case "duration":
            return _is_quoted(text, start, end) or (word == "年" and _is_a_year(printed, value))
        case "volume":
            return word == "方" and value < 10
        case "count" | "other":
            return _is_quoted(text, start, end) or _is_a_name(text, start, end, printed, value, word)
    return False


def _is_no_percent(before: str, printed: str, value: Decimal) -> bool:
    """×100% in a formula, or the digits of neighbouring cells run together (2650212080%)."""
    return before in ("×", "*") or (abs(value) > _LARGEST_PERCENT and "," not in printed)


def _is_quoted(text: str, start: int, end: int) -> bool:
    """“3个清单”制度 and “15分钟阅读圈” are what the quotes name."""
    return text[start - 1 : start] == "“" and text[end : end + 1] != "”"


def _is_a_year(printed: str, value: Decimal) -> bool:
    """2023年, 98年, and 3.2023年 for the third item of a list."""
    fraction = printed.partition(".")[2]
    return value >= 1900 or (len(printed) == 2 and value >= 49) or (len(fraction) == 4 and fraction[:2] in ("19", "20"))


def _is_a_name(text: str, start: int, end: int, printed: str, value: Decimal, word: str) -> bool:
    before = text[start - 1 : start]
    if word == "层":
        return before in ("至", "第", "到")
    if word == "名" and before == "前":
        return True
    if printed.isascii():
        if word in ARABIC_ONLY and len(printed) == 4 and 1990 <= value < 2040:
            return True  # 2021县城: a year that lost its 年
    elif printed == "二":
        return True  # 二轮, 二期: two things are 两
    elif word in _COUNTERS_IN_PLACES and _PLACE.match(text, end):
        return True
    return value <= 12 and _KNOWN_BY_NUMBER.match(text, end) is not None


def house_numbers(text: str, found: Sequence[Quantity]) -> set[int]:
    """Starts of house numbers: 1栋施工至20层，2栋施工至19层 counts up within a sentence, in the same words."""
    houses = [q for q in found if q.counter in ("栋", "幢")]
    return {
        q.start
        for a, b in pairwise(houses)
        if a.value < b.value
        and b.start - a.end < 40
        and "。" not in text[a.end : b.start]
        and text[a.end : a.end + 2] == text[b.end : b.end + 2]
        for q in (a, b)
    }
