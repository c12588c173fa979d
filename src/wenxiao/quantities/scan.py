"""Find every printed quantity in a text: one linear pass each for arabic numerals, Chinese numerals and fractions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from wenxiao.quantities.grammar import ARABIC, FRACTION, IN_CHINESE, SINGLE, UPPER
from wenxiao.quantities.intervals import Looseness, interval, looseness
from wenxiao.quantities.lookalikes import house_numbers, is_lookalike
from wenxiao.quantities.model import Interval, Quantity
from wenxiao.quantities.numerals import arabic, chinese_decimal
from wenxiao.quantities.units import ARABIC_ONLY, SCALES, UNITS, Unit

_START, _END = attrgetter("start"), attrgetter("end")
_ONE = Decimal(1)
_FRACTIONS = {
    "百": ("%", Unit("percent", "fraction", Decimal("0.01"))),
    "千": ("‰", Unit("percent", "fraction", Decimal("0.001"))),
    "万": ("‱", Unit("percent", "fraction", Decimal("0.0001"))),
}
# Money words that make a bare 万 or 亿 an amount: 投入300万, or 200万以下的项目.
_MONEY_BEFORE = re.compile(
    r"资金|投资|经费|支出|预算|拨付|补[助贴]|到位|费|金额|投入|款|下达|安排|收入|元|[万亿](?:和|及|与|、)\Z"
)
_MONEY_AFTER = re.compile(r"用于|(?:\(含\))?以[上下内](?:\(含\))?的?(?:项目|资金|支出|合同|经费|采购)")
_LIST_GAP = 24  # characters from one amount of a list to the next
_SENTENCE_END = re.compile(r"[。\n|]")
_CLAUSE_ENDS = re.compile(r"[。;；\n|]")
# A minus sign stands after a word or mark of measure; elsewhere it is a dash.
_BEFORE_MINUS = frozenset("长降幅为是=:：(|\t")
_BEFORE_ITEM = frozenset("\n。;；:：")
_JOINS = frozenset("-~—–至到")
# 由48%至53% is a change, not a range.
_BEFORE_CHANGE = frozenset("由从自")
# 近千人, 上百人: the rank alone, with 一 understood.
_BEFORE_ROUND = frozenset("近上约超逾过")
_RANKS = frozenset("十拾百佰千仟万亿")


class _Numeral(NamedTuple):
    """A numeral as read.

    ``value`` is the upper end of a range from ``low``; ``scale`` is the last 万 or 亿 of a Chinese numeral.
    """

    start: int
    printed: str
    value: Decimal
    low: Decimal | None = None
    scale: str = ""


def scan(text: str) -> list[Quantity]:
    """Quantities of ``text`` in order of place, none overlapping another."""
    every = [*_arabic(text), *_in_chinese(text), *_fractions(text)]
    every.sort(key=_END, reverse=True)
    every.sort(key=_START)  # of those that start at one place the longest stays first
    found: list[Quantity] = []
    for quantity in every:
        if not found or quantity.start >= found[-1].end:
            found.append(quantity)
    named = house_numbers(text, found)
    return [q for q in found if q.start not in named] if named else found


def _arabic(text: str) -> Iterator[Quantity]:
    taken = 0
    last: Quantity | None = None
    for match in ARABIC.finditer(text):
        if match.start() < taken:
            continue
        numeral = _arabic_numeral(text, match.start(), match["number"], match["upper"])
        tail: re.Match[str] | None = match
        if numeral is None and match["upper"] is not None:  # no range: 2020-15个, 100-20万元
            tail = SINGLE.match(text, match.start("upper"))
            numeral = _arabic_numeral(text, match.start("upper"), match["upper"], None)
        quantity = _quantity(text, tail, numeral, last) if numeral is not None and tail is not None else None
        if quantity is not None:
            last = _extended(text, quantity)
            yield last
            taken = last.end


def _arabic_numeral(text: str, start: int, printed: str, upper: str | None) -> _Numeral | None:
    value = arabic(printed)
    if value is None:  # a list 10,23,45个 ends with a number; 7,00.0,77 is none: do not guess
        *others, last = printed.split(",")
        value = arabic(last) if others and all(arabic(other) is not None for other in others) else None
        if value is None:
            return None
        start, printed = start + len(printed) - len(last), last
    if upper is not None:
        high = arabic(upper)
        if "." in printed and "." not in upper and _begins_item(text, start):
            value = arabic(printed.partition(".")[2])  # 5.0-6岁 is the fifth item, from 0
        return None if value is None or high is None or high <= value else _Numeral(start, upper, high, value)
    if start > 1 and text[start - 1] == "-" and text[start - 2] in _BEFORE_MINUS:
        return _Numeral(start - 1, printed, -value)
    return _Numeral(start, printed, value)


def _begins_item(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] in _BEFORE_ITEM


def _in_chinese(text: str) -> Iterator[Quantity]:
    for match in IN_CHINESE.finditer(text):
        if match["unit"] is None or match["unit"] in ARABIC_ONLY:
            continue
        more = match["more"] is not None or text[match.start() - 1 : match.start()] in _BEFORE_ROUND
        numeral = _chinese_numeral(match.start(), match["number"], match["upper"], more)
        quantity = _quantity(text, match, numeral) if numeral is not None else None
        if quantity is not None:
            yield quantity


def _chinese_numeral(start: int, printed: str, upper: str | None, more: bool) -> _Numeral | None:
    """``more``: the numeral may lack its first digit, as in 百余人 and 近千人."""
    if upper is not None:
        low, numeral = chinese_decimal(printed), _chinese_numeral(start, upper, None, False)
        if low is None or numeral is None or numeral.scale or low >= numeral.value:
            return None
        return numeral._replace(low=low)
    scale = printed[-1] if printed[-1] in "万亿" and len(printed) > 1 and not {"万", "亿"} & {*printed[:-1]} else ""
    whole = printed.removesuffix(scale)
    if more and whole[0] in "百千万亿":
        whole = "一" + whole
    if len(whole) > 1 and _RANKS.isdisjoint(whole) and "点" not in whole:
        return None  # 三五个 is not 35
    value = chinese_decimal(whole)
    return None if value is None else _Numeral(start, whole, value, None, scale)


def _fractions(text: str) -> Iterator[Quantity]:
    if "分之" not in text:
        return  # most often; looking for a word is many times as fast as trying a pattern
    for match in FRACTION.finditer(text):
        sign, unit = _FRACTIONS[match["base"]]
        ends = [_part(match["number"]), _part(match["upper"]) if match["upper"] else None]
        if ends[0] is None or (match["upper"] and ends[1] is None):
            continue
        low, value = (None, ends[0]) if ends[1] is None else (ends[0], ends[1])
        yield _made(text, match.start(), match.end(), value, low, _ONE, unit, sign)


def _part(printed: str) -> Decimal | None:
    """The upper part of a fraction: 百分之百 is all of it."""
    return arabic(printed) if printed[0].isascii() else chinese_decimal("一百" if printed == "百" else printed)


def _quantity(text: str, tail: re.Match[str], numeral: _Numeral, last: Quantity | None = None) -> Quantity | None:
    """The quantity of a numeral and what follows it, None when it only looks like one. ``last``: the one before it."""
    start, printed, value, low, numeral_scale = numeral
    if tail["bare"] is not None:
        if not (_is_money(text, start, tail.end()) or _continues(text, last, start, tail["bare"])):
            return None
        factor, more = SCALES[tail["bare"]], bool(tail["more_bare"])
        return _made(text, start, tail.end(), value, low, factor, UNITS["元"], tail["bare"], more)
    word, scale, per = tail.group("unit", "scale", "per")
    scale, per = scale or "", per or ""
    unit, end = UNITS[word], tail.end()
    if unit.kind == "count":
        item, point, rest = printed.partition(".")
        whole = arabic(rest) if point and not scale and low is None and _begins_item(text, start) else None
        if whole is not None:  # 2.15个 is the second item, with 15
            start, printed, value = start + len(item) + 1, rest, whole
        if per[1:] in UNITS and UNITS[per[1:]].kind == "count" and per[1:] not in ("人", "户"):
            per, end = "", tail.start("per")  # 台/套 are two names of one counter
    if is_lookalike(text, start, end, printed, value, word, unit, bool(scale or numeral_scale)):
        return None
    factor = (SCALES[scale] if scale else _ONE) * (SCALES[numeral_scale] if numeral_scale else _ONE)
    more = any(tail.group("more", "more_scaled", "more_after")) or "多" in word
    return _made(text, start, end, value, low, factor, unit, numeral_scale + scale + word + per, more, per, word)


def _continues(text: str, last: Quantity | None, start: int, scale: str) -> bool:
    """Whether a bare 万 goes on with amounts in 万元 before it in the sentence: 东镇500万元、西镇400万."""
    return (
        last is not None
        and last.kind == "money"
        and last.unit.startswith(scale)
        and start - last.end < _LIST_GAP
        and _SENTENCE_END.search(text, last.end, start) is None
    )


def _is_money(text: str, start: int, end: int) -> bool:
    before = _CLAUSE_ENDS.split(text[max(0, start - 14) : start])[-1]
    return _MONEY_BEFORE.search(before) is not None or _MONEY_AFTER.match(text, end) is not None


def _extended(text: str, lower: Quantity) -> Quantity:
    """A range that repeats its unit, 80%—90%, as one quantity; else ``lower`` itself."""
    if text[lower.end : lower.end + 1] not in _JOINS or text[lower.start - 1 : lower.start] in _BEFORE_CHANGE:
        return lower
    match = UPPER.match(text, lower.end)
    value = arabic(match["number"]) if match is not None else None
    if match is None or value is None or value <= lower.value:
        return lower
    scale, word, per = match["bare"] or match["scale"] or "", match["unit"] or "元", match["per"] or ""
    if (match["bare"] or scale + word + per) != lower.unit:
        return lower
    factor = SCALES[scale] if scale else _ONE
    return _made(text, lower.start, match.end(), value, lower.value, factor, UNITS[word], lower.unit, False, per, word)


def _made(
    text: str, start: int, end: int, value: Decimal, low: Decimal | None, factor: Decimal, unit: Unit, written: str,
    more: bool = False, per: str = "", counter: str = "",
) -> Quantity:  # fmt: skip
    scale = factor * unit.factor
    loose = looseness(text, start, end, more)
    decimals = -int(value.as_tuple().exponent)
    exact = unit.kind == "count" and decimals == 0 and factor == 1
    return Quantity(
        start=start,
        end=end,
        kind=unit.kind,
        value=value,
        unit=written,
        decimals=decimals,
        normalized=value * scale,
        base_unit=unit.base + re.sub("[*.•]", "·", per) if per else unit.base,
        interval=interval(value, scale, loose, exact) if low is None else Interval(low * scale, value * scale),
        approximate=loose is not Looseness.NONE or low is not None,
        counter=counter if unit.kind == "count" else "",
    )
