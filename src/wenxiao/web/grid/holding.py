"""Photos of forms that were refused: held for who sent them, under a token that nobody guesses, until the form is sent again.

They are kept as photos are kept (small, without what the camera wrote), apart from those of cases, and go by themselves after some hours.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

from wenxiao.web.core.clock import now
from wenxiao.web.grid.limits import limits
from wenxiao.web.grid.models import HeldPhoto
from wenxiao.web.grid.photos import Picture

log = logging.getLogger(__name__)


def hold(pictures: Iterable[Picture], user: Any) -> list[HeldPhoto]:
    """Hold pictures for somebody; of too many that one person has, the oldest go."""
    made = []
    for one in pictures:
        row = HeldPhoto(
            user=user, name=one.name, sha256=one.sha256, taken_at=one.taken_at, longitude=one.longitude, latitude=one.latitude, at=now()
        )  # fmt: skip
        row.file.save("", ContentFile(one.data), save=False)
        row.save(force_insert=True)
        made.append(row)
    drop(HeldPhoto.objects.filter(user=user).order_by("-at", "-pk")[limits()["held"]["most"] :])
    return made


def held(tokens: Iterable[str], user: Any) -> list[HeldPhoto]:
    """What is held for this person under these tokens, in the order in which it came; nothing of anybody else."""
    known = []
    for token in tokens:
        try:
            known.append(UUID(token))
        except ValueError:
            continue
    if user is None or not known:
        return []
    rows = HeldPhoto.objects.filter(token__in=known, user=user, at__gt=_since()).order_by("at", "pk")
    return [row for row in rows if row.file.storage.exists(row.file.name)]


def picture(row: HeldPhoto) -> Picture:
    """A held photo as it was looked at."""
    with row.file.open("rb") as file:
        data = file.read()
    return Picture(row.name, data, row.sha256, row.taken_at, row.longitude, row.latitude)


def drop(rows: Iterable[HeldPhoto]) -> None:
    """Hold them no more: the rows, and once that is certain their files."""
    gone = list(rows)
    if not gone:
        return
    with transaction.atomic():
        HeldPhoto.objects.filter(pk__in=[row.pk for row in gone]).delete()
        for row in gone:
            transaction.on_commit(lambda file=row.file: file.storage.delete(file.name))


def tidy() -> None:
    """What nobody sent again in time."""
    drop(HeldPhoto.objects.filter(at__lte=_since()))


def _since() -> Any:
    return now() - timedelta(hours=limits()["held"]["hours"])
