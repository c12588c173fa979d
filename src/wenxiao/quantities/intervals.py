"""What a printed number can stand for.

- Printed exactly (74.25%): half a unit of the last printed digit each side. A count (16个) is exact.
- Approximate (约500户): one unit of its last significant digit, here 100, each side.
- 余, 多, 超过, 不少于, 以上: that unit upward only. 近, 不足, 不超过, 以内: downward only.
- A range (80%—90%): from its lower to its upper end.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum

from wenxiao.quantities.model import Interval


class Looseness(Enum):
    """How the words around a number loosen it."""

    NONE = "as printed"
    AROUND = "约, 左右"
    UPWARD = "余, 多, 超过, 不低于, 以上"
    DOWNWARD = "近, 不足, 不超过, 以内"


_GROUPS = {"around": Looseness.AROUND, "upward": Looseness.UPWARD, "downward": Looseness.DOWNWARD}
# The lookbehinds keep the ends of other words out: 节约, 附近, 彩超.
_BEFORE = re.compile(
    r"(?:(?P<around>约[为占有达合]|大概|(?<![节合条契预特制违签公集简履])约)"
    r"|(?P<upward>超过|(?<![彩赶高反B])超|逾|至少|最少|不少于|不低于|不小于|大于|高于|多于|[>≥]=?)"
    r"|(?P<downward>不足|不到|(?<![附最邻靠临就亲较远])近|接近|至多|最多|[不未]超过|不多于|不高于|不大于|小于|低于|少于|[<≤]=?))\Z"
)
_LAST_OF_BEFORE = frozenset("约为占有达合概过超逾少于>≥=足到近多<≤")
_AFTER = re.compile(r"(?:\(含\)|及)?(?:(?P<around>左右|上下)|(?P<upward>以上)|(?P<downward>以下|以内|之内))")
_FIRST_OF_AFTER = frozenset("左上以之(及")


def looseness(text: str, start: int, end: int, more: bool) -> Looseness:
    """How loose the number at ``text[start:end]`` is; ``more``: it has 余 or 多 inside."""
    if text[end : end + 1] in _FIRST_OF_AFTER and (after := _AFTER.match(text, end)) and after.lastgroup:
        return _GROUPS[after.lastgroup]
    if more:
        return Looseness.UPWARD
    if text[start - 1 : start] in _LAST_OF_BEFORE and (before := _BEFORE.search(text, max(0, start - 4), start)):
        return _GROUPS[before.lastgroup or "around"]
    return Looseness.NONE


_HALVES = tuple(Decimal(5).scaleb(-decimals - 1) for decimals in range(30))


def interval(value: Decimal, scale: Decimal, loose: Looseness, exact: bool) -> Interval:
    """The values that ``value``, printed with its decimals, times ``scale`` can stand for.

    ``exact``: a number that is not rounded (a count of whole things).
    """
    if loose is Looseness.NONE:
        if exact:
            return Interval(value * scale, value * scale)
        margin = _HALVES[max(0, -int(value.as_tuple().exponent))]  # half a unit of the last printed digit
        return Interval((value - margin) * scale, (value + margin) * scale)
    margin = _last_significant_digit(value)
    low = value if loose is Looseness.UPWARD else value - margin
    high = value if loose is Looseness.DOWNWARD else value + margin
    return Interval(low * scale, high * scale)


def _last_printed_digit(value: Decimal) -> Decimal:
    """One unit of it: 0.01 for 74.25, 1 for 500."""
    return Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))


def _last_significant_digit(value: Decimal) -> Decimal:
    """One unit of it: 0.01 for 74.25 and for 74.00, 100 for 500, 1 for 0."""
    unit = _last_printed_digit(value)
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent)) if unit == 1 and value else unit
