"""Two versions of a release beside each other: what was said before and is said otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wenxiao.publishing.open_data.tables import AMOUNTS
from wenxiao.web.core.say import english
from wenxiao.web.disclosure.gating import CODES, PLACES


@dataclass(frozen=True, slots=True)
class Difference:
    place: str
    before: str
    after: str


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Every value that differs, in the order of the newer one."""
    old, new = dict(_values(before, "")), dict(_values(after, ""))
    places = [*new, *(place for place in old if place not in new)]
    return [
        Difference(place, old.get(place, ""), new.get(place, ""))
        for place in places
        if old.get(place, "") != new.get(place, "")
    ]


def _values(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in CODES or key == "state":
                yield from _values(inner, f"{place} {_name(key)}".strip())
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            named = inner.get("name") if isinstance(inner, dict) else None
            yield from _values(inner, f"{place} {named or number}")
    elif value not in (None, ""):
        yield place, str(value)


def _name(key: str) -> str:
    if key in AMOUNTS:
        return AMOUNTS[key][english()]
    return (
        key
        if english()
        else PLACES.get(
            key,
            {
                "money": "资金",
                "score": "得分",
                "total": "总分",
                "grade": "等级",
                "state": "状态",
                "actual_value": "完成值（数）",
            }.get(key, key),
        )
    )
