"""Where the rows of a county and a year stand: folders whose names any disk and any reader of Parquet can hold.

A county publishes some hundred documents a year and its townships one or two each: with a folder for each of these most of a store would
be folders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

#: A township right below a county, a district or a city; 湘乡市 and 新乡县 are none.
_TOWNSHIP = re.compile(r"(?<=[县区市旗])(?:(?![县区市旗])[\u4e00-\u9fff*]){1,6}?(?:街道|镇|乡)(?![县区市旗])")
#: One place in the name of a region, with what says its level. Such a letter with another behind it is of the name (新乡市, 沙市区); 市中区 begins with one.
_PLACE = re.compile(r".+?(?:街道|[省市州盟区县旗镇乡](?![州盟区县旗]|[镇乡]$|街道$|市(?![中南北]区))|$)")
#: What stands for no county or no year in a folder's name; Arrow, DuckDB and Daft read it as null.
NOTHING = "__HIVE_DEFAULT_PARTITION__"
#: What cannot stand in the name of a folder, or means something there; readers take back what is written for it.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f%/=\\:*?\"<>|#'{}\[\]^]")
#: Bytes of a county in a folder's name; disks take 255 with what stands before it.
_MOST = 200


@lru_cache(maxsize=4096)
def county_of(region: str | None) -> str | None:
    """The county of a region: the region without its township and what stands below that. One that no folder could be named after is cut and ends in a hash of the
    whole."""
    if region is None:
        return None
    township = _TOWNSHIP.search(region)
    whole = region[: township.start()] if township else region
    if _length(whole) <= _MOST:
        return whole
    mark = "…" + blake2b(whole.encode("utf-8", "replace"), digest_size=4).hexdigest()
    cut = whole[:_MOST]
    while _length(cut + mark) > _MOST:
        cut = cut[:-1]
    return cut + mark


def named(part: str, regions: Iterable[str]) -> list[str]:
    """The regions, with those that they stand below, that go by this name: whole, or without what stands before it or behind it.

    The whole name comes first, then what ends in it place by place (昆明市星河区, 星河区), then what has it anywhere (星河). What
    stands below a region of the name is in it.
    """
    found = _going_by(part, regions)
    best = min(found.values(), default=0)
    return sorted(whole for whole, how in found.items() if how == best)


def namesakes(name: str, regions: Iterable[str]) -> list[str]:
    """The regions that are called so behind the names of what they stand in; not the one of that whole name."""
    return sorted(whole for whole, how in _going_by(name, regions).items() if how == 1)


def _going_by(part: str, regions: Iterable[str]) -> dict[str, int]:
    """What has the name: 0 as the whole of its own, 1 as the end of it place by place, 2 anywhere."""
    found: dict[str, int] = {}
    for region in regions:
        places = _PLACE.findall(region)
        for level in range(1, len(places) + 1):
            whole = "".join(places[:level])
            if part in whole:
                ends = part in ("".join(places[begin:level]) for begin in range(1, level))
                found[whole] = 0 if part == whole else 1 if ends else 2
                break
    return found


def folder(county: str | None, year: int | None) -> str:
    """The folders of a partition below its table."""
    return f"county={NOTHING if county is None else _named(county)}/year={NOTHING if year is None else year}"


def _named(county: str) -> str:
    return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", county)


def _length(county: str) -> int:
    return len(_named(county).encode("utf-8", "replace"))
