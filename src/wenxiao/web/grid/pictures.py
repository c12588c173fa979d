"""Photos of a case as its page shows them: by the step that they came with, who cleared them, what is to be looked at again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wenxiao.grid.coordinates import Position, metres
from wenxiao.grid.events import Event
from wenxiao.grid.photos import AFTERWARDS, Doubt, Taken, doubts
from wenxiao.grid.transitions import Action
from wenxiao.web.core.say import say
from wenxiao.web.grid.limits import limits
from wenxiao.web.grid.models import Case, PhotoClearing


def by_step(row: Case, events: Iterable[Event]) -> dict[int | None, list[Any]]:
    """The photos of a case by the number of their step; each with ``clearing``, its last one, and ``doubts`` in words."""
    since: dict[int, datetime | None] = {}
    dispatched = None
    for event in sorted(events, key=lambda one: one.number):
        if event.action is Action.DISPATCH:
            dispatched = event.occurred_at
        if event.action in AFTERWARDS:
            since[event.number] = dispatched
    last = {one.photo_id: one for one in PhotoClearing.objects.filter(photo__case=row).select_related("by")}
    found: dict[int | None, list[Any]] = {}
    for photo in row.photos.order_by("pk"):
        shown: Any = photo
        shown.clearing = last.get(photo.pk)
        shown.doubts = _words(row, photo, since[photo.event]) if photo.event in since else []
        found.setdefault(photo.event, []).append(shown)
    return found


def _words(row: Case, photo: Any, since: datetime | None) -> list[str]:
    taken, where = _place(photo), _place(row)
    words = {
        Doubt.EARLY: ("拍摄早于派遣", "taken before the dispatch"),
        Doubt.UNTIMED: ("没有拍摄时间", "no time in the photo"),
        Doubt.UNPLACED: ("没有拍摄地点", "no place in the photo"),
    }
    if taken is not None and where is not None:
        words[Doubt.FAR] = _far(metres(taken, where))
    found = doubts(Taken(photo.taken_at, taken), since, where, limits()["photo"]["metres"])
    return [say(*words[one]) for one in found]


def _far(away: float) -> tuple[str, str]:
    if away < 1000:
        return f"距案件 {away:.0f} 米", f"{away:.0f} m from the case"
    return f"距案件 {away / 1000:.1f} 公里", f"{away / 1000:.1f} km from the case"


def _place(of: Any) -> Position | None:
    return None if of.longitude is None or of.latitude is None else Position(of.longitude, of.latitude)
