"""Who and what is the same in two documents: names of units, places and projects in the form in which they are compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from wenxiao.documents.folding import fold
from wenxiao.reading.model import Identity
from wenxiao.reading.phrases import is_generic
from wenxiao.reading.regions import leading_region

_LEVEL = re.compile(
    r"[\u4e00-\u9fff*]{1,10}?(?:自治[区州县旗]|街道|地区|经济技术开发区|经济开发区|高新区|新区|[省市州盟县区旗镇乡])"
)
_COUNTY = re.compile(r"(?:自治[县旗]|[县区旗])\Z")
_OWN_LEVEL = re.compile(r"\A(?:中共)?[我本]?[省市县区州旗]")
_UNIT_TAIL = re.compile(r"(?:\([^()]{0,12}\)|本级|机关)+\Z")
_HAN = re.compile(r"[\u4e00-\u9fff*()]+")

_BRACKETS = re.compile(r"\((?P<inside>[^()]{0,30})\)")
_TELLS_APART = re.compile(r"\d|[一二三四五六七八九十]|[期批标段]")
_YEAR = re.compile(r"\A20\d\d年?度?")
_TAIL = re.compile(r"(?:项目|专项|经费|资金|工作|支出|类|工程款)\Z")
_LEFT_OUT = re.compile(r"[\s“”\"'‘’《》<>、,，.。:：;；·*★-]")
#: Differences that make two names two things: numbers, phases, directions, places.
_DISTINCT = re.compile(
    r"[\d一二三四五六七八九十百甲乙丙丁东南西北上下左右前后大小新旧老内外男女A-Za-z]|[村镇乡县区市省路街期批段号班校院]"
)


def levels(region: str | None) -> list[str]:
    """The places in the name of a region, highest first: 清河市, 东湖区, 柳溪街道."""
    return _LEVEL.findall(region or "")


def unit_of(identity: Identity) -> str | None:
    """The unit that speaks, with the lowest place of its name: two writings of one unit give the same. None where the
    text names none, or one whose place cannot be told (财政局)."""
    name = _UNIT_TAIL.sub("", fold(identity.organisation or ""))
    if not 3 <= len(name) <= 30 or not _HAN.fullmatch(name):
        return None
    own = leading_region(name)
    office = name[len(own) :] if own else _OWN_LEVEL.sub("", name)
    places = levels(own or identity.region)
    if not places or (own is None and len(office) < 3):
        return None
    return f"{places[-1]}{office}"


def told_apart(units: Sequence[str | None], districts: Sequence[str | None]) -> list[str | None]:
    """The units, with the district before those of which several districts have one of this name (城关镇人民政府)."""
    where: dict[str, set[str]] = defaultdict(set)
    for unit, district in zip(units, districts, strict=True):
        if unit is not None and district is not None:
            where[unit].add(district)
    return [
        f"{district or ''}{unit}" if unit is not None and len(where[unit]) > 1 else unit
        for unit, district in zip(units, districts, strict=True)
    ]


def district_of(identity: Identity) -> str | None:
    """The county or district that title or organisation begin with; what the text merely mentions most often is no proof."""
    said = (identity.organisation or "") + (identity.title or "")
    found = [place for place in levels(identity.region) if _COUNTY.search(place)]
    return found[-1] if found and found[-1] in said else None


def project_key(name: str, region: str | None = None, year: int | None = None) -> str | None:
    """A project's name without the document's year and place and without the words that any project shares; None for a
    name that names nothing. Another year stays: 2019年 and 2020年 of one task are two."""
    words = _LEFT_OUT.sub("", fold(name))
    words = _BRACKETS.sub(lambda m: m["inside"] if _TELLS_APART.search(m["inside"]) else "", words)
    words = re.sub(rf"{year}年?度?", "", words) if year is not None else _YEAR.sub("", words)
    place = leading_region(words)
    if place and len(words) - len(place) >= 4 and (region is None or place in region or region.endswith(place)):
        words = words[len(place) :]
    if is_generic(words):
        return None
    shorter = _TAIL.sub("", words)
    while shorter != words and len(shorter) >= 4:
        words, shorter = shorter, _TAIL.sub("", shorter)
    return words if len(words) >= 4 else None


def goal_key(name: str) -> str:
    """The name of an indicator in the form in which it is compared."""
    return _LEFT_OUT.sub("", fold(name))


def apart(a: str, b: str, most: int) -> int | None:
    """How many characters must change to make one name the other; None for more than ``most``."""
    if abs(len(a) - len(b)) > most:
        return None
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None


def two_things(a: str, b: str) -> bool:
    """Whether what differs in two names says that they are two: numbers, phases, directions, places."""
    start = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    end = next(
        (n for n, (x, y) in enumerate(zip(reversed(a[start:]), reversed(b[start:]), strict=False)) if x != y),
        min(len(a), len(b)) - start,
    )
    after = a[len(a) - end :][:1]  # 甲[村]道路, 乙[村]道路
    return any(_DISTINCT.search(words) for words in (a[start : len(a) - end], b[start : len(b) - end], after))
