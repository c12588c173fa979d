"""How a record's values are written in messages, and when two wordings are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TypeVar

from wenxiao.audit.records.model import Quoted
from wenxiao.audit.summary import letters
from wenxiao.audit.together.minhash import alike, shingles
from wenxiao.documents.folding import fold
from wenxiao.quantities.paper import plain, rounded
from wenxiao.quantities.scan import scan
from wenxiao.reading.labels import OPERATOR, OPERATORS

T = TypeVar("T")

_SPACE = re.compile(r"\s+")
_BARE = re.compile(r"\d{1,15}(?:\.\d{1,8})?")
_DIGITS = re.compile(r"[\d.%]+")
_WAN = Decimal(10000)


def quoted(place: str, value: object) -> Quoted:
    """What stands at a place, as a person writes it."""
    if isinstance(value, Decimal):
        return Quoted(place, plain(value))
    return Quoted(place, value.isoformat() if isinstance(value, date) else str(value))


def yuan(amount: Decimal) -> str:
    """An amount of the ledger: 万元 where its digits allow that in two decimals, else 元."""
    in_wan = amount / _WAN
    if in_wan == rounded(in_wan, 2):
        return f"{plain(in_wan)}万元"
    return f"{plain(amount)}元"


def days(later: date, earlier: date) -> str:
    """The difference on paper."""
    return f"{later.isoformat()} − {earlier.isoformat()} = {(later - earlier).days} 天"


def numbered(name: str, every: Iterable[T] | None) -> Iterator[tuple[str, T]]:
    """The entries of a list with their places: problems[1], problems[2] …"""
    return ((f"{name}[{n}]", one) for n, one in enumerate(every or (), 1))


def same_target(one: str, other: str) -> bool | None:
    """Whether two printed targets ask for the same; None where that cannot be told."""
    a, b = _SPACE.sub("", fold(one)), _SPACE.sub("", fold(other))
    if a == b:
        return True
    sign_a, sign_b = _sign(a), _sign(b)
    value_a, value_b = _value(a), _value(b)
    if value_a is None or value_b is None or value_a[1:] != value_b[1:]:
        return None
    if value_a[0] != value_b[0]:
        return False
    # 12座 beside ≥12座: the sign was left out, the value is the same
    return sign_a == sign_b or "" in (sign_a, sign_b)


def _sign(words: str) -> str:
    found = OPERATOR.match(words)
    return OPERATORS.get(found["op"], found["op"]) if found else ""


def _value(words: str) -> tuple[Decimal, str, str, str] | None:
    """The one value of a target, with what it counts; None for words, ranges, several values."""
    found = OPERATOR.match(words)
    rest = words[found.end() :] if found else words
    if _BARE.fullmatch(rest):
        return Decimal(rest), "", "", ""
    values = scan(rest)
    if len(values) != 1 or values[0].approximate or values[0].start or values[0].end != len(rest):
        return None
    q = values[0]
    return q.normalized, q.kind, q.base_unit, q.counter


def likeness(one: str, other: str) -> Decimal:
    """The share of two-character runs that two sentences have in common, whatever their figures."""
    a, b = (_DIGITS.sub("", letters(fold(words))) for words in (one, other))
    if not a or not b:
        return Decimal(0)
    return Decimal(1) if a == b else Decimal(str(alike(shingles(a, 2), shingles(b, 2))))
