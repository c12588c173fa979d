"""Two versions side by side: what was there, what is there now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from wenxiao.performance import targets
from wenxiao.quantities.paper import plain
from wenxiao.web.core.say import say, term
from wenxiao.web.core.since import Change, Since, last_return
from wenxiao.web.targets.models import Described, Indicator, TargetSet
from wenxiao.web.targets.services import SETTLED


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
    return beside(old.plain(), new.plain())


def beside(before: targets.TargetSet, after: targets.TargetSet) -> Compared:
    """The same of any two forms."""
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


def since_return(target_set: TargetSet, day: date | None) -> Since | None:
    """What changed since it was returned last; None for one that was not returned, or is settled, and for who looks as of a day."""
    event = None if day is not None or target_set.state in SETTLED else last_return(target_set)
    return None if event is None else Since(event, tuple(_changes(event.snapshot, target_set)))


def _changes(was: dict[str, Any], now: TargetSet) -> Iterator[Change]:
    both = beside(targets.TargetSet(was["goal"], tuple(map(_kept, was["indicators"]))), now.plain())
    if was["reason"] != now.reason:
        yield Change(str(TargetSet._meta.get_field("reason").verbose_name), "", was["reason"], now.reason)
    if both.goal:
        yield Change(str(TargetSet._meta.get_field("goal").verbose_name), "", *both.goal)
    for pair in both.pairs:
        if pair.kind in ("added", "removed"):
            yield Change(pair.name, say("指标", "indicator"), _line(pair.old), _line(pair.new))
        for label, before, after in pair.changes:
            yield Change(pair.name, label, before, after)
    if both.moved:
        yield Change(say("指标", "Indicators"), say("顺序", "order"), "", say("有调整", "changed"))


def _kept(row: dict[str, Any]) -> targets.Indicator:
    """An indicator as the record of a step keeps it; an old record has no fields that came later."""
    fields = {name: Indicator._meta.get_field(name).to_python(row[name]) for name in Described.FIELDS if name in row}
    return Indicator(key=row["key"], **fields).plain()


def _line(one: targets.Indicator | None) -> str:
    return "" if one is None else f"{term(one.level1)} · {term(one.level2)} · {one.wanted} · {plain(one.weight)}"


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
