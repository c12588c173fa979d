"""A report from outside becomes a report of the grid centre: 核实 comes first, nothing is filed here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from wenxiao.grid.states import Level, Role, Source
from wenxiao.web.core.clock import day_of, now
from wenxiao.web.grid.keeping import Actor, report_once, where
from wenxiao.web.grid.models import Case, Photo, Reporter
from wenxiao.web.grid.photos import Picture, rows_of, written
from wenxiao.web.grid.reporters import callable_until
from wenxiao.web.open311.asking import Submission
from wenxiao.web.open311.models import Edge, Key, Sent


@transaction.atomic
def take(key: Key, said: Submission, token: UUID | None, edge: Edge, media: Sequence[Picture] = ()) -> Case:
    """The case of a report, with its photos, which nobody outside sees until the desk clears them; of one that came before under this
    token the case that it made then."""
    rows = rows_of(media, None)
    forget = day_of(now()) + timedelta(days=edge.remembered)
    case, new = report_once(
        Case(description=said.description, **where(said.place)), Actor(None, Role.PUBLIC), token, rows, source=Source.PUBLIC,
        level=Level.DISTRICT, category=said.category.key, grid=said.grid, condition=said.condition,
        callable_until=callable_until(said.phone, forget),
    )  # fmt: skip
    if not new:
        Photo.objects.filter(pk__in=[row.pk for row in rows]).delete()
    else:
        written(media)
        Sent.objects.create(
            case=case, key=key, at=now(), device=said.device, account=said.account, media_url=said.media_url, attributes=said.attributes
        )  # fmt: skip
        if said.name or said.phone or said.email:
            Reporter.objects.create(case=case, name=said.name, phone=said.phone, email=said.email, forget_on=forget)
    return case
