"""Supervised sites: what was seen there, how often in a row it was not in order, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

from wenxiao.grid.states import Level, Pressing, Source
from wenxiao.grid.transitions import Action
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import day_of, now, today
from wenxiao.web.fieldwork.models import Site, SiteCheck, SitePhoto
from wenxiao.web.fieldwork.moments import counted
from wenxiao.web.fieldwork.rules import rules
from wenxiao.web.grid.following import usual_answer
from wenxiao.web.grid.keeping import Actor, Place, perform, report
from wenxiao.web.grid.photos import Picture


@transaction.atomic
def look(
    site: Site, person: Any, good: bool, note: str, photos: Sequence[Picture] = (), token: UUID | None = None, at: datetime | None = None
) -> SiteCheck:  # fmt: skip
    """Write down what was seen, now or ``at`` (where it waited for a line); once for a token. Raises NotAllowed."""
    row = Site.objects.select_for_update().get(pk=site.pk)
    if token is not None and (before := SiteCheck.objects.filter(token=token, person=person).first()):
        return before
    seen_at = counted(at, row.recorded_at)
    if row.until is not None and row.until < day_of(seen_at):
        raise NotAllowed("该地块已销号。", "This site is under supervision no more.")
    if not good and not note.strip():
        raise NotAllowed("请写明现场情况。", "Please say what was seen.")
    if not good and not photos:
        raise NotAllowed("未落实到位的，请附照片。", "Please add a photo of what is not in order.")
    made = SiteCheck.objects.create(
        site=row, person=person, good=good, note=note.strip()[:500], token=token, at=seen_at
    )
    for one in photos:
        kept = SitePhoto(check_of=made, name=one.name, sha256=one.sha256)
        kept.file.save(one.name, ContentFile(one.data), save=False)
        kept.save()
    row.repeats = _in_a_row(row)
    row.save(update_fields=["repeats"])
    return made


def _in_a_row(site: Site) -> int:
    """How many checks, the last and those before it, found it not in order: by when they were made, for one may come after a later one."""
    seen = site.checks.order_by("-at", "-pk").values_list("good", flat=True).iterator(chunk_size=50)
    return sum(1 for _ in takewhile(lambda good: not good, seen))


def is_repeating(site: Site) -> bool:
    """多次督查仍落实不到位."""
    return site.repeats >= rules().repeats


def repeating() -> list[tuple[Site, int]]:
    """Sites that were not put in order after several checks in a row, as it stands at this moment, with how many there were."""
    count: dict[int, int] = {}
    for site, good in SiteCheck.objects.filter(at__lte=now()).order_by("at", "pk").values_list("site", "good"):
        count[site] = 0 if good else count.get(site, 0) + 1
    bad = [pk for pk, number in count.items() if number >= rules().repeats]
    rows = Site.objects.filter(pk__in=bad).exclude(until__lt=today()).select_related("agency").order_by("name")
    return [(one, count[one.pk]) for one in rows]


@transaction.atomic
def escalate(site: Site, actor: Actor, reason: str) -> Site:
    """Hand a site on that is not put in order: as a case, or, where its case still goes on, by 督办. Raises NotAllowed."""
    row = Site.objects.select_for_update(of=("self",)).select_related("case").get(pk=site.pk)
    if not is_repeating(row):
        least = rules().repeats
        raise NotAllowed(f"连续 {least} 次督查未到位的，才转为案件。", f"Only after {least} checks in a row that found it not in order.")  # fmt: skip
    if not reason.strip():
        raise NotAllowed("请写明理由。", "Please give the reason.")
    if row.case is not None and row.case.open:
        until = usual_answer(Pressing.KEY)
        perform(row.case, actor, Action.SUPERVISE, reason=reason.strip(), pressing=Pressing.KEY, until=until)
        return row
    words = f"{row.name}：连续 {row.repeats} 次督查未落实到位。{reason.strip()}"
    row.case = report(
        actor, words[:4000], Place(address=row.address), source=Source.INSPECTOR, level=Level.DISTRICT, grid=row.grid,
        category=rules().site_category,
    )  # fmt: skip
    row.save(update_fields=["case"])
    return row
