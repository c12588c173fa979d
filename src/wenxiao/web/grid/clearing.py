"""Which photos of cases the public may see (可公开): the desk says so, can take it back, and both are on record."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from wenxiao.web.core.clock import now
from wenxiao.web.grid.models import Photo, PhotoClearing


@transaction.atomic
def clear(photo: Photo, cleared: bool, user: Any) -> bool:
    """Let the public see a photo, or no more; whether that changed anything."""
    stored = Photo.objects.select_for_update().get(pk=photo.pk)
    if stored.cleared == cleared:
        return False
    PhotoClearing.objects.create(photo=stored, cleared=cleared, by=user, at=now())
    stored.cleared = cleared
    stored.save(update_fields=["cleared"])
    return True
