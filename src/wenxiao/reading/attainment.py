"""Target and actual value of an indicator as two numbers that can be compared, and which way is good."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wenxiao.lexicons import lexicon
from wenxiao.quantities.model import Quantity, Span
from wenxiao.quantities.numerals import arabic
from wenxiao.reading.model import Attainment, Indicator

_WORDS = lexicon("attainment")
_NUMBER = re.compile(r"(?<![\d.])\d[\d,]*+(?:\.\d++)?")
_SIGN = re.compile(r"[≥≤≧≦<>＝=═]|不少于|不低于|不超过|不高于|控制在|大于|小于|至少")
_SIGNS = {
    "≥": "≥", "≧": "≥", ">": "≥", "不少于": "≥", "不低于": "≥", "大于": "≥", "至少": "≥", "以上": "≥", "及以上": "≥",
    "≤": "≤", "≦": "≤", "<": "≤", "不超过": "≤", "不高于": "≤", "小于": "≤", "控制在": "≤", "以内": "≤", "以下": "≤", "之内": "≤",
    "=": "=", "═": "=",
}  # fmt: skip
_TRAILING = re.compile(rf"{_WORDS.pattern('at_least', 'at_most')}\Z")
_FEWER, _CHANGE = re.compile(_WORDS.pattern("fewer")), re.compile(_WORDS.pattern("change"))
_COST = re.compile(r"成本")
_TIME = re.compile(r"[年月日前底]|时效|时间|及时|季度")
_LIST = re.compile(r"[-~—–至]\d|[、;；]|\d[:：]\d")


def sign(indicator: Indicator, words: str) -> str:
    """≥ ≤ = as the form prints it, before the value, behind it (95%以上) or in a column of its own; empty where not."""
    if indicator.operator:
        return _SIGNS.get(indicator.operator, "")
    lead = _SIGN.match(words)
    tail = _TRAILING.search(words)
    return _SIGNS.get(lead[0] if lead else tail[0] if tail else "", "")


def direction(indicator: Indicator, words: str) -> str:
    """higher, lower or equal; empty where neither sign nor name says it."""
    printed = sign(indicator, words)
    level, name = indicator.level1 + indicator.level2, indicator.name
    if printed == "=" and _COST.search(level + name) and not words.endswith("%"):
        return "lower"  # to spend less than planned misses nothing
    if printed:
        return {"≥": "higher", "≤": "lower", "=": "equal"}[printed]
    if _CHANGE.search(name) or _TIME.search(words):
        return ""
    if _FEWER.search(name) or _COST.search(level):
        return "lower"
    return "" if "时效" in level else "equal"


def attainment(text: str, indicator: Indicator) -> Attainment | None:
    """None where a value is missing, is no single number, or the two have not the same unit."""
    if indicator.target is None or indicator.actual is None:
        return None
    wanted, got = (text[s.start : s.end].strip() for s in (indicator.target, indicator.actual))
    way = direction(indicator, wanted)
    if not way or any(len(_NUMBER.findall(w)) != 1 or _LIST.search(w) or len(w) > 24 for w in (wanted, got)):
        return None
    if _SIGN.match(got):
        return None  # a bound is no value
    pair = _same_unit(
        _figure(wanted, indicator.target_value, indicator.target),
        _figure(got, indicator.actual_value, indicator.actual),
    )
    if pair is None:
        return None
    percent = any(q is not None and q.kind == "percent" for q in (indicator.target_value, indicator.actual_value))
    return Attainment(*pair, way, bool(sign(indicator, wanted)), percent or wanted.endswith("%"))


@dataclass(frozen=True, slots=True)
class _Figure:
    value: Decimal
    quantity: Quantity | None
    bare: bool  # nothing but digits


def _figure(words: str, quantity: Quantity | None, span: Span) -> _Figure:
    match = _NUMBER.search(words)
    assert match is not None  # the caller has counted the numbers
    if quantity is not None and not span.start <= quantity.start <= span.start + len(words):
        quantity = None
    return _Figure(arabic(match[0]) or Decimal(0), quantity, not _SIGN.sub("", words).replace(match[0], "").strip())


def _same_unit(wanted: _Figure, got: _Figure) -> tuple[Decimal, Decimal] | None:
    one, other = wanted.quantity, got.quantity
    if one is not None and other is not None:
        same = (one.kind, one.counter, one.base_unit.split("/")[0]) == (
            other.kind,
            other.counter,
            other.base_unit.split("/")[0],
        )
        if not same:
            return None
        return (wanted.value, got.value) if one.kind == "percent" else (one.normalized, other.normalized)
    if one is None and other is None:
        return (wanted.value, got.value) if wanted.bare and got.bare else None
    known, plain = (wanted, got) if one is not None else (got, wanted)
    assert known.quantity is not None  # one of the two is known
    if not plain.bare:
        return None
    percent = known.quantity.kind == "percent"
    if percent and plain.value <= 1 < known.value:
        return None  # 0.98 beside 98%
    if not percent and known.quantity.normalized != known.quantity.value:
        return None  # 5万 beside 52000: of which unit?
    return wanted.value, got.value


def attainments(text: str, indicators: Sequence[Indicator]) -> Mapping[int, Attainment]:
    """What can be compared, by the place of the indicator in the list."""
    found = ((n, attainment(text, indicator)) for n, indicator in enumerate(indicators))
    return {n: a for n, a in found if a is not None}


def says_nothing(words: str) -> bool:
    """无, 不涉及, / and the like: a cell that is filled and says nothing."""
    return words.strip(" 。") in _WORDS.words["nothing"]
