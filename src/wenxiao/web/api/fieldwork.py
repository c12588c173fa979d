"""Field work: what it comes to in a period, rounds, shops, sites, trainings, meetings and what they decided."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from ninja import Field, Query, Schema

from wenxiao.told import Told
from wenxiao.web.api.doors import MOST, Bearer, allow, answers, router, wrong
from wenxiao.web.api.shapes import Number
from wenxiao.web.core.policy import Access
from wenxiao.web.core.reads import note
from wenxiao.web.core.say import say
from wenxiao.web.fieldwork.counting import period_of
from wenxiao.web.fieldwork.evidence import measures
from wenxiao.web.fieldwork.models import MeetingAction, Patrol, Shop, Site, Training
from wenxiao.web.fieldwork.registering import sees_persons
from wenxiao.web.fieldwork.who import in_centre

routes = router("fieldwork")
READ = Bearer("fieldwork:read")
#: As many days as one asks about at once.
_DAYS = 3660


class Days(Schema):
    """From a day up to and with another."""

    since: date = Field(ge=date(1990, 1, 1), le=date(2100, 12, 31))
    until: date = Field(ge=date(1990, 1, 1), le=date(2100, 12, 31))


class Part(Schema):
    """Which rows of a list."""

    offset: int = Field(0, ge=0, le=10**6)
    limit: int = Field(50, ge=1, le=MOST)


class MeasureOut(Schema):
    """One measure: ``n`` of ``d``; ``d`` is null for what is only counted, ``value`` null where nothing is in the denominator.
    ``ids`` are what ``n`` counts, ``excluded`` counts what was left out, by reason."""

    code: str
    name: str
    unit: str
    n: Number
    d: Number | None
    value: Number | None
    ids: list[str]
    excluded: dict[str, int]


class PatrolOut(Schema):
    """One round; ``ended_at`` is null while somebody is out."""

    id: int
    plan: str = Field(alias="beat.name")
    person: str
    started_at: datetime
    ended_at: datetime | None
    grids: int = Field(alias="came")
    of: int

    @staticmethod
    def resolve_person(one: Patrol) -> str:
        return str(one.person)

    @staticmethod
    def resolve_of(one: Patrol) -> int:
        return len(one.beat.grids)


class Patrols(Schema):
    count: int
    rows: list[PatrolOut]


class ShopOut(Schema):
    """One entry of the register. ``owner`` and ``phone`` are masked but for who asks for ``persons`` and may see them;
    ``same_as``: the entry whose duplicate it is, which is then not counted."""

    id: int
    collection: str = Field(alias="collection.name")
    street: str = Field(alias="street.code")
    name: str
    address: str
    owner: str
    phone: str
    collected_on: date
    signed: bool
    same_as: int | None = Field(alias="same_as_id")


class Shops(Schema):
    count: int
    rows: list[ShopOut]


class ShopsAsked(Part):
    """Which shops: of a collection (its number), of a street (the code of its office)."""

    collection: int | None = Field(None, ge=1, le=2**63 - 1)
    street: str = Field("", max_length=32)
    persons: bool = False


class SiteOut(Schema):
    """A supervised site; ``repeats``: checks in a row that found it not in order; ``case``: what it was handed on as."""

    id: int
    name: str
    grid: str
    agency: str = Field(alias="agency.code")
    area: Number | None
    measure: str
    since: date
    until: date | None
    checks: int = Field(alias="looks")
    repeats: int
    case: str | None = None

    @staticmethod
    def resolve_case(one: Site) -> str | None:
        return one.case.number if one.case else None


class Sites(Schema):
    count: int
    rows: list[SiteOut]


class TrainingOut(Schema):
    """A training; ``claimed`` was reported of it, ``counted`` signed."""

    id: int
    title: str
    held_on: date
    organiser: str = Field(alias="organiser.code")
    claimed: int | None
    counted: int


class Trainings(Schema):
    count: int
    rows: list[TrainingOut]


class ActionOut(Schema):
    """What a meeting on a month (its first day) decided."""

    id: int
    month: date = Field(alias="meeting.month")
    text: str
    agency: str = Field(alias="agency.code")
    due: date
    done_on: date | None
    result: str


class Actions(Schema):
    count: int
    rows: list[ActionOut]


def _days(days: Days) -> None:
    if days.until < days.since:
        raise wrong({"until": say("不能早于起始日期。", "It is before the first day.")})
    if days.until - days.since > timedelta(days=_DAYS):
        raise wrong({"until": say(f"至多 {_DAYS} 天。", f"At most {_DAYS} days.")})


def _some(rows: QuerySet, part: Part) -> dict[str, Any]:
    return {"count": rows.count(), "rows": list(rows[part.offset : part.offset + part.limit])}


@routes.get("/measures", response=answers(list[MeasureOut]), auth=READ)
def counted(request: Any, days: Query[Days], scope: str = Query("", max_length=60)) -> Any:
    """What the field work comes to in some days; of a scope (``street=530100001``, ``agency=G11``, ``beat=1``) those measures that know it."""
    allow(request, "fieldwork.see")
    _days(days)
    key, period, found = scope.partition("=")[0], period_of(days.since, days.until), []
    for one in measures().values():
        if one.code in {"missed_finds", "inspections"} and not request.access.can("fieldwork.inspections"):
            continue
        if scope and key not in one.scopes:
            continue
        try:
            told = one.count(period, scope)
        except Told as refused:
            raise wrong({"scope": say(refused.zh, refused.en)}) from None
        found.append({"code": one.code, "name": one.words, "unit": one.unit_words, "n": told.n, "d": told.d, "value": told.value, "ids": list(told.ids), "excluded": dict(told.excluded)})  # fmt: skip
    return found


@routes.get("/patrols", response=answers(Patrols), auth=READ)
def patrols(request: Any, days: Query[Days], part: Query[Part]) -> Any:
    """Rounds that began in some days, the latest first: all of them for the centre, one's own otherwise."""
    allow(request, "fieldwork.see")
    _days(days)
    period = period_of(days.since, days.until)
    rows = Patrol.objects.filter(started_at__gte=period.start, started_at__lt=period.end)
    if not in_centre(request.access):
        rows = rows.filter(person=request.user)
    rows = rows.select_related("beat", "person").annotate(came=Count("visits")).order_by("-started_at", "-pk")
    return _some(rows, part)


@routes.get("/shops", response=answers(Shops), auth=READ)
def shops(request: Any, asked: Query[ShopsAsked]) -> Any:
    """The register of shops. With ``persons`` who runs a shop is given to whom it concerns, and that is put on record."""
    allow(request, "fieldwork.shops")
    rows = Shop.objects.select_related("collection", "street").order_by("collection", "street__code", "pk")
    if asked.collection is not None:
        rows = rows.filter(collection=asked.collection)
    if asked.street:
        rows = rows.filter(street__code=asked.street)
    told = _some(rows, asked)
    if asked.persons:
        note(request, f"shops {request.get_full_path()}")
    for one in told["rows"]:
        _mask(one, request.access if asked.persons else None)
    return told


def _mask(one: Shop, access: Access | None) -> None:
    if access is None or not sees_persons(access, one):
        one.owner, one.phone = one.masked_owner, one.masked_phone


@routes.get("/sites", response=answers(Sites), auth=READ)
def sites(request: Any, part: Query[Part]) -> Any:
    """Supervised sites, those that repeat first."""
    allow(request, "fieldwork.see")
    return _some(Site.objects.select_related("agency", "case").annotate(looks=Count("checks")).order_by("-repeats", "name"), part)  # fmt: skip


@routes.get("/trainings", response=answers(Trainings), auth=READ)
def trainings(request: Any, part: Query[Part]) -> Any:
    """Trainings, the latest first, with the number that was reported beside the number that signed."""
    allow(request, "fieldwork.see")
    return _some(Training.objects.select_related("organiser").annotate(counted=Count("attendances")).order_by("-held_on", "-pk"), part)  # fmt: skip


@routes.get("/actions", response=answers(Actions), auth=READ)
def actions(request: Any, part: Query[Part], open: bool = Query(False)) -> Any:
    """What joint meetings decided, by the day on which it is due; ``open``: what is not done yet."""
    allow(request, "fieldwork.see")
    rows = MeetingAction.objects.select_related("meeting", "agency").order_by("due", "pk")
    return _some(rows.filter(done_on=None) if open else rows, part)
