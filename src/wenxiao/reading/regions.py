"""Names of places (行政区划) by their grammar: 省 自治区, 市 州 盟, 区 县 旗, 乡 镇 街道. No list of districts."""

from __future__ import annotations

import re
from collections import Counter

#: Short names of the provinces, autonomous regions, municipalities and special administrative regions.
PROVINCES = (
    "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽",
    "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西",
    "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门",
)  # fmt: skip

_HAN = r"[\u4e00-\u9fff*]"
_PROVINCE = rf"(?:{'|'.join(PROVINCES)})(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?"
#: 市 of 城市 is none: of 清河县城市管理局 the place is 清河县; but 宣城市 is one.
_CITY_END = r"(?<![省市州盟县旗区镇乡]城)(?<!^城)市(?!场|政(?!府|协|务)|容|民(?!政)|级|直|区)"
_ZONE = r"经济技术开发区|经济开发区|高新技术产业开发区|高新区|新区"
_LEADING = re.compile(
    rf"(?:{_PROVINCE}|{_HAN}{{2,3}}省)?"
    rf"(?:{_HAN}{{2,5}}?(?:{_CITY_END}|自治州|州(?![区市县])|地区|盟))?"
    rf"(?:{_HAN}{{1,8}}?(?:自治县|自治旗|{_ZONE}|[县旗](?![级直])|(?<![社小园片辖校景库街城灾地])区(?![级直域])|{_CITY_END}))?"
    rf"(?:(?:(?<=[市州盟县旗区])|^){_HAN}{{1,4}}?(?:街道|(?<!城)镇(?![级村])|(?<!城)乡(?![村镇级])))?"
)
_SUFFIX = re.compile(rf"{_ZONE}|[区县市旗州]")
_LEVELS = re.compile(r"省|自治区|市|州|盟|地区|区|县|旗|镇|乡|街道")
# 社区, 全市, 各县, 经开区 and the like are common nouns.
_COMMON = re.compile(
    r"[全各我本该此某一二三四五六七八九十两几多个等级省市县区州旗乡镇村的地得与和及在对为是到由将以于从并或按向内外老新旧主"
    r"社小园片辖校景库街城灾矿山牧林湖港厂疆超都上属相有关心农郊开度大强出了对入着使至]"
)
_OWN = re.compile(r"我([省市州县区旗])")


def leading_region(name: str) -> str | None:
    """Place with which the name of an office or a title begins (清河市东湖区, 四川省); None when with none."""
    match = _LEADING.match(name)
    found = match[0] if match else ""
    return found if len(found) >= 2 and (_LEVELS.search(found) or found in PROVINCES) else None


def frequent_region(text: str) -> str | None:
    """Place that a text names most often, with the city before it where printed; None when none stands out."""
    best = _most_frequent(text)
    own = Counter(_OWN.findall(text)).most_common(1)
    if best and own and own[0][0] != best[-1]:  # 我市 beside many mentions of one of its districts
        return None
    if best is None:
        provinces = Counter(re.findall(rf"(?:{'|'.join(PROVINCES)})(?:省|自治区)", text)).most_common(1)
        return str(provinces[0][0]) if provinces and provinces[0][1] >= 2 else None
    if best[-1] not in "市州":
        above = Counter(m for m in re.findall(rf"({_HAN}{{2}}市){best}", text) if not _COMMON.search(m[:2]))
        if above:
            return f"{above.most_common(1)[0][0]}{best}"
    return best


def _most_frequent(text: str) -> str | None:
    seen: Counter[str] = Counter()
    before: dict[str, Counter[str]] = {}
    for match in _SUFFIX.finditer(text):
        start = match.start() - 2
        name = text[max(0, start) : match.end()]
        if start >= 0 and _is_han(name[:2]) and not _COMMON.search(name[:2]):
            seen[name] += 1
            before.setdefault(name, Counter())[text[max(0, start - 1) : start]] += 1
    if not seen:
        return None
    (best, count), *others = seen.most_common(2)
    if count < 3 or (others and others[0][1] == count):
        return None
    letter, times = before[best].most_common(1)[0]
    if _is_han(letter) and times * 5 >= count * 4 and count > 3:
        return None  # always after the same character: a longer name whose beginning cannot be told
    return best


def _is_han(text: str) -> bool:
    return bool(text) and all("\u4e00" <= c <= "\u9fff" for c in text)
