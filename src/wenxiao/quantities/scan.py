"""Find every printed quantity in a text. Linear: one pass over the digits, one over the Chinese numerals.

What only looks like a quantity is left out: years and dates, document and standard numbers, phone numbers, building
and road numbers, ordinals, named campaigns (7个专项行动), 1+N.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from wenxiao.quantities.model import Interval, Quantity
from wenxiao.quantities.numerals import CHINESE, arabic, chinese
from wenxiao.quantities.units import ARABIC_ONLY, SCALES, UNITS, Unit

_UNIT_WORDS = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_SCALE_WORDS = "|".join(sorted(SCALES, key=len, reverse=True))
# After the digits: 余/多, a scale, 余/多, a unit, and what it is per.
_TAIL = re.compile(
    rf"(?P<more>[余多来])?(?P<scale>{_SCALE_WORDS})?(?P<more2>[余多来])?(?P<unit>{_UNIT_WORDS})(?P<more3>[余多])?"
    r"(?P<per>/(?:[人户亩天日月年次吨套个辆台棵户株车处立方平方米公里]|km|m[²2³3]?|d|h|a)(?:[·*.]?[年月日天])?(?:次)?)?"
)
_DIGITS = re.compile(r"(?<![\d.])\d[\d,，.]*")
_CJK_NUMBER = re.compile(rf"[{CHINESE}]+")
_HUNDRED = re.compile(r"百分之(?P<n>[零一二三四五六七八九十百点]+|\d+(?:\.\d+)?)")
_BARE_SCALE = re.compile(r"(?P<scale>万亿|百亿|千亿|百万|千万|亿|万)(?P<more>[余多])?(?![元圆人户亩个次])")
_MONEY_WORD = re.compile(r"资金|投资|经费|支出|预算|拨付|补助|到位|费用|金额|投入|款|下达|安排|补贴|元")
_APPROXIMATE_BEFORE = re.compile(r"(?:大约|约为|将近|接近|约|近|超过|超|逾|达到近|不足|至少|不少于|不低于|不超过|大于|小于|高于|低于|[≥≤<>])\Z")
_APPROXIMATE_AFTER = re.compile(r"左右|上下|以上|以下|以内|之内")
_RANGE = re.compile(r"(?P<join>[-~—–至到]{1,2})(?P<n>\d[\d,]*(?:\.\d+)?)")
_NAME_BEFORE = re.compile(r"(?:第|[A-Za-zΦФ#№+×xX]|[A-Za-z]-|[A-Za-z][\d.]*[-/])\Z")
_NAME_AFTER = re.compile(r"[A-Za-z+＋]")
# A counted noun that makes a campaign or a slogan of the number: 7个专项行动, 四个意识, 两个责任.
_SLOGAN = re.compile(
    r"(?:大?专项行动|意识|自信|维护|确立|全面|坚持|坚决|必须|统筹|革命|一律|百年|责任|清单|结合|转变|翻番|重大突破|清零行动|精准|落实)"
    r"|[1一]”"
)
_SCORE_NOT = re.compile(r"分[钟之别类配解布批公局中支级管工析段流为]")
_BUILDING = re.compile(r"号楼|号|路|栋楼|#|号桥")
_NOT_MONTH = re.compile(r"[日号]")
_YEARS = re.compile(r"(?:年度?|届)")


def scan(text: str) -> list[Quantity]:
    """Quantities of ``text`` in order of place, none overlapping another."""
    found: list[Quantity] = []
    taken = -1
    for quantity in _merge(_arabic(text), _cjk(text)):
        if quantity.start >= taken:
            found.append(quantity)
            taken = quantity.end
    return _without_building_numbers(text, found)


def _merge(a: Iterator[Quantity], b: Iterator[Quantity]) -> list[Quantity]:
    return sorted([*a, *b], key=lambda q: (q.start, -q.end))


def _arabic(text: str) -> Iterator[Quantity]:
    skip = 0
    for token in _DIGITS.finditer(text):
        start, end = token.span()
        if start < skip:
            continue
        printed = token[0]
        if printed[-1] in ",，.":
            printed = printed.rstrip(",，.")
            end = start + len(printed)
        value = arabic(printed)
        if value is None:
            tail = max(printed.rfind(","), printed.rfind("，"))
            if tail < 0 or not all(_clean(part) for part in re.split("[,，]", printed)):
                continue  # 7,00.0,77 is no number: do not guess
            start, printed = start + tail + 1, printed[tail + 1 :]
            value = arabic(printed)
            if value is None:
                continue
        if start and _NAME_BEFORE.search(text, max(0, start - 4), start):
            continue
        low = None
        span_start = start
        between = _RANGE.match(text, end)
        tail_match = _TAIL.match(text, end + 1 if text.startswith(" ", end) else end)
        if tail_match is None and between is not None:
            high_text = between["n"]
            high = arabic(high_text.rstrip(","))
            tail_match = _TAIL.match(text, between.end())
            if high is None or tail_match is None or high < value or (between["join"] == "-" and _is_date_unit(tail_match)):
                continue
            low, value, printed, end = value, high, high_text, between.end()
            between = None
        if tail_match is None:
            bare = _BARE_SCALE.match(text, end)
            if bare is None or not _MONEY_WORD.search(text, max(0, start - 14), start):
                continue
            yield _make(text, span_start, bare.end(), printed, value, UNITS["元"], SCALES[bare["scale"]], bare[0], bool(bare["more"]))
            skip = bare.end()
            continue
        made = _with_unit(text, span_start, end, printed, value, tail_match, low)
        if made is None:
            continue
        skip = made.end
        yield made


def _clean(part: str) -> bool:
    value = arabic(part)
    return value is not None and not (len(part) > 1 and part[0] == "0" and part[1] != ".")


def _is_date_unit(tail: re.Match[str]) -> bool:
    return tail["unit"] in ("年", "月", "日")


def _with_unit(
    text: str, start: int, end: int, printed: str, value: Decimal, tail: re.Match[str], low: Decimal | None, cjk: bool = False
) -> Quantity | None:
    word, scale, close = tail["unit"], tail["scale"], tail.end()
    unit = UNITS[word]
    following = text[close : close + 1]
    if word == "年" and (not scale and value == value.to_integral_value() and value >= 1900):
        return None
    if word in ("年", "日", "天") and unit.kind == "duration":
        if word == "日" or (word == "年" and len(printed) == 2 and value >= 49 and not tail["more"]):
            return None
        if word == "年" and text[close : close + 1] in ("级", "代", "制"):
            return None
    if word == "分" and (_SCORE_NOT.match(text, close - 1) or scale):
        return None
    if unit.kind == "length" and word in ("m", "L", "g", "t", "h") and following.isascii() and following.isalpha():
        return None
    if word.isascii() and word.isalpha() and following.isascii() and following.isalpha():
        return None
    if unit.kind == "count" and word in ("人", "户", "个") and _BUILDING.match(text, close):
        return None
    if unit.kind == "count" and _slogan(text, start, close, value):
        return None
    if word in ("方", "平方") and (following in ("面", "案", "针", "法", "式", "便", "向") or (value < 10 and word == "方")):
        return None
    if word == "里" or (word == "节" and following in "点能约假"):
        return None
    if cjk and (word in ARABIC_ONLY or unit.kind in ("length", "volume", "mass") and not scale and value < 10):
        return None
    factor = SCALES[scale] if scale else Decimal(1)
    more = bool(tail["more"] or tail["more2"] or tail["more3"])
    return _make(text, start, close, printed, value, unit, factor, text[end:close], more, low, per=tail["per"] or "", counter=word)


def _slogan(text: str, start: int, end: int, value: Decimal) -> bool:
    """7个专项行动 and “5个1”标准 name a thing; they count nothing."""
    return value <= 12 and _SLOGAN.match(text, end) is not None


def _cjk(text: str) -> Iterator[Quantity]:
    for percent in _HUNDRED.finditer(text):
        number = _percent_number(percent["n"])
        if number is not None:
            yield _make(text, percent.start(), percent.end(), percent["n"], number, UNITS["%"], Decimal(1), "%", False)
    for token in _CJK_NUMBER.finditer(text):
        start, end = token.span()
        before = text[start - 1 : start]
        if before and (before in "第一二三四五六七八九十百千万亿之十之" or before.isdigit() or before in "余多几数."):
            continue
        printed = token[0]
        tail = _TAIL.match(text, end)
        value = chinese(printed)
        if tail is None and printed[-1] in "千百万亿" and value is None:
            continue
        if tail is None:
            continue
        more = bool(tail["more"] or tail["more2"])
        if value is None and more and printed in ("百", "千", "万", "十"):
            value = {"十": 10, "百": 100, "千": 1000, "万": 10000}[printed]
        if value is None or (value <= 1 and not tail["scale"] and UNITS[tail["unit"]].kind != "money"):
            continue
        if UNITS[tail["unit"]].kind in ("score", "other") or (UNITS[tail["unit"]].kind == "duration" and value > 100):
            continue
        made = _with_unit(text, start, end, printed, Decimal(value), tail, None, cjk=True)
        if made is not None:
            yield made


def _percent_number(text: str) -> Decimal | None:
    if text[0].isdigit():
        return arabic(text)
    whole, point, decimals = text.partition("点")
    value = chinese(whole)
    fraction = chinese(decimals) if decimals else 0
    if value is None or fraction is None:
        return None
    return Decimal(f"{value}.{decimals_text(decimals)}") if point else Decimal(value)


def decimals_text(text: str) -> str:
    """Digits of the part after 点, read one by one (九五 is 95)."""
    return "".join(str(chinese(c)) for c in text) or "0"


def _make(
    text: str, start: int, end: int, printed: str, value: Decimal, unit: Unit, factor: Decimal, written: str, more: bool,
    low: Decimal | None = None, per: str = "", counter: str = "",
) -> Quantity:  # fmt: skip
    dot = printed.find(".")
    decimals = len(printed) - dot - 1 if dot >= 0 else 0
    scale = factor * unit.factor
    normalized = value * scale
    before = _APPROXIMATE_BEFORE.search(text, max(0, start - 4), start)
    after = _APPROXIMATE_AFTER.match(text, end)
    return Quantity(
        start=start,
        end=end,
        kind=unit.kind,
        value=value,
        unit=written.strip("余多来") if not more else re.sub("[余多来]", "", written),
        decimals=decimals,
        normalized=normalized,
        base_unit=unit.base + per.replace("*", "·") if per else unit.base,
        interval=_interval(value, decimals, scale, more, before[0] if before else "", after[0] if after else "", low, unit.kind),
        approximate=more or before is not None or after is not None,
        counter=counter if unit.kind == "count" else "",
    )


def _interval(
    value: Decimal, decimals: int, scale: Decimal, more: bool, before: str, after: str, low: Decimal | None, kind: str
) -> Interval:
    """What the printed digits can stand for. An approximate number is known to one unit of its last significant digit."""
    if low is not None:
        return Interval(low * scale, value * scale)
    if not (more or before or after):
        if kind == "count" and decimals == 0 and scale == 1:
            return Interval(value, value)
        half = Decimal(5).scaleb(-decimals - 1)
        return Interval((value - half) * scale, (value + half) * scale)
    unit = Decimal(1).scaleb(-decimals)
    digits = value
    while digits and decimals == 0 and digits % (unit * 10) == 0:
        unit *= 10
    lower = Decimal(0) if before in ("不足", "近", "将近", "接近", "达到近") or after in ("以下", "以内", "之内") or before in ("<", "≤", "小于", "低于", "不超过") else None
    if more or before in ("超过", "超", "逾", "至少", "不少于", "不低于", ">", "≥", "大于", "高于") or after == "以上":
        return Interval(value * scale, (value + unit) * scale)
    if lower is not None:
        return Interval((value - unit) * scale, value * scale)
    return Interval((value - unit) * scale, (value + unit) * scale)


def _without_building_numbers(text: str, found: list[Quantity]) -> list[Quantity]:
    """1栋施工至20层，2栋施工至19层: house numbers, told by counting up in one sentence; so is 至20层."""
    kept: list[Quantity] = []
    houses = [q for q in found if q.counter in ("栋", "幢")]
    named: set[int] = set()
    for a, b in zip(houses, houses[1:], strict=False):
        if b.start - a.end < 40 and b.value > a.value and "。" not in text[a.end : b.start] and text[a.end : a.end + 2] == text[b.end : b.end + 2]:
            named.update((a.start, b.start))
    for q in found:
        if q.start in named or (q.unit == "层" and text[q.start - 1 : q.start] in ("至", "第", "到")):
            continue
        kept.append(q)
    return kept
