"""What everybody may ask for: which cases, and of each what names nobody.

Never: who reported, who works on it, what they wrote to one another, pictures that nobody has cleared. Of a case that did not come from
the public even its description stays inside; the public's own words are shown with names, numbers and addresses of people hidden.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from wenxiao.grid.coordinates import Position, System, shown
from wenxiao.grid.states import FINAL, STATE_NAMES, Source, State
from wenxiao.web.core.say import say
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.hiding import anonymous, names_of, without
from wenxiao.web.grid.models import Case, Photo
from wenxiao.web.open311.models import Edge
from wenxiao.web.open311.offered import code_of, name_of

#: What is read of a case for an answer.
_COLUMNS = (
    "number", "source", "state", "category", "condition", "description", "address", "grid", "longitude", "latitude", "reported_at",
    "recorded_at", "adjusted_due", "due", "agency__name", "parent__number",
)  # fmt: skip
_PERSON = ("contact__name", "contact__phone", "contact__email", "public_words__description", "public_words__address")


def visible(edge: Edge) -> QuerySet[Case]:
    """The cases that everybody may ask for."""
    public = Q(source=Source.PUBLIC)
    return Case.objects.filter(public | Q(filed_at__isnull=False) if edge.every else public)


def photos() -> QuerySet[Photo]:
    """The pictures that everybody may see, if they may see the case."""
    return Photo.objects.filter(cleared=True, case__isnull=False)


def told(cases: QuerySet[Case], address: str) -> list[dict[str, Any]]:
    """Cases as the specification tells requests, in the order given. ``address``: how addresses of this site begin, http://host."""
    rows = (
        cases.select_related("agency", "parent", "contact", "public_words")
        .only(*_COLUMNS, *_PERSON)
        .prefetch_related(Prefetch("photos", photos().only("case", "pk").order_by("pk"), "cleared"))
    )  # fmt: skip
    return [_told(row, address) for row in rows]


def _told(row: Any, address: str) -> dict[str, Any]:
    catalogue = ground().catalogue
    category = catalogue.categories.get(row.category)
    condition = catalogue.conditions.get(row.condition)
    limit = say(f"处置时限：{condition.limit}", f"To be handled within {condition.limit}") if condition else None
    name = name_of(category) if category else None
    picture = f"{address}{reverse('open311-photo', args=[row.cleared[0].pk])}" if row.cleared else None
    lon, lat = _degrees(row)
    return {
        "service_request_id": row.number,
        "status": "closed" if row.state in FINAL else "open",
        "status_notes": notes(row),
        "service_name": name,
        "service_code": code_of(category) if category else None,
        "description": described(row, name),
        "agency_responsible": row.agency.name if row.agency else None,
        "service_notice": limit,
        "requested_datetime": moment(row.reported_at),
        "updated_datetime": moment(row.recorded_at),
        "expected_datetime": moment(row.adjusted_due or row.due),
        "address": _anonymous(_words(row)[1]) or None if row.source == Source.PUBLIC else None,
        "address_id": row.grid or None,
        "zipcode": None,
        "lat": lat,
        "long": lon,
        "media_url": picture,
    }


def notes(row: Any) -> str:
    """Why the case is in its state, in words of the table of states and in no others."""
    words = say(*STATE_NAMES[State(row.state)])
    return f"{words} → {row.parent.number}" if row.state == State.MERGED and row.parent else words


def described(row: Any, name: str | None) -> str | None:
    """What the public wrote, without people; of a case that is not theirs the name of its category."""
    return _anonymous(_words(row)[0]) if row.source == Source.PUBLIC else name


def _words(row: Any) -> tuple[str, str]:
    """Description and address with the name of who reported hidden, also after that name is forgotten."""
    if (kept := getattr(row, "public_words", None)) is not None:
        return kept.description, kept.address
    reporter = getattr(row, "contact", None)
    names = names_of(reporter) if reporter is not None else ()
    return without(row.description, *names), without(row.address, *names)


@lru_cache(maxsize=5000)
def _anonymous(words: str) -> str:
    return anonymous(words)


def _degrees(row: Any) -> tuple[float | None, float | None]:
    if row.longitude is None or row.latitude is None:
        return None, None
    return tuple(shown(Position(row.longitude, row.latitude), System.WGS84))  # type: ignore[return-value]


def moment(at: datetime | None) -> str | None:
    """A moment as the specification writes it, with its offset, to the second."""
    return None if at is None else timezone.localtime(at).isoformat(timespec="seconds")
