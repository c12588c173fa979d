"""Names of places (行政区划) by their grammar: 省/自治区, 市/州/盟, 区/县/旗, 乡/镇/街道. No list of districts is kept."""

from __future__ import annotations

import re
from collections import Counter

#: Short names of the provinces, autonomous regions, municipalities and special administrative regions.
PROVINCES = (
    "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北",
    "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门",
)  # fmt: skip

_HAN = r"[\u4e00-\u9fff*]"
_PROVINCE = rf"(?:{'|'.join(PROVINCES)})(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?"
_LEADING = re.compile(
    rf"(?:{_PROVINCE}|{_HAN}{{2,3}}省)?"
    rf"(?:{_HAN}{{2,5}}?(?:市(?!场|政|容|民|级|直|区)|自治州|(?<![一-龥]{{5}})州(?!区|市|县)|地区|盟))?"
    rf"(?:{_HAN}{{1,8}}?(?:自治县|自治旗|经济(?:技术)?开发区|高新(?:技术产业开发)?区|[县旗](?!级|直)|(?<![社小园片辖校景库街城灾地])区(?!级|直|域)|市(?!场|政|容|民|级|直)))?"
    rf"(?:{_HAN}{{1,4}}?(?:街道|(?<!城)镇(?!级|村)|乡(?!村|镇|级)))?"
)
_SUFFIX = re.compile(r"[区县市旗州]")
_LEVELS = re.compile(r"省|自治区|市|州|盟|地区|区|县|旗")
# 社区, 全市, 各县 and the like are common nouns.
_COMMON = re.compile(
    r"[全各我本该此某一二三四五六七八九十两几多个等级省市县区州旗乡镇村的地得与和及在对为是到由将以于从并或按向内外老新旧主"
    r"社小园片辖校景库街城灾矿山牧林湖港库厂疆超都上乡辖属相有关心农郊]"
)


def leading_region(name: str) -> str | None:
    """Place with which the name of an office or a title begins (昆明市呈贡区, 四川省), None when it begins with none."""
    match = _LEADING.match(name)
    found = match[0] if match else ""
    return found if len(found) >= 2 and (_LEVELS.search(found) or found in PROVINCES) else None


def frequent_region(text: str) -> str | None:
    """Place that a text names most often, with the city before it where the text prints both; None when none stands out."""
    seen: Counter[str] = Counter()
    for match in _SUFFIX.finditer(text):
        name = text[max(0, match.start() - 2) : match.end()]
        if len(name) == 3 and name.isalpha() and not _COMMON.search(name[:2]) and "\u4e00" <= name[0] <= "\u9fff":
            seen[name] += 1
    if not seen:
        return None
    (best, count), *others = seen.most_common(2)
    if count < 3 or (others and others[0][1] == count and others[0][0][-1] == best[-1]):
        return None
    if best[-1] not in "市州":
        above: Counter[str] = Counter(re.findall(rf"(?<![\u4e00-\u9fff])({_HAN}{{2,4}}[市州盟]){best}", text))
        above.update(m for m in re.findall(rf"({_HAN}{{2}}市){best}", text) if not _COMMON.search(m[:2]))
        if above:
            return above.most_common(1)[0][0] + best
    return best
