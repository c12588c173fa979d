"""The register of shops: who may see whom it concerns, entries added, duplicates found and decided on, totals, forgetting."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wenxiao.grid import shops
from wenxiao.grid.states import Role
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import now
from wenxiao.web.core.policy import Access
from wenxiao.web.fieldwork.models import Alike, Collection, Shop
from wenxiao.web.fieldwork.who import in_centre, own_streets
from wenxiao.web.grid.models import Agency

_BATCH = 500
log = logging.getLogger(__name__)


def sees_persons(access: Access, shop: Shop) -> bool:
    """Whether somebody may see who runs a shop: the centre, and the street that it lies in."""
    return in_centre(access) or shop.street_id in own_streets(access)


def may_write(access: Access, street: int) -> bool:
    """Whether somebody may enter or change shops of a street: who decides in the centre, the street itself, and departments that help
    to collect; a street does not write in another."""
    if access.grid_roles & {Role.ACCEPTOR, Role.LEAD}:
        return True
    handling = [post.agency for post in access.posts if post.role == Role.HANDLER]
    return any(agency.kind != Agency.Kind.STREET or agency.pk == street for agency in handling)


def streets(access: Access | None = None) -> QuerySet[Agency]:
    """The street offices; those alone in which this person may write."""
    every = Agency.objects.filter(kind=Agency.Kind.STREET, active=True)
    if access is None:
        return every
    return every.filter(pk__in=[one.pk for one in every if may_write(access, one.pk)])


def collector(access: Access) -> Agency | None:
    """The agency for which this person collects."""
    posts = [post for post in access.posts if post.role in (Role.HANDLER, Role.ACCEPTOR, Role.LEAD)]
    return posts[0].agency if posts else None


def entered_before(token: UUID | None, user: Any) -> bool:
    """Whether this person sent an entry under this token before: a telephone that heard no answer sends it again."""
    return token is not None and Shop.objects.filter(token=token, entered_by=user).exists()


def enter(shop: Shop) -> None:
    """Add one entry; once for its token, also where it comes twice at once. Raises NotAllowed for a token of somebody else."""
    try:
        with transaction.atomic():
            add([shop])
    except IntegrityError:
        if not entered_before(shop.token, shop.entered_by):
            raise NotAllowed(
                "这个标识已用于另一次登记，请重新提交。", "This token was used before: send it again."
            ) from None


@transaction.atomic
def add(rows: Iterable[Shop]) -> list[Shop]:
    """Add entries of one or several collections, and look for those that may be the same shop."""
    made = Shop.objects.bulk_create(rows, batch_size=_BATCH)
    for pk in {one.collection_id for one in made}:
        look_for_alike(pk)
    return made


def look_for_alike(collection: int) -> int:
    """Write a hint for every pair of a collection that may be one shop and has none yet; how many there are new."""
    told = Shop.objects.filter(collection=collection, same_as=None).order_by("pk")
    entries = [shops.Entry(*row) for row in told.values_list("pk", "name", "address", "phone")]
    known = set(Alike.objects.filter(second__collection=collection).values_list("first", "second"))
    new = [
        Alike(first_id=a, second_id=b, why=why) for a, b, why in shops.alike(entries) if (a, b) not in known
    ]  # fmt: skip
    Alike.objects.bulk_create(new, batch_size=_BATCH)
    return len(new)


@transaction.atomic
def decide(hint: Alike, same: bool, user: Any) -> Alike:
    """Somebody says whether two entries are one shop; the later one is then not counted. Raises NotAllowed where it was decided."""
    row = Alike.objects.select_for_update(of=("self",)).select_related("first", "second").get(pk=hint.pk)
    if row.decision:
        raise NotAllowed("这一对已经确认过。", "This pair was decided on.")
    row.decision = Alike.Decision.SAME if same else Alike.Decision.DIFFERENT
    row.decided_by, row.decided_at = user, now()
    row.save()
    if same and row.second.same_as_id is None:
        first = row.first.same_as if row.first.same_as_id else row.first
        if first is not None and first.pk != row.second_id:
            Shop.objects.filter(pk=row.second_id).update(same_as=first)
            Shop.objects.filter(same_as=row.second_id).update(same_as=first)
    return row


@dataclass(frozen=True, slots=True)
class Total:
    """Of a street: entries, those that were confirmed as duplicates, and those that signed. ``counted`` leaves duplicates out."""

    street: Agency
    entries: int
    duplicates: int
    signed: int

    @property
    def counted(self) -> int:
        return self.entries - self.duplicates


def totals(collection: Collection) -> list[Total]:
    """A line for each street, also for one without entries; they add up to the district."""
    told = {
        row["street"]: row
        for row in Shop.objects.filter(collection=collection).order_by().values("street").annotate(
            entries=Count("pk"), duplicates=Count("same_as"), signed=Count("pk", filter=Q(signed=True, same_as=None)),
        )
    }  # fmt: skip
    return [
        Total(one, *(told[one.pk][key] if one.pk in told else 0 for key in ("entries", "duplicates", "signed")))
        for one in Agency.objects.filter(kind=Agency.Kind.STREET).filter(Q(active=True) | Q(pk__in=list(told)))
    ]


def no_person(collection: Collection, said: str) -> None:
    """Raises NotAllowed where an entry says (``said``) who runs a shop, or its telephone, though its collection keeps that no longer."""
    if said and not collection.keeps_persons:
        raise NotAllowed(
            f"本次采集的个人信息保留至 {collection.kept_until}，现已清除，不再登记负责人和电话，请留空。",
            f"Personal data of this collection were kept until {collection.kept_until}; leave who runs the shop and the telephone empty.",
        )


def forget() -> None:
    """Take names and numbers of persons out of collections whose time to keep them is over. Shops stay, and are counted as before.

    A collection that fails is written down and does not keep the others from being done.
    """
    named = Shop.objects.filter(collection=OuterRef("pk")).exclude(owner="", phone="")
    for one in Collection.objects.filter(Q(forgotten_at=None) | Exists(named)):
        if one.keeps_persons:
            continue
        try:
            with transaction.atomic():
                Shop.objects.filter(collection=one).exclude(owner="", phone="").update(owner="", phone="")
                Collection.objects.filter(pk=one.pk, forgotten_at=None).update(forgotten_at=now())
        except Exception:
            log.exception("forgetting persons of collection %s", one.pk)
