"""Two versions side by side: what was there, what is there now."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from wenxiao.performance import targets
from wenxiao.quantities.paper import plain
from wenxiao.web.core.say import say
from wenxiao.web.targets.models import Described, TargetSet


@dataclass
class Pair:
    """One indicator in both versions; of an added or a removed one the other side is None."""

    key: str
    name: str
    kind: str  # added, removed, changed, same
    old: targets.Indicator | None
    new: targets.Indicator | None
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # name of the field, before, after


@dataclass
class Compared:
    goal: tuple[str, str] | None
    moved: bool
    pairs: list[Pair]
    count: int


def compared(old: TargetSet, new: TargetSet) -> Compared:
    """The new version's indicators in their order, then those that were removed."""
    before, after = old.plain(), new.plain()
    found = targets.differences(before, after)
    was, now = ({one.key: one for one in form.indicators} for form in (before, after))
    pairs = {
        key: Pair(key, (now.get(key) or was[key]).name, _kind(key, was, now), was.get(key), now.get(key))
        for key in [*now, *(key for key in was if key not in now)]
    }
    for one in found:
        if one.key and one.field not in ("added", "removed"):
            pair = pairs[one.key]
            pair.kind = "changed"
            pair.changes.append((_label(one.field), _words(one.field, one.before), _words(one.field, one.after)))
    goal = next(((str(one.before), str(one.after)) for one in found if one.field == "goal"), None)
    return Compared(goal, any(one.field == "order" for one in found), list(pairs.values()), len(found))


def _kind(key: str, was: dict[str, Any], now: dict[str, Any]) -> str:
    return "same" if key in was and key in now else ("added" if key in now else "removed")


def _label(name: str) -> str:
    return str(Described._meta.get_field(name).verbose_name)


def _words(name: str, value: Any) -> str:
    if isinstance(value, targets.Nature):
        return value.sign if name == "nature" else str(value)
    if isinstance(value, targets.Scoring):
        return say(*value.words)
    if isinstance(value, bool):
        return say("是", "yes") if value else say("否", "no")
    if isinstance(value, Decimal):
        return plain(value)
    return "—" if value in (None, "") else str(value)
