"""Numbers that belong to a person: identity and bank cards, mobile and home telephones, vehicle plates; and addresses.

A number counts by its own check digit, or by the word beside it; hot-lines, office telephones, codes of projects and
accounts of offices are no data of a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wenxiao.lexicons import lexicon
from wenxiao.quantities.model import Span

_WORDS = lexicon("privacy")
_NEAR = 40  # characters before a number in which its word is looked for


def _words(*groups: str) -> re.Pattern[str]:
    return re.compile(_WORDS.pattern(*groups))


_IDENTITY, _BANK, _OFFICE = _words("identity_cues"), _words("bank_cues"), _words("office_accounts")
_CODES, _CONTACT, _INDIVIDUAL = _words("codes"), _words("contacts"), _words("individuals")
_OWNER = _words("vehicle_owners")

#: Runs of digits long enough, whole or in the groups in which cards and telephones are written.
_RUN = re.compile(
    r"[1-9](?<![\dA-Za-z_/][1-9])(?<!\d\.[1-9])\d(?:\d{3}[ -]\d{8}[ -]\d{3}[\dXx]|\d{4} \d{8} \d{3}[\dXx]"
    r"|\d{2}(?: \d{4}){3}(?: \d{1,3})?|\d[ -]\d{4}[ -]\d{4}|\d{9,17}[Xx]?)(?![\dA-Za-z]|[.,]\d)"
)
_MONEY = re.compile(r" ?(?:[万亿千百]?元|%)")
_GAPS = str.maketrans("", "", " -")
#: An identity number begins with the code of a province, then county, date of birth and serial number (GB 11643).
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])"
_BIRTH = re.compile(_PROVINCE + r"\d{4}(?:19\d\d|20[0-4]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
_OLD_BIRTH = re.compile(_PROVINCE + r"\d{6}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_MOBILE = re.compile(r"1(?:3\d|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")
_CARD = re.compile(r"(?:62|60|9558|4\d|5[1-5]|35)\d+")

_HOME = re.compile(
    rf"{_WORDS.pattern('home_phones')}(?:号码)?[:为是]?\s?(?P<number>(?:\(?0\d{{2,3}}[)-]? ?)?[2-8]\d{{6,7}})(?!\d)"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•.]?[A-HJ-NP-Z\d]{4,5}[A-HJ-NP-Z\d挂](?![A-Za-z\d])"
)
_ADDRESS = re.compile(
    rf"{_WORDS.pattern('home_addresses')}[:为在是]{{0,2}}\s?(?P<place>[^，。;:|\n\t、()]{{2,30}}?\d{{1,5}}号?(?:附\d{{1,3}}号)?"
    r"(?:[^，。;:|\n\t、()]{0,14}\d{1,5}(?:室|号|户))?)(?=[，。;:|\n\t、()]|$)"
)
# Without one of these words there is no number of a home and no owner of a vehicle: most texts have none.
_AT_HOME = _words("home_phones", "vehicle_owners", "home_addresses")


@dataclass(frozen=True, slots=True)
class Number:
    kind: str
    span: Span
    contact: bool = False


def find_numbers(text: str) -> Iterator[Number]:
    """Every number and address of a person, in one pass for each shape."""
    for match in _RUN.finditer(text):
        kind = _kind(text, match)
        if kind:
            before = _before(text, match.start())
            contact = kind == "mobile" and _CONTACT.search(before) and not _INDIVIDUAL.search(before)
            yield Number(kind, Span(*match.span()), bool(contact))
    if not _AT_HOME.search(text):
        return
    for match in _HOME.finditer(text):
        yield Number("landline", Span(*match.span("number")))
    for match in _PLATE.finditer(text):
        start = max(text.rfind(edge, max(0, match.start() - _NEAR), match.start()) for edge in "。;\n") + 1
        if _OWNER.search(text, start, match.start()):
            yield Number("plate", Span(*match.span()))
    for match in _ADDRESS.finditer(text):
        yield Number("address", Span(*match.span("place")))


def _before(text: str, at: int) -> str:
    """What stands before a number, back to the end of the sentence before."""
    return text[max(text.rfind("。", max(0, at - _NEAR), at) + 1, at - _NEAR, 0) : at]


def _kind(text: str, match: re.Match[str]) -> str:
    digits = match[0].translate(_GAPS).upper()
    before = _before(text, match.start())
    if _CODES.search(before[-12:]):
        return ""
    named = _IDENTITY.search(before) is not None
    if len(digits) == 18 and _identity(digits) and (named or (digits == match[0].upper() and _checked(digits))):
        return "identity_card"
    if digits[-1] == "X":
        return ""
    if len(digits) == 15 and _OLD_BIRTH.fullmatch(digits) and named:
        return "identity_card"
    if len(digits) in (11, 13) and _MOBILE.fullmatch(digits.removeprefix("86") if len(digits) == 13 else digits):
        return "" if _MONEY.match(text, match.end()) else "mobile"
    card = 16 <= len(digits) <= 19 and _CARD.fullmatch(digits) and _luhn(digits)
    return "bank_card" if card and _BANK.search(before) and not _OFFICE.search(before) else ""


def _identity(digits: str) -> bool:
    """Province and date of birth of an identity number."""
    return _BIRTH.fullmatch(digits) is not None


def _checked(digits: str) -> bool:
    """The check digit of an identity number."""
    total = sum(int(d) * w for d, w in zip(digits[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == digits[17]


def _luhn(digits: str) -> bool:
    """The check digit of a payment card (ISO/IEC 7812)."""
    total = 0
    for n, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + n % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
